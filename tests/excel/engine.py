"""A stand-in for Excel: an xlwings engine over the open base classes, with openpyxl behind it.

It says of cells what Excel says through COM (floats, money as Decimal, naive datetimes, errors as integers,
None where a block disagrees) and does with written texts what Excel does (numbers and formulas out of texts,
unless the cell is formatted as text). Whatever is not here is not portable enough to be used: it raises.
"""

# mypy: disable-error-code="misc, no-any-return, no-untyped-call"

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles import Font as Letters
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes as base

ERROR_CODES = {
    "#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
    "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246,
}  # fmt: skip
ERROR_WORDS = {code: word for word, code in ERROR_CODES.items()}
SPILL = -2146826243
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
POINTS_A_UNIT, POINTS_A_ROW, UNITS_A_COLUMN = 5.25, 15.0, 8.43


def open_book(data: bytes, name: str = "报送.xlsx", folder: str = "/没有的文件夹") -> xw.Book:
    """A workbook file's bytes as an open book."""
    return xw.Book(impl=BookImpl(data, name, folder))


def saved(book: xw.Book) -> bytes:
    """The open book as a file."""
    stream = io.BytesIO()
    book.impl.workbook.save(stream)
    return stream.getvalue()


class EngineImpl:
    name, type = "stand-in", "desktop"

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, int) and value in ERROR_WORDS:
                return ERROR_WORDS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value


class AppImpl(base.App):
    engine = EngineImpl()
    pid = 1
    display_alerts = True

    def __init__(self, book: "BookImpl") -> None:
        self._books = BooksImpl(book)
        self.alerts: list[tuple[str, str, str | None]] = []
        self.bar: list[str | bool] = []
        self.chosen: dict[str, tuple[int, int]] = {}

    @property
    def books(self) -> "BooksImpl":
        return self._books

    @property
    def status_bar(self) -> str | bool:
        return self.bar[-1] if self.bar else False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self.bar.append(value)

    @property
    def selection(self) -> "RangeImpl":
        """Each sheet remembers what was chosen in it."""
        sheet = self._books.active.sheets.active
        return sheet.range(self.chosen.get(sheet.name, (1, 1)))

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, callback: object) -> str:
        self.alerts.append((prompt, title, mode))
        return "ok"


class BooksImpl(base.Books):
    def __init__(self, active: "BookImpl") -> None:
        self._active = active

    @property
    def active(self) -> "BookImpl":
        return self._active


