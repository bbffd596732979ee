"""A survey of a BIFF stream (.xls) before a library reads it: bounds, facts, and fewer records to trip over.

The library gives values but does not say which cells are formulas, gives up a whole book for one bad cell,
and lets a record of twenty bytes claim a million cells. So the stream is walked once here: cells are counted
against the budget, formulas and filters noted, cells that would break the library taken out and remembered
as broken, and every record that has nothing to do with cells is renamed to one that nobody reads. Names,
links and conditional formats, with all the formulas in them, are never looked at.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_CELLS, MAX_OLE_TEXTS, MAX_STYLES, MEGABYTE, Budget, too_large
from toolkit.sheets.grid import Address

_NOBODY = 0x0FFE
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF, _BOUNDSHEET, _XF, _SST, _CODEPAGE = 0x000A, 0x0085, 0x00E0, 0x00FC, 0x0042
_CONTINUE = 0x003C
_HEAVY = frozenset({
    _BOUNDSHEET, _XF, 0x0043, 0x0243, 0x0443, 0x0031, 0x0231, 0x001E, 0x041E, 0x001C, 0x005D, 0x01B6,
})  # fmt: skip
_FILTERMODE, _SUPBOOK, _MERGES = 0x009B, 0x01AE, 0x00E5
_NUMBER, _LABEL_SST, _MULTIPLE_RK, _BOOL_OR_ERROR, _RK = 0x0203, 0x00FD, 0x00BD, 0x0205, 0x027E
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_CELLS = _FORMULAS | {
    _NUMBER, _LABEL_SST, _RK, _BOOL_OR_ERROR, 0x0002, 0x0003, 0x0004, 0x0005, 0x007E, 0x00D6, 0x0204,
}  # fmt: skip
_READ = _BOF | _CELLS | {
    0x0008, 0x0208,  # rows
    _EOF, _BOUNDSHEET, _XF, _SST, _CODEPAGE, _MERGES, _MULTIPLE_RK,
    0x0007, 0x0207,  # text result of a formula
    0x0221, 0x0021, 0x04BC, 0x0236, 0x0036, 0x0037,  # array, shared and table formulas stand before it
    0x001C, 0x005D, 0x01B6,  # notes, their shapes, their text
    0x003C,  # continuations
    0x0022, 0x008C, 0x0056, 0x001E, 0x041E, 0x0031, 0x0231, 0x0043, 0x0243, 0x0443, 0x0044,  # epoch, looks
    0x007D, 0x008E, 0x008F,  # columns, sheets of version 4
}  # fmt: skip
_STYLED = _FORMULAS | {_NUMBER, _RK}  # whose style decides whether they are dates
_BIFF8 = 0x0600
_OWN_SUPBOOKS = {b"\x01\x04", b"\x01\x3a"}  # the book itself, and add-in functions


@dataclass(slots=True)
class SheetSurvey:
    """What the library does not say of one sheet."""

    formulas: set[Address] = field(default_factory=set)
    broken: dict[Address, str] = field(default_factory=dict)
    filtered: bool = False
    disordered: bool = False
    _last: Address = (0, 0)

    def cell(self, address: Address) -> None:
        """The next cell; one that does not lie behind the one before is out of order."""
        self.disordered |= address[0] == self._last[0] and address[1] <= self._last[1]
        self._last = address


@dataclass(slots=True)
class Survey:
    """What a stream holds, sheet by sheet in the order of the book's own list."""

    sheets: list[SheetSurvey]
    code_page: bool
    links: frozenset[str]


