"""What comes after: undone twice or after hands, a deletion confirmed and sent again, a name or a sheet changed meanwhile."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.master.desk import SETTINGS, Desk, codes, lead, pilot, said, tally
from tests.records import factories
from tests.records.factories import AS_OF, on
from toolkit.findings import Severity
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import CHANGES, CONFLICTS, HELD
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.undo import undo_merge

SITE = "上海样例{}号科技有限公司".format


def emptied(desk: Desk, sheet: str, row: int = 4) -> None:
    """A clerk empties a row."""
    columns = range(1, 40)
    desk.path.write_bytes(edit(desk.path.read_bytes(), [SetCell(sheet, row, column, None) for column in columns]))


def type_in(desk: Desk, row: int, record: dict[str, Any]) -> None:
    """A clerk adds a record of 浦东."""
    table = desk.master.tables["pilots"]
    typed = [SetCell(table.sheet, row, column, record.get(name)) for name, column in table.fields.items()]
    desk.path.write_bytes(edit(desk.path.read_bytes(), [*typed, SetCell(table.sheet, row, table.extras["报送单位"], "浦东新区")]))


def rule(desk: Desk, ruling: str) -> None:
    table = desk.master.ledgers[CONFLICTS.sheet]
    desk.path.write_bytes(edit(desk.path.read_bytes(), [SetCell(CONFLICTS.sheet, table.rows[-1][0], table.columns["裁定"], ruling)]))


def deleted_for_good(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    emptied(desk, "试点名单")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1), pilot(2)])
    rule(desk, "确认删除")


def test_a_deletion_confirmed_is_told_and_not_asked_however_often_the_row_is_sent(desk: Desk) -> None:
    deleted_for_good(desk)
    for revision in (3, 4):
        result = desk.receive(cover={"revision": revision}, pilots=[pilot(1), pilot(2)])
        assert (tally(result), codes(result), result.plan.conflicts) == ((2, 0, 0, 1, 1), ["MERGE-31"], [])
    emptied(desk, CONFLICTS.sheet)  # staff clear what is settled
    result = desk.receive(cover={"revision": 5}, pilots=[pilot(1), pilot(2)])
    assert (codes(result), result.plan.conflicts) == (["MERGE-31"], [])
    assert len(desk.entries("pilots")) == 1


def test_a_deleted_record_does_not_come_back_by_a_corrected_code(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    emptied(desk, "试点名单")
    corrected = pilot(1, uscc=factories.credit_code(77))
    result = desk.receive(cover={"revision": 2}, pilots=[corrected, pilot(2)])
    assert (tally(result), codes(result)) == ((2, 0, 0, 1, 1), ["MERGE-10"])
    assert len(desk.entries("pilots")) == 1
    rule(desk, "用区局值")
    again = desk.receive(cover={"revision": 3}, pilots=[corrected, pilot(2)])
    assert (tally(again), codes(again)) == ((2, 0, 1, 1, 0), ["MERGE-11"])
    assert {entry.texts["uscc"] for entry in desk.entries("pilots")} == {corrected["uscc"], pilot(2)["uscc"]}


def test_a_deleted_park_does_not_come_back_by_a_corrected_code_and_its_operators_other_park_goes_in(desk: Desk) -> None:
    park = factories.row("pilots", factories.PARK, 1)
    desk.receive(pilots=[park, pilot(2)])
    emptied(desk, "试点名单")
    code = factories.credit_code(77)
    result = desk.receive(cover={"revision": 2}, pilots=[park | {"uscc": code}, park | {"uscc": code, "park_name": "上海样例新园"}, pilot(2)])
    assert tally(result) == (3, 1, 0, 1, 1)
    assert [entry.texts["park_name"] for entry in desk.entries("pilots")] == [None, "上海样例新园"]


def test_undone_twice_and_done_again_is_as_if_never_undone(desk: Desk) -> None:
    files = [desk.file(cover={"revision": n}, pilots=[pilot(m, contact=f"联系{n}") for m in range(1, n + 1)]) for n in (1, 2, 3)]
    for file in files:
        desk.merge(file)
    whole = [entry.texts for entry in desk.entries("pilots")]
    for left in (2, 1):
        undo_merge(desk.path, AS_OF, SETTINGS)
        assert [entry.texts["contact"] for entry in desk.entries("pilots")] == [f"联系{left}"] * left
    for file in files[1:]:
        assert desk.merge(file).plan.files[0].action == "merged"
    assert [entry.texts for entry in desk.entries("pilots")] == whole
    assert [line["原因"] for line in desk.lines(CHANGES)].count("撤销合并") == 5  # two values and one record, then one of each


def test_an_undo_after_hands_keeps_what_they_did_and_the_next_undo_too(desk: Desk) -> None:
    for n in (1, 2, 3):
        desk.receive(cover={"revision": n}, pilots=[pilot(1, contact=f"联系{n}", phone=f"021-5555000{n}")])
    desk.type("pilots", SITE(1), contact="市局填")
    first = undo_merge(desk.path, AS_OF, SETTINGS)
    assert [finding.code for finding in first.findings] == ["MERGE-37"]
    second = undo_merge(desk.path, AS_OF, SETTINGS)
    assert [finding.code for finding in second.findings] == ["MERGE-37"]
    assert [desk.only("pilots").texts[name] for name in ("contact", "phone")] == ["市局填", "021-55550001"]


def test_a_question_asked_again_after_an_undo_outlives_the_undo_of_what_came_between(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    claim = desk.file("徐汇区", pilots=[pilot(1)])
    desk.merge(claim)
    desk.type("pilots", SITE(1), phone="021-87654321")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, phone="021-87654322")])
    undo_merge(desk.path, AS_OF, SETTINGS, unit="徐汇区")
    assert [line["事项"] for line in waiting(desk.master)] == ["字段冲突"]
    desk.merge(claim)
    undo_merge(desk.path, AS_OF, SETTINGS, unit="浦东新区")
    assert [line["事项"] for line in waiting(desk.master)] == ["重复申报"]


def test_an_undo_writes_over_nobody_elses_memory(desk: Desk) -> None:
    """The older file forgot the later cover, whose row at the end of 底稿 the other unit's record then took."""
    older = desk.file("长宁区", cover={"month": 11}, pilots=[pilot(2)])
    desk.merge(older)
    desk.receive("长宁区", pilots=[pilot(2)])
    desk.merge(older, older=True)
    desk.receive("徐汇区", pilots=[pilot(1)])
    undo_merge(desk.path, AS_OF, SETTINGS, unit="长宁区")
    emptied(desk, "试点名单", 5)
    again = desk.receive("徐汇区", cover={"revision": 2}, pilots=[pilot(1)])
    assert (tally(again), codes(again)) == ((1, 0, 0, 0, 1), ["MERGE-10"])
    assert desk.receive("长宁区", cover={"month": 11, "revision": 2}, pilots=[pilot(2)]).plan.files[0].action == "refused"


