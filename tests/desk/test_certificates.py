import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.enums import Answer, CertificateState
from certification.models import Certificate, CertificateAnswer, NutritionFacts
from certification.workflow import CERTIFICATE
from core.workflow import TransitionRefused, perform
from tests.factories import make_certificate, make_ikm, make_nutrition, make_product, make_user

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"
FACTS = {
    "basis": "table", "source": "Tabel contoh, halaman 12", "per": "100g", "unit": "g", "layout": "vertical",
    "serving_milli": "25", "pack_milli": "100", "fat_mg": "20", "saturated_fat_mg": "8", "protein_mg": "6",
    "carbohydrate_mg": "65", "sugar_mg": "12", "sodium_mg": "420",
}  # fmt: skip


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def product(owner):
    return make_product(make_ikm(owner=owner), category="kerupuk")


def address(name, product, *more):
    return reverse(f"desk:{name}", args=[product.ikm_id, product.pk, *more])


def said(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


def test_overview_shows_every_axis_of_every_product(sign_in, product, owner):
    second = make_product(product.ikm, category="anyaman")
    make_certificate(product, number="2066302010012-30")
    page = sign_in(owner).get(reverse("desk:path_certificates", args=[product.ikm_id]))
    shown = [
        (row["product"], [(card.label, card.obligation_label, card.badge["word"]) for card in row["cards"]])
        for row in page.context["rows"]
    ]
    assert shown == [
        (product, [("Halal", "Wajib", "belum"), ("Gizi", "Wajib", "belum"), ("Izin edar", "Wajib", "ada")]),
        (
            second,
            [
                ("Halal", "Tidak berlaku", "tidak_wajib"),
                ("Gizi", "Tidak berlaku", "tidak_wajib"),
                ("Izin edar", "Tidak berlaku", "tidak_wajib"),
            ],
        ),
    ]


def test_answer_in_process_is_kept_with_its_number(sign_in, product, owner):
    data = {"answer": "in_process", "application_number": "SH-7", "applied_on": "2026-11-01", "reason": ""}
    response = sign_in(owner).post(address("path_answer", product, "halal"), data)
    assert response["Location"] == address("path_product_certificates", product)
    kept = CertificateAnswer.objects.get(product=product, axis="halal")
    assert (kept.answer, kept.application_number, kept.applied_on, kept.by) == (
        Answer.IN_PROCESS, "SH-7", datetime.date(2026, 11, 1), owner,
    )  # fmt: skip


def test_answer_have_leads_to_the_paper(sign_in, product, owner):
    client = sign_in(owner)

    def next_page(axis):
        return client.post(address("path_answer", product, axis), {"answer": "have"})["Location"]

    assert next_page("licence") == address("path_certificate_add", product, "licence")
    assert next_page("nutrition") == address("path_nutrition", product)
    make_certificate(product, number="2066302010012-30")
    assert next_page("licence") == address("path_product_certificates", product)


def test_not_needed_against_the_law_asks_why_and_keeps_what_was_typed(sign_in, product, owner):
    page = sign_in(owner).post(
        address("path_answer", product, "halal"), {"answer": "not_needed", "application_number": "tetap di sini"}
    )
    assert page.context["form"].errors == {
        "reason": ["Menurut aturan ini wajib. Tuliskan mengapa tidak wajib untuk produk Anda."]
    }
    assert 'value="tetap di sini"' in page.content.decode()
    assert not CertificateAnswer.objects.exists()


def test_certificate_is_added_with_its_document(sign_in, product, owner):
    sibling = make_product(product.ikm, category="kerupuk")
    data = {
        "kind": "pirt", "number_raw": "P-IRT 2056302010012-30", "issuer": "Dinkes Kotabaru", "issued_on": "2025-12-01",
        "products": [product.pk, sibling.pk], "document": SimpleUploadedFile("a.jpg", _photo()),
    }  # fmt: skip
    response = sign_in(owner).post(address("path_certificate_add", product, "licence"), data)
    assert response["Location"] == address("path_product_certificates", product)
    paper = Certificate.objects.get()
    assert (paper.state, paper.number, paper.valid_until, paper.created_by) == (
        CertificateState.CLAIMED, "2056302010012-30", datetime.date(2030, 12, 31), owner,
    )  # fmt: skip
    assert set(paper.products.all()) == {product, sibling}
    assert paper.document.name.endswith(".jpg")
    assert said(response) == [("success", "Sertifikat tersimpan dan menunggu diperiksa petugas.")]


def _photo():
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "JPEG")
    return picture.getvalue()


