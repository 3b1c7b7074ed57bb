"""The proposal pages as the reviewer, the head and those who may not see them."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from core.workflow import perform
from products.enums import ProductState
from proposals.building import add_products, start_batch
from proposals.models import Batch
from proposals.workflow import BATCH
from tests.factories import agree, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(db):
    return make_user("reviewer")


@pytest.fixture
def batch(reviewer):
    product = make_product(state=ProductState.ELIGIBLE)
    agree(product.ikm)
    batch = start_batch("Usulan November", by=reviewer)
    add_products(batch, [product], by=reviewer)
    return batch


@pytest.mark.parametrize(("role", "region"), [("officer", "63.02"), ("head", "63.02"), ("admin", None), ("", None)])
def test_others_do_not_find_a_batch(sign_in, batch, role, region):
    client = sign_in(make_user(role, region))
    assert client.get(reverse("proposals:batch_detail", args=[batch.pk])).status_code == 404
    assert client.post(reverse("proposals:batch_letter", args=[batch.pk])).status_code == 404
    assert client.get(reverse("proposals:batch_list")).status_code == 403


def test_reviewer_builds_and_locks(sign_in, reviewer):
    product = make_product(state=ProductState.ELIGIBLE, name="Tas purun")
    agree(product.ikm)
    client = sign_in(reviewer)
    answer = client.post(reverse("proposals:batch_add"), {"title": "Usulan"}, follow=True)
    batch = Batch.objects.get()
    assert "Belum ada produk dalam usulan ini" in answer.content.decode()
    assert "Tas purun" in client.get(reverse("proposals:batch_products", args=[batch.pk])).content.decode()
    client.post(reverse("proposals:batch_products", args=[batch.pk]), {"product": [product.pk]})
    answer = client.post(reverse("proposals:batch_act", args=[batch.pk, "lock"]), follow=True)
    batch.refresh_from_db()
    assert batch.sha256 in answer.content.decode()


def test_head_signs_and_cannot_build(sign_in, reviewer, batch):
    head = make_user("head")
    client = sign_in(head)
    assert client.post(reverse("proposals:batch_act", args=[batch.pk, "lock"])).status_code == 403
    perform(BATCH, batch, "lock", by=reviewer)
    assert head.notices.get(channel="app").subject == "Usulan BBI menunggu tanda tangan Anda"
    client.post(reverse("proposals:batch_act", args=[batch.pk, "sign"]))
    batch.refresh_from_db()
    assert batch.signed_by == head


def test_wrong_letter_keeps_what_was_typed(sign_in, reviewer, batch):
    perform(BATCH, batch, "lock", by=reviewer)
    perform(BATCH, batch, "sign", by=make_user("head"))
    data = {
        "letter_number": "nomor 12",
        "letter_date": "2026-11-02",
        "addressee": "Dirjen",
        "addressee_place": "Jakarta",
    }
    answer = sign_in(reviewer).post(reverse("proposals:batch_send", args=[batch.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nomor surat ditulis seperti 500.9/123/DISPERIN/2026" in page
    assert 'value="NOMOR 12"' in page or 'value="nomor 12"' in page


def test_letter_and_list_are_files_and_audited(sign_in, reviewer, batch):
    client = sign_in(reviewer)
    perform(BATCH, batch, "lock", by=reviewer)
    letter = client.post(reverse("proposals:batch_letter", args=[batch.pk]))
    again = client.post(reverse("proposals:batch_letter", args=[batch.pk]))
    assert letter.content[:5] == b"%PDF-"
    assert letter.content == again.content
    sheet = client.post(reverse("proposals:batch_list_file", args=[batch.pk]))
    assert sheet.content[:2] == b"PK"
    actions = AuditEvent.objects.filter(action__endswith="downloaded").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["batch.letter_downloaded", "batch.letter_downloaded", "batch.list_downloaded"]


@pytest.mark.parametrize("count", [1, 3])
def test_detail_asks_a_fixed_number_of_queries(sign_in, reviewer, django_assert_max_num_queries, count):
    batch = start_batch("Usulan", by=reviewer)
    products = [make_product(state=ProductState.ELIGIBLE) for _ in range(count)]
    for product in products:
        agree(product.ikm)
    add_products(batch, products, by=reviewer)
    client = sign_in(reviewer)
    client.get(reverse("proposals:batch_detail", args=[batch.pk]))
    with django_assert_max_num_queries(14):
        client.get(reverse("proposals:batch_detail", args=[batch.pk]))


def test_forged_product_ids_add_nothing(sign_in, reviewer, batch):
    client = sign_in(reviewer)
    response = client.post(reverse("proposals:batch_products", args=[batch.pk]), {"product": ["²", "9" * 30, "x", ""]})
    assert response.status_code == 302
    assert batch.items.count() == 1


def test_note_loses_what_a_database_cannot_store(sign_in, reviewer, batch):
    sign_in(reviewer).post(reverse("proposals:batch_act", args=[batch.pk, "cancel"]), {"note": " Salah\0 susun "})
    assert [row.note for row in batch.transitions.all()] == ["Salah susun"]
