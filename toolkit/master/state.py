"""The master as it stands: its records, the base of each unit, its bookkeeping sheets; found by header text."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from toolkit.findings import Finding, Place, Problem, Severity, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.ledgers import (
    BASE_SHEET,
    CHANGES,
    FIRST_ROW,
    LEDGERS,
    OVERVIEW_SHEET,
    TRACE_HEADERS,
    UNIT_HEADER,
    Ledger,
)  # fmt: skip
from toolkit.master.memory import Memory, Texts, read_memory
from toolkit.policy import Settings, Unit, notice
from toolkit.records import FORMS, BoundColumn, Context, Form, Key
from toolkit.records.form import Keys
from toolkit.records.kinds import Bad, Kind, Reading
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Address, Book, Cell, Sheet, Value, address
from toolkit.sheets.headers import LOOK_IN_ROWS, header_key
from toolkit.sheets.source import one_by_one, read_sheets

FORMULA = "="
"""What stands for a formula that people have put into 总览: no value of ours, whatever it comes to."""
UNREADABLE = "（无法读取）"
"""The text of a master's cell that holds something, but nothing that can be shown."""

@dataclass(slots=True)
class Entry:
    """A record of the master. `texts` are its fields as canonical text, also where `values` could not be read.

    `row` is None for a record that is yet to be written.
    """

    form: Form
    unit: str
    values: dict[str, Any]
    texts: Texts
    row: int | None = None
    _keys: Keys | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def key(self) -> Key | None:
        """Its key within the unit; by name where it has no code (yet)."""
        return (self._keys or self._found_by()).key

    @property
    def name_key(self) -> Key | None:
        """By what it is found while its code is unknown or wrong."""
        return (self._keys or self._found_by()).by_name

    @property
    def entity(self) -> Key | None:
        """Whom it is about, by code and category; None while that cannot be told."""
        return (self._keys or self._found_by()).entity

    @property
    def named(self) -> Key | None:
        """Whom it is about, by name and category."""
        return (self._keys or self._found_by()).named

    def _found_by(self) -> Keys:
        self._keys = self.form.keys(self.values)
        return self._keys

    def take(self, values: Mapping[str, Any], texts: Texts) -> None:
        """Hold new values; `Master.change` keeps it findable by them."""
        self.values.update(values)
        self.texts.update(texts)
        self._keys = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything people may call it by."""
        return self.form.names(self.values)

    def unread(self, name: str) -> str | None:
        """What stands in a field, where it could not be read: it says something, and nobody knows what."""
        return self.texts.get(name) if name not in self.values else None

    def describe(self) -> str:
        """How people would name it."""
        return self.form.describe(self.values)


@dataclass(slots=True)
class RecordTable:
    """A record sheet of the master: where each field and each bookkeeping column stands."""

    form: Form
    sheet: str
    fields: dict[str, int]
    extras: dict[str, int]
    entries: list[Entry] = field(default_factory=list)
    next_row: int = FIRST_ROW


class LedgerTable:
    """A bookkeeping sheet: columns by header, rows as (number, values by header).

    Rows may be `unread`: 变更记录 grows with every merge, and few merges look into it. They are read when somebody asks.
    """

    def __init__(self, ledger: Ledger, header_row: int, columns: dict[str, int], next_row: int = FIRST_ROW) -> None:
        self.ledger, self.header_row, self.columns, self.next_row = ledger, header_row, columns, next_row
        self.unread: Callable[[], LedgerTable] | None = None
        self._rows: list[tuple[int, dict[str, Value]]] = []

    @property
    def rows(self) -> list[tuple[int, dict[str, Value]]]:
        """The filled rows.

        Raises:
            Unreadable: rows that were not read before cannot be.
        """
        if self.unread:
            self._rows, self.unread = [*self.unread().rows, *self._rows], None
        return self._rows

    @rows.setter
    def rows(self, rows: list[tuple[int, dict[str, Value]]]) -> None:
        self._rows, self.unread = rows, None

    def add(self, number: int, values: Sequence[Value]) -> None:
        """One more row, its values in the order of the ledger's headers."""
        self._rows.append((number, dict(zip(self.ledger.headers, values, strict=True))))
        self.next_row = number + 1


K = TypeVar("K", bound=Hashable)
_ByKey = dict[tuple[str, str], dict[Key, list[Entry]]]
"""Records by form and unit, and then by key."""


