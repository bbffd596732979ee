"""What a spreadsheet file says, as plain values with their addresses.

Every reader (`source.py`) gives a `Book`; everything above reads `Book` and knows no library. A grid is
sparse: a cell that holds nothing is not there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

Value = str | int | float | bool | datetime | None
Address = tuple[int, int]
"""(row, column), both counted from 1 as spreadsheet programs do."""


class Fault(Enum):
    """Why a cell has no value that may be used."""

    ERROR = "error"  # shows #REF!, #N/A …; the shown text is the value
    UNCACHED = "uncached"  # a formula whose result was never stored; the value is None
    BROKEN = "broken"  # the file contradicts itself here (a text that does not exist, say)
    PICTURE = "picture"  # a picture where a value should be; the value is None


class Visibility(Enum):
    """How far a sheet is hidden."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


class Cell(NamedTuple):
    """One cell: a number stays a number, a date cell is a `datetime`, text is text as typed.

    A tuple, as tens of thousands of them are made for a batch; cells that say the same may be one object.
    """

    value: Value
    format: str = "General"
    formula: bool = False
    fault: Fault | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, address: Address) -> bool:
        """Whether a (row, column) lies inside."""
        row, column = address
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows` maps a row number to its filled cells by column number, both ascending.

    `hidden_rows` and `hidden_columns` name only those that hold a cell. `filtered` says that a filter is at
    work, hiding or not. `pictures` are the cells that floating pictures hang on. `disordered` says that the
    file named rows or cells out of order or twice; a cell named twice with different contents is BROKEN.
    `abridged` is the number of a row before which others were left out, as whoever read it asked, or 0.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visibility: Visibility = Visibility.VISIBLE
    notes: Mapping[Address, str] = field(default_factory=dict)
    filtered: bool = False
    pictures: frozenset[Address] = frozenset()
    disordered: bool = False
    abridged: int = 0

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at an address, or None where nothing stands."""
        return self.rows.get(row, {}).get(column)

    def cells(self) -> Iterator[tuple[Address, Cell]]:
        """Every filled cell with its address, row by row."""
        for row, cells in self.rows.items():
            for column, cell in cells.items():
                yield (row, column), cell


@dataclass(slots=True)
class Book:
    """One file: its sheets in order, the kind of file it really is, and whether serials count from 1904.

    `macros` says that the file carries programs (never run). `links` are the kinds of things outside itself
    that it points to (`workbook`, `connection`, `dde`; never followed). `other_sheets` are sheets that hold
    no cells by nature: charts, dialogs. `lost_parts` are side parts the file promises and lacks. `names` are the
    names an Office Open XML book defines for places in it, hidden ones too.
    """

    sheets: tuple[Sheet, ...]
    kind: str = "xlsx"
    epoch_1904: bool = False
    macros: bool = False
    links: frozenset[str] = frozenset()
    other_sheets: tuple[str, ...] = ()
    lost_parts: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


def row_runs(rows: Iterable[int]) -> str:
    """Row numbers as people list them: 3、4、7—12."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


@lru_cache(maxsize=16_384)
def column_letter(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(7, 3) → C7, as people write it."""
    return f"{column_letter(column)}{row}"
