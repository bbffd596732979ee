"""The column map of an older list: what was recognised, for a person to judge, change and give back.

A TOML file with Chinese keys: for each sheet its columns (header → our column, empty for those not imported) and the
values that stand for the whole sheet.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import old_lists
from toolkit.records import BoundColumn, Cover, columns_of, form_of
from toolkit.records.kinds import Bad, Context, Reading

PILOTS = form_of("pilots")
UNIT = next(column for column in columns_of(Cover) if column.field == "unit")
"""报送单位: no column of the form, but one of any list of several districts."""
COLUMNS: Mapping[str, BoundColumn] = {column.header: column for column in (UNIT, *PILOTS.district_columns)}
ESSENTIAL = ("unit", "name", "level", "determined_year")
"""What a column or the whole sheet must say, or nothing could go in; code and category are asked of each row, as the
titles of sections may say the category."""
CONSTANTS = ("unit", "category", "level", "origin", "state", "determined_year", "determined_on", "document_no")
"""What may be said for a whole sheet."""
_TABLES, _SHEET, _USE, _COLUMNS, _VALUES, _FILE = "表", "工作表", "导入", "列", "固定值", "文件"
_HEAD = """# pilot import 的列对照。请核对、修改后保存，再用 --map 交回；交回之前什么都不写入。
# 列：等号左边是名单的表头，右边是总台账的列名；不导入的留空 ""。
# 固定值：整张表都一样的内容；留空 "" 为没有。一张表不导入，把“导入”改为 false。
# 可用的列名：{names}
"""


@dataclass(frozen=True, slots=True)
class SheetMap:
    """One sheet: fields by header text (None: not imported), and constants by field as text."""

    sheet: str
    columns: Mapping[str, str | None]
    constants: Mapping[str, str]
    remarks: Mapping[str, str]

    @property
    def fields(self) -> set[str]:
        """All that is said of its rows, by columns or for the whole."""
        return {name for name in self.columns.values() if name} | {name for name, text in self.constants.items() if text}


def header_of(field: str) -> str:
    """Our own name of a field of a list."""
    return UNIT.header if field == UNIT.field else PILOTS.column(field).header


def written(file: str, sheets: Sequence[SheetMap]) -> str:
    """The map as TOML."""
    lines = [_HEAD.format(names="、".join(COLUMNS)), f"{_text(_FILE)} = {_text(file)}"]
    for one in sheets:
        lines += ["", f"[[{_text(_TABLES)}]]", f"{_text(_SHEET)} = {_text(one.sheet)}", f"{_text(_USE)} = true"]
        lines += ["", f"[{_text(_TABLES)}.{_text(_COLUMNS)}]"]
        for header, field in one.columns.items():
            remark = f"  # {one.remarks[header]}" if header in one.remarks else ""
            lines.append(f"{_text(header)} = {_text(header_of(field) if field else '')}{remark}")
        lines += ["", f"[{_text(_TABLES)}.{_text(_VALUES)}]"]
        lines += [f"{_text(header_of(field))} = {_text(text)}" for field, text in one.constants.items()]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def parsed(name: str, data: bytes) -> list[SheetMap]:
    """A map as somebody gives it back.

    Raises:
        Unreadable: it is none, or says something that cannot be.
    """
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
        tables = [dict(table) for table in document.get(_TABLES, []) if table.get(_USE, True)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise Unreadable(old_lists.MAP_UNREADABLE, name=name, detail=str(error)) from error
    if not tables:
        raise Unreadable(old_lists.MAP_UNREADABLE, name=name, detail="没有要导入的表")
    return [_sheet_map(name, table) for table in tables]


def _sheet_map(name: str, table: Mapping[str, Any]) -> SheetMap:
    sheet, columns, values = table.get(_SHEET), table.get(_COLUMNS, {}), table.get(_VALUES, {})
    if not isinstance(sheet, str) or not isinstance(columns, dict) or not isinstance(values, dict):
        raise Unreadable(old_lists.MAP_UNREADABLE, name=name, detail=f"缺少“{_SHEET}”，或“{_COLUMNS}”“{_VALUES}”写法不对")
    fields = {header: _field(name, str(text)) for header, text in columns.items()}
    used = [field for field in fields.values() if field]
    for field in used:
        if used.count(field) > 1:
            raise Unreadable(old_lists.MAP_TWICE, name=name, column=header_of(field), sheet=sheet)
    constants = {_field(name, header) or "": str(text).strip() for header, text in values.items()}
    one = SheetMap(sheet, fields, {field: text for field, text in constants.items() if text and field not in used}, {})
    for field in ESSENTIAL:
        known = {field, "determined_on"} if field == "determined_year" else {field}
        if known.isdisjoint(one.fields):
            raise Unreadable(old_lists.MAP_LACKS, name=name, column=header_of(field), sheet=sheet)
    return one


def _field(name: str, header: str) -> str | None:
    if not header.strip():
        return None
    if header.strip() not in COLUMNS:
        raise Unreadable(old_lists.MAP_NO_COLUMN, name=name, value=header, allowed="、".join(COLUMNS))
    return COLUMNS[header.strip()].field


def constants_of(name: str, one: SheetMap, context: Context) -> dict[str, object]:
    """The values that stand for a whole sheet, in their types.

    Raises:
        Unreadable: one is none that its column can hold.
    """
    return dict(_constants(name, one, context))


def _constants(name: str, one: SheetMap, context: Context) -> Iterator[tuple[str, object]]:
    for field, text in one.constants.items():
        try:
            yield field, COLUMNS[header_of(field)].kind.parse(text, Reading(context))
        except Bad as bad:
            raise Unreadable(old_lists.MAP_VALUE, name=name, column=header_of(field), value=text) from bad
