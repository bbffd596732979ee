"""What ends a command: each exception people may cause as one line; ours as one line and a log."""

import sys
import tempfile
import traceback
from pathlib import Path

import click

from toolkit.findings import Unreadable
from toolkit.policy import SettingsError
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.files import NotWritten

COULD_NOT, OUR_FAULT = 3, 4


def report(error: Exception) -> int:
    """Say what happened; returns the exit code."""
    if isinstance(error, NotWritten):
        return _one_line(error.message)
    if isinstance(error, Unreadable | NotEditable):
        return _one_line(f"{error.rule.message}。{error.rule.advice}".format_map(error.words))
    if isinstance(error, SettingsError):
        return _one_line(str(error))
    from toolkit.letters.tags import TemplateFault  # noqa: PLC0415 - needs the Word libraries

    if isinstance(error, TemplateFault):
        return _one_line("；".join(f"{finding.message}。{finding.advice}" for finding in error.findings))
    log = _log(error)
    click.echo(f"程序内部出错，数据未改动。请把 {log} 发给维护人员。", err=True)
    return OUR_FAULT


def _one_line(text: str) -> int:
    click.echo(" ".join(text.split()), err=True)
    return COULD_NOT


def _log(error: Exception) -> Path:
    """The traceback, without any value of the user's data."""
    path = Path(tempfile.gettempdir()) / "pilot-error.log"
    lines = [f"python {sys.version}\n", f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]
    path.write_text("".join(lines), encoding="utf-8")
    return path
