"""pilot quota: how many pilots each unit has determined this year."""

from datetime import date
from pathlib import Path

import click

from toolkit.checks.quota import QuotaReport
from toolkit.cli import options, show
from toolkit.policy import Category
from toolkit.steps.judge import judge_quota
from toolkit.steps.words import STATUS_WORDS

NUMBERS = ("园区", "站", "点", "已确定", "预计")
TABLED = ("QUOTA-01", "QUOTA-02", "QUOTA-03")


@click.command("quota", options_metavar="[选项]", help="各单位本年确定家数与名额（四（二）：原则上 6—8 家，全国试点地区 8—10 家）。")
@options.master
@options.year
@options.as_of
@options.strict
@options.as_json
def command(master: Path, year: int | None, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Count and print."""
    report = judge_quota(master, as_of, options.settings_here(), year)
    if as_json:
        show.print_json(report.to_json())
    else:
        _print(report)
    return show.exit_code(report.findings, strict=strict)


def _print(report: QuotaReport) -> None:
    show.say(f"{report.year}年名额监测，截至 {report.as_of}")
    rows = [
        (
            unit.unit.short, "是" if unit.national else "",
            f"{unit.limits.least}—{unit.limits.most}" if unit.limits else "未规定",
            *(unit.by_category[category] for category in Category), unit.determined, unit.expected, STATUS_WORDS[unit.status],
        )
        for unit in report.units
    ]  # fmt: skip
    show.table(("单位", "全国试点", "名额", *NUMBERS, "状态"), rows, numbers=NUMBERS)
    total = sum(unit.determined for unit in report.units)
    show.say(f"全市合计 {total} 家。")
    show.findings(report.findings, tabled=TABLED)
