"""The three-way merge: base (what the unit last sent), ours (the master now), theirs (the new file)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from toolkit.findings import Finding, Place, Problem, Rule
from toolkit.findings.catalogue import links, merging
from toolkit.master.claims import Claim, claims
from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, DELETED_CONFLICT, FIELD_CONFLICT
from toolkit.master.plan import Conflict, FieldChange, FileResult, HeldLine, Plan
from toolkit.master.state import BaseKey, BaseRecord, Entry, Master, Texts
from toolkit.policy.text import match_key
from toolkit.records import FORMS, Form, Key
from toolkit.records.pilots import CITY_LEVEL, CITY_OWNED_ONCE_IN_MASTER, EXITED
from toolkit.records.row import Row


def three_way(base: str | None, ours: str | None, theirs: str | None) -> str:
    """What to do with one field: `same`, `take` theirs, `keep` ours, or `conflict`.

    Laws: m(b,b,t) takes t · m(b,o,b) keeps o · m(b,x,x) is the same.
    """
    if ours == theirs:
        return "same"
    if ours == base:
        return "take"
    return "keep" if theirs == base else "conflict"


@dataclass(slots=True)
class _Merging:
    """One file on its way into the master."""

    plan: Plan
    result: FileResult
    unit: str
    year: int

    @property
    def master(self) -> Master:
        return self.plan.master

    @property
    def file_name(self) -> str:
        return PurePath(self.result.submission.file).name


def merge_file(plan: Plan, result: FileResult) -> None:
    """Merge one accepted submission into the plan's master; every row is counted exactly once."""
    submission = result.submission
    work = _Merging(plan, result, result.unit, result.year)
    keys = {form.id: {row.key for row in submission.rows_of(form)} for form in FORMS}
    plan.held[work.unit] = []
    for form in FORMS:
        for row in submission.rows_of(form):
            result.tally.read += 1
            outcome = _merge_row(work, row, keys[form.id])
            setattr(result.tally, outcome, getattr(result.tally, outcome) + 1)
    for finding in _absent(work):
        result.tally.missing += 1
        result.findings.append(finding)


def _merge_row(work: _Merging, row: Row, sent: set[Key | None]) -> str:
    """Merge one row; returns the tally's name of what became of it."""
    key = row.key
    if row.held or key is None:
        work.plan.held[work.unit] += [HeldLine(work.unit, finding, row) for finding in row.holding]
        return "held"
    form = row.form
    theirs: Texts = {column.field: column.kind.text(row.values.get(column.field)) for column in form.district_columns}
    entry = work.master.find(form, work.unit, key)
    base_key: BaseKey = (form.id, work.unit, key)
    if entry is None and base_key in work.master.base:
        return _deleted_by_hand(work, row)
    if entry is None and (entry := _under_another_code(work, row, sent)):
        base_key = (form.id, work.unit, entry.key or key)
    if entry is None:
        return _add(work, row, key, theirs)
    return _merge_entry(work, row, entry, base_key, theirs)


def _add(work: _Merging, row: Row, key: Key, theirs: Texts) -> str:
    values = {column.field: row.values.get(column.field) for column in row.form.columns}
    entry = Entry(row.form, work.unit, values, {**dict.fromkeys(values), **theirs})
    work.master.add(entry)
    work.plan.added.append(entry)
    work.plan.changes.append(FieldChange(entry, None, None, None, row, "新增"))
    _set_base(work, (row.form.id, work.unit, key), theirs)
    return "added"


