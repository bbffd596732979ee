"""退回: the files with something to mend, marked in their very cells, ready to be sent back."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path, PurePath

from toolkit.checks.workdays import add_workdays
from toolkit.findings import Severity
from toolkit.policy import Settings
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.files import write_atomically
from toolkit.sheets.mark import mark, unmark
from toolkit.steps.check import CheckResult, FileCheck

SUFFIX = "-核验"


def write_marked_copies(result: CheckResult, folder: Path, as_of: date, settings: Settings) -> list[Path]:
    """Marked copies of the files that have errors or warnings; a file nobody can read has no copy.

    Raises:
        NotWritten: the folder cannot be written.
    """
    return list(mark_each(result, folder, as_of, settings).values())


def mark_each(result: CheckResult, folder: Path, as_of: date, settings: Settings) -> dict[str, Path]:
    """The marked copies by the names of the files they are of.

    Raises:
        NotWritten: the folder cannot be written.
    """
    reply_by = add_workdays(as_of, settings.reply_working_days, settings)
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    taken = {_place(Path(file.submission.file)) for file in result.files}  # nobody's own file is ever written over
    for file in result.files:
        copy = _marked(file, reply_by)
        if copy is not None:
            path = written[file.submission.file] = _free_name(folder, file, taken)
            taken.add(_place(path))
            write_atomically(path, copy)
    return written


def _marked(file: FileCheck, reply_by: date) -> bytes | None:
    if not any(finding.severity is not Severity.I for finding in file.for_sender):
        return None
    try:
        return mark(file.submission.data, file.for_sender, reply_by)
    except NotEditable:
        return None


def _place(path: Path) -> str:
    """A path as no two files share it, on a disk that ignores case either."""
    return str(path.resolve()).casefold()


def _free_name(folder: Path, file: FileCheck, taken: Collection[str]) -> Path:
    """The sender's own name with 核验 added once, however often it goes back; two of one name are told apart by their folders."""
    names = _names(PurePath(file.submission.file))
    return next(path for path in (folder / f"{name}{SUFFIX}.xlsx" for name in names) if _place(path) not in taken)


def _names(source: PurePath) -> Iterator[str]:
    stem = source.stem.removesuffix(SUFFIX)
    yield stem
    yield f"{source.parent.name}-{stem}"
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def unmark_file(path: Path, output: Path | None = None) -> bool:
    """Take our marks away, in place unless another file is named; whether there were any.

    Raises:
        NotEditable: the file cannot be edited in place.
        NotWritten: the target cannot be written.
    """
    data = path.read_bytes()
    clean = unmark(data)
    if clean != data or output:
        write_atomically(output or path, clean)
    return clean != data
