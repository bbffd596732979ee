"""The three-way merge on real files: nothing lost in silence, nothing of the city's overwritten, every row counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.master.desk import Desk, codes, column, empty_master, lead, pilot, said, submission, tally
from tests.records import factories
from toolkit.checks.stages import judge
from toolkit.findings import Severity
from toolkit.master.batch import plan_merge
from toolkit.master.cells import plan_cells
from toolkit.master.ledgers import BATCHES, CHANGES, CONFLICTS, HEADER_ROW, HELD
from toolkit.master.merge import three_way
from toolkit.master.reading import load_master
from toolkit.master.state import Master
from toolkit.policy import load_settings
from toolkit.records import FORMS, Context
from toolkit.sheets.edit import edit
from toolkit.sheets.read import read_submission_bytes

PARK, STATION, SITE = factories.PARK, factories.STATION, factories.SITE
JANUARY = {"month": 1, "year": 2026, "filled_on": factories.on(2026, 1, 5)}
LATER = date(2026, 1, 9)
SECOND = {"revision": 2}
texts = st.none() | st.sampled_from("甲乙丙")


# ---- the law of one field


@given(texts, texts)
def test_what_the_city_left_alone_is_taken(base: str | None, theirs: str | None) -> None:
    assert three_way(base, base, theirs) == ("same" if base == theirs else "take")


@given(texts, texts)
def test_what_the_district_left_alone_is_kept(base: str | None, ours: str | None) -> None:
    assert three_way(base, ours, base) == ("same" if base == ours else "keep")


@given(texts, texts)
def test_what_both_say_alike_is_no_dispute(base: str | None, both: str | None) -> None:
    assert three_way(base, both, both) == "same"


@given(st.permutations(["甲", "乙", "丙"]))
def test_what_all_say_differently_is_a_dispute(said: Sequence[str]) -> None:
    assert three_way(*said) == "conflict"


# ---- taking rows in


def test_a_first_merge_takes_every_sound_row_with_its_trace(desk: Desk) -> None:
    rows: dict[str, Any] = {form.id: [factories.row(form.id, SITE, n) for n in (1, 2)] for form in FORMS}
    result = desk.receive(**rows)
    assert result.written
    assert tally(result) == (18, 18, 0, 0, 0)
    for form in FORMS:
        read = [factories.read_row(form.id, SITE, **factories.row(form.id, SITE, n)).values for n in (1, 2)]
        assert [entry.values for entry in desk.entries(form.id)] == read
        assert {entry.unit for entry in desk.entries(form.id)} == {"浦东新区"}
    lines = desk.lines(CHANGES)
    assert len(lines) == 18
    assert {(line["批次"], line["原因"], line["字段"]) for line in lines} == {("2025-12", "新增", "（整行）")}


def test_the_trace_says_which_row_of_which_file(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    sheet: Any = None

    def look(book: Any) -> None:
        nonlocal sheet
        sheet = book["试点名单"]

    desk.by_hand(look)
    heads = ("来源文件", "来源行", "批次")
    assert [[sheet.cell(row, column(sheet, head)).value for head in heads] for row in (4, 5)] == [
        ["01-浦东新区.xlsx", 2, "2025-12"], ["01-浦东新区.xlsx", 3, "2025-12"],
    ]  # fmt: skip


def test_the_same_file_again_leaves_the_bytes_alone(desk: Desk) -> None:
    file = desk.file(pilots=[pilot(1)], feedback=[factories.row("feedback"), factories.row("feedback")])
    desk.merge(file)
    before = desk.path.read_bytes()
    again = desk.merge(file)
    assert not again.written
    assert (again.plan.files[0].action, tally(again)) == ("unchanged", (3, 0, 0, 1, 2))
    assert desk.path.read_bytes() == before


def test_a_faulty_row_is_held_and_told_in_its_cell_and_the_others_go_in(desk: Desk) -> None:
    result = desk.receive(pilots=[pilot(1), pilot(2, state="在籍", phone="12"), pilot(3)])
    assert tally(result) == (3, 2, 0, 0, 1)
    (line,) = desk.lines(HELD)
    assert (line["单元格"], line["来源行"], line["问题代码"], line["填报值"]) == ("M3", 3, "CELL-30", "在籍")


def test_a_held_row_that_is_mended_goes_in_and_leaves_the_list(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, state="在籍"), pilot(2, contact=None)])
    result = desk.receive(cover=SECOND, pilots=[pilot(1), pilot(2, contact=None)])
    assert tally(result) == (2, 1, 0, 0, 1)
    assert [line["问题代码"] for line in desk.lines(HELD)] == ["CELL-01"]


def test_a_sheet_without_a_required_column_is_held_whole(desk: Desk) -> None:
    result = desk.receive(pilots=[pilot(1), pilot(2)], feedback=[factories.row("feedback")], leave_out={"pilots": ["state"]})
    assert tally(result) == (3, 1, 0, 0, 2)
    assert [line["问题代码"] for line in desk.lines(HELD)] == ["SHEET-03"] * 2


def test_a_visit_without_a_code_goes_in_and_is_found_again(desk: Desk) -> None:
    assert tally(desk.receive(cultivation=[lead(1, uscc=None), lead(2, uscc=None)])) == (2, 2, 0, 0, 0)
    second = desk.receive(cover=SECOND, cultivation=[lead(1), lead(2, uscc=None, guidance="又一次")])
    assert tally(second) == (2, 0, 2, 0, 0)
    assert [entry.texts["uscc"] for entry in desk.entries("cultivation")] == [lead(1)["uscc"], None]
    assert "MERGE-11" not in codes(second)


def test_a_code_once_given_is_not_taken_back_by_leaving_it_out(desk: Desk) -> None:
    desk.receive(cultivation=[lead(1)])
    for revision in (2, 3):
        desk.receive(cover={"revision": revision}, cultivation=[lead(1, uscc=None, guidance=f"第{revision}次")])
        assert desk.only("cultivation").texts["uscc"] == lead(1)["uscc"]
        assert desk.only("cultivation").texts["guidance"] == f"第{revision}次"


def test_a_column_that_a_file_lacks_empties_nothing(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, change_note="样例说明", territory="浦东新区")])
    result = desk.receive(cover=SECOND, pilots=[pilot(1)], leave_out={"pilots": ["change_note", "territory"]})
    assert tally(result) == (1, 0, 0, 1, 0)
    third = desk.receive(cover={"revision": 3}, pilots=[pilot(1, territory="浦东新区")])
    assert tally(third) == (1, 0, 1, 0, 0)
    assert desk.only("pilots").texts["change_note"] is None


def test_an_emptied_cell_is_a_change(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, change_note="样例说明")])
    assert tally(desk.receive(cover=SECOND, pilots=[pilot(1)])) == (1, 0, 1, 0, 0)
    line = desk.lines(CHANGES)[-1]
    assert (line["字段"], line["原值"], line.get("新值"), line["来源单元格"]) == ("变更说明", "样例说明", None, "P2")


# ---- scenarios


def test_a_correction_of_last_month_is_taken_and_what_vanished_is_kept(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, determined_on="2025-11-20"), pilot(2), pilot(3)])
    result = desk.receive(cover=SECOND, pilots=[pilot(1, determined_on="2025-11-26"), pilot(2), pilot(4), pilot(5)])
    assert tally(result) == (4, 2, 1, 1, 0)
    assert result.plan.files[0].tally.missing == 1
    missing = said(result, "LINK-11")
    assert (missing.severity, "上海样例3号科技有限公司" in missing.message) == (Severity.E, True)
    assert "由“2025-11-20”改为“2025-11-26”" in said(result, "MERGE-23").message
    assert len(desk.entries("pilots")) == 5
    assert [(line["版本号"], line["处理"], line["缺失"]) for line in desk.lines(BATCHES)] == [(1, "合并", 0), (2, "补报", 1)]


def test_a_citys_correction_is_kept_and_told_once(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", "上海样例1号科技有限公司", phone="021-87654321")
    result = desk.receive(cover=SECOND, pilots=[pilot(1, contact="样例二")])
    assert desk.only("pilots").texts["phone"] == "021-87654321"
    assert desk.only("pilots").texts["contact"] == "样例二"
    finding = said(result, "MERGE-08")
    assert (finding.place.cell, finding.value) == ("O2", "021-12345678")
    for revision in (3, 4):
        assert "MERGE-08" not in codes(desk.receive(cover={"revision": revision}, pilots=[pilot(1, contact=f"样例{revision}")]))
    desk.type("pilots", "上海样例1号科技有限公司", phone="021-11112222")
    assert "MERGE-08" in codes(desk.receive(cover={"revision": 5}, pilots=[pilot(1)]))


def test_what_both_changed_is_the_citys_until_ruled(desk: Desk) -> None:
    desk.receive(reviews=[factories.row("reviews")], applications=[factories.row("applications")])
    desk.type("reviews", "上海样例1号科技有限公司", opinion="暂缓", reason="样例", city_result="暂缓")
    result = desk.receive(cover=SECOND, applications=[factories.row("applications")],
                          reviews=[factories.row("reviews", SITE, 1, opinion="不予确定", reason="样例")])
    assert tally(result) == (2, 0, 0, 1, 1)
    review = desk.only("reviews")
    assert (review.texts["opinion"], review.texts["city_result"]) == ("暂缓", "暂缓")
    (line,) = desk.lines(CONFLICTS)
    assert [line[head] for head in ("序号", "事项", "字段", "底稿值", "市局现值", "区局新报值", "来源单元格")] == [
        1, "字段冲突", "区级意见", "建议确定", "暂缓", "不予确定", line["来源单元格"],
    ]  # fmt: skip
    assert line["来源单元格"].endswith("2")


def test_an_open_dispute_is_not_listed_twice(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", "上海样例1号科技有限公司", contact="市局填")
    for revision in (2, 3):
        result = desk.receive(cover={"revision": revision, "note": str(revision)}, pilots=[pilot(1, contact="区局填")])
        assert said(result, "MERGE-09").place.cell == "N2"
    assert len(desk.lines(CONFLICTS)) == 1


def test_what_the_city_types_as_the_district_does_settles_the_dispute(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", "上海样例1号科技有限公司", contact="区局填")
    result = desk.receive(cover=SECOND, pilots=[pilot(1, contact="区局填")])
    assert tally(result) == (1, 0, 0, 1, 0)
    assert codes(result) == []
    assert codes(desk.receive(cover={"revision": 3}, pilots=[pilot(1, contact="区局再填")])) == []
    assert desk.only("pilots").texts["contact"] == "区局再填"


def test_city_columns_are_never_touched(desk: Desk) -> None:
    desk.receive(tracking=[factories.row("tracking")], feedback=[factories.row("feedback")])
    desk.type("tracking", "上海样例1号科技有限公司", notice_on=date(2025, 12, 1), stated="未提出")
    desk.type("feedback", "样例问题1", answer="已答复", handling="办结")
    desk.receive(cover=SECOND, tracking=[factories.row("tracking", SITE, 1, service="改")], feedback=[factories.row("feedback", SITE, 1, urgency="紧急")])
    assert desk.only("tracking").values["notice_on"] == date(2025, 12, 1)
    assert [desk.only("feedback").texts[name] for name in ("answer", "handling", "urgency")] == ["已答复", "办结", "紧急"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("pilot_id", "SH-310115-2025-D-009"), ("level", "区级"), ("document_no", "沪市监价竞〔2025〕9号"), ("state", "已退出")],
)
def test_what_the_city_owns_of_a_pilot_goes_to_be_ruled(desk: Desk, field: str, value: str) -> None:
    desk.receive(pilots=[pilot(1)])
    before = desk.only("pilots").texts[field]
    result = desk.receive(cover=SECOND, pilots=[pilot(1, **{field: value})])
    assert tally(result) == (1, 0, 0, 0, 1)
    assert said(result, "LINK-12").severity is Severity.W
    assert desk.only("pilots").texts[field] == before
    (line,) = desk.lines(CONFLICTS)
    assert (line.get("市局现值"), line["区局新报值"]) == (before, value)


def test_a_district_pilot_is_the_districts(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, level="区级")])
    assert tally(desk.receive(cover=SECOND, pilots=[pilot(1, level="区级", state="已退出")])) == (1, 0, 1, 0, 0)


def test_a_renamed_pilot_keeps_its_name_until_the_change_is_explained(desk: Desk) -> None:
    old, new = "上海甲样例科技有限公司", "上海甲样例集团有限公司"
    desk.receive("闵行区", pilots=[pilot(1, name=old)])
    pending = desk.receive("闵行区", cover=SECOND, pilots=[pilot(1, name=new, contact="样例二")], annual_reports=[factories.row("annual_reports", SITE, 1, name=old)])
    assert tally(pending) == (2, 1, 1, 0, 0)
    assert said(pending, "LINK-10").message == f"总台账中单位名称为“{old}”"
    assert desk.only("pilots").texts["name"] == old
    explained = desk.receive("闵行区", cover={"revision": 3}, pilots=[pilot(1, name=new, contact="样例二", change_note=f"曾用名：{old}")])
    assert tally(explained) == (1, 0, 1, 0, 0)
    assert desk.only("pilots").texts["name"] == new
    assert [line["原值"] for line in desk.lines(CHANGES) if line["字段"] == "单位名称"] == [old]


def test_a_name_in_other_brackets_is_the_same_name(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1, name="上海样例（华东）有限公司")])
    assert "LINK-10" not in codes(desk.receive(cover=SECOND, pilots=[pilot(1, name="上海样例(华东)有限公司")]))


def test_a_wrong_code_mended_is_never_a_second_entity(desk: Desk) -> None:
    right = str(pilot(1)["uscc"])
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    held = desk.receive("虹口区", pilots=[pilot(1, uscc=wrong), pilot(2)])
    assert tally(held) == (2, 1, 0, 0, 1)
    assert tally(desk.receive("虹口区", cover=SECOND, pilots=[pilot(1), pilot(2)])) == (2, 1, 0, 1, 0)
    spoilt = desk.receive("虹口区", cover={"revision": 3}, pilots=[pilot(1, uscc=wrong), pilot(2)])
    assert (tally(spoilt), spoilt.plan.files[0].tally.missing) == ((2, 0, 0, 1, 1), 0)
    assert tally(desk.receive("虹口区", cover={"revision": 4}, pilots=[pilot(1), pilot(2)])) == (2, 0, 0, 2, 0)
    assert len(desk.entries("pilots")) == 2


def test_another_valid_code_under_the_same_name_is_a_correction_told(desk: Desk) -> None:
    other = factories.credit_code(77)
    desk.receive(pilots=[pilot(1)], annual_reports=[factories.row("annual_reports")])
    result = desk.receive(cover=SECOND, pilots=[pilot(1, uscc=other)], annual_reports=[factories.row("annual_reports", SITE, 1, uscc=other)])
    assert tally(result) == (2, 0, 2, 0, 0)
    assert codes(result).count("MERGE-11") == 2
    assert desk.only("pilots").texts["uscc"] == other
    assert codes(desk.receive(cover={"revision": 3}, pilots=[pilot(1, uscc=other)])) == []


def test_a_pilot_is_known_by_its_number_when_its_key_changed(desk: Desk) -> None:
    number = {"pilot_id": "SH-310115-2025-Y-001"}
    desk.receive(pilots=[factories.row("pilots", PARK, 1, **number)])
    result = desk.receive(cover=SECOND, pilots=[factories.row("pilots", PARK, 1, park_name="上海样例新园区", change_note="园区更名", **number)])
    assert tally(result) == (1, 0, 1, 0, 0)
    assert "MERGE-21" in codes(result)
    assert "LINK-11" not in codes(result)
    assert desk.only("pilots").texts["park_name"] == "上海样例新园区"


def test_a_return_after_an_exit_is_a_new_record(desk: Desk) -> None:
    first = pilot(1, pilot_id="SH-310115-2025-D-001", state="已退出", origin="历史示范")
    again = pilot(1, pilot_id="SH-310115-2026-D-001", determined_year=2026, origin="重新纳入", previous_id="SH-310115-2025-D-001")
    desk.receive(pilots=[first])
    assert tally(desk.receive(cover=SECOND, pilots=[first, again])) == (2, 1, 0, 1, 0)
    assert len(desk.entries("pilots")) == 2


def test_a_withdrawn_application_is_taken_as_such(desk: Desk) -> None:
    application = factories.row("applications")
    desk.receive("宝山区", applications=[application], reviews=[factories.row("reviews")])
    gone = {**application, "status": "已撤回", "status_on": "2025-11-20", "status_note": "单位申请撤回"}
    result = desk.receive("宝山区", cover=SECOND, applications=[gone], reviews=[factories.row("reviews")])
    assert tally(result) == (2, 0, 1, 1, 0)
    assert said(result, "LINK-15").severity is Severity.W
    assert desk.only("applications").texts["status"] == "已撤回"


def test_a_pilots_withdrawal_is_held_with_the_advice_to_exit(desk: Desk) -> None:
    application = factories.row("applications")
    desk.receive("宝山区", applications=[application], pilots=[pilot(1)])
    gone = {**application, "status": "已撤回", "status_on": "2025-11-20", "status_note": "单位申请撤回"}
    result = desk.receive("宝山区", cover=SECOND, applications=[gone], pilots=[pilot(1)])
    assert tally(result) == (2, 0, 0, 1, 1)
    assert [line["问题代码"] for line in desk.lines(HELD)] == ["LINK-16"]


# ---- what is absent


def test_a_missing_pilot_is_an_error_a_missing_lead_is_told_and_neither_is_deleted(desk: Desk) -> None:
    station = factories.row("pilots", STATION, 2)
    desk.receive(pilots=[pilot(1), station, pilot(3, level="区级"), pilot(4, state="已退出", origin="历史示范")], cultivation=[lead(1), lead(2)])
    result = desk.receive(cover=SECOND, pilots=[station], cultivation=[lead(2)])
    assert [(code, said(result, code).severity) for code in ("LINK-11", "LINK-14")] == [("LINK-11", Severity.E), ("LINK-14", Severity.I)]
    assert result.plan.files[0].tally.missing == 2
    assert (len(desk.entries("pilots")), len(desk.entries("cultivation"))) == (4, 2)


@pytest.mark.parametrize(("forms", "cover", "missing"), [
    ({}, {}, True), ({"pilots": []}, {}, True), ({}, {"zero_report": "是"}, False), ({"pilots": []}, {"zero_report": "是"}, False),
])  # fmt: skip
def test_a_list_of_pilots_without_any_lacks_them_all_unless_nothing_changed(
    desk: Desk, forms: dict[str, Any], cover: dict[str, Any], missing: bool
) -> None:
    desk.receive(pilots=[pilot(1)])
    result = desk.receive(cover={**SECOND, **cover}, feedback=[factories.row("feedback")] if not cover else [], **forms)
    assert ("LINK-11" in codes(result)) is missing


def test_a_pilot_whose_row_is_held_is_not_called_missing(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2), pilot(3)])
    result = desk.receive(cover=SECOND, pilots=[pilot(1, category="什么"), pilot(2, uscc="9131"), pilot(3, determined_year="去年")])
    assert tally(result) == (3, 0, 0, 0, 3)
    assert "LINK-11" not in codes(result)


def test_a_pilot_listed_under_another_year_is_missing_under_its_own(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    result = desk.receive(cover=SECOND, pilots=[pilot(1, determined_year=2024)])
    assert (tally(result), codes(result)) == ((1, 0, 1, 0, 0), ["MERGE-11"]) or "LINK-11" in codes(result)


def test_last_years_workbook_is_not_missed_in_this_years_but_for_its_pilots(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)], cultivation=[lead(1)], activities=[factories.row("activities")])
    result = desk.receive(cover=JANUARY, pilots=[], cultivation=[], activities=[])
    assert codes(result) == ["LINK-11"]


def test_a_zero_report_that_changes_something_is_told(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    zero = {"zero_report": "是"}
    assert "COVER-08" not in codes(desk.receive(cover={**SECOND, **zero}, pilots=[pilot(1)]))
    result = desk.receive(cover={"revision": 3, **zero}, pilots=[pilot(1, contact="样例二")])
    assert "试点名单有变化" in said(result, "COVER-08").message


# ---- what the city did by hand


def delete_row(sheet_name: str, row: int = HEADER_ROW + 1) -> Any:
    return lambda book: book[sheet_name].delete_rows(row)


def test_a_row_deleted_by_hand_is_not_added_again_in_silence(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    desk.by_hand(delete_row("试点名单"))
    for revision in (2, 3):
        result = desk.receive(cover={"revision": revision, "note": str(revision)}, pilots=[pilot(1), pilot(2)])
        assert tally(result) == (2, 0, 0, 1, 1)
        assert said(result, "MERGE-10").place.row == 2
    assert len(desk.entries("pilots")) == 1
    (line,) = desk.lines(CONFLICTS)
    assert (line["事项"], line["记录"]) == ("人工删除", "上海样例1号科技有限公司（单位（点），2025）")


def test_a_key_corrected_or_spoilt_by_the_city_is_a_correction_not_a_deletion(desk: Desk) -> None:
    rows: Any = {form_id: [factories.row(form_id, SITE, n) for n in (1, 2, 3, 4)] for form_id in ("pilots", "cultivation", "activities", "feedback")}
    desk.receive(**rows)
    site = "上海样例{}号科技有限公司".format
    desk.type("pilots", site(1), uscc=factories.credit_code(88))
    desk.type("pilots", site(2), determined_year=2024)
    desk.type("pilots", site(3), category="看不懂")
    desk.type("cultivation", site(1), visited_on=date(2025, 3, 13))
    desk.type("activities", "商业秘密保护培训第1期", title="商业秘密保护培训（第一期）")
    desk.type("feedback", "样例问题1", content="样例问题一")
    before = {form_id: [entry.texts for entry in desk.entries(form_id)] for form_id in rows}
    for revision in (2, 3):
        result = desk.receive(cover={"revision": revision, "note": str(revision)}, **rows)
        assert tally(result) == (16, 0, 0, 16, 0)
        assert codes(result) == (["MERGE-08"] * 6 if revision == 2 else [])
        assert {form_id: [entry.texts for entry in desk.entries(form_id)] for form_id in rows} == before


def test_a_district_that_adopts_the_citys_key_is_at_one_with_it(desk: Desk) -> None:
    right = factories.credit_code(88)
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", "上海样例1号科技有限公司", uscc=right)
    result = desk.receive(cover=SECOND, pilots=[pilot(1, uscc=right, contact="样例二")])
    assert (tally(result), codes(result)) == ((1, 0, 1, 0, 0), [])
    assert sum(key[0] == "pilots" for key in desk.master.base) == 1


def test_staff_may_sort_colour_and_add_columns_and_sheets(desk: Desk) -> None:
    desk.receive(pilots=[pilot(n) for n in (1, 2, 3)])

    def change(book: Any) -> None:
        sheet = book["试点名单"]
        sheet.insert_cols(3, 2)
        sheet.cell(HEADER_ROW, 3, "电话")
        sheet.cell(HEADER_ROW, 4, "经办人")
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4, max_row=6)]
        for number, values in enumerate(reversed(rows), start=4):
            for at, value in enumerate(values, start=1):
                sheet.cell(number, at, value)
            sheet.cell(number, 3, f"自己的{number}")
        sheet.insert_rows(1)
        book["变更记录"].insert_cols(1)
        book.create_sheet("我的表")["A1"] = "样例"

    desk.by_hand(change)
    result = desk.receive(cover=SECOND, pilots=[pilot(1, phone="021-55556666"), pilot(2), pilot(3), pilot(4)])
    assert tally(result) == (4, 1, 1, 2, 0)
    assert codes(result) == []
    assert [entry.texts["name"] for entry in desk.entries("pilots")] == [f"上海样例{n}号科技有限公司" for n in (3, 2, 1, 4)]
    assert [entry.texts["phone"] for entry in desk.entries("pilots")][2] == "021-55556666"
    seen: list[Any] = []
    desk.by_hand(lambda book: seen.extend([book["我的表"]["A1"].value, *(book["试点名单"].cell(row, 3).value for row in range(5, 9))]))
    assert seen == ["样例", "自己的4", "自己的5", "自己的6", None]


def test_a_new_row_goes_below_whatever_staff_wrote_under_the_table(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.by_hand(lambda book: book["试点名单"].cell(9, 40, "我的备注"))
    desk.receive(cover=SECOND, pilots=[pilot(1), pilot(2)])
    assert [entry.row for entry in desk.entries("pilots")] == [4, 10]


# ---- laws


def read(data: bytes, name: str) -> Any:
    return read_submission_bytes(data, name, Context(factories.AS_OF, load_settings()))


def merged(data: bytes, *files: tuple[str, bytes], judging: bool = True) -> tuple[Master, bytes, list[Any]]:
    """The master after these files, in memory, as it is read again."""
    master = load_master(data, "总台账.xlsx", factories.AS_OF, load_settings())
    submissions = [read(content, name) for name, content in files]
    for sent in submissions if judging else ():
        judge(sent, master)
    plan = plan_merge(master, submissions, factories.AS_OF, load_settings())
    after = edit(data, plan_cells(plan))
    return load_master(after, "总台账.xlsx", factories.AS_OF, load_settings()), after, plan.files


DIRTY: tuple[dict[str, Any], ...] = (
    {}, {"contact": "样例二"}, {"state": "在籍"}, {"uscc": None}, {"uscc": "9131"}, {"name": "上海样例改名有限公司"}, {"level": "区级"},
    {"phone": "12"}, {"change_note": "曾用名"}, {"determined_year": 2024}, {"category": "园区"}, {"change_note": " \r\n_x000D_ 甲\r\n乙 "},
)  # fmt: skip
numbered = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(DIRTY)), max_size=5)


def rows_of(drawn: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [pilot(n, **changes) for n, changes in drawn]


@settings(max_examples=4, deadline=None)
@given(first=numbered, second=numbered, lacking=st.sampled_from([(), ("contact",), ("change_note",)]), judging=st.booleans())
def test_every_row_is_counted_once_and_a_second_merge_changes_nothing(
    first: list[tuple[int, dict[str, Any]]], second: list[tuple[int, dict[str, Any]]], lacking: Sequence[str], judging: bool
) -> None:
    _, data, files = merged(empty_master(), ("一.xlsx", submission(pilots=rows_of(first))), judging=judging)
    again: dict[str, Any] = {"pilots": rows_of(second), "leave_out": {"pilots": lacking}}
    content = submission(cover=SECOND, **again)
    _, after, later = merged(data, ("二.xlsx", content), judging=judging)
    for result, rows in ((files[0], first), (later[0], second)):
        counted = result.tally
        assert counted.read == len(rows) == counted.added + counted.changed + counted.unchanged + counted.held
    assert merged(after, ("二.xlsx", content))[1] == after
    _, _, (third,) = merged(after, ("三.xlsx", submission(cover={"revision": 3}, **again)), judging=judging)
    assert third.tally.added == third.tally.changed == 0


def facts(master: Master) -> set[tuple[Any, ...]]:
    """All records and values, and what is asked and held, without rows' places, numbers and files."""
    records = {(entry.form.id, entry.unit, *sorted((name, text) for name, text in entry.texts.items() if text)) for table in master.tables.values() for entry in table.entries}
    asked = {tuple(sorted((head, str(value)) for head, value in line.items() if head != "序号")) for line in master.ledger_rows(CONFLICTS)}
    held = {tuple(sorted((head, str(value)) for head, value in line.items())) for line in master.ledger_rows(HELD)}
    return records | asked | held


