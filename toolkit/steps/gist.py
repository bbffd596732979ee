"""What a check found, in one line for people."""

from collections import Counter

from toolkit.checks.annual_report import AnnualReports
from toolkit.checks.quota import QuotaReport

MOST_NAMED = 8
"""Units named in a line; early in a year nearly all of them are below."""


def told_quota(report: QuotaReport) -> str:
    """The year's quota in one line."""
    over = [f"{unit.unit.short} {unit.determined}" for unit in report.units if unit.status == "over"]
    under = [f"{unit.unit.short} {unit.determined}" for unit in report.units if unit.status == "under"]
    named = "、".join(under) if len(under) <= MOST_NAMED else f"{len(under)} 个单位"
    total = sum(unit.determined for unit in report.units)
    return f"名额：全市确定 {total} 家；超出的有 {'、'.join(over) or '无'}；不足的有 {named or '无'}"


def told_reports(reports: AnnualReports) -> str:
    """The annual reports in one line."""
    counts = Counter(str(status.status) for status in reports.pilots)
    return f"年报（截至 {reports.as_of}）：" + "，".join(f"{status} {count}" for status, count in counts.items())
