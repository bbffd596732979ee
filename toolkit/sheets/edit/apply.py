"""Carry out a list of changes."""

from collections.abc import Mapping, Sequence
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
    if any(isinstance(change, RemoveMarks) for change in others):
        remove_marks(book)
    sheets = [change for change in others if isinstance(change, AddSheet)]
    marking = bool(sheets) or any(isinstance(one, (Tint, Remark)) for cells in by_sheet.values() for one in cells)
    styles_before = book.styles.sizes() if marking else {}
    entries = [book.sheet(name) for name in by_sheet]
    shades = Shades(book)
    plans = [_edit_sheet(book, entry, by_sheet[entry.name], shades) for entry in entries]
    for added in sheets:
        newsheet.add(book, added)
    if any(plan.notes for plan in plans):
        book.define(NOTES, "TRUE")
    if marking:
        remember_styles(book, styles_before)
    if any(plan.values_changed for plan in plans) and not book.recalculates:
        rest = [entry for entry in book.sheets if entry not in entries and entry.kind == "worksheet"]
        if any(plan.sheet.has_formulas for plan in plans) or _have_formulas(book, rest):
            book.recalculate_on_load()


def _sorted_out(changes: Sequence[Change]) -> tuple[dict[str, list[CellChange]], list[AddSheet | RemoveMarks]]:
    """The changes of cells by sheet, and the others."""
    by_sheet: dict[str, list[CellChange]] = {}
    others: list[AddSheet | RemoveMarks] = []
    for change in changes:
        if isinstance(change, (AddSheet, RemoveMarks)):
            others.append(change)
        elif 1 <= change.row <= LAST_ROW and 1 <= change.column <= LAST_COLUMN:
            by_sheet.setdefault(change.sheet, []).append(change)
        else:
            raise ValueError(f"no cell at row {change.row}, column {change.column}")
    return by_sheet, others


def _edit_sheet(book: Book, entry: SheetEntry, changes: Sequence[CellChange], shades: Shades) -> "_Plan":
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
        plan.values_changed = len(rows) > 1
    for heading in plan.headings:
        widen(book, entry, sheet, heading.row, heading.column)
    add_notes(book, entry, sheet, plan.notes)
    if len(rows) > 1 or (sheet.head, sheet.tail) != before:
        book.package.write(entry.part, [sheet.head, *rows, sheet.tail])
    if plan.formulas_gone:
        book.forget_calculation_order()
    return plan


class _Plan:
    """The changes of one sheet, by row and column, and what carrying them out found."""

    def __init__(self, book: Book, entry: SheetEntry, sheet: SheetXml, shades: Shades) -> None:
        self.places: dict[int, dict[int, list[SetCell | Tint | Remark]]] = {}
        self.values: set[tuple[int, int]] = set()
        self.texts: dict[tuple[int, int], str] = {}
        self.notes: list[Note] = []
        self.headings: list[Remark] = []
        self.values_changed = self.formulas_gone = False
        self.sheet = sheet
        self.tables = tables_of(book, entry)
        self._book, self._entry = book, entry
        self._shades, self._epoch_1904 = shades, book.epoch_1904
        self._crossing: dict[int, list[Area]] = {}
        self._prefix, self._formula = sheet.prefix.decode(), b"<%bf" % sheet.prefix
        self._arrays = _arrays(sheet)
        self._guarded = bool(self.tables or self._arrays or sheet.merges)

    def add(self, change: CellChange) -> None:
        """Plan one change."""
        row, column = change.row, change.column
        if isinstance(change, SetCell):
            if self._guarded:
                self._refuse_value(row, column)
            self.values.add((row, column))
        elif not isinstance(change, Remark):
            row, column = self._shown(row, column)
        elif change.heading:
            self.headings.append(change)
        if isinstance(change, Note):
            self.notes.append(Note(change.sheet, row, column, change.text, change.author))
        elif (here := self.places.setdefault(row, {})).get(column):
            here[column].append(change)
        else:
            here[column] = [change]

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
        if isinstance(value, str) or value is None:
            return
        if isinstance(value, date):
            cell.style = self._book.styles.dated(cell.style or 0, moment=has_time(value))
        elif cell.style and not isinstance(value, bool):
            cell.style = self._book.styles.undated(cell.style)

    def _write(self, cell: Cell, value: Value) -> None:
        if isinstance(value, str):
            refuse_unwritable(self._entry.name, cell.row, cell.column, value)
        try:
            cell.kind, cell.body = written(value, self._prefix, self._epoch_1904)
        except ValueError as error:
            raise self._refusal(edits.BAD_NUMBER, cell.row, cell.column, value=value) from error

    def _remark(self, cell: Cell, remark: Remark) -> None:
        if holds(cell.body, self.sheet.prefix):
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