def _merge_entry(work: _Merging, row: Row, entry: Entry, base_key: BaseKey, theirs: Texts) -> str:
    known = work.master.base.get(base_key)
    base = known.texts if known else {}
    new_base = dict(theirs)
    taken, disputed = [], 0
    for name, value in theirs.items():
        ours, before = entry.texts.get(name), base.get(name)
        verdict = _verdict(row, entry, name, three_way(before, ours, value))
        if verdict == "take":
            taken.append(FieldChange(entry, name, ours, value, row, "区局更新"))
        elif verdict == "keep" and before is not None:
            work.result.findings.append(_told(row, merging.CITY_CORRECTION_KEPT, name, ours=ours or ""))
        elif verdict in {"conflict", "pending"}:
            disputed += 1
            new_base[name] = before
            _dispute(work, row, entry, name, verdict, before)
    _take(work, entry, taken)
    if known is None or known.texts != new_base or base_key[2] != row.key:
        _set_base(work, (base_key[0], base_key[1], row.key or base_key[2]), new_base, replaces=base_key)
    if taken:
        return "changed"
    return "held" if disputed else "unchanged"


def _verdict(row: Row, entry: Entry, name: str, verdict: str) -> str:
    """The plain verdict, but for what the city owns and for a name that changed without a word."""
    city_owned = (
        row.form.id == "pilots" and name in CITY_OWNED_ONCE_IN_MASTER and entry.values.get("level") == CITY_LEVEL
    )
    if city_owned and verdict == "take":
        return "conflict"
    renamed = row.form.id == "pilots" and name == "name" and verdict == "take"
    if renamed and not row.values.get("change_note") and _differs(entry.texts.get(name), row.values.get(name)):
        return "pending"
    return verdict


def _differs(ours: str | None, theirs: str | None) -> bool:
    return match_key(ours or "") != match_key(theirs or "")


def _dispute(work: _Merging, row: Row, entry: Entry, name: str, verdict: str, base: str | None) -> None:
    ours = entry.texts.get(name)
    if verdict == "pending":
        finding = _told(row, links.NAME_CHANGED, name, old=ours)
        work.result.findings.append(finding)
        work.plan.held[work.unit].append(HeldLine(work.unit, finding, row))
        return
    header = row.form.column(name).header
    rule = links.CITY_FIELD_CHANGED if name in CITY_OWNED_ONCE_IN_MASTER and base == ours else merging.CONFLICT
    work.result.findings.append(_told(row, rule, name, base=base or "", ours=ours or ""))
    _raise_conflict(
        work.plan,
        Conflict(FIELD_CONFLICT, work.unit, row.form.sheet, entry.describe(), name, header, base, ours,
                 row.form.column(name).kind.text(row.values.get(name)), work.file_name, row.addresses.get(name)),
    )  # fmt: skip


def _take(work: _Merging, entry: Entry, taken: list[FieldChange]) -> None:
    for change in taken:
        name = change.field or ""
        entry.values[name] = change.row.values.get(name)
        entry.texts[name] = change.new
    if taken:
        work.master.forget_index()
    work.plan.changes += taken


def _told(row: Row, rule: Rule, name: str, **words: object) -> Finding:
    return Finding(rule, row.place(name), row.raw.get(name), words)


def _set_base(work: _Merging, key: BaseKey, texts: Texts, replaces: BaseKey | None = None) -> None:
    before = work.master.base.pop(replaces, None) if replaces else None
    work.master.base[key] = BaseRecord(work.year, texts, before.row if before else None)
    work.plan.bases.append(key)


def _deleted_by_hand(work: _Merging, row: Row) -> str:
    record = row.form.describe(row.values)
    finding = Finding(merging.DELETED_BY_HAND, row.place(), None)
    work.result.findings.append(finding)
    _raise_conflict(
        work.plan,
        Conflict(DELETED_CONFLICT, work.unit, row.form.sheet, record, None, "", "", "（已删除）", "（仍在报送）", work.file_name,
                 f"第 {row.number} 行"),
    )  # fmt: skip
    return "held"


def _under_another_code(work: _Merging, row: Row, sent: set[Key | None]) -> Entry | None:
    """The unit's own record of the same name and category whose code this file no longer uses."""
    wanted = row.form.fallback_key(row.values)
    if wanted is None:
        return None
    same = [
        entry
        for entry in work.master.entries(row.form.id)
        if entry.unit == work.unit and row.form.fallback_key(entry.values) == wanted and entry.key not in sent
    ]
    if len(same) != 1:
        return None
    words = {"old": same[0].texts.get("uscc") or "（空）", "new": row.values.get("uscc")}
    work.result.findings.append(Finding(merging.CODE_CORRECTED, row.place("uscc"), row.raw.get("uscc"), words))
    return same[0]


