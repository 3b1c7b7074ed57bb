"""The pages: who finds them, what they show, forms that keep what was typed, private files."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assistance.documents import attach
from assistance.models import AssistanceCase, CaseDocument, CaseStep, StepTemplate
from assistance.opening import open_case
from assistance.progress import open_lines
from assistance.stepping import tick
from certification.enums import CertificateState
from core.files import clean_document
from core.models import AuditEvent
from ikm.enums import IkmState
from reference.working_days import add_working_days
from tests.factories import BANJAR, make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
# With session and user.
LIST_QUERIES, DETAIL_QUERIES = 11, 12
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501


def url(name, obj):
    return reverse(f"assistance:{name}", args=[obj.pk])


def text(response):
    return response.content.decode()


def opened(client, document):
    """The answer to opening a file, read to its end as a browser does."""
    response = client.get(url("document", document))
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def pdf(name="daftar.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.mark.parametrize(
    ("role", "region", "found"),
    [("officer", "63.02", 200), ("officer", BANJAR, 404), ("reviewer", "63", 200), ("head", "63.02", 200),
     ("head", BANJAR, 404), ("facilitator", "63.02", 404), ("admin", None, 404), ("", None, 404)],
)  # fmt: skip
def test_who_finds_a_case_its_steps_and_files(sign_in, open_help, officer, role, region, found):
    case = open_help()
    document = attach(case, clean_document(pdf()), by=officer, name="KTP")
    client = sign_in(make_user(role, region))
    assert client.get(url("case_detail", case)).status_code == found
    assert opened(client, document).status_code == found
    if found == 404:
        for name, obj in (
            ("step_tick", case.steps.first()), ("step_untick", case.steps.first()), ("document_add", case),
            ("document_remove", document),
        ):  # fmt: skip
            assert client.post(url(name, obj)).status_code == 404
        assert client.post(reverse("assistance:case_act", args=[case.pk, "stop"]), {"note": "x"}).status_code == 404
        assert client.get(url("step_edit", case.steps.first())).status_code == 404
    assert CaseStep.objects.filter(done_on=None).count() == 6


def test_rows_that_could_leak_do_not(sign_in, open_help, officer, owner, facilitator):
    here = open_help()
    elsewhere = make_ikm(state=IkmState.VERIFIED, regency=BANJAR, owner=make_user(), name="Rahasia Banjar")
    other = make_user("officer", BANJAR)
    there = open_case(elsewhere, "pirt", by=other, responsible=other, start=timezone.localdate())
    for person, seen in (
        (officer, {here}), (other, {there}), (owner, {here}), (facilitator, {here}),
        (make_user("reviewer"), {here, there}), (make_user("facilitator"), set()), (make_user(), set()),
        (make_user("admin", None), set()),
    ):  # fmt: skip
        assert set(AssistanceCase.objects.visible_to(person)) == seen
        page = text(sign_in(person).get(reverse("assistance:case_list"), {"tab": "berjalan"}))
        assert ("Rahasia Banjar" in page) == (there in seen)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(sign_in, officer, django_assert_num_queries, rows):
    client = sign_in(officer)
    for _number in range(rows):
        product = make_product(make_ikm(state=IkmState.VERIFIED))
        start = add_working_days(timezone.localdate(), -8)
        open_case(product.ikm, "pirt", by=officer, responsible=officer, start=start, products=[product])
    with django_assert_num_queries(LIST_QUERIES):
        page = text(client.get(reverse("assistance:case_list")))
    assert page.count("lewat 5 hari kerja") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_costs_the_same_for_any_number_of_steps_and_files(
    sign_in, open_help, ikm, officer, django_assert_num_queries, rows
):
    StepTemplate.objects.filter(kind="nib").delete()
    for order in range(rows):
        StepTemplate.objects.create(kind="nib", order=order, title=f"Langkah {order}")
    case = open_help("nib", products=[make_product(ikm)])
    for number in range(rows):
        attach(case, clean_document(pdf()), by=officer, name=f"Berkas {number}")
    client = sign_in(officer)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(url("case_detail", case))


def test_heaps_and_filters_of_the_list(sign_in, officer, facilitator, ikm, open_help):
    late = open_help(start=add_working_days(timezone.localdate(), -8), responsible=facilitator)
    mine = open_help("nib", start=timezone.localdate())
    tick(mine.steps.get(order=1), by=officer)
    client = sign_in(officer)

    def listed(**query):
        page = client.get(reverse("assistance:case_list"), query)
        return [row.case for row in page.context["rows"]]

    assert listed() == [mine]
    assert sign_in(make_user("officer")).get(reverse("assistance:case_list")).context["current"] == "berjalan"
    assert listed(tab="lewat-batas") == [late]
    assert listed(tab="berjalan") == [late, mine]
    assert listed(tab="berjalan", kind="nib") == [mine]
    assert listed(tab="berjalan", q="tidak ada") == []
    assert listed(tab="ditutup") == []
    reviewer = sign_in(make_user("reviewer"))
    page = reviewer.get(reverse("assistance:case_list"), {"tab": "berjalan", "kabupaten": BANJAR})
    assert page.context["rows"] == []


def test_officer_opens_a_case_after_seeing_its_days(sign_in, ikm, officer, facilitator):
    product = make_product(ikm, name="Kerupuk haruan")
    client = sign_in(officer)
    address = url("case_open", ikm)
    assert "Apa yang dibantu?" in text(client.get(address))
    assert "Pastikan produk boleh P-IRT" in text(client.get(address, {"kind": "pirt"}))
    start = timezone.localdate() + datetime.timedelta(days=20)
    typed = {"kind": "pirt", "products": [product.pk], "responsible": facilitator.pk, "start": start.isoformat()}
    again = client.post(address, typed | {"recount": "1"})
    assert (again.status_code, again.context["steps"][0].due_on) == (200, add_working_days(start, 3))
    assert AssistanceCase.objects.count() == 0
    client.post(address, typed)
    case = AssistanceCase.objects.get()
    assert (case.kind, case.responsible, case.started_on, list(case.products.all())) == (
        "pirt", facilitator, start, [product],
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="assistance.case_opened", object_id=case.pk).count() == 1
    refused = client.post(address, typed | {"summary": "Sekali lagi"})
    assert refused.status_code == 422
    assert "masih berjalan" in text(refused)
    assert "Sekali lagi" in text(refused)


def test_opening_refuses_and_keeps_what_was_typed(sign_in, ikm, officer):
    client = sign_in(officer)
    typed = {"kind": "other", "summary": "", "responsible": officer.pk, "start": "2099-01-05"}
    refused = client.post(url("case_open", ikm), typed)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        "start": ["Tanggal ini lebih dari setahun dari hari ini. Periksa tahunnya."],
        "summary": ["Tuliskan apa yang dibantu, supaya pemilik tahu."],
    }
    assert "2099-01-05" in text(refused)


def test_only_the_office_opens(sign_in, ikm, owner, facilitator):
    for person, answer in ((owner, 403), (facilitator, 403), (make_user("head"), 403), (make_user(), 404)):
        assert sign_in(person).get(url("case_open", ikm)).status_code == answer


def test_officer_works_through_the_page(sign_in, open_help, officer, facilitator):
    case = open_help()
    first, second, *_rest = case.steps.all()
    client = sign_in(officer)
    assert "langkah 1 dari 6" in text(client.get(url("case_detail", case)))
    page = client.post(url("step_tick", first), {"note": "Lewat telepon."}, follow=True)
    assert "Tersimpan: Pastikan produk boleh P-IRT." in text(page)
    assert "Lewat telepon." in text(page)
    again = client.post(url("step_tick", first), follow=True)
    assert "sudah dicatat selesai" in text(again)
    client.post(url("step_edit", second), {"who": "office", "responsible": facilitator.pk, "due_on": "2026-12-30"})
    second.refresh_from_db()
    assert (second.responsible, second.due_on) == (facilitator, datetime.date(2026, 12, 30))
    bad = client.post(url("step_edit", second), {"who": "office", "due_on": "2126-12-30", "note": "Tahun keliru"})
    assert (bad.status_code, "Tahun keliru" in text(bad)) == (422, True)
    client.post(url("step_add", case), {"title": "Ambil contoh", "who": "office", "due_on": "2026-12-01"})
    assert case.steps.filter(title="Ambil contoh").count() == 1
    client.post(url("case_hand_over", case), {"responsible": facilitator.pk})
    case.refresh_from_db()
    assert case.responsible == facilitator


def test_owner_reads_plain_words_and_ticks(sign_in, open_help, officer, owner):
    case = open_help()
    client = sign_in(owner)
    page = text(client.get(url("case_detail", case)))
    assert "Langkah 1 dari 6 · Giliran petugas" in " ".join(page.split())
    assert "Anda tidak perlu melakukan apa-apa sekarang." in page
    tick(case.steps.get(order=1), by=officer)
    page = text(client.get(url("case_detail", case)))
    assert "Langkah 2 dari 6 · Giliran Anda" in page
    assert "<li>Rancangan label</li>" in page
    client.post(url("step_tick", case.steps.get(order=2)))
    assert case.steps.get(order=2).done_by == owner
    assert client.post(url("step_tick", case.steps.get(order=3))).status_code == 403
    assert client.get(url("case_finish", case)).status_code == 403
    assert client.get(url("step_edit", case.steps.get(order=3))).status_code == 403
    assert client.post(reverse("assistance:case_act", args=[case.pk, "stop"]), {"note": "x"}).status_code == 403


def test_owner_answers_what_the_officer_asks(sign_in, open_help, officer, owner):
    case = open_help()
    sign_in(officer).post(reverse("assistance:case_act", args=[case.pk, "wait"]), {"note": "Bawa KTP asli."})
    client = sign_in(owner)
    page = text(client.get(url("case_detail", case)))
    assert "Bawa KTP asli." in page
    client.post(reverse("assistance:case_act", args=[case.pk, "resume"]))
    case.refresh_from_db()
    assert case.state == "open"


def test_case_offers_the_verified_certificate(sign_in, open_help, ikm, officer):
    product = make_product(ikm, category="kerupuk")
    case = open_help(products=[product])
    make_certificate(make_product(ikm, category="kerupuk"))
    make_certificate(product, state=CertificateState.CLAIMED)
    client = sign_in(officer)
    assert "Selesaikan dengan sertifikat ini" not in text(client.get(url("case_detail", case)))
    paper = make_certificate(product)
    page = client.get(url("case_detail", case))
    assert page.context["offered"] == [paper]
    form = client.get(url("case_finish", case), {"sertifikat": paper.pk}).context["form"]
    assert form.initial == {"outcome": "issued", "certificate": str(paper.pk)}
    typed = {"outcome": "issued", "certificate": paper.pk, "note": ""}
    refused = client.post(url("case_finish", case), typed)
    assert (refused.status_code, "Masih ada 6 langkah" in text(refused)) == (422, True)
    client.post(url("case_finish", case), typed | {"note": "Terbit lebih cepat."})
    case.refresh_from_db()
    assert (case.state, case.certificate) == ("done", paper)
    assert "Terbit lebih cepat." in text(sign_in(ikm.owner).get(url("case_detail", case)))


def test_documents_come_and_go(sign_in, open_help, officer, owner):
    case = open_help()
    client = sign_in(owner)
    bad = client.post(url("document_add", case), {"name": "Daftar bahan", "file": SimpleUploadedFile("a.txt", b"hm")})
    assert (bad.status_code, "Daftar bahan" in text(bad)) == (422, True)
    assert CaseDocument.objects.count() == 0
    client.post(url("document_add", case), {"name": "Daftar bahan", "file": pdf(), "step": case.steps.get(order=2).pk})
    document = CaseDocument.objects.get()
    assert (document.uploaded_by, document.step.order, "daftar" in document.file.name) == (owner, 2, False)
    shown = client.get(url("document", document))
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert b"".join(shown.streaming_content) == PDF
    assert AuditEvent.objects.filter(action="assistance.document_opened").count() == 0
    opened(sign_in(officer), document)
    assert AuditEvent.objects.filter(action="assistance.document_opened", actor=officer).count() == 1
    name, storage = document.file.name, document.file.storage
    client.post(url("document_remove", document))
    assert (CaseDocument.objects.count(), storage.exists(name)) == (0, False)


def test_owner_does_not_remove_what_the_office_filed(sign_in, open_help, officer, owner):
    document = attach(open_help(), clean_document(pdf()), by=officer, name="Hasil kunjungan")
    assert sign_in(owner).post(url("document_remove", document)).status_code == 403


def test_dossier_and_the_owners_page_say_where_it_stands(sign_in, open_help, ikm, officer, owner, facilitator):
    case = open_help(responsible=facilitator)
    dossier = reverse("desk:dossier", args=[ikm.pk])
    page = text(sign_in(officer).get(dossier))
    assert "Langkah 1 dari 6: Pastikan produk boleh P-IRT" in page
    assert url("case_open", ikm) in page
    assert url("case_open", ikm) not in text(sign_in(facilitator).get(dossier))
    page = text(sign_in(owner).get(reverse("desk:my_ikm")))
    assert "Anda didampingi: P-IRT" in page
    assert facilitator.name in page
    tick(case.steps.get(order=1), by=officer)
    page = text(sign_in(owner).get(reverse("desk:my_ikm")))
    assert "Giliran Anda: Siapkan data dan rancangan label" in page
    assert "Tidak ada yang perlu Anda lakukan" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_open_lines_cost_the_same_for_any_number_of_cases(open_help, ikm, owner, django_assert_num_queries, rows):
    for kind in ("pirt", "nib", "sni")[:rows]:
        open_help(kind)
    # Cases with whoever answers, their steps, the steps' people, products, holidays where a step is late.
    with django_assert_num_queries(5):
        found = open_lines([ikm], owner)
    assert len(found[ikm.pk]) == rows
