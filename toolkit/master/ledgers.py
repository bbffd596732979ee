"""The master's own sheets, each column once: what is held out, ruled, changed, received, written, explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.policy import notice

TITLE_ROW, NOTICE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
"""Every sheet of the master but 总览, 字典 and 底稿 is laid out so."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: text unless it holds days or numbers; `staff` marks the ones people fill in a sheet of ours."""

    header: str
    width: int = 14
    day: bool = False
    number: bool = False
    choices: tuple[str, ...] = ()
    staff: bool = False


@dataclass(frozen=True)
class Ledger:
    """One bookkeeping sheet; `staff` sheets are filled by people only."""

    sheet: str
    title: str
    columns: tuple[LedgerColumn, ...]
    staff: bool = False
    headers: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", tuple(column.header for column in self.columns))

    def line(self, **values: object) -> tuple[object, ...]:
        """A row of values in the order of the columns, by header; a header that is none is a slip of ours."""
        unknown = set(values) - set(self.headers)
        if unknown:
            raise KeyError(f"{self.sheet}: {unknown}")
        return tuple(values.get(header) for header in self.headers)


def _columns(*items: str | LedgerColumn) -> tuple[LedgerColumn, ...]:
    return tuple(item if isinstance(item, LedgerColumn) else LedgerColumn(item) for item in items)


def _day(header: str) -> LedgerColumn:
    return LedgerColumn(header, 13, day=True)


def _number(header: str) -> LedgerColumn:
    return LedgerColumn(header, 9, number=True)


def _wide(header: str, width: int = 32) -> LedgerColumn:
    return LedgerColumn(header, width)


_UNITS = tuple(unit.short for unit in notice().unit)

