"""The batch: matrix, obstacles, frozen copy, four eyes of the signature, BBI's answers."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.models import AuditEvent
from core.outbox import tell
from core.workflow import TransitionRefused, available, perform
from ikm.enums import Purpose
from ikm.workflow import IKM
from products.enums import ProductState
from products.models import Product
from proposals.building import add_products, record_answer, remove_item, start_batch
from proposals.enums import BatchState
from proposals.freezing import is_intact
from proposals.models import Batch, BatchItem
from proposals.workflow import BATCH
from tests.factories import agree, make_certificate, make_nutrition, make_product, make_user
from tests.matrix import allowed

pytestmark = pytest.mark.django_db

LETTER = {"letter_number": "500.9/123/DISPERIN/2026", "letter_date": datetime.date(2026, 11, 2)}
ALLOWED = allowed(
    {
        "lock": ("drafting", "builder reviewer"),
        "unlock": ("locked signed", "builder reviewer"),
        "sign": ("locked", "head"),
        "send_back": ("locked", "head"),
        "send": ("signed", "builder reviewer"),
        "close": ("sent", "builder reviewer"),
        "cancel": ("drafting locked signed", "builder reviewer"),
    }
)


@pytest.fixture
def reviewer(db):
    return make_user("reviewer")


@pytest.fixture
def head(db):
    return make_user("head")


@pytest.fixture
def product(db):
    product = make_product(state=ProductState.ELIGIBLE)
    agree(product.ikm)
    return product


@pytest.fixture
def locked(reviewer, product):
    batch = start_batch("Usulan November", by=reviewer)
    add_products(batch, [product], by=reviewer)
    return perform(BATCH, batch, "lock", by=reviewer)


def test_matrix_of_states_verbs_and_people():
    persons = {
        "builder": make_user("reviewer"),
        "reviewer": make_user("reviewer"),
        "head": make_user("head"),
        "head_of_kabupaten": make_user("head", "63.02"),
        "officer": make_user("officer"),
        "admin": make_user("admin", None),
        "owner": make_user(),
    }
    found = set()
    for state in BatchState.values:
        batch = Batch.objects.create(
            province_id="63", title=state, state=state, created_by=persons["builder"], sha256="0" * 64,
            letter_number="500.9/1/D/2026", letter_date=timezone.localdate(),
        )  # fmt: skip
        for kind, person in persons.items():
            found |= {(state, verb, kind) for verb, _ in available(BATCH, batch, person)}
    assert found == ALLOWED


def test_a_head_who_locked_the_batch_does_not_sign_it(locked, head):
    locked.locked_by = head
    locked.save()
    with pytest.raises(PermissionDenied):
        perform(BATCH, locked, "sign", by=head)


def test_empty_batch_is_not_locked(reviewer):
    with pytest.raises(TransitionRefused, match="masih kosong"):
        perform(BATCH, start_batch("Kosong", by=reviewer), "lock", by=reviewer)


def test_lapsed_certificate_stops_the_lock(reviewer):
    product = make_product(state=ProductState.ELIGIBLE, category="kerupuk")
    agree(product.ikm)
    make_certificate(product, "halal", number="ID63110000088320226")
    make_certificate(product, "pirt", valid_until=timezone.localdate() - datetime.timedelta(days=1))
    make_nutrition(product)
    batch = start_batch("Usulan", by=reviewer)
    add_products(batch, [product], by=reviewer)
    with pytest.raises(TransitionRefused, match="Izin edar wajib tetapi tidak berlaku hari ini"):
        perform(BATCH, batch, "lock", by=reviewer)


def test_withdrawn_consent_stops_the_lock(reviewer, product):
    batch = start_batch("Usulan", by=reviewer)
    add_products(batch, [product], by=reviewer)
    product.ikm.consents.filter(purpose=Purpose.PROPOSE_BBI).update(withdrawn_at=timezone.now())
    with pytest.raises(TransitionRefused, match="belum menyetujui usulan"):
        perform(BATCH, batch, "lock", by=reviewer)


def test_one_product_sits_in_one_open_batch(reviewer, product):
    first, second = start_batch("Satu", by=reviewer), start_batch("Dua", by=reviewer)
    assert add_products(first, [product], by=reviewer) == ([product], [])
    added, skipped = add_products(second, [product], by=reviewer)
    assert (added, [sentence for _, sentence in skipped]) == ([], ["sudah ada dalam usulan yang belum selesai."])


def test_frozen_copy_keeps_what_was_proposed(locked, product):
    Product.objects.filter(pk=product.pk).update(name="Nama baru", price_min=1)
    item = locked.items.get()
    assert (item.frozen["product"]["name"], item.frozen["product"]["price_min"]) == (product.name, 25_000)
    assert "nik" not in str(item.frozen).lower()
    assert is_intact(locked)
    item.frozen["product"]["price_min"] = 1
    item.save()
    assert not is_intact(locked)


def test_whole_way_to_the_answer(locked, head, reviewer, product):
    signed = perform(BATCH, locked, "sign", by=head)
    assert signed.signed_as["name"] == head.name
    sent = perform(BATCH, signed, "send", by=reviewer, data=LETTER)
    product.refresh_from_db()
    assert (sent.letter_number, product.state) == ("500.9/123/DISPERIN/2026", ProductState.PROPOSED)
    record_answer(sent.items.get(), "accepted", by=reviewer)
    product.refresh_from_db()
    assert (product.state, Batch.objects.get().state) == (ProductState.ACCEPTED, BatchState.CLOSED)
    with pytest.raises(TransitionRefused):
        record_answer(sent.items.get(), "rejected", by=reviewer, reason="Salah.")


def test_returned_product_goes_back_to_its_owner(locked, head, reviewer, product):
    sent = perform(BATCH, perform(BATCH, locked, "sign", by=head), "send", by=reviewer, data=LETTER)
    with pytest.raises(TransitionRefused, match="Tuliskan alasan BBI"):
        record_answer(sent.items.get(), "returned", by=reviewer)
    record_answer(sent.items.get(), "returned", by=reviewer, reason="Foto label buram.")
    product.refresh_from_db()
    assert product.state == ProductState.RETURNED_BY_BBI
    assert BatchItem.objects.get().is_open is False


def test_wrong_letter_number_is_refused(locked, head, reviewer):
    signed = perform(BATCH, locked, "sign", by=head)
    with pytest.raises(TransitionRefused, match="Nomor surat ditulis seperti"):
        perform(BATCH, signed, "send", by=reviewer, data=LETTER | {"letter_number": "123"})


def test_material_change_is_refused_while_the_product_is_locked_in(locked, product):
    owner = make_user()
    product.ikm.owner = owner
    product.ikm.save()
    from products.workflow import PRODUCT

    with pytest.raises(TransitionRefused, match="sudah dikunci"):
        perform(PRODUCT, product, "amend", by=owner)


def test_business_that_is_no_longer_verified_stops_the_lock(reviewer, product):
    batch = start_batch("Usulan", by=reviewer)
    add_products(batch, [product], by=reviewer)
    perform(IKM, product.ikm, "return", by=reviewer, note="NIB keliru.")
    with pytest.raises(TransitionRefused, match="usahanya sekarang berstatus"):
        perform(BATCH, batch, "lock", by=reviewer)


def test_business_in_a_locked_batch_is_not_amended(locked, product):
    owner = make_user()
    product.ikm.owner = owner
    product.ikm.save()
    with pytest.raises(TransitionRefused, match="usulan BBI yang sudah dikunci"):
        perform(IKM, product.ikm, "amend", by=owner)


def test_answer_about_a_product_with_the_longest_name_fits_the_notice(reviewer):
    owner = make_user()
    tell(owner, "product.answered", "x" * 200 + " diterima Bangga Buatan Indonesia")
    assert owner.notices.get().subject == "x" * 200


def test_two_presses_of_remove_leave_one_event(reviewer, product):
    batch = start_batch("Usulan", by=reviewer)
    add_products(batch, [product], by=reviewer)
    item = batch.items.get()
    remove_item(item, by=reviewer)
    remove_item(BatchItem(pk=item.pk, batch=batch, product=product), by=reviewer)
    assert AuditEvent.objects.filter(action="batch.product_removed").count() == 1
