"""What the city ruled in 冲突裁定: the next merge carries it out, once, and files it in 变更记录."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import merging
from toolkit.master.claims import claiming, ruled_for
from toolkit.master.disputes import disputed, form_named, is_outdated, remembered
from toolkit.master.ledgers import (
    CHANGES,
    CLAIM_CONFLICT,
    CONFLICTS,
    DELETED_CONFLICT,
    FIELD_CONFLICT,
    RULED_FOR,
    RULED_FOR_VALUE,
    number_of,
    said,
)
from toolkit.master.pairs import pair
from toolkit.master.plan import FieldChange, Plan, Ruling, Source
from toolkit.master.state import Entry, Master
from toolkit.records import BoundColumn, Form
from toolkit.records.kinds import Bad, Context, Reading
from toolkit.sheets.grid import address

OURS, THEIRS, OTHER, DELETE = "用市局值", "用区局值", "另填", "确认删除"
_ALLOWED = {FIELD_CONFLICT: (OURS, THEIRS, OTHER), DELETED_CONFLICT: (DELETE, THEIRS)}

Line = Mapping[str, Any]


_OF_RULING = re.compile(r"冲突裁定第(\d+)号")
"""How the reason of a change begins that a ruling made."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A line of 冲突裁定 with a ruling."""

    number: int
    line: Line
    row: int

    def text(self, header: str) -> str:
        """What stands in a column, as text."""
        return said(self.line, header)

    @property
    def form(self) -> Form | None:
        """The form whose sheet it names."""
        return form_named(self.text("工作表"))

    @property
    def reason(self) -> str:
        """How 变更记录 refers to it; the number makes it findable again."""
        by = self.text("裁定人")
        return f"冲突裁定第{self.number}号：{self.text('裁定')}" + (f"（{by}）" if by else "")


def apply_rulings(plan: Plan) -> None:
    """Carry out every ruling that is not yet; of what cannot be carried out the plan's findings tell, and of nothing else.

    One may make way for another: a record that comes back has its fields ruled. So may the files of a merge.
    """
    if not _with_ruling(plan.master):
        return
    filed = _executed(plan.master)
    before: set[int] | None = None
    while before != (done := filed | _carried_out(plan)):
        before = done
        plan.findings.clear()
        _tell_unnumbered(plan)
        for case in _ruled(plan.master):
            if case.number not in done or (case.text("事项") == CLAIM_CONFLICT and ruled_for(case.line) is None):
                _ACTIONS.get(case.text("事项"), _unknown)(plan, case)


def carried_out(plan: Plan) -> int:
    """How many rulings a plan carries out."""
    return len(_carried_out(plan))


def _carried_out(plan: Plan) -> set[int]:
    reasons = [*(change.reason for change in plan.changes), *(ruling.reason for ruling in plan.executed)]
    return {int(match[1]) for reason in reasons if (match := _OF_RULING.match(reason))}


def is_of_ruling(line: Line) -> bool:
    """Whether a line of 变更记录 says what a ruling did."""
    return _OF_RULING.match(str(line.get("原因"))) is not None


def ruled_deleted(master: Master, unit: str, sheet: str, record: str) -> bool:
    """Whether the city has confirmed that a record deleted by hand stays deleted; staff may clear the ruling's line since."""
    ruled = (case.line for case in _ruled(master) if case.text("事项") == DELETED_CONFLICT and case.text("裁定") == DELETE)
    filed = (line for line in master.ledger_rows(CHANGES) if line.get("新值") == DELETE and is_of_ruling(line))
    return any((line.get("报送单位"), line.get("工作表"), line.get("记录")) == (unit, sheet, record) for line in (*ruled, *filed))


def _ruled(master: Master) -> Iterator[_Case]:
    for row, line in _with_ruling(master):
        if (number := number_of(line)) is not None:
            yield _Case(number, line, row)


