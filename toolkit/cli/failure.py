"""What ends a command: each exception people may cause as one line; ours as one line and a log."""

import os
import sys
import tempfile
import traceback
from pathlib import Path

import click

from toolkit.records.kinds.text import mask_phones_in
from toolkit.steps import failures

COULD_NOT, OUR_FAULT = 3, 4


def report(error: Exception) -> int:
    """Say what happened; returns the exit code."""
    if (told := failures.told(error)) is not None:
        click.echo(mask_phones_in(" ".join(told.split())), err=True)
        return COULD_NOT
    log = _log(error)
    where = f"请把 {log} 发给维护人员" if log else "日志也未能写入，请告知维护人员"
    click.echo(f"程序内部出错，本步骤没有完成。{where}。", err=True)
    return OUR_FAULT


def _log(error: Exception) -> Path | None:
    """The traceback, without any value of the user's data; None where it cannot be written."""
    lines = [f"python {sys.version}\n", f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]
    try:
        descriptor, path = tempfile.mkstemp(".log", "pilot-error-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("".join(lines))
    except OSError:
        return None
    return Path(path)
