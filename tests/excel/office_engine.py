"""An xlwings engine over the open base classes, with a document in a running LibreOffice behind it (through UNO).

It says of cells what Excel says through COM, and makes of what is written what LibreOffice makes of it when typed. Only
imported by programs of their own (`office_driver.py`, `office_press.py`): the bridge changes Python's import for good.
"""

# mypy: ignore-errors

import sys
from datetime import datetime, timedelta
from functools import cached_property

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian's python3-uno lies, after all that is ours

import uno
import xlwings as xw
from com.sun.star.beans import PropertyValue
from com.sun.star.beans.PropertyState import AMBIGUOUS_VALUE
from xlwings import base_classes as base

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
DATES, FORMULAS, EVERYTHING, CONTENTS = 2, 16, 1023, 1 | 2 | 4 | 16
ERROR_CODES = {501: -2146826288, 502: -2146826273, 519: -2146826273, 524: -2146826265, 525: -2146826259, 532: -2146826281, 32767: -2146826246}
ERROR_WORDS = {-2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!", -2146826259: "#NAME?", -2146826246: "#N/A"}
POINTS = 72 / 2540


def connect(pipe):
    """The desktop of the LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def load(desktop, path):
    """Open a file, its macros allowed."""
    return desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (said("Hidden", True), said("MacroExecutionMode", 4)))


def said(name, value):
    """A property of a call."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def book_of(document):
    """An open document as xlwings sees it."""
    return xw.Book(impl=BookImpl(document))


class EngineImpl:
    name, type = "office", "desktop"

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        def clean(value):
            if value in ("", None):
                return empty_as
            if isinstance(value, int) and value in ERROR_WORDS:
                return ERROR_WORDS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value, options):
        return "" if value is None else value


class AppImpl(base.App):
    engine, pid, display_alerts, status_bar = EngineImpl(), 1, True, False

    def __init__(self, book):
        self._book, self.alerts = book, []

    @property
    def books(self):
        return BooksImpl(self._book)

    @property
    def selection(self):
        chosen = self._book.document.CurrentController.getSelection()
        if not hasattr(chosen, "getRangeAddress"):
            return None
        return RangeImpl(SheetImpl(self._book, chosen.Spreadsheet), *_corners(chosen))

    def alert(self, prompt, title, buttons, mode, callback):
        self.alerts.append([prompt, title, mode])
        return "ok"


class BooksImpl(base.Books):
    def __init__(self, active):
        self._active = active

    @property
    def active(self):
        return self._active


class BookImpl(base.Book):
    def __init__(self, document):
        self.document, self._app = document, AppImpl(self)
        self._codes = {}

    @property
    def name(self):
        return self.fullname.rpartition("/")[2]

    @property
    def fullname(self):
        return uno.fileUrlToSystemPath(self.document.URL)

    @property
    def app(self):
        return self._app

    @property
    def sheets(self):
        return SheetsImpl(self)

    def save(self, path=None, password=None):
        self.document.store()

    def code(self, key):
        """A number format as Excel spells it."""
        if key not in self._codes:
            text = self.document.NumberFormats.getByKey(key).FormatString
            self._codes[key] = text if text in {"General", "@"} else text.lower()
        return self._codes[key]

    def key(self, code):
        formats, locale = self.document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(code, locale, False)
        return formats.addNew(code, locale) if key < 0 else key


class SheetsImpl(base.Sheets):
    def __init__(self, book):
        self._book, self._sheets = book, book.document.Sheets

    def __call__(self, name_or_index):
        if isinstance(name_or_index, str):
            return SheetImpl(self._book, self._sheets.getByName(name_or_index))
        return SheetImpl(self._book, self._sheets.getByIndex(int(name_or_index) - 1))

    def __len__(self):
        return self._sheets.Count

    def __iter__(self):
        return (SheetImpl(self._book, self._sheets.getByIndex(number)) for number in range(self._sheets.Count))

    @property
    def active(self):
        return SheetImpl(self._book, self._book.document.CurrentController.ActiveSheet)

    def add(self, before=None, after=None, name=None):
        self._sheets.insertNewByName(name, after.sheet.RangeAddress.Sheet + 1 if after else 0)
        return self(name)


class SheetImpl(base.Sheet):
    def __init__(self, book, sheet):
        self._book, self.sheet = book, sheet

    @property
    def name(self):
        return self.sheet.Name

    @property
    def book(self):
        return self._book

    @property
    def visible(self):
        return self.sheet.IsVisible

    @property
    def used_range(self):
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return RangeImpl(self, 1, 1, end.EndRow + 1, end.EndColumn + 1)

    @property
    def pictures(self):
        page = self.sheet.DrawPage
        shapes = (page.getByIndex(number) for number in range(page.Count))
        return [PictureImpl(shape) for shape in shapes if shape.ShapeType == "com.sun.star.drawing.GraphicObjectShape"]

    def activate(self):
        self._book.document.CurrentController.setActiveSheet(self.sheet)

    def range(self, arg1, arg2=None):
        one, other = (self._place(arg) for arg in (arg1, arg1 if arg2 is None else arg2))
        return RangeImpl(self, one[0], one[1], other[2], other[3])

    def _place(self, arg):
        if isinstance(arg, RangeImpl):
            return arg.area
        if isinstance(arg, tuple):
            return arg[0], arg[1], arg[0], arg[1]
        return _corners(self.sheet.getCellRangeByName(arg))

    def clear(self):
        self.sheet.clearContents(EVERYTHING)


