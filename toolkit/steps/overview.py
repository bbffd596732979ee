"""总览: the figures people ask for first, each put where the sheet shows it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from toolkit.checks.annual_report import RECEIVED, Status
from toolkit.checks.feedback import waiting_days
from toolkit.checks.figures import Figures, UnitFigures, by_category, by_group, by_industry
from toolkit.checks.quota import STATUS_WORDS
from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import checks
from toolkit.master import overview as page
from toolkit.master.cells import stands_already
from toolkit.master.ledgers import OVERVIEW_SHEET, as_of_line
from toolkit.master.state import Entry, Master
from toolkit.policy import Category
from toolkit.sheets.board import Block
from toolkit.sheets.edit import SetCell, Value

_LINE = 90
"""Characters that a line of the lists shows of a text."""
Line = Mapping[str, Value]
"""Figures by header."""


def overview_sheet(master: Master, figures: Figures) -> list[SetCell]:
    """The cell changes that bring 总览 to a date; none where its tables are not where this version puts them."""
    if overview_faults(master):
        return []
    years = f"名额、培育为 {figures.year} 年，年度情况报送为 {figures.reports.year} 年度"
    cells = [
        SetCell(OVERVIEW_SHEET, *page.AS_OF, f"{as_of_line(figures.as_of)}；{years}"),
        *_strips(figures),
        *_units(figures),
        *_mix(figures),
        *_years(figures),
        *_lists(figures),
    ]
    shown = master.overview or {}
    return [cell for cell in cells if not shown or not stands_already(cell.value, shown.get((cell.row, cell.column)))]


def overview_faults(master: Master) -> list[Finding]:
    """Why 总览 cannot be brought to a date: it is gone, or its tables stand elsewhere than this version knows."""
    wrong = None if master.overview is None else page.misplaced(master.overview)
    return [Finding(checks.OVERVIEW_MOVED, Place(master.name, OVERVIEW_SHEET), None, {"wrong": wrong})] if wrong else []


def _put(block: Block, label: str, line: Line) -> list[SetCell]:
    return [SetCell(OVERVIEW_SHEET, *block.place(label, header), value) for header, value in line.items()]


def _strips(figures: Figures) -> list[SetCell]:
    """The lines of figures on top."""
    counts, funnel, work, feedback = figures.report_counts, figures.funnel, figures.work, figures.feedback
    least, most = figures.limits
    strips: tuple[tuple[Block, Line], ...] = (
        (page.FIGURES, {
            "现有市级试点": len(figures.present), "本年已确定": figures.determined, "本年预计": figures.expected, "名额合计下限": least,
            "名额合计上限": most, "本年退出": len(figures.exited), "拟退出": len(figures.standing.cases), "待补正行": figures.held,
            "待裁定事项": figures.unruled, "未答复建议": len(feedback.open), "超期未答复": len(feedback.overdue),
        }),
        (page.REPORTS, {
            "应报": figures.reports_due, "两局都收到": figures.reports_received, **{str(status): counts[status] for status in Status},
        }),
        (page.FUNNEL, {
            "走访次数": funnel.visits, "走访家数": funnel.visited, "培育对象": funnel.targets, "申请": funnel.applied, "撤回": funnel.withdrawn,
            "确定": funnel.determined,
        }),
        (page.WORK, {
            "活动场次": work.activities, "服务月场次": work.service_month, "参加人次": work.attendees, "成果总数": work.outcomes,
            "本年形成": work.formed, "可复制推广": work.replicable, "同意公开": work.publishable, "建议本年提出": len(feedback.raised),
            "建议已答复": len(feedback.answered), "市局调研交流": len(figures.exchanges),
        }),
    )  # fmt: skip
    return [cell for block, line in strips for cell in _put(block, page.COUNT, line)]


def _units(figures: Figures) -> list[SetCell]:
    cells = [cell for unit in figures.units for cell in _put(page.UNITS, unit.unit.short, _unit(unit))]
    least, most = figures.limits
    total: Line = {
        "下限": least, "上限": most,
        **{str(category): count for category, count in by_category(figures.quota.counted).items()},
        "已确定": figures.determined, "预计": figures.expected, page.PRESENT: len(figures.present),
        "年报应报": figures.reports_due, "年报已收": figures.reports_received,
    }  # fmt: skip
    return cells + _put(page.UNITS, page.TOTAL, total)


def _unit(unit: UnitFigures) -> Line:
    """One unit's line; what a direct unit determined stands in the district it counts to."""
    quota = unit.quota
    limits = quota.limits if quota else None
    counted: Line = {str(category): quota.by_category[category] if quota else None for category in Category}
    return {
        "下限": limits.least if limits else None, "上限": limits.most if limits else None, **counted,
        "已确定": quota.determined if quota else None, "预计": quota.expected if quota else None, page.PRESENT: unit.present,
        "年报应报": sum(unit.reports.values()) - unit.reports.get(Status.EXEMPT, 0),
        "年报已收": sum(unit.reports.get(status, 0) for status in RECEIVED),
        "状态": STATUS_WORDS[quota.status] if quota else "不设名额",
    }  # fmt: skip


