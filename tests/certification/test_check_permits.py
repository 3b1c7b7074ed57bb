import csv
import io
import json
import re
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

VERDICTS = ["valid", "suspect", "refused", "in_process", "other_licence", "empty"]


@pytest.fixture
def check(tmp_path, capsys):
    """The command run on a text or on bytes; answers what it printed."""

    def run(content, *options):
        path = tmp_path / "izin.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("check_permits", str(path), *options)
        return capsys.readouterr().out

    return run


def read(output):
    return [json.loads(line) for line in output.splitlines()]


def test_every_line_becomes_one_line_of_json(check):
    output = check("P-IRT 2056371020970-24\n\nmasih proses\nTDI 535/12\n-\nMD 123\n", "--json")
    assert output.count("\n") == 6
    assert read(output) == [
        {
            "text": "P-IRT 2056371020970-24",
            "verdict": "valid",
            "kind": "pirt",
            "numbers": [
                {
                    "kind": "pirt",
                    "number": "2056371020970-24",
                    "decoded": {
                        "packaging": "plastik",
                        "food_type_code": "05",
                        "food_type": "hasil olahan kelapa (perkiraan)",
                        "food_list": "old",
                        "region_code": "63.71",
                        "region": "Kota Banjarmasin",
                        "product_serial": "02",
                        "maker_number": "0970",
                        "expiry_year": 2024,
                        "valid_until": "2024-12-31",
                    },
                    "message": "",
                }
            ],
            "message": "",
        },
        {"text": "", "verdict": "empty", "kind": "", "numbers": [], "message": "Belum ada nomor izin."},
        {
            "text": "masih proses",
            "verdict": "in_process",
            "kind": "",
            "numbers": [],
            "message": "Izin sedang diurus. Isi nomornya setelah terbit.",
        },
        {
            "text": "TDI 535/12",
            "verdict": "other_licence",
            "kind": "",
            "numbers": [],
            "message": "“TDI 535/12” adalah nomor TDI, bukan izin produk.",
        },
        {"text": "-", "verdict": "empty", "kind": "", "numbers": [], "message": "Belum ada nomor izin."},
        {
            "text": "MD 123",
            "verdict": "refused",
            "kind": "md",
            "numbers": [
                {
                    "kind": "md",
                    "number": "",
                    "decoded": {},
                    "message": "Nomor BPOM MD (pangan dalam negeri) terdiri atas MD dan 12 atau 15 angka, "
                    "yang ditulis 3 angka.",
                }
            ],
            "message": "Nomor BPOM MD (pangan dalam negeri) terdiri atas MD dan 12 atau 15 angka, "
            "yang ditulis 3 angka.",
        },
    ]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"satu", ["satu"]),
        (b"\xef\xbb\xbfsatu\r\ndua\r\n", ["satu", "dua"]),
        (b"satu\rdua\r", ["satu", "dua"]),
        (b" satu \n\n\ttiga", [" satu ", "", "\ttiga"]),
        ("kopi é".encode("latin-1"), ["kopi é"]),
        ("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d"]),
    ],
)
def test_lines_are_kept_as_they_stood(check, content, texts):
    output = check(content, "--json")
    assert [json.loads(line)["text"] for line in output.split("\n")[:-1]] == texts


def test_weird_lines_are_answered(check):
    lines = [
        "\x00",
        "2063271010829-23\x00",
        "9" * 100_000,
        "P-IRT " * 20_000,
        "😀" * 50,
        "a" * 100_000,
        "\x1b[0m",
        "%s{0}",
    ]
    found = read(check("\n".join(lines), "--json"))
    assert [one["text"] for one in found] == lines
    assert [one["verdict"] for one in found] == [
        "empty", "valid", "refused", "refused", "empty", "refused", "refused", "refused",
    ]  # fmt: skip
    assert all(list(one) == ["text", "verdict", "kind", "numbers", "message"] for one in found)


def test_letters_beyond_ascii_are_printed_as_they_are(check):
    assert "Kopi “é” 😀" in check("Kopi “é” 😀", "--json")


def test_dash_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"belum ada\nMD 224510107115\n")))
    call_command("check_permits", "-", "--json")
    assert [one["verdict"] for one in read(capsys.readouterr().out)] == ["empty", "valid"]


def test_report_for_people_ends_with_counts(check):
    assert check("P-IRT 2056371020970-24\nMD 224510107115\nbelum ada\nMD 123\n").splitlines() == [
        "    1  Bentuk nomor benar  P-IRT 2056371020970-24",
        "                           → 2056371020970-24",
        "    2  Bentuk nomor benar  MD 224510107115",
        "                           → MD 224510107115",
        "    3  Belum ada nomor     belum ada",
        "                           Belum ada nomor izin.",
        "    4  Nomor salah         MD 123",
        "                           Nomor BPOM MD (pangan dalam negeri) terdiri atas MD dan 12 atau 15 angka, "
        "yang ditulis 3 angka.",
        "",
        "Hasil               Jenis                                         Baris",
        "Belum ada nomor     tidak diketahui                                   1",
        "Nomor salah         BPOM MD (pangan dalam negeri)                     1",
        "Bentuk nomor benar  BPOM MD (pangan dalam negeri)                     1",
        "Bentuk nomor benar  SPP-IRT (P-IRT)                                   1",
        "Jumlah                                                                4",
    ]


