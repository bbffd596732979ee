"""A file is written whole or not at all.

The bytes go to a temporary file beside the target, are flushed to the disk, and take the target's place in
one step. Killed at any moment, the target is the old file or the new one.
"""

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from toolkit.findings import Rule
from toolkit.findings.catalogue import edits
from toolkit.policy.trouble import trouble

TEMPORARY = ".pilot-*.tmp"
RETRY_SECONDS = 6.0 if os.name == "nt" else 0.0
"""Windows refuses to replace a file that a virus scanner, an indexer or Excel has open; the first two let
go of it soon."""

_PAUSE = 0.2
_TRIES = 5
"""A sweep takes a file away only when somebody begins to work in the folder at that very moment."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_REASONS = {
    errno.ENOSPC: edits.NO_SPACE, errno.EDQUOT: edits.NO_SPACE, errno.EFBIG: edits.NO_SPACE,
    errno.EACCES: edits.NO_PERMISSION, errno.EPERM: edits.NO_PERMISSION, errno.EROFS: edits.NO_PERMISSION,
}


class NotWritten(OSError):  # noqa: N818 - it says what happened, like the catalogue's rule it carries
    """The target could not be written and is what it was; `message` says why and what to do, in one line."""

    def __init__(self, rule: Rule, **words: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.words = words

    @property
    def message(self) -> str:
        """What happened and what to do, in Chinese."""
        return f"{self.rule.message}；{self.rule.advice}".format_map(self.words)


class TargetBusy(NotWritten):
    """Some program has the target open."""


def write_atomically(target: Path, data: bytes, last_look: Callable[[], None] | None = None) -> None:
    """Put `data` in the place of `target`, or leave it as it is and raise `NotWritten`.

    `last_look` is called when all is ready but the replacing, and may raise `NotWritten` too.
    """
    place = target.resolve() if target.is_symlink() else target
    temporary = place.with_name(TEMPORARY.replace("*", f"{os.getpid()}-{token_hex(4)}"))
    try:
        _refuse_read_only(place)
        _put(temporary, place, data, last_look)
        _flush_folder(place.parent)
    except NotWritten:
        raise
    except OSError as error:
        raise not_written(error, place) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, place: Path, data: bytes, last_look: Callable[[], None] | None) -> None:
    """Write the temporary file and let it take the target's place; again where another program's `sweep` took it away."""
    for left in reversed(range(_TRIES)):
        _write(temporary, data, like=place)
        if last_look:
            last_look()
        try:
            _replace(temporary, place)
            return
        except FileNotFoundError:
            if temporary.exists() or not left:
                raise


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Whatever the system refuses while a target is being written becomes `NotWritten`."""
    try:
        yield
    except NotWritten:
        raise
    except OSError as error:
        raise not_written(error, target) from error


def sweep(folder: Path) -> None:
    """Remove what a killed writer left. What somebody else in the folder is writing at this moment he writes again."""
    for left in folder.glob(TEMPORARY):
        with suppress(OSError):
            left.unlink()


def holder(target: Path) -> str | None:
    """Who seems to have the file open, by the lock file beside it; such a file may be a stale one."""
    locks = (
        (f"~${target.name}", "Excel", _office_name),
        (f".~{target.name}", "WPS", _office_name),
        (f".~lock.{target.name}#", "LibreOffice", _libreoffice_name),
    )
    for lock, program, name_in in locks:
        with suppress(OSError):
            name = name_in(target.with_name(lock).read_bytes())
            return f"{program}（{name}）" if name else program
    return None


def _refuse_read_only(place: Path) -> None:
    """Whoever set a file read-only wants it kept, even where the folder would let it be replaced."""
    with suppress(FileNotFoundError):
        if not place.stat().st_mode & _WRITABLE:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _write(temporary: Path, data: bytes, like: Path) -> None:
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        temporary.chmod(like.stat().st_mode & 0o777)


def _replace(temporary: Path, target: Path) -> None:
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            temporary.replace(target)
            return
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut; the content does already, so a refusal is no failure."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def not_written(error: OSError, target: Path) -> NotWritten:
    """What the system refused while a target was being written, as what to do about it."""
    found = holder(target)
    if isinstance(error, PermissionError) and (found or getattr(error, "winerror", None) == 32):
        return TargetBusy(edits.BUSY, name=target.name, holder=found or "其他程序")
    if error.errno in {errno.ENOENT, errno.ENOTDIR} and not target.parent.is_dir():
        return NotWritten(edits.NO_FOLDER, name=target.name)
    rule = _REASONS.get(error.errno or 0, edits.WRITE_FAILED)
    return NotWritten(rule, name=target.name, detail=trouble(error))


def _office_name(lock: bytes) -> str:
    """The user's name in an owner file: one byte of length and 54 of text, then the same in UTF-16."""
    length = int.from_bytes(lock[55:57], "little")
    wide = lock[57:57 + 2 * length].decode("utf-16-le", "ignore").strip("\0 ")
    return wide or lock[1:1 + lock[0] if lock else 1].decode("gb18030", "ignore").strip("\0 ")


def _libreoffice_name(lock: bytes) -> str:
    """The user's name, first of the comma-separated fields; without one, the machine's account."""
    fields = lock.decode("utf-8", "ignore").split(",")
    return next((part.strip() for part in fields[:2] if part.strip()), "")
