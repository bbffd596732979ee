"""综合审定结果告知书: an applicant is told what came of its application, and why (三（三）)."""

from collections.abc import Iterator
from datetime import date

from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, compose, contact, long_date, one_line
from toolkit.letters.pilots import find_entities, pilot_name, quoted, territory_of
from toolkit.letters.proposals import DETERMINED, Result, result_of
from toolkit.master.state import Entry
from toolkit.policy import notice
from toolkit.records.entity import entity_key

KIND, NAME = "review-result", "综合审定结果告知书"
TAKES = NUMBERED | {"unit", "pilot", "year", "reason"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The result to the applicant asked for, or to every one of whom the year's result is on record."""
    if request.reason and not request.pilot:
        yield Refusal(KIND, request.unit or "全部", [Finding(say.REASON_FOR_SEVERAL)])
        return
    reviews = find_entities(request, "reviews")
    if request.pilot and not reviews:
        yield Refusal(KIND, request.pilot, [Finding(say.NO_SUCH_APPLICANT, words={"query": request.pilot})])
    for review in reviews:
        result = result_of(review, request.as_of, request.settings)
        if _is_asked_for(request, result):
            why = _why_not(request, review, result)
            yield Refusal(KIND, review.describe(), why) if why or not result else _letter(request, review, result)


def _is_asked_for(request: Request, result: Result | None) -> bool:
    """One named is answered for whatever its year; of the rest those decided in the year."""
    if request.pilot and request.year is None:
        return True
    return result is not None and result.day.year == (request.year or request.as_of.year)


def _why_not(request: Request, review: Entry, result: Result | None) -> list[Finding]:
    words = {"name": review.describe(), "as_of": request.as_of}
    if (application := _application(request, review)) and application.values.get("status") == "已撤回":
        return [Finding(say.APPLICATION_WITHDRAWN, words=words)]
    if result is None:
        return [Finding(say.NOT_DECIDED, words=words)]
    if result.verdict != DETERMINED and not _reason(request, review, result):
        return [Finding(say.NO_REASON_FOR_RESULT, words={**words, "result": result.verdict})]
    return []


def _reason(request: Request, review: Entry, result: Result) -> str:
    """Why: the city's own word, or the district's where the city followed it."""
    told = review.values.get("reason") if result.follows_district else None
    return one_line(request.reason or told)


def _application(request: Request, review: Entry) -> Entry | None:
    key = entity_key(review.values)
    own = (e for e in request.master.entries("applications") if e.unit == review.unit and entity_key(e.values) == key)
    return next((entry for entry in own if key), None)


def _letter(request: Request, review: Entry, result: Result) -> Letter:
    name, to, values = pilot_name(review), review.values["name"], review.values
    application = _application(request, review)
    applied_on: date | None = application.values.get("applied_on") if application else None
    said: Context = {
        **contact(request),
        "单位名称": name,
        "类别": str(values["category"]),
        "申请日期": long_date(applied_on) if applied_on else "",
        "审定日期": long_date(result.day),
        "审定方式": "、".join(values.get("methods") or ()),
        "审定结果": result.verdict,
        "审定理由": "" if result.verdict == DETERMINED else _reason(request, review, result),
        "不符合条目": quoted(_answered(review, "不符合")),
        "部分符合条目": quoted(_answered(review, "部分符合")),
        "确定文号": _number(request, review) if result.verdict == DETERMINED else "",
        "区局": territory_of(review)[1],
    }
    about = f"关于{name}商业秘密保护创新试点综合审定结果的告知书"
    return compose(
        request, KIND, f"{NAME}-{name}", to, about, said, copies=territory_of(review)[1], keep=(name,)
    )


def _answered(review: Entry, answer: str) -> list[str]:
    """The criteria of the category that were answered so."""
    return [c.id for c in notice().criteria_of(review.values["category"]) if review.values.get(c.id) == answer]


def _number(request: Request, review: Entry) -> str:
    """By what the list was made public that holds the applicant, if it has been."""
    key = entity_key(review.values)
    pilots = [p for p in request.master.entries("pilots") if key and p.unit == review.unit and entity_key(p.values) == key]
    known = [p for p in pilots if (p.values.get("determined_on") or date.max) <= request.as_of]
    return max(known, key=lambda p: p.values["determined_on"]).texts.get("document_no") or "" if known else ""
