"""Workbooks with what offices put into them, each for one kind of thing that editing must not lose."""

import re
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.sheets.editing import HEADERS, SHEET, parts, repacked

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def picture() -> BytesIO:
    """A small red PNG."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 40 for _ in range(20)))
    header = struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def made(furnish: Callable[[Any, Any], None]) -> bytes:
    """A list of eight rows by XlsxWriter, furnished."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.merge_range("A1:F1", "商业秘密保护创新试点名单", book.add_format({"bold": True, "align": "center"}))
    sheet.write("A2", "请勿填写商业秘密具体内容、涉密信息")
    head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
    sheet.write_row("A3", HEADERS, head)
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    for number in range(1, 9):
        row = number + 2
        sheet.write_row(row, 0, [f"SH-310115-2025-D-{number:03d}", f"上海样例{number}科技有限公司", ""])
        sheet.write_datetime(row, 3, date(2025, 11, number), day)
        sheet.write_string(row, 4, f"1380000{number:04d}")
        sheet.write_number(row, 5, number)
    furnish(book, sheet)
    book.close()
    return out.getvalue()


def _charts(book: Any, sheet: Any) -> None:
    for kind in ("column", "pie"):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": f"='{SHEET}'!$B$4:$B$11", "values": f"='{SHEET}'!$F$4:$F$11"})
        sheet.insert_chart("I4" if kind == "pie" else "I20", chart)


def _controls(_: Any, sheet: Any) -> None:
    sheet.insert_button("I4", {"caption": "校验", "macro": "校验"})
    sheet.write_comment("B5", "人工批注", {"author": "王样例"})


def _pictures(_: Any, sheet: Any) -> None:
    sheet.insert_image("I4", "印章.png", {"image_data": picture()})
    sheet.set_header("&L&G&C页眉", {"image_left": "页眉.png", "image_data_left": picture()})
    sheet.set_footer("&C第 &P 页")
    sheet.set_background(picture())


def _protected(_: Any, sheet: Any) -> None:
    sheet.protect("123456", {"select_locked_cells": True})
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column("E:E", 20, None, {"level": 1})


def _table(_: Any, sheet: Any) -> None:
    columns = [{"header": header} for header in HEADERS]
    sheet.add_table("A3:F11", {"name": "名单", "columns": columns, "style": "Table Style Medium 2"})


def _rules(_: Any, sheet: Any) -> None:
    sheet.conditional_format("F4:F11", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B4:B11", {"type": "duplicate", "format": None})
    sheet.data_validation("E4:E11", {"validate": "list", "source": ["是", "否"]})
    sheet.add_sparkline("G4", {"range": f"'{SHEET}'!F4:F11"})


def _texts(book: Any, sheet: Any) -> None:
    bold = book.add_format({"bold": True, "font_color": "#FF0000"})
    sheet.write_rich_string("B5", "上海样例", bold, "改名", "有限公司")
    sheet.insert_textbox("I4", "文本框：请核对")
    sheet.write_url("C5", "https://example.invalid/", string="链接")


def _formulas(book: Any, sheet: Any) -> None:
    sheet.write_formula("C4", "=LEN(B4)", None, 10)
    sheet.write_array_formula("C5:C7", "{=F5:F7*2}", None, 4)
    book.define_name("合计", f"='{SHEET}'!$F$4:$F$11")
    sheet.autofilter("A3:F11")
    sheet.filter_column("F", "x > 2")


def _several(book: Any, sheet: Any) -> None:
    for number in range(1, 10):
        other = book.add_worksheet(f"表{number}")
        other.write("A1", number)
        other.print_area("A1:C9")
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.repeat_rows(2)


def with_x14_dropdown() -> bytes:
    """A dropdown whose list stands on another sheet, spelled as Excel 2010 spells it."""
    rule = (
        f'<extLst><ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list"'
        ' allowBlank="1" showErrorMessage="1"><x14:formula1><xm:f>字典!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>C4:C11</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    ).encode()

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</worksheet>", rule) if name == "xl/worksheets/sheet1.xml" else content

    return repacked(made(lambda book, _: book.add_worksheet("字典").write_column("A1", ["是", "否"])), change)


BOOKS: dict[str, bytes] = {
    "charts": made(_charts), "controls": made(_controls), "pictures": made(_pictures),
    "protected": made(_protected), "table": made(_table), "rules": made(_rules), "texts": made(_texts),
    "formulas": made(_formulas), "several": made(_several), "x14": with_x14_dropdown(),
}  # fmt: skip


def inventory(data: bytes) -> Counter[str]:
    """How many there are of each thing a sheet can have, and of each part but the sheets."""
    counts: Counter[str] = Counter()
    for name, content in parts(data).items():
        counts[re.sub(r"\d+", "", name)] += 1
        if name.startswith("xl/worksheets/sheet"):
            counts.update(found.decode() for found in re.findall(_THINGS, content))
        if name.endswith(".vml"):
            counts.update(found.decode() for found in re.findall(rb'ObjectType="(\w+)"', content))
        if name == "xl/sharedStrings.xml":
            counts["runs"] += content.count(b"<r>")
    return counts


_THINGS = (
    rb"<(?:x14:)?(dataValidation|cfRule|hyperlink|mergeCell|drawing|legacyDrawing|legacyDrawingHF|control|tablePart"
    rb"|sparkline|sheetProtection|oddHeader|oddFooter|picture|pane|autoFilter|f|ext|pageSetup|filterColumn)[ >/]"
)


def through_libreoffice(folder: Path) -> dict[str, bytes]:
    """Every workbook of a folder as LibreOffice opens and saves it."""
    profile = (folder / "profile").as_uri()
    out = folder / "saved"
    command = [
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
        "--outdir", str(out), *map(str, sorted(folder.glob("*.xlsx"))),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.xlsx"))}
