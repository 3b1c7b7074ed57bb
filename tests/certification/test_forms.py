import datetime
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from certification.forms.certificates import AnswerForm, CertificateFilterForm, CertificateForm
from certification.forms.fields import GramField
from certification.forms.nutrition import NutritionForm, nutrition_initial
from certification.models import Certificate
from certification.requirements import Rule
from tests.factories import make_certificate, make_ikm, make_product, make_user

MANDATORY = Rule("mandatory", ("pirt", "md"), "P-IRT wajib.", "", "H")
EXEMPT = Rule("exempt", (), "Dikecualikan.", "", "H")
FACTS = {
    "basis": "table", "source": "Tabel contoh, halaman 12", "per": "100g", "unit": "g", "layout": "vertical",
    "serving_milli": "25", "pack_milli": "100", "fat_mg": "20", "saturated_fat_mg": "8", "protein_mg": "6",
    "carbohydrate_mg": "65", "sugar_mg": "12,25", "sodium_mg": "420",
}  # fmt: skip


@pytest.fixture
def product(reference_data):
    return make_product(make_ikm(owner=make_user()), category="kerupuk")


def photo():
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "JPEG")
    return picture.getvalue()


def certificate_form(product, axis="licence", upload=None, certificate=None, **data):
    data = {"kind": "pirt", "number_raw": "2066302010012-30", "products": [product.pk]} | data
    files = {"document": upload} if upload else None
    return CertificateForm(data, files, ikm=product.ikm, axis=axis, rule=MANDATORY, certificate=certificate)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "day"), [("valid_until", "0001-01-01"), ("valid_until", "9999-12-31"),
                                           ("issued_on", "0201-01-01")])  # fmt: skip
def test_a_slip_in_the_year_is_said(product, name, day):
    form = certificate_form(product, kind="md", number_raw="MD 224510107115", **{name: day})
    year = int(day[:4])
    assert form.errors == {name: [f"Tahun {year} tidak mungkin. Periksa tahunnya."]}


@pytest.mark.parametrize(
    ("typed", "milligrams"),
    [("1,5", 1500), ("1.5", 1500), ("0", 0), ("12", 12_000), ("0,125", 125), (" 3,20 ", 3200), ("1 000", 1_000_000)],
)
def test_grams_are_kept_as_milligrams(typed, milligrams):
    assert GramField().clean(typed) == milligrams


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.500", "“1.500” dapat dibaca dua cara. Tulis pecahan dengan koma, misalnya 1,5."),
        ("0,1255", "Tulis angka dalam gram dengan koma, misalnya 1,5."),
        ("-1", "Tulis angka dalam gram dengan koma, misalnya 1,5."),
        ("1000000", "Tulis angka dalam gram dengan koma, misalnya 1,5."),
        ("12 g", "Tulis angka dalam gram dengan koma, misalnya 1,5."),
    ],
)
def test_unclear_grams_get_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        GramField().clean(typed)
    assert refused.value.messages == [sentence]


def test_milligrams_are_shown_as_grams():
    assert [GramField().prepare_value(value) for value in (1500, 125, 20_000, 0, "1,")] == [
        "1,5", "0,125", "20", "0", "1,",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "data", "errors"),
    [
        (MANDATORY, {"answer": "none"}, {}),
        (EXEMPT, {"answer": "not_needed"}, {}),
        (MANDATORY, {"answer": "not_needed", "reason": "Dijual curah."}, {}),
        (
            MANDATORY,
            {"answer": "not_needed", "reason": "  "},
            {"reason": ["Menurut aturan ini wajib. Tuliskan mengapa tidak wajib untuk produk Anda."]},
        ),
        (
            MANDATORY,
            {"answer": "in_process", "applied_on": "2999-01-01"},
            {"applied_on": ["Tanggal ini masih di depan. Periksa tanggalnya."]},
        ),
    ],
)
def test_answer_asks_for_a_reason_where_the_law_says_mandatory(rule, data, errors):
    assert AnswerForm(data, rule=rule).errors == errors


def test_kinds_fit_the_axis_and_the_asked_ones_come_first(product):
    kinds = [kind for kind, _label in certificate_form(product).fields["kind"].choices]
    assert kinds[:2] == ["pirt", "md"]
    assert "halal" not in kinds
    halal = [kind for kind, _label in certificate_form(product, axis="halal").fields["kind"].choices]
    assert halal == ["halal", "halal_mui"]


def test_pirt_brings_its_end_date(product):
    form = certificate_form(product)
    assert (form.errors, form.warning()) == ({}, "")
    assert form.cleaned_data["valid_until"] == datetime.date(2030, 12, 31)


