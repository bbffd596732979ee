"""Unified social credit codes: GB 32100-2015 over 18 characters, GB 11714 over the nine inside."""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import ClassVar

from toolkit.findings.catalogue import cells, codes
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading
from toolkit.records.kinds.text import compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHARACTERS = frozenset(ALPHABET)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_ORGANISATION_VALUES = {character: int(character, 36) for character in ALPHABET}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0123456789X"
_LOOK_ALIKES = str.maketrans("OISZV", "0152U")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{0,10}代码(?:证号)?:?")
_QUOTES = "'\"“”‘’`"
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}")


def check_character(code: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015): (31 − Σ CᵢWᵢ mod 31) mod 31."""
    total = sum(map(mul, map(_VALUES.__getitem__, code[:17]), _WEIGHTS))
    return ALPHABET[-total % 31]


def organisation_check(code: str) -> str:
    """The ninth character of an organisation code for its first eight (GB 11714): 11 − Σ CᵢWᵢ mod 11, where 10 is X, 11 is 0."""
    values = map(_ORGANISATION_VALUES.__getitem__, code[:8])
    return _ORGANISATION_CHECKS[-sum(map(mul, values, _ORGANISATION_WEIGHTS)) % 11]


def is_valid(code: str) -> bool:
    """Whether 18 characters pass both check digits."""
    return (
        len(code) == 18
        and _CHARACTERS.issuperset(code)
        and check_character(code) == code[17]
        and organisation_check(code[8:16]) == code[16]
    )


def _was_a_number(code: str) -> bool:
    """Whether a text shows that a spreadsheet once kept it as a number: 9.13E+17, or zeros for its last digits."""
    zeros = len(code) == 18 and code.isdigit() and code.endswith("000") and not is_valid(code)
    return zeros or _SCIENTIFIC.fullmatch(code) is not None


@dataclass(frozen=True)
class CreditCode(Kind):
    """A credit code, half-width and upper case; a wrong one is never corrected, only explained."""

    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The code.

        Raises:
            Bad: with what is wrong, and what would be right where that can be said.
        """
        if isinstance(raw, str) and is_valid(raw):
            return raw
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= 1e15:
            raise Bad(codes.STORED_AS_NUMBER)
        if isinstance(raw, bool | date):
            raise Bad(codes.NO_CODE)
        typed = str(int(raw)) if isinstance(raw, int | float) else str(raw)
        code = self._tidy(typed)
        self._judge(code)
        if code != typed:
            reading.tell(cells.CODE_REWRITTEN, read=code)
        return code

    @staticmethod
    def _tidy(typed: str) -> str:
        """The code without blanks, hyphens, quotes and a label before it, in half-width capitals."""
        text = compact(typed).upper().strip(_QUOTES)
        return _LABEL.sub("", text).strip(_QUOTES).replace("-", "")

    def _judge(self, code: str) -> None:
        if _was_a_number(code):
            raise Bad(codes.STORED_AS_NUMBER)
        if len(code) in {9, 15}:
            old = "组织机构代码" if len(code) == 9 else "注册号"
            raise Bad(codes.OLD_CODE, old=old, length=len(code))
        if len(code) != 18:
            raise Bad(codes.WRONG_LENGTH, length=len(code))
        if foreign := set(code) - _CHARACTERS:
            raise Bad(codes.LETTERS, letters="".join(sorted(foreign)), hint=self._hint(code))
        if check_character(code) != code[17]:
            raise Bad(codes.CHECK_CHARACTER, expected=check_character(code))
        if organisation_check(code[8:16]) != code[16]:
            raise Bad(codes.ORGANISATION_CHECK, expected=organisation_check(code[8:16]))

    @staticmethod
    def _hint(code: str) -> str:
        mended = code.translate(_LOOK_ALIKES)
        changed = "、".join(f"{a} 改为 {b}" for a, b in sorted(set(zip(code, mended, strict=True))) if a != b)
        if not changed:
            return ""
        return f"；{changed} 后校验{'通过' if is_valid(mended) else '仍不通过'}"
