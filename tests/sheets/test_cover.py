"""填报信息: found by its labels wherever they stand; what decides whose file it is refuses, the rest is told."""

from datetime import date

import pytest

from tests.records import factories
from tests.sheets.tables import area, cover, found, grid, read, table, told
from toolkit.findings import Severity
from toolkit.records import COVER_SHEET
from toolkit.records.kinds.base import Raw
from toolkit.sheets.cover import find_cover
from toolkit.sheets.grid import Book, Sheet

FEEDBACK = table("问题建议", """
    | 类型 | 内容 | 提出日期 |
    | 问题 | 样例问题 | 2025-10-09 |
    """)


def test_a_cover_as_the_template_has_it_is_read_without_a_word() -> None:
    submission = read(cover(), FEEDBACK)
    assert told(submission) == []
    assert submission.unit is not None
    assert (submission.unit.short, submission.year, submission.month, submission.revision) == ("浦东新区", 2025, 12, 1)
    assert submission.filled_on == date(2025, 12, 5)


def test_labels_may_stand_anywhere_with_colons_spaces_and_merges() -> None:
    sheet = table(COVER_SHEET, """
        | 附件2 |
        | 商业秘密保护创新试点 |
        | | 模板版本： | 2025.1 | | 报 送⏎单 位 | | 浦东新区市场监管局 |
        | | 报送年度* | {2025} | 报送月份（必填） | {12} |
        | | 填报人：样例填报人 |
        | | 联系电话 | 021-12345678 | 审核人 | 样例审核人 | 填报日期 | 2025-12-05 |
        """, merges=(area("E3:F3"),))
    submission = read(sheet, FEEDBACK)
    assert submission.unit is not None
    assert (submission.unit.short, submission.month) == ("浦东新区", 12)
    assert submission.cover["filler"] == "样例填报人"
    assert [code for _, code in told(submission)] == []


def test_several_labels_in_one_cell_are_read_each() -> None:
    line = "填报单位（盖章）：浦东新区市场监督管理局　　填报人：样例填报人　联系电话：021-12345678　填报日期：2025年12月5日"
    sheet = grid(COVER_SHEET, [(line,), ("模板版本", "2025.1", "报送年度", 2025, "报送月份", 12, "审核人：样例审核人")])
    submission = read(sheet, FEEDBACK)
    assert submission.unit is not None
    assert (submission.unit.short, submission.cover["filler"], submission.filled_on) == ("浦东新区", "样例填报人", date(2025, 12, 5))


def test_an_empty_label_in_a_long_line_is_missing_not_its_neighbours_value() -> None:
    sheet = grid(COVER_SHEET, [("填报单位：浦东新区　　填报人：　　联系电话：021-12345678",), ("模板版本", "2025.1")])
    submission = read(sheet, FEEDBACK)
    assert submission.unit is not None
    assert ("A1", "CELL-01") in told(submission)


def test_of_a_label_that_stands_twice_the_one_with_a_value_counts() -> None:
    sheet = cover(filler=None)
    sheet.rows[20] = grid("", [("填报人", "样例二")]).rows[1]
    assert read(sheet, FEEDBACK).cover["filler"] == "样例二"


def test_a_value_past_a_merged_label_is_told_in_its_own_cell() -> None:
    sheet = cover(month=None)
    sheet.rows[6] = grid("", [("报送月份", None, 13)]).rows[1]
    sheet.merges = (area("A6:B6"),)
    assert ("C6", "CELL-24") in told(read(sheet, FEEDBACK))


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"unit": "样例区"}, "COVER-02", "不在名单中"),
        ({"unit": None}, "CELL-01", "报送单位"),
        ({"template_version": "2024.1"}, "COVER-03", "把数据转入 2025.1 版模板"),
        ({"template_version": None}, "COVER-12", "请使用 2025.1 版模板"),
        ({"unit": "#REF!"}, "CELL-03", "请改正公式"),
    ],
)
def test_a_file_of_nobody_or_of_another_template_is_refused_in_words(
    changes: dict[str, Raw], code: str, words: str
) -> None:
    submission = read(cover(**changes), FEEDBACK)
    assert submission.status == "refused"
    assert submission.all_rows() == []
    assert words in found(submission, code).message + found(submission, code).advice


