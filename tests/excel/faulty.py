"""District workbooks with faults, by what is wrong with them: what the command and the button are compared on."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, partial
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.policy import Category, notice
from toolkit.sheets.blank import blank_workbook

PILOTS, VISITS, COVER = "试点名单", "培育对象", "填报信息"
CODE = "91310115MA01610380"
PILOT: dict[str, Any] = {
    "name": "上海样例微电子有限公司", "uscc": CODE, "category": Category.SITE, "subject_type": "企业",
    "industries": ("集成电路", "人工智能"), "level": "市级", "origin": "新确定", "determined_year": 2025,
    "determined_on": date(2025, 9, 1), "document_no": "沪市监价竞〔2025〕1号", "state": "试点中", "contact": "赵样例",
    "phone": "13800000000",
}  # fmt: skip
FILLED_COVER: dict[str, Any] = {
    "month": 12, "revision": 1, "filler": "钱样例", "phone": "021-12345678", "reviewer": "孙样例",
    "filled_on": date(2025, 12, 5),
}  # fmt: skip
AS_OF = date(2025, 12, 31)

Edit = Callable[[Workbook], None]


@cache
def sound(pilots: int = 3) -> bytes:
    """A workbook with nothing amiss but what one file alone cannot show."""
    unit = next(unit for unit in notice().unit if unit.short == "浦东新区")
    rows = [{**PILOT, "name": f"上海样例{number}有限公司"} for number in range(pilots)]
    return blank_workbook(unit, 2025, {"pilots": rows, "cover": [FILLED_COVER]})


def edited(edit: Edit, data: bytes | None = None) -> bytes:
    """The sound workbook (or another) after an edit."""
    book = load_workbook(io.BytesIO(data or sound()))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def letter_of(sheet: Worksheet, header: str) -> str:
    """The column of a header in row 3."""
    return next(str(cell.column_letter) for cell in sheet[3] if cell.value == header)


def put(header: str, value: object, row: int = 4, sheet: str = PILOTS, number_format: str | None = None) -> Edit:
    """An edit that types one value."""

    def edit(book: Workbook) -> None:
        cell = book[sheet][f"{letter_of(book[sheet], header)}{row}"]
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return edit


def rewritten(data: bytes, pattern: bytes, by: bytes) -> bytes:
    """The workbook with every match of a pattern in its parts replaced: for what openpyxl cannot write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            new.writestr(member, re.sub(pattern, by, old.read(member)))
    return out.getvalue()


def with_result(data: bytes, formula: str, kind: str, value: str) -> bytes:
    """Stores the result of a formula, as the type of cell `kind` ('n', 'str', 'e')."""
    pattern = rb"<c ([^>]*)><f>%s</f><v ?/?>(</v>)?</c>" % re.escape(formula.encode())
    cell = f't="{kind}"><f>{formula}</f><v>{value}</v></c>'.encode()
    return rewritten(data, pattern, rb"<c \1 " + cell)


def _typed(**values: object) -> bytes:
    def edit(book: Workbook) -> None:
        for header, value in values.items():
            put(header, value)(book)

    return edited(edit)


def _merged(book: Workbook) -> None:
    sheet = book[PILOTS]
    letter = letter_of(sheet, "单位名称")
    sheet.merge_cells(f"{letter}4:{letter}5")
    sheet.merge_cells(f"{letter_of(sheet, '级别')}4:{letter_of(sheet, '来源')}4")


def _hidden(book: Workbook) -> None:
    for row in (5, 6):
        book[PILOTS].row_dimensions[row].hidden = True
    book[PILOTS].row_dimensions[4].height = 40
    for header in ("级别", "来源", "变更说明"):
        book[PILOTS].column_dimensions[letter_of(book[PILOTS], header)].hidden = True
    book[PILOTS].sheet_state = "hidden"
    book[VISITS].sheet_state = "veryHidden"


def _moved(book: Workbook) -> None:
    sheet = book[PILOTS]
    sheet.insert_rows(1, 2)
    sheet.insert_cols(1)
    sheet["A5"] = "序号"
    sheet["T5"], sheet["T6"] = "办公电话分机", 8801
    sheet["B10"] = "合计 9 家"
    sheet["B11"] = "注：本表由样例人员填写"


