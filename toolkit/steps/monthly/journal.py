"""The journal of a month: which files came in at which run, and whether all was done with them.

It is written in one step before a run begins and again when it is done; nothing else remembers anything.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.findings import Severity
from toolkit.master.batch import Month, parse_month
from toolkit.policy.workspace import Workspace
from toolkit.sheets.files import explained, write_atomically
from toolkit.steps.intake import Item

NAME = "月度.json"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file that came in, as the journal keeps it. `source` and `file` are relative to 收件箱 and to the run's workbooks.

    `said` is what is wrong, for its sender; `why` says it with what the city may do; `grave` is the gravest severity.
    """

    source: str
    name: str
    action: str
    unit: str | None
    month: str | None
    received: str | None
    sha256: str | None
    file: str | None
    said: str
    why: str
    grave: str

    @classmethod
    def of(cls, item: Item, inbox: Path) -> "Arrived":
        """What an item comes to."""
        return cls(
            item.source.removeprefix(str(inbox)).lstrip("/\\"), item.name, item.action, item.unit, item.told_month,
            item.received.isoformat() if item.received else None, item.sha256, item.file.name if item.file else None,
            "；".join(finding.message for finding in item.findings), item.why,
            next((str(grade) for grade in Severity if any(f.severity is grade for f in item.findings)), ""),
        )  # fmt: skip

    @property
    def received_on(self) -> date | None:
        """The day its mail came in."""
        return date.fromisoformat(self.received) if self.received else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one workbook, as the last page shows it."""

    unit: str | None
    file: str
    action: str
    year: int
    month: int
    revision: int
    rows: Mapping[str, int]
    errors: int
    warnings: int
    received: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """What came in at one time: `sources` are the files of 收件箱 with their hashes.

    `files` and `notes`, what became of them and what needs a person, are known once it is done.
    """

    number: int
    as_of: str
    sources: Mapping[str, str]
    arrived: Sequence[Arrived] = field(default_factory=tuple)
    done: bool = False
    files: Sequence[Outcome] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def day(self) -> date:
        """The day as of which all of it is judged."""
        return date.fromisoformat(self.as_of)

    @property
    def label(self) -> str:
        """第1批."""
        return f"第{self.number}批"


@dataclass(frozen=True, slots=True)
class Journal:
    """A month's runs, in order."""

    place: Workspace
    month: Month
    runs: tuple[Run, ...] = ()

    @property
    def told_month(self) -> str:
        """2025-12: also the name of its folders."""
        return f"{self.month[0]}-{self.month[1]:02}"

    @property
    def archive(self) -> Path:
        """Where what came in is kept."""
        return self.place.archive / self.told_month

    @property
    def output(self) -> Path:
        """Where what is made is put."""
        return self.place.output / self.told_month

    @property
    def unfinished(self) -> Run | None:
        """The run that was cut off, if one was."""
        return next((run for run in self.runs if not run.done), None)

    def with_run(self, run: Run) -> "Journal":
        """With a run added or renewed, on disk too.

        Raises:
            NotWritten: the archive cannot be written.
        """
        changed = replace(self, runs=(*self.runs[: run.number - 1], run, *self.runs[run.number :]))
        document = {"month": self.told_month, "runs": [asdict(one) for one in changed.runs]}
        with explained(self.archive):
            self.archive.mkdir(parents=True, exist_ok=True)
        write_atomically(self.archive / NAME, json.dumps(document, ensure_ascii=False, indent=1).encode())
        return changed


def open_journal(place: Workspace, month: Month) -> Journal:
    """The journal of a month; an empty one where nothing came in yet."""
    journal = Journal(place, month)
    path = journal.archive / NAME
    return replace(journal, runs=_runs(json.loads(path.read_text(encoding="utf-8")))) if path.is_file() else journal


def journals(place: Workspace) -> Iterator[Journal]:
    """Those of all months, the earliest first."""
    for path in sorted(place.archive.glob(f"*/{NAME}")):
        if month := parse_month(path.parent.name):
            yield open_journal(place, month)


def _runs(document: dict[str, Any]) -> tuple[Run, ...]:
    return tuple(
        Run(**{
            **run, "arrived": tuple(Arrived(**one) for one in run["arrived"]), "files": tuple(Outcome(**one) for one in run["files"]),
            "notes": tuple(run["notes"]),
        })
        for run in document["runs"]
    )  # fmt: skip
