"""What the buttons do to an open workbook: no clock, no dialogs, nothing of one engine alone."""

from collections.abc import Sequence
from datetime import date

import xlwings as xw

from toolkit.excel import problem_list
from toolkit.excel.grid import read_open_book
from toolkit.excel.marks import planned, tint, untint
from toolkit.findings import Finding
from toolkit.policy import Settings
from toolkit.steps.check import CheckResult, check_book


def check_open_book(book: xw.Book, as_of: date, settings: Settings) -> CheckResult:
    """Check the workbook as `pilot check` would, tint its faulty cells and list the problems in 问题清单.

    Cells, formats and colours of the people who work in it stay as they are; an earlier check's tints go first.

    Raises:
        Unreadable: the workbook holds more than can be read; nothing in it was changed.
    """
    result = check_book(read_open_book(book, problem_list.is_ours), book.name, as_of, settings)
    list_and_tint(book, result.findings, as_of)
    return result


def list_and_tint(book: xw.Book, findings: Sequence[Finding], as_of: date) -> None:
    """Findings as 问题清单 and as tints in their cells, in the place of the last press's."""
    untint(book, problem_list.marks_in(book))
    plan = planned(book, findings)
    problem_list.write_list(book, findings, list(plan), as_of)
    tint(book, plan)