def test_doubtful_number_is_kept_with_a_warning(sign_in, product, owner):
    data = {"kind": "pirt", "number_raw": "2066302010012", "products": [product.pk]}
    response = sign_in(owner).post(address("path_certificate_add", product, "licence"), data)
    assert said(response)[1:] == [
        ("warning", "P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.")
    ]
    assert Certificate.objects.get().number == "2066302010012"


NO_PIRT = "Makanan beku, bakso, dan pempek dingin tidak dapat P-IRT; izinnya BPOM MD."


def test_permit_the_product_may_not_carry_is_kept_and_says_so(sign_in, owner):
    product = make_product(make_ikm(owner=owner), name="Bakso ikan", category="pangan-beku")
    data = {"kind": "pirt", "number_raw": "2066302010012-30", "products": [product.pk]}
    client = sign_in(owner)
    response = client.post(address("path_certificate_add", product, "licence"), data)
    assert said(response)[1:] == [("warning", f"Tidak cocok (Bakso ikan): {NO_PIRT}")]
    assert Certificate.objects.get().number == "2066302010012-30"
    page = client.get(address("path_product_certificates", product)).content.decode()
    assert (f"<b>Tidak cocok:</b> {NO_PIRT}" in page, "Mengapa bukan izin lain?" in page) == (True, True)
    assert (
        "1 hal pada sertifikatnya perlu dicocokkan."
        in client.get(reverse("desk:path_certificates", args=[product.ikm_id])).content.decode()
    )


def test_fit_is_said_while_typing_for_the_ticked_products(sign_in, owner):
    ikm = make_ikm(owner=owner)
    frozen, crackers = make_product(ikm, category="pangan-beku"), make_product(ikm, category="kerupuk")
    client = sign_in(owner)
    page = reverse("desk:path_number", args=[ikm.pk])

    def read(**data):
        return client.get(page, {"kind": "pirt", "number_raw": "2056303010012-30"} | data).content.decode()

    region = "Kode wilayah P-IRT ini Kabupaten Banjar, sedangkan usaha tercatat di Kabupaten Kotabaru."
    assert (region in read(), NO_PIRT in read()) == (True, False)
    assert NO_PIRT in read(products=[crackers.pk, frozen.pk])
    assert NO_PIRT not in read(products=[crackers.pk, "bukan"])
    assert NO_PIRT in read(all_products="on")
    old_halal = read(number_raw="MUI-KH 15120000010101", all_products="on")
    assert ("bukan SPP-IRT (P-IRT)" in old_halal, "kemasan" in old_halal, NO_PIRT in old_halal) == (True, False, False)
    assert read(number_raw=" ") == ""
    make_certificate(make_product(category="pangan-beku"), number="2056303010012-30")
    assert "Nomor ini sudah terverifikasi pada usaha lain." in read()
    own = make_certificate(crackers, number="2056302010099-30")
    assert "pada P-IRT lain usaha ini 0099" in read(number_raw="2056302010012-30")
    assert "pada P-IRT lain usaha ini" not in read(number_raw="2056302010012-30", sertifikat=own.pk)


@pytest.mark.parametrize(("count", "has_box"), [(1, False), (3, True), (30, True)])
def test_one_box_chooses_every_product(sign_in, owner, count, has_box):
    ikm = make_ikm(owner=owner)
    products = [make_product(ikm, category="kerupuk") for _ in range(count)]
    client, page = sign_in(owner), address("path_certificate_add", products[0], "halal")
    html = client.get(page).content.decode()
    assert (html.count('name="products"'), 'name="all_products"' in html) == (count, has_box)
    client.post(page, {"kind": "halal", "number_raw": "ID63110001234560124", "all_products": "on", "products": []})
    papers = list(Certificate.objects.all())
    assert [set(paper.products.all()) for paper in papers] == ([set(products)] if has_box else [])