def _raise_conflict(plan: Plan, conflict: Conflict) -> None:
    """Add to 冲突裁定 unless the very same dispute is open there already."""
    identity = (conflict.kind, conflict.sheet, conflict.record, conflict.header, conflict.ours or "", conflict.theirs or "")
    for line in plan.master.ledger_rows(CONFLICTS):
        there = (line.get("事项"), line.get("工作表"), line.get("记录"), line.get("字段") or "",
                 str(line.get("市局现值") or ""), str(line.get("区局新报值") or ""))  # fmt: skip
        if there == identity and not line.get("裁定"):
            return
    plan.conflicts.append(conflict)


def _absent(work: _Merging) -> Iterator[Finding]:
    """Records the unit sent before and not now: none is deleted; a missing 市级 pilot is E, the rest I."""
    submission = work.result.submission
    for form in FORMS:
        rows = submission.rows_of(form)
        if not rows and (submission.cover.get("zero_report") or form.id not in submission.sheets):
            continue
        sent = {part for row in rows for part in _traces(row.form, row.values)}
        for entry in work.master.entries(form.id):
            if entry.unit == work.unit and sent.isdisjoint(_traces(form, entry.values)):
                finding = _absence(work, form, entry)
                if finding:
                    yield finding


def _traces(form: Form, values: Mapping[str, object]) -> set[Key]:
    """All by which a record may be known again, so that a row with a faulty code or category is not called missing."""
    name = values.get("park_name") or values.get("name")
    traces = (form.key(values), form.fallback_key(values), (match_key(str(name)),) if name else None)
    return {trace for trace in traces if trace is not None}


def _absence(work: _Merging, form: Form, entry: Entry) -> Finding | None:
    place = Place(work.result.submission.file, work.result.submission.sheets.get(form.id, form.sheet))
    if form.id == "pilots":
        present = entry.values.get("level") == CITY_LEVEL and entry.values.get("state") != EXITED
        words: Mapping[str, object] = {"name": entry.describe(), "id": entry.texts.get("pilot_id") or "尚未编号"}
        return Finding(links.MISSING_PILOT, place, None, words) if present else None
    known = work.master.base.get((form.id, work.unit, entry.key or ()))
    if known and known.year == work.year:
        return Finding(links.MISSING_LEAD, place, None, {"name": entry.describe()})
    return None


def settle_claims(plan: Plan, results: list[FileResult]) -> None:
    """Say on both sides that an entity is claimed twice, and ask the city to rule (both rows stay in)."""
    listed: set[Key] = set()
    for claim in claims(plan.master):
        _tell_claim(claim, results)
        if claim.entity not in listed:
            listed.add(claim.entity)
            units = "、".join(claim.units)
            _raise_conflict(plan, Conflict(CLAIM_CONFLICT, units, claim.form.sheet, claim.record, None, "", None,
                                           units, "", "", None))  # fmt: skip


def _tell_claim(claim: Claim, results: Sequence[FileResult]) -> None:
    """Each row that claims is told of the others: their files and cells where they came with this batch."""
    rows = [
        (result.unit, row)
        for result in results
        for row in result.submission.rows_of(claim.form)
        if row.key and row.key[: len(claim.entity)] == claim.entity and not row.held
    ]
    for unit, row in rows:
        others = [other for other in claim.units if other != unit]
        spots = {other: f"{PurePath(there.file).name} {there.place('uscc').cell}" for other, there in rows}
        where = "、".join(spots.get(other, f"总台账 {claim.form.sheet}") for other in others)
        row.report(Problem(links.CLAIMED_TWICE, "uscc", {"other": "、".join(others), "where": where}))
