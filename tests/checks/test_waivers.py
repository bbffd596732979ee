"""豁免: a finding set aside for one record shows as such until its last day; a line that lacks something is in force never."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, master, pilot
from toolkit.checks.annual_report import check_reports
from toolkit.checks.waivers import Waivers, read_waivers
from toolkit.findings import Finding, Severity
from toolkit.findings.catalogue import find, rules
from toolkit.findings.grades import may_be_waived
from toolkit.master.state import Entry

AS_OF = date(2026, 1, 12)
LINE = {"问题代码": "REPORT-02", "记录": "上海样例1号科技有限公司", "理由": "企业搬迁，已当面说明", "批准人": "样例处长",
        "有效期至": datetime(2026, 1, 31)}  # fmt: skip  # noqa: DTZ001 - as a cell holds a day


def waivers(*entries: Entry, as_of: date = AS_OF, **changes: Any) -> Waivers:
    return read_waivers(master(*entries, waivers=[{**LINE, **changes}]), as_of, SETTINGS)


def missing(as_of: date = AS_OF, **changes: Any) -> Finding:
    """The one finding of a pilot that did not report, as it is seen under a line of 豁免."""
    (finding,) = check_reports(master(pilot("徐汇区")), 2025, as_of, SETTINGS).findings
    return waivers(as_of=as_of, **changes).judge(finding)


def test_a_waived_finding_only_informs_and_says_until_when() -> None:
    finding = missing()
    assert (finding.code, finding.severity) == ("REPORT-02", Severity.I)
    assert finding.message.endswith("（已豁免至 2026-01-31）")
    assert finding.to_json()["waived"] == {
        "severity": "E", "reason": "企业搬迁，已当面说明", "approver": "样例处长", "until": "2026-01-31",
    }  # fmt: skip


def test_one_that_is_not_says_nothing_of_it() -> None:
    finding = missing(记录="上海样例2号科技有限公司")
    assert (finding.severity, "waived" in finding.to_json()) == (Severity.E, False)


@pytest.mark.parametrize(("day", "severity"), [(31, Severity.I), (32, Severity.E)])
def test_it_comes_back_the_day_after_its_last(day: int, severity: Severity) -> None:
    assert missing(date(2026, 1, 31) if day == 31 else date(2026, 2, 1)).severity is severity


@pytest.mark.parametrize(
    "record", ["上海样例1号科技有限公司", "上海样例 1号科技有限公司 ", "上海样例1号科技有限公司（单位（点），2025）", pilot("徐汇区").values["uscc"]]
)
def test_a_record_is_named_as_people_name_it(record: str) -> None:
    assert missing(记录=record).waiver


@pytest.mark.parametrize(("code", "waived"), [("report-02", True), (" REPORT-02 ", True), ("REPORT-03", False)])
def test_another_code_of_the_same_record_is_not_waived(code: str, waived: bool) -> None:
    assert bool(missing(问题代码=code).waiver) is waived


@pytest.mark.parametrize("day", ["2026年1月31日", "2026-01-31", "20260131", 46053])
def test_the_last_day_is_read_as_any_date_is(day: object) -> None:
    waiver = missing(有效期至=day).waiver
    assert waiver
    assert waiver.until == date(2026, 1, 31)


@pytest.mark.parametrize("header", list(LINE))
def test_a_line_that_lacks_anything_is_told_and_not_in_force(header: str) -> None:
    for empty in (None, "  "):
        changes: dict[str, Any] = {header: empty}
        (finding,) = waivers(**changes).findings
        assert (finding.code, str(finding.severity)) == ("WAIVE-01", "W")
        assert header in finding.message
        assert missing(**changes).severity is Severity.E


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"有效期至": "长期"}, "WAIVE-02"), ({"问题代码": "REPORT-99"}, "WAIVE-03"), ({"问题代码": "USCC-02"}, "WAIVE-04")],
)
def test_a_line_that_cannot_be_used_is_told_and_not_in_force(changes: dict[str, Any], code: str) -> None:
    used = waivers(**changes)
    assert [finding.code for finding in used.findings] == [code]
    assert not used.in_force


def test_a_finding_of_a_line_names_its_row() -> None:
    (finding,) = waivers(理由=None).findings
    assert (finding.place.sheet, finding.place.row) == ("豁免", 4)


def test_a_line_in_order_is_not_told() -> None:
    assert waivers().findings == []


@pytest.mark.parametrize("code", ["USCC-02", "CELL-01", "LINK-01", "LINK-09", "LINK-10", "LINK-12", "LINK-17", "EXIT-03", "STATE-01", "MERGE-09", "FILE-01"])
def test_what_could_not_be_read_whose_it_is_and_the_course_of_an_exit_cannot_be_waived(code: str) -> None:
    rule = find(code)
    assert rule
    assert not may_be_waived(rule)


@pytest.mark.parametrize("code", ["LINK-04", "LINK-11", "QUOTA-03", "REPORT-02", "TRACK-01", "REVIEW-03", "REPLY-01"])
def test_what_judges_what_was_read_can_be(code: str) -> None:
    rule = find(code)
    assert rule
    assert may_be_waived(rule)


def test_every_error_that_means_something_could_not_be_read_stays() -> None:
    unread = [rule for rule in rules() if rule.code.startswith(("CELL", "USCC", "SHEET", "COVER", "FILE")) and rule.severity is Severity.E]
    assert unread
    assert not any(map(may_be_waived, unread))
