"""A glance at a few rows: what must be known of a sheet before changes can be placed on it.

No reader of data: values are the texts as stored, and only the rows asked for are taken apart.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from html import unescape

from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.sheet import Cell, SheetXml
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
        self._sheet = SheetXml(book.package.read(self._entry.part))

    def texts(self, row: int) -> Mapping[int, str]:
        """The texts and numbers of a row as stored, by column."""
        found = {cell.column: self._text(cell) for cell in self._sheet.row(row)}
        return {column: text for column, text in found.items() if text}

    def right_edge(self, rows: Iterable[int]) -> int:
        """The last column that is in use in these rows, filled, merged, filtered or in a table."""
        wanted = set(rows)
        merges = [one for one in self._sheet.merges() if one.right - one.left < _WIDEST_MERGE]
        areas = [*merges, *self.filters, *(table for _, table in tables_of(self._book, self._entry))]
        edges = [area.right for area in areas if wanted & set(range(area.top, area.bottom + 1))]
        edges += [max(texts) for row in wanted if (texts := self.texts(row))]
        return max(edges, default=1)

    @property
    def filters(self) -> list[Area]:
        """What the sheet's filters cover."""
        return filters_of(self._sheet)

    def _text(self, cell: Cell) -> str:
        text = "".join(unescape(one.decode()) for one in _TEXT.findall(_READING.sub(b"", cell.body)))
        if b'"s"' in cell.kind and text.isdecimal():
            return self._shared(int(text))
        return text

    def _shared(self, number: int) -> str:
        items = self._items
        return items[number] if number < len(items) else ""

    @cached_property
    def _items(self) -> list[str]:
        parts = [one.target for one in self._book.relations(self._book.part) if one.kind == "sharedStrings"]
        content = self._book.package.read(parts[0]) if parts else b""
        return [
            "".join(unescape(one.decode()) for one in _TEXT.findall(_READING.sub(b"", item)))
            for item in _ITEM.findall(content)
        ]
