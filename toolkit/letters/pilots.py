"""Pilots as letters name them, and how one is asked for."""

from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import Request, long_date
from toolkit.master.state import Entry
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key, squeeze
from toolkit.records.pilots import EXITED

_NAMED = ("name", "uscc", "category", "determined_on", "document_no")
"""What a letter about one pilot says of it."""


def find_pilots(request: Request) -> list[Entry]:
    """Pilots by 试点编号, credit code or name; of a re-entered one only the present record."""
    wanted, key = squeeze(request.pilot or "").upper(), match_key(request.pilot or "")
    found = [
        entry
        for entry in request.master.entries("pilots")
        if request.unit in {None, entry.unit}
        and (
            wanted in {entry.texts.get("pilot_id"), entry.texts.get("uscc")}
            or key in {match_key(entry.texts.get("name") or ""), match_key(entry.texts.get("park_name") or "")}
        )
    ]
    return [entry for entry in found if entry.values.get("state") != EXITED] or found


def pilot_name(pilot: Entry) -> str:
    """A park goes by its own name."""
    park = pilot.values.get("park_name") if pilot.values["category"] is Category.PARK else None
    return str(park or pilot.values["name"])


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
