"""A glance at a few rows: what must be known of a sheet before changes can be placed on it.

No reader of data: values are the texts as stored, and only the rows asked for are taken apart.
"""

import re
from collections.abc import Collection
from functools import cached_property, lru_cache
from html import unescape
from itertools import islice

from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.sheet import holds
from toolkit.sheets.edit.upkeep import filters_of, tables_of
from toolkit.sheets.grid import Area

_WIDEST_MERGE = 100
"""Columns; a title merged over the whole sheet says nothing about where its table ends."""
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])(?:[^<>]*/>|.*?</(?:[\w.-]+:)?si>)", re.DOTALL)
_READING = re.compile(rb"<((?:[\w.-]+:)?)rPh\s.*?</\1rPh>", re.DOTALL)
_TEXT = re.compile(rb"<(?:[\w.-]+:)?(?:t|v)(?:\s[^<>]*)?>([^<]*)<")


class Glance:
    """One sheet of a workbook, looked at."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._entry: SheetEntry = book.sheet(name)
        self._sheet = book.worksheet(self._entry)

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold something, the last first."""
        cells = reversed(self._sheet.row(row).items())
        return [column for column, (*_, body) in cells if holds(body, self._sheet.prefix)]

    def text(self, row: int, column: int) -> str:
        """A cell's text or number as stored; empty without one."""
        *_, kind, body = self._sheet.row(row).get(column, (b"", b""))
        text = _text_in(body)
        return self._shared(int(text)) if b'"s"' in kind and text.isdecimal() else text

    def right_edge(self, rows: Collection[int]) -> int:
        """The last column that is in use in these rows, filled, merged, filtered or in a table."""
        merges = [one for one in self._sheet.merges if one.right - one.left < _WIDEST_MERGE]
        areas = [*merges, *self.filters, *(table for _, table in tables_of(self._book, self._entry))]
        edges = [area.right for area in areas if any(area.top <= row <= area.bottom for row in rows)]
        return max([*edges, *map(self._last_filled, rows)], default=1)

    def _last_filled(self, row: int) -> int:
        cells = reversed(self._sheet.row(row).items())
        return next((column for column, (*_, body) in cells if holds(body, self._sheet.prefix)), 1)

    @cached_property
    def filters(self) -> list[Area]:
        """What the sheet's filters cover."""
        return filters_of(self._sheet)

    def _shared(self, number: int) -> str:
        """A shared text; headers come early among them, so they are not all looked at."""
        found = next(islice(_ITEM.finditer(self._shared_texts), number, None), None)
        return _text_in(found[0]) if found else ""

    @cached_property
    def _shared_texts(self) -> bytes:
        parts = [one.target for one in self._book.relations(self._book.part) if one.kind == "sharedStrings"]
        return self._book.package.read(parts[0]) if parts else b""


@lru_cache(maxsize=512)
def _text_in(xml: bytes) -> str:
    """The text of a cell or a shared item, without its reading aids."""
    if b"rPh" in xml:
        xml = _READING.sub(b"", xml)
    text = b"".join(_TEXT.findall(xml)).decode()
    return unescape(text) if "&" in text else text
