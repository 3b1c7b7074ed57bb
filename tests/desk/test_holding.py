"""Who holds a dossier, and the days the office has."""

import datetime
from datetime import UTC

import pytest
from django.utils import timezone

from desk.holding import clock_of, holder, holding_of
from desk.models import Return
from ikm.enums import IkmState
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product
from reference.models import Holiday, Region
from tests.factories import make_ikm, make_user

MONDAY = datetime.datetime(2026, 6, 8, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ikm", "products", "who"),
    [
        ("draft", [], "owner"),
        ("submitted", ["submitted"], "regency"),
        ("returned", ["submitted"], "owner"),
        ("verified", [], "owner"),
        ("verified", ["submitted", "verified"], "regency"),
        ("verified", ["returned", "verified"], "owner"),
        ("verified", ["verified", "proposed"], "province"),
        ("verified", ["eligible"], "province"),
        ("verified", ["proposed", "accepted"], "bbi"),
        ("verified", ["returned_by_bbi"], "owner"),
        ("verified", ["accepted", "rejected_by_bbi"], "nobody"),
        ("verified", ["accepted", "draft"], "owner"),
        ("inactive", ["submitted"], "nobody"),
        ("merged", ["accepted"], "nobody"),
    ],
)
def test_one_holder(ikm, products, who):
    assert holder(Ikm(state=ikm), [Product(state=state) for state in products]) == who


def load(*years):
    Holiday.objects.filter(date__year__in=years).delete()
    Holiday.objects.bulk_create(Holiday(date=datetime.date(year, 1, 1), name="Tahun baru") for year in years)


def test_the_clock_counts_working_days(reference_data):
    load(2026)
    seen = {day: clock_of(MONDAY, datetime.date(2026, 6, day)).left for day in (8, 9, 11, 12, 13, 15)}
    assert seen == {8: 3, 9: 2, 11: 0, 12: -1, 13: -1, 15: -2}
    assert clock_of(MONDAY, datetime.date(2026, 6, 8)).due_on == datetime.date(2026, 6, 11)
    Holiday.objects.create(date=datetime.date(2026, 6, 9), name="Libur")
    assert clock_of(MONDAY, datetime.date(2026, 6, 11)).left == 1
    assert clock_of(None, datetime.date(2026, 6, 11)) is None


def test_the_weekend_behind_the_last_day_is_neither_late_nor_the_last_day(reference_data):
    load(2026)
    tuesday = MONDAY + datetime.timedelta(days=1)
    ikm = make_ikm(state=IkmState.SUBMITTED, owner=make_user(), state_since=tuesday)
    said = {day: holding_of(ikm, [], today=datetime.date(2026, 6, day)).sentence for day in (12, 13, 14)}
    closed = "Hari ini kantor libur. Berkas Anda dikerjakan pada hari kerja berikutnya."
    assert said == {12: "Hari ini hari terakhir.", 13: closed, 14: closed}
    assert holding_of(ikm, [], today=datetime.date(2026, 6, 15)).clock.late == 1


def test_a_year_without_holidays_is_named(reference_data):
    Holiday.objects.all().delete()
    assert clock_of(MONDAY, datetime.date(2026, 6, 8)).years == (2026,)


def test_sentences_of_the_office_and_of_the_owner(reference_data):
    load(2026)
    place = Region.objects.get(pk="63.02").name
    officer = make_user("officer", name="Nurul")
    ikm = make_ikm(state=IkmState.SUBMITTED, owner=make_user(), state_since=MONDAY, assigned_to=officer)
    late = holding_of(ikm, [], today=datetime.date(2026, 6, 15))
    assert (late.name, late.clock.late) == (f"Petugas {place}: Nurul", 2)
    assert late.sentence == ("Sudah lewat 2 hari kerja dari batas 3 hari kerja. Maaf. Anda boleh menanyakannya.")
    assert holding_of(ikm, [], today=datetime.date(2026, 6, 8)).sentence == "Sisa 3 hari kerja lagi."
    assert holding_of(ikm, [], today=datetime.date(2026, 6, 11)).sentence == "Hari ini hari terakhir."
    ikm.state = IkmState.RETURNED
    back = holding_of(ikm, [], Return(by=officer))
    assert (back.name, back.clock) == ("Anda", None)
    assert back.sentence == (
        "Hitungan hari berhenti sampai Anda memperbaiki. Setelah dikirim lagi, berkas kembali ke petugas yang sama: "
        "Nurul."
    )


def test_the_province_has_its_own_days(reference_data):
    load(2026)
    ikm = make_ikm(state=IkmState.VERIFIED, owner=make_user())
    waits = Product(state=ProductState.VERIFIED, state_since=MONDAY)
    held = holding_of(ikm, [waits], today=timezone.localdate(MONDAY))
    assert (held.name, held.clock.left) == ("Dinas Perindustrian provinsi", 3)
    ready = holding_of(ikm, [Product(state=ProductState.ELIGIBLE, state_since=MONDAY)])
    assert (ready.who, ready.clock) == ("province", None)
