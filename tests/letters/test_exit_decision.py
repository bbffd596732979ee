"""退出决定: refused until every step is done and said; then it says what the master says."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot, settings
from tests.records.factories import PARK
from toolkit.letters.exit_decision import write
from toolkit.letters.letter import Letter, Refusal, Request
from toolkit.letters.variables import VARIABLES
from toolkit.master.state import Entry

LISTED = settings(holidays=frozenset({date(2026, 10, 1)}))
LATER = date(2026, 6, 15)
READY: dict[str, Any] = {
    "tracked_on": date(2026, 5, 20), "verdict": "建议退出", "ground": "T1", "unmet": "C10、C11", "facts": "涉密区域未作物理隔离。\n负责人当场确认",
    "notice_on": date(2026, 6, 1), "served_on": date(2026, 6, 3), "stated": "未提出",
}  # fmt: skip
NUMBER = "沪市监价竞〔2026〕20号"
NO_STEPS = dict.fromkeys(("notice_on", "served_on", "stated"))


def proposal(n: int = 1, /, unit: str = "松江区", **changes: Any) -> Entry:
    return entry("tracking", unit, n, **{**READY, **changes})


def wrote(*entries: Entry, as_of: date = LATER, letters: Any = (), **asked: Any) -> list[Letter | Refusal]:
    return list(write(Request(master=master(*entries, letters=letters), as_of=as_of, settings=LISTED, **asked)))


def only(written: list[Letter | Refusal]) -> Letter:
    (letter,) = written
    assert isinstance(letter, Letter), letter
    return letter


def refused(written: list[Letter | Refusal]) -> Refusal:
    (refusal,) = written
    assert isinstance(refusal, Refusal), refusal
    return refusal


def codes(written: list[Letter | Refusal]) -> list[str]:
    return [finding.code for finding in refused(written).why]


# What it says


def test_it_says_what_the_master_says() -> None:
    told = only(wrote(pilot("松江区"), proposal(), number=NUMBER, signed_on=LATER)).context
    wanted = {
        "主送": "上海样例1号科技有限公司", "单位名称": "上海样例1号科技有限公司", "类别": "单位（点）", "区": "松江区",
        "区局": "松江区市场监管局", "抄送": "松江区市场监管局", "确定日期": "2025年9月1日", "确定文号": "沪市监价竞〔2025〕1号",
        "退出情形": "未提出", "退出事由": "不再符合建设条件", "告知日期": "2026年6月1日", "送达日期": "2026年6月3日",
        "申辩届满日期": "2026年6月10日", "生效日期": "2026年6月15日", "发文字号": NUMBER, "成文日期": "2026年6月15日",
        "发文机关标志": "上海市市场监督管理局文件",
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    assert told["统一社会信用代码"] == pilot("松江区").values["uscc"]
    assert told["事实"] == [
        {"内容": "涉密区域未作物理隔离。"},
        {"内容": "负责人当场确认。"},
        {"内容": "经跟踪评估，不符合下列建设条件：“设有采取物理隔离保护的涉密区域”；“有严格的进出登记管理”。"},
    ]


def test_it_says_all_that_its_template_may_ask_for() -> None:
    assert {variable.name for variable in VARIABLES["exit-decision"]} <= set(only(wrote(pilot("松江区"), proposal())).context)


def test_a_park_goes_by_its_own_name_and_its_operator_is_written_to() -> None:
    park = pilot("松江区", 1, PARK), entry("tracking", "松江区", 1, PARK, **{**READY, "unmet": "C04"})
    letter = only(wrote(*park))
    assert (letter.context["单位名称"], letter.to) == ("上海样例产业园1号", "上海样例园区1号运营有限公司")
    assert "上海样例产业园1号" in letter.title


def test_the_bureau_of_the_territory_is_told() -> None:
    claimed = pilot("临港新片区", territory="奉贤区"), proposal(unit="临港新片区")
    told = only(wrote(*claimed)).context
    assert (told["区"], told["抄送"]) == ("奉贤区", "奉贤区市场监管局")


def test_a_draft_leaves_number_and_dates_open() -> None:
    letter = only(wrote(pilot("松江区"), proposal()))
    assert letter.is_draft
    assert (letter.context["成文日期"], letter.context["生效日期"]) == ("2026年　月　日", "2026年　月　日")
    assert letter.context["发文字号"] == "沪市监价竞〔2026〕　号"


def test_an_effective_date_on_record_goes_before_the_day_of_signing() -> None:
    letter = only(wrote(pilot("松江区"), proposal(effective_on=date(2026, 7, 1)), number=NUMBER, signed_on=LATER))
    assert letter.context["生效日期"] == "2026年7月1日"


@pytest.mark.parametrize("changes", [{"ground": "T4"}, {"ground": "T3", "facts": "主体已注销"}])
def test_who_leaves_or_is_gone_is_reproached_with_no_criteria(changes: dict[str, Any]) -> None:
    letter = only(wrote(pilot("松江区"), proposal(**{**changes, **NO_STEPS})))
    assert "不符合" not in str(letter.context["事实"])


def test_phones_in_the_facts_are_masked() -> None:
    letter = only(wrote(pilot("松江区"), proposal(facts="经电话13812345678核实")))
    assert "13812345678" not in str(letter.context)
    assert "138****5678" in str(letter.context["事实"])


def test_a_defence_not_upheld_is_answered_in_the_letter() -> None:
    course = proposal(stated="已提出", defence="不成立", statement="正在改造。")
    letter = only(wrote(pilot("松江区"), course, reason="改造未在期限内\n完成。"))
    assert letter.context["退出情形"] == "不成立"
    assert (letter.context["申辩意见"], letter.context["复核意见"]) == ("正在改造", "改造未在期限内完成")


@pytest.mark.parametrize(
    ("changes", "course", "ground"),
    [
        ({"ground": "T4", **NO_STEPS}, "自愿", "自愿申请退出"),
        ({"ground": "T3", "facts": "主体已注销", **NO_STEPS}, "注销", "主体已注销"),
        ({"ground": "T3", "facts": "营业执照被吊销"}, "未提出", "主体已被吊销"),
        ({"ground": "T3", "facts": "迁往外省"}, "未提出", "已迁出本市"),
        ({"ground": "T5", "stated": "放弃"}, "放弃", "提供虚假材料"),
    ],
)
def test_the_course_and_the_ground_are_told_in_the_templates_words(changes: dict[str, Any], course: str, ground: str) -> None:
    told = only(wrote(pilot("松江区"), proposal(unmet=None, **changes))).context
    assert (told["退出情形"], told["退出事由"]) == (course, ground)


def test_the_number_of_the_notice_comes_from_the_register() -> None:
    line = {"文种": "拟退出告知书", "文号": "沪市监价竞〔2026〕10号", "状态": "已发", "主送": "上海样例1号科技有限公司",
            "标题": "关于拟将上海样例1号科技有限公司退出名单的告知书"}  # fmt: skip
    others = {**line, "状态": "作废", "文号": "沪市监价竞〔2026〕11号"}, {**line, "主送": "上海样例11号科技有限公司", "文号": "沪市监价竞〔2026〕12号"}
    written = wrote(pilot("松江区"), proposal(), letters=[line, *others])
    assert only(written).context["告知文号"] == "沪市监价竞〔2026〕10号"
    assert only(wrote(pilot("松江区"), proposal())).context["告知文号"] == ""


# When it is refused


def test_s10_a_decision_on_8_june_is_refused_and_from_11_june_not() -> None:
    exiting = pilot("松江区"), proposal()
    assert codes(wrote(*exiting, as_of=date(2026, 6, 8))) == ["EXIT-03"]
    assert codes(wrote(*exiting, as_of=date(2026, 6, 10))) == ["EXIT-03"]
    assert only(wrote(*exiting, as_of=date(2026, 6, 11)))


def test_a_decision_cannot_be_dated_back_into_the_term() -> None:
    exiting = pilot("松江区"), proposal()
    assert codes(wrote(*exiting, number=NUMBER, signed_on=date(2026, 6, 8))) == ["EXIT-03"]
    assert only(wrote(*exiting, number=NUMBER, signed_on=date(2026, 6, 11)))


def test_a_decision_cannot_be_prepared_on_a_silence_that_is_not_over() -> None:
    assert codes(wrote(pilot("松江区"), proposal(), as_of=date(2026, 6, 8), number=NUMBER, signed_on=LATER)) == ["EXIT-03"]


def test_a_refusal_says_why_and_what_to_do() -> None:
    refusal = refused(wrote(pilot("松江区"), proposal(served_on=None)))
    assert (refusal.kind, refusal.record) == ("exit-decision", "上海样例1号科技有限公司（单位（点），2025）")
    assert "尚无送达日期" in refusal.text
    assert "请登记送达日期" in refusal.text


def test_without_facts_there_is_nothing_to_state() -> None:
    assert codes(wrote(pilot("松江区"), proposal(facts=None))) == ["LETTER-04"]


@pytest.mark.parametrize(
    ("field", "header"), [("determined_on", "确定日期"), ("document_no", "确定文号")]
)
def test_a_pilot_whose_determination_cannot_be_read_is_refused(field: str, header: str) -> None:
    refusal = refused(wrote(entry("pilots", "松江区", **{field: "待补"}), proposal()))
    assert [finding.code for finding in refusal.why] == ["LETTER-12"]
    assert header in refusal.text


@pytest.mark.parametrize(("statement", "reason"), [(None, "不采纳"), ("正在改造", None)])
def test_a_defence_must_be_on_record_and_answered(statement: str | None, reason: str | None) -> None:
    course = proposal(stated="已提出", defence="不成立", statement=statement)
    assert codes(wrote(pilot("松江区"), course, reason=reason)) == ["LETTER-05"]


def test_it_takes_effect_on_the_day_of_signing_at_the_earliest() -> None:
    early = pilot("松江区"), proposal(effective_on=date(2026, 6, 12))
    assert codes(wrote(*early, number=NUMBER, signed_on=LATER)) == ["LETTER-06"]
    assert only(wrote(*early, number=NUMBER, signed_on=date(2026, 6, 12)))


def test_where_holidays_are_not_published_whoever_sends_it_is_told() -> None:
    served = proposal(tracked_on=date(2090, 5, 1), notice_on=date(2090, 6, 1), served_on=date(2090, 6, 1))
    request = Request(master=master(pilot("松江区"), served), as_of=date(2090, 6, 20), settings=settings())
    (letter,) = write(request)
    assert isinstance(letter, Letter)
    assert [remark.code for remark in letter.remarks] == ["EXIT-11"]


# A reason for not waiting

IN_TERM = date(2026, 6, 8)
REASON = "主体正在清算，逾期将无法送达"


def hurried(**changes: Any) -> list[Letter | Refusal]:
    return wrote(pilot("松江区"), proposal(**changes), as_of=IN_TERM, reason=REASON)


def test_an_open_term_gives_way_to_a_reason_which_the_letter_and_the_sender_are_told() -> None:
    letter = only(hurried())
    assert letter.context["退出情形"] == "提前"
    assert letter.context["提前理由"] == REASON
    assert letter.context["申辩届满日期"] == "2026年6月10日"
    (remark,) = (remark for remark in letter.remarks if remark.code == "LETTER-26")
    assert REASON in remark.message
    assert letter.override is not None
    assert (letter.override.sheet, letter.override.unit, letter.override.reason) == ("跟踪评估", "松江区", REASON)
    assert "2026-06-10" in letter.override.hindrance


def test_who_waived_its_statement_is_said_to_have_done_so() -> None:
    letter = only(hurried(stated="放弃"))
    assert (letter.context["退出情形"], letter.override is not None) == ("放弃", True)


def test_without_a_reason_the_term_stands() -> None:
    assert codes(wrote(pilot("松江区"), proposal(), as_of=IN_TERM)) == ["EXIT-03"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"notice_on": None, "served_on": None}, "EXIT-01"), ({"served_on": None}, "EXIT-02"), ({"ground": None}, "EXIT-07"),
        ({"stated": "已提出", "statement": "正在改造"}, "EXIT-04"),
        ({"stated": "已提出", "statement": "正在改造", "defence": "成立"}, "EXIT-05"),
        ({"stated": "已提出", "statement": "正在改造", "defence": "不成立"}, "EXIT-03"),
        ({"stated": None}, "EXIT-10"), ({"notice_on": date(2026, 6, 5)}, "EXIT-08"),
    ],
)  # fmt: skip
def test_nothing_but_the_open_term_gives_way(changes: dict[str, Any], code: str) -> None:
    assert code in codes(hurried(**changes))


def test_a_reason_nobody_needed_is_told_and_not_recorded() -> None:
    letter = only(wrote(pilot("松江区"), proposal(), reason=REASON))
    assert [remark.code for remark in letter.remarks] == ["LETTER-27"]
    assert (letter.override, letter.context["提前理由"], letter.context["复核意见"]) == (None, "", "")


@pytest.mark.parametrize(
    ("changes", "earliest"),
    [({"notice_on": None, "served_on": None}, "2026-06-24"), ({"served_on": None}, "2026-06-24"), ({"stated": None}, "2026-06-15")],
)
def test_a_refusal_says_the_earliest_day(changes: dict[str, Any], earliest: str) -> None:
    assert f"最早 {earliest} 可作出决定" in refused(wrote(pilot("松江区"), proposal(**changes))).text


# Whose it is


@pytest.mark.parametrize("query", ["上海样例1号科技有限公司", "SH-310117-2025-D-001", "sh-310117-2025-d-001", "code"])
def test_a_pilot_is_found_by_name_number_or_code(query: str) -> None:
    exiting = pilot("松江区", pilot_id="SH-310117-2025-D-001")
    asked = str(exiting.values["uscc"]) if query == "code" else query
    assert only(wrote(exiting, proposal(), pilot("松江区", 2), pilot=asked)).to == "上海样例1号科技有限公司"


def test_nobody_of_that_name_is_a_refusal() -> None:
    assert codes(wrote(pilot("松江区"), pilot="上海样例9号科技有限公司")) == ["LETTER-03"]


def test_without_a_pilot_every_proposal_is_decided_or_refused() -> None:
    known = pilot("松江区", 1), proposal(1), pilot("金山区", 2), proposal(2, unit="金山区", served_on=None)
    assert sorted(type(item).__name__ for item in wrote(*known)) == ["Letter", "Refusal"]
    assert only(wrote(*known, unit="松江区"))
    assert codes(wrote(*known, unit="静安区")) == ["LETTER-02"]


def test_of_a_re_entered_pilot_only_the_present_record_is_meant() -> None:
    old = pilot("松江区", state="已退出", determined_on=date(2024, 9, 1))
    again = pilot("松江区", origin="重新纳入", previous_id="SH-310117-2024-D-001")
    assert only(wrote(old, again, proposal(), pilot="上海样例1号科技有限公司")).context["确定日期"] == "2025年9月1日"


def test_who_has_left_is_not_decided_upon_again() -> None:
    assert codes(wrote(pilot("松江区", state="已退出"), proposal(), pilot="上海样例1号科技有限公司")) == ["EXIT-13"]


def test_a_district_level_pilot_is_not_the_citys_to_exit() -> None:
    assert codes(wrote(pilot("松江区", level="区级"), proposal(), pilot="上海样例1号科技有限公司")) == ["EXIT-12"]
