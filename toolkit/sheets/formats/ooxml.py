"""Read .xlsx and .xlsm with the standard library alone: what the parts say, with true addresses."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_SHEETS, Budget, too_large
from toolkit.sheets.formats.cells import CellMaker
from toolkit.sheets.formats.drawings import SideParts
from toolkit.sheets.formats.ends import Ends
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.markup import Attributes, Elements, Handler, attribute, flag, walk
from toolkit.sheets.formats.ooxml_fast import NotOrdinary, OrdinaryCells, read_strings, read_styles
from toolkit.sheets.formats.ooxml_sheet import SheetHandler
from toolkit.sheets.formats.package import Package, refuse_alike, refuse_unlisted
from toolkit.sheets.formats.styles import Style, StylesHandler
from toolkit.sheets.formats.texts import SharedStrings
from toolkit.sheets.grid import Book, Sheet, Visibility

_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}
_PART_NAMES = {"worksheet": "工作表“{name}”", "styles": "单元格格式", "sharedStrings": "单元格文字"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the workbook's list of sheets."""

    name: str
    relation: str
    visibility: Visibility


@dataclass(slots=True)
class _Workbook:
    """What xl/workbook.xml says."""

    entries: list[_Entry]
    names: set[str]
    budget: Budget
    epoch_1904: bool = False

    def sheet(self, attributes: Attributes) -> None:
        """The next sheet of the list."""
        visibility = _VISIBILITIES.get(attributes.get("state", ""), Visibility.VISIBLE)
        relation = attribute(attributes, "r:id") or ""
        self.entries.append(_Entry(attributes.get("name", ""), relation, visibility))

    def properties(self, attributes: Attributes) -> None:
        """The epoch."""
        self.epoch_1904 = flag(attributes.get("date1904"))

    def name(self, attributes: Attributes) -> None:
        """The next defined name."""
        name = attributes.get("name", "")
        self.budget.text(len(name), of=len(name))
        self.names.add(name)


def workbook_part(package: Package) -> str | None:
    """The name of the workbook's own part (xl/workbook.xml or .bin), None where there is none."""
    for relation in package.relations():
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    return next((part for part in ("xl/workbook.xml", "xl/workbook.bin") if part in package), None)


def read(package: Package, part: str, budget: Budget) -> Book:
    """The book whose workbook part is `part`."""
    return _Reader(package, part, budget).book()


def read_sheets(package: Package, part: str, budget: Budget, names: Sequence[str], ends: Container[str] = ()) -> Iterator[Book]:
    """The book as often as it has a sheet of these names, with that sheet alone, in their order; the others are not read.

    Of long sheets among `ends` the rows in their middle are left out, if they can be.
    """
    return _Reader(package, part, budget).books(names, ends)


