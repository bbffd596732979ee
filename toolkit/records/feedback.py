"""问题建议: what districts ask or propose, and what the city answered (四（四）)."""

from datetime import date
from typing import Annotated

from toolkit.records.column import Column, Record
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Day, Text

KIND = Choice(("问题", "意见建议"), aliases=(("建议", "意见建议"), ("意见", "意见建议")))
URGENCY = Choice(("一般", "紧急"))
HANDLING = Choice(("待答复", "已答复", "办结"))


class Feedback(Record):
    """One question or proposal."""

    kind: Annotated[str, KIND, Column("类型", "", "四（四）", width=11)]
    content: Annotated[str, Text(), Column("内容", "", "四（四）", aliases=("具体内容",), width=48)]
    about: Annotated[str | None, Text(), Column("涉及单位", "", width=28)] = None
    raised_on: Annotated[date, Day(of_year=True), Column("提出日期", "", "四（四）", width=13)]
    urgency: Annotated[str | None, URGENCY, Column("紧急程度", "", width=10)] = None
    answer: Annotated[str | None, Text(), Column("答复内容", "由市局填写", "四（四）", width=40, city=True)] = None
    answered_on: Annotated[date | None, Day(), Column("答复日期", "由市局填写", "四（四）", width=13, city=True)] = None
    handling: Annotated[str | None, HANDLING, Column("办理状态", "由市局填写", "四（四）", width=11, city=True)] = None


FORM = Form("feedback", "问题建议", "四（四）", Feedback, own_key=("content", "raised_on"))
