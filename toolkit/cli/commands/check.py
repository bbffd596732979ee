"""pilot check: what is wrong in each file, cell by cell."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.steps.check import CheckResult, FileCheck, check_files
from toolkit.steps.mark import write_marked_copies

if TYPE_CHECKING:
    from toolkit.steps.letters import LettersResult

STATUS = {"accepted": "可并入", "partly": "部分可并入", "refused": "未收"}


@click.command("check", options_metavar="[选项]", help="校验报送表，逐格指出问题。可给文件，也可给文件夹。")
@click.argument("paths", nargs=-1, type=options.existing, metavar="[文件或文件夹…]", callback=options.paths_or_inbox)
@click.option("--master", type=options.existing_file, metavar="总台账", help="对照总台账，检查更名、缺报、前置环节；在工作区里可以不写")
@click.option("--marked", type=options.any_path, metavar="文件夹", help="把有问题的文件标好问题另存到此，便于退回补正")
@click.option("--sheet", "sheets", multiple=True, metavar="表名", help="几张工作表相像时，指明读哪一张；可多次使用")
@click.option(
    "--letter", "letters", type=options.any_path, metavar="文件夹",
    help="给每个有问题的文件写一份补正通知（送审稿），标注文件一并存放；给了 --master 的登记入文书登记",
)  # fmt: skip
@options.templates
@options.as_of
@options.strict
@options.as_json
def command(
    paths: tuple[Path, ...], master: Path | None, marked: Path | None, letters: Path | None, templates: Path | None,
    sheets: tuple[str, ...], as_of: date, *, strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Check and print."""
    settings = options.settings_here()
    master = master or options.master_if_here()
    result = check_files(paths, as_of, settings, master, sheets)
    copies_to = marked or letters
    copies = write_marked_copies(result, copies_to, as_of, settings) if copies_to else []
    notices = None
    if letters:
        from toolkit.steps.letters import write_corrections  # noqa: PLC0415 - needs the Word libraries

        notices = write_corrections(result, letters, as_of, settings, master, templates)
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result)
        for copy in copies:
            show.say(f"已标注：{copy}")
        if notices:
            _print_notices(notices)
    if all(file.status == "refused" for file in result.files):
        return COULD_NOT
    return show.exit_code(result.findings, strict=strict)


def _print(result: CheckResult) -> None:
    if not result.files:
        click.echo("没有找到可以校验的文件。请给出 .xlsx 等表格文件或其所在的文件夹。", err=True)
        return
    for file in result.files:
        show.say(_headline(file))
        show.findings(file.findings)
    rows = sum(counts["in"] for file in result.files for counts in file.rows.values())
    show.say(f"共 {len(result.files)} 个文件，{rows} 行；{show.counted(result.findings)}。")


def _print_notices(notices: "LettersResult") -> None:
    for notice in notices.written:
        show.say(f"补正通知：{notice.path}（主送{notice.letter.to}）")
    for refusal in notices.refused:
        show.say(f"未写补正通知：{refusal.record}。{refusal.text}")
    show.findings(notices.remarks)
    if not (notices.written or notices.refused):
        show.say("没有需要退回补正的文件，未写补正通知。")


def _headline(file: FileCheck) -> str:
    submission, name = file.submission, Path(file.submission.file).name
    if file.status == "refused":
        return f"■ {name}：{STATUS[file.status]}"
    unit = submission.unit.short if submission.unit else "单位不明"
    month = f"{submission.year or '？'}年{submission.month or '？'}月第{submission.revision}版"
    rows, held = (sum(counts[key] for counts in file.rows.values()) for key in ("in", "held"))
    waiting = f"，其中 {held} 行须补正" if held else ""
    return f"■ {name}：{STATUS[file.status]}，{unit} {month}，{rows} 行{waiting}"
