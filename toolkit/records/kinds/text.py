"""Texts: free text, names, phones, document numbers, pilot ids."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import squeeze
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading, one_line_end, trim

_DASHES = str.maketrans("—–―‐‑‒−", "-------")


def compact(text: str) -> str:
    """A number or code as a machine wants it: half-width, no blanks, plain hyphens, no apostrophe before it."""
    return squeeze(text).translate(_DASHES).lstrip("'’`")


def plain_text(raw: Raw, reading: Reading) -> str:
    """A cell as text: numbers without a trailing .0, a date as ISO with a word, edges trimmed and told."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, date):
        shown = f"{raw:%Y-%m-%d}"
        reading.tell(cells.TURNED_INTO_DATE, read=shown)
        return shown
    if isinstance(raw, int | float):
        return str(int(raw)) if raw == int(raw) else repr(raw)
    text = trim(str(raw))
    if text != one_line_end(str(raw)):
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


_ENTITY = re.compile(r"(?<!分)(?:公司|事务所|协会|中心|厂|院|处)$")
_AND_OTHERS = re.compile(r"等\s*[0-9一二三四五六七八九十两]+\s*家")
_FORMER_NAME = re.compile(r"[(（]\s*(?:原|曾用名)")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACED_NAME = re.compile(f"({_HAN})\\s+({_HAN})")
_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z0-9.,&])\n(?=[A-Za-z0-9&])")
_PLAIN_NAME = re.compile(r"[^\s、；;，,/等(（]*(?:[(（](?![\s原曾])[^\s、；;，,/等(（]*)*")
"""A name of which nothing below can be said: without blanks, marks between names, 等 and 原 in brackets."""


