"""pilot intake: workbooks out of mails, archives and folders."""

from collections import Counter
from datetime import date
from pathlib import Path, PurePath

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.findings import Severity
from toolkit.steps.intake import TAKEN, Intake, Item, intake

ACTION = {"taken": "已取出", "duplicate": "重复", "skipped": "略过", "refused": "未收"}
TAKEN_FOLDER = "来件"
"""Where workbooks stand in a workspace's 输出."""


@click.command(
    "intake", options_metavar="[选项]",
    help="从邮件（.eml、.msg 等）、压缩包和文件夹里取出工作簿，逐个说明是哪个单位、哪个月的；取不出的说明原因和办法。来件不改动。",
)  # fmt: skip
@click.argument("paths", nargs=-1, type=options.existing, metavar="[邮件、压缩包或文件夹…]", callback=options.paths_or_inbox)
@click.option("-o", "--output", type=options.any_path, metavar="文件夹", help="取出的工作簿放到哪个文件夹；在工作区里可以不写")
@options.as_of
@options.strict
@options.as_json
def command(paths: tuple[Path, ...], output: Path | None, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Take out and print."""
    folder = output or options.workspace_or("放到哪个文件夹（-o）").output / TAKEN_FOLDER
    result = intake(paths, folder, as_of, options.settings_here())
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result, folder)
    if not any(item.action == TAKEN for item in result.items):
        return COULD_NOT
    return show.exit_code(result.findings, strict=strict)


def _print(result: Intake, folder: Path) -> None:
    if not result.items:
        click.echo("没有找到来件。请给出邮件、压缩包、工作簿或其所在的文件夹。", err=True)
        return
    listed = [item for item in result.items if item.action == TAKEN]
    if listed:
        show.table(
            ("单位", "月份", "收到", "文件"),
            [(item.unit or "不明", item.told_month or "不明", item.received, item.file and item.file.name) for item in listed],
            folds=("文件",),
        )  # fmt: skip
    for item in result.items:
        _print_remarks(item)
    counts = Counter(item.action for item in result.items)
    told = "，".join(f"{ACTION[action]} {counts[action]} 个" for action in ACTION if counts[action])
    show.say(f"{told}；工作簿在 {folder}。" if result.workbooks else f"{told}。")


def _print_remarks(item: Item) -> None:
    """What is to be said of an item, under its name."""
    if any(finding.severity is not Severity.I for finding in item.findings) or item.action != TAKEN:
        where = "" if item.source.endswith(item.name) else f"（{PurePath(item.source).name}）"
        show.say(f"■ {ACTION[item.action]}：{item.name}{where}")
        show.findings(item.findings)
