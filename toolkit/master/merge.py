"""The three-way merge: base (what the unit last sent), ours (the master now), theirs (the new file)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from toolkit.findings import Finding, Place, Problem, Rule
from toolkit.findings.catalogue import links, merging, sheets
from toolkit.master.claims import CLAIMING_FORMS, Claim, asks_about, claims, overruled
from toolkit.master.disputes import latest
from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, DELETED_CONFLICT, FIELD_CONFLICT, said
from toolkit.master.memory import BaseKey, BaseRecord, Document, Origin, Texts
from toolkit.master.pairs import Pairs, pair
from toolkit.master.plan import Conflict, FieldChange, FileResult, HeldLine, Plan, source_of
from toolkit.master.rulings import ruled_deleted
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key
from toolkit.records import FORMS, Form, Key, form_of
from toolkit.records.entity import entity_key
from toolkit.records.pilots import CITY_LEVEL, CITY_OWNED_ONCE_IN_MASTER, EXITED
from toolkit.records.row import Row
from toolkit.sheets.edit.cells import LONGEST_TEXT
from toolkit.sheets.submission import Submission

UNREAD = (sheets.NO_HEADER, sheets.SEVERAL_CANDIDATES)
"""What says that a sheet is there and could not be read."""


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
    """One file on its way into the master: which records its rows were merged into, and what it told of."""

    plan: Plan
    result: FileResult
    unit: str
    year: int
    sent: set[tuple[str, Key | None]]
    pairs: dict[str, Pairs]
    merged: dict[int, Row] = field(default_factory=dict)

    @property
    def master(self) -> Master:
        return self.plan.master

    @property
    def file_name(self) -> str:
        return PurePath(self.result.submission.file).name

    def tell(self, row: Row, rule: Rule, about: str, /, **words: object) -> Finding:
        """Say something of a field of a row."""
        finding = Finding(rule, row.place(about), row.raw.get(about), words, row.form.names(row.values))
        self.result.findings.append(finding)
        return finding


def merge_file(plan: Plan, result: FileResult) -> None:
    """Merge one accepted submission into the plan's master; every row is counted exactly once."""
    submission = result.submission
    keyed = [(row, key_of(row)) for form in FORMS for row in submission.rows_of(form)]
    sent = {(row.form.id, key) for row, key in keyed}
    pairs = {form.id: pair(plan.master, form, result.unit) for form in FORMS}
    work = _Merging(plan, result, result.unit, result.year, sent, pairs)
    plan.held[work.unit] = []
    altered = set[str]()
    for row, key in keyed:
        result.tally.read += 1
        outcome = _merge_row(work, row, key)
        setattr(result.tally, outcome, getattr(result.tally, outcome) + 1)
        altered |= {row.form.sheet} if outcome in {"added", "changed"} else set()
    if altered and submission.cover.get("zero_report"):
        words = {"sheets": "、".join(form.sheet for form in FORMS if form.sheet in altered)}
        result.findings.append(Finding(sheets.ZERO_REPORT_CHANGED, submission.place_on_cover("zero_report"), None, words))
    for finding in _absent(work):
        result.tally.missing += 1
        result.findings.append(finding)


def _merge_row(work: _Merging, row: Row, key: Key | None) -> str:
    """Merge one row; returns the tally's name of what became of it."""
    texts = texts_of(row)
    holding = row.holding or too_long(row, texts)
    if holding:
        work.plan.held[work.unit] += [HeldLine(work.unit, finding, row) for finding in holding]
        work.result.findings += [finding for finding in holding if finding.rule is merging.TEXT_TOO_LONG]
        return "held"
    if key is None:
        raise LookupError(f"a valid row without a key: {row.sheet} {row.number}")
    base_key: BaseKey = (row.form.id, work.unit, key)
    pairs = work.pairs[row.form.id]
    entry = work.master.find(row.form, work.unit, key)
    if base_key in work.master.base:
        entry = entry or pairs.entry_of.get(key)
        if entry is None:
            return _deleted_by_hand(work, row, work.master.base[base_key])
    else:
        entry = entry or _under_another_key(work, row)
        base_key = (row.form.id, work.unit, pairs.base_of.get(id(entry), key))
    if entry is None:
        lost = _lost_under_another_code(work, row)
        return _deleted_by_hand(work, row, lost) if lost else _add(work, row, key, texts)
    if id(entry) in work.merged:
        return _merged_already(work, row, work.merged[id(entry)])
    if _is_known(work, entry, base_key, key, texts):
        work.merged[id(entry)] = row
        return "unchanged"
    return _merge_entry(work, row, entry, base_key, texts)


