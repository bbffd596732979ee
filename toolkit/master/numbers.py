"""试点编号: SH-310115-2025-D-003; given once, never to anybody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.master.claims import contested, overruled
from toolkit.master.ledgers import CHANGES
from toolkit.master.state import Entry, Master
from toolkit.policy import notice
from toolkit.records.kinds.text import PILOT_ID
from toolkit.records.pilots import CITY_LEVEL

ID_HEADER = "试点编号"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A pilot and the number it is given."""

    entry: Entry
    pilot_id: str


def new_numbers(master: Master, year: int) -> list[Numbered]:
    """Numbers for the year's 市级 pilots that have none, by unit and category in the master's order.

    Pilots whose claim is open get theirs once it is ruled; a unit ruled against gets none.
    """
    taken = _taken(master)
    disputed = contested(master) | overruled(master)
    given = []
    for entry in master.entries("pilots"):
        if _lacks_number(entry, year) and id(entry) not in disputed:
            stem = _stem(entry, year)
            number = max((int(used[len(stem) :]) for used in taken if used.startswith(stem)), default=0) + 1
            pilot_id = f"{stem}{number:03}"
            taken.add(pilot_id)
            given.append(Numbered(entry, pilot_id))
    return given


def _lacks_number(entry: Entry, year: int) -> bool:
    values = entry.values
    return (
        values.get("level") == CITY_LEVEL
        and values.get("determined_year") == year
        and not entry.texts.get("pilot_id")
        and values.get("category") is not None
        and notice().find_unit(entry.unit) is not None
    )


def _stem(entry: Entry, year: int) -> str:
    law = notice()
    unit, category = law.unit_named(entry.unit), law.category_rule(entry.values["category"])
    return f"SH-{unit.code}-{year}-{category.letter}-"


def _taken(master: Master) -> set[str]:
    """Every number anyone has, had, or refers to."""
    texts = [entry.texts.get(name) for entry in master.entries("pilots") for name in ("pilot_id", "previous_id")]
    for line in master.ledger_rows(CHANGES):
        texts += [str(line.get(header) or "") for header in ("原值", "新值")]
    return set(_numbers(texts))


def _numbers(texts: list[str | None]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(PILOT_ID, text or "")
