"""The claim pages: nothing before the digits, the data masked after them; and the officer's sheet of cards."""

import re

import pypdfium2
import pytest
import qrcode
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Outbox
from desk.claims import MASK, qr_outline, sheet_data
from desk.on_behalf import note_submitted
from desk.views.claim import mask_phone, mask_words
from ikm import claims
from ikm.claims import Card, code_digest, issue_cards
from ikm.enums import IkmState, Source
from ikm.models import ClaimCode, Ikm
from tests.factories import BANJAR, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
CLAIM, REVIEW, CARDS = "/klaim/", "/klaim/periksa/", "/kartu-klaim/"
MISMATCH = "Kode dan angka tidak cocok."
TELLING = ("Laut Saijaan", "Rusmiati", "Siti Rahmah", "Amplang", "1234", "081350001234")


def unclaimed(**fields):
    given = {
        "name": "Laut Saijaan",
        "owner_name": "Siti Rahmah",
        "phone": "+6281350001234",
        "source": Source.IMPORT,
        "state": IkmState.SUBMITTED,
    }
    return make_ikm(**(given | fields))


def card_of(ikm, officer=None):
    cards, _skipped = issue_cards([ikm], by=officer or make_user("officer", region=ikm.regency_id))
    return cards[0]


def enter(client, card, digits="1234"):
    return client.post(CLAIM, {"code": claims.spell_code(card.code).lower(), "digits": digits})


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return len(document), [page.get_textpage().get_text_bounded() for page in document]


def test_the_whole_claim_of_somebody_signed_in(sign_in):
    ikm, owner = unclaimed(), make_user()
    make_product(ikm=ikm, name="Amplang Tenggiri")
    client = sign_in(owner)
    answer = enter(client, card_of(ikm))
    assert (answer.status_code, answer["Location"]) == (302, REVIEW)

    page = client.get(REVIEW).content.decode()
    assert "Laut Saijaan" in page
    assert "Amplang Tenggiri" in page
    assert "S**i R****h" in page
    assert "0813-****-**34" in page
    assert "Siti Rahmah" not in page
    assert "50001234" not in page
    assert Ikm.objects.get().owner is None

    answer = client.post(REVIEW, {"answer": "mine"}, follow=True)
    assert answer.redirect_chain == [("/usaha-saya/", 302)]
    assert "Laut Saijaan sekarang tersambung ke akun Anda." in answer.content.decode()
    assert (Ikm.objects.get().owner, client.get(REVIEW).status_code) == (owner, 302)


@pytest.mark.parametrize("digits", ["", "123", "0000", "12345"])
def test_nothing_is_told_before_the_digits(client, digits):
    card = card_of(unclaimed())
    for answer in (client.get(CLAIM), enter(client, card, digits), client.get(REVIEW, follow=True)):
        page = answer.content.decode().replace(claims.spell_code(card.code).lower(), "").replace('value="12345"', "")
        assert not any(word in page for word in TELLING)
    assert "claim" not in client.session


def test_wrong_digits_and_an_unknown_code_get_the_same_page(client):
    card = card_of(unclaimed())

    def page(code, digits):
        text = client.post(CLAIM, {"code": code, "digits": digits}).content.decode()
        return re.sub(r'(value|nonce)="[^"]*"|X-CSRFToken": "\w+', "", text)

    real = [page(card.code, "9999") for _ in range(6)]
    assert real == [page("ZZZZZZZZZZ", "1234") for _ in range(6)]
    assert MISMATCH in real[0]
    assert "terlalu sering salah diisi" in real[5]


def test_ended_cards_say_what_to_do_and_tell_nothing(client):
    ikm, officer = unclaimed(), make_user("officer")
    older, newer = card_of(ikm, officer), card_of(ikm, officer)
    assert "sudah diganti" in enter(client, older).content.decode()
    ClaimCode.objects.filter(code_digest=code_digest(newer.code)).update(expires_at=timezone.now())
    expired = enter(client, newer).content.decode()
    assert "Masa berlaku kartu ini sudah lewat. Minta kartu baru" in expired
    used = card_of(ikm, officer)
    claims.claim(claims.check(used.code, "1234"), by=make_user())
    page = enter(client, used).content.decode()
    assert "Kartu ini sudah dipakai." in page
    assert not any(word in page + expired for word in TELLING[:4])


def test_an_address_may_try_twenty_times_an_hour(client):
    for number in range(20):
        client.post(CLAIM, {"code": f"ZZZZZZZZ{number:02d}", "digits": "1234"})
    page = enter(client, card_of(unclaimed())).content.decode()
    assert "Terlalu banyak percobaan dari jaringan ini." in page
    assert ClaimCode.objects.get().tries == 0


def test_without_an_account_the_data_waits_for_the_sign_in(client):
    answer = enter(client, card_of(unclaimed()))
    page = client.get(answer["Location"]).content.decode()
    assert "/masuk/signup/?next=/klaim/periksa/" in page.replace("%2F", "/")
    assert not any(word in page for word in TELLING[:5])
    client.post(REVIEW, {"answer": "mine"})
    assert Ikm.objects.get().owner is None

    owner = make_user()
    client.force_login(owner)
    assert "S**i R****h" in client.get(REVIEW).content.decode()


