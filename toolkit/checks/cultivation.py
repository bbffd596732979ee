"""三（一）（二）: how far units have come in a year: visited, taken on as 培育对象, applied, determined."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from toolkit.checks.listed import not_this_units
from toolkit.master.state import Entry, Master
from toolkit.policy import notice
from toolkit.records import Key
from toolkit.records.applications import WITHDRAWN


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps of a year by the as-of date: `visits` are counted as such, all else by entity and category.

    Each step counts those that took it in the year, wherever the others fell: of those applying in spring some
    were visited the year before.
    """

    visits: int = 0
    visited: int = 0
    targets: int = 0
    applied: int = 0
    withdrawn: int = 0
    determined: int = 0

    def __add__(self, other: "Funnel") -> "Funnel":
        return Funnel(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def then(self, determined: int) -> "Funnel":
        """The same, with how many were determined in the end."""
        return replace(self, determined=determined)


def funnels(master: Master, year: int, as_of: date) -> Mapping[str, Funnel]:
    """Each unit's steps up to the applications; what stands in dispute between units counts for none of them."""
    visits: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in master.entries("cultivation"):
        if _is_of(entry.values.get("visited_on"), year, as_of):
            visits[entry.unit].append(entry)
    asked: defaultdict[str, dict[Key, Entry]] = defaultdict(dict)
    aside = not_this_units(master)
    for entry in master.entries("applications"):
        key = _entity(entry)
        if key and id(entry) not in aside and _is_of(entry.values.get("applied_on"), year, as_of):
            asked[entry.unit][key] = entry
    return {unit.short: _funnel(visits[unit.short], list(asked[unit.short].values())) for unit in notice().unit}


def _is_of(day: date | None, year: int, as_of: date) -> bool:
    return day is not None and day.year == year and day <= as_of


def _entity(entry: Entry) -> Key | None:
    return entry.entity or entry.named


def _funnel(visits: list[Entry], applications: list[Entry]) -> Funnel:
    latest: dict[object, Entry] = {}
    for visit in sorted(visits, key=lambda entry: entry.values["visited_on"]):
        latest[visit.named or id(visit)] = visit  # by name: a lead may get its code between two visits
    withdrawn = sum(entry.values.get("status") == WITHDRAWN for entry in applications)
    return Funnel(
        visits=len(visits), visited=len(latest), targets=sum(bool(visit.values.get("is_target")) for visit in latest.values()),
        applied=len(applications) - withdrawn, withdrawn=withdrawn,
    )  # fmt: skip
