"""月度工作通报: what came in this month and how the programme stands, every figure as 总览 shows it (四（一）（二）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.figures import Figures, by_category, take_figures
from toolkit.checks.submissions import Sent, UnitMonth, units_of_month
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.figures import counted, quota_rows, report_words
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, compose, contact, long_date
from toolkit.letters.list_notice import TO

KIND, NAME = "monthly-bulletin", "月度工作通报"
TAKES = NUMBERED | {"month"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The bulletin of a month (the as-of date's by default); refused before anything of the month was merged."""
    year, month = request.month or (request.as_of.year, request.as_of.month)
    units = units_of_month(request.master, (year, month), request.settings)
    if all(unit.sent is Sent.MISSING for unit in units):
        why = Finding(say.NOTHING_OF_THE_MONTH, words={"year": year, "month": month})
        yield Refusal(KIND, f"{year}年{month}月", [why])
    else:
        figures = take_figures(request.master, request.as_of, request.settings)
        yield _letter(request, figures, units, f"{year}年{month}月")


def _letter(request: Request, figures: Figures, units: Sequence[UnitMonth], month: str) -> Letter:
    said: Context = {
        **contact(request),
        "月份": month,
        "截至日期": long_date(request.as_of),
        **_sent(units),
        **_standing(figures),
        "单位情况": _rows(figures, units),
        "附件名称": f"{month}各单位工作情况",
    }
    about = f"关于{month}商业秘密保护创新试点工作情况的通报"
    return compose(request, KIND, f"{NAME}-{month}", TO, about, said, document=True, remark="此件不公开")


def _sent(units: Sequence[UnitMonth]) -> dict[str, str]:
    """Who sent, in time, late, not at all; and what came in."""
    found = {sent: [unit.unit.short for unit in units if unit.sent is sent] for sent in Sent}
    return {
        "应报单位数": str(len(units)),
        "已报单位数": str(len(units) - len(found[Sent.MISSING])),
        "按时单位数": str(len(found[Sent.IN_TIME])),
        "逾期单位数": str(len(found[Sent.LATE])),
        "逾期单位": "、".join(found[Sent.LATE]),
        "未报单位数": str(len(found[Sent.MISSING])),
        "未报单位": "、".join(found[Sent.MISSING]),
        "报送行数": str(sum(unit.rows for unit in units)),
        "新增行数": str(sum(unit.added for unit in units)),
        "变更行数": str(sum(unit.changed for unit in units)),
    }


def _standing(figures: Figures) -> dict[str, str]:
    """Where the programme stands as of the day."""
    return {
        "待补正行数": str(figures.held),
        "待裁定事项数": str(figures.unruled),
        "年度": str(figures.year),
        "已确定家数": str(figures.determined),
        "分类家数": counted(by_category(figures.quota.counted)),
        "在办家数": str(figures.expected - figures.determined),
        "现有家数": str(len(figures.present)),
        "报告年度": str(figures.reports.year),
        "应报家数": str(figures.reports_due),
        "已收家数": str(figures.reports_received),
        "报送情况": report_words(figures),
        "拟退出家数": str(len(figures.standing.cases)),
        "活动场次": str(figures.work.activities),
        "参加人次": str(figures.work.attendees),
        "成果项数": str(figures.work.outcomes),
        "问题件数": str(len(figures.feedback.raised)),
        "待答复件数": str(len(figures.feedback.open)),
    }


def _rows(figures: Figures, units: Sequence[UnitMonth]) -> list[dict[str, str]]:
    """A line a unit, in the order city documents use; the total last."""
    months = {unit.unit.short: unit for unit in units}
    rows = []
    for row, unit in zip(quota_rows(figures), figures.units, strict=True):
        month = months.get(unit.unit.short)
        if month or unit.present:
            told = (str(month.rows), str(month.added), str(month.changed)) if month else ("—", "—", "—")
            rows.append({
                **row, "月报": str(month.sent) if month else "—", "报送行": told[0], "新增": told[1], "变更": told[2],
                "待补正": str(unit.held), "待答复": str(unit.feedback_open),
            })  # fmt: skip
    return [{**row, "序号": str(number)} for number, row in enumerate(rows, start=1)]
