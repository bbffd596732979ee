"""审定、名额、年报、跟踪: the checks of a master file; they never write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.checks.annual_report import AnnualReports, check_reports, year_in_question
from toolkit.checks.duplicates import find_duplicates
from toolkit.checks.listed import unreadable
from toolkit.checks.quota import QuotaReport, check_quota
from toolkit.checks.review import Reviews, check_reviews
from toolkit.checks.standing import Standing, check_standing
from toolkit.checks.waivers import read_waivers
from toolkit.findings import Finding
from toolkit.master.plan import FileResult
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings
from toolkit.steps.merge import plan_files
from toolkit.steps.sources import workbooks_in


def judge_quota(master: Path, as_of: date, settings: Settings, year: int | None = None) -> QuotaReport:
    """How many pilots each unit has determined in a year (the as-of date's unless given).

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    report = check_quota(known, year or as_of.year, as_of, settings)
    report.findings = told(known, report.findings, as_of, settings, "pilots", "applications", "reviews")
    return report


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A year's figures as they are, and as they would be with files merged; nothing is written."""

    before: QuotaReport
    after: QuotaReport
    files: Sequence[FileResult]

    @property
    def findings(self) -> Sequence[Finding]:
        """What is to be said of the year as it would be."""
        return self.after.findings

    def to_json(self) -> dict[str, object]:
        """The shape of the quota as it would be, with what it is now and what became of each file."""
        return {
            **self.after.to_json(),
            "with": [
                {"file": f.submission.file, "unit": f.unit or None, "action": f.action, "rows": f.tally.to_json()}
                for f in self.files
            ],
            "before": [
                {key: unit.to_json()[key] for key in ("unit", "determined", "expected", "status")} for unit in self.before.units
            ],
        }  # fmt: skip


def judge_quota_with(
    files: Iterable[Path], master: Path, as_of: date, settings: Settings, year: int | None = None
) -> WhatIf:
    """What a year's figures would be if these files were merged.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = _read(master, as_of, settings)
    before = check_quota(known, year or as_of.year, as_of, settings)
    plan = plan_files(workbooks_in(files, master), known, as_of, settings)
    after = check_quota(plan.master, year or as_of.year, as_of, settings)
    after.findings = told(plan.master, after.findings, as_of, settings, "pilots", "applications", "reviews")
    after.findings += [finding for file in plan.files if file.action == "refused" for finding in file.all_findings]
    return WhatIf(before, after, plan.files)


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
    reviews = check_reviews(known, year or as_of.year, as_of, settings)
    reviews.findings += [duplicate.told(known) for duplicate in find_duplicates(known)]
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
