"""Numbers as people type them: 30人, 5万元, 约3次, １２."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from toolkit.findings.catalogue import cells
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading, trim
from toolkit.records.kinds.text import compact

_NUMBER = re.compile(
    r"(约|近|超过|超|大约)?([+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[+-]?[0-9]+(?:\.[0-9]+)?)(余|多)?([^0-9]{0,4})"
)
_APPROXIMATE_TAIL = re.compile(r"(余|多|左右|以上)")
_TWO_NUMBERS = re.compile(r"\d\s+\d")
"""What stands on two lines, or apart, is never read as one figure."""
_LONGEST = 40
"""No count or sum is longer; what is need not be searched."""


@dataclass(frozen=True)
class Number(Kind):
    """A number from `least` to `most`. `unit` is the header's own unit, `scales` what others are worth in it.

    `most` is generous where nothing sets it: beyond it stands no count or sum but, say, a phone number.
    """

    number_format: ClassVar[str] = "0.##"
    unit: str = ""
    scales: tuple[tuple[str, Decimal], ...] = ()
    least: int = 0
    most: int = 999_999_999

    def parse(self, raw: Raw, reading: Reading) -> float | int:
        """The number in the header's unit."""
        number = self._decimal(raw, reading)
        if number < 0:
            raise Bad(cells.NUMBER_NEGATIVE)
        if not self.least <= number <= self.most:
            raise Bad(cells.NUMBER_OUT_OF_RANGE, least=self.least, most=self.most)
        return self._finish(number)

    def _finish(self, number: Decimal) -> float | int:
        return int(number) if number == number.to_integral_value() else float(number)

    def _decimal(self, raw: Raw, reading: Reading) -> Decimal:
        if isinstance(raw, date):
            raise Bad(cells.NUMBER_TURNED_INTO_DATE, read=f"{raw:%Y-%m-%d}", typed=f"{raw.month}-{raw.day}")
        if isinstance(raw, bool):
            raise Bad(cells.NUMBER_UNREADABLE)
        if isinstance(raw, int | float):
            return Decimal(repr(raw))
        if _TWO_NUMBERS.search(str(raw)):
            raise Bad(cells.NUMBER_UNREADABLE)
        return self._from_text(compact(trim(str(raw))), reading)

    def _from_text(self, text: str, reading: Reading) -> Decimal:
        match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
        if not match:
            raise Bad(cells.NUMBER_UNREADABLE)
        number = Decimal(match[2].replace(",", "")) * self._scale(_APPROXIMATE_TAIL.sub("", match[4]))
        approximate = match[1] or match[3] or _APPROXIMATE_TAIL.search(match[4])
        reading.tell(cells.NUMBER_APPROXIMATE if approximate else cells.NUMBER_REWRITTEN, read=f"{number.normalize():f}")
        return number

    def _scale(self, unit: str) -> Decimal:
        if unit in {"", self.unit}:
            return Decimal(1)
        for name, scale in self.scales:
            if unit == name:
                return scale
        raise Bad(cells.NUMBER_UNREADABLE)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number; `units` are words that may follow it."""

    number_format: ClassVar[str] = "0"
    units: tuple[str, ...] = ("人", "人次", "次", "家", "个", "场", "场次", "名", "位")

    def _scale(self, unit: str) -> Decimal:
        return Decimal(1) if unit in self.units else super()._scale(unit)

    def _finish(self, number: Decimal) -> int:
        if number != number.to_integral_value():
            raise Bad(cells.NUMBER_NOT_WHOLE)
        return int(number)

    def show(self, value: Any) -> Raw:
        """Itself."""
        return None if value is None else int(value)
