"""The master as it stands: its records, the base of each unit, its bookkeeping sheets; found by header text."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from toolkit.findings import Finding, Place, Severity, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.ledgers import (
    BASE_HEADERS,
    BASE_SHEET,
    FIRST_ROW,
    LEDGERS,
    TRACE_HEADERS,
    UNIT_HEADER,
    Ledger,
)  # fmt: skip
from toolkit.policy import Settings, notice
from toolkit.records import COVER_SHEET, FORMS, Context, Form, Key
from toolkit.records.row import read_values
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Book, Cell, Sheet, Value, address
from toolkit.sheets.headers import Header, find_header, header_key
from toolkit.sheets.source import read_bytes

Texts = dict[str, str | None]
COVER_ID = "cover"
"""The form id under which 底稿 keeps the cover of a unit's month."""


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

    @property
    def key(self) -> Key | None:
        """Its key within the unit."""
        return self.form.key(self.values)

    def describe(self) -> str:
        """How people would name it."""
        return self.form.describe(self.values)


@dataclass(slots=True)
class BaseRecord:
    """What a unit last sent of a record: canonical texts, the year of the file, and where 底稿 keeps it."""

    year: int
    texts: Texts
    row: int | None = None


@dataclass(slots=True)
class RecordTable:
    """A record sheet of the master: where each field and each bookkeeping column stands."""

    form: Form
    sheet: str
    fields: dict[str, int]
    extras: dict[str, int]
    entries: list[Entry] = field(default_factory=list)
    next_row: int = FIRST_ROW


@dataclass(slots=True)
class LedgerTable:
    """A bookkeeping sheet: columns by header, rows as (number, values by header)."""

    ledger: Ledger
    columns: dict[str, int]
    rows: list[tuple[int, dict[str, Value]]] = field(default_factory=list)
    next_row: int = FIRST_ROW


BaseKey = tuple[str, str, Key]
"""(form id, unit, key)."""


@dataclass
class Master:
    """The whole list, read."""

    name: str
    data: bytes = field(repr=False)
    tables: dict[str, RecordTable] = field(default_factory=dict)
    ledgers: dict[str, LedgerTable] = field(default_factory=dict)
    base: dict[BaseKey, BaseRecord] = field(default_factory=dict)
    base_next_row: int = 2
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def entries(self, form_id: str) -> list[Entry]:
        """The records of a form, in the master's order."""
        return self.tables[form_id].entries

    def find(self, form: Form, unit: str, key: Key) -> Entry | None:
        """The unit's record of a key."""
        return self._index.get((form.id, unit, key))

    @cached_property
    def _index(self) -> dict[BaseKey, Entry]:
        index: dict[BaseKey, Entry] = {}
        for table in self.tables.values():
            for entry in table.entries:
                if entry.key is not None:
                    index.setdefault((table.form.id, entry.unit, entry.key), entry)
        return index

    def add(self, entry: Entry) -> None:
        """Take a new record in; it has no row yet."""
        self.tables[entry.form.id].entries.append(entry)
        if entry.key is not None:
            self._index.setdefault((entry.form.id, entry.unit, entry.key), entry)

    def forget_index(self) -> None:
        """A record's values changed, and perhaps its key."""
        self.__dict__.pop("_index", None)

    def ledger_rows(self, ledger: Ledger) -> list[dict[str, Value]]:
        """The filled rows of a bookkeeping sheet, by header."""
        return [values for _, values in self.ledgers[ledger.sheet].rows]


def load_master(data: bytes, name: str, as_of: date, settings: Settings) -> Master:
    """Read a master.

    Raises:
        Unreadable: it is no master (a sheet or its header is missing), or no workbook at all.
    """
    book = read_bytes(data, name)
    master = Master(name, data)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for form in FORMS:
        master.tables[form.id] = _record_table(master, form, _sheet(sheets, form.sheet), book, as_of, settings)
    for ledger in LEDGERS:
        master.ledgers[ledger.sheet] = _ledger_table(ledger, _sheet(sheets, ledger.sheet))
    _read_base(master, _sheet(sheets, BASE_SHEET))
    return master


