import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from core import spreadsheets
from core.spreadsheets import (
    Column,
    RuinedNumber,
    SheetError,
    find_data,
    find_header,
    neutral,
    read_sheet,
    write_xlsx,
)

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "sheets"
real = pytest.mark.skipif(not REAL.parent.is_dir(), reason="the folder with real test data is not beside the checkout")
TOO_WIDE = (
    "Lembar ini tidak dapat dibaca karena terlalu luas: ada isian jauh di luar tabel. "
    "Salin tabelnya saja ke berkas baru, lalu kirim lagi."
)
TOO_MANY_COLUMNS = "Lembar ini lebih dari 300 kolom. Hapus kolom yang tidak dipakai, juga isian jauh di kanan tabel."
TOO_MANY_ROWS = (
    "Lembar ini lebih dari 200.000 baris. Bagi menjadi beberapa berkas, dan hapus isian jauh di bawah tabel."
)
BROKEN = "Berkas ini rusak atau terpotong. Buka di Excel, simpan ulang, lalu kirim lagi."
NOT_A_SHEET = "Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV."
EMPTY = "Lembar ini kosong. Pilih lembar atau berkas lain."


def workbook(path, **sheets):
    """A workbook whose sheets are given as {(row, column): value}, both from 0."""
    with xlsxwriter.Workbook(str(path), {"remove_timezone": True}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in cells.items():
                if isinstance(value, datetime):
                    sheet.write_datetime(row, column, value, book.add_format({"num_format": "yyyy-mm-dd"}))
                else:
                    sheet.write(row, column, value)
    return path


def file(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def typed(rows):
    return [[(type(cell), cell) for cell in row] for row in rows]


def refusal(path, **options):
    with pytest.raises(SheetError) as caught:
        read_sheet(path, **options)
    return str(caught.value)


def test_cells_keep_their_place_and_kind(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        Kosong={},
        Data={
            (2, 1): "Nama",
            (2, 2): "NIK",
            (4, 1): "0012",
            (4, 2): 6371010101900001,
            (4, 3): 12500,
            (4, 4): 1.5,
            (4, 5): True,
            (4, 6): datetime(2020, 1, 2),
            (4, 7): datetime(2020, 1, 2, 8, 30),
            (5, 1): "  ",
            (5, 2): 999_999_999_999_999,
        },
    )
    sheet = read_sheet(path)
    assert (sheet.name, sheet.names, sheet.first_row) == ("Data", ["Kosong", "Data"], 3)
    assert typed(sheet.rows) == typed(
        [
            [None, "Nama", "NIK"],
            [],
            [
                None,
                "0012",
                RuinedNumber("6371010101900001"),
                12500,
                1.5,
                True,
                "2020-01-02",
                "2020-01-02T08:30:00",
            ],
            [None, None, 999_999_999_999_999],
        ]
    )


def test_sheet_is_chosen_by_name(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Satu={(0, 0): 1}, Dua={(0, 0): 2}, Kosong={})
    assert read_sheet(path).rows == [[1]]
    assert read_sheet(path, sheet="Dua").rows == [[2]]
    assert refusal(path, sheet="Kosong") == EMPTY
    for absent in ("Tiga", "", "Sa\0tu"):
        assert refusal(path, sheet=absent) == (
            "Lembar itu tidak ada di berkas ini. Pilih salah satu lembar yang tersedia."
        )


@pytest.mark.parametrize(
    "content",
    [
        "Nama;Alamat\nSiti;Jl. A, B\n",
        'Nama,Alamat\nSiti,"Jl. A, B"\n',
        "Nama\tAlamat\nSiti\tJl. A, B\n",
        "Nama|Alamat\r\nSiti|Jl. A, B\r\n",
        "Nama;Alamat\rSiti;Jl. A, B\r",
        "\ufeffNama;Alamat\nSiti;Jl. A, B\n",
        "Nama\tAlamat\nSiti\tJl. A, B\n".encode("utf-16"),
    ],
)
def test_csv_delimiter_and_encoding_are_found(tmp_path, content):
    sheet = read_sheet(file(tmp_path / "a.csv", content))
    assert sheet.rows == [["Nama", "Alamat"], ["Siti", "Jl. A, B"]]
    assert (sheet.name, sheet.names, sheet.first_row) == ("CSV", ["CSV"], 1)


def test_csv_of_one_column_old_windows_and_delimiter_line(tmp_path):
    assert read_sheet(file(tmp_path / "a.csv", "Nama\nSiti\n")).rows == [["Nama"], ["Siti"]]
    assert read_sheet(file(tmp_path / "b.csv", "Nama;Kota\nCafé;X".encode("cp1252"))).rows[1] == ["Café", "X"]
    assert read_sheet(file(tmp_path / "c.csv", "sep=|\nA,B|C,D\n")).rows == [[], ["A,B", "C,D"]]


def test_csv_text_stays_text_except_what_a_spreadsheet_ruined(tmp_path):
    content = 'NIK;Telp;Ket\n6371010101900001;0812;"dua\nbaris"\n6,37101E+15;8.59E+010;3E\n'
    rows = read_sheet(file(tmp_path / "a.csv", content)).rows
    assert typed(rows[1:]) == typed(
        [
            ["6371010101900001", "0812", "dua\nbaris"],
            [RuinedNumber("6,37101E+15"), RuinedNumber("8.59E+010"), "3E"],
        ]
    )


def test_ods_is_read(tmp_path):
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    cell = '<table:table-cell office:value-type="string"><text:p>Siti</text:p></table:table-cell>'
    path = zipped(
        tmp_path / "a.ods",
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Data"><table:table-row>{cell}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        },
    )
    sheet = read_sheet(path)
    assert (sheet.names, sheet.rows) == (["Data"], [["Siti"]])


def test_far_off_cell_is_refused(tmp_path):
    both = workbook(tmp_path / "a.xlsx", A={(0, 0): 1, (1_048_575, 16_383): 1})
    assert refusal(both) == TOO_WIDE
    assert refusal(workbook(tmp_path / "b.xlsx", A={(0, 0): 1, (0, 16_383): 1})) == TOO_MANY_COLUMNS
    assert refusal(workbook(tmp_path / "c.xlsx", A={(0, 0): 1, (1_048_575, 0): 1})) == TOO_MANY_ROWS


def test_limits_of_rows_and_columns(tmp_path):
    assert len(read_sheet(file(tmp_path / "a.csv", "a;b\n" * 200_000)).rows) == 200_000
    assert refusal(file(tmp_path / "b.csv", "a;b\n" * 200_001)) == TOO_MANY_ROWS
    assert len(read_sheet(file(tmp_path / "c.csv", ";".join("x" * 300))).rows[0]) == 300
    assert refusal(file(tmp_path / "d.csv", ";".join("x" * 301))) == TOO_MANY_COLUMNS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong. Pilih berkas lain."),
        (b"\xff\xd8\xff\xe0" + bytes(90), NOT_A_SHEET),
        (
            b"<html><table></table></html>",
            "Berkas ini sebenarnya halaman web. Buka di Excel, lalu simpan sebagai .xlsx dan kirim lagi.",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "Berkas ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi.",
        ),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "Workbook\0".encode("utf-16-le"), BROKEN),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, content, sentence):
    assert refusal(file(tmp_path / "data.xlsx", content)) == sentence


