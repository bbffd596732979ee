"""三: visit, application, review, determination: what a row needs beside it, in its file or on record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from toolkit.checks.duplicates import FORMS as FORMS_ENTERED
from toolkit.checks.duplicates import likely_name
from toolkit.checks.states import allowed_after
from toolkit.findings import Problem
from toolkit.findings.catalogue import codes, links
from toolkit.master.state import Entry, Master
from toolkit.policy.text import match_key
from toolkit.records import FORMS, Form, Key, form_of
from toolkit.records.applications import WITHDRAWN
from toolkit.records.form import Keys
from toolkit.records.pilots import CITY_LEVEL, COUNTED_ORIGINS, EXITED
from toolkit.records.row import Row
from toolkit.sheets.submission import Submission


@dataclass
class Record:
    """A submission's rows beside what the master has of the same unit; `master` None where none was given."""

    submission: Submission
    master: Master | None
    _known: dict[str, set[Key]] = field(default_factory=dict)
    _keys: dict[int, Keys] = field(default_factory=dict)

    def keys(self, row: Row) -> Keys:
        """By what a row of the submission is found; several rules ask."""
        if (found := self._keys.get(id(row))) is None:
            found = self._keys[id(row)] = row.form.keys(row.values)
        return found

    def known(self, form_id: str) -> set[Key]:
        """By what the entities of a form are known, in the file and in the master."""
        if form_id not in self._known:
            self._known[form_id] = {key for row in self.rows(form_id) for key in _whom(self.keys(row))}
            self._known[form_id] |= {key for entry in self._entries(form_id) for key in _whom(entry)}
        return self._known[form_id]

    def _entries(self, form_id: str) -> Sequence[Entry]:
        """The unit's records of a form in the master, if there is one."""
        unit = self.submission.unit
        return self.master.entries_of(form_id, unit.short) if self.master and unit else ()

    def has(self, form_id: str, row: Row) -> bool:
        """Whether the row's entity stands in a form, under its code or its name, or may be who an unreadable row means."""
        unclear = (other for other in self.rows(form_id) if not _identified(other))
        return not self.known(form_id).isdisjoint(_whom(self.keys(row))) or any(_may_mean(other, row) for other in unclear)

    def rows(self, form_id: str) -> list[Row]:
        """The submission's rows of a form."""
        return self.submission.rows_of(form_of(form_id))

    def latest(self, form_id: str, field: str) -> dict[Key, Any]:
        """What a form says in a field of each entity, by code and by name: the file's word before the master's."""
        known = {key: entry.values.get(field) for entry in self._entries(form_id) for key in _whom(entry)}
        return known | {key: row.values.get(field) for row in self.rows(form_id) for key in _whom(self.keys(row))}

    def of(self, known: Mapping[Key, Any], row: Row) -> Any:
        """What is known of a row's entity."""
        return next((known[key] for key in _whom(self.keys(row)) if key in known), None)


def _whom(keys: Keys | Entry) -> list[Key]:
    """By what an entity may be known: its code, its name."""
    return [key for key in (keys.entity, keys.named) if key is not None]


Said = Iterator[tuple[Row, Problem]]
STAGES = (("cultivation", "走访、指导"), ("applications", "试点申请"), ("reviews", "综合审定"))
"""What goes before a determination (三), by form."""


def _identified(row: Row) -> bool:
    """Whether the cells that name its entity could be read (a rule that needs them is silent otherwise)."""
    return not row.bad & {"uscc", "category", "name", "park_name"}


def _may_mean(unclear: Row, row: Row) -> bool:
    """Whether a row with unreadable cells may be about the entity of another: its code or its name, if it has any, says so."""
    said = [name for name in ("uscc", "name") if unclear.values.get(name)]
    return not said or any(match_key(unclear.values[name]) == match_key(row.values.get(name) or "") for name in said)


def no_row_stands_twice(record: Record) -> Said:
    """One row a record: rows of one key are all told, each of another; a row without a code is known by name."""
    for form in FORMS:
        groups: dict[Key, list[Row]] = {}
        keyed = [(row, record.keys(row)) for row in record.submission.rows_of(form)]
        coded = {}
        if not all(keys.by_code for _, keys in keyed):
            coded = {keys.by_name: keys.by_code for _, keys in keyed if keys.by_code and keys.by_name}
        for row, keys in keyed:
            own = keys.by_code
            by_name = keys.by_name if not own and "uscc" not in row.bad else None
            if key := own or (by_name and coded.get(by_name, by_name)):
                groups.setdefault(key, []).append(row)
        for rows in groups.values():
            yield from _twins(form, rows)


