"""年度情况报送提醒函: to a district whose pilots' reports are still to come (四（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.annual_report import ReportStatus, year_in_question
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, by_category, compose, contact, long_date
from toolkit.letters.reports import letter_a_unit, report_rows
from toolkit.policy import Unit, notice

KIND, NAME = "report-reminder", "年度情况报送提醒函"
TAKES = NUMBERED | {"unit", "year"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes something; a unit named that owes nothing is refused with that word."""
    yield from letter_a_unit(request, KIND, request.year or year_in_question(request.as_of), _letter)


def _letter(request: Request, unit: Unit, year: int, due: Sequence[ReportStatus]) -> Letter:
    said: Context = {
        **contact(request),
        "区": unit.short,
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        "截止日期": long_date(notice().due_date(year)),
        "合计家数": str(len(due)),
        "分类家数": by_category(status.pilot.values["category"] for status in due),
        "试点名单": report_rows(due, year),
        "附件名称": f"{unit.short}{year}年度情况报送名单",
    }
    about = f"关于做好{year}年度商业秘密保护创新试点情况报送工作的函"
    return compose(request, KIND, f"{NAME}-{unit.short}-{year}", unit.brief, about, said)
