"""Every figure of the programme as of a date, taken once: 总览, `pilot status` and the letters all show this value."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from toolkit.checks.annual_report import AnnualReports, Status, check_reports, year_in_question
from toolkit.checks.cultivation import Funnel, funnels
from toolkit.checks.entered import typed, typed_day_or_none
from toolkit.checks.feedback import FeedbackReport, check_feedback
from toolkit.checks.listed import answerable, left_on, present
from toolkit.checks.quota import QuotaReport, UnitQuota, check_quota, determined_in, quota_unit_of
from toolkit.checks.standing import Standing, check_standing
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import BATCHES, EXCHANGES, HELD
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, Settings, Unit, notice

OTHER_INDUSTRY = "未列明"
"""Under what a pilot counts whose leading industry is empty or none of the notice's."""


@dataclass(frozen=True, slots=True)
class Work:
    """What was done for publicity and what came of it, in a year by the as-of date (三（四）, 四（二）).

    `outcomes` are all on record, whenever formed; the rest of them tell how many of these.
    """

    activities: int = 0
    service_month: int = 0
    attendees: int = 0
    outcomes: int = 0
    formed: int = 0
    replicable: int = 0
    publishable: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit's figures. `quota` is None for the direct units; `sent` is the last month merged of it."""

    unit: Unit
    quota: UnitQuota | None
    present: int
    reports: Mapping[Status, int]
    funnel: Funnel
    work: Work
    feedback_open: int
    held: int
    sent: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A visit or exchange of the city's own (四（二）); `day` is None where its date cannot be read."""

    day: date | None
    kind: str
    unit: str
    whom: str
    content: str
    solved: str


