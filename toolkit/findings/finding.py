"""The one shape every finding has."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

NO_WORDS: Mapping[str, object] = MappingProxyType({})


_NOT_FOR_EYES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_LONGEST_VALUE, _LONGEST_WORD = 60, 300


def _said(word: object, most: int) -> object:
    """A word fit for a sentence: on one line, without what a screen would obey, cut where it is a whole essay."""
    if word is None:
        return ""
    if not isinstance(word, str):
        return word
    text = _NOT_FOR_EYES.sub(" ", word)
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Severity(StrEnum):
    """E holds a row (or a file) out of the master, W lets it in with a word, I only informs."""

    E = "E"
    W = "W"
    I = "I"  # noqa: E741 - the contract's own name for information


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the catalogue: one thing that can be said, in the words it is said in.

    `message` and `advice` are templates in `str.format` style; whoever reports the rule supplies the
    words; {header}, {value} and {cell} are the place's own.
    `clause` names the clause of the notice it rests on, or the config key, or the standard; empty for plain
    hygiene. A `grouped` rule is told once a column, with how many cells it was found in: the words then also
    hold `count` and `cells`. What is the `citys` own to settle is told to the city; the sender is asked for nothing.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    clause: str = ""
    since: str = "0.1.0"
    grouped: bool = False
    lets_in: bool = False
    citys: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where: as much of it as is known. `cell` is an address such as C7 in the sender's own file."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    field: str | None = None
    header: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that speaks of a field of one record, before anyone knows in which cell the field stands.

    `field` is None where the whole row is meant.
    """

    rule: Rule
    field: str | None
    words: Mapping[str, object] = dataclasses.field(default_factory=lambda: NO_WORDS)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding set aside by the city for a time: why, by whom, and its last day."""

    reason: str
    approver: str
    until: date


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that speaks of a place. `value` is what was typed there, as text; sentences quote only its beginning.

    `about` are the names by which people may call the record (or the unit) it speaks of; one that is waived only
    informs, and says so.
    """

    rule: Rule
    place: Place = Place()
    value: str | None = None
    words: Mapping[str, object] = dataclasses.field(default_factory=lambda: NO_WORDS)
    about: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def code(self) -> str:
        """The catalogue's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return Severity.I if self.waiver else self.rule.severity

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        said = self.rule.message.format_map(self._all_words())
        return f"{said}（已豁免至 {self.waiver.until}）" if self.waiver else said

    @property
    def advice(self) -> str:
        """What to do about it, in Chinese."""
        return self.rule.advice.format_map(self._all_words())

    def _all_words(self) -> dict[str, object]:
        own = {"header": self.place.header, "value": self.value, "cell": self.place.cell, "count": 1}
        words = {**own, **self.words}
        return {name: _said(word, _LONGEST_VALUE if name == "value" else _LONGEST_WORD) for name, word in words.items()}

    def to_json(self) -> dict[str, object]:
        """The contract's shape of a finding; a waived one also says what it would be, and on whose word it is not."""
        place = self.place
        document: dict[str, object] = {
            "code": self.code,
            "severity": str(self.severity),
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
            "row": place.row,
            "field": place.field,
            "header": place.header,
            "value": None if self.value is None else self.value.encode("utf-8", "replace").decode(),
            "message": self.message,
            "advice": self.advice,
            "clause": self.rule.clause,
        }
        if self.waiver:
            document["waived"] = {
                "severity": str(self.rule.severity), "reason": self.waiver.reason, "approver": self.waiver.approver,
                "until": self.waiver.until.isoformat(),
            }  # fmt: skip
        return document


class Unreadable(Exception):  # noqa: N818 - it names what the file is, and is always turned into a finding
    """A file that gives no book at all; carries the catalogue's rule that says why and the way out."""

    def __init__(self, rule: Rule, **words: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.words = words
