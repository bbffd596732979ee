"""Tints on faulty cells, and the way back to the colours that were there.

What was tinted, and over which colour, is remembered as texts (`Mark.remember`) that the list of problems keeps.
A tint is taken away only where it still is ours: a cell coloured anew since then stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import xlwings as xw

from toolkit.findings import Finding, Severity
from toolkit.sheets.formats.cells import parse_reference

Colour = tuple[int, int, int] | None
"""Red, green, blue, 0 to 255; None where a cell has no fill."""

TINTS: dict[Severity, Colour] = {Severity.E: (255, 193, 199), Severity.W: (255, 230, 171)}
"""Shades nobody picks from a palette, so that they are known again. What only informs is not tinted."""

_MEMORY = "pilot-marks"
_ADDRESSES = 500
"""Cells remembered in one text; some 4,000 characters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A tinted cell and its own colour."""

    sheet: str
    cell: str
    before: Colour


def is_memory(value: object) -> bool:
    """Whether a cell's value is one of the texts marks are remembered in."""
    return isinstance(value, str) and value.startswith(f"{_MEMORY}/")


def remembered(marks: Iterable[Mark]) -> list[str]:
    """The marks as texts: `pilot-marks/sheet/colour/cells`, the slash being what no sheet's name can hold."""
    groups: dict[tuple[str, Colour], list[str]] = defaultdict(list)
    for mark in marks:
        groups[mark.sheet, mark.before].append(mark.cell)
    return [
        f"{_MEMORY}/{sheet}/{_text(before)}/{' '.join(cells[first : first + _ADDRESSES])}"
        for (sheet, before), cells in groups.items()
        for first in range(0, len(cells), _ADDRESSES)
    ]


def recalled(texts: Iterable[str]) -> list[Mark]:
    """The marks of such texts; what a person has made of one beyond recognition is left out."""
    found = (re.fullmatch(rf"{_MEMORY}/([^/]+)/([0-9A-F]{{6}}|)/([A-Z0-9 ]+)", text) for text in texts)
    return [Mark(match[1], cell, _colour(match[2])) for match in found if match for cell in match[3].split()]


def _text(colour: Colour) -> str:
    return "" if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


def _colour(text: str) -> Colour:
    return (int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)) if text else None


def planned(book: xw.Book, findings: Iterable[Finding]) -> dict[Mark, Colour]:
    """Which cells are to be tinted how: the worst said of a cell decides. Nothing is changed."""
    tints: dict[tuple[str, str], Colour] = {}
    for severity in (Severity.W, Severity.E):
        for finding in findings:
            place = finding.place
            if finding.severity is severity and place.sheet and place.cell:
                tints[place.sheet, place.cell] = TINTS[severity]
    return {Mark(sheet, cell, _own_colour(book, sheet, cell)): tint for (sheet, cell), tint in tints.items()}


def _own_colour(book: xw.Book, sheet: str, cell: str) -> Colour:
    """A cell's colour; a tint of ours whose memory was lost is nobody's own."""
    colour: Colour = book.sheets[sheet].range(cell).color
    return None if colour in TINTS.values() else colour


def tint(book: xw.Book, plan: dict[Mark, Colour]) -> None:
    """Tint the cells."""
    for mark, colour in plan.items():
        book.sheets[mark.sheet].range(mark.cell).color = colour


def untint(book: xw.Book, marks: Iterable[Mark]) -> None:
    """Give marked cells their own colours back, in the cells they have moved to where rows were moved."""
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    there = {sheet.name: sheet for sheet in book.sheets}
    for name in by_sheet.keys() & there.keys():
        strayed = [mark for mark in by_sheet[name] if not _restored(there[name].range(mark.cell), mark.before)]
        _restore_strayed(there[name], strayed)


def _restored(cell: xw.Range, before: Colour) -> bool:
    ours = cell.color in TINTS.values()
    if ours:
        cell.color = before
    return ours


def _restore_strayed(sheet: xw.Sheet, strayed: Sequence[Mark]) -> None:
    """Sorted, inserted and deleted rows take their tints along: look for them in the same columns.

    Which of several marks has come to lie where is not known; where they disagree, the cell is left without fill.
    """
    before: dict[int, set[Colour]] = defaultdict(set)
    for mark in strayed:
        if address := parse_reference(mark.cell):
            before[address[1]].add(mark.before)
    for column, colours in before.items():
        for cell in _column(sheet, column):
            _restored(cell, next(iter(colours)) if len(colours) == 1 else None)


def _column(sheet: xw.Sheet, column: int) -> Iterator[xw.Range]:
    used = sheet.used_range
    for row in range(used.row, used.row + used.shape[0]):
        yield sheet.range((row, column))