def test_the_session_holds_a_number_for_half_an_hour(client, sign_in):
    card = card_of(unclaimed())
    client = sign_in(make_user())
    enter(client, card)
    session = client.session
    assert set(session["claim"]) == {"code", "until"}
    session["claim"] = session["claim"] | {"until": timezone.now().timestamp() - 1}
    session.save()
    assert client.post(REVIEW, {"answer": "mine"})["Location"] == CLAIM
    assert Ikm.objects.get().owner is None


def test_not_mine_changes_nothing_and_is_noted(sign_in):
    ikm, person = unclaimed(), make_user()
    client = sign_in(person)
    enter(client, card_of(ikm))
    page = client.post(REVIEW, {"answer": "not_mine"}, follow=True).content.decode()
    assert "Tidak ada yang berubah." in page
    assert Ikm.objects.get().owner is None
    assert AuditEvent.objects.get(action="ikm.claim_denied").actor == person


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (IkmState.SUBMITTED, "tekan “Tarik kembali untuk mengubah”"),
        (IkmState.VERIFIED, "Ajukan perubahan"),
        (IkmState.RETURNED, "lalu ajukan."),
    ],
)
def test_something_wrong_claims_and_leads_to_the_profile(sign_in, state, words):
    ikm, owner = unclaimed(state=state), make_user()
    client = sign_in(owner)
    enter(client, card_of(ikm))
    answer = client.post(REVIEW, {"answer": "wrong"}, follow=True)
    assert answer.redirect_chain == [(reverse("desk:path_profile", args=[ikm.pk]), 302)]
    assert words in answer.content.decode()
    assert Ikm.objects.get().owner == owner


def test_the_issuing_officer_cannot_claim(sign_in):
    officer = make_user("officer")
    card = card_of(unclaimed(), officer)
    client = sign_in(officer)
    enter(client, card)
    page = client.post(REVIEW, {"answer": "mine"}, follow=True).content.decode()
    assert "Pemilik memakai akunnya sendiri." in page
    assert Ikm.objects.get().owner is None


def test_masks():
    assert mask_words("Siti Rahmah") == "S**i R****h"
    assert mask_words("H. Al") == "H. Al"
    assert (mask_phone("+6281350001234"), mask_phone("")) == ("0813-****-**34", "")


def test_an_officer_prints_the_chosen_rows(sign_in):
    officer = make_user("officer")
    chosen, other = unclaimed(), unclaimed(name="Usaha Lain")
    abroad = unclaimed(name="Di Banjar", regency=BANJAR)
    answer = sign_in(officer).post(f"{CARDS}cetak/", {"ikm": [chosen.pk, abroad.pk, "x", "9" * 30]})

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    pages, texts = text_of(answer.content)
    assert pages == 1
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", texts[0]).group()
    assert "Laut Saijaan" in texts[0]
    assert "Siti Rahmah" in texts[0]
    assert "Usaha Lain" not in texts[0]
    assert "Di Banjar" not in texts[0]
    row = ClaimCode.objects.get()
    assert (row.code_digest, row.ikm, row.issued_by) == (code_digest(claims.read_code(code)), chosen, officer)
    assert not other.claim_codes.exists()


