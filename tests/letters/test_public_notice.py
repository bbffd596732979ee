"""公示 (W15): who is about to be determined, for as many working days as are set, with somebody to turn to."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.letters.requests import codes, letter, refusal, rows
from tests.records.factories import PARK
from toolkit.letters.letter import TO_FILL, Letter
from toolkit.letters.public_notice import write
from toolkit.master.state import Entry

AS_OF = date(2025, 8, 29)
YES: dict[str, Any] = {"city_result": "确定", "city_decided_on": date(2025, 8, 25)}


def review(n: int, unit: str = "徐汇区", /, **changes: Any) -> Entry:
    return entry("reviews", unit, n, **{**YES, **changes})


def public(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(*entries), AS_OF, **other)


def test_it_lists_by_category_and_district_for_the_term_set() -> None:
    written = public(review(1), review(2, "浦东新区"), entry("reviews", "崇明区", 3, PARK, **YES), signed_on=date(2025, 9, 1))
    assert [(row["区"], row["名称"]) for row in rows(written, "名单")] == [
        ("崇明区", "上海样例产业园3号"), ("浦东新区", "上海样例2号科技有限公司"), ("徐汇区", "上海样例1号科技有限公司"),
    ]  # fmt: skip
    context = written.context
    assert (context["公示期"], context["公示开始"], context["公示结束"]) == ("5个工作日", "2025年9月2日", "2025年9月8日")
    assert public(review(1), settings=settings(public_notice_working_days=7)).context["公示期"] == "7个工作日"


def test_somebody_is_named_to_turn_to() -> None:
    assert public(review(1)).to_fill == ["联系人", "联系电话", "提交地址"]
    issuer = SETTINGS.issuer.model_copy(update={"contact": "张样例", "phone": "021-12345678", "address": "上海市样例路1号"})
    written = public(review(1), settings=settings(issuer=issuer))
    assert (written.context["联系人"], written.context["提交地址"]) == ("张样例", "上海市样例路1号")
    assert TO_FILL not in written.context.values()


def test_it_bears_a_date_and_no_number() -> None:
    assert public(review(1)).is_draft
    assert not public(review(1), signed_on=date(2025, 9, 1)).is_draft


def test_who_is_on_a_list_was_withdrawn_or_is_claimed_twice_is_not_on_it() -> None:
    withdrawn = entry("applications", "徐汇区", 2, status="已撤回", status_on=date(2025, 8, 1), status_note="放弃")
    claimed = [entry("applications", unit, 3) for unit in ("徐汇区", "静安区")]
    written = public(review(1), review(2), review(3), review(4), withdrawn, *claimed, pilot("徐汇区", 4, determined_on=date(2025, 8, 20)))
    assert [row["名称"] for row in rows(written, "名单")] == ["上海样例1号科技有限公司"]


@pytest.mark.parametrize(
    "changes", [{"city_result": None, "city_decided_on": None}, {"city_result": "暂缓"}, {"city_decided_on": date(2025, 9, 20)}]
)
def test_with_nobody_to_be_determined_it_is_refused(changes: dict[str, Any]) -> None:
    assert codes(refusal(write, master(review(1, **changes)), AS_OF)) == ["LETTER-38"]


def test_a_list_that_would_go_over_the_range_is_told_ahead() -> None:
    written = public(*(review(n) for n in range(1, 10)))
    assert [(finding.code, finding.words["expected"]) for finding in written.remarks if finding.code == "LETTER-39"] == [("LETTER-39", 9)]
    assert [finding.code for finding in public(*(review(n) for n in range(1, 9))).remarks if finding.code == "LETTER-39"] == []