@dataclass(frozen=True)
class Name(Kind):
    """The name of one entity or person: one line, as on the licence (brackets are never changed)."""

    number_format: ClassVar[str] = "@"
    wrap: ClassVar[bool] = True

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The name in one line, 张　三 closed up; several names or a former one in the cell are told."""
        typed = plain_text(raw, reading)
        if _PLAIN_NAME.fullmatch(typed):
            return typed
        lines = [line.strip() for line in typed.split("\n") if line.strip()]
        text = _BETWEEN_WORDS.sub(" ", "\n".join(lines)).replace("\n", "")
        if spaced := _SPACED_NAME.fullmatch(text):
            text = spaced[1] + spaced[2]
        if text != typed:
            reading.tell(cells.TRIMMED)
        self._tell_of_others(lines, reading)
        return text

    @staticmethod
    def _tell_of_others(lines: list[str], reading: Reading) -> None:
        parts = [part.strip() for line in lines for part in re.split(r"[、；;，,/]", line) if part.strip()]
        several = len(parts) > 1 and all(_ENTITY.search(part) for part in parts)
        if several or any(_AND_OTHERS.search(line) for line in lines):
            reading.tell(cells.SEVERAL_NAMES)
        elif any(_FORMER_NAME.search(line) for line in lines):
            reading.tell(cells.FORMER_NAME)


_EXTENSION = r"(?:(?:转|转分机|分机|-|#|\*|EXT\.?|X)[0-9]{1,6})?"
_PHONE = re.compile(
    r"1[3-9][0-9]{9}"
    rf"|(?:021-?)?[0-9]{{8}}{_EXTENSION}"
    rf"|0(?!21)[0-9]{{2,3}}-?[0-9]{{7,8}}{_EXTENSION}"
    r"|[48]00-?[0-9]{3}-?[0-9]{4}|[48]00-?[0-9]{4}-?[0-9]{3}"
)
_PLAIN_PHONE = re.compile(r"1[3-9][0-9]{9}|021-[0-9]{8}")
"""The ways of writing most numbers, which say them as they are kept."""
_PHONE_LABEL = re.compile(r"(?:联系电话|办公电话|固定电话|办公室|座机|固话|手机|电话)[:：]")
_LONGEST_PHONES = 300
"""No list of numbers is longer; what is need not be searched."""
_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}$|0[0-9]{2,3}-?[0-9]{7,8})")
_DIGITS = re.compile(r"\+?[0-9](?:[ .\-–—\u3000)）]?[0-9]){6,}")
_PHONE_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?"
    r"(?:1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|[(（]?0[0-9]{2,3}[)）]?[- ]?[0-9]{4}[- ]?[0-9]{3,4}|[48]00-[0-9]{3}-?[0-9]{4})"
    r"(?![0-9A-Za-z])"
)


def mask_phone(text: str) -> str:
    """138****0000, 12****78: the middle of every run of seven or more digits is hidden, however it is spaced."""

    def hide(match: re.Match[str]) -> str:
        digits = re.sub(r"^86(?=[0-9]{11}$)", "", re.sub(r"[^0-9]", "", match[0]))
        head, tail = (3, 4) if len(digits) > 10 else (2, 2)
        return f"{digits[:head]}****{digits[-tail:]}"

    return _DIGITS.sub(hide, text)


def mask_phones_in(text: str) -> str:
    """Masks whatever is a phone number inside a longer text, for terminals, logs and letters."""
    return _PHONE_IN_TEXT.sub(lambda match: mask_phone(match[0]), text)


@dataclass(frozen=True)
class Phone(Kind):
    """One or more phone numbers; one that looks like none is told and kept."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The numbers without spaces, half-width, joined by 、."""
        typed = plain_text(raw, reading)
        if _PLAIN_PHONE.fullmatch(typed):
            return typed
        parts = re.split(r"[、；;，,/\n]", typed) if len(typed) <= _LONGEST_PHONES else []
        numbers = [number for part in parts for number in self._numbers(part)]
        if not numbers or not all(_PHONE.fullmatch(number.upper()) for number in numbers):
            reading.tell(cells.PHONE, masked=mask_phone(typed))
            return typed
        phones = "、".join(numbers)
        if phones != typed:
            reading.tell(cells.PHONE_REWRITTEN)
        return phones

    def _numbers(self, part: str) -> list[str]:
        """The numbers of a part: one, unless only its blanks can be what separates several; 手机：says what it is."""
        part = _PHONE_LABEL.sub(" ", part)
        whole, several = self._tidy(part), [self._tidy(piece) for piece in part.split()]
        if len(several) > 1 and not _PHONE.fullmatch(whole.upper()) and all(_PHONE.fullmatch(n.upper()) for n in several):
            return several
        return [whole] if whole else []

    @staticmethod
    def _tidy(part: str) -> str:
        number = re.sub(r"^\((0[0-9]{2,3})\)-?", r"\1-", compact(part))
        number = _COUNTRY.sub("", number).removesuffix(".0")
        if re.fullmatch(r"1[3-9][0-9]-[0-9]{4}-[0-9]{4}", number):
            return number.replace("-", "")
        return re.sub(r"^(0[0-9]{2,3}-)([0-9]{3,4})-([0-9]{4})$", r"\1\2\3", number)


_DOCUMENT_NUMBER = re.compile(rf"({_HAN}+)[(\[〔【{{「](20[0-9]{{2}}|19[0-9]{{2}})[)\]〕】}}」]第?0*([1-9][0-9]{{0,5}})号?")


@dataclass(frozen=True)
class DocumentNumber(Kind):
    """A document number such as 沪市监价竞〔2025〕108号; other brackets and spaces are normalised (GB/T 9704 7.2.5)."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The number with 〔〕 and no leading zeros or 第."""
        typed = plain_text(raw, reading)
        match = _DOCUMENT_NUMBER.fullmatch(compact(typed))
        if not match:
            raise Bad(cells.DOCUMENT_NUMBER)
        number = f"{match[1]}〔{match[2]}〕{match[3]}号"
        if number != typed:
            reading.tell(cells.CODE_REWRITTEN, read=number)
        return number


PILOT_ID = re.compile(r"SH-(?:[0-9]{6}|310100-[A-Z]{2,4})-[0-9]{4}-[YZD]-[0-9]{3,}")


@dataclass(frozen=True)
class PilotId(Kind):
    """A number the city gives a pilot: SH-310115-2025-D-003."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The number, upper case and half-width."""
        typed = plain_text(raw, reading)
        number = compact(typed).upper()
        if not PILOT_ID.fullmatch(number):
            raise Bad(cells.PILOT_ID)
        if number != typed:
            reading.tell(cells.CODE_REWRITTEN, read=number)
        return number
