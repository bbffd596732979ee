"""How the list is read: its sheets one by one, its columns found by header text, its rows told or refused."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from toolkit.findings import Finding, Place, Problem, Severity, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.ledgers import BASE_SHEET, CHANGES, LEDGERS, OVERVIEW_SHEET, TRACE_HEADERS, UNIT_HEADER, Ledger
from toolkit.master.memory import Texts, read_memory
from toolkit.master.state import FORMULA, Entry, LedgerTable, Master, RecordTable
from toolkit.policy import Settings, Unit, notice
from toolkit.records import FORMS, BoundColumn, Context, Form
from toolkit.records.kinds import Bad, Kind, Reading
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Address, Book, Cell, Sheet, Value, address
from toolkit.sheets.headers import LOOK_IN_ROWS, header_key
from toolkit.sheets.source import one_by_one, read_sheets

UNREADABLE = "（无法读取）"
"""The text of a master's cell that holds something, but nothing that can be shown."""
_SHEETS = (BASE_SHEET, *(ledger.sheet for ledger in LEDGERS), *(form.sheet for form in FORMS), OVERVIEW_SHEET)
"""The sheets of a master in the order they are read: the one whose cells take the most room first, while there is least beside it."""
_RARELY_READ = (CHANGES.sheet,)
"""Of these the rows in the middle are read when somebody asks for them."""

_Whole = Callable[[str], Sheet]
"""All of a sheet, by its name."""
_Known = defaultdict[tuple[Kind, bool], dict[Value, tuple[Any, str | None]]]
"""What values say, and the canonical text of it, by the kind of their column and whether it must be filled.

The same names, codes and choices stand in most sheets: what one of them said, when it said it without a word to be
told, is not read again in another.
"""


def load_master(data: bytes, name: str, as_of: date, settings: Settings) -> Master:
    """Read a master from the bytes of its file.

    Raises:
        Unreadable: it is no master (a sheet or its header is missing), or no workbook at all.
    """
    def whole(sheet: str) -> Sheet:
        return next(read_sheets(data, (sheet,))).sheets[0]

    return _master(read_sheets(data, _SHEETS, _RARELY_READ), name, as_of, settings, whole)


def master_of(book: Book, name: str, as_of: date, settings: Settings) -> Master:
    """Read a master from its cells.

    Raises:
        Unreadable: it is no master: a sheet or its header is missing.
    """
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return _master(one_by_one(book, _SHEETS), name, as_of, settings, sheets.__getitem__)


def _master(books: Iterable[Book], name: str, as_of: date, settings: Settings, whole: _Whole) -> Master:
    """A master from the sheets of one, each the only one of its book."""
    master, known, lacking = Master(name, overview={}), _Known(dict), dict.fromkeys(_SHEETS[:-1])
    for book in books:
        lacking.pop(book.sheets[0].name, None)
        _take_sheet(master, book.sheets[0], Context(as_of, settings, epoch_1904=book.epoch_1904), known, whole)
        del book  # before the next is read
    for sheet in lacking:
        raise Unreadable(merging.NOT_A_MASTER, sheet=sheet)
    master.findings += [_repeated(name, entries) for entries in master.repeated()]
    return master


def _take_sheet(master: Master, sheet: Sheet, context: Context, known: _Known, whole: _Whole) -> None:
    """Read one sheet of a master into it."""
    form = next((form for form in FORMS if form.sheet == sheet.name), None)
    ledger = next((ledger for ledger in LEDGERS if ledger.sheet == sheet.name), None)
    if form:
        master.tables[form.id] = _record_table(master, form, sheet, context, known)
    elif ledger:
        master.ledgers[ledger.sheet] = _unread(ledger, sheet, whole) if sheet.abridged else _ledger_table(ledger, sheet)
    elif sheet.name == BASE_SHEET:
        master.base = read_memory(sheet)
    else:
        master.overview = _values_of(sheet)


def _values_of(sheet: Sheet) -> dict[Address, Value]:
    return {at: FORMULA if cell.formula else cell.value for at, cell in sheet.cells()}