def test_absent_file_is_said_in_a_sentence(tmp_path):
    for path in (tmp_path / "tidak.txt", tmp_path):
        with pytest.raises(CommandError) as caught:
            call_command("check_permits", str(path), "--json")
        assert str(caught.value) == f"Berkas {path} tidak ada. Periksa nama dan foldernya."


@pytest.fixture
def rows(shared_data):
    path = shared_data / "permits" / "permit_texts.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def results(rows, check, time_machine):
    time_machine.move_to("2026-11-24T04:00:00Z")
    lines = [re.sub(r"[\r\n]+", " ", row["teks_asli"]) for row in rows]
    return read(check("\n".join(lines) + "\n", "--json"))


def cause(message):
    return re.sub(r"[0-9]+", "…", message)


@pytest.mark.shared_data
def test_published_counts_are_those_of_a_fresh_run(results):
    text = (settings.BASE_DIR / "docs" / "izin-nomor.md").read_text(encoding="utf-8")
    published = [
        (verdict, kind.replace("–", ""), int(count.replace(".", "")))
        for verdict, kind, count in re.findall(r"^\| `(\w+)` \| `?([\w–]+)`? \| ([\d.]+) \|$", text, re.M)
    ]
    counts = Counter((one["verdict"], one["kind"]) for one in results)
    assert published == [
        (verdict, kind, counts[verdict, kind])
        for verdict, kind in sorted(counts, key=lambda pair: (VERDICTS.index(pair[0]), pair[1]))
    ]
    assert sum(count for _verdict, _kind, count in published) == len(results) == 1469
    causes = Counter(
        (one["verdict"], cause(one["message"])) for one in results if one["verdict"] in {"refused", "suspect"}
    )
    published = re.findall(r"^\| `(\w+)` \| ([^|`]+\.) \| (\d+) \|$", text, re.M)
    assert {(verdict, said): int(count) for verdict, said, count in published} == causes


@pytest.mark.shared_data
def test_every_refusal_of_real_texts_was_read_by_a_person(results):
    assert {one["text"] for one in results if one["verdict"] == "refused"} == {
        "223094012932-15",
        "88901290121-02",
        "211327101718 - 22/2017",
        "ID3311000098271023",
        "BPOM RI MD 267911001",
    }


@pytest.mark.shared_data
def test_verdicts_agree_with_the_column_the_text_stood_in(rows, results):
    licences = {row["teks_asli"] for row in rows if row["jenis"] in {"TDI/IUI", "NIB", "PB UMKU"}}
    assert len(licences) > 700
    for row, one in zip(rows, results, strict=True):
        assert (one["verdict"] == "other_licence") == (row["teks_asli"] in licences)
        if row["catatan"] == "tampak nyata" and row["teks_asli"] not in licences and "LPPOM-" not in row["teks_asli"]:
            assert one["verdict"] == "valid"


SAMPLES = {
    "2143322030007-21": ("33.22", "Kabupaten Semarang", 2021, "hasil olahan buah (perkiraan)"),
    "2063671010892-28": ("36.71", "Kota Tangerang", 2028, "minyak dan lemak (perkiraan)"),
    "2093518011162-31": ("35.18", "Kabupaten Nganjuk", 2031, "bumbu (perkiraan)"),
    "2143403010900-26": ("34.03", "Kabupaten Gunungkidul", 2026, "hasil olahan buah (perkiraan)"),
    "2063271010829-23": ("32.71", "Kota Bogor", 2023, "tepung dan hasil olahannya (perkiraan)"),
    "2023271010646-22": ("32.71", "Kota Bogor", 2022, "hasil olahan ikan kering (perkiraan)"),
    "2147271010001-20": ("72.71", "Kota Palu", 2020, "hasil olahan buah (perkiraan)"),
}


@pytest.mark.shared_data
def test_samples_worked_out_by_hand(results):
    numbers = {number["number"]: number["decoded"] for one in results for number in one["numbers"]}
    for number, (code, region, year, food) in SAMPLES.items():
        decoded = numbers[number]
        assert (decoded["region_code"], decoded["region"]) == (code, region)
        assert (decoded["expiry_year"], decoded["valid_until"], decoded["food_type"]) == (year, f"{year}-12-31", food)
    assert (numbers["ID32110000293810822"]["region"], numbers["ID32110000293810822"]["registered_year"]) == (
        "Jawa Barat",
        2022,
    )
    assert numbers["KEMENKES RI AKD 20101221725"]["year"] == 2022
    assert numbers["POM TR 183318431"]["year"] == 2018
    assert numbers["MD 265228006191"]["company_code"] == "006"
