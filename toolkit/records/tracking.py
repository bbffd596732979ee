"""跟踪评估: how a pilot's protection services stand, and what follows (四（四）)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar

from toolkit.findings import Problem
from toolkit.findings.catalogue import rows
from toolkit.policy import Settings, load_settings, notice
from toolkit.policy.text import squeeze
from toolkit.records.column import Column, Record, needs
from toolkit.records.entity import CRITERION_ID, ENTITY_RULES, CategoryCell, EntityCode, EntityName, ParkName
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Choices, Context, Day, DocumentNumber, Reading, Text

METHOD = Choice(("走访", "书面", "会议", "随机抽查"), aliases=(("实地走访", "走访"), ("抽查", "随机抽查"), ("书面评估", "书面")))
VERDICT = Choice(("合格", "限期整改", "建议退出"), aliases=(("整改", "限期整改"), ("退出", "建议退出"), ("达标", "合格")))


@cache
def _grounds(grounds: tuple[tuple[str, str], ...]) -> Choice:
    return Choice(
        tuple(f"{number} {text}" for number, text in grounds),
        aliases=tuple((part, f"{number} {text}") for number, text in grounds for part in (number, text)),
    )


@dataclass(frozen=True)
class Ground(Choice):
    """A ground for an exit: its number is firm, which there are and in what words is the city's ([policy] exit_grounds)."""

    timeless: ClassVar[bool] = False

    def find(self, text: str, reading: Reading) -> str:
        """The ground in the words in force; one in older words is known by its number, told."""
        choice = _grounds(tuple(reading.context.settings.exit_grounds.items()))
        number = re.match(r"T\d+", squeeze(text).upper())
        return choice.find(number[0] if number and not choice.knows(text) and choice.knows(number[0]) else text, reading)

    def offered(self, settings: Settings | None) -> tuple[str, ...]:
        """The grounds in force."""
        return self.values if settings is None else _grounds(tuple(settings.exit_grounds.items())).values


GROUND = Ground(_grounds(tuple(load_settings().exit_grounds.items())).values)
STATEMENT = Choice(("未提出", "已提出", "放弃"))
DEFENCE = Choice(("成立", "不成立"))


class Tracking(Record):
    """One evaluation, and the steps of an exit where it led to one."""

    name: EntityName
    park_name: ParkName = None
    uscc: EntityCode
    category: CategoryCell
    tracked_on: Annotated[date, Day(of_year=True), Column("跟踪日期", "", "四（四）", aliases=("评估日期",), width=13)]
    methods: Annotated[
        tuple[str, ...], Choices(METHOD), Column("跟踪方式", "可填多个，用、分隔", "四（四）", aliases=("评估方式",), width=14)
    ]
    service: Annotated[str, Text(), Column("服务能力情况", "商业秘密保护服务能力", "四（四）", aliases=("服务能力",), width=36)]
    unmet: Annotated[
        tuple[str, ...] | None, Choices(CRITERION_ID),
        Column("不符合条目", "建设条件编号，如 C04、C10", "二", aliases=("不符合项",), width=16, needed="有不符合的必填"),
    ] = None  # fmt: skip
    verdict: Annotated[str, VERDICT, Column("评估意见", "", "四（四）", aliases=("评估结论",), width=12)]
    rectify_by: Annotated[
        date | None, Day(future=True), Column("整改期限", "晚于跟踪日期", "四（四）", width=13, needed="限期整改时必填")
    ] = None
    rectified: Annotated[str | None, Text(), Column("整改结果", "", "四（四）", width=20)] = None
    ground: Annotated[
        str | None, GROUND, Column("退出事由", "T1—T6", "四（四）", width=26, needed="建议退出时必填")
    ] = None
    facts: Annotated[
        str | None, Text(), Column("事实依据", "建议退出的请写明", "四（四）", width=36, needed="建议退出时填写")
    ] = None
    statement: Annotated[str | None, Text(), Column("单位意见", "", "四（四）", width=24)] = None
    notice_on: Annotated[date | None, Day(), Column("拟退出告知日期", "由市局填写", "四（四）", width=13, city=True)] = None
    served_on: Annotated[date | None, Day(), Column("送达日期", "由市局填写", "四（四）", width=13, city=True)] = None
    stated: Annotated[str | None, STATEMENT, Column("陈述申辩", "由市局填写", "四（四）", width=11, city=True)] = None
    defence: Annotated[str | None, DEFENCE, Column("申辩结论", "由市局填写", "四（四）", width=11, city=True)] = None
    exit_on: Annotated[date | None, Day(), Column("退出决定日期", "由市局填写", "四（四）", width=13, city=True)] = None
    exit_no: Annotated[
        str | None, DocumentNumber(), Column("退出决定文号", "由市局填写", "四（四）", width=22, city=True)
    ] = None
    effective_on: Annotated[
        date | None, Day(future=True), Column("生效日期", "由市局填写", "四（四）", width=13, city=True)
    ] = None


@needs("verdict", "rectify_by")
def rectification_has_a_term(row: Any, context: Context) -> Iterator[Problem]:
    """限期整改 without a date is no term."""
    if row.verdict == "限期整改" and not row.rectify_by:
        yield Problem(rows.RECTIFY_BY_MISSING, "rectify_by")


@needs("tracked_on", "rectify_by")
def the_term_lies_ahead(row: Any, context: Context) -> Iterator[Problem]:
    """A term ends after the day it was set."""
    if row.rectify_by and row.rectify_by <= row.tracked_on:
        words = {"read": row.rectify_by, "tracked_on": row.tracked_on}
        yield Problem(rows.RECTIFY_BY_TOO_EARLY, "rectify_by", words)


@needs("verdict", "ground")
def an_exit_has_a_ground(row: Any, context: Context) -> Iterator[Problem]:
    """四（四）: only who does not meet the requirements exits."""
    if row.verdict == "建议退出" and not row.ground:
        yield Problem(rows.GROUND_MISSING, "ground")


@needs("verdict", "facts")
def an_exit_rests_on_facts(row: Any, context: Context) -> Iterator[Problem]:
    """The notice of an intended exit states facts."""
    if row.verdict == "建议退出" and not row.facts:
        yield Problem(rows.FACTS_MISSING, "facts")


@needs("ground", "unmet")
def unmet_criteria_are_named(row: Any, context: Context) -> Iterator[Problem]:
    """T1 rests on criteria of 二."""
    if row.ground and row.ground.startswith("T1") and not row.unmet:
        yield Problem(rows.UNMET_MISSING, "unmet")


@needs("category", "unmet")
def unmet_criteria_are_the_categorys(row: Any, context: Context) -> Iterator[Problem]:
    """二: each category has its own criteria."""
    own = {criterion.id for criterion in notice().criteria_of(row.category)}
    for criterion in row.unmet or ():
        if criterion not in own:
            yield Problem(rows.UNMET_OF_CATEGORY, "unmet", {"criterion": criterion, "category": row.category})


FORM = Form(
    "tracking", "跟踪评估", "四（四）", Tracking,
    rules=(
        *ENTITY_RULES, rectification_has_a_term, the_term_lies_ahead, an_exit_has_a_ground, an_exit_rests_on_facts,
        unmet_criteria_are_named, unmet_criteria_are_the_categorys,
    ),
    extra_key=("tracked_on",),
)  # fmt: skip
