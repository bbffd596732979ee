"""四（三）: has each pilot's annual report reached both bureaus by 31 December?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from toolkit.checks.listed import answerable, determined_year, in_order, is_known, left_on, named
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings, notice
from toolkit.records import Key
from toolkit.records.pilots import EXITED


class Status(StrEnum):
    """What can be said of a report as of a date; never typed by anyone."""

    ON_TIME = "按期"
    LATE = "逾期"
    DISTRICT_ONLY = "只报区局"
    CITY_ONLY = "只报市局"
    MISSING = "未报"
    NOT_DUE = "未到期"
    EXEMPT = "免报"


RECEIVED = frozenset({Status.ON_TIME, Status.LATE})
"""Both bureaus have it."""
OUTSTANDING = frozenset({Status.DISTRICT_ONLY, Status.CITY_ONLY, Status.MISSING, Status.NOT_DUE})
"""Something is still to come."""


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """One pilot's report of one year."""

    pilot: Entry
    city_received: date | None
    district_received: date | None
    status: Status
    days_late: int

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        texts = self.pilot.texts
        return {
            "pilot_id": texts.get("pilot_id"), "name": self.name, "uscc": texts.get("uscc"),
            "category": texts.get("category"), "unit": self.pilot.unit,
            "city_received": self.city_received.isoformat() if self.city_received else None,
            "district_received": self.district_received.isoformat() if self.district_received else None,
            "status": str(self.status), "days_late": self.days_late,
        }  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether somebody is to be reminded of it."""
        return self.status in OUTSTANDING

    @property
    def name(self) -> str:
        """The pilot's name; a park goes by its own."""
        return named(self.pilot)


