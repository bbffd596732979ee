"""校验: read files and say what is wrong with them, cell by cell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.checks.stages import judge
from toolkit.checks.waivers import Waivers, read_waivers
from toolkit.findings import Finding, Severity
from toolkit.master.batch import plan_merge
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings
from toolkit.records import FORMS, Context
from toolkit.sheets.grid import Book
from toolkit.sheets.read import read_submission, read_submission_book
from toolkit.sheets.submission import Submission
from toolkit.steps.sources import workbooks_in


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file, checked."""

    submission: Submission
    findings: list[Finding]

    @property
    def status(self) -> str:
        """accepted, partly or refused."""
        if self.submission.refused:
            return "refused"
        return "partly" if any(finding.severity is Severity.E for finding in self.findings) else "accepted"

    @property
    def for_sender(self) -> list[Finding]:
        """What goes back to the sender: not what the city itself has to settle."""
        return [finding for finding in self.findings if not finding.rule.citys]

    @property
    def rows(self) -> Mapping[str, dict[str, int]]:
        """How many rows each sheet has, and how many an E would hold out of the master."""
        counted = {}
        for form in FORMS:
            rows = self.submission.rows_of(form)
            if form.id in self.submission.sheets:
                held = sum(row.held for row in rows)
                counted[form.sheet] = {"in": len(rows), "valid": len(rows) - held, "held": held}
        return counted

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        submission = self.submission
        return {
            "file": submission.file, "sha256": submission.sha256, "status": self.status,
            "unit": submission.unit.short if submission.unit else None, "year": submission.year,
            "month": submission.month, "revision": submission.cover.get("revision") or (None if submission.refused else 1),
            "template": submission.cover.get("template_version"), "rows": dict(self.rows),
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All files of one check, in the order given."""

    files: Sequence[FileCheck]

    @property
    def findings(self) -> list[Finding]:
        """Of every file."""
        return [finding for file in self.files for finding in file.findings]

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        rows = sum(counts["in"] for file in self.files for counts in file.rows.values())
        summary = {"files": len(self.files), "rows": rows, **{str(s): self.counts[s] for s in Severity}}
        return {"files": [file.to_json() for file in self.files], "summary": summary}


def check_files(
    paths: Iterable[Path], as_of: date, settings: Settings, master: Path | None = None, sheets: Sequence[str] = ()
) -> CheckResult:
    """Check files and the workbooks in folders; with a master, the rules that look back speak too.

    `sheets` names those to be read where several of a file look alike.

    Raises:
        Unreadable: the master cannot be read.
    """
    context = Context(as_of, settings)
    submissions = [read_submission(path, context, chosen=sheets) for path in workbooks_in(paths, master)]
    return check_submissions(submissions, as_of, settings, master)


def check_book(book: Book, name: str, as_of: date, settings: Settings) -> CheckResult:
    """Check one workbook that is open in a program, as its cells stand."""
    return check_submissions([read_submission_book(book, name, Context(as_of, settings))], as_of, settings)


def check_submissions(
    submissions: Sequence[Submission], as_of: date, settings: Settings, master: Path | None = None
) -> CheckResult:
    """Judge submissions already read."""
    known = open_master(read_stored(master), as_of, settings) if master else None
    waivers = read_waivers(known, as_of, settings) if known else Waivers({})
    for submission in submissions:
        judge(submission, known)
        waivers.apply_to(submission)
    merging: dict[int, list[Finding]] = {}
    if known is not None:
        plan = plan_merge(known, submissions, as_of, settings, again=True)
        merging = {id(result.submission): waivers.among(result.findings) for result in plan.files}
    return CheckResult([FileCheck(s, [*s.findings, *merging.get(id(s), [])]) for s in submissions])
