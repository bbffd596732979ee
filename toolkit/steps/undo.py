"""撤销合并: the state before the last merge, or before one unit's last merge with later work kept."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.findings import Finding, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import CHANGES
from toolkit.master.state import Master, load_master
from toolkit.master.store import only_writer, open_master, read_stored, save, states_before
from toolkit.master.undo import Undoing, merged_since, plan_undo
from toolkit.policy import Settings
from toolkit.sheets.edit import edit
from toolkit.steps.watch import watch_sheets


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was undone."""

    undoing: Undoing

    @property
    def findings(self) -> list[Finding]:
        """What stays because people have worked on it."""
        return self.undoing.kept

    def to_json(self) -> dict[str, object]:
        """Keys as elsewhere: English, stable."""
        undoing = self.undoing
        return {
            "units": undoing.units, "files": undoing.files, "removed": undoing.removed, "restored": undoing.restored,
            "findings": [finding.to_json() for finding in undoing.kept],
        }  # fmt: skip


def undo_merge(master: Path, as_of: date, settings: Settings, unit: str | None = None) -> UndoResult:
    """Undo the last merge, or the last merge of one unit.

    Raises:
        Unreadable: nothing was merged, or the backup from before is gone.
        NotWritten: the master could not be written; nothing was changed.
    """
    with only_writer(master):
        stored = read_stored(master)
        now = open_master(stored, as_of, settings)
        before = _before(master, now, unit, as_of, settings)
        undoing = plan_undo(now, before, unit, as_of, settings)
        cells = [*undoing.cells, *ledger_cells(now, CHANGES, undoing.lines)]
        after = load_master(edit(stored.data, cells), stored.path.name, as_of, settings)
        save(stored, [*cells, *watch_sheets(after, as_of, settings)], settings.backups)
    return UndoResult(undoing)


def _before(path: Path, now: Master, unit: str | None, as_of: date, settings: Settings) -> Master:
    """The newest state on record that lacks something of what was merged: a backup, or the empty list it began as."""
    for data in states_before(path):
        state = load_master(data, path.name, as_of, settings)
        if merged_since(now, state, unit):
            return state
    raise Unreadable(merging.NOTHING_TO_UNDO, name=path.name, whose=unit or "")
