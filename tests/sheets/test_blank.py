"""The district workbook as the toolkit makes it."""

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.policy import Category, load_settings, notice
from toolkit.records import COVER_SHEET, FORMS, TEMPLATE_VERSION, Cover, columns_of
from toolkit.sheets.blank import BLANK_NAME, NOTICE_LINE, blank_workbook
from toolkit.sheets.page import FIRST_ROW, HEADER_ROW, LINE_ROW
from toolkit.sheets.pin import pin
from toolkit.sheets.source import read_bytes

SHIPPED = Path(__file__).parents[2] / "workbooks"
SITE: dict[str, Any] = {
    "name": "上海样例微电子有限公司", "uscc": "91310115MA01610380", "category": Category.SITE, "subject_type": "企业",
    "industries": ("集成电路", "人工智能"), "level": "市级", "origin": "新确定", "determined_year": 2025,
    "determined_on": date(2025, 9, 1), "document_no": "沪市监价竞〔2025〕1号", "state": "试点中", "contact": "赵样例",
    "phone": "13800000000",
}  # fmt: skip


def opened(**arguments: Any) -> Workbook:
    return load_workbook(io.BytesIO(blank_workbook(**arguments)))


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return opened()


def validation(sheet: Worksheet, header: str) -> Any:
    letter = next(cell.column_letter for cell in sheet[HEADER_ROW] if cell.value == header)
    return next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}4:"))


def test_the_same_workbook_has_the_same_bytes() -> None:
    assert blank_workbook() == blank_workbook()


def test_pinning_twice_changes_nothing() -> None:
    assert pin(blank_workbook()) == blank_workbook()


def test_the_shipped_workbook_is_the_one_the_code_makes() -> None:
    assert [path.name for path in SHIPPED.glob("*.xlsx")] == [BLANK_NAME]
    # Packed anew before comparing, since another zlib deflates the same parts to other bytes.
    assert pin((SHIPPED / BLANK_NAME).read_bytes()) == blank_workbook()


def test_no_part_says_when_or_with_what_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(blank_workbook())) as book:
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-04-25T00:00:00Z" in book.read("docProps/core.xml")
        assert b"openpyxl" not in book.read("docProps/app.xml").lower()


def test_it_holds_the_cover_the_nine_forms_and_very_hidden_lists(blank: Workbook) -> None:
    assert blank.sheetnames == [COVER_SHEET, *(form.sheet for form in FORMS), "字典"]
    assert blank["字典"].sheet_state == "veryHidden"


