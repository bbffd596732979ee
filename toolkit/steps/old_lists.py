"""导入: an older list is recognised and shown first; its map, given back, brings it into the master."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit.findings import Finding
from toolkit.master.cells import ledger_cells, plan_cells
from toolkit.master.ledgers import BATCHES
from toolkit.master.old_lists import Source, batch_lines, plan_old_list
from toolkit.master.plan import Plan
from toolkit.master.store import Stored, only_writer, open_master, read_stored, save
from toolkit.policy import Settings
from toolkit.records import Context
from toolkit.sheets.edit import SetCell
from toolkit.sheets.files import write_atomically
from toolkit.sheets.mapping import parsed, written
from toolkit.sheets.old_lists import OldList, Recognised, read_old_list, recognise
from toolkit.sheets.source import read_book, read_bytes
from toolkit.steps.watch import watch_sheets

MAP_SUFFIX = ".列对照.toml"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A list recognised: the map beside it, and whether that was written now or was there already."""

    found: Recognised
    map: Path
    fresh: bool


def recognise_list(file: Path, as_of: date, settings: Settings) -> Recognition:
    """Match a list's columns and put the map beside it, unless one is there already; nothing else is written.

    Raises:
        Unreadable: the file cannot be read, or holds no list.
        NotWritten: the map cannot be written.
    """
    found = recognise(read_book(file), file.name, Context(as_of, settings))
    target = file.with_name(file.stem + MAP_SUFFIX)
    fresh = not target.exists()
    if fresh:
        write_atomically(target, written(file.name, found.maps).encode("utf-8"))
    return Recognition(found, target, fresh)


@dataclass(slots=True)
class ImportResult:
    """What an import did, or would do."""

    plan: Plan
    path: Path
    read: OldList
    written: bool = False
    held: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Of every row, and of the list."""
        return [*self.read.findings, *(f for result in self.plan.files for f in result.all_findings)]

    def to_json(self) -> dict[str, object]:
        """Keys as in a merge."""
        return {
            "batch": self.plan.batch, "master": str(self.path), "written": self.written,
            "units": [
                {"unit": result.unit or None, "rows": {
                    name: count for name, count in result.tally.to_json().items() if name in {"in", "added", "unchanged", "held"}}}
                for result in self.plan.files
            ],
            "remarks": self.read.remarks, "conflicts": [conflict.to_json() for conflict in self.plan.conflicts],
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def import_list(
    file: Path, map_file: Path, master: Path, as_of: date, settings: Settings, *, plan_only: bool = False
) -> ImportResult:
    """Bring a list into a master by its map, which is made where there is none.

    Raises:
        Unreadable: the list, its map or the master cannot be used.
        NotWritten: the master could not be written; the old one is untouched.
    """
    data = file.read_bytes()
    maps = parsed(map_file.name, map_file.read_bytes())
    read = read_old_list(read_bytes(data, file.name), file.name, maps, map_file.name, Context(as_of, settings))
    source = Source(file.name, hashlib.sha256(data).hexdigest())
    if plan_only:
        return _planned(read_stored(master, create=settings), source, read, as_of, settings, master)[0]
    with only_writer(master):
        stored = read_stored(master, create=settings)
        result, cells = _planned(stored, source, read, as_of, settings, master)
        if cells:
            lines = ledger_cells(result.plan.master, BATCHES, batch_lines(result.plan))
            save(stored, [*cells, *lines, *watch_sheets(result.plan.master, as_of, settings)], settings.backups)
            result.written = True
    return result


def _planned(
    stored: Stored, source: Source, read: OldList, as_of: date, settings: Settings, path: Path
) -> tuple[ImportResult, list[SetCell]]:
    plan = plan_old_list(open_master(stored, as_of, settings), source, read.rows, as_of, settings)
    return ImportResult(plan, path, read), plan_cells(plan)
