"""年度情况报告表 (W17): prefilled with what is known of the pilot itself, and of nobody else."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot
from tests.letters.requests import codes, letter, letters, refusal
from tests.letters.wordfiles import texts
from tests.records.factories import PARK
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.report_form import write
from toolkit.master.state import Entry

AS_OF = date(2025, 11, 15)


def form(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(*entries), AS_OF, **other)


def test_it_knows_the_pilot_both_bureaus_and_the_day() -> None:
    known = form(pilot("徐汇区", pilot_id="SH-310104-2025-D-001")).context
    assert (known["单位名称"], known["试点编号"], known["类别"], known["年度"]) == (
        "上海样例1号科技有限公司", "SH-310104-2025-D-001", "单位（点）", "2025",
    )  # fmt: skip
    assert (known["市局"], known["区局"], known["截止日期"]) == (
        "上海市市场监督管理局", "上海市徐汇区市场监督管理局", "2025年12月31日",
    )  # fmt: skip


def test_it_asks_what_the_workbook_asks_and_leaves_it_blank() -> None:
    said = texts(fill(template("report-form"), form(pilot("徐汇区")).context))
    for header in ("主要做法与成效", "开展培训宣传次数", "参加人次", "内部检查次数", "投入人员数", "投入经费（万元）", "存在问题与建议", "下年度计划"):
        assert header in said
    assert not [text for text in said if "138" in text or "021-" in text]


def test_a_park_goes_by_its_own_name() -> None:
    assert form(pilot("徐汇区", 1, PARK)).context["单位名称"] == "上海样例产业园1号"


def test_each_pilot_of_the_unit_that_owes_a_report_has_its_form() -> None:
    known = master(pilot("徐汇区", 1), pilot("徐汇区", 2), pilot("静安区", 3), entry("annual_reports", "徐汇区", 2, city_received=date(2025, 11, 3), district_received=date(2025, 11, 2)))
    assert [item.to for item in letters(write, known, AS_OF, unit="徐汇区")] == ["上海样例1号科技有限公司"]
    assert len(letters(write, known, AS_OF)) == 2


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([entry("annual_reports", "徐汇区", city_received=date(2025, 11, 3), district_received=date(2025, 11, 2))], "LETTER-43"),
        ([entry("tracking", "徐汇区", exit_on=date(2025, 10, 9), effective_on=date(2025, 10, 9))], "LETTER-43"),
    ],
    ids=["reported", "left"],
)
def test_who_owes_none_is_refused_by_name(entries: list[Entry], code: str) -> None:
    known = master(pilot("徐汇区"), *entries)
    assert codes(refusal(write, known, AS_OF, pilot="上海样例1号科技有限公司")) == [code]
    assert letters(write, known, AS_OF) == []


def test_who_is_no_pilot_is_refused() -> None:
    assert codes(refusal(write, master(pilot("徐汇区")), AS_OF, pilot="上海样例9号")) == ["LETTER-03"]


def test_a_form_is_never_a_draft() -> None:
    assert not form(pilot("徐汇区")).is_draft