@pytest.mark.parametrize(("content", "sentence"), [(b" \n\n", EMPTY), (b'a;"' + b"x" * 200_000, BROKEN)])
def test_text_that_cannot_be_read_is_a_sentence(tmp_path, content, sentence):
    assert refusal(file(tmp_path / "data.csv", content)) == sentence


def test_broken_zips_are_refused(tmp_path):
    whole = workbook(tmp_path / "a.xlsx", A={(row, 0): f"Nama {row}" for row in range(500)})
    assert refusal(file(tmp_path / "b.xlsx", whole.read_bytes()[:4000])) == BROKEN
    assert refusal(zipped(tmp_path / "c.xlsx", **{"xl/workbook.xml": "<a/>"})) == BROKEN
    bomb = {"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)}
    assert refusal(zipped(tmp_path / "d.xlsx", **bomb)) == (
        "Isi berkas ini terlalu besar setelah dibuka. Salin tabelnya ke berkas baru, lalu kirim lagi."
    )


def test_reader_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "WALL_SECONDS", 0.01)
    assert refusal(file(tmp_path / "a.csv", "a;b\n" * 200_000)) == (
        "Berkas ini terlalu lama dibaca. Salin tabelnya saja ke berkas baru, lalu kirim lagi."
    )


@pytest.mark.parametrize(
    ("rows", "header", "data"),
    [
        ([["Nama", "NIK"], ["Siti", "1"]], 0, 1),
        (
            [
                ["DATA IKM KOTA BANJARBARU"],
                ["Tahun 2025"],
                [],
                ["No", "Nama", "Alamat", "Modal"],
                [1, 2, 3, 4],
                [],
                [1, "Siti", "Jl. A", 5000],
                [2, "Ani", "Jl. B", 6000],
            ],
            3,
            6,
        ),
        ([["No", "Nama", "Kota"], ["(1)", "(2)", "(3)"], ["1", "Siti", "Banjarmasin"]], 0, 2),
        ([["Nama", "Kota", "Produk"]], 0, 1),
        ([], 0, 0),
    ],
)
def test_header_and_data_are_found(rows, header, data):
    assert (find_header(rows), find_data(rows, find_header(rows))) == (header, data)


