"""Lists of the programme before the notice (示范区, 示范站, 示范点): recognised first, read by a map that a person has seen."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.findings import Finding, Place, Problem, Rule, Unreadable
from toolkit.findings.catalogue import cells, old_lists, rows, sheets
from toolkit.policy import Category, notice
from toolkit.policy.text import squeeze
from toolkit.records import BoundColumn, Context, Form
from toolkit.records.row import Row
from toolkit.sheets.asides import Table, filled
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Book, Sheet, Visibility, address
from toolkit.sheets.headers import Header, Manner, find_headers, is_numbering
from toolkit.sheets.likely import Match, category_said_above, likely_headers, match_columns, tables_of
from toolkit.sheets.mapping import CONSTANTS, ESSENTIAL, PILOTS, UNIT, SheetMap, constants_of
from toolkit.sheets.rows import read_rows

ORIGIN, STATE = "历史示范", "试点中"
UNIT_NAMES = frozenset({
    "区", "区县", "所在区", "所属区", "属地区", "区属", "属地", "区局", "报送单位", "推荐单位", "所属区局", "辖区", "地区", "区域",
})  # fmt: skip
_ENOUGH_UNITS = 0.5
"""The share of a so named column's cells that must name a unit."""
_NEVER_ASKED = frozenset({cells.REQUIRED, cells.REQUIRED_DASH, rows.PARK_NAME_MISSING, cells.LEGACY_NAME})
"""What every old list would be told of in each row: it lacks columns, and its names are the old ones."""


