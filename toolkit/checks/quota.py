"""四（二）: how many pilots each unit has determined in a year, against what the notice says in principle."""

from dataclasses import dataclass, field
from datetime import date, datetime

from toolkit.checks.listed import determined_year, is_known, not_this_units
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.master.claims import claims
from toolkit.master.ledgers import EXPLANATIONS
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, Range, Settings, Unit, UnitKind, notice
from toolkit.records import Key
from toolkit.records.applications import WITHDRAWN
from toolkit.records.pilots import CITY_LEVEL, COUNTED_ORIGINS

STATUS_WORDS = {"under": "不足", "within": "范围内", "over": "超出", "none": "未规定名额"}
"""A unit's status → what people read, on screen, in the workbook and in letters."""
Identity = tuple[str, Key]
"""Unit and entity: whose matter it is."""


@dataclass(slots=True)
class UnitQuota:
    """One unit's figures for a year; `limits` is None where no quota is stated."""

    unit: Unit
    limits: Range | None
    national: bool
    by_category: dict[Category, int] = field(default_factory=lambda: dict.fromkeys(Category, 0))
    pending: int = 0

    @property
    def determined(self) -> int:
        """Pilots determined, all categories together."""
        return sum(self.by_category.values())

    @property
    def expected(self) -> int:
        """Determined and what may still come: 拟确定 and applications in hand."""
        return self.determined + self.pending

    @property
    def status(self) -> str:
        """under, within, over; none where no quota is stated."""
        if self.limits is None:
            return "none"
        if self.determined < self.limits.least:
            return "under"
        return "over" if self.determined > self.limits.most else "within"

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "unit": self.unit.short,
            "least": self.limits.least if self.limits else None,
            "most": self.limits.most if self.limits else None,
            "national": self.national,
            "determined": self.determined,
            "by_category": {str(category): count for category, count in self.by_category.items()},
            "expected": self.expected,
            "status": self.status,
        }


@dataclass(slots=True)
class QuotaReport:
    """A year's figures as of a date, the 16 districts and Lin-gang always; `counted` are the pilots behind them."""

    year: int
    as_of: date
    units: list[UnitQuota]
    counted: list[Entry]
    findings: list[Finding] = field(default_factory=list)

    @property
    def held(self) -> list[UnitQuota]:
        """The units that are held to a stated range."""
        return [unit for unit in self.units if unit.limits]

    @property
    def limits(self) -> Range:
        """What the stated ranges add up to, city-wide."""
        stated = [unit.limits for unit in self.units if unit.limits]
        return Range(least=sum(limit.least for limit in stated), most=sum(limit.most for limit in stated))

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "year": self.year, "as_of": self.as_of.isoformat(), "units": [unit.to_json() for unit in self.units],
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def check_quota(master: Master, year: int, as_of: date, settings: Settings) -> QuotaReport:
    """Count the 市级 pilots determined in a calendar year, by unit; an exit frees no slot."""
    national = settings.national_units(year)
    units = [
        UnitQuota(unit, settings.quota_of(unit, year), unit.short in national) for unit in notice().quota_units()
    ]
    report = QuotaReport(year, as_of, units, [])
    by_unit = {quota.unit.short: quota for quota in units}
    for entry in determined_in(master, year, as_of):
        _count(report, by_unit, entry)
    for entry in _in_hand(master, year, as_of):
        if quota := _quota_of(by_unit, entry):
            quota.pending += 1
    report.findings += _told_of_the_list(year, settings)
    report.findings += [finding for quota in units for finding in _told_of_unit(quota, report)]
    report.findings += _told_of_city(report)
    report.findings += _told_of_claims(master, year, as_of)
    report.findings += _told_of_gaps(master)
    return report


def determined_in(master: Master, year: int, as_of: date) -> list[Entry]:
    """The pilots that count to a year, each once: not those in dispute, nor those that only moved here."""
    aside = not_this_units(master)
    found: dict[object, Entry] = {}
    for entry in master.entries("pilots"):
        if id(entry) not in aside and counts(entry, year, as_of):
            found.setdefault((entry.unit, entry.key) if entry.key else id(entry), entry)
    return list(found.values())


def counts(entry: Entry, year: int, as_of: date) -> bool:
    """Whether a pilot was determined in that year, by the as-of date, at city level under this programme."""
    values = entry.values
    return (
        values.get("level") == CITY_LEVEL
        and values.get("origin") in COUNTED_ORIGINS
        and values.get("category") is not None
        and determined_year(entry) == year
        and is_known(entry, as_of)
    )


def _count(report: QuotaReport, by_unit: dict[str, UnitQuota], entry: Entry) -> None:
    quota, words = _quota_of(by_unit, entry), {"unit": entry.unit or "（空）", "name": entry.describe()}
    if quota is None:
        report.findings.append(Finding(checks.QUOTA_NOWHERE, words=words, about=entry.names))
        return
    report.counted.append(entry)
    quota.by_category[entry.values["category"]] += 1
    if quota.unit.short != entry.unit:
        report.findings.append(Finding(checks.QUOTA_DIRECT, words={**words, "territory": quota.unit.short}, about=entry.names))


def _quota_of(by_unit: dict[str, UnitQuota], entry: Entry) -> UnitQuota | None:
    """The unit a pilot counts to: its own; a direct unit's counts to the district it lies in."""
    unit = notice().find_unit(entry.unit)
    if unit and unit.kind is UnitKind.DIRECT:
        return by_unit.get(entry.values.get("territory") or "")
    return by_unit.get(entry.unit)


