"""四（二）: who counts, to whom, to which year; and what is said of it. A1-A12 are the readings it holds."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.records.factories import PARK, SITE, STATION
from toolkit.checks.listed import present
from toolkit.checks.quota import QuotaReport, UnitQuota, check_quota
from toolkit.master.state import Entry
from toolkit.policy import notice

END = date(2025, 12, 31)
NEXT_YEAR = date(2026, 1, 5)


def judged(*entries: Entry, year: int = 2025, as_of: date = END, rulings: Any = (), using: Any = SETTINGS) -> QuotaReport:
    return check_quota(master(*entries, rulings=rulings), year, as_of, using)


def of(report: QuotaReport, short: str) -> UnitQuota:
    (unit,) = (unit for unit in report.units if unit.unit.short == short)
    return unit


def determined(report: QuotaReport) -> dict[str, int]:
    return {unit.unit.short: unit.determined for unit in report.units if unit.determined}


def said(report: QuotaReport, *codes: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.code in codes]


def several(unit: str, count: int, first: int = 1, **changes: Any) -> list[Entry]:
    return [pilot(unit, n, **changes) for n in range(first, first + count)]


# Who counts, and to which year


def test_the_16_districts_and_lingang_are_always_listed() -> None:
    report = judged()
    names = [unit.unit.short for unit in report.units]
    assert (len(names), names[0], names[-1]) == (17, "浦东新区", "临港新片区")


def test_all_categories_count_together() -> None:
    unit = of(judged(pilot("徐汇区", 1, PARK), pilot("徐汇区", 2, STATION), pilot("徐汇区", 3, SITE)), "徐汇区")
    assert unit.determined == 3
    assert list(unit.by_category.values()) == [1, 1, 1]


def test_a_pilot_counts_to_the_calendar_year_of_its_determination() -> None:
    pilots = pilot("徐汇区", 1, determined_on=date(2024, 12, 31)), pilot("徐汇区", 2, determined_on=date(2025, 1, 1))
    assert determined(judged(*pilots, year=2025)) == {"徐汇区": 1}
    assert determined(judged(*pilots, year=2024)) == {"徐汇区": 1}


def test_an_explicit_year_goes_before_the_dates() -> None:
    late = pilot("徐汇区", determined_on=date(2026, 1, 6), determined_year=2025)
    assert determined(judged(late, as_of=date(2026, 2, 1))) == {"徐汇区": 1}
    assert determined(judged(late, year=2026, as_of=date(2026, 2, 1))) == {}


@pytest.mark.parametrize("year", [None, "待定"])
def test_without_a_readable_year_the_date_tells_it(year: str | None) -> None:
    assert determined(judged(pilot("徐汇区", determined_on=date(2025, 9, 1), determined_year=year))) == {"徐汇区": 1}


def test_a_district_level_pilot_never_counts() -> None:
    assert determined(judged(pilot("徐汇区", level="区级"))) == {}


def test_a_pilot_of_the_earlier_programme_never_counts() -> None:
    assert determined(judged(pilot("徐汇区", origin="历史示范"))) == {}


def test_an_exit_frees_no_slot() -> None:
    assert determined(judged(pilot("徐汇区", state="已退出"))) == {"徐汇区": 1}


def test_a_re_entry_counts_in_its_new_year() -> None:
    before = pilot("松江区", determined_on=date(2025, 9, 1), state="已退出")
    again = pilot("松江区", determined_on=date(2027, 9, 1), origin="重新纳入", previous_id="SH-310117-2025-D-001")
    as_of = date(2027, 12, 1)
    assert [determined(judged(before, again, year=year, as_of=as_of)) for year in (2025, 2026, 2027)] == [
        {"松江区": 1}, {}, {"松江区": 1},
    ]  # fmt: skip


def test_what_is_determined_after_the_as_of_date_does_not_exist_yet() -> None:
    pilots = pilot("徐汇区", 1, determined_on=date(2025, 11, 20)), pilot("徐汇区", 2, determined_on=date(2025, 11, 21))
    assert determined(judged(*pilots, as_of=date(2025, 11, 20))) == {"徐汇区": 1}


def test_one_record_copied_by_hand_counts_once() -> None:
    assert determined(judged(pilot("徐汇区"), pilot("徐汇区"))) == {"徐汇区": 1}


def test_one_code_in_two_categories_counts_twice() -> None:
    code = pilot("徐汇区", 1, STATION).values["uscc"]
    assert determined(judged(pilot("徐汇区", 1, STATION), pilot("徐汇区", 2, SITE, uscc=code))) == {"徐汇区": 2}


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"level": None}, "级别"),
        ({"origin": "不清楚"}, "来源"),
        ({"category": "其他"}, "类别"),
        ({"determined_year": None, "determined_on": None}, "确定年度"),
    ],
)
def test_a_pilot_of_which_nobody_can_say_whether_it_counts_is_told(changes: dict[str, Any], header: str) -> None:
    report = judged(entry("pilots", "徐汇区", **changes))
    assert determined(report) == {}
    (message,) = said(report, "QUOTA-07")
    assert header in message
    assert "徐汇区" in message


def test_what_lacks_nothing_or_counts_in_no_year_is_not_told() -> None:
    report = judged(pilot("徐汇区"), pilot("徐汇区", 2, level="区级", category=None), pilot("徐汇区", 3, origin="历史示范"))
    assert said(report, "QUOTA-07") == []


# To whom


def test_a_direct_units_pilot_counts_to_the_district_it_lies_in_and_is_told() -> None:
    report = judged(pilot("执法总队", territory="徐汇区"))
    assert determined(report) == {"徐汇区": 1}
    (message,) = said(report, "QUOTA-06")
    assert "执法总队" in message
    assert "徐汇区" in message


@pytest.mark.parametrize("unit", ["机场分局", "某某局", ""])
def test_a_pilot_that_counts_to_no_district_is_told(unit: str) -> None:
    report = judged(pilot(unit))
    assert determined(report) == {}
    assert len(said(report, "QUOTA-08")) == 1
    assert report.counted == []


def test_a_districts_own_pilots_are_not_told() -> None:
    assert said(judged(pilot("徐汇区", territory="静安区")), "QUOTA-06", "QUOTA-08") == []


def test_no_quota_is_made_up_for_lingang() -> None:
    report = judged(*several("临港新片区", 20, territory="浦东新区"))
    lingang = of(report, "临港新片区")
    assert (lingang.determined, lingang.limits, lingang.status) == (20, None, "none")
    assert not [finding for finding in report.findings if "临港" in finding.message]


def test_lingang_is_held_to_a_quota_the_city_sets() -> None:
    report = judged(*several("临港新片区", 3, territory="浦东新区"), using=settings(lingang_quota=(1, 2)))
    assert of(report, "临港新片区").status == "over"
    assert any("临港新片区" in message for message in said(report, "QUOTA-03"))


# One entity, two units


def test_an_entity_claimed_by_two_units_counts_for_none_and_is_told() -> None:
    report = judged(pilot("浦东新区"), pilot("临港新片区", territory="浦东新区"))
    assert determined(report) == {}
    (message,) = said(report, "QUOTA-04")
    assert "浦东新区" in message
    assert "临港新片区" in message


def test_a_claim_of_another_year_is_not_told() -> None:
    report = judged(pilot("浦东新区"), pilot("临港新片区"), year=2026, as_of=date(2026, 6, 1))
    assert said(report, "QUOTA-04") == []


RULED = {"事项": "重复申报", "报送单位": "临港新片区、浦东新区", "记录": "", "裁定": "归属浦东新区"}


def test_what_the_city_has_ruled_counts_for_the_one_and_not_for_the_other() -> None:
    claimed = pilot("浦东新区"), pilot("临港新片区", territory="浦东新区")
    ruled = {**RULED, "记录": f"上海样例1号科技有限公司（单位（点））{claimed[0].values['uscc']}"}
    report = judged(*claimed, rulings=[ruled])
    assert determined(report) == {"浦东新区": 1}
    assert said(report, "QUOTA-04") == []


def test_a_ruling_on_one_category_is_none_on_another_of_the_same_code() -> None:
    code = pilot("浦东新区").values["uscc"]
    ruled = {**RULED, "记录": f"上海样例1号科技有限公司（单位（点））{code}"}
    report = judged(pilot("临港新片区", 2, STATION, uscc=code), rulings=[ruled])
    assert determined(report) == {"临港新片区": 1}


def test_a_ruling_on_a_park_is_none_on_the_operators_other_park() -> None:
    one, other = pilot("临港新片区", 1, PARK), pilot("临港新片区", 2, PARK, uscc=pilot("浦东新区", 1, PARK).values["uscc"])
    ruled = {**RULED, "记录": f"上海样例产业园1号（园区）{one.values['uscc']}"}
    assert determined(judged(one, other, rulings=[ruled])) == {"临港新片区": 1}


@pytest.mark.parametrize("ruling", [None, "归属", "归属徐汇区", "用市局值"])
def test_what_is_no_ruling_for_one_of_the_two_rules_nothing(ruling: str | None) -> None:
    claimed = pilot("浦东新区"), pilot("临港新片区")
    ruled = {**RULED, "记录": f"上海样例1号科技有限公司（单位（点））{claimed[0].values['uscc']}", "裁定": ruling}
    assert determined(judged(*claimed, rulings=[ruled])) == {}


def test_a_pilot_that_moved_stays_with_the_unit_that_determined_it() -> None:
    left = pilot("静安区", change_note="2025年11月迁出至普陀区", territory="普陀区")
    report = judged(left, pilot("普陀区"))
    assert determined(report) == {"静安区": 1}
    assert said(report, "QUOTA-04") == []


# What may still come


def test_open_applications_are_expected_and_not_counted() -> None:
    unit = of(judged(pilot("徐汇区", 1), entry("applications", "徐汇区", 2)), "徐汇区")
    assert (unit.determined, unit.expected) == (1, 2)


@pytest.mark.parametrize("status", ["已受理", "待补正", "已补正", "已送审"])
def test_an_application_is_open_until_it_is_withdrawn_or_decided(status: str) -> None:
    assert of(judged(entry("applications", "徐汇区", status=status)), "徐汇区").expected == 1


def test_a_withdrawn_application_is_not_expected_whatever_the_review_proposed() -> None:
    withdrawn = entry("applications", "宝山区", status="已撤回"), entry("reviews", "宝山区")
    assert of(judged(*withdrawn), "宝山区").expected == 0


def test_an_application_that_was_determined_is_not_expected_besides() -> None:
    assert of(judged(entry("applications", "徐汇区"), pilot("徐汇区")), "徐汇区").expected == 1


def test_an_application_is_expected_until_its_determination_exists() -> None:
    unit = of(judged(entry("applications", "徐汇区"), pilot("徐汇区"), as_of=date(2025, 8, 31)), "徐汇区")
    assert (unit.determined, unit.expected) == (0, 1)


@pytest.mark.parametrize(
    "outcome", [{"opinion": "不予确定"}, {"opinion": "暂缓"}, {"opinion": "建议确定", "city_result": "不予确定"}]
)
def test_an_application_refused_or_put_off_is_not_expected(outcome: dict[str, str]) -> None:
    applied = entry("applications", "徐汇区"), entry("reviews", "徐汇区", **outcome)
    assert of(judged(*applied), "徐汇区").expected == 0
    assert of(judged(*applied, as_of=date(2025, 8, 14)), "徐汇区").expected == 1


def test_the_citys_result_goes_before_the_districts_opinion() -> None:
    applied = entry("applications", "徐汇区"), entry("reviews", "徐汇区", opinion="暂缓", city_result="确定")
    assert of(judged(*applied), "徐汇区").expected == 1


def test_an_old_refusal_does_not_close_a_new_application() -> None:
    applied = entry("applications", "徐汇区", applied_on=date(2025, 9, 1)), entry("reviews", "徐汇区", opinion="不予确定")
    assert of(judged(*applied), "徐汇区").expected == 1


def test_a_proposal_without_an_application_is_expected() -> None:
    assert of(judged(entry("reviews", "徐汇区")), "徐汇区").expected == 1


def test_an_application_after_the_as_of_date_is_not_expected_yet() -> None:
    assert of(judged(entry("applications", "徐汇区"), as_of=date(2025, 5, 19)), "徐汇区").expected == 0


def test_an_application_still_open_at_new_year_is_in_hand_in_the_new_year() -> None:
    applied = entry("applications", "徐汇区")
    assert of(judged(applied, year=2026, as_of=NEXT_YEAR), "徐汇区").expected == 1
    assert of(judged(applied, year=2026, as_of=END), "徐汇区").expected == 0


def test_applications_in_dispute_are_expected_of_nobody() -> None:
    report = judged(entry("applications", "浦东新区"), entry("applications", "临港新片区"))
    assert {unit.expected for unit in report.units} == {0}


# National pilots, and what is said


@pytest.mark.parametrize(("count", "status"), [(7, "under"), (8, "within"), (10, "within"), (11, "over")])
def test_a_national_pilot_district_is_held_to_8_to_10(count: int, status: str) -> None:
    unit = of(judged(*several("闵行区", count)), "闵行区")
    assert unit.national
    assert unit.status == status


@pytest.mark.parametrize(("count", "status"), [(5, "under"), (6, "within"), (8, "within"), (9, "over")])
def test_any_other_district_is_held_to_6_to_8(count: int, status: str) -> None:
    unit = of(judged(*several("长宁区", count)), "长宁区")
    assert not unit.national
    assert unit.status == status


def test_which_districts_are_national_pilots_is_listed_by_year() -> None:
    listed = settings(national_pilots={2025: ("闵行区",), 2026: ("闵行区", "长宁区")})
    assert of(judged(using=listed), "长宁区").limits.most == 8
    assert of(judged(using=listed, year=2026), "长宁区").limits.most == 10


def test_a_year_that_is_not_listed_uses_the_one_before_and_says_so() -> None:
    report = judged(year=2028, as_of=date(2028, 6, 1))
    (message,) = said(report, "QUOTA-05")
    assert "2028" in message
    assert "2026" in message
    assert of(report, "闵行区").national
    assert said(judged(), "QUOTA-05") == []


def test_under_the_quota_is_for_information_until_the_year_is_over() -> None:
    pilots = several("长宁区", 5)
    during, after = judged(*pilots, as_of=END), judged(*pilots, as_of=date(2026, 1, 1))
    assert [(f.code, str(f.severity)) for f in during.findings if "长宁区" in f.message] == [("QUOTA-01", "I")]
    assert [(f.code, str(f.severity)) for f in after.findings if "长宁区" in f.message] == [("QUOTA-02", "W")]


def test_over_the_quota_is_a_warning_and_never_an_error() -> None:
    report = judged(*several("长宁区", 9))
    (finding,) = (finding for finding in report.findings if finding.code == "QUOTA-03")
    assert str(finding.severity) == "W"
    assert "超 1 家" in finding.message
    assert not [finding for finding in report.findings if finding.severity == "E"]


def test_within_the_quota_nothing_is_said() -> None:
    assert [f for f in judged(*several("长宁区", 6)).findings if "长宁区" in f.message] == []


def test_s11_by_hand() -> None:
    """嘉定 7 in July and 3 in November beside 12 区级; 奉贤 7 at year end; 临港 5."""
    pilots = [
        *several("嘉定区", 7, 1, determined_on=date(2025, 7, 15)), *several("嘉定区", 3, 11, determined_on=date(2025, 11, 20)),
        *several("嘉定区", 12, 21, level="区级"), *several("奉贤区", 7, 41), *several("临港新片区", 5, 51, territory="奉贤区"),
    ]  # fmt: skip
    before, after = judged(*pilots, as_of=date(2025, 12, 8)), judged(*pilots, as_of=NEXT_YEAR)
    assert determined(before) == determined(after) == {"嘉定区": 10, "奉贤区": 7, "临港新片区": 5}
    assert determined(judged(*pilots, as_of=date(2025, 7, 31))) == {"嘉定区": 7}
    told = [
        [(f.code, str(f.severity)) for f in report.findings if any(u in f.message for u in ("嘉定", "奉贤", "临港"))]
        for report in (before, after)
    ]
    assert told == [[("QUOTA-03", "W"), ("QUOTA-01", "I")], [("QUOTA-03", "W"), ("QUOTA-02", "W")]]
    assert "超出上限 8 家（超 2 家）" in said(before, "QUOTA-03")[0]
    assert "少于 8 家" in next(message for message in said(after, "QUOTA-02") if "奉贤" in message)


def test_the_json_has_the_contracts_keys() -> None:
    document = judged(pilot("徐汇区")).to_json()
    assert list(document) == ["year", "as_of", "units", "findings"]
    (unit,) = (unit for unit in document["units"] if unit["unit"] == "徐汇区")
    assert unit == {
        "unit": "徐汇区", "least": 6, "most": 8, "national": False, "determined": 1,
        "by_category": {"园区": 0, "单位（站）": 0, "单位（点）": 1}, "expected": 1, "status": "under",
    }  # fmt: skip


# A category that was changed is no new determination (A5)


def test_a_changed_category_counts_once_in_the_year_of_the_determination() -> None:
    before = pilot("徐汇区", 1)
    after = pilot("徐汇区", 1, STATION, uscc=before.values["uscc"], determined_on=date(2026, 7, 1), change_note="2026年7月类别由点变更为站")
    assert determined(judged(before, after, year=2025)) == {"徐汇区": 1}
    assert determined(judged(before, after, year=2026, as_of=date(2026, 12, 31))) == {}


def test_of_a_changed_category_only_the_new_record_is_present() -> None:
    before = pilot("徐汇区", 1)
    after = pilot("徐汇区", 1, STATION, uscc=before.values["uscc"], change_note="类别调整为站")
    assert [entry.values["category"] for entry in present(master(before, after), END)] == [STATION]


def test_a_note_on_something_else_changes_no_count() -> None:
    before = pilot("徐汇区", 1)
    after = pilot("徐汇区", 1, STATION, uscc=before.values["uscc"], change_note="曾用名上海样例乙公司")
    assert determined(judged(before, after)) == {"徐汇区": 2}


# The city as a whole


def test_the_ranges_add_up_to_104_to_136_without_lingang() -> None:
    report = judged(*several("临港新片区", 5, territory="浦东新区"))
    assert (report.limits.least, report.limits.most) == (104, 136)
    assert sum(unit.determined for unit in report.held) == 0


def test_a_city_total_out_of_the_sum_of_ranges_is_told_for_checking_only() -> None:
    districts = [unit.short for unit in notice().quota_units() if unit.short != "临港新片区"]
    full = [pilot(unit, 100 * k + n) for k, unit in enumerate(districts) for n in range(9)]
    assert len(full) == 144
    (message,) = said(judged(*full), "QUOTA-09")
    assert "144" in message
    assert "104—136" in message
    assert said(judged(*full[:120]), "QUOTA-09") == []
    assert said(judged(*full[:90]), "QUOTA-09") == []
    assert len(said(judged(*full[:90], as_of=NEXT_YEAR), "QUOTA-09")) == 1
