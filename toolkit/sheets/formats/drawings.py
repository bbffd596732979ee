"""What hangs beside the cells of an Office Open XML book: notes, floating pictures, links, programs."""

import posixpath
from collections.abc import Iterable, Iterator

from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, Budget
from toolkit.sheets.formats.cells import parse_reference
from toolkit.sheets.formats.markup import Attributes, Elements, walk
from toolkit.sheets.formats.package import Package, Relation
from toolkit.sheets.formats.texts import TextCollector
from toolkit.sheets.grid import Address


class NotesHandler:
    """Gathers xl/comments*.xml: the text of each note at its cell."""

    def __init__(self, budget: Budget) -> None:
        self.notes: dict[Address, str] = {}
        self._budget = budget
        self._address: Address | None = None
        self._collector: TextCollector | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """A note begins at its cell."""
        if name == "comment":
            self._budget.tags(1)
            self._address = parse_reference(attributes.get("ref", ""))
            self._collector = TextCollector(self._budget)
        elif self._collector:
            self._collector.start(name, attributes)

    def end(self, name: str) -> None:
        """It ends; a note on no cell is nobody's."""
        if name == "comment" and self._collector:
            if self._address:
                self.notes[self._address] = self._collector.result().plain
            self._collector = None
        elif self._collector:
            self._collector.end(name)

    def text(self, data: str) -> None:
        """Some of its text."""
        if self._collector:
            self._collector.text(data)


class AnchorHandler:
    """Gathers a drawing part: the top left cell of every picture."""

    def __init__(self) -> None:
        self.pictures: set[Address] = set()
        self._from: dict[str, str] = {}
        self._field = ""
        self._inside_from = False
        self._is_picture = False

    def start(self, name: str, _attributes: Attributes) -> None:
        """Anchors, their first corner, and pictures in them."""
        if name in _ANCHORS:
            self._from, self._is_picture = {}, False
        elif name == "xdr:from":
            self._inside_from = True
        elif name == "xdr:pic":
            self._is_picture = True
        elif self._inside_from:
            self._field = name

    def end(self, name: str) -> None:
        """An anchor with a picture ends."""
        if name == "xdr:from":
            self._inside_from = False
        elif name in _ANCHORS and self._is_picture:
            row, column = (_counted(self._from.get(field, "")) for field in ("xdr:row", "xdr:col"))
            if 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN:
                self.pictures.add((row, column))
        self._field = ""

    def text(self, data: str) -> None:
        """The figures of a corner."""
        if self._inside_from and self._field:
            self._from[self._field] = self._from.get(self._field, "") + data


_ANCHORS = {"xdr:twoCellAnchor", "xdr:oneCellAnchor"}


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
        handler = NotesHandler(self._budget)
        for part in self.present(relations, "comments"):
            walk(self._package.chunks(part), handler, self._budget, root="comments")
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

        def element(name: str, _attributes: Attributes) -> None:
            if name == "ddeLink":
                found.add("dde")

        for part in self.present(relations, "externalLink"):
            if part.endswith(".xml"):
                walk(self._package.chunks(part), Elements(element), self._budget, root="externalLink")
        return frozenset(found)

    def macros(self) -> bool:
        """Whether the book carries programs; they are never looked at."""
        return any(name.endswith("vbaproject.bin") for name in self._package.names())
