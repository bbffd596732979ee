"""pilot number: 试点编号 for the year's new pilots."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.number import give_numbers


@click.command("number", options_metavar="[选项]", help="给本年新确定、尚无编号的市级试点编号；编过的号不再给别家。")
@options.master
@click.option("--year", type=options.YearType(), required=True, metavar="年度", help="确定年度")
@options.as_of
@options.as_json
def command(master: Path, year: int, as_of: date, *, as_json: bool) -> int:
    """Number and print."""
    given = give_numbers(master, year, as_of, options.settings_here())
    if as_json:
        numbers = [{"pilot_id": n.pilot_id, "unit": n.entry.unit, "name": n.entry.texts.get("name")} for n in given]
        show.print_json({"year": year, "numbered": numbers})
    else:
        show.table(("试点编号", "单位", "名称"), [(n.pilot_id, n.entry.unit, n.entry.describe()) for n in given], folds=("名称",))
        show.say(f"{year}年新编号 {len(given)} 家。")
    return 0
