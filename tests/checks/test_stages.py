"""What rows say against each other: each rule silent and speaking."""

from datetime import date
from typing import Any

import pytest

from tests.master.desk import SETTINGS, empty_master, lead, pilot, submission
from tests.records import factories
from toolkit.checks.stages import judge
from toolkit.findings import Severity
from toolkit.master.batch import plan_merge
from toolkit.master.reading import load_master
from toolkit.master.state import Master
from toolkit.records import Context
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.submission import Submission

AS_OF = date(2025, 12, 8)
PARK, STATION, SITE = factories.PARK, factories.STATION, factories.SITE


def read(unit: str = "浦东新区", **forms: Any) -> Submission:
    return read_submission_bytes(submission(unit, **forms), f"{unit}.xlsx", Context(AS_OF, SETTINGS))


def empty() -> Master:
    return load_master(empty_master(), "总台账.xlsx", AS_OF, SETTINGS)


def knowing(unit: str = "浦东新区", /, **forms: Any) -> Master:
    """A master that has merged these rows."""
    master = empty()
    plan_merge(master, [read(unit, **forms)], AS_OF, SETTINGS)
    return master


def judged(master: Master | None = None, /, **forms: Any) -> list[tuple[str, str | None, str]]:
    """(sheet, cell, code) of all that the rules said."""
    submission = read(**forms)
    assert not submission.refused
    before = [finding for row in submission.all_rows() for finding in row.findings]
    judge(submission, master)
    after = [finding for row in submission.all_rows() for finding in row.findings]
    return [(f.place.sheet or "", f.place.cell, f.code) for f in after if not any(f is old for old in before)]


def application(n: int = 1, /, **changes: Any) -> dict[str, Any]:
    return factories.row("applications", SITE, n, **changes)


def review(n: int = 1, /, **changes: Any) -> dict[str, Any]:
    return factories.row("reviews", SITE, n, **changes)


def report(n: int = 1, /, **changes: Any) -> dict[str, Any]:
    return factories.row("annual_reports", SITE, n, **changes)


WHOLE: dict[str, Any] = {"cultivation": [lead()], "applications": [application()], "reviews": [review()], "pilots": [pilot()], "annual_reports": [report()]}


def test_a_unit_whose_sheets_fit_together_hears_nothing() -> None:
    assert judged(**WHOLE) == []
    assert judged(empty(), **WHOLE) == []
    assert judged(knowing(**WHOLE), **WHOLE) == []


def test_rows_of_one_key_are_told_each_of_the_others() -> None:
    assert judged(pilots=[pilot(1), pilot(2)]) == []
    assert judged(pilots=[pilot(1), pilot(2), pilot(1), pilot(1)]) == [("试点名单", f"D{row}", "LINK-01") for row in (2, 4, 5)]


def test_both_cells_are_named_and_both_rows_held() -> None:
    submission = read(pilots=[pilot(1), pilot(1)])
    judge(submission, None)
    first, second = submission.all_rows()
    assert "试点名单 D3" in first.findings[-1].message
    assert "试点名单 D2" in second.findings[-1].message
    assert first.held
    assert second.held


def test_a_record_of_another_year_or_day_or_park_is_another_record() -> None:
    assert judged(pilots=[pilot(1), pilot(1, determined_year=2024, determined_on="2024-09-01")]) == []
    assert judged(cultivation=[lead(1), lead(1, visited_on="2025-04-01")]) == []
    parks = [factories.row("pilots", PARK, 1, park_name=name) for name in ("样例园甲", "样例园乙")]
    assert judged(pilots=parks) == []


def test_rows_without_a_code_stand_twice_by_name() -> None:
    def twice(*lines: Any) -> list[str | None]:
        return [cell for _, cell, code in judged(cultivation=list(lines)) if code == "LINK-01"]

    assert twice(lead(1, uscc=None), lead(1, uscc=None)) == ["C2", "C3"]
    assert twice(lead(1), lead(1, uscc=None)) == ["C2", "C3"]
    assert twice(lead(1, uscc=None), lead(2, uscc=None)) == []


def test_rows_nobody_can_name_are_no_twins() -> None:
    unnamed = [pilot(1, name="#REF!"), pilot(2, category="样例类"), pilot(3, determined_year="#N/A")]
    assert "LINK-01" not in [code for *_, code in judged(pilots=unnamed)]


def test_a_report_of_a_pilot_whose_own_row_cannot_be_read_is_not_called_a_strangers() -> None:
    report = factories.row("annual_reports", SITE, 1)
    assert "LINK-13" in [code for *_, code in judged(pilots=[pilot(2)], annual_reports=[report])]
    for wrong in ({"category": "样例类"}, {"name": "#REF!", "uscc": "9131"}, {"category": "#REF!", "uscc": "9131"}):
        assert "LINK-13" not in [code for *_, code in judged(pilots=[pilot(1, **wrong)], annual_reports=[report])]
    assert "LINK-13" in [code for *_, code in judged(pilots=[pilot(2, category="样例类")], annual_reports=[report])]


def test_rows_with_an_unreadable_code_are_not_called_twins() -> None:
    assert judged(pilots=[pilot(1), pilot(1, uscc="9131")]) == []


