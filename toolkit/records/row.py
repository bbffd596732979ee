"""One row read: what could be read, what could not, and what its rules say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

from toolkit.findings import Finding, Place, Problem, Severity
from toolkit.findings.grades import graded
from toolkit.records.column import Record, columns_of
from toolkit.records.form import Form, Key
from toolkit.records.kinds import Bad, Context, Kind, Reading
from toolkit.records.kinds.base import Raw

_LONGEST_KNOWN, _MOST_KNOWN = 100, 4096
_TOLD_APART = frozenset({str, int})
"""Types whose values are remembered: one that equals a value of the other is none (True is 1, and 1.0 as well)."""


@dataclass(slots=True)
class Values:
    """The readable values of one row by field, the fields that were not, and what is to be said."""

    values: dict[str, Any]
    bad: set[str]
    problems: list[Problem]


def read_values(record: type[Record], raw: Mapping[str, Raw], context: Context, bad: Iterable[str] = ()) -> Values:
    """Read raw cells into a record's types. `bad` are fields already known to be unreadable."""
    reading, unreadable, refused = Reading(context), set(bad), list[Problem]()
    values, fields = reading.values, _fields(record)
    if not raw.keys() <= fields.keys():
        raise KeyError(*raw.keys() - fields.keys())
    for name, column in fields.items():
        cell = raw.get(name)
        if name in unreadable:
            continue
        if type(cell) in _TOLD_APART and cell in column.known:
            values[name] = column.known[cell]
        elif cell is None and column.optional:
            values[name] = None
        elif problem := column.read(name, cell, reading):
            refused.append(problem)
            unreadable.add(name)
    return Values(values, unreadable, [*refused, *reading.problems])


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as rows are read into it.

    The same few texts and years fill most cells (是, 单位（点）, a name on every sheet): `known` are those that were read without
    a word, where their meaning does not hang on the row; they are read so again.
    """

    kind: Kind
    optional: bool
    known: dict[Raw, object]

    def read(self, name: str, raw: Raw, reading: Reading) -> Problem | None:
        """Read a cell into `reading.values`, or say why it cannot be read."""
        reading.field, told = name, len(reading.problems)
        try:
            value = reading.values[name] = self.kind.read(raw, reading, optional=self.optional)
        except Bad as why:
            reading.retract()
            return Problem(why.rule, name, why.words)
        short = type(raw) is int or (type(raw) is str and len(raw) <= _LONGEST_KNOWN)
        if short and self.kind.timeless and len(reading.problems) == told:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[raw] = value
        return None


@cache
def _known(_kind: Kind, *, optional: bool) -> dict[Raw, object]:
    """What texts and numbers are as such a kind, the same for all columns of it."""
    return {}


@cache
def _fields(record: type[Record]) -> Mapping[str, _Column]:
    ways = ((bound.field, bound.kind, not bound.required) for bound in columns_of(record))
    return {name: _Column(kind, optional, _known(kind, optional=optional)) for name, kind, optional in ways}


def apply_rules(form: Form, read: Values, context: Context) -> list[Problem]:
    """What the form's row rules say; a rule that needs an unreadable cell stays silent."""
    row = SimpleNamespace(**read.values)
    rules = [rule for rule in form.rules if read.bad.isdisjoint(rule.needs)] if read.bad else form.rules
    return [problem for rule in rules for problem in rule.check(row, context)]


@dataclass(slots=True)
class Row:
    """A row of a submission: typed values by field, where each stood, and what was found.

    `held` keeps it out of the master; `raw` is what was typed, as text, by field; `withheld_by` are findings of
    the sheet (a missing column) that hold every row of it; `severity` is what the city set for some codes.
    """

    form: Form
    file: str
    sheet: str
    number: int
    addresses: Mapping[str, str]
    raw: Mapping[str, str]
    values: dict[str, Any]
    bad: set[str]
    findings: list[Finding] = field(default_factory=list)
    withheld_by: list[Finding] = field(default_factory=list)
    severity: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key | None:
        """Its key, or None."""
        return self.form.key(self.values)

    @property
    def held(self) -> bool:
        """Whether an E keeps it out."""
        return bool(self.holding)

    @property
    def holding(self) -> list[Finding]:
        """The findings that keep it out."""
        own = [finding for finding in self.findings if finding.severity is Severity.E and not finding.rule.lets_in]
        return [*self.withheld_by, *own]

    def place(self, name: str | None = None) -> Place:
        """Where a field of it stands; the row alone where the sheet has no such column."""
        column = self.form.column(name) if name else None
        cell = self.addresses.get(name) if name else None
        return Place(self.file, self.sheet, cell, self.number, name, column.header if column else None)

    @property
    def file_name(self) -> str:
        """The file's bare name, which is what the master keeps: it does not depend on anyone's folders."""
        return PurePath(self.file).name

    def report(self, problem: Problem) -> Finding:
        """Turn a problem into a finding in its very cell, and keep it."""
        name = problem.field
        finding = Finding(graded(problem.rule, self.severity), self.place(name), self.raw.get(name or ""), problem.words,
                          self.form.names(self.values))  # fmt: skip
        self.findings.append(finding)
        return finding
