"""Which files of a batch are merged, in which order, and which are not: decided before any row is looked at."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import merging, sheets
from toolkit.master.ledgers import HELD
from toolkit.master.memory import COVER_ID, BaseKey, BaseRecord, Document
from toolkit.master.merge import merge_file, settle_claims
from toolkit.master.plan import FileResult, Plan
from toolkit.master.rulings import apply_rulings
from toolkit.master.state import Master
from toolkit.policy import Settings, notice
from toolkit.records import Cover, columns_of
from toolkit.sheets.submission import Submission

MERGED, SUPPLEMENT = "合并", "补报"
"""What 批次记录 says of a file that was merged, in its batch or after it."""

Month = tuple[int, int]


def batch_month(submissions: Sequence[Submission], as_of: date) -> Month:
    """The month most covers name; the as-of date's where none can be read."""
    return usual_month([(s.year, s.month) for s in submissions if s.year and s.month], (as_of.year, as_of.month))


def usual_month(months: Sequence[Month], otherwise: Month) -> Month:
    """The month named most often, of several the latest; `otherwise` where none is named."""
    counts = Counter(months)
    return max((month for month, count in counts.items() if count == max(counts.values())), default=otherwise)


def plan_merge(
    master: Master, submissions: Sequence[Submission], as_of: date, settings: Settings, *,
    month: Month | None = None, older: bool = False, again: bool = False,
) -> Plan:  # fmt: skip
    """Decide the whole merge. `older` takes files older than what is merged, `again` those merged already."""
    period = month or batch_month(submissions, as_of)
    plan = Plan(f"{period[0]}-{period[1]:02}", as_of, settings, master)
    apply_rulings(plan)
    plan.files = [_result(submission, period) for submission in submissions]
    for result in _in_order(plan.files):
        result.action = "merged"
        _refuse_what_cannot_follow(plan, result, older=older, again=again)
        if result.action == "merged":
            _merge_one(plan, result, period)
    apply_rulings(plan)  # which the files made way for, or the same files would bring about a change the next time
    settle_claims(plan, [result for result in plan.files if result.action == "merged"])
    return plan


def _result(submission: Submission, period: Month) -> FileResult:
    return FileResult(submission, "refused", submission.year or period[0], submission.month or period[1])


def _in_order(results: Sequence[FileResult]) -> list[FileResult]:
    """The files to merge: of each unit and month the latest, units in the notice's order, months ascending."""
    order = {unit.short: position for position, unit in enumerate(notice().unit)}
    readable = [result for result in results if not result.submission.refused]
    chosen = [result for group in _by_unit_and_month(readable) for result in _latest(group)]
    return sorted(chosen, key=lambda result: (order[result.unit], result.version))


def _by_unit_and_month(results: Sequence[FileResult]) -> list[list[FileResult]]:
    groups: defaultdict[tuple[str, int, int], list[FileResult]] = defaultdict(list)
    for result in results:
        groups[result.unit, result.year, result.month].append(result)
    return list(groups.values())


def _latest(group: list[FileResult]) -> list[FileResult]:
    """Of one unit's files of a month the one that counts; equal ones are all refused, by name."""
    unlike: dict[str, FileResult] = {}
    for result in sorted(group, key=lambda result: result.submission.file):
        first = unlike.setdefault(result.submission.sha256, result)
        if first is not result:
            _set_aside(result, "superseded", merging.DUPLICATE_FILE, first)
    ranked = sorted(unlike.values(), key=_rank)
    if len(ranked) > 1 and _rank(ranked[-1]) == _rank(ranked[-2]):
        twins = [result for result in ranked if _rank(result) == _rank(ranked[-1])]
        for result, other in zip(twins, [*twins[1:], twins[0]], strict=True):
            _set_aside(result, "refused", merging.SAME_VERSION_TWICE, other)
        for result in ranked[: -len(twins)]:
            _set_aside(result, "superseded", merging.SUPERSEDED, twins[0])
        return []
    for result in ranked[:-1]:
        _set_aside(result, "superseded", merging.SUPERSEDED, ranked[-1])
    return ranked[-1:]


def _rank(result: FileResult) -> tuple[int, date]:
    return result.submission.revision, result.submission.filled_on or date.min


def _set_aside(result: FileResult, action: str, rule: Rule, other: FileResult) -> None:
    result.action = action
    result.findings.append(Finding(rule, Place(result.submission.file), None, {"other": other.submission.file}))


