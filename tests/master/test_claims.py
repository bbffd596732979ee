"""One entity sent by two units: both in, told on both sides, asked once, counted for neither."""

from pathlib import Path

import pytest

from tests.master.desk import SETTINGS, Desk, column, pilot, tally
from tests.records import factories
from toolkit.checks.annual_report import check_reports
from toolkit.checks.quota import check_quota
from toolkit.findings import Finding
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import CONFLICTS
from toolkit.master.numbers import new_numbers

NAMES = ("上海样例芯片（临港）有限公司", "上海样例芯片(临港)有限公司")
PUDONG, LINGANG = "浦东新区", "临港新片区"


def claimed(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code in {"LINK-09", "LINK-21"}]


def files(desk: Desk) -> list[Path]:
    return [
        desk.file(PUDONG, pilots=[pilot(1, name=NAMES[0]), pilot(2)]),
        desk.file(LINGANG, pilots=[pilot(3, territory="浦东新区"), pilot(1, name=NAMES[1], territory="浦东新区")]),
    ]


def determined(desk: Desk) -> dict[str, int]:
    report = check_quota(desk.master, 2025, factories.AS_OF, SETTINGS)
    return {unit.unit.short: unit.determined for unit in report.units if unit.determined}


def test_both_sides_hear_of_each_others_cell_and_both_rows_go_in(desk: Desk) -> None:
    result = desk.merge(*files(desk))
    assert [tally(result, at) for at in (0, 1)] == [(2, 2, 0, 0, 0), (2, 2, 0, 0, 0)]
    told = claimed(result.findings)
    assert [(finding.place.file or "").rpartition("/")[2] for finding in told] == ["01-浦东新区.xlsx", "02-临港新片区.xlsx"]
    assert ["02-临港新片区.xlsx D3" in told[0].message, "01-浦东新区.xlsx D2" in told[1].message] == [True, True]
    assert determined(desk) == {PUDONG: 1, LINGANG: 1}


def test_the_city_is_asked_once_however_often_the_files_come(desk: Desk) -> None:
    for file in reversed(files(desk)):
        desk.merge(file)
    desk.receive(PUDONG, cover={"revision": 2}, pilots=[pilot(1, name=NAMES[0]), pilot(2, contact="样例二")],
                 applications=[factories.row("applications", factories.SITE, 1, name=NAMES[0])])
    desk.receive(LINGANG, cover={"revision": 2}, pilots=[pilot(1, name=NAMES[1], territory="浦东新区"), pilot(3, territory="浦东新区")],
                 applications=[factories.row("applications", factories.SITE, 1, name=NAMES[1])])
    (line,) = desk.lines(CONFLICTS)
    assert (line["事项"], line["报送单位"]) == ("重复申报", "临港新片区、浦东新区")
    assert line["记录"] == f"{NAMES[0]}（单位（点））{pilot(1)['uscc']}"


def test_the_second_to_come_is_told_of_the_master(desk: Desk) -> None:
    first, second = files(desk)
    desk.merge(first)
    (told,) = claimed(desk.merge(second).findings)
    assert "浦东新区" in told.message
    assert "总台账 试点名单" in told.message


def test_another_category_an_exit_or_a_move_is_no_claim(desk: Desk) -> None:
    station = factories.row("pilots", factories.STATION, 1, uscc=pilot(1)["uscc"], name=pilot(1)["name"])
    assert not claimed(desk.merge(desk.file(PUDONG, pilots=[pilot(1)]), desk.file("徐汇区", pilots=[station])).findings)
    gone = pilot(4, state="已退出", origin="历史示范")
    assert not claimed(desk.merge(desk.file("黄浦区", pilots=[gone]), desk.file("静安区", pilots=[pilot(4)])).findings)
    moved = pilot(5, change_note="迁出至普陀区", territory="普陀区")
    assert not claimed(desk.merge(desk.file("长宁区", pilots=[moved]), desk.file("普陀区", pilots=[pilot(5)])).findings)


def test_a_district_pilot_claims_nothing(desk: Desk) -> None:
    assert not claimed(desk.merge(desk.file(PUDONG, pilots=[pilot(1, level="区级")]), desk.file("徐汇区", pilots=[pilot(1)])).findings)


