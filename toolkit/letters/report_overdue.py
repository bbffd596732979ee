"""催报通知: after the deadline, to a district whose pilots' reports are not all in (四（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.annual_report import OUTSTANDING, ReportStatus, Status, year_in_question
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, compose, contact, long_date, reply_term
from toolkit.letters.reports import letter_a_unit, report_rows
from toolkit.policy import Unit, notice

KIND, NAME = "report-overdue", "催报通知"
TAKES = NUMBERED | {"unit", "year"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes a report after the deadline; never before it."""
    year = request.year or year_in_question(request.as_of)
    deadline = notice().due_date(year)
    if request.as_of <= deadline:
        words = {"year": year, "deadline": deadline, "as_of": request.as_of}
        yield Refusal(KIND, request.unit or "全部", [Finding(say.NOT_OVERDUE_YET, words=words)])
    else:
        yield from letter_a_unit(request, KIND, year, _letter)


def _letter(request: Request, unit: Unit, year: int, due: Sequence[ReportStatus]) -> Letter:
    open_ones = [status for status in due if status.status in OUTSTANDING]
    late = [status for status in due if status.status is Status.LATE]
    new_date, remarks = reply_term(request, request.settings.letter_reply_working_days)
    said: Context = {
        **contact(request),
        "区": unit.short,
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        "应报家数": str(len(due)),
        "未完成家数": str(len(open_ones)),
        "补报期限": long_date(new_date),
        "未完成名单": report_rows(open_ones, year),
        "逾期已报家数": str(len(late)) if late else "",
        "逾期已报名单": report_rows(late, year),
        "附件名称": f"{unit.short}{year}年度情况报送清单",
    }
    about = f"关于催报{year}年度商业秘密保护创新试点情况的函"
    return compose(request, KIND, f"{NAME}-{unit.short}-{year}", unit.brief, about, said, remarks=remarks)
