"""A sheet of small tables at fixed places with charts over them: figures are written into it, never formulas."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets import look
from toolkit.sheets.charts import Chart, Strip, add_chart
from toolkit.sheets.grid import Address
from toolkit.sheets.page import head_title, write_value


@dataclass(frozen=True, slots=True)
class Block:
    """A small table: headers in row `top` from column `left`, a label in the first column of each row below.

    The labels of a `rolling` one are written with the figures; of one that reaches to column `reach` the last
    header's cells are merged up to there; a `big` one is seen first. Rows are `height` points high.
    """

    top: int
    left: int
    headers: tuple[str, ...]
    labels: tuple[str, ...]
    rolling: bool = False
    reach: int | None = None
    big: bool = False
    height: int = 20

    def place(self, label: str, header: str) -> Address:
        """The (row, column) of a figure; a KeyError is a slip in our code."""
        if label not in self.labels or header not in self.headers[not self.rolling :]:
            raise KeyError(f"{label}/{header}")
        return self.top + 1 + self.labels.index(label), self.left + self.headers.index(header)

    def texts(self) -> Iterator[tuple[Address, str]]:
        """What stands firm in it, and where: its headers, and its labels unless they roll."""
        for offset, header in enumerate(self.headers):
            yield (self.top, self.left + offset), header
        for offset, label in enumerate(() if self.rolling else self.labels):
            yield (self.top + 1 + offset, self.left), label

    @property
    def last(self) -> int:
        """The row of the last label."""
        return self.top + len(self.labels)

    @property
    def right(self) -> int:
        """The last column."""
        return self.reach or self.left + len(self.headers) - 1

    def strip(self, last: int | None = None) -> Strip:
        """Its labels and figures for a chart, down to a row."""
        return Strip(self.top, self.left, last or self.last, self.left)

    def across(self, first: int, last: int) -> Strip:
        """Its only row of figures for a chart, from one column to another, named by their headers."""
        return Strip(self.top, first, self.top + 1, last, across=True)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole sheet. `widths` are by column letter; each of `pages` is the first row of a new page."""

    name: str
    title: str
    line: str
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...]
    widths: Mapping[str, int]
    pages: tuple[int, ...]


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
    for first in board.pages:
        sheet.row_breaks.append(Break(id=first - 1))
    return sheet


def _add_block(sheet: Worksheet, block: Block) -> None:
    columns = range(block.left, block.right + 1)
    for column in columns:
        cell = sheet.cell(block.top, column)
        cell.fill, cell.font = look.Role.RECORD.fill, look.Role.RECORD.font
        cell.alignment, cell.border = look.HEADER_PLACE, look.BOX
    for column, header in enumerate(block.headers, start=block.left):
        write_value(sheet, block.top, column, header)
    for row, label in enumerate(block.labels, start=block.top + 1):
        write_value(sheet, row, block.left, label)
        _dress_row(sheet, row, columns, block)
    sheet.row_dimensions[block.top].height = block.height + 2
    for row in range(block.top, block.last + 1) if block.reach else ():
        sheet.merge_cells(start_row=row, end_row=row, start_column=block.left + len(block.headers) - 1, end_column=block.right)


def _dress_row(sheet: Worksheet, row: int, columns: Iterable[int], block: Block) -> None:
    sheet.row_dimensions[row].height = block.height
    for column in columns:
        cell = sheet.cell(row, column)
        first, text = column == block.left, block.reach is not None
        cell.font, cell.border = look.FIGURE if block.big and not first else look.BODY, look.BOX
        cell.alignment = look.INDENTED if first else look.body_place(wrap=False)
        cell.number_format = "@" if first else "yyyy-mm-dd;@" if text else "0"
        if first:
            cell.fill = look.PANEL
        if text and column >= block.left + len(block.headers) - 1:
            cell.alignment = look.LINE