UNITS = ("浦东新区", "徐汇区", "临港新片区")


@settings(max_examples=3, deadline=None)
@given(order=st.permutations(UNITS), drawn=st.lists(numbered, min_size=3, max_size=3), at_once=st.booleans())
def test_units_in_any_order_give_the_same_records_and_values(
    order: list[str], drawn: list[list[tuple[int, dict[str, Any]]]], at_once: bool
) -> None:
    sent = {unit: (f"{unit}.xlsx", submission(unit, pilots=rows_of(rows))) for unit, rows in zip(UNITS, drawn, strict=True)}
    one, _, _ = merged(empty_master(), *(sent[unit] for unit in UNITS))
    if at_once:
        other, _, _ = merged(empty_master(), *(sent[unit] for unit in order))
    else:
        data = empty_master()
        for unit in order:
            other, data, _ = merged(data, sent[unit])
    assert facts(other) == facts(one)


# ---- the round trip of values


TEXTS = (
    "一行\r\n二行", "  前后有空格  ", "_x000D_", "甲_x0041_乙", "=1+1", "+86", "@甲", "-5", "'甲", "1000.0", "00123", "2025-12-05", "TRUE",
    "#N/A说明", "甲\t乙", "😀字", "&<>\"'", "甲" * 32767, "无。样例", "1e5",
)  # fmt: skip
FUNDS: tuple[Any, ...] = (0.1, 0.30000000000000004, 1000.0, 1e-4, "5元", 123456.789, 0)


