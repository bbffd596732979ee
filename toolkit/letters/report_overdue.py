"""催报通知: after the deadline, to a district whose pilots' reports are not all in (四（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.annual_report import OUTSTANDING, ReportStatus, Status, check_reports, year_in_question
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.fill import Context
from toolkit.letters.letter import Letter, Refusal, Request, closing, contact, long_date, opening, reply_term
from toolkit.letters.report_reminder import report_row
from toolkit.letters.titles import title_lines
from toolkit.policy import Unit, notice

KIND, NAME = "report-overdue", "催报通知"
TAKES = frozenset({"unit", "year"})


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes a report after the deadline; never before it."""
    year = request.year or year_in_question(request.as_of)
    deadline = notice().due_date(year)
    if request.as_of <= deadline:
        words = {"year": year, "deadline": deadline, "as_of": request.as_of}
        yield Refusal(KIND, request.unit or "全部", [Finding(say.NOT_OVERDUE_YET, words=words)])
        return
    reports = check_reports(request.master, year, request.as_of, request.settings)
    for unit in notice().unit:
        if request.unit in {None, unit.short}:
            due = [s for s in reports.pilots if s.pilot.unit == unit.short and s.status is not Status.EXEMPT]
            if any(status.status in OUTSTANDING for status in due):
                yield _letter(request, unit, year, due)
            elif request.unit:
                why = Finding(say.NOTHING_DUE, words={"unit": unit.short, "year": year})
                yield Refusal(KIND, unit.short, [why])


def _letter(request: Request, unit: Unit, year: int, due: Sequence[ReportStatus]) -> Letter:
    open_ones = [status for status in due if status.status in OUTSTANDING]
    late = [status for status in due if status.status is Status.LATE]
    title = f"{request.settings.issuer.name}关于催报{year}年度商业秘密保护创新试点情况的函"
    new_date, remarks = reply_term(request, request.settings.letter_reply_working_days)
    context: Context = {
        **opening(request, "\n".join(title_lines(title)), unit.brief),
        **closing(request),
        **contact(request),
        "区": unit.short,
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        "应报家数": str(len(due)),
        "未完成家数": str(len(open_ones)),
        "补报期限": long_date(new_date),
        "未完成名单": _rows(open_ones, year),
        "逾期已报家数": str(len(late)) if late else "",
        "逾期已报名单": _rows(late, year),
        "附件名称": f"{unit.short}{year}年度情况报送清单",
    }
    name = f"{NAME}-{unit.short}-{year}"
    return Letter(KIND, name, unit.brief, title, context, request.number, request.signed_on, remarks)


def _rows(statuses: Sequence[ReportStatus], year: int) -> list[dict[str, str]]:
    return [report_row(number, status, year) for number, status in enumerate(statuses, start=1)]
