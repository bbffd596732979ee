"""What a year of hands brought to light: questions to the city asked once and of everyone, undo that takes back merges only."""

from typing import Any

import pytest

from tests.master.desk import SETTINGS, Desk, codes, pilot, tally
from tests.records import factories
from tests.records.factories import AS_OF
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import CONFLICTS
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.undo import undo_merge

SITE = "上海样例1号科技有限公司"
DELETED = "上海样例1号科技有限公司（单位（点），2025）"


def write(desk: Desk, sheet: str, row: int, values: dict[str, object]) -> None:
    """People write cells of a bookkeeping sheet, by header."""
    columns = desk.master.ledgers[sheet].columns
    cells: Any = [SetCell(sheet, row, columns[header], value) for header, value in values.items()]  # type: ignore[arg-type]
    desk.path.write_bytes(edit(desk.path.read_bytes(), cells))


def rule(desk: Desk, ruling: str, at: int = -1) -> None:
    write(desk, CONFLICTS.sheet, desk.master.ledgers[CONFLICTS.sheet].rows[at][0], {"裁定": ruling})


def emptied(desk: Desk, row: int = 4) -> None:
    desk.path.write_bytes(edit(desk.path.read_bytes(), [SetCell("试点名单", row, column, None) for column in range(1, 40)]))


def typed_in(desk: Desk, unit: str = "浦东新区", **changes: Any) -> None:
    """People type in a pilot that no unit has sent."""
    table = desk.master.tables["pilots"]
    values = [SetCell(table.sheet, table.next_row, table.fields[name], value) for name, value in pilot(1, **changes).items()]
    desk.path.write_bytes(edit(desk.path.read_bytes(), [SetCell(table.sheet, table.next_row, table.extras["报送单位"], unit), *values]))


def disputed(desk: Desk) -> None:
    """A contact that the city and the unit have both changed."""
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE, contact="市局填")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="区局一")])


def test_the_same_question_is_asked_of_each_unit(desk: Desk) -> None:
    for unit in ("浦东新区", "徐汇区"):
        desk.receive(unit, pilots=[pilot(1)])
    for row in (4, 5):
        emptied(desk, row)
    for unit in ("浦东新区", "徐汇区"):
        assert codes(desk.receive(unit, cover={"revision": 2}, pilots=[pilot(1)])) == ["MERGE-10"]
    assert [(line["事项"], line["报送单位"]) for line in desk.lines(CONFLICTS) if line["事项"] == "人工删除"] == [
        ("人工删除", "浦东新区"), ("人工删除", "徐汇区"),
    ]  # fmt: skip


@pytest.mark.parametrize(("ruling", "there"), [("确认删除", 0), ("用区局值", 1)])
def test_a_deleted_record_renamed_by_its_unit_is_asked_once_and_ruled_under_the_lists_name(desk: Desk, ruling: str, there: int) -> None:
    desk.receive(pilots=[pilot(1)])
    emptied(desk)
    for revision, name in ((2, SITE), (3, "上海样例更名有限公司"), (4, "上海样例又更名有限公司")):
        desk.receive(cover={"revision": revision}, pilots=[pilot(1, name=name, change_note="曾用名")])
    (line,) = desk.lines(CONFLICTS)
    assert line["记录"] == DELETED
    rule(desk, ruling)
    assert "MERGE-33" not in [finding.code for finding in desk.merge().findings]
    assert len(desk.entries("pilots")) == there
    later = desk.receive(cover={"revision": 5}, pilots=[pilot(1, name="上海样例再更名有限公司", change_note="曾用名")])
    assert tally(later) == ((1, 0, 1, 0, 0) if there else (1, 0, 0, 0, 1))
    assert len(desk.lines(CONFLICTS)) == 1


def test_what_the_citys_own_field_said_waits_no_more_once_the_unit_gives_in(desk: Desk) -> None:
    for revision, state in enumerate(("试点中", "限期整改", "试点中"), start=1):
        desk.receive(cover={"revision": revision}, pilots=[pilot(1, state=state)])
    assert (len(desk.lines(CONFLICTS)), waiting(desk.master)) == (1, [])
    rule(desk, "用区局值")
    assert [finding.code for finding in desk.merge().findings] == ["MERGE-39"]
    assert desk.only("pilots").texts["state"] == "试点中"


def test_a_value_sent_again_after_another_is_asked_anew(desk: Desk) -> None:
    disputed(desk)
    for revision, contact in ((3, "区局二"), (4, "区局一")):
        desk.receive(cover={"revision": revision}, pilots=[pilot(1, contact=contact)])
    assert [line["区局新报值"] for line in desk.lines(CONFLICTS)] == ["区局一", "区局二", "区局一"]
    assert [line["序号"] for line in waiting(desk.master)] == [3]
    rule(desk, "用区局值")
    desk.merge()
    assert desk.only("pilots").texts["contact"] == "区局一"


@pytest.mark.parametrize("spoilt", [12.0, "12.0", 12, "十二"])
def test_a_dispute_whose_shown_values_were_typed_anew_waits_and_its_ruling_takes_what_was_sent(desk: Desk, spoilt: object) -> None:
    report: Any = factories.row("annual_reports")
    desk.receive(annual_reports=[report | {"funds": 12}])
    desk.type("annual_reports", SITE, funds=14)
    desk.receive(cover={"revision": 2}, annual_reports=[report | {"funds": 13.5}])
    write(desk, CONFLICTS.sheet, 4, {"底稿值": spoilt, "区局新报值": "13,5"})
    assert len(waiting(desk.master)) == 1
    rule(desk, "用区局值")
    assert [finding.code for finding in desk.merge().findings if finding.code.startswith("MERGE-3")] == []
    assert desk.only("annual_reports").values["funds"] == 13.5


