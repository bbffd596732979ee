"""Hazards 27 to 50 and 52: hidden and broken things, sheets, files, names and versions.

Archives (41) and what lies in them beside the workbooks (37) are in test_mail.py; here a .zip given as a workbook is
refused with the way out, and folders pass system files over.
"""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.records import factories
from tests.records.factories import SITE
from tests.sheets import locked
from tests.sheets.hostile import archive, book
from tests.sheets.tables import FILE, area, cover, found, grid, read, record_sheet, table, told
from toolkit.checks.stages import judge
from toolkit.findings import Severity
from toolkit.policy import load_settings, notice
from toolkit.records import COVER_SHEET, FORMS, Cover, columns_of, form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.grid import Book, Cell, Sheet, Visibility
from toolkit.sheets.mark import mark
from toolkit.sheets.read import read_submission_book, read_submission_bytes
from toolkit.sheets.source import read_bytes
from toolkit.sheets.submission import Submission
from toolkit.steps.check import check_files
from toolkit.steps.merge import merge_files
from toolkit.steps.sources import workbooks_in

AS_OF, SETTINGS = factories.AS_OF, load_settings()
NO_UNIT = factories.context(unit=None, year=None, filled_on=None)


def pilots(*numbers: int, **changes: Raw) -> list[dict[str, Raw]]:
    return [factories.row("pilots", SITE, n, **changes) for n in numbers]


def pilot_sheet(*numbers: int, **settings: Any) -> Sheet:
    return record_sheet("pilots", pilots(*numbers), **settings)


def codes(submission: Submission) -> list[str]:
    return [code for _, code in told(submission)]


def workbook(**forms: list[dict[str, Raw]]) -> Workbook:
    """A plain workbook as a program writes it."""
    made = Workbook()
    first: Any = made.active
    first.title = COVER_SHEET
    given = factories.cover()
    for column in columns_of(Cover):
        first.append([column.header, given.get(column.field)])
    for form_id, rows in forms.items():
        form = form_of(form_id)
        sheet: Any = made.create_sheet(form.sheet)
        sheet.append([column.header for column in form.district_columns])
        for row in rows:
            sheet.append([row.get(column.field) for column in form.district_columns])
    return made


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("raw", "code"), [("=?", "CELL-04"), ("#REF!", "CELL-03"), ("#N/A", "CELL-03")])
def test_hazard_27_a_formula_without_value_and_an_error_are_never_empty(raw: str, code: str) -> None:
    submission = read(record_sheet("pilots", pilots(1, previous_id=raw)))
    assert (codes(submission), submission.all_rows()[0].held) == ([code], True)
    assert "粘贴为数值" in found(submission, code).advice or "改正公式" in found(submission, code).advice


@pytest.mark.parametrize("text", ["#REF!", " #N/A ", "#DIV/0!"])
def test_hazard_27_an_error_pasted_as_text_is_one_all_the_same(text: str) -> None:
    sheet = pilot_sheet(1)
    column = next(at for at, cell in sheet.rows[3].items() if cell.value == "单位名称")
    sheet.rows[4][column] = Cell(text)
    assert codes(read(sheet)) == ["CELL-03"]


def test_hazard_27_a_file_that_points_to_others_is_told_and_not_followed() -> None:
    linked = read_submission_book(Book((cover(), pilot_sheet(1)), links=frozenset({"workbook"})), FILE, NO_UNIT)
    assert found(linked, "FILE-16").severity is Severity.I
    assert "FILE-16" not in codes(read(pilot_sheet(1)))


def test_hazard_28_hidden_rows_columns_and_sheets_count_and_are_told() -> None:
    hidden = pilot_sheet(1, 2, hidden_rows=frozenset({5}), hidden_columns=frozenset({2}), visibility=Visibility.HIDDEN, filtered=True)
    submission = read(hidden)
    assert len(submission.all_rows()) == 2
    assert sorted(codes(submission)) == ["SHEET-08", "SHEET-09", "SHEET-17", "SHEET-19"]
    assert found(submission, "SHEET-08").message == "隐藏行 5 已计入"
    assert told(read(pilot_sheet(1, 2))) == []


def test_hazard_28_a_very_hidden_sheet_counts_only_by_its_name() -> None:
    assert read(pilot_sheet(1, name="备用", visibility=Visibility.VERY_HIDDEN)).all_rows() == []
    assert len(read(pilot_sheet(1, visibility=Visibility.VERY_HIDDEN)).all_rows()) == 1


