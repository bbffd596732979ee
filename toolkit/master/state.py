"""The master as it stands: its records, the base of each unit, its bookkeeping sheets."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from toolkit.findings import Finding
from toolkit.master.ledgers import FIRST_ROW, Ledger
from toolkit.master.memory import Memory, Texts
from toolkit.records import Form, Key
from toolkit.records.form import Keys
from toolkit.sheets.grid import Address, Value

FORMULA = "="
"""What stands for a formula that people have put into 总览: no value of ours, whatever it comes to."""


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