def test_typed_end_date_wins_over_the_year_in_the_number(product):
    form = certificate_form(product, valid_until="2030-03-12")
    assert (form.errors, form.warning()) == ({}, "")
    assert form.cleaned_data["valid_until"] == datetime.date(2030, 3, 12)
    form = certificate_form(product, valid_until="2029-01-01")
    assert form.errors == {}
    assert form.cleaned_data["valid_until"] == datetime.date(2029, 1, 1)
    assert form.warning() == "Nomornya menyebut tahun 2030, tanggalnya tahun 2029. Cocokkan dengan sertifikat."


def test_refused_number_names_the_field(product):
    form = certificate_form(product, number_raw="2066302010012")
    assert form.errors == {}
    assert form.warning() == ("P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.")
    assert certificate_form(product, number_raw="P-IRT 9066302010012-30").errors == {
        "number_raw": ["Angka pertama P-IRT menyatakan kemasan, 1 sampai 8, bukan 9."]
    }
    assert certificate_form(product, number_raw="sedang diurus").errors == {
        "number_raw": ["Izin sedang diurus. Isi nomornya setelah terbit."]
    }
    assert certificate_form(product, number_raw="2066302010012-30; 2066302010013-30").errors == {
        "number_raw": ["Isi satu nomor saja. Nomor lain dimasukkan sebagai sertifikat tersendiri."]
    }


def test_verified_number_of_another_business_is_refused(product):
    make_certificate(make_product(category="kerupuk"), number="2066302010012-30")
    assert certificate_form(product).errors == {
        "number_raw": [
            "Nomor ini sudah terverifikasi pada usaha lain. Cocokkan dengan sertifikat Anda; bila benar milik Anda, "
            "hubungi petugas."
        ]
    }


def test_dates_must_follow_each_other(product):
    form = certificate_form(product, issued_on="2031-01-01")
    assert form.errors == {"issued_on": ["Tanggal ini masih di depan. Periksa tanggalnya."]}
    form = certificate_form(product, kind="slhs", number_raw="503/12", issued_on="2026-02-01", valid_until="2026-02-01")
    assert form.errors == {"valid_until": ["Tanggal berakhir harus sesudah tanggal terbit."]}


def test_product_of_another_business_cannot_be_covered(product):
    foreign = make_product(category="kerupuk")
    assert list(certificate_form(product, products=[foreign.pk]).errors) == ["products"]
    assert certificate_form(product, products=[]).errors == {
        "products": ["Pilih sedikitnya satu produk yang tercantum pada sertifikat."]
    }


def test_discontinued_product_stays_on_its_paper(product):
    gone = make_product(product.ikm, state="discontinued", category="kerupuk")
    paper = make_certificate(gone, number="2066302010012-30")
    offered = type(product).objects.filter(pk=product.pk)
    form = CertificateForm(
        {"kind": "pirt", "number_raw": paper.number, "products": [product.pk]},
        ikm=product.ikm,
        axis="licence",
        certificate=paper,
        products=offered,
    )
    assert form.errors == {}
    assert form.cleaned_data["products"] == [product, gone]


def bomb():
    content = io.BytesIO()
    Image.new("1", (9000, 9000)).save(content, "PNG")
    return content.getvalue()


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        files.writestr("a.txt", "a")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("foto.jpg", b"<html><script>alert(1)</script></html>", "Berkas ini bukan PDF atau foto."),
        ("foto.png", bomb(), "Foto ini terlalu besar: paling banyak 40 megapiksel."),
        ("foto.jpg", photo()[:200], "Foto ini rusak atau terpotong."),
        ("surat.pdf", b"%PDF-1.4 hanya permulaan", "PDF ini rusak atau terpotong."),
        ("surat.pdf", archive(), "Berkas ini bukan PDF atau foto."),
        ("besar.pdf", b"%PDF-1.4" + bytes(10 * 1024 * 1024), "Ukuran berkas 11 MB, paling besar 10 MB."),
    ],
    ids=["html", "bomb", "cut-photo", "cut-pdf", "zip", "too-large"],
)
def test_bad_document_gets_a_sentence(product, name, content, sentence):
    form = certificate_form(product, upload=SimpleUploadedFile(name, content))
    assert list(form.errors) == ["document"]
    assert form.errors["document"][0].startswith(sentence)


def test_photo_of_a_document_is_made_anew(product):
    form = certificate_form(product, upload=SimpleUploadedFile("<b>.jpg", photo()))
    assert form.errors == {}
    assert form.cleaned_data["document"].name == "dokumen.jpg"


