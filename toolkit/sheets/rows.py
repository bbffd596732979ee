"""Reading the rows of one table under its header: every row is read, or told."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.findings import Finding, Place, Problem
from toolkit.findings.catalogue import cells, sheets
from toolkit.policy import Category
from toolkit.policy.text import squeeze
from toolkit.records import BoundColumn, Context, Form
from toolkit.records.entity import CATEGORY
from toolkit.records.kinds import Reading
from toolkit.records.kinds.base import Raw
from toolkit.records.row import Row, apply_rules, read_values
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Cell, Fault, Sheet, address, column_letter
from toolkit.sheets.headers import AT_LEAST, ENOUGH, Header, match_header

_TOTAL = re.compile(r"(合计|小计|总计|共计)")
_REMARK = re.compile(r"(注|说明|备注|填表说明|填报说明)[:：]|(注|说明)\d*[.、]")
_SIGNATURE = re.compile(
    r"(单位|部门|主要|分管)?(领导|负责人|审核人|复核人|经办人|填报人|填表人|制表人|单位盖章|盖章|填报单位|报送单位|填报日期|联系电话)"
    r"[^:：(（]{0,6}[:：(（]"
)
_EXAMPLE = re.compile(r"[(（【\[]?(示例|例如?[:：]|样例行|填写示例)")
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．:：]*(.+)")
_BLANKS = "\u3000 \t\r\n\xa0\u200b\ufeff"
DITTO = frozenset(map(squeeze, ("同上", "〃", "″", '"', "”", "同", "同左上")))
"""What people type for the value above, as it looks squeezed."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a form's table stands in a file."""

    form: Form
    file: str
    sheet: Sheet
    header: Header