class _Reader:
    def __init__(self, package: Package, part: str, budget: Budget) -> None:
        self._package = package
        self._part = part
        self._budget = budget
        self._relations = package.relations(part)
        self._side = SideParts(package, budget)

    def book(self) -> Book:
        book, entries = self._opened()
        book.sheets = tuple(self._sheet(entry, part) for entry, part in entries)
        book.lost_parts = tuple(self._side.lost)
        return book

    def books(self, names: Sequence[str], ends: Container[str]) -> Iterator[Book]:
        book, entries = self._opened()
        refuse_alike(entry.name for entry, _ in entries)
        by_name = {entry.name: (entry, part) for entry, part in entries}
        return (replace(book, sheets=(self._sheet(*by_name[name], abridged=name in ends),)) for name in names if name in by_name)

    def _opened(self) -> tuple[Book, list[tuple[_Entry, str]]]:
        """The book without its sheets, and which there are."""
        workbook = self._package.once("workbook", self._part, self._workbook)
        self._maker = CellMaker(self._strings(), self._styles(), epoch_1904=workbook.epoch_1904)
        self._ordinary = OrdinaryCells(self._maker, self._budget)
        entries, others = self._sorted(workbook.entries)
        macros, links = self._side.macros(), self._side.links(self._relations)
        kind = "xlsm" if macros else "xlsx"
        return Book((), kind, workbook.epoch_1904, macros, links, others, names=frozenset(workbook.names)), entries

    def _workbook(self) -> _Workbook:
        workbook = _Workbook([], set(), self._budget)
        listening = Elements(sheet=workbook.sheet, workbookPr=workbook.properties, definedName=workbook.name)
        self._walk(self._part, listening, "workbook")
        return workbook

    def _walk(self, part: str, handler: Handler, root: str) -> None:
        walk(self._package.chunks(part), handler, self._budget, root=root)

    def _side_part(self, kind: str) -> str | None:
        """A part every cell may depend on: absent is fine, promised and lacking is not."""
        relation = next((r for r in self._relations if r.kind == kind), None)
        if relation and relation.target not in self._package:
            raise Unreadable(files.MISSING_PART, part=_PART_NAMES[kind])
        return relation.target if relation else None

    def _strings(self) -> SharedStrings:
        part = self._side_part("sharedStrings")
        if part is None:
            return SharedStrings(self._budget)
        spent, strings = self._budget.spent(), SharedStrings(self._budget)
        try:
            rest = read_strings(self._package.chunks(part), strings, self._budget)
        except NotOrdinary:
            self._budget.give_back(spent)
            strings, rest = SharedStrings(self._budget), self._package.chunks(part)
        walk(rest, strings, self._budget, root="sst")
        return strings

    def _styles(self) -> tuple[Style, ...]:
        part = self._side_part("styles")
        return self._package.once("styles", part, lambda: self._styles_of(part)) if part else ()

    def _styles_of(self, part: str) -> tuple[Style, ...]:
        spent, handler = self._budget.spent(), StylesHandler()
        try:
            return read_styles(self._package.chunks(part), self._budget)
        except NotOrdinary:
            self._budget.give_back(spent)
        self._walk(part, handler, "styleSheet")
        return handler.styles()

    def _sorted(self, entries: list[_Entry]) -> tuple[list[tuple[_Entry, str]], tuple[str, ...]]:
        """Sheets with cells and their parts, and the names of sheets that cannot have any."""
        if len(entries) > MAX_SHEETS:
            raise too_large("工作表数", f"{MAX_SHEETS}")
        refuse_unlisted(self._relations, {entry.relation for entry in entries})
        by_id = {relation.id: relation for relation in self._relations}
        cells, others = [], []
        for entry in entries:
            relation = by_id.get(entry.relation)
            if relation is None or relation.target not in self._package:
                raise Unreadable(files.MISSING_PART, part=_PART_NAMES["worksheet"].format(name=entry.name))
            if relation.kind == "worksheet":
                cells.append((entry, relation.target))
            else:
                others.append(entry.name)
        if len({part.lower() for _, part in cells}) < len(cells):
            raise Unreadable(files.DAMAGED, detail="两张工作表指向同一内容")
        return cells, tuple(others)

    def _sheet(self, entry: _Entry, part: str, *, abridged: bool = False) -> Sheet:
        gathered, relations = (abridged and self._ends(part)) or self._gathered(part), self._package.relations(part)
        gathered.notes = self._side.notes(relations)
        gathered.pictures = self._side.pictures(relations)
        return gathered.sheet(entry.name, entry.visibility)

    def _ends(self, part: str) -> Gathered | None:
        """What a worksheet part says at its ends; None where that can only be told by reading all of it."""
        spent, gathered, ends = self._budget.spent(), Gathered(self._budget), Ends(self._package.chunks(part))
        try:
            rest = self._ordinary.read(ends, gathered)
        except NotOrdinary:
            rest = iter(())
        gathered.abridged = ends.resumed
        if rest is None:
            return gathered
        self._budget.give_back(spent)
        return None

    def _gathered(self, part: str) -> Gathered:
        """What a worksheet part says: its cells the quick way if they are ordinary, else the plain way."""
        spent, gathered = self._budget.spent(), Gathered(self._budget)
        rest: Iterator[bytes] | None
        try:
            rest = self._ordinary.read(self._package.chunks(part), gathered)
        except NotOrdinary:
            self._budget.give_back(spent)
            gathered, rest = Gathered(self._budget), self._package.chunks(part)
        if rest is not None:
            walk(rest, SheetHandler(gathered, self._maker, self._budget), self._budget, root="worksheet")
        return gathered
