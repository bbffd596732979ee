"""年度情况报送提醒函: what it says equals the master as of the day."""

from datetime import date
from typing import Any

from tests.checks.masters import SETTINGS, entry, master, pilot
from tests.letters.wordfiles import texts
from tests.records.factories import PARK, STATION
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import TO_FILL, Letter, Refusal, Request
from toolkit.letters.report_reminder import write
from toolkit.letters.variables import VARIABLES
from toolkit.master.state import Entry

AS_OF = date(2025, 11, 15)
WAITING: dict[str, Any] = {"district_received": None, "city_received": None, "summary": None}


def wrote(*entries: Entry, as_of: date = AS_OF, **asked: Any) -> list[Letter | Refusal]:
    return list(write(Request(master=master(*entries), as_of=as_of, settings=SETTINGS, **asked)))


def only(written: list[Letter | Refusal]) -> Letter:
    (letter,) = written
    assert isinstance(letter, Letter)
    return letter


def test_a_district_gets_its_own_pilots_and_how_far_each_report_is() -> None:
    told = only(
        wrote(
            pilot("徐汇区", 1, pilot_id="SH-310104-2025-D-001"), pilot("徐汇区", 2, STATION), pilot("徐汇区", 3, PARK),
            entry("annual_reports", "徐汇区", 1, **{**WAITING, "district_received": date(2025, 11, 3), "summary": "已总结"}),
        )
    ).context  # fmt: skip
    assert told["主送"] == "徐汇区市场监管局"
    assert (told["区"], told["年度"], told["截至日期"], told["截止日期"]) == ("徐汇区", "2025", "2025年11月15日", "2025年12月31日")
    assert (told["合计家数"], told["分类家数"]) == ("3", "试点园区1家、试点单位（站）1家、试点单位（点）1家")
    assert told["试点名单"] == [
        {"序号": "1", "试点编号": "尚未编号", "名称": "上海样例产业园3号", "类别": "园区",
         "区局收到": "未收到", "市局收到": "未收到", "状态": "未到期"},
        {"序号": "2", "试点编号": "尚未编号", "名称": "上海市样例行业协会2", "类别": "单位（站）",
         "区局收到": "未收到", "市局收到": "未收到", "状态": "未到期"},
        {"序号": "3", "试点编号": "SH-310104-2025-D-001", "名称": "上海样例1号科技有限公司", "类别": "单位（点）",
         "区局收到": "11月3日", "市局收到": "未收到", "状态": "只报区局"},
    ]  # fmt: skip


def test_each_unit_that_owes_something_gets_one_letter_in_the_notices_order() -> None:
    assert [item.to for item in wrote(pilot("崇明区", 1), pilot("浦东新区", 2), pilot("临港新片区", 3)) if isinstance(item, Letter)] == [
        "浦东新区市场监管局", "崇明区市场监管局", "临港新片区市场监管局",
    ]  # fmt: skip


def test_a_unit_that_owes_nothing_gets_no_letter() -> None:
    done = pilot("徐汇区"), entry("annual_reports", "徐汇区", district_received=date(2025, 11, 1), city_received=date(2025, 11, 2))
    assert wrote(*done, pilot("静安区", 2)) == wrote(pilot("静安区", 2))
    assert wrote(*done) == []


def test_a_unit_asked_for_that_owes_nothing_is_refused_with_that_word() -> None:
    (refusal,) = wrote(pilot("静安区"), unit="徐汇区")
    assert isinstance(refusal, Refusal)
    assert (refusal.kind, refusal.record) == ("report-reminder", "徐汇区")
    assert "没有需要提醒的试点" in refusal.text


def test_a_unit_asked_for_gets_the_only_letter() -> None:
    assert only(wrote(pilot("徐汇区"), pilot("静安区", 2), unit="静安区")).to == "静安区市场监管局"


def test_who_has_left_is_not_named() -> None:
    left = pilot("徐汇区", 2, state="已退出")
    assert only(wrote(pilot("徐汇区", 1), left)).context["合计家数"] == "1"


def test_what_came_in_after_the_day_is_not_known() -> None:
    received = entry("annual_reports", "徐汇区", **{**WAITING, "district_received": date(2025, 11, 20), "summary": "已总结"})
    rows = only(wrote(pilot("徐汇区"), received)).context["试点名单"]
    assert isinstance(rows, list)
    assert rows[0]["区局收到"] == "未收到"


