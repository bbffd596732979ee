"""The books the readers are compared on, each built afresh; what is in them is in their names."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.sheets import hostile


def saved(book: Any) -> bytes:
    """A workbook of openpyxl as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ledger(epoch_1904: bool = False) -> bytes:
    """Two sheets of an ordinary return."""
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "试点企业"
    sheet.append(["附件2"])
    sheet.append(["企业名称", "统一社会信用代码", "日期", "人数", "比例", "完成"])
    for row in range(12):
        sheet.append(
            [f"上海样例{row}有限公司", f"91310000MA1FL{row:05}", datetime(2025, 12, 1 + row, 9, 30), row, row / 8, row % 2 == 0]  # noqa: DTZ001
        )
    sheet["H3"], sheet["H4"], sheet["H5"] = "a\nb\t ", "'=1+1", "<&>\"'"
    sheet["C3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.merge_cells("A1:F1")
    sheet.row_dimensions[4].hidden = True
    sheet["A2"].comment = Comment("全称", "样例")
    sheet["A5"].font = Font(strike=True)
    other = book.create_sheet("隐藏")
    other.sheet_state = "hidden"
    other["D9"] = 1
    return saved(book)


def awkward() -> bytes:
    """Formulas, errors, rich texts, far cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = "=1+1"
    sheet["B3"] = "#N/A"
    sheet["B4"] = CellRichText(TextBlock(InlineFont(strike=True), "删"), TextBlock(InlineFont(b=True), "留"))
    sheet["B5"] = 1e300
    sheet["B6"] = 913100001234567890
    sheet["B7"] = -0.1
    sheet["ZZ999"] = "远"
    return saved(book)


def as_excel() -> bytes:
    """Shared texts, spans and phonetic hints, as Excel in Chinese writes them."""
    texts = [f"<t>样例{n}</t><phoneticPr fontId=\"1\" type=\"noConversion\"/>" for n in range(40)]
    texts += ["<r><rPr><strike/></rPr><t>删</t></r>", "<r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r>", "<t/>"]
    rows = "".join(
        f'<row r="{r}" spans="1:9" ht="20.1" customHeight="1">'
        + "".join(f'<c r="{c}{r}" s="{n % 5}" t="s"><v>{(r * n) % 43}</v></c>' for n, c in enumerate("ABCDE"))
        + f'<c r="F{r}" s="1"><v>{45990 + r}</v></c><c r="G{r}" s="5"/><c r="H{r}"/></row>'
        for r in range(3, 30)
    )
    return hostile.book(rows, strings=texts)


def hazards() -> bytes:
    """What libraries are known to get wrong: wrong extent, Chinese dates, escapes, values under merges."""
    return hostile.book(
        '<row r="4"><c r="C4" s="4"><v>45992</v></c><c r="D4" t="str"><v>a_x000D_b</v></c>'
        '<c r="E4" t="e"><v>#REF!</v></c><c r="F4"><f>1+1</f></c><c r="G4" s="1"><v>0.5</v></c></row>'
        '<row r="5"><c r="C5" t="s"><v>0</v></c><c r="D5" t="s"><v>1</v></c></row>'
        '<row r="9"><c r="C9" t="inlineStr"><is><t xml:space="preserve">  </t></is></c><c r="D9" t="b"><v>1</v></c>'
        "</row>",
        strings=["盖", "压"],
        after='<mergeCells count="1"><mergeCell ref="C5:D5"/></mergeCells>',
    )


BOOKS: dict[str, Callable[[], bytes]] = {
    "an ordinary return": ledger,
    "counted from 1904": lambda: ledger(epoch_1904=True),
    "formulas, errors, runs": awkward,
    "as Excel writes": as_excel,
    "known hazards": hazards,
}
