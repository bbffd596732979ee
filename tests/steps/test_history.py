"""History: every value, when it came, from which file and cell, and what it was before."""

from pathlib import Path

import pytest

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import SITE, row
from toolkit.steps.history import history


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def events(desk: Desk, query: object, header: str) -> list[tuple[object, ...]]:
    found = history(desk.master, str(query), AS_OF, SETTINGS)
    return [(e.old, e.new, e.file, e.cell) for record in found for e in record.events if e.header == header]


def test_a_value_knows_its_first_file_and_cell_and_each_later_one(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.send("徐汇区", {**pilot, "contact": "新样"})
    assert events(desk, pilot["uscc"], "联系人") == [
        (None, pilot["contact"], "徐汇区1.xlsx", "N4"),
        (pilot["contact"], "新样", "徐汇区2.xlsx", "N4"),
    ]


def test_what_staff_typed_is_known_as_theirs(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.edit("试点名单", "联系人", "市样")
    assert events(desk, pilot["name"], "联系人")[-1] == (pilot["contact"], "市样", None, None)


def test_an_entity_is_found_under_its_former_name(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    newer = {**pilot, "name": "上海样例更名集团有限公司", "change_note": f"曾用名{pilot['name']}"}
    desk.send("徐汇区", newer)
    assert events(desk, pilot["name"], "单位名称") == [
        (None, pilot["name"], "徐汇区1.xlsx", "B4"),
        (pilot["name"], "上海样例更名集团有限公司", "徐汇区2.xlsx", "B4"),
    ]


def test_a_value_that_looks_like_part_of_a_name_gives_nobody_anothers_history(desk: Desk) -> None:
    """The contact went from 2号 to 1号: the record was not called by the other's name before."""
    first, second = row("pilots", SITE, 1), row("pilots", SITE, 2)
    assert str(first["name"]).replace("1号", "2号") == second["name"]
    desk.send("徐汇区", {**first, "contact": "2号"}, second)
    desk.send("徐汇区", {**first, "contact": "2号"}, {**second, "phone": "021-55556666"})
    desk.send("徐汇区", {**first, "contact": "1号"}, {**second, "phone": "021-55556666"})
    assert [(old, new) for old, new, *_ in events(desk, first["uscc"], "联系电话")] == [(None, first["phone"])]
    assert [(old, new) for old, new, *_ in events(desk, second["uscc"], "联系电话")] == [
        (None, second["phone"]), (second["phone"], "021-55556666"),
    ]  # fmt: skip


def test_nobody_is_nobody(desk: Desk) -> None:
    desk.send("徐汇区", row("pilots"))
    assert history(desk.master, "上海样例不存在有限公司", AS_OF, SETTINGS) == []
