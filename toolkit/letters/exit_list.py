"""公布退出名单通知: who has left the list in a year, made public without the reasons (四（四）)."""

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.checks.listed import answerable, left_on
from toolkit.checks.quota import quota_unit_of
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, broken, by_category, compose, long_date
from toolkit.letters.list_notice import TO
from toolkit.letters.pilots import list_row, listed, pilot_name, unidentified
from toolkit.letters.texts.common import LIST
from toolkit.master.state import Entry, Master
from toolkit.records.entity import entity_key
from toolkit.records.pilots import EXITED

KIND, NAME = "exit-list", "公布退出名单通知"
TAKES = NUMBERED | {"year"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The one notice of a year; refused while it might lack a pilot, or state what is not on record."""
    year, day = request.year or request.as_of.year, min(request.as_of, request.signed_on or request.as_of)
    pilots = answerable(request.master)
    left = [(pilot, gone) for pilot in pilots if (gone := left_on(request.master, pilot)) and gone.year == year]
    effective = [pilot for pilot, gone in left if gone <= day]
    hindrances = [finding for pilot in pilots for finding in _unplaced(request.master, pilot)]
    hindrances += [finding for pilot in effective for finding in _unsaid(request.master, pilot)]
    if not effective:
        hindrances.append(Finding(say.NOBODY_LEFT, words={"year": year, "as_of": day}))
    if hindrances:
        yield Refusal(KIND, f"{year}年退出名单", hindrances)
    else:
        yield _letter(request, year, listed(effective), _ahead(left, day))


def _unplaced(master: Master, pilot: Entry) -> list[Finding]:
    """Who is said to have left, but nobody knows when."""
    if pilot.values.get("state") != EXITED or left_on(master, pilot):
        return []
    return [Finding(say.EXIT_NOT_PLACED, words={"name": pilot.describe(), "lacking": "退出决定日期、生效日期"})]


def _unsaid(master: Master, pilot: Entry) -> list[Finding]:
    """What the list must state or rest on: the decision, who the pilot is, where it counts."""
    told = unidentified(pilot)
    decided = [
        entry for entry in master.entries("tracking")
        if entry.unit == pilot.unit and entity_key(entry.values) == entity_key(pilot.values)
        and entry.values.get("exit_on") and entry.values.get("exit_no")
    ]  # fmt: skip
    lacking = [*(["退出决定日期或文号"] if not decided else []), *(["属地区"] if quota_unit_of(pilot) is None else [])]
    if lacking:
        told.append(Finding(say.EXIT_NOT_PLACED, words={"name": pilot.describe(), "lacking": "、".join(lacking)}))
    return told


def _ahead(left: Sequence[tuple[Entry, date]], day: date) -> list[Finding]:
    """Exits decided that are not effective yet."""
    return [
        Finding(say.EXIT_NOT_EFFECTIVE, words={"name": pilot.describe(), "effective": gone})
        for pilot, gone in left
        if gone > day
    ]


def _letter(request: Request, year: int, pilots: Sequence[Entry], remarks: Sequence[Finding]) -> Letter:
    said: Context = {
        "年度": str(year),
        "合计家数": str(len(pilots)),
        "分类家数": by_category(pilot.values["category"] for pilot in pilots),
        "名单": [_row(request, number, pilot) for number, pilot in enumerate(pilots, start=1)],
        "附件名称": broken(f"{year}年退出{LIST}情况"),
    }
    about = f"关于公布{year}年退出{LIST}情况的通知"
    return compose(
        request, KIND, f"{NAME}-{year}", TO, about, said, document=True, remark="此件公开发布", remarks=remarks
    )


def _row(request: Request, number: int, pilot: Entry) -> dict[str, str]:
    gone = left_on(request.master, pilot)
    return {
        **list_row(number, pilot),
        "名称": pilot_name(pilot),
        "原确定文号": pilot.texts.get("document_no") or "",
        "退出日期": long_date(gone) if gone else "",
    }
