"""Which record of the master each record of 底稿 is: the one of its key, or the one staff gave another key by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.master.memory import BaseRecord
from toolkit.master.state import Entry, Master
from toolkit.records import Form, Key


@dataclass(frozen=True, slots=True)
class Pairs:
    """A unit's records of one form beside what it last sent of them."""

    entry_of: dict[Key, Entry]
    base_of: dict[int, Key]


def pair(master: Master, form: Form, unit: str) -> Pairs:
    """Pair a unit's records with 底稿; what stands there alone was deleted by hand.

    Staff may correct a code, a date or a title, or spoil one: the record is then no longer found by its key,
    and is told by all else it says.
    """
    bases = master.base.of(form.id, unit)
    entry_of = {key: entry for key in bases if (entry := master.find(form, unit, key))}
    lost = [key for key in bases if key not in entry_of]
    free = [entry for entry in master.entries_of(form.id, unit) if entry.key not in bases] if lost else []
    for key in lost:
        if entry := _same_but_for_its_key(bases[key], free):
            entry_of[key] = entry
            free = [other for other in free if other is not entry]
    return Pairs(entry_of, {id(entry): key for key, entry in entry_of.items()})


def _same_but_for_its_key(base: BaseRecord, entries: Sequence[Entry]) -> Entry | None:
    """The one record that differs in no more than a quarter of what was sent, or in one field."""
    said = {name: text for name, text in base.texts.items() if text is not None}
    alike = [entry for entry in entries if not _is_another(base, entry)]
    differing = {id(entry): sum(entry.texts.get(name) != text for name, text in said.items()) for entry in alike}
    least = min(differing.values(), default=len(said))
    nearest = [entry for entry in alike if differing[id(entry)] == least]
    return nearest[0] if len(nearest) == 1 and least <= max(1, len(said) // 4) else None


def _is_another(base: BaseRecord, entry: Entry) -> bool:
    """Whether everything that names a record differs: rows of one batch say much alike, and hands add such rows, too.

    A name in dispute may never have been agreed upon: then what the unit sent is all that is known of it.
    """
    told = {name: {base.texts.get(name), base.disputed.get(name)} - {None} for name in entry.form.own_key or ("name", "uscc")}
    naming = [name for name, texts in told.items() if texts]
    return len(naming) > 1 and all(entry.texts.get(name) not in told[name] for name in naming)