def _is_known(work: _Merging, entry: Entry, base_key: BaseKey, key: Key, texts: Texts) -> bool:
    """Whether the unit last sent the very same, all of it stands in the master, and nothing else is remembered: so are most rows."""
    stored = work.master.base.get(base_key)
    return (
        stored is not None
        and base_key[2] == key
        and texts.items() <= entry.texts.items()
        and stored.document == Document(texts, origin=stored.origin)
    )


def _merged_already(work: _Merging, row: Row, first: Row) -> str:
    """A second row of one record (under another code, say) is held: a record takes one row of a file."""
    words = {"other": f"{first.sheet} 第 {first.number} 行", "key": row.form.describe(row.values)}
    finding = work.tell(row, links.DUPLICATE_ROW, row.form.own_key[0] if row.form.own_key else "uscc", **words)
    work.plan.held[work.unit].append(HeldLine(work.unit, finding, row))
    return "held"


def texts_of(row: Row) -> Texts:
    """What a row says, by field; a column its file lacks says nothing, not even that it is empty."""
    return {
        column.field: column.kind.text(row.values.get(column.field))
        for column in row.form.district_columns
        if column.field in row.addresses
    }


def too_long(row: Row, texts: Texts) -> list[Finding]:
    """Findings of texts that no cell of the master could hold (other kinds of files know no limit)."""
    lengths = {name: len(text) for name, text in texts.items() if text and len(text) > LONGEST_TEXT}
    return [
        Finding(merging.TEXT_TOO_LONG, row.place(name), row.raw.get(name), {"length": length, "most": LONGEST_TEXT})
        for name, length in lengths.items()
    ]


def _add(work: _Merging, row: Row, key: Key, texts: Texts) -> str:
    entry = add_record(work.plan, work.unit, work.year, row, key, texts)
    work.merged[id(entry)] = row
    return "added"


def add_record(plan: Plan, unit: str, year: int, row: Row, key: Key, texts: Texts) -> Entry:
    """Take a row in as a new record, and remember its texts as what the unit sent."""
    values = {column.field: row.values.get(column.field) for column in row.form.columns}
    entry = Entry(row.form, unit, values, {**dict.fromkeys(values), **texts})
    plan.master.add(entry)
    plan.added.append(entry)
    plan.changes.append(FieldChange(entry, None, None, None, source_of(row), "新增"))
    origin = Origin(row.file_name, plan.batch, plan.as_of.isoformat(), dict(row.addresses))
    plan.master.base[row.form.id, unit, key] = BaseRecord(year, Document(texts, origin=origin))
    plan.bases.append((row.form.id, unit, key))
    return entry


