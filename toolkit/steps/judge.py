"""名额、年报: the checks of a master file; they never write."""

from datetime import date
from pathlib import Path

from toolkit.checks.annual_report import AnnualReports, check_reports, year_in_question
from toolkit.checks.listed import unreadable
from toolkit.checks.quota import QuotaReport, check_quota
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings


def judge_quota(master: Path, as_of: date, settings: Settings, year: int | None = None) -> QuotaReport:
    """How many pilots each unit has determined in a year (the as-of date's unless given).

    Raises:
        Unreadable: the master cannot be read.
    """
    known = open_master(read_stored(master), as_of, settings)
    report = check_quota(known, year or as_of.year, as_of, settings)
    report.findings += unreadable(known, "pilots", "applications", "reviews")
    return report


def judge_reports(master: Path, as_of: date, settings: Settings, year: int | None = None) -> AnnualReports:
    """Whether each pilot's annual report has reached both bureaus.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = open_master(read_stored(master), as_of, settings)
    reports = check_reports(known, year or year_in_question(as_of), as_of, settings)
    reports.findings += unreadable(known, "pilots", "annual_reports", "tracking")
    return reports
