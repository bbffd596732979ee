"""Read .ods: one XML part, rows and cells told with repetitions, dates and errors told in words."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, MAX_CELL_TEXT, MAX_SHEETS, Budget, too_large
from toolkit.sheets.formats.cells import ERROR_TEXTS
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.markup import SHORT, Attributes, Elements, Ends, Starts, nothing, walk
from toolkit.sheets.formats.numbers import GENERAL, datetime_or_serial, parse_number, plain
from toolkit.sheets.formats.package import Package
from toolkit.sheets.grid import Area, Book, Cell, Fault, Sheet, Value, Visibility

CONTENT = "content.xml"
_LINES_THROUGH = ("style:text-line-through-style", "style:text-line-through-type")
_MANIFEST = "meta-inf/manifest.xml"
_FORMATS = {"date": "yyyy-mm-dd", "percentage": "0%", "time": "hh:mm:ss"}
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def read(package: Package, budget: Budget) -> Book:
    """The book in an OpenDocument package."""
    _refuse_encrypted(package, budget)
    handler = _Content(budget)
    walk(package.chunks(CONTENT), handler, budget, root="office:document-content")
    macros = any(name.startswith(("basic/", "scripts/")) for name in package.names())
    return Book(tuple(handler.sheets), "ods", handler.epoch_1904, macros, frozenset(handler.links))


def _refuse_encrypted(package: Package, budget: Budget) -> None:
    def encrypted(_attributes: Attributes) -> None:
        raise Unreadable(files.ENCRYPTED)

    if _MANIFEST in package:
        handler = Elements(**{"manifest:encryption-data": encrypted})
        walk(package.chunks(_MANIFEST), handler, budget, root="manifest:manifest")


def _with_short_names(begin: Callable[["_Content", Attributes], None]) -> Callable[["_Content", Attributes], None]:
    """All attributes of the format carry a namespace; the handler knows them by their short names."""

    def begun(handler: "_Content", attributes: Attributes) -> None:
        begin(handler, {SHORT[name]: value for name, value in attributes.items()})

    return begun


class _Content:
    """Listens to content.xml and gathers its sheets."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: list[Sheet] = []
        self.epoch_1904 = False
        self.links: set[str] = set()
        self._budget = budget
        self._gathered = Gathered(budget)
        self._style = ""
        self._hidden_tables: set[str] = set()
        self._flat: set[str] = set()
        self._struck: dict[str, bool] = {}
        self._depth = self._phonetic = 0
        self._name, self._visibility = "", Visibility.VISIBLE
        self._row = self._column = self._columns_told = 0
        self._column_ends: list[int] = []
        self._column_styles: list[str] = []
        self._row_attributes: Attributes = {}
        self._row_cells: dict[int, Cell] = {}
        self._cell: Attributes | None = None
        self._texts = _Paragraphs(budget)
        self._cell_texts = self._texts

    def text(self, data: str) -> None:
        """Some of the text of a cell or a note."""
        if self._cell is not None and not self._phonetic:
            self._texts.text(data)

    def _start_phonetic(self, _attributes: Attributes) -> None:
        """A hint how to pronounce the text; no part of it."""
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _start_paragraph(self, _attributes: Attributes) -> None:
        self._texts.begin()

    def _end_paragraph(self) -> None:
        self._texts.end()

    def _start_span(self, attributes: Attributes) -> None:
        self._texts.looks.append(attributes.get("text:style-name", ""))

    def _end_span(self) -> None:
        if self._texts.looks:
            self._texts.looks.pop()

    def _start_spaces(self, attributes: Attributes) -> None:
        self._texts.text(" " * min(_repeated(attributes, "text:c"), MAX_CELL_TEXT))

    def _start_tab(self, _attributes: Attributes) -> None:
        self._texts.text("\t")

    def _start_break(self, _attributes: Attributes) -> None:
        self._texts.text("\n")

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")

    def _start_text_look(self, attributes: Attributes) -> None:
        told = [attributes[name] for name in _LINES_THROUGH if name in attributes]
        if told:
            self._struck[self._style] = "none" not in told

    def _start_table_look(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self._hidden_tables.add(self._style)

    def _start_measure(self, attributes: Attributes) -> None:
        if nothing(attributes.get("style:row-height")) or nothing(attributes.get("style:column-width")):
            self._flat.add(self._style)

    def _is_hidden(self, attributes: Attributes) -> bool:
        """Whether a row or column shows nothing."""
        return attributes.get("table:visibility", "visible") != "visible" or attributes.get("table:style-name") in self._flat

    def _start_null_date(self, attributes: Attributes) -> None:
        self.epoch_1904 = attributes.get("table:date-value", "").startswith("1904")

    def _start_dde(self, _attributes: Attributes) -> None:
        self.links.add("dde")

    def _start_link(self, _attributes: Attributes) -> None:
        self.links.add("workbook")

    def _start_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        if len(self.sheets) >= MAX_SHEETS:
            raise too_large("工作表数", f"{MAX_SHEETS}")
        self._gathered = Gathered(self._budget)
        self._name = attributes.get("table:name", "")
        hidden = attributes.get("table:style-name") in self._hidden_tables
        self._visibility = Visibility.HIDDEN if hidden else Visibility.VISIBLE
        self._row = self._columns_told = 0
        self._column_ends, self._column_styles = [], []

    def _end_table(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.sheets.append(self._gathered.sheet(self._name, self._visibility))

    def _start_column(self, attributes: Attributes) -> None:
        if self._depth != 1:
            return
        first = self._columns_told + 1
        self._columns_told += _repeated(attributes, "table:number-columns-repeated")
        self._column_ends.append(self._columns_told)
        self._column_styles.append(attributes.get("table:default-cell-style-name", ""))
        if self._is_hidden(attributes):
            self._gathered.hidden_columns.update(range(first, min(self._columns_told, LAST_COLUMN) + 1))

    def _start_row(self, attributes: Attributes) -> None:
        if self._depth == 1:
            self._row_attributes, self._row_cells, self._column = attributes, {}, 0

    def _end_row(self) -> None:
        if self._depth != 1:
            return
        times = _repeated(self._row_attributes, "table:number-rows-repeated")
        first, last = self._row + 1, self._row + times
        self._row = last
        if not self._row_cells:
            return
        if last > LAST_ROW:
            raise Unreadable(files.DAMAGED, detail="有一行的行号无法辨认")
        self._gathered.filtered |= self._row_attributes.get("table:visibility") == "filter"
        hidden = self._is_hidden(self._row_attributes)
        for row in range(first, last + 1):
            for column, cell in self._row_cells.items():
                self._gathered.put(row, column, cell)
            if hidden:
                self._gathered.hidden_rows.add(row)

    def _start_cell(self, attributes: Attributes) -> None:
        if self._depth == 1:
            self._cell = attributes
            self._texts = self._cell_texts = _Paragraphs(self._budget)

    def _end_cell(self) -> None:
        if self._depth != 1 or self._cell is None:
            return
        attributes, self._cell = self._cell, None
        times = _repeated(attributes, "table:number-columns-repeated")
        first, self._column = self._column + 1, self._column + times
        cell = self._made(attributes, self._look(attributes, first))
        if cell is not None:
            if self._column > LAST_COLUMN:
                raise Unreadable(files.DAMAGED, detail="有单元格的地址无法辨认")
            self._row_cells.update(dict.fromkeys(range(first, self._column + 1), cell))
        down, across = (_repeated(attributes, f"table:number-{way}-spanned") for way in ("rows", "columns"))
        if (down, across) != (1, 1):
            bottom, right = min(self._row + down, LAST_ROW), min(first + across - 1, LAST_COLUMN)
            self._gathered.merge(Area(self._row + 1, first, bottom, right))

    def _look(self, attributes: Attributes, column: int) -> str:
        """The name of a cell's style: its own, else its row's, else its column's."""
        own = attributes.get("table:style-name") or self._row_attributes.get("table:default-cell-style-name")
        if own:
            return own
        place = bisect_left(self._column_ends, column)
        return self._column_styles[place] if place < len(self._column_styles) else ""

    def _made(self, attributes: Attributes, look: str) -> Cell | None:
        kind = attributes.get("office:value-type", "")
        shown = self._cell_texts.result()
        formula = "table:formula" in attributes
        struck = self._cell_texts.all_struck(self._struck, cell=self._struck.get(look, False))
        if attributes.get("calcext:value-type") == "error" or (formula and shown in ERROR_TEXTS):
            return Cell(shown, GENERAL, formula, Fault.ERROR, struck)
        if kind in {"", "string"}:
            text = attributes.get("office:string-value") or shown
            if kind and not formula and not text and not self._cell_texts.told:
                return Cell("", fault=Fault.BROKEN)  # says it is a text and brings none
            if text or (formula and kind):
                return Cell(text, GENERAL, formula, None, struck)
            return Cell(None, GENERAL, formula, Fault.UNCACHED) if formula else None
        value = _value(kind, attributes)
        fault = Fault.BROKEN if value is None else None
        return Cell(shown if value is None else value, _FORMATS.get(kind, GENERAL), formula, fault, struck)

    def _start_note(self, _attributes: Attributes) -> None:
        self._texts = _Paragraphs(self._budget)

    def _end_note(self) -> None:
        if self._cell is not None:
            self._gathered.notes[self._row + 1, self._column + 1] = self._texts.result()
        self._texts = self._cell_texts

    def _start_picture(self, _attributes: Attributes) -> None:
        if self._cell is not None and self._row < LAST_ROW and self._column < LAST_COLUMN:
            self._gathered.pictures.add((self._row + 1, self._column + 1))

    starts: ClassVar[Starts] = {
        name: _with_short_names(begin)
        for name, begin in {
            "style:style": _start_style, "style:text-properties": _start_text_look,
            "style:table-properties": _start_table_look, "style:table-row-properties": _start_measure,
            "style:table-column-properties": _start_measure, "table:null-date": _start_null_date,
            "table:table": _start_table, "table:table-column": _start_column, "table:table-row": _start_row,
            "table:table-cell": _start_cell, "table:covered-table-cell": _start_cell,
            "office:annotation": _start_note, "draw:image": _start_picture, "table:dde-link": _start_dde,
            "table:cell-range-source": _start_link, "table:table-source": _start_link,
            "text:p": _start_paragraph, "text:span": _start_span, "text:s": _start_spaces,
            "text:tab": _start_tab, "text:line-break": _start_break, "text:ruby-text": _start_phonetic,
        }.items()
    }  # fmt: skip
    ends: ClassVar[Ends] = {
        "table:table": _end_table, "table:table-row": _end_row, "table:table-cell": _end_cell,
        "table:covered-table-cell": _end_cell, "office:annotation": _end_note, "text:p": _end_paragraph,
        "text:span": _end_span, "text:ruby-text": _end_phonetic,
    }  # fmt: skip


class _Paragraphs:
    """The text of a cell or a note: paragraphs, spaces told by number, tabs, line breaks, struck spans."""

    def __init__(self, budget: Budget) -> None:
        self.looks: list[str] = []
        self._budget = budget
        self._paragraphs: list[list[str]] = []
        self._said: set[str | None] = set()
        self._length = 0
        self._open = 0

    def begin(self) -> None:
        """A paragraph."""
        self._paragraphs.append([])
        self._open += 1

    def end(self) -> None:
        """Its end."""
        self._open -= 1

    def text(self, data: str) -> None:
        """Text inside a paragraph; anything else is white space between elements."""
        if self._open:
            self._length += len(data)
            self._budget.text(len(data), of=self._length)
            self._paragraphs[-1].append(data)
            self._said.add(self.looks[-1] if self.looks else None)

    @property
    def told(self) -> bool:
        """Whether there was any paragraph at all."""
        return bool(self._paragraphs)

    def result(self) -> str:
        """The text, line by line."""
        return "\n".join("".join(parts) for parts in self._paragraphs)

    def all_struck(self, looks: Mapping[str, bool], *, cell: bool) -> bool:
        """Whether every span is struck; what says nothing of it looks as its cell does."""
        if not self._said:
            return cell
        return all(cell if look is None else looks.get(look, cell) for look in self._said)


def _value(kind: str, attributes: Attributes) -> Value:
    """The value of a cell by its type; None where it contradicts itself."""
    if kind in {"float", "percentage", "currency"}:
        return parse_number(attributes.get("office:value", ""))
    if kind == "boolean":
        return {"true": True, "false": False}.get(attributes.get("office:boolean-value", ""))
    if kind == "date":
        return _date(attributes.get("office:date-value", ""))
    if kind == "time":
        return _days(attributes.get("office:time-value", ""))
    return None


def _date(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return datetime_or_serial(moment.replace(tzinfo=None))


def _days(text: str) -> Value:
    """A duration as the part of a day it is, as the other formats store it."""
    match = _DURATION.fullmatch(text)
    if match is None or len(text) > 60:
        return None
    sign, *parts = match.groups()
    days, hours, minutes, seconds = (float(part or 0) for part in parts)
    return plain((-1 if sign else 1) * (days + (hours + (minutes + seconds / 60) / 60) / 24))


def _repeated(attributes: Attributes, name: str) -> int:
    """A count that is 1 where nothing is said."""
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unreadable(files.DAMAGED, detail="重复次数无法辨认")
    return max(int(text), 1)
