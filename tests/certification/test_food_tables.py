import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from certification.food_tables import COLUMNS, FoodTableError, counts_sentence, load_foods, read_foods
from certification.models import Food, FoodTable, Recipe, RecipeIngredient
from core.audit import events_of
from tests.factories import make_product, make_user

HEADER = ";".join(COLUMNS)
GOOD = f"{HEADER}\nT1;Tepung contoh;12;363;1,1;0,2;1,1;88,2;;1\nT2;Ikan contoh;40;;2.5;;20;0;-;60,5\n"


def read(text, encoding="utf-8"):
    return read_foods(text.encode(encoding))


def test_empty_cells_are_unknown_and_grams_become_milligrams():
    first, second = read(GOOD).rows
    assert first == {
        "code": "T1", "name": "Tepung contoh", "page": "12", "energy_kcal": 363, "fat_mg": 1_100,
        "saturated_fat_mg": 200, "protein_mg": 1_100, "carbohydrate_mg": 88_200, "sugar_mg": None, "sodium_mg": 1,
    }  # fmt: skip
    assert second == {
        "code": "T2", "name": "Ikan contoh", "page": "40", "energy_kcal": None, "fat_mg": 2_500,
        "saturated_fat_mg": None, "protein_mg": 20_000, "carbohydrate_mg": 0, "sugar_mg": None, "sodium_mg": 61,
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode("latin-1"),
        GOOD.replace(",", ".").replace(";", ",").encode(),
        GOOD.replace(";", "\t").encode(),
        GOOD.replace("kode;nama", " Kode ;NAMA").encode(),
    ],
    ids=["mark", "windows", "comma", "tab", "capitals"],
)
def test_common_forms_of_csv_are_read_alike(content):
    assert read_foods(content).rows == read(GOOD).rows


def test_latin_1_keeps_its_letters():
    (row,) = read(f"{HEADER}\nT1;Purée;3;;;;;;;\n", "latin-1").rows
    assert row["name"] == "Purée"


def test_refused_rows_carry_their_line_and_reason():
    lines = [
        "T1;Tepung;12;1;1;1;1;1;1;1", "T2;Tanpa halaman;;1;1;1;1;1;1;1", ";Tanpa kode;1;;;;;;;", "T4;;1;;;;;;;",
        "T5;Huruf;1;;tr;;;;;", "T6;Banyak;1;;100,5;;;;;", "T7;Ribuan;1;;;;;;;1.500", "T1;Kembar;1;;;;;;;",
        "T8;Kurang;1;;-3;;;;;", ";;;;;;;;;",
    ]  # fmt: skip
    reading = read("\n".join([HEADER, *lines]))
    assert [row["code"] for row in reading.rows] == ["T1"]
    assert reading.refused == [
        (3, "halaman kosong: setiap angka harus dapat dicari di tabelnya"),
        (4, "kode kosong"),
        (5, "nama bahan kosong"),
        (6, "lemak_g “tr” bukan angka; kosongkan bila tidak diketahui"),
        (7, "lemak_g “100,5” lebih dari 100 dalam 100 g"),
        (8, "natrium_mg “1.500” dapat dibaca dua cara; tulis tanpa titik ribuan"),
        (9, "kode T1 sudah ada pada baris 2"),
        (10, "lemak_g “-3” bukan angka; kosongkan bila tidak diketahui"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04\x00\x00", "Berkas ini bukan CSV. Simpan dari Excel sebagai “CSV UTF-8”, lalu kirim lagi."),
        (
            b"kode;nama\nT1;Tepung\n",
            "Baris pertama harus berisi nama kolom. Belum ada: halaman, energi_kkal, lemak_g, lemak_jenuh_g, "
            "protein_g, karbohidrat_g, gula_g, natrium_mg. Pakai berkas contoh.",
        ),
        (
            HEADER.encode(),
            "Berkas ini tidak berisi bahan. Isi sedikitnya satu baris di bawah nama kolom.",
        ),
    ],
    ids=["workbook", "columns", "empty"],
)
def test_unreadable_file_gets_a_sentence(content, sentence):
    with pytest.raises(FoodTableError) as refused:
        read_foods(content)
    assert str(refused.value) == sentence


