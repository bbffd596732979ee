"""Dates in every notation mail brings, and never a guess."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import squeeze
from toolkit.records.kinds.base import Bad, Context, Kind, Raw, Reading, trim
from toolkit.records.kinds.text import compact

SERIALS = range(36526, 73051)
"""Serial numbers of 2000-01-01 to 2100-01-01 in the 1900 system: a number here is a date unformatted."""
_FROM_1904 = 1462
"""Days by which the 1904 system counts less."""
_LONGEST = 40
"""No notation of a date is longer; what is need not be searched."""
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)
_PLAUSIBLE_FROM = 2015
"""A two-digit year before this is none: what looks like 05/12/25 has its year elsewhere."""

_NOT_YET = frozenset({"未报", "未报送", "未收", "未收到"})
_CHINESE = str.maketrans("〇零○◯Oo一二三四五六七八九", "000000123456789")
_TIME = re.compile(r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
_WEEKDAY = re.compile(r"[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?$")
_BLANKS_BETWEEN = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_TWO_NUMBERS = re.compile(r"\d\s+\d")
_YMD = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
_SHORT_YMD = re.compile(r"(\d{2})([-./年])(\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
_COMPACT = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})", re.ASCII)
_MD = re.compile(r"(\d{1,2})(?:月(\d{1,2})[日号]?|[-./](\d{1,2}))", re.ASCII)
_YM = re.compile(r"\d{4}(?:年\d{1,2}月?|[-./]\d{1,2})|20\d{2}(?:0[1-9]|1[0-2])|20\d{2}年?", re.ASCII)
_DMY = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


def _chinese_digits(text: str) -> str:
    """二〇二五年十二月廿五日 → 2025年12月25日; other texts unchanged."""
    if not re.search(r"[〇零○一二三四五六七八九十廿卅]", text):
        return text

    def tens(match: re.Match[str]) -> str:
        head, tail = match[1], match[2]
        return str((int(head.translate(_CHINESE)) if head else 1) * 10 + (int(tail.translate(_CHINESE)) if tail else 0))

    text = text.replace("廿", "二十").replace("卅", "三十")
    return re.sub(r"([一二三])?十([一二三四五六七八九])?", tens, text).translate(_CHINESE)


def _tidy(raw: str) -> str:
    """A date's text without time of day, weekday, blanks and closing stop, in Arabic digits."""
    text = trim(raw)
    if len(text) > _LONGEST:
        raise Bad(cells.DATE_UNREADABLE)
    text = _WEEKDAY.sub("", _TIME.sub("", text.replace("：", ":")).rstrip())
    text = _BLANKS_BETWEEN.sub(r"\1-\2-\3", text)
    if _TWO_NUMBERS.search(text):
        raise Bad(cells.DATE_UNREADABLE)
    return _chinese_digits(compact(text)).rstrip(".。")


def _figure(raw: float) -> str:
    """A number's own digits: 20251205, 12.05; never one that may have lost a closing zero."""
    text = str(int(raw)) if raw == int(raw) else repr(raw)
    if re.fullmatch(r"20\d{2}\.1", text):
        raise Bad(cells.DATE_CUT_MONTH, year=text[:4])
    if re.fullmatch(r"\d{1,2}\.[123]", text):
        raise Bad(cells.DATE_CUT_DAY)
    return text


def _real_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Bad(cells.DATE_IMPOSSIBLE) from None


def _why_none(text: str) -> Bad:
    """What keeps a text from being a day."""
    if _DMY.fullmatch(text):
        return Bad(cells.DATE_AMBIGUOUS)
    return Bad(cells.DATE_WITHOUT_DAY if _YM.fullmatch(text) else cells.DATE_UNREADABLE)


def _serial_day(raw: float, reading: Reading) -> date | None:
    """The day of a serial number (its fraction is a time of day), or None where it is none."""
    days = int(raw) + (_FROM_1904 if reading.context.epoch_1904 else 0)
    if days not in SERIALS:
        return None
    day = date(1899, 12, 30) + timedelta(days=days)
    reading.tell(cells.DATE_FROM_SERIAL, read=day)
    return day


@dataclass(frozen=True)
class Day(Kind):
    """A calendar day. `future` marks days that may lie ahead (a term), so lateness is not told of them.

    `of_year` marks days of the workbook's own year: one that lies before the year last past is told, for it mostly is
    a year mistyped, or moved by four between the two systems of counting days.
    """

    number_format: ClassVar[str] = "yyyy-mm-dd"
    timeless: ClassVar[bool] = False
    future: bool = False
    of_year: bool = False

    def parse(self, raw: Raw, reading: Reading) -> date:
        """The day; what was repaired or looks late is told."""
        day = self._day(raw, reading)
        if not _FIRST <= day <= _LAST:
            raise Bad(cells.DATE_OUT_OF_RANGE)
        if not self.future:
            self._tell_if_late(day, reading)
        if self.of_year and reading.context.year and day.year < reading.context.year - 1:
            reading.tell(cells.DATE_OTHER_YEAR, read=day, year=reading.context.year)
        return day

    def show(self, value: Any) -> Raw:
        """A date cell's value."""
        return value if value is None else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone

    def _says_nothing(self, raw: str) -> bool:
        """未收到 says that there is no such day yet."""
        return super()._says_nothing(raw) or squeeze(raw) in _NOT_YET

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
            return _serial_day(raw, reading) or self._from_text(_figure(raw), "", reading)
        text = _tidy(str(raw))
        serial = _serial_day(float(text), reading) if _SERIAL.fullmatch(text) else None
        return serial or self._from_text(text, str(raw), reading)

    def _from_text(self, text: str, typed: str, reading: Reading) -> date:
        if match := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
            day = _real_date(*map(int, match.groups()))
        elif match := _SHORT_YMD.fullmatch(text):
            day = self._of_short_year(int(match[1]), int(match[3]), int(match[4]), match[2], reading.context)
        elif match := _MD.fullmatch(text):
            return self._without_year(int(match[1]), int(match[2] or match[3]), reading)
        else:
            raise _why_none(text)
        if typed != f"{day:%Y-%m-%d}":
            reading.tell(cells.DATE_REWRITTEN, read=day)
        return day

    def _of_short_year(self, year: int, month: int, day: int, mark: str, context: Context) -> date:
        """25.12.5; but not 05/12/25 nor 23/12/25, where the year may as well stand last."""
        years = range(_PLAUSIBLE_FROM, context.as_of.year + (6 if self.future else 2))
        may_be_the_year = mark in "-/" and 2000 + day in years and day != year
        if 2000 + year not in years or may_be_the_year:
            raise Bad(cells.DATE_AMBIGUOUS)
        return _real_date(2000 + year, month, day)

    def _without_year(self, month: int, day: int, reading: Reading) -> date:
        """The day in the year of 填报日期, unless that would lie ahead: a December day filled in in January."""
        context = reading.context
        year = context.filled_on.year if context.filled_on else context.year
        if year is None:
            raise Bad(cells.DATE_YEAR_UNCLEAR)
        read = _real_date(year, month, day)
        if context.filled_on and read > context.filled_on and not self.future:
            raise Bad(cells.DATE_YEAR_UNCLEAR)
        reading.tell(cells.DATE_WITHOUT_YEAR, read=read)
        return read
