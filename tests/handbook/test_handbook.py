"""The handbook is true: every command of docs/手册.md, run in its order in an empty folder, prints what the page shows.

What the page tells people to fill in by hand (lines with a pencil) is filled in as well.
`python -m tests.handbook.test_handbook` writes the page's outputs anew.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from datetime import date
from pathlib import Path
from unittest import mock

from openpyxl import load_workbook

from toolkit.cli import main, show
from toolkit.sheets.edit import SetCell, edit

PAGE = Path(__file__).parents[2] / "docs" / "手册.md"
SESSION = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
BY_HAND = "✎ "
"""✎ file › sheet › whose row, or 新的一行：header value，header value: what a person types into a workbook."""
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


def fill_in(told: str) -> None:
    """Type what a line with a pencil says, as a person would in Excel."""
    where, _, what = told.partition("：")
    file, title, whose = where.split(" › ")
    sheet = load_workbook(file)[title]
    typed = dict(pair.split(" ", 1) for pair in what.split("，"))
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if typed.keys() <= set(row))
    below = range(head + 1, len(rows) + 1)
    row = next(n for n in below if n == len(rows) or (not any(rows[n]) if whose == "新的一行" else whose in rows[n]))
    cells = [SetCell(title, row + 1, rows[head].index(header) + 1, _as_typed(value)) for header, value in typed.items()]
    Path(file).write_bytes(edit(Path(file).read_bytes(), cells))


def _as_typed(text: str) -> str | int | date:
    """Excel takes a day and a number for what they are."""
    if text.isdecimal() and len(text) < 5:
        return int(text)
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


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
        lines = list[str]()
        for line in match[1].splitlines():
            if line.startswith("$ "):
                lines += [line, shortened(output_of(line.removeprefix("$ "), root))]
            elif line.startswith(BY_HAND):
                fill_in(line.removeprefix(BY_HAND))
                lines.append(line)
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
