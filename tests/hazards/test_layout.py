"""Hazards 1 to 14 of real mail: what stands above, beside, between and below the rows, and what a row leaves out."""

from typing import Any

import pytest

from tests.records import factories
from tests.records.factories import PARK, SITE, STATION
from tests.sheets.tables import area, cover, found, grid, read, record_sheet, table, told
from toolkit.findings import Severity
from toolkit.records import COVER_SHEET
from toolkit.records.kinds.base import Raw
from toolkit.sheets.grid import Cell, Sheet
from toolkit.sheets.submission import Submission

HEAD = "| 类型 | 内容 | 提出日期 | 涉及单位 |\n"
LINE = "| 问题 | 甲 | 2025-10-09 |\n"


def feedback(rows: str, **settings: object) -> Submission:
    return read(table("问题建议", HEAD + rows, **settings))


def sites(*numbers: int, **changes: Raw) -> list[dict[str, Raw]]:
    return [factories.row("tracking", SITE, n, **changes) for n in numbers]


ORDER = ("category", "name", "uscc", "tracked_on", "methods", "service", "verdict")


def values(submission: Submission, form_id: str, name: str) -> list[object]:
    return [row.values.get(name) for row in submission.rows.get(form_id, [])]


@pytest.mark.parametrize("first", [3, 4, 8, 15])
def test_hazard_01_titles_stand_above_the_header(first: int) -> None:
    sheet = record_sheet("pilots", [factories.row("pilots")], first=first)
    sheet.rows[1] = grid("", [("附件2",)]).rows[1]
    sheet.rows[2] = grid("", [("商业秘密保护创新试点情况汇总表",)]).rows[1]
    submission = read(sheet)
    assert (told(submission), len(submission.all_rows())) == ([], 1)


LINE_OF_OLD_FORMS = "填报单位（盖章）：浦东新区市场监管局　　填报人：样例甲　　联系电话：021-12345678　　填报日期：2025年12月5日"


def test_hazard_02_a_line_of_unit_and_person_above_the_table_fills_up_the_cover() -> None:
    sheet = table("问题建议", f"| {LINE_OF_OLD_FORMS} |\n{HEAD}{LINE}| 负责人： | 审核人：样例乙 |")
    submission = read(cover(filler=None, reviewer=None), sheet)
    assert (submission.cover["filler"], submission.cover["reviewer"]) == ("样例甲", "样例乙")
    assert [cell for cell, code in told(submission) if code == "COVER-11"] == ["A1", "B4"]
    assert "填报人" in [f.place.header for f in submission.findings if f.code == "COVER-11"]


def test_hazard_02_the_line_is_silent_where_the_cover_says_the_same_and_told_where_it_names_another() -> None:
    assert told(read(table("问题建议", f"| {LINE_OF_OLD_FORMS} |\n{HEAD}{LINE}"))) == []
    other = read(table("问题建议", f"| 填报单位：徐汇区 |\n{HEAD}{LINE}"))
    assert told(other) == [("A1", "COVER-09")]
    assert other.unit is not None
    assert other.unit.short == "浦东新区"


def test_hazard_03_headers_of_two_levels_are_joined() -> None:
    submission = read(table("年度情况报送", """
        | 单位名称 | 统一社会信用代码 | 类别 | 报告年度 | 报送情况 | | 主要做法与成效 |
        | | | | | 市局日期 | 区局日期 | |
        | 上海样例科技有限公司 | 91310115MA01610380 | 单位（点） | {2025} | 2025-12-02 | 2025-12-01 | 完善制度 |
        """, merges=(area("E1:F1"), area("A1:A2"))))
    (row,) = submission.all_rows()
    assert [code for _, code in told(submission) if code.startswith("SHEET")] == []
    assert (row.addresses["city_received"], row.addresses["district_received"]) == ("E3", "F3")
    assert str(row.values["city_received"]) == "2025-12-02"


