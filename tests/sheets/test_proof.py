"""Every fault of ours in a written part is seen before the file takes another's place."""

from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sheets.edit.proof import prove

HEAD, TAIL = "<worksheet><sheetData>", "</sheetData></worksheet>"


def row(number: int, said: str = "样例") -> str:
    return f'<row r="{number}"><c r="A{number}"><is><t>{said}</t></is></c></row>'


def book(**parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def sheet(*rows: str, head: str = HEAD, tail: str = TAIL) -> bytes:
    return book(sheet=head + "".join(rows) + tail, other="<other/>")


ROWS = [row(number) for number in range(1, 9)]
BEFORE = sheet(*ROWS)
BROKEN = [
    sheet(*ROWS[:3], row(4, "<b>"), *ROWS[4:]),
    sheet(row(1, "&"), *ROWS[1:]),
    sheet(*ROWS[:-1], row(8, "<")),
    sheet(*ROWS, row(9)[:-3]),
    sheet(*ROWS[:3], *ROWS[4:], "</row>"),
    sheet(*ROWS, tail="</worksheet>"),
    sheet(*ROWS, head="<worksheet>"),
    sheet(*ROWS, row(9), head="<worksheet a><sheetData>"),
    sheet(*ROWS, row(9), tail=TAIL + "<more/>"),
    book(sheet=HEAD + "".join(ROWS) + TAIL, other="<other>"),
    book(sheet=HEAD + "".join(ROWS) + TAIL, new="<new"),
]


@pytest.mark.parametrize("after", BROKEN)
def test_what_is_not_well_formed_is_seen(after: bytes) -> None:
    with pytest.raises(ExpatError):
        prove(BEFORE, after)


@pytest.mark.parametrize("after", [
    BEFORE, sheet(), sheet(row(1)), sheet(*ROWS, row(9)), sheet(*ROWS[2:4], row(7, "别的")), book(one="<one/>"),
    sheet(*ROWS, tail="<x/>" + TAIL),
])  # fmt: skip
def test_what_is_well_formed_passes(after: bytes) -> None:
    prove(BEFORE, after)


def test_a_part_that_is_not_what_its_checksum_says_is_seen() -> None:
    after = sheet(*ROWS, row(9, "甲乙"))
    with pytest.raises(BadZipFile):
        prove(BEFORE, after.replace("甲乙".encode(), "甲丙".encode()))


PIECES = st.lists(st.sampled_from([*ROWS, row(3, "别的"), "<row>", "</row>", '<c r="A1">', "</c>", "</sheetData>", "<row/>"]), max_size=12)


@given(PIECES)
def test_it_says_of_every_part_what_a_parser_of_all_of_it_says(pieces: list[str]) -> None:
    after = sheet(*pieces)
    assert refused(BEFORE, after) == refused(book(), after)  # nothing stood in an empty book


def refused(before: bytes, after: bytes) -> bool:
    try:
        prove(before, after)
    except ExpatError:
        return True
    return False
