"""Reading 填报信息: labels and values, wherever they stand on the sheet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from toolkit.findings import Finding, Place, Problem, Rule, Severity
from toolkit.findings.catalogue import cells, sheets
from toolkit.policy import Unit, notice
from toolkit.records import COVER_SHEET, TEMPLATE_VERSION, BoundColumn, Context, Cover, columns_of
from toolkit.records.kinds.base import Raw
from toolkit.records.row import Values, read_values
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Book, Cell, Sheet, address
from toolkit.sheets.headers import header_key

_COLON = re.compile(r"[:：]")
_LONGEST_LABEL = 20
_LATEST = 10
"""Months after which a month is hardly reported any more: last year's year was left on the cover."""
_ON_LINES = frozenset({"unit", "year", "month", "filler", "phone", "reviewer", "filled_on"})
"""What old forms say in a line above or below the table."""


@cache
def _labels() -> dict[str, BoundColumn]:
    columns = columns_of(Cover)
    known = {header_key(alias): column for column in columns for alias in column.column.aliases}
    return known | {header_key(column.header): column for column in columns}


class Entry(NamedTuple):
    """Where the value of a label stands, and the value."""

    sheet: str
    row: int
    column: int
    cell: Cell

    @property
    def empty(self) -> bool:
        """Whether the label has no value."""
        return self.cell.value is None and self.cell.fault is None

    def place(self, file: str, name: str, header: str) -> Place:
        """Where it stands."""
        return Place(file, self.sheet, address(self.row, self.column), self.row, name, header)


def _entries(sheet: Sheet, *, with_colon: bool = False) -> dict[str, Entry]:
    """The value cell of each label found, by field: right of the label, or after a colon in the same cell.

    Of a label that stands twice the first with a value counts. `with_colon` takes only labels that have one: on
    a sheet of rows, headers are called like labels.
    """
    found = dict[str, Entry]()
    for name, entry in labelled(sheet, with_colon=with_colon):
        if name not in found or (found[name].empty and not entry.empty):
            found[name] = entry
    return found


def labelled(sheet: Sheet, *, with_colon: bool = False) -> Iterator[tuple[str, Entry]]:
    """Every value that stands beside or behind one of the cover's labels, with its field."""
    labels = _labels()
    for row, line in sheet.rows.items():
        for column, cell in line.items():
            text = cell.value
            if isinstance(text, str) and (not with_colon or "：" in text or ":" in text):
                yield from _read_label(sheet, row, column, text, labels)


def _read_label(
    sheet: Sheet, row: int, column: int, text: str, labels: dict[str, BoundColumn]
) -> Iterator[tuple[str, Entry]]:
    if label := labels.get(header_key(text)):
        edge = next((area.right for area in sheet.merges if (row, column) in area), column)
        beside = sheet.cell(row, edge + 1) or Cell(None)
        is_label = isinstance(beside.value, str) and any(_labels_within(beside.value, labels))
        yield label.field, Entry(sheet.name, row, edge + 1, Cell(None) if is_label else beside)
        return
    marks = list(_labels_within(text, labels))
    if marks and not text[: marks[0][1]].strip():
        ends = [start for _, start, _ in marks[1:]] + [len(text)]
        for (label, _, after), end in zip(marks, ends, strict=True):
            yield label.field, Entry(sheet.name, row, column, Cell(text[after:end].strip() or None))


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


