"""What the .ods reader makes of content.xml."""

from datetime import datetime

import pytest

from tests.sheets import hostile
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.grid import Area, Cell, Fault, Sheet, Visibility
from toolkit.sheets.source import read_bytes

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = "".join(
    f' xmlns:{name}="{OASIS}{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)
CALC_EXTENSION = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
STYLES = (
    '<style:style style:name="cut" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="flat"><style:table-row-properties style:row-height="0cm"/></style:style>'
    '<style:style style:name="thin"><style:table-column-properties style:column-width="0.00cm"/></style:style>'
)


def book(tables: str) -> bytes:
    content = (
        f'<office:document-content{NAMES} xmlns:calcext="{CALC_EXTENSION}"><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return hostile.archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def sheet(rows: str) -> Sheet:
    found = read_bytes(book(f'<table:table table:name="甲">{rows}</table:table>'))
    assert found.kind == "ods"
    return found.sheets[0]


def only(cell: str) -> Cell | None:
    return sheet(f"<table:table-row>{cell}</table:table-row>").cell(1, 1)


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        ('office:value-type="float" office:value="12"', "<text:p>12</text:p>", Cell(12)),
        ('office:value-type="percentage" office:value="0.5"', "", Cell(0.5, "0%")),
        ('office:value-type="date" office:date-value="2025-12-01"', "",
         Cell(datetime(2025, 12, 1), "yyyy-mm-dd")),  # noqa: DTZ001
        ('office:value-type="date" office:date-value="1899-12-31"', "", Cell(1, "yyyy-mm-dd")),
        ('office:value-type="time" office:time-value="PT06H00M00S"', "", Cell(0.25, "hh:mm:ss")),
        ('office:value-type="boolean" office:boolean-value="true"', "", Cell(True)),
        ('office:value-type="string"', '<text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙<text:tab/></text:p>',
         Cell("甲  乙\n丙\t")),
        ('office:value-type="string" table:style-name="cut"', "<text:p>甲</text:p>", Cell("甲", struck=True)),
        ('office:value-type="string"', '<text:p><text:span text:style-name="cut">甲</text:span></text:p>',
         Cell("甲", struck=True)),
        ('office:value-type="string"', '<text:p><text:span text:style-name="cut">甲</text:span>乙</text:p>',
         Cell("甲乙")),
        ('office:value-type="string"', ("<text:p><text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>ヒガシ"
         "</text:ruby-text></text:ruby>京</text:p>"), Cell("東京")),
        ('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "<text:p>#DIV/0!</text:p>",
         Cell("#DIV/0!", formula=True, fault=Fault.ERROR)),
        ('table:formula="of:=1+1"', "", Cell(None, formula=True, fault=Fault.UNCACHED)),
        ('table:formula="of:=1+1" office:value-type="float" office:value="2"', "", Cell(2, formula=True)),
        ('office:value-type="float" office:value="NaN"', "<text:p>x</text:p>", Cell("x", fault=Fault.BROKEN)),
        ('office:value-type="date" office:date-value="昨天"', "<text:p>x</text:p>",
         Cell("x", "yyyy-mm-dd", fault=Fault.BROKEN)),
        ('office:value-type="string"', "", Cell("", fault=Fault.BROKEN)),
        ("", "", None),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_holds(attributes: str, inside: str, expected: Cell | None) -> None:
    assert only(f"<table:table-cell {attributes}>{inside}</table:table-cell>") == expected


ONE = '<table:table-cell office:value-type="float" office:value="1"/>'


def test_repetitions_give_true_addresses() -> None:
    found = sheet(
        '<table:table-row table:number-rows-repeated="4"><table:table-cell table:number-columns-repeated="16384"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell '
        f'table:number-columns-repeated="2"/>{ONE}<table:covered-table-cell office:value-type="float" '
        'office:value="2" table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    )
    row = {3: Cell(1), 4: Cell(2), 5: Cell(2)}
    assert found.rows == {5: row, 6: row}


def test_merges_hidden_rows_columns_sheets_notes_and_pictures_are_told() -> None:
    found = read_bytes(
        book(
            '<table:table table:name="甲" table:style-name="gone"><table:table-column/>'
            '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
            '<table:table-row table:visibility="filter"><table:table-cell table:number-rows-spanned="2" '
            'table:number-columns-spanned="2" office:value-type="string"><text:p>乙</text:p><office:annotation>'
            "<text:p>已核</text:p></office:annotation></table:table-cell><table:covered-table-cell/>"
            "<table:table-cell><draw:frame><draw:image/></draw:frame></table:table-cell></table:table-row></table:table>"
        )
    ).sheets[0]
    assert found.visibility is Visibility.HIDDEN
    assert found.hidden_columns == {3}
    assert found.hidden_rows == {1}
    assert found.filtered
    assert found.merges == (Area(1, 1, 2, 2),)
    assert found.notes == {(1, 1): "已核"}
    assert found.rows == {1: {1: Cell("乙"), 3: Cell(None, fault=Fault.PICTURE)}}


def test_cells_deleted_under_change_tracking_are_no_cells() -> None:
    found = read_bytes(
        book(
            f'<table:tracked-changes><table:deletion><table:table-cell>{ONE}</table:table-cell></table:deletion>'
            f'</table:tracked-changes><table:table table:name="甲"><table:table-row>{ONE}</table:table-row></table:table>'
        )
    )
    assert found.sheets[0].rows == {1: {1: Cell(1)}}


def test_a_million_filled_cells_in_two_elements_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        sheet(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        )
    assert caught.value.rule is files.TOO_LARGE


def test_a_file_with_a_password_is_refused_for_that() -> None:
    manifest = f'<m:manifest xmlns:m="{OASIS}manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(Unreadable) as caught:
        read_bytes(hostile.archive({"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"}))
    assert caught.value.rule is files.ENCRYPTED


def test_a_row_of_no_height_is_hidden_and_so_is_a_column_of_no_width() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    found = sheet(
        f'<table:table-column/><table:table-column table:style-name="thin"/><table:table-row>{cell * 2}</table:table-row>'
        f'<table:table-row table:style-name="flat">{cell * 2}</table:table-row>'
    )
    assert (set(found.hidden_rows), set(found.hidden_columns)) == ({2}, {2})
