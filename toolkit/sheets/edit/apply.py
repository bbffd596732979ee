"""Carry out a list of changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from toolkit.findings import Rule
from toolkit.findings.catalogue import edits
from toolkit.sheets.edit import newsheet
from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.cells import as_text, has_time, refuse_unwritable, written
from toolkit.sheets.edit.changes import AddSheet, Change, Note, Remark, RemoveMarks, SetCell, Tint, Value
from toolkit.sheets.edit.marks import HEADING, NOTES, REMARK, Shades, remember_styles, remove_marks
from toolkit.sheets.edit.notes import add_notes
from toolkit.sheets.edit.ranges import LAST_COLUMN, LAST_ROW, area, reference
from toolkit.sheets.edit.refusal import NotEditable, refusing
from toolkit.sheets.edit.sharing import give_text, own_texts
from toolkit.sheets.edit.sheet import Cell, SheetXml, Written, holds
from toolkit.sheets.edit.upkeep import refit, refuse_table_headers, tables_of, widen
from toolkit.sheets.grid import Area, address

CellChange = SetCell | Tint | Note | Remark
_LOOKS = frozenset({Tint, Remark})
"""What needs styles of our own."""


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The workbook with the changes made; `data` itself if nothing changes. Same input, same bytes.

    Of two values for one cell the later wins. Raises `NotEditable` on what cannot be changed safely and
    `ValueError` on an address outside any sheet.
    """
    if not changes:
        return data
    asked = _sorted_out(changes)
    with refusing():
        book = Book(data)
        _carry_out(book, *asked)
        return book.save() if book.changed else data


def carry_out(book: Book, changes: Sequence[Change]) -> None:
    """Make the changes on an opened workbook."""
    _carry_out(book, *_sorted_out(changes))


def _carry_out(
    book: Book, by_sheet: Mapping[str, Sequence[CellChange]], others: Sequence[AddSheet | RemoveMarks],
) -> None:
    for change in others:
        if isinstance(change, RemoveMarks):
            remove_marks(book, change)
    sheets = [change for change in others if isinstance(change, AddSheet)]
    marking = bool(sheets) or any(not _LOOKS.isdisjoint(map(type, cells)) for cells in by_sheet.values())
    styles_before = book.styles.sizes() if marking else {}
    entries = [book.sheet(name) for name in by_sheet]
    shades = Shades(book)
    edited = [_edit_sheet(book, entry, by_sheet[entry.name], shades) for entry in entries]
    for added in sheets:
        newsheet.add(book, added)
    if any(one.noted for one in edited):
        book.define(NOTES, "TRUE")
    if marking:
        remember_styles(book, styles_before)
    changed = {entry.part for entry, one in zip(entries, edited, strict=True) if one.values_changed}
    if changed and not book.recalculates:
        rest = [entry for entry in book.sheets if entry.part not in changed and entry.kind == "worksheet"]
        if any(one.has_formulas for one in edited) or _have_formulas(book, rest):
            book.recalculate_on_load()


def _sorted_out(changes: Sequence[Change]) -> tuple[dict[str, list[CellChange]], list[AddSheet | RemoveMarks]]:
    """The changes of cells by sheet, and the others."""
    by_sheet: defaultdict[str, list[CellChange]] = defaultdict(list)
    others: list[AddSheet | RemoveMarks] = []
    for change in changes:
        if isinstance(change, (AddSheet, RemoveMarks)):
            others.append(change)
        elif 1 <= change.row <= LAST_ROW and 1 <= change.column <= LAST_COLUMN:
            by_sheet[change.sheet].append(change)
        else:
            raise ValueError(f"no cell at row {change.row}, column {change.column}")
    return by_sheet, others


class _Edited(NamedTuple):
    """What is to be known of a sheet once it is changed; its part is let go of. Formulas are looked for where values changed."""

    noted: bool
    values_changed: bool
    has_formulas: bool


