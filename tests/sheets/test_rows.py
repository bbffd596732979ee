"""The rows of a table: every one is data, or is said to be something else."""

from typing import Any

import pytest

from tests.records import factories
from tests.sheets.tables import area, found, read, record_sheet, table, told
from toolkit.records.kinds.base import Raw
from toolkit.sheets.grid import Cell, Sheet
from toolkit.sheets.submission import Submission

HEAD = "| 类型 | 内容 | 提出日期 | 涉及单位 |\n"


def feedback(rows: str, **settings: object) -> Submission:
    return read(table("问题建议", HEAD + rows, **settings))


def contents(submission: Submission) -> list[object]:
    return [row.values.get("content") for row in submission.rows.get("feedback", [])]


def test_each_filled_row_is_read_with_its_number_and_cells() -> None:
    submission = feedback("| 问题 | 甲 | 2025-10-09 |\n| --- \n| 意见建议 | 乙 | 2025-10-10 | 上海样例科技有限公司 |")
    assert told(submission) == []
    assert contents(submission) == ["甲", "乙"]
    last = submission.rows["feedback"][1]
    assert (last.number, last.addresses["content"], last.raw["raised_on"]) == (4, "B4", "2025-10-10")


def test_rows_that_hold_a_number_only_are_no_rows() -> None:
    sheet = table("问题建议", "| 序号 | 类型 | 内容 | 提出日期 |\n| {1} | 问题 | 甲 | 2025-10-09 |\n| {2} | | | |\n| {3} | ␣ | | |")
    assert contents(read(sheet)) == ["甲"]
    assert told(read(sheet)) == []


def test_a_formula_that_shows_nothing_is_empty() -> None:
    sheet = table("问题建议", HEAD + "| 问题 | 甲 | 2025-10-09 |")
    sheet.rows[3] = {column: Cell("", formula=True) for column in range(1, 5)}
    assert contents(read(sheet)) == ["甲"]
    assert told(read(sheet)) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("| 合计 | | 1 家 |", "合计行"), ("| 合 计 |", "合计行"), ("| 总计：1家 |", "合计行"), ("| | 小计 | {1} |", "合计行"),
        ("| 注：1. 请勿填写涉密信息 |", "注释行"), ("| 说明：样例 |", "注释行"), ("| 注1. 样例 |", "注释行"),
        ("| 负责人（签字）：　审核人：　填报人： |", "签字、落款行"), ("| 单位负责人： | 审核人： |", "签字、落款行"), ("| 填报单位（盖章）：浦东新区 |", "签字、落款行"),
        ("| 示例 | 样例问题 | 2025-01-01 | |", "示例行"), ("| （示例）问题 | 样例问题 | 2025-01-01 | |", "示例行"),
        ("| 例：问题 | 样例 | 2025-01-01 |", "示例行"), ("| 类型 | 内容 | 提出日期 | 涉及单位 |", "重复的表头"),
    ],
)  # fmt: skip
def test_what_is_no_data_is_skipped_and_told(line: str, what: str) -> None:
    submission = feedback(f"| 问题 | 甲 | 2025-10-09 |\n{line}\n| 问题 | 乙 | 2025-10-09 |")
    assert contents(submission) == ["甲", "乙"]
    finding = found(submission, "SHEET-11")
    assert finding.message == f"第 3 行是{what}，未作数据读取"
    assert (finding.place.file, finding.place.sheet) == ("浦东新区12月.xlsx", "问题建议")


@pytest.mark.parametrize(
    "content",
    ["小计划启动", "合计三项建议", "注：样例", "说明：样例", "负责人（分管）不明确", "例如小微企业", "共计十条", "示范点如何转入", "填报日期：能否推迟"],
)
def test_a_complete_row_is_data_whatever_it_begins_with(content: str) -> None:
    sheet = table("问题建议", f"| 内容 | 类型 | 提出日期 |\n| {content} | 问题 | 2025-10-09 |")
    assert contents(read(sheet)) == [content]


