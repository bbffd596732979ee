"""pilot status: all of it on one screen."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.checks.annual_report import Status as ReportStatus
from toolkit.checks.figures import Figures, UnitFigures
from toolkit.cli import options, show
from toolkit.steps.status import Status, show_status, write_status

NUMBERS = ("确定", "预计", "现有", "年报", "走访", "申请", "待补", "待复")
HAVE = "确定与名额"
_BAR = 10


@click.command("status", options_metavar="[选项]", help="总况一屏：名额、年报、跟踪、培育、活动、待办。--write 把“总览”和三张监测表更新到截至日期。")
@options.master
@click.option("--write", is_flag=True, help="同时更新总台账的“总览”和监测表")
@options.year
@options.as_of
@options.strict
@options.as_json
def command(master: Path, year: int | None, as_of: date, *, write: bool, strict: bool, as_json: bool) -> int:
    """Show, and write where asked to."""
    if write and year:
        raise click.UsageError("--write 按截至日期所在的年度更新，不能同时指定 --year。请去掉其中一个，或用 --as-of 指定日期。")
    settings = options.settings_here()
    status = write_status(master, as_of, settings) if write else show_status(master, as_of, settings, year)
    if as_json:
        show.print_json(status.to_json())
    else:
        _print(status)
        if write:
            show.say(f"已更新 {master} 的“总览”和监测表。" if status.written else f"{master} 已是截至该日的数字，未改动。")
    return show.exit_code(status.findings, strict=strict)


def _print(status: Status) -> None:
    figures = status.figures
    show.say(f"商业秘密保护创新试点总况，截至 {figures.as_of}")
    show.lines(gist(figures))
    rows = [_row(unit) for unit in figures.units if unit.quota or unit.present]
    show.table(("单位", "名额", HAVE, *NUMBERS), rows, folds=(HAVE,), numbers=NUMBERS)
    codes = {finding.code for finding in status.findings}
    show.findings(status.findings, tabled=codes, few=1, where="逐项见各监测命令")


def gist(figures: Figures) -> Iterator[tuple[str, str]]:
    """The city's figures, a line a subject; clauses stand apart by spaces, so that lines break between them."""
    funnel, work, feedback = figures.funnel, figures.work, figures.feedback
    least, most = figures.limits
    counts = [f"{status}{figures.report_counts[status]}" for status in ReportStatus if figures.report_counts[status]]
    subjects: dict[str, tuple[str, ...]] = {
        "名额": (f"{figures.year}年确定{figures.determined}家（全市{least}—{most}）", f"预计{figures.expected}家"),
        "试点": (f"现有市级{len(figures.present)}家", f"本年退出{len(figures.exited)}家", f"拟退出{len(figures.standing.cases)}家"),
        "年报": (f"{figures.reports.year}年度应报{figures.reports_due}家", f"两局都收到{figures.reports_received}家", *counts),
        "培育": (f"走访{funnel.visited}家{funnel.visits}次", f"培育对象{funnel.targets}", f"申请{funnel.applied}",
                f"撤回{funnel.withdrawn}", f"确定{funnel.determined}"),
        "宣传": (f"活动{work.activities}场", f"服务月{work.service_month}场", f"参加{work.attendees}人次"),
        "成果": (f"共{work.outcomes}项", f"本年形成{work.formed}", f"可复制推广{work.replicable}", f"同意公开{work.publishable}"),
        "问题建议": (f"本年{len(feedback.raised)}条", f"已答复{len(feedback.answered)}", f"未答复{len(feedback.open)}",
                  f"其中超期{len(feedback.overdue)}"),
        "市局": (f"调研交流{len(figures.exchanges)}次", f"待补正{figures.held}行", f"待裁定{figures.unruled}项"),
    }  # fmt: skip
    return ((subject, "  ".join(clauses)) for subject, clauses in subjects.items())


def _row(unit: UnitFigures) -> tuple[object, ...]:
    quota, reports = unit.quota, unit.reports
    limits = quota.limits if quota else None
    received = reports.get(ReportStatus.ON_TIME, 0) + reports.get(ReportStatus.LATE, 0)
    due = sum(reports.values()) - reports.get(ReportStatus.EXEMPT, 0)
    return (
        unit.unit.short, f"{limits.least}—{limits.most}" if limits else "—", quota_bar(unit), unit.funnel.determined,
        quota.expected if quota else "", unit.present, f"{received}/{due}", unit.funnel.visited, unit.funnel.applied,
        unit.held or "", unit.feedback_open or "",
    )  # fmt: skip


def quota_bar(unit: UnitFigures) -> str:
    """Determined against the least and the most: █ a pilot, · what is wanting to the least, | the most, + beyond it."""
    limits = unit.quota.limits if unit.quota else None
    if limits is None:
        return ""
    done = unit.funnel.determined
    inside = "█" * min(done, limits.most) + "·" * max(limits.least - done, 0)
    return f"{inside:<{limits.most}}|" + "+" * min(done - limits.most, _BAR - limits.least)
