"""The typed model of a notice file. Figures are asked from here, never written in code."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from toolkit.policy.text import match_key


class Category(StrEnum):
    """The three kinds of pilot, named as the notice names them (二)."""

    PARK = "园区"
    STATION = "单位（站）"
    SITE = "单位（点）"

    @property
    def word(self) -> str:
        """The word it is told by, as narrow columns have it: 园区, 站, 点."""
        return self.removeprefix("单位（").removesuffix("）")


class UnitKind(StrEnum):
    """What a submitting unit is: only districts have a quota stated."""

    DISTRICT = "district"
    LINGANG = "lingang"
    DIRECT = "direct"


class Frozen(BaseModel):
    """Policy is read, never changed; an unknown key in the file is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Rule(Frozen):
    """A sentence of the notice and our reading of it."""

    id: str
    clause: str
    quote: str
    reading: str


class Subject(Frozen):
    """An eligible kind of subject; `other` marks the open end of a list (等), which wants a word of detail."""

    name: str
    aliases: tuple[str, ...] = ()
    other: bool = False


class CategoryRule(Frozen):
    """What the notice says of one category, and the names people give it."""

    name: Category
    letter: str
    clause: str
    quote: str
    reading: str
    aliases: tuple[str, ...]
    legacy: tuple[str, ...]
    code_prefixes: tuple[str, ...]
    focus: tuple[str, ...]
    focus_quote: str
    subjects: tuple[Subject, ...]


class Industry(Frozen):
    """A selectable industry."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


class IndustryGroup(Frozen):
    """A group of industries as 一 lists them; `only` limits it to some categories."""

    name: str
    clause: str
    quote: str
    only: tuple[Category, ...] = ()
    values: tuple[Industry, ...]


class Criterion(Frozen):
    """A construction criterion. `label` heads its column, `text` is the short wording, `quote` the notice's."""

    id: str
    label: str
    text: str
    dimension: str
    quote: str
    clauses: dict[Category, str]

    @property
    def header(self) -> str:
        """The header of its column in 综合审定."""
        return f"{self.id} {self.label}"

    def applies_to(self, category: Category) -> bool:
        """Whether pilots of a category must meet it."""
        return category in self.clauses


class Range(Frozen):
    """Pilots a year, both ends included."""

    least: int
    most: int


class Quota(Frozen):
    """四（二）: how many pilots a district determines in a year."""

    clause: str
    quote: str
    ordinary: Range
    national: Range


class Deadline(Frozen):
    """四（三）: the last day on which an annual report is in time."""

    clause: str
    quote: str
    month: int
    day: int


class Unit(Frozen):
    """A submitting unit. `code` is GB/T 2260 for districts, a pseudo-code that looks like none for others."""

    code: str
    short: str
    full: str
    brief: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()


class Open(Frozen):
    """A question the notice leaves open: what it is about, our default, where it comes from, how it is used."""

    label: str
    default: Any
    source: str
    reading: str


class Notice(Frozen):
    """A notice, whole."""

    number: str
    title: str
    plan: str
    issuer: str
    issued_on: date
    first_year: int
    rule: tuple[Rule, ...]
    category: tuple[CategoryRule, ...]
    industry_group: tuple[IndustryGroup, ...]
    quota: Quota
    deadline: Deadline
    criterion: tuple[Criterion, ...]
    unit: tuple[Unit, ...]
    open: dict[str, Open]

    def rule_of(self, rule_id: str) -> Rule:
        """The quoted rule of an id; a KeyError is a slip in our code."""
        return {rule.id: rule for rule in self.rule}[rule_id]

    def category_rule(self, category: Category) -> CategoryRule:
        """What is said of a category."""
        return self._category_rules[category]

    @cached_property
    def _category_rules(self) -> dict[Category, CategoryRule]:
        return {rule.name: rule for rule in self.category}

    def criteria_of(self, category: Category) -> tuple[Criterion, ...]:
        """The criteria that apply to a category, in order."""
        return tuple(c for c in self.criterion if c.applies_to(category))

    def industries(self, category: Category | None = None) -> tuple[Industry, ...]:
        """The industries selectable for a category, or all."""
        return tuple(
            value
            for group in self.industry_group
            if category is None or not group.only or category in group.only
            for value in group.values
        )

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        names: dict[str, Unit] = {}
        for unit in self.unit:
            for name in (unit.short, unit.full, unit.full.removeprefix("上海市"), unit.brief, unit.code, *unit.aliases):
                names[match_key(name)] = unit
            if unit.kind is UnitKind.DISTRICT:
                stem = unit.short.removesuffix("新区").removesuffix("区")
                for name in (stem, f"{stem}区", f"上海市{unit.short}", f"{unit.short}局", f"{stem}局"):
                    names[match_key(name)] = unit
                for bureau in ("市场监督管理局", "市场监管局"):
                    names[match_key(stem + bureau)] = unit
                    names[match_key(f"上海市{unit.brief}")] = unit
        return names

    def find_unit(self, name: str) -> Unit | None:
        """The unit of a short, full or usual name; None where nothing fits."""
        return self._units_by_name.get(match_key(name))

    def unit_in(self, text: str) -> Unit | None:
        """The one unit that a longer text names; None where it names none, or several."""
        key = match_key(text)
        found = {unit.code: unit for name, unit in self._units_by_name.items() if name in key}
        return next(iter(found.values())) if len(found) == 1 else None

    def unit_named(self, short: str) -> Unit:
        """The unit of a short name as our own data spell it."""
        return self._units_by_name[match_key(short)]

    def quota_units(self) -> tuple[Unit, ...]:
        """The 16 districts and Lin-gang, in the order city documents use."""
        return tuple(unit for unit in self.unit if unit.kind is not UnitKind.DIRECT)

    def due_date(self, year: int) -> date:
        """The last day for the annual report of a year."""
        return date(year, self.deadline.month, self.deadline.day)


@cache
def notice(name: Literal["2025_108"] = "2025_108") -> Notice:
    """The notice in force; `name` chooses among the files that stand beside this module."""
    text = files("toolkit.policy").joinpath(f"notice_{name}.toml").read_text(encoding="utf-8")
    return Notice.model_validate(tomllib.loads(text))
