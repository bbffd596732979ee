"""限期整改通知书: a pilot is told what to put right, by when, and who looks again (四（四）).

The notice knows no such step; it is practice, its reviewing term a setting.
"""

from collections.abc import Iterator
from datetime import date

from toolkit.checks.listed import answerable, is_known
from toolkit.checks.standing import latest_evaluation
from toolkit.checks.workdays import add_workdays
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, compose, contact, long_date, paragraphs
from toolkit.letters.pilots import about_pilot, find_pilots, pilot_name, quoted, territory_of, unidentified
from toolkit.master.state import Entry
from toolkit.policy import notice
from toolkit.records.pilots import CITY_LEVEL, EXITED

KIND, NAME = "rectification-notice", "限期整改通知书"
TAKES = NUMBERED | {"unit", "pilot"}
RECTIFY = "限期整改"


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The notice to the pilot asked for, or to every pilot whose latest evaluation says 限期整改."""
    day = min(request.as_of, request.signed_on or request.as_of)
    found = find_pilots(request)
    if request.pilot is None:
        answering = {id(pilot) for pilot in answerable(request.master) if is_known(pilot, day)}
        found = [pilot for pilot in found if id(pilot) in answering and _to_rectify(_latest(request, pilot, day))]
    for pilot in found:
        tracking = _latest(request, pilot, day)
        if tracking is None or (why := _why_not(request, pilot, tracking)):
            yield Refusal(KIND, pilot.describe(), why if tracking else _no_rectification(pilot))
        else:
            yield _letter(request, pilot, tracking)
    if not found:
        nobody = Finding(say.NO_SUCH_PILOT, words={"query": request.pilot}) if request.pilot else Finding(say.NOBODY_TO_RECTIFY)
        yield Refusal(KIND, request.pilot or request.unit or "全部", [nobody])


def _latest(request: Request, pilot: Entry, day: date) -> Entry | None:
    return latest_evaluation(request.master, pilot, day) if pilot.values.get("state") != EXITED else None


def _to_rectify(tracking: Entry | None) -> bool:
    return tracking is not None and tracking.values.get("verdict") == RECTIFY


def _no_rectification(pilot: Entry) -> list[Finding]:
    return [Finding(say.NO_RECTIFICATION, words={"name": pilot.describe()})]


def _why_not(request: Request, pilot: Entry, tracking: Entry) -> list[Finding]:
    words, values, day = {"name": pilot.describe()}, tracking.values, request.signed_on or request.as_of
    if pilot.values.get("level") != CITY_LEVEL:
        return [Finding(checks.EXIT_NOT_CITY, words=words)]
    if not _to_rectify(tracking):
        return _no_rectification(pilot)
    if values.get("rectified"):
        return [Finding(say.RECTIFIED, words=words)]
    lacking = [tracking.form.column(name).header for name in ("unmet", "rectify_by", "service") if not values.get(name)]
    if lacking:
        return [Finding(say.RECTIFICATION_UNSAID, words={**words, "headers": "、".join(lacking)})]
    if values["rectify_by"] <= day:
        return [Finding(say.RECTIFICATION_LATE, words={**words, "rectify_by": values["rectify_by"], "day": day})]
    return unidentified(pilot)


def _letter(request: Request, pilot: Entry, tracking: Entry) -> Letter:
    name, values, bureau = pilot_name(pilot), tracking.values, territory_of(pilot)[1]
    by = notice().find_unit(tracking.unit)
    recheck = add_workdays(values["rectify_by"], request.settings.recheck_working_days, request.settings)
    said: Context = {
        **contact(request),
        **about_pilot(pilot),
        "评估日期": long_date(values["tracked_on"]),
        "评估单位": by.brief if by else tracking.unit,
        "评估方式": "、".join(values.get("methods") or ()),
        "事实": [*paragraphs(values["service"]), *paragraphs(values.get("facts"))],
        "不符合条目": quoted(values["unmet"]),
        "整改期限": long_date(values["rectify_by"]),
        "复核期限": long_date(recheck),
        "区局": bureau,
    }
    to, about = pilot.values["name"], f"关于{name}限期整改的通知书"
    return compose(request, KIND, f"{NAME}-{name}", to, about, said, copies=bureau, keep=(name,))
