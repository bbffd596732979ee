"""What the .xls reader makes of BIFF streams, bare and in their container."""

import struct
from datetime import datetime

import pytest

from tests.sheets import binary
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.grid import Area, Book, Cell, Fault
from toolkit.sheets.source import read_bytes

DATE = 'yyyy"年"m"月"d"日"'


def book(*sheets: bytes, **more: object) -> Book:
    return read_bytes(binary.stream(*sheets, **more))  # type: ignore[arg-type]


def test_values_keep_their_types_and_addresses() -> None:
    found = book(
        binary.number(7, 3, 12.0) + binary.number(7, 4, 2.5) + binary.number(8, 1, 45992, binary.DATE)
        + binary.label(8, 2, 0) + binary.error(9, 1, 1, 0) + binary.error(9, 2, 0x17)
        + binary.formula(9, 3, 4.0) + binary.number(9, 4, 5, binary.STRUCK),
        texts=["名称"],
    )  # fmt: skip
    assert found.kind == "xls"
    assert found.sheets[0].name == "甲"
    assert found.sheets[0].rows == {
        7: {3: Cell(12), 4: Cell(2.5)},
        8: {1: Cell(datetime(2025, 12, 1), DATE), 2: Cell("名称")},  # noqa: DTZ001
        9: {1: Cell(True), 2: Cell("#REF!", fault=Fault.ERROR), 3: Cell(4, formula=True), 4: Cell(5, struck=True)},
    }


def test_one_bad_cell_leaves_the_rest_readable() -> None:
    several = binary.biff(0xBD, struct.pack("<HHHIHIH", 1, 0, 99, 4, 0, 4, 1))
    found = book(
        binary.number(1, 1, 1) + binary.label(1, 2, 9) + binary.label(1, 3, 0xFFFFFFFF)
        + binary.number(1, 4, 45992, 99) + binary.error(1, 5, 0, 7) + binary.number(1, 6, 2) + several,
        texts=["名称"],
    )  # fmt: skip
    row = found.sheets[0].rows[1]
    assert [row[c].fault for c in range(1, 7)] == [None, *[Fault.BROKEN] * 4, None]
    assert [cell.fault for cell in found.sheets[0].rows[2].values()] == [Fault.BROKEN] * 2


def test_nan_is_broken() -> None:
    assert book(binary.number(1, 1, float("nan"))).sheets[0].cell(1, 1) == Cell("nan", fault=Fault.BROKEN)


def test_merges_hidden_rows_columns_and_filters_are_told() -> None:
    found = book(
        binary.biff(0x9B)
        + binary.biff(0x208, struct.pack("<HHHHIHH", 1, 0, 9, 300, 0, 0x20, 0))
        + binary.biff(0x7D, struct.pack("<HHHHHH", 2, 3, 900, 0, 1, 0))
        + binary.number(2, 4, 1)
        + binary.biff(0xE5, struct.pack("<HHHHH", 1, 1, 2, 0, 1))
    ).sheets[0]  # fmt: skip
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {4}
    assert found.merges == (Area(2, 1, 3, 2),)
    assert found.filtered


def test_a_chart_inside_a_sheet_gives_no_cells() -> None:
    chart = binary.bof(32) + binary.number(1, 1, 99) + binary.biff(0x0A)
    assert book(chart + binary.number(2, 1, 1)).sheets[0].rows == {2: {1: Cell(1)}}


def test_a_link_of_twenty_bytes_that_claims_a_whole_sheet_costs_nothing() -> None:
    link = binary.biff(0x01B8, struct.pack("<HHHH", 0, 65535, 0, 255) + bytes(40))
    assert book(binary.number(1, 1, 1) + link * 50).sheets[0].rows == {1: {1: Cell(1)}}


def test_a_container_is_opened_and_its_programs_told_and_left_alone() -> None:
    stream = binary.stream(binary.number(1, 1, 1))
    assert not read_bytes(binary.ole({"Workbook": stream})).macros
    assert read_bytes(binary.ole({"Workbook": stream, "_VBA_PROJECT_CUR": b""})).macros


@pytest.mark.parametrize(
    ("streams", "rule"),
    [
        ({"WordDocument": b""}, files.NOT_A_WORKBOOK),
        ({"__properties_version1.0": b""}, files.A_MAIL),
        ({"Something": b""}, files.NOT_A_WORKBOOK),
        ({"EncryptedPackage": b"", "EncryptionInfo": b"\x04\x00\x04\x00"}, files.ENCRYPTED),  # whatever the way
        ({"EncryptedPackage": b"", "\tDRMContent": b""}, files.RIGHTS_MANAGED),
    ],
)
def test_other_containers_are_refused_for_what_they_are(streams: dict[str, bytes], rule: object) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(binary.ole(streams))
    assert caught.value.rule is rule


def test_a_stream_that_ends_early_is_refused_never_read_as_less() -> None:
    whole = binary.stream(*[binary.number(r, 1, r) for r in (1,)], binary.number(5, 5, 5))
    for length in range(5, len(whole)):
        with pytest.raises(Unreadable):
            read_bytes(whole[:length])


@pytest.mark.parametrize("code_page", [936, 1252])
def test_chinese_of_an_old_book_is_read_whatever_code_page_it_names(code_page: int) -> None:
    rows = read_bytes(binary.old_stream(code_page, ["单位名称", "上海样例公司"], ["类别", "A"])).sheets[0].rows
    assert [[cell.value for cell in row.values()] for row in rows.values()] == [["单位名称", "上海样例公司"], ["类别", "A"]]


def test_western_words_of_an_old_book_stay_what_they_are() -> None:
    western = binary.old_stream(1252, ["Cafe", "Zurich"]).replace(b"Cafe", b"Caf\xe9").replace(b"Zurich", b"Z\xfcrich")
    assert [cell.value for _, cell in read_bytes(western).sheets[0].cells()] == ["Café", "Zürich"]


def test_chinese_kept_as_western_letters_is_refused_not_read() -> None:
    with pytest.raises(Unreadable) as caught:
        book(binary.western_label(1, 1, "单位名称") + binary.western_label(1, 2, "上海样例公司"))
    assert caught.value.rule is files.UNKNOWN_ENCODING


@pytest.mark.parametrize(("flags", "hidden"), [(0, {2}), (0x8000, set())], ids=["none", "the usual"])
def test_a_row_of_no_height_is_hidden_and_so_is_a_column_of_no_width(flags: int, hidden: set[int]) -> None:
    found = book(
        binary.biff(0x208, struct.pack("<HHHHIHH", 1, 0, 9, flags, 0, 0, 0))
        + binary.biff(0x7D, struct.pack("<HHHHHH", 3, 3, 0, 0, 0, 0))
        + binary.number(2, 4, 1)
    ).sheets[0]
    assert (set(found.hidden_rows), set(found.hidden_columns)) == (hidden, {4})