def read_cover(
    file: str, sheet: Sheet, context: Context, others: Iterable[Sheet] = ()
) -> tuple[dict[str, object], dict[str, Place], list[Finding]]:
    """The cover's readable values by field, where each field stands, and what is wrong with it.

    What it lacks is taken from the lines that old forms have around their tables (填报单位：… 填报人：…).
    """
    entries = _entries(sheet)
    told = _filled_up(file, entries, others)
    bad, problems = set[str](), list[Problem]()
    raw: dict[str, Raw] = {}
    for name, entry in entries.items():
        if problem := fault_problem(name, entry.cell):
            problems.append(problem)
            bad.add(name)
        else:
            raw[name] = entry.cell.value
    read = read_values(Cover, raw, context, bad)
    headers = {column.field: column.header for column in columns_of(Cover)}
    places = {name: entry.place(file, name, headers[name]) for name, entry in entries.items()}
    findings = _findings(places, entries, Place(file, sheet.name), [*problems, *read.problems])
    own = [*_reviewer(places, Place(file, sheet.name), read), *_filled_at_another_time(places, entries, read)]
    return read.values, places, [*findings, *told, *own]


def _filled_up(file: str, entries: dict[str, Entry], others: Iterable[Sheet]) -> list[Finding]:
    """Add what the lines of other sheets say of fields the cover leaves open; a line of another unit is told."""
    headers = {column.field: column.header for column in columns_of(Cover)}
    told: list[Finding] = []
    for sheet in others:
        for name, entry in _entries(sheet, with_colon=True).items():
            place = entry.place(file, name, headers[name])
            if name in _ON_LINES and not entry.empty and (name not in entries or entries[name].empty):
                entries[name] = entry
                told.append(Finding(sheets.FROM_FORM_LINE, place, shown(entry.cell), {"found": sheet.name}))
            elif name == "unit" and name in entries and (own := _unit(entries[name])) and (other := _unit(entry)) and own is not other:
                told.append(Finding(sheets.OTHER_UNIT_ON_SHEET, place, shown(entry.cell), {"cover": own.short}))
    return told


def _unit(entry: Entry) -> Unit | None:
    return notice().find_unit(str(entry.cell.value))


def _findings(
    places: Mapping[str, Place], entries: Mapping[str, Entry], cover: Place, problems: Iterable[Problem]
) -> Iterator[Finding]:
    """Each problem in its cell; what has none, on the cover as such."""
    headers = {column.field: column.header for column in columns_of(Cover)}
    for problem in problems:
        name = problem.field or ""
        entry = entries.get(name)
        rule = _rule(problem, labelled=entry is not None)
        place = places.get(name) or replace(cover, field=name, header=headers.get(name))
        words = {"count": 1, "known": TEMPLATE_VERSION, **problem.words}
        yield Finding(rule, place, shown(entry.cell) if entry else None, words)


def _rule(problem: Problem, *, labelled: bool) -> Rule:
    """A problem's rule, or the cover's own words for what is missing."""
    if problem.rule not in {cells.REQUIRED, cells.REQUIRED_DASH}:
        return problem.rule
    if problem.field == "template_version":
        return sheets.NO_VERSION
    return problem.rule if labelled else sheets.MISSING_LABEL


def _reviewer(places: Mapping[str, Place], cover: Place, read: Values) -> list[Finding]:
    if read.values.get("reviewer") or "reviewer" in read.bad:
        return []
    return [Finding(sheets.NO_REVIEWER, places.get("reviewer") or replace(cover, field="reviewer", header="审核人"))]


def _filled_at_another_time(places: Mapping[str, Place], entries: Mapping[str, Entry], read: Values) -> list[Finding]:
    """A month is reported at its end or soon after; last year's year in January decides which file is newer."""
    year, month, filled_on = (read.values.get(name) for name in ("year", "month", "filled_on"))
    if not (year and month and filled_on):
        return []
    ahead = 12 * (year - filled_on.year) + month - filled_on.month
    rule = sheets.FILLED_EARLY if ahead > 1 else sheets.FILLED_LATE if ahead < -_LATEST else None
    words = {"read": filled_on, "told": f"{year} 年 {month} 月"}
    return [Finding(rule, places["filled_on"], shown(entries["filled_on"].cell), words)] if rule else []


def refuses(finding: Finding) -> bool:
    """Whether a cover's finding makes the whole file unusable: nobody knows whose it is, or its layout."""
    return finding.severity is Severity.E and finding.place.field in {"unit", "template_version"}
