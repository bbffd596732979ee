"""pilot unmark: a marked copy back to what its sender wrote."""

from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.steps.mark import unmark_file


@click.command("unmark", options_metavar="[选项]", help="去掉核验标记（底色、批注、核验意见列、问题清单），其他内容不变。默认改写原文件。")
@click.argument("file", type=options.existing_file, metavar="文件")
@click.option("-o", "--output", type=options.any_path, metavar="文件", help="另存为，不改写原文件")
def command(file: Path, output: Path | None) -> int:
    """Take the marks away."""
    had = unmark_file(file, output)
    show.say(f"已去掉核验标记：{output or file}" if had else f"{file} 没有核验标记")
    return 0
