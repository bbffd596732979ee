"""What the letters on annual reports have in common: to whom, about which pilots (四（三）)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from toolkit.checks.annual_report import OUTSTANDING, ReportStatus, Status, check_reports
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import Letter, Refusal, Request, long_date
from toolkit.letters.pilots import find_pilots
from toolkit.policy import Unit, notice

WriteUnit = Callable[[Request, Unit, int, Sequence[ReportStatus]], Letter]


def letter_a_unit(request: Request, kind: str, year: int, write: WriteUnit) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes something; a unit named that owes nothing is refused with that word."""
    reports = check_reports(request.master, year, request.as_of, request.settings)
    for unit in notice().unit:
        if request.unit in {None, unit.short}:
            due = [s for s in reports.pilots if s.pilot.unit == unit.short and s.status is not Status.EXEMPT]
            if any(status.status in OUTSTANDING for status in due):
                yield write(request, unit, year, due)
            elif request.unit:
                why = Finding(say.NOTHING_DUE, words={"unit": unit.short, "year": year})
                yield Refusal(kind, unit.short, [why])


def letter_a_pilot(
    request: Request, kind: str, year: int, write: Callable[[Request, ReportStatus, int], Letter]
) -> Iterator[Letter | Refusal]:
    """One letter a pilot that still owes its report, of those asked for; one named that owes none is refused with that word."""
    reports = check_reports(request.master, year, request.as_of, request.settings).pilots
    asked = {id(pilot) for pilot in find_pilots(request)}
    found = [status for status in reports if id(status.pilot) in asked]
    for status in found:
        if status.status in OUTSTANDING:
            yield write(request, status, year)
        elif request.pilot:
            words = {"name": status.name, "year": year, "status": status.status}
            yield Refusal(kind, status.name, [Finding(say.REPORT_NOT_OWED, words=words)])
    if request.pilot and not found:
        yield Refusal(kind, request.pilot, [Finding(say.NO_SUCH_PILOT, words={"query": request.pilot})])


def report_rows(statuses: Sequence[ReportStatus], year: int) -> list[dict[str, str]]:
    """Pilots, and what has arrived of the report of each."""
    return [
        {
            "序号": str(number),
            "试点编号": status.pilot.texts.get("pilot_id") or "尚未编号",
            "名称": status.name,
            "类别": str(status.pilot.values["category"]),
            "区局收到": _short_date(status.district_received, year),
            "市局收到": _short_date(status.city_received, year),
            "状态": str(status.status),
        }
        for number, status in enumerate(statuses, start=1)
    ]


def _short_date(day: date | None, year: int) -> str:
    """12月2日; with its year only where that is another than the report's."""
    if day is None:
        return "未收到"
    return f"{day.month}月{day.day}日" if day.year == year else long_date(day)
