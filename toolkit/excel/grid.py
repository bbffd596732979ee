"""An open workbook → `Book`: the cells as they stand in the program, saved or not.

Only what every xlwings engine offers is asked for, in blocks. What Excel says through it, and what it cannot:

* Every number is a float, money a Decimal of four places; whole ones become int again, as files hold them.
  Excel itself keeps fifteen digits of a number, a file may hold more.
* A date cell is a naive datetime, a time of day one in 1899: outside 1990–2100 it is the serial it stands for,
  as in files (with a time of day too, but for its last digits). Whether the book counts from 1904 is not told: its dates come right all the same, a bare serial
  in it is read (and told, as every bare serial is) as one that counts from 1900.
* An error is nothing, its word on request; a word asked for looks like text, so both are read where one shows up.
  The newer errors come as bare numbers: `#VALUE!` stands for them, as it does in files.
* A formula has always been calculated: one without a value shows an empty text.
* A sheet's visibility is a bool on one engine and −1, 0 or 2 on another.
* Not told: strike-through, number formats of a block, filters, links, macros. `Cell.struck` is False,
  `Cell.format` General and `Sheet.notes` empty here; only what is told of struck-out rows, notes, filters,
  links and macros is missing for it.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import xlwings as xw

from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, OWN_TIMES, Budget
from toolkit.sheets.formats.numbers import datetime_or_serial, plain
from toolkit.sheets.grid import Address, Area, Book, Cell, Fault, Sheet, Value, Visibility

_BLOCK = 50_000
"""Cells fetched at once."""
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_OTHER_ERROR = "#VALUE!"
_VISIBILITY = {True: Visibility.VISIBLE, -1: Visibility.VISIBLE, 2: Visibility.VERY_HIDDEN}
_NEARLY = 0.01
"""Points: positions are computed by adding up sizes."""


def read_open_book(book: xw.Book, passing_over: Callable[[xw.Sheet], bool] = lambda _: False, *, own: bool = False) -> Book:
    """The book as it stands; `passing_over` says which sheets are not the sender's, `own` that it is the city's list.

    Raises:
        Unreadable: it holds more than a file may.
    """
    budget = Budget(OWN_TIMES if own else 1)
    return Book(tuple(_sheet(sheet, budget) for sheet in book.sheets if not passing_over(sheet)))


def _sheet(sheet: xw.Sheet, budget: Budget) -> Sheet:
    extent = _area(sheet.used_range)
    rows: dict[int, dict[int, Cell]] = {}
    for block in _blocks(extent):
        budget.time()
        rows |= _rows(sheet, block, budget)
    pictures = frozenset(_pictures(sheet))
    merges: list[Area] = []
    _find_merges(sheet, extent, merges, budget)
    return Sheet(
        sheet.name, _hung(rows, pictures), tuple(merges), _hidden_rows(sheet, rows), _hidden_columns(sheet, rows),
        visibility=_VISIBILITY.get(sheet.visible, Visibility.HIDDEN), pictures=pictures,
    )  # fmt: skip


def _area(cells: xw.Range) -> Area:
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _blocks(extent: Area) -> Iterator[Area]:
    """The extent in slices of whole rows."""
    height = max(1, _BLOCK // (extent.right - extent.left + 1))
    for top in range(extent.top, extent.bottom + 1, height):
        yield Area(top, extent.left, min(top + height - 1, extent.bottom), extent.right)


def _rows(sheet: xw.Sheet, block: Area, budget: Budget) -> dict[int, dict[int, Cell]]:
    """The filled cells of a block."""
    cells = _range(sheet, block)
    shown = cells.options(ndim=2, err_to_str=True).value
    formulas = _square(cells.formula, one_row=block.top == block.bottom)
    bare = shown
    if any(isinstance(value, str) and value in _ERRORS for line in shown for value in line):
        bare = cells.options(ndim=2).value
    rows = {}
    for number, lines in enumerate(zip(shown, bare, formulas, strict=True), start=block.top):
        line = {}
        for column, seen in enumerate(zip(*lines, strict=True), start=block.left):
            if cell := _cell(*seen):
                line[column] = cell
                budget.cells(1, len(cell.value) if isinstance(cell.value, str) else 0)
        if line:
            rows[number] = line
    return rows


def _square(given: Any, *, one_row: bool) -> Sequence[Sequence[Any]]:
    """Rows of cells, however an engine gives a single cell, row or column."""
    if not isinstance(given, list | tuple):
        return [[given]]
    if given and isinstance(given[0], list | tuple):
        return given
    return [given] if one_row else [[one] for one in given]


def _cell(shown: Any, bare: Any, text: Any) -> Cell | None:
    """One cell from its value with and without words for errors, and its formula (or constant) as text."""
    formula = isinstance(text, str) and text.startswith("=") and text != shown
    if formula and "DISPIMG(" in text:  # WPS's picture in a cell, which Excel cannot work out
        return Cell(None, formula=True, fault=Fault.PICTURE)
    if isinstance(shown, str) and bare is None:
        return Cell(shown, formula=formula, fault=Fault.ERROR)
    if isinstance(shown, int) and not isinstance(shown, bool):
        return Cell(_OTHER_ERROR, formula=formula, fault=Fault.ERROR)
    if shown is None:
        return Cell("", formula=True) if formula else None
    return Cell(_value(shown), formula=formula)


def _value(shown: Any) -> Value:
    if isinstance(shown, float | Decimal):
        return plain(float(shown))
    if isinstance(shown, datetime):
        return datetime_or_serial(_to_the_millisecond(shown))
    return shown  # type: ignore[no-any-return]


def _to_the_millisecond(moment: datetime) -> datetime:
    """Days as a float carry microseconds nobody typed; files are read no finer."""
    return moment.replace(microsecond=0) + timedelta(milliseconds=round(moment.microsecond / 1000))


def _find_merges(sheet: xw.Sheet, area: Area, found: list[Area], budget: Budget) -> None:
    """Merged areas, by halving whatever is said to hold one: most sheets answer once for all."""
    if any(_inside(area, known) for known in found) or _range(sheet, area).merge_cells is False:
        return
    corner = _area(sheet.range((area.top, area.left)).merge_area)
    if corner not in found and (corner.top, corner.left) != (corner.bottom, corner.right):
        budget.merge()
        found.append(corner)
    if not _inside(area, corner):
        for half in _halves(area):
            _find_merges(sheet, half, found, budget)


def _inside(area: Area, other: Area) -> bool:
    return (area.top, area.left) in other and (area.bottom, area.right) in other


def _halves(area: Area) -> tuple[Area, ...]:
    if area.bottom > area.top:
        middle = (area.top + area.bottom) // 2
        return Area(area.top, area.left, middle, area.right), Area(middle + 1, area.left, area.bottom, area.right)
    middle = (area.left + area.right) // 2
    return Area(area.top, area.left, area.top, middle), Area(area.top, middle + 1, area.top, area.right)


def _hidden_rows(sheet: xw.Sheet, rows: dict[int, dict[int, Cell]]) -> frozenset[int]:
    return frozenset(_without_size(rows, lambda top, bottom: sheet.range((top, 1), (bottom, 1)).row_height))


def _hidden_columns(sheet: xw.Sheet, rows: dict[int, dict[int, Cell]]) -> frozenset[int]:
    held = {column for line in rows.values() for column in line}
    return frozenset(_without_size(held, lambda left, right: sheet.range((1, left), (1, right)).column_width))


def _without_size(held: Collection[int], size: Callable[[int, int], float | None]) -> Iterator[int]:
    """Those of the rows or columns that are hidden, by halving: where all have one size, they answer at once."""
    waiting = [(min(held), max(held))] if held else []
    while waiting:
        first, last = waiting.pop()
        common = size(first, last)
        if common is None and first < last:
            middle = (first + last) // 2
            waiting += [(first, middle), (middle + 1, last)]
        elif common == 0:
            yield from (number for number in range(first, last + 1) if number in held)


def _pictures(sheet: xw.Sheet) -> Iterator[Address]:
    """The cells that floating pictures hang on, by where they lie."""
    for picture in sheet.pictures:
        row = bisect_right(range(1, LAST_ROW + 1), picture.top + _NEARLY, key=lambda row: sheet.range((row, 1)).top)
        column = bisect_right(
            range(1, LAST_COLUMN + 1), picture.left + _NEARLY, key=lambda column: sheet.range((1, column)).left
        )
        yield row, column


def _hung(rows: dict[int, dict[int, Cell]], pictures: frozenset[Address]) -> dict[int, dict[int, Cell]]:
    """The rows with pictures as the contents of cells that hold nothing else."""
    for row, column in pictures:
        rows.setdefault(row, {}).setdefault(column, Cell(None, fault=Fault.PICTURE))
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)} if pictures else rows
