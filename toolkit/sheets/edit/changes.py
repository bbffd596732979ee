"""What can be asked of a workbook. Rows and columns count from 1."""

from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | float | bool | date | datetime | None
"""A text is written as text whatever it begins with; None (and '') clears the value and keeps the style."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """Put one value; with `text` a number or a date is written as the text people would read."""

    sheet: str
    row: int
    column: int
    value: Value
    text: bool = False


Change = SetCell
