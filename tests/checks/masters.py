"""Masters built from valid rows, for checks that are handed one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.records.factories import SITE, context, row
from toolkit.master.ledgers import (
    CONFLICTS,
    EXCHANGES,
    EXPLANATIONS,
    FIRST_ROW,
    HEADER_ROW,
    LEDGERS,
    LETTERS,
    WAIVERS,
)  # fmt: skip
from toolkit.master.state import Entry, LedgerTable, Master, RecordTable
from toolkit.policy import Category, Settings, load_settings
from toolkit.records import FORMS, form_of
from toolkit.records.row import read_values

SETTINGS = load_settings()


def entry(form_id: str, unit: str, n: int = 1, category: Category = SITE, /, **changes: Any) -> Entry:
    """A record of the master; what `changes` makes unreadable is missing from its values, as it would be."""
    form = form_of(form_id)
    read = read_values(form.record, row(form_id, category, n, **changes), context(as_of=date(2030, 12, 31), unit=None))
    texts = {c.field: None if c.field in read.bad else c.kind.text(read.values.get(c.field)) for c in form.columns}
    return Entry(form, unit, read.values, texts)


def pilot(unit: str, n: int = 1, category: Category = SITE, /, **changes: Any) -> Entry:
    """A 市级 pilot determined on 2025-09-01 unless told otherwise; the year follows the date."""
    if changes.get("determined_on"):
        changes = {"determined_year": changes["determined_on"].year, **changes}
    return entry("pilots", unit, n, category, **changes)


Lines = Iterable[dict[str, Any]]


def master(
    *entries: Entry, rulings: Lines = (), letters: Lines = (), explanations: Lines = (), waivers: Lines = (), exchanges: Lines = (),
) -> Master:  # fmt: skip
    """A master that holds these records, and these lines in its own sheets."""
    lines = {CONFLICTS.sheet: rulings, LETTERS.sheet: letters, EXPLANATIONS.sheet: explanations, WAIVERS.sheet: waivers,
             EXCHANGES.sheet: exchanges}  # fmt: skip
    made = Master("总台账.xlsx")
    for form in FORMS:
        made.tables[form.id] = RecordTable(form, form.sheet, {}, {}, [e for e in entries if e.form is form])
    for ledger in LEDGERS:
        table = made.ledgers[ledger.sheet] = LedgerTable(ledger, HEADER_ROW, {})
        table.rows = list(enumerate(lines.get(ledger.sheet, ()), start=FIRST_ROW))
    return made


def settings(**changes: Any) -> Settings:
    """The settings in force, some of them changed."""
    return SETTINGS.model_copy(update=changes)
