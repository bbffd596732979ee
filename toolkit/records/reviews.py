"""综合审定: each criterion answered, and what the district proposes (三（三）)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, cast

from pydantic import create_model

from toolkit.findings import Problem
from toolkit.findings.catalogue import rows
from toolkit.policy import Category, Criterion, notice
from toolkit.records.column import Column, Record, needs
from toolkit.records.entity import ENTITY_RULES, CategoryCell, EntityCode, EntityName, ParkName
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Choices, Context, Day, Text

ANSWER = Choice(
    ("符合", "部分符合", "不符合", "未核查", "不适用"),
    aliases=(("√", "符合"), ("✓", "符合"), ("✔", "符合"), ("☑", "符合"), ("×", "不符合"), ("是", "符合"), ("否", "不符合"), ("基本符合", "部分符合"), ("未查", "未核查")),
)
METHOD = Choice(("材料审核", "实地核查", "专家评审", "会议审议"), aliases=(("现场核查", "实地核查"), ("书面审核", "材料审核")))
OPINION = Choice(("建议确定", "暂缓", "不予确定"), aliases=(("确定", "建议确定"), ("同意", "建议确定"), ("不建议确定", "不予确定")))
CITY_RESULT = Choice(("确定", "不予确定", "暂缓"))


class ReviewHead(Record):
    """Who was reviewed, when and how."""

    name: EntityName
    uscc: EntityCode
    park_name: ParkName = None
    category: CategoryCell
    reviewed_on: Annotated[date, Day(of_year=True), Column("审定日期", "不早于申请日期", "三（三）", aliases=("评审日期",), width=13, merge_fill=True)]
    methods: Annotated[
        tuple[str, ...], Choices(METHOD), Column("审定方式", "可填多个，用、分隔", "三（三）", aliases=("评审方式",), width=18)
    ]


class ReviewTail(Record):
    """What came of it: the district's opinion, and the city's result."""

    opinion: Annotated[str, OPINION, Column("区级意见", "", "三（三）", aliases=("区局意见", "审定意见"), width=12)]
    reason: Annotated[
        str | None, Text(),
        Column("意见说明", "除建议确定且全部符合外必填", "三（三）", aliases=("理由",), width=30, needed="建议确定且全部符合时可不填"),
    ] = None  # fmt: skip
    city_result: Annotated[
        str | None, CITY_RESULT, Column("市级结论", "由市局填写", "三（三）", width=12, city=True)
    ] = None
    city_decided_on: Annotated[
        date | None, Day(), Column("市级结论日期", "由市局填写", "三（三）", width=13, city=True)
    ] = None


def _answer(criterion: Criterion) -> Any:
    clauses = "、".join(criterion.clauses.values())
    help_text = f"{criterion.quote}（适用：{'、'.join(criterion.clauses)}）"
    column = Column(criterion.header, help_text, clauses, (criterion.id, criterion.label), 11, "适用于该类别时必填")
    return (Annotated[str | None, ANSWER, column], None)


_Answers = create_model("_Answers", __base__=Record, **{c.id: _answer(c) for c in notice().criterion})
Review = cast("type[Record]", create_model("Review", __base__=(ReviewTail, _Answers, ReviewHead)))
"""One review: head, one answer a criterion (fields named by their ids), tail."""

CRITERIA = tuple(criterion.id for criterion in notice().criterion)


def unmet(row: Any) -> list[str]:
    """The ids answered 不符合."""
    return [criterion for criterion in CRITERIA if getattr(row, criterion, None) == "不符合"]


_OWN = {category: {criterion.id for criterion in notice().criteria_of(category)} for category in Category}
_NO_ANSWER = frozenset({None, "不适用"})
_UNREADABLE = "未知"


@needs("category")
def criteria_are_answered_where_they_apply(row: Any, context: Context) -> Iterator[Problem]:
    """二: each criterion is answered where it applies, and only there; of an answer that was not readable nothing is said."""
    own = _OWN[row.category]
    for criterion in CRITERIA:
        answer = getattr(row, criterion, _UNREADABLE)
        if (criterion in own) is (answer in _NO_ANSWER) and answer is not _UNREADABLE:
            rule = rows.CRITERION_MISSING if criterion in own else rows.CRITERION_UNEXPECTED
            yield Problem(rule, criterion, {"category": row.category})


@needs("opinion", *CRITERIA)
def opinion_goes_with_answers(row: Any, context: Context) -> Iterator[Problem]:
    """三（三）: a proposal to determine despite an unmet criterion is told."""
    if row.opinion == "建议确定" and (lacking := unmet(row)):
        yield Problem(rows.OPINION_AGAINST_CRITERIA, "opinion", {"unmet": "、".join(lacking)})


@needs("opinion", "reason", "category", *CRITERIA)
def opinion_is_reasoned(row: Any, context: Context) -> Iterator[Problem]:
    """Only a proposal with every criterion met speaks for itself (an answer that is missing is told already)."""
    answers = {getattr(row, criterion) for criterion in _OWN[row.category]} - _NO_ANSWER
    if not row.reason and not (row.opinion == "建议确定" and answers <= {"符合"}):
        yield Problem(rows.REASON_MISSING, "reason")


FORM = Form(
    "reviews", "综合审定", "三（三）", Review,
    rules=(
        *ENTITY_RULES, criteria_are_answered_where_they_apply, opinion_goes_with_answers, opinion_is_reasoned,
    ),
)  # fmt: skip
