"""How results are printed: tables and findings for people, one JSON document for programs, and the exit code."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import Protocol, TypeVar

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit.cli.said import Said
from toolkit.findings import Finding, Severity
from toolkit.records.kinds.text import mask_phones_in

WORDS = {Severity.E: "错误", Severity.W: "提醒", Severity.I: "提示"}
STYLES = {Severity.E: "bold red", Severity.W: "yellow", Severity.I: "dim"}
WAIVED = "已豁免"
PIPE_WIDTH = 150
"""Columns where no terminal says how wide it is."""
_PLACE_WIDTH = 20
_FEW = 3
_SOON = 1.0
"""Seconds before anybody wonders whether work goes on."""


def console() -> Console:
    """Standard output; wide enough to be searched when it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)


def print_json(document: object) -> None:
    """One UTF-8 document on standard output, whatever the console's encoding."""
    data = json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, folds: Sequence[str] = (), numbers: Sequence[str] = ()) -> None:
    """A table; columns in `folds` give way where the screen is narrow, those in `numbers` stand to the right.

    Where no column is named in `folds`, all but the numbers do.
    """
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for header in headers:
        firm = header in numbers or (bool(folds) and header not in folds)
        shown.add_column(header, justify="right" if header in numbers else "left", no_wrap=firm, overflow="fold")
    for row in rows:
        shown.add_row(*("" if value is None else Said(mask_phones_in(str(value))) for value in row))
    console().print(shown)


def lines(pairs: Iterable[tuple[str, str]]) -> None:
    """Subjects and what is said of each; a long one goes on under itself."""
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for subject, said in pairs:
        shown.add_row(Text(subject, "bold"), Said(mask_phones_in(said)))
    console().print(shown)


def findings(
    found: Iterable[Finding], *, tabled: Collection[str] = (), few: int = _FEW, where: str = "逐项见上表"
) -> None:
    """Findings, the gravest first: how grave, where, what is wrong and below it what to do.

    Of a code in `tabled` each case is told elsewhere (`where`), so more than a `few` of them are said once.
    """
    ordered = sorted(found, key=lambda finding: list(Severity).index(finding.severity))
    shown = Table.grid(padding=(0, 2, 0, 0))
    shown.add_column(no_wrap=True)
    if any(map(_where, ordered)):
        shown.add_column(max_width=_PLACE_WIDTH, overflow="fold")
    shown.add_column(overflow="fold")
    for finding, more in _each_or_once(ordered, tabled, few):
        message = finding.message + (f"（此类共 {more} 项，{where}）" if more else "")
        said = Said.assemble(mask_phones_in(message), (f" [{finding.code}]", "dim"), "\n", (mask_phones_in(_advice(finding)), "dim"))
        label = Text(WAIVED, "dim") if finding.waiver else Text(WORDS[finding.severity], STYLES[finding.severity])
        cells = [label, Said(_where(finding)), said]
        shown.add_row(*cells if len(shown.columns) == 3 else (cells[0], cells[2]))
    if ordered:
        console().print(shown)


def _each_or_once(found: Sequence[Finding], tabled: Collection[str], few: int) -> Iterator[tuple[Finding, int]]:
    """Findings to be said one by one, and of a code with many in `tabled` the first with their number.

    Waived ones are counted apart: what is set aside must be seen.
    """
    def kind(finding: Finding) -> tuple[str, bool]:
        return finding.code, finding.waiver is not None

    counts, told = Counter(map(kind, found)), set[tuple[str, bool]]()
    for finding in found:
        many = finding.code in tabled and counts[kind(finding)] > few
        if not (many and kind(finding) in told):
            yield finding, counts[kind(finding)] if many else 0
        told.add(kind(finding))


def _advice(finding: Finding) -> str:
    """What to do; of a waived finding, why nothing."""
    waiver = finding.waiver
    return f"豁免理由：{waiver.reason}（{waiver.approver}批准）" if waiver else finding.advice


def findings_by_file(found: Iterable[Finding]) -> None:
    """Findings under the name of the file each stands in."""
    files: dict[str, list[Finding]] = {}
    for finding in found:
        files.setdefault(finding.place.file or "", []).append(finding)
    for file, own in files.items():
        if file:
            say(f"■ {PurePath(file).name}")
        findings(own)


def _where(finding: Finding) -> str:
    return " ".join(part for part in (finding.place.sheet, finding.place.cell) if part)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """How far work has come, on standard error: only on a terminal, only where it takes over a second, and wiped off at the end."""
    started, screen = time.monotonic(), Console(stderr=True, highlight=False)
    shown = screen.status(label)

    def tell(done: int, total: int) -> None:
        if screen.is_terminal and time.monotonic() - started > _SOON:
            shown.update(f"{label}：{done}/{total}")
            shown.start()

    try:
        yield tell
    finally:
        shown.stop()


def counted(found: Iterable[Finding]) -> str:
    """错误 3，提醒 2，提示 5."""
    counts = Counter(finding.severity for finding in found)
    return "，".join(f"{WORDS[severity]} {counts[severity]}" for severity in Severity)


class Judged(Protocol):
    """What a step gives: what it found, and all of it as JSON."""

    @property
    def findings(self) -> Sequence[Finding]:
        """All that is to be said."""

    def to_json(self) -> Mapping[str, object]:
        """The shape the command's JSON has."""


_Result = TypeVar("_Result", bound=Judged)


def given(result: _Result, tell: Callable[[_Result], None], *, strict: bool, as_json: bool) -> int:
    """A result as JSON or as `tell` prints it; the exit code its findings call for."""
    if as_json:
        print_json(result.to_json())
    else:
        tell(result)
    return exit_code(result.findings, strict=strict)


def exit_code(found: Iterable[Finding], *, strict: bool) -> int:
    """1 where something is of level E (or W with --strict), else 0."""
    grave = {Severity.E, Severity.W} if strict else {Severity.E}
    return int(any(finding.severity in grave for finding in found))


def say(text: str) -> None:
    """A line for people."""
    click.echo(mask_phones_in(text))
