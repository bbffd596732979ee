"""Each form's own rules, silent and speaking."""

from typing import Any

import pytest

from tests.records.factories import PARK, SITE, STATION, context, credit_code, on, read_cover, read_row, said
from toolkit.policy import Category, notice
from toolkit.records import FORMS


def told(form_id: str, category: Category = SITE, unit: str = "浦东新区", /, **changes: Any) -> set[tuple[str | None, str]]:
    return said(read_row(form_id, category, context(unit=notice().find_unit(unit)), **changes))


def test_an_application_of_another_year_is_told() -> None:
    assert told("applications", applied_on=on(2024, 12, 30)) == {("applied_on", "ROW-10")}
    assert said(read_row("applications", SITE, context(year=None), applied_on=on(2024, 12, 30))) == set()


@pytest.mark.parametrize(
    ("form_id", "field"),
    [("cultivation", "visited_on"), ("reviews", "reviewed_on"), ("tracking", "tracked_on"), ("activities", "held_on"),
     ("feedback", "raised_on")],
)  # fmt: skip
def test_a_day_years_before_the_workbooks_is_told(form_id: str, field: str) -> None:
    assert (field, "CELL-29") in told(form_id, **{field: on(2023, 12, 31)})
    assert (field, "CELL-29") not in told(form_id, **{field: on(2024, 1, 1)})
    assert (field, "CELL-29") not in said(read_row(form_id, SITE, context(year=None), **{field: on(2015, 3, 1)}))


def test_a_report_received_in_the_first_half_of_its_year_is_told() -> None:
    early, district = on(2025, 6, 30), on(2025, 7, 1)
    assert ("city_received", "ROW-41") in told("annual_reports", city_received=early, district_received=district)
    assert ("district_received", "ROW-41") not in told("annual_reports", city_received=early, district_received=district)
    assert ("city_received", "ROW-41") not in told("annual_reports", report_year=2024, city_received=on(2025, 1, 4))


@pytest.mark.parametrize("status", ["待补正", "已撤回"])
def test_what_was_sent_back_is_dated_and_explained(status: str) -> None:
    assert told("applications", status=status) == {("status_on", "ROW-11"), ("status_note", "ROW-12")}
    assert told("applications", status=status, status_on=on(2025, 6, 1)) == {("status_note", "ROW-12")}
    assert told("applications", status=status, status_on=on(2025, 6, 1), status_note="缺材料") == set()


@pytest.mark.parametrize("status", ["已受理", "已补正", "已送审"])
def test_what_goes_on_needs_no_explanation(status: str) -> None:
    assert told("applications", status=status) == set()


def test_a_date_that_cannot_be_read_is_not_called_missing() -> None:
    assert told("applications", status="待补正", status_on="六月", status_note="缺材料") == {("status_on", "CELL-10")}


@pytest.mark.parametrize(("category", "number"), [(PARK, 10), (STATION, 15), (SITE, 16)])
def test_every_criterion_of_the_category_is_answered(category: Category, number: int) -> None:
    own = [criterion.id for criterion in notice().criteria_of(category)]
    empty = told("reviews", category, **dict.fromkeys(own))
    assert empty == {(criterion, "ROW-20") for criterion in own}
    assert len(empty) == number
    assert told("reviews", category, **{own[0]: "不适用"}) == {(own[0], "ROW-20")}


@pytest.mark.parametrize(("category", "other"), [(PARK, "C05"), (SITE, "C13"), (STATION, "D01"), (SITE, "Y01"), (SITE, "Z01")])
def test_a_criterion_of_another_category_is_told_unless_it_says_so(category: Category, other: str) -> None:
    assert told("reviews", category, **{other: "符合"}) == {(other, "ROW-21")}
    assert told("reviews", category, **{other: "不适用"}) == set()
    assert (other, "ROW-21") not in told("reviews", category, **{other: "/"})


def test_a_proposal_despite_an_unmet_criterion_is_told() -> None:
    assert told("reviews", C10="不符合", reason="正在整改") == {("opinion", "ROW-22")}
    assert told("reviews", C10="不符合", opinion="暂缓", reason="正在整改") == set()
    (problem,) = read_row("reviews", SITE, None, C10="不符合", D01="不符合", reason="正在整改").problems
    assert problem.words["unmet"] == "C10、D01"


@pytest.mark.parametrize("changes", [{"C10": "部分符合"}, {"C10": "未核查"}, {"opinion": "暂缓"}, {"opinion": "不予确定"}])
def test_anything_but_a_clear_proposal_is_reasoned(changes: dict[str, str]) -> None:
    assert told("reviews", SITE, **changes) == {("reason", "ROW-23")}
    assert told("reviews", SITE, **changes, reason="见评审记录") == set()


def test_a_criterion_not_answered_asks_for_an_answer_not_for_a_reason() -> None:
    assert told("reviews", C10=None) == {("C10", "ROW-20")}


def test_an_answer_that_cannot_be_read_keeps_the_rules_silent() -> None:
    assert told("reviews", C10="还行", opinion="暂缓") == {("C10", "CELL-30")}


def test_a_year_other_than_the_dates_is_told() -> None:
    assert told("pilots", determined_year=2024) == {("determined_year", "ROW-30")}


@pytest.mark.parametrize("unit", ["临港新片区", "执法总队", "机场分局"])
def test_a_unit_without_land_of_its_own_names_the_district(unit: str) -> None:
    assert told("pilots", SITE, unit) == {("territory", "ROW-31")}
    assert told("pilots", SITE, unit, territory="浦东") == {("territory", "CELL-54")}
    assert said(read_row("pilots", SITE, context(unit=None))) == set()


