"""What the .xlsx reader makes of each thing a part can say."""

from datetime import datetime

import pytest

from tests.sheets import hostile
from toolkit.findings import Unreadable
from toolkit.sheets.grid import Area, Cell, Fault, Sheet, Visibility
from toolkit.sheets.source import read_bytes

DAY = datetime(2025, 12, 1)  # noqa: DTZ001


def sheet(data: str, **more: object) -> Sheet:
    return read_bytes(hostile.book(data, **more)).sheets[0]  # type: ignore[arg-type]


def only(cell_xml: str, **more: object) -> Cell | None:
    return sheet(f'<row r="3">{cell_xml}</row>', **more).cell(3, 2)


@pytest.mark.parametrize(
    ("cell_xml", "value"),
    [
        ('<c r="B3"><v>12</v></c>', 12),
        ('<c r="B3"><v>12.0</v></c>', 12),
        ('<c r="B3" t="n"><v>2.5</v></c>', 2.5),
        ('<c r="B3"><v>1.3812345678E10</v></c>', 13812345678),
        ('<c r="B3"><v>913100001234567890</v></c>', 913100001234567890),
        ('<c r="B3"><v>-0.5</v></c>', -0.5),
        ('<c r="B3" t="s"><v>1</v></c>', "乙"),
        ('<c r="B3" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', " 甲 "),
        ('<c r="B3" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c>', "甲乙"),
        ('<c r="B3" t="str"><f>A1</f><v>文</v></c>', "文"),
        ('<c r="B3" t="str"><f>A1</f><v></v></c>', ""),
        ('<c r="B3" t="b"><v>1</v></c>', True),
        ('<c r="B3" t="d"><v>2025-12-01T00:00:00Z</v></c>', DAY),
        ('<c r="B3" t="inlineStr"><is><t>a_x000D_b_x005F_x000D__xD83D__xDE00_</t></is></c>', "a\rb_x000D_😀"),
        ('<c r="B3" t="inlineStr"><is><t>_xD83D_</t></is></c>', "\ufffd"),
        ('<c r="B3" t="inlineStr"><is><t>&lt;甲&amp;乙&gt;&#20057;</t></is></c>', "<甲&乙>乙"),
    ],
)
def test_a_value_keeps_its_type(cell_xml: str, value: object) -> None:
    cell = only(cell_xml, strings=["甲", "乙"])
    assert cell is not None
    assert cell.value == value
    assert type(cell.value) is type(value)
    assert cell.fault is None


@pytest.mark.parametrize(
    ("style", "raw", "value"),
    [
        (hostile.DATE, "45992", DAY),
        (hostile.CHINESE_DATE, "45992", DAY),
        (hostile.CHINESE_MONTH, "45992", DAY),
        (hostile.DATE, "45992.520833333336", datetime(2025, 12, 1, 12, 30)),  # noqa: DTZ001
        (hostile.GENERAL, "45992", 45992),
        (hostile.PERCENT, "0.5", 0.5),
        (hostile.DATE, "0.5", 0.5),
        (hostile.DATE, "-1", -1),
        (hostile.DATE, "60", 60),
        (hostile.DATE, "91310000", 91310000),
        (hostile.DATE, "73415", datetime(2100, 12, 31)),  # noqa: DTZ001
        (hostile.DATE, "73416", 73416),
        (hostile.DATE, "32874", datetime(1990, 1, 1)),  # noqa: DTZ001
        (hostile.DATE, "32873", 32873),
    ],
)
def test_only_a_date_of_our_time_in_a_date_format_is_a_date(style: int, raw: str, value: object) -> None:
    cell = only(f'<c r="B3" s="{style}"><v>{raw}</v></c>')
    assert cell is not None
    assert cell.value == value
    assert type(cell.value) is type(value)


def test_serials_count_from_1904_where_the_book_says_so() -> None:
    data = f'<row r="1"><c r="A1" s="{hostile.DATE}"><v>44530</v></c></row>'
    read = read_bytes(hostile.book(data, properties='<workbookPr date1904="1"/>'))
    assert read.epoch_1904
    assert read.sheets[0].cell(1, 1) == Cell(DAY, "yyyy/m/d;@")


