"""What can be asked of a workbook. Rows and columns count from 1."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Tint:
    """Fill a cell, keeping the rest of its look. `rgb` is six hex digits; the shade may differ a little.

    Each shade stands for what it covers, so that `RemoveMarks` gives back the very fill that was there, even
    after rows were sorted or moved.
    """

    sheet: str
    row: int
    column: int
    rgb: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note of ours on a cell, behind what people have noted there. A threaded comment is left alone."""

    sheet: str
    row: int
    column: int
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A text of ours in a place that is empty: a cell of a column we add at the right of a table.

    It looks like the cell to its left, with the fill `rgb`. The `heading` remark of a column stands in the
    header row, widens the column and draws the filter over it.
    """

    sheet: str
    row: int
    column: int
    text: str
    rgb: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of the same workbook."""

    text: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Shaded:
    """A text on the colour `rgb`."""

    text: str
    rgb: str


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A plain sheet of ours, last or, shown when the book opens, first.

    `header` is the number of the header row: bold, frozen with all above it, repeated on every page, with a
    filter; 0 for none. Above a header, row 1 is the title. `widths` are in characters.
    """

    name: str
    rows: Sequence[Sequence[Value | Link | Shaded]]
    widths: Sequence[float] = ()
    header: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class RemoveMarks:
    """Take every tint, note, remark and sheet of ours away, before the other changes are made.

    `sheets` are of ours and `remarks` are cells of ours by sheet, each column's heading first, that the book itself
    does not tell any more: a program has dropped its hidden names. All notes of ours go with such a sheet.
    """

    sheets: Collection[str] = ()
    remarks: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)


Change = SetCell | Tint | Note | Remark | AddSheet | RemoveMarks
