"""One entity claimed by two units: it counts for neither until the city has ruled."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.master.ledgers import CLAIM_CONFLICT, CONFLICTS
from toolkit.master.state import Entry, Master
from toolkit.records import Form, Key, form_of
from toolkit.records.entity import entity_key
from toolkit.records.pilots import CITY_LEVEL, EXITED

CLAIMING_FORMS = ("pilots", "applications")
"""Forms in which a unit says an entity is its own, the weightier first."""
RULED_FOR = "归属"


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
    def record(self) -> str:
        """How 冲突裁定 names it: name, category and code, which does not change with the spelling of a name."""
        first = self.entries[0]
        return f"{first.values.get('park_name') or first.values.get('name')}（{self.entity[1]}）{self.entity[0]}"


def _claims_it(entry: Entry) -> bool:
    values = entry.values
    if entry.form.id == "pilots":
        return values.get("level") == CITY_LEVEL and values.get("state") != EXITED
    return values.get("status") != "已撤回"


def _moved(entries: list[Entry]) -> bool:
    """Whether one unit says itself that the entity went to another's district (迁出 and 属地区)."""
    units = {entry.unit for entry in entries}
    return any(
        "迁" in str(entry.values.get("change_note") or "") and entry.values.get("territory") in units - {entry.unit}
        for entry in entries
    )


def claims(master: Master) -> Iterator[Claim]:
    """Every open claim, form by form; what the city has ruled (归属某单位) is none any more."""
    ruled = _ruled(master)
    for form_id in CLAIMING_FORMS:
        groups: defaultdict[Key, list[Entry]] = defaultdict(list)
        for entry in master.entries(form_id):
            if (entity := entity_key(entry.values)) and _claims_it(entry):
                groups[entity].append(entry)
        for entity, entries in groups.items():
            if len({entry.unit for entry in entries}) > 1 and not _moved(entries):
                claim = Claim(form_of(form_id), entity, tuple(entries))
                if entity[0] not in ruled:
                    yield claim


def _ruled(master: Master) -> set[str]:
    """Codes whose claim the city has ruled: the record text of 冲突裁定 ends with the code."""
    return {
        str(line["记录"])[-18:]
        for line in master.ledger_rows(CONFLICTS)
        if line.get("事项") == CLAIM_CONFLICT and str(line.get("裁定") or "").startswith(RULED_FOR)
    }


def contested(master: Master) -> set[int]:
    """Ids (of Entry objects) that count for nobody while their claim is open."""
    return {id(entry) for claim in claims(master) for entry in claim.entries}
