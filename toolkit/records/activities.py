"""宣传培训: what was held for whom (四（二）)."""

from datetime import date
from typing import Annotated

from toolkit.records.column import Column, Record
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Choices, Day, Text, Whole, YesNo

KIND = Choice(("培训", "宣讲", "座谈", "走访服务", "媒体", "其他"), aliases=(("讲座", "宣讲"), ("座谈会", "座谈"), ("媒体宣传", "媒体")))
AUDIENCE = Choice(("园区", "组织机构", "企业", "公众"), aliases=(("社会公众", "公众"),))


class Activity(Record):
    """One event."""

    title: Annotated[str, Text(), Column("活动名称", "", "四（二）", aliases=("名称", "活动主题"), width=36)]
    held_on: Annotated[date, Day(of_year=True), Column("活动日期", "", "四（二）", aliases=("举办日期", "时间", "活动时间"), width=13, merge_fill=True)]
    kind: Annotated[str, KIND, Column("形式", "", "四（二）", aliases=("活动形式",), width=11)]
    audience: Annotated[
        tuple[str, ...] | None, Choices(AUDIENCE, dropdown=True), Column("对象类别", "可填多个，用、分隔", width=12)
    ] = None
    units: Annotated[int | None, Whole(), Column("参加单位数", "", width=11)] = None
    attendees: Annotated[int | None, Whole(), Column("参加人次", "", width=11, aliases=("参加人数",))] = None
    host: Annotated[str | None, Text(), Column("主办单位", "", width=24)] = None
    service_month: Annotated[
        bool | None, YesNo(), Column("服务月活动", "属于服务月活动的填“是”", width=11, aliases=("是否服务月活动",))
    ] = None
    note: Annotated[str | None, Text(), Column("备注", "", width=24)] = None


FORM = Form("activities", "宣传培训", "四（二）", Activity, own_key=("title", "held_on"))
