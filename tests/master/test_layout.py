"""The empty master, as the toolkit makes it and as it reads it again."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.master.desk import SETTINGS, Desk, pilot
from toolkit.master.layout import new_master, record_page
from toolkit.master.ledgers import (
    BASE_HEADERS,
    BASE_SHEET,
    CONFLICTS,
    HEADER_ROW,
    LEDGERS,
    LISTS_SHEET,
    OVERVIEW_SHEET,
    RULINGS,
    TRACE_HEADERS,
    UNIT_HEADER,
    WATCHES,
)  # fmt: skip
from toolkit.master.overview import AS_OF, BOARD, NOT_YET, TOTAL, UNITS
from toolkit.master.reading import load_master
from toolkit.policy import load_settings, notice
from toolkit.records import FORMS, form_of
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.look import Role
from toolkit.steps.merge import merge_files


@pytest.fixture(scope="module")
def master() -> Workbook:
    return load_workbook(io.BytesIO(new_master()))


def headers(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[HEADER_ROW]]


def test_an_empty_master_has_the_same_bytes_each_time() -> None:
    assert new_master() == new_master()


def test_it_holds_every_sheet_once_and_hides_its_memory(master: Workbook) -> None:
    assert master.sheetnames == [
        OVERVIEW_SHEET, *(ledger.sheet for ledger in WATCHES), *(form.sheet for form in FORMS),
        *(ledger.sheet for ledger in LEDGERS if ledger not in WATCHES), LISTS_SHEET, BASE_SHEET,
    ]  # fmt: skip
    hidden = [sheet.title for sheet in master.worksheets if sheet.sheet_state == "veryHidden"]
    assert hidden == [LISTS_SHEET, BASE_SHEET]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_record_sheet_begins_with_the_unit_and_ends_with_the_citys_columns_and_the_trace(
    master: Workbook, form: Any
) -> None:
    assert headers(master[form.sheet]) == [UNIT_HEADER, *(column.header for column in form.columns), *TRACE_HEADERS]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_citys_columns_have_a_colour_of_their_own(master: Workbook, form: Any) -> None:
    cells = master[form.sheet][HEADER_ROW]
    city = {column.header for column in form.columns if column.column.city}
    coloured = {cell.value for cell in cells if cell.fill.start_color.rgb.endswith(Role.CITY.value[0])}
    assert coloured == city


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.sheet)
def test_a_sheet_of_its_own_has_title_and_headers(master: Workbook, ledger: Any) -> None:
    sheet: Any = master[ledger.sheet]
    assert sheet["A1"].value == ledger.title
    assert headers(sheet) == list(ledger.headers)
    assert sheet.max_row == HEADER_ROW
    assert sheet.freeze_panes.endswith("4")


def test_the_memory_has_its_headers_in_row_1(master: Workbook) -> None:
    assert [cell.value for cell in master[BASE_SHEET][1]] == list(BASE_HEADERS)


def test_staff_choose_their_ruling_from_a_list(master: Workbook) -> None:
    assert offered(master, CONFLICTS.sheet, "裁定") == RULINGS


def offered(book: Workbook, name: str, header: str) -> tuple[object, ...]:
    """What the dropdown of a column offers."""
    sheet: Any = book[name]
    letter = next(cell.column_letter for cell in sheet[HEADER_ROW] if cell.value == header)
    rule = next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(letter))
    lists, area = next(iter(book.defined_names[rule.formula1].destinations))
    return tuple(cell.value for (cell,) in book[lists][area])


def test_the_grounds_of_an_exit_are_chosen_from_the_citys_own_list(desk: Desk) -> None:
    own = {**SETTINGS.exit_grounds, "T2": "未报年度情况", "T7": "长期停业"}
    desk.path.unlink()
    merge_files([desk.file(pilots=[pilot(1)])], desk.path, date(2025, 12, 8), SETTINGS.model_copy(update={"exit_grounds": own}))
    assert offered(load_workbook(desk.path), "跟踪评估", "退出事由") == tuple(f"{number} {text}" for number, text in own.items())


def test_the_overview_has_a_row_a_unit_with_a_quota_and_a_total(master: Workbook) -> None:
    sheet: Any = master[OVERVIEW_SHEET]
    assert sheet.cell(*AS_OF).value == NOT_YET
    for unit in (*(unit.short for unit in notice().quota_units()), TOTAL):
        row, column = UNITS.place(unit, "已确定")
        assert sheet.cell(row, 1).value == unit
        assert sheet.cell(UNITS.top, column).value == "已确定"
        assert sheet.cell(row, column).value is None


def test_a_figure_that_is_none_is_a_slip() -> None:
    with pytest.raises(KeyError, match="某某局"):
        UNITS.place("某某局", "已确定")


def test_the_blocks_of_the_overview_do_not_overlap() -> None:
    seen: set[tuple[int, int]] = set()
    areas = [(block.top, block.left, block.last, block.right) for block in BOARD.blocks]
    areas += [(chart.area.top, chart.area.left, chart.area.bottom, chart.area.right) for chart in BOARD.charts]
    for top, left, bottom, right in areas:
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        assert not area & seen
        seen |= area
    assert max(column for _, column in seen) == len(BOARD.widths)


def test_the_charts_show_the_blocks_cells(master: Workbook) -> None:
    charts = load_workbook(io.BytesIO(new_master()))[OVERVIEW_SHEET]._charts
    assert len(charts) == len(BOARD.charts) == 5


def test_it_is_read_as_an_empty_master_without_a_finding() -> None:
    read = load_master(new_master(), "总台账.xlsx", date(2025, 12, 8), load_settings())
    assert set(read.tables) == {form.id for form in FORMS}
    assert not read.findings
    assert not read.base
    assert not any(table.entries for table in read.tables.values())


def test_a_cell_written_into_it_has_its_columns_format() -> None:
    column = record_page(form_of("pilots")).place("determined_on")
    written = edit(new_master(), [SetCell("试点名单", 4, column, date(2025, 9, 1)), SetCell(OVERVIEW_SHEET, *UNITS.place("浦东新区", "已确定"), 8)])
    book = load_workbook(io.BytesIO(written))
    assert book["试点名单"].cell(4, column).number_format == "yyyy-mm-dd"
    assert book[OVERVIEW_SHEET].cell(*UNITS.place("浦东新区", "已确定")).value == 8
