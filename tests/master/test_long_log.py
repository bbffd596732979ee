"""变更记录 grows with every merge: only its ends are read, its lines when somebody asks for them."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.master.desk import SETTINGS
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.layout import new_master
from toolkit.master.ledgers import CHANGES, FIRST_ROW
from toolkit.master.reading import load_master, master_of
from toolkit.master.state import LedgerTable
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.formats import ends, package
from toolkit.sheets.source import read_bytes, read_sheets

EMPTY = new_master()
LINES = st.lists(st.one_of(st.none(), st.text("样例甲乙&<1", max_size=60)), max_size=60)
"""A text for each line, or a line that only looks filled."""


def logged(lines: list[str | None], columns: int = 3) -> bytes:
    cells = [(FIRST_ROW + at, column, text) for at, text in enumerate(lines) for column in range(1, columns + 1)]
    return edit(EMPTY, [SetCell(CHANGES.sheet, *cell) for cell in cells])


def read(data: bytes) -> LedgerTable:
    return load_master(data, "总台账.xlsx", date(2026, 12, 8), SETTINGS).ledgers[CHANGES.sheet]


def whole(data: bytes) -> LedgerTable:
    return master_of(read_bytes(data, own=True), "总台账.xlsx", date(2026, 12, 8), SETTINGS).ledgers[CHANGES.sheet]


def by_hand(data: bytes, change: Callable[[Any], None]) -> bytes:
    book, saved = load_workbook(BytesIO(data)), BytesIO()
    change(book[CHANGES.sheet])
    book.save(saved)
    return saved.getvalue()


def with_part(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The list with the part of 变更记录 changed, which is the one that holds 样例甲."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if "样例甲".encode() in part else part)
    return made.getvalue()


@pytest.fixture(autouse=True, scope="module")
def _small_pieces() -> Iterator[None]:
    """What is long is so at a thousandth of the size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ends, "KEPT", 2000)
        patch.setattr(package, "_CHUNK", 1000)
        yield


def assert_alike(data: bytes) -> None:
    one, all_of_it = read(data), whole(data)
    assert (one.next_row, one.header_row, one.columns) == (all_of_it.next_row, all_of_it.header_row, all_of_it.columns)
    assert one.rows == all_of_it.rows


@given(LINES)
def test_a_list_says_the_same_whether_its_log_was_read_or_not(lines: list[str | None]) -> None:
    assert_alike(logged(lines))


def test_so_does_a_list_saved_by_another_program() -> None:
    table = read(data := by_hand(logged(["样例甲"] * 90), lambda page: page.cell(FIRST_ROW + 100, 1, "手工一行")))
    assert table.unread is not None
    assert table.next_row == FIRST_ROW + 101
    assert_alike(data)


def test_the_lines_of_a_long_log_are_not_read_until_somebody_asks() -> None:
    table = read(logged(["样例甲"] * 90))
    assert table.unread is not None
    assert table.next_row == FIRST_ROW + 90
    assert [line[CHANGES.headers[0]] for _, line in table.rows] == ["样例甲"] * 90
    assert table.unread is None


def test_a_line_added_to_an_unread_log_stands_behind_those_it_had() -> None:
    table = read(logged(["样例甲"] * 90))
    table.add(table.next_row, ["新", *[None] * (len(CHANGES.headers) - 1)])
    assert [(number, line[CHANGES.headers[0]]) for number, line in table.rows[-2:]] == [
        (FIRST_ROW + 89, "样例甲"), (FIRST_ROW + 90, "新"),
    ]  # fmt: skip


def test_a_log_whose_end_is_blank_is_read_whole_so_that_nothing_is_written_over() -> None:
    def clear(page: Any) -> None:
        for row in range(FIRST_ROW + 20, FIRST_ROW + 300):
            for column in range(1, 8):
                page.cell(row, column, None).number_format = "0.00"

    data = by_hand(logged(["样例甲"] * 20), clear)
    table = read(data)
    assert table.unread is None
    assert table.next_row == FIRST_ROW + 20
    assert_alike(data)


@pytest.mark.parametrize("change", [
    lambda part: part.replace(b"</row>", b"</row><!-- <row r=\"1\"> -->", 30),
    lambda part: part.replace(b"</row>", b"</row><?one two?>", 30),
    lambda part: part.replace(b'<row r="50"', b"<row"),
    lambda part: part.replace(b'<row r="93"', b"<row"),
    lambda part: part.replace(b"<row r", b'<row spans="1:3" r'),
    lambda part: re.sub(rb'<row r="([0-9]+)"', rb"<row r='\1'", part),
    lambda part: part.replace("样例甲".encode(), "样例甲".encode() * 5000, 1),
    lambda part: part.replace("样例甲".encode(), "样例甲".encode() * 1000),
    lambda part: part.replace(b'<row r="50"', b'<row r="50" hidden="1"'),
])  # fmt: skip
def test_a_log_spelled_in_another_way_says_the_same(change: Callable[[bytes], bytes]) -> None:
    plain = logged(["样例甲"] * 90)
    data = with_part(plain, change)
    assert data != plain
    assert_alike(data)


@pytest.mark.parametrize("first", range(5, 89, 4))
def test_rows_that_a_comment_hides_do_not_stand_wherever_it_begins(first: int) -> None:
    def hide(part: bytes) -> bytes:
        begins, ends_at = (b'<row r="%d"' % number for number in (first, 90))
        return part.replace(begins, b"<!-- " + begins).replace(ends_at, b" -->" + ends_at)

    plain = logged(["样例甲"] * 90)
    assert_alike(with_part(plain, hide))


def test_a_damaged_middle_is_refused_once_somebody_asks() -> None:
    data = with_part(logged(["样例甲"] * 90), lambda part: part.replace(b'<row r="50"', b'<rov r="50"'))
    with pytest.raises(Unreadable):
        whole(data)
    table = read(data)
    with pytest.raises(Unreadable):
        _ = table.rows


def test_a_log_without_its_header_is_refused_at_once() -> None:
    data = edit(logged(["样例甲"] * 90), [SetCell(CHANGES.sheet, FIRST_ROW - 1, 2, "别的")])
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.rule is merging.NO_COLUMN


def test_only_sheets_whose_ends_are_asked_for_are_abridged() -> None:
    data = logged(["样例甲"] * 90)
    (abridged,), (all_of_it,) = ([book.sheets[0] for book in read_sheets(data, (CHANGES.sheet,), asked)] for asked in ((CHANGES.sheet,), ()))
    assert abridged.abridged in all_of_it.rows
    assert not all_of_it.abridged
    assert abridged.rows.items() <= all_of_it.rows.items()
    assert len(abridged.rows) < len(all_of_it.rows)
    assert (FIRST_ROW - 1) in abridged.rows
