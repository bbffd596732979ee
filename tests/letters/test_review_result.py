"""综合审定结果告知书 (W5): the result with its reasons; not a licence, and what was refused may be applied for again."""

import itertools
from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot, settings
from tests.letters.requests import asked, codes, letter, letters, refusal, rows
from tests.letters.samples import review_result
from tests.letters.wordfiles import texts
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.review_result import write
from toolkit.master.state import Entry

AS_OF = date(2025, 9, 10)
UNIT, NAME = "松江区", "上海样例1号科技有限公司"
REFUSED: dict[str, Any] = {
    "opinion": "不予确定", "C10": "不符合", "C11": "部分符合", "reason": "涉密区域未隔离，联系13812345678", "city_result": "不予确定",
    "city_decided_on": date(2025, 8, 30),
}  # fmt: skip
DETERMINED: dict[str, Any] = {"city_result": "确定", "city_decided_on": date(2025, 8, 30)}


def review(n: int = 1, /, **changes: Any) -> Entry:
    return entry("reviews", UNIT, n, **changes)


def result(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(*entries), AS_OF, **other)


def said(written: Letter) -> str:
    return "".join(texts(fill(template(written.kind), written.context)))


def test_what_is_refused_has_its_reason_its_criteria_and_the_way_back() -> None:
    written = result(review(**REFUSED), entry("applications", UNIT))
    assert (written.to, written.context["抄送"]) == (NAME, "松江区市场监管局")
    assert (written.context["审定结果"], written.context["审定日期"]) == ("不予确定", "2025年8月30日")
    assert [row["内容"] for row in rows(written, "不符合条目")] == ["“设有采取物理隔离保护的涉密区域”"]
    assert [row["内容"] for row in rows(written, "部分符合条目")] == ["“有严格的进出登记管理”"]
    text = said(written)
    assert "你单位于2025年5月20日提交的" in text
    assert "你单位可在完善后再次申请。" in text
    assert "不是行政许可决定" in text
    assert "13812345678" not in text


def test_what_is_determined_names_the_list_once_it_is_public() -> None:
    assert "名单以我局公布的通知为准" in said(result(review(**DETERMINED)))
    public = result(review(**DETERMINED), pilot(UNIT))
    assert "名单已由沪市监价竞〔2025〕1号公布" in said(public)
    assert "再次申请" not in said(public)
    assert "理由" not in said(public)


def test_what_is_put_off_goes_on() -> None:
    written = result(review(**REFUSED | {"opinion": "暂缓", "city_result": "暂缓"}))
    assert "暂缓确定" in said(written)
    assert "继续审定" in said(written)


@pytest.mark.parametrize("case", ["确定", "暂缓", "不予确定"])
def test_every_heading_has_something_below_it(case: str) -> None:
    lines = texts(fill(template("review-result"), review_result(case, 部分符合条目=[])))
    headings = [number for number, line in enumerate(lines) if line[:2] in {"一、", "二、", "三、"}]
    assert [lines[number][:2] for number in headings] == ["一、", "二、", "三、"]
    assert all(b - a > 1 for a, b in itertools.pairwise(headings))


def test_the_district_decides_where_the_city_leaves_it_to_them() -> None:
    proposed = review(reviewed_on=date(2025, 8, 15))
    assert asked(write, master(proposed), AS_OF) == []
    assert result(proposed, settings=settings(determination_level="district")).context["审定结果"] == "确定"


def test_the_batch_is_of_the_year_and_in_the_masters_order() -> None:
    old = review(3, **DETERMINED | {"reviewed_on": date(2024, 8, 1), "city_decided_on": date(2024, 9, 1)})
    known = master(review(1, **DETERMINED), review(2, **REFUSED), old, review(4))
    assert [item.to for item in letters(write, known, AS_OF)] == [NAME, "上海样例2号科技有限公司"]


# When there is none


@pytest.mark.parametrize(
    ("entries", "other", "code"),
    [
        ([review()], {"pilot": NAME}, "LETTER-29"),
        ([review(**REFUSED | {"city_decided_on": date(2025, 9, 20)})], {"pilot": NAME}, "LETTER-29"),
        ([review(**REFUSED)], {"pilot": "上海样例9号"}, "LETTER-28"),
        ([review(**REFUSED), entry("applications", UNIT, status="已撤回", status_on=date(2025, 8, 1), status_note="放弃")], {}, "LETTER-30"),
        ([review(**REFUSED | {"reason": None})], {}, "LETTER-31"),
        ([review(**REFUSED | {"opinion": "建议确定", "C10": "符合"})], {}, "LETTER-31"),
        ([review(**REFUSED)], {"reason": "名额已满"}, "LETTER-32"),
    ],
    ids=["undecided", "decided later", "nobody of that name", "withdrawn", "no reason", "the city against the district", "a reason for all"],
)
def test_it_is_refused(entries: list[Entry], other: dict[str, Any], code: str) -> None:
    assert codes(refusal(write, master(*entries), AS_OF, **other)) == [code]


def test_the_citys_own_reason_is_given_where_it_went_against_the_district() -> None:
    written = result(review(**REFUSED | {"opinion": "建议确定", "C10": "符合"}), pilot=NAME, reason="现场复核发现涉密区域未隔离。")
    assert written.context["审定理由"] == "现场复核发现涉密区域未隔离"