def quota_unit_of(entry: Entry) -> str | None:
    """The short name of the unit a pilot counts to; None where there is none."""
    quota = _quota_of({unit.short: UnitQuota(unit, None, national=False) for unit in notice().quota_units()}, entry)
    return quota.unit.short if quota else None


def explained_units(master: Master, year: int, as_of: date) -> set[str]:
    """Units whose figure for a year the city has explained in 名额说明 by a date."""
    return {
        unit.short
        for line in master.ledger_rows(EXPLANATIONS)
        if (unit := notice().find_unit(str(line.get("报送单位") or "")))
        and str(line.get("年度") or "").strip().removesuffix("度").removesuffix("年").removesuffix(".0") == str(year)
        and str(line.get("超额或不足说明") or "").strip()
        and not _after(line.get("登记日期"), as_of)
    }


def _after(value: object, as_of: date) -> bool:
    return isinstance(value, datetime) and value.date() > as_of


def _in_hand(master: Master, year: int, as_of: date) -> list[Entry]:
    """What may still be determined: open applications, and proposals (拟确定) that came without one.

    An application left open when its year ended is in hand in the year of the as-of date.
    """
    aside = not_this_units(master)
    pilots, reviews = _by_identity(master, "pilots"), _by_identity(master, "reviews")
    asked = {key: entries[0] for key, entries in (reviews | _by_identity(master, "applications")).items()}
    return [
        entry
        for identity, entry in asked.items()
        if (day := _asked_on(entry))
        and day <= as_of
        and (day.year == year or day.year < year == as_of.year)
        and entry.values.get("status") != WITHDRAWN
        and id(entry) not in aside
        and not any(_determines(pilot, day, as_of) for pilot in pilots.get(identity, ()))
        and not any(_closes(review, day, as_of) for review in reviews.get(identity, ()))
    ]


def _by_identity(master: Master, form_id: str) -> dict[Identity, list[Entry]]:
    found: dict[Identity, list[Entry]] = {}
    for entry in master.entries(form_id):
        if key := entry.entity:
            found.setdefault((entry.unit, key), []).append(entry)
    return found


def _asked_on(entry: Entry) -> date | None:
    return entry.values.get("applied_on") or entry.values.get("reviewed_on")


def _determines(pilot: Entry, asked_on: date, as_of: date) -> bool:
    """Whether what was asked for has been determined."""
    return (determined_year(pilot) or 0) >= asked_on.year and is_known(pilot, as_of)


def _closes(review: Entry, asked_on: date, as_of: date) -> bool:
    """Whether what was asked for has been refused or put off."""
    result = review.values.get("city_result") or review.values.get("opinion")
    return result in {"不予确定", "暂缓"} and asked_on <= (review.values.get("reviewed_on") or as_of) <= as_of


def _told_of_unit(quota: UnitQuota, report: QuotaReport) -> list[Finding]:
    limits = quota.limits
    if limits is None or quota.status == "within":
        return []
    words = {
        "unit": quota.unit.short, "year": report.year, "determined": quota.determined, "least": limits.least,
        "most": limits.most, "over": quota.determined - limits.most,
    }  # fmt: skip
    if quota.status == "over":
        return [Finding(checks.QUOTA_OVER, words=words, about=(quota.unit.short,))]
    ended = report.as_of > date(report.year, 12, 31)
    rule = checks.QUOTA_UNDER if ended else checks.QUOTA_UNDER_SO_FAR
    return [Finding(rule, words=words, about=(quota.unit.short,))]


def _told_of_city(report: QuotaReport) -> list[Finding]:
    """A figure to check one's sums by: the notice gives none for the city, only what the ranges add up to."""
    limits, determined = report.limits, sum(unit.determined for unit in report.held)
    ended = report.as_of > date(report.year, 12, 31)
    if determined <= limits.most and (determined >= limits.least or not ended):
        return []
    words = {"year": report.year, "determined": determined, "least": limits.least, "most": limits.most}
    return [Finding(checks.QUOTA_CITY, words=words)]


def _told_of_claims(master: Master, year: int, as_of: date) -> list[Finding]:
    return [
        Finding(
            checks.QUOTA_CONTESTED, words={"name": claim.entries[0].describe(), "units": "、".join(claim.units)},
            about=claim.entries[0].names,
        )
        for claim in claims(master)
        if claim.form.id == "pilots" and any(counts(entry, year, as_of) for entry in claim.entries)
    ]


def _told_of_gaps(master: Master) -> list[Finding]:
    """Pilots of which nobody can say whether they count: what is needed for it cannot be read."""
    told = []
    for entry in master.entries("pilots"):
        values = entry.values
        needed = {name: values.get(name) for name in ("level", "origin", "category")}
        needed["determined_year"] = determined_year(entry)
        lacking = [entry.form.column(name).header for name, value in needed.items() if value is None]
        if lacking and values.get("level") in {None, CITY_LEVEL} and values.get("origin") in {None, *COUNTED_ORIGINS}:
            words = {"unit": entry.unit or "（空）", "name": entry.describe(), "headers": "、".join(lacking)}
            told.append(Finding(checks.QUOTA_UNREADABLE, words=words, about=entry.names))
    return told


def _told_of_the_list(year: int, settings: Settings) -> list[Finding]:
    if year in settings.national_pilots:
        return []
    known = [listed for listed in settings.national_pilots if listed <= year]
    used = max(known) if known else "（无）"
    return [Finding(checks.QUOTA_YEAR_NOT_LISTED, words={"year": year, "used": used})]