def test_who_comes_back_names_the_former_number() -> None:
    assert told("pilots", origin="重新纳入") == {("previous_id", "ROW-32")}
    assert told("pilots", origin="重新纳入", previous_id="SH-310115-2025-D-003") == set()


@pytest.mark.parametrize("note", ["2025年10月迁出至普陀区", "已迁往奉贤", "由静安迁入", "迁至青浦"])
def test_a_move_says_where_to(note: str) -> None:
    assert told("pilots", change_note=note) == {("territory", "ROW-33")}
    assert told("pilots", change_note=note, territory="普陀区") == set()


@pytest.mark.parametrize("note", ["曾用名：上海样例旧名有限公司", "迁出本市", "变迁说明"])
def test_a_change_that_is_no_move_within_the_city_is_not_asked(note: str) -> None:
    assert told("pilots", change_note=note) == set()


@pytest.mark.parametrize(
    ("pilot_id", "words"),
    [
        ("SH-310112-2025-D-003", ("闵行区", "浦东新区")),
        ("SH-310115-2024-D-003", ("2024 年", "2025 年")),
        ("SH-310115-2025-Z-003", ("单位（站）", "单位（点）")),
        ("SH-310100-LG-2025-D-003", ("临港新片区", "浦东新区")),
        ("SH-999999-2025-D-003", ("999999", "浦东新区")),
    ],
)
def test_a_number_copied_from_elsewhere_is_told(pilot_id: str, words: tuple[str, str]) -> None:
    (problem,) = read_row("pilots", SITE, None, pilot_id=pilot_id).problems
    assert (problem.rule.code, problem.words["told"], problem.words["expected"]) == ("ROW-34", *words)
    assert told("pilots", pilot_id=pilot_id, change_note="类别调整") == set()


def test_a_number_of_the_unit_the_year_and_the_category_is_fine() -> None:
    assert told("pilots", pilot_id="SH-310115-2025-D-003") == set()
    assert said(read_row("pilots", SITE, context(unit=None), pilot_id="SH-310112-2025-D-003")) == set()


@pytest.mark.parametrize("received", [{"city_received": None}, {"district_received": None}, {}])
def test_a_report_that_arrived_has_contents(received: dict[str, None]) -> None:
    assert told("annual_reports", SITE, **received, summary=None) == {("summary", "ROW-40")}


def test_a_report_not_yet_received_may_be_empty() -> None:
    assert told("annual_reports", district_received=None, city_received=None, summary=None) == set()
    assert told("annual_reports", district_received="无", city_received="—", summary=None) == {
        ("district_received", "CELL-57"), ("city_received", "CELL-57"),
    }  # fmt: skip


def test_a_rectification_has_a_term_that_lies_ahead() -> None:
    assert told("tracking", verdict="限期整改") == {("rectify_by", "ROW-50")}
    assert told("tracking", verdict="限期整改", rectify_by=on(2025, 11, 3)) == {("rectify_by", "ROW-51")}
    assert told("tracking", verdict="限期整改", rectify_by=on(2026, 2, 1)) == set()


def test_an_exit_has_a_ground_and_facts() -> None:
    assert told("tracking", verdict="建议退出") == {("ground", "ROW-52"), ("facts", "ROW-53")}
    assert told("tracking", verdict="建议退出", ground="T4 自愿申请退出", facts="书面申请") == set()


def test_the_ground_of_unmet_criteria_names_them() -> None:
    exit_row = {"verdict": "建议退出", "ground": "T1 不再符合建设条件", "facts": "现场核查"}
    assert told("tracking", SITE, **exit_row) == {("unmet", "ROW-55")}
    assert told("tracking", SITE, **exit_row, unmet="C10") == set()


def test_an_unmet_criterion_is_one_of_the_category() -> None:
    assert told("tracking", unmet="C13") == {("unmet", "ROW-54")}
    assert told("tracking", PARK, unmet="C05") == {("unmet", "ROW-54")}
    assert told("tracking", STATION, unmet="C13") == set()


def test_an_outcome_may_carry_a_code() -> None:
    assert told("outcomes", uscc=credit_code(9)) == set()
    assert told("outcomes", uscc="9131") == {("uscc", "USCC-02")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"template_version": 2025.1}, set()),
        ({"template_version": "2025.2"}, {("template_version", "COVER-03")}),
        ({"template_version": None}, {("template_version", "CELL-01")}),
        ({"unit": "浦江区"}, {("unit", "COVER-02")}),
        ({"unit": "上海市浦东新区市场监督管理局"}, set()),
        ({"unit": "浦东"}, {("unit", "CELL-54")}),
        ({"year": "2025年度"}, {("year", "CELL-53")}),
        ({"year": 2024}, {("year", "CELL-24")}),
        ({"month": "12月份"}, {("month", "CELL-53")}),
        ({"month": 13}, {("month", "CELL-24")}),
        ({"month": 0}, {("month", "CELL-24")}),
        ({"revision": 2}, set()),
        ({"revision": 1.5}, {("revision", "CELL-22")}),
        ({"phone": "123"}, {("phone", "CELL-40")}),
        ({"filled_on": on(2025, 12, 9)}, {("filled_on", "CELL-17")}),
        ({"filled_on": "12月5日"}, {("filled_on", "CELL-19")}),
        ({"zero_report": "√"}, {("zero_report", "CELL-54")}),
        ({"filler": "张　三"}, {("filler", "CELL-50")}),
    ],
)
def test_a_cover_is_read_by_the_same_kinds(changes: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert said(read_cover(**changes)) == expected


def test_every_rule_needs_fields_its_form_has() -> None:
    for form in FORMS:
        for rule in form.rules:
            assert set(rule.needs) <= set(form.record.model_fields)
