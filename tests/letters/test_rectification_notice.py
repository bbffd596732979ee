"""限期整改通知书 (W7): criteria by number and text, a term that lies ahead, a day by which it is looked at again."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot
from tests.letters.requests import asked, codes, letter, refusal, rows
from toolkit.letters.letter import Letter
from toolkit.letters.rectification_notice import write
from toolkit.master.state import Entry

AS_OF = date(2026, 6, 1)
UNIT, NAME = "松江区", "上海样例1号科技有限公司"
FOUND: dict[str, Any] = {
    "tracked_on": date(2026, 5, 20), "methods": "走访、书面", "verdict": "限期整改", "unmet": "C10、C12", "rectify_by": date(2026, 7, 31),
    "service": "服务能力一般", "facts": "涉密区域未隔离，联系人13812345678",
}  # fmt: skip


def found(n: int = 1, /, **changes: Any) -> Entry:
    return entry("tracking", UNIT, n, **{**FOUND, **changes})


def notice_of(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(pilot(UNIT), *entries), AS_OF, **other)


def test_it_says_what_to_put_right_by_when_and_who_looks_again() -> None:
    written = notice_of(found())
    assert [tuple(row.values()) for row in rows(written, "不符合条目")] == [
        ("1", "C10", "“设有采取物理隔离保护的涉密区域”"),
        ("2", "C12", "“有严格的进出登记管理、保密告知制度”（指保密告知制度）"),
    ]
    assert (written.context["整改期限"], written.context["复核期限"]) == ("2026年7月31日", "2026年8月14日")
    assert [row["内容"] for row in rows(written, "事实")] == ["服务能力一般。", "涉密区域未隔离，联系人138****5678。"]
    assert (written.to, written.context["抄送"], written.context["评估方式"]) == (NAME, "松江区市场监管局", "走访、书面")


def test_only_the_latest_evaluation_counts() -> None:
    passed = found(tracked_on=date(2026, 5, 28), verdict="合格", unmet=None, rectify_by=None)
    assert codes(refusal(write, master(pilot(UNIT), found(), passed), AS_OF)) == ["LETTER-45"]
    assert codes(refusal(write, master(pilot(UNIT), found(), passed), AS_OF, pilot=NAME)) == ["LETTER-44"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unmet": None}, "LETTER-46"), ({"rectify_by": None}, "LETTER-46"), ({"rectify_by": date(2026, 6, 1)}, "LETTER-47"),
        ({"rectified": "已隔离"}, "LETTER-48"),
    ],
)  # fmt: skip
def test_without_criteria_a_term_ahead_or_after_it_was_put_right_it_is_refused(changes: dict[str, Any], code: str) -> None:
    assert codes(refusal(write, master(pilot(UNIT), found(**changes)), AS_OF)) == [code]


def test_who_is_no_city_pilot_is_unknown_or_was_never_evaluated_is_refused() -> None:
    assert codes(refusal(write, master(pilot(UNIT, level="区级"), found()), AS_OF, pilot=NAME)) == ["EXIT-12"]
    assert codes(refusal(write, master(pilot(UNIT), found()), AS_OF, pilot="上海样例9号")) == ["LETTER-03"]
    assert codes(refusal(write, master(pilot(UNIT)), AS_OF, pilot=NAME)) == ["LETTER-44"]
    assert codes(refusal(write, master(pilot(UNIT, state="已退出"), found()), AS_OF, pilot=NAME)) == ["LETTER-44"]
    assert codes(refusal(write, master(pilot(UNIT, document_no=None), found()), AS_OF)) == ["LETTER-12"]


def test_one_refused_does_not_stop_the_others() -> None:
    known = master(pilot(UNIT, 1), found(1), pilot(UNIT, 2), found(2, unmet=None))
    assert [type(item).__name__ for item in asked(write, known, AS_OF)] == ["Letter", "Refusal"]
