import datetime

import pytest

from reference.models import Holiday
from reference.working_days import add_working_days, working_days_between, years_missing

date = datetime.date


@pytest.fixture(autouse=True)
def _own_holidays(db):
    Holiday.objects.all().delete()
    Holiday.objects.create(date=date(2026, 8, 17), name="Proklamasi")


def test_weekends_and_holidays_do_not_count():
    friday, tuesday = date(2026, 8, 14), date(2026, 8, 18)
    assert working_days_between(friday, tuesday) == 1
    assert working_days_between(friday, friday) == 0
    assert working_days_between(tuesday, friday) == 0
    assert working_days_between(date(2026, 8, 9), friday) == 5


def test_adding_is_the_inverse_of_counting():
    friday = date(2026, 8, 14)
    assert add_working_days(friday, 0) == friday
    assert add_working_days(friday, 1) == date(2026, 8, 18)
    assert add_working_days(friday, 3) == date(2026, 8, 20)
    assert add_working_days(date(2026, 8, 18), -1) == friday
    assert working_days_between(friday, add_working_days(friday, 60)) == 60


def test_a_year_is_read_once(django_assert_num_queries):
    with django_assert_num_queries(2):
        add_working_days(date(2026, 12, 1), 60)


def test_years_without_holidays_are_named():
    assert years_missing(date(2026, 1, 1), date(2026, 12, 31)) == []
    assert years_missing(date(2025, 12, 1), date(2027, 2, 1)) == [2025, 2027]
