import datetime
import io

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from certification.enums import CertificateState
from core.models import AuditEvent, Outbox
from core.workflow import TransitionRefused
from desk import repairs
from desk.models import RepairLink
from desk.repairs import make_link
from desk.returning import Note, return_dossier
from ikm import editing
from ikm.enums import IkmState
from products.enums import ProductState
from tests.factories import agree, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("officer", name="Ibu Petugas")


@pytest.fixture
def owner():
    return make_user(phone="+6281250994321", name="Rusmiati")


@pytest.fixture
def ikm(owner):
    ikm = make_ikm(owner=owner, owner_name="Rusmiati", name="Amplang Laut", phone="+6281350001111")
    agree(ikm)
    return ikm


def note(obj, name, text="Perbaiki ini.", target=None):
    return Note(target or obj._meta.model_name, obj.pk, name, name, text)


def returned_with(ikm, *notes, by):
    return return_dossier(ikm, list(notes), by=by)


def opened(client, returned, by, digits="1111"):
    """(address of the page with the fields, response of the digits)."""
    address = make_link(returned, by=by)[1]
    response = client.post(address, {"digits": digits})
    return f"{address}isi/", response


def typed(page):
    """What a browser sends back unchanged from the page."""
    return {
        section.form.add_prefix(name): section.form[name].value() or ""
        for section in page.context["sections"]
        for name in section.form.fields
        if not section.form.fields[name].widget.needs_multipart_form and name != "remove"
    }


def actions(ikm):
    return list(
        AuditEvent.objects.filter(action__startswith="repair_link.", detail__ikm=ikm.pk)
        .order_by("pk")
        .values_list("action", flat=True)
    )


def photo_file():
    data = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(data, "JPEG")
    return SimpleUploadedFile("depan.jpg", data.getvalue(), content_type="image/jpeg")


