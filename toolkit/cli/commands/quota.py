"""pilot quota: how many pilots each unit has determined this year, and would have with files merged."""

from datetime import date
from pathlib import Path, PurePath

import click

from toolkit.checks.quota import STATUS_WORDS, QuotaReport, UnitQuota
from toolkit.cli import options, show
from toolkit.steps.judge import WhatIf, judge_quota, judge_quota_with

NUMBERS = ("园区", "站", "点", "已确定", "预计")
TABLED = ("QUOTA-01", "QUOTA-02", "QUOTA-03")


@click.command(
    "quota", cls=options.Several, options_metavar="[选项]",
    help="各单位本年确定家数与名额（四（二）：原则上 6—8 家，全国试点地区 8—10 家）。--with 试算：这些文件并入后会怎样，不写入。",
)  # fmt: skip
@options.master
@click.option("--with", "files", multiple=True, type=options.existing, metavar="文件…", help="试算：假如并入这些文件（可列几个）")
@options.year
@options.as_of
@options.strict
@options.as_json
def command(
    master: Path, files: tuple[Path, ...], year: int | None, as_of: date, *, strict: bool, as_json: bool
) -> int:
    """Count and print."""
    settings = options.settings_here()
    if files:
        return show.given(judge_quota_with(files, master, as_of, settings, year), _print_trial, strict=strict, as_json=as_json)
    return show.given(judge_quota(master, as_of, settings, year), _print, strict=strict, as_json=as_json)


def _print(report: QuotaReport) -> None:
    show.say(f"{report.year}年名额监测，截至 {report.as_of}")
    rows = [(*_head(unit), *unit.by_category.values(), unit.determined, unit.expected, STATUS_WORDS[unit.status]) for unit in report.units]
    show.table(("单位", "全国试点", "名额", *NUMBERS, "状态"), rows, numbers=NUMBERS)
    _print_total(report)
    show.findings(report.findings, tabled=TABLED)


def _print_trial(tried: WhatIf) -> None:
    report = tried.after
    show.say(f"{report.year}年名额试算，截至 {report.as_of}：假如并入 {len(tried.files)} 个文件（未写入）")
    for file in tried.files:
        held = f"，其中 {file.tally.held} 行有错或有冲突，未计入" if file.tally.held else ""
        what = "不能并入" if file.action == "refused" else f"{file.tally.read} 行{held}"
        show.say(f"· {PurePath(file.submission.file).name}（{file.unit or '单位不明'}）：{what}")
    rows = [
        (*_head(now), now.determined, then.determined, now.expected, then.expected, STATUS_WORDS[now.status], STATUS_WORDS[then.status])
        for now, then in zip(tried.before.units, report.units, strict=True)
        if now.to_json() != then.to_json()
    ]
    headers = ("单位", "全国试点", "名额", "现确定", "并入后", "现预计", "预计后", "现状态", "状态后")
    if rows:
        show.table(headers, rows, numbers=("现确定", "并入后", "现预计", "预计后"))
    else:
        show.say("各单位的确定数和预计数都不变。")
    _print_total(report)
    show.findings(report.findings, tabled=TABLED)


def _head(unit: UnitQuota) -> tuple[str, str, str]:
    limits = f"{unit.limits.least}—{unit.limits.most}" if unit.limits else "未规定"
    return unit.unit.short, "是" if unit.national else "", limits


def _print_total(report: QuotaReport) -> None:
    total, expected = (sum(getattr(unit, what) for unit in report.units) for what in ("determined", "expected"))
    held, limits = sum(unit.determined for unit in report.held), report.limits
    free = [f"{unit.unit.short}{unit.determined}家未规定名额，不在其内" for unit in report.units if unit.limits is None]
    show.lines([
        ("全市合计", f"{total} 家  预计 {expected} 家"),
        ("各区合计", "  ".join([f"{held} 家（各区名额合计 {limits.least}—{limits.most}）", *free])),
    ])  # fmt: skip
