"""审定、名额、年报、跟踪: the checks of a master file; they never write."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toolkit.checks.annual_report import AnnualReports, check_reports, year_in_question
from toolkit.checks.listed import unreadable
from toolkit.checks.quota import QuotaReport, check_quota
from toolkit.checks.review import Reviews, check_reviews
from toolkit.checks.standing import Standing, check_standing
from toolkit.checks.waivers import read_waivers
from toolkit.findings import Finding
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings


def judge_quota(master: Path, as_of: date, settings: Settings, year: int | None = None) -> QuotaReport:
    """How many pilots each unit has determined in a year (the as-of date's unless given).

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    report = check_quota(known, year or as_of.year, as_of, settings)
    report.findings = told(known, report.findings, as_of, settings, "pilots", "applications", "reviews")
    return report


def judge_reports(master: Path, as_of: date, settings: Settings, year: int | None = None) -> AnnualReports:
    """Whether each pilot's annual report has reached both bureaus.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    reports = check_reports(known, year or year_in_question(as_of), as_of, settings)
    reports.findings = told(known, reports.findings, as_of, settings, "pilots", "annual_reports", "tracking")
    return reports


def judge_standing(master: Path, as_of: date, settings: Settings) -> Standing:
    """Where each pilot stands: last tracked, what may be a ground against it, the next lawful step.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    standing = check_standing(known, as_of, settings)
    standing.findings = told(known, standing.findings, as_of, settings, "pilots", "tracking", "annual_reports")
    return standing


def judge_reviews(master: Path, as_of: date, settings: Settings, year: int | None = None) -> Reviews:
    """Who is ready to be determined in a year (the as-of date's unless given), and who lacks what.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    reviews = check_reviews(known, year or as_of.year, as_of)
    reviews.findings = told(known, reviews.findings, as_of, settings, "cultivation", "applications", "reviews", "pilots")
    return reviews


def told(
    master: Master, findings: Sequence[Finding], as_of: date, settings: Settings, *form_ids: str
) -> list[Finding]:
    """What a check says as people see it: some of it waived; and what could not be read in the sheets it counts on."""
    waivers = read_waivers(master, as_of, settings)
    return [*waivers.among(findings), *unreadable(master, *form_ids), *waivers.findings]


def _read(master: Path, as_of: date, settings: Settings) -> Master:
    return open_master(read_stored(master), as_of, settings)
