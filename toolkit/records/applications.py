"""试点申请: who applied, with which strengths and measures (三（二）)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from toolkit.findings import Problem
from toolkit.findings.catalogue import rows
from toolkit.policy import Category, UnitKind, notice
from toolkit.records.column import Column, Record, needs
from toolkit.records.entity import (
    CATEGORY,
    SUBJECT_RULES,
    Contact,
    ContactPhone,
    EntityCode,
    EntityName,
    IndustryCell,
    ParkName,
    SubjectType,
)  # fmt: skip
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Context, Day, Text

WITHDRAWN = "已撤回"
STATUS = Choice(("已受理", "待补正", "已补正", WITHDRAWN, "已送审"), aliases=(("受理", "已受理"), ("撤回", WITHDRAWN), ("送审", "已送审")))


class Application(Record):
    """One application."""

    name: EntityName
    uscc: EntityCode
    park_name: ParkName = None
    category: Annotated[
        Category, CATEGORY,
        Column("申请类别", "园区、单位（站）或单位（点）", "二", aliases=("类别", "试点类别", "申报类别"), width=12, merge_fill=True),
    ]  # fmt: skip
    subject_type: SubjectType
    industries: IndustryCell
    address: Annotated[
        str, Text(), Column("注册或办公地址", "", aliases=("注册地址", "办公地址", "地址", "单位地址"), width=32)
    ]
    contact: Contact
    phone: ContactPhone
    applied_on: Annotated[date, Day(), Column("申请日期", "提交申请报告的日期", "三（二）", aliases=("申报日期",), width=13)]
    strengths: Annotated[
        str, Text(), Column("基础和优势", "开展创新试点的基础和优势", "三（二）", aliases=("试点基础和优势", "工作基础和优势"), width=36)
    ]
    measures: Annotated[
        str, Text(), Column("下一步创新服务举措", "", "三（二）", aliases=("创新服务举措", "下一步举措"), width=36)
    ]
    report_ref: Annotated[str, Text(), Column("申请报告", "文件名，或填“已收”", "三（二）", aliases=("试点申请报告",), width=20)]
    status: Annotated[str, STATUS, Column("申请状态", "", "三（二）", aliases=("状态",), width=12)]
    status_on: Annotated[
        date | None, Day(), Column("状态日期", "待补正、已撤回的必填", width=13, needed="待补正、已撤回时必填")
    ] = None
    status_note: Annotated[
        str | None, Text(), Column("状态说明", "待补正、已撤回的必填", width=24, needed="待补正、已撤回时必填")
    ] = None


@needs("applied_on")
def application_is_of_the_year(row: Any, context: Context) -> Iterator[Problem]:
    """A workbook is per year, and so are its applications."""
    if context.year and row.applied_on.year != context.year:
        yield Problem(rows.APPLIED_OTHER_YEAR, "applied_on", {"read": row.applied_on, "year": context.year})


_DISTRICTS = tuple(unit.short for unit in notice().unit if unit.kind is UnitKind.DISTRICT)


@needs("address")
def address_is_in_the_district(row: Any, context: Context) -> Iterator[Problem]:
    """A form filled in on another district's copy shows in its addresses; Lin-gang lies in several districts."""
    unit = context.unit
    if unit and unit.kind is UnitKind.DISTRICT:
        named = [district for district in _DISTRICTS if district in row.address]
        if named and unit.short not in named:
            yield Problem(rows.ADDRESS_ELSEWHERE, "address", {"told": "、".join(named), "unit": unit.short})


def _explained(field: str, rule: Any) -> Any:
    @needs("status", field)
    def check(row: Any, context: Context) -> Iterator[Problem]:
        """What was sent back or withdrawn is dated and explained."""
        if row.status in {"待补正", WITHDRAWN} and not getattr(row, field):
            yield Problem(rule, field, {"status": row.status})

    return check


status_is_dated = _explained("status_on", rows.STATUS_DATE_MISSING)
status_is_explained = _explained("status_note", rows.STATUS_NOTE_MISSING)

FORM = Form(
    "applications", "试点申请", "三（二）", Application,
    rules=(*SUBJECT_RULES, application_is_of_the_year, address_is_in_the_district, status_is_dated, status_is_explained),
)  # fmt: skip