def test_all_of_a_filter_fill_sheets_of_ten(sign_in):
    for number in range(12):
        unclaimed(name=f"Amplang {number}")
    unclaimed(name="Tenun", phone="", whatsapp="")
    unclaimed(name="Punya Akun", owner=make_user())
    client = sign_in(make_user("officer"))
    answer = client.post(f"{CARDS}cetak/?source=import&card=belum", {"semua": "1"})
    pages, texts = text_of(answer.content)
    assert (pages, len(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", "".join(texts)))) == (2, 12)
    assert "Amplang" in texts[0]
    assert "Tenun" not in "".join(texts)
    assert "Punya Akun" not in "".join(texts)
    listed = client.get(f"{CARDS}?card=belum").content.decode()
    assert "Tenun" in listed
    assert "isi nomor HP atau NIK dahulu" in listed
    assert "Amplang" not in listed


def test_nothing_chosen_prints_nothing(sign_in):
    unclaimed()
    answer = sign_in(make_user("officer")).post(f"{CARDS}cetak/", {}, follow=True)
    assert "Pilih dahulu usaha yang kartunya akan dicetak." in answer.content.decode()
    assert not ClaimCode.objects.exists()


@pytest.mark.parametrize("role", ["facilitator", "reviewer", "head", ""])
def test_only_officers_reach_the_cards(sign_in, role):
    ikm = unclaimed()
    client = sign_in(make_user(role))
    assert client.get(CARDS).status_code == 403
    assert client.post(f"{CARDS}cetak/", {"ikm": [ikm.pk]}).status_code == 403
    assert client.post(reverse("desk:dossier_claim_card", args=[ikm.pk])).status_code == 403
    assert not ClaimCode.objects.exists()


def test_the_list_costs_the_same_at_one_and_three_rows(sign_in, django_assert_num_queries):
    client = sign_in(make_user("officer"))
    unclaimed()
    client.get(CARDS)
    with django_assert_num_queries(_queries(client)):
        client.get(CARDS)
    expected = _queries(client)
    unclaimed(name="Dua"), unclaimed(name="Tiga")
    with django_assert_num_queries(expected):
        client.get(CARDS)


def _queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(CARDS)
    return len(caught)


def test_filter_by_district_village_and_owner(sign_in):
    ikm = unclaimed()
    client = sign_in(make_user("officer"))
    district = ikm.region.parent_id
    for query in (
        f"kecamatan={district}",
        f"kecamatan={district}&desa={ikm.region_id}",
        "q=siti%20rah",
        "source=import",
    ):
        assert "Laut Saijaan" in client.get(f"{CARDS}?{query}").content.decode(), query
    for query in ("kecamatan=63.03.01", "q=tidak%20ada", "source=officer", "card=ada"):
        assert "Laut Saijaan" not in client.get(f"{CARDS}?{query}").content.decode(), query


def test_the_dossier_prints_one_card_and_tells_who_filled_in(sign_in):
    officer = make_user("officer", name="Nurul Huda")
    typist = make_user("officer", name="Ahmad Rifani")
    ikm = unclaimed(source=Source.OFFICER, created_by=typist, mandate="Surat kuasa 3 Mei 2026")
    client = sign_in(officer)
    page = client.get(reverse("desk:dossier", args=[ikm.pk])).content.decode()
    assert "Ahmad Rifani" in page
    assert "Surat kuasa 3 Mei 2026" in page
    assert "Cetak kartu klaim" in page
    answer = client.post(reverse("desk:dossier_claim_card", args=[ikm.pk]))
    assert "Laut Saijaan" in text_of(answer.content)[1][0]
    page = client.get(reverse("desk:dossier", args=[ikm.pk])).content.decode()
    assert "dicetak Nurul Huda, berlaku sampai" in page


@override_settings(PORTAL_URL="https://portal.contoh.id/")
def test_the_qr_leads_to_the_claim_page_with_the_code_behind_the_hash():
    ikm = unclaimed()
    card = Card(ikm, "K9CNG8C4FN", timezone.now())
    data = sheet_data([card])
    wanted = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    wanted.add_data("https://portal.contoh.id/klaim/#K9CNG-8C4FN")
    wanted.make(fit=True)
    drawn = re.search(r'd="([^"]+)"', data["cards"][0]["qr"]).group(1)
    assert _matrix(len(wanted.get_matrix()), drawn) == wanted.get_matrix()
    assert data["address"] == "portal.contoh.id/klaim"
    assert qr_outline("https://portal.contoh.id/klaim/#K9CNG-8C4FN") == (len(wanted.get_matrix()), drawn)


def _matrix(side, outline):
    rows = [[False] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", outline):
        for place in range(int(x), int(x) + int(length)):
            rows[int(y)][place] = True
    return rows


def test_names_on_a_card_are_text_whatever_they_hold(sign_in):
    name = '#image("x") *tebal* $ <b>&amp; \\ "petik"'
    ikm = unclaimed(name=name, owner_name="#{ 1 + 1 }")
    answer = sign_in(make_user("officer")).post(f"{CARDS}cetak/", {"ikm": [ikm.pk]})
    text = " ".join(text_of(answer.content)[1][0].split())
    assert name in text
    assert "#{ 1 + 1 }" in text


def test_both_names_and_the_mandate_are_audited_and_the_owner_is_told():
    owner, helper = make_user(name="Siti Rahmah"), make_user("facilitator", name="Dewi")
    ikm = unclaimed(owner=owner, mandate="Surat kuasa 3 Mei 2026")
    note_submitted(ikm, by=helper)
    event = AuditEvent.objects.get(action="ikm.submitted_on_behalf")
    assert (event.actor, event.on_behalf_of, event.detail) == (
        helper,
        owner,
        {"owner_name": "Siti Rahmah", "mandate": "Surat kuasa 3 Mei 2026"},
    )
    notice = Outbox.objects.get(channel="app")
    assert (notice.recipient, notice.subject, notice.url) == (
        owner,
        "Dewi mengajukan data Laut Saijaan atas nama Anda",
        "/usaha-saya/",
    )
    note_submitted(ikm, by=owner)
    assert AuditEvent.objects.filter(action="ikm.submitted_on_behalf").count() == 1


def test_starting_for_somebody_records_the_name_and_the_mandate(sign_in):
    officer = make_user("officer")
    data = {"owner_name": "Rusmiati", "phone": "0813-5000-1234", "mandate": "Pendataan 4 Mei 2026"}
    sign_in(officer).post(reverse("desk:behalf"), data)
    event = AuditEvent.objects.get(action="ikm.started_on_behalf")
    assert (event.actor, event.detail) == (officer, {"owner_name": "Rusmiati", "mandate": "Pendataan 4 Mei 2026"})
