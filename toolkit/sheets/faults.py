"""Cells that hold no usable value, in the catalogue's words; and what a cell shows, as text."""

from datetime import datetime, time

from toolkit.findings import Problem, Rule
from toolkit.findings.catalogue import cells
from toolkit.sheets.grid import Cell, Fault

_RULES: dict[Fault, Rule] = {
    Fault.ERROR: cells.ERROR_VALUE,
    Fault.UNCACHED: cells.UNCACHED,
    Fault.BROKEN: cells.BROKEN,
    Fault.PICTURE: cells.PICTURE,
}


_MIDNIGHT = time()


def fault_problem(field: str, cell: Cell) -> Problem | None:
    """The problem a faulty cell is, or None for a sound one."""
    return Problem(_RULES[cell.fault], field) if cell.fault else None


def shown(cell: Cell | None) -> str | None:
    """What a person sees in a cell, near enough to find it again."""
    if cell is None or cell.value is None:
        return None
    value = cell.value
    if isinstance(value, datetime):
        midnight = value.time() == _MIDNIGHT
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