@pytest.mark.parametrize(
    ("cell_xml", "expected"),
    [
        ('<c r="B3" t="e"><v>#REF!</v></c>', Cell("#REF!", fault=Fault.ERROR)),
        ('<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("#DIV/0!", formula=True, fault=Fault.ERROR)),
        ('<c r="B3"><f>1+1</f></c>', Cell(None, formula=True, fault=Fault.UNCACHED)),
        ('<c r="B3"><f>1+1</f><v></v></c>', Cell(None, formula=True, fault=Fault.UNCACHED)),
        ('<c r="B3" t="str"><f>1+1</f></c>', Cell(None, formula=True, fault=Fault.UNCACHED)),
        ('<c r="B3"><f>1+1</f><v>2</v></c>', Cell(2, formula=True)),
        ('<c r="B3" t="b"><v>2</v></c>', Cell("2", fault=Fault.BROKEN)),
        ('<c r="B3" t="s"><v>9</v></c>', Cell("9", fault=Fault.BROKEN)),
        ('<c r="B3" t="s"><v>-1</v></c>', Cell("-1", fault=Fault.BROKEN)),
        ('<c r="B3"><v>NaN</v></c>', Cell("NaN", fault=Fault.BROKEN)),
        ('<c r="B3"><v>1e999</v></c>', Cell("1e999", fault=Fault.BROKEN)),
        ('<c r="B3"><v>1_000</v></c>', Cell("1_000", fault=Fault.BROKEN)),
        ('<c r="B3" t="x"><v>1</v></c>', Cell("1", fault=Fault.BROKEN)),
        ('<c r="B3" t="d"><v>昨天</v></c>', Cell("昨天", fault=Fault.BROKEN)),
        ('<c r="B3" s="77"><v>45992</v></c>', Cell("45992", fault=Fault.BROKEN)),
        ('<c r="B3" u="s"><v>0</v></c>', Cell(0, fault=Fault.BROKEN)),
        ('<c r="B3"><v>1</v><v>2</v></c>', Cell(2, fault=Fault.BROKEN)),
        ('<c r="B3" t="inlineStr"><is><t>a</t></is><is><t>b</t></is></c>', Cell("b", fault=Fault.BROKEN)),
        ('<c r="B3" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
         Cell(None, formula=True, fault=Fault.PICTURE)),
        ('<c r="B3" t="e" vm="1"><v>#VALUE!</v></c>', Cell(None, fault=Fault.PICTURE)),
    ],
)  # fmt: skip
def test_a_cell_without_a_usable_value_says_why(cell_xml: str, expected: Cell) -> None:
    assert only(cell_xml) == expected


@pytest.mark.parametrize(
    "cell_xml", ['<c r="B3"/>', '<c r="B3" s="1"/>', '<c r="B3" t="s"/>', '<c r="B3"><v/></c>',
                 '<c r="B3" t="inlineStr"><is><t></t></is></c>']
)  # fmt: skip
def test_a_cell_that_holds_nothing_is_not_there(cell_xml: str) -> None:
    assert only(cell_xml) is None


def test_one_bad_cell_leaves_the_rest_readable() -> None:
    found = sheet('<row r="1"><c r="A1" t="b"><v>7</v></c><c r="B1"><v>7</v></c></row>')
    assert [cell.fault for _, cell in found.cells()] == [Fault.BROKEN, None]


def test_addresses_come_from_the_file_and_leading_blank_rows_shift_nothing() -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    found = sheet('<row r="7"><c r="C7"><v>1</v></c></row>' + last)
    assert [where for where, _ in found.cells()] == [(7, 3), (1_048_576, 16_384)]


def test_cells_and_rows_without_an_address_follow_their_neighbours() -> None:
    found = sheet('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>')
    assert [where for where, _ in found.cells()] == [(1, 1), (1, 4), (1, 5), (2, 1)]
    assert not found.disordered


def test_rows_out_of_order_are_sorted_and_told() -> None:
    found = sheet(
        '<row r="5"><c r="B5"><v>1</v></c><c r="A5"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    )
    assert [where for where, _ in found.cells()] == [(2, 1), (5, 1), (5, 2)]
    assert found.disordered


def test_a_cell_told_twice_is_broken_only_where_the_two_differ() -> None:
    found = sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    )
    assert found.rows == {1: {1: Cell(1), 2: Cell(2, fault=Fault.BROKEN)}}
    assert found.disordered


@pytest.mark.parametrize("reference", ["B4", "0", "XFE3", "AAAA3", "三", "B0", "B1048577"])
def test_a_cell_whose_address_contradicts_its_row_is_broken(reference: str) -> None:
    found = sheet(f'<row r="3"><c r="A3"><v>1</v></c><c r="{reference}"><v>2</v></c></row>')
    assert [cell.fault for _, cell in found.cells()] == [None, Fault.BROKEN]
    assert found.disordered


def test_merges_hidden_rows_and_columns_filters_and_notes_are_told() -> None:
    data = hostile.parts(
        hostile.worksheet(
            '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="9" hidden="1"/>',
            before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="9"/></cols>',
            after='<autoFilter ref="A1:C9"><filterColumn colId="0"/></autoFilter>'
            '<mergeCells count="2"><mergeCell ref="A2:B3"/><mergeCell ref="D4:D4"/></mergeCells>',
        )
    )
    data["xl/worksheets/_rels/sheet1.xml.rels"] = hostile.relations(("rId1", "comments", "../comments1.xml"))
    data["xl/comments1.xml"] = (
        f'<comments xmlns="{hostile.MAIN}"><authors><author>x</author></authors><commentList>'
        '<comment ref="B2" authorId="0"><text><r><t>已</t></r><r><t>核</t></r></text></comment>'
        "</commentList></comments>"
    )
    found = read_bytes(hostile.archive(data)).sheets[0]
    assert found.merges == (Area(2, 1, 3, 2),)
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {2}
    assert found.filtered
    assert found.notes == {(2, 2): "已核"}
    assert found.cell(2, 2) == Cell(2), "a value hidden under a merge stays at its own address"


def test_a_filter_that_filters_nothing_is_not_told() -> None:
    assert not sheet("", after='<autoFilter ref="A1:C9"/>').filtered


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("<t>甲</t>", False),
        ("<r><rPr><strike/></rPr><t>甲</t></r>", True),
        ('<r><rPr><strike val="0"/></rPr><t>甲</t></r>', False),
        ("<r><rPr><strike/></rPr><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r>", False),
        ("<r><rPr><strike/></rPr><t>甲</t></r><r><t>乙</t></r>", False),
    ],
)
def test_a_cell_is_struck_where_all_of_its_text_is(text: str, struck: bool) -> None:
    cell = only('<c r="B3" t="s"><v>0</v></c>', strings=[text])
    assert cell is not None
    assert cell.struck is struck