def _corners(cells):
    found = cells.RangeAddress
    return found.StartRow + 1, found.StartColumn + 1, found.EndRow + 1, found.EndColumn + 1


class PictureImpl(base.Picture):
    def __init__(self, shape):
        self._shape = shape

    @property
    def top(self):
        return self._shape.Position.Y * POINTS

    @property
    def left(self):
        return self._shape.Position.X * POINTS


class RangeImpl(base.Range):
    def __init__(self, sheet, top, left, bottom, right):
        self._sheet, self.area = sheet, (top, left, bottom, right)

    @cached_property
    def cells(self):
        top, left, bottom, right = self.area
        return self._sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def api(self):
        return True  # the library asks whether there is one before it writes

    @property
    def sheet(self):
        return self._sheet

    @property
    def coords(self):
        return (self._sheet.name, *self.area[:2], *self.shape)

    @property
    def row(self):
        return self.area[0]

    @property
    def column(self):
        return self.area[1]

    @property
    def shape(self):
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, column=None):
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        return self._sheet.range((self.row + row - 1, self.column + column - 1))

    def _marked(self, found):
        """The places, within this range, that a query of LibreOffice's named."""
        return {
            (row - self.row + 1, column - self.column + 1)
            for area in found.RangeAddresses
            for row in range(area.StartRow, area.EndRow + 1) for column in range(area.StartColumn, area.EndColumn + 1)
        }

    @property
    def raw_value(self):
        days, wrong = self._marked(self.cells.queryContentCells(DATES)), self._marked(self.cells.queryFormulaCells(4))
        rows = [list(row) for row in self.cells.getDataArray()]
        for row, column in days:
            rows[row][column] = DAY_ZERO + timedelta(days=rows[row][column])
        for row, column in wrong:
            rows[row][column] = ERROR_CODES.get(self.cells.getCellByPosition(column, row).getError(), -2146826273)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @raw_value.setter
    def raw_value(self, data):
        data = data if isinstance(data, list | tuple) else [[data]]
        for row, line in enumerate(data):
            for column, value in enumerate(line):
                self._type(self.cells.getCellByPosition(column, row), value)

    def _type(self, cell, value):
        if value is None or value == "":
            cell.clearContents(CONTENTS)
        elif self._sheet.book.code(cell.NumberFormat) == "@":
            cell.setString(f"{value:g}" if isinstance(value, float) else str(value))
        elif isinstance(value, datetime):
            cell.setValue((value - DAY_ZERO) / timedelta(days=1))
        elif isinstance(value, str):
            cell.setFormula(value)
        else:
            cell.setValue(value)

    def clear_contents(self):
        self.cells.clearContents(CONTENTS)

    @property
    def formula(self):
        rows = self.cells.getFormulaArray()
        return rows[0][0] if len(self) == 1 else rows

    @property
    def number_format(self):
        if self.cells.getPropertyState("NumberFormat") == AMBIGUOUS_VALUE:
            return None
        return self._sheet.book.code(self.cells.NumberFormat)

    @number_format.setter
    def number_format(self, code):
        self.cells.NumberFormat = self._sheet.book.key(code)

    @property
    def color(self):
        number = self.merge_area.cells.getCellByPosition(0, 0).CellBackColor
        return None if number < 0 else (number >> 16 & 255, number >> 8 & 255, number & 255)

    @color.setter
    def color(self, colour):
        self.cells.CellBackColor = -1 if colour is None else _number(colour)

    @property
    def font(self):
        return FontImpl(self.cells)

    @property
    def wrap_text(self):
        return bool(self.cells.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value):
        self.cells.IsTextWrapped = value

    def autofit(self, axis=None):
        self.cells.Rows.OptimalHeight = True

    @property
    def row_height(self):
        return self._size()

    @property
    def column_width(self):
        return self._size()

    @column_width.setter
    def column_width(self, value):
        self.cells.Columns.IsVisible = value > 0
        if value:
            self.cells.Columns.Width = int(value * 200)

    def _size(self):
        """One size for what can be seen, none for what is hidden, None where both are there."""
        seen = sum((a.EndRow - a.StartRow + 1) * (a.EndColumn - a.StartColumn + 1) for a in self.cells.queryVisibleCells().RangeAddresses)
        return 15.0 if seen == len(self) else None if seen else 0.0

    @property
    def top(self):
        return self.cells.Position.Y * POINTS

    @property
    def left(self):
        return self.cells.Position.X * POINTS

    @property
    def merge_cells(self):
        return (None if len(self) > 1 else True) if self.cells.IsMerged else False

    @property
    def merge_area(self):
        cursor = self._sheet.sheet.createCursorByRange(self.cells)
        cursor.collapseToMergedArea()
        return RangeImpl(self._sheet, *_corners(cursor))


class FontImpl(base.Font):
    def __init__(self, cells):
        self._cells = cells

    @property
    def bold(self):
        return self._cells.CharWeight > 100

    @bold.setter
    def bold(self, value):
        self._cells.CharWeight = 150.0 if value else 100.0

    @property
    def size(self):
        return self._cells.CharHeight

    @size.setter
    def size(self, value):
        self._cells.CharHeight = value

    @property
    def color(self):
        raise NotImplementedError

    @color.setter
    def color(self, colour):
        self._cells.CharColor = _number(colour)


def _number(colour):
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    return colour[0] << 16 | colour[1] << 8 | colour[2]