def _twins(form: Form, rows: Sequence[Row]) -> Said:
    if len(rows) < 2:
        return
    name = form.own_key[0] if form.own_key else "uscc"
    for row in rows:
        others = "、".join(_spot(other, name) for other in rows if other is not row)
        yield row, Problem(links.DUPLICATE_ROW, name, {"other": others, "key": form.describe(row.values)})


def _spot(row: Row, name: str) -> str:
    return f"{row.sheet} {row.addresses.get(name) or f'第 {row.number} 行'}"


def one_code_has_one_name(record: Record) -> Said:
    """The same code under another name in the same file: told at the later place, unless 变更说明 names the former name."""
    first: dict[str, Row] = {}
    notes = {row.values.get("uscc"): match_key(row.values.get("change_note") or "") for row in record.rows("pilots")}
    for row in _entity_rows(record):
        code, name = row.values.get("uscc"), row.values.get("name")
        if code and name:
            known = first.setdefault(code, row)
            names = {match_key(known.values["name"]), match_key(name)}
            if len(names) > 1 and not any(one in notes.get(code, "") for one in names):
                words = {"other": _spot(known, "name"), "other_name": known.values["name"]}
                yield row, Problem(links.ONE_CODE_TWO_NAMES, "name", words)


def one_name_has_one_code(record: Record) -> Said:
    """The same name with another code in the same file."""
    first: dict[str, Row] = {}
    for row in _entity_rows(record):
        code, name = row.values.get("uscc"), row.values.get("name")
        if code and name:
            known = first.setdefault(match_key(name), row)
            if known.values["uscc"] != code:
                words = {"other": _spot(known, "uscc"), "other_code": known.values["uscc"]}
                yield row, Problem(links.ONE_NAME_TWO_CODES, "uscc", words)


def _entity_rows(record: Record) -> Iterator[Row]:
    for form in FORMS:
        if not form.own_key:
            yield from record.submission.rows_of(form)


def an_applicant_has_a_code(record: Record) -> Said:
    """三（二）: a lead may lack its code (told) until it applies."""
    applied = {record.keys(row).named for row in record.rows("applications")}
    for row in record.rows("cultivation"):
        named = record.keys(row).named
        if "uscc" not in row.bad and not row.values.get("uscc"):
            has_applied = named is not None and named in applied
            yield row, Problem(codes.MISSING_WHEN_APPLIED if has_applied else codes.MISSING, "uscc")


def a_review_has_an_application(record: Record) -> Said:
    """三（三）: who is reviewed has applied, in this file or before (judged with the master only)."""
    if record.master:
        for row in record.rows("reviews"):
            if _identified(row) and not record.has("applications", row):
                yield row, Problem(links.NO_APPLICATION, "name")


def a_review_has_a_visit(record: Record) -> Said:
    """三（三）: a review builds on visits and guidance."""
    if record.master:
        for row in record.rows("reviews"):
            if _identified(row) and not record.has("cultivation", row):
                yield row, Problem(links.NO_VISIT, "name")


def a_review_follows_its_application(record: Record) -> Said:
    """三（二）before 三（三）."""
    applied: dict[Key, date] = {}
    for row in record.rows("applications"):
        key, day = record.keys(row).entity, row.values.get("applied_on")
        if key and day:
            applied[key] = min(day, applied.get(key, day))
    for row in record.rows("reviews"):
        reviewed, before = row.values.get("reviewed_on"), applied.get(record.keys(row).entity or ())
        if reviewed and before and reviewed < before:
            yield row, Problem(links.REVIEWED_BEFORE_APPLIED, "reviewed_on", {"read": reviewed, "applied_on": before})


def a_new_pilot_was_reviewed(record: Record) -> Said:
    """三: what was newly determined had been visited, had applied and been reviewed (judged with the master only).

    Of one that moved here, known by its number, all that stands where it was determined. How a district comes to pilots of
    its own level is not the notice's matter.
    """
    if record.master:
        unit, numbered = record.submission.unit, record.master.grouped(("pilots",), _number)
        for row in record.rows("pilots"):
            missing = [stage for form_id, stage in STAGES if not record.has(form_id, row)]
            moved = any(unit and entry.unit != unit.short for entry in numbered.get(row.values.get("pilot_id") or "", ()))
            is_new = row.values.get("origin") in COUNTED_ORIGINS and not moved
            if missing and is_new and row.values.get("level") in {None, CITY_LEVEL} and _identified(row):
                yield row, Problem(links.NO_REVIEW, "name", {"stages": "、".join(missing)})


def a_report_is_a_pilots(record: Record) -> Said:
    """四（三）: pilots report."""
    if "pilots" not in record.submission.sheets and not record.master:
        return
    for row in record.rows("annual_reports"):
        if _identified(row) and not record.has("pilots", row):
            yield row, Problem(links.REPORT_WITHOUT_PILOT, "name")


