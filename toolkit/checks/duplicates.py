"""One entity twice: across units, years and sheets, in three tiers, the sure ones never among the merely likely.

确定: the same code and category under two units. 部分: code or name agrees, the other does not; or one code in several
categories, which the notice does not forbid. 疑似: names that may be the same, written otherwise.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

import opencc

from toolkit.checks.listed import in_order
from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import checks
from toolkit.master.claims import CLAIMING_FORMS, moves, overruled
from toolkit.master.state import Entry, Master
from toolkit.policy.text import match_key
from toolkit.records.applications import WITHDRAWN
from toolkit.records.pilots import EXITED

FORMS = ("pilots", "applications", "reviews", "cultivation")
"""Where an entity enters; reports and evaluations follow it."""
CLAIMING = frozenset({"pilots", "applications", "reviews"})
"""Where a unit says that it is its own; two units may visit one company."""


class Tier(StrEnum):
    """How sure it is."""

    EXACT = "确定"
    PARTIAL = "部分"
    SUSPECTED = "疑似"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Records that are, or may be, one entity, each entity and unit once."""

    tier: Tier
    rule: Rule
    entries: Sequence[Entry]

    def told(self, master: Master) -> Finding:
        """As a finding at the first of them."""
        first = self.entries[0]
        words = {"names": "；".join(map(_spot, self.entries)), "code": first.values.get("uscc"), "name": first.values.get("name")}
        about = tuple(name for entry in self.entries for name in entry.names)
        return Finding(self.rule, Place(master.name, first.form.sheet, row=first.row), None, words, about)


def _spot(entry: Entry) -> str:
    """Whose record it is, and where: 徐汇区 试点名单 第 5 行 上海样例公司（单位（点），2025）."""
    row = f" 第 {entry.row} 行" if entry.row else ""
    return f"{entry.unit} {entry.form.sheet}{row} {entry.describe()} {entry.values.get('uscc') or '（无代码）'}"


def find_duplicates(master: Master) -> list[Duplicate]:
    """Every duplicate of a master, the surest first; what one tier tells, a weaker one does not tell again."""
    aside = _settled(master)
    entries = in_order(
        entry for form_id in FORMS for entry in master.entries(form_id) if _counts(entry) and (entry.unit, entry.entity) not in aside
    )
    found, told = list[Duplicate](), set[frozenset[str]]()
    for tier, rule, key, apart in _QUESTIONS:
        for alike in _grouped(entries, key):
            distinct = _distinct(alike, apart)
            names = frozenset(_identity(entry) for entry in distinct)
            if len(distinct) > 1 and not any(names <= known for known in told) and not _explained(distinct):
                found.append(Duplicate(tier, rule, distinct))
                told.add(names)
    return found


def _settled(master: Master) -> set[tuple[str, object]]:
    """Unit and entity where it is known whose it is: the unit the city ruled against, the one it moved from; in every form."""
    ruled, left = overruled(master), {id(entry) for left, _ in moves(master) for entry in left}
    return {
        (entry.unit, entry.entity) for form_id in CLAIMING_FORMS for entry in master.entries(form_id) if id(entry) in ruled | left
    }


def _counts(entry: Entry) -> bool:
    """Whether a record still says that its entity is there: not what was withdrawn, or has exited."""
    return entry.values.get("status") != WITHDRAWN and entry.values.get("state") != EXITED


def _identity(entry: Entry) -> str:
    return "|".join((entry.unit, str(entry.values.get("uscc")), _name(entry) or "", str(entry.values.get("category"))))


Key = Callable[[Entry], object]


def _grouped(entries: Sequence[Entry], key: Key) -> Iterator[list[Entry]]:
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        if (own := key(entry)) is not None:
            groups.setdefault(own, []).append(entry)
    return iter(groups.values())


def _distinct(entries: Sequence[Entry], apart: Key) -> list[Entry]:
    """The first record of each of those that differ; None differs from nothing."""
    first: dict[object, Entry] = {}
    for entry in entries:
        if (own := apart(entry)) is not None:
            first.setdefault(own, entry)
    return list(first.values())


def _explained(entries: Sequence[Entry]) -> bool:
    """Whether 变更说明 of one of each two names what the other is called (曾用名), or its category was changed."""
    def explains(one: Entry, other: Entry) -> bool:
        note = match_key(str(one.values.get("change_note") or ""))
        return bool(note) and ((_name(other) or "？") in note or "类别" in note)

    return all(explains(one, other) or explains(other, one) for one, other in combinations(entries, 2))


def _name(entry: Entry) -> str | None:
    name = entry.values.get("name")
    return match_key(name) if name else None


def _claimed(entry: Entry) -> object:
    return entry.entity if entry.form.id in CLAIMING else None


def _likely(entry: Entry) -> object:
    name = entry.values.get("name")
    return likely_name(name) if name else None


_LEGAL_FORM = re.compile("(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)+$")
_CITY = re.compile("^(?:上海市|上海|中国)|上海(?=集团|股份|有限|$)")


@lru_cache(maxsize=8192)
def likely_name(name: str) -> str:
    """A name without what people leave out or write otherwise: brackets, legal form, 上海, traditional characters."""
    simple = match_key(_simplified(name))
    core = _LEGAL_FORM.sub("", _CITY.sub("", simple))
    return core if len(core) >= 2 else simple


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(name: str) -> str:
    """Traditional characters to simplified."""
    return str(_converter().convert(name))


_QUESTIONS: tuple[tuple[Tier, Rule, Key, Key], ...] = (
    (Tier.EXACT, checks.ENTITY_OF_TWO_UNITS, _claimed, lambda entry: entry.unit),
    (Tier.PARTIAL, checks.CODE_OF_TWO_NAMES, lambda entry: entry.values.get("uscc"), _name),
    (Tier.PARTIAL, checks.NAME_OF_TWO_CODES, _name, lambda entry: entry.values.get("uscc")),
    (Tier.PARTIAL, checks.CODE_IN_SEVERAL_CATEGORIES,
     lambda entry: entry.values.get("uscc") if entry.form.id in CLAIMING else None, lambda entry: entry.values.get("category")),
    (Tier.SUSPECTED, checks.NAMES_ALIKE, _likely, _name),
)  # fmt: skip
"""Tier, what is said, by what records are one, and in what they must differ to be told."""
