"""比较: two submissions or two masters, record by record and field by field."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.memory import Texts
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings, notice
from toolkit.records import FORMS, Context, Form, form_of
from toolkit.sheets.read import read_submission

CHANGES = {"added": "新增", "removed": "减少", "changed": "变更"}

Identity = tuple[str, str, tuple[str, ...]]
"""(form id, unit, key)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One record on one side: how people name it, and its fields as canonical text."""

    record: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that differs. `fields` holds (field, old, new), for a record on one side only its filled fields."""

    form: Form
    unit: str
    record: str
    change: str
    fields: tuple[tuple[str, str | None, str | None], ...]

    def to_json(self) -> dict[str, object]:
        """Keys as elsewhere: English, stable."""
        return {
            "sheet": self.form.sheet, "unit": self.unit, "record": self.record, "change": self.change,
            "fields": [
                {"field": name, "header": self.form.column(name).header, "old": old, "new": new}
                for name, old, new in self.fields
            ],
        }  # fmt: skip


def diff_files(old: Path, new: Path, as_of: date, settings: Settings) -> list[Difference]:
    """What differs, by form, unit and record in the order of the notice and of the files.

    Raises:
        Unreadable: one of the files cannot be read, or they are not of the same kind.
    """
    before, after = _records(old, as_of, settings), _records(new, as_of, settings)
    if before[0] != after[0]:
        raise Unreadable(merging.NOT_ALIKE, old=old.name, new=new.name)
    return list(_differences(before[1], after[1]))


def _records(path: Path, as_of: date, settings: Settings) -> tuple[str, dict[Identity, Side]]:
    """("master" or "submission", records)."""
    try:
        master = open_master(read_stored(path), as_of, settings)
    except Unreadable as why:
        if why.rule not in {merging.NOT_A_MASTER, merging.NO_COLUMN}:
            raise
        return "submission", _of_submission(path, as_of, settings)
    sides = {
        (form.id, entry.unit, entry.key or ("?", str(entry.row))): Side(entry.describe(), entry.texts)
        for form in FORMS
        for entry in master.entries(form.id)
    }
    return "master", sides


def _of_submission(path: Path, as_of: date, settings: Settings) -> dict[Identity, Side]:
    submission = read_submission(path, Context(as_of, settings))
    if submission.refused:
        finding = submission.findings[0]
        raise Unreadable(finding.rule, **finding.words)
    unit = submission.unit.short if submission.unit else ""
    sides: dict[Identity, Side] = {}
    for row in submission.all_rows():
        texts: Texts = {
            column.field: row.raw.get(column.field) if column.field in row.bad else column.kind.text(row.values.get(column.field))
            for column in row.form.district_columns
        }
        key = row.key or row.form.fallback_key(row.values) or ("?", str(row.number))
        sides[row.form.id, unit, key] = Side(row.form.describe(row.values), texts)
    return sides


def _differences(before: Mapping[Identity, Side], after: Mapping[Identity, Side]) -> Iterator[Difference]:
    forms = {form.id: position for position, form in enumerate(FORMS)}
    units = {unit.short: position for position, unit in enumerate(notice().unit)}
    together = sorted({**before, **after}, key=lambda key: (forms[key[0]], units.get(key[1], len(units))))
    for identity in together:
        old, new = before.get(identity), after.get(identity)
        fields = tuple(_fields(form_of(identity[0]), old.texts if old else {}, new.texts if new else {}))
        if fields:
            change = "changed" if old and new else "added" if new else "removed"
            side = new or old
            assert side is not None  # noqa: S101 - it stands on one side at least
            yield Difference(form_of(identity[0]), identity[1], side.record, change, fields)


def _fields(form: Form, old: Texts, new: Texts) -> Iterator[tuple[str, str | None, str | None]]:
    for column in form.columns:
        a, b = old.get(column.field), new.get(column.field)
        if a != b:
            yield column.field, a, b


def summary(differences: list[Difference]) -> dict[str, int]:
    """How many records of each change."""
    counts = Counter(difference.change for difference in differences)
    return {change: counts[change] for change in CHANGES}
