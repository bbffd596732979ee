"""四（二）: how many pilots each unit has determined in a year, against what the notice says in principle."""

from dataclasses import dataclass, field
from datetime import date

from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.master.claims import claims, contested
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, Range, Settings, Unit, UnitKind, notice
from toolkit.records.entity import entity_key
from toolkit.records.pilots import CITY_LEVEL

COUNTED_ORIGINS = frozenset({"新确定", "重新纳入"})
"""历史示范 pilots were determined under an earlier programme and count in no year."""


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
    """A year's figures as of a date, the 16 districts and Lin-gang always."""

    year: int
    as_of: date
    units: list[UnitQuota]
    findings: list[Finding] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "year": self.year, "as_of": self.as_of.isoformat(), "units": [unit.to_json() for unit in self.units],
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def check_quota(master: Master, year: int, as_of: date, settings: Settings) -> QuotaReport:
    """Count the 市级 pilots determined in a calendar year, by unit; an exit frees no slot."""
    law = notice()
    national = settings.national_units(year)
    units = [
        UnitQuota(unit, settings.quota_of(unit, year), unit.short in national) for unit in law.quota_units()
    ]
    report = QuotaReport(year, as_of, units)
    by_unit = {quota.unit.short: quota for quota in units}
    disputed = contested(master)
    for entry in master.entries("pilots"):
        if id(entry) not in disputed and counts(entry, year, as_of):
            _count(report, by_unit, entry)
    _count_pending(master, year, as_of, by_unit, disputed)
    report.findings += _told_of_the_list(year, settings)
    report.findings += [finding for quota in units for finding in _told_of_unit(quota, report)]
    report.findings += _told_of_claims(master)
    return report


def counts(entry: Entry, year: int, as_of: date) -> bool:
    """Whether a pilot was determined in that year, by the as-of date, at city level under this programme."""
    values = entry.values
    determined_on = values.get("determined_on")
    return (
        values.get("level") == CITY_LEVEL
        and values.get("origin") in COUNTED_ORIGINS
        and values.get("determined_year") == year
        and (determined_on is None or determined_on <= as_of)
    )


def _count(report: QuotaReport, by_unit: dict[str, UnitQuota], entry: Entry) -> None:
    quota = _quota_of(by_unit, entry)
    category = entry.values.get("category")
    if quota is None or category is None:
        return
    quota.by_category[category] += 1
    if quota.unit.short != entry.unit:
        words = {"unit": entry.unit, "name": entry.describe(), "territory": quota.unit.short}
        report.findings.append(Finding(checks.QUOTA_DIRECT, words=words))


def _quota_of(by_unit: dict[str, UnitQuota], entry: Entry) -> UnitQuota | None:
    """The unit a pilot counts to: its own; a direct unit's counts to the district it lies in."""
    unit = notice().find_unit(entry.unit)
    if unit and unit.kind is UnitKind.DIRECT:
        return by_unit.get(entry.values.get("territory") or "")
    return by_unit.get(entry.unit)


def _count_pending(
    master: Master, year: int, as_of: date, by_unit: dict[str, UnitQuota], disputed: set[int]
) -> None:
    """Applications of the year neither withdrawn, refused, put off nor determined yet."""
    determined = {
        (entry.unit, entity_key(entry.values))
        for entry in master.entries("pilots")
        if entry.values.get("determined_year") == year
    }
    closed = {
        (entry.unit, entity_key(entry.values))
        for entry in master.entries("reviews")
        if (entry.values.get("city_result") or entry.values.get("opinion")) in {"不予确定", "暂缓"}
    }
    seen: set[object] = set()
    for entry in master.entries("applications"):
        identity = (entry.unit, entity_key(entry.values))
        applied_on = entry.values.get("applied_on")
        open_ = entry.values.get("status") != "已撤回" and applied_on and applied_on.year == year and applied_on <= as_of
        if open_ and id(entry) not in disputed and identity not in determined | closed | seen:
            seen.add(identity)
            if quota := _quota_of(by_unit, entry):
                quota.pending += 1


def _told_of_unit(quota: UnitQuota, report: QuotaReport) -> list[Finding]:
    limits = quota.limits
    if limits is None or quota.status == "within":
        return []
    words = {
        "unit": quota.unit.short, "year": report.year, "determined": quota.determined, "least": limits.least,
        "most": limits.most, "over": quota.determined - limits.most,
    }  # fmt: skip
    if quota.status == "over":
        return [Finding(checks.QUOTA_OVER, words=words)]
    ended = report.as_of > date(report.year, 12, 31)
    return [Finding(checks.QUOTA_UNDER if ended else checks.QUOTA_UNDER_SO_FAR, words=words)]


def _told_of_claims(master: Master) -> list[Finding]:
    return [
        Finding(checks.QUOTA_CONTESTED, words={"name": claim.entries[0].describe(), "units": "、".join(claim.units)})
        for claim in claims(master)
        if claim.form.id == "pilots"
    ]


def _told_of_the_list(year: int, settings: Settings) -> list[Finding]:
    if year in settings.national_pilots:
        return []
    known = [listed for listed in settings.national_pilots if listed <= year]
    used = max(known) if known else "（无）"
    return [Finding(checks.QUOTA_YEAR_NOT_LISTED, words={"year": year, "used": used})]
