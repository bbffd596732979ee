"""pilot letter: Word documents out of the master."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.letters.kinds import LETTER_KINDS, find_kind
from toolkit.letters.letter import Letter
from toolkit.steps.letters import LettersResult, Order, write_letters

LETTER_FOLDER = "文书"
"""Where letters stand in a workspace's 输出."""


@click.command(
    "letter", options_metavar="[选项]",
    help="生成 Word 文书并登记。文种用英文代号或中文名；pilot letter list 列出全部文种。"
    "未给文号或日期的为送审稿。",
)  # fmt: skip
@click.argument("kind", metavar="文种")
@click.argument("master", required=False, type=options.existing_file, metavar="[总台账]")
@click.option("-o", "--output", type=options.any_path, metavar="文件夹", help="写到哪个文件夹")
@click.option("--unit", type=options.UnitType(), metavar="单位", help="只写这个单位的")
@click.option("--pilot", metavar="试点", help="只写这个试点的：试点编号、信用代码或名称")
@options.year
@click.option("--month", type=options.MonthType(), metavar="年-月", help="月度工作通报用：哪个月，默认截至日期所在月")
@click.option("--per-pilot", is_flag=True, help="年度情况报送提醒函用：每个试点一份，而不是每个单位一份")
@click.option("--combined", is_flag=True, help="各份合为一个文件，每份另起一页、页码从 1 起")
@click.option("--number", metavar="文号", help="办公室给的文号，如 沪市监价竞〔2025〕120号")
@click.option("--date", "signed_on", type=options.DateType(), metavar="日期", help="成文日期")
@click.option("--reason", metavar="文字", help="退出决定用：不采纳陈述申辩的理由，或申辩期未满提前决定的理由（记入变更记录）；综合审定结果告知书用：市级结论的理由")
@options.templates
@options.as_of
@options.as_json
def command(
    kind: str, master: Path | None, output: Path | None, unit: str | None, pilot: str | None, year: int | None,
    month: tuple[int, int] | None, number: str | None, signed_on: date | None, reason: str | None, templates: Path | None,
    as_of: date, *, per_pilot: bool, combined: bool, as_json: bool,
) -> int:  # fmt: skip
    """Write and print."""
    if kind == "list":
        show.table(("代号", "文种"), [(known.id, known.name) for known in LETTER_KINDS])
        return 0
    found = find_kind(kind)
    if found is None:
        names = "、".join(f"{known.id}（{known.name}）" for known in LETTER_KINDS)
        raise click.UsageError(f"没有文种“{kind}”，应为：{names}")
    if master is None or output is None:
        here = options.workspace_or("总台账，并用 -o 指明写到哪个文件夹")
        master, output = master or here.master, output or here.output / LETTER_FOLDER
    order = Order(found, unit, pilot, year, number, signed_on, reason, month, per_pilot, combined)
    with show.progress(f"制发{found.name}") as tell:
        result = write_letters(order, master, output, as_of, options.settings_here(), templates, tell)
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result, found.name)
    return (int(bool(result.refused))) if result.written else COULD_NOT


def _print(result: LettersResult, name: str) -> None:
    if result.written:
        show.say(f"写入文件夹 {result.written[0].path.parent}：")
        rows = [(w.path.name, w.letter.to, w.letter.number or _no_number(w.letter)) for w in result.written]
        show.table(("文书", "主送", "文号"), rows, folds=("文书", "主送"))
    for refusal in result.refused:
        whom = "" if refusal.text.startswith(refusal.record) else f"{refusal.record}。"
        show.say(f"未制发：{whom}{refusal.text}")
    show.findings(result.remarks)
    show.say(f"{name}：制发 {len(result.written)} 份，未制发 {len(result.refused)} 份。")


def _no_number(letter: Letter) -> str:
    return "（待编）" if "number" in letter.takes else "—"
