"""Working days: Monday to Friday, less the holidays and plus the working weekends the city has listed."""

from datetime import date, timedelta

from toolkit.policy import Settings


def is_workday(day: date, settings: Settings) -> bool:
    """Whether offices are open."""
    if day in settings.extra_workdays:
        return True
    return day.weekday() < 5 and day not in settings.holidays


def add_workdays(start: date, days: int, settings: Settings) -> date:
    """The last day of a term of so many working days that begins the day after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_workday(day, settings)
    return day


def year_is_listed(year: int, settings: Settings) -> bool:
    """Whether the holidays of a year are known."""
    return any(day.year == year for day in settings.holidays)
