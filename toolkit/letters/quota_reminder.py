"""名额提醒函: to a district, how many pilots it has determined against what 四（二） says in principle."""

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.checks.quota import QuotaReport, UnitQuota, check_quota, explained_units
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import (
    NUMBERED,
    Letter,
    Refusal,
    Request,
    by_category,
    compose,
    contact,
    long_date,
    reply_term,
)
from toolkit.policy import Range

KIND, NAME = "quota-reminder", "名额提醒函"
TAKES = NUMBERED | {"unit", "year"}
CASES = {"under": "不足", "within": "相符", "over": "超出"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One letter a district with a stated range; a unit named that has none, or nothing to be told, is refused."""
    year = request.year or request.as_of.year
    report = check_quota(request.master, year, request.as_of, request.settings)
    quotas = {quota.unit.short: quota for quota in report.units}
    for short in [request.unit] if request.unit else quotas:
        quota = quotas.get(short)
        why = _why_not(request, report, quota) if quota and quota.limits else Finding(say.NO_RANGE, words={"unit": short})
        if why is None and quota and quota.limits:
            yield _letter(request, report, quota, quota.limits)
        elif why and request.unit:
            yield Refusal(KIND, short, [why])


def _why_not(request: Request, report: QuotaReport, quota: UnitQuota) -> Finding | None:
    """Nothing is left to be asked: the reason is on record, or the year is over and the figure in range."""
    words = {"unit": quota.unit.short, "year": report.year}
    if quota.status == "within":
        return Finding(say.YEAR_OVER_IN_RANGE, words=words) if _is_over(report) else None
    explained = quota.unit.short in explained_units(request.master, report.year, request.as_of)
    return Finding(say.QUOTA_EXPLAINED, words=words) if explained else None


def _is_over(report: QuotaReport) -> bool:
    return report.as_of > date(report.year, 12, 31)


def _letter(request: Request, report: QuotaReport, quota: UnitQuota, limits: Range) -> Letter:
    unit, year = quota.unit, report.year
    reply_by, remarks = reply_term(request, request.settings.letter_reply_working_days)
    off = {"under": limits.least - quota.determined, "over": quota.determined - limits.most}.get(quota.status)
    said: Context = {
        **contact(request),
        "区": unit.short,
        "年度": str(year),
        "截至日期": long_date(request.as_of),
        "全国试点地区": "是" if quota.national else "否",
        "名额范围": f"{limits.least}—{limits.most}家",
        "已确定家数": str(quota.determined),
        "分类家数": by_category(c for c, count in quota.by_category.items() for _ in range(count)),
        "在办家数": str(quota.pending),
        "年度已结束": "是" if _is_over(report) else "否",
        "名额情形": CASES[quota.status],
        "差额家数": str(off) if off else "",
        "回复期限": long_date(reply_by),
    }
    about = f"关于{year}年度商业秘密保护创新试点名额情况的函"
    remarks = (*remarks, *_doubts(report, unit.short))
    return compose(request, KIND, f"{NAME}-{unit.short}-{year}", unit.brief, about, said, remarks=remarks)


def _doubts(report: QuotaReport, unit: str) -> Sequence[Finding]:
    """What may change the unit's figure, or the range it is held to."""
    doubtful = {checks.QUOTA_CONTESTED, checks.QUOTA_UNREADABLE, checks.QUOTA_NOWHERE}
    return [
        finding
        for finding in report.findings
        if finding.rule is checks.QUOTA_YEAR_NOT_LISTED
        or (finding.rule in doubtful and unit in str(finding.words.get("unit") or finding.words.get("units")))
    ]