def test_advised_rule_says_that_it_holds_nothing_back(sign_in, owner):
    product = make_product(make_ikm(owner=owner), category="gula-aren")
    client = sign_in(owner)
    words = "Wajib menurut keterangan yang belum pasti; tidak menghalangi pengajuan. Tanyakan petugas."
    page = client.get(address("path_product_certificates", product)).content.decode()
    assert (words in page, "(keyakinan sedang)" in page, "Berlaku sejak 17 Oktober 2026." in page) == (True, True, True)
    assert words in client.get(address("path_answer", product, "licence")).content.decode()
    assert words not in client.get(address("path_answer", product, "halal")).content.decode()


@pytest.mark.parametrize(
    ("category", "facts", "rows"),
    [
        ("kerupuk", {}, [("SPP-IRT (P-IRT)", True), ("BPOM MD (pangan dalam negeri)", True)]),
        ("kerupuk", {"storage": "frozen"}, [("BPOM MD (pangan dalam negeri)", True), ("SPP-IRT (P-IRT)", False)]),
        ("jamu", {}, [
            ("BPOM TR (obat bahan alam)", True), ("SPP-IRT (P-IRT)", False), ("BPOM MD (pangan dalam negeri)", False),
        ]),
        ("anyaman", {}, []),
    ],
    ids=["crackers", "frozen", "herbal", "wickerwork"],
)  # fmt: skip
def test_page_tells_which_permits_can_be_had(sign_in, owner, category, facts, rows):
    product = make_product(make_ikm(owner=owner), category=category, **facts)
    page = sign_in(owner).get(address("path_product_certificates", product))
    assert [(label, accepted) for label, accepted, _sentences in page.context["options"]] == rows


@pytest.mark.parametrize("papers", [1, 3])
def test_product_page_asks_the_same_whatever_the_papers(sign_in, product, owner, django_assert_num_queries, papers):
    for number in range(papers):
        make_certificate(product, number=f"205630201001{number}-30")
    client, page = sign_in(owner), address("path_product_certificates", product)
    client.get(page)
    with django_assert_num_queries(PRODUCT_QUERIES):
        client.get(page)


# Session, person, unread notices, IKM, product, answers, certificates with IKM, products and category, the tables of
# rules and exclusions, and the other papers.
PRODUCT_QUERIES = 13


def test_page_named_jpg_is_refused_beside_the_field(sign_in, product, owner):
    data = {
        "kind": "pirt", "number_raw": "2066302010012-30", "products": [product.pk],
        "document": SimpleUploadedFile("foto.jpg", b"<html></html>", content_type="image/jpeg"),
    }  # fmt: skip
    page = sign_in(owner).post(address("path_certificate_add", product, "licence"), data)
    assert page.context["form"].errors == {
        "document": ["Berkas ini bukan PDF atau foto. Kirim PDF, JPG, PNG, WebP, atau HEIC."]
    }
    assert 'value="2066302010012-30"' in page.content.decode()
    assert not Certificate.objects.exists()


def test_number_is_read_while_it_is_typed(sign_in, product, owner):
    client = sign_in(owner)
    page = reverse("desk:path_number", args=[product.ikm_id])
    read = client.get(page, {"kind": "pirt", "number_raw": "2026302010012-30"})
    assert "Wilayah <b>Kabupaten Kotabaru</b>, Kemasan <b>plastik</b>" in read.content.decode()
    assert "<html" not in read.content.decode()
    read = client.get(page, {"kind": "bukan", "number_raw": "9026302010012-30"})
    assert "Angka pertama P-IRT menyatakan kemasan, 1 sampai 8, bukan 9." in read.content.decode()
    # A NUL is more than PostgreSQL takes.
    make_certificate(make_product(), kind="slhs", number="SLHS 12/2025", state=CertificateState.VERIFIED)
    read = client.get(page, {"kind": "slhs", "number_raw": "SLHS\0 12/2025"})
    assert (read.status_code, "\0" in read.content.decode()) == (200, False)
    assert sign_in(make_user()).get(page).status_code == 404


