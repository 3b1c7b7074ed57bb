import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from certification.models import Certificate
from core.audit import events_of
from tests.factories import make_certificate, make_ikm, make_nutrition, make_product, make_user

PDF = b"%PDF-1.4\n%%EOF"
JPEG = b"\xff\xd8\xff\xe0 gambar"


@pytest.fixture
def product(reference_data):
    return make_product(make_ikm(owner=make_user()), category="kerupuk")


@pytest.fixture
def paper(product):
    return make_certificate(
        product, number="2066302010012-30", number_raw="P-IRT 2066302010012-30", state="claimed",
        document=ContentFile(PDF, name="dokumen.pdf"),
    )  # fmt: skip


def body(response):
    return b"".join(response.streaming_content)


def test_owner_opens_the_document_inline(sign_in, paper):
    response = sign_in(paper.ikm.owner).get(reverse("certification:document", args=[paper.pk]))
    assert (response.status_code, body(response)) == (200, PDF)
    names = ("Content-Type", "X-Content-Type-Options", "Content-Disposition", "Cache-Control")
    assert {name: response[name] for name in names} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="certificate-{paper.pk}.pdf"',
        "Cache-Control": "private, no-store",
    }
    assert list(events_of(paper)) == []


def test_staff_leave_an_audit_event(sign_in, paper, monkeypatch):
    monkeypatch.setattr("tests.client.WRITING_GETS", {"certification:document"})
    officer = make_user("officer")
    assert body(sign_in(officer).get(reverse("certification:document", args=[paper.pk]))) == PDF
    assert [(event.action, event.actor) for event in events_of(paper)] == [("certificate.document_opened", officer)]


@pytest.mark.parametrize("who", ["stranger", "other_officer"])
def test_document_is_absent_for_who_cannot_see_it(sign_in, paper, who):
    user = make_user("officer", region="63.03") if who == "other_officer" else make_user()
    client = sign_in(user)
    for name in ("document", "certificate_detail"):
        assert client.get(reverse(f"certification:{name}", args=[paper.pk])).status_code == 404


def test_visitor_is_asked_to_sign_in(client, paper):
    address = reverse("certification:document", args=[paper.pk])
    response = client.get(address)
    assert (response.status_code, address in response["Location"].replace("%2F", "/")) == (302, True)


def test_paper_without_a_file_has_no_document(sign_in, product):
    paper = make_certificate(product)
    assert sign_in(product.ikm.owner).get(reverse("certification:document", args=[paper.pk])).status_code == 404


def test_unknown_type_is_only_downloaded(sign_in, product):
    paper = make_certificate(product, document=ContentFile(b"<html>", name="dokumen.html"))
    response = sign_in(product.ikm.owner).get(reverse("certification:document", args=[paper.pk]))
    assert body(response) == b"<html>"
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/octet-stream", f'attachment; filename="certificate-{paper.pk}.bin"',
    )  # fmt: skip


def test_label_photo_is_private_too(sign_in, product):
    facts = make_nutrition(product, label_photo=ContentFile(JPEG, name="foto.jpg"))
    address = reverse("certification:nutrition_photo", args=[facts.pk])
    response = sign_in(product.ikm.owner).get(address)
    assert (response["Content-Type"], body(response)) == ("image/jpeg", JPEG)
    assert sign_in(make_user()).get(address).status_code == 404


def test_detail_shows_what_the_number_says(sign_in, paper):
    page = sign_in(make_user("reviewer")).get(reverse("certification:certificate_detail", args=[paper.pk]))
    assert page.context["decoded"] == [
        ("Wilayah", "Kabupaten Kotabaru"), ("Kemasan", "plastik"), ("Jenis pangan", "minyak dan lemak (perkiraan)"),
    ]  # fmt: skip
    assert list(page.context["products"]) == list(paper.products.all())
    assert page.context["may_edit"] is False


def test_halal_detail_links_to_the_public_check(sign_in, product):
    halal = make_certificate(product, kind="halal", number="ID63110001234560124")
    page = sign_in(make_user("officer")).get(reverse("certification:certificate_detail", args=[halal.pk]))
    assert 'href="https://bpjph.halal.go.id"' in page.content.decode()


def test_list_shows_exactly_what_a_person_sees(sign_in, paper):
    foreign = make_certificate(make_product(make_ikm(regency="63.03"), category="kerupuk"))
    address = reverse("certification:certificate_list")

    def shown(user):
        return {certificate.pk for certificate in sign_in(user).get(address).context["page"].rows}

    assert shown(make_user("reviewer")) == {paper.pk, foreign.pk}
    assert shown(make_user("officer")) == {paper.pk}
    assert shown(paper.ikm.owner) == {paper.pk}
    assert shown(make_user()) == set()


def test_list_pages_by_key_and_keeps_its_filter(sign_in, product, monkeypatch):
    monkeypatch.setattr("certification.views.certificates.PAGE_SIZE", 2)
    now = timezone.now()
    papers = [
        make_certificate(product, number=f"N{n}", state="claimed", state_since=now - datetime.timedelta(hours=n))
        for n in range(3)
    ]
    make_certificate(product, kind="halal", number="ID63110001234560124", state="verified")
    client = sign_in(make_user("officer"))
    first = client.get(reverse("certification:certificate_list"), {"state": "claimed"})
    assert first.context["page"].rows == papers[:2]
    assert first.context["count_text"] == "3 sertifikat"
    second = client.get(reverse("certification:certificate_list") + first.context["page"].next_url)
    assert second.context["page"].rows == papers[2:]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_whatever_its_length(sign_in, product, django_assert_num_queries, rows):
    for n in range(rows):
        make_certificate(product, number=f"N{n}")
    client = sign_in(make_user("officer"))
    address = reverse("certification:certificate_list")
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)
    assert Certificate.objects.count() == rows


# Session, person, unread notices, regencies for the filter, page, count.
LIST_QUERIES = 6
