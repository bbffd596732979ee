"""pilot init: a workspace."""

from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.init import make_workspace


@click.command(
    "init", options_metavar="[选项]",
    help="建一个工作区：设置文件 pilot.toml（逐项有说明）、收件箱、输出、归档、备份和空的总台账。在工作区里运行其他命令，可以不写总台账和收件箱。",
)  # fmt: skip
@click.argument("folder", type=options.any_path, metavar="文件夹")
def command(folder: Path) -> int:
    """Make it and say what to do next."""
    made, kept = make_workspace(folder)
    show.say(f"已建立工作区 {made.root}")
    show.table(
        ("位置", "用途"),
        [
            (made.config.name, "设置：联系方式、各单位邮箱、节假日等，逐项有说明"),
            (made.master.name, "市级总台账（原有的保留，未改动）" if kept else "市级总台账，现在是空的"),
            (f"{made.inbox.name}/", "各单位来的邮件、压缩包、表格放在这里"),
            (f"{made.output.name}/", "每月的标注文件、通知、回执、通报"),
            (f"{made.archive.name}/", "办完的来件，按月存放"),
            (f"{made.backups.name}/", "总台账每次改动前的备份"),
        ],
    )
    show.say("下一步：填好 pilot.toml，把来件放进收件箱，在工作区里运行 pilot monthly。")
    return 0
