"""经验成果汇编 (W16): nothing that its source has not agreed to make public."""

from datetime import date
from typing import Any

from tests.checks.masters import entry, master
from tests.letters.requests import codes, letter, refusal, rows
from tests.letters.wordfiles import texts
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.outcome_digest import write
from toolkit.master.state import Entry

AS_OF = date(2025, 12, 31)


def outcome(n: int, unit: str = "徐汇区", /, **changes: Any) -> Entry:
    return entry("outcomes", unit, n, **changes)


def digest(*entries: Entry, **other: Any) -> Letter:
    return letter(write, master(*entries), AS_OF, **other)


def test_it_goes_by_type_then_by_unit_each_with_its_source() -> None:
    written = digest(
        outcome(1), outcome(2, kind="制度规范", formed_on=date(2025, 7, 1), reach="全区"), outcome(3, "浦东新区", kind="案例")
    )
    assert [(row["类型标题"], row["序号"], row["成果名称"]) for row in rows(written, "成果")] == [
        ("一、制度规范", "一", "样例成果2"), ("二、案例", "一", "样例成果3"), ("", "二", "样例成果1"),
    ]  # fmt: skip
    text = texts(fill(template("outcome-digest"), written.context))
    assert "来源单位：上海样例科技有限公司；形成日期：2025年7月1日；推广范围：全区。" in text
    assert "定密分级的做法。" in text


def test_what_is_not_agreed_to_is_not_in_it_and_counted() -> None:
    written = digest(outcome(1), outcome(2, publishable="否", content="不公开的做法"))
    assert "不公开" not in "".join(texts(fill(template("outcome-digest"), written.context))).replace("（此件不公开）", "")
    assert [(finding.code, finding.words["count"]) for finding in written.remarks] == [("LETTER-41", 1)]


def test_an_unreadable_agreement_is_none() -> None:
    assert codes(refusal(write, master(outcome(1, publishable="也许")), AS_OF)) == ["LETTER-40", "LETTER-41"]


def test_a_year_takes_what_was_formed_in_it_and_tells_what_has_no_day() -> None:
    written = digest(outcome(1, formed_on=date(2025, 7, 1)), outcome(2, formed_on=date(2024, 7, 1)), outcome(3), year=2025)
    assert [row["成果名称"] for row in rows(written, "成果")] == ["样例成果1"]
    assert [finding.code for finding in written.remarks] == ["LETTER-42"]


def test_without_any_it_is_refused() -> None:
    assert codes(refusal(write, master(), AS_OF)) == ["LETTER-40"]
    assert codes(refusal(write, master(outcome(1, formed_on=date(2026, 1, 5))), AS_OF)) == ["LETTER-40"]


def test_phones_do_not_travel() -> None:
    assert "13812345678" not in str(digest(outcome(1, content="请联系13812345678")).context)
