"""年度情况报送: what each pilot reported of its year, and when both bureaus had it (四（三）)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from toolkit.findings import Problem
from toolkit.findings.catalogue import rows
from toolkit.records.column import Column, Record, needs
from toolkit.records.entity import ENTITY_RULES, CategoryCell, EntityCode, EntityName, ParkName
from toolkit.records.form import Form
from toolkit.records.kinds import Choice, Context, Day, Number, Text, Whole

CHANNEL = Choice(("直接报送", "区局转报"), aliases=(("直报", "直接报送"), ("转报", "区局转报")))


class AnnualReport(Record):
    """One pilot's report of one year."""

    name: EntityName
    park_name: ParkName = None
    uscc: EntityCode
    category: CategoryCell
    report_year: Annotated[
        int, Whole(units=("年", "年度"), least=2000, most=2100), Column("报告年度", "", "四（三）", aliases=("年度",), width=10, merge_fill=True)
    ]
    district_received: Annotated[
        date | None, Day(),
        Column("区局收到日期", "区局收到的日期；未收到留空", "四（三）",
               aliases=("报送情况/区局", "报送情况/区局日期", "区局日期", "报送区局日期"), width=14, needed="区局收到后填写"),
    ] = None  # fmt: skip
    city_received: Annotated[
        date | None, Day(),
        Column("市局收到日期", "市局收到的日期；未收到留空", "四（三）",
               aliases=("报送情况/市局", "报送情况/市局日期", "市局日期", "报送市局日期"), width=14, needed="市局收到后填写"),
    ] = None  # fmt: skip
    city_channel: Annotated[
        str | None, CHANNEL, Column("报送市局方式", "", "四（三）", aliases=("报送方式",), width=13)
    ] = None
    summary: Annotated[
        str | None, Text(1000),
        Column("主要做法与成效", "1000 字以内", "四（三）", aliases=("主要做法和成效",), width=40, needed="已收到的必填"),
    ] = None  # fmt: skip
    events: Annotated[int | None, Whole(), Column("开展培训宣传次数", "", width=10, aliases=("培训宣传次数",))] = None
    attendees: Annotated[int | None, Whole(), Column("参加人次", "", width=10)] = None
    inspections: Annotated[int | None, Whole(), Column("内部检查次数", "", width=10)] = None
    staff: Annotated[int | None, Whole(), Column("投入人员数", "", "四（三）", width=10, aliases=("投入人数",))] = None
    funds: Annotated[
        float | None, Number(unit="万元", scales=(("元", Decimal("0.0001")), ("亿元", Decimal(10000)), ("万", Decimal(1)))),
        Column("投入经费（万元）", "以万元计", "四（三）", width=12),
    ] = None  # fmt: skip
    issues: Annotated[str | None, Text(), Column("存在问题与建议", "", "四（四）", width=28, aliases=("问题与建议",))] = None
    plan: Annotated[str | None, Text(), Column("下年度计划", "", width=28, aliases=("下一年度计划",))] = None
    city_registered: Annotated[
        date | None, Day(), Column("市局登记收到日期", "由市局收文登记，优先于市局收到日期", "四（三）", width=14, city=True)
    ] = None


@needs("district_received", "city_received", "summary")
def what_was_received_is_summed_up(row: Any, context: Context) -> Iterator[Problem]:
    """四（三）: a report that arrived has contents."""
    if (row.district_received or row.city_received) and not row.summary:
        yield Problem(rows.SUMMARY_MISSING, "summary")


@needs("report_year", "district_received", "city_received")
def what_was_received_is_of_the_year(row: Any, context: Context) -> Iterator[Problem]:
    """四（三）: a report of a year comes at its end; last year's date, typed in January, would turn late into in time."""
    for field in ("district_received", "city_received"):
        received = getattr(row, field)
        if received and context.settings.looks_early(received, row.report_year):
            words = {"read": received, "year": row.report_year, "month": context.settings.report_earliest_month}
            yield Problem(rows.RECEIVED_EARLY, field, words)


FORM = Form(
    "annual_reports", "年度情况报送", "四（三）", AnnualReport,
    rules=(*ENTITY_RULES, what_was_received_is_summed_up, what_was_received_is_of_the_year), extra_key=("report_year",),
)  # fmt: skip