def test_texts_and_numbers_go_in_and_come_back_the_same() -> None:
    rows: dict[str, Any] = {
        "pilots": [pilot(n, change_note=text) for n, text in enumerate(TEXTS, start=1)],
        "annual_reports": [factories.row("annual_reports", SITE, n, funds=funds) for n, funds in enumerate(FUNDS, start=1)],
    }
    content = submission(**rows)
    one, data, _ = merged(empty_master(), ("一.xlsx", content))
    sent = [row.values["change_note"] for row in read(content, "一.xlsx").rows["pilots"]]
    assert [entry.texts["change_note"] for entry in one.entries("pilots")] == sent
    assert None not in sent
    _, _, (later,) = merged(data, ("二.xlsx", submission(cover=SECOND, **rows)))
    assert (later.tally.unchanged, later.findings) == (len(TEXTS) + len(FUNDS), [])


def test_texts_too_long_for_four_cells_of_the_memory_are_remembered(desk: Desk) -> None:
    long = dict.fromkeys(("address", "strengths", "measures", "report_ref", "status_note"), "长" * 32767)
    desk.receive(applications=[factories.row("applications", SITE, 1, **long), factories.row("applications", SITE, 2)])
    result = desk.receive(cover=SECOND, applications=[factories.row("applications", SITE, 1), factories.row("applications", SITE, 2)])
    assert tally(result) == (2, 0, 1, 1, 0)
    third = desk.receive(cover={"revision": 3}, applications=[factories.row("applications", SITE, 1, **long), factories.row("applications", SITE, 2)])
    assert (tally(third), codes(third)) == ((2, 0, 1, 1, 0), [])
    assert desk.entries("applications")[0].texts["address"] == "长" * 32767


def test_a_text_no_cell_can_hold_is_held_not_cut(desk: Desk) -> None:
    path = desk.folder / "浦东.csv"
    lines = ["模板版本,2025.1,报送单位,浦东新区", "报送年度,2025,报送月份,12", "填报人,样例,联系电话,021-12345678", "审核人,样例,填报日期,2025-12-05",
             "类型,内容,提出日期", f"问题,{'长' * 40000},2025-10-09", "问题,短,2025-10-09"]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    result = desk.merge(path)
    assert tally(result) == (2, 1, 0, 0, 1)
    (line,) = desk.lines(HELD)
    assert line["问题代码"] == "MERGE-22"
    assert len(line["填报值"]) < 3000