@pytest.mark.parametrize("name", ["企业名称", "单位全称", "名称", "单位\n名称", "单 位 名 称", "*单位名称", "单位名称（必填）"])
def test_hazard_04_headers_in_their_usual_variants_are_known(name: str) -> None:
    sheet = record_sheet("pilots", [factories.row("pilots")])
    column = next(at for at, cell in sheet.rows[3].items() if cell.value == "单位名称")
    sheet.rows[3][column] = Cell(name)
    assert told(read(sheet)) == []


def test_hazard_04_a_missing_column_is_told_on_the_header_that_may_be_meant() -> None:
    sheet = record_sheet("pilots", [factories.row("pilots")])
    column = next(at for at, cell in sheet.rows[3].items() if cell.value == "确定日期")
    sheet.rows[3][column] = Cell("确定的日期")
    submission = read(sheet)
    finding = found(submission, "SHEET-03")
    assert (finding.severity, finding.place.row, "“确定的日期”是否就是这一列" in finding.message) == (Severity.E, 3, True)
    assert finding.place.cell == found(submission, "SHEET-04").place.cell


@pytest.mark.parametrize("header", ["参加人次（万人次）", "参加人次（百人次）"])
def test_hazard_04_a_column_that_counts_in_ten_thousands_is_not_the_one_that_counts_heads(header: str) -> None:
    sheet = record_sheet("annual_reports", [factories.row("annual_reports", attendees=2)])
    column = next(at for at, cell in sheet.rows[3].items() if cell.value == "参加人次")
    sheet.rows[3][column] = Cell(header)
    submission = read(sheet)
    assert values(submission, "annual_reports", "attendees") == [None]
    assert "SHEET-04" in [code for _, code in told(submission)]


def test_hazard_05_columns_are_known_by_name_wherever_they_stand() -> None:
    row = factories.row("pilots")
    order = list(reversed([field for field in row if row[field] is not None]))
    sheet = record_sheet("pilots", [row], order=[*order[:4], *order[4:]])
    assert told(read(sheet)) == []
    sheet.rows[3][30], sheet.rows[4][30] = Cell("内部编号"), Cell("甲-1")
    assert told(read(sheet)) == [("AD3", "SHEET-04")]


@pytest.mark.parametrize("line", ["| 示例 | 样例 | 2025-01-01 |", "| 例：问题 | 样例 | 2025-01-01 |", "| 填写说明：按实际填写 |"])
def test_hazard_06_an_example_or_a_line_of_instructions_is_no_data(line: str) -> None:
    submission = feedback(f"{line}\n{LINE}")
    assert values(submission, "feedback", "content") == ["甲"]
    assert found(submission, "SHEET-11").severity is Severity.I


def test_hazard_06_a_row_that_only_mentions_an_example_is_data() -> None:
    assert values(feedback("| 问题 | 示例不清楚 | 2025-10-09 |"), "feedback", "content") == ["示例不清楚"]


def numbered(*numbers: Raw) -> Submission:
    head: list[Raw] = ["序号", "类型", "内容", "提出日期"]
    lines: list[list[Raw]] = [[number, "问题", f"样例{place}", "2025-10-09"] for place, number in enumerate(numbers)]
    return read(grid("问题建议", [head, *lines, [99], [100]]))


def test_hazard_07_numbers_without_a_row_are_passed_over_in_silence() -> None:
    submission = numbered(1, 2)
    assert (len(submission.all_rows()), told(submission)) == (2, [])


@pytest.mark.parametrize(
    ("numbers", "cell"), [((1, 2, 4), "A4"), ((1, 1, 2), "A3"), ((1, "2、", 3), "A3"), ((None, 1, 2), "A2"), ((2, 1, 3), "A3")]
)
def test_hazard_08_a_broken_numbering_is_told_once_and_changes_nothing(numbers: tuple[Raw, ...], cell: str) -> None:
    submission = numbered(*numbers)
    assert (told(submission), len(submission.all_rows())) == ([(cell, "SHEET-18")], 3)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (7, 8, 9), ("1", "2", "3"), (1.0, 2.0, 3.0), (None, None, None)])