def test_the_cover_has_its_labels_from_row_3_and_its_version(blank: Workbook) -> None:
    cover = blank[COVER_SHEET]
    labels = [cover.cell(row, 1).value for row in range(3, 14)]
    assert labels == [column.header for column in columns_of(Cover)]
    assert (cover["B3"].value, cover["B3"].number_format) == (TEMPLATE_VERSION, "@")
    assert [cover.cell(row, 2).value for row in range(4, 14)] == [None] * 10


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_record_sheet_is_laid_out_as_the_contract_says(blank: Workbook, form: Any) -> None:
    sheet: Any = blank[form.sheet]
    headers = [cell.value for cell in sheet[HEADER_ROW]]
    assert headers == [column.header for column in form.district_columns]
    assert sheet.cell(LINE_ROW, 1).value == NOTICE_LINE
    assert [str(area) for area in sheet.merged_cells.ranges] == [f"A1:{get_column_letter(len(headers))}1"]
    assert sheet.max_row == HEADER_ROW
    assert str(sheet.freeze_panes).endswith(str(FIRST_ROW))
    assert str(sheet.auto_filter.ref).startswith(f"A{HEADER_ROW}:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert len(headers) <= 18 or form.id == "reviews"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_header_has_a_note_with_its_need_help_and_clause(blank: Workbook, form: Any) -> None:
    for column, cell in zip(form.district_columns, blank[form.sheet][HEADER_ROW], strict=True):
        note = cell.comment.text
        assert ("【必填】" in note) is column.required
        assert column.column.help in note
        assert column.column.needed in note
        assert f"工作方案{column.column.clause}" in note or not column.column.clause


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_columns_are_formatted_so_that_codes_stay_text_and_dates_dates(blank: Workbook, form: Any) -> None:
    sheet: Any = blank[form.sheet]
    for column, cell in zip(form.district_columns, sheet[HEADER_ROW], strict=True):
        assert sheet.column_dimensions[cell.column_letter].number_format == column.kind.number_format


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_list_has_its_dropdown(blank: Workbook, form: Any) -> None:
    names = {rule.formula1 for rule in blank[form.sheet].data_validations.dataValidation if rule.type == "list"}
    for column in form.district_columns:
        if not column.kind.choices:
            continue
        rule = validation(blank[form.sheet], column.header)
        assert rule.formula1 in names
        if "INDIRECT" not in rule.formula1:
            assert listed(blank, rule.formula1) == list(column.kind.choices)


def listed(book: Workbook, name: str) -> list[object]:
    sheet, area = next(iter(book.defined_names[name].destinations))
    return [cell.value for (cell,) in book[sheet][area]]


def test_subject_types_follow_the_category(blank: Workbook) -> None:
    rule = validation(blank["试点申请"], "主体类型")
    assert rule.formula1 == 'INDIRECT("主体类型_"&IFERROR(MATCH($D4,拟培育类别,0),0))'
    assert len(rule.formula1) < 256
    assert listed(blank, "拟培育类别") == list(Category)
    for number, of_category in enumerate(notice().category, start=1):
        assert listed(blank, f"主体类型_{number}") == [subject.name for subject in of_category.subjects]
    assert len(listed(blank, "主体类型_0")) == 12


def test_a_list_that_takes_other_values_only_asks(blank: Workbook) -> None:
    assert validation(blank["试点申请"], "主体类型").errorStyle == "warning"
    assert validation(blank["宣传培训"], "对象类别").errorStyle == "warning"
    assert validation(blank["试点申请"], "申请状态").errorStyle in {None, "stop"}


def test_defined_names_hold_no_character_excel_forbids(blank: Workbook) -> None:
    assert [name for name in blank.defined_names if not re.fullmatch(r"[^\W\d]\w*", name)] == []


def test_required_headers_stand_out_by_colour_alone(blank: Workbook) -> None:
    for form in FORMS:
        cells = zip(form.district_columns, blank[form.sheet][HEADER_ROW], strict=True)
        fills = {(column.required, cell.fill.start_color.rgb) for column, cell in cells}
        assert not {colour for required, colour in fills if required} & {colour for required, colour in fills if not required}


def test_unit_and_year_stand_on_the_cover() -> None:
    cover = opened(unit=notice().unit_named("徐汇区"), year=2026)[COVER_SHEET]
    assert (cover["B4"].value, cover["B5"].value) == ("徐汇区", 2026)


def test_rows_given_are_written_as_their_kinds_show_them() -> None:
    sheet = opened(prefill={"pilots": [SITE]})["试点名单"]
    row = {header.value: cell for header, cell in zip(sheet[HEADER_ROW], sheet[FIRST_ROW], strict=True)}
    assert row["所属产业"].value == "集成电路、人工智能"
    assert row["确定日期"].value.date() == date(2025, 9, 1)
    assert (row["统一社会信用代码"].value, row["统一社会信用代码"].number_format) == ("91310115MA01610380", "@")
    assert row["试点编号"].value is None


def test_a_cover_can_be_given_but_never_an_old_version() -> None:
    row = {"template_version": "2024.1", "month": 12, "filled_on": date(2025, 12, 5), "zero_report": True}
    cover = opened(prefill={"cover": [row]})[COVER_SHEET]
    assert [cover[cell].value for cell in ("B3", "B6", "B12")] == [TEMPLATE_VERSION, 12, "是"]
    assert cover["B11"].value.date() == date(2025, 12, 5)


@pytest.mark.parametrize("text", ["=1+1", "+86", "@甲", "#N/A", "'甲"])
def test_a_text_is_never_a_formula_or_an_error(text: str) -> None:
    cell = opened(prefill={"pilots": [{**SITE, "change_note": text}]})["试点名单"]["P4"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["甲_x0041_", "甲\x01乙", "甲\ufffe乙", "甲\r\n乙", "𠮷①（上海）"])
def test_a_text_is_read_back_as_it_was_given(text: str) -> None:
    book = read_bytes(blank_workbook(prefill={"pilots": [{**SITE, "change_note": text}]}), "台账.xlsx")
    sheet = next(sheet for sheet in book.sheets if sheet.name == "试点名单")
    cell = sheet.cell(FIRST_ROW, 16)
    assert cell is not None
    assert cell.value == text


def test_a_text_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="32768"):
        blank_workbook(prefill={"pilots": [{**SITE, "change_note": "甲" * 32_768}]})


@pytest.mark.office
def test_libreoffice_offers_the_subjects_of_the_category(tmp_path: Path) -> None:
    book = opened(prefill={"pilots": [SITE]})
    sheet = book["试点名单"]
    formula = validation(sheet, "主体类型").formula1.replace("$D4", '"{}"').replace("$E4", '"{}"')
    probe = book.create_sheet("探针", 0)
    for row, category in enumerate([*Category, "孵化器"], start=1):
        probe.cell(row, 1, f"=COUNTA({formula.format(category)})")
    book.save(tmp_path / "probe.xlsx")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv", "--outdir", tmp_path,
         tmp_path / "probe.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "probe.csv").read_text(encoding="utf-8").split() == ["5", "6", "1", "12"]


def test_a_list_the_city_keeps_otherwise_is_offered_so() -> None:
    settings = load_settings()
    own = settings.model_copy(update={"exit_grounds": {**settings.exit_grounds, "T7": "长期停业"}})
    texts = {cell.value for row in load_workbook(io.BytesIO(blank_workbook(settings=own)))["字典"].iter_rows() for cell in row}
    assert "T7 长期停业" in texts
