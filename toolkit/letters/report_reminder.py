"""年度情况报送提醒函: to a district whose pilots' reports are still to come, or to such pilots themselves (四（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.annual_report import ReportStatus, year_in_question
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, by_category, compose, contact, long_date
from toolkit.letters.pilots import territory_of
from toolkit.letters.reports import letter_a_pilot, letter_a_unit, report_rows
from toolkit.policy import Unit, notice

KIND, NAME = "report-reminder", "年度情况报送提醒函"
TAKES = NUMBERED | {"unit", "pilot", "year", "per-pilot"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a unit that still owes something, or one a pilot; who is named and owes nothing is refused with that word."""
    year = request.year or year_in_question(request.as_of)
    if request.pilot or request.per_pilot:
        yield from letter_a_pilot(request, KIND, year, _to_pilot)
    else:
        yield from letter_a_unit(request, KIND, year, _to_unit)


def _to_unit(request: Request, unit: Unit, year: int, due: Sequence[ReportStatus]) -> Letter:
    said: Context = {
        "对象": "单位",
        "区": unit.short,
        "区局": unit.brief,
        "合计家数": str(len(due)),
        "分类家数": by_category(status.pilot.values["category"] for status in due),
        "试点名单": report_rows(due, year),
        "附件名称": f"{unit.short}{year}年度情况报送名单",
        "单位名称": "",
        "收到情况": "",
    }
    return _letter(request, year, f"{unit.short}-{year}", unit.brief, said)


def _to_pilot(request: Request, status: ReportStatus, year: int) -> Letter:
    district, bureau = territory_of(status.pilot)
    said: Context = {
        "对象": "试点",
        "区": district,
        "区局": bureau,
        "合计家数": "1",
        "分类家数": by_category([status.pilot.values["category"]]),
        "试点名单": report_rows([status], year),
        "附件名称": "",
        "单位名称": status.name,
        "收到情况": _received(status, bureau),
    }
    return _letter(request, year, f"{status.name}-{year}", status.pilot.values["name"], said, copies=bureau)


def _received(status: ReportStatus, bureau: str) -> str:
    """Which of the two has it, as part of a sentence."""
    if status.city_received or status.district_received:
        has, lacks = ("我局", bureau) if status.city_received else (bureau, "我局")
        return f"{has}已收到，{lacks}尚未收到"
    return f"我局和{bureau}均未收到"


def _letter(request: Request, year: int, name: str, to: str, said: Context, copies: str = "") -> Letter:
    dates = {"年度": str(year), "截至日期": long_date(request.as_of), "截止日期": long_date(notice().due_date(year))}
    about = f"关于做好{year}年度商业秘密保护创新试点情况报送工作的函"
    return compose(request, KIND, f"{NAME}-{name}", to, about, {**contact(request), **dates, **said}, copies=copies)