@pytest.mark.parametrize(
    ("form", "name"), [("activities", "title"), ("outcomes", "title"), ("feedback", "content")]
)
def test_what_is_no_entity_stands_twice_by_its_own_key(form: str, name: str) -> None:
    rows = [factories.row(form), factories.row(form)]
    assert {code for _, _, code in judged(**{form: rows})} == {"LINK-01"}
    rows[1] = factories.row(form, SITE, 1, **{name: "另一条样例"})
    assert judged(**{form: rows}) == []


def test_one_code_under_two_names_is_told_at_the_later_place() -> None:
    assert judged(pilots=[pilot(1)], annual_reports=[report(1, name="上海样例改名有限公司")]) == [("年度情况报送", "A2", "LINK-02")]
    assert judged(pilots=[pilot(1, name="上海样例（1）号")], annual_reports=[report(1, name="上海样例(1)号")]) == []


def test_a_former_name_in_the_note_explains_the_other_sheets() -> None:
    old, renamed = str(pilot(1)["name"]), pilot(1, name="上海样例改名有限公司")
    rest = {"cultivation": [lead(1)], "annual_reports": [report(1)]}
    assert [code for _, _, code in judged(**rest, pilots=[renamed])] == ["LINK-02"]
    assert judged(**rest, pilots=[renamed | {"change_note": f"曾用名{old}"}]) == []


def test_one_name_with_two_codes_is_told_at_the_later_place() -> None:
    other = factories.credit_code(9)
    assert judged(cultivation=[lead(1)], pilots=[pilot(1, uscc=other)]) == [("试点名单", "D2", "LINK-03")]


def test_an_applicant_without_a_code_is_an_error_and_a_mere_lead_is_not() -> None:
    assert judged(cultivation=[lead(1, uscc=None)], applications=[application(2)]) == [("培育对象", "C2", "USCC-07")]
    assert judged(cultivation=[lead(1, uscc=None)], applications=[application(1)]) == [("培育对象", "C2", "USCC-10")]
    assert judged(cultivation=[lead(1, uscc="123")], applications=[application(1)]) == []


def test_a_review_needs_an_application_in_the_file_or_on_record() -> None:
    assert ("综合审定", "A2", "LINK-04") in judged(empty(), reviews=[review()])
    assert judged(None, reviews=[review()]) == []
    assert "LINK-04" not in [code for *_, code in judged(empty(), applications=[application()], reviews=[review()])]
    assert "LINK-04" not in [code for *_, code in judged(knowing(applications=[application()]), reviews=[review()])]
    by_name = application(1, uscc="9131")
    assert "LINK-04" not in [code for *_, code in judged(empty(), applications=[by_name], reviews=[review()])]
    assert "LINK-04" in [code for *_, code in judged(knowing("徐汇区", applications=[application()]), reviews=[review()])]


def test_a_rule_that_needs_an_unreadable_cell_stays_silent() -> None:
    assert judged(empty(), reviews=[review(1, uscc="9131")]) == []
    assert judged(empty(), reviews=[review(1, category="什么")]) == []


def test_a_review_wants_a_visit() -> None:
    assert ("综合审定", "A2", "LINK-05") in judged(empty(), applications=[application()], reviews=[review()])
    assert judged(knowing(cultivation=[lead()]), applications=[application()], reviews=[review()]) == []


def test_a_review_before_the_application_is_an_error() -> None:
    assert judged(applications=[application(1, applied_on="2025-08-16")], reviews=[review()]) == [("综合审定", "E2", "LINK-06")]
    assert judged(applications=[application(1, applied_on="2025-08-15")], reviews=[review()]) == []


def test_a_new_pilot_wants_a_review_and_a_legacy_one_does_not() -> None:
    assert judged(empty(), pilots=[pilot()]) == [("试点名单", "B2", "LINK-07")]
    assert judged(empty(), pilots=[pilot(level="区级")]) == []
    assert judged(empty(), pilots=[pilot(1, origin="历史示范")]) == []
    assert judged(None, pilots=[pilot()]) == []


def test_of_a_pilot_that_moved_here_the_road_stands_where_it_was_determined() -> None:
    number = "SH-310106-2025-D-001"
    elsewhere = knowing("静安区", pilots=[pilot(1, pilot_id=number)])
    moved = {"pilot_id": number, "change_note": "2025年11月自静安区迁入", "territory": "浦东新区"}
    assert judged(elsewhere, pilots=[pilot(1, **moved)]) == []
    assert judged(elsewhere, pilots=[pilot(2, **moved | {"pilot_id": "SH-310115-2025-D-001"})]) == [("试点名单", "B2", "LINK-07")]


def test_a_report_is_of_a_pilot_listed_here_or_on_record() -> None:
    assert judged(pilots=[pilot(2)], annual_reports=[report(1)]) == [("年度情况报送", "A2", "LINK-13")]
    assert judged(annual_reports=[report(1)]) == []
    assert judged(knowing(pilots=[pilot(1)]), pilots=[], annual_reports=[report(1)]) == []


