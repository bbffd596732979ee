"""pilot demo: the shipped example, end to end, on real files."""

from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.demo import run_demo


@click.command("demo", options_metavar="[选项]", help="用自带样例（17 个单位的 12 月报送）从头到尾演示一遍：校验、合并、监测、文书。")
@click.argument("folder", required=False, type=options.any_path, metavar="[文件夹]", default=Path("演示"))
def command(folder: Path) -> int:
    """Run it and print each step."""
    for number, line in enumerate(run_demo(folder), start=1):
        show.say(f"{number:>2}. {line}")
    return 0
