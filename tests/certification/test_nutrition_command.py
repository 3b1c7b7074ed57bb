import io
import json

import pytest
from django.core.management import CommandError, call_command

CASE = {
    "basis": "100g", "fat_g": 20, "saturated_fat_g": 8, "protein_g": 6, "carbohydrate_g": 65, "sugar_g": 12,
    "sodium_mg": 420, "serving_g": 25, "pack_g": 100,
}  # fmt: skip
ROWS = [
    {"nutrient": "energy", "amount": 116, "rounded": 120, "unit": "kkal", "percent_akg": 5},
    {"nutrient": "fat", "amount": 5, "rounded": 5, "unit": "g", "percent_akg": 7},
    {"nutrient": "saturated_fat", "amount": 2, "rounded": 2, "unit": "g", "percent_akg": 10},
    {"nutrient": "protein", "amount": 1.5, "rounded": 2, "unit": "g", "percent_akg": 3},
    {"nutrient": "carbohydrate", "amount": 16.25, "rounded": 16, "unit": "g", "percent_akg": 5},
    {"nutrient": "sugar", "amount": 3, "rounded": 3, "unit": "g", "percent_akg": None},
    {"nutrient": "sodium", "amount": 105, "rounded": 105, "unit": "mg", "percent_akg": 7},
]


@pytest.fixture
def run(tmp_path):
    def _run(content, *options):
        path = tmp_path / "gizi.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        out = io.StringIO()
        call_command("nutrition", str(path), *options, stdout=out)
        return out.getvalue()

    return _run


def answers(run, content):
    return json.loads(run(content, "--json"))


def refusal(sentence):
    return {"servings_per_pack": None, "rows": [], "warnings": [sentence]}


def test_worked_example(run):
    assert answers(run, [CASE]) == [{"servings_per_pack": 4, "rows": ROWS, "warnings": []}]
    assert answers(run, []) == []
    assert '"servings_per_pack": 4,' in run([CASE], "--json")


def test_per_serving_gives_the_same_rows(run):
    typed = CASE | {
        "basis": "serving", "fat_g": 5, "saturated_fat_g": 2.0, "protein_g": 1.5, "carbohydrate_g": 16.25, "sugar_g": 3,
        "sodium_mg": 105,
    }  # fmt: skip
    assert answers(run, [typed]) == [{"servings_per_pack": 4, "rows": ROWS, "warnings": []}]


def test_pack_smaller_than_the_serving_is_answered_with_a_sentence(run):
    (small,) = answers(run, [CASE | {"serving_g": 200, "pack_g": 45, "unit": "ml"}])
    assert (small["servings_per_pack"], [row["rounded"] for row in small["rows"]]) == (
        1, [210, 9, 3.5, 3, 29, 5, 190],
    )  # fmt: skip
    assert small["warnings"] == [
        "Takaran saji 200 ml lebih besar daripada isi kemasan 45 ml, jadi tabel dihitung per kemasan. Bila keliru, "
        "perbaiki takaran saji atau isi kemasan."
    ]


def test_fractions_are_read_exactly(run):
    """0.15 g in 100 g, serving 500 g: 0.75 goes up to 1.0; as a binary fraction it would lie below."""
    (item,) = answers(run, [CASE | {"fat_g": 0.15, "saturated_fat_g": 0.15, "serving_g": 500, "pack_g": 500}])
    assert [item["rows"][row] for row in (1, 2)] == [
        {"nutrient": "fat", "amount": 0.75, "rounded": 1, "unit": "g", "percent_akg": 1},
        {"nutrient": "saturated_fat", "amount": 0.75, "rounded": 1, "unit": "g", "percent_akg": 4},
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"basis": "porsi"}, "basis harus “100g” atau “serving”."),
        ({"basis": []}, "basis harus “100g” atau “serving”."),
        ({"unit": "kg"}, "unit harus “g” atau “ml”."),
        ({"fat_g": -0.1}, "fat_g tidak boleh kurang dari nol."),
        ({"fat_g": "20"}, "fat_g harus berupa angka, tanpa tanda kutip."),
        ({"sugar_g": None}, "sugar_g harus berupa angka, tanpa tanda kutip."),
        ({"sugar_g": True}, "sugar_g harus berupa angka, tanpa tanda kutip."),
        ({"protein_g": float("nan")}, "protein_g bukan angka yang dapat dihitung."),
        ({"protein_g": float("inf")}, "protein_g bukan angka yang dapat dihitung."),
        ({"serving_g": 0}, "serving_g harus lebih dari nol."),
        ({"pack_g": 0}, "pack_g harus lebih dari nol."),
        ({"serving_g": -5}, "serving_g tidak boleh kurang dari nol."),
        (
            {"pack_g": 10**30},
            "pack_g terlalu besar atau terlalu banyak angka di belakang koma. Periksa angkanya.",
        ),
        (
            {"fat_g": 1e-300},
            "fat_g terlalu besar atau terlalu banyak angka di belakang koma. Periksa angkanya.",
        ),
    ],
)
def test_bad_item_says_what_is_wrong_and_the_others_are_computed(run, change, sentence):
    assert answers(run, [CASE | change, CASE]) == [
        refusal(sentence),
        {"servings_per_pack": 4, "rows": ROWS, "warnings": []},
    ]


