"""迁移: the data of an old or altered template in the current one, with an account of every cell."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.findings import Finding, Unreadable
from toolkit.findings.catalogue import merging
from toolkit.policy import Settings
from toolkit.records import Context
from toolkit.sheets.account import TRACE_SHEET, Fate, Trace, Transfer
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.faults import shown
from toolkit.sheets.files import write_atomically
from toolkit.sheets.grid import address
from toolkit.sheets.lists import LISTS_SHEET
from toolkit.sheets.mark import unmark
from toolkit.sheets.page import FIRST_ROW, LONGEST_TEXT
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.source import read_bytes
from toolkit.sheets.traces import without_traces
from toolkit.sheets.transfer import transfer
from toolkit.steps.check import CheckResult, check_submissions


@dataclass(frozen=True, slots=True)
class MigrateResult:
    """What was moved, and what checking the new workbook says."""

    source: Path
    output: Path
    sha256: str
    moved: Transfer
    checked: CheckResult

    @property
    def findings(self) -> list[Finding]:
        """What the new workbook still lacks."""
        return self.checked.findings

    def to_json(self) -> dict[str, object]:
        """Keys as elsewhere: English, stable."""
        counts = self.moved.counts
        return {
            "file": str(self.source), "sha256": self.sha256, "output": str(self.output),
            "cells": {"in": len(self.moved.traces), "moved": counts[Fate.MOVED], "aside": counts[Fate.ASIDE],
                      "frame": counts[Fate.FRAME], "notes": len(self.moved.notes)},
            "tables": [
                {"sheet": table.sheet, "form": table.form.sheet, "rows": table.rows, "columns": [
                    {"header": match.text, "column": table.form.column(match.field).header if match.field else None,
                     "sure": match.sure, "used": match.used, "why": match.why}
                    for match in table.columns
                ]}
                for table in self.moved.tables
            ],
            "reread": [_trace(trace) for trace in self.moved.of(Fate.MOVED) if trace.reread],
            "aside": [_trace(trace) for trace in (*self.moved.of(Fate.ASIDE), *self.moved.notes)],
            "remarks": self.moved.remarks, "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def _trace(trace: Trace) -> dict[str, str]:
    return {
        "sheet": trace.sheet, "cell": trace.cell, "header": trace.header, "value": trace.text, "why": trace.why,
        "to_sheet": trace.target_sheet, "to_cell": trace.target, "written": trace.written,
    }  # fmt: skip


def migrate_file(source: Path, output: Path, as_of: date, settings: Settings) -> MigrateResult:
    """Move a file's data into the current blank and check the result.

    Raises:
        Unreadable: the file cannot be read, or holds a text that no cell can.
        NotWritten: the target cannot be written.
    """
    data = source.read_bytes()
    book = without_traces(read_bytes(_without_marks(data), source.name))
    moved = transfer(book, source.name, Context(as_of, settings))
    longest = max((len(trace.text) for trace in moved.traces.values()), default=0)
    if longest > LONGEST_TEXT:
        raise Unreadable(merging.TEXT_TOO_LONG, header="单元格", length=longest, most=LONGEST_TEXT)
    made = moved.workbook(settings)
    _prove(moved, made)
    write_atomically(output, made)
    checked = check_submissions([read_submission_bytes(made, str(output), Context(as_of, settings))], as_of, settings)
    return MigrateResult(source, output, hashlib.sha256(data).hexdigest(), moved, checked)


def _without_marks(data: bytes) -> bytes:
    try:
        return unmark(data)
    except NotEditable:
        return data


def _prove(moved: Transfer, made: bytes) -> None:
    """Read the new workbook again: each moved value stands where the account says, and the account is whole.

    Raises:
        LookupError: something would be lost; a fault of ours, and nothing is written.
    """
    there = {sheet.name: {address(*at): shown(cell) or "" for at, cell in sheet.cells()} for sheet in read_bytes(made).sheets}
    for trace in moved.of(Fate.MOVED):
        written = "、".join(there[trace.target_sheet].get(cell, "") for cell in trace.target.split("、"))
        if written != trace.written:
            raise LookupError(f"{trace.sheet}!{trace.cell} is not at {trace.target_sheet}!{trace.target}")
    listed = [trace for trace in moved.traces.values() if trace.sheet != LISTS_SHEET]
    for row, trace in enumerate(listed, start=FIRST_ROW):
        if (there[TRACE_SHEET].get(f"B{row}"), there[TRACE_SHEET].get(f"D{row}", "")) != (trace.cell, trace.text):
            raise LookupError(f"{trace.sheet}!{trace.cell} is not in the account")
