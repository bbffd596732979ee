"""撤销合并: the state before the last merge, or before one unit's last merge with later work kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from toolkit.findings import Finding, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.batch import MERGED
from toolkit.master.cells import ledger_cells
from toolkit.master.layout import new_master
from toolkit.master.ledgers import BATCHES, CHANGES, OLD_LISTS
from toolkit.master.reading import load_master
from toolkit.master.state import Master
from toolkit.master.store import only_writer, open_master, read_stored, save, states_before
from toolkit.master.undo import Undoing, merged_since, plan_undo
from toolkit.policy import Settings
from toolkit.sheets.edit import SetCell, edit
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
        undoing = decide_undo(now, states_before(master), unit, as_of, settings)
        cells = undo_cells(now, undoing)
        after = load_master(edit(stored.data, cells), stored.path.name, as_of, settings)
        save(stored, [*cells, *watch_sheets(after, as_of, settings)], settings.backups)
    return UndoResult(undoing)


def decide_undo(
    now: Master, states: Iterable[bytes], unit: str | None, as_of: date, settings: Settings
) -> Undoing:
    """Decide the undo of the last merge, given earlier states of the master, the newest first; nothing is written.

    Raises:
        Unreadable: nothing was merged, or the state from before is not on record.
    """
    return plan_undo(now, _before(now, states, unit, as_of, settings), unit, as_of, settings)


def undo_cells(now: Master, undoing: Undoing) -> list[SetCell]:
    """Every cell an undo changes but for the watch sheets; to be asked for once."""
    return [*undoing.cells, *ledger_cells(now, CHANGES, undoing.lines)]


def _before(now: Master, states: Iterable[bytes], unit: str | None, as_of: date, settings: Settings) -> Master:
    """The newest state that lacks something of what was merged: a backup, or the empty list it began as."""
    oldest = now
    for data in states:
        oldest = load_master(data, now.name, as_of, settings)
        if merged_since(now, oldest, unit):
            return oldest
    if _is_of_one_merge(oldest):
        empty = load_master(new_master(), now.name, as_of, settings)
        if merged_since(now, empty, unit):
            return empty
    raise Unreadable(merging.NOTHING_TO_UNDO, name=PurePath(now.name).name, whose=unit or "")


def _is_of_one_merge(state: Master) -> bool:
    """Whether a state came of the list's first merge; a longer list whose backups are gone was never just empty."""
    lines = state.ledger_rows(BATCHES)
    return len({line.get("批次") for line in lines}) == 1 and all(line.get("处理") in {MERGED, OLD_LISTS} for line in lines)