def _filled(line: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of a row that hold anything; a formula that shows an empty text holds nothing."""
    return {
        column: cell
        for column, cell in line.items()
        if cell.fault or (cell.value is not None and str(cell.value).strip(_BLANKS))
    }


def what_instead(line: Mapping[int, Cell], table: Table) -> str | None:
    """What a row is when it is no data: 合计行, 注释行, 签字行, 示例行, 重复的表头; None for data."""
    texts = [squeeze(str(cell.value)) for cell in line.values() if cell.value is not None]
    if not texts:
        return None
    if _EXAMPLE.match(texts[0]):
        return "示例行"
    if _repeats_header(line, table):
        return "重复的表头"
    if any(_TOTAL.fullmatch(text) for text in texts[:2]):
        return "合计行"
    return None if _complete(line, table) else _footing(texts[0], line, table)


def _footing(first: str, line: Mapping[int, Cell], table: Table) -> str | None:
    """What a row that lacks required cells may be at the foot of a table."""
    mapped = sum(1 for column in table.header.columns.values() if column in line)
    if (total := _TOTAL.match(first)) and (mapped <= 3 or not re.match("[\u4e00-\u9fff]", first[total.end() :])):
        return "合计行"
    if mapped <= 2 and _REMARK.match(first):
        return "注释行"
    if mapped <= 3 and _SIGNATURE.match(first):
        return "签字行"
    return None


def _complete(line: Mapping[int, Cell], table: Table) -> bool:
    """Whether all that must be filled is: such a row is data, whatever its first cell begins with."""
    columns = table.header.columns
    return all(columns[bound.field] in line for bound in table.form.district_columns if bound.required and bound.field in columns)


def _repeats_header(line: Mapping[int, Cell], table: Table) -> bool:
    """Whether the header stands there again, as on the top of a printed page."""
    filled = {name: str(line[column].value) for name, column in table.header.columns.items() if column in line}
    same = sum(1 for name, text in filled.items() if (found := match_header(table.form, text)) and found.field == name)
    return same >= AT_LEAST and same >= ENOUGH * len(filled)


def read_rows(table: Table, context: Context) -> tuple[list[Row], list[Finding]]:
    """Every data row below the header with its findings, and what is to be said of the sheet's rows as such."""
    return _Reader(table, context).read()


class _Reader:
    """Reads a table downwards, remembering what later rows refer to: 同上, a section's category, a note begun."""

    def __init__(self, table: Table, context: Context) -> None:
        self._table, self._context = table, context
        self._columns = [
            (bound, table.header.columns[bound.field])
            for bound in table.form.district_columns
            if bound.field in table.header.columns
        ]
        self._above: dict[str, Cell] = {}
        self._section: Category | None = None
        self._in_notes = False
        self._merges = {
            position: sorted((area for area in table.sheet.merges if area.left == area.right == position), key=lambda a: a.top)
            for bound, position in self._columns
            if bound.column.merge_fill
        }

    def read(self) -> tuple[list[Row], list[Finding]]:
        rows = list[Row]()
        skipped: dict[str, list[int]] = {}
        for number, line in self._lines():
            if instead := self._instead(line):
                skipped.setdefault(instead, []).append(number)
            else:
                rows.append(self._read_row(number, line))
        told = [*_told_of_skipped(self._table, skipped, len(rows)), *_told_of_looks(self._table, rows)]
        return rows, told

    def _lines(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Rows below the header that hold anything in a known column, or that are told to be no data."""
        known = {position for _, position in self._columns}
        for number, line in self._table.sheet.rows.items():
            if number > self._table.header.row:
                filled = _filled(line)
                if any(column in known for column in filled) or what_instead(filled, self._table):
                    yield number, filled

    def _instead(self, line: dict[int, Cell]) -> str | None:
        instead = what_instead(line, self._table)
        if instead is None and len(line) == 1:
            if category := _section(next(iter(line.values())), self._context):
                self._section, instead = category, "分节标题行"
            elif self._in_notes:
                instead = "注释行"
        self._in_notes = instead == "注释行"
        return instead

    def _read_row(self, number: int, line: Mapping[int, Cell]) -> Row:
        problems: list[Problem] = []
        raw: dict[str, Raw] = {}
        bad: set[str] = set()
        typed: dict[str, str] = {}
        for bound, position in self._columns:
            cell = line.get(position) or self._spread(bound, number, position, problems)
            if cell is not None:
                typed[bound.field] = shown(cell) or ""
                cell = self._meant(bound.field, cell, problems)
            if cell is None or cell.fault:
                self._above.pop(bound.field, None)
            else:
                self._above[bound.field] = cell
            if cell is not None and cell.fault:
                bad.add(bound.field)
            else:
                raw[bound.field] = cell.value if cell else None
        return _judged(self._table, number, raw, bad, typed, problems, self._context)

    def _spread(self, bound: BoundColumn, number: int, position: int, problems: list[Problem]) -> Cell | None:
        """What an empty cell takes from a vertical merge or, the category's, from the section it stands in."""
        if not bound.column.merge_fill:
            return None
        areas = self._merges[position]
        place = bisect_right(areas, number, key=lambda area: area.top) - 1
        if place >= 0 and number <= areas[place].bottom:
            source = self._table.sheet.cell(areas[place].top, position)
            if source is not None and not source.fault and number > areas[place].top:
                words = {"read": shown(source), "area": f"{address(areas[place].top, position)}:{address(areas[place].bottom, position)}"}
                problems.append(Problem(cells.MERGED_OVER, bound.field, words))
            return source
        if self._section is None:
            return None
        problems.append(Problem(cells.FROM_SECTION, bound.field, {"read": self._section}))
        return Cell(str(self._section))

    def _meant(self, field: str, cell: Cell, problems: list[Problem]) -> Cell:
        """The cell itself, or the one that 同上 stands for; a faulty one is told."""
        if problem := fault_problem(field, cell):
            problems.append(problem)
        elif isinstance(cell.value, str) and squeeze(cell.value) in DITTO:
            cell, problem = _ditto(field, cell, self._above)
            problems.append(problem)
        return cell


def _section(cell: Cell, context: Context) -> Category | None:
    """The category that a section row such as 二、单位（站） names."""
    match = _SECTION.fullmatch(squeeze(str(cell.value)))
    if match is None or not CATEGORY.knows(match[1]):
        return None
    return CATEGORY.find(match[1], Reading(context))


def _ditto(field: str, cell: Cell, above: dict[str, Cell]) -> tuple[Cell, Problem]:
    """The cell 同上 stands for, and what to say of it."""
    source = above.get(field)
    if source is None:
        return Cell(cell.value, fault=Fault.BROKEN), Problem(cells.DITTO_WITHOUT_ABOVE, field)
    return source, Problem(cells.DITTO, field, {"read": shown(source)})


def _judged(
    table: Table, number: int, raw: dict[str, Raw], bad: set[str], typed: dict[str, str], problems: list[Problem],
    context: Context,
) -> Row:  # fmt: skip
    absent = {column.field for column in table.form.district_columns if column.field not in table.header.columns}
    read = read_values(table.form.record, raw, context, bad | absent)
    for name in absent:
        if not table.form.column(name).required:
            read.values[name] = None
            read.bad.discard(name)
    addresses = {name: address(number, position) for name, position in table.header.columns.items()}
    row = Row(table.form, table.file, table.sheet.name, number, addresses, typed, read.values, read.bad)
    for problem in (*problems, *read.problems, *apply_rules(table.form, read, context)):
        row.report(problem)
    return row


def _told_of_skipped(table: Table, skipped: dict[str, list[int]], counted: int) -> list[Finding]:
    place = Place(table.file, table.sheet.name)
    told = [
        Finding(sheets.SKIPPED_ROW, place, None, {"rows": "、".join(map(str, numbers)), "what": what})
        for what, numbers in skipped.items()
    ]
    for number in skipped.get("合计行", ()):
        told += _total_finding(table, number, counted)
    return told


def _total_finding(table: Table, number: int, counted: int) -> list[Finding]:
    """A 合计 row that counts rows is compared with the rows there are."""
    for column, cell in table.sheet.rows[number].items():
        match = re.search(r"(\d+)\s*(?:家|个|户|行)", squeeze(str(cell.value)))
        if match and int(match[1]) != counted:
            place = Place(table.file, table.sheet.name, address(number, column), number)
            return [Finding(sheets.TOTAL_DIFFERS, place, shown(cell), {"told": match[1], "counted": counted})]
    return []


def _told_of_looks(table: Table, rows: list[Row]) -> list[Finding]:
    """Hidden and struck-out rows count as data; people are told."""
    place = Place(table.file, table.sheet.name)
    hidden = [str(row.number) for row in rows if row.number in table.sheet.hidden_rows]
    struck = [str(row.number) for row in rows if _is_struck(table.sheet.rows[row.number])]
    told = []
    if hidden:
        told.append(Finding(sheets.HIDDEN_ROWS, place, None, {"rows": "、".join(hidden)}))
    if struck:
        told.append(Finding(sheets.STRUCK_ROW, place, None, {"rows": "、".join(struck)}))
    columns = [column_letter(position) for position in sorted(table.header.columns.values()) if position in table.sheet.hidden_columns]
    if columns and rows:
        told.append(Finding(sheets.HIDDEN_COLUMNS, place, None, {"columns": "、".join(columns)}))
    return told


def _is_struck(line: dict[int, Cell]) -> bool:
    filled = [cell for cell in line.values() if cell.value is not None]
    return bool(filled) and all(cell.struck for cell in filled)
