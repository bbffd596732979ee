"""What a notice of an intended exit and the decision on it have in common: whose case, which facts, what ground."""

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.checks.standing import ExitCase, exit_case, exit_cases
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import Refusal, Request
from toolkit.letters.pilots import find_pilots
from toolkit.policy import Settings, notice
from toolkit.records.kinds.text import mask_phones_in

_MOVES_OF_T3 = (("注销", "主体已注销"), ("吊销", "主体已被吊销"), ("迁", "已迁出本市"))
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


def facts_of(case: ExitCase) -> list[str]:
    """The facts on record, a paragraph each, without phones."""
    text = mask_phones_in(str(case.tracking.values.get("facts") or "")) if case.tracking else ""
    return [line.strip() for line in text.splitlines() if line.strip()]


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
    values = case.tracking.values if case.tracking else {}
    ground = str(values.get("ground") or "")[:2]
    if ground == "T3":
        said = [text for word, text in _MOVES_OF_T3 if word in str(values.get("facts") or "")]
        return said[0] if said else settings.exit_grounds[ground]
    text = settings.exit_grounds[ground]
    return "存在上述情形，不符合要求" if text == _NOT_SAID else text
