"""Lines of 冲突裁定 that wait for a ruling, and those that have ended by themselves."""

from collections.abc import Collection, Mapping
from typing import Any

from toolkit.master.claims import claimed, entity_of
from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, FIELD_CONFLICT
from toolkit.master.memory import BaseRecord
from toolkit.master.pairs import pair
from toolkit.master.state import Entry, Master
from toolkit.records import FORMS, BoundColumn, Form, Key

Line = Mapping[str, Any]
_MATTER = ("记录", "字段", "事项", "报送单位", "工作表")
"""By what two lines ask about the same."""


def waiting(master: Master) -> list[Line]:
    """Lines that wait for a ruling: not those of a dispute that is over."""
    unruled = [line for line in master.ledger_rows(CONFLICTS) if not line.get("裁定")]
    open_claims = claimed(master) if unruled else set[Key]()
    return [line for line in unruled if not _is_over(master, line, open_claims)]


def _is_over(master: Master, line: Line, open_claims: Collection[Key]) -> bool:
    """Whether a dispute is over: a claim whose entity moved, left, was withdrawn or ruled is none any more."""
    if line.get("事项") == CLAIM_CONFLICT:
        return entity_of(said(line, "记录")) not in open_claims
    return line.get("事项") == FIELD_CONFLICT and is_outdated(master, line)


def is_outdated(master: Master, line: Line) -> bool:
    """Whether a field is no longer disputed as the line has it: its unit has sent something else since, or gave in.

    底稿 knows what is in dispute; the line's own values are shown to people and may have been typed anew. Nor does it wait
    where ours has gone back to what the unit had, unless it never left it: what is the city's own is disputed by the
    unit's change alone.
    """
    if (last := latest(master, line)) and (number_of(last) or 0) > (number_of(line) or 0):
        return True
    entry, column = disputed(master, line)
    base = remembered(master, entry) if entry else None
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


def latest(master: Master, asked: Line) -> Line | None:
    """The last line that asks about the same matter: kind, unit, sheet, record and field."""
    alike = [line for line in master.ledger_rows(CONFLICTS) if all(said(line, head) == said(asked, head) for head in _MATTER)]
    return max(alike, key=lambda line: number_of(line) or 0, default=None)


def number_of(line: Line) -> int | None:
    """Its 序号; None where that is gone or cannot be read."""
    digits = said(line, "序号").split(".")[0]
    return int(digits) if digits.isdecimal() else None


def disputed(master: Master, line: Line) -> tuple[Entry | None, BoundColumn | None]:
    """The one record and the column that a line is about; None for what cannot be found."""
    form = form_named(said(line, "工作表"))
    if form is None:
        return None, None
    alike = [entry for entry in master.entries_of(form.id, said(line, "报送单位")) if entry.describe() == said(line, "记录")]
    column = next((column for column in form.columns if column.header == said(line, "字段")), None)
    return alike[0] if len(alike) == 1 else None, column


def form_named(sheet: str) -> Form | None:
    """The form of a sheet."""
    return next((form for form in FORMS if form.sheet == sheet), None)


def said(line: Line, header: str) -> str:
    """What stands in a column, as text."""
    value = line.get(header)
    return "" if value is None else str(value).strip()
