"""Ten workbooks of the December example, each roughened in its own way; what must be said of them is written by hand.

Each case is what a clerk did to a sound file, and beside it every finding that must come of it, cell by cell: no
other may. A place without a cell is the sheet's or the file's.
"""

import io
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.records import factories
from tests.sheets.editing import parts
from toolkit.checks.stages import judge
from toolkit.findings import Finding
from toolkit.sheets.mark import mark, unmark
from toolkit.sheets.read import read_submission_bytes

MAILED = Path(__file__).parents[2] / "examples" / "december" / "收件"
OFFICIAL = "附件2：{}商业秘密保护创新试点情况汇总表（2025.12）.xlsx"
CONTEXT = factories.context(unit=None, year=None, filled_on=None)

Roughen = Callable[[Workbook], None]
CASES: dict[str, tuple[str, Roughen, str]] = {}


def case(file: str, expected: str) -> Callable[[Roughen], Roughen]:
    """A mailed file with what a clerk did to it and what must be said: `sheet cell code` a line, - for no cell."""

    def keep(roughen: Roughen) -> Roughen:
        CASES[roughen.__name__] = (file, roughen, expected)
        return roughen

    return keep


def put(sheet: Any, **cells: Any) -> None:
    """Cells by address; None empties one."""
    for address, value in cells.items():
        sheet[address] = value


@case("奉贤12月汇总表.xlsx", """
    试点名单 K4 CELL-13
    试点名单 K5 CELL-12
    试点名单 K6 CELL-11
    试点名单 K7 CELL-52
    试点名单 K8 CELL-15
    试点名单 K9 CELL-10
    试点名单 K10 CELL-18
    问题建议 D4 CELL-12
    宣传培训 B4 CELL-51
    宣传培训 B5 CELL-17
    宣传培训 B6 CELL-16
    填报信息 B11 CELL-51
    """)
def dates_in_every_notation(book: Workbook) -> None:
    """2025.1 for October as a number and as text, a day that is none, a serial, no year, a date of the other order."""
    put(book["试点名单"], K4=2025.1, K5="2025.10", K6="2025-02-30", K7=45992, K8="9月22日", K9="约9月下旬", K10="22/09/2025")
    for row in (4, 7):
        book["试点名单"][f"K{row}"].number_format = "General"
    put(book["问题建议"], D4="2025年11月")
    put(book["宣传培训"], B4="二〇二五年四月四日", B5=datetime(2026, 6, 16), B6=datetime(2025, 12, 7))  # noqa: DTZ001
    put(book["填报信息"], B11="2025.12.5")


@case("金山区报送2025年12月.xlsx", """
    年度情况报送 J4 CELL-23
    年度情况报送 K4 CELL-53
    年度情况报送 L4 CELL-21
    年度情况报送 M4 CELL-22
    年度情况报送 J7 CELL-25
    年度情况报送 K7 CELL-20
    年度情况报送 N9 CELL-53
    年度情况报送 O9 CELL-57
    年度情况报送 F10 CELL-57
    年度情况报送 G5 CELL-57
    年度情况报送 I11 ROW-40
    培育对象 K4 CELL-54
    培育对象 K6 CELL-32
    宣传培训 F4 CELL-23
    """)
def numbers_and_ticks(book: Workbook) -> None:
    """Units, words and dates where a number should stand; ticks; 无 where something must, and where nothing need, stand."""
    put(book["年度情况报送"], J4="约3次", K4="２２８人次", L4=-2, M4=2.5, J7=datetime(2025, 6, 8), K7="一百多人")  # noqa: DTZ001
    put(book["年度情况报送"], N9="3900元", O9="无", F10="/", G5="未报", I11="无")
    put(book["培育对象"], K4="√", K5="是", K6="待定")
    put(book["宣传培训"], F4="200余人")