def test_hazard_08_a_sound_numbering_or_none_is_not_told(numbers: tuple[Raw, ...]) -> None:
    assert told(numbered(*numbers)) == []


@pytest.mark.parametrize("word", ["合计", "合 计", "总计", "小计", "合计："])
def test_hazard_09_a_total_is_skipped_and_silent_where_it_is_right(word: str) -> None:
    submission = feedback(f"{LINE}{LINE.replace('甲', '乙')}| {word} | 2家 |")
    assert (values(submission, "feedback", "content"), [code for _, code in told(submission)]) == (["甲", "乙"], ["SHEET-11"])


def test_hazard_09_a_total_that_counts_or_adds_up_to_something_else_is_told_in_its_cell() -> None:
    assert ("B3", "SHEET-10") in told(feedback(f"{LINE}| 合计 | 2家 |"))
    rows = [factories.row("annual_reports", SITE, n, attendees=n) for n in (1, 2)]
    sheet = record_sheet("annual_reports", rows, first=1)
    column = next(at for at, cell in sheet.rows[1].items() if cell.value == "参加人次")
    for total, codes in ((3, ["SHEET-11"]), (4, ["SHEET-11", "SHEET-22"])):
        sheet.rows[4] = {1: Cell("合计"), column: Cell(total)}
        assert [code for _, code in told(read(sheet))] == codes
    assert found(read(sheet), "SHEET-22").message == "合计行的“参加人次”为 4，逐行相加是 3"


def test_hazard_09_each_subtotal_counts_the_rows_since_the_last_one() -> None:
    lines = "".join(LINE.replace("甲", name) for name in "甲乙")
    assert [code for _, code in told(feedback(f"{lines}| 小计 | 2家 |\n{LINE.replace('甲', '丙')}| 小计 | 1家 |\n| 合计 | 3家 |"))] == ["SHEET-11"]


def test_hazard_10_notes_and_signatures_end_the_table() -> None:
    submission = feedback(f"{LINE}| 注：1. 样例 |\n| 2. 样例 |\n| 负责人（签字）： | 审核人：样例 |")
    assert values(submission, "feedback", "content") == ["甲"]
    assert {f.message for f in submission.findings if f.code == "SHEET-11"} == {"第 3、4 行是注释行，未作数据读取", "第 5 行是签字、落款行，未作数据读取"}
    assert told(feedback(LINE)) == []


FEET = ["审核人签字", "填报人：样例 | 联系电话：021-12345678 | 填报日期：2025年12月5日", "制表：样例", "签字：", "（盖章）", "2025年12月5日",
        "第 1 页 共 2 页", "以下无正文", "————"]  # fmt: skip


@pytest.mark.parametrize("foot", FEET)
def test_hazard_10_what_stands_alone_at_the_foot_is_no_row(foot: str) -> None:
    submission = feedback(f"{LINE}| {foot} |")
    assert values(submission, "feedback", "content") == ["甲"]
    assert told(submission) == [(None, "SHEET-11")]


@pytest.mark.parametrize("total", ["累计 | 1条", "本月合计 | 1条", " | 合计：1条", "共1条"])
def test_hazard_09_totals_in_other_words_are_totals(total: str) -> None:
    submission = feedback(f"{LINE}| {total} |")
    assert (values(submission, "feedback", "content"), told(submission)) == (["甲"], [(None, "SHEET-11")])


def test_hazard_06_a_full_row_is_data_and_what_stands_far_aside_is_no_example() -> None:
    assert len(feedback("| 样例 | 甲 | 2025-10-09 |").all_rows()) == 1
    far = table("问题建议", HEAD + LINE + "| | | | | | | 样例 |")
    assert told(read(far)) == [(None, "SHEET-21")]


