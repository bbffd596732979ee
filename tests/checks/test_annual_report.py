"""四（三）: both bureaus, by 31 December inclusive. A13-A17 are the readings it holds."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.records.factories import PARK, SITE, STATION
from toolkit.checks.annual_report import AnnualReports, ReportStatus, check_reports, judge_receipts, year_in_question
from toolkit.master.state import Entry

DEADLINE = date(2025, 12, 31)
NEXT_YEAR = date(2026, 1, 5)
NOTHING = {"district_received": None, "city_received": None, "summary": None}


def judged(*entries: Entry, year: int = 2025, as_of: date = NEXT_YEAR, rulings: Any = (), using: Any = SETTINGS) -> AnnualReports:
    return check_reports(master(*entries, rulings=rulings), year, as_of, using)


def only(reports: AnnualReports) -> ReportStatus:
    (status,) = reports.pilots
    return status


def report(unit: str, n: int = 1, **changes: Any) -> Entry:
    return entry("annual_reports", unit, n, **{**NOTHING, **changes})


def codes(reports: AnnualReports) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.severity)) for finding in reports.findings]


# Two receipts and a day


@pytest.mark.parametrize(
    ("city", "district", "as_of", "status", "days"),
    [
        ("12-30", "12-31", "2026-01-05", "按期", 0),
        ("12-31", "12-31", "2026-01-05", "按期", 0),
        ("12-30", "12-31", "2025-12-31", "按期", 0),
        ("2026-01-04", "12-31", "2026-01-05", "逾期", 4),
        ("12-31", "2026-01-01", "2026-01-05", "逾期", 1),
        ("2026-01-04", "2026-01-10", "2026-02-01", "逾期", 10),
        ("12-30", None, "2026-01-05", "只报市局", 5),
        (None, "12-30", "2026-01-05", "只报区局", 5),
        ("12-30", None, "2025-12-31", "只报市局", 0),
        (None, None, "2025-12-31", "未到期", 0),
        (None, None, "2025-06-01", "未到期", 0),
        (None, None, "2026-01-01", "未报", 1),
        # what came in after the as-of date does not exist yet
        ("2026-01-04", "12-31", "2026-01-03", "只报区局", 3),
        ("12-30", "12-30", "2025-12-29", "未到期", 0),
        ("2026-01-04", "2026-01-04", "2026-01-03", "未报", 3),
    ],
)
def test_the_later_receipt_decides_as_of_the_day(city: Any, district: Any, as_of: str, status: str, days: int) -> None:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text if len(text) > 5 else f"2025-{text}") if text else None

    assert judge_receipts(day(city), day(district), DEADLINE, date.fromisoformat(as_of)) == (status, days)


@pytest.mark.parametrize(
    ("as_of", "year"),
    [(date(2026, 1, 1), 2025), (date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2025, 12, 31), 2025)],
)
def test_the_first_quarter_looks_at_last_years_reports(as_of: date, year: int) -> None:
    assert year_in_question(as_of) == year


def test_a_january_report_is_last_years_and_late_not_this_years_and_early() -> None:
    received = report("徐汇区", district_received=date(2026, 1, 8), city_received=date(2026, 1, 9), summary="已总结")
    late = judged(pilot("徐汇区"), received, as_of=date(2026, 2, 1))
    assert (only(late).status, only(late).days_late) == ("逾期", 9)
    assert only(judged(pilot("徐汇区"), received, year=2026, as_of=date(2026, 2, 1))).status == "未到期"


# Whose report is due


def test_every_city_pilot_on_the_list_owes_a_report() -> None:
    pilots = pilot("徐汇区", 1, PARK), pilot("徐汇区", 2, STATION), pilot("徐汇区", 3), pilot("徐汇区", 4, origin="历史示范")
    assert [str(status.status) for status in judged(*pilots).pilots] == ["未报"] * 4


def test_a_district_level_pilot_owes_none() -> None:
    assert judged(pilot("徐汇区", level="区级")).pilots == []


def test_a_pilot_of_a_later_year_owes_none_yet() -> None:
    assert judged(pilot("徐汇区", determined_on=date(2026, 1, 2))).pilots == []


def test_a_pilot_not_determined_by_the_as_of_date_owes_none_yet() -> None:
    assert judged(pilot("徐汇区", determined_on=date(2025, 11, 20)), as_of=date(2025, 11, 19)).pilots == []
    assert only(judged(pilot("徐汇区", determined_on=date(2025, 11, 20)), as_of=date(2025, 11, 20))).status == "未到期"


def test_a_renamed_pilots_report_is_found_by_its_code() -> None:
    received = report("闵行区", name="上海样例旧名有限公司", district_received=DEADLINE, city_received=DEADLINE, summary="已总结")
    assert only(judged(pilot("闵行区", name="上海样例新名有限公司"), received)).status == "按期"


def test_the_report_of_another_park_of_the_same_operator_is_not_this_ones() -> None:
    code = pilot("徐汇区", 1, PARK).values["uscc"]
    received = entry("annual_reports", "徐汇区", 2, PARK, uscc=code)
    assert only(judged(pilot("徐汇区", 1, PARK), received)).status == "未报"


def test_a_pilot_without_a_readable_code_is_not_forgotten() -> None:
    assert only(judged(pilot("徐汇区", uscc="91310115MA0161038X"))).status == "未报"


def test_pilots_stand_in_the_order_of_units_and_categories() -> None:
    reports = judged(pilot("崇明区"), pilot("浦东新区", 2, SITE), pilot("浦东新区", 3, PARK), pilot("浦东新区", 4, STATION))
    assert [(s.pilot.unit, str(s.pilot.values["category"])) for s in reports.pilots] == [
        ("浦东新区", "园区"), ("浦东新区", "单位（站）"), ("浦东新区", "单位（点）"), ("崇明区", "单位（点）"),
    ]  # fmt: skip


# Who left, came back, moved


def exit_of(unit: str, on: date | None, **changes: Any) -> Entry:
    left = {"verdict": "建议退出", "ground": "T1", "facts": "样例事实", "unmet": "C10", "exit_on": on, "effective_on": on}
    return entry("tracking", unit, **{"tracked_on": date(2025, 8, 1), **left, **changes})


def test_who_left_during_the_year_is_exempt() -> None:
    gone = pilot("松江区", determined_on=date(2024, 9, 1), state="已退出"), exit_of("松江区", date(2025, 9, 1))
    assert only(judged(*gone)).status == "免报"
    assert codes(judged(*gone)) == []


def test_who_left_before_the_year_is_not_listed() -> None:
    gone = pilot("松江区", determined_on=date(2023, 9, 1), state="已退出"), exit_of("松江区", date(2024, 9, 1), tracked_on=date(2024, 8, 1))
    assert judged(*gone).pilots == []


def test_who_leaves_after_the_deadline_owed_the_report() -> None:
    gone = pilot("松江区", state="已退出"), exit_of("松江区", date(2026, 1, 3))
    assert only(judged(*gone)).status == "未报"


def test_who_leaves_after_the_as_of_date_still_owes_the_report() -> None:
    going = pilot("松江区"), exit_of("松江区", date(2025, 12, 20))
    assert only(judged(*going, as_of=date(2025, 12, 19))).status == "未到期"
    assert only(judged(*going, as_of=date(2025, 12, 20))).status == "免报"


def test_without_an_effective_date_the_decisions_counts() -> None:
    gone = pilot("松江区", state="已退出"), exit_of("松江区", date(2026, 2, 1), effective_on=None)
    assert only(judged(*gone, as_of=date(2026, 3, 1))).status == "未报"


def test_a_pilot_marked_as_exited_without_any_date_is_exempt() -> None:
    assert only(judged(pilot("松江区", state="已退出"))).status == "免报"


def test_s10_an_exit_and_a_re_entry_are_told_apart() -> None:
    before = pilot("松江区", determined_on=date(2025, 9, 1), state="已退出")
    left = exit_of("松江区", date(2026, 6, 15), tracked_on=date(2026, 5, 20))
    again = pilot("松江区", determined_on=date(2027, 9, 1), origin="重新纳入", previous_id="SH-310117-2025-D-001")
    years = {year: judged(before, left, again, year=year, as_of=date(year + 1, 1, 5)).pilots for year in (2025, 2026, 2027)}
    assert [[str(status.status) for status in pilots] for pilots in years.values()] == [["未报"], ["免报"], ["未报"]]


def test_a_pilot_that_came_back_within_the_year_owes_the_report() -> None:
    before = pilot("松江区", determined_on=date(2025, 9, 1), state="已退出")
    left = exit_of("松江区", date(2026, 2, 1), tracked_on=date(2026, 1, 10))
    again = pilot("松江区", determined_on=date(2026, 9, 1), origin="重新纳入", previous_id="SH-310117-2025-D-001")
    assert only(judged(before, left, again, year=2026, as_of=date(2027, 1, 5))).status == "未报"
    assert only(judged(before, left, again, year=2026, as_of=date(2026, 8, 1))).status == "免报"


def test_a_second_exit_does_not_hide_the_first() -> None:
    before = pilot("松江区", determined_on=date(2025, 9, 1), state="已退出")
    exits = exit_of("松江区", date(2026, 6, 15), tracked_on=date(2026, 5, 20)), exit_of("松江区", date(2028, 6, 15), tracked_on=date(2028, 5, 20))
    assert only(judged(before, *exits, year=2026, as_of=date(2029, 1, 5))).status == "免报"


def test_of_a_pilot_that_moved_the_report_is_its_new_units_matter() -> None:
    left = pilot("静安区", change_note="迁出至普陀区", territory="普陀区")
    told = report("静安区", city_received=DEADLINE, summary="已总结"), report("普陀区", district_received=DEADLINE, summary="已总结")
    status = only(judged(left, pilot("普陀区"), *told))
    assert (status.pilot.unit, status.status) == ("普陀区", "按期")


def test_a_pilot_ruled_to_be_another_units_is_asked_of_that_one_only() -> None:
    claimed = pilot("浦东新区"), pilot("临港新片区", territory="浦东新区")
    ruled = {"事项": "重复申报", "报送单位": "临港新片区、浦东新区", "裁定": "归属临港新片区", "记录": f"上海样例（单位（点））{claimed[0].values['uscc']}"}
    assert only(judged(*claimed, rulings=[ruled])).pilot.unit == "临港新片区"


# What is said


def test_the_citys_own_register_goes_first_and_a_difference_is_told() -> None:
    received = report(
        "徐汇区", district_received=DEADLINE, city_received=date(2025, 12, 30), city_registered=date(2026, 1, 4), summary="已总结"
    )
    reports = judged(pilot("徐汇区"), received)
    assert (only(reports).status, only(reports).days_late, only(reports).city_received) == ("逾期", 4, date(2026, 1, 4))
    assert codes(reports) == [("REPORT-04", "W"), ("REPORT-03", "W")]
    assert "2026-01-04" in reports.findings[0].message
    assert "2025-12-30" in reports.findings[0].message


def test_a_register_that_agrees_is_not_told() -> None:
    received = report("徐汇区", district_received=DEADLINE, city_received=DEADLINE, city_registered=DEADLINE, summary="已总结")
    assert codes(judged(pilot("徐汇区"), received)) == []


def test_the_citys_register_alone_is_a_receipt() -> None:
    received = report("徐汇区", district_received=DEADLINE, city_registered=DEADLINE, summary="已总结")
    assert only(judged(pilot("徐汇区"), received)).status == "按期"


def test_receipts_after_the_as_of_date_are_not_shown() -> None:
    received = report("徐汇区", district_received=date(2025, 12, 30), city_received=date(2026, 1, 4), summary="已总结")
    status = only(judged(pilot("徐汇区"), received, as_of=date(2026, 1, 3)))
    assert (status.status, status.city_received, status.district_received) == ("只报区局", None, date(2025, 12, 30))


def test_a_missing_report_is_an_error_only_after_the_deadline() -> None:
    assert codes(judged(pilot("徐汇区"), as_of=DEADLINE)) == [("REPORT-05", "I")]
    assert codes(judged(pilot("徐汇区"), as_of=date(2026, 1, 1))) == [("REPORT-02", "E")]


@pytest.mark.parametrize(
    ("determined_on", "code"),
    [
        (date(2025, 10, 2), ("REPORT-02", "E")),  # 90 days before the deadline
        (date(2025, 10, 3), ("REPORT-01", "W")),
        (date(2025, 12, 31), ("REPORT-01", "W")),
    ],
)
def test_a_pilot_determined_shortly_before_the_deadline_is_only_reminded(determined_on: date, code: tuple[str, str]) -> None:
    assert codes(judged(pilot("徐汇区", determined_on=determined_on))) == [code]


def test_the_grace_is_a_setting() -> None:
    late = pilot("徐汇区", determined_on=date(2025, 12, 1))
    assert codes(judged(late, using=settings(new_pilot_grace_days=0))) == [("REPORT-02", "E")]


def test_s12_by_hand() -> None:
    pilots = [
        *(pilot("浦东新区", n) for n in (1, 2, 3)), pilot("浦东新区", 4, determined_on=date(2025, 12, 18)),
        pilot("浦东新区", 5, determined_on=date(2024, 9, 1), state="已退出"),
    ]  # fmt: skip
    told = [
        report("浦东新区", 1, city_received=date(2025, 12, 30), summary="已总结"),
        report("浦东新区", 2, district_received=DEADLINE, city_received=date(2026, 1, 4), city_channel="区局转报", summary="已总结"),
        exit_of("浦东新区", date(2025, 9, 1)),
    ]  # fmt: skip
    told[-1].values["uscc"] = pilots[-1].values["uscc"]
    reports = judged(*pilots, *told)
    assert [(str(s.status), s.days_late) for s in reports.pilots] == [
        ("只报市局", 5), ("逾期", 4), ("未报", 5), ("未报", 5), ("免报", 0),
    ]  # fmt: skip
    assert codes(reports) == [("REPORT-02", "E"), ("REPORT-03", "W"), ("REPORT-02", "E"), ("REPORT-01", "W")]
    assert "市局" in reports.findings[1].message
    assert "4 天" in reports.findings[1].message


def test_the_json_has_the_contracts_keys() -> None:
    received = report("徐汇区", district_received=date(2025, 12, 30), summary="已总结")
    document = judged(pilot("徐汇区", 1, PARK, pilot_id="SH-310104-2025-Y-001"), received).to_json()
    assert list(document) == ["year", "as_of", "deadline", "pilots", "summary", "findings"]
    assert (document["year"], document["as_of"], document["deadline"]) == (2025, "2026-01-05", "2025-12-31")
    assert document["pilots"] == [{
        "pilot_id": "SH-310104-2025-Y-001", "name": "上海样例产业园1号", "uscc": pilot("徐汇区", 1, PARK).values["uscc"],
        "category": "园区", "unit": "徐汇区", "city_received": None, "district_received": None,
        "status": "未报", "days_late": 5,
    }]  # fmt: skip
    assert sum(document["summary"].values()) == 1


# Before the deadline: whom to remind


@pytest.mark.parametrize(
    ("day", "stage"),
    [(date(2025, 11, 30), None), (date(2025, 12, 1), 30), (date(2025, 12, 16), 30), (date(2025, 12, 17), 14), (date(2025, 12, 24), 7),
     (date(2025, 12, 30), 1), (DEADLINE, 1), (NEXT_YEAR, None)],
)  # fmt: skip
def test_in_the_last_days_each_unit_is_told_whose_report_is_still_to_come(day: date, stage: int | None) -> None:
    found = [f for f in judged(pilot("徐汇区", 1), pilot("徐汇区", 2), pilot("静安区", 3), as_of=day).findings if f.code == "REPORT-05"]
    assert [finding.words["unit"] for finding in found] == (["静安区", "徐汇区"] if stage else [])
    for finding in found:
        assert f"距截止 {(DEADLINE - day).days} 天（{stage} 天内）" in finding.message


def test_a_unit_whose_reports_are_in_is_not_reminded() -> None:
    done = report("徐汇区", district_received=date(2025, 12, 2), city_received=date(2025, 12, 3), summary="已总结")
    assert codes(judged(pilot("徐汇区"), done, as_of=date(2025, 12, 20))) == []


def test_when_to_remind_is_a_setting() -> None:
    assert codes(judged(pilot("徐汇区"), as_of=date(2025, 12, 20), using=settings(report_reminder_days=()))) == []


def test_who_is_to_be_reminded_and_who_is_done() -> None:
    done = report("徐汇区", 2, district_received=date(2025, 12, 2), city_received=date(2026, 1, 3), summary="已总结")
    half = report("徐汇区", 3, district_received=date(2025, 12, 2), summary="已总结")
    waiting, received = judged(pilot("徐汇区", 1), pilot("徐汇区", 2), pilot("徐汇区", 3), done, half).of("徐汇区")
    assert [status.status for status in waiting] == ["未报", "只报区局"]
    assert [status.status for status in received] == ["逾期"]


def test_a_receipt_with_last_years_date_counts_and_is_told() -> None:
    mistyped = report("徐汇区", 1, district_received=date(2025, 12, 30), city_registered=date(2025, 1, 4), summary="已总结")
    (finding,) = judged(pilot("徐汇区", 1), mistyped).findings
    assert (finding.code, finding.severity) == ("REPORT-07", "W")
    assert "市局登记收到日期为 2025-01-04，早于当年 7 月" in finding.message
    first_of_july = report("徐汇区", 1, district_received=date(2025, 7, 1), city_received=date(2025, 7, 1), summary="已总结")
    assert codes(judged(pilot("徐汇区", 1), first_of_july)) == []
    earlier = settings(report_earliest_month=1)
    assert codes(judged(pilot("徐汇区", 1), mistyped, using=earlier)) == []


def test_what_the_citys_register_does_not_know_is_told_once_there_is_a_register() -> None:
    told = report("徐汇区", 1, district_received=DEADLINE, city_received=DEADLINE, summary="已总结")
    registered = report("徐汇区", 2, district_received=DEADLINE, city_registered=DEADLINE, summary="已总结")
    assert ("REPORT-06", "W") not in codes(judged(pilot("徐汇区", 1), told))
    assert ("REPORT-06", "W") in codes(judged(pilot("徐汇区", 1), pilot("徐汇区", 2), told, registered))
