"""The city's desk for a test: files that units sent, the master they go into, and a clerk who edits it by hand."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.records import factories
from toolkit.findings import Finding
from toolkit.master.layout import new_master
from toolkit.master.ledgers import HEADER_ROW, Ledger
from toolkit.master.reading import load_master
from toolkit.master.state import Entry, Master
from toolkit.policy import load_settings
from toolkit.records import COVER_SHEET, Cover, columns_of, form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.page import write_value
from toolkit.steps.merge import MergeResult, merge_files

SETTINGS = load_settings()
Rows = Sequence[Mapping[str, Raw]]

empty_master = cache(new_master)


def pilot(n: int = 1, /, **changes: Raw) -> dict[str, Raw]:
    """A 市级 site pilot."""
    return factories.row("pilots", factories.SITE, n, **changes)


def lead(n: int = 1, /, **changes: Raw) -> dict[str, Raw]:
    """A visit to a possible site pilot."""
    return factories.row("cultivation", factories.SITE, n, **changes)


def submission(
    unit: str = "浦东新区", *, leave_out: Mapping[str, Sequence[str]] | None = None, cover: Mapping[str, Raw] | None = None,
    **forms: Rows,
) -> bytes:  # fmt: skip
    """A plain workbook: the cover, and the sheets of the forms given; `leave_out` names columns it lacks."""
    book = Workbook()
    first: Any = book.active
    first.title = COVER_SHEET
    given = factories.cover(unit=unit, **(cover or {}))
    for column in columns_of(Cover):
        first.append([column.header, given.get(column.field)])
    for form_id, rows in forms.items():
        form = form_of(form_id)
        columns = [column for column in form.district_columns if column.field not in (leave_out or {}).get(form_id, ())]
        sheet: Any = book.create_sheet(form.sheet)
        sheet.append([column.header for column in columns])
        for number, row in enumerate(rows, start=2):
            for at, bound in enumerate(columns, start=1):
                write_value(sheet, number, at, row.get(bound.field))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Desk:
    """A folder with a master and what was sent."""

    folder: Path
    sent: int = 0
    results: list[MergeResult] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path.write_bytes(empty_master())

    @property
    def path(self) -> Path:
        """The master's file."""
        return self.folder / "总台账.xlsx"

    def file(self, unit: str = "浦东新区", name: str = "", **arguments: Any) -> Path:
        """A file sent by a unit."""
        self.sent += 1
        path = self.folder / (name or f"{self.sent:02}-{unit}.xlsx")
        path.write_bytes(submission(unit, **arguments))
        return path

    def merge(self, *files: Path, as_of: date = factories.AS_OF, **how: Any) -> MergeResult:
        """Merge files."""
        result = merge_files(files, self.path, as_of, SETTINGS, **how)
        self.results.append(result)
        return result

    def receive(self, unit: str = "浦东新区", **arguments: Any) -> MergeResult:
        """Merge one file of a unit."""
        return self.merge(self.file(unit, **arguments))

    @property
    def master(self) -> Master:
        """The master as it is read."""
        return load_master(self.path.read_bytes(), self.path.name, factories.AS_OF, SETTINGS)

    def entries(self, form_id: str, unit: str = "") -> list[Entry]:
        """The records of a form."""
        return [entry for entry in self.master.entries(form_id) if not unit or entry.unit == unit]

    def only(self, form_id: str, unit: str = "") -> Entry:
        """The one record of a form."""
        (entry,) = self.entries(form_id, unit)
        return entry

    def lines(self, ledger: Ledger) -> list[dict[str, Any]]:
        """The filled rows of a bookkeeping sheet."""
        return [dict(line) for line in self.master.ledger_rows(ledger)]

    def type(self, form_id: str, name: str, at: int = 0, /, **values: Any) -> None:
        """A clerk types values over a record of the master, found by the entity's name or its title."""
        table = self.master.tables[form_id]
        found = [entry for entry in table.entries if name in {entry.texts.get("name"), entry.texts.get("title"), entry.texts.get("content")}]
        cells = [SetCell(table.sheet, found[at].row or 0, table.fields[key], value) for key, value in values.items()]
        self.path.write_bytes(edit(self.path.read_bytes(), cells))

    def by_hand(self, change: Callable[[Any], None]) -> None:
        """A clerk works in the master as in any workbook."""
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)


def column(sheet: Any, header: str) -> int:
    """Where a header stands in a sheet of the master."""
    return [cell.value for cell in sheet[HEADER_ROW]].index(header) + 1


def tally(result: MergeResult, at: int = 0) -> tuple[int, int, int, int, int]:
    """Rows in, added, changed, unchanged, held of one file."""
    counted = result.plan.files[at].tally
    return counted.read, counted.added, counted.changed, counted.unchanged, counted.held


def codes(result: MergeResult) -> list[str]:
    """What the merge itself said of the files (not what reading them did)."""
    return [finding.code for file in result.plan.files for finding in file.findings]


def said(result: MergeResult, code: str) -> Finding:
    """The one finding of a code."""
    (finding,) = [finding for finding in result.findings if finding.code == code]
    return finding
