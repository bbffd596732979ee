"""总览: where each figure of the first sheet stands. A merge writes the figures, the charts follow by themselves."""

from collections.abc import Mapping

from toolkit.master.ledgers import OVERVIEW_SHEET
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key
from toolkit.sheets.board import Block, Board
from toolkit.sheets.charts import Chart
from toolkit.sheets.grid import Address, Area

AS_OF = (2, 1)
"""The (row, column) of the as-of line."""
TOTAL, COUNT = "合计", "全市"
NOT_YET = "尚未汇总"
PRESENT, DETERMINED = "现有试点", "本年确定"
YEARS_SHOWN, LISTED = 6, 6
"""How many years the tables over years hold, how many lines the lists."""
OTHER = "未列明"
ROOMY = 24
"""Points of a row on the first page."""

FIGURES = Block(4, 1, ("总况", "现有市级试点", "本年已确定", "本年预计", "名额合计下限", "名额合计上限", "本年退出", "拟退出",
                       "待补正行", "待裁定事项", "未答复建议", "超期未答复"), (COUNT,), big=True, height=32)  # fmt: skip
REPORTS = Block(7, 1, ("年度情况报送", "应报", "两局都收到", "按期", "逾期", "只报区局", "只报市局", "未报", "未到期", "免报"), (COUNT,), height=ROOMY)
FUNNEL = Block(10, 1, ("培育进程（本年）", "走访次数", "走访家数", "培育对象", "申请", "确定", "撤回"), (COUNT,), height=ROOMY)
WORK = Block(13, 1, ("宣传与成果", "活动场次", "服务月场次", "参加人次", "成果总数", "本年形成", "可复制推广", "同意公开", "建议本年提出",
                     "建议已答复", "市局调研交流"), (COUNT,), height=ROOMY)  # fmt: skip
UNITS = Block(16, 1, ("报送单位", "下限", "上限", *Category, "已确定", "预计", PRESENT, "年报应报", "年报已收", "状态"),
              (*(unit.short for unit in notice().unit), TOTAL), height=ROOMY)  # fmt: skip

INDUSTRIES = Block(39, 1, ("主产业", PRESENT, DETERMINED), (*(industry.name for industry in notice().industries()), OTHER))
CATEGORIES = Block(39, 5, ("类别", PRESENT, DETERMINED), tuple(Category))
YEARS = Block(44, 5, ("确定年度", *Category, TOTAL), tuple(str(notice().first_year + n) for n in range(YEARS_SHOWN)), rolling=True)
GROUPS = Block(
    52, 5, ("确定年度", *(group.name.removesuffix("产业") for group in notice().industry_group), OTHER), YEARS.labels, rolling=True
)

_LINES = tuple(str(number) for number in range(1, LISTED + 1))
WAITING = Block(63, 1, ("等候最久的问题建议", "报送单位", "提出日期", "已等天数", "内容"), _LINES, rolling=True, reach=22)
ANSWERED = Block(71, 1, ("最近的答复", "报送单位", "提出日期", "答复日期", "内容与答复"), _LINES, rolling=True, reach=22)
EXCHANGES = Block(79, 1, ("最近的市局调研交流", "日期", "形式", "区", "内容与解决的问题"), _LINES, rolling=True, reach=22)

_QUOTA_UNITS = UNITS.top + len(notice().quota_units())

BOARD = Board(
    OVERVIEW_SHEET,
    "上海市商业秘密保护创新试点总览",
    NOT_YET,
    (FIGURES, REPORTS, FUNNEL, WORK, UNITS, INDUSTRIES, CATEGORIES, YEARS, GROUPS, WAITING, ANSWERED, EXCHANGES),
    (
        Chart("各单位本年确定家数与名额", UNITS.strip(_QUOTA_UNITS), bars=(4, 5, 6), lines=(2, 3), area=Area(4, 14, 16, 22)),
        Chart("培育进程（家）", FUNNEL.across(3, 6), area=Area(17, 14, 24, 22), lying=True),
        Chart("年度情况报送（家）", REPORTS.across(4, 10), area=Area(25, 14, 36, 22), lying=True),
        Chart("历年确定（按类别）", YEARS.strip(), bars=(6, 7, 8), area=Area(39, 14, 49, 22)),
        Chart("历年确定（按产业）", GROUPS.strip(), bars=tuple(range(6, 13)), area=Area(50, 14, 61, 22)),
    ),
    dict.fromkeys("BCDEFGHIJKL", 10) | {"A": 19, "M": 2} | dict.fromkeys("NOPQRSTUV", 10),
    (38,),
)  # fmt: skip


def misplaced(cells: Mapping[Address, object]) -> str | None:
    """The first cell of our own that is not where this version puts it, in words; None where all are.

    `cells` are what the sheet shows. A figure may only be written under its own header, whatever staff, or another
    version, have made of the sheet.
    """
    for block in BOARD.blocks:
        for (row, column), text in block.texts():
            if match_key(str(cells.get((row, column), ""))) != match_key(text):
                return f"第 {row} 行第 {column} 列应为“{text}”"
    return None
