import pytest

from reference.enums import RegionLevel
from reference.models import Region
from reference.regions import RegionMatcher, match_region, official_name

pytestmark = pytest.mark.usefixtures("reference_data")


def code_of(region):
    return region.code if region else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kabupaten Hulu Sungai Selatan", "63.06"),
        ("Kab. Hulu Sungai Selatan", "63.06"),
        ("KAB.HULU SUNGAI SELATAN", "63.06"),
        ("hulu  sungai selatan", "63.06"),
        ("Hulu Sungai Seltan", "63.06"),
        ("HSS", "63.06"),
        ("Kab. HSS", "63.06"),
        ("63.06", "63.06"),
        ("6306", "63.06"),
        ("Banjar", "63.03"),
        ("Kab Banjar", "63.03"),
        ("Kota Banjar", None),
        ("Banjar Baru", "63.72"),
        ("Kota Banjarbaru", "63.72"),
        ("Banjarmasin", "63.71"),
        ("Kotabaru", "63.02"),
        ("Kota Baru", "63.02"),
        ("Kab. Kota Baru", "63.02"),
        ("Batola", "63.04"),
        ("Hulu Sungai", None),
        ("Bogor", None),
        ("64.71", None),
        ("", None),
        (None, None),
        ("Kab.", None),
    ],
)
def test_regency_is_found_as_people_write_it(text, expected):
    assert code_of(match_region(text, "63", RegionLevel.REGENCY)) == expected


def test_village_is_found_within_its_district():
    assert code_of(match_region("Kec. Kandangan", "63.06", RegionLevel.DISTRICT)) == "63.06.05"
    assert code_of(match_region("Desa Benua Lawas", "63.01.01", RegionLevel.VILLAGE)) == "63.01.01.2001"
    assert match_region("Benua Lawas", "63.06", RegionLevel.VILLAGE) is None


def test_a_name_carried_by_two_villages_is_no_answer():
    matcher = RegionMatcher("63", RegionLevel.VILLAGE)
    names = [region.name_key for region in matcher.regions]
    twice = next(name for name in names if names.count(name) > 1)
    assert matcher.match(twice) is None


def test_likeness_never_confuses_numbered_names():
    for number, name in ((1, "Panyiuran Sari I"), (2, "Panyiuran Sari II")):
        Region.objects.create(code=f"63.01.01.900{number}", name=name, level=4, parent_id="63.01.01")
    matcher = RegionMatcher("63.01.01", RegionLevel.VILLAGE)
    assert code_of(matcher.match("Panyiurann Sari II")) == "63.01.01.9002"
    assert matcher.match("Panyiuran Sari III") is None


def test_matcher_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        matcher = RegionMatcher("63", RegionLevel.REGENCY)
        assert [code_of(matcher.match(text)) for text in ("Tapin", "Balangan", "Tapin")] == [
            "63.05",
            "63.11",
            "63.05",
        ]


def test_official_names_reach_beyond_the_province():
    assert official_name("3374") == "Kota Semarang"
    assert official_name("63") == "Kalimantan Selatan"
    assert official_name("9971") == ""
    assert official_name("nol") == ""