def test_hazard_29_a_row_struck_out_is_told_and_kept() -> None:
    sheet = pilot_sheet(1, 2)
    sheet.rows[5] = {column: cell._replace(struck=True) for column, cell in sheet.rows[5].items()}
    submission = read(sheet)
    assert (len(submission.all_rows()), found(submission, "SHEET-13").severity) == (2, Severity.W)
    sheet.rows[5] |= {1: Cell("SH-310115-2025-D-001")}
    assert "SHEET-13" not in codes(read(sheet))


def test_hazard_30_a_note_on_a_cell_is_told_with_its_words() -> None:
    submission = read(pilot_sheet(1, notes={(4, 2): "曾用名：上海样例旧名有限公司", (3, 2): "请填全称", (9, 9): " "}))
    finding = found(submission, "CELL-64")
    assert (finding.place.cell, finding.place.header, finding.severity) == ("B4", "单位名称", Severity.I)
    assert "上海样例旧名有限公司" in finding.message
    assert told(submission) == [("B4", "CELL-64")]


def test_hazard_31_a_picture_where_a_value_must_be_is_an_error_and_another_is_told() -> None:
    assert codes(read(record_sheet("pilots", pilots(1, uscc="[图]")))) == ["CELL-06"]
    beside = read(pilot_sheet(1, pictures=frozenset({(4, 2), (12, 3), (1, 1)})))
    assert (codes(beside), "B4、C12" in found(beside, "SHEET-20").message) == (["SHEET-20"], True)


def test_hazard_31_a_seal_below_the_table_is_no_row() -> None:
    sheet = pilot_sheet(1)
    sheet.rows[9] = {2: Cell(None, fault=grid("", [("[图]",)]).rows[1][1].fault)}
    assert (len(read(sheet).all_rows()), told(read(sheet))) == (1, [(None, "SHEET-20")])


def judged(rows: list[dict[str, Raw]], **forms: list[dict[str, Raw]]) -> Submission:
    submission = read(record_sheet("pilots", rows), *(record_sheet(form_id, own) for form_id, own in forms.items()))
    judge(submission, None)
    return submission


def test_hazard_32_a_row_that_stands_twice_is_an_error_in_both() -> None:
    submission = judged(pilots(1, 1, 2))
    twins = [f for f in submission.findings if f.code == "LINK-01"]
    assert [f.place.cell for f in twins] == ["D4", "D5"]
    assert "D5" in twins[0].message
    assert [row.held for row in submission.all_rows()] == [True, True, False]
    assert codes(judged(pilots(1, 2))) == []


def test_hazard_32_one_name_with_two_codes_and_one_code_with_two_names_are_told() -> None:
    other = factories.row("pilots", SITE, 2, name=pilots(1)[0]["name"])
    assert "LINK-03" in codes(judged([*pilots(1), other]))
    renamed = factories.row("pilots", SITE, 1, name="上海样例另名有限公司", determined_year=2024)
    assert "LINK-02" in codes(judged([*pilots(1), renamed]))


def test_hazard_33_of_two_sheets_alike_none_is_read_until_one_is_named() -> None:
    sheets = (cover(), pilot_sheet(1, name="Sheet1"), pilot_sheet(2, name="Sheet1 (2)"))
    submission = read(*sheets)
    assert (submission.all_rows(), found(submission, "SHEET-07").severity) == ([], Severity.E)
    assert "Sheet1、Sheet1 (2)" in found(submission, "SHEET-07").message


def test_hazard_33_the_sheet_named_is_the_one_read(tmp_path: Path) -> None:
    made = workbook(pilots=pilots(1))
    made.copy_worksheet(made["试点名单"])
    made["试点名单"].title, made["试点名单 Copy"].title = "甲", "乙"
    path = tmp_path / FILE
    path.write_bytes(saved(made))
    (file,) = check_files([path], AS_OF, SETTINGS, sheets=("乙",)).files
    assert {row.sheet for row in file.submission.all_rows()} == {"乙"}
    assert [f.place.sheet for f in file.findings if f.code == "SHEET-15"] == ["甲"]
    (other,) = check_files([path], AS_OF, SETTINGS, sheets=("丙",)).files
    assert {"SHEET-07", "SHEET-23"} <= {f.code for f in other.findings}


def test_hazard_34_a_renamed_sheet_is_known_and_an_empty_file_is_silent_only_as_zero_report() -> None:
    assert codes(read(pilot_sheet(1, name="附表1"))) == ["SHEET-06"]
    assert codes(read(record_sheet("pilots", []))) == ["SHEET-14"]
    assert codes(read(cover(zero_report="是"), record_sheet("pilots", []))) == []
    assert [f.code for f in read(pilot_sheet(1)).findings] == ["SHEET-01"]


