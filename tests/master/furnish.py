"""Puts into a master what staff put there, by LibreOffice itself, and saves it: `furnish.py MASTER PICTURE OUT FOLDER`.

A program of its own: LibreOffice's bridge changes Python's import for good.
"""

# mypy: ignore-errors

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "excel"))

import office_engine
import uno
from com.sun.star.awt import Point, Rectangle, Size
from com.sun.star.table import CellAddress, CellRangeAddress

SECONDS = 120
PILOTS, OWN = "试点名单", "市局分析"


def main(master, picture, out, folder):
    pipe = f"furnish{os.getpid()}"
    subprocess.Popen([
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nologo", "--nodefault",
        f"--accept=pipe,name={pipe};urp;",
    ], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    desktop = connected(pipe)
    document = office_engine.load(desktop, master)
    try:
        furnish(document, picture)
        said = (office_engine.said("FilterName", "Calc MS Excel 2007 XML"),)
        document.storeToURL(uno.systemPathToFileUrl(out), said)
    finally:
        document.close(True)
        desktop.terminate()


def connected(pipe):
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return office_engine.connect(pipe)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def furnish(document, picture):
    pilots = document.Sheets.getByName(PILOTS)
    document.Sheets.insertNewByName(OWN, document.Sheets.Count)
    own = document.Sheets.getByName(OWN)
    own_column(pilots)
    shapes(document, pilots, picture)
    figures(own)
    chart(own)
    pivot(own)
    paper(document, own)
    document.NamedRanges.addNewByName("市局口径", f"${OWN}.$A$1:$B$4", CellAddress(own.RangeAddress.Sheet, 0, 0), 0)


def own_column(pilots):
    cursor = pilots.createCursor()
    cursor.gotoEndOfUsedArea(False)
    place = cursor.RangeAddress.EndColumn + 1
    pilots.getCellByPosition(place, 2).setString("市局自用备注")
    pilots.Columns.getByIndex(place).Width = 6000
    cell = pilots.getCellByPosition(place, 3)
    text = cell.createTextCursor()
    cell.insertString(text, "重点", False)
    text.gotoStart(False)
    text.gotoEnd(True)
    text.CharWeight = 150.0
    text.gotoEnd(False)
    text.CharWeight = 100.0
    cell.insertString(text, "联系，三月走访", False)
    pilots.getCellRangeByPosition(1, 4, 4, 4).CellBackColor = 0xFFF2CC
    pilots.Annotations.insertNew(pilots.getCellByPosition(2, 5).CellAddress, "领导批示：请再核对名称")
    pilots.Rows.getByIndex(5).Height = 1500


def shapes(document, pilots, picture):
    page = pilots.DrawPage
    box = document.createInstance("com.sun.star.drawing.TextShape")
    page.add(box)
    box.setSize(Size(6000, 1500))
    box.setPosition(Point(30000, 500))
    box.setString("内部使用，勿外传")
    image = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    image.GraphicURL = uno.systemPathToFileUrl(picture)
    page.add(image)
    image.setSize(Size(1500, 1500))
    image.setPosition(Point(37000, 500))


def figures(own):
    own.getCellRangeByName("A1:B4").setDataArray((("区", "家数"), ("浦东新区", ""), ("徐汇区", ""), ("合计", "")))
    own.getCellRangeByName("B2").setFormula(f'=COUNTIF({PILOTS}.A4:A2000;"浦东新区")')
    own.getCellRangeByName("B3").setFormula(f'=COUNTIF({PILOTS}.A4:A2000;"徐汇区")')
    own.getCellRangeByName("B4").setFormula("=SUM(B2:B3)")


def chart(own):
    area = CellRangeAddress(own.RangeAddress.Sheet, 0, 0, 1, 2)
    own.Charts.addNewByName("家数", Rectangle(8000, 500, 9000, 6000), (area,), True, True)


def pivot(own):
    own.getCellRangeByName("A10:C14").setDataArray((
        ("区", "类别", "分"), ("浦东新区", "点", 3.0), ("浦东新区", "站", 2.0), ("徐汇区", "点", 5.0), ("徐汇区", "站", 1.0),
    ))
    tables = own.DataPilotTables
    described = tables.createDataPilotDescriptor()
    described.setSourceRange(CellRangeAddress(own.RangeAddress.Sheet, 0, 9, 2, 13))
    fields = described.DataPilotFields
    fields.getByIndex(0).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "ROW")
    fields.getByIndex(1).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "COLUMN")
    fields.getByIndex(2).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "DATA")
    tables.insertNewByName("透视", CellAddress(own.RangeAddress.Sheet, 0, 17), described)


def paper(document, own):
    style = document.StyleFamilies.getByName("PageStyles").getByName(own.PageStyle)
    style.HeaderIsOn = True
    head = style.RightPageHeaderContent
    head.CenterText.setString("市局内部分析")
    style.RightPageHeaderContent = head


main(*sys.argv[1:])
