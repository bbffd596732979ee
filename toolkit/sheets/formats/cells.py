"""From what a cell says of itself (type, style, raw text) to a `Cell`, whichever way the sheet is read."""

import re
from collections.abc import Sequence
from datetime import datetime

from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW
from toolkit.sheets.formats.memory import MEMORY, MOST
from toolkit.sheets.formats.numbers import datetime_or_serial, parse_number, plain, serial_to_datetime
from toolkit.sheets.formats.styles import PLAIN, Style
from toolkit.sheets.formats.texts import SharedStrings, unescape
from toolkit.sheets.grid import Address, Area, Cell, Fault, Value

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""What the error codes of the binary formats show."""
ERROR_TEXTS = frozenset(ERRORS.values())

_cell = tuple.__new__
"""A cell from all five of its parts, in half the time of `Cell(…)`: a batch has tens of thousands."""
_REMEMBERED = 4096
_MANY_STYLES = 1000
_NO_TEXT = 2_000_000_000
_BOOLEANS = {"1": True, "0": False, "true": True, "false": False}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_RICH_VALUE_ERROR = "#VALUE!"  # what programs without pictures in cells are given to show


Piece = tuple[Cell | None, int, int]
"""A cell as the part spells it, None where it holds nothing; the column that follows, the length of its text."""


class CellMaker:
    """Makes cells of one book; cells that say the same are one object."""

    def __init__(self, strings: SharedStrings, styles: Sequence[Style], *, epoch_1904: bool) -> None:
        self._strings = strings
        self._styles = {str(index): style for index, style in enumerate(styles)}
        self._styles[""] = self._styles.setdefault("0", PLAIN)
        self._epoch_1904 = epoch_1904
        self._made: dict[tuple[str, str, str | None, bool], Cell | None] = {}

    def remembered(self) -> dict[str, Piece]:
        """Where to keep cells by all that stands behind their address, for as long as that means the same.

        Without shared texts it does in every book with these styles.
        """
        if self._strings.texts or len(self._styles) > _MANY_STYLES:
            return {}
        key = ("cells", tuple(self._styles.items()), self._epoch_1904)
        known: dict[str, Piece] | None = MEMORY.find(key)
        if known is None:
            known = {}
            MEMORY.keep(key, known, MOST // 4)
        return known

    def make(self, kind: str, style: str, raw: str | None, *, formula: bool) -> Cell | None:
        """A cell by its attributes `t` and `s` ('' where absent) and its `<v>`; None where nothing stands."""
        key = (kind, style, raw, formula)
        if key in self._made:
            return self._made[key]
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        cell = self._made[key] = self.fresh(kind, style, raw, formula=formula)
        return cell

    def fresh(self, kind: str, style: str, raw: str | None, *, formula: bool) -> Cell | None:
        """The same, for callers that remember themselves."""
        look = self._styles.get(style) or PLAIN
        if raw and kind == "s":
            return self._shared(raw, look, formula=formula)
        if raw is None or (raw == "" and kind != "str"):
            return Cell(None, look.format, formula, Fault.UNCACHED, look.struck) if formula else None
        if raw == "" and not formula:
            return None
        value, fault = self._value(kind, raw, self._styles.get(style))
        return _cell(Cell, (value, look.format, formula, fault, look.struck))

    def inline(
        self, style: str, text: str, struck: bool | None = None, *, formula: bool = False
    ) -> Cell | None:
        """A cell whose text stands in the sheet itself; None leaves it to the style whether it is struck."""
        if not text and not formula:
            return None
        look = self._styles.get(style) or PLAIN
        return _cell(Cell, (text, look.format, formula, None, look.struck if struck is None else struck))

    def picture(self, style: str, *, formula: bool) -> Cell:
        """A cell that holds a picture instead of a value."""
        return Cell(None, (self._styles.get(style) or PLAIN).format, formula, Fault.PICTURE)

    def _value(self, kind: str, raw: str, style: Style | None) -> tuple[Value, Fault | None]:
        value: Value = None
        if kind == "str":
            return unescape(raw), None
        if kind == "e":
            return raw, Fault.ERROR
        if kind in {"", "n"}:
            value = self._number(raw, style)
        elif kind == "b":
            value = _BOOLEANS.get(raw)
        elif kind == "d":
            value = _iso_date(raw)
        return (raw, Fault.BROKEN) if value is None else (value, None)

    def _number(self, raw: str, style: Style | None) -> Value:
        number = parse_number(raw)
        if number is None or style is None:  # without its style nobody knows whether it is a date
            return None
        return dated(number, style, epoch_1904=self._epoch_1904)

    def _shared(self, raw: str, look: Style, *, formula: bool) -> Cell | None:
        texts, struck = self._strings.texts, self._strings.struck
        index = int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 10 else _NO_TEXT
        if index >= len(texts):
            return Cell(raw, formula=formula, fault=Fault.BROKEN)
        text = texts[index]
        if not text and not formula:
            return None
        return _cell(Cell, (text, look.format, formula, None, struck.get(index, look.struck) if struck else look.struck))


def dated(number: float, style: Style, *, epoch_1904: bool) -> int | float | datetime:
    """A finite number as its style means it: a date of our time, else the number, an int where it can be."""
    moment = serial_to_datetime(number, epoch_1904=epoch_1904) if style.date else None
    return plain(number) if moment is None else moment


def is_picture(kind: str, raw: str | None, formula: str, *, rich: bool) -> bool:
    """Whether a cell is a picture: WPS writes a DISPIMG formula, Excel a rich value (`vm`) over an error."""
    return "DISPIMG(" in formula or (rich and kind == "e" and raw == _RICH_VALUE_ERROR)


def parse_reference(reference: str) -> Address | None:
    """`C7` → (7, 3); None for what is no address of a sheet."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column, row = COLUMNS[match[1]], int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_area(reference: str) -> Area | None:
    """`A1:C7` or `A1` as an area with its corners in order."""
    first, _, last = reference.partition(":")
    one, other = parse_reference(first), parse_reference(last or first)
    if one is None or other is None:
        return None
    (top, bottom), (left, right) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Area(top, left, bottom, right)


class _Columns(dict[str, int]):
    """AA → 27, worked out once each; 0 for what names no column."""

    def __missing__(self, letters: str) -> int:
        column = 0
        if letters.isascii() and letters.isalpha() and len(letters) <= 3:
            for letter in letters.upper():
                column = column * 26 + ord(letter) - 64
            self[letters] = column
        return column


COLUMNS = _Columns()
"""Column numbers by their letters."""


def _iso_date(raw: str) -> Value:
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        return None
    return datetime_or_serial(moment.replace(tzinfo=None))
