"""试点名单: all present pilots of a unit (三（三）, 四（二）)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from toolkit.findings import Problem
from toolkit.findings.catalogue import rows
from toolkit.policy import UnitKind, notice
from toolkit.records.column import Column, Record, needs
from toolkit.records.entity import (
    SUBJECT_RULES,
    TERRITORY,
    CategoryCell,
    Contact,
    ContactPhone,
    EntityCode,
    EntityName,
    IndustryCell,
    ParkName,
    SubjectType,
)  # fmt: skip
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Context, Day, DocumentNumber, PilotId, Text, Whole

LEVEL = Choice(("市级", "区级"))
ORIGIN = Choice(("新确定", "重新纳入", "历史示范"), aliases=(("新增", "新确定"), ("示范转入", "历史示范")))
STATE = Choice(
    ("试点中", "限期整改", "拟退出", "已退出"), aliases=(("正常", "试点中"), ("在册", "试点中"), ("整改中", "限期整改"), ("退出", "已退出"))
)

CITY_LEVEL = "市级"
COUNTED_ORIGINS = frozenset({"新确定", "重新纳入"})
"""历史示范 pilots were determined under an earlier programme and count in no year."""
PILOT, EXITED = "试点中", "已退出"
CITY_OWNED_ONCE_IN_MASTER = ("pilot_id", "level", "document_no", "state")
"""Fields of a 市级 pilot that a district can no longer change once the master has the record."""


class Pilot(Record):
    """One pilot."""

    pilot_id: Annotated[
        str | None, PilotId(), Column("试点编号", "由市局编定，尚未编定的留空", width=22)
    ] = None
    name: EntityName
    park_name: ParkName = None
    uscc: EntityCode
    category: CategoryCell
    subject_type: SubjectType
    industries: IndustryCell
    level: Annotated[str, LEVEL, Column("级别", "只有市级计入名额", "四（二）", aliases=("试点级别",), width=8, merge_fill=True)]
    origin: Annotated[str, ORIGIN, Column("来源", "", "四（四）", aliases=("试点来源",), width=11, merge_fill=True)]
    determined_year: Annotated[
        int, Whole(units=("年", "年度"), least=2000, most=2100), Column("确定年度", "计名额的年度", "四（二）", width=10, merge_fill=True)
    ]
    determined_on: Annotated[
        date, Day(), Column("确定日期", "名单公布日期", "三（三）", aliases=("确定时间", "认定日期"), width=13, merge_fill=True)
    ]
    document_no: Annotated[
        str, DocumentNumber(), Column("确定文号", "如 沪市监价竞〔2025〕1号", "三（三）", aliases=("文号", "公布文号"), width=24, merge_fill=True)
    ]
    state: Annotated[str, STATE, Column("状态", "", "四（四）", aliases=("试点状态",), width=10)]
    contact: Contact
    phone: ContactPhone
    change_note: Annotated[
        str | None, Text(),
        Column("变更说明", "更名注明曾用名，迁出注明去向", width=24, aliases=("变更情况",), needed="更名、迁移时必填"),
    ] = None  # fmt: skip
    territory: Annotated[
        str | None, TERRITORY,
        Column("属地区", "临港、总队、机场报送的必填", width=12, aliases=("所在区",), needed="临港、总队、机场报送或迁移时必填"),
    ] = None  # fmt: skip
    previous_id: Annotated[
        str | None, PilotId(), Column("前次编号", "退出前的试点编号", "四（四）", width=22, needed="来源为重新纳入时必填")
    ] = None


@needs("determined_year", "determined_on")
def determined_year_is_the_dates(row: Any, context: Context) -> Iterator[Problem]:
    """四（二）: the year counts to the quota; one that differs from the date's is told (it wins)."""
    if row.determined_on.year != row.determined_year:
        words = {"year": row.determined_year, "read": row.determined_on}
        yield Problem(rows.DETERMINED_OTHER_YEAR, "determined_year", words)


@needs("territory")
def territory_is_named_where_the_unit_has_none(row: Any, context: Context) -> Iterator[Problem]:
    """Lin-gang and the direct units cover land of several districts."""
    unit = context.unit
    if unit and unit.kind is not UnitKind.DISTRICT and not row.territory:
        yield Problem(rows.TERRITORY_MISSING, "territory", {"unit": unit.short})


_MOVED = re.compile("迁[出入至往到]")


@needs("change_note", "territory")
def a_move_says_where_to(row: Any, context: Context) -> Iterator[Problem]:
    """A pilot that moved belongs to another district from then on, and somebody must know to which."""
    if row.change_note and _MOVED.search(row.change_note) and "本市" not in row.change_note and not row.territory:
        yield Problem(rows.MOVED_WITHOUT_TERRITORY, "territory")


_UNITS = {unit.code: unit.short for unit in notice().unit}
_LETTERS = {rule.letter: rule.name for rule in notice().category}


@needs("pilot_id", "category", "determined_year", "change_note")
def pilot_id_is_this_rows(row: Any, context: Context) -> Iterator[Problem]:
    """A number tells unit, year and category; one copied from elsewhere is told, unless a change explains it."""
    if not row.pilot_id or row.change_note:
        return
    code, year, letter, _ = row.pilot_id.removeprefix("SH-").rsplit("-", 3)
    pairs = [(f"{year} 年", f"{row.determined_year} 年"), (_LETTERS[letter], row.category)]
    if context.unit:
        pairs.append((_UNITS.get(code, code), context.unit.short))
    for told, expected in pairs:
        if told != expected:
            yield Problem(rows.PILOT_ID_DIFFERS, "pilot_id", {"told": told, "expected": expected})


@needs("origin", "previous_id")
def re_entry_names_its_former_number(row: Any, context: Context) -> Iterator[Problem]:
    """四（四）: who comes back is a new record, linked to the old."""
    if row.origin == "重新纳入" and not row.previous_id:
        yield Problem(rows.PREVIOUS_ID_MISSING, "previous_id")


FORM = Form(
    "pilots", "试点名单", notice().rule_of("determine").clause, Pilot,
    rules=(
        *SUBJECT_RULES, determined_year_is_the_dates, territory_is_named_where_the_unit_has_none,
        a_move_says_where_to, pilot_id_is_this_rows, re_entry_names_its_former_number,
    ),
    extra_key=("determined_year",),
)  # fmt: skip
