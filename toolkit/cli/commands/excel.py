"""pilot excel: the macro workbook with its buttons, and the machine that is to press them."""

from importlib.util import find_spec
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import edits
from toolkit.sheets.files import write_atomically

_MACRO_SUFFIX = ".xlsm"


@click.group("excel", options_metavar="[选项]", subcommand_metavar="命令 [参数]…", help="Excel 按钮：生成带按钮的总台账，准备和检查本机。")
def command() -> None:
    """Choose what to do about Excel."""


@command.command("build", options_metavar="[选项]", help="生成带“操作台”和按钮的总台账（.xlsm）；--from 的内容原样保留。")
@click.option("-o", "--output", type=options.any_path, required=True, metavar="文件", help="写到哪个 .xlsm 文件")
@click.option("--from", "master", type=options.existing_file, metavar="总台账", help="由哪个总台账生成（.xlsx，或以前生成的 .xlsm）；不写则为空的总台账")
def build(output: Path, master: Path | None) -> int:
    """Build and say where."""
    if output.suffix.lower() != _MACRO_SUFFIX:
        raise click.UsageError(f"带宏的工作簿要用 {_MACRO_SUFFIX} 结尾，如 总台账.xlsm")
    _need("pyopenvba", "xlwings")
    from toolkit.excel.build import with_buttons  # noqa: PLC0415 - needs the extra
    from toolkit.master.layout import new_master  # noqa: PLC0415

    if output.exists() and (master is None or not output.samefile(master)):
        raise Unreadable(edits.OUTPUT_EXISTS, name=output.name)
    write_atomically(output, with_buttons(master.read_bytes() if master else new_master(options.settings_here())))
    show.say(f"已生成 {output}。请放进 Excel 的受信任位置，打开后看第一张表“操作台”。")
    if master:
        show.say(f"{master} 没有改动；今后只用 {output.name} 一份，旧的请移到别处。")
    return 0


@command.command("install", options_metavar="[选项]", help="准备本机：放好按钮使用的程序，说明受信任位置；WPS 用户可另得可拖放的 .bat 文件。")
@click.option("--drops", type=options.any_path, metavar="文件夹", help="把可拖放报送表的 .bat 文件写到此文件夹（通常是总台账所在的工作区）")
def install(drops: Path | None) -> int:
    """Install and say what is left to do."""
    _need("xlwings")
    from toolkit.excel.install import home  # noqa: PLC0415
    from toolkit.excel.install import install as put  # noqa: PLC0415

    done = put(home(), drops)
    show.say(f"按钮使用的 Python：{done.python}（{'已备好' if done.made else '就是本程序'}）。")
    for path in done.drops:
        show.say(f"可拖放：{path}")
    show.say(
        "还要做的：\n"
        "1. Excel：文件—选项—信任中心—信任中心设置—受信任位置，添加总台账所在的文件夹；在共享盘上的，勾选“允许网络上的受信任位置”。\n"
        "2. 从邮件或网页存下来的 .xlsm：右键—属性，勾选“解除锁定”。\n"
        "3. WPS 不支持按钮：用 --drops 得到 .bat 文件，把报送表拖到上面；或使用对应的 pilot 命令（见“操作台”）。\n"
        "4. 运行 pilot excel doctor 总台账.xlsm，看还缺什么。"
    )
    return 0


@command.command("doctor", options_metavar="[选项]", help="看按钮还缺什么；给出带按钮的总台账时，也看它的宏是不是本机安装的版本。")
@click.argument("workbook", required=False, type=options.existing_file, metavar="[总台账]")
def doctor(workbook: Path | None) -> int:
    """Examine and print."""
    from toolkit.excel.doctor import examine  # noqa: PLC0415
    from toolkit.excel.install import home  # noqa: PLC0415

    if workbook:
        _need("pyopenvba", "xlwings")
    signs = examine(home(), workbook)
    words = {True: "正常", False: "缺", None: "——"}
    for sign in signs:
        advice = f"。{sign.advice}" if sign.good is False else ""
        show.say(f"{words[sign.good]}\t{sign.what}{advice}")
    missing = sum(sign.good is False for sign in signs)
    show.say(f"缺 {missing} 项，请按上面的办法处理后再看。" if missing else "没有缺什么。")
    return int(bool(missing))


def _need(*modules: str) -> None:
    """The extra that Excel needs.

    Raises:
        Unreadable: it is not installed.
    """
    if any(find_spec(module) is None for module in modules):
        raise Unreadable(edits.NO_EXCEL_EXTRA)
