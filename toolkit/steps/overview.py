"""总览: the figures people ask for first, all of them taken from the checks."""

from collections import Counter
from datetime import date

from toolkit.checks.annual_report import AnnualReports, Status
from toolkit.checks.listed import present
from toolkit.checks.quota import QuotaReport, determined_in
from toolkit.checks.standing import ExitCase
from toolkit.master import overview as page
from toolkit.master.ledgers import CONFLICTS, HELD, OVERVIEW_SHEET, as_of_line
from toolkit.master.state import Entry, Master
from toolkit.policy import Category
from toolkit.sheets.board import Block
from toolkit.sheets.edit import SetCell, Value
from toolkit.steps.words import STATUS_WORDS


def overview_sheet(
    master: Master, quota: QuotaReport, reports: AnnualReports, cases: list[ExitCase], as_of: date
) -> list[SetCell]:
    """The cell changes that bring 总览 to a date."""
    now = present(master, as_of)
    return [
        SetCell(OVERVIEW_SHEET, *page.AS_OF, as_of_line(as_of)),
        *_units(quota, now),
        *_figures(master, quota, reports, cases, now),
        *_mix(quota, now),
        *_years(master, as_of),
        *_reports(reports),
    ]


def _put(block: Block, label: str, header: str, value: Value) -> SetCell:
    return SetCell(OVERVIEW_SHEET, *block.place(label, header), value)


def _units(quota: QuotaReport, current: list[Entry]) -> list[SetCell]:
    now = Counter(entry.unit for entry in current)
    cells = []
    for unit in quota.units:
        figures: dict[str, Value] = {
            "下限": unit.limits.least if unit.limits else None, "上限": unit.limits.most if unit.limits else None,
            **{str(category): unit.by_category[category] for category in Category},
            "已确定": unit.determined, "预计": unit.expected, page.PRESENT: now[unit.unit.short],
            "状态": STATUS_WORDS[unit.status],
        }  # fmt: skip
        cells += [_put(page.UNITS, unit.unit.short, header, value) for header, value in figures.items()]
    limits = [unit.limits for unit in quota.units if unit.limits]
    total: dict[str, Value] = {
        "下限": sum(limit.least for limit in limits), "上限": sum(limit.most for limit in limits),
        **{str(category): sum(unit.by_category[category] for unit in quota.units) for category in Category},
        "已确定": sum(unit.determined for unit in quota.units), "预计": sum(unit.expected for unit in quota.units),
        page.PRESENT: len(current),
    }  # fmt: skip
    return cells + [_put(page.UNITS, page.TOTAL, header, value) for header, value in total.items()]


def _figures(
    master: Master, quota: QuotaReport, reports: AnnualReports, cases: list[ExitCase], current: list[Entry]
) -> list[SetCell]:
    held = {(line.get("报送单位"), line.get("工作表"), line.get("来源行")) for line in master.ledger_rows(HELD)}
    received = sum(status.status in {Status.ON_TIME, Status.LATE} for status in reports.pilots)
    figures = {
        "现有市级试点": len(current),
        "本年已确定": sum(unit.determined for unit in quota.units),
        "本年预计": sum(unit.expected for unit in quota.units),
        "年报已收": received,
        "待补正行": len(held),
        "待裁定事项": sum(not line.get("裁定") for line in master.ledger_rows(CONFLICTS)),
        "拟退出": len(cases),
    }
    return [_put(page.FIGURES, label, "数", value) for label, value in figures.items()]


def _mix(quota: QuotaReport, current: list[Entry]) -> list[SetCell]:
    """Category and leading industry: of those present, and of those determined in the year."""
    cells = []
    groups = ((page.PRESENT, current), (page.DETERMINED, quota.counted))
    for header, group in groups:
        categories = Counter(entry.values.get("category") for entry in group)
        industries = Counter(_leading_industry(entry) for entry in group)
        cells += [_put(page.CATEGORIES, category, header, categories[category]) for category in Category]
        cells += [_put(page.INDUSTRIES, label, header, industries[label]) for label in page.INDUSTRIES.labels]
    return cells


def _years(master: Master, as_of: date) -> list[SetCell]:
    """How many were determined in each year, whoever has left since."""
    return [_put(page.YEARS, year, "家数", len(determined_in(master, int(year), as_of))) for year in page.YEARS.labels]


def _leading_industry(entry: Entry) -> str:
    industries = entry.values.get("industries") or ("",)
    return str(industries[0]).split("（")[0]


def _reports(reports: AnnualReports) -> list[SetCell]:
    counts = Counter(str(status.status) for status in reports.pilots)
    return [_put(page.REPORTS, label, "家数", counts[label]) for label in page.REPORTS.labels]
