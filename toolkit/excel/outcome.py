"""What a press came to: one message, and a table on 操作台 that stays there until the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlwings as xw

from toolkit.excel import panel
from toolkit.excel.put import TEXT
from toolkit.findings import Finding, Severity
from toolkit.records.kinds.text import mask_phones_in

WORDS = {Severity.E: "错误", Severity.W: "提醒", Severity.I: "提示"}
FINDING_HEADERS = ("级别", "代码", "工作表", "单元格", "问题", "修改建议")
_MOST_ROWS = 500
_LONGEST = 1000
"""Characters shown of one text."""


@dataclass(frozen=True)
class Outcome:
    """`told` is what the user is told; `headers` and `rows` have as many columns as 操作台 at most.

    `show` names the sheet that is brought to the front.
    """

    told: str
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = field(default=())
    show: str | None = None


def finding_rows(found: Iterable[Finding]) -> list[tuple[object, ...]]:
    """Findings as rows under FINDING_HEADERS, the gravest first."""
    ordered = sorted(found, key=lambda finding: list(Severity).index(finding.severity))
    return [
        (WORDS[one.severity], one.code, one.place.sheet, one.place.cell or (f"第{one.place.row}行" if one.place.row else None),
         one.message, one.advice)
        for one in ordered
    ]  # fmt: skip


def counted(found: Sequence[Finding]) -> str:
    """错误 3 条，提醒 2 条，提示 5 条."""
    counts = {severity: sum(one.severity is severity for one in found) for severity in Severity}
    return "，".join(f"{WORDS[severity]} {count} 条" for severity, count in counts.items())


def show(book: xw.Book, outcome: Outcome) -> None:
    """Put an outcome on 操作台, if the workbook has one, and bring the sheet it is about to the front."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if panel.NAME in sheets:
        _write(sheets[panel.NAME], outcome)
    if outcome.show in sheets:
        bring_forward(sheets[outcome.show])


def bring_forward(sheet: xw.Sheet) -> None:
    """Make a sheet the one in front of its book; xlwings' own call also asks for the program's window, and may fail."""
    sheet.impl.activate()


def _write(sheet: xw.Sheet, outcome: Outcome) -> None:
    (top, left), used = panel.HEAD, sheet.used_range
    bottom = max(used.row + used.shape[0] - 1, top)
    sheet.range((top, left), (bottom, panel.LAST_COLUMN)).clear_contents()
    sheet.range(panel.TOLD).value = mask_phones_in(outcome.told)
    rows = [outcome.headers, *outcome.rows[:_MOST_ROWS]]
    if len(outcome.rows) > _MOST_ROWS:
        rows.append((f"（共 {len(outcome.rows)} 行，此处只列前 {_MOST_ROWS} 行，其余请用对应的 pilot 命令查看）",))
    cells = sheet.range((top, left), (top + len(rows) - 1, panel.LAST_COLUMN))
    cells.number_format, cells.wrap_text = TEXT, True
    cells.value = [_padded(row) for row in rows]
    if len(rows) > 1:
        sheet.range((top + 1, left), (top + len(rows) - 1, panel.LAST_COLUMN)).rows.autofit()


def _padded(row: Sequence[object]) -> list[str | None]:
    texts = [None if value is None else mask_phones_in(str(value))[:_LONGEST] for value in row]
    return [*texts, *[None] * (panel.COLUMNS - len(texts))]
