"""What our marks say, and by which they are known in a file that does not tell them any more.

Hidden names of a marked copy tell its marks for certain. A file saved as .xls, .et or .ods, or by a program that drops
such names, has lost them: there the list is known by its title and headers, a note by its sign, a column by its
heading and by how its cells begin. A colour says nothing of whose it is, so colours stay.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from toolkit.findings import Severity
from toolkit.sheets.edit.notes import SIGN
from toolkit.sheets.grid import Address, Book, Sheet

COLUMN = "核验意见"
LIST = "问题清单"
HEADERS = ("序号", "级别", "工作表", "单元格", "栏目", "填报内容", "问题", "修改建议", "代码")
LEVELS = {Severity.E: "须改正", Severity.W: "请核对", Severity.I: "提示"}

_LOOK_IN_ROWS = 30
_BEGINNINGS = tuple(f"{LEVELS[level]}：" for level in (Severity.E, Severity.W))


def without_traces(book: Book) -> Book:
    """The book as its sender means it; `book` itself if nothing in it is ours, or all is."""
    sheets = tuple(_without(sheet) for sheet in book.sheets if not is_our_list(sheet))
    return replace(book, sheets=sheets) if sheets and has_traces(book) else book


def has_traces(book: Book) -> bool:
    """Whether a list or a note of ours stands in a book; no column of ours comes without either."""
    return any(is_our_list(sheet) or any(SIGN in text for text in sheet.notes.values()) for sheet in book.sheets)


def is_our_list(sheet: Sheet) -> bool:
    """Whether a sheet is a list of faults as we write it, whatever it is called now and with nothing beside it."""
    first = sheet.cell(1, 1)
    if first is None or first.value != LIST:
        return False
    rows = islice(sheet.rows.values(), len(HEADERS))
    return any(tuple(cell.value for cell in cells.values()) == HEADERS for cells in rows)


def remarks_of(sheet: Sheet) -> list[Address]:
    """The cells of our columns on a sheet, each column's heading first: one in which people wrote is theirs."""
    return [address for heading in _headings(sheet) for address in _column(sheet, heading)]


def _headings(sheet: Sheet) -> Iterator[Address]:
    for row, cells in sheet.rows.items():
        if row > _LOOK_IN_ROWS:
            return
        yield from ((row, column) for column, cell in cells.items() if _is_heading(cell.value))


def _is_heading(value: object) -> bool:
    return isinstance(value, str) and (value == COLUMN or value.startswith(f"{COLUMN}　"))


def _column(sheet: Sheet, heading: Address) -> list[Address]:
    top, column = heading
    below = [(row, str(cells[column].value)) for row, cells in sheet.rows.items() if row > top and column in cells]
    ours = all(said.startswith(_BEGINNINGS) for _, said in below)
    return [heading, *((row, column) for row, _ in below)] if ours else []


def _without(sheet: Sheet) -> Sheet:
    gone = set(remarks_of(sheet))
    rows = {row: {column: cell for column, cell in cells.items() if (row, column) not in gone} for row, cells in sheet.rows.items()}
    cut = {place: text.partition(SIGN)[0].removesuffix("\n") if SIGN in text else text for place, text in sheet.notes.items()}
    notes = {place: text for place, text in cut.items() if text or SIGN not in sheet.notes[place]}
    return replace(sheet, rows={row: cells for row, cells in rows.items() if cells}, notes=notes)
