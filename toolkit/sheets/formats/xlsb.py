"""Read .xlsb: the parts of an .xlsx with binary records in place of XML (MS-XLSB).

A few dozen kinds of record say all a reader needs; the rest is stepped over by its length.
"""

import math
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, MAX_SHEETS, Budget, too_large
from toolkit.sheets.formats.cells import ERRORS, dated
from toolkit.sheets.formats.drawings import SideParts
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.package import Package, refuse_unlisted
from toolkit.sheets.formats.styles import PLAIN, Style, style_of
from toolkit.sheets.formats.texts import all_struck
from toolkit.sheets.grid import Address, Area, Book, Cell, Fault, Sheet, Value, Visibility

_ROW, _BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED = range(8)
_FORMULA_KINDS = {8: _TEXT, 9: _REAL, 10: _BOOLEAN, 11: _ERROR}
_SHORT_KINDS = {number + 11: number for number in (_BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED)}
_RICH_TEXT = 62
_SST_ITEM, _FONT, _FORMAT, _STYLE, _COLUMN = 19, 43, 44, 47, 60
_SHEET_BEGIN, _SHEET_END, _WORKBOOK_END, _STYLES_END, _SST_END = 129, 130, 132, 279, 160
_PROPERTIES, _LISTED, _FILTER_COLUMN, _MERGE = 153, 156, 163, 176
_CELL_STYLES_BEGIN, _CELL_STYLES_END = 617, 618
_NOTE, _NOTE_TEXT = 635, 637
_STRIKE, _HIDDEN_ROW, _HIDDEN_COLUMN, _RICH = 0x08, 0x10, 0x01, 0x01
_VISIBILITIES = dict(enumerate(Visibility))

Run = tuple[int, int]


class Record:
    """The body of a record, read from front to back; reading past its end raises `struct.error`."""

    __slots__ = ("_body", "_position")

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._position = 0

    def take(self, layout: str) -> tuple[int, ...]:
        """The next figures, laid out as `struct` says."""
        found = struct.unpack_from("<" + layout, self._body, self._position)
        self._position += struct.calcsize("<" + layout)
        return found

    def one(self, layout: str) -> int:
        """The next figure."""
        return self.take(layout)[0]

    def real(self) -> float:
        """The next double."""
        return float(self.take("d")[0])

    def text(self) -> str:
        """The next text; a null one is empty, half a surrogate pair U+FFFD."""
        length = self.one("I")
        if length == 0xFFFFFFFF:
            return ""
        raw = self._body[self._position : self._position + 2 * length]
        if len(raw) != 2 * length:
            raise struct.error("text beyond its record")
        self._position += 2 * length
        return raw.decode("utf-16-le", "replace")

    def rich(self) -> tuple[str, tuple[Run, ...]]:
        """The next text with its runs."""
        flags = self.one("B")
        text = self.text()
        if not flags & _RICH:
            return text, ()
        return text, tuple((run[0], run[1]) for run in (self.take("HH") for _ in range(self.one("I"))))


def records(data: bytes) -> Iterator[tuple[int, Record]]:
    """Each record's number and body.

    Raises:
        Unreadable: the part ends inside a record.
    """
    position, end = 0, len(data)
    while position < end:
        number, position = _variable(data, position, 2)
        length, position = _variable(data, position, 4)
        if position + length > end:
            raise Unreadable(files.DAMAGED, detail="内容不完整，可能没有下载或保存完整")
        yield number, Record(data[position : position + length])
        position += length