def _merge_entry(work: _Merging, row: Row, entry: Entry, base_key: BaseKey, texts: Texts) -> str:
    work.merged[id(entry)] = row
    stored = work.master.base.get(base_key)
    known = stored.document if stored else Document({})
    said_now = _said(row, entry, texts)
    new = Document(dict(known.texts), _unsaid(known.told, said_now), known.origin, _unsaid(known.disputed, said_now), known.asked)
    taken, disputed = list[FieldChange](), dict[str, str]()
    for name, value in said_now.items():
        ours, before = entry.texts.get(name), known.texts.get(name)
        verdict = _verdict(row, entry, name, three_way(before, ours, value))
        new.texts[name] = before if verdict in {"conflict", "pending"} else value
        if verdict == "take":
            taken.append(FieldChange(entry, name, ours, value, source_of(row), "区局更新"))
        elif verdict == "keep" and before is not None:
            new.told[name] = ours
            if name not in known.told or known.told[name] != ours:
                work.tell(row, merging.CITY_CORRECTION_KEPT, name, ours=ours or "")
        elif verdict in {"conflict", "pending"}:
            disputed[name] = verdict
            new.disputed |= {name: value} if verdict == "conflict" else {}
    _take(work, row, entry, taken)
    for name, verdict in disputed.items():  # it is asked about by the name it has now
        _dispute(work, row, entry, name, verdict, known)
    new.asked = list(dict.fromkeys([*known.asked, entry.describe()])) if new.disputed else known.asked
    key: BaseKey = (base_key[0], base_key[1], key_of(row) or base_key[2])
    if key != base_key or known != new:
        _set_base(work, key, BaseRecord(work.year, new), replaces=base_key)
    if taken:
        return "changed"
    return "held" if disputed else "unchanged"


def _said(row: Row, entry: Entry, texts: Texts) -> Texts:
    """What a row says to a record known already: a code once given is not taken back by leaving it out."""
    if not texts.get("uscc") and entry.texts.get("uscc") and not row.form.own_key:
        return {name: text for name, text in texts.items() if name != "uscc"}
    return texts


def _unsaid(texts: Texts, said_now: Texts) -> Texts:
    """Those of some fields that a file says nothing of, because it lacks their column."""
    return {name: text for name, text in texts.items() if name not in said_now}


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


def _dispute(work: _Merging, row: Row, entry: Entry, name: str, verdict: str, known: Document) -> None:
    ours, base = entry.texts.get(name), known.texts.get(name)
    if verdict == "pending":
        finding = work.tell(row, links.NAME_CHANGED, name, old=ours)
        work.plan.held[work.unit].append(HeldLine(work.unit, finding, row))
        return
    column = row.form.column(name)
    rule = links.CITY_FIELD_CHANGED if name in CITY_OWNED_ONCE_IN_MASTER and base == ours else merging.CONFLICT
    work.tell(row, rule, name, base=base or "", ours=ours or "")
    _raise_conflict(
        work.plan,
        Conflict(FIELD_CONFLICT, work.unit, row.form.sheet, entry.describe(), name, column.header, base, ours,
                 column.kind.text(row.values.get(name)), work.file_name, row.addresses.get(name)),
        known.asked,
    )  # fmt: skip


def _take(work: _Merging, row: Row, entry: Entry, taken: list[FieldChange]) -> None:
    for change in taken:
        if change.field == "determined_on" and entry.values.get("level") == CITY_LEVEL:
            work.tell(row, merging.DETERMINED_CHANGED, change.field, old=change.old or "", new=change.new or "")
    names = [change.field or "" for change in taken]
    if names:
        texts = {change.field or "": change.new for change in taken}
        work.master.change(entry, {name: row.values.get(name) for name in names}, texts)
    work.plan.changes += taken


def _set_base(work: _Merging, key: BaseKey, record: BaseRecord, replaces: BaseKey | None = None) -> None:
    """Remember what the unit sent, in the place in 底稿 of what it replaces."""
    before = work.master.base.pop(replaces, None) if replaces else None
    if before:
        record.row, record.width = before.row, before.width
    work.master.base[key] = record
    work.plan.bases.append(key)


def _deleted_by_hand(work: _Merging, row: Row, base: BaseRecord) -> str:
    """Ask, once, whether a record that people deleted stays deleted: it is called as the list called it, whatever it is now."""
    record = row.form.describe(base.called)
    if ruled_deleted(work.master, work.unit, row.form.sheet, record):
        work.result.findings.append(Finding(merging.DELETION_RULED, row.place(), None))
        return "held"
    finding = Finding(merging.DELETED_BY_HAND, row.place(), None)
    work.result.findings.append(finding)
    _raise_conflict(
        work.plan,
        Conflict(DELETED_CONFLICT, work.unit, row.form.sheet, record, None, "", "", "（已删除）", "（仍在报送）", work.file_name,
                 f"第 {row.number} 行"),
    )  # fmt: skip
    return "held"


