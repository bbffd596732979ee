"""The same books read by others: every difference has a name, and every name a difference."""

import io
import subprocess
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.sheets.oracle_books import BOOKS
from toolkit.sheets.grid import Address, Book, Cell, Fault, Sheet
from toolkit.sheets.source import read_bytes

Values = dict[Address, Any]
Reason = Callable[[Sheet, Address, Cell | None, Any], bool]


def fault(*wanted: Fault) -> Reason:
    return lambda _sheet, _where, ours, theirs: ours is not None and ours.fault in wanted and theirs in {None, ""}


def same_error(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is not None and ours.fault is Fault.ERROR and ours.value == theirs


def chinese_date(sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is not None and isinstance(ours.value, datetime) and theirs == 45992 and "年" in ours.format


def under_a_merge(sheet: Sheet, where: Address, _ours: Cell | None, theirs: Any) -> bool:
    return theirs is None and any(where in area for area in sheet.merges)


def escaped(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is not None and isinstance(theirs, str) and theirs.replace("_x000D_", "\r") == ours.value


def time_of_day(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours == Cell(0.5, "yyyy/m/d;@") and theirs in (time(12), datetime(1899, 12, 30, 12))  # noqa: DTZ001


def day_without_hour(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is not None and type(theirs) is date and ours.value == datetime(theirs.year, theirs.month, theirs.day)  # noqa: DTZ001


def with_openpyxl(data: bytes) -> dict[str, Values]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: {where: cell.value for where, cell in sheet._cells.items() if cell.value is not None}
        for sheet in book.worksheets
    }


def with_calamine(data: bytes) -> dict[str, Values]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = {
            (r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""
        }
    return found


def differences(ours: Book, theirs: dict[str, Values], reasons: dict[str, Reason]) -> set[str]:
    """The names of the reasons why the two differ; anything without a reason fails."""
    assert [sheet.name for sheet in ours.sheets] == list(theirs)
    used = set()
    for sheet in ours.sheets:
        cells, values = dict(sheet.cells()), theirs[sheet.name]
        for where in cells.keys() | values.keys():
            cell, value = cells.get(where), values.get(where)
            if cell is not None and cell.fault is None and cell.value == value:
                continue
            reason = next((name for name, told in reasons.items() if told(sheet, where, cell, value)), None)
            assert reason, f"{sheet.name} {where}: {cell!r} but {value!r}"
            used.add(reason)
    return used


def empty_text(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is None and theirs == ""


OPENPYXL = {
    "an empty text is not nothing": empty_text,
    "an error is its text": same_error,
    "a formula without a result is nothing": fault(Fault.UNCACHED),
    "Chinese built-in dates stay numbers": chinese_date,
    "values under a merge are dropped": under_a_merge,
    "escapes are not resolved": escaped,
    "half a day is a time": time_of_day,
}
CALAMINE = {
    "an error is nothing": fault(Fault.ERROR),
    "a formula without a result is nothing": fault(Fault.UNCACHED),
    "half a day is a time": time_of_day,
    "a day without an hour is a date": day_without_hour,
}


@pytest.mark.parametrize(
    ("read", "reasons"), [(with_openpyxl, OPENPYXL), (with_calamine, CALAMINE)], ids=["openpyxl", "calamine"]
)
def test_others_read_the_same_and_every_difference_has_a_name(
    read: Callable[[bytes], dict[str, Values]], reasons: dict[str, Reason]
) -> None:
    used = set()
    for build in BOOKS.values():
        data = build()
        used |= differences(read_bytes(data), read(data), reasons)
    assert used == reasons.keys(), "a reason nobody needs any more"


def office(kind: str, folder: Path) -> dict[str, bytes]:
    """All books as LibreOffice reads them and writes them again."""
    for name, build in BOOKS.items():
        (folder / f"{name}.xlsx").write_bytes(build())
    command = [
        "soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind,
        "--outdir", str(folder / kind), *(str(path) for path in folder.glob("*.xlsx")),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (folder / kind / f"{name}.{kind}").read_bytes() for name in BOOKS}


def recalculated(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours is not None and ours.fault is Fault.UNCACHED and theirs == 2


def tab_lost(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
    return ours == Cell("a\nb\t ") and theirs in {"a\nb ", "a\nb\t"}


def beyond_xls(_sheet: Sheet, where: Address, _ours: Cell | None, theirs: Any) -> bool:
    return where[1] > 256 and theirs is None


OFFICE = {
    "a formula is worked out": recalculated,
    "an error is its text": same_error,
    "escapes in results are not resolved": escaped,
}
OFFICE_BY_KIND: dict[str, dict[str, Reason]] = {
    "ods": {"a tab in a text is lost": tab_lost},
    "xls": {"columns end at 256": beyond_xls},
    "xlsx": {},
}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_libreoffice_reads_the_same_and_every_difference_has_a_name(kind: str, tmp_path: Path) -> None:
    used, reasons = set(), OFFICE | OFFICE_BY_KIND[kind]
    for name, data in office(kind, tmp_path).items():
        ours, theirs = read_bytes(BOOKS[name]()), read_bytes(data)
        assert theirs.kind == kind
        values = {sheet.name: {where: cell.value for where, cell in sheet.cells()} for sheet in theirs.sheets}
        used |= differences(ours, values, reasons)
        for one, other in zip(ours.sheets, theirs.sheets, strict=True):
            assert (one.merges, one.hidden_rows, one.notes) == (other.merges, other.hidden_rows, other.notes), name
            assert {w for w, c in one.cells() if c.struck} == {w for w, c in other.cells() if c.struck}, name
    assert used == reasons.keys(), "a reason nobody needs any more"


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_calamine_reads_the_older_formats_the_same(kind: str, tmp_path: Path) -> None:
    def nothing_of_an_error(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
        return ours is not None and ours.fault is Fault.ERROR and theirs in {None, ""}

    def duration(_sheet: Sheet, _where: Address, ours: Cell | None, theirs: Any) -> bool:
        return ours is not None and ours.value == 0.5 and isinstance(theirs, (time, timedelta, datetime))

    reasons: dict[str, Reason] = {"error": nothing_of_an_error, "day": day_without_hour, "duration": duration}
    for data in office(kind, tmp_path).values():
        differences(read_bytes(data), with_calamine(data), reasons)
