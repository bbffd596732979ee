"""Merges as processes of their own that are disturbed: killed, run side by side, short of room."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from toolkit.master import store
from toolkit.sheets import files

WRITERS = (store.__file__, files.__file__)
"""The modules whose every line is a moment to be killed at."""


def begun(work: Callable[[], object]) -> int:
    """The id of a child process that does the work and ends with 0, or with 1 where it raised."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """How a child ended: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do work in a child and kill it; whether the kill came before the end."""
    child = begun(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return ended(child) < 0


def killed_at(line: int, work: Callable[[], object]) -> bool:
    """Do work in a child that is killed at the n-th line it executes in the writing modules."""

    def traced() -> None:
        left = line

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in WRITERS:
                return None
            if event == "line":
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        work()

    return ended(begun(traced)) < 0


def mounted(place: Path, size: str = "1m") -> bool:
    """Make a small filesystem of its own, where this machine lets us."""
    place.mkdir()
    try:
        return not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    except FileNotFoundError:
        return False


def filled_up(place: Path, leaving: int) -> None:
    """Take all the room of a disk but some bytes."""
    left = os.statvfs(place)
    (place / "占满").write_bytes(bytes(left.f_bavail * left.f_bsize - leaving))
