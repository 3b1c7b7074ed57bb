import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from certification.models import Certificate
from certification.papers import replace_certificate
from certification.public_checks import public_check
from core.audit import events_of
from core.models import Touch
from core.touches import touch
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
        ("Nomor urut usaha", "0012"), ("Produk ke", "01"), ("Berakhir tahun", "2030"),
    ]  # fmt: skip
    assert list(page.context["products"]) == list(paper.products.all())
    assert page.context["may_edit"] is False
    assert [(w.code, w.is_sure) for w in page.context["fit"]] == [("food_type_mismatch", False)]
    assert "Tidak ada laman umum untuk mengeceknya." in page.content.decode()


def detail(certificate):
    return reverse("certification:certificate_detail", args=[certificate.pk])


def test_officer_decides_on_the_page_of_the_paper(sign_in, paper):
    client = sign_in(make_user("officer"))
    page = client.get(detail(paper))
    assert [verb for verb, _t in page.context["decisions"]] == ["verify", "return", "refuse"]
    refused = client.post(
        reverse("desk:act", args=["certificate", paper.pk, "refuse"]), {"note": "Nama lain.", "next": detail(paper)}
    )
    paper.refresh_from_db()
    assert (refused["Location"], paper.state, paper.reason) == (detail(paper), "refused", "Nama lain.")
    assert "Nama lain." in client.get(detail(paper)).content.decode()


def test_officer_who_entered_the_paper_does_not_check_it(sign_in, paper):
    officer = make_user("officer")
    touch(paper, Touch.Reason.CREATED, by=officer)
    client = sign_in(officer)
    page = client.get(detail(paper))
    assert [verb for verb, _t in page.context["decisions"]] == ["return"]
    assert page.context["four_eyes"] == (
        "Anda ikut mengisi sertifikat ini; minta petugas lain atau provinsi memeriksanya."
    )
    assert client.post(reverse("desk:act", args=["certificate", paper.pk, "verify"])).status_code == 403
    assert sign_in(make_user("officer")).get(detail(paper)).context["four_eyes"] == ""


def test_owner_and_head_decide_nothing(sign_in, paper):
    for user in (paper.ikm.owner, make_user("head")):
        page = sign_in(user).get(detail(paper))
        assert (page.context["decisions"], page.context["four_eyes"]) == ([], "")


def test_replaced_paper_and_its_successor_name_each_other(sign_in, paper):
    new = replace_certificate(paper, {"number_raw": "2056302010012-31"}, by=paper.ikm.owner)
    client = sign_in(make_user("reviewer"))
    old_page, new_page = client.get(detail(paper)), client.get(detail(new))
    assert "Sertifikat ini sudah diganti dengan 2056302010012-31." in old_page.content.decode()
    assert (list(old_page.context["replaced"]), list(new_page.context["replaced"])) == ([], [paper])
    assert (old_page.context["decisions"], old_page.context["fit"]) == ([], [])
    assert f'href="{detail(paper)}"' in new_page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_detail_asks_the_same_whatever_it_covers(sign_in, product, django_assert_num_queries, count):
    paper = make_certificate(product, number="2056302010012-30", number_raw="2056302010012-30", state="claimed")
    paper.products.add(*[make_product(product.ikm, category="kerupuk") for _ in range(count - 1)])
    client = sign_in(make_user("officer"))
    client.get(detail(paper))
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(detail(paper))


# Session, person, unread notices, paper, products, rules, exclusions, other papers, touches, what it replaced, history.
DETAIL_QUERIES = 11


def test_halal_detail_links_to_the_public_check(sign_in, product):
    halal = make_certificate(product, kind="halal", number="ID63110001234560124")
    page = sign_in(make_user("officer")).get(reverse("certification:certificate_detail", args=[halal.pk]))
    html = page.content.decode()
    assert 'href="https://bpjph.halal.go.id"' in html
    assert (
        "https://bpjph.halal.go.id/search/sertifikat?nama_produk=&amp;nama_pelaku_usaha=&amp;no_sertifikat=ID63" in html
    )
    assert '<span class="copy-number">ID63110001234560124</span>' in html


@pytest.mark.parametrize(
    ("kind", "number", "issuer", "copied"),
    [
        ("md", "MD 224510107115", "BPOM", "MD224510107115"),
        ("tr", "POM TR 092699241", "BPOM", "TR092699241"),
        ("sd", "POM SD 181353251", "BPOM", "SD181353251"),
        ("cosmetic", "NA18188102291", "BPOM", "NA18188102291"),
        ("akd", "KEMENKES RI AKD 20903813649", "Kemenkes", "AKD 20903813649"),
        ("tkdn", "12/TKDN/2026", "Kemenperin", "12/TKDN/2026"),
    ],
)
def test_number_is_given_as_the_public_page_wants_it(kind, number, issuer, copied):
    check = public_check(kind, number)
    assert (check.issuer, check.number) == (issuer, copied)


def test_permits_without_a_public_page_have_no_link():
    assert [public_check(kind, "2056302010012-30") for kind in ("pirt", "slhs", "other")] == [None] * 3
    assert public_check("md", "") is None


def test_list_shows_exactly_what_a_person_sees(sign_in, paper):
    foreign = make_certificate(make_product(make_ikm(regency="63.03"), category="kerupuk"))
    address = reverse("certification:certificate_list")

    def shown(user):
        return {certificate.pk for certificate in sign_in(user).get(address).context["page"].rows}

    assert shown(make_user("reviewer")) == {paper.pk, foreign.pk}
    assert shown(make_user("officer")) == {paper.pk}
    assert shown(paper.ikm.owner) == {paper.pk}
    assert shown(make_user()) == set()


def test_list_leads_staff_to_what_runs_out(sign_in, paper):
    link = f'href="{reverse("certification:expiring_list")}"'
    pages = [
        sign_in(user).get(reverse("certification:certificate_list")).content.decode().split("<main")[1]
        for user in (make_user("officer"), paper.ikm.owner)
    ]
    assert [link in page for page in pages] == [True, False]


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


def test_a_product_still_being_typed_is_told_to_its_owner_alone(sign_in, paper):
    ikm = paper.ikm
    paper.products.add(make_product(ikm, state="draft", name="Masih diketik"))
    seen = {
        name: sorted(product.name for product in sign_in(user).get(detail(paper)).context["products"])
        for name, user in (("owner", ikm.owner), ("officer", make_user("officer")), ("reviewer", make_user("reviewer")))
    }
    checked = [product.name for product in paper.products.exclude(state="draft")]
    assert seen == {"owner": sorted([*checked, "Masih diketik"]), "officer": checked, "reviewer": checked}
    dossier = sign_in(make_user("officer")).get(reverse("desk:dossier", args=[ikm.pk]))
    assert "Masih diketik" not in dossier.content.decode()