def test_missing_keys_and_other_shapes(run):
    lacking = {key: value for key, value in CASE.items() if key not in ("sodium_mg", "pack_g")}
    shape = "Setiap isian harus berupa objek dengan kunci basis, fat_g, dan seterusnya."
    assert answers(run, [lacking, 5, [CASE], None]) == [
        refusal("Belum ada: sodium_mg, pack_g. Lengkapi isian ini."), refusal(shape), refusal(shape), refusal(shape),
    ]  # fmt: skip
    assert answers(run, "teks") == [refusal(shape)]
    assert answers(run, b'[{"basis": "100g", "fat_g": 1e999999999999999999999}]')[0]["rows"] == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe[", b"[" * 100_000], ids=["empty", "cut", "binary", "deep"])
def test_what_is_not_json_is_refused_with_a_sentence(run, content):
    with pytest.raises(CommandError) as refused:
        run(content, "--json")
    assert str(refused.value) == "Isi berkas bukan JSON yang benar. Periksa tanda kurung, koma, dan kutipnya."


def test_absent_file_is_named():
    with pytest.raises(CommandError) as refused:
        call_command("nutrition", "tidak-ada.json")
    assert str(refused.value) == "Berkas tidak-ada.json tidak ada. Periksa nama dan foldernya."


def test_standard_input_is_read(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(json.dumps([CASE]).encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    out = io.StringIO()
    call_command("nutrition", "-", "--json", stdout=out)
    assert json.loads(out.getvalue())[0]["rows"] == ROWS


def test_without_json_the_labels_are_text(run):
    assert run([CASE | {"serving_g": 12.5}, 5]).splitlines() == [
        "1.",
        "INFORMASI NILAI GIZI",
        "Takaran saji 13 g",
        "8 Sajian per Kemasan",
        "JUMLAH PER SAJIAN",
        "Energi total 60 kkal",
        "Lemak total 2,5 g (4% AKG)",
        "  Lemak jenuh 1 g (5% AKG)",
        "Protein 1 g (1% AKG)",
        "Karbohidrat total 8 g (3% AKG)",
        "  Gula 2 g",
        "Garam (natrium) 55 mg (4% AKG)",
        "*Persen AKG berdasarkan kebutuhan energi 2150 kkal. Kebutuhan energi Anda mungkin lebih tinggi atau lebih "
        "rendah.",
        "! Takaran saji ditulis dengan satu angka di belakang koma di bawah 10, selebihnya bulat: pada label tercetak "
        "13 g, sedangkan jumlahnya dihitung dari 12,5 g.",
        "",
        "2.",
        "Setiap isian harus berupa objek dengan kunci basis, fat_g, dan seterusnya.",
    ]


def test_a_terminal_without_utf8_gets_its_answer(monkeypatch, tmp_path):
    path, out = tmp_path / "gizi.json", io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    path.write_text(json.dumps([CASE | {"basis": "x"}]))
    monkeypatch.setattr("sys.stdout", out)
    call_command("nutrition", str(path), "--json")
    out.flush()
    assert json.loads(out.buffer.getvalue()) == [refusal("basis harus “100g” atau “serving”.")]
