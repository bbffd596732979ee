"""四（四）: what hinders the decision on an exit, as of which day; nothing here decides it."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from toolkit.checks.standing import ExitCase, exit_case, exit_cases
from toolkit.master.state import Entry
from toolkit.policy import Settings

LATER = date(2026, 6, 15)
HOLIDAYS_LISTED = SETTINGS
READY: dict[str, Any] = {
    "tracked_on": date(2026, 5, 20), "verdict": "建议退出", "ground": "T1", "unmet": "C10", "facts": "涉密区域未作物理隔离",
    "notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 3), "stated": "未提出",
}  # fmt: skip


def proposal(n: int = 1, /, **changes: Any) -> Entry:
    return entry("tracking", "松江区", n, **{**READY, **changes})


def case(*entries: Entry, as_of: date = LATER, using: Settings = HOLIDAYS_LISTED, **changes: Any) -> ExitCase:
    exiting = pilot("松江区", **changes)
    return exit_case(master(exiting, *entries), exiting, as_of, using)


def codes(judged: ExitCase) -> list[str]:
    return [finding.code for finding in judged.hindrances]


def test_with_every_step_taken_nothing_hinders() -> None:
    judged = case(proposal())
    assert judged.may_decide
    assert (codes(judged), judged.remarks) == ([], [])


# S10: served on Wednesday 3 June 2026, five working days


@pytest.mark.parametrize(
    ("day", "allowed"), [(3, False), (8, False), (10, False), (11, True), (15, True)]
)
def test_s10_the_term_ends_on_10_june_and_the_decision_may_follow_from_the_11th(day: int, allowed: bool) -> None:
    judged = case(proposal(), as_of=date(2026, 6, day))
    assert (judged.term_ends_on, judged.earliest) == (date(2026, 6, 10), date(2026, 6, 11))
    assert judged.may_decide is allowed
    if not allowed:
        (finding,) = judged.hindrances
        assert finding.code == "EXIT-03"
        assert "2026-06-10" in finding.message
        assert "2026-06-11" in finding.advice


def test_holidays_and_working_weekends_move_the_end_of_the_term() -> None:
    holiday, extra = frozenset({date(2026, 6, 5)}), frozenset({date(2026, 6, 6)})
    assert case(proposal(), using=settings(holidays=holiday)).term_ends_on == date(2026, 6, 11)
    assert case(proposal(), using=settings(holidays=holiday, extra_workdays=extra)).term_ends_on == date(2026, 6, 10)


def test_the_length_of_the_term_is_a_setting() -> None:
    assert case(proposal(), using=settings(statement_working_days=3)).term_ends_on == date(2026, 6, 8)


def test_where_a_years_holidays_are_not_published_it_is_told_once() -> None:
    served = proposal(tracked_on=date(2090, 5, 1), notice_on=date(2090, 6, 1), served_on=date(2090, 6, 1))
    judged = case(served, as_of=date(2090, 6, 20))
    assert judged.may_decide
    assert [finding.code for finding in judged.remarks] == ["EXIT-11"]
    assert "2090" in judged.remarks[0].message


def test_a_term_into_another_year_needs_that_years_holidays_too() -> None:
    listed = settings(holidays=frozenset({date(2090, 10, 2)}))
    served = proposal(tracked_on=date(2090, 12, 1), notice_on=date(2090, 12, 28), served_on=date(2090, 12, 28))
    judged = case(served, as_of=date(2091, 1, 20), using=listed)
    assert judged.term_ends_on == date(2091, 1, 4)
    assert ["2091" in finding.message for finding in judged.remarks] == [True]


# Each step missing


def test_without_an_evaluation_there_is_no_case() -> None:
    assert codes(case()) == ["EXIT-06"]


def test_a_later_evaluation_takes_the_proposal_back() -> None:
    good = entry("tracking", "松江区", tracked_on=date(2026, 6, 12), verdict="合格")
    assert codes(case(proposal(), good)) == ["EXIT-06"]
    assert codes(case(proposal(), good, as_of=date(2026, 6, 11))) == []


def test_an_evaluation_after_the_as_of_date_is_not_known_yet() -> None:
    assert codes(case(proposal(), as_of=date(2026, 5, 19))) == ["EXIT-06"]


def test_another_units_or_another_pilots_evaluation_is_not_this_ones() -> None:
    assert codes(case(entry("tracking", "金山区", **READY), proposal(2))) == ["EXIT-06"]


@pytest.mark.parametrize(
    ("missing", "code"),
    [({"ground": None}, "EXIT-07"), ({"notice_on": None}, "EXIT-01"), ({"served_on": None}, "EXIT-02"), ({"stated": None}, "EXIT-10")],
)
def test_a_missing_step_hinders(missing: dict[str, Any], code: str) -> None:
    assert codes(case(proposal(**missing))) == [code]


@pytest.mark.parametrize("name", ["ground", "notice_on", "served_on", "stated", "defence", "exit_on", "effective_on", "verdict"])
def test_a_cell_that_could_not_be_read_is_not_taken_for_an_empty_one(name: str) -> None:
    told = case(unreadable(proposal(), name)).hindrances
    assert [finding.code for finding in told] == ["EXIT-14"]
    assert "样例手写" in told[0].message


def test_an_evaluation_whose_day_could_not_be_read_may_be_the_latest() -> None:
    later = unreadable(proposal(verdict="合格"), "tracked_on")
    assert codes(case(proposal(), later)) == ["EXIT-14"]
    assert codes(case(later)) == ["EXIT-14"]


def test_a_cell_of_an_evaluation_that_decides_nothing_hinders_nothing() -> None:
    before = unreadable(proposal(tracked_on=date(2020, 1, 1)), "verdict")
    later = unreadable(proposal(tracked_on=date(2026, 6, 20)), "verdict")
    assert codes(case(before, proposal(), later)) == []


def unreadable(record: Entry, name: str) -> Entry:
    """The record with a text in a field that says nothing to the toolkit."""
    record.values.pop(name, None)
    record.texts[name] = "样例手写"
    return record


def test_a_notice_not_sent_by_the_as_of_date_is_none() -> None:
    assert codes(case(proposal(), as_of=date(2026, 5, 31))) == ["EXIT-01"]
    assert codes(case(proposal(), as_of=date(2026, 6, 2))) == ["EXIT-02"]


def test_a_statement_not_yet_dealt_with_hinders() -> None:
    assert codes(case(proposal(stated="已提出"))) == ["EXIT-04"]


def test_a_defence_upheld_ends_the_matter() -> None:
    assert codes(case(proposal(stated="已提出", defence="成立"))) == ["EXIT-05"]


@pytest.mark.parametrize("course", [{"stated": "已提出", "defence": "不成立"}, {"stated": "放弃"}])
def test_a_defence_rejected_or_waived_still_waits_for_the_term(course: dict[str, str]) -> None:
    assert codes(case(proposal(**course))) == []
    assert codes(case(proposal(**course), as_of=date(2026, 6, 10))) == ["EXIT-03"]


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"notice_on": date(2026, 6, 4)}, "告知 2026-06-04 晚于 送达 2026-06-03"),
        ({"exit_on": date(2026, 6, 2)}, "送达 2026-06-03 晚于 决定 2026-06-02"),
        ({"exit_on": date(2026, 6, 12), "effective_on": date(2026, 6, 11)}, "决定 2026-06-12 晚于 生效 2026-06-11"),
    ],
)
def test_steps_out_of_order_hinder(dates: dict[str, date], words: str) -> None:
    judged = case(proposal(**dates))
    assert "EXIT-08" in codes(judged)
    assert any(words in finding.message for finding in judged.hindrances)


def test_what_is_decided_already_is_not_decided_again() -> None:
    assert codes(case(proposal(exit_on=date(2026, 6, 12)))) == ["EXIT-09"]


def test_a_pilot_that_has_left_is_not_exited_again() -> None:
    assert codes(case(proposal(), state="已退出")) == ["EXIT-13"]


def test_a_district_level_pilot_is_not_the_citys_to_exit() -> None:
    assert codes(case(proposal(), level="区级")) == ["EXIT-12"]


# Grounds that need no notice


@pytest.mark.parametrize(
    ("ground", "facts", "needed"),
    [
        ("T4", "单位书面申请退出", False),
        ("T3", "主体已于2026年4月注销", False),
        ("T3", "营业执照被吊销", True),
        ("T3", "营业执照被吊销，尚未办理注销", True),
        ("T3", "正在申请注销", True),
        ("T3", "迁出本市", True),
        ("T1", "不符合", True),
        ("T6", "其他", True),
    ],
)
def test_only_a_voluntary_exit_and_a_deregistration_need_no_notice(ground: str, facts: str, needed: bool) -> None:
    steps = dict.fromkeys(("notice_on", "served_on", "stated"))
    judged = case(proposal(ground=ground, facts=facts, **steps))
    assert codes(judged) == (["EXIT-01"] if needed else [])


def test_which_grounds_need_no_notice_is_a_setting() -> None:
    steps = dict.fromkeys(("notice_on", "served_on", "stated"))
    judged = case(proposal(ground="T4", **steps), using=settings(grounds_without_notice=()))
    assert codes(judged) == ["EXIT-01"]


# Re-entry, and who is listed


def test_an_evaluation_from_before_a_re_entry_is_no_case_against_it() -> None:
    old = pilot("松江区", state="已退出")
    again = pilot("松江区", determined_on=date(2027, 9, 1), origin="重新纳入", previous_id="SH-310117-2025-D-001")
    known = master(old, again, proposal())
    assert codes(exit_case(known, again, date(2027, 12, 1), SETTINGS)) == ["EXIT-06"]
    assert exit_cases(known, date(2027, 12, 1), SETTINGS) == []


def test_cases_are_listed_for_present_city_pilots_with_a_proposal() -> None:
    known = master(
        pilot("松江区", 1), proposal(1), pilot("松江区", 2, level="区级"), proposal(2), pilot("松江区", 3, state="已退出"),
        proposal(3), pilot("松江区", 4), pilot("松江区", 5), proposal(5, served_on=None),
    )  # fmt: skip
    cases = exit_cases(known, LATER, HOLIDAYS_LISTED)
    assert [(listed.pilot.values["name"], listed.may_decide) for listed in cases] == [
        ("上海样例1号科技有限公司", True), ("上海样例5号科技有限公司", False),
    ]  # fmt: skip


def test_a_hindrance_names_the_row_of_the_master_it_rests_on() -> None:
    told = proposal(served_on=None)
    told.row = 17
    (finding,) = case(told).hindrances
    assert (finding.place.sheet, finding.place.row) == ("跟踪评估", 17)
