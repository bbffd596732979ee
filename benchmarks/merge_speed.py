"""What a month's merge costs, as ratios within one run: `python -m benchmarks.merge_speed [--resend] [ROWS …]`.

The workload: seventeen units mail their December workbook into a master of 600, 5,000 and 30,000 rows. A
workbook is cumulative within its year: some 60 rows in the proportions of the shipped December (all of the
unit's where the master holds fewer; older ones were last sent a year before), and the pilots of the four years
before, which every workbook lists; of these rows 5 are new and 3 changed. `--resend` has every unit mail all it ever sent again, which no unit does.

CPU of the whole merge, start-up apart, against openpyxl's load and save of the same master; the edit alone
against inflating and deflating the parts it changes; the peak of memory of each in a process of its own.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.edit_speed import cpu, floor, load_and_save, touched_parts
from tests.records.factories import SITE, context, cover, credit_code, row
from toolkit.master import store
from toolkit.master.layout import new_master
from toolkit.policy import load_settings, notice
from toolkit.records import Cover, Form, form_of
from toolkit.records.row import read_values
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.edit.package import LEVEL
from toolkit.steps.merge import merge_files

YEAR = 2026
A_MILLION = 1_000_000
"""Made-up codes differ below it."""
AS_OF, A_YEAR_AGO, SETTINGS = date(YEAR, 12, 8), date(YEAR - 1, 12, 8), load_settings()
MIX = (
    *("cultivation",) * 4, *("applications",) * 4, *("reviews",) * 4, *("pilots",) * 3, *("annual_reports",) * 3,
    "tracking", "activities",
)  # fmt: skip
A_YEAR = 60
"""Rows of a unit's workbook of one year."""
STAY = 5
"""Years a pilot stays one."""
NEW, CHANGED = 5, 3
"""Rows of each file that are new, and that differ from what was sent before."""
REMARK = ("change_note", "situation", "strengths", "reason", "summary", "service", "note")

Typed = dict[str, Any]


