"""Every code, message and advice there is: one file a subject, one place for each text.

Codes are never reused; a rule that retires leaves a gap.
"""

from types import ModuleType

from toolkit.findings.catalogue import cells, files, templates
from toolkit.findings.finding import Rule

SUBJECTS: tuple[ModuleType, ...] = (files, cells, templates)


def rules() -> tuple[Rule, ...]:
    """The whole catalogue, ordered by subject and code."""
    return tuple(
        rule
        for subject in SUBJECTS
        for rule in sorted((r for r in vars(subject).values() if isinstance(r, Rule)), key=lambda r: r.code)
    )


def find(code: str) -> Rule | None:
    """The rule of a code, however it is capitalised."""
    wanted = code.strip().upper()
    return next((rule for rule in rules() if rule.code == wanted), None)
