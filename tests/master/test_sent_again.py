"""A file sent again changes nothing, and its tally says what still waits."""

from pathlib import Path

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import row
from toolkit.policy import Category
from toolkit.steps.merge import merge_files


def test_rows_still_held_are_counted_as_held_and_not_as_unchanged(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    faulty = {**row("pilots", Category.SITE, 2), "uscc": "91310115MA0000000X"}
    first = desk.send("徐汇区", row("pilots", Category.SITE, 1), faulty).plan.files[0].tally
    before = desk.master.read_bytes()
    again = merge_files([tmp_path / "徐汇区1.xlsx"], desk.master, AS_OF, SETTINGS)
    tally = again.plan.files[0].tally
    assert (first.read, first.added, first.held) == (2, 1, 1)
    assert (again.plan.files[0].action, tally.read, tally.unchanged, tally.held) == ("unchanged", 2, 1, 1)
    assert desk.master.read_bytes() == before
