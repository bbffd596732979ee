"""四（四）: where a pilot stands, and which step towards an exit may lawfully come next, from which day.

The notice says only that who does not meet the requirements exits the city's list; notice, service, statement
and term are due process, with the term from config. People decide; this says what is in the way.
"""

import itertools
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from toolkit.checks.listed import answerable, is_known
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
    as_of: date
    hindrances: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    term_ends_on: date | None = None
    earliest: date | None = None

    @property
    def may_decide(self) -> bool:
        """Whether an exit may be decided on the as-of date."""
        return not self.hindrances

    def day(self, name: str) -> date | None:
        """A day on record for the evaluation, if it was not after the as-of date."""
        day = self.tracking.values.get(name) if self.tracking else None
        return day if day and day <= self.as_of else None

    def told(self, rule: Rule, **words: object) -> Finding:
        """A finding on the case, at the master's row it rests on."""
        entry = self.tracking or self.pilot
        place = Place(sheet=entry.form.sheet, row=entry.row)
        return Finding(rule, place, None, {"name": self.pilot.describe(), **words})

    def hinder(self, rule: Rule, **words: object) -> None:
        """Something that is in the way of a decision."""
        self.hindrances.append(self.told(rule, **words))


_NOT_YET = re.compile("(?:未|拟|将|待|正在|申请)[^，。；]{0,6}注销")


def needs_notice(tracking: Entry, settings: Settings) -> bool:
    """Whether a ground wants a notice first; of T3 only 注销 needs none, so its facts must say that it is done."""
    ground = str(tracking.values.get("ground") or "")[:2]
    if ground not in settings.grounds_without_notice:
        return True
    facts = str(tracking.values.get("facts") or "")
    return ground == "T3" and ("注销" not in facts or bool(_NOT_YET.search(facts)))


def exit_case(master: Master, pilot: Entry, as_of: date, settings: Settings) -> ExitCase:
    """Judge whether an exit of a pilot may be decided as of a date; what happened later is not known yet."""
    case = ExitCase(pilot, _latest_proposal(master, pilot, as_of), as_of)
    if pilot.values.get("level") != CITY_LEVEL:
        case.hinder(checks.EXIT_NOT_CITY)
    elif pilot.values.get("state") == EXITED:
        case.hinder(checks.EXIT_DONE)
    elif case.tracking is None:
        case.hinder(checks.EXIT_NO_CASE)
    else:
        _judge_case(case, case.tracking, settings)
    return case


def _judge_case(case: ExitCase, tracking: Entry, settings: Settings) -> None:
    if not tracking.values.get("ground"):
        case.hinder(checks.EXIT_NO_GROUND)
    if exit_on := case.day("exit_on"):
        case.hinder(checks.EXIT_ALREADY, exit_on=exit_on)
    if order := _out_of_order(tracking):
        case.hinder(checks.EXIT_ORDER, order=order)
    if needs_notice(tracking, settings):
        _judge_process(case, settings)


def _latest_proposal(master: Master, pilot: Entry, as_of: date) -> Entry | None:
    """The latest evaluation of the pilot since it was determined, if it proposes an exit."""
    key, since = entity_key(pilot.values), pilot.values.get("determined_on") or date.min
    own = [
        entry
        for entry in master.entries("tracking")
        if entry.unit == pilot.unit
        and entity_key(entry.values) == key
        and entry.values.get("tracked_on")
        and since <= entry.values["tracked_on"] <= as_of
    ]
    latest = max(own, key=lambda entry: entry.values["tracked_on"], default=None)
    return latest if latest and latest.values.get("verdict") == "建议退出" else None


def _judge_process(case: ExitCase, settings: Settings) -> None:
    """Notice, service, the term, the statement: the first missing step hinders, and says so."""
    if not case.day("notice_on"):
        case.hinder(checks.EXIT_NO_NOTICE, earliest=_if_served_now(case, settings))
    elif served_on := case.day("served_on"):
        _judge_statement(case, settings, served_on)
    else:
        case.hinder(checks.EXIT_NOT_SERVED, earliest=_if_served_now(case, settings))


def _if_served_now(case: ExitCase, settings: Settings) -> date:
    """The earliest day of a decision if the notice were served on the as-of date."""
    return add_workdays(case.as_of, settings.statement_working_days, settings) + timedelta(days=1)


def _judge_statement(case: ExitCase, settings: Settings, served_on: date) -> None:
    values = case.tracking.values if case.tracking else {}
    term = settings.statement_working_days
    ends_on = case.term_ends_on = add_workdays(served_on, term, settings)
    case.earliest = ends_on + timedelta(days=1)
    for year in range(served_on.year, ends_on.year + 1):
        if not year_is_listed(year, settings):
            case.remarks.append(case.told(checks.HOLIDAYS_UNKNOWN, year=year))
    stated, defence = values.get("stated"), values.get("defence")
    if defence == "成立":
        case.hinder(checks.EXIT_DEFENCE_UPHELD)
    elif stated == "已提出" and not defence:
        case.hinder(checks.EXIT_STATEMENT_OPEN, earliest=max(case.earliest, case.as_of))
    elif case.as_of <= ends_on:
        words = {"served_on": served_on, "term": term, "ends_on": ends_on, "earliest": case.earliest}
        case.hinder(checks.EXIT_TERM_OPEN, **words)
    elif not stated:
        case.hinder(checks.EXIT_STATEMENT_UNKNOWN, earliest=case.as_of)


def _out_of_order(tracking: Entry) -> str:
    """What is wrong in 告知 ≤ 送达 ≤ 决定 ≤ 生效, in words (that the term lies between is judged by the term)."""
    steps = (("告知", "notice_on"), ("送达", "served_on"), ("决定", "exit_on"), ("生效", "effective_on"))
    dated = [(label, tracking.values[name]) for label, name in steps if tracking.values.get(name)]
    return "；".join(f"{a[0]} {a[1]} 晚于 {b[0]} {b[1]}" for a, b in itertools.pairwise(dated) if a[1] > b[1])


def exit_cases(master: Master, as_of: date, settings: Settings) -> list[ExitCase]:
    """Every present 市级 pilot whose latest evaluation proposes an exit."""
    cases = [
        exit_case(master, pilot, as_of, settings)
        for pilot in answerable(master)
        if pilot.values.get("state") != EXITED and is_known(pilot, as_of)
    ]
    return [case for case in cases if case.tracking is not None]
