"""What the .xlsb reader makes of its records."""

import io
import struct
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from tests.sheets import binary, hostile
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.grid import Area, Cell, Fault, Sheet
from toolkit.sheets.source import read_bytes

DATE = 'yyyy"年"m"月"d"日"'


def data(body: bytes, **more: object) -> bytes:
    return hostile.archive(binary.xlsb_parts(body, **more))  # type: ignore[arg-type]


def sheet(body: bytes, **more: object) -> Sheet:
    found = read_bytes(data(body, **more))
    assert found.kind == "xlsb"
    return found.sheets[0]


def rk(value: int, *, hundredth: bool = False) -> bytes:
    return struct.pack("<I", (value << 2 | 2 | hundredth) & 0xFFFFFFFF)


EVERYTHING = binary.row(
    3,
    binary.cell(2, 2, rk(12)),
    binary.cell(2, 3, rk(250, hundredth=True)),
    binary.cell(2, 4, rk(-7)),
    binary.cell(5, 5, struct.pack("<d", 45992), binary.DATE),
    binary.cell(7, 6, struct.pack("<I", 0)),
    binary.cell(6, 7, binary.wide("内联")),
    binary.cell(4, 8, b"\x01"),
    binary.cell(9, 9, struct.pack("<d", 4)),
    binary.cell(8, 10, binary.wide("文")),
    binary.cell(5, 11, struct.pack("<d", 1), binary.STRUCK),
)


def test_values_keep_their_types_and_addresses() -> None:
    assert sheet(EVERYTHING, texts=["名称"]).rows == {
        3: {
            2: Cell(12), 3: Cell(2.5), 4: Cell(-7), 5: Cell(datetime(2025, 12, 1), DATE), 6: Cell("名称"),  # noqa: DTZ001
            7: Cell("内联"), 8: Cell(True), 9: Cell(4, formula=True), 10: Cell("文", formula=True),
            11: Cell(1, struck=True),
        }
    }  # fmt: skip


def test_another_reader_agrees() -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data(EVERYTHING, texts=["名称"]))).get_sheet_by_index(0)
    ours = sheet(EVERYTHING, texts=["名称"]).rows[3]
    theirs = rows.to_python()[0]
    assert theirs == [getattr(cell.value, "date", lambda cell=cell: cell.value)() for cell in ours.values()]


def test_errors_are_errors_and_bad_cells_are_broken() -> None:
    row = binary.row(
        1, binary.cell(3, 1, b"\x2a"), binary.cell(11, 2, b"\x07"), binary.cell(7, 3, struct.pack("<I", 9)),
        binary.cell(4, 4, b"\x07"), binary.cell(5, 5, struct.pack("<d", float("nan"))),
        binary.cell(5, 6, struct.pack("<d", 1), 99), binary.cell(1, 7),
    )  # fmt: skip
    assert [(cell.value, cell.fault, cell.formula) for _, cell in sheet(row).cells()] == [
        ("#N/A", Fault.ERROR, False), ("#DIV/0!", Fault.ERROR, True), ("9", Fault.BROKEN, False),
        ("7", Fault.BROKEN, False), ("nan", Fault.BROKEN, False), ("1.0", Fault.BROKEN, False),
    ]  # fmt: skip


def test_merges_hidden_rows_columns_and_filters_are_told() -> None:
    found = sheet(
        binary.record(60, struct.pack("<IIIIH", 1, 2, 0, 0, 1))
        + binary.row(2, binary.cell(2, 2, rk(1)), hidden=True)
        + binary.record(176, struct.pack("<IIII", 1, 2, 0, 1))
        + binary.record(163, bytes(6))
    )
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {2}
    assert found.merges == (Area(2, 1, 3, 2),)
    assert found.filtered


def test_serials_count_from_1904_where_the_book_says_so() -> None:
    row = binary.row(1, binary.cell(5, 1, struct.pack("<d", 44530), binary.DATE))
    assert sheet(row, epoch_1904=True).cell(1, 1) == Cell(datetime(2025, 12, 1), DATE)  # noqa: DTZ001


def test_notes_are_told() -> None:
    parts = binary.xlsb_parts(EVERYTHING, texts=["名称"])
    parts["xl/worksheets/_rels/sheet1.bin.rels"] = hostile.relations(("rId1", "comments", "../comments1.bin"))
    parts["xl/comments1.bin"] = binary.record(635, struct.pack("<IIIII", 0, 2, 2, 1, 1) + bytes(16)) + binary.record(
        637, b"\x00" + binary.wide("已核")
    )
    assert read_bytes(hostile.archive(parts)).sheets[0].notes == {(3, 2): "已核"}


@pytest.mark.parametrize("part", ["xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin", "xl/worksheets/sheet1.bin"])
def test_a_part_that_ends_early_is_refused_never_read_as_less(part: str) -> None:
    parts = binary.xlsb_parts(EVERYTHING, texts=["名称"])
    whole = parts[part]
    assert isinstance(whole, bytes)
    for length in range(len(whole)):
        with pytest.raises(Unreadable):
            read_bytes(hostile.archive({**parts, part: whole[:length]}))


def test_a_missing_sheet_is_refused() -> None:
    parts = binary.xlsb_parts(EVERYTHING)
    del parts["xl/worksheets/sheet1.bin"]
    with pytest.raises(Unreadable) as caught:
        read_bytes(hostile.archive(parts))
    assert caught.value.rule is files.MISSING_PART


def test_a_row_of_no_height_is_hidden_and_so_is_a_column_of_no_width() -> None:
    found = sheet(
        binary.record(60, struct.pack("<IIIIH", 1, 1, 0, 0, 0)) + binary.row(2, binary.cell(2, 2, rk(1)), height=0)
    )
    assert (set(found.hidden_rows), set(found.hidden_columns)) == ({2}, {2})
