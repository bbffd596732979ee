"""One entity claimed by two units: it counts for neither until the city has ruled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS, RULED_FOR, RULED_FOR_VALUE, number_of, said
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key
from toolkit.records import Form, Key, form_of
from toolkit.records.pilots import CITY_LEVEL, EXITED

CLAIMING_FORMS = ("pilots", "applications")
"""Forms in which a unit says an entity is its own, the weightier first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One entity in one form, claimed by several units."""

    form: Form
    entity: Key
    entries: tuple[Entry, ...]

    @property
    def units(self) -> list[str]:
        """Short names of the claiming units."""
        return sorted({entry.unit for entry in self.entries})

    @property
    def number(self) -> str | None:
        """The one 试点编号 that all its records bear: a pilot that seems to have moved while its first unit says nothing."""
        numbers = {entry.texts.get("pilot_id") for entry in self.entries}
        return numbers.pop() if len(numbers) == 1 else None

    @property
    def record(self) -> str:
        """How 冲突裁定 names it: name, category and code, which does not change with the spelling of a name."""
        first = self.entries[0]
        return f"{first.values.get('park_name') or first.values.get('name')}（{self.entity[1]}）{self.entity[0]}"


def _claims_it(entry: Entry) -> bool:
    values = entry.values
    if entry.form.id == "pilots":
        return values.get("level") == CITY_LEVEL and values.get("state") != EXITED
    return values.get("status") != "已撤回"


def _claimed(entry: Entry) -> Key | None:
    return entry.entity if _claims_it(entry) else None


def _gone_to(entry: Entry) -> str | None:
    """The unit to whose district the entity went, where its own unit says so itself (迁出 and 属地区)."""
    territory = entry.values.get("territory")
    return territory if "迁" in str(entry.values.get("change_note") or "") and territory != entry.unit else None


def _moved(entries: Sequence[Entry]) -> bool:
    """Whether one unit says itself that the entity went to another of them."""
    return not {entry.unit for entry in entries}.isdisjoint(_gone_to(entry) for entry in entries)


def _shared(master: Master, form_id: str, against: Mapping[Key, set[str]]) -> Iterator[tuple[Key, Sequence[Entry]]]:
    """Entities that stand under several units in one form, with the records of those that were not ruled against."""
    for entity, entries in master.grouped((form_id,), _claimed).items():
        if len(entries) > 1 and len({entry.unit for entry in entries}) > 1:
            yield entity, [entry for entry in entries if entry.unit not in against.get(entity, ())]


def claims(master: Master) -> Iterator[Claim]:
    """Every open claim, form by form; who was ruled against (归属某单位) claims nothing any more."""
    against = _ruled_against(master)
    for form_id in CLAIMING_FORMS:
        for entity, entries in _shared(master, form_id, against):
            if len({entry.unit for entry in entries}) > 1 and not _moved(entries):
                yield Claim(form_of(form_id), entity, tuple(entries))


def _ruled_against(master: Master) -> Mapping[Key, set[str]]:
    """Of each entity the units it was ruled not to be of; where one was asked about again, the later ruling holds.

    A unit that was not asked about is not ruled against: it may claim what another was given before.
    """
    against = defaultdict[Key, set[str]](set)
    lines = [line for line in master.ledger_rows(CONFLICTS) if line.get("事项") == CLAIM_CONFLICT]
    for line in sorted(lines, key=lambda line: number_of(line) or 0):
        if (entity := entity_of(said(line, "记录"))) and (unit := ruled_for(line)):
            against[entity] = (against[entity] | set(claiming(line))) - {unit}
    return dict(against)


def asks_about(line: Mapping[str, Any], claim: Claim) -> bool:
    """Whether a line of 冲突裁定 asks whose a claimed entity is, and of all the units that claim it."""
    return (
        line.get("事项") == CLAIM_CONFLICT
        and entity_of(said(line, "记录")) == claim.entity
        and set(claim.units) <= set(claiming(line))
    )


def ruled_for(line: Mapping[str, Any]) -> str | None:
    """Short name of the claiming unit that a line of 冲突裁定 rules for; None where it names none, or contradicts itself.

    The unit stands in 裁定 (归属静安区, short or full) or, after 归属某单位, in 裁定值.
    """
    ruling, value = (str(line.get(header) or "").strip() for header in ("裁定", "裁定值"))
    if not ruling.startswith(RULED_FOR):
        return None
    in_ruling = notice().find_unit(ruling.removeprefix(RULED_FOR).strip(" \u3000:：（）()"))
    in_value = notice().find_unit(value.removeprefix(RULED_FOR).strip())
    if in_ruling is None and ruling not in (RULED_FOR, RULED_FOR_VALUE):
        return None
    named = {unit.short for unit in (in_ruling, in_value) if unit}
    return named.pop() if len(named) == 1 and named <= set(claiming(line)) else None


def claiming(line: Mapping[str, Any]) -> list[str]:
    """Short names of the units between which a line of 冲突裁定 asks."""
    return str(line.get("报送单位") or "").split("、")


def entity_of(record: str) -> Key | None:
    """The entity that a record text of 冲突裁定 names (see `Claim.record`)."""
    for category in Category:
        name, found, code = record.rpartition(f"（{category}）")
        if found:
            return (code, str(category), match_key(name)) if category is Category.PARK else (code, str(category))
    return None


def overruled(master: Master) -> set[int]:
    """Ids of entries whose entity the city has ruled to be another unit's: they count for nobody."""
    against = _ruled_against(master)
    if not against:
        return set()
    return {
        id(entry)
        for form_id in CLAIMING_FORMS
        for entry in master.entries(form_id)
        if (entity := entry.entity) and entry.unit in against.get(entity, ())
    }


def moves(master: Master) -> Iterator[tuple[list[Entry], list[Entry]]]:
    """Of each pilot that moved between units: the records of those it left, and of those it went to.

    The determination stays with the first, every duty from then on lies with the second. Where the city has ruled, its
    ruling alone says whose it is.
    """
    for _, entries in _shared(master, "pilots", _ruled_against(master)):
        goals = {_gone_to(entry) for entry in entries}
        arrived = [entry for entry in entries if entry.unit in goals and _gone_to(entry) is None]
        if arrived:
            yield [entry for entry in entries if _gone_to(entry)], arrived


def contested(master: Master) -> set[int]:
    """Ids (of Entry objects) that count for nobody while their claim is open."""
    return {id(entry) for claim in claims(master) for entry in claim.entries}
