"""三（三）: who is ready, who lacks what, and where a conclusion does not go with its answers. No scores."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.records.factories import PARK, STATION
from toolkit.checks.review import Applicant, Readiness, Reviews, check_reviews
from toolkit.master.state import Entry

AS_OF = date(2025, 9, 30)


def judged(*entries: Entry, year: int = 2025, as_of: date = AS_OF) -> Reviews:
    return check_reviews(master(*entries), year, as_of, SETTINGS)


def only(*entries: Entry, **choice: Any) -> Applicant:
    (applicant,) = judged(*entries, **choice).applicants
    return applicant


def codes(reviews: Reviews) -> list[str]:
    return [finding.code for finding in reviews.findings]


def stages(n: int = 1, /, **review: Any) -> tuple[Entry, ...]:
    """Visit, application and review of one applicant in 徐汇区."""
    return entry("cultivation", "徐汇区", n), entry("applications", "徐汇区", n), entry("reviews", "徐汇区", n, **review)


def test_with_every_stage_and_every_criterion_met_an_applicant_is_ready() -> None:
    reviews = judged(*stages())
    assert [(a.status, a.lacking) for a in reviews.applicants] == [(Readiness.READY, [])]
    assert codes(reviews) == []


def test_partly_met_hinders_nobody_and_is_shown() -> None:
    applicant = only(*stages(C03="部分符合", reason="正在完善"))
    assert (applicant.status, applicant.answered("部分符合")) == (Readiness.READY, ["C03"])


@pytest.mark.parametrize(
    ("left_out", "lacking"),
    [(0, "无走访、指导记录"), (1, "无试点申请记录"), (2, "无综合审定记录")],
)
def test_a_missing_stage_is_named(left_out: int, lacking: str) -> None:
    kept = [record for number, record in enumerate(stages()) if number != left_out]
    applicant = only(*kept)
    assert (applicant.status, applicant.lacking) == (Readiness.LACKING, [lacking])
    assert codes(judged(*kept)) == ([] if left_out == 2 else ["REVIEW-01"])


@pytest.mark.parametrize(
    ("answer", "lacking", "told"),
    [
        ("不符合", "不符合 C10", ["REVIEW-03"]),
        ("未核查", "未核查 C10", ["REVIEW-03"]),
        (None, "未评价 C10", ["REVIEW-02"]),
    ],
)
def test_a_criterion_unmet_unchecked_or_unanswered_is_lacking_and_told(answer: str | None, lacking: str, told: list[str]) -> None:
    records = stages(C10=answer, reason="见说明")
    applicant = only(*records)
    assert (applicant.status, applicant.lacking) == (Readiness.LACKING, [lacking])
    assert codes(judged(*records)) == told


def test_only_the_categorys_own_criteria_are_asked_for() -> None:
    park = [entry(form, "徐汇区", 1, PARK) for form in ("cultivation", "applications", "reviews")]
    assert only(*park).lacking == []


@pytest.mark.parametrize(
    ("review", "status"),
    [
        ({"opinion": "暂缓", "reason": "待完善"}, Readiness.DEFERRED),
        ({"opinion": "不予确定", "reason": "不具备"}, Readiness.REFUSED),
        ({"opinion": "建议确定", "city_result": "暂缓"}, Readiness.DEFERRED),
        ({"opinion": "暂缓", "reason": "待完善", "city_result": "确定"}, Readiness.READY),
    ],
)
def test_the_citys_result_goes_before_the_districts_opinion(review: dict[str, str], status: Readiness) -> None:
    assert only(*stages(**review)).status is status


def test_a_result_against_the_opinion_is_told() -> None:
    assert codes(judged(*stages(opinion="暂缓", reason="待完善", city_result="确定"))) == ["REVIEW-04"]
    assert codes(judged(*stages(city_result="确定"))) == []


def test_a_determination_against_the_result_is_told() -> None:
    assert codes(judged(*stages(opinion="暂缓", reason="待完善"), pilot("徐汇区"))) == ["REVIEW-05"]
    assert codes(judged(*stages(), pilot("徐汇区"))) == []


def test_s9_an_application_withdrawn_after_its_review_is_told_and_leads_nowhere() -> None:
    visit, _, review = stages()
    withdrawn = entry("applications", "徐汇区", status="已撤回", status_on=date(2025, 9, 10), status_note="经营调整")
    reviews = judged(visit, withdrawn, review)
    assert [a.status for a in reviews.applicants] == [Readiness.WITHDRAWN]
    assert codes(reviews) == ["REVIEW-06"]
    assert codes(judged(visit, withdrawn)) == []


def test_s9_a_pilot_that_withdraws_is_an_exit_and_an_error() -> None:
    visit, _, review = stages()
    withdrawn = entry("applications", "徐汇区", status="已撤回", status_on=date(2025, 9, 10), status_note="经营调整")
    (finding,) = judged(visit, withdrawn, review, pilot("徐汇区")).findings
    assert (finding.code, str(finding.severity)) == ("REVIEW-07", "E")
    assert "T4" in finding.advice


def test_material_to_be_mended_is_lacking() -> None:
    visit, _, review = stages()
    applied = entry("applications", "徐汇区", status="待补正", status_on=date(2025, 6, 1), status_note="缺报告")
    assert only(visit, applied, review).lacking == ["申请材料待补正"]


def test_what_two_units_claim_waits_for_the_ruling() -> None:
    both = [entry(form, unit) for unit in ("浦东新区", "临港新片区") for form in ("cultivation", "applications", "reviews")]
    assert [a.lacking for a in judged(*both).applicants] == [["两单位同时申报，待裁定归属"]] * 2


def test_a_review_of_an_earlier_application_is_not_the_new_ones() -> None:
    old = entry("reviews", "徐汇区", reviewed_on=date(2024, 8, 15), opinion="不予确定", reason="不具备")
    again = entry("applications", "徐汇区")
    assert only(entry("cultivation", "徐汇区"), again, old).lacking == ["无综合审定记录"]


def test_a_lead_without_a_code_is_known_by_its_name() -> None:
    assert only(entry("cultivation", "徐汇区", uscc=None), *stages()[1:]).lacking == []


def test_what_came_after_the_as_of_date_is_not_known_yet() -> None:
    assert only(*stages(), as_of=date(2025, 8, 14)).lacking == ["无综合审定记录"]
    assert judged(*stages(), as_of=date(2025, 5, 19)).applicants == []


def test_whoever_is_undecided_stays_in_question_in_the_new_year() -> None:
    new_year = date(2026, 1, 5)
    assert only(*stages(), year=2026, as_of=new_year).status is Readiness.READY
    assert judged(*stages(), pilot("徐汇区"), year=2026, as_of=new_year).applicants == []


def test_who_lacks_nothing_waits_for_the_citys_result_and_then_for_the_list() -> None:
    by_district = settings(determination_level="district")
    assert [only(*stages()).waits_for(who) for who in (SETTINGS, by_district)] == ["待市级结论", "待公布名单"]
    assert only(*stages(city_result="确定")).waits_for(SETTINGS) == "待公布名单"
    assert only(*stages()[:2]).waits_for(SETTINGS) is None


def test_counts_by_unit_and_in_all() -> None:
    document = judged(*stages(), entry("applications", "静安区", 2, STATION)).to_json()
    assert document["units"] == [
        {"unit": "静安区", "可确定": 0, "有缺项": 1, "暂缓": 0, "不予确定": 0, "已撤回": 0, "已确定": 0},
        {"unit": "徐汇区", "可确定": 1, "有缺项": 0, "暂缓": 0, "不予确定": 0, "已撤回": 0, "已确定": 0},
    ]
    assert document["summary"] == {"可确定": 1, "有缺项": 1, "暂缓": 0, "不予确定": 0, "已撤回": 0, "已确定": 0}