def test_a_claim_that_ended_by_itself_waits_for_no_ruling(desk: Desk) -> None:
    number = {"pilot_id": "SH-310115-2025-D-001"}
    desk.merge(desk.file(PUDONG, pilots=[pilot(1, **number)]), desk.file("普陀区", pilots=[pilot(1, **number)]))
    assert len(waiting(desk.master)) == 1
    desk.receive(PUDONG, cover={"revision": 2}, pilots=[pilot(1, **number, change_note="2025年11月迁出至普陀区", territory="普陀区")])
    assert waiting(desk.master) == []
    assert len(desk.lines(CONFLICTS)) == 1


def test_the_unit_ruled_against_gets_no_number_and_is_asked_for_it_no_more(desk: Desk) -> None:
    desk.merge(*files(desk))
    desk.by_hand(lambda book: book["冲突裁定"].cell(4, column(book["冲突裁定"], "裁定"), "归属临港新片区"))
    without = desk.receive(PUDONG, cover={"revision": 2}, pilots=[pilot(2)])
    assert [finding.code for finding in without.findings if finding.code == "LINK-11"] == []
    numbered = {(given.entry.unit, given.entry.texts["uscc"]) for given in new_numbers(desk.master, 2025)}
    assert (LINGANG, pilot(1)["uscc"]) in numbered
    assert (PUDONG, pilot(1)["uscc"]) not in numbered
    assert [finding.code for finding in desk.receive(PUDONG, cover={"revision": 3}, pilots=[pilot(1, name=NAMES[0])]).findings if finding.code == "LINK-11"] == ["LINK-11"]


@pytest.mark.parametrize("unit", ["普陀区", PUDONG])
def test_where_a_move_was_ruled_all_the_same_it_counts_and_answers_once_where_the_city_says(desk: Desk, unit: str) -> None:
    number = {"pilot_id": "SH-310115-2025-D-001"}
    desk.merge(desk.file(PUDONG, pilots=[pilot(1, **number)]), desk.file("普陀区", pilots=[pilot(1, **number)]))
    desk.by_hand(lambda book: book["冲突裁定"].cell(4, column(book["冲突裁定"], "裁定"), f"归属{unit}"))
    desk.receive(PUDONG, cover={"revision": 2}, pilots=[pilot(1, **number, change_note="2025年11月迁出至普陀区", territory="普陀区")])
    assert determined(desk) == {unit: 1}
    assert [status.pilot.unit for status in check_reports(desk.master, 2025, factories.AS_OF, SETTINGS).pilots] == [unit]


def ruled(desk: Desk, row: int, ruling: str) -> None:
    desk.by_hand(lambda book: book["冲突裁定"].cell(row, column(book["冲突裁定"], "裁定"), ruling))


def test_each_of_an_operators_parks_is_asked_about(desk: Desk) -> None:
    parks = [factories.row("pilots", factories.PARK, 1, park_name=name) for name in ("上海样例东园", "上海样例西园")]
    desk.merge(desk.file(PUDONG, pilots=parks), desk.file("徐汇区", pilots=parks))
    assert [str(line["记录"])[:6] for line in waiting(desk.master)] == ["上海样例东园", "上海样例西园"]
    ruled(desk, 4, "归属徐汇区")
    assert [str(line["记录"])[:6] for line in waiting(desk.master)] == ["上海样例西园"]


def test_a_unit_that_claims_what_was_ruled_between_others_is_asked_about_and_counts_for_nobody_till_then(desk: Desk) -> None:
    for unit in (PUDONG, "徐汇区"):
        desk.receive(unit, pilots=[pilot(1)])
    ruled(desk, 4, "归属徐汇区")
    assert determined(desk) == {"徐汇区": 1}
    assert len(claimed(desk.receive("长宁区", pilots=[pilot(1)]).findings)) == 1
    assert ([line["报送单位"] for line in waiting(desk.master)], determined(desk)) == (["徐汇区、长宁区"], {})
    ruled(desk, 5, "归属长宁区")
    assert (waiting(desk.master), determined(desk)) == ([], {"长宁区": 1})


def test_a_claim_that_a_third_unit_joins_is_asked_of_all_and_its_ruling_holds(desk: Desk) -> None:
    for unit in (PUDONG, "徐汇区", "长宁区"):
        desk.receive(unit, pilots=[pilot(1)])
    assert [line["报送单位"] for line in waiting(desk.master)] == ["徐汇区、浦东新区、长宁区"]
    ruled(desk, 4, f"归属{PUDONG}")
    ruled(desk, 5, "归属徐汇区")
    assert (waiting(desk.master), determined(desk)) == ([], {"徐汇区": 1})
