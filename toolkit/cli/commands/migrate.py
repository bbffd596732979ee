"""pilot migrate: an old or altered workbook's data in the current blank."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.findings import Finding, Severity
from toolkit.findings.catalogue import cells
from toolkit.sheets.account import ASIDE_SHEET, TRACE_SHEET, Fate
from toolkit.sheets.likely import Match
from toolkit.steps.migrate import MigrateResult, migrate_file

_SHOWN = 20
"""Cells read differently that are listed; the account in the new workbook has them all."""

_FEW = 5
"""Cells of one column that are named."""


@click.command(
    "migrate", options_metavar="[选项]",
    help="把旧表样（示范区、示范站、示范点等）或改过的报送表转入现行模板。原文件不动；每一格的去向写在新表的“迁移对照”，对不上的原样留在“未对应”。",
)  # fmt: skip
@click.argument("file", type=options.existing_file, metavar="文件")
@click.option("-o", "--output", type=options.any_path, required=True, metavar="新文件", help="写到哪个 .xlsx 文件")
@options.as_of
@options.strict
@options.as_json
def command(file: Path, output: Path, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Move and print."""
    if output.exists() and output.samefile(file):
        raise click.UsageError("新文件不能与原文件相同：原文件一律不改动。")
    return show.given(migrate_file(file, output, as_of, options.settings_here()), _print, strict=strict, as_json=as_json)


def _print(result: MigrateResult) -> None:
    moved, counts = result.moved, result.moved.counts
    for table in moved.tables:
        show.say(f"■ “{table.sheet}”认作“{table.form.sheet}”，{table.rows} 行")
        show.table(
            ("原列名", "对应的列", "把握", "依据"),
            [(match.text, _target(match, table.form.column(match.field).header if match.field else ""), _percent(match), match.why)
             for match in table.columns],
            folds=("原列名", "依据"), numbers=("把握",),
        )  # fmt: skip
    if not moved.tables:
        show.say("没有认出任何数据表，全部内容原样留在“未对应”。")
    for remark in moved.remarks:
        show.say(f"· {remark}")
    _print_reread(result)
    show.say(
        f"原表共 {len(moved.traces)} 格 = 已迁移 {counts[Fate.MOVED]} + 未对应 {counts[Fate.ASIDE]}"
        f" + 表题、表头、序号等 {counts[Fate.FRAME]}；已重新打开新表逐格核对。"
    )
    if moved.notes:
        show.say(f"另有批注 {len(moved.notes)} 条，一并留在“{ASIDE_SHEET}”。")
    show.say(f"已生成 {result.output}；每一格的去向见“{TRACE_SHEET}”。")
    _print_gaps(result.findings)
    show.say(f"新表核验：{show.counted(result.findings)}。")


def _print_reread(result: MigrateResult) -> None:
    reread = [trace for trace in result.moved.of(Fate.MOVED) if trace.reread]
    if not reread:
        return
    show.say(f"与原填写不同的 {len(reread)} 格（写法统一、名称归类等），请核对：")
    for trace in reread[:_SHOWN]:
        show.say(f"  {trace.sheet} {trace.cell}：{trace.text} → {trace.written}（{trace.target_sheet} {trace.target}）")
    if len(reread) > _SHOWN:
        show.say(f"  其余 {len(reread) - _SHOWN} 格见新表的“{TRACE_SHEET}”。")


def _print_gaps(findings: Sequence[Finding]) -> None:
    """What the clerk fills in, column by column; then what else is wrong."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.rule is cells.REQUIRED:
            gaps.setdefault((finding.place.sheet or "", finding.place.header or ""), []).append(finding.place.cell or "")
    if gaps:
        show.say("请在新表中补填：")
        rows = [(sheet, header, len(at), "、".join(at[:_FEW]) + (" 等" if len(at) > _FEW else "")) for (sheet, header), at in gaps.items()]
        show.table(("工作表", "列", "格数", "单元格"), rows, folds=("单元格",), numbers=("格数",))
    show.findings(f for f in findings if f.severity is not Severity.I and f.rule is not cells.REQUIRED)


def _target(match: Match, header: str) -> str:
    if match.used:
        return header
    return f"未对应（疑为{header}）" if header else "未对应"


def _percent(match: Match) -> str:
    return f"{match.sure:.0%}" if match.field else ""