def _under_another_key(work: _Merging, row: Row) -> Entry | None:
    """The unit's own record that a row means under a key it had not before, and that no other row means."""
    name_key, number = row.form.fallback_key(row.values), row.values.get("pilot_id")
    named = _unclaimed(work, work.master.named(row.form, work.unit, name_key) if name_key else [])
    if len(named) == 1:
        old, new = named[0].texts.get("uscc"), row.values.get("uscc")
        if old and new and old != new:
            work.tell(row, merging.CODE_CORRECTED, "uscc", old=old, new=new)
        return named[0]
    alike = work.master.entries_of(row.form.id, work.unit)
    numbered = _unclaimed(work, [entry for entry in alike if entry.texts.get("pilot_id") == number] if number else [])
    if len(numbered) != 1:
        return None
    work.tell(row, merging.KNOWN_BY_NUMBER, "pilot_id", id=number, name=numbered[0].describe())
    return numbered[0]


def _lost_under_another_code(work: _Merging, row: Row) -> BaseRecord | None:
    """The record deleted by hand that a row means, its code corrected since: it must not come back as a new one."""
    name_key, entry_of = row.form.fallback_key(row.values), work.pairs[row.form.id].entry_of
    lost = (
        base
        for key, base in work.master.base.of(row.form.id, work.unit).items()
        if key not in entry_of and (row.form.id, key) not in work.sent and _name_key_of(row.form, base.texts) == name_key
    )
    return next(lost, None) if name_key else None


def _name_key_of(form: Form, texts: Texts) -> Key | None:
    """The key by name and category of what a unit sent."""
    category = next((known for known in Category if known == texts.get("category")), None)
    return form.fallback_key({**texts, "category": category})


def _unclaimed(work: _Merging, entries: list[Entry]) -> list[Entry]:
    """Those records that no row of the file names by their own key, and none was merged into."""
    return [entry for entry in entries if id(entry) not in work.merged and (entry.form.id, entry.key) not in work.sent]


def key_of(row: Row) -> Key | None:
    """A row's key; by name where it has no code (yet)."""
    return row.key or row.form.fallback_key(row.values)


def _raise_conflict(plan: Plan, conflict: Conflict, names: Sequence[str] = ()) -> None:
    """Add to 冲突裁定 unless the last line about the matter, also by other `names` of the record, asks the same and is open."""
    line = CONFLICTS.line(事项=conflict.kind, 报送单位=conflict.unit, 工作表=conflict.sheet, 记录=conflict.record, 字段=conflict.header)
    last = latest(plan.master, dict(zip(CONFLICTS.headers, line, strict=True)), names)
    asks = last and [said(last, header) for header in ("市局现值", "区局新报值", "裁定")]
    if asks != [(conflict.ours or "").strip(), (conflict.theirs or "").strip(), ""]:
        plan.conflicts.append(conflict)


def _absent(work: _Merging) -> Iterator[Finding]:
    """Records the unit sent before and not now: none is deleted; a missing 市级 pilot is E, the rest I."""
    submission = work.result.submission
    for form in FORMS:
        rows = submission.rows_of(form)
        if not _speaks_of(submission, form):
            continue
        faulty = {trace for row in rows if row.held for trace in _traces(form, row.values)}
        for entry in work.master.entries_of(form.id, work.unit):
            sent = id(entry) in work.merged or (form.id, entry.key) in work.sent
            if not sent and not (faulty and faulty & _traces(form, entry.values)):
                finding = _absence(work, form, entry)
                if finding:
                    yield finding


