"""An open workbook gives the same cells as its file."""

from typing import Any

import pytest

from tests.excel.engine import SheetImpl, open_book
from tests.excel.faulty import FAULTY, PILOTS, edited, put, sound, with_result
from toolkit.excel import grid
from toolkit.excel.grid import read_open_book
from toolkit.findings import Unreadable
from toolkit.sheets import bounds
from toolkit.sheets.grid import Book, Fault
from toolkit.sheets.source import read_bytes


def told(book: Book) -> list[Any]:
    """All that an open book can tell of itself."""
    return [
        (
            sheet.name, sheet.visibility, set(sheet.merges), sheet.hidden_rows, sheet.hidden_columns, sheet.pictures,
            {place: (cell.value, type(cell.value), cell.formula, cell.fault) for place, cell in sheet.cells()},
        )
        for sheet in book.sheets
    ]  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_the_open_book_and_the_file_have_the_same_cells(name: str) -> None:
    data = FAULTY[name]()
    assert told(read_open_book(open_book(data))) == told(read_bytes(data))


def test_cells_come_in_order() -> None:
    for sheet in read_open_book(open_book(FAULTY["merged cells"]())).sheets:
        assert list(sheet.rows) == sorted(sheet.rows)
        assert all(list(line) == sorted(line) for line in sheet.rows.values())


@pytest.mark.parametrize("block", [1, 40, 1000])
def test_however_many_cells_are_fetched_at_once(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = FAULTY["formulas"]()
    monkeypatch.setattr(grid, "_BLOCK", block)
    assert told(read_open_book(open_book(data))) == told(read_bytes(data))


def test_an_error_the_library_has_no_word_for_is_an_error() -> None:
    data = with_result(edited(put("级别", "=SEQUENCE(9)")), "SEQUENCE(9)", "e", "#SPILL!")
    sheet = next(sheet for sheet in read_open_book(open_book(data)).sheets if sheet.name == PILOTS)
    errors = [cell for _, cell in sheet.cells() if cell.fault is Fault.ERROR]
    assert [cell.value for cell in errors] == ["#VALUE!"]


def test_sheets_passed_over_are_not_read() -> None:
    book = read_open_book(open_book(sound()), lambda sheet: sheet.name == PILOTS)
    assert PILOTS not in {sheet.name for sheet in book.sheets}


def test_a_book_beyond_the_bounds_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_CELLS", 100)
    with pytest.raises(Unreadable) as refused:
        read_open_book(open_book(sound()))
    assert refused.value.rule.code == "FILE-12"


@pytest.mark.parametrize(
    ("given", "one_row", "rows"),
    [
        ("a", True, [["a"]]), (("a", "b"), True, [["a", "b"]]), (["a", "b"], False, [["a"], ["b"]]),
        ((("a",), ("b",)), False, [["a"], ["b"]]), (None, True, [[None]]),
    ],
)  # fmt: skip
def test_formulas_are_rows_however_an_engine_gives_them(given: Any, one_row: bool, rows: list[list[Any]]) -> None:
    assert [list(row) for row in grid._square(given, one_row=one_row)] == rows


def questions(pilots: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many ranges are asked for in reading a workbook."""
    book, asked = open_book(sound(pilots)), list[object]()
    plain = SheetImpl.range

    def counting(self: SheetImpl, *args: Any) -> Any:
        asked.append(args)
        return plain(self, *args)

    with monkeypatch.context() as patched:
        patched.setattr(SheetImpl, "range", counting)
        read_open_book(book)
    return len(asked)


def test_a_workbook_is_asked_in_blocks_and_not_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert questions(200, monkeypatch) - questions(20, monkeypatch) < 20
