"""四（四）: last tracked and by whom, overdue rectifications, grounds with their evidence, the next step and its day."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from toolkit.checks.standing import PilotStanding, Standing, check_standing, months_later
from toolkit.master.memory import BaseRecord, Document, Origin
from toolkit.master.state import Entry
from toolkit.policy import Settings

AS_OF = date(2026, 6, 15)
UNIT = "松江区"
REPORTED = entry("annual_reports", UNIT)


def judged(*entries: Entry, as_of: date = AS_OF, using: Settings = SETTINGS) -> Standing:
    return check_standing(master(*entries), as_of, using)


def only(*entries: Entry, **choice: Any) -> PilotStanding:
    (standing,) = judged(*entries, **choice).pilots
    return standing


def said(standing: Standing) -> list[str]:
    return [finding.code for finding in standing.findings]


def tracked(unit: str = UNIT, /, **changes: Any) -> Entry:
    return entry("tracking", unit, **{"tracked_on": date(2026, 3, 2), **changes})


# Tracked when and by whom


def test_the_latest_evaluation_says_when_and_by_whom() -> None:
    standing = only(pilot(UNIT), REPORTED, tracked(tracked_on=date(2025, 11, 3)), tracked())
    assert (standing.last_tracked, standing.tracked_by, standing.next_step) == (
        date(2026, 3, 2), UNIT, "定期跟踪，宜于 2027-03-02 前",
    )  # fmt: skip
    assert not standing.wants_action


def test_of_a_pilot_that_moved_the_former_units_evaluation_counts() -> None:
    left = pilot("静安区", change_note="2026年4月迁出至普陀区", territory="普陀区")
    standing = only(left, pilot("普陀区"), entry("annual_reports", "普陀区"), tracked("静安区"))
    assert (standing.pilot.unit, standing.tracked_by) == ("普陀区", "静安区")


def test_an_evaluation_after_the_as_of_date_is_not_known_yet() -> None:
    assert only(pilot(UNIT), tracked(), as_of=date(2026, 3, 1)).last_tracked is None


@pytest.mark.parametrize(("day", "told"), [(date(2026, 9, 1), []), (date(2026, 9, 2), ["TRACK-01"])])
def test_more_than_twelve_months_without_an_evaluation_are_told_and_never_as_an_error(day: date, told: list[str]) -> None:
    found = judged(pilot(UNIT), REPORTED, as_of=day)
    assert said(found) == told
    assert {str(finding.severity) for finding in found.findings} <= {"W"}


def test_how_many_months_is_a_setting() -> None:
    assert said(judged(pilot(UNIT), REPORTED, tracked(), using=settings(tracking_months=3))) == ["TRACK-01"]
    assert said(judged(pilot(UNIT), REPORTED, tracked())) == []


def test_a_month_that_has_fewer_days_ends_on_its_last() -> None:
    assert months_later(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert months_later(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert months_later(date(2025, 12, 15), 12) == date(2026, 12, 15)


# Rectification

RECTIFY: dict[str, Any] = {"verdict": "限期整改", "unmet": "C10", "rectify_by": date(2026, 6, 1)}


def test_a_rectification_within_its_term_waits() -> None:
    standing = judged(pilot(UNIT, state="限期整改"), REPORTED, tracked(**RECTIFY), as_of=date(2026, 6, 1))
    assert "TRACK-02" not in said(standing)
    assert standing.pilots[0].next_step == "2026-06-01 前完成整改，到期复核"
    assert standing.pilots[0].earliest == date(2026, 6, 2)


def test_an_overdue_rectification_is_told_with_its_days() -> None:
    standing = judged(pilot(UNIT, state="限期整改"), REPORTED, tracked(**RECTIFY))
    (finding,) = [finding for finding in standing.findings if finding.code == "TRACK-02"]
    assert "14 天" in finding.message
    assert "复核" in standing.pilots[0].next_step


def test_one_whose_result_is_on_record_only_waits_to_be_looked_at() -> None:
    standing = judged(pilot(UNIT, state="限期整改"), REPORTED, tracked(**RECTIFY, rectified="已隔离"))
    assert [code for code in said(standing) if code in {"TRACK-02", "TRACK-03"}] == ["TRACK-03"]


def test_a_later_evaluation_settles_it() -> None:
    assert said(judged(pilot(UNIT), REPORTED, tracked(**RECTIFY), tracked(tracked_on=date(2026, 6, 10)))) == []


@pytest.mark.parametrize(("state", "verdict"), [("限期整改", "合格"), ("拟退出", "合格"), ("拟退出", "限期整改")])
def test_a_state_that_no_evaluation_explains_is_told(state: str, verdict: str) -> None:
    term = {"rectify_by": date(2026, 12, 1)} if verdict == "限期整改" else {}
    assert "TRACK-04" in said(judged(pilot(UNIT, state=state), REPORTED, tracked(verdict=verdict, **term)))
    assert "TRACK-04" not in said(judged(pilot(UNIT), REPORTED, tracked(verdict=verdict, **term)))


# Grounds and evidence


def grounds(*entries: Entry, as_of: date = AS_OF) -> dict[str, list[str]]:
    return {ground.number: list(map(str, ground.evidence)) for ground in only(*entries, as_of=as_of).grounds}


def test_with_nothing_on_record_there_is_no_ground() -> None:
    assert grounds(pilot(UNIT), REPORTED, tracked()) == {}


def test_t1_names_the_unmet_criteria_the_day_and_the_source() -> None:
    evaluation = tracked(**RECTIFY)
    evaluation.row = 9
    assert grounds(pilot(UNIT), REPORTED, evaluation) == {
        "T1": ["2026-03-02 跟踪评估不符合 C10 物理隔离涉密区域，据总台账“跟踪评估”第 9 行"]
    }


def test_evidence_names_the_file_a_record_first_came_in() -> None:
    known = master(pilot(UNIT), REPORTED, tracked(**RECTIFY))
    (evaluation,) = known.entries("tracking")
    origin = Origin("松江12月.xlsx", "2026-03", "2026-03-10", {})
    known.base["tracking", UNIT, evaluation.key or ()] = BaseRecord(2026, Document({}, origin=origin))
    (standing,) = check_standing(known, AS_OF, SETTINGS).pilots
    assert str(standing.grounds[0].evidence[0]).endswith("据松江12月.xlsx（2026-03）")


def test_t2_names_each_missed_year_with_its_deadline() -> None:
    since_2025 = pilot(UNIT)
    assert grounds(since_2025) == {"T2": ["2025年度情况未报（截止 2025-12-31，截至 2026-06-15），据总台账“年度情况报送”（无该年度记录）"]}
    half = entry("annual_reports", UNIT, city_received=None)
    assert grounds(since_2025, half)["T2"][0].startswith("2025年度情况只报区局（截止 2025-12-31")
    assert len(grounds(since_2025, as_of=date(2027, 6, 1))["T2"]) == 2


def test_a_late_report_is_none() -> None:
    late = entry("annual_reports", UNIT, city_received=date(2026, 2, 1), district_received=date(2026, 1, 4))
    assert grounds(pilot(UNIT), late) == {}


def test_a_report_that_is_still_asked_for_is_evidence_but_not_pressing() -> None:
    in_march, in_april = (judged(pilot(UNIT), tracked(), as_of=day) for day in (date(2026, 3, 31), date(2026, 4, 1)))
    assert [ground.number for ground in in_march.pilots[0].grounds] == ["T2"]
    assert (in_march.pilots[0].wants_action, said(in_march)) == (False, [])
    assert (in_april.pilots[0].wants_action, said(in_april)) == (True, ["TRACK-05"])


@pytest.mark.parametrize(("note", "found"), [("已注销", ["T3"]), ("2026年3月迁出本市", ["T3"]), ("曾用名上海样例乙公司", [])])
def test_t3_is_read_from_what_changed(note: str, found: list[str]) -> None:
    assert list(grounds(pilot(UNIT, change_note=note), REPORTED)) == found


def test_t4_is_an_application_withdrawn_after_the_determination() -> None:
    withdrawn = entry("applications", UNIT, status="已撤回", status_on=date(2026, 5, 6), status_note="不再参加")
    assert grounds(pilot(UNIT), REPORTED, withdrawn)["T4"][0].startswith("2026-05-06 撤回申请（不再参加）")
    before = entry("applications", UNIT, status="已撤回", status_on=date(2025, 8, 6), status_note="不再参加")
    assert grounds(pilot(UNIT), REPORTED, before) == {}


def test_grounds_bear_the_citys_wording() -> None:
    using = settings(exit_grounds={**SETTINGS.exit_grounds, "T2": "未报年度情况"})
    assert only(pilot(UNIT), using=using).grounds[0].text == "未报年度情况"


# The next lawful step, and its earliest day

PROPOSED: dict[str, Any] = {"tracked_on": date(2026, 5, 20), "verdict": "建议退出", "ground": "T1", "unmet": "C10", "facts": "未隔离"}


@pytest.mark.parametrize(
    ("steps", "words", "earliest"),
    [
        ({}, "拟退出告知", date(2026, 6, 24)),  # served on the 15th, five working days without 端午 on the 19th
        ({"notice_on": date(2026, 6, 1)}, "送达", date(2026, 6, 24)),
        ({"notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 12), "stated": "未提出"}, "申辩期未满", date(2026, 6, 23)),
        ({"notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 3), "stated": "未提出"}, "可作出退出决定", AS_OF),
        ({"notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 3), "stated": "已提出", "defence": "成立"}, "申辩成立", None),
        ({"notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 3), "stated": "未提出", "exit_on": date(2026, 6, 12)}, "已于 2026-06-12", None),
        ({"ground": "T4", "unmet": None}, "可作出退出决定", AS_OF),
    ],
)
def test_each_case_has_its_next_step_and_earliest_day(steps: dict[str, Any], words: str, earliest: date | None) -> None:
    standing = only(pilot(UNIT, state="拟退出"), REPORTED, tracked(**{**PROPOSED, **steps}))
    assert words in standing.next_step
    assert standing.earliest == earliest


def test_who_has_left_may_apply_again_and_is_not_pressed() -> None:
    left = tracked(**PROPOSED, exit_on=date(2026, 6, 12), effective_on=date(2026, 6, 12))
    standing = judged(pilot(UNIT, state="已退出"), left)
    assert standing.pilots[0].next_step == "已退出（2026-06-12 起），可再次申请，作为新记录并填前次编号"
    assert (said(standing), standing.cases) == ([], [])


def test_pilots_come_by_unit_and_category() -> None:
    found = judged(pilot("金山区", 1), pilot("浦东新区", 2))
    assert [standing.pilot.unit for standing in found.pilots] == ["浦东新区", "金山区"]