def test_a_cover_without_the_label_at_all_is_refused() -> None:
    sheet = cover()
    del sheet.rows[4]
    submission = read(sheet, FEEDBACK)
    assert submission.refused
    assert "报送单位" in found(submission, "COVER-06").message


def test_a_template_version_kept_as_a_number_is_the_same_version() -> None:
    assert not read(cover(template_version=2025.1), FEEDBACK).refused


@pytest.mark.parametrize(
    ("changes", "cell", "code"),
    [
        ({"year": 2024}, "B5", "CELL-24"), ({"month": "十三"}, "B6", "CELL-20"), ({"month": None}, "B6", "CELL-01"),
        ({"filled_on": "2025.1"}, "B11", "CELL-12"), ({"filler": None}, "B8", "CELL-01"),
    ],
)  # fmt: skip
def test_another_error_on_the_cover_makes_the_file_partly_and_holds_no_row(
    changes: dict[str, Raw], cell: str, code: str
) -> None:
    submission = read(cover(**changes), FEEDBACK)
    assert (cell, code) in told(submission)
    assert submission.status == "partly"
    assert [row.held for row in submission.all_rows()] == [False]


def test_a_missing_reviewer_and_an_odd_phone_are_warnings() -> None:
    submission = read(cover(reviewer=None, phone="12"), FEEDBACK)
    assert {finding.code: finding.severity for finding in submission.own_findings if finding.code != "SHEET-01"} == {
        "CELL-40": Severity.W, "COVER-05": Severity.W,
    }  # fmt: skip


def test_every_finding_of_the_cover_says_where_and_what_was_typed() -> None:
    finding = found(read(cover(unit="样例区"), FEEDBACK), "COVER-02")
    place = finding.place
    assert (place.file, place.sheet, place.cell, place.header, finding.value) == (
        "浦东新区12月.xlsx", "填报信息", "B4", "报送单位", "样例区",
    )  # fmt: skip


def test_a_date_after_the_as_of_date_is_told() -> None:
    assert ("B11", "CELL-17") in told(read(cover(filled_on=factories.on(2025, 12, 9)), FEEDBACK))


def test_a_filling_date_long_before_the_month_is_told() -> None:
    assert ("B11", "COVER-13") in told(read(cover(month=12, filled_on=factories.on(2025, 10, 31)), FEEDBACK))
    assert ("B11", "COVER-13") not in told(read(cover(month=12, filled_on=factories.on(2025, 11, 1)), FEEDBACK))


def test_a_month_filled_in_a_year_later_is_told() -> None:
    assert ("B11", "COVER-14") in told(read(cover(month=1, filled_on=factories.on(2025, 12, 5)), FEEDBACK))
    assert ("B11", "COVER-14") not in told(read(cover(month=1, filled_on=factories.on(2025, 11, 5)), FEEDBACK))


def test_a_cover_under_another_name_is_found_by_its_labels() -> None:
    submission = read(cover("封面"), Sheet(COVER_SHEET + "说明"), FEEDBACK)
    assert submission.unit is not None


def test_no_cover_at_all_is_refused_in_words() -> None:
    assert find_cover(Book((FEEDBACK,))) is None
    from toolkit.sheets.read import read_submission_book  # noqa: PLC0415

    submission = read_submission_book(Book((FEEDBACK,)), "甲.xlsx", factories.context())
    assert submission.status == "refused"
    assert [(finding.code, finding.place.file) for finding in submission.findings] == [("COVER-01", "甲.xlsx")]
