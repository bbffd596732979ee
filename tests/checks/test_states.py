"""§1.6: three steps are forbidden and named with what is allowed; all others pass in silence."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot
from toolkit.checks.states import NEXT, allowed_after, check_states
from toolkit.master.state import Entry
from toolkit.records.pilots import STATE

AS_OF = date(2026, 6, 30)
LEFT = {"tracked_on": date(2026, 5, 20), "verdict": "建议退出", "ground": "T1", "unmet": "C10", "facts": "未隔离",
        "exit_on": date(2026, 6, 15), "effective_on": date(2026, 6, 15)}  # fmt: skip


def codes(*entries: Entry, as_of: date = AS_OF) -> list[str]:
    return [finding.code for finding in check_states(master(*entries), as_of)]


@pytest.mark.parametrize("state", ["试点中", "限期整改", "拟退出"])
def test_a_pilot_determined_in_form_is_no_matter(state: str) -> None:
    assert codes(pilot("松江区", state=state)) == []


@pytest.mark.parametrize("missing", ["determined_on", "document_no"])
def test_a_pilot_without_date_or_number_of_its_determination_is_an_error(missing: str) -> None:
    assert codes(pilot("松江区", **{missing: None, "determined_year": 2025})) == ["STATE-01"]


def test_an_exit_without_the_day_of_its_decision_is_an_error() -> None:
    assert codes(pilot("松江区", state="已退出")) == ["STATE-02"]
    assert codes(pilot("松江区", state="已退出"), entry("tracking", "松江区", **LEFT)) == []


def test_who_has_exited_is_not_simply_a_pilot_again_and_the_way_back_is_named() -> None:
    known = master(pilot("松江区"), entry("tracking", "松江区", **LEFT))
    (finding,) = check_states(known, AS_OF)
    assert (finding.code, str(finding.severity)) == ("STATE-03", "E")
    assert "重新纳入" in finding.advice
    assert check_states(known, date(2026, 6, 14)) == []


def test_a_re_entry_is_a_record_of_its_own() -> None:
    again = pilot("松江区", determined_on=date(2027, 9, 1), origin="重新纳入", previous_id="SH-310117-2025-D-001")
    assert codes(pilot("松江区", state="已退出"), again, entry("tracking", "松江区", **LEFT), as_of=date(2027, 12, 1)) == []


@pytest.mark.parametrize("changes", [{"level": "区级"}, {"state": None}])
def test_what_is_not_the_citys_or_not_known_is_not_judged(changes: dict[str, Any]) -> None:
    assert codes(pilot("松江区", document_no=None, **changes)) == []


def test_every_state_has_its_next_ones() -> None:
    assert set(NEXT) == set(STATE.values)
    assert allowed_after("试点中") == "试点中→限期整改、试点中→拟退出、试点中→已退出"
    assert "另起一行" in allowed_after("已退出")
