"""Working days: weekends, holidays, working weekends."""

from datetime import date

import pytest

from tests.checks.masters import settings
from toolkit.checks.workdays import add_workdays, is_workday, year_is_listed

HOLIDAYS = frozenset({date(2026, 6, 19), date(2026, 10, 1), date(2026, 10, 2)})
EXTRA = frozenset({date(2026, 10, 10)})
LISTED = settings(holidays=HOLIDAYS, extra_workdays=EXTRA)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 6, 18), True),
        (date(2026, 6, 19), False),  # a holiday
        (date(2026, 6, 20), False),  # a Saturday
        (date(2026, 6, 21), False),  # a Sunday
        (date(2026, 10, 10), True),  # a Saturday on which offices work
    ],
)
def test_offices_are_open_as_the_city_lists_it(day: date, open_: bool) -> None:
    assert is_workday(day, LISTED) is open_


def test_without_a_list_offices_are_open_from_monday_to_friday() -> None:
    assert [is_workday(date(2026, 6, day), settings()) for day in range(15, 22)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 6, 3), 5, date(2026, 6, 10)),  # S10: Wednesday, over one weekend
        (date(2026, 6, 12), 5, date(2026, 6, 22)),  # a Friday; the holiday of 19 June does not count
        (date(2026, 6, 13), 1, date(2026, 6, 15)),  # served on a Saturday, the first day is Monday
        (date(2026, 9, 30), 5, date(2026, 10, 9)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),
        (date(2026, 6, 3), 0, date(2026, 6, 3)),
    ],
)
def test_a_term_begins_the_day_after_and_ends_on_its_last_working_day(start: date, days: int, end: date) -> None:
    assert add_workdays(start, days, LISTED) == end


def test_a_year_is_listed_once_one_of_its_holidays_is() -> None:
    assert year_is_listed(2026, LISTED)
    assert not year_is_listed(2027, LISTED)
    assert not year_is_listed(2026, settings())
