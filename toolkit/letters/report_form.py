"""年度情况报告表: the form a pilot fills in for both bureaus; what is known of it stands there already (四（三）)."""

from collections.abc import Iterator

from toolkit.checks.annual_report import ReportStatus, year_in_question
from toolkit.letters.context import Context
from toolkit.letters.letter import Letter, Refusal, Request, compose, long_date
from toolkit.letters.pilots import territory_of
from toolkit.letters.reports import letter_a_pilot
from toolkit.policy import notice

KIND, NAME = "report-form", "年度情况报告表"
TAKES = frozenset({"unit", "pilot", "year"})


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One form a pilot that still owes its report; one named that owes none is refused with that word."""
    year = request.year or year_in_question(request.as_of)
    yield from letter_a_pilot(request, KIND, year, _form)


def _form(request: Request, status: ReportStatus, year: int) -> Letter:
    pilot = status.pilot
    said: Context = {
        "单位名称": status.name,
        "统一社会信用代码": pilot.texts.get("uscc") or "",
        "类别": str(pilot.values["category"]),
        "试点编号": pilot.texts.get("pilot_id") or "尚未编号",
        "年度": str(year),
        "截止日期": long_date(notice().due_date(year)),
        "市局": request.settings.issuer.name,
        "区局": _full_name(territory_of(pilot)[0]),
    }
    title = "商业秘密保护创新试点年度情况报告表"
    return compose(request, KIND, f"{NAME}-{status.name}-{year}", pilot.values["name"], title, said, takes=TAKES)


def _full_name(short: str) -> str:
    unit = notice().find_unit(short)
    return unit.full if unit else short
