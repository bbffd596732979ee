"""年度工作总结素材: a year in figures, every one as 总览 and the checks show it at the same date (三, 四)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.checks.annual_report import Status, year_in_question
from toolkit.checks.figures import Figures, by_category, by_group, by_industry, take_figures
from toolkit.checks.listed import left_on
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.figures import counted, quota_rows, report_words
from toolkit.letters.letter import Letter, Refusal, Request, compose, long_date
from toolkit.letters.pilots import pilot_name
from toolkit.master.state import Master
from toolkit.policy import notice
from toolkit.records.outcomes import KIND as OUTCOME_KINDS

KIND, NAME = "annual-summary", "年度工作总结素材"
TAKES = frozenset({"year"})
TO = "市局"


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The year's figures as of the date; refused where the year has none."""
    year = request.year or year_in_question(request.as_of)
    figures = take_figures(request.master, request.as_of, request.settings, year)
    if not (figures.quota.counted or figures.present or figures.reports.pilots):
        yield Refusal(KIND, f"{year}年度", [Finding(say.NOTHING_OF_THE_YEAR, words={"year": year, "as_of": request.as_of})])
    else:
        yield _summary(request, figures)


def _summary(request: Request, figures: Figures) -> Letter:
    year = figures.year
    said: Context = {
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        **_determined(figures),
        **_reported(figures),
        **_work(figures),
        "单位情况": [row for row in quota_rows(figures) if row["已确定"] != "—"],
        "产业情况": _industries(figures),
        "历年情况": _years(figures),
        "退出情况": _exits(request.master, figures),
        "成果情况": _outcomes(request, year),
        "调研交流": _exchanges(figures),
    }
    title = f"{year}年度上海市商业秘密保护创新试点\n工作总结（素材）"
    return compose(request, KIND, f"{NAME}-{year}", TO, title, said, remark="此件不公开", takes=TAKES)


def _determined(figures: Figures) -> dict[str, str]:
    least, most = figures.limits
    statuses = Counter(unit.status for unit in figures.quota.units)
    return {
        "已确定家数": str(figures.determined),
        "分类家数": counted(by_category(figures.quota.counted)),
        "名额下限": str(least), "名额上限": str(most),
        "相符区数": str(statuses["within"]), "不足区数": str(statuses["under"]), "超出区数": str(statuses["over"]),
        "在办家数": str(figures.expected - figures.determined),
        "现有家数": str(len(figures.present)),
        "现有分类家数": counted(by_category(figures.present)),
        "产业分组": "、".join(f"{group}{count}家" for group, count in by_group(figures.quota.counted).items() if count),
    }  # fmt: skip


def _reported(figures: Figures) -> dict[str, str]:
    due, received = figures.reports_due, figures.reports_received
    return {
        "应报家数": str(due),
        "已收家数": str(received),
        "按期家数": str(figures.report_counts[Status.ON_TIME]),
        "报送率": f"{100 * received / due:.1f}%" if due else "",
        "报送情况": report_words(figures),
        "退出家数": str(len(figures.exited)),
        "拟退出家数": str(len(figures.standing.cases)),
    }


def _work(figures: Figures) -> dict[str, str]:
    funnel, work, feedback = figures.funnel, figures.work, figures.feedback
    return {
        "走访次数": str(funnel.visits), "走访家数": str(funnel.visited), "培育家数": str(funnel.targets),
        "申请家数": str(funnel.applied), "撤回家数": str(funnel.withdrawn),
        "活动场次": str(work.activities), "服务月场次": str(work.service_month), "参加人次": str(work.attendees),
        "成果项数": str(work.outcomes), "本年成果项数": str(work.formed), "可推广项数": str(work.replicable),
        "可公开项数": str(work.publishable),
        "问题件数": str(len(feedback.raised)), "已答复件数": str(len(feedback.answered)), "待答复件数": str(len(feedback.open)),
        "交流次数": str(len(figures.exchanges)),
    }  # fmt: skip


def _industries(figures: Figures) -> list[dict[str, str]]:
    """Leading industries that any pilot has, in the notice's order."""
    determined, present = by_industry(figures.quota.counted), by_industry(figures.present)
    return [
        {"产业": name, "本年确定": str(count), "现有": str(present[name])}
        for name, count in determined.items()
        if count or present[name]
    ]


def _years(figures: Figures) -> list[dict[str, str]]:
    return [{"年度": str(year), "家数": str(len(pilots))} for year, pilots in figures.by_year.items()]


def _exits(master: Master, figures: Figures) -> list[dict[str, str]]:
    units = {unit.short: unit.brief for unit in notice().unit}
    rows = []
    for number, pilot in enumerate(figures.exited, start=1):
        gone = left_on(master, pilot)
        day = long_date(gone) if gone else ""
        rows.append({"序号": str(number), "名称": pilot_name(pilot), "单位": units.get(pilot.unit, pilot.unit), "退出日期": day})
    return rows


def _outcomes(request: Request, year: int) -> list[dict[str, str]]:
    """Outcomes on record by type, as the total counts them."""
    known = [entry for entry in request.master.entries("outcomes") if (entry.values.get("formed_on") or request.as_of) <= request.as_of]
    counts: Mapping[str, int] = Counter(str(entry.values.get("kind") or "未列明") for entry in known)
    return [{"类型": kind, "项数": str(counts[kind])} for kind in (*OUTCOME_KINDS.values, "未列明") if counts[kind]]


def _exchanges(figures: Figures) -> Sequence[Mapping[str, str]]:
    return [
        {
            "序号": str(number), "日期": long_date(exchange.day) if exchange.day else "日期不明", "形式": exchange.kind or "—",
            "区": exchange.unit or "—", "内容": exchange.content or "—",
        }
        for number, exchange in enumerate(figures.exchanges, start=1)
    ]  # fmt: skip