def _refuse_what_cannot_follow(plan: Plan, result: FileResult, *, older: bool, again: bool) -> None:
    """A file merged already changes nothing; one older than, or a twin of, what is merged is refused."""
    merged = _merged_last(plan.master, result.unit)
    if again or merged is None:
        return
    if merged.sha256 == result.submission.sha256 and not _is_freed(plan.master, result):
        result.action = "unchanged"
        rows = result.submission.all_rows()
        result.tally.read, result.tally.held = len(rows), sum(row.held for row in rows)
        result.tally.unchanged = result.tally.read - result.tally.held
        result.findings.append(Finding(merging.ALREADY_MERGED, Place(result.submission.file)))
    elif _rank_of(result) < merged.rank and not older:
        words = {"unit": result.unit, "merged": _told(merged.rank), "told": _told(_rank_of(result))}
        _refuse(result, merging.OLDER_FILE, words)
    elif _rank_of(result) == merged.rank and merged.sha256 != result.submission.sha256:
        _refuse(result, merging.TWIN_OF_MERGED, {"other": merged.file})


def _is_freed(master: Master, result: FileResult) -> bool:
    """Whether a row that waits in 待补正 is let in by a waiver given since."""
    waived = {
        (row.form.sheet, row.number, finding.code)
        for row in result.submission.all_rows()
        for finding in row.findings
        if finding.waiver
    }
    return any(
        line.get("报送单位") == result.unit and (line.get("工作表"), _whole(line.get("来源行")), line.get("问题代码")) in waived
        for line in (master.ledger_rows(HELD) if waived else ())
    )


def _whole(number: object) -> int | None:
    return int(number) if isinstance(number, int | float) else None


Rank = tuple[int, int, int, str]
"""(year, month, revision, 填报日期), by which a unit's files follow each other."""


@dataclass(frozen=True, slots=True)
class _Merged:
    """The latest file of a unit that is merged, as 底稿 remembers it (批次记录 may be sorted and edited)."""

    rank: Rank
    sha256: str | None
    file: str | None


def _merged_last(master: Master, unit: str) -> _Merged | None:
    covers = [
        _Merged(_rank_in_base(month, record), record.texts.get("sha256"), record.texts.get("file"))
        for (month,), record in master.base.of(COVER_ID, unit).items()
    ]
    return max(covers, key=lambda merged: merged.rank, default=None)


def _rank_in_base(month: str, record: BaseRecord) -> Rank:
    year, number = map(int, month.split("-"))
    return year, number, int(record.texts.get("revision") or 1), record.texts.get("filled_on") or ""


def _rank_of(result: FileResult) -> Rank:
    filled_on = result.submission.filled_on
    return (*result.version, filled_on.isoformat() if filled_on else "")


def _told(rank: Rank) -> str:
    return f"{rank[0]}年{rank[1]}月第{rank[2]}版（填报日期 {rank[3] or '不明'}）"


def _refuse(result: FileResult, rule: Rule, words: Mapping[str, object]) -> None:
    result.action = "refused"
    result.findings.append(Finding(rule, Place(result.submission.file), None, words))


def _merge_one(plan: Plan, result: FileResult, period: Month) -> None:
    if (result.year, result.month) != period:
        words = {"told": f"{result.year}年{result.month}月", "batch": f"{period[0]}年{period[1]}月"}
        result.findings.append(Finding(sheets.OTHER_MONTH, result.submission.place_on_cover("month"), None, words))
    merge_file(plan, result)
    _remember(plan, result)
    result.recorded = True


def _remember(plan: Plan, result: FileResult) -> None:
    """Keep the cover as the unit's latest; after an older file, later ones are no longer what is merged."""
    master, submission = plan.master, result.submission
    for (month,), record in list(master.base.of(COVER_ID, result.unit).items()):
        if _rank_in_base(month, record) > _rank_of(result):
            plan.forgotten.append(master.base.pop((COVER_ID, result.unit, (month,))))
    key = _cover_key(result)
    texts = {c.field: c.kind.text(submission.cover.get(c.field)) for c in columns_of(Cover)}
    texts |= {"sha256": submission.sha256, "file": PurePath(submission.file).name}
    before = master.base.get(key)
    place = (before.row, before.width) if before else ()
    master.base[key] = BaseRecord(result.year, Document(texts), *place)
    plan.bases.append(key)


def _cover_key(result: FileResult) -> BaseKey:
    return COVER_ID, result.unit, (f"{result.year}-{result.month:02}",)


def parse_month(text: str) -> Month | None:
    """2025-12 → (2025, 12); None where it is no month."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    return (int(match[1]), int(match[2])) if match else None
