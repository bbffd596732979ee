"""A sheet of small tables at fixed places with charts over them: figures are written into it, never formulas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets import look
from toolkit.sheets.charts import Chart, add_chart
from toolkit.sheets.page import head_title, write_value


@dataclass(frozen=True, slots=True)
class Block:
    """A small table: headers in row `top` from column `left`, a fixed label in the first column of each row below."""

    top: int
    left: int
    headers: tuple[str, ...]
    labels: tuple[str, ...]

    def place(self, label: str, header: str) -> tuple[int, int]:
        """The (row, column) of a figure; a KeyError is a slip in our code."""
        if label not in self.labels or header not in self.headers[1:]:
            raise KeyError(f"{label}/{header}")
        return self.top + 1 + self.labels.index(label), self.left + self.headers.index(header)

    @property
    def last(self) -> int:
        """The row of the last label."""
        return self.top + len(self.labels)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole sheet. `widths` are by column letter; the charts begin on a page of their own at `charts_from`."""

    name: str
    title: str
    line: str
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...]
    widths: Mapping[str, int]
    charts_from: int


def add_board(book: Workbook, board: Board) -> Worksheet:
    """Append a board to a book, its figures empty."""
    sheet: Worksheet = book.create_sheet(board.name)
    for letter, width in board.widths.items():
        sheet.column_dimensions[letter].width = width
    head_title(sheet, board.title, board.line, len(board.widths))
    for block in board.blocks:
        _add_block(sheet, block)
    for chart in board.charts:
        add_chart(sheet, chart)
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "A3"
    look.print_on_a4(sheet, width=sum(board.widths.values()), header_rows=2, lead=1)
    sheet.row_breaks.append(Break(id=board.charts_from - 1))
    return sheet


def _add_block(sheet: Worksheet, block: Block) -> None:
    columns = range(block.left, block.left + len(block.headers))
    for column, header in zip(columns, block.headers, strict=True):
        write_value(sheet, block.top, column, header)
        cell = sheet.cell(block.top, column)
        cell.fill, cell.font = look.Role.RECORD.fill, look.Role.RECORD.font
        cell.alignment, cell.border = look.HEADER_PLACE, look.BOX
    for row, label in enumerate(block.labels, start=block.top + 1):
        write_value(sheet, row, block.left, label)
        sheet.row_dimensions[row].height = 18
        _dress_row(sheet, row, columns)


def _dress_row(sheet: Worksheet, row: int, columns: Iterable[int]) -> None:
    for number, column in enumerate(columns):
        cell = sheet.cell(row, column)
        cell.font, cell.border = look.BODY, look.BOX
        cell.alignment = look.INDENTED if number == 0 else look.body_place(wrap=False)
        cell.number_format = "@" if number == 0 else "0"
        if number == 0:
            cell.fill = look.PANEL