@case(OFFICIAL.format("临港新片区"), """
    试点名单 D4 USCC-04
    试点名单 D5 USCC-01
    试点名单 D6 USCC-03
    试点名单 D7 USCC-05
    试点名单 D8 USCC-02
    试点名单 Q5 ROW-31
    试点申请 B4 CELL-55
    试点名单 B6 CELL-50
    试点名单 O7 CELL-40
    试点名单 N8 CELL-50
    试点名单 L4 CELL-55
    试点名单 L7 CELL-42
    试点名单 A8 CELL-43
    经验成果 C4 CELL-03
    """)
def codes_and_texts(book: Workbook) -> None:
    """Credit codes in all their wrong ways, spaces, phones, document numbers, a number the city never gave."""
    pilots, name = book["试点名单"], book["试点名单"]["B6"].value
    put(pilots, D4=pilots["D4"].value.replace("0", "O", 1), D5=913101159159003670, D6="TE5T01785", D8=pilots["D8"].value[:-1])
    put(pilots, D7=pilots["D7"].value[:17] + ("1" if pilots["D7"].value[17] != "1" else "2"))
    put(pilots, Q5=None, B6=f"\u3000{name} ", O7="6543", N8="李　六", L4="沪市监价竞[2025] 231 号", L7="231号", A8="003")
    applications = book["试点申请"]
    put(applications, B4=f"{applications['B4'].value[:8]} {applications['B4'].value[8:]}".lower())
    put(book["经验成果"], C4="#REF!")
    book["经验成果"]["C4"].data_type = "e"


def clear(sheet: Any, first: int, last: int) -> list[list[Any]]:
    """Take rows off a sheet; their values, to be put elsewhere."""
    taken = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=last)]
    sheet.delete_rows(first, last - first + 1)
    return taken


@case(OFFICIAL.format("松江区"), """
    跟踪评估 - SHEET-11
    跟踪评估 - SHEET-11
    跟踪评估 D8 CELL-60
    跟踪评估 D10 CELL-61
    跟踪评估 - SHEET-11
    跟踪评估 - SHEET-11
    跟踪评估 - SHEET-11
    跟踪评估 B12 SHEET-10
    跟踪评估 A1 COVER-09
    填报信息 B10 COVER-05
    """)
