"""pilot reports: which annual reports are in, at both bureaus."""

from collections import Counter
from datetime import date
from pathlib import Path

import click

from toolkit.checks.annual_report import RECEIVED, AnnualReports, ReportStatus
from toolkit.cli import options, show
from toolkit.policy import Category
from toolkit.steps.judge import judge_reports

TABLED = ("REPORT-02", "REPORT-03", "REPORT-05")


@click.command("reports", options_metavar="[选项]", help="年度情况报送监测（四（三）：每年12月底前报送市、区两局）。1—3 月默认看上一年度。")
@options.master
@options.year
@options.as_of
@options.strict
@options.as_json
def command(master: Path, year: int | None, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Judge and print."""
    return show.given(judge_reports(master, as_of, options.settings_here(), year), _print, strict=strict, as_json=as_json)


def _print(reports: AnnualReports) -> None:
    show.say(f"{reports.year}年度情况报送，截止 {reports.deadline}，截至 {reports.as_of}")
    rows = [
        (
            status.pilot.unit, _described(status), Category(status.pilot.values["category"]).word, status.district_received or "—",
            status.city_received or "—", status.status, status.days_late or "",
        )
        for status in reports.pilots
    ]  # fmt: skip
    show.table(("单位", "名称", "类别", "区局收到", "市局收到", "状态", "逾期"), rows, folds=("名称",), numbers=("逾期",))
    counts = reports.to_json()["summary"]
    assert isinstance(counts, dict)  # noqa: S101 - the shape is ours
    show.say("，".join(f"{status} {count}" for status, count in counts.items() if count) or "没有应报送的试点")
    waiting = Counter(status.pilot.unit for status in reports.pilots if status.is_open)
    received = sum(status.status in RECEIVED for status in reports.pilots)
    left = f"距截止 {reports.days_left} 天" if reports.days_left >= 0 else f"已过截止 {-reports.days_left} 天"
    said = [("已报齐", f"{received} 家（两局都收到），{left}"), ("应催", f"{waiting.total()} 家")]
    show.lines([*said, ("", "  ".join(f"{unit}{count}" for unit, count in waiting.items()))] if waiting else said)
    show.findings(reports.findings, tabled=TABLED)


def _described(status: ReportStatus) -> str:
    number = status.pilot.texts.get("pilot_id")
    return f"{status.name} {number}" if number else status.name