def test_only_the_noted_field_opens_and_goes_back_to_the_same_officer(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address", "Alamat kurang nomor rumah."), by=officer)
    address = make_link(returned, by=officer)[1]

    first = client.get(address)
    assert first.status_code == 200
    assert "Rusmiati" not in first.content.decode()
    assert "Amplang" not in first.content.decode()
    assert client.post(address, {"digits": "1111"})["Location"] == f"{address}isi/"

    page = client.get(f"{address}isi/")
    assert [list(section.form.fields) for section in page.context["sections"]] == [["address", "version"]]
    text = page.content.decode()
    assert "Alamat kurang nomor rumah." in text
    assert ikm.nib not in text

    sent = client.post(f"{address}isi/", typed(page) | {"ikm-address": "Jl. Baru 9", "kirim": "1"})
    assert sent["Location"] == address
    ikm.refresh_from_db()
    returned.refresh_from_db()
    assert (ikm.address, ikm.state, returned.answered_at is not None) == ("Jl. Baru 9", IkmState.SUBMITTED, True)
    assert ikm.history.first().history_user_id == ikm.owner_id
    assert list(Outbox.objects.filter(event="dossier_repaired", channel="app").values_list("recipient", flat=True)) == [
        officer.pk
    ]
    told = Outbox.objects.filter(event="dossier_sent_by_link").values_list("recipient", "channel", "url")
    assert list(told) == [(ikm.owner_id, "app", reverse("desk:status", args=[ikm.pk]))]
    assert actions(ikm) == ["repair_link.made", "repair_link.opened", "repair_link.closed", "repair_link.sent"]

    after = client.get(address)
    assert (after.status_code, "Perbaikan sudah terkirim" in after.content.decode()) == (410, True)


def test_saving_alone_sends_nothing_and_keeps_the_link(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    fill, _response = opened(client, returned, officer)
    client.post(fill, typed(client.get(fill)) | {"ikm-address": "Jl. Baru 9"})
    ikm.refresh_from_db()
    assert (ikm.address, ikm.state) == ("Jl. Baru 9", IkmState.RETURNED)
    assert client.get(fill).status_code == 200


def test_the_phone_of_the_account_opens_it_too(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    fill, response = opened(client, returned, officer, digits="43 21")
    assert response["Location"] == fill


def test_fields_without_a_note_are_not_written_whatever_is_sent(client, ikm, officer):
    other = make_ikm(owner=make_user(), name="Usaha lain")
    product, theirs = make_product(ikm, name="Amplang"), make_product(other, name="Kerupuk")
    returned = returned_with(ikm, note(ikm, "address"), note(product, "description"), by=officer)
    fill, _response = opened(client, returned, officer)
    before = (ikm.nib, ikm.name, ikm.phone)
    client.post(
        fill,
        typed(client.get(fill))
        | {
            "ikm-address": "Jl. Baru 9",
            "ikm-nib": "1234567890123",
            "ikm-name": "Usaha curian",
            "ikm-phone": "081299999999",
            "ikm-link_website": "https://contoh.id",
            f"product-{product.pk}-description": "Renyah.",
            f"product-{product.pk}-name": "Nama lain",
            f"product-{product.pk}-price_min": "1",
            f"product-{theirs.pk}-description": "Milik orang",
        },
    )
    for each in (ikm, product, theirs, other):
        each.refresh_from_db()
    assert (ikm.address, ikm.nib, ikm.name, ikm.phone) == ("Jl. Baru 9", *before)
    assert (product.description, product.name, product.price_min) == ("Renyah.", "Amplang", 25_000)
    assert (theirs.description, other.address) == ("Dibuat dengan tangan.", "Jl. Contoh 1")


def test_several_products_and_only_notes_still_open(client, ikm, officer):
    first, second = make_product(ikm), make_product(ikm)
    returned = returned_with(ikm, note(first, "description"), note(second, "packaging"), by=officer)
    returned.notes.filter(target_id=second.pk).update(resolved_at=timezone.now())
    fill, _response = opened(client, returned, officer)
    sections = client.get(fill).context["sections"]
    assert [(section.title, list(section.form.fields)) for section in sections] == [
        (str(first), ["description", "version"])
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_more_products_cost_a_fixed_number_of_queries_each(client, ikm, officer, count, django_assert_max_num_queries):
    products = [make_product(ikm) for _ in range(count)]
    returned = returned_with(ikm, *[note(product, "description") for product in products], by=officer)
    fill, _response = opened(client, returned, officer)
    with django_assert_max_num_queries(12 + 6 * count):
        client.get(fill)


def test_a_certificate_is_repaired_field_by_field(client, ikm, officer):
    product = make_product(ikm)
    paper = make_certificate(product, state=CertificateState.CLAIMED, number_raw="2156302012345-30")
    returned = returned_with(ikm, note(paper, "issued_on", "Tanggal terbit?"), by=officer)
    fill, _response = opened(client, returned, officer)
    name = f"certificate-{paper.pk}"
    page = client.get(fill)
    assert [list(section.form.fields) for section in page.context["sections"]] == [
        ["issued_on"],
    ]
    number = paper.number
    response = client.post(
        fill,
        typed(page) | {f"{name}-issued_on": "2025-05-01", f"{name}-number_raw": "2156302099999-31", "kirim": "1"},
    )
    assert response.status_code == 302
    paper.refresh_from_db()
    returned.refresh_from_db()
    assert (paper.issued_on, paper.number, paper.state) == (
        datetime.date(2025, 5, 1), number, CertificateState.CLAIMED,
    )  # fmt: skip
    assert returned.answered_at is not None


def test_a_product_goes_back_with_its_photo(client, ikm, officer):
    product = make_product(ikm)
    returned = returned_with(ikm, note(product, "photos", "Foto gelap."), by=officer)
    fill, _response = opened(client, returned, officer)
    name = f"photos-{product.pk}"
    client.post(fill, typed(client.get(fill)) | {f"{name}-kind": "front", f"{name}-images": photo_file()})
    shot = product.photos.get()
    page = client.get(fill)
    assert b"".join(client.get(f"{fill[:-4]}foto/{shot.pk}/").streaming_content)
    client.post(fill, typed(page) | {f"{name}-remove": [shot.pk], f"{name}-images": photo_file(), "kirim": "1"})
    product.refresh_from_db()
    assert (product.photos.count(), product.photos.filter(pk=shot.pk).exists()) == (1, False)
    assert product.state == ProductState.SUBMITTED


def test_a_missing_paper_is_added_to_the_noted_product_only(client, ikm, officer):
    product, other = make_product(ikm, category="kerupuk"), make_product(ikm)
    returned = returned_with(ikm, note(product, "halal", "Sertifikat halal belum ada."), by=officer)
    fill, _response = opened(client, returned, officer)
    page = client.get(fill)
    assert [section.title for section in page.context["sections"]] == [f"Halal – {product}"]
    data = typed(page)
    client.post(fill, data)
    assert ikm.certificates.count() == 0
    name = f"halal-{product.pk}"
    client.post(fill, data | {f"{name}-number_raw": "ID63110000123450724", f"{name}-products": [other.pk]})
    paper = ikm.certificates.get()
    assert (paper.number, list(paper.products.all())) == ("ID63110000123450724", [product])
    assert paper.created_by_id == ikm.owner_id


def test_the_nutrition_table_opens_at_the_noted_figure(client, ikm, officer):
    product = make_product(ikm)
    facts = make_nutrition(product, state=CertificateState.CLAIMED, source="resep")
    returned = returned_with(ikm, note(facts, "fat_mg", target="nutrition"), by=officer)
    fill, _response = opened(client, returned, officer)
    page = client.get(fill)
    assert [list(section.form.fields) for section in page.context["sections"]] == [["fat_mg"]]
    name = f"nutrition-{product.pk}"
    client.post(fill, {f"{name}-fat_mg": "15", f"{name}-sugar_mg": "1", "kirim": "1"})
    facts.refresh_from_db()
    returned.refresh_from_db()
    assert (facts.fat_mg, facts.sugar_mg, facts.state) == (15_000, 12_000, CertificateState.CLAIMED)
    assert returned.answered_at is not None


def test_a_note_on_the_whole_record_opens_all_of_it(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, ""), by=officer)
    fill, _response = opened(client, returned, officer)
    page = client.get(fill)
    fields = page.context["sections"][0].form.fields
    assert {"name", "nib", "regency", "phone", "link_website"} <= set(fields)
    assert "mandate" not in fields
    chosen = client.post(fill, typed(page) | {"ikm-regency": "63.03", "pilih": "1"})
    districts = chosen.context["sections"][0].form.fields["district"].queryset
    assert {district.parent_id for district in districts} == {"63.03"}
    ikm.refresh_from_db()
    assert ikm.regency_id == "63.02"


def test_a_photo_of_another_product_is_not_shown(client, ikm, officer):
    product, other = make_product(ikm), make_product(ikm)
    returned = returned_with(ikm, note(product, "photos"), by=officer)
    fill, _response = opened(client, returned, officer)
    shot = other.photos.create(image="a.jpg", thumbnail="b.jpg", kind="front")
    assert client.get(f"{fill[:-4]}foto/{shot.pk}/").status_code == 404


def test_typing_stays_when_somebody_else_was_faster(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    fill, _response = opened(client, returned, officer)
    data = typed(client.get(fill))
    ikm.refresh_from_db()
    editing.save_profile(ikm, {"address": "Jl. Dari HP lain"}, by=ikm.owner)
    page = client.post(fill, data | {"ikm-address": "Jl. Saya"})
    text = page.content.decode()
    assert (page.status_code, "Jl. Dari HP lain" in text, "Jl. Saya" in text) == (200, True, True)


def test_a_wrong_value_keeps_the_typing_and_the_other_record_is_saved(client, ikm, officer):
    product = make_product(ikm)
    returned = returned_with(ikm, note(ikm, "nib"), note(product, "description"), by=officer)
    fill, _response = opened(client, returned, officer)
    page = client.post(
        fill,
        typed(client.get(fill)) | {"ikm-nib": "123", f"product-{product.pk}-description": "Renyah.", "kirim": "1"},
    )
    product.refresh_from_db()
    assert (page.status_code, product.description) == (200, "Renyah.")
    assert page.context["sections"][0].form["nib"].value() == "123"


def test_five_wrong_answers_close_the_link_and_tell_nothing(client, ikm, officer):
    address = make_link(returned_with(ikm, note(ikm, "address"), by=officer), by=officer)[1]
    for left in (4, 3, 2, 1):
        page = client.post(address, {"digits": "0000"})
        assert page.context["form"].errors == {"digits": [f"Angka ini tidak cocok. Masih boleh mencoba {left} kali."]}
    assert client.post(address, {"digits": "0000"}).status_code == 302
    assert client.post(address, {"digits": "1111"}).status_code == 410
    assert "lima kali tidak cocok" in client.get(address).content.decode()
    assert actions(ikm)[-2:] == ["repair_link.refused", "repair_link.closed"]


def test_an_unreadable_answer_is_no_try(client, ikm, officer):
    link, address = make_link(returned_with(ikm, note(ikm, "address"), by=officer), by=officer)
    client.post(address, {"digits": "11"})
    link.refresh_from_db()
    assert link.tries == 0


def test_an_address_may_try_twenty_times_an_hour(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    for _round in range(4):
        address = make_link(returned, by=officer)[1]
        for _try in range(5):
            client.post(address, {"digits": "0000"})
    address = make_link(returned, by=officer)[1]
    page = client.post(address, {"digits": "1111"})
    assert "Terlalu banyak percobaan" in page.content.decode()
    assert RepairLink.objects.get(closed_at=None).opened_at is None


def test_a_forged_address_opens_nothing(client, ikm, officer):
    address = make_link(returned_with(ikm, note(ikm, "address"), by=officer), by=officer)[1]
    for bad in (f"{address[:-2]}x/", reverse("desk:repair", args=["apa-saja"]),
                reverse("desk:repair", args=[signing.dumps("lain", salt=repairs.SALT)])):  # fmt: skip
        page = client.get(bad)
        assert (page.status_code, "tidak dikenali" in page.content.decode()) == (404, True)
        assert client.post(f"{bad}isi/", {"ikm-address": "x"}).status_code == 404


def test_an_old_address_says_so(client, ikm, officer, monkeypatch):
    link, address = make_link(returned_with(ikm, note(ikm, "address"), by=officer), by=officer)
    RepairLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert "lewat masanya" in client.get(address).content.decode()
    RepairLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + datetime.timedelta(days=1))
    monkeypatch.setattr(repairs, "LIVES", datetime.timedelta(seconds=-1))
    assert "lewat masanya" in client.get(address).content.decode()


def test_a_new_link_ends_the_older_even_when_open(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    fill, _response = opened(client, returned, officer)
    make_link(returned, by=officer)
    assert client.post(fill, {"ikm-address": "x"}).status_code == 410


def test_the_fields_need_the_digits_of_this_link_within_half_an_hour(client, ikm, officer, monkeypatch):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    address = make_link(returned, by=officer)[1]
    assert client.get(f"{address}isi/")["Location"] == address
    client.post(address, {"digits": "1111"})
    later = timezone.now() + datetime.timedelta(minutes=31)
    monkeypatch.setattr("desk.views.repair.timezone.now", lambda: later)
    assert client.post(f"{address}isi/", {"ikm-address": "x"})["Location"] == address


def test_staff_cannot_answer_for_the_owner(sign_in, ikm, officer):
    address = make_link(returned_with(ikm, note(ikm, "address"), by=officer), by=officer)[1]
    assert sign_in(officer).post(address, {"digits": "1111"}).status_code == 410


def test_audit_holds_both_names_and_no_number(client, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    link, address = make_link(returned, by=officer)
    client.post(address, {"digits": "1111"})
    rows = AuditEvent.objects.filter(action__startswith="repair_link.").order_by("pk")
    assert list(rows.values_list("action", "actor", "on_behalf_of")) == [
        ("repair_link.made", officer.pk, ikm.owner_id),
        ("repair_link.opened", None, ikm.owner_id),
    ]
    assert all("1111" not in str(row.detail) and row.detail["phone"] == "+62813…" for row in rows)
    assert address.split("/")[2] not in str([link.token_digest, *rows.values_list("detail", flat=True)])


@pytest.mark.parametrize("kind", ["unclaimed", "staff"])
def test_no_link_without_an_owner_who_is_no_staff(kind, officer):
    owner = {"unclaimed": None, "staff": make_user("facilitator")}[kind]
    ikm = make_ikm(owner=owner)
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    with pytest.raises(TransitionRefused):
        make_link(returned, by=officer)


def test_officer_gets_the_address_once_and_a_message_to_send(sign_in, ikm, officer):
    returned = returned_with(ikm, note(ikm, "address"), by=officer)
    page = reverse("desk:dossier_repair_link", args=[ikm.pk])
    client = sign_in(officer)
    assert (
        reverse("desk:dossier_repair_link", args=[ikm.pk])
        in client.get(reverse("desk:dossier", args=[ikm.pk])).content.decode()
    )
    assert client.get(page).status_code == 200
    assert RepairLink.objects.count() == 0
    shown = client.post(page, {"returned": returned.pk})
    assert "/perbaiki/" in shown.context["address"]
    assert shown.context["send_url"].startswith("https://wa.me/6281350001111?text=")
    assert client.post(page, {"returned": "satu"}).status_code == 404
    elsewhere = make_user("officer", region="63.03")
    assert sign_in(elsewhere).post(page, {"returned": returned.pk}).status_code in (403, 404)


def test_unclaimed_record_points_to_the_claim_card(sign_in, officer):
    ikm = make_ikm()
    returned_with(ikm, note(ikm, "address"), by=officer)
    page = sign_in(officer).get(reverse("desk:dossier_repair_link", args=[ikm.pk]))
    assert "kartu klaim" in page.content.decode()


def test_message_outside_the_portal_carries_the_address(settings, ikm, officer):
    settings.SENDER, settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = "whatsapp", "http://127.0.0.1:9/", "x"
    owner = ikm.owner
    owner.phone_verified_at = timezone.now()
    owner.save()
    returned_with(ikm, note(ikm, "address"), by=officer)
    rows = Outbox.objects.filter(recipient=owner, event="dossier_returned").order_by("pk")
    assert [(row.channel, row.url, row.outside_url[:10]) for row in rows] == [
        ("app", reverse("desk:my_ikm"), ""),
        ("whatsapp", reverse("desk:my_ikm"), "/perbaiki/"),
    ]
