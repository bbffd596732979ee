"""Reading 填报信息: labels and values, wherever they stand on the sheet."""

import re
from collections.abc import Iterator

from toolkit.findings import Finding, Place, Problem, Severity
from toolkit.findings.catalogue import cells, sheets
from toolkit.records import COVER_SHEET, BoundColumn, Context, Cover, columns_of
from toolkit.records.kinds.base import Raw
from toolkit.records.row import Values, read_values
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Book, Cell, Sheet, address
from toolkit.sheets.headers import header_key

_COLON = re.compile(r"[:：]")
_LONGEST_LABEL = 20


def _labels() -> dict[str, BoundColumn]:
    columns = columns_of(Cover)
    known = {header_key(alias): column for column in columns for alias in column.column.aliases}
    return known | {header_key(column.header): column for column in columns}


def _entries(sheet: Sheet) -> dict[str, tuple[int, int, Cell]]:
    """The value cell of each label found, by field: right of the label, or after a colon in the same cell.

    Of a label that stands twice the first with a value counts.
    """
    labels, found = _labels(), dict[str, tuple[int, int, Cell]]()
    for (row, column), cell in sheet.cells():
        if isinstance(cell.value, str):
            for name, entry in _read_label(sheet, row, column, cell.value, labels):
                if name not in found or (_is_empty(found[name][2]) and not _is_empty(entry[2])):
                    found[name] = entry
    return found


def _is_empty(cell: Cell) -> bool:
    return cell.value is None and cell.fault is None


def _read_label(
    sheet: Sheet, row: int, column: int, text: str, labels: dict[str, BoundColumn]
) -> Iterator[tuple[str, tuple[int, int, Cell]]]:
    if label := labels.get(header_key(text)):
        edge = next((area.right for area in sheet.merges if (row, column) in area), column)
        yield label.field, (row, edge + 1, sheet.cell(row, edge + 1) or Cell(None))
        return
    marks = list(_labels_within(text, labels))
    if marks and not text[: marks[0][1]].strip():
        ends = [start for _, start, _ in marks[1:]] + [len(text)]
        for (label, _, after), end in zip(marks, ends, strict=True):
            yield label.field, (row, column, Cell(text[after:end].strip() or None))


def _labels_within(text: str, labels: dict[str, BoundColumn]) -> Iterator[tuple[BoundColumn, int, int]]:
    """The labels before the colons of a text, each with where it starts and where its value does."""
    before = 0
    for colon in _COLON.finditer(text):
        for start in range(max(before, colon.start() - _LONGEST_LABEL), colon.start()):
            begins = start == before or text[start - 1] in " \t\n\u3000\xa0；;，,、"
            if begins and (label := labels.get(header_key(text[start : colon.start()]))):
                yield label, start, colon.end()
                break
        before = colon.end()


def find_cover(book: Book) -> Sheet | None:
    """The sheet named 填报信息, or else the one that shows most of its labels (three at least)."""
    for sheet in book.sheets:
        if header_key(sheet.name) == header_key(COVER_SHEET):
            return sheet
    best = max(book.sheets, key=lambda sheet: len(_entries(sheet)), default=None)
    return best if best is not None and len(_entries(best)) >= 3 else None


def read_cover(file: str, sheet: Sheet, context: Context) -> tuple[dict[str, object], list[Finding]]:
    """The cover's readable values by field, and what is wrong with it."""
    entries = _entries(sheet)
    bad, problems = set[str](), list[Problem]()
    raw: dict[str, Raw] = {}
    for name, (_, _, cell) in entries.items():
        if problem := fault_problem(name, cell):
            problems.append(problem)
            bad.add(name)
        else:
            raw[name] = cell.value
    read = read_values(Cover, raw, context, bad)
    return read.values, [*_findings(file, sheet, entries, [*problems, *read.problems]), *_reviewer(file, sheet, read)]


def _findings(
    file: str, sheet: Sheet, entries: dict[str, tuple[int, int, Cell]], problems: list[Problem]
) -> list[Finding]:
    headers = {column.field: column.header for column in columns_of(Cover)}
    findings = []
    for problem in problems:
        name = problem.field or ""
        entry = entries.get(name)
        rule = problem.rule if entry or problem.rule is not cells.REQUIRED else sheets.MISSING_LABEL
        cell, row = (address(entry[0], entry[1]), entry[0]) if entry else (None, None)
        typed = shown(entry[2]) if entry else None
        words = dict(problem.words)
        if rule.grouped:
            words["count"] = 1
        findings.append(Finding(rule, Place(file, sheet.name, cell, row, name, headers.get(name)), typed, words))
    return findings


def _reviewer(file: str, sheet: Sheet, read: Values) -> list[Finding]:
    if read.values.get("reviewer") or "reviewer" in read.bad:
        return []
    return [Finding(sheets.NO_REVIEWER, Place(file, sheet.name, field="reviewer", header="审核人"))]


def refuses(finding: Finding) -> bool:
    """Whether a cover's finding makes the whole file unusable: nobody knows whose it is, or its layout."""
    return finding.severity is Severity.E and finding.place.field in {"unit", "template_version"}
