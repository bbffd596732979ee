"""All that staff can do to a sheet of the list stands after three merges, in the file's own words: only cells are written."""

import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import SortCondition, SortState

from tests.master.desk import Desk, column, pilot
from tests.sheets.editing import parts, repacked
from tests.sheets.test_spellings import SPELLINGS
from tests.sheets.workshop import through_libreoffice
from toolkit.master.ledgers import FIRST_ROW, HEADER_ROW

LIST, OWN = "试点名单", "市局分析"
GUID = "{8F9C2A44-1B5D-4D59-9A0F-2C6E5B7A1D01}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def furnish(book: Any) -> None:
    """Everything openpyxl can put into a workbook."""
    sheet = book[LIST]
    sheet.insert_cols(5)
    end = sheet.max_column + 1
    for at, header in ((5, "科室意见"), (end, "市局自用备注")):
        sheet.cell(HEADER_ROW, at).value = header
        sheet.cell(FIRST_ROW, at).value = f"{header}甲"
    sheet.cell(FIRST_ROW, 5).value = CellRichText("重点", TextBlock(InlineFont(b=True), "联系"))
    sheet.cell(FIRST_ROW + 1, 5).value = f'=COUNTIF(A{FIRST_ROW}:A2000,"浦东新区")'
    sheet.cell(FIRST_ROW + 1, end).hyperlink = "https://example.invalid/"
    sheet.cell(FIRST_ROW, 2).fill = PatternFill("solid", fgColor="FFF2CC")
    sheet.cell(FIRST_ROW, 3).font = Font(bold=True, color="FFC00000")
    sheet.cell(FIRST_ROW + 1, 3).comment = Comment("领导批示：请再核对", "市局")
    sheet.column_dimensions["E"].width, sheet.column_dimensions["H"].hidden = 33.5, True
    sheet.row_dimensions[FIRST_ROW].height, sheet.row_dimensions[FIRST_ROW + 1].hidden = 41.25, True
    limits = f"A{HEADER_ROW}:Z{FIRST_ROW + 2}"
    sheet.auto_filter.ref = limits
    sheet.auto_filter.add_filter_column(0, ["浦东新区", "徐汇区"])
    sheet.auto_filter.sortState = SortState(ref=limits, sortCondition=[SortCondition(ref=f"C{FIRST_ROW}:C{FIRST_ROW + 2}", descending=True)])
    check = DataValidation("list", formula1='"同意,不同意"', promptTitle="科室", prompt="请选")
    check.add(f"E{FIRST_ROW}:E500")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("C4:C500", FormulaRule(["LEN($C4)>30"], fill=PatternFill("solid", bgColor="FFC7CE")))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("K4:K500", ColorScaleRule("min", None, "FFFFFF", "max", None, "63BE7B"))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("L4:L500", DataBarRule("min", None, "max", None, "FF638EC6"))  # type: ignore[no-untyped-call]
    sheet.print_area, sheet.print_title_rows = "A1:P60", "1:3"
    sheet.oddHeader.center.text, sheet.oddFooter.right.text = "市局内部", "第 &P 页 / 共 &N 页"
    sheet.freeze_panes, sheet.sheet_view.zoomScale = "D5", 85
    sheet.protection.enable()
    own_sheet(book)


def own_sheet(book: Any) -> None:
    own = book.create_sheet(OWN)
    for line in (("区", "家数"), ("浦东新区", "=COUNTA(试点名单!A4:A2000)"), ("徐汇区", 3)):
        own.append(line)
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    own.add_chart(chart, "D2")
    own.protection.sheet = True
    book.defined_names["市局口径"] = DefinedName("市局口径", attr_text=f"{OWN}!$A$1:$B$3")


def programs_own(data: bytes) -> bytes:
    """What only Excel and WPS write: figures worked out before, a threaded comment, a view of one's own."""
    part = sheet_parts(data)[LIST]
    relations = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    view = (f'<customSheetViews><customSheetView guid="{GUID}" scale="70" filter="1" showAutoFilter="1"><pane ySplit="3" topLeftCell="A4" '
            f'state="frozen"/><autoFilter ref="A3:Z6"/></customSheetView></customSheetViews>').encode()  # fmt: skip

    def change(name: str, content: bytes) -> bytes:
        if name == part:
            content = re.sub(rb"(<f>COUNTIF[^<]*</f>)<v ?/?>(?:</v>)?", rb"\1<v>2</v>", content)
            return content.replace(b"<mergeCells", view + b"<mergeCells", 1)
        if name == relations:
            link = b'<Relationship Id="rIdTalk" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
            return content.replace(b"</Relationships>", link + b"</Relationships>")
        if name == "[Content_Types].xml":
            kind = b'<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
            return content.replace(b"</Types>", kind + b"</Types>")
        if name == "xl/workbook.xml":
            own = f'<customWorkbookViews><customWorkbookView name="市局视图" guid="{GUID}" windowWidth="1" windowHeight="1" activeSheetId="1"/></customWorkbookViews>'
            return re.sub(rb"(<calcPr[^>]*/>)", lambda found: found[1] + own.encode(), content)
        return content

    talk = ('<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="C5" '
            f'dT="2025-12-01T00:00:00.00" personId="{GUID}" id="{GUID}"><text>请核对</text></threadedComment></ThreadedComments>')  # fmt: skip
    return repacked(data, change, **{"xl/threadedComments/threadedComment1.xml": talk.encode()})


