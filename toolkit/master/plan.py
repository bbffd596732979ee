"""A merge as a value: everything it would do to the master, decided before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.findings import Finding
from toolkit.master.memory import BaseKey, BaseRecord
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings
from toolkit.records.row import Row
from toolkit.sheets.submission import Submission


@dataclass(slots=True)
class Tally:
    """Where the rows of a file went: read = added + changed + unchanged + held; `missing` were not in the file."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    missing: int = 0

    def to_json(self) -> dict[str, int]:
        """The contract's keys."""
        return {
            "in": self.read, "added": self.added, "changed": self.changed, "unchanged": self.unchanged,
            "held": self.held, "missing": self.missing,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where a new value comes from: a file's bare name, and a cell of it or a row."""

    file: str
    row: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, name: str | None) -> str | None:
        """The address of a field; of a whole record its row."""
        return self.cells.get(name) if name else f"第{self.row}行"


def source_of(row: Row) -> Source:
    """Where a row of a submission stands."""
    return Source(row.file_name, row.number, row.addresses)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record takes a new value; `field` None means the whole record is new."""

    entry: Entry
    field: str | None
    old: str | None
    new: str | None
    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something only the city can decide, as 冲突裁定 shows it."""

    kind: str
    unit: str
    sheet: str
    record: str
    field: str | None
    header: str
    base: str | None
    ours: str | None
    theirs: str | None
    file: str
    cell: str | None

    def to_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "sheet": self.sheet, "record": self.record, "field": self.field, "base": self.base, "ours": self.ours,
            "theirs": self.theirs, "unit": self.unit,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A row of 待补正."""

    unit: str
    finding: Finding
    row: Row


@dataclass(slots=True)
class FileResult:
    """What became of one file: merged, unchanged, superseded or refused.

    `year` and `month` are the cover's, or the batch's where the cover's cannot be read.
    """

    submission: Submission
    action: str
    year: int
    month: int
    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)
    recorded: bool = False

    @property
    def unit(self) -> str:
        """The unit's short name; empty where the file does not say."""
        return self.submission.unit.short if self.submission.unit else ""

    @property
    def version(self) -> tuple[int, int, int]:
        """(year, month, revision), by which files of a unit follow each other."""
        return self.year, self.month, self.submission.revision

    @property
    def all_findings(self) -> list[Finding]:
        """The file's own findings and what merging it found."""
        return [*self.submission.findings, *self.findings]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling of 冲突裁定 that this merge carries out."""

    number: int
    unit: str
    sheet: str
    record: str
    header: str | None
    old: str | None
    new: str | None
    file: str
    cell: str | None
    reason: str


@dataclass
class Plan:
    """The whole merge. `master` is the list as it will be; `changes` and the rest say what differs.

    `bases` are the records of 底稿 to write, `forgotten` those to clear.
    """

    batch: str
    as_of: date
    settings: Settings
    master: Master
    files: list[FileResult] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    held: dict[str, list[HeldLine]] = field(default_factory=dict)
    bases: list[BaseKey] = field(default_factory=list)
    forgotten: list[BaseRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    executed: list[Ruling] = field(default_factory=list)

    @property
    def takes_anything(self) -> bool:
        """Whether there is anything to write."""
        return bool(
            self.added or self.changes or self.conflicts or self.bases or self.executed
            or any(f.recorded for f in self.files)
        )

    def let_go(self) -> None:
        """Let go of the list, once its cells are decided: it takes most of the room, and writing takes some of its own."""
        self.master = Master(self.master.name)