def _with_ruling(master: Master) -> list[tuple[int, Line]]:
    rows = master.ledgers[CONFLICTS.sheet].rows
    return [(row, line) for row, line in rows if str(line.get("裁定") or "").strip()]


def _tell_unnumbered(plan: Plan) -> None:
    """A ruling whose 序号 is gone could be carried out twice: it is told, not carried out."""
    for row, line in _with_ruling(plan.master):
        if number_of(line) is None:
            place = _place(plan.master, row, "序号")
            plan.findings.append(Finding(merging.RULING_UNNUMBERED, place, str(line["裁定"]).strip(), {"row": row}))


def _place(master: Master, row: int, header: str) -> Place:
    return Place(master.name, CONFLICTS.sheet, address(row, master.ledgers[CONFLICTS.sheet].columns[header]), row, None, header)


def _executed(master: Master) -> set[int]:
    reasons = (str(line.get("原因") or "") for line in master.ledger_rows(CHANGES))
    return {int(match[1]) for reason in reasons if (match := _OF_RULING.match(reason))}


def last_number(master: Master) -> int:
    """The highest 序号 ever given: 变更记录 knows those whose lines staff have deleted, and none is given twice."""
    shown = {number for line in master.ledger_rows(CONFLICTS) if (number := number_of(line)) is not None}
    return max(_executed(master) | shown, default=0)


def _tell(plan: Plan, case: _Case, rule: Rule, **words: object) -> None:
    place = _place(plan.master, case.row, "裁定")
    plan.findings.append(Finding(rule, place, case.text("裁定"), {"number": case.number, **words}))


def _unknown(plan: Plan, case: _Case) -> None:
    kind, ruling = case.text("事项"), case.text("裁定")
    allowed = "、".join(_ALLOWED.get(kind, ()))
    if kind == CLAIM_CONFLICT:
        units = claiming(case.line)
        allowed = "、".join(f"{RULED_FOR}{unit}" for unit in units) + f"；或填“{RULED_FOR_VALUE}”并在“裁定值”写{'或'.join(units)}"
        ruling += f"（裁定值：{case.text('裁定值') or '空'}）"
    _tell(plan, case, merging.RULING_UNKNOWN, ruling=ruling, kind=kind, allowed=allowed)


def _file(plan: Plan, case: _Case, header: str | None, old: str | None, new: str | None) -> None:
    """Enter a ruling in 变更记录, by which it is known as carried out."""
    plan.executed.append(
        Ruling(case.number, case.text("报送单位"), case.text("工作表"), case.text("记录"), header, old, new,
               case.text("来源文件"), case.text("来源单元格") or None, case.reason)
    )  # fmt: skip


def _rule_field(plan: Plan, case: _Case) -> None:
    """用市局值 keeps ours, 用区局值 and 另填 change it; in each case the district's value is no news any more."""
    ruling = case.text("裁定")
    if case.form is None or ruling not in _ALLOWED[FIELD_CONFLICT]:
        _unknown(plan, case)
        return
    entry, column = disputed(plan.master, case.line)
    if entry is None or column is None:
        _tell(plan, case, merging.RULING_LOST, record=case.text("记录"))
        return
    ours, base = entry.texts.get(column.field), remembered(plan.master, entry)
    value = case.text("裁定值")
    outdated = is_outdated(plan.master, case.line) or _asked_anew(plan, case, column, base.asked if base else ())
    if ruling == THEIRS and outdated:
        _tell(plan, case, merging.RULING_OUTDATED, record=case.text("记录"), header=column.header, value=case.text("区局新报值"))
        return
    theirs = base.disputed.get(column.field) if base else case.text("区局新报值")
    if ruling == OURS:
        _file(plan, case, column.header, ours, ours)
    elif not _change(plan, case, entry, column, (theirs or "") if ruling == THEIRS else value):
        return
    if base and not outdated:
        _forget_dispute(plan, entry, column, theirs)


