"""A grid → an .xlsx with the same cells at the same addresses, for files that cannot be edited in place."""

import io

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets.grid import Book, Cell, Sheet, Visibility
from toolkit.sheets.pin import pin

_LONGEST = 32767
_FORBIDDEN = {*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)}
"""Characters XML cannot carry; such a character is shown as �."""


def as_xlsx(book: Book) -> bytes:
    """The book's values, formats, merges, notes and hidden parts; texts stay texts whatever they begin with."""
    target = Workbook()
    target.remove(target.worksheets[0])
    for sheet in book.sheets:
        _add(target, sheet)
    stream = io.BytesIO()
    target.save(stream)
    return pin(stream.getvalue())


def _add(target: Workbook, sheet: Sheet) -> None:
    page: Worksheet = target.create_sheet(sheet.name)
    for (row, column), cell in sheet.cells():
        place = page.cell(row, column)
        assert isinstance(place, SheetCell)  # noqa: S101 - nothing is merged yet
        _put(place, cell)
    for area in sheet.merges:
        # merge_cells() would drop what the merge covers; a cell under a merge is kept, as it was.
        page.merged_cells.add(CellRange(None, area.left, area.top, area.right, area.bottom))
    for row in sheet.hidden_rows:
        page.row_dimensions[row].hidden = True
    for column in sheet.hidden_columns:
        page.column_dimensions[get_column_letter(column)].hidden = True
    for (row, column), note in sheet.notes.items():
        page.cell(row, column).comment = Comment(_printable(note), "")
    if sheet.visibility is not Visibility.VISIBLE:
        page.sheet_state = sheet.visibility.value


def _put(target: SheetCell, cell: Cell) -> None:
    """One cell: a text is stored as text, never as a formula; what had no value shows what was wrong with it."""
    value = _printable(cell.value) if isinstance(cell.value, str) else cell.value
    if value is None:
        return
    target.value = value
    if isinstance(value, str):
        target.data_type = "s"
        target.number_format = "@"
    elif cell.format != "General":
        target.number_format = cell.format


def _printable(text: str) -> str:
    return "".join("\ufffd" if ord(character) in _FORBIDDEN else character for character in text)[:_LONGEST]
