"""总览: the figures people ask for first, each put where the sheet shows it."""

from collections import Counter

from toolkit.checks.figures import Figures, by_category, by_industry
from toolkit.checks.quota import STATUS_WORDS
from toolkit.master import overview as page
from toolkit.master.ledgers import OVERVIEW_SHEET, as_of_line
from toolkit.policy import Category
from toolkit.sheets.board import Block
from toolkit.sheets.edit import SetCell, Value


def overview_sheet(figures: Figures) -> list[SetCell]:
    """The cell changes that bring 总览 to a date."""
    return [
        SetCell(OVERVIEW_SHEET, *page.AS_OF, as_of_line(figures.as_of)),
        *_units(figures),
        *_figures(figures),
        *_mix(figures),
        *_years(figures),
        *_reports(figures),
    ]


def _put(block: Block, label: str, header: str, value: Value) -> SetCell:
    return SetCell(OVERVIEW_SHEET, *block.place(label, header), value)


def _units(figures: Figures) -> list[SetCell]:
    now = Counter(entry.unit for entry in figures.present)
    cells = []
    for unit in figures.quota.units:
        line: dict[str, Value] = {
            "下限": unit.limits.least if unit.limits else None, "上限": unit.limits.most if unit.limits else None,
            **{str(category): unit.by_category[category] for category in Category},
            "已确定": unit.determined, "预计": unit.expected, page.PRESENT: now[unit.unit.short],
            "状态": STATUS_WORDS[unit.status],
        }  # fmt: skip
        cells += [_put(page.UNITS, unit.unit.short, header, value) for header, value in line.items()]
    least, most = figures.limits
    total: dict[str, Value] = {
        "下限": least, "上限": most,
        **{str(category): count for category, count in by_category(figures.quota.counted).items()},
        "已确定": figures.determined, "预计": figures.expected, page.PRESENT: len(figures.present),
    }  # fmt: skip
    return cells + [_put(page.UNITS, page.TOTAL, header, value) for header, value in total.items()]


def _figures(figures: Figures) -> list[SetCell]:
    said = {
        "现有市级试点": len(figures.present),
        "本年已确定": figures.determined,
        "本年预计": figures.expected,
        "年报已收": figures.reports_received,
        "待补正行": figures.held,
        "待裁定事项": figures.unruled,
        "拟退出": len(figures.standing.cases),
    }
    return [_put(page.FIGURES, label, "数", value) for label, value in said.items()]


def _mix(figures: Figures) -> list[SetCell]:
    """Category and leading industry: of those present, and of those determined in the year."""
    cells = []
    groups = ((page.PRESENT, figures.present), (page.DETERMINED, figures.quota.counted))
    for header, group in groups:
        categories, industries = by_category(group), by_industry(group)
        cells += [_put(page.CATEGORIES, category, header, categories[category]) for category in Category]
        cells += [_put(page.INDUSTRIES, label, header, industries[label]) for label in page.INDUSTRIES.labels]
    return cells


def _years(figures: Figures) -> list[SetCell]:
    """How many were determined in each year, whoever has left since."""
    return [_put(page.YEARS, year, "家数", len(figures.by_year.get(int(year), ()))) for year in page.YEARS.labels]


def _reports(figures: Figures) -> list[SetCell]:
    counts = {str(status): count for status, count in figures.report_counts.items()}
    return [_put(page.REPORTS, label, "家数", counts.get(label, 0)) for label in page.REPORTS.labels]