def _repeated(file: str, entries: Sequence[Entry]) -> Finding:
    sheet = entries[0].form.sheet
    rows = "、".join(str(entry.row) for entry in entries)
    words = {"sheet": sheet, "rows": rows, "record": entries[0].describe()}
    return Finding(merging.REPEATED_IN_MASTER, Place(file, sheet, row=entries[1].row), None, words)


def _placed(sheet: Sheet, needed: Sequence[str], also: Sequence[str] = ()) -> tuple[int, dict[str, int]]:
    """The header row and the columns by header, as written by us: staff's own columns may bear any alias.

    Raises:
        Unreadable: a needed header is missing, or one stands twice.
    """
    wanted = {header_key(header): header for header in (*needed, *also)}
    best, row = dict[str, list[int]](), 0
    for number in range(1, LOOK_IN_ROWS + 1):
        found: dict[str, list[int]] = {}
        for column, cell in sheet.rows.get(number, {}).items():
            if isinstance(cell.value, str) and (header := wanted.get(header_key(cell.value))):
                found.setdefault(header, []).append(column)
        if len(found) > len(best):
            best, row = found, number
    if len(best) < len(needed) / 2:
        raise Unreadable(merging.NOT_A_MASTER, sheet=sheet.name)
    if lacking := next((header for header in needed if header not in best), None):
        raise Unreadable(merging.NO_COLUMN, sheet=sheet.name, header=lacking)
    for header, columns in best.items():
        if len(columns) > 1:
            places = "、".join(address(row, column) for column in columns)
            raise Unreadable(merging.REPEATED_COLUMN, sheet=sheet.name, header=header, cells=places)
    return row, {header: columns[0] for header, columns in best.items()}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a cell says: its value and the canonical text of it, or, where it is `bad`, neither; and what is wrong."""

    value: Any
    text: str | None
    bad: bool
    problems: tuple[Problem, ...]


_NOTHING = _Said(None, None, bad=False, problems=())
"""What a cell of blanks says."""
_TOLD_APART = frozenset({str, int, datetime})
"""Types of which no value equals one of another (True is 1, and 1.0 as well)."""


def _record_table(
    master: Master, form: Form, sheet: Sheet, context: Context, known: _Known
) -> RecordTable:
    fields = {column.header: column.field for column in form.columns}
    header_row, columns = _placed(sheet, (UNIT_HEADER, *fields), TRACE_HEADERS)
    extras = {header: columns[header] for header in (UNIT_HEADER, *TRACE_HEADERS) if header in columns}
    table = RecordTable(form, sheet.name, {field: columns[header] for header, field in fields.items()}, extras)
    table.next_row = header_row + 1
    reader = _RowReader(master, table, context, known)
    for number, line in sheet.rows.items():
        if number > header_row and any(map(_is_filled, line.values())):
            table.next_row = number + 1  # below whatever staff have put there
            if entry := reader.entry(number, line):
                table.entries.append(entry)
    return table


def _is_filled(cell: Cell) -> bool:
    value = cell.value
    return bool(value.strip() if isinstance(value, str) else value is not None) or cell.fault is not None


class _RowReader:
    """Reads the rows of one record sheet; what a value said before is not read again."""

    def __init__(self, master: Master, table: RecordTable, context: Context, known: _Known) -> None:
        self._master, self._table, self._context = master, table, context
        self._places = {
            table.fields[column.field]: (column.field, known[column.kind, column.required], column) for column in table.form.columns
        }
        self._bookkeeping = frozenset(table.extras.values())
        self._nothing: dict[str, None] = {column.field: None for column in table.form.columns if not column.required}
        self._no_text: Texts = dict.fromkeys(table.fields)

    def entry(self, number: int, line: Mapping[int, Cell]) -> Entry | None:
        """The record of a row, None where nothing stands in our columns; an unreadable cell keeps its text and is told."""
        values: dict[str, Any] = dict(self._nothing)
        texts = dict(self._no_text)
        stands, places = False, self._places
        for position, cell in line.items():
            if position not in places:
                continue
            name, known, column = places[position]
            raw = cell.value
            if raw.__class__ in _TOLD_APART and raw in known and cell.fault is None:
                values[name], texts[name] = known[raw]
                stands = True
                continue
            said = self._said(column, cell, known)
            if said is _NOTHING:
                continue
            stands = True
            if said.bad:
                values.pop(name, None)
                texts[name] = shown(cell) or UNREADABLE
            else:
                values[name], texts[name] = said.value, said.text
            for problem in said.problems:
                self._tell(number, column, position, cell, problem)
        if not stands and not any(_is_filled(cell) for position, cell in line.items() if position in self._bookkeeping):
            return None
        return Entry(self._table.form, _unit_of(self._master, self._table, number, line), values, texts, number)

    def _said(self, column: BoundColumn, cell: Cell, known: dict[Value, tuple[Any, str | None]]) -> _Said:
        """What a cell says that is not known yet."""
        if fault := fault_problem(column.field, cell):
            return _Said(None, None, bad=True, problems=(fault,))
        if not _is_filled(cell):
            return _NOTHING
        said = _read(column, cell.value, self._context)
        if type(cell.value) in _TOLD_APART and not said.bad and not said.problems:
            known[cell.value] = said.value, said.text
        return said

    def _tell(self, number: int, column: BoundColumn, position: int, cell: Cell, problem: Problem) -> None:
        """Say what is wrong; repairs are no news in the city's own list."""
        if problem.rule.severity is Severity.E:
            place = Place(self._master.name, self._table.sheet, address(number, position), number, column.field, column.header)
            self._master.findings.append(Finding(problem.rule, place, shown(cell), problem.words))


