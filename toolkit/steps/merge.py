"""合并: what the units sent goes into the master, and every row is accounted for."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.checks.stages import judge
from toolkit.checks.states import check_states
from toolkit.checks.waivers import read_waivers
from toolkit.findings import Finding
from toolkit.master.batch import Month, plan_merge
from toolkit.master.cells import plan_cells
from toolkit.master.plan import Plan
from toolkit.master.state import Master
from toolkit.master.store import only_writer, open_master, read_stored, save
from toolkit.policy import Settings
from toolkit.records import Context
from toolkit.sheets.edit import SetCell
from toolkit.sheets.read import read_submission
from toolkit.steps.overview import overview_faults
from toolkit.steps.sources import workbooks_in
from toolkit.steps.watch import watch_sheets


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge did, or would do."""

    plan: Plan
    path: Path
    written: bool

    @property
    def findings(self) -> list[Finding]:
        """Of every file, and of the master."""
        per_file = [finding for result in self.plan.files for finding in result.all_findings]
        return [*per_file, *self.plan.findings]

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "batch": self.plan.batch,
            "master": str(self.path),
            "written": self.written,
            "files": [
                {
                    "file": result.submission.file, "sha256": result.submission.sha256, "unit": result.unit or None,
                    "month": result.submission.month,
                    "revision": result.submission.revision, "action": result.action, "rows": result.tally.to_json(),
                    "findings": [finding.to_json() for finding in result.all_findings],
                }
                for result in self.plan.files
            ],
            "conflicts": [conflict.to_json() for conflict in self.plan.conflicts],
            "findings": [finding.to_json() for finding in self.plan.findings],
        }  # fmt: skip


def merge_files(
    paths: Iterable[Path], master: Path, as_of: date, settings: Settings, *,
    month: Month | None = None, older: bool = False, plan_only: bool = False,
) -> MergeResult:  # fmt: skip
    """Merge files and folders of files into a master, which is made where there is none.

    Raises:
        Unreadable: the master is none.
        NotWritten: it could not be written; the old one is untouched.
    """
    files = workbooks_in(paths, master)
    if plan_only:
        known = open_master(read_stored(master, create=settings), as_of, settings)
        plan = plan_files(files, known, as_of, settings, month=month, older=older)
        return MergeResult(plan, master, written=False)
    with only_writer(master), _rarely_collecting():
        stored = read_stored(master, create=settings)
        plan = plan_files(files, open_master(stored, as_of, settings), as_of, settings, month=month, older=older)
        if not plan.takes_anything:
            return MergeResult(plan, master, written=False)
        cells = merge_cells(plan)
        plan.let_go()
        save(stored, cells, settings.backups)
    return MergeResult(plan, master, written=True)


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Look for cycles a hundred times less often: nearly all that a merge makes lives until it ends, and is looked through in vain."""
    before = gc.get_threshold()
    gc.set_threshold(100 * before[0], *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def plan_files(
    files: Sequence[Path], master: Master, as_of: date, settings: Settings, *, month: Month | None = None, older: bool = False
) -> Plan:
    """Decide a merge of files into a master that was read; nothing is written."""
    context = Context(as_of, settings)
    submissions = [read_submission(path, context) for path in files]
    waivers = read_waivers(master, as_of, settings)
    for submission in submissions:
        judge(submission, master)
        waivers.apply_to(submission)
    plan = plan_merge(master, submissions, as_of, settings, month=month, older=older)
    for result in plan.files:
        result.findings = waivers.among(result.findings)
    touched = {id(entry) for entry in plan.added} | {id(change.entry) for change in plan.changes}
    plan.findings += [
        *master.findings, *check_states(master, as_of, touched), *waivers.findings, *overview_faults(master)
    ]  # fmt: skip
    return plan


def merge_cells(plan: Plan) -> list[SetCell]:
    """Every cell a merge changes, the watch sheets brought to its date included; to be asked for once."""
    return [*plan_cells(plan), *watch_sheets(plan.master, plan.as_of, plan.settings)]