def records(stream: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """(position, number, length) of each record; position is that of its four-byte head.

    Raises:
        Unreadable: the stream ends inside a record.
    """
    position, end = 0, len(stream)
    while position + 4 <= end:
        number, length = struct.unpack_from("<HH", stream, position)
        if position + 4 + length > end:
            raise Unreadable(files.DAMAGED, detail="内容不完整，可能没有下载或保存完整")
        yield position, number, length
        position += 4 + length


class Surveyor:
    """Walks a stream once, renaming what nobody needs."""

    def __init__(self, stream: bytearray, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._depth = 0
        self._version = 0
        self._styles = 0
        self._strings = 0
        self._listed: list[int] = []
        self._by_start: dict[int, SheetSurvey] = {}
        self._sheet = SheetSurvey()
        self._links: set[str] = set()
        self._seen: set[int] = set()
        self._last = 0
        self._heavy = self._cells = 0
        self._text_bytes = 0

    def survey(self) -> Survey:
        """All there is to know."""
        for position, number, length in records(self._stream):
            self._weigh(number, length)
            if number in _BOF:
                self._enter(position, length)
            elif number == _EOF:
                self._depth = max(self._depth - 1, 0)
            elif self._depth <= 1:
                self._record(number, position, length)
            if number not in _READ or (self._depth > 1 and number not in _BOF):
                self._hide(position)
        listed = [self._by_start.get(start, SheetSurvey()) for start in self._listed]
        found = listed or list(self._by_start.values())
        return Survey(found, _CODEPAGE in self._seen, frozenset(self._links))

    def _weigh(self, number: int, length: int) -> None:
        """Counts what the library makes large objects of."""
        self._budget.tags(1)
        if number == _SST or (number == _CONTINUE and self._last == _SST):
            self._last, self._text_bytes = _SST, self._text_bytes + length
        else:
            self._last = number
        if number in _HEAVY:
            self._heavy += 1
        if self._heavy > MAX_STYLES:
            raise too_large("单元格格式、字体、批注的数量", f"{MAX_STYLES:,}")
        if self._text_bytes > MAX_OLE_TEXTS:
            raise too_large("文字总量", f"{MAX_OLE_TEXTS // MEGABYTE} MB")

    def _enter(self, position: int, length: int) -> None:
        self._depth += 1
        if self._depth == 1:
            self._sheet = self._by_start[position] = SheetSurvey()
            if length >= 2 and not self._version:
                self._version = struct.unpack_from("<H", self._stream, position + 4)[0]

    def _count(self, cells: int) -> None:
        """Cells the library will hold before anyone can count them again."""
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise too_large("有内容的单元格数", f"{MAX_CELLS:,}")

    def _hide(self, position: int) -> None:
        struct.pack_into("<H", self._stream, position, _NOBODY)

    def _record(self, number: int, position: int, length: int) -> None:
        self._seen.add(number)
        if number in _CELLS:
            self._cell(number, position, length)
        elif number == _MULTIPLE_RK:
            self._cells_in_a_row(position, length)
        elif number == _FILTERMODE:
            self._sheet.filtered = True
        elif number == _MERGES:
            for _ in range(length // 8):
                self._budget.merge()
        else:
            self._global(number, position, length)

    def _global(self, number: int, position: int, length: int) -> None:
        body = self._stream[position + 4 : position + 4 + length]
        if number == _BOUNDSHEET and length >= 6:
            start, _hidden, kind = struct.unpack_from("<IBB", body)
            if kind == 0:
                self._listed.append(start)
        elif number == _XF:
            self._styles += 1
        elif number == _SST and length >= 8:
            self._strings = struct.unpack_from("<I", body, 4)[0]
            self._budget.strings(self._strings)
        elif number == _SUPBOOK and bytes(body[2:4]) not in _OWN_SUPBOOKS:
            self._links.add("workbook")

    def _cell(self, number: int, position: int, length: int) -> None:
        if length < 4:
            self._hide(position)
            return
        row, column = struct.unpack_from("<HH", self._stream, position + 4)
        address = row + 1, column + 1
        self._count(1)
        self._sheet.cell(address)
        if number in _FORMULAS:
            self._sheet.formulas.add(address)
        if self._version == _BIFF8 and (raw := self._breaks(number, position + 8, length - 4)) is not None:
            self._sheet.broken[address] = raw
            self._hide(position)

    def _cells_in_a_row(self, position: int, length: int) -> None:
        """Several numbers in one record: row, first column, (style, number) …, last column."""
        count = max(length - 6, 0) // 6
        self._count(count)
        row, first = struct.unpack_from("<HH", self._stream, position + 4) if length >= 4 else (0, 0)
        styles = [struct.unpack_from("<H", self._stream, position + 8 + 6 * i)[0] for i in range(count)]
        bad = self._version == _BIFF8 and any(style >= self._styles for style in styles)
        for index in range(count):
            address = row + 1, first + index + 1
            self._sheet.cell(address)
            if bad:
                self._sheet.broken[address] = f"{styles[index]}"
        if bad:
            self._hide(position)

    def _breaks(self, number: int, position: int, length: int) -> str | None:
        """What a bad cell holds, as text; None for a good one."""
        style = struct.unpack_from("<H", self._stream, position)[0] if length >= 2 else self._styles
        body = bytes(self._stream[position + 2 : position + length])
        if number in _STYLED and style >= self._styles:
            return body.hex()
        if number == _LABEL_SST:
            index = int.from_bytes(body[:4], "little")
            return str(index) if len(body) != 4 or index >= self._strings else None
        if number == _BOOL_OR_ERROR and (len(body) < 2 or body[1] > 1):
            return body.hex()
        return None
