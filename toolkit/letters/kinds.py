"""The kinds of letters there are: English id, Chinese name, and who decides what each says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toolkit.letters import (
    annual_summary,
    correction_notice,
    exit_decision,
    exit_list,
    exit_notice,
    feedback_reply,
    list_notice,
    monthly_bulletin,
    outcome_digest,
    public_notice,
    quota_reminder,
    rectification_notice,
    report_form,
    report_overdue,
    report_reminder,
    review_result,
    service_receipt,
)
from toolkit.letters.letter import Letter, Refusal, Request


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind. `write` decides its letters and refusals; `takes` are the choices of a request it heeds."""

    id: str
    name: str
    write: Callable[[Request], Iterator[Letter | Refusal]]
    takes: frozenset[str]


LETTER_KINDS: tuple[LetterKind, ...] = tuple(
    LetterKind(module.KIND, module.NAME, module.write, module.TAKES)
    for module in (
        list_notice, report_reminder, report_overdue, correction_notice, review_result, quota_reminder, rectification_notice,
        exit_notice, exit_decision, exit_list, service_receipt, monthly_bulletin, annual_summary, feedback_reply, public_notice, outcome_digest, report_form,
    )
)  # fmt: skip


def find_kind(text: str) -> LetterKind | None:
    """A kind by its id or its Chinese name."""
    return next((kind for kind in LETTER_KINDS if text in {kind.id, kind.name}), None)