def _variable(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """A number in groups of seven bits, lowest first."""
    number = 0
    for index in range(longest):
        byte = data[position + index]
        number |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return number, position + index + 1
    return number, position + longest


@dataclass(slots=True)
class _Common:
    """What all sheets share."""

    texts: list[tuple[str, tuple[Run, ...]]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    struck_fonts: list[bool] = field(default_factory=list)
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    relation: str
    visibility: Visibility


def read(package: Package, part: str, budget: Budget) -> Book:
    """The book whose workbook part is `part`."""
    return _Reader(package, part, budget).book()


class _Reader:
    def __init__(self, package: Package, part: str, budget: Budget) -> None:
        self._package = package
        self._part = part
        self._budget = budget
        self._relations = package.relations(part)
        self._side = SideParts(package, budget)
        self._common = _Common()

    def book(self) -> Book:
        entries = self._entries()
        self._read_shared()
        self._read_styles()
        refuse_unlisted(self._relations, {entry.relation for entry in entries})
        by_id = {relation.id: relation for relation in self._relations}
        sheets, others = [], []
        for entry in entries:
            relation = by_id.get(entry.relation)
            if relation is None or relation.target not in self._package:
                raise Unreadable(files.MISSING_PART, part=f"工作表“{entry.name}”")
            if relation.kind == "worksheet":
                sheets.append(self._sheet(entry, relation.target))
            else:
                others.append(entry.name)
        macros, links = self._side.macros(), self._side.links(self._relations)
        epoch_1904, lost = self._common.epoch_1904, tuple(self._side.lost)
        return Book(tuple(sheets), "xlsb", epoch_1904, macros, links, tuple(others), lost)

    def _records(self, part: str, last: int) -> Iterator[tuple[int, Record]]:
        """A part's records; without the one that closes it, the part is not whole."""
        number = -1
        for count, (number, record) in enumerate(records(self._package.read(part))):
            self._budget.tags(1)
            if count % 1000 == 0:
                self._budget.time()
            yield number, record
        if number != last:
            raise Unreadable(files.DAMAGED, detail="内容不完整，可能没有下载或保存完整")

    def _entries(self) -> list[_Entry]:
        found = []
        for number, record in self._records(self._part, _WORKBOOK_END):
            if number == _PROPERTIES:
                self._common.epoch_1904 = bool(record.one("I") & 1)
            elif number == _LISTED:
                state, _tab = record.take("II")
                relation, name = record.text(), record.text()
                found.append(_Entry(name, relation, _VISIBILITIES.get(state, Visibility.HIDDEN)))
        if len(found) > MAX_SHEETS:
            raise too_large("工作表数", f"{MAX_SHEETS}")
        return found

    def _side_part(self, kind: str, words: str) -> str | None:
        relation = next((r for r in self._relations if r.kind == kind), None)
        if relation and relation.target not in self._package:
            raise Unreadable(files.MISSING_PART, part=words)
        return relation.target if relation else None

    def _read_shared(self) -> None:
        if part := self._side_part("sharedStrings", "单元格文字"):
            for number, record in self._records(part, _SST_END):
                if number == _SST_ITEM:
                    text, runs = record.rich()
                    self._budget.strings(len(self._common.texts))
                    self._budget.text(len(text), of=len(text))
                    self._common.texts.append((text, runs))

    def _read_styles(self) -> None:
        if not (part := self._side_part("styles", "单元格格式")):
            return
        codes: dict[int, str] = {}
        looks: list[tuple[int, int]] = []
        inside = False
        for number, record in self._records(part, _STYLES_END):
            if number == _FORMAT:
                codes[record.one("H")] = record.text()
            elif number == _FONT:
                self._common.struck_fonts.append(bool(record.take("HH")[1] & _STRIKE))
            elif number in {_CELL_STYLES_BEGIN, _CELL_STYLES_END}:
                inside = number == _CELL_STYLES_BEGIN
            elif number == _STYLE and inside:
                _parent, form, font = record.take("HHH")
                looks.append((form, font))
        struck = dict(enumerate(self._common.struck_fonts))
        self._common.styles = [
            style_of(codes.get(form), form, struck=struck.get(font, False)) for form, font in looks
        ]

    def _sheet(self, entry: _Entry, part: str) -> Sheet:
        gathered = Gathered(self._budget)
        sheet = _SheetReader(gathered, self._common, self._budget)
        for number, record in self._records(part, _SHEET_END):
            sheet.record(number, record)
        relations = self._package.relations(part)
        for comments in self._side.present(relations, "comments"):
            gathered.notes |= _notes(records(self._package.read(comments)), self._budget)
        gathered.pictures = self._side.pictures(relations)
        return gathered.sheet(entry.name, entry.visibility)


class _SheetReader:
    """Takes the records of one sheet."""

    def __init__(self, gathered: Gathered, common: _Common, budget: Budget) -> None:
        self._gathered = gathered
        self._common = common
        self._budget = budget
        self._row = 0
        self._column = 0

    def record(self, number: int, record: Record) -> None:
        """One record."""
        if number == _ROW:
            self._start_row(record)
        elif number < _SST_ITEM or number == _RICH_TEXT:
            self._cell(number, record)
        elif number == _MERGE:
            self._merge(record)
        elif number == _COLUMN:
            first, last, width, _style, flags = record.take("IIIIH")
            if flags & _HIDDEN_COLUMN or not width:
                self._gathered.hidden_columns.update(range(first + 1, min(last + 1, LAST_COLUMN) + 1))
        elif number == _FILTER_COLUMN:
            self._gathered.filtered = True

    def _start_row(self, record: Record) -> None:
        row, _style, height, _above, flags = record.take("IIHBB")
        row += 1
        if row > LAST_ROW:
            raise Unreadable(files.DAMAGED, detail="有一行的行号无法辨认")
        self._gathered.disordered |= row <= self._row
        self._row, self._column = row, 0
        if flags & _HIDDEN_ROW or not height:
            self._gathered.hidden_rows.add(row)

    def _cell(self, number: int, record: Record) -> None:
        column = self._column + 1 if number in _SHORT_KINDS else record.one("I") + 1
        if not self._row or column > LAST_COLUMN:
            raise Unreadable(files.DAMAGED, detail="有单元格的地址无法辨认")
        self._gathered.disordered |= column <= self._column
        self._column = column
        index = record.one("I") & 0xFFFFFF
        style = self._common.styles[index] if index < len(self._common.styles) else None
        kind = _SHORT_KINDS.get(number, _FORMULA_KINDS.get(number, number))
        cell = self._made(kind, record, style, formula=number in _FORMULA_KINDS)
        if cell is not None:
            self._gathered.put(self._row, column, cell)

    def _made(self, kind: int, record: Record, style: Style | None, *, formula: bool) -> Cell | None:
        look = style or PLAIN
        if kind in {_TEXT, _SHARED, _RICH_TEXT}:
            return self._text(kind, record, look, formula=formula)
        if kind in {_RK, _REAL}:
            value, fault = self._number(_rk(record.one("I")) if kind == _RK else record.real(), style)
        elif kind == _ERROR:
            value, fault = _error(record.one("B")), Fault.ERROR
        elif kind == _BOOLEAN:
            raw = record.one("B")
            value, fault = (bool(raw), None) if raw < 2 else (str(raw), Fault.BROKEN)
        else:
            return None
        return Cell(value, look.format, formula, fault, look.struck)

    def _number(self, number: float, style: Style | None) -> tuple[Value, Fault | None]:
        if style is None or not math.isfinite(number):
            return str(number), Fault.BROKEN
        return dated(number, style, epoch_1904=self._common.epoch_1904), None

    def _text(self, kind: int, record: Record, look: Style, *, formula: bool) -> Cell | None:
        runs: tuple[Run, ...] = ()
        if kind == _SHARED:
            index = record.one("I")
            if index >= len(self._common.texts):
                return Cell(str(index), fault=Fault.BROKEN)
            text, runs = self._common.texts[index]
        else:
            text, runs = record.rich() if kind == _RICH_TEXT else (record.text(), ())
            self._budget.text(len(text), of=len(text))
        if not text and not formula:
            return None
        struck = all_struck(runs, len(text), self._common.struck_fonts, look.struck)
        return Cell(text, look.format, formula, None, struck)

    def _merge(self, record: Record) -> None:
        top, bottom, left, right = record.take("IIII")
        inside = top <= bottom < LAST_ROW and left <= right < LAST_COLUMN
        self._gathered.merge(Area(top + 1, left + 1, bottom + 1, right + 1) if inside else None)


def _rk(packed: int) -> float:
    """A number in 30 bits: an integer or the front of a double, perhaps a hundredfold."""
    if packed & 2:
        number = float((packed >> 2) - (0x40000000 if packed & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number


def _error(code: int) -> str:
    return ERRORS.get(code, f"#{code}")


def _notes(found: Iterable[tuple[int, Record]], budget: Budget) -> dict[Address, str]:
    notes: dict[Address, str] = {}
    address = (0, 0)
    for number, record in found:
        if number == _NOTE:
            _author, row, _last, column = record.take("IIII")
            address = row + 1, column + 1
        elif number == _NOTE_TEXT:
            text, _runs = record.rich()
            budget.text(len(text), of=len(text))
            notes[address] = text
    return notes
