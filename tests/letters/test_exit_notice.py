"""拟退出告知书 (W8): facts apart from judgement, the right to answer, and no notice where none is due."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.letters.requests import asked, codes, letter, refusal, rows
from tests.records.factories import PARK
from toolkit.letters.exit_notice import write
from toolkit.letters.letter import TO_FILL, Letter, Refusal
from toolkit.master.state import Entry

AS_OF = date(2026, 6, 1)
UNIT = "松江区"
READY: dict[str, Any] = {
    "tracked_on": date(2026, 5, 20), "methods": "走访、书面", "verdict": "建议退出", "ground": "T1", "unmet": "C10",
    "facts": "涉密区域未作物理隔离\n整改期满仍未改正",
}  # fmt: skip


def proposal(n: int = 1, /, **changes: Any) -> Entry:
    return entry("tracking", UNIT, n, **{**READY, **changes})


def notice_of(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(pilot(UNIT), *entries), AS_OF, **other)


def why_not(*entries: Entry, as_of: date = AS_OF, **other: Any) -> list[str]:
    return codes(refusal(write, master(pilot(UNIT), *entries), as_of, **other))


def test_it_says_facts_evidence_criteria_ground_and_term() -> None:
    written = notice_of(proposal())
    assert [row["内容"] for row in rows(written, "事实")] == ["涉密区域未作物理隔离。", "整改期满仍未改正。"]
    assert [row["内容"] for row in rows(written, "证据")] == [
        "松江区市场监管局2026年5月20日跟踪评估记录（方式：走访、书面；评估意见：建议退出；不符合：物理隔离涉密区域）"
    ]
    assert [row["内容"] for row in rows(written, "不符合条目")] == ["“设有采取物理隔离保护的涉密区域”"]
    assert written.context["退出事由"] == "不再符合建设条件"
    assert written.context["申辩期限"] == "5个工作日"
    assert (written.to, written.context["抄送"]) == ("上海样例1号科技有限公司", "松江区市场监管局")


def evidence(*entries: Entry) -> list[str]:
    return [row["内容"] for row in rows(notice_of(*entries), "证据")]


def test_the_evaluations_that_led_to_it_are_evidence_and_a_passed_one_is_not() -> None:
    passed = entry("tracking", UNIT, 1, tracked_on=date(2025, 10, 10))
    rectify = entry("tracking", UNIT, 1, tracked_on=date(2026, 3, 2), verdict="限期整改", rectify_by=date(2026, 4, 30), unmet="C10、C11")
    told = evidence(passed, rectify, proposal())
    assert [text[:17] for text in told] == ["松江区市场监管局2026年3月2日", "松江区市场监管局2026年5月20"]
    assert told[0].endswith(
        "评估意见：限期整改；整改期限：2026年4月30日；截至2026年6月1日未登记整改结果；不符合：物理隔离涉密区域、进出登记管理）"
    )


def test_what_came_of_a_rectification_is_evidence_too() -> None:
    course: dict[str, Any] = {"tracked_on": date(2026, 3, 2), "verdict": "限期整改", "unmet": "C10"}
    mended = entry("tracking", UNIT, 1, **course, rectify_by=date(2026, 4, 30), rectified="拒绝整改，电话13812345678")
    running = entry("tracking", UNIT, 1, **course, rectify_by=date(2026, 6, 1))
    assert "；整改结果：拒绝整改，电话138****5678；" in evidence(mended, proposal())[0]
    assert "整改结果" not in evidence(running, proposal())[0]


def test_another_ground_on_record_is_told_to_the_sender_and_not_written() -> None:
    written = notice_of(proposal())
    assert [finding.code for finding in written.remarks] == ["LETTER-52"]
    assert "2025年度情况未报" in written.remarks[0].message
    assert "2025年度" not in str(written.context["证据"])
    assert notice_of(proposal(ground="T2", facts="2025年度情况未报送", unmet=None)).remarks == ()


def test_the_years_that_were_not_reported_are_evidence_of_that_ground_only() -> None:
    missed = proposal(ground="T2", facts="2025年度情况未报送", unmet=None)
    half = entry("annual_reports", UNIT, city_received=None)
    assert evidence(missed)[1:] == ["2025年度情况报送登记（截至2026年6月1日：未报）"]
    assert evidence(missed, half)[1:] == ["2025年度情况报送登记（截至2026年6月1日：只报区局）"]
    assert len(evidence(proposal())) == 1


def test_facts_are_not_mixed_with_judgement() -> None:
    assert "建设条件" not in str(rows(notice_of(proposal()), "事实"))


def test_a_quote_that_holds_two_criteria_says_which_is_meant() -> None:
    def quotes(unmet: str) -> list[str]:
        return [row["内容"] for row in rows(notice_of(proposal(unmet=unmet)), "不符合条目")]

    assert quotes("C04") == ["“有商业秘密保护管理制度、专用经费”（指专用经费）"]
    assert quotes("C11、C12") == ["“有严格的进出登记管理”", "“有严格的进出登记管理、保密告知制度”（指保密告知制度）"]


def test_the_term_and_the_address_come_from_settings() -> None:
    assert notice_of(proposal()).context["提交地址"] == TO_FILL
    issuer = SETTINGS.issuer.model_copy(update={"address": "上海市样例路1号"})
    written = notice_of(proposal(), settings=settings(issuer=issuer, statement_working_days=7))
    assert (written.context["提交地址"], written.context["申辩期限"]) == ("上海市样例路1号", "7个工作日")


def test_a_park_is_named_by_its_own_name_and_addressed_by_its_operator() -> None:
    park = entry("tracking", UNIT, 1, PARK, **{**READY, "unmet": "Y01"})
    written = letter(write, master(pilot(UNIT, 1, PARK), park), AS_OF)
    assert (written.context["单位名称"], written.to) == ("上海样例产业园1号", "上海样例园区1号运营有限公司")


@pytest.mark.parametrize(
    ("ground", "facts", "said"),
    [
        ("T2", "2025年度情况未报送", "未按要求报送年度情况"),
        ("T3", "营业执照已被吊销", "主体已被吊销"),
        ("T3", "已迁往外省", "已迁出本市"),
        ("T6", "以试点名义收费", "存在上述情形，不符合要求"),
    ],
)
def test_the_ground_makes_a_sentence(ground: str, facts: str, said: str) -> None:
    written = notice_of(proposal(ground=ground, facts=facts, unmet=None))
    assert written.context["退出事由"] == said
    assert rows(written, "不符合条目") == []


# When there is none


def test_without_a_proposal_there_is_nothing_to_announce() -> None:
    assert why_not() == ["LETTER-02"]
    assert why_not(pilot="上海样例1号科技有限公司") == ["EXIT-06"]
    assert why_not(pilot="上海样例99号") == ["LETTER-03"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"ground": None}, "EXIT-07"), ({"facts": None}, "LETTER-04"), ({"unmet": None}, "LETTER-21")],
)
def test_without_ground_facts_or_criteria_it_is_refused(changes: dict[str, Any], code: str) -> None:
    assert why_not(proposal(**changes)) == [code]


@pytest.mark.parametrize(("ground", "facts"), [("T4", "书面申请退出"), ("T3", "主体已于2026年4月注销")])
def test_where_no_notice_is_needed_it_is_refused_and_the_decision_named(ground: str, facts: str) -> None:
    told = refusal(write, master(pilot(UNIT), proposal(ground=ground, facts=facts)), AS_OF)
    assert codes(told) == ["LETTER-19"]
    assert "exit-decision" in told.text


def test_a_notice_is_given_once_but_may_be_printed_again_under_its_own_date() -> None:
    given = proposal(notice_on=date(2026, 5, 28))
    assert why_not(given) == ["LETTER-20"]
    assert notice_of(given, signed_on=date(2026, 5, 28)).context["成文日期"] == "2026年5月28日"


def test_a_notice_that_lies_ahead_is_not_given_yet() -> None:
    assert notice_of(proposal(notice_on=date(2026, 6, 3)))


def test_one_refused_does_not_stop_the_others_and_is_named() -> None:
    known = master(pilot(UNIT, 1), proposal(1), pilot(UNIT, 2), proposal(2, facts=None))
    first, second = asked(write, known, AS_OF)
    assert isinstance(first, Letter)
    assert isinstance(second, Refusal)
    assert "样例2号" in second.record


def test_a_district_level_pilot_is_not_the_citys_to_notify() -> None:
    known = master(pilot(UNIT, level="区级"), proposal())
    assert codes(refusal(write, known, AS_OF, pilot="上海样例1号科技有限公司")) == ["EXIT-12"]
