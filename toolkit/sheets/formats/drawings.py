"""What hangs beside the cells of an Office Open XML book: notes, floating pictures, links, programs."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import partial

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
        self._address: Address | None = None
        self._collector = TextCollector(budget)
        self.starts = {**self._collector.starts, "comment": self._start}
        self.ends = {**self._collector.ends, "comment": self._end}
        self.text = self._collector.text

    def _start(self, attributes: Attributes) -> None:
        self._address = parse_reference(attributes.get("ref", ""))
        self._collector.open()

    def _end(self) -> None:
        """A note on no cell is nobody's."""
        text = self._collector.close().plain
        if self._address:
            self.notes[self._address] = text


class AnchorHandler:
    """Gathers a drawing part: the top left cell of every picture."""

    def __init__(self) -> None:
        self.pictures: set[Address] = set()
        self._corner: dict[str, str] = {}
        self._field = ""
        self._in_corner = self._is_picture = False
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "xdr:twoCellAnchor": self._start, "xdr:oneCellAnchor": self._start,
            "xdr:pic": self._start_picture, "xdr:from": self._start_corner,
            "xdr:row": partial(self._start_field, "row"),
            "xdr:col": partial(self._start_field, "col"),
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "xdr:twoCellAnchor": self._end, "xdr:oneCellAnchor": self._end, "xdr:from": self._end_corner,
            "xdr:row": self._end_field, "xdr:col": self._end_field,
        }  # fmt: skip

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

    def _start_field(self, field: str, _attributes: Attributes) -> None:
        self._field = field

    def _end_field(self) -> None:
        self._field = ""

    def _end(self) -> None:
        row, column = (_counted(self._corner.get(field, "")) for field in ("row", "col"))
        if self._is_picture and 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN:
            self.pictures.add((row, column))


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
