"""Workbooks made for the tests of `edit`, and what a test asks of them."""

import warnings
from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.styles import PatternFill
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "试点名单"
HEADERS = ("试点编号", "单位名称", "统一社会信用代码", "确定日期", "联系电话", "备注")


def saved(book: Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes) -> Workbook:
    """The bytes as openpyxl reads them, its warnings about what it would lose left aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(BytesIO(data))


def sheet_of(data: bytes, name: str = SHEET) -> Worksheet:
    """One sheet as openpyxl reads it."""
    sheet = opened(data)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def blank() -> tuple[Workbook, Worksheet]:
    """A workbook with one empty sheet of the tests' name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    return book, sheet


def listing(rows: int = 5) -> tuple[Workbook, Worksheet]:
    """A list in the house's layout: title, notice, headers in row 3, data from row 4."""
    book, sheet = blank()
    sheet.append(["商业秘密保护创新试点名单"])
    sheet.append(["请勿填写商业秘密具体内容、涉密信息"])
    sheet.append(list(HEADERS))
    for number in range(1, rows + 1):
        name, phone = f"上海样例{number}科技有限公司", f"1380000{number:04d}"
        sheet.append([f"SH-310115-2025-D-{number:03d}", name, "", date(2025, 11, 1), phone, None])
    sheet.merge_cells("A1:F1")
    sheet["B3"].fill = PatternFill("solid", fgColor="FFD9E1F2")
    return book, sheet


def values(data: bytes, name: str = SHEET) -> dict[tuple[int, int], object]:
    """Every filled cell by row and column, texts with their escapes read back."""
    cells = (cell for row in sheet_of(data, name).iter_rows() for cell in row)
    return {(cell.row, cell.column): _plain(cell.value) for cell in cells if cell.value is not None}


def _plain(value: object) -> object:
    if isinstance(value, ArrayFormula):
        return value.ref, value.text
    return unescape(value) if isinstance(value, str) else value


def parts(data: bytes) -> dict[str, bytes]:
    """Every part by name."""
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def touched(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The package with each part passed through `change`, and parts added."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts(data).items():
            archive.writestr(name, change(name, content))
        for name, content in added.items():
            archive.writestr(name, content)
    return out.getvalue()


def in_sheet(data: bytes, old: str, new: str) -> bytes:
    """The package with a text replaced in the first sheet's part; the text must be there."""
    assert old.encode() in parts(data)["xl/worksheets/sheet1.xml"]

    def change(name: str, content: bytes) -> bytes:
        first = name == "xl/worksheets/sheet1.xml"
        return content.replace(old.encode(), new.encode()) if first else content

    return repacked(data, change)
