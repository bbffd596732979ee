"""pilot monthly: the whole month in a workspace."""

import os
import sys
from datetime import date

import click

from toolkit.cli import options, show
from toolkit.cli.commands.intake import ACTION as ARRIVED
from toolkit.cli.commands.merge import NUMBERS as ROWS
from toolkit.cli.commands.merge import PLANNED
from toolkit.cli.failure import COULD_NOT
from toolkit.policy.workspace import Workspace
from toolkit.steps.monthly.page import HEADERS, NUMBERS, PAGE_NAME, Page
from toolkit.steps.monthly.run import MonthPlan, MonthResult, do_month, plan_month


@click.command(
    "monthly", options_metavar="[选项]",
    help="在工作区里办完一个月：收件、校验、合并、标注退回、补正通知、通报、回执、待发邮件、归档，最后列出谁报了、谁没报、什么要人处理。"
    "中断了再运行一次就接着做；没有新来件时什么也不改。",
)  # fmt: skip
@click.option("--month", type=options.MonthType(), metavar="年-月", help="哪个月，默认取多数封面所填")
@click.option("--plan", "plan_only", is_flag=True, help="只显示将要怎么做，不写入")
@options.as_of
@options.strict
@options.as_json
def command(month: tuple[int, int] | None, as_of: date, *, plan_only: bool, strict: bool, as_json: bool) -> int:
    """Do the month and print its last page."""
    place = options.workspace_here()
    if place is None:
        raise click.UsageError("这里不是工作区。请先用 pilot init 建立，再在里面运行。")
    settings = options.settings_here()
    if plan_only:
        plan = plan_month(place, as_of, settings, month)
        show.print_json(_plan_json(plan)) if as_json else _print_plan(plan, place)
        return show.exit_code([*plan.received.findings, *plan.merge.findings], strict=strict)
    result = do_month(place, as_of, settings, month, _progress)
    if as_json:
        show.print_json({**result.page.to_json(), "runs": list(result.runs)})
    else:
        _print(result)
    return COULD_NOT if result.nothing_taken else show.exit_code(result.findings, strict=strict)


def _progress(told: str) -> None:
    if sys.stderr.isatty():
        click.echo(told, err=True)


def _print(result: MonthResult) -> None:
    page = result.page
    if not result.runs:
        show.say("没有新的来件，什么也没有改动。")
    show.say(f"{page.month} 报送情况，截至 {page.as_of}：{page.summary}。")
    show.table(HEADERS, [line.cells for line in page.lines], folds=("单位",), numbers=NUMBERS)
    _print_needs(page)
    for told in page.standing:
        show.say(told)
    if page.output.is_dir():
        show.say(f"标注文件、通知、回执、待发邮件在 {page.output}，本页存为 {PAGE_NAME}。")


def _print_needs(page: Page) -> None:
    if page.needs:
        show.say(f"需要人处理 {len(page.needs)} 项：")
        show.lines((f"{number}.", need) for number, need in enumerate(page.needs, start=1))
    else:
        show.say("没有需要人处理的事项。")


def _print_plan(plan: MonthPlan, place: Workspace) -> None:
    for unfinished in plan.unfinished:
        show.say(f"将先做完上次中断的 {unfinished}。")
    show.say(f"将办理 {plan.month[0]}年{plan.month[1]}月：")
    show.table(
        ("来件", "处理", "单位", "月份", "说明"),
        [(item.name, ARRIVED[item.action], item.unit or "不明", item.told_month, _bare(item.why, place)) for item in plan.received.items],
        folds=("来件", "说明"),
    )  # fmt: skip
    files = plan.merge.plan.files
    units = {item.sha256: item.unit for item in plan.received.items}
    if files:
        show.table(
            ("单位", "处理", *ROWS),
            [(f.unit or units.get(f.submission.sha256) or "不明", PLANNED[f.action], *f.tally.to_json().values()) for f in files],
            folds=("单位",), numbers=ROWS,
        )  # fmt: skip
    show.say(f"将写入 {place.output.name} 和 {place.archive.name}，来件移入 {place.archive.name}。以上为预演，未写入。")


def _bare(why: str, place: Workspace) -> str:
    """A reason that names mails as they lie in 收件箱."""
    return why.replace(f"{place.inbox}{os.sep}", "")


def _plan_json(plan: MonthPlan) -> dict[str, object]:
    return {
        "month": f"{plan.month[0]}-{plan.month[1]:02}", "unfinished": list(plan.unfinished), **plan.received.to_json(),
        "merge": plan.merge.to_json(),
    }  # fmt: skip
