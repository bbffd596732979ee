"""问题建议答复函 (W14): one matter, one letter; what has no answer yet is named."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master
from tests.letters.requests import asked, codes, letter, letters, refusal, rows
from toolkit.letters.feedback_reply import write
from toolkit.letters.letter import Letter, Refusal
from toolkit.master.state import Entry

AS_OF = date(2025, 12, 8)


def matter(n: int = 1, unit: str = "徐汇区", /, **changes: Any) -> Entry:
    usual = {"answer": "不需要。\n请注明曾用名，联系021-12345678。", "answered_on": date(2025, 11, 3), "handling": "已答复"}
    return entry("feedback", unit, n, **{**usual, **changes})


def test_it_repeats_what_was_asked_and_answers_it() -> None:
    written = letter(write, master(matter(about="上海样例1号科技有限公司")), AS_OF)
    assert (written.to, written.context["提出日期"], written.context["类型"]) == ("徐汇区市场监管局", "2025年10月9日", "问题")
    assert written.context["涉及单位"] == "上海样例1号科技有限公司"
    assert rows(written, "问题") == [{"内容": "样例问题1。"}]
    assert [row["内容"][:6] for row in rows(written, "答复")] == ["不需要。", "请注明曾用名"]
    assert written.title == "上海市市场监督管理局关于答复徐汇区商业秘密保护创新试点工作有关问题的函"


def test_each_matter_has_its_letter() -> None:
    known = master(matter(1), matter(2), matter(3, "静安区", kind="意见建议"))
    assert len(letters(write, known, AS_OF)) == 3
    assert [item.to for item in letters(write, known, AS_OF, unit="静安区")] == ["静安区市场监管局"]


@pytest.mark.parametrize(
    "changes", [{"answer": None, "answered_on": None, "handling": "待答复"}, {"answer": None}, {"answered_on": date(2025, 12, 20)}]
)
def test_what_has_no_answer_yet_is_refused_by_name(changes: dict[str, Any]) -> None:
    refused = refusal(write, master(matter(**changes)), AS_OF)
    assert codes(refused) == ["LETTER-37"]
    assert "样例问题1" in refused.record


def test_one_without_an_answer_does_not_stop_the_others() -> None:
    found = asked(write, master(matter(1, answer=None), matter(2)), AS_OF)
    assert [type(item) for item in found] == [Refusal, Letter]


def test_what_is_of_another_year_or_lies_ahead_is_not_answered() -> None:
    assert asked(write, master(matter()), AS_OF, year=2024) == []
    assert asked(write, master(matter(raised_on=date(2025, 12, 9))), AS_OF) == []