def test_a_cell_is_struck_by_its_font_unless_its_runs_say_otherwise() -> None:
    struck = f'<c r="B3" t="s" s="{hostile.STRUCK}"><v>0</v></c>'
    assert only(struck, strings=["甲"]) == Cell("甲", struck=True)
    assert only(struck, strings=["<r><rPr><b/></rPr><t>甲</t></r>"]) == Cell("甲", struck=False)


def test_sheets_come_in_order_with_their_visibility() -> None:
    data = hostile.parts(*[hostile.worksheet("")] * 3, states=("visible", "hidden", "veryHidden"))
    read = read_bytes(hostile.archive(data))
    assert [found.visibility for found in read.sheets] == list(Visibility)


def test_a_picture_counts_only_where_nothing_else_stands() -> None:
    data = hostile.parts(hostile.worksheet('<row r="2"><c r="B2"><v>1</v></c></row>'))
    drawing = ("rId1", "drawing", "../drawings/drawing1.xml")
    data["xl/worksheets/_rels/sheet1.xml.rels"] = hostile.relations(drawing)
    anchors = "".join(
        f"<a:{kind}><a:from><a:col>{c}</a:col><a:colOff>9</a:colOff><a:row>{r}</a:row></a:from>"
        f"<a:to><a:col>9</a:col><a:row>9</a:row></a:to><a:{shape}/></a:{kind}>"
        for kind, c, r, shape in [
            ("twoCellAnchor", 1, 1, "pic"), ("oneCellAnchor", 2, 0, "pic"), ("twoCellAnchor", 3, 3, "sp"),
        ]
    )  # fmt: skip
    data["xl/drawings/drawing1.xml"] = f'<a:wsDr xmlns:a="{hostile.DRAWING}">{anchors}</a:wsDr>'
    found = read_bytes(hostile.archive(data)).sheets[0]
    assert found.pictures == {(2, 2), (1, 3)}
    assert found.rows == {1: {3: Cell(None, fault=Fault.PICTURE)}, 2: {2: Cell(1)}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("namespace", [hostile.MAIN, hostile.STRICT])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_any_namespace_prefix_and_encoding_reads_the_same(encoding: str, namespace: str, prefix: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{"utf-16" if encoding == "utf-16" else "utf-8"}"?>'
        f'<:worksheet xmlns{":x" if prefix else ""}="{namespace}"><:sheetData><:row r="1">'
        '<:c r="A1" t="inlineStr"><:is><:t>甲</:t></:is></:c></:row></:sheetData></:worksheet>'
    )
    text = text.replace("</:", f"</{prefix}").replace("<:", f"<{prefix}")
    data = hostile.parts(text.encode(encoding), namespace=namespace)
    assert read_bytes(hostile.archive(data)).sheets[0].rows == {1: {1: Cell("甲")}}


def test_strict_relationships_are_followed() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = hostile.parts(hostile.worksheet(rows, namespace=hostile.STRICT))
    data = {
        name: content.replace(hostile.RELS, hostile.STRICT_RELS) if isinstance(content, str) else content
        for name, content in data.items()
    }
    assert read_bytes(hostile.archive(data)).sheets[0].cell(1, 1) == Cell(1)


def test_part_names_may_be_capitalised_or_slashed_otherwise() -> None:
    data = hostile.parts(hostile.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    renamed = {name.upper().replace("/", "\\"): content for name, content in data.items()}
    assert read_bytes(hostile.archive(renamed)).sheets[0].cell(1, 1) == Cell(1)


@pytest.mark.parametrize("target", ["worksheets/sheet%201.xml", "./worksheets/../worksheets/sheet 1.xml", "/xl/worksheets/sheet 1.xml"])
def test_a_part_is_found_however_it_is_pointed_to(target: str) -> None:
    data = hostile.parts(hostile.worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    data["xl/worksheets/sheet 1.xml"] = data.pop("xl/worksheets/sheet1.xml")
    data["xl/_rels/workbook.xml.rels"] = str(data["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", target)
    assert read_bytes(hostile.archive(data)).sheets[0].cell(1, 1) == Cell(1)


def test_programs_links_and_other_sheets_are_told_and_left_alone() -> None:
    data = hostile.parts(hostile.worksheet(""), hostile.worksheet(""), names=("甲", "图表"))
    data["xl/_rels/workbook.xml.rels"] = hostile.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "worksheets/sheet2.xml"),
        ("rId3", "externalLink", "externalLinks/1.xml"), ("rId4", "connections", "connections.xml"),
        ("rId5", "externalLink", "externalLinks/gone.xml"),
    )  # fmt: skip
    data["xl/externalLinks/1.xml"] = (
        f'<externalLink xmlns="{hostile.MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    )
    data["xl/vbaProject.bin"] = b"x"
    read = read_bytes(hostile.archive(data))
    assert (read.kind, read.macros, read.other_sheets) == ("xlsm", True, ("图表",))
    assert read.links == {"workbook", "dde", "connection"}
    assert read.lost_parts == ("gone.xml",)


@pytest.mark.parametrize(
    "data",
    [
        '<rox r="1"><c r="A1"><v>1</v></c></rox>',
        '<row r="1"><d r="A1"><v>1</v></d></row>',
        '<row r="1"><c r="A1"><w>1</w></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><u>1</u></is></c></row>',
        '<row q="1"><c><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_an_element_we_do_not_know_among_the_cells_is_never_passed_over(data: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        sheet(data)
    assert refusal.value.rule.code == "FILE-03"


@pytest.mark.parametrize("row", ['<row r="2" ht="0" customHeight="1">', '<row r="2" ht="0.0" other="">'], ids=["quick", "plain"])
def test_a_row_of_no_height_is_hidden_and_so_is_a_column_of_no_width(row: str) -> None:
    cells = '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3" ht="20"><c r="A3"><v>3</v></c></row>'
    before = '<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="0" customWidth="1"/></cols>'
    found = read_bytes(hostile.archive(hostile.parts(hostile.worksheet(row + cells, before=before)))).sheets[0]
    assert (set(found.hidden_rows), set(found.hidden_columns)) == ({2}, {2})
