"""pilot diff: two submissions or two masters, by record and field."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.diff import CHANGES, Difference, diff_files, summary


@click.command("diff", options_metavar="[选项]", help="比较两份报送表或两份总台账，逐条逐列列出不同。")
@click.argument("old", type=options.existing_file, metavar="旧文件")
@click.argument("new", type=options.existing_file, metavar="新文件")
@options.as_of
@options.as_json
def command(old: Path, new: Path, as_of: date, *, as_json: bool) -> int:
    """Compare and print."""
    differences = diff_files(old, new, as_of, options.settings_here())
    if as_json:
        show.print_json({"records": [d.to_json() for d in differences], "summary": summary(differences)})
    else:
        _print(differences)
    return 0


def _print(differences: list[Difference]) -> None:
    rows = [line for difference in differences for line in _lines(difference)]
    if rows:
        show.table(("单位", "工作表", "记录", "变化", "列", "旧值", "新值"), rows, folds=("记录", "列", "旧值", "新值"))
    show.say("，".join(f"{CHANGES[change]} {count} 条" for change, count in summary(differences).items()) + "。")


def _lines(difference: Difference) -> list[tuple[object, ...]]:
    head = (difference.unit, difference.form.sheet, difference.record, CHANGES[difference.change])
    if difference.change != "changed":
        return [(*head, "（整行）", None, None)]
    return [(*head, difference.form.column(name).header, old, new) for name, old, new in difference.fields]
