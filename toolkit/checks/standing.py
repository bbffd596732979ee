"""四（四）: where a pilot stands, and which step towards an exit may lawfully come next, from which day.

The notice says only that who does not meet the requirements exits the city's list; notice, service, statement
and term are due process, with the term from config. People decide; this says what is in the way.
"""

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta

from toolkit.checks.workdays import add_workdays, year_is_listed
from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import checks
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings
from toolkit.records.entity import entity_key
from toolkit.records.pilots import CITY_LEVEL, EXITED


@dataclass(slots=True)
class ExitCase:
    """A pilot's way out: the evaluation it rests on, what hinders a decision as of a date, the earliest day."""

    pilot: Entry
    tracking: Entry | None
    hindrances: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    term_ends_on: date | None = None
    earliest: date | None = None

    @property
    def may_decide(self) -> bool:
        """Whether an exit may be decided on the as-of date."""
        return not self.hindrances


def needs_notice(tracking: Entry, settings: Settings) -> bool:
    """Whether a ground wants a notice first; of T3 only 注销 needs none, so its facts must say so."""
    ground = str(tracking.values.get("ground") or "")[:2]
    if ground not in settings.grounds_without_notice:
        return True
    return ground == "T3" and "注销" not in str(tracking.values.get("facts") or "")


def exit_case(master: Master, pilot: Entry, as_of: date, settings: Settings) -> ExitCase:
    """Judge whether an exit of a pilot may be decided as of a date."""
    tracking = _latest_proposal(master, pilot)
    case = ExitCase(pilot, tracking)
    if tracking is None:
        case.hindrances.append(_hindrance(case, checks.EXIT_NO_CASE))
        return case
    if not tracking.values.get("ground"):
        case.hindrances.append(_hindrance(case, checks.EXIT_NO_GROUND))
    if exit_on := tracking.values.get("exit_on"):
        case.hindrances.append(_hindrance(case, checks.EXIT_ALREADY, exit_on=exit_on))
    case.hindrances += _out_of_order(case)
    if needs_notice(tracking, settings):
        _judge_process(case, as_of, settings)
    return case


def _latest_proposal(master: Master, pilot: Entry) -> Entry | None:
    """The latest evaluation of the pilot, if it proposes an exit."""
    key = entity_key(pilot.values)
    own = [
        entry
        for entry in master.entries("tracking")
        if entry.unit == pilot.unit and entity_key(entry.values) == key and entry.values.get("tracked_on")
    ]
    latest = max(own, key=lambda entry: entry.values["tracked_on"], default=None)
    return latest if latest and latest.values.get("verdict") == "建议退出" else None


def _hindrance(case: ExitCase, rule: Rule, **words: object) -> Finding:
    entry = case.tracking or case.pilot
    place = Place(sheet=entry.form.sheet, row=entry.row)
    return Finding(rule, place, None, {"name": case.pilot.describe(), **words})


def _judge_process(case: ExitCase, as_of: date, settings: Settings) -> None:
    """Notice, service, the term, the statement: the first missing step hinders, and says so."""
    values = case.tracking.values if case.tracking else {}
    if not values.get("notice_on"):
        case.hindrances.append(_hindrance(case, checks.EXIT_NO_NOTICE))
        return
    served_on = values.get("served_on")
    if not served_on:
        case.hindrances.append(_hindrance(case, checks.EXIT_NOT_SERVED))
        return
    _judge_statement(case, as_of, settings, served_on)


def _judge_statement(case: ExitCase, as_of: date, settings: Settings, served_on: date) -> None:
    values = case.tracking.values if case.tracking else {}
    term = settings.statement_working_days
    case.term_ends_on = add_workdays(served_on, term, settings)
    case.earliest = case.term_ends_on + timedelta(days=1)
    if not year_is_listed(served_on.year, settings):
        case.remarks.append(_hindrance(case, checks.HOLIDAYS_UNKNOWN, year=served_on.year))
    stated, defence = values.get("stated"), values.get("defence")
    if defence == "成立":
        case.hindrances.append(_hindrance(case, checks.EXIT_DEFENCE_UPHELD))
    elif stated == "已提出" and not defence:
        case.hindrances.append(_hindrance(case, checks.EXIT_STATEMENT_OPEN))
    elif as_of <= case.term_ends_on:
        words = {"served_on": served_on, "term": term, "ends_on": case.term_ends_on, "earliest": case.earliest}
        case.hindrances.append(_hindrance(case, checks.EXIT_TERM_OPEN, **words))
    elif not stated:
        case.hindrances.append(_hindrance(case, checks.EXIT_STATEMENT_UNKNOWN))


def _out_of_order(case: ExitCase) -> list[Finding]:
    """告知 ≤ 送达 < 决定 ≤ 生效."""
    values = case.tracking.values if case.tracking else {}
    steps = (("告知", "notice_on"), ("送达", "served_on"), ("决定", "exit_on"), ("生效", "effective_on"))
    dated = [(label, values[name]) for label, name in steps if values.get(name)]
    wrong = [f"{a[0]} {a[1]} 晚于 {b[0]} {b[1]}" for a, b in itertools.pairwise(dated) if a[1] > b[1]]
    return [_hindrance(case, checks.EXIT_ORDER, order="；".join(wrong))] if wrong else []


def exit_cases(master: Master, as_of: date, settings: Settings) -> list[ExitCase]:
    """Every present 市级 pilot whose latest evaluation proposes an exit."""
    cases = [
        exit_case(master, pilot, as_of, settings)
        for pilot in master.entries("pilots")
        if pilot.values.get("level") == CITY_LEVEL and pilot.values.get("state") != EXITED
    ]
    return [case for case in cases if case.tracking is not None]
