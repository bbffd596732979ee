"""四（四）: what on record might be a ground for an exit, each with its evidence. It gathers; people decide.

The notice names no ground but 不符合要求; which texts T1 to T6 bear is a setting.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.checks.annual_report import OUTSTANDING, judge_receipts, receipts_of, year_in_question
from toolkit.checks.listed import determined_year
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings, notice
from toolkit.records.applications import WITHDRAWN

UNMET, UNREPORTED, GONE, VOLUNTARY = "T1", "T2", "T3", "T4"
_IS_GONE = re.compile("注销|吊销|迁出本市|迁往外省|迁至外省")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact: what, on which day, and where it stands."""

    text: str
    day: date | None
    source: str

    def __str__(self) -> str:
        """As people read it."""
        return f"{self.text}，据{self.source}"

    def to_json(self) -> dict[str, object]:
        """As programs read it."""
        return {"text": self.text, "date": self.day.isoformat() if self.day else None, "source": self.source}


@dataclass(frozen=True, slots=True)
class Ground:
    """A possible ground by its number, with the city's wording, and the evidence for it.

    `ripe` is false while what is missing is only late and still being asked for.
    """

    number: str
    text: str
    evidence: Sequence[Evidence]
    ripe: bool = True

    def __str__(self) -> str:
        """As people read it."""
        return f"{self.number} {self.text}：{'；'.join(map(str, self.evidence))}"


def gather(master: Master, pilot: Entry, tracked: Sequence[Entry], as_of: date, settings: Settings) -> list[Ground]:
    """What on record might be a ground against a pilot as of a date; `tracked` are its evaluations, the latest last."""
    found = {
        UNMET: list(_unmet(master, tracked)),
        UNREPORTED: list(_unreported(master, pilot, as_of)),
        GONE: list(_gone(master, pilot)),
        VOLUNTARY: list(_withdrawn(master, pilot, as_of)),
    }
    return [
        Ground(number, settings.exit_grounds.get(number, ""), evidence, _is_ripe(number, evidence, as_of))
        for number, evidence in found.items()
        if evidence
    ]


def _is_ripe(number: str, evidence: Sequence[Evidence], as_of: date) -> bool:
    """Reports of the year in question still come in, and are asked for; those of the years before are missed."""
    return number != UNREPORTED or any(fact.day and fact.day.year < year_in_question(as_of) for fact in evidence)


def source_of(master: Master, entry: Entry) -> str:
    """Where a record stands: the file it first came in, or else its row in the master."""
    base = master.base.get((entry.form.id, entry.unit, entry.key or ()))
    if base and base.origin:
        return f"{base.origin.file}（{base.origin.batch}）"
    return f"总台账“{entry.form.sheet}”" + (f"第 {entry.row} 行" if entry.row else "")


def _unmet(master: Master, tracked: Sequence[Entry]) -> Iterator[Evidence]:
    """Criteria the latest evaluation found unmet; a later 合格 settles an earlier finding."""
    latest = tracked[-1] if tracked else None
    if latest and latest.values.get("unmet") and latest.values.get("verdict") != "合格":
        labels = {criterion.id: criterion.header for criterion in notice().criterion}
        unmet = "、".join(labels[number] for number in latest.values["unmet"])
        day = latest.values["tracked_on"]
        yield Evidence(f"{day} 跟踪评估不符合 {unmet}", day, source_of(master, latest))


def _unreported(master: Master, pilot: Entry, as_of: date) -> Iterator[Evidence]:
    """Years whose report was due and is not in at both bureaus."""
    since = determined_year(pilot)
    reports = master.of_entity("annual_reports", pilot.entity)
    for year in range(max(since or as_of.year, notice().first_year), as_of.year + 1):
        deadline = notice().due_date(year)
        own = [entry for entry in reports if entry.values.get("report_year") == year]
        received = receipts_of(pilot, own, as_of)
        status, _ = judge_receipts(received.at_city, received.district, deadline, as_of)
        if as_of > deadline and status in OUTSTANDING:
            source = source_of(master, own[0]) if own else "总台账“年度情况报送”（无该年度记录）"
            yield Evidence(f"{year}年度情况{status}（截止 {deadline}，截至 {as_of}）", deadline, source)


def _gone(master: Master, pilot: Entry) -> Iterator[Evidence]:
    note = str(pilot.values.get("change_note") or "")
    if _IS_GONE.search(note):
        yield Evidence(f"变更说明：{note}", None, source_of(master, pilot))


def _withdrawn(master: Master, pilot: Entry, as_of: date) -> Iterator[Evidence]:
    """An application withdrawn after the pilot had been determined means that it no longer wants to be one."""
    since = pilot.values.get("determined_on")
    for entry in master.of_entity("applications", pilot.entity):
        day = entry.values.get("status_on")
        if entry.unit == pilot.unit and entry.values.get("status") == WITHDRAWN and since and day and since <= day <= as_of:
            yield Evidence(f"{day} 撤回申请（{entry.values.get('status_note') or '未写说明'}）", day, source_of(master, entry))
