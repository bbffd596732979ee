"""Headers are found by what they say: in any row near the top, in any order, under other usual names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.tables import area, grid, header_of, record_sheet, table
from toolkit.records import FORMS, Form, form_of
from toolkit.sheets import headers
from toolkit.sheets.grid import Area, Sheet
from toolkit.sheets.headers import Header, find_header, find_headers, header_key, is_numbering, likeness, match_header

PILOTS, REPORTS, FEEDBACK = form_of("pilots"), form_of("annual_reports"), form_of("feedback")


def header(form: Form, sheet: Sheet) -> Header:
    found = find_header(form, sheet)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_templates_own_header_is_found_whole(form: Form) -> None:
    found = header(form, record_sheet(form.id, []))
    assert found.row == 3
    assert list(found.columns) == [column.field for column in form.district_columns]
    assert (found.unknown, found.repeated) == ([], {})


def test_titles_and_notice_lines_may_stand_above() -> None:
    sheet = table("问题建议", """
        | 附件2 |
        | 商业秘密保护创新试点情况汇总表 |
        | 填报单位（盖章）：浦东新区 | | 填报日期：2025年12月5日 |
        | ---
        | 序号 | 类型 | 内容 | 提出日期 |
        | {1} | 问题 | 样例 | 2025-10-09 |
        """, merges=(area("A2:D2"),))
    found = header(FEEDBACK, sheet)
    assert found.row == 5
    assert found.columns == {"kind": 2, "content": 3, "raised_on": 4}


@given(st.permutations([column.field for column in PILOTS.district_columns]), st.integers(1, 15))
def test_columns_in_any_order_are_found_by_name(order: list[str], row: int) -> None:
    found = header(PILOTS, record_sheet("pilots", [], order=order, first=row))
    assert found.row == row
    assert found.columns == {field: place for place, field in enumerate(order, start=1)}


@pytest.mark.parametrize(
    "text",
    ["单位名称", " 单位 名称 ", "单位\n名称", "单位名称*", "＊单位名称", "单位名称（必填）", "单位名称:", "企业名称", "单位全称（与执照一致）",
     "单 位 全 称", "名称"],
)  # fmt: skip
def test_a_header_in_its_usual_spellings_is_the_same_column(text: str) -> None:
    bound = match_header(PILOTS, text)
    assert bound is not None
    assert bound.field == "name"


@pytest.mark.parametrize("text", ["单位", "单位名称和代码", "备注2", "", "（必填）"])
def test_a_text_that_is_no_header_names_no_column(text: str) -> None:
    assert match_header(PILOTS, text) is None


def test_a_bracket_that_belongs_to_the_header_is_kept() -> None:
    bound = match_header(REPORTS, "投入经费（万元）")
    assert bound is not None
    assert bound.field == "funds"


def test_a_header_of_two_levels_is_joined() -> None:
    sheet = table("年度情况报送", """
        | 单位名称 | 统一社会信用代码 | 类别 | 报告年度 | 报送情况 | |
        | | | | | 区局 | 市局 |
        | 上海样例科技有限公司 | 91310115MA01610380 | 点 | {2025} | 2025-12-01 | 2025-12-02 |
        """, merges=(area("A1:A2"), area("B1:B2"), area("C1:C2"), area("D1:D2"), area("E1:F1")))
    found = header(REPORTS, sheet)
    assert found.row == 2
    assert found.columns == {
        "name": 1, "uscc": 2, "category": 3, "report_year": 4, "district_received": 5, "city_received": 6,
    }  # fmt: skip


def test_groups_over_the_header_do_not_hide_its_own_texts() -> None:
    sheet = table("问题建议", """
        | 基本情况 | | 时间 |
        | 类型 | 内容 | 提出日期 |
        | 问题 | 样例 | 2025-10-09 |
        """, merges=(area("A1:B1"),))
    assert header(FEEDBACK, sheet).row == 2


def test_the_row_that_says_more_wins_over_the_one_above_it() -> None:
    sheet = record_sheet("pilots", [], first=5)
    sheet.rows[2] = grid("", [("单位名称", "联系人", "联系电话")]).rows[1]
    assert header(PILOTS, sheet).row == 5


def test_a_column_that_stands_twice_is_noted_and_the_first_is_used() -> None:
    found = header(FEEDBACK, table("问题建议", "| 类型 | 内容 | 提出日期 | 具体内容 | 其他 |"))
    assert found.columns["content"] == 2
    assert found.repeated == {"content": [2, 4]}
    assert found.unknown == [5]


@pytest.mark.parametrize("text", ["| 甲 | 乙 | 丙 |", "| 类型 | 内容 |", "| {1} | {2} | {3} |", "| ---"])
def test_a_row_that_says_too_little_is_no_header(text: str) -> None:
    assert find_header(FEEDBACK, table("问题建议", text)) is None


def test_a_header_below_the_fifteenth_row_is_not_looked_for() -> None:
    assert find_header(PILOTS, record_sheet("pilots", [], first=16)) is None


def test_half_a_header_is_found_by_most_of_its_own_texts() -> None:
    found = header(PILOTS, table("试点名单", "| 单位名称 | 统一社会信用代码 | 类别 | 确定日期 |"))
    assert set(found.columns) == {"name", "uscc", "category", "determined_on"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_sheet_is_most_like_its_own_form(form: Form) -> None:
    sheet = record_sheet(form.id, [], name="Sheet1")
    assert likeness(form, sheet) == 1
    assert max(FORMS, key=lambda other: likeness(other, sheet)) is form


def test_numbering_says_nothing_of_a_row() -> None:
    assert all(is_numbering(text) for text in ("序号", "序 号", "NO.", "No", "№"))
    assert not is_numbering("编号")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_two_headers_of_a_form_meet_under_one_key(form: Form) -> None:
    keys = [header_key(header_of(form, column.field)) for column in form.columns]
    assert len(keys) == len(set(keys))


LEVELS = st.sampled_from([
    None, "报送情况", "报送情况（必填）", "市局", "区局日期", "市局日期*", "报送情况/市局", "单位名称", "类别", "报告年度", "主要做法与成效",
    "上海样例公司", "附件", "市局收到日期", "统一社会信用代码",
])  # fmt: skip
MERGES = st.lists(st.sampled_from(["A1:C1", "B1:D1", "A1:A2", "B2:D2", "C2:C3", "A2:F2"]).map(area), max_size=2, unique=True)


@given(st.sampled_from([REPORTS, FEEDBACK, PILOTS]), st.lists(st.lists(LEVELS, min_size=1, max_size=7), max_size=5), MERGES)
def test_rows_that_are_not_joined_would_have_made_no_header(form: Form, rows: list[list[str | None]], merges: list[Area]) -> None:
    sheet = grid("表", rows, merges=tuple(merges))
    chosen = find_headers(form, sheet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headers._Lines, "may_join", lambda lines, row: form is REPORTS or lines.named(row + 1) > 0)
        assert find_headers(form, sheet) == chosen