PEOPLE = [
    {"name": "=1+1", "nik": "6371010101900001", "sum": 12_500, "day": date(2026, 1, 2), "at": None},
    {
        "name": "https://contoh.id",
        "nik": "0012",
        "sum": 10**15,
        "day": None,
        "at": datetime(2026, 1, 1, 20, 30, tzinfo=UTC),
    },
]
COLUMNS = [
    Column("Nama", lambda row: row["name"], 30),
    Column("NIK", lambda row: row["nik"], 20, "identity"),
    Column("Nilai", lambda row: row["sum"], 14, "number"),
    Column("Tanggal", lambda row: row["day"], 12, "date"),
    Column("Waktu", lambda row: row["at"], 16, "datetime"),
]


def written():
    buffer = io.BytesIO()
    write_xlsx(buffer, [("IKM: [Kalsel]/2026", COLUMNS, iter(PEOPLE)), ("Lain", COLUMNS[:1], [])])
    return buffer.getvalue()


def test_written_cells_have_their_kinds(settings):
    settings.TIME_ZONE = "Asia/Makassar"
    book = openpyxl.load_workbook(io.BytesIO(written()))
    assert book.sheetnames == ["IKM   Kalsel  2026", "Lain"]
    sheet = book.worksheets[0]
    assert [[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows()] == [
        [("s", "Nama"), ("s", "NIK"), ("s", "Nilai"), ("s", "Tanggal"), ("s", "Waktu")],
        [
            ("s", "=1+1"),
            ("s", "6371010101900001"),
            ("n", 12_500),
            ("d", datetime(2026, 1, 2)),
            ("n", None),
        ],
        [
            ("s", "https://contoh.id"),
            ("s", "0012"),
            ("s", "1000000000000000"),
            ("n", None),
            ("d", datetime(2026, 1, 2, 4, 30)),
        ],
    ]
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["B2"].number_format) == ("A2", True, "@")
    assert sheet["A3"].hyperlink is None
    assert sheet.column_dimensions["B"].width == pytest.approx(20, abs=1)


def test_equal_content_gives_equal_bytes():
    assert written() == written()


def test_written_sheet_reads_back(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, [("IKM", COLUMNS[:3], PEOPLE[:1])])
    assert read_sheet(path).rows == [["Nama", "NIK", "Nilai"], ["=1+1", "6371010101900001", 12_500]]


def test_rows_beyond_the_sheet_are_refused():
    with xlsxwriter.Workbook(io.BytesIO()) as book:
        sheet = book.add_worksheet()
        with pytest.raises(ValueError, match="Row 1048577, column 1 does not fit"):
            spreadsheets._write_cell(sheet, 1_048_576, 0, "x", "text", None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("\tx", "'\tx"),
        ("-", "'-"),
        ("+62812", "+62812"),
        ("-12.500,50", "-12.500,50"),
        ("Siti", "Siti"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_csv_text_cannot_become_a_formula(value, expected):
    assert neutral(value) == expected


@real
@pytest.mark.parametrize(
    ("name", "count", "width", "first"),
    [
        ("bogor/ikm2019.csv", 1288, 22, "id"),
        ("bogor/ikm2019.xlsx", 1288, 22, "id"),
        ("samarinda/industri_produk_lengkap_Rp000.xlsx", 1484, 9, "Nama Industri"),
        ("samarinda/industri_produk_angka_rusak.xlsx", 1484, 9, "Nama Industri"),
        ("probolinggo/ikm.csv", 69, 11, "lat"),
        ("probolinggo/tb_ikm.csv", 69, 11, "id"),
        ("sppirt/pengajuan_produk.csv", 4007, 21, "nomor_permohonan"),
        ("sppirt/perusahaan.csv", 3922, 11, "kode_perusahaan"),
    ],
)
def test_real_sheets_are_read_whole(name, count, width, first):
    sheet = read_sheet(REAL / name)
    assert find_header(sheet.rows) == 0
    assert (sheet.rows[0][0], max(map(len, sheet.rows))) == (first, width)
    assert len(sheet.rows) == count


@real
def test_real_workbook_and_csv_say_the_same():
    csv_rows = read_sheet(REAL / "bogor/ikm2019.csv").rows
    assert read_sheet(REAL / "bogor/ikm2019.xlsx").rows == csv_rows


@real
def test_real_ruined_numbers_are_marked():
    samarinda = read_sheet(REAL / "samarinda/industri_produk_angka_rusak.xlsx").rows
    assert samarinda[1][:4] == ["Lantar", "Berangka", "anjai", 180]
    probolinggo = read_sheet(REAL / "probolinggo/ikm.csv").rows
    assert typed([probolinggo[1]])[0][8] == (RuinedNumber, "8.55382e+010")