def _read(column: BoundColumn, raw: Value, context: Context) -> _Said:
    reading = Reading(context, field=column.field)
    try:
        value = column.kind.read(raw, reading, optional=not column.required)
    except Bad as bad:
        return _Said(None, None, bad=True, problems=(Problem(bad.rule, column.field, bad.words),))
    return _Said(value, column.kind.text(value), bad=False, problems=tuple(reading.problems))


@lru_cache(maxsize=1000)
def _find_unit(name: str) -> Unit | None:
    return notice().find_unit(name)


def _unit_of(master: Master, table: RecordTable, number: int, line: Mapping[int, Cell]) -> str:
    column = table.extras[UNIT_HEADER]
    cell = line.get(column)
    unit = shown(cell) or "" if cell and _is_filled(cell) else ""
    known = _find_unit(unit) if unit else None
    if known is None:
        place = Place(master.name, table.sheet, address(number, column), number, None, UNIT_HEADER)
        words = {"sheet": table.sheet, "row": number}
        master.findings.append(Finding(merging.UNIT_UNREADABLE, place, unit or None, words))
    return known.short if known else unit


def _unread(ledger: Ledger, sheet: Sheet, whole: _Whole) -> LedgerTable:
    """A ledger of which only both ends were read: its rows are still to be read, unless its header or its last one can only be told so."""
    last = max((number for number, line in sheet.rows.items() if any(map(_is_filled, line.values()))), default=0)
    try:
        header_row, columns = _placed(sheet, ledger.headers)
    except Unreadable:
        last = 0
    if last < sheet.abridged:
        return _ledger_table(ledger, whole(sheet.name))
    table = LedgerTable(ledger, header_row, columns, next_row=last + 1)
    table.unread = lambda: _ledger_table(ledger, whole(sheet.name))
    return table


def _ledger_table(ledger: Ledger, sheet: Sheet) -> LedgerTable:
    header_row, columns = _placed(sheet, ledger.headers)
    table, places = LedgerTable(ledger, header_row, columns, next_row=header_row + 1), [columns[header] for header in ledger.headers]
    for number, line in sheet.rows.items():
        if number > header_row and any(map(_is_filled, line.values())):
            table.next_row = number + 1
            values = [line[column].value if column in line else None for column in places]
            if any(value is not None for value in values):
                table.add(number, values)
    return table
