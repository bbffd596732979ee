"""Reading the rows of one sheet's tables under their headers: every row is read, or told."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.findings import Finding, Problem, Rule
from toolkit.findings.catalogue import cells
from toolkit.policy import Category
from toolkit.policy.text import Words, squeeze
from toolkit.records import BoundColumn, Context
from toolkit.records.entity import CATEGORY
from toolkit.records.kinds.base import Raw
from toolkit.records.row import Row, apply_rules, read_values
from toolkit.sheets.asides import (
    HEADING,
    NOTE,
    SECTION,
    TITLE,
    TOTAL,
    Table,
    begins_a_section,
    filled,
    section_of,
    titles_before,
    told_of_skipped,
    told_of_totals,
    what_instead,
)
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.formats.cells import ERROR_TEXTS
from toolkit.sheets.grid import Area, Cell, Fault, address
from toolkit.sheets.surroundings import told_of_sheet

DITTO = Words(
    "同上", "〃", "″", "〞", '"', "”", "''", "同", "同左上", "同前", "同上格", "同上行", "同上。", "（同上）", "同前。",
)  # fmt: skip
"""What people type for the value above."""
_MEANT = Words(*DITTO.words, *ERROR_TEXTS)
"""Texts that are not what they say."""
_PERSON = frozenset({"contact", "phone"})
"""What a second line of one entity may hold and still be the same record."""


@dataclass(slots=True)
class _Line:
    """One row as it stands: its cells by field, what was told in finding them, what it takes from elsewhere.

    `entity` is the merged area that its name comes from, where it has none of its own.
    """

    number: int
    section: Category | None
    cells: dict[str, Cell] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    entity: Area | None = None

    def take(self, name: str, cell: Cell, rule: Rule, **words: object) -> Cell:
        """A cell that stands elsewhere, told."""
        self.taken.add(name)
        self.problems.append(Problem(rule, name, {"read": shown(cell), **words}))
        return cell


def read_rows(tables: Sequence[Table], context: Context) -> tuple[list[list[Row]], list[Finding]]:
    """The data rows of each table with their findings, and what is to be said of the sheet's rows as such."""
    reader = _Reader(tables, context)
    rows = [reader.read(table) for table in tables]
    return rows, reader.told(rows)