def test_of_one_value_disputed_to_and_fro_an_undo_takes_back_the_last_question_alone(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE(1), contact="市局填")
    for revision, contact in enumerate(("甲", "乙", "甲", "乙"), 2):
        desk.receive(cover={"revision": revision}, pilots=[pilot(1, contact=contact)])
    undo_merge(desk.path, AS_OF, SETTINGS)
    assert [line["区局新报值"] for line in desk.lines(CONFLICTS)] == ["甲", "乙", "甲"]
    assert [line["区局新报值"] for line in waiting(desk.master)] == ["甲"]


def test_what_a_merge_did_not_take_is_not_undone_where_the_city_changed_its_mind_since(desk: Desk) -> None:
    """The merge kept the city's correction; the city then took the district's value by hand, which no merge brought."""
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE(1), phone="021-87654321")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="联系二")])
    desk.type("pilots", SITE(1), phone=str(pilot(1)["phone"]))
    result = undo_merge(desk.path, AS_OF, SETTINGS)
    assert [finding.code for finding in result.findings] == ["MERGE-37"]
    assert [desk.only("pilots").texts[name] for name in ("contact", "phone")] == [pilot(1)["contact"], pilot(1)["phone"]]


def test_januarys_file_with_last_years_year_is_refused_where_december_is_in_and_told_where_it_is_not(desk: Desk) -> None:
    january = {"month": 1, "year": 2025, "filled_on": on(2026, 1, 5)}
    desk.receive(pilots=[pilot(1)])
    before = desk.path.read_bytes()
    late = desk.merge(desk.file(cover=january, pilots=[pilot(1)]), as_of=date(2026, 1, 9))
    assert (late.plan.files[0].action, desk.path.read_bytes()) == ("refused", before)
    assert {"MERGE-06", "COVER-14"} <= {finding.code for finding in late.findings}
    first = desk.merge(desk.file("徐汇区", cover=january, pilots=[pilot(2)]), as_of=date(2026, 1, 9))
    assert (first.plan.files[0].action, said(first, "COVER-14").severity) == ("merged", Severity.W)


