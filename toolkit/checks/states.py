"""三、四（四）: the states of a pilot and the steps between them; three steps are forbidden, all others are allowed.

The notice says who enters (确定名单) and that one may leave (予以退出); 限期整改 and 拟退出 between them are practice.
"""

from collections.abc import Collection, Iterator
from datetime import date

from toolkit.checks.listed import left_on
from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import checks
from toolkit.master.state import Entry, Master
from toolkit.records.pilots import CITY_LEVEL, EXITED, PILOT

NEXT = {
    PILOT: ("限期整改", "拟退出", EXITED),
    "限期整改": (PILOT, "拟退出"),
    "拟退出": (PILOT, EXITED),
    EXITED: (),
}
"""From each state to which others; who has exited comes back only as a new record (重新纳入)."""
_RETURN = "再次申请并确定后另起一行（来源填“重新纳入”，并填前次编号）"


def allowed_after(state: str) -> str:
    """The steps allowed from a state, in words."""
    return "、".join(f"{state}→{following}" for following in NEXT[state]) or _RETURN


def check_states(master: Master, as_of: date, only: Collection[int] | None = None) -> list[Finding]:
    """The three forbidden steps, wherever the master's 市级 pilots show one; `only` these (by id of Entry) if given."""
    pilots = (
        pilot
        for pilot in master.entries("pilots")
        if pilot.values.get("level") == CITY_LEVEL and (only is None or id(pilot) in only)
    )
    return [finding for pilot in pilots for finding in _judge(master, pilot, as_of)]


def _judge(master: Master, pilot: Entry, as_of: date) -> Iterator[Finding]:
    state, left = pilot.values.get("state"), left_on(master, pilot)
    if state == EXITED:
        if left is None:
            yield _told(master, pilot, checks.EXITED_UNDATED)
        return
    lacking = [name for name in ("determined_on", "document_no") if not pilot.values.get(name)]
    if lacking and state is not None:
        headers = "、".join(pilot.form.column(name).header for name in lacking)
        yield _told(master, pilot, checks.DETERMINED_UNDATED, headers=headers)
    if state == PILOT and left and left <= as_of:
        yield _told(master, pilot, checks.EXITED_IS_BACK, left=left, allowed=allowed_after(EXITED))


def _told(master: Master, pilot: Entry, rule: Rule, **words: object) -> Finding:
    place = Place(master.name, pilot.form.sheet, row=pilot.row)
    return Finding(rule, place, None, {"name": pilot.describe(), "state": pilot.values.get("state"), **words}, pilot.names)