def _edit_sheet(book: Book, entry: SheetEntry, changes: Sequence[CellChange], shades: Shades) -> _Edited:
    """Change one sheet."""
    sheet = book.take_worksheet(entry)
    plan = _Plan(book, entry, sheet, shades)
    plan.add(changes)
    if plan.gives_values and sheet.has_formulas:
        plan.give_texts(own_texts(sheet, plan.values()))
    before = sheet.head, sheet.tail
    rows = sheet.spliced(plan.places, plan.carry_out)
    if plan.gives_values:
        refit(book, entry, sheet, plan.tables)
    for heading in plan.headings:
        widen(book, entry, sheet, heading.row, heading.column)
    add_notes(book, entry, sheet, plan.notes)
    if len(rows) > 1 or (sheet.head, sheet.tail) != before:
        book.package.write(entry.part, [sheet.head, *rows, sheet.tail])
    if sheet.formulas_gone:
        book.forget_calculation_order()
    changed = plan.gives_values and len(rows) > 1
    return _Edited(bool(plan.notes), changed, changed and sheet.has_formulas)


_Asked = Written | list[Written | Tint | Remark]
"""What is asked of a cell: a value, as of most, or more than that, in its order."""


class _Plan:
    """The changes of one sheet, by row and column, and what carrying them out found."""

    def __init__(self, book: Book, entry: SheetEntry, sheet: SheetXml, shades: Shades) -> None:
        self.places: dict[int, dict[int, _Asked]] = {}
        self.gives_values = False
        self.texts: Mapping[tuple[int, int], str] = {}
        self.notes: list[Note] = []
        self.headings: list[Remark] = []
        self.sheet = sheet
        self.tables = tables_of(book, entry)
        self._book, self._entry = book, entry
        self._shades, self._epoch_1904 = shades, book.epoch_1904
        self._crossing: dict[int, list[Area]] = {}
        self._prefix, self._end = sheet.prefix.decode(), b"</%bc>" % sheet.prefix
        self._guards: dict[int, bool] = {}
        self._known: dict[tuple[type, Value], Written] = {}

    @cached_property
    def _arrays(self) -> list[Area]:
        return _arrays(self.sheet)

    @cached_property
    def _guarded_to(self) -> int:
        """The last row in which anything may not be written."""
        areas = (*self.sheet.merges, *self._arrays, *(table for _, table in self.tables))
        return max((area.bottom for area in areas), default=0)

    def values(self) -> set[tuple[int, int]]:
        """The places that are given values."""
        return {
            (row, column) for row, here in self.places.items() for column, asked in here.items()
            if isinstance(asked, Written) or any(isinstance(one, Written) for one in asked)
        }  # fmt: skip

    def add(self, changes: Sequence[CellChange]) -> None:
        """Plan changes, in their order; most of them are values."""
        known, last, guarded, here = self._known, 0, False, dict[int, _Asked]()
        for change in changes:
            row, column = change.row, change.column
            if change.__class__ is not SetCell:
                self._add_look(change, row, column)
                continue
            if row != last:  # most changes of a row follow each other
                here = self.places.setdefault(row, {})
                last, guarded, self.gives_values = row, row <= self._guarded_to and self._guarded(row), True
            if guarded:
                self._refuse_value(row, column)
            value = as_text(change.value) if change.text else change.value
            key = value.__class__, value
            asked = known.get(key)
            if asked is None:
                asked = known[key] = self._newly_written(row, column, value)
            if column in here and here[column].__class__ is list:
                self._ask(row, column, asked)
            else:
                here[column] = asked

    def _add_look(self, change: CellChange, row: int, column: int) -> None:
        if isinstance(change, Remark):
            self._ask(row, column, change)
            self.headings += [change] if change.heading else []
            return
        row, column = self._shown(row, column)
        if isinstance(change, Tint):
            self._ask(row, column, change)
        elif isinstance(change, Note):
            self.notes.append(Note(change.sheet, row, column, change.text, change.author))

    def _ask(self, row: int, column: int, one: Written | Tint | Remark) -> None:
        """One more thing of a cell, beside what is asked of it already."""
        here = self.places.setdefault(row, {})
        before = here.get(column)
        here[column] = [*(before if isinstance(before, list) else [before] if before else []), one]

    def give_texts(self, texts: Mapping[tuple[int, int], str]) -> None:
        """Formulas that need a text of their own, as the one they shared is overwritten."""
        self.texts = texts
        for row, column in texts:
            self.places.setdefault(row, {}).setdefault(column, [])

    def _guarded(self, row: int) -> bool:
        """Whether anything in this row may not be written; many cells of a row are changed."""
        if row not in self._guards:
            arrays = (array for array in self._arrays if array.top <= row <= array.bottom)
            headers = (table for _, table in self.tables if table.top == row)
            self._guards[row] = any((self._merges_of(row), *arrays, *headers))
        return self._guards[row]

    def _refuse_value(self, row: int, column: int) -> None:
        refuse_table_headers(self._book, self._entry, self.tables, row, column)
        for merge in self._merges_of(row):
            if (row, column) in merge and (row, column) != (merge.top, merge.left):
                raise self._refusal(edits.COVERED, row, column, area=reference(merge))
        for array in self._arrays:
            if (row, column) in array:
                raise self._refusal(edits.ARRAY, row, column, area=reference(array))

    def _shown(self, row: int, column: int) -> tuple[int, int]:
        """The cell people see at this place: of a merged area, the first."""
        covering = (merge for merge in self._merges_of(row) if (row, column) in merge)
        return next(((merge.top, merge.left) for merge in covering), (row, column))

    def _merges_of(self, row: int) -> list[Area]:
        """The merged areas a row goes through; many cells of a row are changed."""
        if row not in self._crossing:
            self._crossing[row] = [merge for merge in self.sheet.merges if merge.top <= row <= merge.bottom]
        return self._crossing[row]

    def carry_out(self, cell: Cell) -> bool:
        """Do what is asked of a cell besides a value."""
        if text := self.texts.get((cell.row, cell.column)):
            give_text(cell, text, self._prefix)
        asked = self.places[cell.row][cell.column]
        for one in asked:
            if isinstance(one, Written):
                self.sheet.formulas_gone |= b"<%bf" % self.sheet.prefix in cell.body
                cell.kind, cell.body = one.kind, one.body
                cell.style = one.restyled(cell.style) if one.restyled else cell.style
            elif isinstance(one, Tint):
                cell.style = self._shades.tinted(one.rgb, cell.style or 0, cell.written or bool(cell.body))
            elif isinstance(one, Remark):
                self._remark(cell, one)
        return any(isinstance(one, Written) for one in asked)

    def _written(self, row: int, column: int, value: Value) -> Written:
        """A value with the style it needs: a date that of a date, a number that of none."""
        key = value.__class__, value
        if key not in self._known:
            self._known[key] = self._newly_written(row, column, value)
        return self._known[key]

    def _newly_written(self, row: int, column: int, value: Value) -> Written:
        if isinstance(value, str):
            refuse_unwritable(self._entry.name, row, column, value)
        try:
            kind, body = written(value, self._prefix, self._epoch_1904)
        except ValueError as error:
            raise self._refusal(edits.BAD_NUMBER, row, column, value=value) from error
        ending = b"%b>%b%b" % (kind, body, self._end)
        if isinstance(value, str) or value is None or isinstance(value, bool):
            return Written(kind, body, None, ending)
        if isinstance(value, date):
            return Written(kind, body, partial(_as_moment if has_time(value) else _as_day, self._book), ending)
        return Written(kind, body, partial(_as_number, self._book), ending)

    def _remark(self, cell: Cell, remark: Remark) -> None:
        if holds(cell.body, self.sheet.prefix):
            raise self._refusal(edits.NOT_EMPTY, cell.row, cell.column)
        shade = self._shades.shade(remark.rgb, HEADING if remark.heading else REMARK)
        cell.style = self._book.styles.remark(cell.beside, shade, remark.heading)
        cell.kind, cell.body, *_ = self._written(cell.row, cell.column, remark.text)

    def _refusal(self, rule: Rule, row: int, column: int, **words: object) -> NotEditable:
        return NotEditable(rule, sheet=self._entry.name, cell=address(row, column), **words)


def _as_day(book: Book, style: int | None) -> int:
    return book.styles.dated(style or 0, moment=False)


def _as_moment(book: Book, style: int | None) -> int:
    return book.styles.dated(style or 0, moment=True)


def _as_number(book: Book, style: int | None) -> int | None:
    return book.styles.undated(style) if style else style


def _arrays(sheet: SheetXml) -> list[Area]:
    """The areas of several cells that one array formula or data table fills."""
    found = []
    for said in sheet.formulas():
        covered = area(said.get("ref", "")) if said.get("t") in {"array", "dataTable"} else None
        if covered and (covered.top, covered.left) != (covered.bottom, covered.right):
            found.append(covered)
    return found


def _have_formulas(book: Book, sheets: Sequence[SheetEntry]) -> bool:
    """Whether any of these sheets computes something; an order of calculation says so at once."""
    if any(relation.kind == "calcChain" for relation in book.relations(book.part)):
        return True
    return any(book.worksheet(entry).has_formulas for entry in sheets)
