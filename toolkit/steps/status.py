"""总况: all figures and all that the checks say, as of a date; on request written into 总览 and the 监测 sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.checks.duplicates import find_duplicates
from toolkit.checks.figures import Figures, UnitFigures, by_category, by_group, by_industry, take_figures
from toolkit.checks.review import Reviews, check_reviews
from toolkit.findings import Finding
from toolkit.master.state import Master
from toolkit.master.store import only_writer, open_master, read_stored, save
from toolkit.policy import Settings
from toolkit.records import FORMS
from toolkit.sheets.edit import edit
from toolkit.steps.judge import told
from toolkit.steps.overview import overview_faults
from toolkit.steps.watch import watch_sheets


@dataclass(frozen=True, slots=True)
class Status:
    """The whole picture; `written` tells whether the master's first sheets were brought to the date."""

    figures: Figures
    reviews: Reviews
    findings: list[Finding]
    written: bool = False

    def to_json(self) -> dict[str, object]:
        """As programs read it."""
        figures = self.figures
        return {
            "as_of": figures.as_of.isoformat(), "year": figures.year, "report_year": figures.reports.year,
            "written": self.written, "totals": _totals(figures), "units": [_unit(unit) for unit in figures.units],
            "years": [
                {"year": year, "determined": len(pilots), "by_category": _keyed(by_category(pilots)),
                 "by_group": _keyed(by_group(pilots))}
                for year, pilots in figures.by_year.items()
            ],
            "present": {"by_category": _keyed(by_category(figures.present)), "by_industry": _keyed(by_industry(figures.present))},
            "reports": _keyed(self.figures.report_counts), "reviews": self.reviews.to_json()["summary"],
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def _keyed(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(name): count for name, count in counts.items()}


def _totals(figures: Figures) -> dict[str, int]:
    funnel, work, feedback = figures.funnel, figures.work, figures.feedback
    least, most = figures.limits
    return {
        "present": len(figures.present), "determined": figures.determined, "expected": figures.expected, "least": least,
        "most": most, "exited": len(figures.exited), "exit_cases": len(figures.standing.cases),
        "reports_received": figures.reports_received, "reports_due": figures.reports_due,
        "visits": funnel.visits, "visited": funnel.visited, "targets": funnel.targets, "applied": funnel.applied,
        "withdrawn": funnel.withdrawn, "activities": work.activities, "attendees": work.attendees,
        "service_month": work.service_month, "outcomes": work.outcomes, "outcomes_formed": work.formed,
        "outcomes_publishable": work.publishable, "feedback_raised": len(feedback.raised),
        "feedback_answered": len(feedback.answered), "feedback_open": len(feedback.open),
        "feedback_overdue": len(feedback.overdue), "exchanges": len(figures.exchanges), "held": figures.held,
        "conflicts": figures.unruled,
    }  # fmt: skip


def _unit(unit: UnitFigures) -> dict[str, object]:
    quota = unit.quota
    return {
        "unit": unit.unit.short, "least": quota.limits.least if quota and quota.limits else None,
        "most": quota.limits.most if quota and quota.limits else None, "determined": unit.funnel.determined,
        "expected": quota.expected if quota else None, "present": unit.present, "reports": _keyed(unit.reports),
        "visited": unit.funnel.visited, "targets": unit.funnel.targets, "applied": unit.funnel.applied,
        "activities": unit.work.activities, "attendees": unit.work.attendees, "outcomes": unit.work.outcomes,
        "feedback_open": unit.feedback_open, "held": unit.held,
        "sent": f"{unit.sent[0]}-{unit.sent[1]:02}" if unit.sent else None,
    }  # fmt: skip


def show_status(master: Path, as_of: date, settings: Settings, year: int | None = None) -> Status:
    """The picture as of a date, of its year or of the year given; nothing is written.

    Raises:
        Unreadable: the master cannot be read.
    """
    return status_of(open_master(read_stored(master), as_of, settings), as_of, settings, year)


def write_status(master: Path, as_of: date, settings: Settings) -> Status:
    """The same, and 总览 and the 监测 sheets brought to the date; where they are already, no byte is written.

    Raises:
        Unreadable: the master cannot be read.
        NotWritten: it could not be written; the old one is untouched.
    """
    with only_writer(master):
        stored = read_stored(master)
        known = open_master(stored, as_of, settings)
        status = status_of(known, as_of, settings)
        cells = watch_sheets(known, as_of, settings)
        if edit(stored.data, cells) == stored.data:
            return status
        save(stored, cells, settings.backups)
    return Status(status.figures, status.reviews, status.findings, written=True)


def status_of(master: Master, as_of: date, settings: Settings, year: int | None = None) -> Status:
    """The picture of a master that was read."""
    figures = take_figures(master, as_of, settings, year)
    reviews = check_reviews(master, figures.year, as_of, settings)
    findings = [
        *figures.quota.findings, *figures.reports.findings, *reviews.findings, *figures.standing.findings,
        *figures.feedback.findings, *(duplicate.told(master) for duplicate in find_duplicates(master)),
    ]  # fmt: skip
    said = told(master, findings, as_of, settings, *(form.id for form in FORMS))
    return Status(figures, reviews, [*said, *overview_faults(master)])
