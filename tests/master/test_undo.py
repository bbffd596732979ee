"""Undo takes back what a merge did, and nothing that people did since."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import row
from toolkit.findings import Unreadable
from toolkit.policy import Category
from toolkit.steps.diff import diff_files
from toolkit.steps.undo import undo_merge


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def names(desk: Desk) -> list[object]:
    page: Any = load_workbook(desk.master)["试点名单"]
    columns = {cell.value: cell.column for cell in page[3]}
    values = [page.cell(number, columns["单位名称"]).value for number in range(4, page.max_row + 1)]
    return [value for value in values if value]


def test_the_last_merge_is_taken_back_record_by_record(desk: Desk) -> None:
    first, second = row("pilots", Category.SITE, 1), row("pilots", Category.SITE, 2)
    desk.send("徐汇区", first)
    before = desk.folder / "前.xlsx"
    before.write_bytes(desk.master.read_bytes())
    desk.send("徐汇区", {**first, "contact": "新样"}, second)
    result = undo_merge(desk.master, AS_OF, SETTINGS)
    assert (result.undoing.removed, result.undoing.restored, result.findings) == (1, 1, [])
    assert diff_files(before, desk.master, AS_OF, SETTINGS) == []
    assert "撤销合并" in desk.log()


def test_what_was_undone_can_be_merged_again(desk: Desk) -> None:
    first = row("pilots", Category.SITE, 1)
    desk.send("徐汇区", first)
    desk.send("徐汇区", {**first, "contact": "新样"})
    undo_merge(desk.master, AS_OF, SETTINGS)
    again = desk.send("徐汇区", {**first, "contact": "新样"})
    assert again.plan.files[0].tally.changed == 1
    assert desk.value("试点名单", "联系人") == "新样"


def test_a_cell_changed_by_hand_since_stays_and_is_told(desk: Desk) -> None:
    first = row("pilots", Category.SITE, 1)
    desk.send("徐汇区", first)
    desk.send("徐汇区", {**first, "contact": "新样", "phone": "021-87654321"})
    desk.edit("试点名单", "联系人", "市样")
    result = undo_merge(desk.master, AS_OF, SETTINGS)
    assert [finding.code for finding in result.findings] == ["MERGE-37"]
    assert desk.value("试点名单", "联系人") == "市样"
    assert desk.value("试点名单", "联系电话") == first["phone"]


def test_a_new_record_worked_on_by_hand_stays_and_is_told(desk: Desk) -> None:
    desk.send("徐汇区", row("pilots", Category.SITE, 1))
    desk.edit("试点名单", "联系人", "市样")
    result = undo_merge(desk.master, AS_OF, SETTINGS)
    assert [finding.code for finding in result.findings] == ["MERGE-36"]
    assert len(names(desk)) == 1


def test_a_master_whose_backups_are_elsewhere_is_not_emptied(desk: Desk) -> None:
    desk.send("徐汇区", row("pilots", Category.SITE, 1))
    desk.send("长宁区", row("pilots", Category.SITE, 2))
    moved = desk.folder / "别处" / "总台账.xlsx"
    moved.parent.mkdir()
    moved.write_bytes(desk.master.read_bytes())
    with pytest.raises(Unreadable):
        undo_merge(moved, AS_OF, SETTINGS)


def test_one_units_last_merge_is_undone_and_later_work_kept(desk: Desk) -> None:
    first, other = row("pilots", Category.SITE, 1), row("pilots", Category.SITE, 2)
    desk.send("徐汇区", first)
    desk.send("长宁区", other)
    result = undo_merge(desk.master, AS_OF, SETTINGS, "徐汇区")
    assert result.undoing.units == ["徐汇区"]
    assert names(desk) == [other["name"]]


def test_where_nothing_was_merged_there_is_nothing_to_undo(desk: Desk) -> None:
    desk.send("徐汇区", row("pilots", Category.SITE, 1))
    undo_merge(desk.master, AS_OF, SETTINGS)
    with pytest.raises(Unreadable) as caught:
        undo_merge(desk.master, AS_OF, SETTINGS)
    assert caught.value.rule.code == "MERGE-35"


def test_undone_twice_is_the_state_before_both(desk: Desk) -> None:
    first = row("pilots", Category.SITE, 1)
    desk.send("徐汇区", first)
    desk.send("徐汇区", {**first, "contact": "二样"})
    desk.send("徐汇区", {**first, "contact": "三样"})
    undo_merge(desk.master, AS_OF, SETTINGS)
    assert desk.value("试点名单", "联系人") == "二样"
    undo_merge(desk.master, AS_OF, SETTINGS)
    assert desk.value("试点名单", "联系人") == first["contact"]