@dataclass(slots=True)
class Recognised:
    """What a list's sheets were taken for, before anything is read."""

    maps: list[SheetMap] = field(default_factory=list)
    matches: dict[str, list[Match]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    samples: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def recognise(book: Book, name: str, context: Context) -> Recognised:
    """Match the columns of each sheet that may be a list.

    Raises:
        Unreadable: none is.
    """
    found = Recognised()
    for sheet in book.sheets:
        headers = likely_headers(PILOTS, sheet) if sheet.visibility is not Visibility.VERY_HIDDEN else []
        if headers:
            _recognise(found, sheet, tables_of(PILOTS, name, sheet, headers), context)
        elif any(map(filled, sheet.rows.values())):
            found.unread.append(sheet.name)
    if not found.maps:
        raise Unreadable(old_lists.NO_TABLE, name=name)
    return found


def _recognise(found: Recognised, sheet: Sheet, tables: Sequence[Table], context: Context) -> None:
    columns: dict[str, Match] = {}
    for table in tables:
        units = {column for column in table.header.texts if _names_units(table, column)}
        own = [Match(column, table.header.texts[column], UNIT.field, 1.0, "内容是区") for column in sorted(units)[:1]]
        for match in (*own, *match_columns(table, context.settings, units)):
            if match.text not in columns or columns[match.text].sure < match.sure:
                columns[match.text] = match
            found.samples.setdefault((sheet.name, match.text), _sample(table, match.column))
    matches = _each_field_once(columns.values())
    found.matches[sheet.name] = matches
    found.rows[sheet.name] = sum(len(block) for block in read_rows(list(tables), context)[0])
    used = {match.text: match.field if match.used else None for match in matches}
    remarks = {match.text: _remark(match) for match in matches}
    found.maps.append(SheetMap(sheet.name, used, _guessed_constants(sheet, tables[0], set(used.values())), remarks))


def _each_field_once(matches: Collection[Match]) -> list[Match]:
    """Blocks of a sheet may name one field in two ways; the surer one has it."""
    best: dict[str | None, Match] = {}
    for match in matches:
        if match.used and (match.field not in best or best[match.field].sure < match.sure):
            best[match.field] = match
    ours = set(map(id, best.values()))
    return [match if not match.used or id(match) in ours else replace(match, field=None, sure=0.0, why="另有一列更像") for match in matches]


def _remark(match: Match) -> str:
    if match.field is None:
        return match.why
    header = UNIT.header if match.field == UNIT.field else PILOTS.column(match.field).header
    return f"把握 {match.sure:.0%}，{match.why}" if match.used else f"疑为“{header}”，把握 {match.sure:.0%}，{match.why}，未采用"


def _column(table: Table, column: int) -> list[str]:
    return [
        shown(line[column]) or ""
        for number, line in table.sheet.rows.items()
        if table.header.row < number < table.bottom and column in filled(line)
    ]


def _names_units(table: Table, column: int) -> bool:
    texts = _column(table, column)
    named = sum(notice().find_unit(text) is not None for text in texts)
    return bool(texts) and squeeze(table.header.texts[column]) in UNIT_NAMES and named >= _ENOUGH_UNITS * len(texts)


def _sample(table: Table, column: int) -> str:
    return next(iter(_column(table, column)), "")


def _guessed_constants(sheet: Sheet, first: Table, used: Collection[str | None]) -> dict[str, str]:
    """What the titles say for the whole sheet; what they do not say is left for a person to fill in."""
    titles = [shown(cell) or "" for (row, _), cell in sheet.cells() if row < first.header.top] + [sheet.name]
    text = "\n".join(titles)
    said = category_said_above(first, first=True)
    units = {unit for title in titles if (unit := notice().unit_in(title))}
    year = re.search(r"20\d{2}", text)
    level = {word for word in ("市级", "区级") if word in text}
    guessed = {
        UNIT.field: units.pop().short if len(units) == 1 else "", "category": str(said[0]) if said else "",
        "level": level.pop() if len(level) == 1 else "", "origin": ORIGIN, "state": STATE,
        "determined_year": year[0] if year else "",
    }  # fmt: skip
    return {name: guessed.get(name, "") for name in CONSTANTS if name not in used}


# ---- reading by a map


@dataclass(slots=True)
class OldList:
    """A list read by its map: rows with the short name of their unit ("" where unknown), and what is to be said."""

    rows: list[tuple[str, Row]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_old_list(book: Book, name: str, maps: Sequence[SheetMap], map_name: str, context: Context) -> OldList:
    """Read a list by its map; every row is there, those that cannot go in with the reason.

    Raises:
        Unreadable: the map is of another list, or has a value that cannot be.
    """
    read = OldList()
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for one in maps:
        constants = constants_of(map_name, one, context)
        sheet = by_name.get(one.sheet)
        tables = tables_of(PILOTS, name, sheet, _headers(one, sheet)) if sheet else []
        missing = [text for text, target in one.columns.items() if target and not any(text in t.header.texts.values() for t in tables)]
        if sheet is None or not tables or missing:
            raise Unreadable(old_lists.MAP_NO_SHEET, name=map_name, sheet=one.sheet)
        _read_sheet(read, sheet, tables, one, constants, context)
    if left := [sheet.name for sheet in book.sheets if sheet.name not in {one.sheet for one in maps} and any(map(filled, sheet.rows.values()))]:
        read.remarks.append(f"工作表“{'”“'.join(left)}”不在列对照中，未导入")
    return read


def _headers(one: SheetMap, sheet: Sheet) -> list[Header]:
    def match(_form: Form, text: str) -> BoundColumn | None:
        target = one.columns.get(text)
        return None if target is None else UNIT if target == UNIT.field else PILOTS.column(target)

    used = sum(target is not None for target in one.columns.values())
    return find_headers(PILOTS, sheet, Manner(match, at_least=min(2, used), enough=0.0))


def _read_sheet(
    read: OldList, sheet: Sheet, tables: Sequence[Table], one: SheetMap, constants: Mapping[str, object], context: Context
) -> None:
    districts = [table.header.columns.pop(UNIT.field, None) for table in tables]
    blocks, told = read_rows(list(tables), context)
    read.findings += [finding for finding in told if finding.rule is not sheets.STRAY]
    tally = Counter[str]()
    for table, block, district in zip(tables, blocks, districts, strict=True):
        said = category_said_above(table, first=table is tables[0]) if "category" not in one.columns.values() else None
        for row in block:
            unit = _unit_of(table.sheet, row, district) if district else str(constants.get(UNIT.field) or "")
            _complete(row, {**({"category": said[0]} if said else {}), **constants}, tally)
            if not unit:
                row.findings.append(_unit_unknown(table, row, district))
            _judge(row, tally)
            read.rows.append((unit, row))
        read.remarks += list(_beside(table, one, block, told, district))
    read.remarks += [f"“{sheet.name}”{text.format(count)}" for text, count in sorted(tally.items())]


def _unit_of(sheet: Sheet, row: Row, column: int) -> str:
    area = next((area for area in sheet.merges if (row.number, column) in area), None)
    cell = sheet.cell(area.top if area else row.number, column)
    unit = notice().find_unit(shown(cell) or "") if cell and not cell.fault else None
    return unit.short if unit else ""


def _unit_unknown(table: Table, row: Row, column: int | None) -> Finding:
    typed = shown(table.sheet.cell(row.number, column)) if column else None
    place = Place(row.file, row.sheet, address(row.number, column) if column else None, row.number, None, UNIT.header)
    return Finding(old_lists.NO_UNIT, place, typed, {"typed": f"，填的是“{typed}”" if typed else ""})


def _complete(row: Row, constants: Mapping[str, object], tally: Counter[str]) -> None:
    """Give a row what stands for the whole sheet, and what follows from what it says."""
    for name, value in constants.items():
        if name != UNIT.field and row.values.get(name) is None and not row.raw.get(name):
            row.values[name] = value
            row.bad.discard(name)
    day = row.values.get("determined_on")
    if row.values.get("determined_year") is None and day and not row.raw.get("determined_year"):
        row.values["determined_year"] = day.year
        tally["{} 行的确定年度取自确定日期"] += 1
    if row.values.get("category") is Category.PARK and not row.values.get("park_name") and row.values.get("name"):
        row.values["park_name"] = row.values["name"]
        tally["{} 行的园区名称取自单位名称，请核对运营主体"] += 1


_MUST: Mapping[str, Rule] = {
    "name": old_lists.NO_NAME, "uscc": old_lists.NO_CODE, "category": old_lists.NO_CATEGORY, "determined_year": old_lists.NO_YEAR,
}  # fmt: skip


def _judge(row: Row, tally: Counter[str]) -> None:
    """Hold a row that cannot be a record; what every old list lacks holds none, and is counted."""
    for finding in list(row.findings):
        if finding.rule in _NEVER_ASKED:
            row.findings.remove(finding)
            if finding.rule is cells.LEGACY_NAME:
                tally[f"{{}} 行的“{finding.value}”按“{finding.words['read']}”导入"] += 1
            elif finding.place.field not in {*ESSENTIAL, "uscc", "category", "park_name"}:
                tally[f"{{}} 行没有{finding.place.header}"] += 1
    row.bad -= {name for name in row.bad if not row.raw.get(name)}
    for name, rule in _MUST.items():
        if row.values.get(name) is None and name not in row.bad:
            row.report(Problem(rule, name))
    row.values = {column.field: row.values.get(column.field) for column in PILOTS.columns}


def _beside(table: Table, one: SheetMap, block: Sequence[Row], told: Sequence[Finding], district: int | None) -> Iterator[str]:
    """What stands in the table and is not imported: columns, and rows that hold nothing else."""
    texts = table.header.texts
    used = {*table.header.columns.values(), district}
    idle = {column: text for column, text in texts.items() if column not in used and not is_numbering(text)}
    held = [text for column, text in idle.items() if _column(table, column)]
    if held:
        new = [text for text in held if text not in one.columns]
        yield f"“{table.sheet.name}”未导入的列：{'、'.join(held)}" + (f"（其中 {'、'.join(new)} 不在列对照中）" if new else "")
    read = {row.number for row in block} | {int(str(f.words["row"])) for row in block for f in row.findings if f.rule is cells.JOINED}
    read |= {int(number) for f in told if f.rule is sheets.SKIPPED_ROW for number in str(f.words["rows"]).split("、")}
    for number, line in table.sheet.rows.items():
        if table.header.row < number < table.bottom and number not in read:
            own = [column for column in filled(line) if not is_numbering(texts.get(column, ""))]
            if own:
                yield f"“{table.sheet.name}”第 {number} 行只有未导入的内容（{'、'.join(address(number, c) for c in own)}），未导入"
