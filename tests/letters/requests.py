"""Short ways to ask a kind of letter for what it would write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tests.checks.masters import SETTINGS
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter, Refusal, Request
from toolkit.letters.variables import VARIABLES
from toolkit.master.state import Master

Write = Callable[[Request], Iterator[Letter | Refusal]]


def asked(write: Write, master: Master, as_of: date, **other: Any) -> list[Letter | Refusal]:
    request = Request(**{"master": master, "as_of": as_of, "settings": SETTINGS, **other})
    return list(write(request))


def letters(write: Write, master: Master, as_of: date, **other: Any) -> list[Letter]:
    found = asked(write, master, as_of, **other)
    assert [item.text for item in found if isinstance(item, Refusal)] == []
    for item in found:
        assert isinstance(item, Letter)
        assert item.context.keys() >= {variable.name for variable in VARIABLES[item.kind]}
        assert fill(template(item.kind), item.context)
    return [item for item in found if isinstance(item, Letter)]


def letter(write: Write, master: Master, as_of: date, **other: Any) -> Letter:
    (one,) = letters(write, master, as_of, **other)
    return one


def refusal(write: Write, master: Master, as_of: date, **other: Any) -> Refusal:
    (one,) = asked(write, master, as_of, **other)
    assert isinstance(one, Refusal)
    return one


def codes(refused: Refusal) -> list[str]:
    return [finding.code for finding in refused.why]


def rows(written: Letter, name: str) -> Sequence[Mapping[str, str]]:
    found = written.context[name]
    assert not isinstance(found, str)
    return found