def test_one_code_in_two_categories_is_told_unless_one_has_exited() -> None:
    station = factories.row("pilots", STATION, 1, uscc=pilot(1)["uscc"], name=pilot(1)["name"])
    assert judged(pilots=[pilot(1), station]) == [("试点名单", "E3", "LINK-08")]
    assert judged(pilots=[pilot(1, state="已退出"), station]) == []


WITHDRAWN = {"status": "已撤回", "status_on": "2025-10-01", "status_note": "单位申请撤回"}


def test_a_review_of_a_withdrawn_application_is_told() -> None:
    assert judged(applications=[application(1, **WITHDRAWN)], reviews=[review(1)]) == [("综合审定", "A2", "LINK-15")]
    assert judged(applications=[application(1, **WITHDRAWN)], reviews=[review(2)]) == []
    later = knowing(applications=[application(1, **WITHDRAWN)], cultivation=[lead(1)])
    assert judged(later, reviews=[review(1)]) == [("综合审定", "A2", "LINK-15")]
    assert judged(later, applications=[application(1)], reviews=[review(1)]) == []


def test_a_pilot_does_not_withdraw_but_exits() -> None:
    line = [application(1, **WITHDRAWN)]
    assert judged(applications=line, pilots=[pilot(1)]) == [("试点申请", "N2", "LINK-16")]
    assert judged(knowing(pilots=[pilot(1)]), applications=line) == [("试点申请", "N2", "LINK-16")]
    assert judged(applications=line, reviews=[review(1)], pilots=[pilot(1)]) == [("试点申请", "N2", "LINK-16")]
    assert judged(applications=line, pilots=[pilot(1, state="已退出")]) == []
    assert judged(applications=line, pilots=[pilot(2)]) == []
    submission = read(applications=line, pilots=[pilot(1)])
    judge(submission, None)
    (finding,) = [finding for finding in submission.findings if finding.code == "LINK-16"]
    assert finding.severity is Severity.E
    assert "T4" in finding.advice


def test_who_exited_does_not_simply_return() -> None:
    gone = knowing(pilots=[pilot(1, state="已退出", origin="历史示范")])
    assert judged(gone, pilots=[pilot(1, origin="历史示范")]) == [("试点名单", "M2", "LINK-17")]
    assert judged(gone, pilots=[pilot(1, state="已退出", origin="历史示范")]) == []
    assert judged(None, pilots=[pilot(1)]) == []
    again = pilot(1, origin="重新纳入", determined_year=2026, determined_on="2025-12-01", previous_id="SH-310115-2025-D-001")
    assert judged(gone, pilots=[again]) == [("试点名单", "B2", "LINK-07")]  # it applies and is reviewed again
    submission = read(pilots=[pilot(1, origin="历史示范")])
    judge(submission, gone)
    (finding,) = [finding for finding in submission.findings if finding.code == "LINK-17"]
    assert "重新纳入" in finding.advice


@pytest.mark.parametrize(("kept", "missing"), [
    (("applications", "reviews"), "走访、指导"), (("cultivation", "reviews"), "试点申请"), (("cultivation", "applications"), "综合审定"),
])  # fmt: skip
def test_a_missing_earlier_stage_of_a_pilot_is_named(kept: tuple[str, ...], missing: str) -> None:
    submission = read(pilots=[pilot()], **{form_id: WHOLE[form_id] for form_id in kept})
    judge(submission, empty())
    (finding,) = [finding for finding in submission.findings if finding.code == "LINK-07"]
    assert (finding.severity, finding.message) == (Severity.W, f"没有对应的{missing}记录")


def test_what_another_unit_knows_otherwise_is_told_by_the_surest() -> None:
    name = pilot(1)["name"]
    others = knowing("静安区", pilots=[pilot(1), pilot(2)], applications=[])

    def told(**changes: Any) -> list[str]:
        return [code for _, _, code in judged(others, pilots=[pilot(1, origin="历史示范", **changes)])]

    assert told(name="上海样例乙公司") == ["LINK-18"]
    assert told(uscc=factories.credit_code(77)) == ["LINK-19"]
    assert told(uscc=factories.credit_code(77), name=str(name).replace("有限公司", "有限责任公司")) == ["LINK-20"]
    assert told() == []  # the same code and name in two units is a claim, which merging tells
    assert [code for _, _, code in judged(others, pilots=[pilot(5, origin="历史示范")])] == []
    own = knowing("浦东新区", pilots=[pilot(1, origin="历史示范")])
    assert judged(own, pilots=[pilot(1, origin="历史示范", uscc=factories.credit_code(77))]) == []


def test_a_unit_that_has_not_heard_of_the_exit_is_not_blamed() -> None:
    master = knowing(pilots=[pilot(1, origin="历史示范")])
    (entry,) = master.entries("pilots")
    master.change(entry, {"state": "已退出"}, {"state": "已退出"})
    assert judged(master, pilots=[pilot(1, origin="历史示范")]) == []


def test_a_refused_file_is_not_judged() -> None:
    submission = read("样例区", pilots=[pilot(1), pilot(1)])
    judge(submission, empty())
    assert submission.all_rows() == []
