"""A month's workbooks: in time, late, missing; nobody is called late for being merged in the second run of a day."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, master, settings
from toolkit.checks.submissions import Sent, units_of_month
from toolkit.master.ledgers import BATCHES
from toolkit.master.memory import COVER_ID, BaseRecord, Document, Origin
from toolkit.master.state import Master

MONTH = (2025, 12)


def line(unit: str, how: str = "合并", month: int = 12, **counts: int) -> dict[str, Any]:
    return {"批次": f"2025-{month:02}", "报送单位": unit, "年度": 2025.0, "月份": float(month), "处理": how, "报送行数": 9, **counts}


def known(*lines: dict[str, Any], came: dict[str, str] | None = None, filled: dict[str, str] | None = None) -> Master:
    """A master with these lines; when the first record of a unit came in, or what its cover says."""
    held = master()
    held.ledgers[BATCHES.sheet].rows.extend(enumerate(lines, start=4))
    for unit, day in (came or {}).items():
        held.base["pilots", unit, ("x",)] = BaseRecord(2025, Document({}, origin=Origin("a.xlsx", "2025-12", day, {})))
    for unit, day in (filled or {}).items():
        held.base[COVER_ID, unit, ("2025-12",)] = BaseRecord(2025, Document({"filled_on": day}))
    return held


def sent(held: Master, **changes: Any) -> dict[str, Sent]:
    return {unit.unit.short: unit.sent for unit in units_of_month(held, MONTH, settings(**changes) if changes else SETTINGS)}


def test_the_seventeen_are_asked_for_and_a_direct_unit_only_if_it_sent() -> None:
    assert len(sent(known())) == 17
    assert set(sent(known()).values()) == {Sent.MISSING}
    assert sent(known(line("机场分局")))["机场分局"] is Sent.IN_TIME


def test_what_came_after_the_month_closed_is_late() -> None:
    held = known(line("徐汇区"), line("崇明区", "补报"), came={"徐汇区": "2025-12-08", "崇明区": "2025-12-16"})
    assert (sent(held)["徐汇区"], sent(held)["崇明区"]) == (Sent.IN_TIME, Sent.LATE)
    assert sent(held, month_closes_on=20)["崇明区"] is Sent.IN_TIME


def test_a_second_run_of_the_same_day_makes_nobody_late() -> None:
    same = {"徐汇区": "2025-12-08", "静安区": "2025-12-08"}
    assert sent(known(line("徐汇区"), line("静安区", "补报"), came=same))["静安区"] is Sent.IN_TIME
    after = dict.fromkeys(same, "2025-12-22")  # the city itself was late
    assert sent(known(line("徐汇区"), line("静安区", "补报"), came=after))["静安区"] is Sent.IN_TIME


def test_a_second_version_is_not_late() -> None:
    held = known(line("徐汇区"), line("徐汇区", "补报"), came={"徐汇区": "2025-12-08"})
    assert sent(held)["徐汇区"] is Sent.IN_TIME


def test_the_cover_tells_where_nothing_new_came_in() -> None:
    lines = line("徐汇区"), line("静安区", "补报")
    assert sent(known(*lines, came={"徐汇区": "2025-12-08"}, filled={"静安区": "2025-12-05"}))["静安区"] is Sent.IN_TIME
    assert sent(known(*lines, came={"徐汇区": "2025-12-08"}, filled={"静安区": "2025-12-15"}))["静安区"] is Sent.LATE


def test_a_closing_day_on_a_weekend_moves_on() -> None:
    held = known(line("徐汇区"), line("静安区", "补报"), came={"徐汇区": "2025-12-08", "静安区": "2025-12-15"})
    assert date(2025, 12, 13).weekday() == 5
    assert sent(held, month_closes_on=13)["静安区"] is Sent.IN_TIME
    assert sent(held, month_closes_on=12)["静安区"] is Sent.LATE


@pytest.mark.parametrize("month", [11, 1])
def test_another_months_lines_are_anothers(month: int) -> None:
    assert sent(known(line("徐汇区", month=month)))["徐汇区"] is Sent.MISSING


def test_counts_are_of_the_last_file_and_of_all_files() -> None:
    held = known(line("徐汇区", 新增=5, 变更=1, 暂缓=2), line("徐汇区", "补报", 新增=1, 变更=2, 暂缓=0))
    (unit,) = (unit for unit in units_of_month(held, MONTH, SETTINGS) if unit.unit.short == "徐汇区")
    assert (unit.rows, unit.added, unit.changed, unit.held) == (9, 6, 3, 0)