def test_changed_number_goes_back_to_the_officer(sign_in, product, owner):
    paper = make_certificate(product, number="2066302010012-30", number_raw="2066302010012-30")
    data = {"kind": "pirt", "number_raw": "2066302010012-31", "products": [product.pk]}
    sign_in(owner).post(reverse("desk:path_certificate_edit", args=[product.ikm_id, paper.pk]), data)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (CertificateState.CLAIMED, "2066302010012-31")


def test_renewed_paper_takes_the_place_of_the_old(sign_in, product, owner):
    old = make_certificate(product, number="2066302010012-30")
    data = {"kind": "pirt", "number_raw": "2066302010012-31", "products": [product.pk]}
    sign_in(owner).post(reverse("desk:path_certificate_replace", args=[product.ikm_id, old.pk]), data)
    old.refresh_from_db()
    assert (old.state, old.superseded_by.number) == (CertificateState.SUPERSEDED, "2066302010012-31")


def test_revoked_paper_has_no_form(sign_in, product, owner):
    paper = make_certificate(product, number="2066302010012-30")
    perform(CERTIFICATE, paper, "revoke", by=make_user("reviewer"), note="Palsu.")
    page = sign_in(owner).get(reverse("desk:path_certificate_edit", args=[product.ikm_id, paper.pk]))
    assert page.status_code == 404
    page = sign_in(owner).get(address("path_product_certificates", product))
    assert "Palsu." in page.content.decode()


def test_nutrition_is_kept_and_its_label_shown(sign_in, product, owner):
    client = sign_in(owner)
    response = client.post(address("path_nutrition", product), FACTS)
    assert response["Location"] == address("path_product_certificates", product)
    assert NutritionFacts.objects.get(product=product).fat_mg == 20_000
    label = client.get(response["Location"]).context["label"]
    assert (label["servings"], label["is_per_pack"], [str(row.rounded) for row in label["rows"]]) == (
        4, False, ["120", "5.0", "2.0", "2", "16", "3", "105"],
    )  # fmt: skip
    page = client.get(address("path_nutrition", product)).content.decode()
    assert 'name="fat_mg" value="20"' in page


def test_impossible_nutrition_keeps_what_was_typed(sign_in, product, owner):
    page = sign_in(owner).post(address("path_nutrition", product), FACTS | {"sugar_mg": "65,5"})
    assert page.context["form"].errors == {
        "sugar_mg": ["Gula 65,5 g tidak mungkin lebih banyak dari karbohidrat total 65 g."]
    }
    assert 'value="65,5"' in page.content.decode()
    assert not NutritionFacts.objects.exists()


def test_table_is_computed_before_it_is_saved(sign_in, product, owner):
    page = sign_in(owner).post(address("path_nutrition", product), FACTS | {"hitung": "1", "serving_milli": "250"})
    assert [str(row.rounded) for row in page.context["label"]["rows"]] == ["460", "20", "8", "6", "65", "12", "420"]
    text = page.content.decode()
    assert "Takaran saji 250 g lebih besar daripada isi kemasan 100 g, jadi tabel dihitung per kemasan." in text
    assert 'value="250"' in text
    assert not NutritionFacts.objects.exists()


def test_unlikely_nutrition_is_kept_and_said(sign_in, product, owner):
    response = sign_in(owner).post(address("path_nutrition", product), FACTS | {"serving_milli": "250"})
    assert said(response) == [
        ("success", "Tabel gizi tersimpan. Cocokkan dengan label pada kemasan."),
        (
            "warning",
            "Takaran saji 250 g lebih besar daripada isi kemasan 100 g, jadi tabel dihitung per kemasan. Bila keliru, "
            "perbaiki takaran saji atau isi kemasan.",
        ),
    ]


def test_exempt_product_says_so_on_top(sign_in, owner):
    product = make_product(make_ikm(owner=owner), category="kopi")
    page = sign_in(owner).get(address("path_nutrition", product))
    assert (page.context["rule"].obligation, page.context["is_asked"]) == ("exempt", False)
    assert f"Produk ini tidak perlu tabel gizi: {page.context['rule'].sentence}" in page.content.decode()


