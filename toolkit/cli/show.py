"""How results are printed: tables and findings for people, one JSON document for programs, and the exit code."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit.findings import Finding, Severity
from toolkit.records.kinds.text import mask_phones_in

WORDS = {Severity.E: "错误", Severity.W: "提醒", Severity.I: "提示"}
STYLES = {Severity.E: "bold red", Severity.W: "yellow", Severity.I: "dim"}
PIPE_WIDTH = 150
"""Columns where no terminal says how wide it is."""


def console() -> Console:
    """Standard output; wide enough to be searched when it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)


def print_json(document: object) -> None:
    """One UTF-8 document on standard output, whatever the console's encoding."""
    data = json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()) -> None:
    """A table; columns named in `numbers` stand to the right."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for header in headers:
        right = header in numbers
        shown.add_column(header, justify="right" if right else "left", no_wrap=right, overflow="fold")
    for row in rows:
        shown.add_row(*("" if value is None else Text(mask_phones_in(str(value))) for value in row))
    console().print(shown)


def findings(found: Iterable[Finding], *, with_file: bool = False) -> None:
    """Findings as a table, the gravest first."""
    ordered = sorted(found, key=lambda finding: list(Severity).index(finding.severity))
    if not ordered:
        return
    places = [_where(finding, with_file=with_file) for finding in ordered]
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    shown.add_column("级别", no_wrap=True)
    if any(places):
        shown.add_column("位置", overflow="fold", ratio=4)
    shown.add_column("问题", overflow="fold", ratio=7)
    shown.add_column("怎么办", overflow="fold", ratio=5)
    shown.add_column("代码", no_wrap=True)
    for finding, place in zip(ordered, places, strict=True):
        cells = [Text(WORDS[finding.severity], STYLES[finding.severity])]
        cells += [Text(place)] if any(places) else []
        cells += [Text(mask_phones_in(finding.message)), Text(finding.advice), Text(finding.code, "dim")]
        shown.add_row(*cells)
    console().print(shown)


def _where(finding: Finding, *, with_file: bool) -> str:
    place = finding.place
    parts = [PurePath(place.file).name if with_file and place.file else None, place.sheet, place.cell]
    return " ".join(part for part in parts if part)


def counted(found: Iterable[Finding]) -> str:
    """错误 3，提醒 2，提示 5."""
    counts = Counter(finding.severity for finding in found)
    return "，".join(f"{WORDS[severity]} {counts[severity]}" for severity in Severity)


def exit_code(found: Iterable[Finding], *, strict: bool) -> int:
    """1 where something is of level E (or W with --strict), else 0."""
    grave = {Severity.E, Severity.W} if strict else {Severity.E}
    return int(any(finding.severity in grave for finding in found))


def say(text: str) -> None:
    """A line for people."""
    click.echo(mask_phones_in(text))
