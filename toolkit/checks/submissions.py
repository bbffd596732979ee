"""Which units sent their workbook of a month, which of them after the batch was closed, and what came in with it (四（一））."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.checks.entered import typed
from toolkit.master.batch import SUPPLEMENT, Month
from toolkit.master.ledgers import BATCHES
from toolkit.master.state import Master
from toolkit.policy import Unit, UnitKind, notice


class Sent(StrEnum):
    """Whether a unit's workbook of a month came with the batch, after it, or not (yet)."""

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


def units_of_month(master: Master, month: Month) -> list[UnitMonth]:
    """Every unit that is asked for a workbook, and direct units that sent one."""
    lines: dict[str, list[dict[str, str]]] = {}
    for raw in master.ledger_rows(BATCHES):
        line = {header: typed(value) for header, value in raw.items()}
        if (line.get("年度"), line.get("月份")) == (str(month[0]), str(month[1])):
            lines.setdefault(line.get("报送单位") or "", []).append(line)
    return [
        _unit_month(unit, lines.get(unit.short, []))
        for unit in notice().unit
        if unit.kind is not UnitKind.DIRECT or unit.short in lines
    ]


def _unit_month(unit: Unit, lines: Sequence[dict[str, str]]) -> UnitMonth:
    if not lines:
        return UnitMonth(unit, Sent.MISSING)
    return UnitMonth(
        unit, Sent.LATE if lines[0].get("处理") == SUPPLEMENT else Sent.IN_TIME,
        rows=_count(lines[-1], "报送行数"), added=sum(_count(line, "新增") for line in lines),
        changed=sum(_count(line, "变更") for line in lines), held=_count(lines[-1], "暂缓"),
    )  # fmt: skip


def _count(line: dict[str, str], header: str) -> int:
    text = line.get(header) or ""
    return int(text) if text.isdecimal() else 0
