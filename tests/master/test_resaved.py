"""A master that other programs saved again, or in which Excel turned values, merges as the untouched one or says what it met."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tests.master.clerk import AS_OF, SETTINGS
from tests.master.desk import Desk, codes, column, pilot, tally
from tests.sheets.workshop import through_libreoffice
from toolkit.master.ledgers import FIRST_ROW
from toolkit.master.reading import load_master
from toolkit.records import FORMS, form_of
from toolkit.shipping import shipped
from toolkit.steps.merge import MergeResult, merge_files

PILOTS = form_of("pilots")
CODE_OF_DIGITS = "913100001000000080"
Resave = Callable[[Any], None]


def records(data: bytes) -> dict[str, list[tuple[str, str]]]:
    known = load_master(data, "总台账.xlsx", AS_OF, SETTINGS)
    return {form.id: sorted((e.unit, str(sorted(e.texts.items()))) for e in known.entries(form.id)) for form in FORMS}


def filled(book: Any, first: int, *, hidden: bool) -> Iterator[Any]:
    for sheet in book:
        if hidden or sheet.sheet_state == "visible":
            yield from (cell for line in sheet.iter_rows(min_row=first) for cell in line if cell.value is not None)


def numbers_as_text(book: Any) -> None:
    """Every sheet shown, the remembered ones too, and every number a text."""
    for cell in filled(book, 1, hidden=True):
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            cell.value, cell.number_format = str(cell.value), "@"
    for sheet in book:
        sheet.sheet_state = "visible"


def blanks_after_texts(book: Any) -> None:
    """Dates are texts, whole numbers have a fraction, texts end in a blank."""
    for cell in filled(book, FIRST_ROW, hidden=False):
        if isinstance(cell.value, datetime):
            cell.value = cell.value.strftime("%Y.%m.%d")
        elif isinstance(cell.value, int):
            cell.value = f"{cell.value}.0"
        elif cell.data_type == "s":
            cell.value += " "


def all_that_counts_as_numbers(book: Any) -> None:
    """Digits and dates are bare numbers."""
    for cell in filled(book, FIRST_ROW, hidden=False):
        if isinstance(cell.value, datetime):
            cell.value = cell.value.toordinal() - date(1899, 12, 30).toordinal()
        elif isinstance(cell.value, str) and cell.value.isdigit() and not cell.value.startswith("0"):
            cell.value = int(cell.value)
        cell.number_format = "General"


@pytest.fixture(scope="module")
def mail() -> list[Path]:
    return sorted((shipped("examples") / "december" / "收件").iterdir())


@pytest.fixture(scope="module")
def begun(mail: list[Path], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The master of half the mail."""
    return merged(tmp_path_factory.mktemp("前"), None, mail[:9])[1]


@pytest.fixture(scope="module")
def ended(begun: bytes, mail: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[MergeResult, bytes]:
    """The rest merged into it, untouched meanwhile."""
    return merged(tmp_path_factory.mktemp("后"), begun, mail[9:])


def merged(folder: Path, master: bytes | None, files: list[Path]) -> tuple[MergeResult, bytes]:
    path = folder / "总台账.xlsx"
    if master:
        path.write_bytes(master)
    return merge_files(files, path, AS_OF, SETTINGS), path.read_bytes()


def goes_on_as(folder: Path, saved: bytes, begun: bytes, mail: list[Path], ended: tuple[MergeResult, bytes]) -> None:
    assert records(saved) == records(begun)
    result, after = merged(folder, saved, mail[9:])
    assert records(after) == records(ended[1])
    assert [file.tally for file in result.plan.files] == [file.tally for file in ended[0].plan.files]
    assert [conflict.header for conflict in result.plan.conflicts] == [
        conflict.header for conflict in ended[0].plan.conflicts
    ]
    assert len(result.plan.changes) == len(ended[0].plan.changes)


@pytest.mark.parametrize("resave", [numbers_as_text, blanks_after_texts, all_that_counts_as_numbers])
def test_a_master_saved_by_another_program_goes_on_as_the_untouched_one(
    resave: Resave, begun: bytes, mail: list[Path], ended: tuple[MergeResult, bytes], tmp_path: Path
) -> None:
    book, saved = load_workbook(io.BytesIO(begun)), io.BytesIO()
    resave(book)
    book.save(saved)
    goes_on_as(tmp_path, saved.getvalue(), begun, mail, ended)


def made_anew(data: bytes) -> bytes:
    """The same sheets, names and values in a workbook of XlsxWriter's: texts shared, formats and notes gone."""
    old, out = load_workbook(io.BytesIO(data)), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in old:
        page = book.add_worksheet(sheet.title)
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value is not None):
            page.write(cell.row - 1, cell.column - 1, cell.value, day if cell.is_date else None)
        {"visible": page.activate, "hidden": page.hide, "veryHidden": page.very_hidden}[sheet.sheet_state]()
    for name, place in old.defined_names.items():
        book.define_name(name, f"={place.attr_text}")
    book.close()
    return out.getvalue()


