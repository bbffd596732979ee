"""pilot blank: a blank district workbook."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.policy import notice
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.files import write_atomically
from toolkit.steps.blank import blank_for


@click.command(
    "blank", options_metavar="[选项]",
    help="生成空白报送表；指定单位和年度时一并填入封面，再给总台账时把本单位现有市级试点填入试点名单和年度情况报送。",
)  # fmt: skip
@click.option("--unit", type=options.UnitType(), metavar="单位", help="填入报送单位")
@options.year
@click.option("--master", type=options.existing_file, metavar="总台账", help="从总台账填入本单位现有市级试点；在工作区里可以不写")
@click.option("-o", "--output", type=options.any_path, required=True, metavar="文件", help="写到哪个 .xlsx 文件")
@options.as_of
def command(unit: str | None, year: int | None, master: Path | None, output: Path, as_of: date) -> int:
    """Write the workbook."""
    known = notice().unit_named(unit) if unit else None
    if known and master is None:
        master = options.master_if_here()
    if master is None:
        data = blank_workbook(known, year, settings=options.settings_here())
    elif known is None:
        raise click.UsageError("给出 --master 时请用 --unit 指明单位。")
    else:
        data = blank_for(known, year or as_of.year, master, as_of, options.settings_here())
    write_atomically(output, data)
    show.say(f"已生成 {output}")
    return 0
