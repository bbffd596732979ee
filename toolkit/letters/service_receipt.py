"""送达回证: the form that proves how and when a letter was served; signatures are never filled in."""

from collections.abc import Iterator

from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters import exit_decision, exit_notice, rectification_notice, review_result
from toolkit.letters.context import Context
from toolkit.letters.letter import Letter, Refusal, Request, compose, long_date
from toolkit.letters.pilots import find_entities
from toolkit.letters.register import ISSUED, Registered, registered
from toolkit.policy.text import match_key

KIND, NAME = "service-receipt", "送达回证"
TAKES = frozenset({"pilot", "year"})
SERVED = tuple(kind.NAME for kind in (review_result, rectification_notice, exit_notice, exit_decision))
"""Kinds whose service matters."""


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One form for each letter on record that was to be served: on the recipient asked for, or on all of the year."""
    lines = [
        line
        for line in registered(request.master, request.as_of, request.settings)
        if line.status == ISSUED and line.kind in SERVED and line.signed_on and line.signed_on <= request.as_of
        and request.year in {None, line.signed_on.year} and _is_to(request, line)
    ]  # fmt: skip
    if not lines:
        yield Refusal(KIND, request.pilot or "全部", [Finding(say.NOTHING_TO_SERVE, words={"whom": request.pilot or ""})])
    yield from (_form(request, line) for line in lines)


def _is_to(request: Request, line: Registered) -> bool:
    """Whether a letter went to the one asked for: by name, or by the number or code of its pilot."""
    if request.pilot is None or match_key(request.pilot) == match_key(line.to):
        return True
    entities = (*find_entities(request, "pilots"), *find_entities(request, "reviews"))
    return any(line.is_about(entity) for entity in entities)


def _form(request: Request, line: Registered) -> Letter:
    said: Context = {
        "文书名称": line.title,
        "文书文号": line.number,
        "文书日期": long_date(line.signed_on) if line.signed_on else "",
        "受送达人": line.to,
    }
    return compose(request, KIND, f"{NAME}-{line.kind}-{line.to}", line.to, NAME, said, takes=TAKES)
