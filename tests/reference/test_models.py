import datetime

import pytest
from django.core.exceptions import ValidationError

from reference.enums import AXIS_OF_KIND, Axis, PermitKind
from reference.models import Estimate, Kbli, Office, Region

pytestmark = pytest.mark.usefixtures("reference_data")
date = datetime.date


def test_region_knows_its_place():
    village = Region.objects.get(pk="63.01.01.2001")
    assert str(village) == "Benua Lawas"
    assert village.regency_code == "63.01"
    assert village.path_names == "Benua Lawas, Takisung, Kabupaten Tanah Laut"
    assert Region.objects.get(pk="63").regency_code == ""


def test_within_takes_the_code_as_a_whole():
    Region.objects.create(code="63.0", name="Bukan Tanah Laut", level=2, parent_id="63")
    inside = Region.objects.within("63.01")
    assert inside.filter(pk="63.01").count() == 1
    assert inside.filter(level=3).count() == 11
    assert Region.objects.within("63.0").count() == 1


def test_children_are_listed_level_by_level():
    assert Region.objects.regencies().count() == 13
    assert Region.objects.districts_of("63.06").count() == 11
    assert Region.objects.villages_of("63.01.01").first().name == "Benua Lawas"
    assert Region.objects.districts_of("63").count() == 0


def test_office_is_the_one_of_that_day():
    for year, name in ((2024, "Disperindag"), (2026, "DKUMPP")):
        Office.objects.create(region_id="63.03", name=name, valid_from=date(year, 1, 1))
    on = Office.objects.for_region
    assert on("63.03", on=date(2023, 12, 31)) is None
    assert on("63.03", on=date(2025, 12, 31)).name == "Disperindag"
    assert on("63.03", on=date(2026, 1, 1)).name == "DKUMPP"
    assert on("63.04", on=date(2026, 1, 1)) is None


def test_what_can_never_be_true_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as caught:
        Region(code="64", name="Tanpa induk", level=2).validate_constraints()
    assert caught.value.messages == ["Selain provinsi, setiap wilayah harus mempunyai induk."]
    with pytest.raises(ValidationError) as caught:
        Kbli(version="2020", code="10794", title="Lagi").full_clean()
    assert caught.value.messages == ["Kode KBLI ini sudah ada pada versi itu."]
    with pytest.raises(ValidationError) as caught:
        Estimate(region_id="63", year=2020, value=1, source="x").full_clean()
    assert caught.value.messages == ["Perkiraan untuk wilayah dan tahun ini sudah ada."]


def test_every_axis_with_a_number_has_its_permits():
    by_axis = {axis: {kind for kind, served in AXIS_OF_KIND.items() if served == axis} for axis in Axis}
    assert by_axis[Axis.NUTRITION] == set()
    assert by_axis[Axis.HALAL] == {PermitKind.HALAL, PermitKind.HALAL_MUI}
    assert set(PermitKind) - set(AXIS_OF_KIND) == {
        PermitKind.SNI,
        PermitKind.BRAND,
        PermitKind.SVLK,
        PermitKind.TKDN,
        PermitKind.OTHER,
    }