def test_another_layout_keeps_the_verification(sign_in, product, owner):
    facts = make_nutrition(product, source="Tabel contoh, halaman 12")
    sign_in(owner).post(address("path_nutrition", product), FACTS | {"layout": "linear"})
    facts.refresh_from_db()
    assert (facts.layout, facts.state) == ("linear", CertificateState.VERIFIED)


PAGES = ["path_product_certificates", "path_answer", "path_certificate_add", "path_nutrition"]


@pytest.mark.parametrize("name", PAGES)
def test_officer_of_another_regency_and_stranger_see_nothing(sign_in, product, name):
    more = ["halal"] if name in ("path_answer", "path_certificate_add") else []
    for user in (make_user(), make_user("officer", region="63.03")):
        assert sign_in(user).get(address(name, product, *more)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_officer_may_look_but_not_fill_in_for_an_owner(sign_in, product, name):
    more = ["halal"] if name in ("path_answer", "path_certificate_add") else []
    assert sign_in(make_user("officer")).post(address(name, product, *more)).status_code == 403


def test_officer_fills_in_while_nobody_has_claimed_the_record(sign_in, reference_data):
    product = make_product(make_ikm(), category="kerupuk")
    officer = make_user("officer")
    sign_in(officer).post(address("path_answer", product, "halal"), {"answer": "none"})
    assert CertificateAnswer.objects.get(product=product, axis="halal").by == officer


def test_certificate_of_another_business_is_not_there(sign_in, product, owner):
    foreign = make_certificate(make_product(category="kerupuk"))
    for ikm in (product.ikm_id, foreign.ikm_id):
        page = sign_in(owner).get(reverse("desk:path_certificate_edit", args=[ikm, foreign.pk]))
        assert page.status_code == 404


def test_unknown_axis_is_not_there(sign_in, product, owner):
    client = sign_in(owner)
    assert client.get(address("path_answer", product, "bukan")).status_code == 404
    assert client.get(address("path_certificate_add", product, "nutrition")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_overview_asks_the_same_whatever_its_length(sign_in, owner, django_assert_num_queries, rows):
    ikm = make_ikm(owner=owner)
    for _ in range(rows):
        product = make_product(ikm, category="kerupuk")
        make_certificate(product)
        make_nutrition(product)
    client = sign_in(owner)
    page = reverse("desk:path_certificates", args=[ikm.pk])
    client.get(page)
    with django_assert_num_queries(OVERVIEW_QUERIES):
        client.get(page)


# Session, person, unread notices, IKM, rules, products, their photos, answers and certificates, the stepper's own; for
# the fit: certificates, their products and categories, exclusions, the other papers.
OVERVIEW_QUERIES = 16


def test_refusal_stands_on_the_form_with_what_was_typed(sign_in, product, owner, monkeypatch):
    def too_late(*_args, **_kwargs):
        raise TransitionRefused("Orang lain lebih dahulu.")

    monkeypatch.setattr("desk.views.certificates.change_certificate", too_late)
    monkeypatch.setattr("desk.views.nutrition.save_nutrition", too_late)
    client = sign_in(owner)
    paper = make_certificate(product, number="2066302010012-30", number_raw="2066302010012-30")
    data = {"kind": "pirt", "number_raw": "2066302010012-31", "products": [product.pk]}
    page = client.post(reverse("desk:path_certificate_edit", args=[product.ikm_id, paper.pk]), data).content.decode()
    assert ("Orang lain lebih dahulu." in page, 'value="2066302010012-31"' in page) == (True, True)
    page = client.post(address("path_nutrition", product), FACTS | {"sugar_mg": "11,5"}).content.decode()
    assert ("Orang lain lebih dahulu." in page, 'value="11,5"' in page) == (True, True)


def test_revoked_nutrition_is_filled_in_again(sign_in, product, owner):
    facts = make_nutrition(product, CertificateState.REVOKED)
    sign_in(owner).post(address("path_nutrition", product), FACTS)
    facts.refresh_from_db()
    assert facts.state == CertificateState.CLAIMED
