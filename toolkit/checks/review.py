"""三（三）: who is ready to be determined and who lacks what: application, visit, each criterion answered, a conclusion.

The notice gives no scores and no pass mark, so none is invented: 部分符合 is shown, and hinders nobody.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.checks.listed import determined_year, in_order, named
from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import checks
from toolkit.master.claims import contested, overruled
from toolkit.master.state import Entry, Master
from toolkit.policy import Category, Criterion, Settings, notice
from toolkit.records import Key
from toolkit.records.applications import WITHDRAWN


class Readiness(StrEnum):
    """How far an applicant is."""

    READY = "可确定"
    LACKING = "有缺项"
    DEFERRED = "暂缓"
    REFUSED = "不予确定"
    WITHDRAWN = "已撤回"
    DETERMINED = "已确定"


MET, PARTLY, UNMET, UNCHECKED = "符合", "部分符合", "不符合", "未核查"
PROPOSED = "建议确定"


NO_ANSWER = frozenset({None, "不适用"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant of a unit, with what is on record of it as of a date; `entry` names it.

    `pilot` is what came of the application, `disputed` whether two units claim it.
    """

    entry: Entry
    application: Entry | None
    visited_on: date | None
    review: Entry | None
    pilot: Entry | None
    disputed: bool

    def answered(self, *answers: str | None) -> list[str]:
        """The ids of its category's criteria with one of these answers; none where it was not reviewed."""
        values = self.review.values if self.review else {}
        return [c.id for c in _criteria(self.entry) if self.review and values.get(c.id) in answers]

    @property
    def result(self) -> str | None:
        """The city's result, or else the district's opinion."""
        values = self.review.values if self.review else {}
        return values.get("city_result") or values.get("opinion")

    @property
    def withdrawn(self) -> bool:
        """Whether its application was taken back."""
        return self.application is not None and self.application.values.get("status") == WITHDRAWN

    @property
    def missing_stages(self) -> list[str]:
        """The earlier stages of 三 that are not on record."""
        stages = {"走访、指导": self.visited_on, "试点申请": self.application, "综合审定": self.review}
        return [stage for stage, found in stages.items() if found is None]

    @property
    def lacking(self) -> list[str]:
        """What is still missing before it could be determined, in words."""
        status = self.application.values.get("status") if self.application else None
        lacks = {
            "两单位同时申报，待裁定归属": self.disputed,
            "申请材料待补正": status == "待补正",
            **{f"无{stage}记录": True for stage in self.missing_stages},
        }
        if self.review:
            unanswered, unchecked, unmet = self.answered(*NO_ANSWER), self.answered(UNCHECKED), self.answered(UNMET)
            lacks |= {
                f"未评价 {'、'.join(unanswered)}": bool(unanswered), f"未核查 {'、'.join(unchecked)}": bool(unchecked),
                f"不符合 {'、'.join(unmet)}": bool(unmet), "无区级意见": self.result is None,
            }  # fmt: skip
        return [text for text, applies in lacks.items() if applies]

    @property
    def status(self) -> Readiness:
        """How far it is: what was decided goes before what is missing."""
        if self.pilot:
            return Readiness.DETERMINED
        if self.withdrawn:
            return Readiness.WITHDRAWN
        if self.result in {Readiness.REFUSED, Readiness.DEFERRED}:
            return Readiness(str(self.result))
        return Readiness.LACKING if self.lacking else Readiness.READY

    def waits_for(self, settings: Settings) -> str | None:
        """What comes next for one that lacks nothing: the city's result where it determines, then the list."""
        if self.status is not Readiness.READY:
            return None
        decided = self.review is not None and self.review.values.get("city_result") == "确定"
        return "待公布名单" if decided or settings.determination_level == "district" else "待市级结论"

    def to_json(self, settings: Settings) -> dict[str, object]:
        """As programs read it."""
        texts, review = self.entry.texts, self.review.texts if self.review else {}
        return {
            "name": named(self.entry), "uscc": texts.get("uscc"), "category": texts.get("category"), "unit": self.entry.unit,
            "applied_on": self.application.texts.get("applied_on") if self.application else None,
            "visited_on": self.visited_on.isoformat() if self.visited_on else None,
            "reviewed_on": review.get("reviewed_on"), "opinion": review.get("opinion"),
            "city_result": review.get("city_result"), "unmet": self.answered(UNMET), "partly": self.answered(PARTLY),
            "unchecked": self.answered(UNCHECKED, *NO_ANSWER), "lacking": self.lacking, "status": str(self.status),
            "waits_for": self.waits_for(settings),
        }  # fmt: skip


@dataclass(slots=True)
class Reviews:
    """The applicants of a year as of a date, by unit, and what is said of them."""

    year: int
    as_of: date
    applicants: list[Applicant]
    settings: Settings
    findings: list[Finding] = field(default_factory=list)

    def of(self, unit: str) -> Counter[Readiness]:
        """A unit's applicants by how far they are."""
        return Counter(applicant.status for applicant in self.applicants if applicant.entry.unit == unit)

    def to_json(self) -> dict[str, object]:
        """As programs read it."""
        counts = Counter(applicant.status for applicant in self.applicants)
        units = dict.fromkeys(applicant.entry.unit for applicant in self.applicants)
        return {
            "year": self.year, "as_of": self.as_of.isoformat(),
            "units": [{"unit": unit, **{str(status): self.of(unit)[status] for status in Readiness}} for unit in units],
            "applicants": [applicant.to_json(self.settings) for applicant in self.applicants],
            "summary": {str(status): counts[status] for status in Readiness},
            "findings": [finding.to_json() for finding in self.findings],
        }  # fmt: skip


