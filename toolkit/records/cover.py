"""填报信息: whose file it is, and for which month."""

import re
from datetime import date
from typing import Annotated, Any

from toolkit.findings.catalogue import cells, sheets
from toolkit.policy import Unit, notice
from toolkit.policy.text import squeeze
from toolkit.records.column import Column, Record
from toolkit.records.kinds import Bad, Choice, Day, Name, Phone, Text, Whole, YesNo
from toolkit.records.kinds.base import Raw, Reading
from toolkit.records.kinds.choice import nearest
from toolkit.records.kinds.text import plain_text

TEMPLATE_VERSION = "2025.1"
COVER_SHEET = "填报信息"


class Version(Text):
    """The template version; anything but ours is refused."""

    def parse(self, raw: Raw, reading: Reading) -> str:
        """The version, as text even where it was stored as the number 2025.1, however it is dressed (V2025.1, 2025.1版)."""
        text = squeeze(plain_text(raw, reading)).upper().removeprefix("V").removesuffix("本").removesuffix("版")
        if text != TEMPLATE_VERSION:
            raise Bad(sheets.UNKNOWN_VERSION, known=TEMPLATE_VERSION)
        return text


class UnitChoice(Choice):
    """A submitting unit by any of its usual names; its value is the short name."""

    def find(self, text: str, reading: Reading) -> str:
        """The unit's short name; what stands in brackets behind it, such as （盖章）, is no part of it."""
        unit = notice().find_unit(text) or notice().find_unit(re.sub(r"[(（][^()（）]*[)）]$", "", text))
        if unit is None:
            raise Bad(sheets.UNKNOWN_UNIT, nearest=nearest(text, self.values))
        if text not in {unit.short, unit.full, unit.brief}:
            reading.tell(cells.CHOICE_REWRITTEN, read=unit.short)
        return unit.short


UNIT = UnitChoice(values=tuple(unit.short for unit in notice().unit))


class Cover(Record):
    """The cover: label/value, labels in column A, values in column B."""

    template_version: Annotated[str, Version(), Column("模板版本", "由模板自带，请勿修改", aliases=("版本",))]
    unit: Annotated[str, UNIT, Column("报送单位", "选择本单位", aliases=("填报单位", "报送单位（盖章）"))]
    year: Annotated[
        int, Whole(units=("年", "年度"), least=notice().first_year, most=2100), Column("报送年度", "如 2025", aliases=("年度",))
    ]
    month: Annotated[int, Whole(units=("月", "月份"), least=1, most=12), Column("报送月份", "1—12", aliases=("月份",))]
    revision: Annotated[
        int | None,
        Whole(units=(), least=1, most=99),
        Column("版本号", "同一月份重新报送时加 1；不填为 1", aliases=("报送版本",)),
    ] = None
    filler: Annotated[str, Name(), Column("填报人", "填表人姓名")]
    phone: Annotated[str, Phone(), Column("联系电话", "填报人电话，手机或带区号的座机", aliases=("电话", "联系方式"))]
    reviewer: Annotated[str | None, Name(), Column("审核人", "审核人姓名", aliases=("负责人",))] = None
    filled_on: Annotated[date, Day(), Column("填报日期", "如 2025-12-05", aliases=("日期",))]
    zero_report: Annotated[
        bool | None, YesNo(), Column("本月无变化", "本月无新增和变化的填“是”", aliases=("零报送",))
    ] = None
    note: Annotated[str | None, Text(), Column("备注", "需要说明的事项")] = None


def unit_of(values: dict[str, Any]) -> Unit | None:
    """The unit a cover's readable values name."""
    return notice().unit_named(values["unit"]) if values.get("unit") else None