@dataclass(slots=True)
class AnnualReports:
    """All 市级 pilots' reports of a year, as of a date."""

    year: int
    as_of: date
    deadline: date
    pilots: list[ReportStatus]
    findings: list[Finding] = field(default_factory=list)

    @property
    def days_left(self) -> int:
        """Until the deadline, its own day included as 0; negative once it is over."""
        return (self.deadline - self.as_of).days

    def of(self, unit: str) -> tuple[list[ReportStatus], list[ReportStatus]]:
        """A unit's pilots: who is to be reminded, and who is done."""
        own = [status for status in self.pilots if status.pilot.unit == unit]
        return [s for s in own if s.is_open], [s for s in own if s.status in RECEIVED]

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        counts = Counter(str(pilot.status) for pilot in self.pilots)
        return {
            "year": self.year, "as_of": self.as_of.isoformat(), "deadline": self.deadline.isoformat(),
            "pilots": [pilot.to_json() for pilot in self.pilots],
            "summary": {str(status): counts.get(str(status), 0) for status in Status},
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def year_in_question(as_of: date) -> int:
    """The year whose reports matter on a day: last year's until the end of March, while late ones come in.

    Before the notice nobody was asked for any.
    """
    return max(as_of.year - 1 if as_of.month <= 3 else as_of.year, notice().first_year)


def judge_receipts(city: date | None, district: date | None, deadline: date, as_of: date) -> tuple[Status, int]:
    """The status of two receipts as of a date, and by how many days the later one was late.

    A report received after the as-of date does not exist yet; in time means both by the deadline, inclusive.
    """
    city = city if city and city <= as_of else None
    district = district if district and district <= as_of else None
    if city and district:
        late = max(city, district) - deadline
        return (Status.LATE, late.days) if late > timedelta(0) else (Status.ON_TIME, 0)
    if city or district:
        return (Status.CITY_ONLY if city else Status.DISTRICT_ONLY), max((as_of - deadline).days, 0)
    return (Status.MISSING, (as_of - deadline).days) if as_of > deadline else (Status.NOT_DUE, 0)


def check_reports(master: Master, year: int, as_of: date, settings: Settings) -> AnnualReports:
    """Judge the report of every 市级 pilot that was on the list in the year."""
    result = AnnualReports(year, as_of, notice().due_date(year), [])
    reports: dict[Key, list[Entry]] = {}
    for entry in master.entries("annual_reports"):
        if entry.values.get("report_year") == year and (key := entry.entity):
            reports.setdefault(key, []).append(entry)
    keeps_register = any(report.values.get("city_registered") for own in reports.values() for report in own)
    for pilot in in_order(_latest(master, year, as_of)):
        receipts = receipts_of(pilot, reports.get(pilot.entity or (), []), as_of)
        if status := _judge(master, pilot, receipts, result):
            result.pilots.append(status)
            result.findings += _told(status, receipts, result, settings)
            result.findings += _told_of_register(status, receipts) if keeps_register else []
    result.findings += _told_before(result, settings)
    return result


@dataclass(frozen=True, slots=True)
class Receipts:
    """When a report came in, by the city's own register and by what the units say, as of a date."""

    registered: date | None
    city: date | None
    district: date | None

    @property
    def at_city(self) -> date | None:
        """The city's own register goes before what a unit says of the city."""
        return self.registered or self.city


def receipts_of(pilot: Entry, reports: Sequence[Entry], as_of: date) -> Receipts:
    """What is known by the as-of date; of a pilot that moved, its present unit's word goes first."""
    ordered = sorted(reports, key=lambda report: report.unit != pilot.unit)

    def first(field: str) -> date | None:
        days = [report.values.get(field) for report in ordered]
        return next((day for day in days if day and day <= as_of), None)

    return Receipts(first("city_registered"), first("city_received"), first("district_received"))


def _latest(master: Master, year: int, as_of: date) -> list[Entry]:
    """One record for each 市级 pilot that was on the list in the year; of a re-entered one the later."""
    found: dict[tuple[str, Key], Entry] = {}
    for entry in answerable(master):
        key, determined = entry.entity or entry.named, determined_year(entry)
        if key and determined is not None and determined <= year and is_known(entry, as_of):
            before = found.get((entry.unit, key))
            if before is None or (determined_year(before) or 0) <= determined:
                found[entry.unit, key] = entry
    return list(found.values())


def _judge(master: Master, pilot: Entry, receipts: Receipts, result: AnnualReports) -> ReportStatus | None:
    """The pilot's status; None where it had left the list before the year began."""
    left = left_on(master, pilot)
    status, days = judge_receipts(receipts.at_city, receipts.district, result.deadline, result.as_of)
    if left and left.year < result.year:
        return None
    if (left and left <= min(result.deadline, result.as_of)) or (pilot.values.get("state") == EXITED and not left):
        status, days = Status.EXEMPT, 0
    return ReportStatus(pilot, receipts.at_city, receipts.district, status, days)


def _told_of_register(status: ReportStatus, receipts: Receipts) -> list[Finding]:
    """四（三）: what a district says the city has, and the city's own register does not know of."""
    if receipts.registered or not receipts.city:
        return []
    words = {"name": status.name, "told": receipts.city}
    return [Finding(checks.REPORT_NOT_REGISTERED, words=words, about=status.pilot.names)]


def _told_before(result: AnnualReports, settings: Settings) -> list[Finding]:
    """In the last days before the deadline: of each unit, whose report is still to come."""
    reached = [days for days in settings.report_reminder_days if 0 <= result.days_left <= days]
    told = []
    for unit in dict.fromkeys(status.pilot.unit for status in result.pilots) if reached else ():
        waiting, _ = result.of(unit)
        if waiting:
            words = {
                "unit": unit, "count": len(waiting), "year": result.year, "left": result.days_left, "stage": min(reached),
                "names": "、".join(status.name for status in waiting),
            }  # fmt: skip
            told.append(Finding(checks.REPORT_COMING_DUE, words=words, about=(unit,)))
    return told


def _told(status: ReportStatus, receipts: Receipts, result: AnnualReports, settings: Settings) -> list[Finding]:
    told: list[Finding] = []
    name = status.name
    if receipts.registered and receipts.city and receipts.registered != receipts.city:
        words = {"name": name, "registered": receipts.registered, "told": receipts.city}
        told.append(Finding(checks.REPORT_DATES_DIFFER, words=words, about=status.pilot.names))
    told += _told_early(status, receipts, result, settings)
    if status.status is Status.LATE:
        which = _which_late(status, result.deadline)
        words = {"name": name, "year": result.year, "days": status.days_late, "which": which}
        told.append(Finding(checks.REPORT_LATE, words=words, about=status.pilot.names))
    if status.status in OUTSTANDING and result.as_of > result.deadline:
        told.append(_outstanding(status, result, settings))
    return told


def _told_early(status: ReportStatus, receipts: Receipts, result: AnnualReports, settings: Settings) -> list[Finding]:
    """四（三）: a receipt of the year's first half, probably typed with last year's date, still counts and is told."""
    days = {"市局登记收到日期": receipts.registered, "市局收到日期": receipts.city, "区局收到日期": receipts.district}
    early = {which: day for which, day in days.items() if day and settings.looks_early(day, result.year)}
    words = {"name": status.name, "year": result.year, "month": settings.report_earliest_month}
    return [
        Finding(checks.REPORT_RECEIVED_EARLY, words={**words, "which": which, "told": day}, about=status.pilot.names)
        for which, day in early.items()
    ]


def _outstanding(status: ReportStatus, result: AnnualReports, settings: Settings) -> Finding:
    determined_on = status.pilot.values.get("determined_on")
    days = settings.new_pilot_grace_days
    if determined_on and (result.deadline - determined_on).days < days:
        words = {"name": status.name, "determined_on": determined_on, "days": days}
        return Finding(checks.REPORT_NEW_PILOT, words=words, about=status.pilot.names)
    words = {"name": status.name, "year": result.year, "status": status.status}
    return Finding(checks.REPORT_MISSING, words=words, about=status.pilot.names)


def _which_late(status: ReportStatus, deadline: date) -> str:
    late = [
        bureau
        for bureau, day in (("区局", status.district_received), ("市局", status.city_received))
        if day and day > deadline
    ]
    return "、".join(late)