def opened(data: bytes, **how: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what openpyxl does not know
        return load_workbook(io.BytesIO(data), **how)


def sheet_parts(data: bytes) -> dict[str, str]:
    """The part of each sheet; both programs number them in their order."""
    names = [sheet.get("name", "") for sheet in etree.fromstring(parts(data)["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    return {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, start=1)}


def as_openpyxl(_: Path, data: bytes) -> bytes:
    return data


def as_libreoffice(folder: Path, data: bytes) -> bytes:
    """Opened and saved by LibreOffice."""
    place = folder / "重存"
    place.mkdir()
    (place / "a.xlsx").write_bytes(data)
    return through_libreoffice(place)["a.xlsx"]


def spelled(spelling: str) -> Callable[[Path, bytes], bytes]:
    """Its sheets spelled otherwise, as other programs do."""
    return lambda _, data: repacked(data, lambda name, content: SPELLINGS[spelling](content) if name.startswith("xl/worksheets/s") else content)


def three_merges(desk: Desk) -> None:
    """A change, new rows, and a dispute that is ruled."""
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="联系二"), pilot(2), pilot(3)])
    desk.receive("徐汇区", pilots=[pilot(number) for number in (11, 12)])
    desk.receive(cover={"revision": 3}, pilots=[pilot(1, contact="联系三"), pilot(2, contact="联系三"), pilot(3), pilot(4)])


def around_the_cells(xml: bytes) -> bytes:
    """A sheet's part less its rows; ranges aside, which grow with the rows below them."""
    sheet = etree.fromstring(xml)
    for name in ("sheetData", "dimension"):
        for found in sheet.findall(f"{MAIN}{name}"):
            found.clear()
    for element in sheet.iter(etree.Element):
        for name in {"ref", "sqref"} & set(element.attrib):
            del element.attrib[name]
        if element.tag.endswith("}sqref"):
            element.text = ""
    return etree.tostring(sheet, method="c14n")


def rows_of(xml: bytes) -> dict[str, dict[str, str]]:
    """The attributes of the rows, by number."""
    rows = etree.fromstring(xml).iter(f"{MAIN}row")
    return {row.get("r", ""): {str(name): str(value) for name, value in row.items() if name != "spans"} for row in rows}


def looks(data: bytes) -> dict[str, Any]:
    """How the list's cells look, and what is said of them."""
    cells = (cell for line in opened(data)[LIST].iter_rows() for cell in line if cell.has_style or cell.value is not None)
    return {cell.coordinate: (cell.fill.fgColor.rgb, cell.font.b, cell.font.color and cell.font.color.rgb, cell.comment and cell.comment.text,
                              cell.hyperlink and cell.hyperlink.target) for cell in cells}  # fmt: skip


def own_columns(data: bytes) -> list[tuple[object, ...]]:
    """What staff wrote in their columns: texts with their runs, formulas, and the figures that were worked out."""
    files = [opened(data, rich_text=True)[LIST], opened(data, data_only=True)[LIST]]
    at = [column(files[0], header) for header in ("科室意见", "市局自用备注")]
    cells = [tuple(sheet.cell(row, place).value for sheet in files for place in at) for row in range(HEADER_ROW, FIRST_ROW + 3)]
    assert isinstance(cells[1][0], CellRichText)
    assert cells[2][2] == 2
    return cells


SAVED = {"openpyxl": as_openpyxl, "prefixed": spelled("prefixed"), "with comments": spelled("with comments"), "LibreOffice": as_libreoffice}


@pytest.mark.parametrize("saved", ["openpyxl", "prefixed", "with comments", pytest.param("LibreOffice", marks=pytest.mark.office)])
def test_all_that_staff_did_to_a_sheet_is_there_after_three_merges(desk: Desk, saved: str) -> None:
    desk.receive(pilots=[pilot(1), pilot(2), pilot(3)])
    desk.by_hand(furnish)
    before = SAVED[saved](desk.folder, programs_own(desk.path.read_bytes()))
    desk.path.write_bytes(before)
    three_merges(desk)
    after = desk.path.read_bytes()
    old, new = parts(before), parts(after)
    assert [entry.texts["contact"] for entry in desk.entries("pilots")] == ["联系三", "联系三", *[pilot(1)["contact"]] * 4]
    sheets = sheet_parts(before)
    written = {"xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/calcChain.xml", *sheets.values()}
    assert {name for name in old if new.get(name) != old[name]} <= written
    assert new[sheets[OWN]] == old[sheets[OWN]]
    for name, part in sheets.items():
        assert around_the_cells(old[part]) == around_the_cells(new[part]), name
        were, there = rows_of(old[part]), rows_of(new[part])
        assert {row: there[row] for row in were} == were, name
    seen, now = looks(before), looks(after)
    assert {cell: now[cell] for cell in seen} == seen
    assert own_columns(after)[: len(own_columns(before))] == own_columns(before)
