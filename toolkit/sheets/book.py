"""A workbook of our own: begun without sheets, ended as bytes."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from toolkit.policy import notice
from toolkit.sheets.pin import pin


def new_book() -> Workbook:
    """A book that has no sheet yet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_store(book: Workbook, name: str, headers: Sequence[str]) -> None:
    """A very hidden sheet for the toolkit's own memory: headers in row 1, everything text."""
    sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    for column, header in enumerate(headers, start=1):
        sheet.cell(1, column, header)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].number_format = "@"


def book_bytes(book: Workbook) -> bytes:
    """The book as .xlsx bytes, pinned: the same content, the same bytes."""
    book.properties.creator = book.properties.lastModifiedBy = notice().issuer
    stream = io.BytesIO()
    book.save(stream)
    return pin(stream.getvalue())
