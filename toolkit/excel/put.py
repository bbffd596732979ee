"""Cell changes → the cells of an open workbook, and the proof that they arrived.

Excel makes of a written text what it would make of a typed one: a number of 00123, a date of 2025-12, a formula of
=1. So a text goes into a cell formatted as text, and a number or a date never does. Written are runs within one row:
a block over rows that a filter hides is filled in other ways by some programs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlwings as xw

from toolkit.excel.grid import read_open_book
from toolkit.findings.catalogue import edits
from toolkit.sheets.edit import NotEditable, SetCell, Value
from toolkit.sheets.files import NotWritten
from toolkit.sheets.formats.numbers import GENERAL, is_date_format
from toolkit.sheets.grid import Book, Cell, address

TEXT, DAY = "@", "yyyy-mm-dd"
_LONGEST_IN_A_RUN = 8000
"""Characters; older Excels refuse an array with a longer text, but not the text by itself."""

Place = tuple[int, int]


def refuse_covered(seen: Book, cells: Sequence[SetCell]) -> None:
    """A cell under a merged area swallows what is written into it without a word.

    Raises:
        NotEditable: one of the cells is such a cell.
    """
    merges = {sheet.name: sheet.merges for sheet in seen.sheets}
    for cell in cells:
        for area in merges.get(cell.sheet, ()):
            if (cell.row, cell.column) in area and (cell.row, cell.column) != (area.top, area.left):
                shown = f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"
                raise NotEditable(edits.COVERED, sheet=cell.sheet, cell=address(cell.row, cell.column), area=shown)


def put(book: xw.Book, cells: Sequence[SetCell], telling: Callable[[str], None] = lambda _: None) -> None:
    """Change the cells in place; of two values for one cell the later wins. `telling` hears each sheet's name.

    Raises:
        NotWritten: the program refused a sheet half-way, or a cell does not hold what was written.
    """
    wanted: dict[str, dict[Place, Value]] = {}
    for cell in cells:
        wanted.setdefault(cell.sheet, {})[cell.row, cell.column] = cell.value
    for name, values in wanted.items():
        telling(name)
        try:
            for run in _runs(values):
                _write(book.sheets[name], run, values)
        except Exception as error:  # each engine raises its own
            raise NotWritten(edits.HALF_WRITTEN, sheet=name, name=book.name) from error
    _verify(book, wanted)


def _runs(values: Mapping[Place, Value]) -> Iterator[list[Place]]:
    """Cells that stand side by side in a row."""
    run: list[Place] = []
    for place in sorted(values):
        beside = bool(run) and place == (run[-1][0], run[-1][1] + 1)
        if run and not (beside and _fits(values[place]) and _fits(values[run[-1]])):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _fits(value: Value) -> bool:
    return not (isinstance(value, str) and len(value) > _LONGEST_IN_A_RUN)


def _write(sheet: xw.Sheet, run: Sequence[Place], values: Mapping[Place, Value]) -> None:
    cells = sheet.range(run[0], run[-1])
    common = cells.number_format
    for place in run:
        code = common if common is not None else sheet.range(place).number_format
        if (better := _format(values[place], code or GENERAL)) is not None:
            sheet.range(place).number_format = better
    cells.value = [[_typed(values[place]) for place in run]]


def _format(value: Value, code: str) -> str | None:
    """The format a cell must be given before the value, or None where its own does."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return None if code == TEXT else TEXT
    if isinstance(value, date):
        return None if is_date_format(code) else DAY
    return GENERAL if code == TEXT or is_date_format(code) else None


def _typed(value: Value) -> Any:
    """A value as the program takes it: days are moments there."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return None if value == "" else value


def _verify(book: xw.Book, wanted: Mapping[str, Mapping[Place, Value]]) -> None:
    """Read the sheets again: what a program made of a value must not differ from it."""
    for sheet in read_open_book(book, lambda sheet: sheet.name not in wanted, own=True).sheets:
        for (row, column), value in wanted[sheet.name].items():
            if not _same(value, sheet.cell(row, column)):
                raise NotWritten(edits.NOT_AS_WRITTEN, sheet=sheet.name, cell=address(row, column))


def _same(value: Value, cell: Cell | None) -> bool:
    seen = None if cell is None or cell.value == "" else cell.value
    wanted = _typed(value)
    if isinstance(wanted, float) and isinstance(seen, int | float):
        return float(f"{wanted:.15g}") == float(f"{seen:.15g}")
    return type(wanted) is type(seen) and wanted == seen


