"""总览: where each figure of the first sheet stands. A merge writes the figures, the charts follow by themselves."""

from toolkit.master.ledgers import OVERVIEW_SHEET
from toolkit.policy import Category, notice
from toolkit.sheets.board import Block, Board
from toolkit.sheets.charts import Chart
from toolkit.sheets.grid import Area

AS_OF = (2, 1)
"""The (row, column) of the as-of line."""
TOTAL = "合计"
NOT_YET = "尚未汇总"
PRESENT, DETERMINED = "现有试点", "本年确定"

UNITS = Block(4, 1, (
    "报送单位", "下限", "上限", *Category, "已确定", "预计", PRESENT, "状态",
), (*(unit.short for unit in notice().quota_units()), TOTAL))  # fmt: skip
FIGURES = Block(4, 12, ("主要数字", "数"), (
    "现有市级试点", "本年已确定", "本年预计", "年报已收", "待补正行", "待裁定事项", "拟退出",
))  # fmt: skip
CATEGORIES = Block(13, 12, ("试点类别", PRESENT, DETERMINED), tuple(Category))
YEARS = Block(18, 12, ("确定年度", "家数"), tuple(str(notice().first_year + offset) for offset in range(6)))
INDUSTRIES = Block(4, 16, ("主产业", PRESENT, DETERMINED), tuple(industry.name for industry in notice().industries()))
REPORTS = Block(4, 20, ("年度情况报送", "家数"), ("按期", "逾期", "只报区局", "只报市局", "未报", "未到期", "免报"))

_CHARTS_FROM = 27
_UNIT_ROWS = UNITS.last - 1  # the total would dwarf the units

BOARD = Board(
    OVERVIEW_SHEET,
    "上海市商业秘密保护创新试点总览",
    NOT_YET,
    (UNITS, FIGURES, CATEGORIES, YEARS, INDUSTRIES, REPORTS),
    (
        Chart("各单位本年确定家数与名额", UNITS.top, _UNIT_ROWS, 1, bars=(4, 5, 6), lines=(2, 3), area=Area(28, 1, 46, 12)),
        Chart("年度情况报送", REPORTS.top, REPORTS.last, 20, bars=(21,), area=Area(28, 14, 46, 21), lying=True),
        Chart("现有试点（按主产业）", INDUSTRIES.top, INDUSTRIES.last, 16, bars=(17,), area=Area(48, 1, 66, 9)),
        Chart("现有试点（按类别）", CATEGORIES.top, CATEGORIES.last, 12, bars=(13,), area=Area(48, 10, 66, 14)),
        Chart("历年确定家数", YEARS.top, YEARS.last, 12, bars=(13,), area=Area(48, 16, 66, 21)),
    ),
    dict.fromkeys("BCDEFGHI", 8) | {"A": 14, "D": 7, "E": 11, "F": 11, "I": 10, "J": 12, "K": 2, "L": 16, "M": 10, "N": 10,
     "O": 2, "P": 18, "Q": 10, "R": 10, "S": 2, "T": 15, "U": 8},
    _CHARTS_FROM,
)  # fmt: skip