def one_entity_in_several_categories(record: Record) -> Said:
    """Not forbidden, but told: the same code as 站 and 点, or operator and 点."""
    first: dict[str, Row] = {}
    for row in record.rows("pilots"):
        code, category = row.values.get("uscc"), row.values.get("category")
        if code and category and row.values.get("state") != EXITED:
            known = first.setdefault(code, row)
            if known.values["category"] != category:
                words = {"other": known.values["category"], "where": _spot(known, "category")}
                yield row, Problem(links.SEVERAL_CATEGORIES, "category", words)


def what_was_withdrawn_is_not_determined(record: Record) -> Said:
    """三（二）: a review of an application withdrawn since leads nowhere."""
    status, states = record.latest("applications", "status"), record.latest("pilots", "state")
    for row in record.rows("reviews"):
        is_pilot = record.of(states, row) not in {None, EXITED}  # told at the application, which is wrong
        if _identified(row) and record.of(status, row) == WITHDRAWN and not is_pilot:
            yield row, Problem(links.REVIEWED_THEN_WITHDRAWN, "name")


def a_pilot_does_not_withdraw(record: Record) -> Said:
    """四（四）: who is a pilot already does not withdraw an application but exits."""
    states = record.latest("pilots", "state")
    for row in record.rows("applications"):
        state = record.of(states, row)
        if row.values.get("status") == WITHDRAWN and _identified(row) and state not in {None, EXITED}:
            yield row, Problem(links.PILOT_WITHDRAWS, "status", {"state": state})


def who_exited_does_not_simply_return(record: Record) -> Said:
    """四（四）: 已退出 → 试点中 is no step; a return is a new record. What the unit never called 已退出 is no change of its."""
    unit = record.submission.unit
    if not record.master or not unit:
        return
    for row in record.rows("pilots"):
        entry = record.master.find(row.form, unit.short, row.key) if row.key else None
        if entry and entry.values.get("state") == EXITED and row.values.get("state") not in {None, EXITED}:
            base = record.master.base.get((row.form.id, unit.short, row.key or ()))
            if base is None or base.texts.get("state") == EXITED:
                yield row, Problem(links.EXITED_RETURNS, "state", {"allowed": allowed_after(EXITED)})


def another_unit_knows_it_otherwise(record: Record) -> Said:
    """The same code under another name, or the reverse, or a name much alike, in another unit: told by the surest."""
    unit = record.submission.unit
    if not record.master or not unit:
        return
    by_code, by_name, by_likely = (record.master.grouped(FORMS_ENTERED, key) for key in (_code, _plain_name, _likely_name))
    for row in (row for form_id in ("applications", "pilots") for row in record.rows(form_id)):
        if not _identified(row):
            continue
        code, name = _code(row), _plain_name(row)
        for rule, about, differing, found in (
            (links.CODE_KNOWN_ELSEWHERE, "name", "name", (e for e in by_code.get(code or "", ()) if _plain_name(e) != name)),
            (links.NAME_KNOWN_ELSEWHERE, "uscc", "uscc", (e for e in by_name.get(name or "", ()) if _code(e) not in {None, code})),
            (links.ALIKE_ELSEWHERE, "name", "name", (e for e in by_likely.get(_likely_name(row) or "", ()) if _plain_name(e) != name)),
        ):
            if entry := next((one for one in found if one.unit != unit.short), None):
                words = {"unit": entry.unit, "other": entry.values.get(differing), "sheet": entry.form.sheet}
                yield row, Problem(rule, about, words)
                break


def _number(entry: Entry) -> str | None:
    return entry.texts.get("pilot_id")


def _code(record: Row | Entry) -> str | None:
    code: str | None = record.values.get("uscc")
    return code


def _plain_name(record: Row | Entry) -> str | None:
    name = record.values.get("name")
    return match_key(name) if name else None


def _likely_name(record: Row | Entry) -> str | None:
    name = record.values.get("name")
    return likely_name(name) if name else None


RULES: tuple[Callable[[Record], Said], ...] = (
    no_row_stands_twice, one_code_has_one_name, one_name_has_one_code, an_applicant_has_a_code,
    a_review_has_an_application, a_review_has_a_visit, a_review_follows_its_application, a_new_pilot_was_reviewed,
    a_report_is_a_pilots, one_entity_in_several_categories, what_was_withdrawn_is_not_determined,
    a_pilot_does_not_withdraw, who_exited_does_not_simply_return, another_unit_knows_it_otherwise,
)  # fmt: skip


def judge(submission: Submission, master: Master | None) -> None:
    """Add what the rows of a submission say against each other, and against the master where there is one."""
    if submission.refused:
        return
    record = Record(submission, master)
    said = [pair for rule in RULES for pair in rule(record)]
    for row, problem in said:
        row.report(problem)
