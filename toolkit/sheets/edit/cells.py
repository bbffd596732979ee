"""One value as the XML of a cell (ECMA-376 Part 1, 18.3.1.4), and what XML or Excel cannot hold."""

import math
import re
from datetime import date, datetime, time
from typing import TypeGuard

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.changes import Value
from toolkit.sheets.edit.refusal import NotEditable
from toolkit.sheets.grid import address

LONGEST_TEXT = 32_767
_LARGEST_EXACT = 10**15
"""Excel keeps 15 digits of a number; a code of 16 or 18 must be a text."""

_UNWRITABLE = "\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff"
_CONTROL = re.compile(f"[{_UNWRITABLE}]")
_LOOKALIKE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}[_{_UNWRITABLE}])")


def escape(text: str) -> str:
    """A text as the content of an element, spelled so that every program reads these very characters back."""
    text = carried(text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def carried(text: str) -> str:
    """A text with what XML cannot carry, and the carriage return it would change, as _xHHHH_.

    A text that already looks so is escaped itself (ECMA-376 Part 1, 22.9.2.19).
    """
    if text.isprintable() and "_x" not in text:
        return text
    text = _LOOKALIKE.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def written(value: Value, prefix: str, epoch_1904: bool) -> tuple[bytes, bytes]:
    """The cell's type attribute and its content; both empty for a cleared cell.

    `prefix` is the main namespace's, with its colon. Raises `ValueError` on what no cell can hold.
    """
    if value is None or value == "":
        return b"", b""
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return b' t="inlineStr"', f"<{prefix}is><{prefix}t{space}>{escape(value)}</{prefix}t></{prefix}is>".encode()
    if isinstance(value, bool):
        return b' t="b"', f"<{prefix}v>{int(value)}</{prefix}v>".encode()
    number = serial(value, epoch_1904) if isinstance(value, date) else value
    if not math.isfinite(number) or (isinstance(number, int) and abs(number) >= _LARGEST_EXACT):
        raise ValueError(value)
    return b"", f"<{prefix}v>{number!r}</{prefix}v>".encode()


def serial(moment: date, epoch_1904: bool) -> int | float:
    """The days since the book's epoch. Excel's 1900 calendar has a 29 February that never was."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        raise ValueError(moment)
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    day = date(moment.year, moment.month, moment.day)
    days = (day - first).days
    if not epoch_1904 and day < date(1900, 3, 1):
        days -= 1
    if days < (0 if epoch_1904 else 1):
        raise ValueError(moment)
    return days + _fraction(moment.time()) if has_time(moment) else days


def has_time(moment: date) -> TypeGuard[datetime]:
    """Whether it says more than a day."""
    return isinstance(moment, datetime) and moment.time() != time()


def _fraction(clock: time) -> float:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return seconds / 86_400


def as_text(value: Value) -> Value:
    """A value as people would read it in a text cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat(" ") if has_time(value) else f"{value:%Y-%m-%d}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def refuse_unwritable(sheet: str, row: int, column: int, value: Value) -> None:
    """Raise `NotEditable` on a text longer than a cell holds: it is never cut."""
    if isinstance(value, str) and len(value) * 2 > LONGEST_TEXT:
        length = len(value.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_TEXT:
            raise NotEditable(edits.TEXT_TOO_LONG, sheet=sheet, cell=address(row, column), length=length)
