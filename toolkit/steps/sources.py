"""Which files a command works on: those named, and the workbooks in folders named."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.mail.names import is_system_name
from toolkit.mail.unpack import TABLE_SUFFIXES
from toolkit.master.store import BACKUP_FOLDER

MISTAKEN = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".doc", ".docx", ".wps", ".zip", ".rar", ".7z", ".htm", ".html", ".eml", ".msg"})
"""Sent in a workbook's stead: read all the same, so that the refusal says what to do."""


def workbooks_in(paths: Iterable[Path], master: Path | None = None) -> list[Path]:
    """Files as named; folders give their files that are, or pretend to be, workbooks, in the order of names.

    A master and its backups that stand in a folder are no submissions.
    """
    ours = {master.resolve(), master.parent.resolve() / BACKUP_FOLDER} if master else set()
    return list(dict.fromkeys(path for given in paths for path in _expand(given, ours)))


def _expand(given: Path, ours: set[Path]) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    for path in sorted(given.rglob("*")):
        parts = path.relative_to(given).parts
        is_ours = ours and not ours.isdisjoint((path.resolve(), path.parent.resolve()))
        wanted = path.suffix.lower() in TABLE_SUFFIXES | MISTAKEN and not any(map(is_system_name, parts))
        if wanted and not is_ours and path.is_file():
            yield path
