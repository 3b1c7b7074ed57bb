"""An officer's sign-in code for an owner: who may, what is kept, who is told, and what it costs in four eyes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.codes import redeem
from accounts.models import LoginCode
from certification.papers import add_certificate
from core.models import AuditEvent, Outbox, Touch
from core.touches import has_touched
from ikm.enums import IkmState
from products.editing import add_product
from products.enums import ProductState
from tests.factories import BANJAR, KOTABARU, make_certificate, make_ikm, make_product, make_user

FORM = {"why": "forgotten", "words": "", "checked": "on"}

pytestmark = pytest.mark.django_db


def address(ikm):
    return reverse("desk:dossier_code", args=[ikm.pk])


def owned(**fields):
    return make_ikm(owner=make_user(name="Rusmiati"), **fields)


def shown(answer):
    """The code on the page, without its gap."""
    return answer.context["code"].replace(" ", "")


def test_an_officer_issues_a_code_seen_once(sign_in):
    ikm, officer = owned(), make_user("officer", name="Nurul Huda")
    client = sign_in(officer)
    form = client.get(address(ikm)).content.decode()
    assert "Rusmiati" in form
    assert LoginCode.objects.count() == 0

    answer = client.post(address(ikm), FORM)

    code, row = shown(answer), LoginCode.objects.get()
    assert answer.status_code == 200
    assert f"{code[:3]} {code[3:]}" in answer.content.decode()
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert (row.user, row.issued_by, row.reason, row.login) == (ikm.owner, officer, "Lupa kata sandi", ikm.owner.phone)
    assert row.expires_at - row.created_at == timedelta(minutes=15)
    again = client.get(address(ikm)).content.decode()
    kept = [str(LoginCode.objects.values_list("login", "data", "reason", "code_digest")), str(dict(client.session))]
    assert not any(code in text for text in [again, *kept, str(list(AuditEvent.objects.values("detail")))])
    assert redeem(ikm.owner.phone, code) == row


def test_the_owner_is_told_who_issued_a_code_and_why(sign_in):
    ikm, officer = owned(), make_user("officer", name="Nurul Huda")
    answer = sign_in(officer).post(address(ikm), FORM | {"why": "other", "words": "HP dipakai anak"})

    notice = Outbox.objects.get(channel="app")
    assert (notice.recipient, notice.event, notice.url) == (ikm.owner, "account.sign_in_code", "/akun/")
    assert notice.subject == "Nurul Huda menerbitkan kode masuk untuk akun Anda"
    assert notice.body == (
        "Alasan yang ditulis: HP dipakai anak. Bukan permintaan Anda? Ganti kata sandi sekarang, lalu beri tahu dinas "
        "kabupaten/kota Anda."
    )
    assert shown(answer) not in notice.body
    event = AuditEvent.objects.get(action="login_code.issued")
    assert (event.actor, event.object_id) == (officer, str(ikm.owner_id))
    assert event.detail == {"code": LoginCode.objects.get().pk, "ikm": ikm.pk, "reason": "HP dipakai anak"}


def test_the_reason_joins_the_choice_and_the_words(sign_in):
    sign_in(make_user("officer")).post(address(owned()), FORM | {"why": "new_phone", "words": "kecopetan"})
    assert LoginCode.objects.get().reason == "HP hilang atau nomor berganti: kecopetan"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"why": ""}, {"why": ["Pilih alasannya."]}),
        ({"why": "other"}, {"words": ["Tulis alasannya dengan singkat."]}),
        ({"checked": ""}, {"checked": ["Cocokkan KTP orang yang datang, lalu beri tanda."]}),
    ],
)
def test_no_code_without_a_reason_and_a_look_at_the_card(sign_in, changes, errors):
    answer = sign_in(make_user("officer")).post(address(owned()), FORM | changes)
    assert answer.context["form"].errors == errors
    assert LoginCode.objects.count() == 0


ALLOWED = {
    ("officer", KOTABARU): 200,
    ("officer", BANJAR): 404,
    ("reviewer", "63"): 403,
    ("head", "63"): 403,
    ("facilitator", KOTABARU): 404,
    ("admin", None): 404,
    ("", None): 404,
    ("owner", None): 403,
}


@pytest.mark.parametrize(("who", "region"), ALLOWED)
def test_only_the_officer_of_the_region_issues(sign_in, who, region):
    ikm = owned()
    client = sign_in(ikm.owner if who == "owner" else make_user(who, region))
    for answer in (client.get(address(ikm)), client.post(address(ikm), FORM)):
        assert answer.status_code == ALLOWED[who, region]


@pytest.mark.parametrize("owner", ["none", "closed", "office", "self", "superuser"])
def test_no_code_for_an_account_that_is_not_an_owners(sign_in, owner):
    officer = make_user("officer")
    people = {
        "none": lambda: None,
        "closed": lambda: make_user(is_active=False),
        "office": lambda: make_user("facilitator"),
        "self": lambda: officer,
        "superuser": lambda: make_user(is_superuser=True),
    }
    ikm, client = make_ikm(owner=people[owner]()), sign_in(officer)
    assert client.post(address(ikm), FORM).status_code == 403
    assert address(ikm) not in client.get(reverse("desk:dossier", args=[ikm.pk])).content.decode()
    assert LoginCode.objects.count() == 0


def test_the_dossier_leads_there(sign_in):
    ikm = owned()
    page = reverse("desk:dossier", args=[ikm.pk])
    assert address(ikm) in sign_in(make_user("officer")).get(page).content.decode()
    assert address(ikm) not in sign_in(make_user("reviewer")).get(page).content.decode()


def test_whoever_issued_a_code_checks_nothing_of_that_owner_for_a_month(sign_in):
    ikm, officer, colleague = owned(), make_user("officer"), make_user("officer")
    other = make_ikm(owner=ikm.owner, regency=BANJAR)
    elsewhere = make_ikm(owner=make_user())
    product = make_product(ikm, state=ProductState.SUBMITTED)
    things = [
        ("products.verify_product", product),
        ("certification.verify_certificate", make_certificate(product, "halal")),
    ]
    assert [officer.has_perm(*thing) for thing in things] == [True, True]
    assert officer.has_perm("ikm.verify_ikm", ikm)

    sign_in(officer).post(address(ikm), FORM)

    assert [officer.has_perm(*thing) for thing in things] == [False, False]
    touched = Touch.objects.filter(user=officer, object_type="ikm.ikm", reason="sign_in_code").order_by("object_id")
    assert list(touched.values_list("object_type", "object_id")) == [("ikm.ikm", ikm.pk), ("ikm.ikm", other.pk)]
    assert not officer.has_perm("ikm.verify_ikm", ikm)
    assert officer.has_perm("ikm.verify_ikm", elsewhere)
    assert colleague.has_perm("ikm.verify_ikm", ikm)
    Touch.objects.update(at=timezone.now() - timedelta(days=31))
    assert officer.has_perm("ikm.verify_ikm", ikm)


def test_three_codes_a_day_for_an_owner(sign_in):
    ikm = owned(state=IkmState.VERIFIED)
    for _time in range(3):
        sign_in(make_user("officer")).post(address(ikm), FORM)
    answer = sign_in(make_user("officer")).post(address(ikm), FORM)
    assert answer.context["form"].errors == {
        "__all__": ["Pemilik ini sudah menerima 3 kode dalam 24 jam. Lanjutkan besok."]
    }
    LoginCode.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert "code" in sign_in(make_user("officer")).post(address(ikm), FORM).context


def test_twenty_codes_a_day_by_an_officer(sign_in):
    officer, ikm = make_user("officer"), owned()
    for _number in range(20):
        LoginCode.objects.create(
            login="+628123", user=make_user(), issued_by=officer, reason="x", expires_at=timezone.now()
        )
    assert sign_in(officer).post(address(ikm), FORM).context["form"].errors == {
        "__all__": ["Anda sudah menerbitkan 20 kode dalam 24 jam. Minta rekan Anda, atau lanjutkan besok."]
    }
    assert "code" in sign_in(make_user("officer")).post(address(ikm), FORM).context


def test_a_newer_code_ends_the_older_one(sign_in):
    ikm, client = owned(), sign_in(make_user("officer"))
    first, second = shown(client.post(address(ikm), FORM)), shown(client.post(address(ikm), FORM))
    if first != second:
        assert redeem(ikm.owner.phone, first) is None
    assert redeem(ikm.owner.phone, second).user == ikm.owner


def test_what_the_owner_adds_after_the_code_is_not_for_its_issuer_either(sign_in):
    ikm, officer, colleague = owned(), make_user("officer"), make_user("officer")
    sign_in(officer).post(address(ikm), FORM)
    product = add_product(ikm, by=ikm.owner, data={"name": "Amplang pipih"})
    certificate = add_certificate(ikm, [product], "halal", "ID63110000000000126", by=ikm.owner)

    for added in (product, certificate):
        assert (has_touched(officer, added), has_touched(colleague, added)) == (True, False)
    Touch.objects.filter(reason=Touch.Reason.SIGN_IN_CODE).update(at=timezone.now() - timedelta(days=31))
    assert not has_touched(officer, product)
    later = add_product(ikm, by=ikm.owner, data={"name": "Kue kering"})
    assert not has_touched(officer, later)