class BookImpl(base.Book):
    """`workbook` has the formulas, `results` what was stored with them."""

    def __init__(self, data: bytes, name: str, folder: str) -> None:
        self.workbook: Workbook = load_workbook(io.BytesIO(data))
        self._data = data
        self._name, self._folder = name, folder
        self.writable = True
        self.general: set[tuple[str, int, int]] = set()
        self._app = AppImpl(self)

    @cached_property
    def results(self) -> Workbook:
        return load_workbook(io.BytesIO(self._data), data_only=True)

    @property
    def api(self) -> Any:
        raise AssertionError(".api is of one engine alone")

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return f"{self._folder}/{self._name}" if self._folder else self._name

    @property
    def app(self) -> AppImpl:
        return self._app

    @property
    def sheets(self) -> "SheetsImpl":
        return SheetsImpl(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if not self.writable:
            raise OSError("read-only")
        self.workbook.save(path or self.fullname)


class SheetsImpl(base.Sheets):
    def __init__(self, book: BookImpl) -> None:
        self._book = book

    def __call__(self, name_or_index: Any) -> "SheetImpl":
        sheets = self._book.workbook.worksheets
        if isinstance(name_or_index, str):
            return SheetImpl(self._book, next(sheet for sheet in sheets if sheet.title.lower() == name_or_index.lower()))
        return SheetImpl(self._book, sheets[int(name_or_index) - 1])

    def __len__(self) -> int:
        return len(self._book.workbook.worksheets)

    @property
    def active(self) -> "SheetImpl":
        sheet = self._book.workbook.active
        assert isinstance(sheet, Worksheet)
        return SheetImpl(self._book, sheet)

    def __iter__(self) -> Iterator["SheetImpl"]:
        return (SheetImpl(self._book, sheet) for sheet in self._book.workbook.worksheets)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> "SheetImpl":
        at = self._book.workbook.index(after.sheet) + 1 if after else 0
        return SheetImpl(self._book, self._book.workbook.create_sheet(name, at))


class SheetImpl(base.Sheet):
    def __init__(self, book: BookImpl, sheet: Worksheet) -> None:
        self._book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        raise AssertionError(".api is of one engine alone")

    @property
    def name(self) -> str:
        return self.sheet.title

    @property
    def book(self) -> BookImpl:
        return self._book

    def activate(self) -> None:
        self._book.workbook.active = self.sheet

    @property
    def visible(self) -> int:
        return {"visible": -1, "hidden": 0, "veryHidden": 2}[self.sheet.sheet_state]

    @property
    def used_range(self) -> "RangeImpl":
        left, top, right, bottom = range_boundaries(self.sheet.calculate_dimension())
        return RangeImpl(self, top or 1, left or 1, bottom or 1, right or 1)

    @property
    def pictures(self) -> list["PictureImpl"]:
        return [PictureImpl(self, image.anchor._from) for image in self.sheet._images]

    def range(self, arg1: Any, arg2: Any = None) -> "RangeImpl":
        one, other = (_corners(arg) for arg in (arg1, arg1 if arg2 is None else arg2))
        return RangeImpl(self, one[0], one[1], other[2], other[3])

    def clear(self) -> None:
        for row in self.sheet.iter_rows():
            for cell in row:
                cell.value, cell.style = None, "Normal"

    def cached(self, cell: Cell) -> Any:
        """The result stored with a formula."""
        titles = self._book.results.sheetnames
        return self._book.results[self.name][cell.coordinate].value if self.name in titles else None

    def shown_format(self, cell: Cell) -> str:
        """A cell that was never touched looks as its column does."""
        if cell.has_style or cell.value is not None or (self.name, cell.row, cell.column) in self._book.general:
            return cell.number_format
        column = self.sheet.column_dimensions.get(cell.column_letter)
        return column.number_format if column is not None else cell.number_format

    def height(self, row: int) -> float:
        known = self.sheet.row_dimensions.get(row)
        if known is None:
            return POINTS_A_ROW
        return 0.0 if known.hidden else float(known.height or POINTS_A_ROW)

    def width(self, column: int) -> float:
        known = self.sheet.column_dimensions.get(get_column_letter(column))
        if known is None:
            return UNITS_A_COLUMN
        return 0.0 if known.hidden else float(known.width or UNITS_A_COLUMN)


def _corners(arg: Any) -> tuple[int, int, int, int]:
    if isinstance(arg, RangeImpl):
        return *arg.top_left, arg.bottom, arg.right
    if isinstance(arg, tuple):
        return arg[0], arg[1], arg[0], arg[1]
    left, top, right, bottom = range_boundaries(arg)
    assert left
    assert top
    return top, left, bottom or top, right or left


class PictureImpl(base.Picture):
    """A picture a third into its cell."""

    def __init__(self, sheet: SheetImpl, anchor: Any) -> None:
        self._sheet, self._anchor = sheet, anchor

    @property
    def top(self) -> float:
        return self._sheet.range((self._anchor.row + 1, 1)).top + 5

    @property
    def left(self) -> float:
        return self._sheet.range((1, self._anchor.col + 1)).left + 5


class RangeImpl(base.Range):
    def __init__(self, sheet: SheetImpl, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet, self.top_left = sheet, (top, left)
        self._top, self._left, self.bottom, self.right = top, left, bottom, right

    def _cells(self) -> list[list[Any]]:
        rows = range(self._top, self.bottom + 1)
        return [[self._sheet.sheet.cell(row, c) for c in range(self._left, self.right + 1)] for row in rows]

    def _one(self) -> Any:
        ((cell,),) = self._cells()
        return cell

    @property
    def api(self) -> Any:
        return True  # the library asks whether there is one before it writes

    @property
    def sheet(self) -> SheetImpl:
        return self._sheet

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self._sheet.name, self._top, self._left, *self.shape)

    @property
    def row(self) -> int:
        return self._top

    @property
    def column(self) -> int:
        return self._left

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self._top + 1, self.right - self._left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> "RangeImpl":
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        return self._sheet.range((self._top + row - 1, self._left + column - 1))

    @property
    def raw_value(self) -> Any:
        return _block([[_com(cell, self._sheet) for cell in row] for row in self._cells()])

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        data = data if isinstance(data, list | tuple) else [[data]]
        for cells, values in zip(self._cells(), data, strict=True):
            for cell, value in zip(cells, values, strict=True):
                _type(cell, value, self._sheet.shown_format(cell))

    def clear_contents(self) -> None:
        for row in self._cells():
            for cell in row:
                cell.value = None

    @property
    def formula(self) -> Any:
        return _block([[_formula(cell) for cell in row] for row in self._cells()])

    @property
    def color(self) -> tuple[int, int, int] | None:
        fill = self._anchor().fill
        if fill.fill_type is None:
            return None
        rgb = fill.start_color.rgb[-6:]
        return int(rgb[:2], 16), int(rgb[2:4], 16), int(rgb[4:], 16)

    @color.setter
    def color(self, colour: tuple[int, int, int] | str | None) -> None:
        fill = PatternFill() if colour is None else PatternFill("solid", start_color=_hex(colour))
        for row in self._cells():
            for cell in row:
                self._sheet.sheet.cell(cell.row, cell.column).fill = fill

    def _anchor(self) -> Any:
        assert len(self) == 1, "a colour of several cells is not to be relied on"
        return self._sheet.sheet.cell(*self.merge_area.top_left)

    @property
    def number_format(self) -> str | None:
        return _agreed(str(self._sheet.shown_format(cell)) for row in self._cells() for cell in row)

    @number_format.setter
    def number_format(self, code: str) -> None:
        for row in self._cells():
            for cell in row:
                cell.number_format = code
                self._sheet._book.general.add((self._sheet.name, cell.row, cell.column))

    @property
    def font(self) -> "FontImpl":
        return FontImpl([cell for row in self._cells() for cell in row])

    @property
    def wrap_text(self) -> bool | None:
        return _agreed(bool(cell.alignment.wrap_text) for row in self._cells() for cell in row)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        for row in self._cells():
            for cell in row:
                cell.alignment = Alignment(wrap_text=value)

    def autofit(self, axis: str | None = None) -> None:
        """Rows get the height of their longest cell; two characters of ours take a unit of width each."""
        for cells in self._cells():
            needed = [len(str(cell.value or "")) * 2 / self._sheet.width(cell.column) for cell in cells]
            self._sheet.sheet.row_dimensions[cells[0].row].height = POINTS_A_ROW * (1 + int(max(needed)))

    @property
    def row_height(self) -> Any:
        return _agreed(self._sheet.height(row) for row in range(self._top, self.bottom + 1))

    @property
    def column_width(self) -> Any:
        return _agreed(self._sheet.width(column) for column in range(self._left, self.right + 1))

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self._left, self.right + 1):
            known = self._sheet.sheet.column_dimensions[get_column_letter(column)]
            known.width, known.hidden = value, value == 0

    @property
    def top(self) -> float:
        known = {row: self._sheet.height(row) for row in self._sheet.sheet.row_dimensions if row < self._top}
        return sum(known.values()) + POINTS_A_ROW * (self._top - 1 - len(known))

    @property
    def left(self) -> float:
        return sum(self._sheet.width(column) * POINTS_A_UNIT for column in range(1, self._left))

    def _merges(self) -> list[Any]:
        return [
            area for area in self._sheet.sheet.merged_cells.ranges
            if area.min_row <= self.bottom and area.max_row >= self._top
            and area.min_col <= self.right and area.max_col >= self._left
        ]  # fmt: skip

    @property
    def merge_cells(self) -> bool | None:
        merged = {(row, column) for area in self._merges() for row, column in area.cells}
        return _agreed(
            (row, column) in merged
            for row in range(self._top, self.bottom + 1) for column in range(self._left, self.right + 1)
        )  # fmt: skip

    @property
    def merge_area(self) -> "RangeImpl":
        for area in self._merges():
            return RangeImpl(self._sheet, area.min_row, area.min_col, area.max_row, area.max_col)
        return self


