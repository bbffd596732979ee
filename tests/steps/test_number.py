"""试点编号: given once, never to anybody else."""

from pathlib import Path

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import row
from toolkit.policy import Category
from toolkit.steps.number import give_numbers


def given(desk: Desk, year: int = 2025) -> list[str]:
    return [numbered.pilot_id for numbered in give_numbers(desk.master, year, AS_OF, SETTINGS)]


def test_new_pilots_are_numbered_by_unit_year_and_category(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send("徐汇区", {**row("pilots", Category.SITE, 1), "pilot_id": None}, {**row("pilots", Category.SITE, 2), "pilot_id": None})
    assert given(desk) == ["SH-310104-2025-D-001", "SH-310104-2025-D-002"]
    assert desk.value("试点名单", "试点编号") == "SH-310104-2025-D-001"
    assert desk.log().count("市局编号") == 2
    assert given(desk) == []


def test_a_number_once_given_is_not_given_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send("徐汇区", {**row("pilots", Category.SITE, 1), "pilot_id": None}, {**row("pilots", Category.SITE, 2), "pilot_id": None})
    given(desk)
    desk.edit("试点名单", "试点编号", None, number=5)
    assert given(desk) == ["SH-310104-2025-D-003"]


def test_district_level_pilots_and_other_years_get_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send("徐汇区", {**row("pilots", Category.SITE, 1), "pilot_id": None, "level": "区级"})
    assert given(desk) == []
    assert given(desk, 2026) == []


def test_a_number_the_city_gave_survives_the_districts_blank(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    pilot = {**row("pilots"), "pilot_id": None}
    desk.send("徐汇区", pilot)
    given(desk)
    desk.send("徐汇区", {**pilot, "contact": "新样"})
    assert desk.value("试点名单", "试点编号") == "SH-310104-2025-D-001"