def line(unit: int, number: int, last: int, *, changed: bool) -> tuple[Form, Typed]:
    """The number-th row a unit ever wrote, `last` being its newest: always the same but for what is `changed`."""
    form_id, years = MIX[number % len(MIX)], (last - number) // A_YEAR
    form = form_of(form_id)
    entity = 10_000 * unit + 4 * (number // len(MIX)) + MIX[: number % len(MIX)].count(form_id)
    determined, code = max(YEAR - years, 2016), credit_code(entity % A_MILLION, region=f"{310100 + entity // A_MILLION}")
    raw = {**row(form_id, SITE, entity), "title": f"商业秘密保护培训第{number}期", "name": f"上海样例{entity}号科技有限公司",
           "uscc": code, "determined_year": determined, "determined_on": f"{determined}-09-01",
           "document_no": f"沪市监价竞〔{determined}〕1号", "state": "试点中" if years < STAY else "已退出",
           "territory": "浦东新区"}  # fmt: skip
    if changed:
        raw |= dict.fromkeys(REMARK, f"样例说明{number}")
    return form, read_values(form.record, {name: raw.get(name) for name in form.record.model_fields}, context(unit=None)).values


def workbook(unit: int, numbers: Sequence[int], last: int, revision: int, changed: int = 0, year: int = YEAR) -> bytes:
    """A unit's workbook of these rows."""
    said = cover(revision=revision, year=year, filled_on=f"{year}-12-05")
    rows: dict[str, list[Typed]] = {"cover": [read_values(Cover, said, context(unit=None, filled_on=None)).values]}
    for place, number in enumerate(numbers):
        form, values = line(unit, number, last, changed=place >= len(numbers) - NEW - changed and place < len(numbers) - NEW)
        rows.setdefault(form.id, []).append(values)
    return blank_workbook(notice().unit[unit], year, rows)


@dataclass(frozen=True)
class Desk:
    """A master of so many rows, and what the units mail next."""

    folder: Path

    @property
    def master(self) -> Path:
        return self.folder / "总台账.xlsx"

    @property
    def mail(self) -> Path:
        return self.folder / "来件"

    def fill(self, rows: int, *, resend: bool) -> None:
        """Make both."""
        units = range(len(notice().quota_units()))
        each, earlier, before = rows // len(units), self.folder / "往年", self.folder / "本年"
        for folder in (earlier, before, self.mail):
            folder.mkdir()
        self.master.write_bytes(new_master())
        for unit in units:
            last = each + NEW - 1
            this_year = range(max(each - A_YEAR, 0), each)
            (earlier / f"{unit}.xlsx").write_bytes(workbook(unit, range(this_year.start), last, 1, year=YEAR - 1))
            (before / f"{unit}.xlsx").write_bytes(workbook(unit, this_year, last, 1))
            sent = [n for n in range(each) if resend or n in this_year or (_is_pilot(n) and n > last - STAY * A_YEAR)]
            (self.mail / f"{unit}.xlsx").write_bytes(workbook(unit, [*sent, *range(each, last + 1)], last, 2, CHANGED))
        for folder, as_of in ((earlier, A_YEAR_AGO), (before, AS_OF)):
            merge_files([folder], self.master, as_of, SETTINGS)


def _is_pilot(number: int) -> bool:
    return MIX[number % len(MIX)] == "pilots"


def measure(rows: int, *, resend: bool) -> None:
    """One size, one line."""
    with TemporaryDirectory() as name:
        desk = Desk(Path(name))
        desk.fill(rows, resend=resend)
        data = desk.master.read_bytes()
        ours, read, cells = _merge(desk)
        after, rounds = desk.master.read_bytes(), 3 if rows < 10_000 else 1
        for _ in range(rounds - 1):
            desk.master.write_bytes(data)
            ours = min(ours, _merge(desk)[0])
        floors = [partial(floor, data, touched_parts(data, after), level) for level in (6, LEVEL)]
        edits, least, same, theirs = cpu(partial(edit, data, cells), *floors, partial(load_and_save, data), times=rounds)
        desk.master.write_bytes(data)
        peaks = [_peak(*arguments, str(desk.folder)) for arguments in (("-c", _OURS), ("-c", _THEIRS))]
    print(
        f"{rows:>6} rows, {read} mailed: merge {ours:.2f} s = {ours / theirs:.2f} × openpyxl ({theirs:.2f} s), "
        f"{1e3 * ours / rows:.2f} ms a row; edit {edits:.3f} s = {edits / least:.2f} × floor, {edits / same:.2f} × at level {LEVEL}; "
        f"memory {peaks[0]:.0f} MB = {peaks[0] / peaks[1]:.2f} × openpyxl"
    )


def _merge(desk: Desk) -> tuple[float, int, list[SetCell]]:
    """CPU seconds of the merge, the rows it read and the cells it wrote."""
    written: list[SetCell] = []
    kept = store.edit

    def noting(data: bytes, cells: Sequence[SetCell]) -> bytes:
        written.extend(cells)
        return kept(data, cells)

    store.edit = noting  # type: ignore[assignment]
    started = time.process_time()
    result = merge_files([desk.mail], desk.master, AS_OF, SETTINGS)
    spent = time.process_time() - started
    store.edit = kept
    tallies = [file.tally for file in result.plan.files]
    if {(tally.added, tally.changed, tally.held) for tally in tallies} != {(NEW, CHANGED, 0)}:
        raise ValueError(tallies)  # the workload is not what it is called
    return spent, sum(tally.read for tally in tallies), written


_TELL = "from benchmarks.bombs import peak_megabytes; print(peak_megabytes())"
_OURS = (
    "import sys; from benchmarks.merge_speed import *; desk = Desk(Path(sys.argv[1]));"
    f"merge_files([desk.mail], desk.master, AS_OF, SETTINGS); {_TELL}"
)
_THEIRS = (
    "import sys; from benchmarks.merge_speed import *; desk = Desk(Path(sys.argv[1]));"
    f"load_and_save(desk.master.read_bytes()); {_TELL}"
)


def _peak(*arguments: str) -> float:
    """Megabytes at the peak of a process of its own."""
    run = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
    return float(run.stdout.split()[-1])


def main() -> None:
    """One line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[600, 5_000, 30_000])
    parser.add_argument("--resend", action="store_true", help="every unit mails all it ever sent again")
    arguments = parser.parse_args()
    for rows in arguments.rows:
        measure(rows, resend=arguments.resend)


if __name__ == "__main__":
    main()