def _speaks_of(submission: Submission, form: Form) -> bool:
    """Whether a file says what there is of a form: no sheet of pilots is a list without any, an unread one is not."""
    if not submission.rows_of(form) and submission.cover.get("zero_report"):
        return False
    unread = {finding.words.get("sheet") for finding in submission.own_findings if finding.rule in UNREAD}
    return form.id in submission.sheets or (form.id == "pilots" and form.sheet not in unread)


def _traces(form: Form, values: Mapping[str, object]) -> set[Key]:
    """All by which a row with a faulty code or category may be known again, so that it is not called missing."""
    name = values.get("park_name") or values.get("name")
    traces = (form.key(values), form.fallback_key(values), (match_key(str(name)),) if name else None)
    return {trace for trace in traces if trace is not None}


def _absence(work: _Merging, form: Form, entry: Entry) -> Finding | None:
    place = Place(work.result.submission.file, work.result.submission.sheets.get(form.id, form.sheet))
    if form.id == "pilots":
        present = entry.values.get("level") == CITY_LEVEL and entry.values.get("state") != EXITED
        words: Mapping[str, object] = {"name": entry.describe(), "id": entry.texts.get("pilot_id") or "尚未编号"}
        theirs = present and id(entry) not in overruled(work.master)
        return Finding(links.MISSING_PILOT, place, None, words, entry.names) if theirs else None
    base_key = work.pairs[form.id].base_of.get(id(entry))
    known = work.master.base.get((form.id, work.unit, base_key)) if base_key else None
    if known and known.year == work.year:
        return Finding(links.MISSING_LEAD, place, None, {"name": entry.describe()}, entry.names)
    return None


def settle_claims(plan: Plan, results: list[FileResult]) -> None:
    """Say on both sides that an entity is claimed twice, and ask the city once to rule (both rows stay in)."""
    order = {unit.short: position for position, unit in enumerate(notice().unit)}
    asked = plan.master.ledger_rows(CONFLICTS)  # also where the ruling settles nothing: that is told, not asked again
    found = list(claims(plan.master))
    rows = _claiming_rows(results) if found else {}
    for claim in found:
        _tell_claim(claim, rows.get((claim.form.id, claim.entity), ()))
        entries = sorted(claim.entries, key=lambda entry: order.get(entry.unit, len(order)))
        record, units = replace(claim, entries=tuple(entries)).record, "、".join(claim.units)  # whichever file came first
        if not any(asks_about(line, claim) for line in asked):
            asked.append({"事项": CLAIM_CONFLICT, "记录": record, "报送单位": units})
            plan.conflicts.append(Conflict(CLAIM_CONFLICT, units, claim.form.sheet, record, None, "", None, units, "", "", None))


Claimants = Sequence[tuple[str, Row]]
"""Rows that claim one entity, each with its unit."""


def _claiming_rows(results: Sequence[FileResult]) -> Mapping[tuple[str, Key], Claimants]:
    """The rows of a batch that claim an entity and were let in, by form and entity."""
    found: defaultdict[tuple[str, Key], list[tuple[str, Row]]] = defaultdict(list)
    for result in results:
        for row in (row for form_id in CLAIMING_FORMS for row in result.submission.rows_of(form_of(form_id))):
            if (entity := entity_key(row.values)) and row.key and not row.held:
                found[row.form.id, entity].append((result.unit, row))
    return found


def _tell_claim(claim: Claim, rows: Claimants) -> None:
    """Each row that claims is told of the others: their files and cells where they came with this batch."""
    for unit, row in rows:
        others = [other for other in claim.units if other != unit]
        spots = {other: f"{PurePath(there.file).name} {there.place('uscc').cell}" for other, there in rows}
        where = "、".join(spots.get(other, f"总台账 {claim.form.sheet}") for other in others)
        rule = links.MOVED_UNSAID if claim.number else links.CLAIMED_TWICE
        row.report(Problem(rule, "uscc", {"other": "、".join(others), "where": where, "number": claim.number or ""}))
