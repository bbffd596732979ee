"""What hangs beside the cells of an Office Open XML book: notes, floating pictures, links, programs."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, Budget
from toolkit.sheets.formats.cells import parse_reference
from toolkit.sheets.formats.markup import Attributes, Elements, Ends, Starts, walk
from toolkit.sheets.formats.ooxml_fast import NotOrdinary, read_notes
from toolkit.sheets.formats.package import Package, Relation
from toolkit.sheets.formats.texts import TextHandler
from toolkit.sheets.grid import Address


class NotesHandler(TextHandler):
    """Gathers xl/comments*.xml: the text of each note at its cell."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.notes: dict[Address, str] = {}
        self._address: Address | None = None

    def _start(self, attributes: Attributes) -> None:
        self._address = parse_reference(attributes.get("ref", ""))
        self.open()

    def _end(self) -> None:
        """A note on no cell is nobody's."""
        text = self.close().plain
        if self._address:
            self.notes[self._address] = text

    starts: ClassVar[Starts] = {**TextHandler.starts, "comment": _start}
    ends: ClassVar[Ends] = {**TextHandler.ends, "comment": _end}


class AnchorHandler:
    """Gathers a drawing part: the top left cell of every picture."""

    def __init__(self) -> None:
        self.pictures: set[Address] = set()
        self._corner: dict[str, str] = {}
        self._field = ""
        self._in_corner = self._is_picture = False

    def text(self, data: str) -> None:
        """The figures of a corner."""
        if self._in_corner and self._field:
            self._corner[self._field] = self._corner.get(self._field, "") + data

    def _start(self, _attributes: Attributes) -> None:
        self._corner, self._is_picture = {}, False

    def _start_picture(self, _attributes: Attributes) -> None:
        self._is_picture = True

    def _start_corner(self, _attributes: Attributes) -> None:
        self._in_corner = True

    def _end_corner(self) -> None:
        self._in_corner = False

    def _start_row(self, _attributes: Attributes) -> None:
        self._field = "row"

    def _start_column(self, _attributes: Attributes) -> None:
        self._field = "col"

    def _end_field(self) -> None:
        self._field = ""

    def _end(self) -> None:
        row, column = (_counted(self._corner.get(field, "")) for field in ("row", "col"))
        if self._is_picture and 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN:
            self.pictures.add((row, column))

    starts: ClassVar[Starts] = {
        "xdr:twoCellAnchor": _start, "xdr:oneCellAnchor": _start, "xdr:pic": _start_picture,
        "xdr:from": _start_corner, "xdr:row": _start_row, "xdr:col": _start_column,
    }  # fmt: skip
    ends: ClassVar[Ends] = {
        "xdr:twoCellAnchor": _end, "xdr:oneCellAnchor": _end, "xdr:from": _end_corner, "xdr:row": _end_field,
        "xdr:col": _end_field,
    }  # fmt: skip


def _counted(text: str) -> int:
    return int(text) + 1 if text.strip().isdecimal() and len(text) < 9 else 0


_LINKS = {"externalLink": "workbook", "connections": "connection"}


class SideParts:
    """Parts a book can be read without; those promised and lacking are remembered in `lost`."""

    def __init__(self, package: Package, budget: Budget) -> None:
        self.lost: list[str] = []
        self._package = package
        self._budget = budget

    def present(self, relations: Iterable[Relation], kind: str) -> Iterator[str]:
        """The parts of a kind that are there."""
        for relation in relations:
            if relation.kind != kind or relation.external:
                continue
            if relation.target in self._package:
                yield relation.target
            else:
                self.lost.append(posixpath.basename(relation.target))

    def notes(self, relations: Iterable[Relation]) -> dict[Address, str]:
        """The notes of a sheet."""
        found: dict[Address, str] = {}
        for part in self.present(relations, "comments"):
            found |= self._package.once("notes", part, partial(self._notes, part))
        return found

    def _notes(self, part: str) -> Mapping[Address, str]:
        spent, handler = self._budget.spent(), NotesHandler(self._budget)
        rest: Iterator[bytes] | None
        try:
            rest = read_notes(self._package.chunks(part), handler.notes, self._budget)
        except NotOrdinary:
            self._budget.give_back(spent)
            handler, rest = NotesHandler(self._budget), self._package.chunks(part)
        if rest is not None:
            walk(rest, handler, self._budget, root="comments")
        return handler.notes

    def pictures(self, relations: Iterable[Relation]) -> set[Address]:
        """The cells the floating pictures of a sheet hang on."""
        handler = AnchorHandler()
        for part in self.present(relations, "drawing"):
            walk(self._package.chunks(part), handler, self._budget, root="xdr:wsDr")
        return handler.pictures

    def links(self, relations: Iterable[Relation]) -> frozenset[str]:
        """What the book points to outside itself; read about, never followed."""
        relations = tuple(relations)
        found = {_LINKS[relation.kind] for relation in relations if relation.kind in _LINKS}

        def dynamic_data_exchange(_attributes: Attributes) -> None:
            found.add("dde")

        for part in self.present(relations, "externalLink"):
            if part.endswith(".xml"):
                handler = Elements(ddeLink=dynamic_data_exchange)
                walk(self._package.chunks(part), handler, self._budget, root="externalLink")
        return frozenset(found)

    def macros(self) -> bool:
        """Whether the book carries programs; they are never looked at."""
        return any(name.endswith("vbaproject.bin") for name in self._package.names())
