"""Nothing of an old or altered workbook is lost on its way into the current blank: every filled cell is accounted for."""

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.records import factories
from tests.sheets.tables import area, cover, grid, read, record_sheet, table
from toolkit.policy import Category
from toolkit.records import FORMS, Context, form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.account import Fate, Transfer
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Book, Sheet, Visibility
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.source import read_bytes
from toolkit.sheets.transfer import transfer

NO_UNIT = factories.context(unit=None, year=None, filled_on=None)

OLD_FORM = """
    | 附件2 |
    | 青浦区商业秘密保护示范点汇总表（2024年） |
    | 填报单位（盖章）：青浦区市场监督管理局　　填报人：样例甲　　联系电话：021-12345678 |
    | 序号 | 企业名称 | 社会信用代码 | 示范类型 | 认定时间 | 联系人 | 手机号码 | 推荐理由 |
    | {1} | 上海样例科技有限公司 | 91310115MA01610380 | 示范点 | 2024.5.1 | 样例 | 021-12345678 | 行业领先 |
    | {2} | 上海示例材料有限公司 | 9131O115MA0161038O | 示范单位 | 2024年5月 | 同上 | 021-12345678 | |
    | {3} |
    | 合计 | {2} |
    | 注：1.上海示例材料有限公司拟迁至嘉定 |
    """


def moved(*sheets: Sheet, name: str = "青浦.xlsx", context: Context = NO_UNIT) -> Transfer:
    """A transfer whose account is whole: each filled cell once, and in its own words."""
    result = transfer(Book(sheets), name, context)
    source = {
        (sheet.name, at): shown(cell) or ""
        for sheet in sheets
        for at, cell in sheet.cells()
        if cell.fault or str(cell.value if cell.value is not None else "").strip()
    }
    assert {place: trace.text for place, trace in result.traces.items()} == source
    assert sum(result.counts.values()) == len(source)
    return result


def header(field: str) -> str:
    return form_of("annual_reports").column(field).header


def fates(result: Transfer, sheet: str) -> dict[str, str]:
    return {trace.cell: str(trace.fate) for trace in result.traces.values() if trace.sheet == sheet}


def places(result: Transfer) -> dict[str, tuple[str, str]]:
    """Where each moved cell of the source stands now, and what it says there."""
    return {trace.cell: (trace.target, trace.written) for trace in result.of(Fate.MOVED)}


def test_the_old_form_is_moved_with_every_cell_accounted_for() -> None:
    result = moved(table("示范点", OLD_FORM))
    assert dict(result.counts) == {Fate.MOVED: 13, Fate.ASIDE: 2, Fate.FRAME: 15}
    assert places(result)["A3"] == ("B4、B8、B9", "青浦区、样例甲、021-12345678")
    assert places(result)["D5"] == ("E4", "单位（点）")
    assert places(result)["F6"] == ("N5", "样例")  # 同上
    assert fates(result, "示范点")["H5"] == fates(result, "示范点")["A9"] == "未对应"
    assert {fates(result, "示范点")[cell] for cell in ("A1", "A2", "B4", "A5", "A7", "A8", "B8")} == {"表题表头等"}


def test_what_cannot_be_read_stands_as_it_was_typed() -> None:
    result = moved(table("示范点", OLD_FORM))
    assert places(result)["C6"] == ("D5", "9131O115MA0161038O")
    assert places(result)["D6"] == ("E5", "示范单位")
    assert places(result)["E6"] == ("K5", "2024年5月")
    new = read_submission_bytes(result.workbook(), "新.xlsx", NO_UNIT)
    assert not new.refused
    assert {(f.place.cell, f.code) for f in new.findings if f.place.cell in {"D5", "E5", "K5"}} == {("D5", "USCC-04"), ("E5", "CELL-30"), ("K5", "CELL-12")}


def test_missing_columns_are_gaps_of_the_new_workbook() -> None:
    new = read_submission_bytes(moved(table("示范点", OLD_FORM)).workbook(), "新.xlsx", NO_UNIT)
    gaps = {f.place.header for f in new.findings if f.code == "CELL-01" and f.place.sheet == "试点名单"}
    assert gaps == {"主体类型", "所属产业", "级别", "来源", "确定年度", "确定文号", "状态"}
    assert [(row.values["name"], row.held) for row in new.rows_of(form_of("pilots"))] == [
        ("上海样例科技有限公司", True), ("上海示例材料有限公司", True),
    ]  # fmt: skip


