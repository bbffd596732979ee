"""公示: who is about to be determined, so that anybody may object before the list is made public.

The notice knows no such step; it is practice, its term a setting.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from toolkit.checks.quota import check_quota, explained_units, quota_unit_of
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import (
    TO_FILL,
    Letter,
    Refusal,
    Request,
    broken,
    by_category,
    compose,
    contact,
    long_date,
    reply_term,
)
from toolkit.letters.pilots import list_row, listed
from toolkit.letters.proposals import proposed
from toolkit.letters.texts.common import LIST
from toolkit.master.state import Entry

KIND, NAME = "public-notice", "公示"
TAKES = frozenset({"date", "year"})


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The one notice of a year."""
    year = request.year or request.as_of.year
    entries = list(proposed(request.master, year, request.as_of, request.settings))
    if not entries:
        yield Refusal(KIND, f"{year}年公示", [Finding(say.NOBODY_PROPOSED, words={"year": year, "as_of": request.as_of})])
    else:
        yield _letter(request, year, listed(entries))


def _letter(request: Request, year: int, entries: Sequence[Entry]) -> Letter:
    days, start = request.settings.public_notice_working_days, (request.signed_on or request.as_of) + timedelta(days=1)
    end, remarks = reply_term(request, days)
    said: Context = {
        **contact(request),
        "年度": str(year),
        "合计家数": str(len(entries)),
        "分类家数": by_category(entry.values["category"] for entry in entries),
        "公示期": f"{days}个工作日",
        "公示开始": long_date(start),
        "公示结束": long_date(end),
        "提交地址": request.settings.issuer.address or TO_FILL,
        "名单": [list_row(number, entry) for number, entry in enumerate(entries, start=1)],
        "附件名称": broken(f"{year}年拟确定{LIST}"),
    }
    about = f"关于{year}年拟确定{LIST}的公示"
    remarks = (*remarks, *_overruns(request, year, entries))
    return compose(request, KIND, f"{NAME}-{year}", "社会公众", about, said, remark="此件公开发布", takes=TAKES, remarks=remarks)


def _overruns(request: Request, year: int, entries: Sequence[Entry]) -> list[Finding]:
    """Districts that the list would carry over their range: the list itself will want a reason."""
    explained, more = explained_units(request.master, year, request.as_of), Counter(map(quota_unit_of, entries))
    found = []
    for quota in check_quota(request.master, year, request.as_of, request.settings).units:
        short, expected = quota.unit.short, quota.determined + more[quota.unit.short]
        if quota.limits and more[short] and expected > quota.limits.most and short not in explained:
            words = {"unit": short, "year": year, "expected": expected, "most": quota.limits.most}
            found.append(Finding(say.OVERRUN_AHEAD, words=words))
    return found
