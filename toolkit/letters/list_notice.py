"""公布名单通知: the pilots of a year, made public (三（三）)."""

from collections.abc import Iterator, Sequence

from toolkit.checks.listed import left_on
from toolkit.checks.quota import QuotaReport, check_quota, explained_units
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, broken, by_category, compose
from toolkit.letters.pilots import list_row, listed
from toolkit.letters.texts.common import LIST
from toolkit.master.state import Entry
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
        yield _letter(request, year, listed(pilots), _remarks(request, report))


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


def _letter(request: Request, year: int, pilots: Sequence[Entry], remarks: Sequence[Finding]) -> Letter:
    said: Context = {
        "年度": str(year),
        "合计家数": str(len(pilots)),
        "分类家数": by_category(pilot.values["category"] for pilot in pilots),
        "名单": [list_row(number, pilot) for number, pilot in enumerate(pilots, start=1)],
        "附件名称": broken(f"{year}年{LIST}"),
    }
    about = f"关于公布{year}年{LIST}的通知"
    return compose(
        request, KIND, f"{NAME}-{year}", TO, about, said, document=True, remark="此件公开发布", remarks=tuple(remarks)
    )