class FontImpl(base.Font):
    def __init__(self, cells: list[Cell]) -> None:
        self._cells = cells

    @property
    def bold(self) -> bool | None:
        return _agreed(bool(cell.font.bold) for cell in self._cells)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(b=value)

    @property
    def size(self) -> float | None:
        return _agreed(cell.font.size for cell in self._cells)

    @size.setter
    def size(self, value: float) -> None:
        self._set(sz=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        raise NotImplementedError

    @color.setter
    def color(self, colour: tuple[int, int, int] | str) -> None:
        self._set(color=_hex(colour))

    def _set(self, **changed: Any) -> None:
        for cell in self._cells:
            font = cell.font
            kept = {"b": font.b, "sz": font.sz, "color": font.color, "name": font.name}
            cell.font = Letters(**{**kept, **changed})


def _hex(colour: tuple[int, int, int] | str) -> str:
    return colour.removeprefix("#") if isinstance(colour, str) else "{:02X}{:02X}{:02X}".format(*colour)


def _agreed(values: Any) -> Any:
    """What all say, or None."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _block(rows: list[list[Any]]) -> Any:
    """As COM gives blocks: one cell bare, else tuples of tuples."""
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))


def _com(cell: Any, sheet: SheetImpl) -> Any:
    value = sheet.cached(cell) if cell.data_type == "f" else cell.value
    if isinstance(value, str) and value in ERROR_CODES and (cell.data_type in "ef"):
        return ERROR_CODES[value]
    if value == "#SPILL!" and cell.data_type == "f":
        return SPILL
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _moment(value)
    if re.search("[¥￥$]", cell.number_format):
        return Decimal(str(round(value, 4)))
    return float(f"{value:.15g}")


def _moment(value: Any) -> Any:
    """COM's dates: days since 1899-12-30, also where openpyxl counts as Lotus did (before March 1900)."""
    return DAY_ZERO + timedelta(days=to_excel(value)) if isinstance(value, date | time | timedelta) else value


def _formula(cell: Any) -> str:
    if cell.value is None:
        return ""
    return str(cell.value)


def _type(cell: Any, value: Any, code: str) -> None:
    """What Excel makes of a value written into a cell of a format: as if it were typed there."""
    if cell.number_format != code:
        cell.number_format = code
    if code == "@" and value is not None and value != "":
        cell.value = f"{value:g}" if isinstance(value, float) else str(value)
        cell.data_type = "s"
    elif isinstance(value, str) and (day := re.fullmatch(r"(\d{4})-(\d{1,2})", value)):
        cell.value = datetime(int(day[1]), int(day[2]), 1)  # noqa: DTZ001
    elif isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        cell.value = float(f"{float(value):.15g}")
    else:
        cell.value = value if value != "" else None
