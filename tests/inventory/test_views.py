import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.spreadsheets import read_sheet
from ikm.models import Ikm
from inventory.models import ColumnMapping, ImportBatch
from tests.factories import make_user
from tests.inventory.sheets import IKM_HEADERS, ikm_row, stored, write

pytestmark = pytest.mark.django_db
LIST = "/impor/"


@pytest.fixture
def officer():
    return make_user("officer", "63.02")


@pytest.fixture
def batch(tmp_path, officer):
    rows = [ikm_row(1), ikm_row(2, **{"NIB": "123"}), ikm_row(3, **{"Kab/Kota": "Kab. Banjar"})]
    return stored(write(tmp_path / "kotabaru.xlsx", IKM_HEADERS, rows, "Kotabaru"), officer)


def upload(content, name="daftar.xlsx"):
    return SimpleUploadedFile(name, content)


def page(response):
    return response.content.decode()


def test_the_whole_way_from_upload_to_register(sign_in, officer, tmp_path):
    client = sign_in(officer)
    content = write(tmp_path / "a.xlsx", IKM_HEADERS, [ikm_row(1), ikm_row(2)]).read_bytes()
    response = client.post(LIST, {"file": upload(content), "kind": "ikm"})
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == f"/impor/{batch.pk}/kolom/"
    mapping = {f"kolom_{index}": batch.mapping[column["header"]] or "" for index, column in enumerate(batch.headers)}
    assert page(client.get(response.headers["Location"])).count('<option value="ikm_name" selected>') == 1
    response = client.post(response.headers["Location"], mapping, follow=True)
    assert "Masukkan 2 baris" in page(response)
    assert ColumnMapping.objects.get(header_key="nama pemilik").field == "owner_name"
    response = client.post(f"/impor/{batch.pk}/masukkan/", follow=True)
    assert "Sudah masuk: 2 IKM baru dan 0 produk baru" in page(response)
    assert Ikm.objects.count() == 2
    response = client.post(f"/impor/{batch.pk}/masukkan/", follow=True)
    assert "Tidak jadi: lembar ini sudah dimasukkan atau belum selesai diperiksa." in page(response)
    assert Ikm.objects.count() == 2


def test_a_sheet_of_another_kabupaten_brings_nothing(sign_in, officer, tmp_path):
    rows = [ikm_row(1, **{"Kab/Kota": "Kab. Banjar"}), ikm_row(2, **{"Kab/Kota": "Kota Banjarmasin"})]
    batch = stored(write(tmp_path / "banjar.xlsx", IKM_HEADERS, rows), officer)
    client = sign_in(officer)
    assert "Tidak ada baris baru untuk dimasukkan." in page(client.get(f"/impor/{batch.pk}/"))
    ignored = page(client.get(f"/impor/{batch.pk}/?hasil=ignored"))
    assert ignored.count("Di luar wilayah: baris ini milik Kab. Banjar.") == 1
    client.post(f"/impor/{batch.pk}/masukkan/")
    assert Ikm.objects.count() == 0


def test_detail_shows_problems_by_row_and_new_rows(sign_in, officer, batch):
    client = sign_in(officer)
    problems = page(client.get(f"/impor/{batch.pk}/"))
    assert "NIB harus 13 angka, yang Anda tulis 3 angka." in problems
    assert "Usaha 1" in page(client.get(f"/impor/{batch.pk}/?hasil=new"))


def test_problem_rows_come_back_as_they_stood(sign_in, officer, batch, tmp_path):
    response = sign_in(officer).post(f"/impor/{batch.pk}/perbaiki/")
    path = tmp_path / "perbaiki.xlsx"
    path.write_bytes(response.content)
    sheet = read_sheet(path)
    assert sheet.name == "Kotabaru"
    assert sheet.rows == [
        [*IKM_HEADERS, "Masalah"],
        [*ikm_row(2, **{"NIB": "123"}), "NIB: NIB harus 13 angka, yang Anda tulis 3 angka."],
    ]
    assert AuditEvent.objects.filter(action="inventory.problems_downloaded", actor=officer).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("daftar.xlsx", b"", "kosong"),
        ("daftar.xls", b"<html><table><tr><td>Nama</td></tr></table></html>", "Berkas ini sebenarnya halaman web."),
        ("daftar.xlsx", b"%PDF-1.7 bukan lembar", "Berkas ini bukan lembar kerja"),
        ("daftar.csv", b"Nama Usaha;Pemilik\n", "Lembar ini hanya berisi judul kolom."),
    ],
)
def test_a_bad_upload_keeps_the_form(name, content, sentence, sign_in, officer):
    response = sign_in(officer).post(LIST, {"file": upload(content, name), "kind": "combined", "year": "2023"})
    text = page(response)
    assert response.status_code == 200
    assert sentence in text
    assert 'value="2023"' in text
    assert ImportBatch.objects.count() == 0


