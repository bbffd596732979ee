"""查来源: all that is known of one entity: every value, when it came, from which file and cell, what it was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.master.cells import WHOLE_RECORD
from toolkit.master.ledgers import CHANGES
from toolkit.master.pairs import pair
from toolkit.master.state import Entry, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings
from toolkit.policy.text import match_key, squeeze
from toolkit.records import FORMS, Form

BY_HAND = "市局手工更正"


@dataclass(frozen=True, slots=True)
class Event:
    """One value a field took. `when` is the ISO day of the merge; None where only the present value is known."""

    when: str | None
    batch: str | None
    unit: str
    field: str | None
    header: str
    old: str | None
    new: str | None
    file: str | None
    cell: str | None
    reason: str

    def to_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "when": self.when, "batch": self.batch, "unit": self.unit, "field": self.field, "old": self.old,
            "new": self.new, "file": self.file, "cell": self.cell,
        }  # fmt: skip


@dataclass(slots=True)
class RecordHistory:
    """One record and its events, the oldest first."""

    form: Form
    entry: Entry
    events: list[Event] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """The contract's keys."""
        key = list(self.entry.key or ())
        return {"sheet": self.form.sheet, "key": key, "events": [event.to_json() for event in self.events]}


def history(master: Path, query: str, as_of: date, settings: Settings) -> list[RecordHistory]:
    """Every record of the entity a query names: by credit code, 试点编号, or a name it has or had.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = open_master(read_stored(master), as_of, settings)
    found = [entry for form in FORMS for entry in known.entries(form.id) if _is_meant(entry, query)]
    codes = {entry.texts.get("uscc") for entry in found} - {None}
    whole = [
        entry
        for form in FORMS
        for entry in known.entries(form.id)
        if entry in found or entry.texts.get("uscc") in codes
    ]
    return [history_of(known, entry) for entry in whole]


def _is_meant(entry: Entry, query: str) -> bool:
    wanted, key = squeeze(query).upper(), match_key(query)
    exact = {entry.texts.get("uscc"), entry.texts.get("pilot_id"), entry.texts.get("previous_id")}
    names = [entry.texts.get(name) or "" for name in ("name", "park_name", "source_name", "title")]
    former = match_key(entry.texts.get("change_note") or "")
    return wanted in exact or key in map(match_key, filter(None, names)) or (len(key) > 5 and key in former)


def history_of(master: Master, entry: Entry) -> RecordHistory:
    """What is known of one record."""
    record = RecordHistory(entry.form, entry)
    logged = list(_logged(master, entry))
    record.events = [*_first_values(master, entry, logged), *logged]
    record.events += _by_hand(entry, record.events)
    return record


def _logged(master: Master, entry: Entry) -> Iterator[Event]:
    """变更记录's lines of a record, also under the names it bore before."""
    lines = [line for line in master.ledger_rows(CHANGES) if _same_place(line, entry)]
    names, events = {entry.describe()}, []
    for line in reversed(lines):
        if str(line.get("记录")) not in names:
            continue
        event = _event(entry, line)
        if event.field in entry.form.described_by and event.old and event.new:
            names |= {name.replace(event.new, event.old) for name in names}
        events.append(event)
    yield from (event for event in reversed(events) if event.header != WHOLE_RECORD)


def _same_place(line: Mapping[str, Any], entry: Entry) -> bool:
    return (line.get("报送单位"), line.get("工作表")) == (entry.unit, entry.form.sheet)


def _event(entry: Entry, line: Mapping[str, Any]) -> Event:
    header = str(line.get("字段") or WHOLE_RECORD)
    name = next((column.field for column in entry.form.columns if column.header == header), None)
    texts = {label: None if line.get(label) is None else str(line[label]) for label in CHANGES.headers}
    when = (texts["时间"] or "")[:10] or None
    return Event(when, texts["批次"], entry.unit, name, header, texts["原值"], texts["新值"], texts["来源文件"],
                 texts["来源单元格"], texts["原因"] or "")  # fmt: skip


def _first_values(master: Master, entry: Entry, logged: list[Event]) -> Iterator[Event]:
    """What each field was when the record came in: by the file it came with, or else the value it has."""
    known = pair(master, entry.form, entry.unit).base_of.get(id(entry))
    base = master.base.get((entry.form.id, entry.unit, known)) if known is not None else None
    origin = base.origin if base else None
    earliest: dict[str | None, str | None] = {}
    for event in logged:
        earliest.setdefault(event.field, event.old)
    for column in entry.form.columns:
        sent = base.texts.get(column.field) if base else entry.texts.get(column.field)
        first = earliest.get(column.field, sent)
        if first is not None:
            cell = origin.cells.get(column.field) if origin else None
            yield Event(origin.day if origin else None, origin.batch if origin else None, entry.unit, column.field, column.header,
                        None, first, origin.file if origin else None, cell, "新增" if origin else BY_HAND)  # fmt: skip


def _by_hand(entry: Entry, events: list[Event]) -> Iterator[Event]:
    """Values that no merge has brought: staff have put them there."""
    latest = {event.field: event.new for event in events}
    for column in entry.form.columns:
        now, told = entry.texts.get(column.field), latest.get(column.field)
        if now != told:
            yield Event(None, None, entry.unit, column.field, column.header, told, now, None, None, BY_HAND)
