"""监测: the three checks as the master's sheets show them."""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import date
from math import inf

from toolkit.checks.annual_report import AnnualReports
from toolkit.checks.figures import take_figures
from toolkit.checks.listed import named
from toolkit.checks.quota import STATUS_WORDS, QuotaReport
from toolkit.checks.standing import PilotStanding, Standing
from toolkit.master.cells import watch_cells
from toolkit.master.ledgers import QUOTA_WATCH, REPORT_WATCH, TRACKING_WATCH, Ledger
from toolkit.master.overview import TOTAL
from toolkit.master.state import Master
from toolkit.policy import Category, Settings
from toolkit.records.pilots import EXITED
from toolkit.sheets.edit import SetCell
from toolkit.steps.overview import overview_sheet

Line = tuple[object, ...]
"""The values of a line, in the order of its sheet's columns."""
_WHOSE = ("报送单位", "名称")
"""By what a line of a sheet of pilots is known again."""


def watch_sheets(master: Master, as_of: date, settings: Settings) -> list[SetCell]:
    """The cell changes that bring 总览, 名额监测, 年报监测 and 跟踪监测 to a date."""
    figures = take_figures(master, as_of, settings)
    reported = f"{as_of}（{figures.reports.year} 年度）"
    urgent, rest = tracking_lines(figures.standing)
    tracked = [line for lines in (urgent, rest) for line in _as_they_stand(master, TRACKING_WATCH, lines)]
    return [
        *overview_sheet(master, figures),
        *watch_cells(master, QUOTA_WATCH, quota_lines(figures.quota), f"{as_of}（{figures.year} 年）"),
        *watch_cells(master, REPORT_WATCH, _as_they_stand(master, REPORT_WATCH, report_lines(figures.reports)), reported),
        *watch_cells(master, TRACKING_WATCH, tracked, as_of),
    ]


def _as_they_stand(master: Master, ledger: Ledger, lines: Sequence[Line]) -> list[Line]:
    """Lines in the order their pilots stand in the sheet already, new ones last.

    However people sorted it, it stays so; what they wrote beside a line is still beside it; and only what differs is written.
    """
    stands: defaultdict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for number, values in master.ledgers[ledger.sheet].rows:
        stands[tuple(values.get(header) for header in _WHOSE)].append(number)
    whose = [ledger.headers.index(header) for header in _WHOSE]

    def row(line: Line) -> float:
        rows = stands.get(tuple(line[place] for place in whose))
        return rows.popleft() if rows else inf

    return sorted(lines, key=row)


def quota_lines(report: QuotaReport) -> list[Line]:
    """名额监测, one line a unit, and the city."""
    words = {str(finding.words.get("unit")): finding.message for finding in report.findings if "least" in finding.words}
    limits = report.limits
    total = QUOTA_WATCH.line(
        **{"报送单位": TOTAL, "下限": limits.least, "上限": limits.most,
           **{str(category): sum(unit.by_category[category] for unit in report.units) for category in Category},
           "已确定": sum(unit.determined for unit in report.units), "预计": sum(unit.expected for unit in report.units),
           "说明": f"有名额的各区合计 {sum(unit.determined for unit in report.held)} 家"}
    )  # fmt: skip
    lines = [
        QUOTA_WATCH.line(
            **{"报送单位": unit.unit.short, "国家试点地区": "是" if unit.national else None,
               "下限": unit.limits.least if unit.limits else None, "上限": unit.limits.most if unit.limits else None,
               **{str(category): unit.by_category[category] for category in Category},
               "已确定": unit.determined, "预计": unit.expected, "状态": STATUS_WORDS[unit.status],
               "说明": words.get(unit.unit.short)}
        )
        for unit in report.units
    ]  # fmt: skip
    return [*lines, total]


def report_lines(reports: AnnualReports) -> list[Line]:
    """年报监测, one line a pilot."""
    return [
        REPORT_WATCH.line(
            试点编号=status.pilot.texts.get("pilot_id"), 名称=status.name, 类别=status.pilot.texts.get("category"),
            报送单位=status.pilot.unit, 区局收到=status.district_received, 市局收到=status.city_received,
            状态=str(status.status), 逾期天数=status.days_late or None,
        )
        for status in reports.pilots
    ]  # fmt: skip


def tracking_lines(standing: Standing) -> tuple[list[Line], list[Line]]:
    """跟踪监测, one line a pilot that is present: those where something is to be done, which come first, and the rest."""
    present = [pilot for pilot in standing.pilots if pilot.pilot.values.get("state") != EXITED]
    urgent = [_tracking_line(pilot) for pilot in present if pilot.wants_action]
    return urgent, [_tracking_line(pilot) for pilot in present if not pilot.wants_action]


def _tracking_line(standing: PilotStanding) -> Line:
    texts, latest = standing.pilot.texts, standing.latest
    return TRACKING_WATCH.line(
        报送单位=standing.pilot.unit, 名称=named(standing.pilot), 试点编号=texts.get("pilot_id"),
        最近跟踪=standing.last_tracked, 跟踪单位=standing.tracked_by, 状态=texts.get("state"),
        评估意见=latest.texts.get("verdict") if latest else None, 不符合条目="、".join(standing.unmet) or None,
        整改期限=latest.values.get("rectify_by") if latest else None,
        可作退出事由的情况="；".join(str(ground) for ground in standing.grounds if ground.ripe) or None,
        下一步=standing.next_step, 最早可办=standing.earliest,
    )  # fmt: skip
