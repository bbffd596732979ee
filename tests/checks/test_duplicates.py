"""One entity twice: what each tier tells, what it leaves alone, and that the sure ones come first."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.masters import entry, master, pilot
from tests.records.factories import PARK, STATION, credit_code
from toolkit.checks.duplicates import Tier, find_duplicates, likely_name
from toolkit.master.state import Entry

CODE = credit_code(1)
NAME = "上海样例1号科技有限公司"


def found(*entries: Entry) -> list[tuple[str, str]]:
    return [(str(duplicate.tier), duplicate.rule.code) for duplicate in find_duplicates(master(*entries))]


def told(*entries: Entry) -> list[str]:
    known = master(*entries)
    return [duplicate.told(known).message for duplicate in find_duplicates(known)]


def test_the_same_company_through_all_stages_and_years_of_one_unit_is_none() -> None:
    stages = [entry(form, "徐汇区", 1) for form in ("cultivation", "applications", "reviews", "pilots")]
    assert found(*stages, entry("cultivation", "徐汇区", 1, visited_on=date(2026, 3, 1)), pilot("徐汇区", 2), pilot("静安区", 3)) == []


# 确定


@pytest.mark.parametrize(("here", "there"), [("pilots", "pilots"), ("pilots", "applications"), ("applications", "reviews")])
def test_one_entity_under_two_units_is_sure_whatever_the_sheets(here: str, there: str) -> None:
    assert found(entry(here, "浦东新区", 1), entry(there, "临港新片区", 1)) == [("确定", "DUP-01")]


def test_both_places_are_named() -> None:
    one, other = entry("pilots", "浦东新区", 1), entry("applications", "临港新片区", 1)
    one.row, other.row = 7, 9
    (message,) = told(one, other)
    assert "浦东新区 试点名单 第 7 行" in message
    assert "临港新片区 试点申请 第 9 行" in message


def test_s1_brackets_of_another_width_are_no_other_name() -> None:
    full, half = (entry("pilots", unit, 1, name=f"上海样例芯片{brackets[0]}集团{brackets[1]}有限公司")
                  for unit, brackets in (("浦东新区", "（）"), ("临港新片区", "()")))  # fmt: skip
    assert found(full, half) == [("确定", "DUP-01")]


def test_two_units_may_visit_one_company() -> None:
    assert found(entry("cultivation", "浦东新区", 1), entry("cultivation", "临港新片区", 1)) == []


def test_who_moved_withdrew_or_left_is_not_in_two_places() -> None:
    left = pilot("静安区", change_note="2025年11月迁出至普陀区", territory="普陀区")
    assert found(left, pilot("普陀区")) == []
    assert found(pilot("静安区", state="已退出"), entry("applications", "普陀区", 1)) == []
    assert found(entry("applications", "静安区", 1, status="已撤回"), entry("applications", "普陀区", 1)) == []


def test_what_a_unit_still_has_of_one_that_moved_or_was_ruled_away_is_no_second_claim() -> None:
    left = pilot("静安区", change_note="2025年11月迁出至普陀区", territory="普陀区")
    assert found(left, entry("applications", "静安区", 1), entry("reviews", "静安区", 1), pilot("普陀区")) == []
    claims = [pilot("浦东新区"), entry("reviews", "浦东新区", 1), pilot("临港新片区")]
    line = {"事项": "重复申报", "报送单位": "临港新片区、浦东新区", "记录": f"{NAME}（单位（点））{CODE}", "裁定": "归属临港新片区"}
    assert [str(duplicate.tier) for duplicate in find_duplicates(master(*claims))] == ["确定"]
    assert find_duplicates(master(*claims, rulings=[line])) == []


def test_two_parks_of_one_operator_are_two_entities() -> None:
    one, other = pilot("浦东新区", 1, PARK), pilot("临港新片区", 2, PARK, uscc=credit_code(1), name="上海样例园区1号运营有限公司")
    assert found(one, other) == []


# 部分


@pytest.mark.parametrize("unit", ["徐汇区", "静安区"])
def test_one_code_with_two_names_is_told_within_and_across_units(unit: str) -> None:
    assert found(pilot("徐汇区", 1), entry("cultivation", unit, 1, name="上海样例乙生物有限公司")) == [("部分", "DUP-02")]


def test_a_former_name_on_record_explains_it() -> None:
    renamed = pilot("徐汇区", 1, name="上海样例乙生物有限公司", change_note=f"曾用名{NAME}")
    assert found(renamed, entry("applications", "徐汇区", 1)) == []


@pytest.mark.parametrize("year", [2025, 2026])
def test_one_name_with_two_codes_is_told_across_years(year: int) -> None:
    other = pilot("静安区", 1, uscc=credit_code(5), determined_on=date(year, 11, 1))
    assert found(pilot("徐汇区", 1), other) == [("部分", "DUP-03")]


def test_a_lead_without_a_code_has_no_other_code() -> None:
    assert found(pilot("徐汇区", 1), entry("cultivation", "徐汇区", 1, uscc=None)) == []


def test_one_operator_in_several_categories_is_told_and_not_forbidden() -> None:
    duplicates = find_duplicates(master(pilot("徐汇区", 1), pilot("徐汇区", 1, STATION, uscc=CODE, name=NAME)))
    assert [(duplicate.rule.code, str(duplicate.rule.severity)) for duplicate in duplicates] == [("DUP-04", "W")]


def test_a_category_that_was_changed_is_not_several() -> None:
    assert found(pilot("徐汇区", 1), pilot("徐汇区", 1, STATION, uscc=CODE, name=NAME, change_note="类别由点变更为站")) == []


# 疑似


@pytest.mark.parametrize(
    "name",
    [
        "上海样例1号科技有限责任公司", "上海样例1号科技股份有限公司", "上海市样例1号科技有限公司", "样例1号科技（上海）有限公司", "样例1号科技有限公司",
        "上海樣例1號科技有限公司", "上海样例１号科技有限责任公司", "上海样例1号科技（集团）有限公司",
    ],
)
def test_a_name_written_otherwise_is_only_suspected(name: str) -> None:
    assert found(pilot("徐汇区", 1), pilot("静安区", 2, name=name)) == [("疑似", "DUP-05")]


@pytest.mark.parametrize("name", ["上海样例2号科技有限公司", "上海样例1号技科有限公司", "上海样例科技有限公司", "苏州样例1号科技有限公司"])
def test_another_name_is_not(name: str) -> None:
    assert found(pilot("徐汇区", 1), pilot("静安区", 2, name=name)) == []


def test_suspicions_only_inform() -> None:
    (duplicate,) = find_duplicates(master(pilot("徐汇区", 1), pilot("静安区", 2, name="上海样例1号科技有限责任公司")))
    assert str(duplicate.rule.severity) == "I"


# The tiers together


def test_the_sure_come_first_and_nothing_is_told_in_a_weaker_tier_again() -> None:
    entries = [
        pilot("徐汇区", 11), pilot("静安区", 12, name="上海样例11号科技有限责任公司"), pilot("徐汇区", 1), entry("applications", "静安区", 1),
        pilot("黄浦区", 21), pilot("长宁区", 21, uscc=credit_code(77)),
    ]  # fmt: skip
    assert found(*entries) == [("确定", "DUP-01"), ("部分", "DUP-03"), ("疑似", "DUP-05")]


def test_many_suspicions_do_not_hide_a_sure_one() -> None:
    alike = [pilot("徐汇区", 100 + n, name=f"上海样例{100 + n // 2}号科技有限{'责任' * (n % 2)}公司") for n in range(60)]
    tiers = [duplicate.tier for duplicate in find_duplicates(master(*alike, pilot("徐汇区", 1), pilot("静安区", 1)))]
    assert tiers == [Tier.EXACT] + [Tier.SUSPECTED] * 30


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_changes_no_tier(order: list[int]) -> None:
    entries: list[Any] = [
        pilot("徐汇区", 1), entry("applications", "静安区", 1), pilot("黄浦区", 3), pilot("长宁区", 3, uscc=credit_code(77)),
        pilot("普陀区", 4, name="上海样例1号科技有限责任公司"),
    ]  # fmt: skip
    assert found(*(entries[n] for n in order)) == found(*entries)


def test_a_name_that_is_nothing_but_its_form_stays_itself() -> None:
    assert likely_name("上海公司") == "上海公司"