SECTIONS = [("一、园区", PARK), ("（二）单位（站）", STATION), ("三．单位（点）（2家）", SITE), ("四、律师事务所", STATION), ("一、园区类：", PARK),
            ("1.园区", PARK), ("第一部分　园区（共1家）", PARK)]  # fmt: skip


@pytest.mark.parametrize(("title", "category"), SECTIONS)
def test_hazard_11_the_title_of_a_section_is_the_category_of_the_rows_below(title: str, category: Any) -> None:
    rows: list[dict[str, Raw]] = [{"category": title}, factories.row("tracking", category, 1, category=None)]
    submission = read(record_sheet("tracking", rows, order=(*ORDER, "park_name"), first=1))
    assert values(submission, "tracking", "category") == [category]
    assert told(submission) == [(None, "SHEET-11"), ("A3", "CELL-60")]


def test_hazard_11_a_category_that_is_not_its_sections_wins_and_is_told() -> None:
    rows: list[dict[str, Raw]] = [{"category": "一、园区"}, *sites(1)]
    submission = read(record_sheet("tracking", rows, order=(*ORDER, "park_name"), first=1))
    assert values(submission, "tracking", "category") == [SITE]
    assert ("A3", "CELL-61") in told(submission)
    assert found(submission, "CELL-61").severity is Severity.W


def test_hazard_11_a_section_of_something_else_ends_the_one_before() -> None:
    rows: list[dict[str, Raw]] = [{"category": "一、单位（点）"}, *sites(1, category=None), {"category": "四、其他"}, *sites(2, category=None)]
    submission = read(record_sheet("tracking", rows, order=ORDER, first=1))
    assert values(submission, "tracking", "category") == [SITE, None, None]
    assert ("A5", "CELL-01") in told(submission)


def test_hazard_03_a_header_merged_downwards_is_one_header() -> None:
    sheet = table("年度情况报送", """
        | 单位名称 | 统一社会信用代码 | 类别 | 报告年度 | 收到情况 | | 主要做法与成效 |
        | | | | | 区局日期 | 市局日期 | |
        | 上海样例1号科技有限公司 | 91310115MA007919XU | 单位（点） | {2025} | 2025-12-02 | 2025-12-01 | 完善制度 |
        """, merges=(area("E1:F1"), *(area(f"{column}1:{column}2") for column in "ABCDG")))
    submission = read(sheet)
    assert (told(submission), len(submission.all_rows())) == ([], 1)


THREE_BLOCKS = """
    | 附件2 |
    | 一、单位（点） |
    | 单位名称 | 统一社会信用代码 | 跟踪日期 | 跟踪方式 | 服务能力情况 | 评估意见 |
    | 上海样例1号科技有限公司 | {!r} | 2025-11-03 | 走访 | 稳定 | 合格 |
    | 小计 | 1家 |
    | 二、单位（站） |
    | 序号 | 跟踪日期 | 单位名称 | 统一社会信用代码 | 跟踪方式 | 服务能力情况 | 评估意见 |
    | {{1}} | 2025-11-04 | 上海市样例行业协会2 | {!r} | 书面 | 稳定 | 合格 |
    | 三、园区 |
    | 单位名称 | 园区名称 | 统一社会信用代码 | 类别 | 跟踪日期 | 跟踪方式 | 服务能力情况 | 评估意见 |
    | 上海样例园区3号运营有限公司 | 上海样例产业园3号 | {!r} | 园区 | 2025-11-05 | 会议 | 稳定 | 合格 |
    | 合计 | 3家 |
    | 注：样例 |
    """


def three_blocks() -> Sheet:
    codes = (factories.credit_code(1), factories.credit_code(2, "51"), factories.credit_code(3))
    text = THREE_BLOCKS.format(*codes).replace("'", "")
    return table("跟踪评估", text)