def test_several_sheets_and_blocks_of_one_form_follow_each_other() -> None:
    blocks = """
        | 一、示范区 |
        | 序号 | 名称 | 联系人 | 电话 |
        | {1} | 上海样例产业园 | 样例甲 | 021-12345678 |
        | 二、示范站 |
        | 序号 | 电话 | 名称 | 联系人 |
        | {1} | 021-12345679 | 上海市样例行业协会 | 样例乙 |
        """
    result = moved(table("区和站", blocks), table("示范点", "| 单位名称 | 联系电话 | 联系人 |\n| 上海样例科技有限公司 | 021-1 | 样例丙 |"))
    rows = result.rows["pilots"]
    assert [row["category"] for row in rows] == [Category.PARK, Category.STATION, Category.SITE]
    assert [row["name"] for row in rows] == ["上海样例产业园", "上海市样例行业协会", "上海样例科技有限公司"]
    assert places(result)["C6"] == ("B5", "上海市样例行业协会")
    assert any("1 行的类别按“示范点”填为单位（点）" in remark for remark in result.remarks)


def test_the_unit_comes_from_the_title_where_no_label_names_it_and_is_told() -> None:
    result = moved(table("示范点", "| 青浦区商业秘密保护示范点名单 |\n| 企业名称 | 电话 | 联系人 |\n| 上海样例科技有限公司 | 021-1 | 样例 |"), name="名单.xlsx")
    assert result.cover == {"unit": "青浦区"}
    assert "报送单位按“青浦区商业秘密保护示范点名单”填为青浦区" in result.remarks[0]


def test_a_list_of_all_kinds_gives_no_category() -> None:
    result = moved(table("名单", "| 商业秘密保护示范区、示范站（点）名单 |\n| 单位名称 | 电话 | 联系人 |\n| 上海样例科技有限公司 | 021-1 | 样例 |"))
    assert "category" not in result.rows["pilots"][0]


def test_renamed_columns_are_known_by_what_stands_under_them() -> None:
    lines: list[list[Raw]] = [["企业全称（盖章）", "证照号", "归类", "企业联系人姓名", "联络方式"]]
    lines += [[f"上海样例{n}号科技有限公司", factories.credit_code(n), "点", "样例", f"021-1234567{n}"] for n in range(1, 5)]
    result = moved(grid("表一", lines))
    assert result.rows["pilots"][0] == {
        "name": "上海样例1号科技有限公司", "uscc": factories.credit_code(1), "category": Category.SITE, "phone": "021-12345671",
    }  # fmt: skip
    assert {trace.why for trace in result.of(Fate.ASIDE)} == {"疑为“联系人”（列名近似“联系人姓名”）"}


def test_a_day_is_never_taken_for_another_by_its_content_alone() -> None:
    lines: list[list[Raw]] = [["企业名称", "电话", "推荐日期"]]
    lines += [[f"上海样例{n}号有限公司", "021-12345678", f"2024-05-0{n}"] for n in range(1, 6)]
    result = moved(grid("表一", lines))
    assert "determined_on" not in result.rows["pilots"][0]
    assert {trace.cell for trace in result.of(Fate.ASIDE)} == {f"C{n}" for n in range(2, 7)}


def test_another_unit_of_a_column_is_converted_and_told() -> None:
    row = factories.row("annual_reports")
    result = moved(cover(), grid("年度情况报送", [[*map(header, row), "投入经费（元）"], [*row.values(), 25000]]))
    assert result.rows["annual_reports"][0]["funds"] == 2.5
    assert {trace.text for trace in result.of(Fate.MOVED) if trace.written == "2.5" and trace.reread} == {"25000"}


def test_what_has_no_value_is_kept_aside_with_why() -> None:
    result = moved(table("示范点", "| 单位名称 | 电话 | 联系人 | 确定日期 |\n| 上海样例科技有限公司 | [图] | #REF! | =? |"))
    assert {(t.cell, t.why) for t in result.of(Fate.ASIDE)} == {("B2", "图片"), ("C2", "公式错误值"), ("D2", "公式没有保存结果")}


def test_two_lines_of_one_entity_with_two_contacts_are_one_row() -> None:
    sheet = table("示范点", "| 单位名称 | 联系人 | 联系电话 |\n| 上海样例科技有限公司 | 样例甲 | 021-1 |\n| | 样例乙 | 021-2 |", merges=(area("A2:A3"),))
    result = moved(sheet)
    assert places(result)["B3"] == places(result)["B2"] == ("N4", "样例甲、样例乙")


def test_an_essay_an_unknown_sheet_and_notes_are_kept_aside() -> None:
    sheet = table("示范点", OLD_FORM, notes={(5, 2): "待核", (4, 2): "【必填】\n按营业执照填写"})
    result = moved(sheet, grid("随手记", [["记得催", None, 3]]), grid("字典", [["乱填"]]))
    assert fates(result, "随手记") == {"A1": "未对应", "C1": "未对应"}
    assert fates(result, "字典") == {"A1": "未对应"}
    assert [(note.cell, note.text) for note in result.notes] == [("B5", "待核")]


def test_a_row_above_the_header_that_is_no_title_is_kept_aside() -> None:
    lines = "| 上海样例科技有限公司 | 样例 | 021-1 |\n| 单位名称 | 联系人 | 联系电话 |\n| 上海样例材料有限公司 | 样例 | 021-1 |"
    assert fates(moved(table("表", lines)), "表")["A1"] == "未对应"


