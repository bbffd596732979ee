"""Lines of 冲突裁定 that wait for a ruling, and those that have ended by themselves."""

from collections.abc import Mapping
from typing import Any

from toolkit.master.claims import is_settled
from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, FIELD_CONFLICT
from toolkit.master.pairs import pair
from toolkit.master.state import Entry, Master
from toolkit.records import FORMS, BoundColumn, Form

Line = Mapping[str, Any]


def waiting(master: Master) -> list[Line]:
    """Lines that wait for a ruling: not those of a dispute that is over."""
    return [line for line in master.ledger_rows(CONFLICTS) if not line.get("裁定") and not _is_over(master, line)]


def _is_over(master: Master, line: Line) -> bool:
    if line.get("事项") == CLAIM_CONFLICT:
        return is_settled(master, said(line, "记录"))
    return line.get("事项") == FIELD_CONFLICT and is_outdated(master, line)


def is_outdated(master: Master, line: Line) -> bool:
    """Whether a field is no longer disputed as the line has it: its unit has sent something else since, or gave in.

    While a dispute stands, 底稿 keeps what it had and nothing was told of the field; and ours has not gone back to what the
    unit had, unless it never left it: what is the city's own is disputed by the unit's change alone.
    """
    if any(_later(line, other) for other in master.ledger_rows(CONFLICTS)):
        return True
    entry, column = disputed(master, line)
    key = pair(master, entry.form, entry.unit).base_of.get(id(entry)) if entry else None
    if entry is None or column is None or key is None:
        return False
    base = master.base[entry.form.id, entry.unit, key].document
    known, ours = base.texts.get(column.field) or "", entry.texts.get(column.field) or ""
    went_back = known == ours != said(line, "市局现值")
    return known != said(line, "底稿值") or went_back or column.field in base.told


def _later(line: Line, other: Line) -> bool:
    same = all(said(line, header) == said(other, header) for header in ("事项", "报送单位", "工作表", "记录", "字段"))
    numbers = [said(one, "序号").split(".")[0] for one in (line, other)]
    return same and all(number.isdecimal() for number in numbers) and int(numbers[0]) < int(numbers[1])


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