def test_hazard_11_several_blocks_of_one_sheet_are_each_read_by_their_own_header() -> None:
    submission = read(three_blocks())
    assert values(submission, "tracking", "category") == [SITE, STATION, PARK]
    assert [str(day) for day in values(submission, "tracking", "tracked_on")] == ["2025-11-03", "2025-11-04", "2025-11-05"]
    assert [row.addresses["name"] for row in submission.all_rows()] == ["A4", "C8", "A11"]
    assert [row.held for row in submission.all_rows()] == [False] * 3
    assert {code for _, code in told(submission)} == {"SHEET-11", "CELL-60"}


def test_hazard_11_a_fault_of_a_later_block_is_told_in_its_own_cell() -> None:
    sheet = three_blocks()
    sheet.rows[8][4] = Cell("9131")
    assert ("D8", "USCC-02") in told(read(sheet))


def test_hazard_12_what_is_merged_over_rows_is_each_rows_and_told_with_its_range() -> None:
    submission = read(record_sheet("tracking", [*sites(1), *sites(2, category=None)], order=ORDER, first=1, merges=(area("A2:A3"),)))
    assert values(submission, "tracking", "category") == [SITE, SITE]
    assert (told(submission), "A2:A3" in found(submission, "CELL-59").message) == ([("A3", "CELL-59")], True)


def test_hazard_12_only_columns_made_for_it_are_filled_down() -> None:
    submission = read(record_sheet("tracking", [*sites(1), *sites(2, service=None)], order=ORDER, first=1, merges=(area("F2:F3"),)))
    assert told(submission) == [("F3", "CELL-01")]


PEOPLE = ("name", "uscc", "contact", "phone", "category")


def merged_pilots(**below: Raw) -> Submission:
    first = factories.row("pilots", contact="样例甲")
    rest = [field for field in first if field not in PEOPLE]
    second = {**dict.fromkeys(first), **below}
    places = [*PEOPLE, *rest]
    merges = tuple(area(f"{chr(65 + at)}4:{chr(65 + at)}5") for at, field in enumerate(places) if field not in below)
    return read(record_sheet("pilots", [first, second], order=places, merges=merges))


def test_hazard_13_two_contacts_of_one_merged_entity_are_one_record() -> None:
    submission = merged_pilots(contact="样例乙", phone="13800000000")
    assert values(submission, "pilots", "contact") == ["样例甲、样例乙"]
    assert values(submission, "pilots", "phone") == ["021-12345678、13800000000"]
    assert told(submission) == [("C4", "CELL-63")]


def test_hazard_13_another_row_of_a_merged_entity_is_read_and_told() -> None:
    submission = merged_pilots(determined_year=2026, contact="样例乙", phone="13800000000")
    assert values(submission, "pilots", "determined_year") == [2025, 2026]
    assert len(set(values(submission, "pilots", "uscc"))) == 1
    assert found(submission, "CELL-62").severity is Severity.W


@pytest.mark.parametrize("mark", ["同上", "〃", "同", '"', "同上。", "（同上）", "同前", "〞"])
def test_hazard_14_ditto_is_the_value_above_and_an_error_in_the_first_row(mark: str) -> None:
    submission = feedback(f"{LINE}| {mark} | 乙 | 2025-10-10 |")
    assert (values(submission, "feedback", "kind"), told(submission)) == (["问题", "问题"], [("A3", "CELL-56")])
    assert told(feedback(f"| {mark} | 乙 | 2025-10-10 |")) == [("A2", "CELL-47")]


def test_what_a_cover_lacks_is_never_taken_from_a_header() -> None:
    submission = read(cover(phone=None), record_sheet("pilots", [factories.row("pilots")]))
    assert [code for _, code in told(submission)] == ["CELL-01"]
    assert found(submission, "CELL-01").place.sheet == COVER_SHEET
