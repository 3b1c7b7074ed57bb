"""Return and repair: one act back, the repaired file to the same person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from certification.enums import CertificateState
from core.models import Outbox
from core.workflow import TransitionRefused, perform
from desk.models import Return
from desk.returning import Note, resolve_notes, return_dossier
from ikm.enums import IkmState
from ikm.workflow import IKM
from products.enums import ProductState
from products.workflow import PRODUCT
from tests.factories import make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db


def note(target, obj, field="name", text="Perbaiki."):
    return Note(target, obj.pk, field, f"Bagian {field}", text)


def states(*objs):
    for obj in objs:
        obj.refresh_from_db()
    return [obj.state for obj in objs]


def test_only_what_has_a_note_returns():
    ikm = make_ikm()
    noted, other = make_product(ikm=ikm), make_product(ikm=ikm)
    returned = return_dossier(ikm, [note("product", noted)], "Hampir benar.", by=make_user("officer"))
    assert states(ikm, noted, other) == [IkmState.SUBMITTED, ProductState.RETURNED, ProductState.SUBMITTED]
    assert (returned.level, returned.message) == ("regency", "Hampir benar.")
    assert noted.transitions.get().note == "Bagian name: Perbaiki."


def test_a_note_on_a_paper_returns_paper_and_product():
    product = make_product()
    facts = make_nutrition(product, state=CertificateState.CLAIMED)
    paper = make_certificate(product, state=CertificateState.CLAIMED)
    return_dossier(
        product.ikm,
        [note("nutrition", facts, "fat_mg"), note("certificate", paper, "number")],
        by=make_user("officer"),
    )
    assert states(product.ikm, product, facts, paper) == [
        IkmState.VERIFIED, ProductState.RETURNED, CertificateState.RETURNED, CertificateState.RETURNED,
    ]  # fmt: skip


def test_the_province_returns_what_the_kabupaten_has_verified():
    product = make_product(state=ProductState.VERIFIED)
    returned = return_dossier(product.ikm, [note("product", product)], by=make_user("reviewer"))
    assert (states(product), returned.level) == ([ProductState.RETURNED], "province")


@pytest.mark.parametrize(
    ("role", "region"), [("officer", "63.03"), ("head", "63"), ("facilitator", "63.02"), ("", None)]
)
def test_who_may_not_return(role, region):
    ikm = make_ikm()
    with pytest.raises(PermissionDenied):
        return_dossier(ikm, [note("ikm", ikm)], by=make_user(role, region))
    assert (states(ikm), Return.objects.count()) == ([IkmState.SUBMITTED], 0)


def test_owner_who_is_an_officer_may_not_return():
    officer = make_user("officer")
    ikm = make_ikm(owner=officer)
    with pytest.raises(PermissionDenied):
        return_dossier(ikm, [note("ikm", ikm)], by=officer)


def test_all_or_nothing():
    ikm = make_ikm()
    approved = make_product(ikm=ikm, state=ProductState.ACCEPTED)
    with pytest.raises(TransitionRefused, match="sekarang berstatus Diterima BBI"):
        return_dossier(ikm, [note("ikm", ikm), note("product", approved)], by=make_user("reviewer"))
    assert (states(ikm), ikm.transitions.count(), Return.objects.count()) == ([IkmState.SUBMITTED], 0, 0)


def test_a_note_on_a_record_of_another_dossier_is_refused():
    ikm, foreign = make_ikm(), make_product(ikm=make_ikm(state=IkmState.VERIFIED))
    for forged in (note("product", foreign), note("ikm", foreign.ikm), note("certificate", make_certificate(foreign))):
        with pytest.raises(PermissionDenied):
            return_dossier(ikm, [forged], by=make_user("officer"))
    assert states(foreign) == [ProductState.SUBMITTED]


def test_empty_notes_are_refused():
    ikm = make_ikm()
    with pytest.raises(TransitionRefused, match="Tulis sedikitnya satu catatan"):
        return_dossier(ikm, [note("ikm", ikm, text="  ")], "Pesan saja", by=make_user("officer"))


def test_owner_hears_of_it_and_the_repaired_file_goes_back_to_the_same_officer():
    owner, officer = make_user(), make_user("officer")
    ikm = make_ikm(name="Sumber Rejeki", owner=owner)
    product = make_product(ikm=ikm)
    return_dossier(ikm, [note("ikm", ikm, "nib"), note("product", product, "price_min")], by=officer)
    told = Outbox.objects.get(recipient=owner)
    assert (told.subject, told.body) == (
        "Ada yang perlu diperbaiki pada Sumber Rejeki",
        "Bagian nib: Perbaiki.\nBagian price_min: Perbaiki.",
    )
    ikm = perform(IKM, ikm, "submit", by=owner)
    resolve_notes(ikm, by=owner)
    assert (Return.objects.get().answered_at, Outbox.objects.filter(recipient=officer).count()) == (None, 0)
    resolve_notes(perform(PRODUCT, product, "submit", by=owner), by=owner)
    assert Return.objects.get().answered_at is not None
    assert (
        Outbox.objects.get(recipient=officer, channel="app").subject == "Sumber Rejeki sudah memperbaiki catatan Anda"
    )
    ikm.refresh_from_db()
    assert ikm.assigned_to == officer


def test_a_page_of_notes(sign_in):
    ikm = make_ikm()
    product = make_product(ikm=ikm)
    client, address = sign_in(make_user("officer")), reverse("desk:dossier_return", args=[ikm.pk])
    assert client.get(address).context["formset"].total_form_count() == 5
    data = {
        "n-TOTAL_FORMS": "5", "n-INITIAL_FORMS": "0", "n-0-place": f"ikm:{ikm.pk}:nib", "n-0-text": "NIB salah.",
        "n-3-place": f"product:{product.pk}:photos", "n-3-text": "Foto buram.", "message": "Terima kasih.",
    }  # fmt: skip
    more = client.post(address, data | {"tambah": "1"})
    assert more.context["formset"].total_form_count() == 8
    assert "Foto buram." in more.content.decode()
    assert Return.objects.count() == 0
    assert client.post(address, data).url == reverse("desk:dossier", args=[ikm.pk])
    assert list(Return.objects.get().notes.order_by("pk").values_list("target", "field", "field_label", "text")) == [
        ("ikm", "nib", f"{ikm}: NIB", "NIB salah."),
        ("product", "photos", f"{product}: Foto", "Foto buram."),
    ]


def test_half_a_note_keeps_what_was_typed(sign_in):
    ikm = make_ikm()
    address = reverse("desk:dossier_return", args=[ikm.pk])
    page = sign_in(make_user("officer")).post(
        address, {"n-TOTAL_FORMS": "1", "n-INITIAL_FORMS": "0", "n-0-place": "", "n-0-text": "Alamat kurang."}
    )
    assert page.context["formset"].errors == [{"place": ["Pilih bagian yang dimaksud catatan ini."]}]
    assert "Alamat kurang." in page.content.decode()
