"""How a finding speaks."""

import json

from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.findings.catalogue import cells

RULE = Rule("X-01", Severity.W, "“{header}”{cell} 是“{value}”，应为 {expected}", "请改为 {expected}", "三（二）")
PLACE = Place("甲.xlsx", "试点申请", "C7", 7, "status", "申请状态")


def test_a_finding_says_where_what_and_what_to_do() -> None:
    finding = Finding(RULE, PLACE, "受", {"expected": "已受理"})
    assert finding.message == "“申请状态”C7 是“受”，应为 已受理"
    assert finding.advice == "请改为 已受理"
    assert (finding.code, finding.severity) == ("X-01", Severity.W)


def test_a_finding_has_the_contracts_shape() -> None:
    assert Finding(RULE, PLACE, "受", {"expected": "已受理"}).to_json() == {
        "code": "X-01", "severity": "W", "file": "甲.xlsx", "sheet": "试点申请", "cell": "C7", "row": 7, "field": "status",
        "header": "申请状态", "value": "受", "message": "“申请状态”C7 是“受”，应为 已受理", "advice": "请改为 已受理", "clause": "三（二）",
    }  # fmt: skip


def test_a_finding_on_a_file_has_no_cell() -> None:
    shape = Finding(Rule("X-02", Severity.E, "文件为空", "请重新报送"), Place("甲.xlsx")).to_json()
    assert (shape["sheet"], shape["cell"], shape["row"], shape["field"], shape["value"]) == (None,) * 5


def test_the_words_of_who_reports_win_over_the_places() -> None:
    assert "“烟草”" in Finding(RULE, PLACE, "芯片、烟草", {"value": "烟草", "expected": ""}).message


def test_a_message_quotes_the_beginning_of_a_long_value_and_json_all_of_it() -> None:
    finding = Finding(cells.DATE_UNREADABLE, PLACE, "很长" * 5000)
    assert len(finding.message) < 100
    assert "很…”" in finding.message
    assert finding.to_json()["value"] == "很长" * 5000


def test_a_message_is_one_line_that_no_screen_obeys() -> None:
    finding = Finding(cells.DATE_UNREADABLE, PLACE, "一\n二\x1b[31m三\u202e四")
    assert finding.message == "“一 二 [31m三 四”不能识别为日期"


def test_half_a_character_can_still_be_printed_as_utf_8() -> None:
    finding = Finding(cells.DATE_UNREADABLE, PLACE, "半\ud800个")
    json.dumps(finding.to_json(), ensure_ascii=False).encode("utf-8")
    assert finding.message.encode("utf-8")


def test_a_place_that_is_not_known_leaves_no_none_in_a_sentence() -> None:
    assert "None" not in Finding(cells.REQUIRED_DASH).message


def test_a_repair_told_alone_counts_one() -> None:
    assert "1 格" in Finding(cells.TRIMMED, PLACE, " 甲").message
