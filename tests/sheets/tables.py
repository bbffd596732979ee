"""Sheets as a test shows them: a Markdown table is a sheet, row by row as it stands."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.records import factories
from toolkit.findings import Finding
from toolkit.records import COVER_SHEET, Cover, Form, columns_of, form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.grid import Area, Book, Cell, Fault, Sheet
from toolkit.sheets.read import read_submission_book
from toolkit.sheets.submission import Submission

FILE = "浦东新区12月.xlsx"
_FAULTS = {"=?": Cell(None, formula=True, fault=Fault.UNCACHED), "[图]": Cell(None, fault=Fault.PICTURE)}


def cell(raw: Raw) -> Cell:
    """A cell of a raw value; #REF! and its like are errors, =? is a formula without a value, [图] a picture."""
    if isinstance(raw, str) and raw in _FAULTS:
        return _FAULTS[raw]
    is_error = isinstance(raw, str) and re.fullmatch(r"#(REF|N/A|VALUE|DIV/0|NAME)[!?]?", raw)
    return Cell(raw, fault=Fault.ERROR if is_error else None)  # type: ignore[arg-type]


def grid(name: str, rows: Iterable[Sequence[Raw]], first: int = 1, **settings: Any) -> Sheet:
    """A sheet of rows from row `first` on; None leaves a cell out."""
    lines = {
        number: {column: cell(raw) for column, raw in enumerate(line, start=1) if raw is not None}
        for number, line in enumerate(rows, start=first)
    }
    return Sheet(name, {number: line for number, line in lines.items() if line}, **settings)


def table(name: str, text: str, **settings: Any) -> Sheet:
    """A sheet from a Markdown table: `{45992}` is a number, ⏎ a line break, an empty cell nothing, --- a blank row."""
    return grid(name, [_line(line) for line in text.strip().splitlines()], **settings)


def _line(line: str) -> list[Raw]:
    parts = [part.strip() for part in line.strip().strip("|").split("|")]
    return [] if set("".join(parts)) <= {"-"} else [_value(part) for part in parts]


def _value(text: str) -> Raw:
    if match := re.fullmatch(r"\{(.+)\}", text):
        value: Raw = ast.literal_eval(match[1])
        return value
    return text.replace("⏎", "\n").replace("␣", " ") or None


def area(reference: str) -> Area:
    """A2:A4 → the area."""
    match = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", reference)
    assert match
    left, top, right, bottom = match.groups()
    return Area(int(top), ord(left) - 64, int(bottom), ord(right) - 64)


def cover(name: str = COVER_SHEET, /, **changes: Any) -> Sheet:
    """A cover as our workbooks have it."""
    given = factories.cover(**changes)
    lines: list[list[Raw]] = [[column.header, given.get(column.field)] for column in columns_of(Cover)]
    return grid(name, lines, first=3)


def record_sheet(
    form_id: str, rows: Sequence[Mapping[str, Raw]], *, order: Sequence[str] = (), first: int = 3, name: str = "",
    **settings: Any,
) -> Sheet:  # fmt: skip
    """A form's sheet with these rows by field, its header in row `first`; `order` permutes or drops columns."""
    form = form_of(form_id)
    fields = list(order) or [column.field for column in form.district_columns]
    head: list[Raw] = [header_of(form, field) for field in fields]
    lines = [head, *([row.get(field) for field in fields] for row in rows)]
    return grid(name or form.sheet, lines, first, **settings)


def header_of(form: Form, field: str) -> str:
    """The header of a field."""
    return form.column(field).header


def read(*sheets: Sheet, name: str = FILE) -> Submission:
    """The sheets read as a submission; the cover is added where none is given."""
    covers = () if any(sheet.name == COVER_SHEET for sheet in sheets) else (cover(),)
    return read_submission_book(Book((*covers, *sheets)), name, factories.context(unit=None, year=None, filled_on=None))


def told(submission: Submission, *, missing_sheets: bool = False) -> list[tuple[str | None, str]]:
    """(cell, code) of each finding, without the sheets a small test leaves out."""
    return [
        (finding.place.cell, finding.code)
        for finding in submission.findings
        if missing_sheets or finding.code != "SHEET-01"
    ]


def found(submission: Submission, code: str) -> Finding:
    """The one finding of a code."""
    (finding,) = [finding for finding in submission.findings if finding.code == code]
    return finding
