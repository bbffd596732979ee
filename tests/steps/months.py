"""A small real month: one district's workbook, and the master it was merged into."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.records.factories import PARK, SITE, STATION, context, cover, row
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Category, load_settings, notice
from toolkit.records import Cover, form_of
from toolkit.records.row import read_values
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.merge import merge_files

AS_OF = date(2025, 12, 8)
SETTINGS = load_settings()
UNIT = "徐汇区"
EXIT = {
    "tracked_on": date(2025, 11, 3), "verdict": "建议退出", "ground": "T1", "unmet": "C10",
    "facts": "2025年11月3日走访发现涉密区域未作物理隔离，联系人13812345678。\n现场负责人当场确认。", "statement": None,
}  # fmt: skip
"""A proposal to exit as the district reports it; the facts hold a phone on purpose."""
REGISTERED = {"notice_on": date(2025, 11, 10), "served_on": date(2025, 11, 12), "stated": "未提出"}
"""What the city enters after it: the term ends on 2025-11-19."""


def values(form_id: str, n: int, category: Category = SITE, /, **changes: Any) -> dict[str, Any]:
    """A valid row as typed values."""
    return read_values(form_of(form_id).record, row(form_id, category, n, **changes), context(unit=None)).values


def district_file() -> bytes:
    """徐汇区's December: pilots 1 (report in), 2 station, 3 park, 4 and 5 (to exit, 5 voluntarily), application 6."""
    told = read_values(Cover, cover(unit=UNIT), context(unit=None, filled_on=None)).values
    rows = {
        "cover": [told],
        "applications": [values("applications", 6, address="上海市徐汇区样例路1号")],
        "pilots": [
            values("pilots", 1), values("pilots", 2, STATION), values("pilots", 3, PARK), values("pilots", 4), values("pilots", 5),
        ],
        "annual_reports": [values("annual_reports", 1), values("annual_reports", 2, STATION, city_received=None)],
        "tracking": [
            values("tracking", 4, **EXIT), values("tracking", 5, **{**EXIT, "ground": "T4", "unmet": None, "facts": "单位书面申请退出"}),
        ],
    }  # fmt: skip
    return blank_workbook(notice().find_unit(UNIT), 2025, rows)


def merged(folder: Path) -> Path:
    """The file merged into a new master, the city's entries made."""
    (folder / "收件").mkdir()
    (folder / "收件" / "徐汇区12月.xlsx").write_bytes(district_file())
    master = folder / "总台账.xlsx"
    merge_files([folder / "收件"], master, AS_OF, SETTINGS)
    register(master, 4, **REGISTERED)
    return master


def register(master: Path, n: int, form_id: str = "tracking", /, **fields: Any) -> None:
    """Enter what staff enter by hand, in the record of the n-th entity."""
    known = open_master(read_stored(master), AS_OF, SETTINGS)
    table, form = known.tables[form_id], form_of(form_id)
    wanted = values(form_id, n)["uscc"]
    (entry,) = (entry for entry in table.entries if entry.values.get("uscc") == wanted)
    cells = [
        SetCell(table.sheet, entry.row or 0, table.fields[name], form.column(name).kind.show(value))
        for name, value in fields.items()
    ]
    master.write_bytes(edit(master.read_bytes(), cells))
