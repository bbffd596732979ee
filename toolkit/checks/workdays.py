"""Working days: as the State Council publishes them each year (chinesecalendar), under what the city lists itself."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

from toolkit.policy import Settings


def is_workday(day: date, settings: Settings) -> bool:
    """Whether offices are open; Monday to Friday in a year whose holidays nobody has published yet."""
    if day in settings.extra_workdays:
        return True
    if day in settings.holidays:
        return False
    return chinese_calendar.is_workday(day) if _is_published(day.year) else day.weekday() < 5


def add_workdays(start: date, days: int, settings: Settings) -> date:
    """The last day of a term of so many working days that begins the day after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day, settings)
    return day


def year_is_listed(year: int, settings: Settings) -> bool:
    """Whether the holidays of a year are known."""
    return _is_published(year) or any(day.year == year for day in settings.holidays)


@cache
def _is_published(year: int) -> bool:
    """Whether the calendar holds a year; it refuses those it does not, rather than guess."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