def test_a_file_without_the_disputed_column_leaves_the_dispute_open(desk: Desk) -> None:
    disputed(desk)
    row = {name: value for name, value in pilot(1).items() if name != "change_note"}
    desk.receive(pilots=[row], cover={"revision": 3}, leave_out={"pilots": ["change_note"]})
    assert waiting(desk.master) == []  # the unit took its change back
    desk.receive(pilots=[pilot(1, contact="区局一", change_note="区局注")], cover={"revision": 4})
    desk.type("pilots", SITE, change_note="市局注")
    desk.receive(pilots=[pilot(1, contact="区局一", change_note="区局再注")], cover={"revision": 5})
    assert [line["字段"] for line in waiting(desk.master)] == ["联系人", "变更说明"]
    desk.receive(pilots=[pilot(1, contact="区局一")], cover={"revision": 6}, leave_out={"pilots": ["change_note"]})
    assert [line["字段"] for line in waiting(desk.master)] == ["联系人", "变更说明"]


def test_a_record_that_people_typed_in_is_not_taken_out_by_undoing_the_merge_that_met_it(desk: Desk) -> None:
    typed_in(desk, phone=None)
    assert tally(desk.receive(pilots=[pilot(1)])) == (1, 0, 1, 0, 0)
    result = undo_merge(desk.path, AS_OF, SETTINGS)
    assert (result.undoing.removed, result.undoing.restored, result.findings) == (0, 1, [])
    assert (desk.only("pilots").texts["name"], desk.only("pilots").texts["phone"]) == (SITE, None)


def test_a_record_kept_by_an_undo_is_kept_by_the_next_one_too(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE, contact="市局填")
    undo_merge(desk.path, AS_OF, SETTINGS)
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="市局填")])
    undo_merge(desk.path, AS_OF, SETTINGS)
    assert desk.only("pilots").texts["contact"] == "市局填"


def test_what_the_city_ruled_stays_when_the_merge_that_asked_is_undone(desk: Desk) -> None:
    disputed(desk)
    rule(desk, "用区局值")
    desk.merge()
    result = undo_merge(desk.path, AS_OF, SETTINGS)
    assert [finding.code for finding in result.findings] == ["MERGE-37"]
    assert desk.only("pilots").texts["contact"] == "区局一"


RENAMED = {"name": "上海样例更名有限公司", "change_note": "曾用名"}


def test_a_field_disputed_in_the_file_that_renames_the_record_is_asked_by_its_new_name(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE, contact="市局填")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="区局填", **RENAMED)])
    assert [line["记录"] for line in waiting(desk.master)] == ["上海样例更名有限公司（单位（点），2025）"]
    rule(desk, "用区局值")
    assert "MERGE-33" not in [finding.code for finding in desk.merge().findings]
    assert desk.only("pilots").texts["contact"] == "区局填"


@pytest.mark.parametrize("by", ["unit", "hand"])
def test_a_record_renamed_since_it_was_asked_about_is_ruled_by_the_line_and_not_asked_about_again(desk: Desk, by: str) -> None:
    disputed(desk)
    if by == "hand":
        desk.type("pilots", SITE, name="上海样例改名有限公司")
    desk.receive(cover={"revision": 3}, pilots=[pilot(1, contact="区局一", **(RENAMED if by == "unit" else {}))])
    assert [line["序号"] for line in waiting(desk.master)] == [1]
    desk.receive(cover={"revision": 4}, pilots=[pilot(1, contact="区局二", **(RENAMED if by == "unit" else {}))])
    assert [line["序号"] for line in waiting(desk.master)] == [2]  # asked anew, and the first line is over
    rule(desk, "用区局值", 1)
    assert "MERGE-33" not in [finding.code for finding in desk.merge().findings]
    assert (desk.only("pilots").texts["contact"], waiting(desk.master)) == ("区局二", [])


def test_a_line_asked_by_a_name_that_another_record_bears_now_rules_the_one_it_was_asked_about(desk: Desk) -> None:
    disputed(desk)
    desk.receive(cover={"revision": 3}, pilots=[pilot(1, contact="区局一", **RENAMED), pilot(2, name=SITE)])
    rule(desk, "用区局值")
    desk.merge()
    assert [entry.texts["contact"] for entry in desk.entries("pilots")] == ["区局一", pilot(2)["contact"]]


def test_rulings_that_make_way_for_one_another_are_carried_out_by_one_merge(desk: Desk) -> None:
    """A field is ruled whose record is deleted and comes back by a ruling further down."""
    disputed(desk)
    emptied(desk)
    desk.receive(cover={"revision": 3}, pilots=[pilot(1, contact="区局一")])
    write(desk, CONFLICTS.sheet, 4, {"裁定": "另填", "裁定值": "市局裁定"})
    rule(desk, "用区局值")
    assert [finding.code for finding in desk.merge().findings if finding.code.startswith("MERGE-3")] == []
    assert desk.only("pilots").texts["contact"] == "市局裁定"
    assert not desk.merge().written

