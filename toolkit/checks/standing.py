"""四（四）: where each pilot stands: last tracked when and by whom, what may be a ground against it, which step is next.

The notice says only that who does not meet the requirements exits the city's list; notice, service, statement
and term are due process, with the term from config. People decide; this says what is in the way.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from toolkit.checks.grounds import Ground, gather
from toolkit.checks.listed import answerable, in_order, is_known, left_on, named
from toolkit.checks.states import check_states
from toolkit.checks.workdays import add_workdays, year_is_listed
from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import checks
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings
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
        return Finding(rule, place, None, {"name": self.pilot.describe(), **words}, self.pilot.names)

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
    elif unread := _unread(master, case):
        for entry, name, read in unread:
            case.hinder(checks.EXIT_UNREADABLE, row=entry.row, header=entry.form.column(name).header, read=read)
    elif case.tracking is None:
        case.hinder(checks.EXIT_NO_CASE)
    else:
        _judge_case(case, case.tracking, settings)
    return case


_WHICH_COUNTS = ("tracked_on", "verdict")
"""What says of an evaluation whether it is the latest, and what follows from it."""
_WEIGHED = (*_WHICH_COUNTS, "ground", "notice_on", "served_on", "stated", "defence", "exit_on", "effective_on")
"""What is weighed of the evaluation that an exit rests on."""


def _unread(master: Master, case: ExitCase) -> list[tuple[Entry, str, str]]:
    """What hangs on a cell that could not be read: nobody may be told that it is empty, least of all a decision that was made.

    An evaluation that is known to be from before the determination, or from later than the day asked about, decides nothing.
    """
    since = case.pilot.values.get("determined_on") or date.min
    return [
        (entry, name, read)
        for entry in master.of_entity("tracking", case.pilot.entity)
        if entry.unit == case.pilot.unit and since <= (entry.values.get("tracked_on") or case.as_of) <= case.as_of
        for name in (_WEIGHED if entry is case.tracking else _WHICH_COUNTS) if (read := entry.unread(name))
    ]  # fmt: skip


def _judge_case(case: ExitCase, tracking: Entry, settings: Settings) -> None:
    if not tracking.values.get("ground"):
        case.hinder(checks.EXIT_NO_GROUND)
    if exit_on := case.day("exit_on"):
        case.hinder(checks.EXIT_ALREADY, exit_on=exit_on)
    if order := _out_of_order(tracking):
        case.hinder(checks.EXIT_ORDER, order=order)
    if needs_notice(tracking, settings):
        _judge_process(case, settings)


def latest_evaluation(master: Master, pilot: Entry, as_of: date) -> Entry | None:
    """The latest evaluation of the pilot since it was determined."""
    since = pilot.values.get("determined_on") or date.min
    own = [
        entry
        for entry in master.of_entity("tracking", pilot.entity)
        if entry.unit == pilot.unit
        and entry.values.get("tracked_on")
        and since <= entry.values["tracked_on"] <= as_of
    ]
    return max(own, key=lambda entry: entry.values["tracked_on"], default=None)


def _latest_proposal(master: Master, pilot: Entry, as_of: date) -> Entry | None:
    """The latest evaluation, if it proposes an exit."""
    latest = latest_evaluation(master, pilot, as_of)
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


@dataclass(frozen=True, slots=True)
class PilotStanding:
    """Where one pilot stands as of a date. `tracked` are its evaluations since it was determined, the latest last."""

    pilot: Entry
    tracked: Sequence[Entry]
    grounds: Sequence[Ground]
    case: ExitCase | None
    next_step: str
    earliest: date | None = None

    @property
    def latest(self) -> Entry | None:
        """Its latest evaluation."""
        return self.tracked[-1] if self.tracked else None

    @property
    def last_tracked(self) -> date | None:
        """When it was last evaluated."""
        return self.latest.values["tracked_on"] if self.latest else None

    @property
    def tracked_by(self) -> str | None:
        """Which unit did so."""
        return self.latest.unit if self.latest else None

    @property
    def unmet(self) -> Sequence[str]:
        """The criteria its latest evaluation found unmet."""
        return (self.latest.values.get("unmet") or ()) if self.latest else ()

    @property
    def wants_action(self) -> bool:
        """Whether somebody has to do something now: an exit, a rectification, an evaluation, a ground to look at."""
        if self.pilot.values.get("state") == EXITED:
            return False
        rectifies = self.latest is not None and self.latest.values.get("verdict") == "限期整改"
        return self.case is not None or rectifies or any(ground.ripe for ground in self.grounds) or self.earliest is not None

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        texts = self.pilot.texts
        return {
            "pilot_id": texts.get("pilot_id"), "name": named(self.pilot), "unit": self.pilot.unit,
            "last_tracked": self.last_tracked.isoformat() if self.last_tracked else None, "state": texts.get("state"),
            "verdict": self.latest.texts.get("verdict") if self.latest else None, "unmet": list(self.unmet),
            "next_step": self.next_step, "tracked_by": self.tracked_by,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "grounds": [
                {"ground": ground.number, "text": ground.text, "evidence": [e.to_json() for e in ground.evidence]}
                for ground in self.grounds
            ],
        }  # fmt: skip


@dataclass(slots=True)
class Standing:
    """All 市级 pilots as of a date, those that have left included, and what is said of them."""

    as_of: date
    pilots: list[PilotStanding]
    findings: list[Finding] = field(default_factory=list)

    @property
    def cases(self) -> list[ExitCase]:
        """Present pilots whose latest evaluation proposes an exit."""
        return [
            standing.case for standing in self.pilots if standing.case and standing.pilot.values.get("state") != EXITED
        ]

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "as_of": self.as_of.isoformat(), "pilots": [pilot.to_json() for pilot in self.pilots],
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def check_standing(master: Master, as_of: date, settings: Settings) -> Standing:
    """Judge where every 市级 pilot stands that had been determined by a date."""
    standing = Standing(as_of, [], check_states(master, as_of))
    for pilot in in_order(pilot for pilot in answerable(master) if is_known(pilot, as_of)):
        judged = _stand(master, pilot, _tracked(master, pilot, as_of), as_of, settings)
        standing.pilots.append(judged)
        standing.findings += _told_of(master, judged, as_of, settings)
    return standing


def _tracked(master: Master, pilot: Entry, as_of: date) -> list[Entry]:
    """A pilot's evaluations since it was determined, in time: of one that moved, its former unit's as well."""
    since = pilot.values.get("determined_on") or date.min
    dated = ((entry.values.get("tracked_on"), entry) for entry in master.of_entity("tracking", pilot.entity))
    own = [(day, entry) for day, entry in dated if day and since <= day <= as_of]
    return [entry for _, entry in sorted(own, key=lambda pair: pair[0])]


def _stand(
    master: Master, pilot: Entry, tracked: Sequence[Entry], as_of: date, settings: Settings
) -> PilotStanding:
    if pilot.values.get("state") == EXITED:
        left = left_on(master, pilot)
        since = f"（{left} 起）" if left else ""
        return PilotStanding(pilot, tracked, (), None, f"已退出{since}，可再次申请，作为新记录并填前次编号")
    grounds = gather(master, pilot, tracked, as_of, settings)
    case = exit_case(master, pilot, as_of, settings)
    if case.tracking is not None:
        return PilotStanding(pilot, tracked, grounds, case, next_step(case), _earliest(case, settings))
    return PilotStanding(pilot, tracked, grounds, None, *_without_case(pilot, tracked, as_of, settings))


def next_step(case: ExitCase) -> str:
    """What may lawfully come next in an exit, in words."""
    told = [f"{finding.message}。{finding.advice}" for finding in [*case.hindrances, *case.remarks]]
    return "；".join(["可作出退出决定", *told] if case.may_decide else told)


def _earliest(case: ExitCase, settings: Settings) -> date | None:
    """The first day on which an exit could be decided; None where the process has ended without one, or nobody can tell."""
    ended = {checks.EXIT_DEFENCE_UPHELD, checks.EXIT_ALREADY, checks.EXIT_DONE, checks.EXIT_UNREADABLE}
    if any(finding.rule in ended for finding in case.hindrances):
        return None
    if case.tracking and needs_notice(case.tracking, settings) and case.earliest is None:
        return _if_served_now(case, settings)
    return max(case.earliest or case.as_of, case.as_of)


def _without_case(
    pilot: Entry, tracked: Sequence[Entry], as_of: date, settings: Settings
) -> tuple[str, date | None]:
    """The next step for a pilot whose exit nobody has proposed."""
    latest = tracked[-1] if tracked else None
    term = latest.values.get("rectify_by") if latest else None
    if latest and latest.values.get("verdict") == "限期整改" and term:
        if as_of <= term:
            return f"{term} 前完成整改，到期复核", term + timedelta(days=1)
        return "整改期限已过，请复核：合格，或建议退出", as_of
    since = latest.values["tracked_on"] if latest else pilot.values.get("determined_on")
    if since is None:
        return "请安排跟踪", as_of
    due = months_later(since, settings.tracking_months)
    return ("请安排跟踪", as_of) if due < as_of else (f"定期跟踪，宜于 {due} 前", None)


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def _told_of(master: Master, standing: PilotStanding, as_of: date, settings: Settings) -> Iterator[Finding]:
    pilot, latest = standing.pilot, standing.latest
    if pilot.values.get("state") == EXITED:
        return
    yield from _told_of_rectification(master, pilot, latest, as_of)
    since = standing.last_tracked or pilot.values.get("determined_on")
    if since and months_later(since, settings.tracking_months) < as_of:
        months = (as_of.year - since.year) * 12 + as_of.month - since.month - (as_of.day < since.day)
        last = f"上次 {standing.last_tracked}，{standing.tracked_by}" if latest else f"{since} 确定以来"
        yield _told(master, pilot, checks.TRACK_LONG_AGO, months=months, since=last, most=settings.tracking_months)
    verdict = latest.values.get("verdict") if latest else None
    if pilot.values.get("state") in _FOLLOWS and verdict not in _FOLLOWS[pilot.values["state"]]:
        words = {"state": pilot.values["state"], "verdict": verdict or "（无）"}
        yield _told(master, pilot, checks.STATE_WITHOUT_TRACKING, **words)
    for ground in standing.grounds if standing.case is None else ():
        if not ground.ripe:
            continue
        evidence = "；".join(map(str, ground.evidence))
        yield _told(master, pilot, checks.GROUND_FOUND, ground=f"{ground.number} {ground.text}", evidence=evidence)
    if standing.case:
        yield from standing.case.remarks


_FOLLOWS = {"限期整改": {"限期整改", "建议退出"}, "拟退出": {"建议退出"}}
"""A state of a pilot → the verdicts it may follow from."""


def _told_of_rectification(master: Master, pilot: Entry, latest: Entry | None, as_of: date) -> Iterator[Finding]:
    term = latest.values.get("rectify_by") if latest and latest.values.get("verdict") == "限期整改" else None
    if latest is None or term is None or as_of <= term:
        return
    if latest.values.get("rectified"):
        yield _told(master, pilot, checks.RECTIFICATION_UNCHECKED, rectify_by=term)
    else:
        yield _told(master, pilot, checks.RECTIFICATION_OVERDUE, rectify_by=term, days=(as_of - term).days)


def _told(master: Master, pilot: Entry, rule: Rule, **words: object) -> Finding:
    place = Place(master.name, pilot.form.sheet, row=pilot.row)
    return Finding(rule, place, None, {"name": pilot.describe(), **words}, pilot.names)
