"""pilot undo: the state before the last merge."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.undo import undo_merge


@click.command("undo", options_metavar="[选项]", help="撤销最近一次合并；指定单位时只撤销该单位最近一次，其他单位的保留。合并后手工改过的内容保留并说明。")
@options.master
@click.option("--unit", type=options.UnitType(), metavar="单位", help="只撤销这个单位的")
@options.as_of
@options.strict
@options.as_json
def command(master: Path, unit: str | None, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Undo and print."""
    result = undo_merge(master, as_of, options.settings_here(), unit)
    if as_json:
        show.print_json(result.to_json())
    else:
        undoing = result.undoing
        show.findings(result.findings)
        show.say(f"已撤销 {'、'.join(undoing.units)} 的 {len(undoing.files)} 个文件：移出 {undoing.removed} 行，恢复 {undoing.restored} 行。")
    return show.exit_code(result.findings, strict=strict)
