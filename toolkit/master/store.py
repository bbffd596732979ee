"""The master as a file: one writer at a time, a backup first, and never over an edit made meanwhile."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.layout import new_master
from toolkit.master.reading import load_master
from toolkit.master.state import Master
from toolkit.policy import Settings
from toolkit.policy.trouble import trouble
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.edit.proof import prove
from toolkit.sheets.files import NotWritten, TargetBusy, explained, holder, sweep, write_atomically

BACKUP_FOLDER = "备份"
LOCK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Stored:
    """A master file as it was read; `data` is that of a new master where the file does not exist yet."""

    path: Path
    data: bytes
    exists: bool

    @property
    def sha256(self) -> str:
        """Of the bytes read."""
        return hashlib.sha256(self.data).hexdigest()


def read_stored(path: Path, *, create: Settings | None = None) -> Stored:
    """The master's bytes; with the settings to `create` it by, a new one's where there is none.

    Raises:
        Unreadable: there is none, or it cannot be read.
    """
    try:
        return Stored(path, path.read_bytes(), exists=True)
    except FileNotFoundError:
        if create:
            return Stored(path, new_master(create), exists=False)
        raise Unreadable(merging.NO_MASTER, path=path) from None
    except OSError as error:
        raise Unreadable(merging.MASTER_LOCKED, path=path, detail=trouble(error)) from error


def open_master(stored: Stored, as_of: date, settings: Settings) -> Master:
    """The stored bytes as records.

    Raises:
        Unreadable: it is no master.
    """
    return load_master(stored.data, str(stored.path), as_of, settings)


@contextmanager
def only_writer(path: Path, *, open_here: bool = False) -> Iterator[None]:
    """Hold the master for writing; `open_here` where the very program that has it open is who asks.

    Raises:
        TargetBusy: another merge runs, or Excel, WPS or LibreOffice has it open.
        NotWritten: its folder is gone.
    """
    if not open_here and (program := holder(path)):
        raise TargetBusy(merging.OPEN_ELSEWHERE, name=path.name, holder=program)
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    with explained(path):
        path.parent.stat()  # the library would make the folder, and a drive not connected would pass for a first master
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout:
            raise TargetBusy(merging.OTHER_MERGE, name=path.name) from None
    try:
        sweep(path.parent)
        sweep(path.parent / BACKUP_FOLDER)
        yield
    finally:
        # While it is still held: who waits for a lock that lost its name tries again; removed after the release
        # it could be the next holder's. Windows keeps an open file, and there the library removes it itself.
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def save(stored: Stored, cells: list[SetCell], backups: int) -> bytes:
    """Apply cell changes and put the result in the master's place; returns the new bytes.

    Raises:
        NotWritten: with the old file untouched; also where it was edited since it was read.
    """
    data = edit(stored.data, cells)
    prove(stored.data, data)
    _refuse_if_edited(stored)
    if stored.exists:
        back_up(stored, backups)
    write_atomically(stored.path, data, last_look=partial(_refuse_if_edited, stored))
    return data


def _refuse_if_edited(stored: Stored) -> None:
    with explained(stored.path):
        now = stored.path.read_bytes() if stored.path.exists() else None
    if (now is not None) != stored.exists or (now is not None and now != stored.data):
        raise NotWritten(merging.EDITED_MEANWHILE, name=stored.path.name)


def back_up(stored: Stored, keep: int) -> None:
    """A copy named by content under 备份/, the oldest of ours beyond `keep` removed.

    Numbered, not timed: nothing here reads the clock. What is the latest backup already is not copied again.

    Raises:
        NotWritten: the copy could not be made.
    """
    folder = stored.path.parent / BACKUP_FOLDER
    with explained(folder):
        folder.mkdir(exist_ok=True)
        found = _backups(stored.path)
    number, last, _ = found[-1] if found else (0, "", None)
    if last == stored.sha256[:8]:
        return
    write_atomically(folder / f"{stored.path.stem}-{number + 1:04}-{stored.sha256[:8]}{stored.path.suffix}", stored.data)
    for _, _, old in found[: max(len(found) + 1 - keep, 0)]:
        with suppress(OSError):
            old.unlink(missing_ok=True)


def _backups(path: Path) -> list[tuple[int, str, Path]]:
    """(number, beginning of the content's hash, path) of a master's backups, the oldest first."""
    ours = re.compile(rf"{re.escape(path.stem)}-(\d{{4,}})-([0-9a-f]{{8}}){re.escape(path.suffix)}")
    folder = path.parent / BACKUP_FOLDER
    names = folder.iterdir() if folder.is_dir() else ()
    return sorted((int(match[1]), match[2], file) for file in names if (match := ours.fullmatch(file.name)))


def states_before(path: Path) -> Iterator[bytes]:
    """What the master was before each write still on record, the newest first."""
    for _, _, file in reversed(_backups(path)):
        yield file.read_bytes()
