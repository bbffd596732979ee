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
    for difference in differences:
        show.say(f"· {CHANGES[difference.change]}：{difference.unit} {difference.form.sheet} {difference.record}")
        for name, old, new in difference.fields if difference.change == "changed" else ():
            show.say(f"  {difference.form.column(name).header}：{old or '（空）'} → {new or '（空）'}")
    show.say("，".join(f"{CHANGES[change]} {count} 条" for change, count in summary(differences).items()) + "。")
