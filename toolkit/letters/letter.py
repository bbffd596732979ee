"""A letter as a value: its facts are decided before any document is filled; so is a refusal."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.checks.workdays import add_workdays, year_is_listed
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.letters.fill import Context
from toolkit.master.state import Master
from toolkit.policy import Category, Settings

NO_NUMBER, NO_DAY = "〔{year}〕　号", "{year}年　月　日"
"""A draft leaves the number and the day open."""
DRAFT_SUFFIX = "-送审稿"
TO_FILL = "（待填）"
"""What a draft says in place of a setting the city has not given yet; a letter that goes out may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """As of when, by which settings a letter is written; number and date as staff gave them."""

    as_of: date
    settings: Settings
    number: str | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Occasion):
    """What a letter is asked for: of which master, for whom."""

    master: Master
    unit: str | None = None
    pilot: str | None = None
    year: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A hindrance set aside for a reason, on record: of which unit's record, in which sheet."""

    unit: str
    sheet: str
    record: str
    hindrance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to be filled. `name` makes its file name, `to` is its addressee.

    `remarks` are for whoever sends it, and not in it.
    """

    kind: str
    name: str
    to: str
    title: str
    context: Context
    number: str | None
    signed_on: date | None
    remarks: Sequence[Finding] = ()
    override: Override | None = None

    @property
    def is_draft(self) -> bool:
        """Whether number or date is still open."""
        return self.number is None or self.signed_on is None

    @property
    def to_fill(self) -> list[str]:
        """The variables that settings have yet to give."""
        return [name for name, value in self.context.items() if value == TO_FILL]

    @property
    def data_hash(self) -> str:
        """Of all that the letter says."""
        return hashlib.sha256(json.dumps(self.context, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A letter that is not written, and why."""

    kind: str
    record: str
    why: Sequence[Finding]

    @property
    def text(self) -> str:
        """Why, and what to do, in one line."""
        return "；".join(f"{finding.message}。{finding.advice}" for finding in self.why)

    def to_json(self) -> dict[str, str]:
        """The contract's shape."""
        return {"kind": self.kind, "record": self.record, "why": self.text}


def long_date(day: date) -> str:
    """2025年12月5日: Arabic numerals, no padding (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def opening(request: Occasion, title: str, to: str, *, document: bool = False) -> dict[str, str]:
    """Head, number, title and addressee; the head of a document (文件格式) ends in 文件 (GB/T 9704 7.2.4)."""
    year = (request.signed_on or request.as_of).year
    issuer = request.settings.issuer
    return {
        "发文机关标志": issuer.name + ("文件" if document else ""),
        "发文字号": request.number or issuer.mark + NO_NUMBER.format(year=year),
        "标题": title,
        "主送": to,
    }


def closing(request: Occasion, copies: str = "", remark: str = "") -> dict[str, str]:
    """Signature, date, remark, copies and imprint, as every letter has them."""
    year = (request.signed_on or request.as_of).year
    day = long_date(request.signed_on) if request.signed_on else NO_DAY.format(year=year)
    issuer = request.settings.issuer
    return {
        "署名": issuer.name, "成文日期": day, "附注": remark, "抄送": copies, "印发机关": issuer.office, "印发日期": day,
    }  # fmt: skip


def reply_term(request: Occasion, working_days: int) -> tuple[date, tuple[Finding, ...]]:
    """The last day of a term that begins the day after the letter's, and whether holidays may be missing in it."""
    start = request.signed_on or request.as_of
    end = add_workdays(start, working_days, request.settings)
    unknown = [year for year in range(start.year, end.year + 1) if not year_is_listed(year, request.settings)]
    return end, tuple(Finding(checks.HOLIDAYS_UNKNOWN, words={"year": year}) for year in unknown)


def contact(request: Occasion) -> dict[str, str]:
    """Whom to ask, for the kinds that say so."""
    issuer = request.settings.issuer
    return {"联系人": issuer.contact or TO_FILL, "联系电话": issuer.phone or TO_FILL}


def by_category(categories: Iterable[Category]) -> str:
    """试点园区1家、试点单位（站）2家; categories without any are left out."""
    counts = Counter(categories)
    return "、".join(f"试点{category}{counts[category]}家" for category in Category if counts[category])