def test_loading_again_updates_by_code_and_deletes_nothing(reference_data):
    product = make_product()
    first = load_foods(read(GOOD), "Tabel", "Penerbit", 2020)
    used = Food.objects.get(code="T2")
    recipe = Recipe.objects.create(product=product, yield_milli=1_000)
    RecipeIngredient.objects.create(recipe=recipe, food=used, amount_mg=500)
    again = f"{HEADER}\nT1;Tepung baru;13;363;1,1;0,2;1,1;88,2;;1\nT3;Gula;9;;0;0;0;100;100;1\nT9;Salah;;1;;;;;;\n"
    second = load_foods(read(again), "Tabel", "Penerbit lain", 2021)
    assert [counts_sentence(loaded) for loaded in (first, second)] == [
        "2 bahan baru, 0 diperbarui, 0 sama, 0 tidak ada di berkas dan tetap, 0 baris ditolak.",
        "1 bahan baru, 1 diperbarui, 0 sama, 1 tidak ada di berkas dan tetap, 1 baris ditolak.",
    ]
    assert list(Food.objects.order_by("code").values_list("code", "name_key", "page")) == [
        ("T1", "tepung baru", "13"), ("T2", "ikan contoh", "40"), ("T3", "gula", "9"),
    ]  # fmt: skip
    assert [(table.name, table.publisher, table.year) for table in FoodTable.objects.all()] == [
        ("Tabel", "Penerbit lain", 2021)
    ]
    event = events_of(second.table).order_by("-pk").first()
    assert (event.action, event.detail) == (
        "foodtable.loaded",
        {
            "created": 1, "updated": 1, "unchanged": 0, "kept": 1, "refused": 1,
            "reasons": [[4, "halaman kosong: setiap angka harus dapat dicari di tabelnya"]],
        },
    )  # fmt: skip


def test_command_loads_and_names_refused_lines(reference_data, tmp_path, capsys):
    path = tmp_path / "tabel.csv"
    path.write_text(f"{GOOD}T3;Salah;;1;;;;;;\n", encoding="utf-8")
    call_command("load_foods", str(path), name="Tabel", publisher="Penerbit", year=2020)
    assert capsys.readouterr().out.splitlines() == [
        "Baris 4: halaman kosong: setiap angka harus dapat dicari di tabelnya.",
        "2 bahan baru, 0 diperbarui, 0 sama, 0 tidak ada di berkas dan tetap, 1 baris ditolak.",
    ]
    with pytest.raises(CommandError, match="Isi nama dan penerbit"):
        call_command("load_foods", str(path), name="Tabel", publisher="Penerbit", year=2999)


def test_admin_uploads_and_sees_what_happened(sign_in, reference_data):
    client = sign_in(make_user("admin"))
    file = SimpleUploadedFile("tabel.csv", f"{GOOD}T3;Salah;;1;;;;;;\n".encode())
    data = {"name": "Tabel", "publisher": "Penerbit", "year": "2020", "file": file}
    page = client.post(reverse("certification:food_table_list"), data, follow=True).content.decode()
    assert "Baris 4: halaman kosong: setiap angka harus dapat dicari di tabelnya." in page
    assert "2020" in client.get(reverse("certification:food_table_list")).content.decode()
    table = FoodTable.objects.get()
    client.post(reverse("certification:food_table_detail", args=[table.pk]))
    table.refresh_from_db()
    assert table.is_active is False


def test_bad_upload_keeps_what_was_typed(sign_in, reference_data):
    file = SimpleUploadedFile("tabel.csv", b"bukan;tabel\n")
    data = {"name": "Tabel saya", "publisher": "Penerbit", "year": "2999", "file": file}
    page = sign_in(make_user("admin")).post(reverse("certification:food_table_list"), data)
    assert list(page.context["form"].errors) == ["year", "file"]
    assert 'value="Tabel saya"' in page.content.decode()
    assert not FoodTable.objects.exists()


def test_template_holds_the_header_alone(sign_in, reference_data):
    page = sign_in(make_user("admin")).get(reverse("certification:food_table_template"))
    assert page.content.decode("utf-8-sig") == f"{HEADER}\r\n"


@pytest.mark.parametrize("role", ["", "officer", "facilitator", "reviewer", "head"])
def test_only_the_admin_loads_tables(sign_in, reference_data, role):
    table = FoodTable.objects.create(name="Tabel", publisher="Penerbit", year=2020)
    client = sign_in(make_user(role))
    addresses = [
        reverse("certification:food_table_list"),
        reverse("certification:food_table_detail", args=[table.pk]),
        reverse("certification:food_table_template"),
    ]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
