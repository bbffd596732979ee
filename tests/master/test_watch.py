"""监测: who stands where in the watch sheets stays there, however the sheet was sorted."""

from typing import Any

import pytest

from tests.master.desk import SETTINGS, Desk, pilot
from tests.records.factories import AS_OF, SITE, row
from toolkit.master.ledgers import FIRST_ROW, REPORT_WATCH, TRACKING_WATCH, WATCHES, Ledger
from toolkit.steps.watch import watch_sheets

AGAIN = {"revision": 2}
SHEETS = (REPORT_WATCH, TRACKING_WATCH)


def names(desk: Desk, ledger: Ledger) -> list[Any]:
    return [line["名称"] for line in desk.lines(ledger)]


def turn_over(desk: Desk, ledger: Ledger) -> None:
    """As a clerk sorts by a column of his own."""

    def by_hand(book: Any) -> None:
        sheet = book[ledger.sheet]
        lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=FIRST_ROW) if line[0].value or line[1].value]
        lines.reverse()
        for number, line in enumerate(lines, start=FIRST_ROW):
            for at, value in enumerate(line, start=1):
                sheet.cell(number, at, value)

    desk.by_hand(by_hand)


@pytest.mark.parametrize("ledger", SHEETS, ids=lambda ledger: ledger.sheet)
def test_a_new_pilot_comes_last_and_no_other_line_moves(desk: Desk, ledger: Ledger) -> None:
    desk.receive("静安区", pilots=[pilot(n) for n in range(3)])
    desk.receive("黄浦区", pilots=[pilot(n) for n in range(3, 6)])
    turn_over(desk, ledger)
    before = names(desk, ledger)
    desk.receive("黄浦区", cover=AGAIN, pilots=[pilot(n) for n in range(3, 7)])
    after = names(desk, ledger)
    assert after[:6] == before
    assert len(after) == 7


def test_a_sheet_that_is_sorted_otherwise_is_up_to_date(desk: Desk) -> None:
    desk.receive("静安区", pilots=[pilot(n) for n in range(5)])
    for ledger in SHEETS:
        turn_over(desk, ledger)
    master = desk.master
    watches = {ledger.sheet for ledger in WATCHES}
    cells = [cell for cell in watch_sheets(master, AS_OF, SETTINGS) if cell.sheet in watches and cell.row >= FIRST_ROW]
    assert cells == []


def test_where_something_is_to_be_done_the_line_goes_to_the_top(desk: Desk) -> None:
    pilots = [pilot(n) for n in range(4)]
    desk.receive("静安区", pilots=pilots)
    last = names(desk, TRACKING_WATCH)[-1]
    number = next(n for n, one in enumerate(pilots) if one["name"] == last)
    tracked = row("tracking", SITE, number, verdict="限期整改", rectify_by="2026-03-01", unmet="C01")
    desk.receive("静安区", cover=AGAIN, pilots=pilots, tracking=[tracked])
    assert names(desk, TRACKING_WATCH)[0] == last


def test_two_pilots_of_one_name_have_a_line_each(desk: Desk) -> None:
    desk.receive("静安区", pilots=[pilot(1), pilot(2, name=pilot(1)["name"])])
    desk.receive("静安区", cover=AGAIN, pilots=[pilot(1), pilot(2, name=pilot(1)["name"]), pilot(3)])
    assert len(desk.lines(REPORT_WATCH)) == 3