def test_the_lines_under_a_note_belong_to_it() -> None:
    submission = feedback("| 问题 | 甲 | 2025-10-09 |\n| 注：一、样例 |\n| 二、样例 |\n| 三、样例 |\n| 问题 | 乙 | 2025-10-09 |")
    assert contents(submission) == ["甲", "乙"]
    assert "第 3—5 行是注释行" in found(submission, "SHEET-11").message


def test_a_row_that_is_nearly_empty_is_still_a_row() -> None:
    submission = feedback("| 问题 | 甲 | 2025-10-09 |\n| | 只有内容 | |")
    assert contents(submission) == ["甲", "只有内容"]
    assert told(submission) == [("A3", "CELL-01"), ("C3", "CELL-01")]


def test_a_total_that_counts_other_rows_is_told_in_its_cell() -> None:
    assert ("C3", "SHEET-10") in told(feedback("| 问题 | 甲 | 2025-10-09 |\n| 合计 | | 2家 |"))
    assert "SHEET-10" not in [code for _, code in told(feedback("| 问题 | 甲 | 2025-10-09 |\n| 合计 | | 1家 |"))]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", '"', "”", "同 上", "＂"])
def test_ditto_is_the_value_above(mark: str) -> None:
    submission = feedback(f"| 问题 | 甲 | 2025-10-09 |\n| {mark} | 乙 | {mark} |")
    assert [row.values["kind"] for row in submission.rows["feedback"]] == ["问题", "问题"]
    assert sorted(told(submission)) == [("A3", "CELL-56"), ("C3", "CELL-56")]


def test_ditto_of_ditto_goes_up_to_the_value() -> None:
    submission = feedback("| 问题 | 甲 | 2025-10-09 |\n| 同上 | 乙 | 2025-10-10 |\n| 同上 | 丙 | 2025-10-11 |")
    assert {row.values["kind"] for row in submission.rows["feedback"]} == {"问题"}
    assert "2 格" in found(submission, "CELL-56").message


@pytest.mark.parametrize(
    "above", ["| 示例 | 样例 | 2025-01-01 |", "| #REF! | 甲 | 2025-10-09 |", "| =? | 甲 | 2025-10-09 |", "| | 甲 | 2025-10-09 |"]
)
def test_ditto_with_nothing_sound_right_above_is_refused(above: str) -> None:
    submission = feedback(f"{above}\n| 同上 | 乙 | 2025-10-10 |")
    assert ("A3", "CELL-47") in told(submission)
    assert submission.rows["feedback"][-1].held


def test_ditto_never_reaches_over_a_faulty_cell_to_an_older_value() -> None:
    submission = feedback("| 问题 | 甲 | 2025-10-09 |\n| #N/A | 乙 | 2025-10-10 |\n| 同上 | 丙 | 2025-10-11 |")
    assert told(submission) == [("A3", "CELL-03"), ("A4", "CELL-47")]


def sites(*numbers: int, **changes: Raw) -> list[dict[str, Raw]]:
    return [factories.row("tracking", factories.SITE, n, **changes) for n in numbers]


ORDER = ("category", "name", "uscc", "tracked_on", "methods", "service", "verdict")


def tracking(rows: list[dict[str, Raw]], **settings: Any) -> Submission:
    return read(record_sheet("tracking", rows, order=ORDER, first=1, **settings))


def categories(submission: Submission) -> list[object]:
    return [row.values.get("category") for row in submission.rows["tracking"]]


def test_a_category_merged_over_rows_is_each_rows_and_told_with_its_area() -> None:
    rows = [*sites(1), *sites(2, 3, category=None)]
    submission = tracking(rows, merges=(area("A2:A4"),))
    assert categories(submission) == [factories.SITE] * 3
    assert told(submission) == [("A3", "CELL-59")]
    assert "A2:A4" in found(submission, "CELL-59").message
    assert "2 格" in found(submission, "CELL-59").message


