"""The figures as letters word them; what they are, `checks.figures` says once for everybody."""

from collections.abc import Mapping

from toolkit.checks.annual_report import Status
from toolkit.checks.figures import Figures, UnitFigures
from toolkit.checks.quota import STATUS_WORDS
from toolkit.policy import Category

"""Category → what its column is called in templates, where a name has no brackets."""


def counted(counts: Mapping[Category, int]) -> str:
    """试点园区1家、试点单位（站）2家; every category, also with none, so that figures can be compared."""
    return "、".join(f"试点{category}{count}家" for category, count in counts.items())


def report_words(figures: Figures) -> str:
    """按期3家、未报1家; statuses that nobody has are left out."""
    return "、".join(f"{status}{figures.report_counts[status]}家" for status in Status if figures.report_counts[status])


def quota_rows(figures: Figures) -> list[dict[str, str]]:
    """A row a unit: what it determined in the year, against the stated range, and who is on the list."""
    return [_quota_row(unit) for unit in figures.units]


def _quota_row(unit: UnitFigures) -> dict[str, str]:
    quota = unit.quota
    limits = quota.limits if quota else None
    return {
        "单位": unit.unit.short,
        "范围": f"{limits.least}—{limits.most}" if limits else "—",
        **{category.word: str(quota.by_category[category]) if quota else "—" for category in Category},
        "已确定": str(quota.determined) if quota else "—",
        "在办": str(quota.pending) if quota else "—",
        "情形": STATUS_WORDS[quota.status] if quota else "—",
        "现有": str(unit.present),
    }