def test_our_own_workbook_moves_whole_and_without_a_word() -> None:
    """A file of the current version, its hidden lists and all."""
    prefill: dict[str, list[dict[str, Any]]] = {form.id: [factories.read_row(form.id).values] for form in FORMS}
    data = blank_workbook(None, None, {**prefill, "cover": [factories.read_cover().values]})
    result = moved(*read_bytes(data).sheets)
    assert not result.of(Fate.ASIDE)
    assert not [trace for trace in result.of(Fate.MOVED) if trace.reread]
    before, after = (read_submission_bytes(one, "浦东新区12月.xlsx", NO_UNIT) for one in (data, result.workbook()))
    assert [row.values for row in after.all_rows()] == [row.values for row in before.all_rows()]
    assert after.cover == before.cover
    assert {f.code for f in after.findings} - {f.code for f in before.findings} == set()


def test_the_new_workbook_holds_the_account_and_what_is_aside_as_text() -> None:
    lines: list[list[Raw]] = [["单位名称", "电话", "联系人", "自填"], ["上海样例科技有限公司", "021-1", "样例", '=HYPERLINK("x")']]
    made = load_workbook(io.BytesIO(moved(grid("表", lines)).workbook()))
    aside, account = made["未对应"], made["迁移对照"]
    assert [aside.cell(4, column).value for column in range(1, 6)] == ["表", "D2", "自填", '=HYPERLINK("x")', "没有对应的列"]
    assert aside["D4"].data_type == "s"
    assert account.max_row - 3 == 8
    assert made["试点名单"].data_validations.count > 5


def test_a_sheet_hidden_deep_is_read_too() -> None:
    result = moved(table("示范点", OLD_FORM), grid("旧", [["藏"]], visibility=Visibility.VERY_HIDDEN))
    assert [(t.sheet, t.why) for t in result.of(Fate.ASIDE) if t.sheet == "旧"] == [("旧", "隐藏的工作表")]


FAULTS: tuple[dict[str, Raw], ...] = (
    {}, {"uscc": "91310115MA01610381"}, {"state": "在籍"}, {"phone": "021-1"}, {"contact": None}, {"category": "示范点"},
    {"industries": "AI;芯片"}, {"determined_on": "2025.9.1"}, {"change_note": "/"}, {"name": "#N/A"}, {"level": "=?"},
)  # fmt: skip
EXTRA = st.lists(st.sampled_from(["联络方式", "推荐理由", "备注", "授牌批次", "日期", "单位"]), max_size=4, unique=True)


@settings(max_examples=10, deadline=None)
@given(data=st.data(), faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=5), extra=EXTRA)
def test_columns_in_any_order_and_strange_ones_between_give_the_same_rows(
    data: st.DataObject, faults: list[dict[str, Raw]], extra: list[str]
) -> None:
    """And the account is whole, whatever stands there (`moved` holds it to that)."""
    rows = [factories.row("pilots", factories.SITE, n, **fault) for n, fault in enumerate(faults, start=1)]
    fields = [column.field for column in form_of("pilots").district_columns]
    order = data.draw(st.permutations([*fields, *extra]))
    head: list[Raw] = [form_of("pilots").column(name).header if name in fields else name for name in order]
    lines = [head, *([row.get(name, "样例内容" if name in extra else None) for name in order] for row in rows)]
    sheet = grid("试点名单", lines, first=data.draw(st.integers(1, 8)))
    result = moved(cover(), sheet)
    new = read_submission_bytes(result.workbook(), "新.xlsx", NO_UNIT)
    old = read(cover(), sheet)
    sound = [{name: value for name, value in row.values.items() if name not in {"name", "level"}} for row in new.all_rows()]
    assert sound == [{name: value for name, value in row.values.items() if name not in {"name", "level"}} for row in old.all_rows()]


TEXTS = st.sampled_from(
    ["单位名称", "联系人", "联系电话", "类别", "示范点", "合计", "注：", "1", "上海样例公司", "同上", "序号", "一、园区", "填报单位：青浦区", "2024.5.1"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.none() | TEXTS | st.floats(allow_nan=False, allow_infinity=False) | st.dates(date(2020, 1, 1), date(2026, 1, 1)).map(
    lambda day: factories.on(day.year, day.month, day.day)), max_size=6), max_size=9))  # fmt: skip
def test_whatever_stands_in_a_sheet_is_accounted_for(lines: list[list[Raw]]) -> None:
    moved(grid("表", lines))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_each_form_is_known_by_its_headers_under_any_name(form: Any) -> None:
    row = factories.row(form.id)
    result = moved(cover(), record_sheet(form.id, [row], name="甲"))
    assert [(found.form.id, found.rows) for found in result.tables] == [(form.id, 1)]
