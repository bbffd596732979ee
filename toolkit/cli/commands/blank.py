"""pilot blank: a blank district workbook."""

from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.policy import notice
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.files import write_atomically


@click.command("blank", options_metavar="[选项]", help="生成空白报送表；指定单位和年度时一并填入封面。")
@click.option("--unit", type=options.UnitType(), metavar="单位", help="填入报送单位")
@options.year
@click.option("-o", "--output", type=options.any_path, required=True, metavar="文件", help="写到哪个 .xlsx 文件")
def command(unit: str | None, year: int | None, output: Path) -> int:
    """Write the workbook."""
    known = notice().unit_named(unit) if unit else None
    write_atomically(output, blank_workbook(known, year))
    show.say(f"已生成 {output}")
    return 0
