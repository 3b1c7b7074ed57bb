from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reference.category_table import CATEGORY_TABLE, UNIT_TABLE
from reference.enums import CategoryGroup, RegionLevel
from reference.kbli_table import KBLI_TABLE
from reference.loading import LOADERS, register
from reference.models import Estimate, Holiday, Kbli, ProductCategory, Region, Unit

pytestmark = pytest.mark.usefixtures("reference_data")


def load(**options):
    out = StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue()


def sheet(folder, *lines, encoding="utf-8"):
    path = folder / "kbli.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return str(path)


def test_the_province_has_all_its_regions():
    counts = {level: Region.objects.filter(level=level).count() for level in RegionLevel}
    assert counts == {
        RegionLevel.PROVINCE: 1,
        RegionLevel.REGENCY: 13,
        RegionLevel.DISTRICT: 156,
        RegionLevel.VILLAGE: 2016,
    }
    assert Region.objects.filter(level=RegionLevel.VILLAGE, postcode="").count() == 0


def test_loading_again_changes_no_count_and_keeps_what_the_office_edited():
    ProductCategory.objects.filter(pk="dodol").update(name="Dodol Kandangan", is_active=False)
    Region.objects.filter(pk="63.06").update(name="salah", name_key="salah")
    before = [model.objects.count() for model in (Region, Holiday, Kbli, ProductCategory, Unit, Estimate)]
    said = load()
    after = [model.objects.count() for model in (Region, Holiday, Kbli, ProductCategory, Unit, Estimate)]
    assert before == after
    assert ProductCategory.objects.filter(name="Dodol Kandangan", is_active=False).count() == 1
    assert Region.objects.get(pk="63.06").name_key == "kabupaten hulu sungai selatan"
    assert "  regions: 2186\n" in said


def test_the_province_has_its_estimate():
    assert list(Estimate.objects.values_list("region_id", "year", "value", "source", "is_example")) == [
        ("63", 2020, 83000, "Dinas Perindustrian Provinsi Kalimantan Selatan", False)
    ]


def test_another_province_loads_beside_it():
    load(province="62")
    assert Region.objects.regencies().filter(parent_id="62").count() == 14
    assert Estimate.objects.count() == 1


def test_unknown_province_is_refused_with_a_sentence():
    with pytest.raises(CommandError) as caught:
        load(province="99")
    assert str(caught.value) == (
        "Provinsi “99” tidak dikenal. Tulis kode dua angka, misalnya 63. Tidak ada yang dimuat."
    )


def test_registered_loader_runs_with_the_province():
    calls = []

    def loader(province, stdout):
        calls.append(province)
        return {"own": 3}

    register(loader)
    try:
        assert "  own: 3\n" in load()
    finally:
        LOADERS.remove(loader)
    assert calls == ["63"]


def test_official_titles_replace_ours_and_survive_the_next_load(tmp_path):
    path = sheet(tmp_path, "kbli_versi,kode,judul", "2020,10794,Judul resmi", "2020,10110,Baru", encoding="utf-8-sig")
    load(kbli=path)
    load()
    assert Kbli.objects.get(version="2020", code="10794").title == "Judul resmi"
    assert Kbli.objects.get(version="2020", code="10110").title == "Baru"
    assert Kbli.objects.get(version="2025", code="10794").title == "Kerupuk, amplang, keripik, dan sejenisnya"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["kode,judul", "10110,x"],
            "Baris pertama berkas KBLI harus memuat kolom kbli_versi, kode, dan judul.",
        ),
        (
            ["kbli_versi,kode,judul", "2020,10110,Baru", "2015,10111,Lama"],
            "Baris 3: versi KBLI harus 2020 atau 2025, bukan “2015”.",
        ),
        (["kbli_versi,kode,judul", "2020,1011,Baru"], "Baris 2: kode KBLI harus 5 angka, bukan “1011”."),
        (["kbli_versi,kode,judul", "2020,10110,"], "Baris 2: judul KBLI 10110 kosong."),
        (["kbli_versi,kode,judul", "2020,10110"], "Baris 2: judul KBLI 10110 kosong."),
        (
            ["kbli_versi,kode,judul", "2020,10110," + "x" * 301],
            "Baris 2: judul KBLI 10110 lebih dari 300 huruf.",
        ),
        (
            ["kbli_versi,kode,judul", "2020,10110,Baru", "2025,10110,Baru", "2020,10110,Lagi"],
            "Baris 4: KBLI 2020 10110 sudah ada di baris 2.",
        ),
    ],
)
def test_bad_kbli_row_is_named_and_nothing_is_loaded(tmp_path, lines, message):
    before = Kbli.objects.count()
    with pytest.raises(CommandError) as caught:
        load(kbli=sheet(tmp_path, *lines))
    assert str(caught.value) == f"{message} Tidak ada yang dimuat."
    assert Kbli.objects.count() == before


def test_unreadable_kbli_file_is_answered_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="tidak dapat dibuka. Periksa letaknya. Tidak ada yang dimuat.$"):
        load(kbli=str(tmp_path / "absent.csv"))
    path = sheet(tmp_path, "kbli_versi,kode,judul", "2020,10110,Caf\xe9", encoding="latin-1")
    with pytest.raises(CommandError) as caught:
        load(kbli=path)
    assert str(caught.value) == ("Berkas KBLI bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8. Tidak ada yang dimuat.")


@pytest.mark.shared_data
def test_official_list_loads_whole(shared_data):
    said = load(kbli=str(shared_data / "kbli" / "kbli_manufacturing.csv"))
    assert "  kbli_file: 940\n" in said
    ours = {(version, code) for version, code, _title in KBLI_TABLE if 10 <= int(code[:2]) <= 33}
    loaded = set(Kbli.objects.values_list("version", "code"))
    assert ours - loaded == set()


@pytest.mark.shared_data
def test_our_codes_of_manufacturing_are_official(shared_data):
    lines = (shared_data / "kbli" / "kbli_manufacturing.csv").read_text("utf-8-sig").splitlines()[1:]
    official = {tuple(line.split(",")[:2]) for line in lines}
    ours = {(version, code) for version, code, _title in KBLI_TABLE if 10 <= int(code[:2]) <= 33}
    assert ours - official == set()


def test_tables_agree_with_each_other():
    known = {(version, code) for version, code, _title in KBLI_TABLE}
    assert len(known) == len(KBLI_TABLE)
    for _code, _name, _english, group, kbli_2020, kbli_2025 in CATEGORY_TABLE:
        assert group in CategoryGroup
        assert {("2020", code) for code in kbli_2020.split(",") if code} <= known
        assert {("2025", code) for code in kbli_2025.split(",") if code} <= known
    spellings = [spelling for _code, _name, spellings in UNIT_TABLE for spelling in spellings]
    assert len(set(spellings)) == len(spellings)
