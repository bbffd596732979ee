"""The handbook is true: every command of docs/手册.md, run in its order in an empty folder, prints what the page shows.

`python -m tests.handbook.test_handbook` writes the page's outputs anew.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path
from unittest import mock

from toolkit.cli import main, show

PAGE = Path(__file__).parents[2] / "docs" / "手册.md"
SESSION = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
CUT = "……"
WIDTH, MOST = 88, 14
"""Columns of the page, and lines of an output that it shows."""


def output_of(command: str, root: Path) -> str:
    """What a command prints, on both streams, without the folder the test happens to run in."""
    words = shlex.split(command)
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    assert words[0] == "pilot", command
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), mock.patch.object(sys, "argv", words),
        mock.patch.object(show, "PIPE_WIDTH", WIDTH), contextlib.suppress(SystemExit),
    ):  # fmt: skip
        main()
    printed.seek(0)
    text = printed.read().replace(f"{root}{os.sep}", "").replace("\\", "/")
    assert "Traceback" not in text
    assert "程序内部出错" not in text, command
    return "\n".join(line.rstrip() for line in text.splitlines())


def shortened(text: str) -> str:
    """An output as the page shows it: a long one by its beginning and its last lines."""
    lines = text.splitlines()
    if len(lines) <= MOST + 3:
        return text
    return "\n".join([*lines[: MOST - 2], CUT, *lines[-2:]])


def told(page: str) -> str:
    """The page with the outputs its commands really give."""
    root = Path.cwd()

    def session(match: re.Match[str]) -> str:
        commands = [line.removeprefix("$ ") for line in match[1].splitlines() if line.startswith("$ ")]
        lines = [part for command in commands for part in (f"$ {command}", shortened(output_of(command, root)))]
        return "```console\n" + "".join(f"{line}\n" for line in lines if line) + "```"

    return SESSION.sub(session, page)


def in_an_empty_folder(page: str) -> str:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(Path(folder).resolve())
        try:
            return told(page)
        finally:
            os.chdir(before)


def test_every_command_of_the_handbook_prints_what_the_page_shows() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert in_an_empty_folder(page).splitlines() == page.splitlines(), "python -m tests.handbook.test_handbook writes it anew"


def test_no_phone_number_stands_in_the_handbook_whole() -> None:
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(in_an_empty_folder(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
