"""公布退出名单通知 (W10): who left, by decisions in force, and never why."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot
from tests.letters.requests import codes, letter, refusal, rows
from tests.letters.wordfiles import texts
from tests.records.factories import PARK
from toolkit.letters.build import template
from toolkit.letters.exit_list import write
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.master.state import Entry
from toolkit.policy import Category

AS_OF = date(2026, 6, 30)
LEFT: dict[str, Any] = {
    "tracked_on": date(2026, 5, 20), "verdict": "建议退出", "ground": "T1", "unmet": "C10", "facts": "涉密区域未隔离",
    "exit_on": date(2026, 6, 12), "exit_no": "沪市监价竞〔2026〕30号", "effective_on": date(2026, 6, 15),
}  # fmt: skip


def gone(unit: str, n: int, category: Category = Category.SITE, /, **changes: Any) -> tuple[Entry, Entry]:
    return (
        pilot(unit, n, category, state="已退出"),
        entry("tracking", unit, n, category, **{**LEFT, **({"unmet": "Y01"} if category is PARK else {}), **changes}),
    )


def listed(*entries: Entry, as_of: date = AS_OF, **other: Any) -> Letter:
    return letter(write, master(*entries), as_of, **other)


def test_the_list_names_number_and_day_and_no_reason() -> None:
    written = listed(*gone("松江区", 1), *gone("徐汇区", 2, PARK), pilot("静安区", 3))
    assert [tuple(row[name] for name in ("区", "名称", "类别", "原确定文号", "退出日期")) for row in rows(written, "名单")] == [
        ("徐汇区", "上海样例产业园2号", "园区", "沪市监价竞〔2025〕1号", "2026年6月15日"),
        ("松江区", "上海样例1号科技有限公司", "单位（点）", "沪市监价竞〔2025〕1号", "2026年6月15日"),
    ]
    text = "".join(texts(fill(template("exit-list"), written.context)))
    assert "涉密" not in text
    assert "建设条件" not in text
    assert "（此件公开发布）" in text


def test_an_exit_not_yet_effective_is_left_out_and_told() -> None:
    ahead = gone("徐汇区", 2, effective_on=date(2026, 7, 1))
    written = listed(*gone("松江区", 1), pilot("徐汇区", 2), ahead[1])
    assert len(rows(written, "名单")) == 1
    assert [finding.code for finding in written.remarks] == ["LETTER-34"]
    assert codes(refusal(write, master(pilot("徐汇区", 2), ahead[1]), AS_OF)) == ["LETTER-35"]


def test_a_letter_dated_before_an_exit_took_effect_does_not_list_it() -> None:
    assert codes(refusal(write, master(*gone("松江区", 1)), AS_OF, signed_on=date(2026, 6, 14))) == ["LETTER-35"]


def test_another_years_exits_are_anothers() -> None:
    assert codes(refusal(write, master(*gone("松江区", 1)), AS_OF, year=2025)) == ["LETTER-35"]


@pytest.mark.parametrize("changes", [{"exit_no": None}, {"exit_on": None}])
def test_without_the_decision_on_record_nothing_is_published(changes: dict[str, Any]) -> None:
    assert codes(refusal(write, master(*gone("松江区", 1, **changes)), AS_OF)) == ["LETTER-33"]


def test_who_is_said_to_have_left_without_a_day_stops_the_list() -> None:
    known = master(*gone("松江区", 1), pilot("静安区", 3, state="已退出"))
    assert codes(refusal(write, known, AS_OF)) == ["LETTER-33"]
