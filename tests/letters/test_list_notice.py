"""公布名单通知 (W1): who stands on the list, in which order, and when there is none."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot, settings
from tests.letters.requests import codes, letter, refusal, rows
from tests.letters.wordfiles import texts
from tests.records.factories import PARK, SITE, STATION, on
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.list_notice import write
from toolkit.master.state import Entry, Master

AS_OF = date(2025, 12, 16)


def listed(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(*entries), AS_OF, **other)


def too_many(unit: str = "嘉定区", count: int = 9) -> list[Entry]:
    return [pilot(unit, n) for n in range(1, count + 1)]


def explained(**changes: Any) -> dict[str, Any]:
    return {"年度": 2025, "报送单位": "嘉定区", "超额或不足说明": "集成电路企业集中", "登记日期": on(2025, 12, 1), **changes}


def test_the_list_goes_by_category_then_by_district_in_the_citys_order() -> None:
    written = listed(
        pilot("崇明区", 1, SITE), pilot("徐汇区", 2, STATION), pilot("浦东新区", 3, SITE), pilot("黄浦区", 4, PARK),
        pilot("静安区", 5, SITE), pilot("徐汇区", 6, SITE),
    )  # fmt: skip
    assert [tuple(row.values()) for row in rows(written, "名单")] == [
        ("1", "黄浦区", "上海样例产业园4号", "园区"),
        ("2", "徐汇区", "上海市样例行业协会2", "单位（站）"),
        ("3", "浦东新区", "上海样例3号科技有限公司", "单位（点）"),
        ("4", "静安区", "上海样例5号科技有限公司", "单位（点）"),
        ("5", "徐汇区", "上海样例6号科技有限公司", "单位（点）"),
        ("6", "崇明区", "上海样例1号科技有限公司", "单位（点）"),
    ]
    assert written.context["合计家数"] == "6"
    assert written.context["分类家数"] == "试点园区1家、试点单位（站）1家、试点单位（点）4家"
    assert written.context["附注"] == "此件公开发布"


def test_nothing_of_persons_stands_in_it() -> None:
    written = listed(pilot("徐汇区", contact="样例甲", phone="13800138000"))
    assert "样例甲" not in str(written.context)
    assert "138" not in str(written.context)
    assert rows(written, "名单")[0].keys() == {"序号", "区", "名称", "类别"}


def test_only_the_years_city_pilots_of_this_programme_known_by_the_date_stand_on_it() -> None:
    written = listed(
        pilot("徐汇区", 1), pilot("徐汇区", 2, level="区级"), pilot("徐汇区", 3, origin="历史示范"),
        pilot("徐汇区", 4, determined_on=date(2026, 1, 8)), pilot("徐汇区", 5, determined_on=date(2025, 12, 17)),
    )  # fmt: skip
    assert [row["名称"] for row in rows(written, "名单")] == ["上海样例1号科技有限公司"]


def test_one_claimed_by_two_units_stays_out_and_the_sender_is_told() -> None:
    written = listed(pilot("徐汇区", 1), pilot("浦东新区", 2), pilot("临港新片区", 2, territory="浦东新区"))
    assert [row["名称"] for row in rows(written, "名单")] == ["上海样例1号科技有限公司"]
    assert [remark.code for remark in written.remarks] == ["QUOTA-04"]


def test_one_that_left_before_the_list_stays_out_and_the_sender_is_told() -> None:
    gone = entry("tracking", "徐汇区", 2, tracked_on=date(2025, 11, 1), verdict="建议退出", ground="T4", exit_on=date(2025, 11, 20))
    written = listed(pilot("徐汇区", 1), pilot("徐汇区", 2), gone)
    assert written.context["合计家数"] == "1"
    assert [remark.code for remark in written.remarks] == ["LETTER-14"]


def test_a_direct_units_pilot_stands_under_its_district() -> None:
    assert rows(listed(pilot("机场分局", territory="闵行区")), "名单")[0]["区"] == "闵行区"


def test_an_empty_list_is_refused() -> None:
    told = refusal(write, master(pilot("徐汇区")), AS_OF, year=2026)
    assert codes(told) == ["LETTER-25"]
    assert "2026年" in told.text


def test_a_pilot_that_cannot_be_placed_stops_the_list() -> None:
    assert codes(refusal(write, master(pilot("徐汇区", 1), pilot("机场分局", 2)), AS_OF)) == ["QUOTA-08"]
    unread = pilot("徐汇区", 2, category="不知何类")
    assert codes(refusal(write, master(pilot("徐汇区", 1), unread), AS_OF)) == ["QUOTA-07"]


# A unit over its range


def test_a_unit_over_its_range_without_a_reason_on_record_stops_the_list_and_is_named() -> None:
    told = refusal(write, master(*too_many(), pilot("徐汇区", 20)), AS_OF)
    assert codes(told) == ["LETTER-13"]
    assert "嘉定区2025年确定 9 家，超出上限 8 家" in told.text


def test_with_the_reason_on_record_the_list_goes_out() -> None:
    known = master(*too_many(), explanations=[explained()])
    assert letter(write, known, AS_OF).context["合计家数"] == "9"


@pytest.mark.parametrize("year", [2025.0, "2025", "2025年", "2025年度", "2025.0"])
def test_the_year_of_a_reason_may_be_typed_in_any_usual_way(year: object) -> None:
    assert letter(write, master(*too_many(), explanations=[explained(年度=year)]), AS_OF)


@pytest.mark.parametrize(
    "changes",
    [{"年度": 2024}, {"年度": None}, {"报送单位": "徐汇区"}, {"超额或不足说明": " "}, {"登记日期": on(2025, 12, 17)}],
)
def test_a_reason_of_another_year_or_unit_or_day_or_an_empty_one_is_none(changes: dict[str, Any]) -> None:
    known = master(*too_many(), explanations=[explained(**changes)])
    assert codes(refusal(write, known, AS_OF)) == ["LETTER-13"]


def test_lingang_has_no_range_to_be_over() -> None:
    known: Master = master(*(pilot("临港新片区", n, territory="浦东新区") for n in range(1, 15)))
    assert letter(write, known, AS_OF).context["合计家数"] == "14"


def test_the_notice_is_the_citys_document_to_all_units() -> None:
    written = listed(pilot("徐汇区"), number="沪市监价竞〔2025〕120号", signed_on=AS_OF)
    assert written.to == "各区市场监管局，临港新片区市场监管局，市局执法总队、机场分局"
    assert written.context["发文机关标志"] == "上海市市场监督管理局文件"
    assert written.context["成文日期"] == "2025年12月16日"
    assert not written.is_draft


def test_what_the_city_cites_and_copies_besides_comes_from_its_settings() -> None:
    written = letter(
        write, master(pilot("徐汇区")), AS_OF, settings=settings(citations=("《样例条例》第三条",), copies={"list-notice": "样例办公室"})
    )
    said = "".join(texts(fill(template("list-notice"), written.context)))
    assert "（沪市监价竞〔2025〕108号）、《样例条例》第三条，经综合审定" in said
    assert "抄送：样例办公室。" in said
