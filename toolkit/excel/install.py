r"""What a user's machine needs for the buttons: the interpreter that macro workbooks look for, and files to drop workbooks on.

The workbook names one place for every user (`%LOCALAPPDATA%\pilot-toolkit\venv`), so that colleagues can share it. Where
`pilot` is installed elsewhere, a bare environment is made there that sees all that is installed here.
"""

import os
import site
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.sheets.files import explained, write_atomically

_LINK = "pilot-toolkit.pth"
DROPS: Mapping[str, str] = {
    "校验.bat": 'check %* --marked "%~dp1."',
    "去掉核验标记.bat": "unmark %1",
    "合并到总台账.bat": "merge %*",
    "名额监测.bat": "quota %*",
    "年报监测.bat": "reports %*",
    "跟踪监测.bat": "standing %*",
    "查看总况.bat": "status %*",
}
"""Files on which workbooks are dropped, and the command each runs; dropped files are its arguments."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What was put where; `made` tells whether the interpreter had to be made."""

    python: Path
    made: bool
    drops: list[Path]


def home() -> Path:
    """The user's own folder for the toolkit, as the workbook's settings spell it."""
    local = os.environ.get("LOCALAPPDATA")
    return (Path(local) if local else Path.home() / ".local" / "share") / "pilot-toolkit"


def interpreter(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(folder: Path, drops: Path | None = None) -> Installed:
    """Make the interpreter under `folder` unless this is it, and the files to drop on in `drops`.

    Raises:
        NotWritten: one of the folders cannot be written.
    """
    environment = folder / "venv"
    made = Path(sys.prefix).resolve() != environment.resolve()
    if made:
        with explained(environment):
            venv.create(environment, clear=False, with_pip=False)
            write_atomically(_packages(environment) / _LINK, _link().encode())
    return Installed(interpreter(environment), made, _write_drops(drops) if drops else [])


def _packages(environment: Path) -> Path:
    """Where an environment keeps its packages."""
    return Path(sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)}))


def _link() -> str:
    """A line that has another environment take in our packages, and whatever they link to in their turn."""
    ours = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    also = site.getusersitepackages() if site.ENABLE_USER_SITE else None
    return "".join(f"import site; site.addsitedir({path!r})\n" for path in (*ours, *([also] if also else [])))


def _write_drops(folder: Path) -> list[Path]:
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, command in DROPS.items():
        write_atomically(folder / name, drop_file(command))
        written.append(folder / name)
    return written


def drop_file(command: str) -> bytes:
    """A batch file: ASCII, since cmd reads it in the code page of the machine; it waits, so that its words can be read.

    It works in its own folder (`pushd` also takes a shared one), so that inside a workspace the city list need not be named.
    """
    lines = (
        "@echo off", "setlocal", 'pushd "%~dp0"',
        r'set "PYTHON=%LOCALAPPDATA%\pilot-toolkit\venv\Scripts\python.exe"',
        f'"%PYTHON%" -m toolkit {command}', "pause",
    )  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")
