"""pilot history: all that is known of one entity."""

from datetime import date
from itertools import groupby
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.steps.history import RecordHistory, history


@click.command("history", options_metavar="[选项]", help="查一家单位的全部来源：每个值何时、从哪个文件哪一格来，原来是什么。")
@click.argument("master", metavar="[总台账]")
@click.argument("query", required=False, metavar="名称、代码或试点编号")
@options.as_of
@options.as_json
def command(master: str, query: str | None, as_of: date, *, as_json: bool) -> int:
    """Look up and print."""
    if query is None:
        query, path = master, options.workspace_or("总台账，再给出名称、代码或试点编号").master
    else:
        path = options.existing_file.convert(master, None, None)
    records = history(Path(path), query, as_of, options.settings_here())
    if as_json:
        show.print_json({"records": [record.to_json() for record in records]})
    elif records:
        for record in records:
            _print(record)
    if not records and not as_json:
        click.echo(f"总台账中没有“{query}”。请给出完整名称、18 位代码或试点编号。", err=True)
    return 0 if records else COULD_NOT


def _print(record: RecordHistory) -> None:
    show.say(f"■ {record.form.sheet}：{record.entry.describe()}（{record.entry.unit}）")
    for (when, file, reason), events in groupby(record.events, lambda event: (event.when, event.file, event.reason)):
        show.say(f"  {when or '（时间不详）'} {reason} {file or ''}")
        rows = [(event.header, event.old, event.new, event.cell) for event in events]
        show.table(("列", "原值", "新值", "单元格"), rows, folds=("原值", "新值"))
