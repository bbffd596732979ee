"""送达回证 (W11): of letters that went out only, and nothing in it that is for the pen."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import master, pilot
from tests.letters.requests import codes, letters, refusal
from tests.letters.wordfiles import texts
from tests.records.factories import on
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.service_receipt import write
from toolkit.master.state import Master

AS_OF = date(2026, 6, 30)
NAME = "上海样例1号科技有限公司"


def line(**changes: Any) -> dict[str, Any]:
    usual = {
        "序号": 1, "文种": "拟退出告知书", "文号": "沪市监价竞〔2026〕10号", "标题": f"关于拟将{NAME}退出名单的告知书", "主送": NAME,
        "成文日期": on(2026, 6, 1), "状态": "已发",
    }  # fmt: skip
    return {**usual, **changes}


def known(*lines: dict[str, Any]) -> Master:
    return master(pilot("松江区", pilot_id="SH-310117-2025-D-001"), letters=lines)


def test_it_says_which_letter_goes_to_whom_and_leaves_the_rest_to_the_pen() -> None:
    (form,) = letters(write, known(line()), AS_OF)
    assert (form.to, form.context["文书文号"], form.context["文书日期"]) == (NAME, "沪市监价竞〔2026〕10号", "2026年6月1日")
    said = texts(fill(template("service-receipt"), form.context))
    for label in ("受送达人签名或者盖章", "见证人签名", "送达人签名"):
        assert said[said.index(label) + 1].strip("　") == "年　　月　　日"
    assert not form.is_draft


@pytest.mark.parametrize("query", [NAME, "SH-310117-2025-D-001", "91310115MA01610380"])
def test_the_recipient_is_found_by_name_number_or_code(query: str) -> None:
    held = known(line(), line(主送="上海样例2号科技有限公司", 标题="关于拟将上海样例2号科技有限公司退出名单的告知书"))
    wanted = str(held.entries("pilots")[0].texts["uscc"]) if query.startswith("9") else query
    assert [form.to for form in letters(write, held, AS_OF, pilot=wanted)] == [NAME]


@pytest.mark.parametrize(
    "changes", [{"状态": "草稿"}, {"状态": "作废"}, {"文种": "年度情况报送提醒函"}, {"成文日期": None}, {"成文日期": on(2026, 7, 1)}]
)
def test_what_did_not_go_out_or_need_not_be_served_has_none(changes: dict[str, Any]) -> None:
    assert codes(refusal(write, known(line(**changes)), AS_OF)) == ["LETTER-36"]


def test_a_year_and_a_stranger_are_heeded() -> None:
    assert codes(refusal(write, known(line()), AS_OF, year=2025)) == ["LETTER-36"]
    assert codes(refusal(write, known(line()), AS_OF, pilot="上海样例9号")) == ["LETTER-36"]
