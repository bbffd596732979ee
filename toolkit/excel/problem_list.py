"""The sheet 问题清单 in an open workbook: what was found, and in hidden cells of row 1 what was tinted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import xlwings as xw

from toolkit.excel.marks import TINTS, Mark, is_memory, recalled, remembered
from toolkit.findings import Finding, Severity
from toolkit.sheets.look import NAVY
from toolkit.sheets.traces import LIST

NAME = LIST
HEADERS = ("级别", "代码", "工作表", "单元格", "列名", "填报值", "问题", "修改建议", "依据")
FIRST_ROW = 4
_WIDTHS = (8, 10, 14, 8, 16, 22, 46, 46, 14)
_MEMORY_COLUMN = len(HEADERS) + 2
_WORDS = {Severity.E: "须改正", Severity.W: "请核对", Severity.I: "提示"}
_LONGEST = 300
"""Characters shown of one text: the cell itself is where to read the rest."""
_HINT = "改好后再按一次校验按钮，本表和底色一并更新。请勿自行删除本表，否则底色会留在各表中。"
_CLEAN = "未发现问题，底色已清除，本表可以删除。"


def is_ours(sheet: xw.Sheet) -> bool:
    """Whether a sheet is our list: told by its name and what stands in row 1, since people make such lists too."""
    return sheet.name.startswith(NAME) and any(map(is_memory, _first_row(sheet)))


def marks_in(book: xw.Book) -> list[Mark]:
    """What the last check tinted."""
    ours = [sheet for sheet in book.sheets if is_ours(sheet)]
    return recalled(value for sheet in ours for value in _first_row(sheet) if is_memory(value))


def _first_row(sheet: xw.Sheet) -> list[Any]:
    used = sheet.used_range
    row: list[Any] = sheet.range((1, 1), (1, used.column + used.shape[1])).value
    return row


def write_list(book: xw.Book, findings: Sequence[Finding], marks: Sequence[Mark], as_of: date) -> None:
    """Write the list anew, in its old place or as the last sheet."""
    sheet = next((sheet for sheet in book.sheets if is_ours(sheet)), None) or _added(book)
    sheet.clear()
    ordered = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    rows = [list(HEADERS), *(_row(finding) for finding in ordered)]
    sheet.range("A1").value = f"{NAME}（截至 {as_of:%Y-%m-%d} 校验）"
    sheet.range("A2").value = _HINT if findings else _CLEAN
    _remember(sheet, marks)
    table = sheet.range((FIRST_ROW - 1, 1), (FIRST_ROW - 2 + len(rows), len(HEADERS)))
    table.number_format = "@"  # else Excel makes numbers of codes, and formulas of texts that begin with =
    table.value = rows
    _dress(sheet, table, [finding.severity for finding in ordered])


def _added(book: xw.Book) -> xw.Sheet:
    taken = {sheet.name for sheet in book.sheets}
    name = next(name for name in (NAME, *(f"{NAME}{n}" for n in range(2, 1000))) if name not in taken)
    return book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])


def _remember(sheet: xw.Sheet, marks: Sequence[Mark]) -> None:
    """At least one text, by which the list is known again."""
    texts = remembered(marks) or remembered([Mark(NAME, "A1", None)])
    cells = sheet.range((1, _MEMORY_COLUMN), (1, _MEMORY_COLUMN + len(texts) - 1))
    cells.number_format = "@"
    cells.value = [texts]
    cells.column_width = 0


def _row(finding: Finding) -> list[str]:
    place = finding.place
    texts = (
        _WORDS[finding.severity], finding.code, place.sheet, place.cell, place.header, finding.value,
        finding.message, finding.advice, finding.rule.clause,
    )  # fmt: skip
    return [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in (text or "" for text in texts)]


def _dress(sheet: xw.Sheet, table: xw.Range, severities: Sequence[Severity]) -> None:
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.range((1, column)).column_width = width
    title, header = sheet.range("A1"), sheet.range((FIRST_ROW - 1, 1), (FIRST_ROW - 1, len(HEADERS)))
    title.font.bold, title.font.size = True, 14
    header.color, header.font.color, header.font.bold = f"#{NAVY}", "#FFFFFF", True
    table.wrap_text = True
    table.rows.autofit()
    for severity, tint in TINTS.items():
        if count := severities.count(severity):
            top = FIRST_ROW + severities.index(severity)
            sheet.range((top, 1), (top + count - 1, 1)).color = tint
