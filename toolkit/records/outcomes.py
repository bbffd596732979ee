"""经验成果: practice worth copying (三（四）)."""

from datetime import date
from typing import Annotated

from toolkit.records.column import Column, Record
from toolkit.records.entity import USCC_HELP
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, CreditCode, Day, Name, Text, YesNo

KIND = Choice(("制度规范", "指南标准", "平台工具", "案例", "服务模式", "融资等创新"), aliases=(("融资创新", "融资等创新"), ("典型案例", "案例")))


class Outcome(Record):
    """One outcome."""

    title: Annotated[str, Text(), Column("成果名称", "", "三（四）", aliases=("名称",), width=36)]
    source_name: Annotated[str, Name(), Column("来源单位", "", "三（四）", width=30)]
    uscc: Annotated[
        str | None, CreditCode(), Column("统一社会信用代码", USCC_HELP, aliases=("信用代码",), width=22)
    ] = None
    kind: Annotated[str, KIND, Column("类型", "", "三（四）", aliases=("成果类型",), width=13)]
    content: Annotated[str, Text(500), Column("主要内容", "500 字以内，不得含商业秘密具体内容", "三（四）", width=44)]
    replicable: Annotated[bool | None, YesNo(), Column("可复制推广", "", "三（四）", width=11)] = None
    reach: Annotated[str | None, Text(), Column("推广范围", "", "三（四）", width=20)] = None
    formed_on: Annotated[date | None, Day(), Column("形成日期", "", width=13)] = None
    publishable: Annotated[bool, YesNo(), Column("同意公开", "不同意的不会对外", "三（四）", aliases=("是否同意公开",), width=10)]


FORM = Form("outcomes", "经验成果", "三（四）", Outcome, own_key=("title", "source_name"))
