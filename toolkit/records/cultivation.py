"""培育对象: visits, what was found, the guidance given (三（一）)."""

from datetime import date
from typing import Annotated

from toolkit.policy import Category
from toolkit.records.column import Column, Record
from toolkit.records.entity import (
    CATEGORY,
    SUBJECT_RULES,
    USCC_HELP,
    EntityName,
    IndustryCell,
    ParkName,
    SubjectType,
)  # fmt: skip
from toolkit.records.form import Form
from toolkit.records.kinds import CreditCode, Day, Text, YesNo


class Cultivation(Record):
    """One visit to one possible pilot."""

    name: EntityName
    park_name: ParkName = None
    uscc: Annotated[
        str | None,
        CreditCode(),
        Column("统一社会信用代码", USCC_HELP, aliases=("信用代码", "社会信用代码", "机构代码"), width=22,
               needed="提交试点申请后必填", merge_fill=True),
    ] = None  # fmt: skip
    category: Annotated[
        Category, CATEGORY,
        Column("拟培育类别", "园区、单位（站）或单位（点）", "二", aliases=("类别", "培育类别", "试点类别"), width=12, merge_fill=True),
    ]  # fmt: skip
    subject_type: SubjectType
    industries: IndustryCell
    visited_on: Annotated[date, Day(of_year=True), Column("走访日期", "一次走访填一行", "三（一）", aliases=("走访时间",), width=13, merge_fill=True)]
    visitors: Annotated[str | None, Text(), Column("走访人员", "", aliases=("走访人",), width=16)] = None
    situation: Annotated[
        str, Text(500),
        Column("保护现状与问题", "商业秘密保护的现状和存在问题，500 字以内", "三（一）", aliases=("现状与问题", "现状和问题"), width=36),
    ]  # fmt: skip
    guidance: Annotated[
        str, Text(), Column("指导内容", "“一对一”能力提升指导的内容", "三（一）", aliases=("指导情况",), width=30)
    ]
    is_target: Annotated[
        bool, YesNo(), Column("是否列为培育对象", "是或否", "三（一）", aliases=("列为培育对象", "是否培育对象"), width=12)
    ]
    next_step: Annotated[str | None, Text(), Column("后续安排", "", aliases=("下一步安排",), width=24)] = None


FORM = Form(
    "cultivation", "培育对象", "三（一）", Cultivation,
    rules=SUBJECT_RULES, extra_key=("visited_on",),
)  # fmt: skip
