"""Lines of 冲突裁定 that wait for a ruling, and those that have ended by themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from toolkit.master.claims import Claim, asks_about, claims
from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, FIELD_CONFLICT, number_of, said
from toolkit.master.memory import BaseRecord
from toolkit.master.pairs import pair
from toolkit.master.state import Entry, Master
from toolkit.records import FORMS, BoundColumn, Form

Line = Mapping[str, Any]
_MATTER = ("字段", "事项", "报送单位", "工作表")
"""By what two lines ask about the same of a record."""


def waiting(master: Master) -> list[Line]:
    """Lines that wait for a ruling: not those of a dispute that is over."""
    unruled = [line for line in master.ledger_rows(CONFLICTS) if not line.get("裁定")]
    open_claims = list(claims(master)) if unruled else []
    return [line for line in unruled if not _is_over(master, line, open_claims)]


def _is_over(master: Master, line: Line, open_claims: Sequence[Claim]) -> bool:
    """Whether a dispute is over: a claim whose entity moved, left, was withdrawn or ruled is none any more.

    One that a further unit joined since is asked about by a later line.
    """
    if line.get("事项") == CLAIM_CONFLICT:
        return not any(asks_about(line, claim) for claim in open_claims)
    return line.get("事项") == FIELD_CONFLICT and is_outdated(master, line)


def is_outdated(master: Master, line: Line) -> bool:
    """Whether a field is no longer disputed as the line has it: its unit has sent something else since, or gave in.

    底稿 knows what is in dispute; the line's own values are shown to people and may have been typed anew. Nor does it wait
    where ours has gone back to what the unit had, unless it never left it: what is the city's own is disputed by the
    unit's change alone.
    """
    entry, column = disputed(master, line)
    base = remembered(master, entry) if entry else None
    if (last := latest(master, line, base.asked if base else ())) and (number_of(last) or 0) > (number_of(line) or 0):
        return True
    if entry is None or column is None or base is None:
        return False
    known, ours = base.texts.get(column.field) or "", entry.texts.get(column.field) or ""
    return column.field not in base.disputed or (known == ours and not _same(ours, said(line, "市局现值")))


def remembered(master: Master, entry: Entry) -> BaseRecord | None:
    """What the unit of a record last sent of it."""
    key = pair(master, entry.form, entry.unit).base_of.get(id(entry))
    return master.base[entry.form.id, entry.unit, key] if key else None


def _same(one: str, other: str) -> bool:
    """Whether two texts are one value: a program that saves the list may have turned 12 into 12.0."""
    return one == other or one.removesuffix(".0") == other.removesuffix(".0")


def latest(master: Master, asked: Line, names: Collection[str] = ()) -> Line | None:
    """The last line that asks about the same matter: kind, unit, sheet, field and record, also under other `names` of it."""
    matter, called = [said(asked, header) for header in _MATTER], {said(asked, "记录"), *names}
    lines = (line for line in master.ledger_rows(CONFLICTS) if said(line, "记录") in called)
    alike = [line for line in lines if [said(line, header) for header in _MATTER] == matter]
    return max(alike, key=lambda line: number_of(line) or 0, default=None)


def disputed(master: Master, line: Line) -> tuple[Entry | None, BoundColumn | None]:
    """The one record and the column that a line is about; None for what cannot be found."""
    form = form_named(said(line, "工作表"))
    if form is None:
        return None, None
    alike = _called(master, form, said(line, "报送单位"), said(line, "记录"))
    column = next((column for column in form.columns if column.header == said(line, "字段")), None)
    return alike[0] if len(alike) == 1 else None, column


def _called(master: Master, form: Form, unit: str, record: str) -> list[Entry]:
    """The unit's records that were asked about by a name, whatever they are called since, or else are called so."""
    asked = [key for key, base in master.base.of(form.id, unit).items() if base.was_asked(record)]
    if not asked:
        return [entry for entry in master.entries_of(form.id, unit) if entry.describe() == record]
    entry_of = pair(master, form, unit).entry_of
    return [entry_of[key] for key in asked if key in entry_of]


def form_named(sheet: str) -> Form | None:
    """The form of a sheet."""
    return next((form for form in FORMS if form.sheet == sheet), None)
