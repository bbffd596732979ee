"""监测: the three checks as the master's sheets show them."""

from collections.abc import Sequence
from datetime import date

from toolkit.checks.annual_report import AnnualReports
from toolkit.checks.figures import take_figures
from toolkit.checks.quota import STATUS_WORDS, QuotaReport
from toolkit.checks.standing import ExitCase, next_step
from toolkit.master.cells import watch_cells
from toolkit.master.ledgers import QUOTA_WATCH, REPORT_WATCH, TRACKING_WATCH
from toolkit.master.state import Master
from toolkit.policy import Category, Settings
from toolkit.sheets.edit import SetCell
from toolkit.steps.overview import overview_sheet


def watch_sheets(master: Master, as_of: date, settings: Settings) -> list[SetCell]:
    """The cell changes that bring 总览, 名额监测, 年报监测 and 跟踪监测 to a date."""
    figures = take_figures(master, as_of, settings)
    return [
        *overview_sheet(figures),
        *watch_cells(master, QUOTA_WATCH, quota_lines(figures.quota), as_of),
        *watch_cells(master, REPORT_WATCH, report_lines(figures.reports), as_of),
        *watch_cells(master, TRACKING_WATCH, tracking_lines(figures.standing.cases), as_of),
    ]


def quota_lines(report: QuotaReport) -> list[tuple[object, ...]]:
    """名额监测, one line a unit."""
    words = {str(finding.words.get("unit")): finding.message for finding in report.findings if "least" in finding.words}
    return [
        QUOTA_WATCH.line(
            **{"报送单位": unit.unit.short, "国家试点地区": "是" if unit.national else None,
               "下限": unit.limits.least if unit.limits else None, "上限": unit.limits.most if unit.limits else None,
               **{str(category): unit.by_category[category] for category in Category},
               "已确定": unit.determined, "预计": unit.expected, "状态": STATUS_WORDS[unit.status],
               "说明": words.get(unit.unit.short)}
        )
        for unit in report.units
    ]  # fmt: skip


def report_lines(reports: AnnualReports) -> list[tuple[object, ...]]:
    """年报监测, one line a pilot."""
    return [
        REPORT_WATCH.line(
            试点编号=status.pilot.texts.get("pilot_id"), 名称=status.name, 类别=status.pilot.texts.get("category"),
            报送单位=status.pilot.unit, 区局收到=status.district_received, 市局收到=status.city_received,
            状态=str(status.status), 逾期天数=status.days_late or None,
        )
        for status in reports.pilots
    ]  # fmt: skip


def tracking_lines(cases: Sequence[ExitCase]) -> list[tuple[object, ...]]:
    """跟踪监测, one line a pilot whose latest evaluation proposes an exit."""
    lines = []
    for case in cases:
        values = case.tracking.values if case.tracking else {}
        texts = case.tracking.texts if case.tracking else {}
        lines.append(
            TRACKING_WATCH.line(
                试点编号=case.pilot.texts.get("pilot_id"), 名称=case.pilot.describe(), 报送单位=case.pilot.unit,
                最近跟踪=values.get("tracked_on"), 状态=case.pilot.texts.get("state"), 评估意见=texts.get("verdict"),
                不符合条目=texts.get("unmet"), 下一步=next_step(case),
            )
        )  # fmt: skip
    return lines
