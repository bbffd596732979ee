"""What a month's merge costs: seventeen units into masters of 600, 5,000 and 30,000 rows, against openpyxl.

python benchmarks/merge_speed.py [ROWS …]

CPU of the whole merge (reading the files and the master, deciding, editing, the watch sheets; start-up apart) as a
ratio of openpyxl's load and save of the same master, in one run of one process.
"""

import io
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook

from tests.records.factories import SITE, credit_code, row
from toolkit.master.layout import new_master
from toolkit.policy import load_settings, notice
from toolkit.records import form_of
from toolkit.sheets.blank import blank_workbook
from toolkit.steps.merge import merge_files

AS_OF, SETTINGS = date(2025, 12, 8), load_settings()
NEW_ROWS = 10
"""Rows a unit sends beyond what it sent before."""


def pilot(number: int) -> dict[str, Any]:
    """A valid pilot of its own."""
    code = credit_code(number)
    return {**row("pilots", SITE, 1), "name": f"上海样例第{number}有限公司", "uscc": code, "pilot_id": None}


def submission(unit: str, numbers: range, revision: int) -> bytes:
    """A unit's workbook with these pilots."""
    book: Any = load_workbook(io.BytesIO(blank_workbook(notice().unit_named(unit), 2025)))
    cover = {"报送月份": 12, "版本号": revision, "填报人": "张样", "联系电话": "021-12345678", "审核人": "李样",
             "填报日期": date(2025, 12, 5)}  # fmt: skip
    for line in book["填报信息"].iter_rows(min_row=3, max_col=2):
        if line[0].value in cover:
            line[1].value = cover[str(line[0].value)]
    sheet, form = book["试点名单"], form_of("pilots")
    headers = {cell.value: cell.column for cell in sheet[3]}
    for at, number in enumerate(numbers, start=4):
        for field, value in pilot(number).items():
            sheet.cell(at, headers[form.column(field).header]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def measure(rows: int) -> None:
    """One size: fill a master, then merge seventeen units' next files."""
    units = [unit.short for unit in notice().quota_units()]
    each = rows // len(units)
    with TemporaryDirectory() as name:
        folder = Path(name)
        master = folder / "总台账.xlsx"
        master.write_bytes(new_master())
        for index, unit in enumerate(units):
            start = index * (each + NEW_ROWS)
            (folder / f"前-{unit}.xlsx").write_bytes(submission(unit, range(start, start + each), 1))
            (folder / f"后-{unit}.xlsx").write_bytes(submission(unit, range(start, start + each + NEW_ROWS), 2))
        merge_files(sorted(folder.glob("前-*.xlsx")), master, AS_OF, SETTINGS)
        started = time.process_time()
        result = merge_files(sorted(folder.glob("后-*.xlsx")), master, AS_OF, SETTINGS)
        ours = time.process_time() - started
        started = time.process_time()
        load_workbook(master).save(folder / "peer.xlsx")
        theirs = time.process_time() - started
        added = sum(file.tally.added for file in result.plan.files)
        print(f"{rows:>6} 行：合并 {ours:.2f} s，openpyxl 载入并保存 {theirs:.2f} s，比 {ours / theirs:.2f}（新增 {added} 行）")


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ("600", "5000", "30000")):
        measure(size)