def _asked_anew(plan: Plan, case: _Case, column: BoundColumn, names: Collection[str]) -> bool:
    """Whether this very merge asks again about what a line asks."""
    unit, sheet, called = case.text("报送单位"), case.text("工作表"), {case.text("记录"), *names}
    return any((new.unit, new.sheet, new.field) == (unit, sheet, column.field) and new.record in called for new in plan.conflicts)


def _change(plan: Plan, case: _Case, entry: Entry, column: BoundColumn, text: str) -> bool:
    """Give a field the ruled value; whether it could be read as what the field holds."""
    value = _typed(plan, column, text)
    if isinstance(value, Bad):
        _tell(plan, case, merging.RULING_VALUE, value=text, header=column.header)
        return False
    old, new = entry.texts.get(column.field), column.kind.text(value)
    plan.master.change(entry, {column.field: value}, {column.field: new})
    source = Source(case.text("来源文件"), None, {column.field: case.text("来源单元格")})
    plan.changes.append(FieldChange(entry, column.field, old, new, source, case.reason))
    return True


def _typed(plan: Plan, column: BoundColumn, text: str) -> Any:
    if not text and not column.required:
        return None
    try:
        return column.kind.parse(text, Reading(Context(plan.as_of, plan.settings)))
    except Bad as bad:
        return bad


def _forget_dispute(plan: Plan, entry: Entry, column: BoundColumn, theirs: str | None) -> None:
    """What the district sent becomes the base, so that sending it again is no change."""
    known = pair(plan.master, entry.form, entry.unit).base_of.get(id(entry))
    if known is not None:
        key = (entry.form.id, entry.unit, known)
        record = plan.master.base[key]
        record.texts[column.field] = theirs
        record.told[column.field] = entry.texts.get(column.field)
        record.disputed.pop(column.field, None)
        plan.bases.append(key)


def _rule_claim(plan: Plan, case: _Case) -> None:
    """归属某单位: nothing is moved; the other unit's records count for nobody (see `claims.overruled`)."""
    unit = ruled_for(case.line)
    if unit is None:
        _unknown(plan, case)
        return
    _file(plan, case, None, None, f"{RULED_FOR}{unit}")


def _rule_deletion(plan: Plan, case: _Case) -> None:
    """确认删除: it stays deleted, whatever is sent. 用区局值: what was last sent of it comes back."""
    if case.text("裁定") == DELETE:
        _file(plan, case, None, None, DELETE)
    elif case.text("裁定") == THEIRS and case.form:
        _restore(plan, case, case.form)
    else:
        _unknown(plan, case)


def _restore(plan: Plan, case: _Case, form: Form) -> None:
    """What the unit last sent comes back, of fields in dispute as well: nothing of ours stands against it any more."""
    unit, record = case.text("报送单位"), case.text("记录")
    for key, base in plan.master.base.of(form.id, unit).items():
        if plan.master.find(form, unit, key) is None and form.describe(base.called) == record:
            base.texts.update(base.disputed)
            base.disputed.clear()
            values = {column.field: _typed(plan, column, base.texts.get(column.field) or "") for column in form.columns}
            sound = {name: None if isinstance(value, Bad) else value for name, value in values.items()}
            entry = Entry(form, unit, sound, {**dict.fromkeys(sound), **base.texts})
            plan.master.add(entry)
            plan.added.append(entry)
            plan.bases.append((form.id, unit, key))
            source = Source(base.origin.file if base.origin else case.text("来源文件"))
            plan.changes.append(FieldChange(entry, None, None, None, source, case.reason))
            return
    _tell(plan, case, merging.RULING_LOST, record=record)


_ACTIONS: dict[str, Callable[[Plan, _Case], None]] = {
    FIELD_CONFLICT: _rule_field, CLAIM_CONFLICT: _rule_claim, DELETED_CONFLICT: _rule_deletion,
}  # fmt: skip