def test_a_category_is_not_taken_from_a_merge_that_ended() -> None:
    submission = tracking([*sites(1), *sites(2, 3, category=None)], merges=(area("A2:A3"), area("D5:D9")))
    assert categories(submission) == [factories.SITE, factories.SITE, None]
    assert ("A4", "CELL-01") in told(submission)


def test_another_column_merged_over_rows_is_missing_in_the_rows_below() -> None:
    submission = tracking([*sites(1), *sites(2, service=None)], merges=(area("F2:F3"),))
    assert told(submission) == [("F3", "CELL-01")]


def test_a_category_comes_from_the_section_it_stands_in() -> None:
    sheet = record_sheet("tracking", [], order=ORDER, first=1)
    station = factories.row("tracking", factories.STATION, 2, category=None)
    lines: list[dict[str, Raw]] = [{"category": "一、单位（点）"}, *sites(1, category=None), {"category": "（二）单位（站）"}, station]
    sheet = record_sheet("tracking", lines, order=ORDER, first=1)
    submission = read(sheet)
    assert categories(submission) == [factories.SITE, factories.STATION]
    assert "第 2、4 行是分节标题行" in found(submission, "SHEET-11").message
    assert ("A3", "CELL-60") in told(submission)


def test_without_a_section_an_empty_category_is_missing() -> None:
    assert ("A2", "CELL-01") in told(tracking(sites(1, category=None)))


@pytest.mark.parametrize(
    ("raw", "code"), [("#REF!", "CELL-03"), ("#N/A", "CELL-03"), ("=?", "CELL-04"), ("[图]", "CELL-06")]
)
@pytest.mark.parametrize("column", ["内容", "涉及单位"])
def test_a_cell_with_an_error_is_never_empty(raw: str, code: str, column: str) -> None:
    line = {"类型": "问题", "内容": "甲", "提出日期": "2025-10-09", "涉及单位": "样例", column: raw}
    submission = feedback("| " + " | ".join(line.values()) + " |")
    cell = {"内容": "B2", "涉及单位": "D2"}[column]
    assert told(submission) == [(cell, code)]
    assert submission.rows["feedback"][0].held


def test_hidden_rows_and_columns_and_struck_rows_count_and_are_told() -> None:
    sheet = table("问题建议", HEAD + "| 问题 | 甲 | 2025-10-09 |\n| 问题 | 乙 | 2025-10-09 |\n| 问题 | 丙 | 2025-10-09 |",
                  hidden_rows=frozenset({3}), hidden_columns=frozenset({2, 9}))
    sheet.rows[4] = {column: cell._replace(struck=True) for column, cell in sheet.rows[4].items()}
    submission = read(sheet)
    assert contents(submission) == ["甲", "乙", "丙"]
    assert [finding.message for finding in submission.own_findings if finding.code in {"SHEET-08", "SHEET-13", "SHEET-17"}] == [
        "隐藏行 3 已计入", "第 4 行整行划了删除线，仍按有效数据读取", "隐藏列 B 已计入",
    ]


def test_a_row_struck_in_part_is_not_told() -> None:
    sheet = table("问题建议", HEAD + "| 问题 | 甲 | 2025-10-09 |")
    sheet.rows[2][1] = sheet.rows[2][1]._replace(struck=True)
    assert told(read(sheet)) == []


def test_many_merges_are_each_their_own_rows() -> None:
    rows = [row for n in range(1, 201) for row in (*sites(n), *sites(n + 500, category=None))]
    merges = tuple(area(f"A{top}:A{top + 1}") for top in range(2, 402, 2))
    sheet: Sheet = record_sheet("tracking", rows, order=ORDER, first=1, merges=merges)
    assert len(read(sheet).rows["tracking"]) == 400
