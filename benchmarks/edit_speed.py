"""What editing parts in place costs, as multiples of the least any program could do.

The floor inflates and deflates the touched parts at zlib's own level and copies the others; the second one
does so at the level in use here. Every figure of a line is taken in one run on one machine, as CPU time.

    python benchmarks/edit_speed.py [--large]
"""


import argparse
import gc
import io
import math
import resource
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from zipfile import is_zipfile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.edit.package import LEVEL
from toolkit.sheets.grid import Book, address
from toolkit.sheets.mark import mark, unmark
from toolkit.sheets.source import read_bytes

DECEMBER = Path(__file__).parents[1] / "examples/december/收件"
UNITS, COLUMNS = 17, 18
LEAST_TRY, MOST_OFTEN = 0.1, 100
"""CPU seconds of one try of a work, and how often it is done for them at most."""
WRONG = Rule("SPEED-01", Severity.E, "“{value}”不对", "请改正")


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="let openpyxl load and save 30,000 rows too")
    large = parser.parse_args().large
    print("merge: 17 units change 6 cells each and append 2 rows each")
    for rows in (600, 5_000, 30_000):
        data = workbook([("试点名单", rows)])
        changes = merge_changes(rows)
        report(f"{rows:>6} rows", data, partial(edit, data, changes), rows < 30_000 or large)
    print("mark: 20 findings on a ten-sheet workbook")
    for rows in (6, 60, 600):
        data = workbook([(f"表{number}", rows) for number in range(10)])
        found = findings(rows)
        report(f"{rows:>6} rows", data, partial(mark, data, found, date(2025, 12, 20)), with_openpyxl=True)
        marked = mark(data, found)
        report("  taken off", marked, partial(unmark, marked), with_openpyxl=False)
    print("mark: 20 findings on five sheets of a book of the shipped December, one book after the other as a batch is")
    books = [path.read_bytes() for path in sorted(DECEMBER.glob("*.xlsx"))]
    mailed = [(data, of_a_book(read_bytes(data))) for data in books if is_zipfile(io.BytesIO(data))]
    report_batch(mailed)
    print(f"most memory in use: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def report_batch(mailed: list[tuple[bytes, list[Finding]]]) -> None:
    """One line of ratios for all books together."""
    touched = [(data, touched_parts(data, mark(data, found))) for data, found in mailed]
    ours, least, theirs = cpu(
        lambda: [mark(data, found, date(2025, 12, 20)) for data, found in mailed],
        lambda: [floor(data, parts, zlib.Z_DEFAULT_COMPRESSION) for data, parts in touched],
        lambda: [load_and_save(data) for data, _ in mailed],
    )
    print(
        f"{len(mailed)} books: {ours / least:5.2f} × floor, {ours / theirs:6.4f} × openpyxl, {1000 * ours / len(mailed):5.1f} ms a book"
    )


def report(name: str, data: bytes, work: Callable[[], bytes], with_openpyxl: bool) -> None:
    """One line of ratios."""
    after = work()
    touched = touched_parts(data, after)
    floors = [partial(floor, data, touched, level) for level in (zlib.Z_DEFAULT_COMPRESSION, LEVEL)]
    ours, default, same, *theirs = cpu(work, *floors, *([partial(load_and_save, data)] if with_openpyxl else []))
    line = f"{name}: {ours / default:5.2f} × floor, {ours / same:5.2f} × floor at level {LEVEL}"
    line += "".join(f", {ours / one:6.4f} × openpyxl" for one in theirs)
    print(f"{line}, {1000 * ours:7.1f} ms, {len(data) / 1e6:5.2f} → {len(after) / 1e6:5.2f} MB")


def touched_parts(before: bytes, after: bytes) -> dict[str, bytes]:
    """What the parts that differ became."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        known = {one.filename: one.CRC for one in old.infolist()}
        return {one.filename: new.read(one) for one in new.infolist() if known.get(one.filename) != one.CRC}


def floor(before: bytes, touched: dict[str, bytes], level: int) -> int:
    """Inflate the touched parts, deflate what they become, copy all else; the sizes are what is kept of it."""
    with zipfile.ZipFile(io.BytesIO(before)) as old:
        names = set(old.namelist())
        read = [old.read(name) for name in touched if name in names]
    rest = bytearray(before)
    return len(rest) + sum(map(len, read)) + sum(len(zlib.compress(content, level)) for content in touched.values())


def cpu(*works: Callable[[], object], times: int = 5) -> list[float]:
    """The least CPU seconds of each of some works, taken in turn so that a busy machine slows all alike.

    Short work is done several times in a row, or the clock and the caches tell more than it.
    """
    least = [math.inf for _ in works]
    for _ in range(times):
        for number, work in enumerate(works):
            often = max(1, min(MOST_OFTEN, int(LEAST_TRY / least[number])))
            gc.collect()
            start = time.process_time()
            for _ in range(often):
                work()
            least[number] = min(least[number], (time.process_time() - start) / often)
    return least


def load_and_save(data: bytes) -> None:
    """The usual way."""
    openpyxl.load_workbook(io.BytesIO(data)).save(io.BytesIO())


def workbook(sheets: list[tuple[str, int]]) -> bytes:
    """Lists of made-up pilots, as openpyxl writes them."""
    book = openpyxl.Workbook()
    first = book.active
    for number, (name, rows) in enumerate(sheets):
        sheet = first if number == 0 and isinstance(first, Worksheet) else book.create_sheet(name)
        sheet.title = name
        for line in (["名单"], ["说明"], [f"栏目{column}" for column in range(1, COLUMNS + 1)]):
            sheet.append(line)
        for row in range(rows):
            texts = [f"上海样例{row * column % 4999}科技有限公司" for column in range(1, COLUMNS - 3)]
            sheet.append([*texts, row, date(2025, 11, row % 28 + 1), row / 7])
        sheet.auto_filter.ref = f"A3:R{rows + 3}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def merge_changes(rows: int) -> list[SetCell]:
    """Six changed cells and two new rows of each unit."""
    changes = []
    for unit in range(UNITS):
        row = 4 + unit * (rows // UNITS)
        changes += [SetCell("试点名单", row, column, f"改{unit}-{column}") for column in range(2, 8)]
        for new in (rows + 4 + 2 * unit, rows + 5 + 2 * unit):
            changes += [SetCell("试点名单", new, column, f"新{unit}") for column in range(1, COLUMNS)]
            changes.append(SetCell("试点名单", new, COLUMNS, date(2025, 12, 1)))
    return changes


def findings(rows: int) -> list[Finding]:
    """Twenty faults on the first five sheets."""
    places = [(f"表{number % 5}", 5 + number * rows // 25, number % 6) for number in range(20)]
    return [
        Finding(WRONG, Place("a.xlsx", sheet, f"{'BCDEFG'[column]}{row}", row, None, f"栏目{column + 2}"), "x", {"value": "x"})
        for sheet, row, column in places
    ]


def of_a_book(book: Book) -> list[Finding]:
    """Four faults on each of its first five lists."""
    found = []
    for sheet in [sheet for sheet in book.sheets if 4 in sheet.rows and 3 in sheet.rows][1:6]:
        filled = [(row, column) for row, cells in sheet.rows.items() if row >= 4 for column in cells if column in sheet.rows[3]]
        for row, column in (filled * 4)[:: max(1, len(filled) // 4 + 1)][:4]:
            place = Place("a.xlsx", sheet.name, address(row, column), row, None, str(sheet.rows[3][column].value))
            found.append(Finding(WRONG, place, "x", {"value": "x"}))
    return found


if __name__ == "__main__":
    main()