def _sheet(sheets: Mapping[str, Sheet], name: str) -> Sheet:
    if name not in sheets:
        raise Unreadable(merging.NOT_A_MASTER, sheet=name)
    return sheets[name]


def _record_table(
    master: Master, form: Form, sheet: Sheet, book: Book, as_of: date, settings: Settings
) -> RecordTable:
    header = find_header(form, sheet)
    if header is None:
        raise Unreadable(merging.NOT_A_MASTER, sheet=form.sheet)
    extras = _extras(header)
    if UNIT_HEADER not in extras:
        raise Unreadable(merging.NO_UNIT_COLUMN, sheet=form.sheet)
    table = RecordTable(form, sheet.name, dict(header.columns), extras)
    table.next_row = header.row + 1
    context = Context(as_of, settings, epoch_1904=book.epoch_1904)
    known = {*table.fields.values(), *extras.values()}
    for number, line in sheet.rows.items():
        if number > header.row and any(column in known and cell.value is not None for column, cell in line.items()):
            table.next_row = number + 1
            table.entries.append(_entry(master, table, number, line, context))
    return table


def _extras(header: Header) -> dict[str, int]:
    wanted = {header_key(text): text for text in (UNIT_HEADER, *TRACE_HEADERS)}
    found: dict[str, int] = {}
    for column, text in header.texts.items():
        if (name := wanted.get(header_key(text))) and name not in found:
            found[name] = column
    return found


def _entry(master: Master, table: RecordTable, number: int, line: Mapping[int, Cell], context: Context) -> Entry:
    raw = {name: line[column].value if column in line else None for name, column in table.fields.items()}
    read = read_values(table.form.record, raw, context)
    texts: Texts = {}
    for bound in table.form.columns:
        if bound.field in read.bad:
            texts[bound.field] = shown(line.get(table.fields.get(bound.field, 0)))
        else:
            texts[bound.field] = bound.kind.text(read.values.get(bound.field))
    for problem in read.problems:
        column = table.fields.get(problem.field or "")
        if problem.rule.severity is Severity.E and column and column in line:
            place = Place(master.name, table.sheet, address(number, column), number, problem.field,
                          table.form.column(problem.field or "").header)  # fmt: skip
            master.findings.append(Finding(problem.rule, place, shown(line[column]), problem.words))
    unit = shown(line.get(table.extras[UNIT_HEADER])) or ""
    known = notice().find_unit(unit) if unit else None
    return Entry(table.form, known.short if known else unit, read.values, texts, number)


def _ledger_table(ledger: Ledger, sheet: Sheet) -> LedgerTable:
    wanted = {header_key(header): header for header in ledger.headers}
    for row in range(1, 16):
        columns = {
            wanted[header_key(cell.value)]: column
            for column, cell in sheet.rows.get(row, {}).items()
            if isinstance(cell.value, str) and header_key(cell.value) in wanted
        }
        if len(columns) == len(ledger.headers):
            return _ledger_rows(ledger, sheet, row, columns)
    raise Unreadable(merging.NOT_A_MASTER, sheet=ledger.sheet)


def _ledger_rows(ledger: Ledger, sheet: Sheet, header_row: int, columns: dict[str, int]) -> LedgerTable:
    table = LedgerTable(ledger, columns, next_row=header_row + 1)
    for number, line in sheet.rows.items():
        values = {header: line[column].value for header, column in columns.items() if column in line}
        if number > header_row and any(value is not None for value in values.values()):
            table.rows.append((number, values))
            table.next_row = number + 1
    return table


def _read_base(master: Master, sheet: Sheet) -> None:
    ids = {form.sheet: form.id for form in FORMS} | {COVER_SHEET: COVER_ID}
    for number, line in sheet.rows.items():
        texts = [str(line[column].value) if column in line else "" for column in range(1, len(BASE_HEADERS) + 1)]
        if number == 1 or texts[0] not in ids:
            continue
        master.base_next_row = number + 1
        key = tuple(json.loads(texts[2]))
        values = json.loads("".join(texts[4:]))
        master.base[ids[texts[0]], texts[1], key] = BaseRecord(int(texts[3]), values, number)
