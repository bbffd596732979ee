"""In which line of a TOML file a setting stands: tomllib gives values without places."""

import re
from collections.abc import Sequence

_KEY = r"""(?:"[^"]*"|'[^']*'|[^\s"'=.\[\]#{},]+)"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_SECTION = re.compile(rf"\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(rf"({_DOTTED})\s*=")


def line_of(text: str, keys: Sequence[object]) -> int | None:
    """The number of the line that names a setting, or the nearest table or setting around it; None where none does.

    `keys` lead to it from the outside in: ("policy", "issuer", "name").
    """
    wanted = tuple(map(str, keys))
    section: tuple[str, ...] = ()
    best, deepest = None, 0
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if match := _SECTION.fullmatch(stripped):
            place = section = _names(match[1])
        elif match := _ASSIGNMENT.match(stripped):
            place = (*section, *_names(match[1]))
        else:
            continue
        depth = min(len(place), len(wanted))
        if depth > deepest and place[:depth] == wanted[:depth]:
            best, deepest = number, depth
    return best


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_KEY, dotted))
