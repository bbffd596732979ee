"""Records of the programme before the notice come into the master: added where they are new, never changing what is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.findings import Finding, Rule
from toolkit.findings.catalogue import links, old_lists
from toolkit.master.ledgers import BATCHES, OLD_LISTS
from toolkit.master.merge import add_record, key_of, settle_claims, texts_of, too_long
from toolkit.master.plan import FileResult, HeldLine, Plan
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings, notice
from toolkit.records import Key
from toolkit.records.row import Row
from toolkit.sheets.submission import Submission

UNKNOWN_UNIT = "待核实"
"""Whose the rows are of which nobody knows the unit, in 待补正 and 批次记录."""


@dataclass(frozen=True, slots=True)
class Source:
    """The list: its bare name and its hash."""

    name: str
    sha256: str


def plan_old_list(
    master: Master, source: Source, rows: Sequence[tuple[str, Row]], as_of: date, settings: Settings
) -> Plan:
    """Decide what an older list adds; every row is added, unchanged or held."""
    plan = Plan(f"{OLD_LISTS}：{source.name}", as_of, settings, master)
    by_unit: defaultdict[str, list[Row]] = defaultdict(list)
    for unit, row in rows:
        by_unit[unit or UNKNOWN_UNIT].append(row)
    plan.held = {unit: [] for unit in (*(unit.short for unit in notice().unit), UNKNOWN_UNIT)}
    for unit in (name for name in plan.held if name in by_unit):
        plan.files.append(_add_unit(plan, source, unit, by_unit[unit]))
    settle_claims(plan, plan.files)
    return plan


def _add_unit(plan: Plan, source: Source, unit: str, rows: Sequence[Row]) -> FileResult:
    known = notice().find_unit(unit)
    submission = Submission(source.name, source.sha256, b"", unit=known, rows={"pilots": list(rows)})
    result = FileResult(submission, "merged", 0, 0)
    taken: dict[Key, Row] = {}
    for row in rows:
        result.tally.read += 1
        outcome = _add(plan, result, unit, row, taken)
        setattr(result.tally, outcome, getattr(result.tally, outcome) + 1)
    return result


def _add(plan: Plan, result: FileResult, unit: str, row: Row, taken: dict[Key, Row]) -> str:
    key = key_of(row)
    holding = row.holding or too_long(row, texts_of(row)) or _why_not(plan.master, unit, row, key, taken)
    if holding:
        plan.held[unit] += [HeldLine(unit, finding, row) for finding in holding]
        result.findings += [finding for finding in holding if finding not in row.findings]
        return "held"
    if key is None:
        raise LookupError(f"a valid row without a key: {row.sheet} {row.number}")
    taken[key] = row
    if plan.master.find(row.form, unit, key):
        return "unchanged"
    texts = {column.field: column.kind.text(row.values.get(column.field)) for column in row.form.district_columns}
    add_record(plan, unit, int(row.values["determined_year"]), row, key, texts)
    return "added"


def _why_not(master: Master, unit: str, row: Row, key: Key | None, taken: dict[Key, Row]) -> list[Finding]:
    """What keeps a sound row out: it stands twice, was deleted, or is not what the master says."""
    if key in taken:
        words = {"other": f"{taken[key].sheet} 第 {taken[key].number} 行", "key": row.form.describe(row.values)}
        return [_finding(row, links.DUPLICATE_ROW, "uscc", words)]
    entry = master.find(row.form, unit, key) if key else None
    if entry is not None:
        return _differences(master, unit, row, entry)
    if (row.form.id, unit, key) in master.base:
        return [_finding(row, old_lists.DELETED, "name", {})]
    name_key = row.form.fallback_key(row.values)
    return [
        _finding(row, old_lists.OTHER_CODE, "uscc", {"ours": other.texts.get("uscc") or "空"})
        for other in (master.named(row.form, unit, name_key) if name_key else [])[:1]
    ]


def _differences(master: Master, unit: str, row: Row, entry: Entry) -> list[Finding]:
    """Where the list says another thing than the master; what was changed in the master since it was imported is none."""
    base = master.base.get((row.form.id, unit, entry.key or ()))
    remembered = base.texts if base else {}
    return [
        _finding(row, old_lists.DIFFERS, name, {"name": entry.describe(), "ours": entry.texts.get(name) or "空"})
        for name, text in texts_of(row).items()
        if text is not None and text not in {entry.texts.get(name), remembered.get(name)}
    ]


def _finding(row: Row, rule: Rule, name: str, words: Mapping[str, object]) -> Finding:
    return Finding(rule, row.place(name), row.raw.get(name), words)


def batch_lines(plan: Plan) -> list[tuple[object, ...]]:
    """The lines of 批次记录, one a unit; they are of no month, as nothing was reported for one."""
    return [
        BATCHES.line(
            **{"批次": plan.batch, "文件": result.submission.file, "SHA-256": result.submission.sha256,
               "报送单位": result.unit or UNKNOWN_UNIT, "处理": OLD_LISTS, "报送行数": result.tally.read, "新增": result.tally.added,
               "变更": 0, "未变": result.tally.unchanged, "暂缓": result.tally.held, "缺失": 0}
        )
        for result in plan.files
    ]  # fmt: skip

