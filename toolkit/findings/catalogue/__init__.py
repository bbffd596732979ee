"""Every code, message and advice there is: one file a subject, one place for each text.

A new file in this folder is part of the catalogue. Codes are never reused; a rule that retires leaves a gap.
"""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from toolkit.findings.finding import Rule


def subjects() -> tuple[ModuleType, ...]:
    """The files of the catalogue, by name."""
    return tuple(import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))


@cache
def rules() -> tuple[Rule, ...]:
    """The whole catalogue, ordered by subject and code."""
    return tuple(
        rule
        for subject in subjects()
        for rule in sorted((r for r in vars(subject).values() if isinstance(r, Rule)), key=lambda r: r.code)
    )


def find(code: str) -> Rule | None:
    """The rule of a code, however it is capitalised."""
    wanted = code.strip().upper()
    return next((rule for rule in rules() if rule.code == wanted), None)