@dataclass
class Master:
    """The whole list, read."""

    name: str
    tables: dict[str, RecordTable] = field(default_factory=dict)
    ledgers: dict[str, LedgerTable] = field(default_factory=dict)
    base: Memory = field(default_factory=Memory)
    overview: Mapping[Address, Value] | None = None
    """What 总览 shows by (row, column), by which its tables are known again; None where nobody has read it."""
    findings: list[Finding] = field(default_factory=list)
    _entities: dict[str, dict[Key, list[Entry]]] = field(default_factory=dict, repr=False)
    _groups: dict[tuple[Any, ...], dict[Any, list[Entry]]] = field(default_factory=dict, repr=False)

    def entries(self, form_id: str) -> list[Entry]:
        """The records of a form, in the master's order."""
        return self.tables[form_id].entries

    def entries_of(self, form_id: str, unit: str) -> list[Entry]:
        """The records of a unit in a form, in the master's order."""
        return self._by_unit.get((form_id, unit), [])

    def find(self, form: Form, unit: str, key: Key) -> Entry | None:
        """The unit's record of a key."""
        return next(iter(self._index.get((form.id, unit), {}).get(key, ())), None)

    def named(self, form: Form, unit: str, name_key: Key) -> list[Entry]:
        """The unit's records of a name and category."""
        return self._names.get((form.id, unit), {}).get(name_key, [])

    def of_entity(self, form_id: str, key: Key | None) -> Sequence[Entry]:
        """All units' records of an entity (code, category, park) in a form, in the master's order."""
        if form_id not in self._entities:
            groups = self._entities[form_id] = {}
            for entry in self.entries(form_id):
                if own := entry.entity:
                    _put_in(groups, own, entry)
        return self._entities[form_id].get(key, ()) if key else ()

    def grouped(self, form_ids: Sequence[str], by: Callable[[Entry], K | None]) -> Mapping[K, Sequence[Entry]]:
        """The records of these forms by what `by` tells of each; kept until a record comes or changes."""
        asked = (*form_ids, by)
        if asked not in self._groups:
            groups = self._groups[asked] = {}
            for entry in (entry for form_id in form_ids for entry in self.entries(form_id)):
                if own := by(entry):
                    _put_in(groups, own, entry)
        return self._groups[asked]

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str], list[Entry]]:
        groups: dict[tuple[str, str], list[Entry]] = {}
        for table in self.tables.values():
            for entry in table.entries:
                groups.setdefault((table.form.id, entry.unit), []).append(entry)
        return groups

    @cached_property
    def _index(self) -> _ByKey:
        return _grouped(self, lambda entry: entry.key)

    @cached_property
    def _names(self) -> _ByKey:
        return _grouped(self, lambda entry: entry.name_key)

    def repeated(self) -> Iterator[list[Entry]]:
        """Records that stand more than once."""
        return (entries for own in self._index.values() for entries in own.values() if len(entries) > 1)

    def add(self, entry: Entry) -> None:
        """Take a new record in; it has no row yet."""
        by_unit, _, _ = self._by_unit, self._index, self._names  # made before the record stands in them, or it is there twice
        by_unit.setdefault((entry.form.id, entry.unit), []).append(entry)
        self.tables[entry.form.id].entries.append(entry)
        self._enter(entry)
        self._entities.pop(entry.form.id, None)
        self._groups.clear()

    def _enter(self, entry: Entry) -> None:
        for index, key in ((self._index, entry.key), (self._names, entry.name_key)):
            if key is not None:
                index.setdefault((entry.form.id, entry.unit), {}).setdefault(key, []).append(entry)

    def change(self, entry: Entry, values: Mapping[str, Any], texts: Texts) -> None:
        """Give a record new values, by which it may be found from now on."""
        for index, key in ((self._index, entry.key), (self._names, entry.name_key)):
            if key is not None:
                alike = index[entry.form.id, entry.unit][key]
                alike[:] = [other for other in alike if other is not entry]
        entry.take(values, texts)
        self._enter(entry)
        self._entities.pop(entry.form.id, None)
        self._groups.clear()

    def ledger_rows(self, ledger: Ledger) -> list[dict[str, Value]]:
        """The filled rows of a bookkeeping sheet, by header."""
        return [values for _, values in self.ledgers[ledger.sheet].rows]


def _grouped(master: Master, key_of: Callable[[Entry], Key | None]) -> _ByKey:
    groups: _ByKey = {}
    for table in master.tables.values():
        for entry in table.entries:
            if (key := key_of(entry)) is not None:
                _put_in(groups.setdefault((table.form.id, entry.unit), {}), key, entry)
    return groups


def _put_in(groups: dict[K, list[Entry]], key: K, entry: Entry) -> None:
    """Put a record with those of its key; nearly all keys have one, and a list made of it takes less than one it is appended to."""
    if key in groups:
        groups[key].append(entry)
    else:
        groups[key] = [entry]


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


_SHEETS = (BASE_SHEET, *(ledger.sheet for ledger in LEDGERS), *(form.sheet for form in FORMS), OVERVIEW_SHEET)
"""The sheets of a master in the order they are read: the one whose cells take the most room first, while there is least beside it."""
_RARELY_READ = (CHANGES.sheet,)
"""Of these the rows in the middle are read when somebody asks for them."""


def _master(books: Iterable[Book], name: str, as_of: date, settings: Settings, whole: "_Whole") -> Master:
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


_Whole = Callable[[str], Sheet]
"""All of a sheet, by its name."""


def _take_sheet(master: Master, sheet: Sheet, context: Context, known: "_Known", whole: _Whole) -> None:
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


_Known = defaultdict[tuple[Kind, bool], dict[Value, tuple[Any, str | None]]]
"""What values say, and the canonical text of it, by the kind of their column and whether it must be filled.

The same names, codes and choices stand in most sheets: what one of them said, when it said it without a word to be
told, is not read again in another.
"""


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
