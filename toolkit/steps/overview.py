"""总览: the figures people ask for first, all of them taken from the checks."""

from collections import Counter
from datetime import date

from toolkit.checks.annual_report import AnnualReports, Status
from toolkit.checks.quota import QuotaReport
from toolkit.checks.standing import ExitCase
from toolkit.master import overview as page
from toolkit.master.ledgers import CONFLICTS, HELD, OVERVIEW_SHEET, as_of_line
from toolkit.master.state import Entry, Master
from toolkit.policy import Category
from toolkit.records.pilots import CITY_LEVEL, EXITED
from toolkit.sheets.board import Block
from toolkit.sheets.edit import SetCell, Value
from toolkit.steps.words import STATUS_WORDS


def overview_sheet(
    master: Master, quota: QuotaReport, reports: AnnualReports, cases: list[ExitCase], as_of: date
) -> list[SetCell]:
    """The cell changes that bring 总览 to a date."""
    present = [entry for entry in master.entries("pilots") if _is_present(entry, as_of)]
    return [
        SetCell(OVERVIEW_SHEET, *page.AS_OF, as_of_line(as_of)),
        *_units(quota, present),
        *_figures(master, quota, reports, cases, present),
        *_mix(quota, present),
        *_reports(reports),
    ]


def _is_present(entry: Entry, as_of: date) -> bool:
    determined_on = entry.values.get("determined_on")
    return (
        entry.values.get("level") == CITY_LEVEL
        and entry.values.get("state") != EXITED
        and (determined_on is None or determined_on <= as_of)
    )


def _put(block: Block, label: str, header: str, value: Value) -> SetCell:
    return SetCell(OVERVIEW_SHEET, *block.place(label, header), value)


def _units(quota: QuotaReport, present: list[Entry]) -> list[SetCell]:
    now = Counter(entry.unit for entry in present)
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
        page.PRESENT: len(present),
    }  # fmt: skip
    return cells + [_put(page.UNITS, page.TOTAL, header, value) for header, value in total.items()]


def _figures(
    master: Master, quota: QuotaReport, reports: AnnualReports, cases: list[ExitCase], present: list[Entry]
) -> list[SetCell]:
    held = {(line.get("报送单位"), line.get("工作表"), line.get("来源行")) for line in master.ledger_rows(HELD)}
    received = sum(status.status in {Status.ON_TIME, Status.LATE} for status in reports.pilots)
    figures = {
        "现有市级试点": len(present),
        "本年已确定": sum(unit.determined for unit in quota.units),
        "本年预计": sum(unit.expected for unit in quota.units),
        "年报已收": received,
        "待补正行": len(held),
        "待裁定事项": sum(not line.get("裁定") for line in master.ledger_rows(CONFLICTS)),
        "拟退出": len(cases),
    }
    return [_put(page.FIGURES, label, "数", value) for label, value in figures.items()]


def _mix(quota: QuotaReport, present: list[Entry]) -> list[SetCell]:
    """Category, year and leading industry: of those present, and of those determined in the year."""
    new = [entry for entry in present if entry.values.get("determined_year") == quota.year]
    cells = []
    for category in Category:
        determined = sum(unit.by_category[category] for unit in quota.units)
        now = sum(entry.values.get("category") is category for entry in present)
        cells.append(_put(page.CATEGORIES, category, page.PRESENT, now))
        cells.append(_put(page.CATEGORIES, category, page.DETERMINED, determined))
    years = Counter(str(entry.values.get("determined_year")) for entry in present)
    cells += [_put(page.YEARS, year, "家数", years[year]) for year in page.YEARS.labels]
    leading, leading_new = (Counter(_leading_industry(entry) for entry in group) for group in (present, new))
    for industry in page.INDUSTRIES.labels:
        cells.append(_put(page.INDUSTRIES, industry, page.PRESENT, leading[industry]))
        cells.append(_put(page.INDUSTRIES, industry, page.DETERMINED, leading_new[industry]))
    return cells


def _leading_industry(entry: Entry) -> str:
    industries = entry.values.get("industries") or ("",)
    return str(industries[0]).split("（")[0]


def _reports(reports: AnnualReports) -> list[SetCell]:
    counts = Counter(str(status.status) for status in reports.pilots)
    return [_put(page.REPORTS, label, "家数", counts[label]) for label in page.REPORTS.labels]