@dataclass(frozen=True)
class Figures:
    """All figures of a year as of a date; the checks they come from stand whole beside them."""

    as_of: date
    year: int
    quota: QuotaReport
    reports: AnnualReports
    standing: Standing
    feedback: FeedbackReport
    units: Sequence[UnitFigures]
    present: Sequence[Entry]
    exited: Sequence[Entry]
    by_year: Mapping[int, Sequence[Entry]]
    exchanges: Sequence[Exchange]
    held: int
    unruled: int

    @property
    def determined(self) -> int:
        """Determined in the year, of all units."""
        return sum(unit.determined for unit in self.quota.units)

    @property
    def expected(self) -> int:
        """Determined and what may still come."""
        return sum(unit.expected for unit in self.quota.units)

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the most the stated ranges add up to, city-wide."""
        return self.quota.limits.least, self.quota.limits.most

    @cached_property
    def report_counts(self) -> Mapping[Status, int]:
        """Pilots by the status of their report."""
        return Counter(status.status for status in self.reports.pilots)

    @property
    def reports_received(self) -> int:
        """Reports both bureaus have, in time or late."""
        return self.report_counts[Status.ON_TIME] + self.report_counts[Status.LATE]

    @property
    def reports_due(self) -> int:
        """Pilots that owe a report of the year."""
        return len(self.reports.pilots) - self.report_counts[Status.EXEMPT]

    @cached_property
    def funnel(self) -> Funnel:
        """The cultivation of all units."""
        return sum((unit.funnel for unit in self.units), Funnel())

    @cached_property
    def work(self) -> Work:
        """The work of all units."""
        return sum((unit.work for unit in self.units), Work())


def take_figures(master: Master, as_of: date, settings: Settings, year: int | None = None) -> Figures:
    """All figures as of a date: of the date's year, or of the year given.

    Without a year the reports are those in question on the day (last year's until the end of March).
    """
    of = year or as_of.year
    quota = check_quota(master, of, as_of, settings)
    reports = check_reports(master, year or year_in_question(as_of), as_of, settings)
    feedback = check_feedback(master, of, as_of, settings)
    now = present(master, as_of)
    held = {(line.get("报送单位"), line.get("工作表"), line.get("来源行")) for line in master.ledger_rows(HELD)}
    return Figures(
        as_of, of, quota, reports, check_standing(master, as_of, settings), feedback,
        _units(master, quota, reports, feedback, now, Counter(str(unit) for unit, _, _ in held)),
        now, _exited(master, of, as_of),
        {past: determined_in(master, past, as_of) for past in range(notice().first_year, of + 1)},
        _exchanges(master, of, as_of, settings), len(held),
        len(waiting(master)),
    )  # fmt: skip


def _units(
    master: Master, quota: QuotaReport, reports: AnnualReports, feedback: FeedbackReport, now: Sequence[Entry],
    held: Mapping[str, int],
) -> list[UnitFigures]:
    quotas = {unit.unit.short: unit for unit in quota.units}
    counted = Counter(quota_unit_of(entry) for entry in quota.counted)
    here, sent = Counter(entry.unit for entry in now), _last_sent(master)
    reported = {unit.short: Counter[Status]() for unit in notice().unit}
    for status in reports.pilots:
        if status.pilot.unit in reported:
            reported[status.pilot.unit][status.status] += 1
    steps, work = funnels(master, quota.year, quota.as_of), _work(master, quota.year, quota.as_of)
    unanswered = Counter(entry.unit for entry in feedback.open)
    return [
        UnitFigures(
            unit, quotas.get(unit.short), here[unit.short], reported[unit.short],
            steps[unit.short].then(counted[unit.short]), work[unit.short], unanswered[unit.short], held[unit.short],
            sent.get(unit.short),
        )
        for unit in notice().unit
    ]  # fmt: skip


def _exited(master: Master, year: int, as_of: date) -> list[Entry]:
    """市级 pilots whose exit took effect in a year."""
    return [
        pilot
        for pilot in answerable(master)
        if (left := left_on(master, pilot)) and left.year == year and left <= as_of
    ]


def _last_sent(master: Master) -> dict[str, tuple[int, int]]:
    """The last month of each unit that was merged, by 批次记录."""
    last: dict[str, tuple[int, int]] = {}
    for line in master.ledger_rows(BATCHES):
        unit, year, month = (typed(line.get(header)) for header in ("报送单位", "年度", "月份"))
        if year.isdecimal() and month.isdecimal():
            last[unit] = max(last.get(unit, (0, 0)), (int(year), int(month)))
    return last


def _work(master: Master, year: int, as_of: date) -> dict[str, Work]:
    work = {unit.short: Work() for unit in notice().unit}
    for entry in master.entries("activities"):
        held_on = entry.values.get("held_on")
        if entry.unit in work and held_on and held_on.year == year and held_on <= as_of:
            work[entry.unit] += Work(
                activities=1, service_month=bool(entry.values.get("service_month")),
                attendees=entry.values.get("attendees") or 0,
            )  # fmt: skip
    for entry in master.entries("outcomes"):
        formed_on = entry.values.get("formed_on")
        if entry.unit in work and (formed_on is None or formed_on <= as_of):
            work[entry.unit] += Work(
                outcomes=1, formed=formed_on is not None and formed_on.year == year,
                replicable=bool(entry.values.get("replicable")), publishable=bool(entry.values.get("publishable")),
            )  # fmt: skip
    return work


def _exchanges(master: Master, year: int, as_of: date, settings: Settings) -> list[Exchange]:
    """The city's visits and exchanges of a year by a date; one whose date cannot be read is not left out."""
    found = []
    for line in master.ledger_rows(EXCHANGES):
        day = typed_day_or_none(line.get("日期"), as_of, settings)
        if day is None or (day.year == year and day <= as_of):
            kind, unit, whom, content, solved = (typed(line.get(header)) for header in EXCHANGES.headers[1:])
            found.append(Exchange(day, kind, unit, whom, content, solved))
    return sorted(found, key=lambda exchange: exchange.day or as_of)


def by_category(pilots: Iterable[Entry]) -> Mapping[Category, int]:
    """Pilots by category, every category listed."""
    counts = Counter(pilot.values.get("category") for pilot in pilots)
    return {category: counts[category] for category in Category}


def by_industry(pilots: Iterable[Entry]) -> Mapping[str, int]:
    """Pilots by leading industry, every one of the notice listed, and what is none of them."""
    counts = Counter(leading_industry(pilot) for pilot in pilots)
    return {name: counts[name] for name in (*(industry.name for industry in notice().industries()), OTHER_INDUSTRY)}


def by_group(pilots: Iterable[Entry]) -> Mapping[str, int]:
    """Pilots by the group of their leading industry as 一 lists them, and what is in none."""
    group_of = {value.name: group.name for group in notice().industry_group for value in group.values}
    counts = Counter(group_of.get(leading_industry(pilot), OTHER_INDUSTRY) for pilot in pilots)
    return {name: counts[name] for name in (*(group.name for group in notice().industry_group), OTHER_INDUSTRY)}


def leading_industry(pilot: Entry) -> str:
    """The first industry named, as the notice names it."""
    named = str((pilot.values.get("industries") or ("",))[0]).split("（")[0]
    return named if named in {industry.name for industry in notice().industries()} else OTHER_INDUSTRY
