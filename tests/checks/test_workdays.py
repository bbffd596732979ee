"""Working days: weekends, holidays and working weekends as published, and what the city lists besides."""

from datetime import date, timedelta

import pytest

from tests.checks.masters import settings
from toolkit.checks.workdays import add_workdays, is_workday, year_is_listed

PUBLISHED = settings()
UNPUBLISHED = 2090
FREE = {  # weekdays on which offices are closed, by hand from the announcements of 2024-11-12 and 2025-11-04
    2025: ["01-01", "01-28", "01-29", "01-30", "01-31", "02-03", "02-04", "04-04", "05-01", "05-02", "05-05", "06-02",
           "10-01", "10-02", "10-03", "10-06", "10-07", "10-08"],
    2026: ["01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04", "05-05",
           "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07"],
}  # fmt: skip
WORKED = {  # weekends on which they are open
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("year", [2025, 2026])
def test_holidays_and_moved_working_days_are_the_published_ones(year: int) -> None:
    days = days_of(year)
    assert [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_workday(day, PUBLISHED)] == FREE[year]
    assert [f"{day:%m-%d}" for day in days if day.weekday() >= 5 and is_workday(day, PUBLISHED)] == WORKED[year]


def test_what_the_city_lists_goes_before_what_is_published() -> None:
    own = settings(holidays=frozenset({date(2026, 6, 18)}), extra_workdays=frozenset({date(2026, 6, 19)}))
    assert [is_workday(date(2026, 6, day), own) for day in (17, 18, 19, 20)] == [True, False, True, False]
    assert [is_workday(date(2026, 6, day), PUBLISHED) for day in (17, 18, 19, 20)] == [True, True, False, False]


def test_in_a_year_not_published_offices_are_open_from_monday_to_friday() -> None:
    assert all(is_workday(day, PUBLISHED) is (day.weekday() < 5) for day in days_of(UNPUBLISHED))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 6, 3), 5, date(2026, 6, 10)),  # S10: Wednesday, over one weekend
        (date(2026, 6, 12), 5, date(2026, 6, 22)),  # a Friday; 端午, 19 June, does not count
        (date(2026, 6, 13), 1, date(2026, 6, 15)),  # served on a Saturday, the first day is Monday
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the week of 国庆, then a Saturday on which offices work
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # Saturday 14 February works, then 春节
        (date(2026, 6, 3), 0, date(2026, 6, 3)),
    ],
)
def test_a_term_begins_the_day_after_and_ends_on_its_last_working_day(start: date, days: int, end: date) -> None:
    assert add_workdays(start, days, PUBLISHED) == end


def test_a_year_is_known_once_it_is_published_or_the_city_lists_one_of_its_holidays() -> None:
    assert year_is_listed(2026, PUBLISHED)
    assert not year_is_listed(UNPUBLISHED, PUBLISHED)
    assert year_is_listed(UNPUBLISHED, settings(holidays=frozenset({date(UNPUBLISHED, 1, 2)})))