QUOTA_WATCH = Ledger("名额监测", "名额监测", _columns(
    "报送单位", "国家试点地区", _number("下限"), _number("上限"), _number("园区"), _number("单位（站）"), _number("单位（点）"),
    _number("已确定"), _number("预计"), "状态", _wide("说明", 40),
))  # fmt: skip
REPORT_WATCH = Ledger("年报监测", "年度情况报送监测", _columns(
    LedgerColumn("试点编号", 22), _wide("名称"), "类别", "报送单位", _day("区局收到"), _day("市局收到"), "状态", _number("逾期天数"),
))  # fmt: skip
TRACKING_WATCH = Ledger("跟踪监测", "跟踪评估监测", _columns(
    LedgerColumn("报送单位", 11), _wide("名称", 30), LedgerColumn("试点编号", 22), _day("最近跟踪"), LedgerColumn("跟踪单位", 11),
    LedgerColumn("状态", 9), LedgerColumn("评估意见", 10), LedgerColumn("不符合条目", 16), _day("整改期限"),
    _wide("可作退出事由的情况", 40), _wide("下一步", 40), _day("最早可办"),
))  # fmt: skip
HELD = Ledger("待补正", "待补正（暂未并入的行）", _columns(
    "报送单位", "工作表", _wide("来源文件", 30), _number("来源行"), LedgerColumn("单元格", 9), LedgerColumn("问题代码", 11),
    _wide("问题", 40), _wide("修改建议", 36), LedgerColumn("填报值", 24), "批次",
))  # fmt: skip
FIELD_CONFLICT, CLAIM_CONFLICT, DELETED_CONFLICT = "字段冲突", "重复申报", "人工删除"
RULED_FOR, RULED_FOR_VALUE = "归属", "归属某单位"
RULINGS = ("用市局值", "用区局值", "另填", *(f"{RULED_FOR}{unit}" for unit in _UNITS), RULED_FOR_VALUE, "确认删除")
CONFLICTS = Ledger("冲突裁定", "冲突裁定（请在“裁定”列选择，下次合并时执行）", _columns(
    _number("序号"), "事项", "报送单位", "工作表", _wide("记录", 34), LedgerColumn("字段", 16), LedgerColumn("底稿值", 20),
    LedgerColumn("市局现值", 20), LedgerColumn("区局新报值", 20), _wide("来源文件", 30), LedgerColumn("来源单元格", 11),
    LedgerColumn("裁定", 16, choices=RULINGS, staff=True), LedgerColumn("裁定值", 20, staff=True),
    LedgerColumn("裁定人", 10, staff=True), LedgerColumn("裁定日期", 13, day=True, staff=True),
))  # fmt: skip
CHANGES = Ledger("变更记录", "变更记录（只增不改）", _columns(
    _day("时间"), "批次", "报送单位", "工作表", _wide("记录", 34), LedgerColumn("字段", 18), _wide("原值", 24), _wide("新值", 24),
    _wide("来源文件", 30), LedgerColumn("来源单元格", 11), LedgerColumn("原因", 18),
))  # fmt: skip
BATCHES = Ledger("批次记录", "批次记录", _columns(
    "批次", _wide("文件", 36), LedgerColumn("SHA-256", 18), "报送单位", _number("年度"), _number("月份"), _number("版本号"), "处理",
    _number("报送行数"), _number("新增"), _number("变更"), _number("未变"), _number("暂缓"), _number("缺失"),
))  # fmt: skip
LETTERS = Ledger("文书登记", "文书登记", _columns(
    _number("序号"), "文种", LedgerColumn("文号", 26), _wide("标题", 44), _wide("主送", 26), _day("成文日期"), LedgerColumn("模板哈希", 18),
    LedgerColumn("数据哈希", 18), _day("截至日期"), _wide("文件", 40), LedgerColumn("状态", 9, choices=("草稿", "已发", "作废"), staff=True),
))  # fmt: skip
EXPLANATIONS = Ledger("名额说明", "名额说明（超额或不足的说明，由市局填写）", _columns(
    _number("年度"), LedgerColumn("报送单位", 14, choices=_UNITS), _wide("超额或不足说明", 56), _day("登记日期"), "经办",
), staff=True)  # fmt: skip
WAIVERS = Ledger("豁免", "豁免（由市局填写）", _columns(
    LedgerColumn("问题代码", 12), _wide("记录", 40), _wide("理由", 44), "批准人", _day("有效期至"),
), staff=True)  # fmt: skip
EXCHANGES = Ledger("市局调研交流", "市局调研交流（四（二），由市局填写）", _columns(
    _day("日期"), LedgerColumn("形式", 12, choices=("实地调研", "实践交流", "培训")), LedgerColumn("区", 12, choices=_UNITS),
    _wide("对象", 30), _wide("内容", 48), _wide("解决的问题", 40),
), staff=True)  # fmt: skip

WATCHES: tuple[Ledger, ...] = (QUOTA_WATCH, REPORT_WATCH, TRACKING_WATCH)
LEDGERS: tuple[Ledger, ...] = (
    *WATCHES, HELD, CONFLICTS, CHANGES, BATCHES, LETTERS, EXPLANATIONS, WAIVERS, EXCHANGES,
)  # fmt: skip

OVERVIEW_SHEET, LISTS_SHEET, BASE_SHEET = "总览", "字典", "底稿"
BASE_HEADERS = ("工作表", "报送单位", "键", "年度", "值1", "值2", "值3", "值4")
BASE_HEAD = 4
"""Columns of 底稿 before the document's chunks, which take as many cells as they need."""
BASE_CHUNK = 30000
"""Characters of JSON a cell of 底稿 takes (a cell holds 32,767)."""

OLD_LISTS = "历史导入"
"""How a batch begins that is an older list, and no month's."""

UNIT_HEADER = "报送单位"
TRACE_HEADERS = ("来源文件", "来源行", "批次", "更新日期")
"""A record sheet of the master begins with the unit and ends, after the city's columns, with these."""


def as_of_line(as_of: object) -> str:
    """The line in row 2 of a watch sheet."""
    return f"截至 {as_of}"


def number_of(line: Mapping[str, Any]) -> int | None:
    """Its 序号; None where that is gone or cannot be read."""
    digits = said(line, "序号").split(".")[0]
    return int(digits) if digits.isdecimal() else None


def said(line: Mapping[str, Any], header: str) -> str:
    """What stands in a column, as text."""
    value = line.get(header)
    return "" if value is None else str(value).strip()
