"""Texts: free text, names, phones, document numbers, pilot ids."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import squeeze
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading

_EDGES = re.compile(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$|[\u200b-\u200f\u202a-\u202e\ufeff]")
_INNER_BLANKS = re.compile(r"[ \t\u3000\xa0]*[\r\n]+[ \t\u3000\xa0]*")


def plain_text(raw: Raw, reading: Reading) -> str:
    """A cell as text: numbers without a trailing .0, a date as ISO with a word, edges trimmed and told."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, date):
        shown = f"{raw:%Y-%m-%d}"
        reading.tell(cells.TURNED_INTO_DATE, read=shown)
        return shown
    if isinstance(raw, int | float):
        return str(int(raw)) if float(raw).is_integer() else repr(raw)
    text = _EDGES.sub("", str(raw))
    if text != raw:
        reading.tell(cells.TRIMMED)
    return text


@dataclass(frozen=True)
class Text(Kind):
    """Free text, kept as typed but for its edges; longer than `most` characters is told, never cut."""

    number_format: ClassVar[str] = "@"
    wrap: ClassVar[bool] = True
    most: int = 32767

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The text."""
        text = plain_text(raw, reading)
        if len(text) > self.most:
            reading.tell(cells.TOO_LONG, length=len(text), most=self.most)
        return text


@dataclass(frozen=True)
class Name(Kind):
    """The name of one entity: one line, as on the licence (brackets are never changed)."""

    number_format: ClassVar[str] = "@"
    wrap: ClassVar[bool] = True

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The name in one line; several names in one cell are told."""
        typed = plain_text(raw, reading)
        text = _INNER_BLANKS.sub("", typed)
        if text != typed:
            reading.tell(cells.TRIMMED)
        parts = [part for part in re.split(r"[、；;]", text) if part]
        if len(parts) > 1 and all(re.search(r"(公司|事务所|协会|中心|厂|院|处)$", part) for part in parts):
            reading.tell(cells.SEVERAL_NAMES)
        return text


_PHONE = re.compile(
    r"1[3-9]\d{9}"
    r"|(?:021-?)?\d{8}(?:(?:转|-|#|EXT)\d{1,6})?"
    r"|0\d{2,3}-?\d{7,8}(?:(?:转|-|#|EXT)\d{1,6})?"
    r"|[48]00-?\d{3}-?\d{4}"
)


def mask_phone(text: str) -> str:
    """138****0000: the middle of every run of seven or more digits is hidden."""
    return re.sub(r"\d{7,}", lambda m: f"{m[0][:3]}****{m[0][-4:]}", text)


def mask_phones_in(text: str) -> str:
    """Masks whatever is a phone number inside a longer text, for terminals, logs and letters."""
    return re.sub(r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?![0-9A-Za-z])", lambda m: mask_phone(m[0]), text)


@dataclass(frozen=True)
class Phone(Kind):
    """One or more phone numbers; one that looks like none is told and kept."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The numbers without spaces, half-width, joined by 、."""
        typed = plain_text(raw, reading)
        numbers = [self._tidy(part) for part in re.split(r"[、；;，,/]", typed) if part.strip()]
        if not numbers or not all(_PHONE.fullmatch(number.upper()) for number in numbers):
            reading.tell(cells.PHONE, masked=mask_phone(typed))
            return typed
        return "、".join(numbers)

    @staticmethod
    def _tidy(part: str) -> str:
        number = squeeze(part).replace("—", "-").replace("–", "-")
        number = re.sub(r"^(\+?86-?)(?=1[3-9])", "", number)
        if re.fullmatch(r"1[3-9]\d-\d{4}-\d{4}", number):
            number = number.replace("-", "")
        return number.removesuffix(".0")


@dataclass(frozen=True)
class DocumentNumber(Kind):
    """A document number such as 沪市监价竞〔2025〕108号; other brackets and spaces are normalised (GB/T 9704 7.2.5)."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The number with 〔〕 and no leading zeros or 第."""
        typed = plain_text(raw, reading)
        match = re.fullmatch(r"(\D+?)[(\[〔【{「]?(\d{4})[)\]〕】}」]?(?:年)?第?0*([1-9]\d*)号?", squeeze(typed))
        if not match:
            raise Bad(cells.DOCUMENT_NUMBER)
        number = f"{match[1]}〔{match[2]}〕{match[3]}号"
        if number != typed:
            reading.tell(cells.CODE_REWRITTEN, read=number)
        return number


PILOT_ID = re.compile(r"SH-(?:\d{6}|310100-[A-Z]{2,4})-\d{4}-[YZD]-\d{3,}")


@dataclass(frozen=True)
class PilotId(Kind):
    """A number the city gives a pilot: SH-310115-2025-D-003."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The number, upper case and half-width."""
        typed = plain_text(raw, reading)
        number = squeeze(typed).upper()
        if not PILOT_ID.fullmatch(number):
            raise Bad(cells.PILOT_ID)
        if number != typed:
            reading.tell(cells.CODE_REWRITTEN, read=number)
        return number
