"""One row read: what could be read, what could not, and what its rules say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

from pydantic import ValidationError

from toolkit.findings import Finding, Place, Problem, Rule, Severity
from toolkit.findings.catalogue import cells
from toolkit.findings.grades import graded
from toolkit.records.column import Record, required_fields
from toolkit.records.form import Form, Key
from toolkit.records.kinds import Context, Reading
from toolkit.records.kinds.base import Raw

PYDANTIC_ERRORS: Mapping[str, Rule] = {"missing": cells.REQUIRED}
"""What pydantic itself can say, in the catalogue's words; an unmapped type is a slip of ours."""


@dataclass(slots=True)
class Values:
    """The readable values of one row by field, the fields that were not, and what is to be said."""

    values: dict[str, Any]
    bad: set[str]
    problems: list[Problem]


def read_values(record: type[Record], raw: Mapping[str, Raw], context: Context, bad: Iterable[str] = ()) -> Values:
    """Read raw cells into a record's types. `bad` are fields already known to be unreadable."""
    reading = Reading(context)
    required = required_fields(record)
    given = {name: value for name, value in raw.items() if value is not None or name in required}
    unreadable = set(bad)
    problems: list[Problem] = []
    try:
        record.model_validate(given, context=reading)
    except ValidationError as error:
        found = [(str(item["loc"][0]), item) for item in error.errors(include_url=False, include_input=False)]
        problems += [_problem(name, item["type"], item.get("ctx", {})) for name, item in found if name not in unreadable]
        unreadable.update(name for name, _ in found)
    values = {name: reading.values.get(name) for name in record.model_fields if name not in unreadable}
    return Values(values, unreadable, [*problems, *reading.problems])


def _problem(name: str, kind: str, context: Mapping[str, Any]) -> Problem:
    if kind == "catalogue":
        return Problem(context["rule"], name, context["words"])
    return Problem(PYDANTIC_ERRORS[kind], name)


def apply_rules(form: Form, read: Values, context: Context) -> list[Problem]:
    """What the form's row rules say; a rule that needs an unreadable cell stays silent."""
    row = SimpleNamespace(**read.values)
    return [
        problem
        for rule in form.rules
        if not read.bad.intersection(rule.needs)
        for problem in rule.check(row, context)
    ]


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
