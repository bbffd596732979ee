"""年度情况报送提醒函: to a district whose pilots' reports are still to come (四（三）)."""

from collections.abc import Iterator
from datetime import date

from toolkit.checks.annual_report import OUTSTANDING, ReportStatus, Status, check_reports, year_in_question
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.fill import Context
from toolkit.letters.letter import Letter, Refusal, Request, by_category, closing, contact, long_date, opening
from toolkit.letters.titles import title_lines
from toolkit.policy import Unit, notice

KIND, NAME = "report-reminder", "年度情况报送提醒函"
TAKES = frozenset({"unit", "year"})


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes something; a unit named that owes nothing is refused with that word."""
    year = request.year or year_in_question(request.as_of)
    reports = check_reports(request.master, year, request.as_of, request.settings)
    for unit in notice().unit:
        if request.unit in {None, unit.short}:
            due = [s for s in reports.pilots if s.pilot.unit == unit.short and s.status is not Status.EXEMPT]
            if any(status.status in OUTSTANDING for status in due):
                yield _letter(request, unit, year, due)
            elif request.unit:
                why = Finding(say.NOTHING_DUE, words={"unit": unit.short, "year": year})
                yield Refusal(KIND, unit.short, [why])


def _letter(request: Request, unit: Unit, year: int, due: list[ReportStatus]) -> Letter:
    title = f"{request.settings.issuer.name}关于做好{year}年度商业秘密保护创新试点情况报送工作的函"
    context: Context = {
        **opening(request, "\n".join(title_lines(title)), unit.brief),
        **closing(request),
        **contact(request),
        "区": unit.short,
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        "截止日期": long_date(notice().due_date(year)),
        "合计家数": str(len(due)),
        "分类家数": by_category(status.pilot.values["category"] for status in due),
        "试点名单": [report_row(number, status, year) for number, status in enumerate(due, start=1)],
        "附件名称": f"{unit.short}{year}年度情况报送名单",
    }
    return Letter(KIND, f"{NAME}-{unit.short}-{year}", unit.brief, title, context, request.number, request.signed_on)


def report_row(number: int, status: ReportStatus, year: int) -> dict[str, str]:
    """One pilot and what has arrived of its report."""
    return {
        "序号": str(number),
        "试点编号": status.pilot.texts.get("pilot_id") or "尚未编号",
        "名称": status.name,
        "类别": str(status.pilot.values["category"]),
        "区局收到": _short_date(status.district_received, year),
        "市局收到": _short_date(status.city_received, year),
        "状态": str(status.status),
    }


def _short_date(day: date | None, year: int) -> str:
    """12月2日; with its year only where that is another than the report's."""
    if day is None:
        return "未收到"
    return f"{day.month}月{day.day}日" if day.year == year else long_date(day)