def test_a_zip_bomb_is_refused(sign_in, officer):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b"0" * 450_000_000)
    response = sign_in(officer).post(LIST, {"file": upload(buffer.getvalue()), "kind": "ikm"})
    assert response.status_code == 200
    assert response.context["form"].errors["file"] == [
        "Isi berkas ini terlalu besar setelah dibuka. Salin tabelnya ke berkas baru, lalu kirim lagi."
    ]
    assert ImportBatch.objects.count() == 0


def test_a_combined_sheet_needs_its_year(sign_in, officer, tmp_path):
    content = write(tmp_path / "a.xlsx", IKM_HEADERS, [ikm_row(1)]).read_bytes()
    response = sign_in(officer).post(LIST, {"file": upload(content), "kind": "combined"})
    assert response.context["form"].errors["year"] == [f"Isi tahun angkanya, misalnya {timezone.localdate().year - 1}."]


def test_two_columns_cannot_mean_the_same(sign_in, officer, batch):
    data = {f"kolom_{index}": "" for index in range(len(batch.headers))} | {
        "kolom_0": "ikm_name",
        "kolom_1": "ikm_name",
    }
    response = sign_in(officer).post(f"/impor/{batch.pk}/kolom/", data)
    assert response.context["form"].errors == {
        "kolom_1": ["Isian ini sudah dipakai kolom lain. Pilih yang lain atau abaikan."]
    }
    response = sign_in(officer).post(f"/impor/{batch.pk}/kolom/", data | {"kolom_0": "", "kolom_1": ""})
    assert response.context["form"].non_field_errors() == ["Pilih kolom mana yang berisi nama usaha."]


@pytest.mark.parametrize("path", ["", "kolom/", "periksa/", "masukkan/", "perbaiki/"])
@pytest.mark.parametrize(
    ("role", "region", "status"), [("officer", "63.03", 404), ("", None, 404), ("reviewer", "63", 403)]
)
def test_foreign_batches_do_not_exist_and_the_province_only_looks(path, role, region, status, sign_in, batch):
    client = sign_in(make_user(role, region))
    ask = client.get if path in ("", "kolom/") else client.post
    assert ask(f"/impor/{batch.pk}/{path}").status_code == (200 if path == "" and role == "reviewer" else status)
    assert Ikm.objects.count() == 0


def test_visible_to_is_the_own_region(batch, officer):
    seen = {
        who: list(ImportBatch.objects.visible_to(make_user(*who)))
        for who in [("officer", "63.02"), ("officer", "63.03"), ("reviewer", "63"), ("head", "63"), ("", None)]
    }
    assert seen == {
        ("officer", "63.02"): [batch], ("officer", "63.03"): [], ("reviewer", "63"): [batch],
        ("head", "63"): [], ("", None): [],
    }  # fmt: skip


def test_an_owner_has_no_import_page(sign_in):
    assert sign_in(make_user()).get(LIST).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_at_any_length(count, sign_in, officer, tmp_path, django_assert_num_queries):
    for number in range(count):
        stored(write(tmp_path / f"{number}.xlsx", IKM_HEADERS, [ikm_row(number)]), officer)
    client = sign_in(officer)
    with django_assert_num_queries(4):
        client.get(reverse("inventory:batch_list"))


def test_templates_download(sign_in, officer):
    response = sign_in(officer).get("/impor/contoh/ikm.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="contoh-ikm.xlsx"'
    assert sign_in(officer).get("/impor/contoh/lain.xlsx").status_code == 404