def written_later(before: bytes, after: bytes) -> set[tuple[str, str, object]]:
    """(sheet, cell, value) of what a merge wrote anew."""
    was, now = load_workbook(io.BytesIO(before)), load_workbook(io.BytesIO(after))
    return {
        (sheet.title, cell.coordinate, cell.value)
        for sheet in now for line in sheet.iter_rows() for cell in line if cell.value != was[sheet.title][cell.coordinate].value
    }  # fmt: skip


def test_a_master_made_anew_by_xlsxwriter_goes_on_as_the_untouched_one(
    begun: bytes, mail: list[Path], ended: tuple[MergeResult, bytes], tmp_path: Path
) -> None:
    saved = made_anew(begun)
    with zipfile.ZipFile(io.BytesIO(saved)) as parts:
        assert b"uniqueCount" in parts.read("xl/sharedStrings.xml")
    goes_on_as(tmp_path, saved, begun, mail, ended)
    anew = written_later(saved, (tmp_path / "总台账.xlsx").read_bytes())
    assert anew == written_later(begun, ended[1]) != set()


@pytest.mark.office
def test_a_master_saved_by_libreoffice_goes_on_as_the_untouched_one(
    begun: bytes, mail: list[Path], ended: tuple[MergeResult, bytes], tmp_path: Path
) -> None:
    (tmp_path / "总台账.xlsx").write_bytes(begun)
    saved = through_libreoffice(tmp_path)["总台账.xlsx"]
    goes_on_as(tmp_path, saved, begun, mail, ended)


def turned(desk: Desk, field: str, sent: str | None, value: object) -> MergeResult:
    """A value that Excel turned in the master, and the unit sending its own once more."""
    row = pilot(1, **({field: sent} if sent else {}))
    desk.receive(pilots=[row])

    def turn(book: Any) -> None:
        sheet = book[PILOTS.sheet]
        sheet.cell(FIRST_ROW, column(sheet, PILOTS.column(field).header)).value = value

    desk.by_hand(turn)
    return desk.receive(cover={"revision": 2}, pilots=[row])


@pytest.mark.parametrize(
    ("field", "sent", "value"),
    [("phone", "13800000000", 13800000000), ("determined_year", None, "2025 "), ("determined_year", None, "2025.0"),
     ("determined_on", None, "2025.9.1"), ("determined_on", None, 45901), ("name", None, "上海样例1号科技有限公司 ")],
)  # fmt: skip
def test_the_same_value_written_otherwise_is_no_edit(desk: Desk, field: str, sent: str | None, value: object) -> None:
    result = turned(desk, field, sent, value)
    assert tally(result) == (1, 0, 0, 1, 0)
    assert not result.plan.conflicts
    assert "MERGE-08" not in codes(result)


@pytest.mark.parametrize(
    ("field", "sent", "value", "master_says"),
    [("uscc", CODE_OF_DIGITS, float(CODE_OF_DIGITS), ["USCC-01"]), ("uscc", CODE_OF_DIGITS, "9.13E+17", ["USCC-01"]),
     ("phone", "02112345678", 2112345678, []), ("determined_on", None, "9/1/2025", ["CELL-18"]),
     ("determined_on", None, "#######", ["CELL-10"])],
)  # fmt: skip
def test_a_value_that_excel_spoilt_is_told_and_neither_doubled_nor_overwritten(
    desk: Desk, field: str, sent: str | None, value: object, master_says: list[str]
) -> None:
    result = turned(desk, field, sent, value)
    assert tally(result) == (1, 0, 0, 1, 0)
    assert codes(result).count("MERGE-08") == 1
    assert [finding.code for finding in desk.master.findings] == master_says
    assert set(master_says) <= {finding.code for finding in result.findings}
    sheet = load_workbook(desk.path)[PILOTS.sheet]
    at = column(sheet, PILOTS.column(field).header)
    assert sheet.cell(FIRST_ROW, at).value == value
    assert sheet.cell(FIRST_ROW + 1, at).value is None
