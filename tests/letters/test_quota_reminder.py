"""名额提醒函 (W6): the wording follows the figure, and nobody is reminded of a range nobody stated."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot, settings
from tests.letters.requests import asked, codes, letter, letters, refusal
from tests.letters.wordfiles import texts
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.quota_reminder import write
from toolkit.master.state import Master

AS_OF = date(2025, 11, 14)
SAID = {
    "不足": "尚少", "相符": "在上述范围之内", "超出": "函告超出的理由和考虑",
}  # fmt: skip


def of(count: int, unit: str = "嘉定区", **other: Any) -> Master:
    return master(*(pilot(unit, n) for n in range(1, count + 1)), **other)


def text(written: Letter) -> str:
    return "".join(texts(fill(template(written.kind), written.context)))


@pytest.mark.parametrize(
    ("unit", "count", "case", "off"),
    [
        ("嘉定区", 0, "不足", "6"), ("嘉定区", 5, "不足", "1"), ("嘉定区", 6, "相符", ""), ("嘉定区", 8, "相符", ""),
        ("嘉定区", 10, "超出", "2"), ("浦东新区", 7, "不足", "1"), ("浦东新区", 10, "相符", ""), ("浦东新区", 11, "超出", "1"),
    ],
)  # fmt: skip
def test_the_wording_follows_the_figure(unit: str, count: int, case: str, off: str) -> None:
    written = letter(write, of(count, unit), AS_OF, unit=unit)
    assert (written.context["名额情形"], written.context["差额家数"]) == (case, off)
    assert written.context["已确定家数"] == str(count)
    said = text(written)
    assert [word for word in SAID.values() if word in said] == [SAID[case]]
    assert "原则上" in said


def test_a_national_pilot_district_is_told_its_own_range() -> None:
    written = letter(write, of(9, "浦东新区"), AS_OF, unit="浦东新区")
    assert (written.context["全国试点地区"], written.context["名额范围"]) == ("是", "8—10家")
    assert letter(write, of(7), AS_OF, unit="嘉定区").context["名额范围"] == "6—8家"


def test_applications_in_hand_are_counted_apart() -> None:
    known = master(pilot("嘉定区", 1), entry("applications", "嘉定区", 2, applied_on=date(2025, 9, 1)))
    written = letter(write, known, AS_OF, unit="嘉定区")
    assert (written.context["已确定家数"], written.context["在办家数"]) == ("1", "1")
    assert "另有在办申请1家。" in text(written)
    none = text(letter(write, of(7), AS_OF, unit="嘉定区"))
    assert "没有在办申请。" in none
    assert "请统筹把握后续安排" in none


def test_every_district_with_a_stated_range_gets_one_and_lingang_none() -> None:
    written = letters(write, of(9, "临港新片区"), AS_OF)
    assert len(written) == 16
    assert "临港新片区市场监管局" not in {one.to for one in written}


def test_lingang_asked_for_is_refused_with_the_reason() -> None:
    told = refusal(write, of(9, "临港新片区"), AS_OF, unit="临港新片区")
    assert codes(told) == ["LETTER-16"]
    assert "文件未规定临港新片区的家数" in told.text
    assert letter(write, of(9), AS_OF, unit="临港新片区", settings=settings(lingang_quota=(3, 5))).context["名额范围"] == "3—5家"


@pytest.mark.parametrize("unit", ["执法总队", "机场分局"])
def test_a_direct_unit_has_no_range_either(unit: str) -> None:
    assert codes(refusal(write, of(1), AS_OF, unit=unit)) == ["LETTER-16"]


def test_a_reason_on_record_is_not_asked_for_again() -> None:
    known = of(10, explanations=[{"年度": 2025, "报送单位": "嘉定区", "超额或不足说明": "企业集中"}])
    assert codes(refusal(write, known, AS_OF, unit="嘉定区")) == ["LETTER-18"]
    assert len(asked(write, known, AS_OF)) == 15


def test_when_the_year_is_over_nothing_is_hoped_for_any_more() -> None:
    late = date(2026, 1, 5)
    said = text(letter(write, of(5), late, unit="嘉定区", year=2025))
    assert "2025年已结束" in said
    assert "统筹安排后续申请" not in said
    assert codes(refusal(write, of(7), late, unit="嘉定区", year=2025)) == ["LETTER-17"]


def test_what_may_change_the_figure_is_told_to_the_sender() -> None:
    claimed = master(pilot("嘉定区", 1), pilot("静安区", 1))
    written = letter(write, claimed, AS_OF, unit="嘉定区")
    assert written.context["已确定家数"] == "0"
    assert "QUOTA-04" in [remark.code for remark in written.remarks]
    assert "QUOTA-04" not in [remark.code for remark in letter(write, claimed, AS_OF, unit="徐汇区").remarks]