def an_old_layout(book: Workbook) -> None:
    """附件2 and a line of another unit above, header in row 5, an example, sections, a wrong total, a note, signatures."""
    sheet = book["跟踪评估"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    lines = clear(sheet, 4, 6)
    head = clear(sheet, 1, 3)[2]
    rows: list[list[Any]] = [
        ["填报单位（盖章）：徐汇区市场监管局　　填报人：　　联系电话：　　填报日期：2025年12月2日"],
        ["附件2"], ["商业秘密保护创新试点跟踪评估情况汇总表"], [], head, ["示例：上海某某公司"], ["一、园区"],
        [*lines[0][:3], None, *lines[0][4:]], ["（二）单位（点）"], lines[1], lines[2], ["合 计", "4家"],
        ["注：1.本表由区局填报。"], ["2.跟踪评估每年不少于一次。"], ["负责人（签字）：", None, "审核人：", None, "填报人："],
    ]  # fmt: skip
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    put(book["填报信息"], B10=None)


@case(OFFICIAL.format("浦东新区"), """
    年度情况报送 - SHEET-08
    年度情况报送 - SHEET-17
    年度情况报送 - SHEET-13
    年度情况报送 A6 CELL-64
    年度情况报送 Q4 SHEET-04
    年度情况报送 - SHEET-21
    年度情况报送 S4 SHEET-12
    名单 - SHEET-06
    - - SHEET-01
    填报底稿 - SHEET-16
    试点申请 - SHEET-09
    试点申请 - SHEET-19
    """)
def what_is_hidden_and_beside(book: Workbook) -> None:
    """Two-level headers, hidden rows, columns and sheets, a filter, a note with data, struck-out rows, strays, a sheet renamed."""
    sheet = book["年度情况报送"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(4)
    put(sheet, F4="区局日期", G4="市局日期", F3="收到情况", G3=None, Q4="核对", S4="市局登记收到日期", S5=datetime(2025, 12, 2))  # noqa: DTZ001
    sheet.merge_cells("F3:G3")
    for column in "ABCDEHIJKLMNOP":
        sheet.merge_cells(f"{column}3:{column}4")
    put(sheet, Q5="已核", U7="另见附页")
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["P"].hidden = True
    sheet["A6"].comment = Comment("报送人已变更", "样例")
    for cell in sheet[7]:
        cell.font = Font(strike=True)
    book["试点名单"].title = "名单"
    del book["问题建议"]
    book.create_sheet("填报底稿")["A1"] = "草稿"
    book["试点申请"].sheet_state = "hidden"
    book["试点申请"].auto_filter.add_filter_column(3, ["单位（点）"])


@case(OFFICIAL.format("长宁区"), """
    试点名单 B5 CELL-04
    试点名单 J6 CELL-03
    试点名单 E7 CELL-30
    试点名单 E8 CELL-31
    试点名单 E9 CELL-54
    试点名单 G6 CELL-30
    试点名单 M4 CELL-47
    试点名单 L5 CELL-56
    培育对象 C4 USCC-10
    """)
def formulas_and_free_words(book: Workbook) -> None:
    """A formula without its value, #N/A, words that are on no list, the old programme's, 同上 with and without a line above."""
    sheet = book["试点名单"]
    put(sheet, B5='=VLOOKUP(A5,Sheet9!A:B,2,0)', J6="#N/A", E7="示范单位", E8="示范点", E9="企业（点）", G6="绿色制造业", M4="同上", L5="同上")
    sheet["J6"].data_type = "e"
    put(book["培育对象"], C4=None)


@case(OFFICIAL.format("闵行区"), """
    试点名单 D9 LINK-01
    试点名单 D14 LINK-01
    试点名单 D10 LINK-01
    试点名单 D11 LINK-01
    试点名单 B10 LINK-02
    试点名单 D10 LINK-03
    试点申请 M3 SHEET-03
    试点申请 M3 SHEET-04
    综合审定 A3 SHEET-03
    综合审定 - SHEET-21
    问题建议 F3 SHEET-05
    年度情况报送 N4 CELL-65
    """)
def rows_twice_and_columns_gone(book: Workbook) -> None:
    """A row pasted again, a name with another's code, columns renamed out of knowledge, without a header, twice, in another unit."""
    sheet = book["试点名单"]
    for column in range(1, 19):
        sheet.cell(14, column).value = sheet.cell(9, column).value
    sheet["D10"] = sheet["D11"].value
    put(book["试点申请"], M3="申报材料")
    put(book["综合审定"], F3=None)
    put(book["问题建议"], F3="紧急程度", F4="紧急")
    put(book["年度情况报送"], N3="投入经费（元）")


@case("黄浦区商业秘密试点工作台账12月.xlsx", """
    综合审定 P5 ROW-20
    综合审定 P8 CELL-54
    综合审定 U9 ROW-21
    综合审定 AE9 ROW-23
    综合审定 AD10 ROW-22
    综合审定 AE10 ROW-23
    综合审定 E11 LINK-06
    试点申请 E5 ROW-01
    试点申请 C4 ROW-02
    试点申请 C6 ROW-03
    试点申请 F9 ROW-05
    试点申请 O12 ROW-11
    试点申请 P12 ROW-12
    试点申请 J13 ROW-10
    试点申请 G14 ROW-13
    """)
def rows_against_themselves(book: Workbook) -> None:
    """Criteria missing, not on the list or another category's, opinions and reasons, subject types, parks, states, addresses."""
    reviews, applications = book["综合审定"], book["试点申请"]
    put(reviews, P5=None, P8="基本符合", U9="符合", AD9="暂缓", H10="不符合", E11=datetime(2025, 6, 1))  # noqa: DTZ001
    put(applications, E5="企业", C4=None, C6="样例园", F9="商业秘密保护服务", N12="待补正", J13=datetime(2024, 12, 30))  # noqa: DTZ001
    put(applications, G14="上海市徐汇区样例路1号")


@case("普陀区12月报送.xlsx", """
    填报信息 B4 CELL-54
    填报信息 B6 COVER-07
    填报信息 B7 CELL-20
    填报信息 B8 CELL-01
    填报信息 B9 CELL-40
    填报信息 - COVER-05
    填报信息 B11 CELL-12
    填报信息 B12 CELL-32
    培育对象 G4 CELL-51
    试点名单 D5 CELL-55
    试点名单 K4 CELL-51
    试点名单 O4 CELL-58
    """)
def a_cover_gone_wrong(book: Workbook) -> None:
    """Another month than the file's name, labels gone, values that are none; beside what the file has wrong anyway."""
    put(book["填报信息"], B3=2025.1, B4="普陀", B6=11, B7="最终版", B8=None, B9="12345", A10=None, B10=None, B11="2025.12", B12="不清楚")


@case("静安12月-改.xlsx", """
    试点名单 B7 CELL-59
    试点名单 M6 CELL-01
    试点名单 O11 CELL-63
    试点名单 C9 CELL-45
    试点名单 C9 LINK-02
    试点名单 - SHEET-11
    试点名单 - SHEET-11
    试点名单 - SHEET-11
    """)
def merged_and_joined(book: Workbook) -> None:
    """Cells merged over rows, in columns that are filled down and in one that is not; two contacts of one firm, two firms in a cell."""
    sheet = book["试点名单"]
    put(sheet, O12="样例人", N12="13800000000", C9="上海样例甲有限公司、上海样例乙有限公司")
    for area in ("B6:B7", "B8:B12", "M5:M6", *(f"{column}11:{column}12" for column in "CDEFGHIJKLM")):
        sheet.merge_cells(area)


def said(data: bytes, name: str) -> list[Finding]:
    submission = read_submission_bytes(data, name, CONTEXT)
    judge(submission, None)
    return submission.findings


@cache
def roughened(name: str) -> bytes:
    file, roughen, _ = CASES[name]
    book = load_workbook(MAILED / file)
    roughen(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_told_in_its_cell_and_nothing_else_is(name: str) -> None:
    file, _, expected = CASES[name]
    found = Counter(f"{f.place.sheet or '-'} {f.place.cell or '-'} {f.code}" for f in said(roughened(name), file))
    wanted = Counter(line.strip() for line in expected.strip().splitlines())
    assert (sorted((wanted - found).elements()), sorted((found - wanted).elements())) == ([], [])


@pytest.mark.parametrize("name", CASES)
def test_a_marked_copy_says_the_same_and_is_marked_the_same_again(name: str) -> None:
    file, data = CASES[name][0], roughened(name)
    findings = said(data, file)
    marked = mark(data, findings)
    assert [f.to_json() for f in said(marked, file)] == [f.to_json() for f in findings]
    assert parts(mark(marked, findings)) == parts(marked)
    assert mark(marked, []) == unmark(marked)


@pytest.mark.office
def test_the_same_is_said_of_a_file_in_another_format_and_of_its_marked_copy(tmp_path: Path) -> None:
    name = "rows_against_themselves"
    (tmp_path / "来文.xlsx").write_bytes(roughened(name))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("xls:MS Excel 97", "ods"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "来文.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    (tmp_path / "来文.et").write_bytes((tmp_path / "来文.xls").read_bytes())
    told = {ending: said((tmp_path / f"来文.{ending}").read_bytes(), "黄浦区") for ending in ("xlsx", "xls", "et", "ods")}
    wanted = [f.to_json() for f in told["xlsx"]]
    for ending, findings in told.items():
        assert [f.to_json() for f in findings] == wanted, ending
        marked = mark((tmp_path / f"来文.{ending}").read_bytes(), findings)
        assert [f.to_json() for f in said(marked, "黄浦区")] == wanted, ending
