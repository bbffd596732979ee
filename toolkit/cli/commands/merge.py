"""pilot merge: the month's files into the master."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.findings import Severity
from toolkit.master.plan import Conflict
from toolkit.master.rulings import carried_out
from toolkit.steps.merge import MergeResult, merge_files

ACTION = {"merged": "已并入", "unchanged": "无变化", "superseded": "另有新版", "refused": "未收"}
PLANNED = ACTION | {"merged": "将并入"}
NUMBERS = ("报送", "新增", "变更", "未变", "暂缓", "缺失")


@click.command("merge", options_metavar="[选项]", help="把报送表并入总台账，并执行“冲突裁定”中已作的裁定；只给总台账、不给文件时只执行裁定；在工作区里两样都不写，就并入收件箱。总台账不存在时自动建立；原件先备份到“备份”文件夹。")
@click.argument("paths", nargs=-1, type=options.existing, metavar="[文件或文件夹…]")
@click.option("--into", "given", type=options.any_path, metavar="总台账", help="并入哪个总台账；在工作区里可以不写")
@click.option("--month", type=options.MonthType(), metavar="年-月", help="本批月份，默认取多数封面所填")
@click.option("--plan", "plan_only", is_flag=True, help="只显示将要怎么做，不写入")
@click.option("--older", is_flag=True, help="也处理比已并入的更旧的文件")
@options.as_of
@options.strict
@options.as_json
def command(
    paths: tuple[Path, ...], given: Path | None, month: tuple[int, int] | None, as_of: date, *,
    plan_only: bool, older: bool, strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Merge and print."""
    settings = options.settings_here()
    master = given or options.workspace_or("总台账（--into）").master
    if not (given or paths):
        paths = (options.workspace_or("文件或文件夹").inbox,)
    result = merge_files(paths, master, as_of, settings, month=month, older=older, plan_only=plan_only)
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result, sought=bool(paths), plan_only=plan_only)
    if paths and all(file.action == "refused" for file in result.plan.files):
        return COULD_NOT
    return show.exit_code(result.findings, strict=strict)


def _print(result: MergeResult, *, sought: bool, plan_only: bool) -> None:
    """What became of the files, and of the rulings, which are carried out with files or without."""
    found = bool(result.plan.files) or not sought
    if not found:
        click.echo("没有找到可以合并的文件。请给出 .xlsx 等表格文件或其所在的文件夹。", err=True)
    _print_files(result, PLANNED if plan_only else ACTION)
    show.findings_by_file(f for f in result.findings if f.waiver or f.severity is not Severity.I)
    _print_conflicts(result.plan.conflicts)
    if ruled := carried_out(result.plan):
        show.say(f"{'将执行' if plan_only else '已执行'}裁定 {ruled} 项，记入“变更记录”。")
    if plan_only and found:
        show.say("以上为预演，未写入。")
    elif result.written:
        show.say(f"已写入 {result.path}（批次 {result.plan.batch}）；{show.counted(result.findings)}。")
    elif found:
        show.say(f"没有可并入的变化，{result.path} 未改动。")


def _print_files(result: MergeResult, words: Mapping[str, str]) -> None:
    if result.plan.files:
        show.table(
            ("单位", "处理", *NUMBERS, "文件"),
            [
                (file.unit or "不明", words[file.action], *file.tally.to_json().values(), Path(file.submission.file).name)
                for file in result.plan.files
            ],
            folds=("文件",), numbers=NUMBERS,
        )  # fmt: skip


def _print_conflicts(conflicts: Sequence[Conflict]) -> None:
    if conflicts:
        show.say(f"需要市局裁定 {len(conflicts)} 项，请在总台账“冲突裁定”中选择，下次合并时执行：")
    for conflict in conflicts:
        field = f"“{conflict.header}”" if conflict.header else ""
        show.say(f"· {conflict.kind}：{conflict.unit} {conflict.sheet} {conflict.record}{field}")
        if conflict.field:
            show.say(f"  市局现值：{conflict.ours or '（空）'}；区局新报值：{conflict.theirs or '（空）'}")
