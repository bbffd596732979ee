"""What a notice of an intended exit and the decision on it have in common: whose case, which facts, what ground."""

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.checks.annual_report import check_reports
from toolkit.checks.grounds import GONE, UNREPORTED
from toolkit.checks.standing import ExitCase, PilotStanding, check_standing, exit_case, exit_cases
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import Refusal, Request, long_date, one_line, paragraphs
from toolkit.letters.pilots import find_pilots
from toolkit.master.state import Entry
from toolkit.policy import Settings, notice
from toolkit.records.kinds.text import mask_phones_in

_MOVES_OF_T3 = (("注销", "主体已注销"), ("吊销", "主体已被吊销"), ("迁", "已迁出本市"))
PASSED = "合格"
_NOT_SAID = "其他"
"""The ground T6 by its default name says nothing that could stand in a sentence."""


def decided_on(request: Request) -> date:
    """The day by which every step must be done: a letter rests on what is known, and on what was by its date."""
    return min(request.as_of, request.signed_on or request.as_of)


def cases_of(request: Request, kind: str) -> Iterator[ExitCase | Refusal]:
    """The case of the pilot asked for, or every case of a proposed exit; a refusal where there is none."""
    day = decided_on(request)
    if request.pilot is not None:
        cases = [exit_case(request.master, pilot, day, request.settings) for pilot in find_pilots(request)]
        missing = Refusal(kind, request.pilot, [Finding(say.NO_SUCH_PILOT, words={"query": request.pilot})])
    else:
        cases = [case for case in exit_cases(request.master, day, request.settings)
                 if request.unit in {None, case.pilot.unit}]  # fmt: skip
        missing = Refusal(kind, request.unit or "全部", [Finding(say.NO_EXIT_PROPOSED)])
    yield from cases
    if not cases:
        yield missing


def facts_of(case: ExitCase) -> list[dict[str, str]]:
    """The facts on record, a row each."""
    return paragraphs(case.tracking.values.get("facts")) if case.tracking else []


def evidence_of(request: Request, case: ExitCase) -> list[str]:
    """On what the facts rest: the evaluations that led here, and what is on record for the ground itself."""
    standing, ground = _standing(request, case), _ground(case)
    tracked = standing.tracked if standing else [case.tracking] if case.tracking else []
    found = [evidence for kept in (standing.grounds if standing else ()) if kept.number == ground for evidence in kept.evidence]
    evaluations = [_evaluation(entry, case.as_of) for entry in tracked if entry.values.get("verdict") != PASSED]
    if ground == UNREPORTED:
        return [*evaluations, *(_missed(request, case, fact.day.year) for fact in found if fact.day)]
    return [*evaluations, *(f"试点名单登记的{one_line(fact.text)}" for fact in found if ground == GONE)]


def other_grounds(request: Request, case: ExitCase) -> list[Finding]:
    """What else on record might be a ground; a letter names none that its facts do not speak of, so its sender is told."""
    standing = _standing(request, case)
    return [
        Finding(say.OTHER_GROUND, words={"name": case.pilot.describe(), "ground": str(kept)})
        for kept in (standing.grounds if standing else ())
        if kept.ripe and kept.number != _ground(case)
    ]


def _standing(request: Request, case: ExitCase) -> PilotStanding | None:
    pilots = check_standing(request.master, case.as_of, request.settings).pilots
    return next((standing for standing in pilots if standing.pilot is case.pilot), None)


def _ground(case: ExitCase) -> str:
    """The number of the ground named."""
    return str(case.tracking.values.get("ground") or "")[:2] if case.tracking else ""


def _evaluation(entry: Entry, as_of: date) -> str:
    """An evaluation on record: whose, of which day, by which means, with which outcome, and what came of it."""
    values, unit = entry.values, notice().find_unit(entry.unit)
    labels = {criterion.id: criterion.label for criterion in notice().criterion}
    told = [f"方式：{'、'.join(values.get('methods') or ())}", f"评估意见：{values.get('verdict')}"]
    if values.get("rectify_by"):
        told.append(f"整改期限：{long_date(values['rectify_by'])}")
    if values.get("rectified"):
        told.append(f"整改结果：{mask_phones_in(one_line(values['rectified']))}")
    elif values.get("rectify_by") and values["rectify_by"] < as_of:
        told.append(f"截至{long_date(as_of)}未登记整改结果")
    if values.get("unmet"):
        told.append(f"不符合：{'、'.join(labels[number] for number in values['unmet'])}")
    return f"{unit.brief if unit else entry.unit}{long_date(values['tracked_on'])}跟踪评估记录（{'；'.join(told)}）"


def _missed(request: Request, case: ExitCase, year: int) -> str:
    """What the register of reports says of a year."""
    reports = check_reports(request.master, year, case.as_of, request.settings).pilots
    status = next((str(report.status) for report in reports if report.pilot is case.pilot), "未报")
    return f"{year}年度情况报送登记（截至{long_date(case.as_of)}：{status}）"


def unmet_quotes(case: ExitCase) -> list[str]:
    """The criteria not met, in the notice's words; where those hold a second criterion, which of them is meant."""
    unmet: Sequence[str] = (case.tracking.values.get("unmet") or ()) if case.tracking else ()
    known = {criterion.id: criterion for criterion in notice().criterion}
    quotes: dict[str, list[str]] = {}
    for criterion in (known[number] for number in unmet):
        own = [] if criterion.text == criterion.quote else [criterion.label]
        quotes.setdefault(criterion.quote, []).extend(own)
    for quote in list(quotes):
        if any(known[number].text == known[number].quote == quote for number in unmet):
            quotes[quote] = []
    return [f"“{quote}”" + (f"（指{'、'.join(labels)}）" if labels else "") for quote, labels in quotes.items()]


def ground_of(case: ExitCase, settings: Settings) -> str:
    """Why, as it follows the pilot's name in a sentence."""
    values, ground = case.tracking.values if case.tracking else {}, _ground(case)
    if ground == GONE:
        said = [text for word, text in _MOVES_OF_T3 if word in str(values.get("facts") or "")]
        return said[0] if said else settings.exit_grounds[ground]
    text = settings.exit_grounds[ground]
    return "存在上述情形，不符合要求" if text == _NOT_SAID else text