def _columns(book: Workbook) -> None:
    sheet = book[PILOTS]
    sheet[f"{letter_of(sheet, '级别')}3"] = "等级"
    sheet[f"{letter_of(sheet, '来源')}3"] = "单位名称"
    sheet.title = "试点单位一览"
    book.remove(book[VISITS])


def _formulas() -> bytes:
    def edit(book: Workbook) -> None:
        put("单位名称", "=B5", 4)(book)
        put("确定年度", "=2020+5", 4)(book)
        put("确定年度", "=1/0", 5)(book)
        put("联系人", '=""', 6)(book)
        put("单位名称", "=UNIQUE(B4:B9)", 6)(book)
        put("确定日期", "=DATE(2025,9,2)", 4)(book)

    data = edited(edit)
    for formula, kind, value in (
        ("B5", "str", "上海样例1有限公司"), ("2020+5", "n", "2025"), ("1/0", "e", "#DIV/0!"), ('""', "str", ""),
        ("UNIQUE(B4:B9)", "e", "#VALUE!"), ("DATE(2025,9,2)", "n", "45902"),
    ):  # fmt: skip
        data = with_result(data, formula, kind, value)
    return data


def _look_alikes(book: Workbook) -> None:
    sheet = book[PILOTS]
    for header, text in {"单位名称": "#N/A", "联系人": "=A1", "来源": "#VALUE!"}.items():
        cell = sheet[f"{letter_of(sheet, header)}4"]
        cell.value, cell.data_type, cell.number_format = text, "s", "@"


def _foreign_unit(book: Workbook) -> None:
    book[COVER]["B4"] = "苏州工业园区"


def _no_cover(book: Workbook) -> None:
    book.remove(book[COVER])


def _rows_below(book: Workbook) -> None:
    sheet = book[PILOTS]
    for column in range(1, 15):
        sheet.cell(7, column, "同上")
        sheet.cell(9, column, " \u3000")
    sheet["B8"] = "（示例）上海样例示范有限公司"


FAULTY: dict[str, Callable[[], bytes]] = {
    "nothing amiss": sound,
    "empty": blank_workbook,
    "no such unit": partial(edited, _foreign_unit),
    "no cover": partial(edited, _no_cover),
    "texts for dates and numbers": partial(
        _typed, 确定日期="二〇二五年九月三日", 确定年度="２０２５年", 联系电话="1380000", 所属产业="集成电路,不知名产业"
    ),
    "numbers for dates and texts": partial(
        _typed, 确定日期=45902, 统一社会信用代码=123456789012345, 联系电话=13800000000, 联系人=12.5, 确定年度=2025.5
    ),
    "a date without a date's format": partial(edited, put("确定日期", 45902, number_format="General")),
    "dates for texts and numbers": partial(
        _typed, 确定年度=date(2025, 9, 1), 联系人=date(2025, 10, 2), 确定日期=datetime(2025, 9, 1, 10, 30, 15)  # noqa: DTZ001
    ),
    "days no date of ours lies on": partial(_typed, 确定日期=date(1949, 10, 1), 联系人=time(12, 0)),
    "truths": partial(_typed, 确定年度=True, 联系人=False, 确定日期=True),
    "nothing where something must be": partial(_typed, 单位名称=None, 级别="/", 来源=" ", 统一社会信用代码="无"),
    "errors": partial(_typed, 单位名称="#N/A", 确定年度="#REF!", 联系人="#VALUE!"),
    "texts that look like errors and formulas": partial(edited, _look_alikes),
    "money": partial(edited, put("确定年度", 2025.1234, number_format='"￥"0.0000')),
    "formulas": _formulas,
    "merged cells": partial(edited, _merged),
    "hidden rows, columns and sheets": partial(edited, _hidden),
    "moved columns, a total and a remark": partial(edited, _moved),
    "columns missing and twice, sheets renamed and gone": partial(edited, _columns),
    "ditto, blank and example rows": partial(edited, _rows_below),
}


def struck(book: Workbook) -> None:
    """Strikes a row out."""
    for cell in book[PILOTS][4]:
        cell.font = Font(strike=True)
