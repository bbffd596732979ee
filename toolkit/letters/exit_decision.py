"""退出决定: a pilot leaves the list; every step before it is asked of checks/standing (四（四）)."""

from collections.abc import Iterator, Mapping, Sequence

from toolkit.checks.standing import ExitCase, needs_notice
from toolkit.findings import Finding
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.exits import cases_of, facts_of, ground_of, unmet_quotes
from toolkit.letters.letter import NO_DAY, NUMBERED, Letter, Override, Refusal, Request, compose, long_date, one_line
from toolkit.letters.pilots import about_pilot, pilot_name, territory_of, unidentified
from toolkit.letters.register import registered
from toolkit.letters.texts.common import LIST
from toolkit.records.kinds.text import mask_phones_in

KIND, NAME = "exit-decision", "退出决定"
TAKES = NUMBERED | {"unit", "pilot", "reason"}
NOTICE_NAME = "拟退出告知书"


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The decision on the pilot asked for, or on every pilot whose exit is proposed."""
    for case in cases_of(request, KIND):
        if isinstance(case, Refusal):
            yield case
        elif hindrances := [*_hindrances(request, case), *_not_sayable(request, case)]:
            yield Refusal(KIND, case.pilot.describe(), [*hindrances, *case.remarks])
        else:
            yield _letter(request, case)


def _hindrances(request: Request, case: ExitCase) -> list[Finding]:
    """What is in the way: nothing but an open term gives way to a reason, and only where no statement awaits an answer.

    A reason given to answer a statement is none for not waiting.
    """
    stated = case.tracking.values.get("stated") if case.tracking else None
    if not (request.reason and _term_is_open(case)) or stated == "已提出":
        return case.hindrances
    if stated is None:
        return [*case.hindrances, case.told(checks.EXIT_STATEMENT_UNKNOWN, earliest=case.earliest)]
    return [finding for finding in case.hindrances if finding.rule is not checks.EXIT_TERM_OPEN]


def _term_is_open(case: ExitCase) -> bool:
    return any(finding.rule is checks.EXIT_TERM_OPEN for finding in case.hindrances)


def _not_sayable(request: Request, case: ExitCase) -> list[Finding]:
    """What the decision must state and the records do not."""
    if case.tracking is None or _hindrances(request, case):
        return []
    values, words = case.tracking.values, {"name": case.pilot.describe()}
    told = unidentified(case.pilot)
    if not values.get("facts"):
        told.append(Finding(say.NO_FACTS, words=words))
    if _course(request, case) == "不成立" and not (values.get("statement") and request.reason):
        told.append(Finding(say.DEFENCE_NOT_ANSWERED, words=words))
    effective = values.get("effective_on")
    if effective and request.signed_on and effective < request.signed_on:
        told.append(
            Finding(say.EFFECTIVE_BEFORE_SIGNED, words={**words, "effective": effective, "signed": request.signed_on})
        )
    return told


def _course(request: Request, case: ExitCase) -> str:
    """How it came to the decision, in the template's words."""
    values = case.tracking.values if case.tracking else {}
    if case.tracking and not needs_notice(case.tracking, request.settings):
        return "自愿" if str(values.get("ground")).startswith("T4") else "注销"
    stated = str(values.get("stated"))
    if stated == "未提出" and _term_is_open(case):
        return "提前"
    return "不成立" if stated == "已提出" else stated


def _letter(request: Request, case: ExitCase) -> Letter:
    pilot, name = case.pilot, pilot_name(case.pilot)
    district, bureau = territory_of(pilot)
    said: Context = {
        **about_pilot(pilot),
        "区": district,
        "区局": bureau,
        **_facts(request, case),
    }
    return compose(
        request, KIND, f"{NAME}-{name}", pilot.values["name"], f"关于{name}退出{LIST}的决定", said, document=True, copies=bureau,
        keep=(name,), remarks=(*case.remarks, *_about_reason(request, case)), override=_override(request, case),
    )  # fmt: skip


def _override(request: Request, case: ExitCase) -> Override | None:
    if not (request.reason and case.tracking and _term_is_open(case)):
        return None
    told = "；".join(finding.message for finding in case.hindrances)
    entry = case.tracking
    return Override(entry.unit, entry.form.sheet, entry.describe(), told, mask_phones_in(request.reason))


def _about_reason(request: Request, case: ExitCase) -> list[Finding]:
    """What became of the reason given."""
    words = {"name": case.pilot.describe(), "ends_on": case.term_ends_on, "reason": request.reason}
    if request.reason and _term_is_open(case):
        return [Finding(say.TERM_OVERRIDDEN, words=words)]
    unused = request.reason and _course(request, case) != "不成立"
    return [Finding(say.REASON_UNUSED, words=words)] if unused else []


def _facts(request: Request, case: ExitCase) -> dict[str, str | Sequence[Mapping[str, str]]]:
    values = case.tracking.values if case.tracking else {}
    year = (request.signed_on or request.as_of).year
    effective = values.get("effective_on") or request.signed_on
    dates = {"告知日期": values.get("notice_on"), "送达日期": values.get("served_on"), "申辩届满日期": case.term_ends_on}
    return {
        "退出情形": _course(request, case),
        "事实": [*facts_of(case), *_unmet(request, case)],
        "退出事由": ground_of(case, request.settings),
        **{label: long_date(day) if day else "" for label, day in dates.items()},
        "告知文号": _notice_number(request, case),
        "申辩意见": one_line(values.get("statement")),
        "复核意见": one_line(request.reason) if _course(request, case) == "不成立" else "",
        "提前理由": one_line(request.reason) if _term_is_open(case) else "",
        "申请日期": "",
        "注销日期": "",
        "生效日期": long_date(effective) if effective else NO_DAY.format(year=year),
    }


def _unmet(request: Request, case: ExitCase) -> list[dict[str, str]]:
    """The criteria not met, in the notice's words; who leaves or is gone is reproached with none."""
    quotes = [] if _course(request, case) in {"自愿", "注销"} else unmet_quotes(case)
    return [{"内容": f"经跟踪评估，不符合下列建设条件：{'；'.join(quotes)}。"}] if quotes else []


def _notice_number(request: Request, case: ExitCase) -> str:
    """The number under which the notice of the intended exit went out, by 文书登记."""
    known = registered(request.master, request.as_of, request.settings)
    numbers = [line.number for line in known if line.kind == NOTICE_NAME and line.number and line.is_about(case.pilot)]
    return numbers[-1] if numbers else ""