def test_nutrition_is_kept_in_milligrams(product):
    form = NutritionForm(FACTS | {"serving_milli": "2,5", "stated_energy_kcal": "464"}, product=product)
    assert form.errors == {}
    assert form.cleaned_data == {
        "basis": "table", "source": "Tabel contoh, halaman 12", "unit": "g", "serving_milli": 2_500,
        "pack_milli": 100_000, "per": "100g", "stated_energy_kcal": 464, "fat_mg": 20_000, "saturated_fat_mg": 8_000,
        "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_250, "sodium_mg": 420, "layout": "vertical",
        "label_photo": None,
    }  # fmt: skip
    assert form.warnings() == []


def test_impossible_nutrition_names_the_field(product):
    typed = FACTS | {"saturated_fat_mg": "21", "protein_mg": "30"}
    assert NutritionForm(typed, product=product).errors == {
        "saturated_fat_mg": ["Lemak jenuh 21 g tidak mungkin lebih banyak dari lemak total 20 g."],
        "carbohydrate_mg": [
            "Lemak, protein, dan karbohidrat bersama 115 g, padahal 100 g makanan paling banyak memuat 100 g. "
            "Periksa angkanya."
        ],
    }
    assert NutritionForm(FACTS | {"protein_mg": "30", "unit": "ml"}, product=product).errors == {}


def test_unlikely_nutrition_is_said_and_kept(product):
    form = NutritionForm(FACTS | {"serving_milli": "150", "stated_energy_kcal": "100"}, product=product)
    assert form.errors == {}
    assert form.warnings() == [
        "Takaran saji 150 g lebih besar daripada isi kemasan 100 g, jadi tabel dihitung per kemasan. Bila keliru, "
        "perbaiki takaran saji atau isi kemasan.",
        "Energi menurut sumber 100 kkal, sedangkan 9 × lemak + 4 × protein + 4 × karbohidrat = 464 kkal: bedanya "
        "lebih dari 20%. Periksa angkanya; label memakai hasil hitungan.",
    ]
    assert form.preview()["is_per_pack"] is True


def test_source_and_sizes_are_asked_for(product):
    typed = FACTS | {"source": " ", "serving_milli": "0", "pack_milli": "", "unit": "ml"}
    assert NutritionForm(typed, product=product).errors == {
        "source": ["Tulis dari mana angkanya, supaya petugas dapat mencocokkan."],
        "serving_milli": ["Harus lebih dari nol."],
        "pack_milli": ["Isi berat atau isi bersih yang tertulis di kemasan."],
    }
    assert NutritionForm(FACTS | {"sodium_mg": "", "sugar_mg": ""}, product=product).errors == {
        "sodium_mg": ["Isi angkanya. Tulis 0 bila tidak ada."],
        "sugar_mg": ["Isi angkanya. Tulis 0 bila tidak ada."],
    }
    assert NutritionForm(FACTS | {"serving_milli": "2.5.1", "unit": "ml"}, product=product).errors == {
        "serving_milli": ["Tulis angka dalam mililiter dengan koma, misalnya 2,5."]
    }


def test_liquids_start_in_millilitres(product):
    assert nutrition_initial(product, None) == {
        "per": "100g", "unit": "g", "layout": "vertical", "pack_milli": 250_000,
    }  # fmt: skip
    product.net_weight_unit = "ml"
    assert nutrition_initial(product, None)["unit"] == "ml"
    product.net_weight_unit = "pcs"
    assert nutrition_initial(product, None)["pack_milli"] is None


def test_filter_narrows_by_each_part(product):
    today = timezone.localdate()
    near = make_certificate(product, number="A1", valid_until=today + datetime.timedelta(days=90))
    far = make_certificate(product, number="B2", valid_until=today + datetime.timedelta(days=91))
    elsewhere = make_certificate(
        make_product(make_ikm(regency="63.03"), category="kerupuk"), number="C3", state="claimed"
    )
    halal = make_certificate(product, kind="halal", number="D4")

    def found(**query):
        return set(CertificateFilterForm(query).apply(Certificate.objects.all()))

    assert found() == {near, far, elsewhere, halal}
    assert found(expiring="on") == {near}
    assert found(kind="halal") == {halal}
    assert found(state="claimed") == {elsewhere}
    assert found(regency="63.03") == {elsewhere}
    assert found(q="b2") == {far}
    assert found(q=product.ikm.name) == {near, far, halal}
    assert found(kind="bukan", state="claimed") == {elsewhere}
