"""Carry out a list of changes."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.cells import as_text, has_time, refuse_unwritable, written
from toolkit.sheets.edit.changes import Change, SetCell, Value
from toolkit.sheets.edit.ranges import LAST_COLUMN, LAST_ROW, area, reference
from toolkit.sheets.edit.refusal import NotEditable
from toolkit.sheets.edit.sheet import Cell, CellEdit, SheetXml, attributes
from toolkit.sheets.edit.upkeep import refit, refuse_table_headers, tables_of
from toolkit.sheets.grid import Area, address

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(\s[^<>]*?)?/?>")


def edit(data: bytes, changes: Sequence[Change]) -> bytes:
    """The workbook with the changes made; `data` itself if nothing changes. Same input, same bytes.

    Of two changes to one cell the later wins. Raises `NotEditable` on what cannot be changed safely and
    `ValueError` on an address outside any sheet.
    """
    if not changes:
        return data
    book = Book(data)
    by_sheet: dict[str, list[SetCell]] = {}
    for change in changes:
        by_sheet.setdefault(change.sheet, []).append(change)
    for name in by_sheet:
        book.sheet(name)
    values_changed = [_edit_sheet(book, book.sheet(name), asked) for name, asked in by_sheet.items()]
    if any(values_changed) and _has_formulas(book):
        book.recalculate_on_load()
    return book.save() if book.changed else data


def _edit_sheet(book: Book, entry: SheetEntry, changes: Sequence[SetCell]) -> bool:
    """Change one sheet; returns whether a value has changed."""
    sheet = SheetXml(book.package.read(entry.part))
    sheet.checked()
    tables = tables_of(book, entry)
    plan = _Plan(book, entry, sheet)
    for change in changes:
        refuse_table_headers(book, entry, tables, change.row, change.column)
        plan.set(change)
    rows = list(sheet.spliced(plan.edits))
    if len(rows) == 1:
        return False
    refit(book, entry, sheet, tables)
    book.package.write(entry.part, [sheet.head, *rows, sheet.tail])
    if plan.formulas_gone:
        book.forget_calculation_order()
    return True


class _Plan:
    """The cell edits of one sheet, by row and column, and what carrying them out found."""

    def __init__(self, book: Book, entry: SheetEntry, sheet: SheetXml) -> None:
        self.edits: dict[int, dict[int, CellEdit]] = {}
        self.formulas_gone = False
        self._book, self._entry, self._sheet = book, entry, sheet
        self._prefix = sheet.prefix.decode()
        self._merges = sheet.merges()
        self._arrays = _arrays(sheet)

    def set(self, change: SetCell) -> None:
        """Plan one value."""
        row, column = change.row, change.column
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise ValueError(f"no cell at row {row}, column {column}")
        value = as_text(change.value) if change.text else change.value
        refuse_unwritable(self._entry.name, row, column, value)
        self._refuse_covered(row, column)
        self.edits.setdefault(row, {})[column] = partial(self._put, value)

    def _put(self, value: Value, cell: Cell) -> None:
        if b"<" + self._sheet.prefix + b"f" in cell.body:
            self.formulas_gone = True
        try:
            kind, body = written(value, self._prefix, self._book.epoch_1904)
        except ValueError as error:
            place = address(cell.row, cell.column)
            raise NotEditable(edits.BAD_NUMBER, sheet=self._entry.name, cell=place, value=value) from error
        self._fit_style(cell, value)
        cell.kind, cell.body = kind.encode(), body.encode()

    def _fit_style(self, cell: Cell, value: Value) -> None:
        """A date must look like one, and a number must not."""
        if isinstance(value, date):
            cell.style = self._book.styles.dated(cell.style or 0, moment=has_time(value))
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and cell.style:
            cell.style = self._book.styles.undated(cell.style)

    def _refuse_covered(self, row: int, column: int) -> None:
        for rule, areas in ((edits.COVERED, self._merges), (edits.ARRAY, self._arrays)):
            for found in areas:
                shown = rule is edits.COVERED and (row, column) == (found.top, found.left)
                if (row, column) in found and not shown:
                    raise NotEditable(
                        rule, sheet=self._entry.name, cell=address(row, column), area=reference(found),
                    )


def _arrays(sheet: SheetXml) -> list[Area]:
    """The areas of several cells that one array formula or data table fills."""
    found = []
    for formula in _FORMULA.finditer(sheet.rows_xml()):
        said = attributes(formula[1]) if formula[1] else {}
        covered = area(said.get("ref", "")) if said.get("t") in {"array", "dataTable"} else None
        if covered and (covered.top, covered.left) != (covered.bottom, covered.right):
            found.append(covered)
    return found


def _has_formulas(book: Book) -> bool:
    if any(relation.kind == "calcChain" for relation in book.relations(book.part)):
        return True
    sheets = (entry for entry in book.sheets if entry.kind == "worksheet")
    return any(_FORMULA.search(book.package.read(entry.part)) for entry in sheets)