def test_hazard_34_a_sheet_named_almost_so_without_the_headers_is_more_than_a_stranger() -> None:
    for name, code in (("试点名单（12月）", "SHEET-24"), ("底稿", "SHEET-16")):
        submission = read(pilot_sheet(1), grid(name, [("企业", "代码"), ("上海样例科技有限公司", "91")]))
        assert codes(submission) == [code]


def test_hazard_02_a_unit_with_a_seals_place_behind_it_is_the_unit() -> None:
    submission = read(cover(unit="浦东新区（盖章）"), pilot_sheet(1))
    assert submission.unit is not None
    assert (submission.unit.short, codes(submission)) == ("浦东新区", ["CELL-54"])


def test_hazard_35_a_file_is_what_it_holds_whatever_it_is_called() -> None:
    data = saved(workbook(pilots=pilots(1)))
    assert len(read_submission_bytes(data, "浦东新区12月.xls", NO_UNIT).all_rows()) == 1
    page = "<html><table><tr><td>填报单位：浦东新区</td></tr></table></html>".encode("gbk")
    for odd in (page, "类型,内容,提出日期\n问题,甲,2025-10-09".encode("gbk")):
        submission = read_submission_bytes(odd, "浦东.xls", NO_UNIT)
        assert {f.code for f in submission.findings} & {"COVER-01", "COVER-06"}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [(b"%PDF-1.7 \n%", "FILE-08", "Excel 原表"), (b"\x89PNG\r\n\x1a\n", "FILE-08", "Excel 原表"), (b"", "FILE-02", "重新报送"),
     (archive({"a.xlsx": "x"}), "FILE-07", "解压"), (b"Rar!\x1a\x07\x00", "FILE-07", "解压"), (b"PK\x03\x04" + b"x" * 50, "FILE-03", "重新发送")],
)  # fmt: skip
def test_hazard_35_37_41_what_cannot_be_read_is_refused_with_the_way_out(data: bytes, code: str, words: str) -> None:
    submission = read_submission_bytes(data, "浦东.xlsx", NO_UNIT)
    assert (submission.status, [f.code for f in submission.findings]) == ("refused", [code])
    assert words in submission.findings[0].advice


def test_hazard_36_a_book_with_a_password_to_open_is_refused_with_the_way_out() -> None:
    shut = locked.standard(book(CELLS), "样例密码")
    (finding,) = read_submission_bytes(shut, FILE, NO_UNIT).findings
    assert (finding.code, "取消打开密码" in finding.advice) == ("FILE-04", True)


def test_hazard_36_a_protected_sheet_is_read() -> None:
    made = workbook(pilots=pilots(1))
    for sheet in made.worksheets:
        sheet.protection.set_password("样例")
        sheet.protection.enable()
    assert len(read_submission_bytes(saved(made), FILE, NO_UNIT).all_rows()) == 1


def test_hazard_37_files_of_the_system_are_passed_over(tmp_path: Path) -> None:
    for name in ("~$甲.xlsx", ".~甲.xlsx", "甲.tmp", "Thumbs.db", ".DS_Store", "甲.xlsx"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "乙.xlsx").write_bytes(b"")
    assert [path.name for path in workbooks_in([tmp_path])] == ["甲.xlsx"]


CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row><row r="9"><c r="C9"><v>1</v></c></row>'


def test_hazard_38_a_wrong_dimension_loses_no_cell() -> None:
    data = book(CELLS)
    assert b'ref="A1"' in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    (sheet,) = read_bytes(data).sheets
    assert [at for at, _ in sheet.cells()] == [(1, 1), (9, 3)]


