"""空白表: a blank district workbook, with what the city knows of the unit already standing in it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from toolkit.master.state import Entry
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings, Unit
from toolkit.records import form_of
from toolkit.records.entity import entity_key
from toolkit.records.pilots import CITY_LEVEL, EXITED
from toolkit.sheets.blank import blank_workbook

_IDENTITY = ("name", "park_name", "uscc", "category")


def blank_for(unit: Unit, year: int, master: Path, as_of: date, settings: Settings) -> bytes:
    """A workbook with the unit's present 市级 pilots in 试点名单, and a line for each in 年度情况报送.

    Raises:
        Unreadable: the master cannot be read.
    """
    known = open_master(read_stored(master), as_of, settings)
    pilots = [
        entry
        for entry in known.entries("pilots")
        if entry.unit == unit.short and entry.values.get("level") == CITY_LEVEL and entry.values.get("state") != EXITED
    ]
    reports = {
        entity_key(entry.values): _district_values(entry)
        for entry in known.entries("annual_reports")
        if entry.unit == unit.short and entry.values.get("report_year") == year
    }
    lines = [
        reports.get(entity_key(pilot.values)) or {name: pilot.values.get(name) for name in _IDENTITY} | {"report_year": year}
        for pilot in pilots
    ]
    return blank_workbook(unit, year, {"pilots": [_district_values(pilot) for pilot in pilots], "annual_reports": lines}, settings)


def _district_values(entry: Entry) -> Mapping[str, object]:
    return {column.field: entry.values.get(column.field) for column in form_of(entry.form.id).district_columns}
