"""What city staff type into the master's own sheets (豁免, 市局调研交流 …), read as mailed cells are."""

from datetime import date

from toolkit.policy import Settings
from toolkit.policy.text import squeeze
from toolkit.records.kinds import Bad, Context, Day, Reading
from toolkit.sheets.grid import Value


def typed(value: Value) -> str:
    """A cell's text; a whole number without the .0 that a spreadsheet gives it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def typed_day(value: Value, as_of: date, settings: Settings) -> date | None:
    """The day a cell holds in any usual notation; None where it is empty.

    Raises:
        Bad: it holds something else.
    """
    if value is None or not squeeze(str(value)):
        return None
    return Day(future=True).parse(value, Reading(Context(as_of, settings)))


def typed_day_or_none(value: Value, as_of: date, settings: Settings) -> date | None:
    """The day a cell holds; None also where it cannot be read."""
    try:
        return typed_day(value, as_of, settings)
    except Bad:
        return None