def check_reviews(master: Master, year: int, as_of: date, settings: Settings) -> Reviews:
    """Judge everybody who applied in a year, and whoever applied before it and is still undecided."""
    applicants = [applicant for applicant in _applicants(master, as_of) if _is_of(applicant, year, as_of)]
    reviews = Reviews(year, as_of, applicants, settings)
    reviews.findings += [finding for applicant in applicants for finding in _told_of(master, applicant)]
    return reviews


Records = Mapping[tuple[str, Key], Sequence[Entry]]
"""What is on record of each unit's entities, in time."""


def _by_entity(master: Master, form_id: str, day: str, as_of: date) -> Records:
    """Records by a date, under code and under name: a lead may not have had its code yet."""
    found: dict[tuple[str, Key], list[Entry]] = {}
    known = [entry for entry in master.entries(form_id) if (entry.values.get(day) or as_of) <= as_of]
    for entry in sorted(known, key=lambda entry: entry.values.get(day) or date.min):
        for key in _keys(entry):
            found.setdefault((entry.unit, key), []).append(entry)
    return found


def _keys(entry: Entry) -> list[Key]:
    return [key for key in (entry.entity, entry.named) if key]


def _of(records: Records, entry: Entry) -> Sequence[Entry]:
    return next((records[entry.unit, key] for key in _keys(entry) if (entry.unit, key) in records), ())


def _applicants(master: Master, as_of: date) -> list[Applicant]:
    """Every unit's entities that applied or were reviewed by a date, each with its latest application."""
    applications = _by_entity(master, "applications", "applied_on", as_of)
    reviews = _by_entity(master, "reviews", "reviewed_on", as_of)
    visits = _by_entity(master, "cultivation", "visited_on", as_of)
    pilots = _by_entity(master, "pilots", "determined_on", as_of)
    disputed, elsewhere = contested(master), overruled(master)
    latest = {id(entries[-1]): entries[-1] for entries in applications.values()}
    alone = {id(entries[-1]): entries[-1] for entries in reviews.values() if not _of(applications, entries[-1])}
    return [
        Applicant(
            entry, entry if entry.form.id == "applications" else None,
            next((visit.values.get("visited_on") for visit in reversed(_of(visits, entry))), None),
            next((review for review in reversed(_of(reviews, entry)) if _follows(review, entry)), None),
            next((pilot for pilot in _of(pilots, entry) if _came_of(pilot, entry)), None),
            id(entry) in disputed,
        )
        for entry in in_order((latest | alone).values())
        if id(entry) not in elsewhere
    ]  # fmt: skip


def _asked_on(entry: Entry) -> date:
    return entry.values.get("applied_on") or entry.values.get("reviewed_on") or date.min


def _follows(review: Entry, asked: Entry) -> bool:
    """Whether a review is of this application, not of an earlier one."""
    return (review.values.get("reviewed_on") or date.max) >= _asked_on(asked)


def _came_of(pilot: Entry, asked: Entry) -> bool:
    return (determined_year(pilot) or 0) >= _asked_on(asked).year


def _is_of(applicant: Applicant, year: int, as_of: date) -> bool:
    asked = _asked_on(applicant.entry).year
    undecided = {Readiness.READY, Readiness.LACKING, Readiness.DEFERRED}
    return asked == year or (asked < year == as_of.year and applicant.status in undecided)


def _criteria(entry: Entry) -> Sequence[Criterion]:
    category = entry.values.get("category")
    return notice().criteria_of(category) if isinstance(category, Category) else ()


def _told_of(master: Master, applicant: Applicant) -> Iterator[Finding]:
    def told(rule: Rule, entry: Entry | None, **words: object) -> Finding:
        row = entry or applicant.entry
        place = Place(master.name, row.form.sheet, row=row.row)
        return Finding(rule, place, None, {"unit": row.unit, "name": row.describe(), **words}, row.names)

    status, review = applicant.status, applicant.review
    if applicant.withdrawn and applicant.pilot:
        yield told(checks.PILOT_HAS_WITHDRAWN, applicant.application)
    elif applicant.withdrawn and review:
        yield told(checks.REVIEWED_THEN_WITHDRAWN, review)
    missing = applicant.missing_stages
    if missing and (review or status is Readiness.DETERMINED):
        yield told(checks.STAGES_MISSING, None, stages="、".join(missing))
    if review and status is not Readiness.WITHDRAWN:
        yield from _told_of_review(applicant, review, told)


def _told_of_review(applicant: Applicant, review: Entry, told: Callable[..., Finding]) -> Iterator[Finding]:
    """三（三）: every criterion answered, and a conclusion that goes with the answers."""
    if unanswered := applicant.answered(*NO_ANSWER):
        yield told(checks.CRITERIA_UNANSWERED, review, criteria="、".join(unanswered))
    values = review.values
    doubtful = [f"{word} {'、'.join(ids)}" for word in (UNMET, UNCHECKED) if (ids := applicant.answered(word))]
    if values.get("opinion") == PROPOSED and doubtful:
        yield told(checks.OPINION_AGAINST_ANSWERS, review, opinion=PROPOSED, answers="；".join(doubtful))
    if values.get("city_result") == "确定" and (values.get("opinion") != PROPOSED or applicant.answered(UNMET)):
        opinion = values.get("opinion") or "（空）"
        yield told(checks.RESULT_AGAINST_OPINION, review, opinion=opinion, answers="；".join(doubtful) or "无不符合")
    if applicant.pilot and applicant.result in {Readiness.REFUSED, Readiness.DEFERRED}:
        yield told(checks.DETERMINED_AGAINST_RESULT, applicant.pilot, result=applicant.result)