def test_hazard_39_styles_nobody_else_reads_are_no_hindrance() -> None:
    data = saved(workbook(pilots=pilots(1)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(b"<fill><patternFill/></fill>", b"<fill/>") if name.endswith("styles.xml") else body)
    assert b"<fill/>" in zipfile.ZipFile(out).read("xl/styles.xml")
    assert len(read_submission_bytes(out.getvalue(), FILE, NO_UNIT).all_rows()) == 1


def test_hazard_40_formatting_down_to_the_last_row_costs_nothing_and_hides_nothing() -> None:
    made = workbook(pilots=pilots(1))
    sheet: Any = made["试点名单"]
    sheet.column_dimensions["A"].number_format = "@"
    sheet.cell(1_048_576, 1).number_format = "@"
    submission = read_submission_bytes(saved(made), FILE, NO_UNIT)
    assert len(submission.all_rows()) == 1
    assert "E" not in {str(f.severity) for f in submission.findings}


def test_content_far_away_is_told() -> None:
    sheet = pilot_sheet(1)
    sheet.rows[400] = {60: Cell("样例")}
    submission = read(sheet)
    assert (len(submission.all_rows()), "BH400" in found(submission, "SHEET-21").message) == (1, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [("徐汇12月.xlsx", "文件名写的是徐汇区，填报信息是浦东新区"), ("浦东新区11月（最终版）(1).xlsx", "文件名写的是11月，填报信息是12月"),
     ("浦东2025.11.xls", "文件名写的是11月")],
)  # fmt: skip
def test_hazard_42_a_file_name_that_disagrees_is_told_and_the_content_wins(name: str, words: str) -> None:
    submission = read(pilot_sheet(1), name=name)
    assert words in found(submission, "COVER-07").message
    assert (submission.month, submission.unit and submission.unit.short) == (12, "浦东新区")


@pytest.mark.parametrize("name", ["附件2：浦东新区商业秘密保护创新试点情况汇总表（2025.12）.xlsx", "浦东12月-改.xls", "报送.xlsx", "2025年12月5日.xlsx", "浦东临港.xlsx",
                                  "1月至12月.xlsx"])  # fmt: skip
def test_hazard_42_a_name_that_agrees_or_says_nothing_is_silent(name: str) -> None:
    assert told(read(pilot_sheet(1), name=name)) == []


def test_hazard_43_the_same_file_twice_counts_once_and_of_two_the_later_wins(tmp_path: Path) -> None:
    plain, later = workbook(pilots=pilots(1)), workbook(pilots=pilots(1, contact="样例另人"))
    later[COVER_SHEET]["B5"] = 2
    for name, data in (("甲.xlsx", saved(plain)), ("乙（最终版）(1).xlsx", saved(later))):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "丙.xlsx").write_bytes((tmp_path / "甲.xlsx").read_bytes())
    (tmp_path / "总台账").mkdir()
    result = merge_files([tmp_path], tmp_path / "总台账" / "总台账.xlsx", AS_OF, SETTINGS)
    actions = {Path(file.submission.file).name: file.action for file in result.plan.files}
    assert actions == {"甲.xlsx": "superseded", "丙.xlsx": "superseded", "乙（最终版）(1).xlsx": "merged"}


OLD_FORM = """
    | 商业秘密保护示范点汇总表（2024年） |
    | 序号 | 企业名称 | 社会信用代码 | 类别 | 确定日期 | 联系人 | 联系电话 |
    | {1} | 上海样例科技有限公司 | 91310115MA01610380 | 示范点 | 2024-05-01 | 样例 | 021-12345678 |
    """


def test_hazard_44_an_unknown_version_is_refused_and_ours_is_not() -> None:
    assert read(cover(template_version="2026.1"), pilot_sheet(1)).refused
    for ours in ("2025.1", 2025.1, "V2025.1", "2025.1版", "２０２５．１"):
        assert not read(cover(template_version=ours), pilot_sheet(1)).refused


def test_hazard_44_the_form_of_the_old_programme_is_known_and_refused_with_what_it_lacks() -> None:
    submission = read_submission_book(Book((table("示范点", OLD_FORM),)), "青浦.xlsx", NO_UNIT)
    finding = found(submission, "COVER-10")
    assert submission.refused
    assert "与“试点名单”相比缺少主体类型" in finding.message
    assert "2025.1 版模板" in finding.advice
    assert "COVER-10" not in codes(read_submission_book(Book((table("试点名单", "| 甲 | 乙 |"),)), "青浦.xlsx", NO_UNIT))


def test_hazard_45_a_template_without_its_lists_widths_and_protection_reads_the_same() -> None:
    prefill: dict[str, list[dict[str, Any]]] = {form.id: [factories.read_row(form.id).values] for form in FORMS}
    data = blank_workbook(notice().unit_named("浦东新区"), 2025, {**prefill, "cover": [factories.read_cover().values]})
    made: Workbook = load_workbook(io.BytesIO(data))
    for sheet in made.worksheets:
        sheet.data_validations.dataValidation.clear()
        sheet.protection.disable()
        if sheet.title != "字典":
            sheet.insert_rows(1, 3)
    before, after = (read_submission_bytes(one, FILE, NO_UNIT) for one in (data, saved(made)))
    assert [row.values for row in after.all_rows()] == [row.values for row in before.all_rows()]
    assert [f.code for f in after.findings] == [f.code for f in before.findings]


