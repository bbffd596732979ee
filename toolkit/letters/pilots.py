"""Pilots as letters name them, and how one is asked for."""

from collections.abc import Iterable, Sequence

from toolkit.checks.quota import quota_unit_of
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import Request, long_date
from toolkit.master.state import Entry
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key, squeeze
from toolkit.records.pilots import EXITED

_NAMED = ("name", "uscc", "category", "determined_on", "document_no")
"""What a letter about one pilot says of it."""


def find_entities(request: Request, form_id: str) -> list[Entry]:
    """The records of a form that are asked for: by unit, and by 试点编号, credit code or name."""
    wanted, key = squeeze(request.pilot or "").upper(), match_key(request.pilot or "")
    return [
        entry
        for entry in request.master.entries(form_id)
        if request.unit in {None, entry.unit}
        and (
            request.pilot is None
            or wanted in {entry.texts.get("pilot_id"), entry.texts.get("uscc")}
            or key in {match_key(entry.texts.get("name") or ""), match_key(entry.texts.get("park_name") or "")}
        )
    ]


def find_pilots(request: Request) -> list[Entry]:
    """The pilots asked for; of a re-entered one only the present record."""
    found = find_entities(request, "pilots")
    return [entry for entry in found if entry.values.get("state") != EXITED] or found


def pilot_name(pilot: Entry) -> str:
    """A park goes by its own name."""
    park = pilot.values.get("park_name") if pilot.values["category"] is Category.PARK else None
    return str(park or pilot.values["name"])


def list_row(number: int, entry: Entry) -> dict[str, str]:
    """What may be public of a pilot, or of who is to be one: nothing of persons."""
    return {
        "序号": str(number),
        "区": quota_unit_of(entry) or entry.unit,
        "名称": pilot_name(entry),
        "类别": str(entry.values["category"]),
    }


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """As a public list goes: by category, then by district in the order city documents use."""
    categories, units = list(Category), [unit.short for unit in notice().unit]
    return sorted(
        entries, key=lambda e: (categories.index(e.values["category"]), units.index(quota_unit_of(e) or e.unit))
    )


def quoted(criteria: Sequence[str]) -> list[dict[str, str]]:
    """Criteria in the notice's words; where those hold a second criterion, which of them is meant."""
    known = {criterion.id: criterion for criterion in notice().criterion}
    rows = []
    for number, criterion in enumerate((known[wanted] for wanted in criteria), start=1):
        meant = "" if criterion.text == criterion.quote else f"（指{criterion.label}）"
        rows.append({"序号": str(number), "编号": criterion.id, "内容": f"“{criterion.quote}”{meant}"})
    return rows


def territory_of(pilot: Entry) -> tuple[str, str]:
    """The district a pilot lies in, and its bureau."""
    unit = notice().find_unit(pilot.texts.get("territory") or pilot.unit)
    return (unit.short, unit.brief) if unit else (pilot.unit, pilot.unit)


def about_pilot(pilot: Entry) -> dict[str, str]:
    """Who it is, and by what it came onto the list."""
    return {
        "单位名称": pilot_name(pilot),
        "统一社会信用代码": pilot.texts.get("uscc") or "",
        "类别": str(pilot.values["category"]),
        "确定日期": long_date(pilot.values["determined_on"]),
        "确定文号": pilot.texts.get("document_no") or "",
    }


def unidentified(pilot: Entry) -> list[Finding]:
    """What the master lacks of the pilot itself."""
    lacking = [pilot.form.column(name).header for name in _NAMED if not pilot.values.get(name)]
    words = {"name": pilot.describe(), "headers": "、".join(lacking)}
    return [Finding(say.NOT_IDENTIFIED, words=words)] if lacking else []
