"""What came of reviews, and who stands to be determined (三（三）)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from toolkit.checks.listed import determined_year, is_known
from toolkit.master.claims import contested, overruled
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings
from toolkit.records.entity import entity_key

DETERMINED, PUT_OFF, REFUSED = "确定", "暂缓", "不予确定"
_OF_OPINION = {"建议确定": DETERMINED, "暂缓": PUT_OFF, "不予确定": REFUSED}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a review and when; whether it is what the district had proposed."""

    verdict: str
    day: date
    follows_district: bool


def result_of(review: Entry, as_of: date, settings: Settings) -> Result | None:
    """What had been decided of a review by a date: by the city, or by the district where the city leaves it to them."""
    values = review.values
    opinion, reviewed_on = _OF_OPINION.get(values.get("opinion") or ""), values.get("reviewed_on")
    verdict, day = values.get("city_result"), values.get("city_decided_on")
    if verdict is None and settings.determination_level == "district":
        verdict, day = opinion, reviewed_on
    if verdict is None or day is None or day > as_of:
        return None
    return Result(verdict, day, verdict == opinion)


def proposed(master: Master, year: int, as_of: date, settings: Settings) -> Iterator[Entry]:
    """Reviews of a year whose result is 确定, of entities that are on no list yet.

    Withdrawn ones are not, nor those that two units claim.
    """
    aside = contested(master) | overruled(master)
    withdrawn = {_identity(e) for e in master.entries("applications") if e.values.get("status") == "已撤回"}
    disputed = {_identity(e) for form_id in ("applications", "pilots") for e in master.entries(form_id) if id(e) in aside}
    on_list = {
        _identity(pilot)
        for pilot in master.entries("pilots")
        if is_known(pilot, as_of) and (determined_year(pilot) or 0) >= year
    }
    for review in master.entries("reviews"):
        result = result_of(review, as_of, settings)
        decided = result is not None and result.verdict == DETERMINED and result.day.year == year
        if decided and _identity(review)[1] and _identity(review) not in withdrawn | disputed | on_list:
            yield review


def _identity(entry: Entry) -> tuple[str, object]:
    return entry.unit, entity_key(entry.values)