def test_a_receipt_of_another_year_is_told_with_its_year() -> None:
    received = entry("annual_reports", "徐汇区", **{**WAITING, "city_received": date(2026, 1, 4), "summary": "已总结"})
    told = only(wrote(pilot("徐汇区"), received, as_of=date(2026, 1, 5))).context
    assert told["年度"] == "2025"
    assert told["试点名单"][0]["市局收到"] == "2026年1月4日"  # type: ignore[index]


def test_the_year_may_be_asked_for() -> None:
    asked = only(wrote(pilot("徐汇区"), as_of=date(2026, 1, 5), year=2026))
    assert (asked.context["年度"], asked.context["截止日期"]) == ("2026", "2026年12月31日")


def test_without_number_or_date_it_is_a_draft() -> None:
    draft = only(wrote(pilot("徐汇区")))
    assert draft.is_draft
    assert (draft.context["发文字号"], draft.context["成文日期"]) == ("沪市监价竞〔2025〕　号", "2025年　月　日")
    signed = only(wrote(pilot("徐汇区"), number="沪市监价竞〔2025〕9号", signed_on=date(2025, 11, 5)))
    assert not signed.is_draft
    assert (signed.context["发文字号"], signed.context["成文日期"]) == ("沪市监价竞〔2025〕9号", "2025年11月5日")
    assert only(wrote(pilot("徐汇区"), number="沪市监价竞〔2025〕9号")).is_draft


def test_what_settings_have_not_given_stands_to_be_filled() -> None:
    letter = only(wrote(pilot("徐汇区")))
    assert letter.to_fill == ["联系人", "联系电话"]
    assert letter.context["联系人"] == TO_FILL


def test_it_says_all_that_its_template_may_ask_for() -> None:
    letter = only(wrote(pilot("徐汇区")))
    assert {variable.name for variable in VARIABLES["report-reminder"]} <= set(letter.context)


def test_the_title_reads_the_same_without_its_line_breaks() -> None:
    letter = only(wrote(pilot("徐汇区")))
    assert str(letter.context["标题"]).replace("\n", "") == letter.title
    assert "2025年度" in letter.title


# To the pilots themselves


def to_pilots(*entries: Entry, **asked: Any) -> list[Letter]:
    return [item for item in wrote(*entries, **{"per_pilot": True, **asked}) if isinstance(item, Letter)]


def test_each_pilot_that_owes_its_report_is_reminded_by_itself() -> None:
    done = entry("annual_reports", "徐汇区", 2, district_received=date(2025, 11, 1), city_received=date(2025, 11, 2))
    found = to_pilots(pilot("徐汇区", 1), pilot("徐汇区", 2), pilot("静安区", 3, PARK), done)
    assert [(item.to, item.context["单位名称"], item.context["抄送"]) for item in found] == [
        ("上海样例园区3号运营有限公司", "上海样例产业园3号", "静安区市场监管局"),
        ("上海样例1号科技有限公司", "上海样例1号科技有限公司", "徐汇区市场监管局"),
    ]  # fmt: skip


def test_a_pilot_is_told_what_has_arrived_and_of_nobody_else() -> None:
    half = entry("annual_reports", "徐汇区", 1, **{**WAITING, "district_received": date(2025, 11, 3), "summary": "已总结"})
    (written,) = to_pilots(pilot("徐汇区", 1), pilot("徐汇区", 2, STATION), half, pilot="上海样例1号科技有限公司")
    said = "".join(texts(fill(template("report-reminder"), written.context)))
    assert "徐汇区市场监管局已收到，我局尚未收到" in said
    assert "附件" not in said
    assert "行业协会" not in said


def test_a_pilot_named_that_owes_nothing_or_is_none_is_refused() -> None:
    done = entry("annual_reports", "徐汇区", 1, district_received=date(2025, 11, 1), city_received=date(2025, 11, 2))
    (refusal,) = wrote(pilot("徐汇区"), done, pilot="上海样例1号科技有限公司")
    assert isinstance(refusal, Refusal)
    assert refusal.why[0].code == "LETTER-43"
    (stranger,) = wrote(pilot("徐汇区"), pilot="上海样例9号")
    assert isinstance(stranger, Refusal)
    assert stranger.why[0].code == "LETTER-03"
