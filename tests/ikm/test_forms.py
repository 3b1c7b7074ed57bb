"""What people type in the industry's forms."""

import pytest

from ikm.enums import FREE_FIELDS, MATERIAL_FIELDS
from ikm.forms import ConsentForm, IkmForm, WholeNumberField, YearlyFiguresForm, shop_link
from ikm.models import Ikm
from tests.factories import make_ikm

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "  Amplang   Saijaan ", "legal_form": "perorangan", "owner_name": "Siti", "nik": "6302 0141 0890 0001",
    "nib": "9120-0012-34567", "unit_number": "", "npwp": "", "kbli": "10794", "kbli_version": "2020",
    "established_year": "2015", "regency": "63.02", "district": "", "region": "", "address": "Jl. Veteran 1",
    "latitude": "-3,31", "longitude": "116.2", "phone": "0812 5000 0001", "whatsapp": "", "email": "",
    "link_instagram": "@saijaan", "link_website": "saijaan.id",
}  # fmt: skip


def bound(**changes):
    return IkmForm(TYPED | changes, instance=Ikm())


def test_profile_is_normalised(reference_data):
    form = bound()
    assert form.is_valid(), form.errors
    data = form.profile()
    assert {name: str(value) for name, value in data.items() if name not in ("regency", "region", "shop_links")} == {
        "name": "Amplang Saijaan", "legal_form": "perorangan", "owner_name": "Siti", "nik": "6302014108900001",
        "nib": "9120001234567", "unit_number": "1", "kbli": "10794", "kbli_version": "2020",
        "established_year": "2015", "address": "Jl. Veteran 1", "latitude": "-3.31", "longitude": "116.2",
        "phone": "+6281250000001", "whatsapp": "", "email": "",
    }  # fmt: skip
    assert (data["regency"].pk, data["region"].pk) == ("63.02", "63.02")
    assert data["shop_links"] == {
        "website": "https://saijaan.id", "instagram": "https://www.instagram.com/saijaan"
    }  # fmt: skip


def test_every_field_is_free_or_material_exactly_once(reference_data):
    form = bound(npwp="09.254.294.3-407.000")
    assert form.is_valid(), form.errors
    assert not FREE_FIELDS & MATERIAL_FIELDS
    assert set(form.profile()) | {"wants_bbi"} == FREE_FIELDS | MATERIAL_FIELDS
    assert "wants_bbi" in ConsentForm().fields


def test_an_empty_profile_is_valid(reference_data):
    assert IkmForm({}, instance=Ikm()).errors == {}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("nib", "123", "NIB harus 13 angka, yang Anda tulis 3 angka."),
        (
            "phone", "0511 3301234",
            "Nomor HP diawali 08 atau +628. Nomor telepon rumah atau kantor tidak dapat dipakai.",
        ),
        ("established_year", "2999", "Angka ini terlalu besar (paling banyak 2.100). Periksa lagi jumlah nolnya."),
        ("latitude", "90", "Titik ini di luar Indonesia. Nilainya antara -11 dan 6."),
        ("district", "63.03.01", "Pilih lagi kecamatan di kabupaten/kota yang Anda pilih."),
        ("link_website", "http//x", "Tulis alamat lengkap, misalnya https://contoh.id, atau nama toko saja."),
    ],
)  # fmt: skip
def test_a_wrong_format_gets_its_sentence(reference_data, field, value, sentence):
    assert bound(**{field: value}).errors == {field: [sentence]}


def test_an_unknown_kbli_is_accepted_with_a_notice(reference_data):
    form = bound(kbli="10999", kbli_version="2020")
    assert form.is_valid()
    assert form.notices[-1] == (
        "KBLI 10999 belum ada dalam daftar kami. Kami simpan, petugas akan mencocokkannya dengan NIB."
    )


def test_a_taken_nib_does_not_tell_whose_it_is(reference_data):
    other = make_ikm(name="Rahasia Jaya", nib="9120001234567")
    form = bound()
    assert form.errors["nib"] == [
        "NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau hubungi petugas kabupaten/kota Anda."
    ]
    assert bound(unit_number="2").errors == {}
    assert other.name not in str(form.errors)


def test_a_stored_nik_is_masked_and_kept_when_left_empty(reference_data):
    ikm = make_ikm(nik="6302014108900001", nik_mask="6302**********01")
    html = IkmForm(instance=ikm).as_p()
    assert "6302014108900001" not in html
    assert "6302**********01" in html
    form = IkmForm(TYPED | {"nik": "", "nib": ""}, instance=ikm)
    assert form.is_valid()
    assert "nik" not in form.profile()


@pytest.mark.parametrize(
    ("text", "number"),
    [("", None), ("1500000", 1500000), ("1.500.000", 1500000), ("Rp 1.500.000,00", 1500000), ("25 000", 25000)],
)
def test_whole_numbers_as_people_write_them(text, number):
    assert WholeNumberField(max_value=10**9).clean(text) == number


def test_absurd_figures_are_refused():
    form = YearlyFiguresForm({"workers_male": "9.000.000", "investment": "-5", "sales": "1,5 juta", "capital": "1.5"})
    assert form.errors == {
        "workers_male": ["Angka ini terlalu besar (paling banyak 100.000). Periksa lagi jumlah nolnya."],
        "investment": ["Angka tidak boleh kurang dari nol."],
        "sales": ["Tulis angka bulat saja, misalnya 1.500.000."],
        "capital": ["Tulis angka bulat saja, misalnya 1.500.000."],
    }
    exported = YearlyFiguresForm({"sales": "100", "export_value": "101"})
    assert exported.errors == {"export_value": ["Nilai ekspor tidak mungkin lebih besar dari seluruh penjualan."]}


def test_joining_bbi_needs_consent_to_hand_over():
    assert ConsentForm({"wants_bbi": "on"}).errors == {
        "propose_bbi": ["Untuk masuk BBI, data usaha perlu diserahkan ke program itu. Centang juga persetujuan ini."]
    }
    form = ConsentForm({"wants_bbi": "on", "propose_bbi": "on", "survey": "on"})
    assert form.is_valid()
    assert form.agreed() == ["propose_bbi", "survey"]


def test_a_script_is_no_shop_link():
    with pytest.raises(Exception, match=r"Tulis alamat lengkap|diawali https"):
        shop_link("website", "javascript://alert(1)")
