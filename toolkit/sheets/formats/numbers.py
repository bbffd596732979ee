"""What a number means: the formats that make it a date, and the date a serial stands for.

Formats 27–36 and 50–58 are nowhere in the files that use them: their text depends on the language of the
program (ECMA-376 part 1, 18.8.30). Chinese programs date every second cell with them.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache

GENERAL = "General"

_YEAR_MONTH = 'yyyy"年"m"月"'
_MONTH_DAY = 'm"月"d"日"'
_HALF_DAY = '上午/下午h"时"mm"分"'
_HALF_DAY_SECONDS = '上午/下午h"时"mm"分"ss"秒"'

BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: _HALF_DAY, 35: _HALF_DAY_SECONDS, 36: _YEAR_MONTH,
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY,
    55: _HALF_DAY, 56: _HALF_DAY_SECONDS, 57: _YEAR_MONTH, 58: _MONTH_DAY,
}

# Text that stands for itself: quoted, escaped, padding, and brackets such as [Red] or [$-804].
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]|general', re.IGNORECASE | re.DOTALL)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_FRACTION = re.compile(r"s[.,]0+", re.IGNORECASE)

_FIRST, _LAST = datetime(1990, 1, 1), datetime(2100, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001 - no cell has a zone
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - serial 0, were it not for the 29 February 1900 that never was
_DAY_ZERO_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_DAY_MILLISECONDS = 86_400_000
_SERIAL_SPAN = (31_000.0, 74_000.0)


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether a number under this format shows as a date or a time of day (a duration does not)."""
    first = _LITERAL.sub(lambda match: match[0] if _ELAPSED.fullmatch(match[0]) else "", code).split(";")[0]
    if _ELAPSED.search(first):
        return False
    letters = _FRACTION.sub("s", first).lower()
    return not any(sign in letters for sign in "0#?@") and any(sign in letters for sign in "ymdhsea")


def serial_to_datetime(serial: float, *, epoch_1904: bool) -> datetime | None:
    """The date of a serial, to the millisecond; None outside 1990–2100, where no date of ours lies."""
    low, high = _SERIAL_SPAN
    if not low <= serial <= high:
        return None
    zero = _DAY_ZERO_1904 if epoch_1904 else _DAY_ZERO
    moment = zero + timedelta(milliseconds=round(serial * _DAY_MILLISECONDS))
    return moment if _FIRST <= moment <= _LAST else None


def datetime_or_serial(moment: datetime) -> datetime | int | float:
    """A date given in words, under the same rule: outside 1990–2100 it is the serial it stands for."""
    if _FIRST <= moment <= _LAST:
        return moment
    return plain((moment - _DAY_ZERO) / timedelta(days=1))


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,20}", re.ASCII)
_EXACT = 1e21  # from here on even an integral number is better left in powers of ten


def plain(number: float) -> int | float:
    """The same number, as an int where it is integral."""
    if isinstance(number, int):
        return number
    return int(number) if abs(number) < _EXACT and number == int(number) else number


def parse_number(text: str) -> int | float | None:
    """A number as spreadsheet files write it; None for anything else (nan, inf, 1_000, 0x10).

    All digits of an integer are kept, even those beyond the fifteen that spreadsheet programs can hold.
    """
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) > 400 or not _NUMBER.fullmatch(text.strip()):  # no double needs more digits
        return None
    number = float(text)
    return None if number in {float("inf"), float("-inf")} else plain(number)