def _mix(figures: Figures) -> Iterator[SetCell]:
    """Category and leading industry: of those present, and of those determined in the year."""
    for header, group in ((page.PRESENT, figures.present), (page.DETERMINED, figures.quota.counted)):
        categories, industries = by_category(group), by_industry(group)
        for category in Category:
            yield from _put(page.CATEGORIES, category, {header: categories[category]})
        for label in page.INDUSTRIES.labels:
            yield from _put(page.INDUSTRIES, label, {header: industries[label]})


def _years(figures: Figures) -> Iterator[SetCell]:
    """How many were determined in each of the last years, whoever has left since."""
    first = max(int(page.YEARS.labels[0]), figures.year - page.YEARS_SHOWN + 1)
    for label, year in zip(page.YEARS.labels, range(first, first + page.YEARS_SHOWN), strict=True):
        pilots = figures.by_year.get(year)
        categories = {str(category): count for category, count in by_category(pilots or ()).items()}
        shown: Line = {**categories, page.TOTAL: len(pilots or ())} if pilots is not None else dict.fromkeys((*Category, page.TOTAL))
        yield from _put(page.YEARS, label, {"确定年度": str(year), **shown})
        counts: Sequence[Value] = [*by_group(pilots).values()] if pilots is not None else [None] * len(page.GROUPS.headers[1:])
        grouped: Line = dict(zip(page.GROUPS.headers[1:], counts, strict=True))
        yield from _put(page.GROUPS, label, {"确定年度": str(year), **grouped})


def _lists(figures: Figures) -> Iterator[SetCell]:
    """What waits longest, what was answered last, where the city has been last; empty lines below."""
    feedback = figures.feedback
    waiting = [(e.unit, _day(e, "raised_on"), waiting_days(e, figures.as_of), _text(e, "content")) for e in feedback.open]
    latest = sorted(feedback.answered, key=lambda e: e.values.get("answered_on") or date.min, reverse=True)
    answered = [
        (e.unit, _day(e, "raised_on"), _day(e, "answered_on"), f"{_text(e, 'content')[:_LINE // 2]} → {_text(e, 'answer')}"[:_LINE]) for e in latest
    ]
    exchanges = [
        (e.day, e.kind, e.unit, "；".join(part for part in (e.whom, e.content, e.solved) if part)) for e in reversed(figures.exchanges)
    ]
    for block, lines in ((page.WAITING, waiting), (page.ANSWERED, answered), (page.EXCHANGES, exchanges)):
        empty = (None,) * (len(block.headers) - 1)
        shown: Sequence[Sequence[Value]] = lines[: page.LISTED]
        for label, line in zip_longest(block.labels, shown):
            yield from _put(block, label, dict(zip(block.headers[1:], line or empty, strict=True)))


def _day(entry: Entry, name: str) -> date | None:
    day: date | None = entry.values.get(name)
    return day


def _text(entry: Entry, name: str) -> str:
    """On one line, and not longer than the line."""
    text = " ".join(str(entry.values.get(name) or "").split())
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"
