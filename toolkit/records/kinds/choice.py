"""Values out of a list: one, several, or yes and no."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from toolkit.findings.catalogue import cells
from toolkit.policy.text import match_key, squeeze
from toolkit.records.kinds.base import Bad, Kind, Raw, Reading
from toolkit.records.kinds.text import plain_text

_DETAIL = re.compile(r"([^（(]+)[（(](.+)[）)]", re.DOTALL)
_LONGEST, _LONGEST_LIST = 200, 2000
"""No value is longer, its detail included, nor a list of them; what is need not be compared."""
_MARKS = re.compile(r"[、，,;；/\n]")
_WORDS_BETWEEN = re.compile(r"[和及与＋+\s]+")


def nearest_name(text: str, names: tuple[str, ...]) -> str:
    """The name most like a text, or nothing where none is near."""
    close = difflib.get_close_matches(text, names, n=1, cutoff=0.5) if len(text) <= _LONGEST else []
    return close[0] if close else ""


def nearest(text: str, names: tuple[str, ...]) -> str:
    """“，是否为“某某”？”, or nothing where no name is near."""
    near = nearest_name(text, names)
    return f"，是否为“{near}”？" if near else ""


@dataclass(frozen=True)
class Choice(Kind):
    """One value of a list. `aliases` are read as their value and told, `legacy` names are told as W.

    Values in `open_ended` may carry a detail in brackets (其他园区（…）), which is kept.
    """

    number_format: ClassVar[str] = "@"
    values: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    legacy: tuple[tuple[str, str], ...] = ()
    open_ended: frozenset[str] = frozenset()
    _by_key: dict[str, str] = field(init=False, repr=False, compare=False, hash=False)
    _legacy_by_key: dict[str, str] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        pairs = [*self.aliases, *((value, value) for value in self.values)]
        object.__setattr__(self, "_by_key", {match_key(name): value for name, value in pairs})
        object.__setattr__(self, "_legacy_by_key", {match_key(name): value for name, value in self.legacy})

    @property
    def choices(self) -> tuple[str, ...]:
        """The values a dropdown offers."""
        return self.values

    def parse(self, raw: Raw, reading: Reading) -> Any:
        """The value as the contract spells it."""
        text = plain_text(raw, reading)
        return self.find(text, reading)

    def find(self, text: str, reading: Reading) -> str:
        """The value a text stands for.

        Raises:
            Bad: none; with the nearest one named.
        """
        if text in self.values:
            return text
        key = match_key(text)
        if legacy := self._legacy_by_key.get(key):
            reading.tell(cells.LEGACY_NAME, read=legacy)
            return legacy
        if value := self._by_key.get(key):
            reading.tell(cells.CHOICE_REWRITTEN, read=value)
            return value
        if detailed := self._with_detail(text):
            return detailed
        words = {"value": text, "allowed": "、".join(self.values), "nearest": nearest(text, self.values)}
        raise Bad(cells.NOT_A_CHOICE, **words)

    def knows(self, text: str) -> bool:
        """Whether a text stands for a value."""
        key = match_key(text)
        return key in self._by_key or key in self._legacy_by_key or bool(self._with_detail(text))

    def _with_detail(self, text: str) -> str | None:
        """其他园区（…） with its detail, where the value's list is open."""
        match = _DETAIL.fullmatch(text) if len(text) <= _LONGEST else None
        value = self._by_key.get(match_key(match[1])) if match else None
        return f"{value}（{match[2].strip()}）" if match and value in self.open_ended else None

    def show(self, value: Any) -> Raw:
        """The value as plain text."""
        return None if value is None else str(value)


def _outside_brackets(text: str) -> list[str]:
    """A list's parts; a mark inside brackets belongs to its part: 传统特色产业（黄金、珠宝）."""
    if "（" not in text and "(" not in text:
        return [part.strip() for part in _MARKS.split(text) if part.strip()]
    parts, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character in "（(") - (character in "）)"))
        if depth == 0 and _MARKS.match(character):
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


@dataclass(frozen=True)
class Choices(Kind):
    """Several values of one list in a cell, joined by 、; kept as a tuple, the first one leading."""

    number_format: ClassVar[str] = "@"
    one: Choice
    dropdown: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The values a dropdown offers (a dropdown can only give one of them)."""
        return self.one.values if self.dropdown else ()

    def parse(self, raw: Raw, reading: Reading) -> tuple[str, ...]:
        """The values in the order typed, each once."""
        text = plain_text(raw, reading)
        if text in self.one.values and not _MARKS.search(text):
            return (text,)
        silent = Reading(reading.context)
        parts = [piece for part in _outside_brackets(text[:_LONGEST_LIST]) for piece in self._pieces(part)]
        if not parts or len(text) > _LONGEST_LIST:
            parts = [text]
        values = tuple(dict.fromkeys(self.one.find(part, silent) for part in parts))
        if self.show(values) != text:
            reading.tell(cells.CHOICE_REWRITTEN, read=self.show(values))
        return values

    def _pieces(self, part: str) -> list[str]:
        """A part as it is where it is known (领导机构和办事机构), or what stands between its 和 and blanks."""
        return [part] if self.one.knows(part) else _WORDS_BETWEEN.split(part)

    def show(self, value: Any) -> Raw:
        """Joined by 、."""
        return "、".join(value) if value else None


_YES = frozenset({"是", "√", "✓", "✔", "☑", "Y", "YES", "1", "有", "已", "已完成", "对", "TRUE"})
_NO = frozenset({"否", "×", "✗", "✘", "X", "N", "NO", "0", "无", "未", "未完成", "没有", "不是", "FALSE"})


@dataclass(frozen=True)
class YesNo(Kind):
    """是 or 否 in the many ways people tick a box."""

    number_format: ClassVar[str] = "@"

    @property
    def choices(self) -> tuple[str, ...]:
        """是 and 否."""
        return ("是", "否")

    def parse(self, raw: Raw, reading: Reading) -> bool:
        """True for yes."""
        text = squeeze(plain_text(raw, reading)).upper()
        if text not in _YES | _NO:
            raise Bad(cells.NOT_YES_OR_NO)
        if text not in {"是", "否"}:
            reading.tell(cells.CHOICE_REWRITTEN, read="是" if text in _YES else "否")
        return text in _YES

    def show(self, value: Any) -> Raw:
        """是 or 否."""
        return None if value is None else ("是" if value else "否")

    def _says_nothing(self, raw: str) -> bool:
        """无 is an answer here."""
        return super()._says_nothing(raw) and squeeze(raw).upper() not in _NO
