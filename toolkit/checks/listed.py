"""Who is on the city's list, counted where, since when and until when: what every check of the master asks first."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from toolkit.findings import Finding
from toolkit.master.claims import contested, moves, overruled
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, notice
from toolkit.records import form_of
from toolkit.records.pilots import CITY_LEVEL, EXITED

_CATEGORY_CHANGED = re.compile("类别[^，。；]{0,12}(?:变更|调整|改|转)|(?:变更|调整)类别")


def determined_year(pilot: Entry) -> int | None:
    """The year a pilot counts to: 确定年度, or the date's where that cell is empty or unreadable."""
    year, day = pilot.values.get("determined_year"), pilot.values.get("determined_on")
    return year or (day.year if day else None)


def is_known(pilot: Entry, as_of: date) -> bool:
    """Whether a pilot had been determined by a date; one without a date is taken to have been."""
    determined_on = pilot.values.get("determined_on")
    return determined_on is None or determined_on <= as_of


def left_on(master: Master, pilot: Entry) -> date | None:
    """When a pilot's exit took effect (生效日期, or else 退出决定日期): its first after it was determined."""
    since = pilot.values.get("determined_on")
    days = [
        entry.values.get("effective_on") or entry.values.get("exit_on")
        for entry in master.of_entity("tracking", pilot.entity)
        if entry.unit == pilot.unit
    ]
    since = since or date(determined_year(pilot) or date.min.year, 1, 1)
    return min((day for day in days if day and day >= since), default=None)


def recategorised(master: Master) -> Iterator[tuple[Entry, Entry]]:
    """Pilots whose category was changed (变更说明 says so), as (record before, record after): no new determination."""
    by_code: dict[tuple[str, str], list[Entry]] = {}
    for entry in master.entries("pilots"):
        if code := entry.values.get("uscc"):
            by_code.setdefault((entry.unit, code), []).append(entry)
    for alike in (several for several in by_code.values() if len(several) > 1):
        for after in alike:
            if _CATEGORY_CHANGED.search(str(after.values.get("change_note") or "")):
                yield from ((before, after) for before in alike if before.values.get("category") != after.values.get("category"))


def answerable(master: Master) -> list[Entry]:
    """市级 pilots under the unit and category that answer for them: not those they left, nor one the city ruled against."""
    aside = overruled(master) | {id(entry) for left, _ in moves(master) for entry in left}
    aside |= {id(before) for before, _ in recategorised(master)}
    return [
        pilot
        for pilot in master.entries("pilots")
        if pilot.values.get("level") == CITY_LEVEL and id(pilot) not in aside
    ]


def not_this_units(master: Master) -> set[int]:
    """Ids of entries that count elsewhere, or nowhere: claimed twice, ruled another's, moved in, of a changed category."""
    moved_in = {id(entry) for _, arrived in moves(master) for entry in arrived}
    changed = {id(after) for _, after in recategorised(master)}
    return contested(master) | overruled(master) | moved_in | changed


def present(master: Master, as_of: date) -> list[Entry]:
    """市级 pilots on the list on a date, each once; one claimed by two units counts for neither."""
    disputed = contested(master)
    return [
        pilot
        for pilot in answerable(master)
        if is_known(pilot, as_of) and not _has_left(master, pilot, as_of) and id(pilot) not in disputed
    ]


def _has_left(master: Master, pilot: Entry, as_of: date) -> bool:
    """By the day its exit took effect; 状态 speaks only where no such day is on record, as it may lag or run ahead."""
    left = left_on(master, pilot)
    return left <= as_of if left else pilot.values.get("state") == EXITED


def unreadable(master: Master, *form_ids: str) -> list[Finding]:
    """What could not be read in the master's sheets that a check counts on: its figures may lack something."""
    sheets = {form_of(form_id).sheet for form_id in form_ids}
    return [finding for finding in master.findings if finding.place.sheet in sheets]


def named(entry: Entry) -> str:
    """The name an entity goes by; a park goes by its own."""
    texts = entry.texts
    return (texts.get("park_name") if entry.values.get("category") is Category.PARK else None) or texts.get("name") or ""


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By unit in the order city documents use, then by category, then as they stand."""
    units = {unit.short: position for position, unit in enumerate(notice().unit)}
    categories = {category: position for position, category in enumerate(Category)}
    return sorted(
        entries, key=lambda entry: (units.get(entry.unit, 99), categories.get(entry.values.get("category"), 9))  # type: ignore[arg-type]
    )
