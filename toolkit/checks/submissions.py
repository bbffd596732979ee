"""Which units sent their workbook of a month, which of them after it had closed, and what came in with it (四（一）)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from toolkit.checks.entered import typed
from toolkit.checks.workdays import is_workday
from toolkit.master.batch import SUPPLEMENT, Month
from toolkit.master.ledgers import BATCHES
from toolkit.master.memory import COVER_ID
from toolkit.master.state import Master
from toolkit.policy import Settings, Unit, UnitKind, notice


class Sent(StrEnum):
    """Whether a unit's workbook of a month came in time, after the month had closed, or not (yet)."""

    IN_TIME = "按时"
    LATE = "逾期"
    MISSING = "未报"


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """One unit's month by 批次记录; `rows` and `held` are of its last file, `added` and `changed` of all of them."""

    unit: Unit
    sent: Sent
    rows: int = 0
    added: int = 0
    changed: int = 0
    held: int = 0


Lines = Sequence[dict[str, str]]


def units_of_month(master: Master, month: Month, settings: Settings) -> list[UnitMonth]:
    """Every unit that is asked for a workbook, and direct units that sent one."""
    lines: dict[str, list[dict[str, str]]] = {}
    for raw in master.ledger_rows(BATCHES):
        line = {header: typed(value) for header, value in raw.items()}
        if (line.get("年度"), line.get("月份")) == (str(month[0]), str(month[1])):
            lines.setdefault(line.get("报送单位") or "", []).append(line)
    days = {unit: _came_in(master, unit, month) for unit in lines}
    closed = max([_closes(month, settings), *filter(None, [min(filter(None, days.values()), default=None)])])
    return [
        _unit_month(unit, lines.get(unit.short, []), days.get(unit.short), closed)
        for unit in notice().unit
        if unit.kind is not UnitKind.DIRECT or unit.short in lines
    ]


def _closes(month: Month, settings: Settings) -> date:
    """The month's last day for workbooks, or the next working day."""
    day = date(*month, settings.month_closes_on)
    while not is_workday(day, settings):
        day += timedelta(days=1)
    return day


def _came_in(master: Master, unit: str, month: Month) -> date | None:
    """When a unit's first file of a month was merged, by what came first with it; by its cover where nothing did."""
    batch = f"{month[0]}-{month[1]:02}"
    days = [
        record.origin.day
        for (form_id, owner, _), record in master.base.items()
        if owner == unit and form_id != COVER_ID and record.origin and record.origin.batch == batch
    ]
    cover = master.base.get((COVER_ID, unit, (batch,)))
    told = min(days, default=(cover.texts.get("filled_on") if cover else None))
    return date.fromisoformat(told) if told else None


def _unit_month(unit: Unit, lines: Lines, came_in: date | None, closed: date) -> UnitMonth:
    if not lines:
        return UnitMonth(unit, Sent.MISSING)
    later = lines[0].get("处理") == SUPPLEMENT and (came_in is None or came_in > closed)
    return UnitMonth(
        unit, Sent.LATE if later else Sent.IN_TIME,
        rows=_count(lines[-1], "报送行数"), added=sum(_count(line, "新增") for line in lines),
        changed=sum(_count(line, "变更") for line in lines), held=_count(lines[-1], "暂缓"),
    )  # fmt: skip


def _count(line: dict[str, str], header: str) -> int:
    text = line.get(header) or ""
    return int(text) if text.isdecimal() else 0