class _Reader:
    """Reads a sheet downwards, remembering what later rows refer to: 同上, a section's category, a note begun."""

    def __init__(self, tables: Sequence[Table], context: Context) -> None:
        self._tables, self._context = tables, context
        self._sheet = tables[0].sheet
        self._skipped: dict[str, list[int]] = {}
        self._titles = {
            number
            for above, below in pairwise(tables)
            for number in titles_before(self._sheet, below.header, above.header.row)
        }
        self._above: dict[str, Cell] = {}
        self._section: Category | None = None
        self._in_notes = False
        self._merges: dict[str, list[Area]] = {}
        for number in range(1, tables[0].header.top):
            line = filled(self._sheet.rows.get(number, {}))
            self._section = section_of(self._sheet, number, line, context) or self._section

    def read(self, table: Table) -> list[Row]:
        """The rows of one table; tables are read in the order they stand in."""
        if table is not self._tables[0]:
            self._skipped.setdefault(HEADING, []).extend(range(table.header.top, table.header.row + 1))
        downwards = [area for area in self._sheet.merges if area.left == area.right]
        self._merges = {
            bound.field: sorted((area for area in downwards if area.left == at), key=lambda area: area.top)
            for bound, at in table.columns
            if bound.column.merge_fill and downwards
        }
        return [_judged(table, line, self._context) for line in self._joined(table)]

    def told(self, rows: Sequence[Sequence[Row]]) -> list[Finding]:
        """What is to be said of the sheet, once its rows are read."""
        aside = {number for numbers in self._skipped.values() for number in numbers}
        totals = self._skipped.get(TOTAL, [])
        told = told_of_skipped(self._tables[0], self._skipped)
        everything = [row for own in rows for row in own]
        for table in self._tables:
            told += told_of_totals(table, [number for number in totals if table.header.row < number < table.bottom], everything)
        return [*told, *told_of_sheet(self._tables, rows, aside)]

    def _joined(self, table: Table) -> Iterator[_Line]:
        """The lines of a table; one that only names another contact of the entity above belongs to the line above."""
        last: _Line | None = None
        for number, found in self._lines(table):
            line = self._line(table, number, found)
            if last is not None and _continues(line, last):
                _join(line, last)
                continue
            if last is not None:
                yield last
            last = line
        if last is not None:
            yield last

    def _lines(self, table: Table) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Data rows: those below the header that hold anything in a known column, without what is no data."""
        known = {position for _, position in table.columns}
        for number, line in self._sheet.rows.items():
            if table.header.row < number < table.bottom:
                found = filled(line)
                if instead := self._instead(number, found, table):
                    self._skipped.setdefault(instead, []).append(number)
                elif known & found.keys():
                    yield number, found

    def _instead(self, number: int, line: dict[int, Cell], table: Table) -> str | None:
        instead = what_instead(line, table)
        if instead is None and (category := section_of(self._sheet, number, line, self._context)):
            self._section, instead = category, SECTION
        elif instead is None and number in self._titles:
            instead = TITLE
        elif instead is None and len(line) == 1 and self._in_notes:
            instead = NOTE
        elif instead is None and begins_a_section(line):
            self._section = None  # of something we do not know: what stands below is no longer the last section's
        if line:
            self._in_notes = instead == NOTE
        return instead

    def _line(self, table: Table, number: int, found: Mapping[int, Cell]) -> _Line:
        line, above, units, starts = _Line(number, self._section), self._above, table.header.units, _MEANT.starts
        for bound, position in table.columns:
            name = bound.field
            cell = found.get(position)
            if cell is None and name in self._merges:
                cell = self._spread(bound, position, line)
            if cell is None:
                above.pop(name, None)
                continue
            value = cell.value
            line.typed[name] = value if type(value) is str else shown(cell) or ""
            if cell.fault or (isinstance(value, str) and starts[value[:1]]):
                cell = self._meant(name, cell, line.problems)
            line.cells[name] = _in_unit(cell, units[name]) if name in units else cell
            if cell.fault:
                above.pop(name, None)
            else:
                above[name] = cell
        if self._section:
            self._take_category(table, line, str(self._section))
        return line

    def _take_category(self, table: Table, line: _Line, section: str) -> None:
        """The category of the section, where the row has none of its own."""
        category = next((bound.field for bound in table.form.district_columns if bound.kind is CATEGORY), None)
        if category and category not in line.cells:
            line.cells[category] = self._above[category] = line.take(category, Cell(section), cells.FROM_SECTION)

    def _spread(self, bound: BoundColumn, position: int, line: _Line) -> Cell | None:
        """What an empty cell takes from a vertical merge."""
        areas = self._merges[bound.field]
        place = bisect_right(areas, line.number, key=lambda area: area.top) - 1
        if place < 0 or not areas[place].top < line.number <= areas[place].bottom:
            return None
        area = areas[place]
        source = self._sheet.cell(area.top, position)
        if source is None or source.fault:
            return source
        where = f"{address(area.top, position)}:{address(area.bottom, position)}"
        if bound.field != "name":
            return line.take(bound.field, source, cells.MERGED_OVER, area=where)
        line.entity = area
        return line.take(bound.field, source, cells.MERGED_ENTITY, area=where)

    def _meant(self, name: str, cell: Cell, problems: list[Problem]) -> Cell:
        """The cell itself, or the one that 同上 stands for; a faulty one is told, an error pasted as text among them."""
        text = cell.value if isinstance(cell.value, str) else ""
        if text.strip() in ERROR_TEXTS:
            cell = cell._replace(fault=Fault.ERROR)
        if problem := fault_problem(name, cell):
            problems.append(problem)
        elif text in DITTO:
            cell, problem = _ditto(name, cell, self._above)
            problems.append(problem)
        return cell


def _continues(line: _Line, last: _Line) -> bool:
    """Whether a line says nothing of its own but another person to contact."""
    own = line.cells.keys() - line.taken
    return (
        line.entity is not None
        and line.entity.top <= last.number
        and bool(own)
        and own <= _PERSON
        and not any(line.cells[name].fault for name in own)
    )


def _join(line: _Line, last: _Line) -> None:
    for place, name in enumerate(sorted(line.cells.keys() - line.taken)):
        before = last.cells.get(name)
        if before is not None and before.fault:
            continue
        texts = [text for text in (shown(before), shown(line.cells[name])) if text]
        last.cells[name] = Cell("、".join(texts))
        last.typed[name] = "、".join(texts)
        if place == 0:
            last.problems.append(Problem(cells.JOINED, name, {"row": line.number}))


def _in_unit(cell: Cell, unit: str) -> Cell:
    """A bare number of a column that counts in another unit, with that unit."""
    plain = re.fullmatch(r"[\d,]+(\.\d+)?", squeeze(shown(cell) or "")) if unit and not cell.fault else None
    return cell._replace(value=f"{plain[0]}{unit}") if plain else cell


def _ditto(name: str, cell: Cell, above: dict[str, Cell]) -> tuple[Cell, Problem]:
    """The cell 同上 stands for, and what to say of it."""
    source = above.get(name)
    if source is None:
        return Cell(cell.value, fault=Fault.BROKEN), Problem(cells.DITTO_WITHOUT_ABOVE, name)
    return source, Problem(cells.DITTO, name, {"read": shown(source)})


def _judged(table: Table, line: _Line, context: Context) -> Row:
    raw: dict[str, Raw] = {name: cell.value for name, cell in line.cells.items() if not cell.fault}
    bad = {name for name, cell in line.cells.items() if cell.fault} if line.problems else set[str]()  # each is told
    absent = table.absent - line.cells.keys()
    read = read_values(table.form.record, raw, context, bad | absent)
    for name in absent:
        if not table.form.column(name).required:
            read.values[name] = None
            read.bad.discard(name)
    digits = str(line.number)
    addresses = {name: letters + digits for name, letters in table.letters.items()}
    row = Row(table.form, table.file, table.sheet.name, line.number, addresses, line.typed, read.values, read.bad)
    row.severity = context.settings.severity
    measured = [_of_measure(table, problem) for problem in read.problems]
    for problem in _without_empty_words([*line.problems, *measured, *apply_rules(table.form, read, context)]):
        row.report(problem)
    _tell_if_elsewhere(row, line)
    return row


def _of_measure(table: Table, problem: Problem) -> Problem:
    """A number rewritten because its column counts in another unit is told as that."""
    name = problem.field or ""
    if problem.rule is not cells.NUMBER_REWRITTEN or name not in table.header.units:
        return problem
    told = table.header.texts[table.header.columns[name]]
    return Problem(cells.NUMBER_CONVERTED, name, {**problem.words, "told": told, "unit": table.header.units[name]})


def _without_empty_words(problems: Sequence[Problem]) -> list[Problem]:
    """That 无 counts as nothing needs no telling in a cell where something was needed."""
    wrong = {problem.field for problem in problems if not problem.rule.grouped}
    return [problem for problem in problems if not (problem.rule is cells.EMPTY_WORD and problem.field in wrong)]


def _tell_if_elsewhere(row: Row, line: _Line) -> None:
    """A category of its own that is not its section's wins, and is told."""
    own = row.values.get("category")
    if line.section and own and own != line.section:
        row.report(Problem(cells.SECTION_DIFFERS, "category", {"section": line.section}))
