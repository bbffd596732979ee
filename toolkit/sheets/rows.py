"""Reading the rows of one table under its header: every row is read, or told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.findings import Finding, Place, Problem
from toolkit.findings.catalogue import cells, sheets
from toolkit.policy.text import squeeze
from toolkit.records import Context, Form
from toolkit.records.kinds.base import Raw
from toolkit.records.row import Row, apply_rules, read_values
from toolkit.sheets.faults import fault_problem, shown
from toolkit.sheets.grid import Cell, Fault, Sheet, address
from toolkit.sheets.headers import Header

_TOTAL = re.compile(r"^(合计|小计|总计|共计)")
_REMARK = re.compile(r"^(注|说明|备注|填表说明|填报说明)[:：]|^(注|说明)\d*[.、]")
_SIGNATURE = re.compile(r"(负责人|审核人|填报人|填表人|制表人|单位盖章).{0,6}[:：(（]")
_EXAMPLE = re.compile(r"^[(（【\[]?(示例|例如|例[:：]|样例行|填写示例)")
DITTO = frozenset({"同上", "〃", "″", '"', "”", "同", "同左上"})


@dataclass(frozen=True, slots=True)
class Table:
    """Where a form's table stands in a file."""

    form: Form
    file: str
    sheet: Sheet
    header: Header


def _filled(cells_of_row: dict[int, Cell]) -> dict[int, Cell]:
    return {
        column: cell
        for column, cell in cells_of_row.items()
        if cell.fault or cell.formula or (cell.value is not None and str(cell.value).strip("\u3000 \t\r\n\xa0\u200b\ufeff"))
    }


def what_instead(row: dict[int, Cell], header: Header) -> str | None:
    """What a row is when it is no data: 合计行, 注释行, 签字行, 示例行; None for data."""
    texts = [squeeze(str(cell.value)) for cell in row.values() if cell.value is not None]
    if not texts:
        return None
    first, mapped = texts[0], sum(1 for column in row if column in header.columns.values())
    if _EXAMPLE.match(first):
        return "示例行"
    if _TOTAL.match(first) or (mapped <= 3 and any(_TOTAL.fullmatch(text) for text in texts)):
        return "合计行"
    if mapped <= 2 and _REMARK.match(first):
        return "注释行"
    if mapped <= 3 and _SIGNATURE.search(first):
        return "签字行"
    return None


def read_rows(table: Table, context: Context) -> tuple[list[Row], list[Finding]]:
    """Every data row below the header with its findings, and what is to be said of the sheet's rows as such."""
    rows, told = list[Row](), list[Finding]()
    skipped: dict[str, list[int]] = {}
    above: dict[str, Cell] = {}
    for number, line in _data_lines(table):
        if instead := what_instead(line, table.header):
            skipped.setdefault(instead, []).append(number)
            continue
        row = _read_row(table, number, line, above, context)
        rows.append(row)
    told += _told_of_skipped(table, skipped, len(rows))
    told += _told_of_looks(table, rows)
    return rows, told


def _data_lines(table: Table) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Rows below the header that hold anything in a known column, or anything at all but a serial number."""
    known = set(table.header.columns.values())
    for number, line in table.sheet.rows.items():
        if number > table.header.row:
            filled = _filled(line)
            if any(column in known for column in filled) or what_instead(filled, table.header):
                yield number, filled


def _read_row(table: Table, number: int, line: dict[int, Cell], above: dict[str, Cell], context: Context) -> Row:
    problems: list[Problem] = []
    raw: dict[str, Raw] = {}
    bad: set[str] = set()
    typed: dict[str, str] = {}
    for column in table.form.district_columns:
        position = table.header.columns.get(column.field)
        cell = line.get(position) if position else None
        if position and cell is None and column.column.merge_fill:
            cell = _merged_above(table.sheet, number, position)
        if cell is None:
            if position:
                raw[column.field] = None
            continue
        typed[column.field] = shown(cell) or ""
        if problem := fault_problem(column.field, cell):
            problems.append(problem)
            bad.add(column.field)
            continue
        if isinstance(cell.value, str) and squeeze(cell.value) in DITTO:
            cell, problem = _ditto(column.field, cell, above)
            problems.append(problem)
        if cell.fault:
            bad.add(column.field)
            continue
        above[column.field] = cell
        raw[column.field] = cell.value
    return _judged(table, number, raw, bad, typed, problems, context)


def _ditto(field: str, cell: Cell, above: dict[str, Cell]) -> tuple[Cell, Problem]:
    """The cell 同上 stands for, and what to say of it."""
    source = above.get(field)
    if source is None:
        return Cell(cell.value, fault=Fault.BROKEN), Problem(cells.DITTO_WITHOUT_ABOVE, field)
    return source, Problem(cells.DITTO, field, {"read": shown(source)})


def _merged_above(sheet: Sheet, row: int, column: int) -> Cell | None:
    """The value a vertical merge spreads over this cell."""
    for area in sheet.merges:
        if (row, column) in area and area.left == area.right:
            return sheet.cell(area.top, area.left)
    return None


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
    return told


def _is_struck(line: dict[int, Cell]) -> bool:
    filled = [cell for cell in line.values() if cell.value is not None]
    return bool(filled) and all(cell.struck for cell in filled)
