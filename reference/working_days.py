"""Working days: Monday to Friday that are no holiday. Holidays are rows, so a year nobody loaded has none;
`years_missing` says which, and whoever shows a deadline says it too."""

import datetime

from reference.models import Holiday

SATURDAY = 5


class Calendar:
    """Holidays read year by year, once per calculation."""

    def __init__(self):
        self.years = {}

    def is_working(self, day):
        if day.year not in self.years:
            self.years[day.year] = set(Holiday.objects.filter(date__year=day.year).values_list("date", flat=True))
        return day.weekday() < SATURDAY and day not in self.years[day.year]


def working_days_between(start, end):
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    calendar = Calendar()
    days = (start + datetime.timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(calendar.is_working(day) for day in days)


def add_working_days(day, n, calendar=None):
    """The n-th working day after `day` (before it when n is negative); `day` itself when n is 0.

    One `Calendar` shared by several calculations asks the database once per year.
    """
    calendar = calendar or Calendar()
    step = datetime.timedelta(days=1 if n >= 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def years_missing(first, last):
    """Years from `first` to `last` (dates) without a single holiday loaded, ascending."""
    loaded = {day.year for day in Holiday.objects.dates("date", "year")}
    return [year for year in range(first.year, last.year + 1) if year not in loaded]
