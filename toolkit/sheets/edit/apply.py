"""Carry out a list of changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from toolkit.sheets.edit.sheet import Cell, SheetXml, holds
from toolkit.sheets.edit.upkeep import refit, refuse_table_headers, tables_of, widen
from toolkit.sheets.grid import Area, address

CellChange = SetCell | Tint | Note | Remark


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The workbook with the changes made; `data` itself if nothing changes. Same input, same bytes.

    Of two values for one cell the later wins. Raises `NotEditable` on what cannot be changed safely and
    `ValueError` on an address outside any sheet.
    """
    if not changes:
        return data
    _refuse_outside(changes)
    with refusing():
        book = Book(data)
        carry_out(book, changes)
        return book.save() if book.changed else data


def _refuse_outside(changes: Sequence[Change]) -> None:
    for change in changes:
        if isinstance(change, CellChange):
            row, column = change.row, change.column
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise ValueError(f"no cell at row {row}, column {column}")


def carry_out(book: Book, changes: Sequence[Change]) -> None:
    """Make the changes on an opened workbook."""
    if any(isinstance(change, RemoveMarks) for change in changes):
        remove_marks(book)
    marking = any(isinstance(change, (Tint, Remark, AddSheet)) for change in changes)
    styles_before = book.styles.sizes() if marking else {}
    by_sheet: dict[str, list[CellChange]] = {}
    for change in changes:
        if isinstance(change, CellChange):
            by_sheet.setdefault(change.sheet, []).append(change)
    entries = [book.sheet(name) for name in by_sheet]
    shades = Shades(book)
    edited = [_edit_sheet(book, entry, by_sheet[entry.name], shades) for entry in entries]
    for change in changes:
        if isinstance(change, AddSheet):
            newsheet.add(book, change)
    if any(one.noted for one in edited):
        book.define(NOTES, "TRUE")
    if marking:
        remember_styles(book, styles_before)
    if any(one.values_changed for one in edited):
        others = [entry for entry in book.sheets if entry not in entries and entry.kind == "worksheet"]
        if any(one.had_formulas for one in edited) or _have_formulas(book, others):
            book.recalculate_on_load()


@dataclass(frozen=True, slots=True)
class _Edited:
    """What a sheet had and what became of it."""

    values_changed: bool
    noted: bool
    had_formulas: bool


def _edit_sheet(book: Book, entry: SheetEntry, changes: Sequence[CellChange], shades: Shades) -> _Edited:
    """Change one sheet."""
    sheet = book.take_worksheet(entry)
    plan = _Plan(book, entry, sheet, shades)
    for change in changes:
        plan.add(change)
    if plan.values:
        plan.texts = own_texts(sheet, plan.values)
        for row, column in plan.texts:
            plan.places.setdefault(row, {}).setdefault(column, [])
    before = sheet.head, sheet.tail
    rows = sheet.spliced(plan.places, plan.carry_out)
    if plan.values:
        refit(book, entry, sheet, plan.tables, plan.values)
    for heading in plan.headings:
        widen(book, entry, sheet, heading.row, heading.column)
    add_notes(book, entry, sheet, plan.notes)
    if len(rows) > 1 or (sheet.head, sheet.tail) != before:
        book.package.write(entry.part, [sheet.head, *rows, sheet.tail])
    if plan.formulas_gone:
        book.forget_calculation_order()
    return _Edited(len(rows) > 1 and bool(plan.values), bool(plan.notes), sheet.has_formulas)


class _Plan:
    """The changes of one sheet, by row and column, and what carrying them out found."""

    def __init__(self, book: Book, entry: SheetEntry, sheet: SheetXml, shades: Shades) -> None:
        self.places: dict[int, dict[int, list[SetCell | Tint | Remark]]] = {}
        self.values: set[tuple[int, int]] = set()
        self.texts: dict[tuple[int, int], str] = {}
        self.notes: list[Note] = []
        self.headings: list[Remark] = []
        self.formulas_gone = False
        self.tables = tables_of(book, entry)
        self._book, self._entry, self._sheet = book, entry, sheet
        self._shades = shades
        self._crossing: dict[int, list[Area]] = {}
        self._prefix, self._formula = sheet.prefix.decode(), b"<%bf" % sheet.prefix
        self._arrays = _arrays(sheet)

    def add(self, change: CellChange) -> None:
        """Plan one change."""
        row, column = change.row, change.column
        if isinstance(change, SetCell):
            self._refuse_value(change)
            self.values.add((row, column))
        elif not isinstance(change, Remark):
            row, column = self._shown(row, column)
        elif change.heading:
            self.headings.append(change)
        if isinstance(change, Note):
            self.notes.append(Note(change.sheet, row, column, change.text, change.author))
        else:
            self.places.setdefault(row, {}).setdefault(column, []).append(change)

    def _refuse_value(self, change: SetCell) -> None:
        row, column = change.row, change.column
        if self.tables:
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
            self._crossing[row] = [merge for merge in self._sheet.merges if merge.top <= row <= merge.bottom]
        return self._crossing[row]

    def carry_out(self, cell: Cell) -> None:
        """Make the changes of one cell, in the order they were planned."""
        if self.texts and (text := self.texts.get((cell.row, cell.column))):
            give_text(cell, text, self._prefix)
        for change in self.places[cell.row][cell.column]:
            if isinstance(change, SetCell):
                self._put(cell, as_text(change.value) if change.text else change.value)
            elif isinstance(change, Tint):
                cell.style = self._shades.tinted(change.rgb, cell.style or 0, cell.written or bool(cell.body))
            else:
                self._remark(cell, change)

    def _put(self, cell: Cell, value: Value) -> None:
        if cell.body and self._formula in cell.body:
            self.formulas_gone = True
        self._write(cell, value)
        if isinstance(value, str) or value is None or isinstance(value, bool):
            return
        if isinstance(value, date):
            cell.style = self._book.styles.dated(cell.style or 0, moment=has_time(value))
        elif cell.style:
            cell.style = self._book.styles.undated(cell.style)

    def _write(self, cell: Cell, value: Value) -> None:
        refuse_unwritable(self._entry.name, cell.row, cell.column, value)
        try:
            kind, body = written(value, self._prefix, self._book.epoch_1904)
        except ValueError as error:
            raise self._refusal(edits.BAD_NUMBER, cell.row, cell.column, value=value) from error
        cell.kind, cell.body = kind.encode(), body.encode()

    def _remark(self, cell: Cell, remark: Remark) -> None:
        if holds(cell.body, self._sheet.prefix):
            raise self._refusal(edits.NOT_EMPTY, cell.row, cell.column)
        shade = self._shades.shade(remark.rgb, HEADING if remark.heading else REMARK)
        cell.style = self._book.styles.remark(cell.beside, shade, remark.heading)
        self._write(cell, remark.text)

    def _refusal(self, rule: Rule, row: int, column: int, **words: object) -> NotEditable:
        return NotEditable(rule, sheet=self._entry.name, cell=address(row, column), **words)


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
