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
from toolkit.letters.context import Context
from toolkit.letters.titles import title_lines
from toolkit.master.state import Master
from toolkit.policy import Category, Settings, notice
from toolkit.records.kinds.text import mask_phones_in

NO_NUMBER, NO_DAY = "〔{year}〕　号", "{year}年　月　日"
"""A draft leaves the number and the day open."""
DRAFT_SUFFIX = "-送审稿"
NUMBERED = frozenset({"number", "date"})
"""The choices of whatever goes out under a number and a date."""
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
    """What a letter is asked for: of which master, for whom; `per_pilot` to each pilot rather than to its unit."""

    master: Master
    unit: str | None = None
    pilot: str | None = None
    year: int | None = None
    reason: str | None = None
    month: tuple[int, int] | None = None
    per_pilot: bool = False


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

    `remarks` are for whoever sends it, and not in it; `takes` tells whether it bears a number and a date.
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
    takes: frozenset[str] = NUMBERED

    @property
    def is_draft(self) -> bool:
        """Whether number or date, where it bears one, is still open."""
        return ("number" in self.takes and self.number is None) or ("date" in self.takes and self.signed_on is None)

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


def compose(
    request: Occasion, kind: str, name: str, to: str, about: str, said: Context, *, document: bool = False,
    copies: str = "", remark: str = "", keep: Sequence[str] = (), takes: frozenset[str] = NUMBERED,
    remarks: Sequence[Finding] = (), override: Override | None = None,
) -> Letter:  # fmt: skip
    """A letter around what its kind says: head, number, title, addressee; signature, date, copies, imprint.

    `about` is the title, 关于… after the bureau's name; `keep` are names that its lines do not cut; the head of a
    `document` (文件格式) ends in 文件 (GB/T 9704 7.2.4).
    """
    title = f"{request.settings.issuer.name}{about}" if about.startswith("关于") else about
    context = {
        **_opening(request, broken(title, keep), to, document=document),
        **_closing(request, "，".join(filter(None, (copies, request.settings.copies.get(kind)))), remark),
        **said,
    }
    return Letter(kind, name, to, title, context, request.number, request.signed_on, remarks, override, takes)


def broken(title: str, keep: Sequence[str] = ()) -> str:
    """A title with its lines broken by sense; `keep` are names that are not cut."""
    return "\n".join(title_lines(title, keep))


def _opening(request: Occasion, title: str, to: str, *, document: bool) -> dict[str, str]:
    year = (request.signed_on or request.as_of).year
    issuer, plan = request.settings.issuer, f"《{notice().plan}》（{notice().number}）"
    return {
        "发文机关标志": issuer.name + ("文件" if document else ""),
        "发文字号": request.number or issuer.mark + NO_NUMBER.format(year=year),
        "标题": title,
        "主送": to,
        "方案": plan,
        "其他依据": "、".join(request.settings.citations),
    }


def _closing(request: Occasion, copies: str, remark: str) -> dict[str, str]:
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


def one_line(text: object) -> str:
    """A remark as part of a sentence: one line, without its full stop and without phones."""
    return mask_phones_in("".join(str(text or "").split())).rstrip("。；;.")


def paragraphs(text: object) -> list[dict[str, str]]:
    """A remark as rows of one paragraph each, ended as sentences, without phones."""
    lines = [line for each in mask_phones_in(str(text or "")).splitlines() if (line := each.strip())]
    return [{"内容": line if line.endswith(_ENDS) else f"{line}。"} for line in lines]


_ENDS = tuple("。！？；：…，、”")


def contact(request: Occasion) -> dict[str, str]:
    """Whom to ask, for the kinds that say so."""
    issuer = request.settings.issuer
    return {"联系人": issuer.contact or TO_FILL, "联系电话": issuer.phone or TO_FILL}


def by_category(categories: Iterable[Category]) -> str:
    """试点园区1家、试点单位（站）2家; categories without any are left out."""
    counts = Counter(categories)
    return "、".join(f"试点{category}{counts[category]}家" for category in Category if counts[category])