@pytest.mark.parametrize(("other", "same"), [("上海样例1号（科技）有限公司", True), ("上海样例1号(科技)有限公司 ", True), ("上海样例1号科技有限责任公司", False)])
def test_hazard_46_spellings_of_a_name_meet_and_other_names_are_told(other: str, same: bool) -> None:
    rows = [*pilots(1, name="上海样例1号(科技)有限公司"), *pilots(1, name=other, determined_year=2024)]
    assert ("LINK-02" in codes(judged(rows))) is not same


def test_hazard_46_a_name_with_its_former_one_is_told() -> None:
    assert codes(read(record_sheet("pilots", pilots(1, name="上海样例科技有限公司（原上海样例贸易有限公司）")))) == ["CELL-48"]


def test_hazard_48_what_looks_like_a_formula_is_text_in_the_marked_copy_and_in_the_master(tmp_path: Path) -> None:
    made = workbook(pilots=pilots(1, contact="=1+1", change_note="@样例", phone="12"))
    for row in made["试点名单"].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    path = tmp_path / FILE
    path.write_bytes(saved(made))
    master = tmp_path / "总台账.xlsx"
    result = merge_files([path], master, AS_OF, SETTINGS)
    assert [file.action for file in result.plan.files] == ["merged"]
    submission = read_submission_bytes(path.read_bytes(), FILE, NO_UNIT)
    for data in (mark(path.read_bytes(), submission.findings), master.read_bytes()):
        cells = [cell for sheet in load_workbook(io.BytesIO(data)).worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell.data_type for cell in cells if cell.value == "=1+1"]
        assert {cell.data_type for cell in cells if cell.value in {"=1+1", "@样例"}} == {"s"}


def test_hazard_50_an_address_in_another_district_is_told_except_for_units_without_land() -> None:
    rows = [factories.row("applications", address="上海市徐汇区样例路1号")]
    assert codes(read(record_sheet("applications", rows))) == ["ROW-13"]
    assert "ROW-13" not in codes(read(cover(unit="临港新片区"), record_sheet("applications", rows)))
    assert codes(read(record_sheet("applications", [factories.row("applications", address="样例路1号（近徐汇区），浦东新区")]))) == []


def test_hazard_50_a_number_of_another_unit_is_told() -> None:
    assert codes(read(record_sheet("pilots", pilots(1, pilot_id="SH-310104-2025-D-003")))) == ["ROW-34"]
    assert codes(read(record_sheet("pilots", pilots(1, pilot_id="SH-310115-2025-D-003")))) == []


def test_hazard_52_programs_are_told_and_never_run() -> None:
    submission = read_submission_book(Book((cover(), pilot_sheet(1)), kind="xlsm", macros=True), FILE, NO_UNIT)
    assert (codes(submission), len(submission.all_rows())) == (["FILE-15"], 1)
    assert found(submission, "FILE-15").severity is Severity.I


def test_a_wrong_column_is_one_finding_on_its_header_and_holds_its_rows() -> None:
    submission = read(record_sheet("pilots", [factories.row("pilots", SITE, n, state="在籍中") for n in range(1, 31)]))
    finding = found(submission, "CELL-30")
    header = next(at for at, cell in record_sheet("pilots", []).rows[3].items() if cell.value == "状态")
    assert (finding.place.row, finding.place.cell) == (3, f"{chr(64 + header)}3")
    assert "本列 30 格有同一问题" in finding.message
    assert "“在籍中”不在可选值内" in finding.message
    assert [row.held for row in submission.all_rows()] == [True] * 30


def test_a_few_wrong_cells_are_each_told_in_their_own() -> None:
    rows = [factories.row("pilots", SITE, n, state="在籍中" if n <= 4 else "试点中") for n in range(1, 31)]
    submission = read(record_sheet("pilots", rows))
    assert codes(submission) == ["CELL-30"] * 4
    assert len({cell for cell, _ in told(submission)}) == 4


def test_merged_headers_of_one_text_are_one_column() -> None:
    sheet = table("问题建议", "| 类型 | 内容 | | 提出日期 |\n| 问题 | 甲 | | 2025-10-09 |", merges=(area("B1:C1"), area("B2:C2")))
    assert told(read(sheet)) == []
