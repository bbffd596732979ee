"""Dates in every notation mail brings, and never a guess."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import squeeze
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading

SERIALS = range(36526, 73051)
"""Serial numbers of 2000-01-01 to 2100-01-01 in the 1900 system: a whole number here is a date unformatted."""

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YMD = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_SHORT_YMD = re.compile(r"(\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MD = re.compile(r"(\d{1,2})(?:月(\d{1,2})[日号]?|[-./](\d{1,2}))")
_YM = re.compile(r"(\d{4})(?:年(\d{1,2})月?|[-./](\d{1,2}))")
_DMY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def _chinese_digits(text: str) -> str:
    """二〇二五年十二月五日 → 2025年12月5日; other texts unchanged."""
    if not re.search(r"[〇零○一二三四五六七八九十廿]", text):
        return text

    def tens(match: re.Match[str]) -> str:
        head, tail = match[1], match[2]
        return str((int(head.translate(_CHINESE)) if head else 1) * 10 + (int(tail.translate(_CHINESE)) if tail else 0))

    text = re.sub(r"([一二三])?十([一二三四五六七八九])?", tens, text)
    return text.translate(_CHINESE)


def _real_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Bad(cells.DATE_IMPOSSIBLE) from None


@dataclass(frozen=True)
class Day(Kind):
    """A calendar day. `future` marks days that may lie ahead (a term), so lateness is not told of them."""

    number_format: ClassVar[str] = "yyyy-mm-dd"
    future: bool = False

    def parse(self, raw: Raw, reading: Reading) -> date:
        """The day; what was repaired or looks late is told."""
        day = self._day(raw, reading)
        if not date(2000, 1, 1) <= day <= date(2100, 12, 31):
            raise Bad(cells.DATE_OUT_OF_RANGE)
        if not self.future:
            self._tell_if_late(day, reading)
        return day

    def show(self, value: Any) -> Raw:
        """A date cell's value."""
        return value if value is None else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone

    @staticmethod
    def _tell_if_late(day: date, reading: Reading) -> None:
        context = reading.context
        if day > context.as_of:
            reading.tell(cells.DATE_AFTER_AS_OF, read=day, as_of=context.as_of)
        elif context.filled_on and day > context.filled_on and reading.field != "filled_on":
            reading.tell(cells.DATE_AFTER_FILLED, read=day, filled_on=context.filled_on)

    def _day(self, raw: Raw, reading: Reading) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        if isinstance(raw, bool):
            raise Bad(cells.DATE_UNREADABLE)
        if isinstance(raw, int | float):
            return self._from_number(raw, reading)
        day = self._from_text(_chinese_digits(squeeze(str(raw))), reading)
        if str(raw) != f"{day:%Y-%m-%d}":
            reading.tell(cells.DATE_REWRITTEN, read=day)
        return day

    def _from_number(self, raw: float, reading: Reading) -> date:
        if raw == int(raw) and int(raw) in SERIALS:
            epoch = date(1904, 1, 1) if reading.context.epoch_1904 else date(1899, 12, 30)
            day = epoch + timedelta(days=int(raw))
            reading.tell(cells.DATE_FROM_SERIAL, read=day)
            return day
        text = str(int(raw)) if raw == int(raw) else repr(raw)
        if re.fullmatch(r"20\d{2}\.1", text):
            raise Bad(cells.DATE_CUT_MONTH, year=text[:4])
        if compact := _COMPACT.fullmatch(text):
            day = _real_date(*map(int, compact.groups()))
            reading.tell(cells.DATE_REWRITTEN, read=day)
            return day
        if _YM.fullmatch(text):
            raise Bad(cells.DATE_WITHOUT_DAY)
        raise Bad(cells.DATE_UNREADABLE)

    def _from_text(self, text: str, reading: Reading) -> date:
        for pattern in (_YMD, _COMPACT):
            if match := pattern.fullmatch(text):
                return _real_date(*map(int, match.groups()))
        if match := _SHORT_YMD.fullmatch(text):
            return _real_date(2000 + int(match[1]), int(match[2]), int(match[3]))
        if _DMY.fullmatch(text):
            raise Bad(cells.DATE_AMBIGUOUS)
        if _YM.fullmatch(text):
            raise Bad(cells.DATE_WITHOUT_DAY)
        if match := _MD.fullmatch(text):
            return self._without_year(int(match[1]), int(match[2] or match[3]), reading)
        if re.fullmatch(r"\d{5}(?:\.0)?", text) and int(float(text)) in SERIALS:
            return self._from_number(int(float(text)), reading)
        raise Bad(cells.DATE_UNREADABLE)

    @staticmethod
    def _without_year(month: int, day: int, reading: Reading) -> date:
        context = reading.context
        year = context.filled_on.year if context.filled_on else context.year
        if year is None:
            raise Bad(cells.DATE_UNREADABLE)
        read = _real_date(year, month, day)
        reading.tell(cells.DATE_WITHOUT_YEAR, read=read)
        return read
