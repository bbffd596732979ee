"""A file that cannot be changed in place, written anew as .xlsx: the same cells at the same addresses.

For .xls, .et, .csv and the like, whose sender gets a marked copy all the same. Values, formats, merges, notes
and what is hidden are kept; looks and pictures are not, so whoever sends such a copy says so.
"""

from math import ceil
from typing import cast

from openpyxl.cell.cell import Cell as Written
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets.book import book_bytes, new_book
from toolkit.sheets.edit.cells import carried, refuse_unwritable
from toolkit.sheets.grid import Book, Cell, Sheet

_NARROWEST, _WIDEST = 9, 40
_NO_AUTHOR = " "
_LINE, _HIGHEST = 15, 409
_A4 = 9
_WRAPPED = Alignment(wrap_text=True, vertical="center")


def rebuilt(book: Book) -> bytes:
    """The book as .xlsx; the same book gives the same bytes."""
    target = new_book()
    for sheet in book.sheets:
        _write(target.create_sheet(sheet.name), sheet)
    if all(sheet.sheet_state != "visible" for sheet in target.worksheets):
        target.worksheets[0].sheet_state = "visible"
    return book_bytes(target)


def _write(target: Worksheet, sheet: Sheet) -> None:
    widths, lines = dict[int, int](), dict[int, int]()
    for (row, column), cell in sheet.cells():
        refuse_unwritable(sheet.name, row, column, cell.value)
        _put(cast("Written", target.cell(row, column)), cell)
        wide = sum(1 + (ord(sign) > 0x2E7F) for sign in str(cell.value or "").partition("\n")[0])
        widths[column] = max(widths.get(column, _NARROWEST), min(wide + 2, _WIDEST))
        lines[row] = max(lines.get(row, 1), ceil(wide / _WIDEST) if isinstance(cell.value, str) else 1)
    for row, most in lines.items():
        if most > 1:
            target.row_dimensions[row].height = min(_LINE * most, _HIGHEST)
    for column, width in widths.items():
        target.column_dimensions[get_column_letter(column)].width = width
    for (row, column), text in sheet.notes.items():
        target.cell(row, column).comment = Comment(carried(text), _NO_AUTHOR)
    for area in sheet.merges:
        target.merged_cells.add(f"{get_column_letter(area.left)}{area.top}:{get_column_letter(area.right)}{area.bottom}")
    for row in sheet.hidden_rows:
        target.row_dimensions[row].hidden = True
    for column in sheet.hidden_columns:
        target.column_dimensions[get_column_letter(column)].hidden = True
    target.sheet_state = sheet.visibility.value
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.paperSize, target.page_setup.orientation, target.page_setup.fitToHeight = _A4, "landscape", 0


def _put(place: Written, cell: Cell) -> None:
    """A text stays a text, whatever it begins with."""
    if isinstance(cell.value, str):
        place.value = carried(cell.value)
        place.data_type = "s"
        if len(cell.value) > _WIDEST // 2:
            place.alignment = _WRAPPED
    elif cell.value is not None:
        place.value = cell.value
        place.number_format = cell.format
