"""Numbers as people type them: 30人, 5万元, 约3次, １２."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import squeeze
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading

_NUMBER = re.compile(r"(约|近|超过|超|大约)?([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)(余|多)?([^\d]{0,4})")
_APPROXIMATE_TAIL = re.compile(r"(余|多|左右|以上)")


@dataclass(frozen=True)
class Number(Kind):
    """A number not below zero. `unit` is the header's own unit, `scales` what others are worth in it."""

    number_format: ClassVar[str] = "0.##"
    unit: str = ""
    scales: tuple[tuple[str, Decimal], ...] = ()

    def parse(self, raw: Raw, reading: Reading) -> float | int:
        """The number in the header's unit."""
        number = self._decimal(raw, reading)
        if number < 0:
            raise Bad(cells.NUMBER_NEGATIVE)
        return self._finish(number, raw)

    def _finish(self, number: Decimal, raw: Raw) -> float | int:
        return int(number) if number == number.to_integral_value() else float(number)

    def _decimal(self, raw: Raw, reading: Reading) -> Decimal:
        if isinstance(raw, bool | date):
            raise Bad(cells.NUMBER_UNREADABLE)
        if isinstance(raw, int | float):
            return Decimal(repr(raw))
        text = squeeze(str(raw)).lstrip("'")
        match = _NUMBER.fullmatch(text)
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
    """A whole number, within bounds where given; `units` are words that may follow it."""

    number_format: ClassVar[str] = "0"
    units: tuple[str, ...] = ("人", "人次", "次", "家", "个", "场", "名")
    least: int = 0
    most: int | None = None

    def _scale(self, unit: str) -> Decimal:
        return Decimal(1) if unit in self.units else super()._scale(unit)

    def _finish(self, number: Decimal, raw: Raw) -> int:
        if number != number.to_integral_value():
            raise Bad(cells.NUMBER_NOT_WHOLE)
        if self.most is not None and not self.least <= number <= self.most:
            raise Bad(cells.NUMBER_OUT_OF_RANGE, least=self.least, most=self.most)
        return int(number)

    def show(self, value: Any) -> Raw:
        """Itself."""
        return None if value is None else int(value)
