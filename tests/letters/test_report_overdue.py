"""催报通知 (W3): who is asked again, who is only listed, and who never is (S12)."""

from datetime import date
from typing import Any

from tests.checks.masters import SETTINGS, entry, master, pilot, settings
from tests.letters.requests import asked, codes, letter, letters, refusal, rows
from tests.letters.wordfiles import texts
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.letters.report_overdue import write
from toolkit.master.state import Entry

AS_OF = date(2026, 1, 5)
UNIT = "徐汇区"


def report(n: int, unit: str = UNIT, **received: date | None) -> Entry:
    return entry("annual_reports", unit, n, report_year=2025, summary="已总结", **received)


def s12() -> list[Entry]:
    exit_of_e: dict[str, Any] = {"tracked_on": date(2025, 8, 1), "verdict": "建议退出", "ground": "T4", "effective_on": date(2025, 9, 1)}
    return [
        pilot(UNIT, 1), report(1, city_received=date(2025, 12, 30), district_received=None),
        pilot(UNIT, 2), report(2, district_received=date(2025, 12, 31), city_received=date(2026, 1, 4)),
        pilot(UNIT, 3),
        pilot(UNIT, 4, determined_on=date(2025, 12, 18)),
        pilot(UNIT, 5, determined_on=date(2025, 3, 1), state="已退出"), entry("tracking", UNIT, 5, **exit_of_e),
        pilot(UNIT, 6), report(6, district_received=date(2025, 12, 1), city_received=date(2025, 12, 2)),
    ]  # fmt: skip


def names(written: Letter, table: str) -> list[str]:
    return [row["名称"] for row in rows(written, table)]


def site(*numbers: int) -> list[str]:
    return [f"上海样例{n}号科技有限公司" for n in numbers]


def test_s12_asks_for_what_is_outstanding_and_lists_apart_what_was_only_late() -> None:
    written = letter(write, master(*s12()), AS_OF)
    assert names(written, "未完成名单") == site(1, 3, 4)
    assert [row["状态"] for row in rows(written, "未完成名单")] == ["只报市局", "未报", "未报"]
    assert names(written, "逾期已报名单") == site(2)
    assert (written.context["应报家数"], written.context["未完成家数"], written.context["逾期已报家数"]) == ("5", "3", "1")
    assert written.context["截至日期"] == "2026年1月5日"


def test_one_that_reported_in_time_or_has_left_is_never_named() -> None:
    written = letter(write, master(*s12()), AS_OF)
    assert "样例6号" not in str(written.context)
    assert "样例5号" not in str(written.context)


def test_without_late_ones_their_table_is_empty() -> None:
    written = letter(write, master(pilot(UNIT, 1)), AS_OF)
    assert (written.context["逾期已报家数"], rows(written, "逾期已报名单")) == ("", [])


def test_parts_are_numbered_only_where_there_are_two() -> None:
    both, one = (texts(fill(template("report-overdue"), letter(write, known, AS_OF).context)) for known in (master(*s12()), master(pilot(UNIT))))
    assert [text for text in both if text.endswith("报送的试点") or "无需再次报送）" in text] == [
        "一、尚未完成报送的试点", "二、逾期已报送的试点（无需再次报送）",
    ]  # fmt: skip
    assert "尚未完成报送的试点" in one


def test_each_district_gets_its_own_pilots_only() -> None:
    first, second = letters(write, master(pilot("浦东新区", 1), pilot(UNIT, 2)), AS_OF)
    assert (first.to, names(first, "未完成名单")) == ("浦东新区市场监管局", site(1))
    assert (second.to, names(second, "未完成名单")) == ("徐汇区市场监管局", site(2))
    only = letter(write, master(pilot("浦东新区", 1), pilot(UNIT, 2)), AS_OF, unit=UNIT)
    assert names(only, "未完成名单") == site(2)


def test_the_new_date_counts_working_days_from_the_letters_date() -> None:
    known = master(pilot(UNIT, 1))
    assert letter(write, known, AS_OF).context["补报期限"] == "2026年1月19日"
    assert letter(write, known, AS_OF, signed_on=date(2026, 1, 6)).context["补报期限"] == "2026年1月20日"
    assert letter(write, known, AS_OF, settings=settings(letter_reply_working_days=3)).context["补报期限"] == "2026年1月8日"


def test_holidays_that_may_be_missing_are_told() -> None:
    known = master(pilot(UNIT, 1))
    assert letter(write, known, AS_OF).remarks == ()
    unpublished = letter(write, known, date(2090, 1, 5), year=2089)
    assert [remark.code for remark in unpublished.remarks] == ["EXIT-11"]
    listed = settings(holidays=frozenset({date(2090, 1, 2)}))
    assert letter(write, known, date(2090, 1, 5), year=2089, settings=listed).remarks == ()


def test_before_the_deadline_is_over_nobody_is_pressed() -> None:
    known = master(pilot(UNIT, 1))
    told = refusal(write, known, date(2025, 12, 31), year=2025)
    assert codes(told) == ["LETTER-15"]
    assert "report-reminder" in told.text
    assert letter(write, known, date(2026, 1, 1))


def test_a_district_named_that_owes_nothing_is_refused_and_one_not_named_passed_over() -> None:
    done = [pilot(UNIT, 2), report(2, district_received=date(2025, 12, 31), city_received=date(2026, 1, 4))]
    assert codes(refusal(write, master(*done), AS_OF, unit=UNIT)) == ["LETTER-01"]
    assert asked(write, master(*done), AS_OF) == []


def test_what_arrives_after_the_date_has_not_arrived() -> None:
    known = master(pilot(UNIT, 1), report(1, city_received=date(2026, 1, 4), district_received=date(2026, 1, 6)))
    assert names(letter(write, known, AS_OF), "未完成名单") == site(1)
    assert asked(write, known, date(2026, 1, 6)) == []


def test_contacts_come_from_settings_and_a_draft_says_what_is_to_fill() -> None:
    assert letter(write, master(pilot(UNIT, 1)), AS_OF).to_fill == ["联系人", "联系电话"]
    issuer = SETTINGS.issuer.model_copy(update={"contact": "样例科", "phone": "021-12345678"})
    assert letter(write, master(pilot(UNIT, 1)), AS_OF, settings=settings(issuer=issuer)).to_fill == []
