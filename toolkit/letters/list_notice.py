"""公布名单通知: the pilots of a year, made public (三（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.listed import left_on
from toolkit.checks.quota import QuotaReport, check_quota, explained_units, quota_unit_of
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.fill import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, by_category, compose
from toolkit.letters.pilots import pilot_name
from toolkit.letters.texts.common import LIST
from toolkit.master.state import Entry
from toolkit.policy import Category, notice
from toolkit.records.pilots import EXITED

KIND, NAME = "list-notice", "公布名单通知"
TAKES = NUMBERED | {"year"}
TO = "各区市场监管局，临港新片区市场监管局，市局执法总队、机场分局"
"""As the notice itself is addressed."""


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The one notice of a year; refused while its list might lack a pilot, or hold one too many without a reason."""
    year = request.year or request.as_of.year
    report = check_quota(request.master, year, request.as_of, request.settings)
    pilots = [pilot for pilot in report.counted if not _has_left(request, pilot)]
    hindrances = [*_unsure(report), *_unexplained(request, report)]
    if not pilots:
        hindrances.append(Finding(say.EMPTY_LIST, words={"year": year, "as_of": request.as_of}))
    if hindrances:
        yield Refusal(KIND, f"{year}年名单", hindrances)
    else:
        yield _letter(request, year, _ordered(pilots), _remarks(request, report))


def _has_left(request: Request, pilot: Entry) -> bool:
    left = left_on(request.master, pilot)
    return pilot.values.get("state") == EXITED if left is None else left <= request.as_of


def _unsure(report: QuotaReport) -> list[Finding]:
    """Pilots of which nobody can say whether or where they belong on the list."""
    return [finding for finding in report.findings if finding.rule in {checks.QUOTA_UNREADABLE, checks.QUOTA_NOWHERE}]


def _unexplained(request: Request, report: QuotaReport) -> list[Finding]:
    """Units over the range of 四（二） whose reason is not on record."""
    explained = explained_units(request.master, report.year, request.as_of)
    return [
        Finding(say.OVERRUN_UNEXPLAINED, words={
            "unit": quota.unit.short, "year": report.year, "determined": quota.determined, "most": quota.limits.most,
        })
        for quota in report.units
        if quota.status == "over" and quota.limits and quota.unit.short not in explained
    ]  # fmt: skip


def _remarks(request: Request, report: QuotaReport) -> list[Finding]:
    """Who is not on the list although somebody might look for it there."""
    contested = [finding for finding in report.findings if finding.rule is checks.QUOTA_CONTESTED]
    left = [Finding(say.LEFT_BEFORE_LIST, words={"name": pilot.describe()})
            for pilot in report.counted if _has_left(request, pilot)]  # fmt: skip
    return [*contested, *left]


def _ordered(pilots: Sequence[Entry]) -> list[Entry]:
    """By category, then by district in the order city documents use."""
    categories, units = list(Category), [unit.short for unit in notice().unit]
    return sorted(pilots, key=lambda p: (categories.index(p.values["category"]), units.index(quota_unit_of(p) or "")))


def _letter(request: Request, year: int, pilots: Sequence[Entry], remarks: Sequence[Finding]) -> Letter:
    said: Context = {
        "年度": str(year),
        "合计家数": str(len(pilots)),
        "分类家数": by_category(pilot.values["category"] for pilot in pilots),
        "名单": [_row(number, pilot) for number, pilot in enumerate(pilots, start=1)],
        "附件名称": f"{year}年{LIST}",
    }
    about = f"关于公布{year}年{LIST}的通知"
    return compose(
        request, KIND, f"{NAME}-{year}", TO, about, said, document=True, remark="此件公开发布", remarks=tuple(remarks)
    )


def _row(number: int, pilot: Entry) -> dict[str, str]:
    """What may be public of a pilot: nothing of persons."""
    return {
        "序号": str(number),
        "区": quota_unit_of(pilot) or "",
        "名称": pilot_name(pilot),
        "类别": str(pilot.values["category"]),
    }
