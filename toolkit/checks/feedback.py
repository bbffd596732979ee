"""四（四）: what districts asked or proposed, what the city has answered, and what waits too long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import checks
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings

_DEALT_WITH = frozenset({"已答复", "办结"})
_WAITS = "待答复"


@dataclass(slots=True)
class FeedbackReport:
    """What was raised by a date: in the year, and all that is still open; `overdue` waits longer than is set."""

    raised: Sequence[Entry]
    answered: Sequence[Entry]
    open: Sequence[Entry]
    overdue: Sequence[Entry]
    findings: list[Finding] = field(default_factory=list)


def is_answered(entry: Entry, as_of: date) -> bool:
    """Whether the city has answered by a date: the reply's day says it, or else what 办理状态 and 答复内容 say."""
    values = entry.values
    if values.get("answered_on"):
        return bool(values["answered_on"] <= as_of)
    return values.get("handling") in _DEALT_WITH or (bool(values.get("answer")) and values.get("handling") != _WAITS)


def waiting_days(entry: Entry, as_of: date) -> int:
    """Since when it waits, in days; 0 where nobody can say."""
    raised_on = entry.values.get("raised_on")
    return (as_of - raised_on).days if raised_on else 0


def check_feedback(master: Master, year: int, as_of: date, settings: Settings) -> FeedbackReport:
    """Sort what was raised by a date; whatever waits longer than `feedback_days` is told."""
    known = [entry for entry in master.entries("feedback") if (entry.values.get("raised_on") or as_of) <= as_of]
    raised = [entry for entry in known if entry.values.get("raised_on") and entry.values["raised_on"].year == year]
    waiting = sorted(
        (entry for entry in known if not is_answered(entry, as_of)), key=lambda entry: -waiting_days(entry, as_of)
    )
    overdue = [entry for entry in waiting if waiting_days(entry, as_of) > settings.feedback_days]
    report = FeedbackReport(raised, [entry for entry in raised if is_answered(entry, as_of)], waiting, overdue)
    report.findings += [_told(master, entry, as_of, settings) for entry in overdue]
    return report


def _told(master: Master, entry: Entry, as_of: date, settings: Settings) -> Finding:
    words = {
        "unit": entry.unit, "content": str(entry.values.get("content") or "")[:40], "raised_on": entry.values["raised_on"],
        "days": waiting_days(entry, as_of), "most": settings.feedback_days,
    }  # fmt: skip
    return Finding(checks.FEEDBACK_WAITS, Place(master.name, entry.form.sheet, row=entry.row), None, words, entry.names)