def test_two_visits_of_equal_names_without_a_code_are_held_until_the_codes_tell_them_apart(desk: Desk) -> None:
    same = {"name": SITE(1)}
    twice = desk.receive(cultivation=[lead(1, uscc=None, **same), lead(2, uscc=None, **same)])
    assert (tally(twice), [line["问题代码"] for line in desk.lines(HELD)]) == ((2, 0, 0, 0, 2), ["LINK-01"] * 2)
    told_apart = desk.receive(cover={"revision": 2}, cultivation=[lead(1, **same), lead(2, **same)])
    assert tally(told_apart) == (2, 2, 0, 0, 0)
    assert desk.lines(HELD) == []


def test_visits_of_one_name_on_two_days_keep_their_own_codes(desk: Desk) -> None:
    rows = [lead(1, name=SITE(1)), lead(2, name=SITE(1), visited_on=on(2025, 4, 1))]
    desk.receive(cultivation=[row | {"uscc": None} for row in rows])
    assert tally(desk.receive(cover={"revision": 2}, cultivation=rows)) == (2, 0, 2, 0, 0)
    assert [entry.texts["uscc"] for entry in desk.entries("cultivation")] == [row["uscc"] for row in rows]


def test_a_row_that_was_in_and_is_now_faulty_waits_and_the_list_keeps_what_was_accepted(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    faulty = desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact=None, phone="021-87654321"), pilot(2)])
    assert (tally(faulty), faulty.plan.files[0].tally.missing) == ((2, 0, 0, 1, 1), 0)
    assert [(line["单元格"], line["问题代码"]) for line in desk.lines(HELD)] == [("N2", "CELL-01")]
    assert [desk.entries("pilots")[0].texts[name] for name in ("contact", "phone")] == [pilot(1)["contact"], pilot(1)["phone"]]
    mended = desk.receive(cover={"revision": 3}, pilots=[pilot(1, phone="021-87654321"), pilot(2)])
    assert (tally(mended), desk.lines(HELD)) == ((2, 0, 1, 1, 0), [])


def test_a_sheet_renamed_between_two_months_is_the_same_sheet(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)], cultivation=[lead(1)])
    for revision, name in ((2, "试点名单（12月）"), (3, "名单"), (4, "Sheet3")):
        path = desk.file(cover={"revision": revision}, pilots=[pilot(1, contact=f"联系{revision}"), pilot(2)], cultivation=[lead(1)])
        renamed(path, name)
        result = desk.merge(path)
        assert (tally(result), result.plan.files[0].tally.missing) == ((3, 0, 1, 2, 0), 0), name
        line = desk.lines(CHANGES)[-1]
        assert (line["工作表"], line["来源单元格"]) == ("试点名单", "N2")
    assert (len(desk.entries("pilots")), desk.lines(HELD)) == (2, [])


def renamed(path: Path, name: str) -> None:
    book: Any = load_workbook(path)
    book["试点名单"].title = name
    book.save(path)


def test_a_record_undone_with_its_ruling_open_is_asked_again_when_it_is_sent_again(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE(1), contact="市局填")
    file = desk.file(cover={"revision": 2}, pilots=[pilot(1, contact="区局填")])
    desk.merge(file)
    undo_merge(desk.path, AS_OF, SETTINGS)
    assert (desk.lines(CONFLICTS), desk.only("pilots").texts["contact"]) == ([], "市局填")
    desk.merge(file)
    (line,) = desk.lines(CONFLICTS)
    assert (line["市局现值"], line["区局新报值"]) == ("市局填", "区局填")


def test_a_row_typed_in_after_another_was_deleted_is_not_that_one(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    emptied(desk, "试点名单")
    type_in(desk, 6, pilot(3))
    result = desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="联系二"), pilot(2)])
    assert (tally(result), codes(result)) == ((2, 0, 0, 1, 1), ["MERGE-10", "LINK-11"])
    assert [entry.texts["contact"] for entry in desk.entries("pilots")] == [pilot(2)["contact"], pilot(3)["contact"]]


def test_nor_is_it_where_the_name_of_the_deleted_one_was_never_agreed_upon(desk: Desk) -> None:
    desk.receive(pilots=[pilot(2)])
    type_in(desk, 5, pilot(1))
    both = [pilot(1, name="上海样例另名有限公司", contact="联系二", phone="021-55550002"), pilot(2)]
    desk.receive(cover={"revision": 2}, pilots=both)
    emptied(desk, "试点名单", 5)
    type_in(desk, 6, pilot(3))
    result = desk.receive(cover={"revision": 3}, pilots=both)
    assert [(conflict.kind, conflict.header) for conflict in result.plan.conflicts] == [("人工删除", "")]
    assert [entry.texts["name"] for entry in desk.entries("pilots")] == [SITE(2), SITE(3)]
    rule(desk, "用区局值")
    desk.merge()
    assert {entry.texts["name"]: entry.texts["phone"] for entry in desk.entries("pilots")}["上海样例另名有限公司"] == "021-55550002"
