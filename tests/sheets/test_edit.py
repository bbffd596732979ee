import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.sheets.editing import (
    SHEET,
    blank,
    in_sheet,
    listing,
    opened,
    parts,
    repacked,
    saved,
    sheet_of,
    touched,
    values,
)
from toolkit.findings import Rule
from toolkit.findings.catalogue import edits
from toolkit.sheets.edit import AddSheet, Link, NotEditable, SetCell, Tint, Value, edit
from toolkit.sheets.edit.proof import prove

BELOW_ONE = CellIsRule(operator="lessThan", formula=["1"], font=Font(bold=True))  # type: ignore[no-untyped-call]
SHEET_PART = "xl/worksheets/sheet1.xml"


def put(row: int, column: int, value: Value, **rest: Any) -> SetCell:
    return SetCell(SHEET, row, column, value, **rest)


def moment(*numbers: int) -> datetime:
    return datetime(*numbers)  # type: ignore[arg-type] # noqa: DTZ001 - a cell knows no time zone


def refused(data: bytes, *changes: SetCell) -> Rule:
    with pytest.raises(NotEditable) as caught:
        edit(data, changes or [put(4, 1, "x")])
    assert "{" not in caught.value.message
    return caught.value.rule


def table_in(data: bytes, name: str = "xl/tables/table1.xml") -> str:
    return parts(data)[name].decode()


# Values


def test_no_changes_give_the_very_same_object() -> None:
    data = saved(listing()[0])
    assert edit(data, []) is data


def test_the_same_input_gives_the_same_bytes() -> None:
    data = saved(listing()[0])
    changes = [put(9, 4, date(2025, 12, 1)), put(4, 2, "上海样例改名有限公司")]
    assert edit(data, changes) == edit(data, changes)


def test_only_the_sheet_is_touched_when_a_text_changes() -> None:
    data = saved(listing()[0])
    assert touched(data, edit(data, [put(4, 2, "上海样例改名有限公司")])) == {SHEET_PART}


@pytest.mark.parametrize("value", [
    "文字", 5, -2.5, 1e300, True, False, "0012", " 前后空格 ", "两\n行", "<&>\"'",
])
def test_a_value_is_read_back_as_it_was_given(value: Value) -> None:
    assert values(edit(saved(listing()[0]), [put(4, 6, value)]))[4, 6] == value


@pytest.mark.parametrize("text", ["=1+1", "+86 21", "-", "@甲", "#N/A", "=HYPERLINK(\"x\")"])
def test_a_text_is_never_a_formula_or_an_error(text: str) -> None:
    cell = sheet_of(edit(saved(listing()[0]), [put(4, 6, text)]))["F4"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", [
    "_x000D_", "_x0041_x0042_", "\r\n", "\x01x0041_", "_x0041\x01", "\ufffe", "\ud800", "_", "_x005F_",
])
def test_characters_that_xml_cannot_carry_come_back(text: str) -> None:
    xml = parts(edit(saved(listing()[0]), [put(4, 6, text)]))[SHEET_PART].decode()
    stored = re.search(r'<c r="F4"[^>]*><is><t[^>]*>(.*?)</t>', xml, re.DOTALL)
    assert stored is not None
    assert re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), stored[1]) == text


def test_none_clears_the_value_and_keeps_the_style() -> None:
    book, sheet = listing()
    sheet["B4"].font = Font(bold=True)
    cell = sheet_of(edit(saved(book), [put(4, 2, None)]))["B4"]
    assert cell.value is None
    assert cell.font.bold


def test_clearing_an_empty_place_writes_nothing_there() -> None:
    data = saved(listing()[0])
    assert parts(edit(data, [put(40, 2, None), put(4, 9, "")]))[SHEET_PART] == parts(data)[SHEET_PART]


def test_a_value_asked_for_as_text_is_what_people_would_read() -> None:
    data = edit(saved(listing()[0]), [
        put(4, 1, 310115.0, text=True), put(5, 1, date(2025, 12, 5), text=True), put(6, 1, True, text=True),
        put(7, 1, 2.5, text=True), put(8, 1, moment(2025, 12, 5, 9, 30), text=True),
    ])
    texts = [values(data)[row, 1] for row in range(4, 9)]
    assert texts == ["310115", "2025-12-05", "是", "2.5", "2025-12-05 09:30:00"]


def test_of_two_changes_to_one_cell_the_later_wins() -> None:
    assert values(edit(saved(listing()[0]), [put(4, 6, "先"), put(4, 6, "后")]))[4, 6] == "后"


def test_a_text_of_the_full_length_is_written_and_a_longer_one_is_refused() -> None:
    data = saved(listing()[0])
    assert values(edit(data, [put(4, 6, "长" * 32_767)]))[4, 6] == "长" * 32_767
    assert refused(data, put(4, 6, "长" * 32_768)) is edits.TEXT_TOO_LONG
    assert refused(data, put(4, 6, "𠮷" * 16_384)) is edits.TEXT_TOO_LONG


@pytest.mark.parametrize("value", [
    float("nan"), float("inf"), 913101150000000001, date(1899, 12, 30), datetime(2025, 1, 1, tzinfo=UTC),
])
def test_a_number_that_excel_would_change_is_refused(value: Value) -> None:
    assert refused(saved(listing()[0]), put(4, 6, value)) is edits.BAD_NUMBER


def test_an_address_outside_any_sheet_is_our_own_fault() -> None:
    with pytest.raises(ValueError, match="no cell"):
        edit(saved(listing()[0]), [put(0, 1, "x")])


# Dates and styles


def test_a_date_in_a_plain_cell_gets_a_date_format() -> None:
    data = edit(saved(listing()[0]), [put(4, 6, date(2025, 12, 5)), put(5, 6, moment(2025, 12, 5, 18, 30))])
    sheet = sheet_of(data)
    assert (sheet["F4"].value, sheet["F4"].is_date) == (moment(2025, 12, 5), True)
    assert sheet["F5"].value == moment(2025, 12, 5, 18, 30)


def test_a_date_in_a_date_cell_keeps_its_format() -> None:
    book, sheet = listing()
    sheet["D4"].number_format = 'yyyy"年"m"月"d"日"'
    data = saved(book)
    after = edit(data, [put(4, 4, date(2025, 12, 5))])
    assert sheet_of(after)["D4"].number_format == 'yyyy"年"m"月"d"日"'
    assert touched(data, after) == {SHEET_PART}


def test_two_dates_share_one_new_style() -> None:
    data = saved(listing()[0])
    count = parts(data)["xl/styles.xml"].count(b"<xf ")
    after = edit(data, [put(row, 6, date(2025, 12, row)) for row in range(4, 9)])
    assert parts(after)["xl/styles.xml"].count(b"<xf ") == count + 1


def test_a_book_that_counts_from_1904_is_written_so() -> None:
    book, _ = listing()
    book.epoch = CALENDAR_MAC_1904
    after = edit(saved(book), [put(4, 6, date(2025, 12, 5))])
    assert sheet_of(after)["F4"].value == moment(2025, 12, 5)
    assert "<v>44534</v>" in parts(after)[SHEET_PART].decode()


def test_days_before_the_leap_day_that_never_was_are_one_less() -> None:
    after = edit(saved(listing()[0]), [put(4, 6, date(1900, 2, 28)), put(5, 6, date(1900, 3, 1))])
    xml = parts(after)[SHEET_PART].decode()
    assert "<v>59</v>" in xml
    assert "<v>61</v>" in xml


def test_a_new_cell_takes_its_columns_style_and_its_rows_before_that() -> None:
    book, sheet = listing()
    sheet.column_dimensions["B"].font = Font(italic=True)
    sheet.row_dimensions[12].font = Font(bold=True)
    after = sheet_of(edit(saved(book), [put(11, 2, "列"), put(12, 2, "行"), put(11, 3, "无")]))
    assert (after["B11"].font.italic, after["B12"].font.bold, after["C11"].font.italic) == (True, True, False)


# Rows and cells


def test_rows_are_appended_and_put_between_others() -> None:
    book, sheet = listing()
    sheet["A20"] = "尾"
    data = saved(book)
    after = edit(data, [put(30, 1, "末"), put(15, 3, "间"), put(9, 1, "续")])
    assert values(after) == {**values(data), (30, 1): "末", (15, 3): "间", (9, 1): "续"}


def test_cells_stand_in_the_order_of_their_columns() -> None:
    book, sheet = blank()
    sheet["B2"], sheet["AB2"] = "乙", "廿八"
    xml = parts(edit(saved(book), [put(2, 30, 3), put(2, 1, 1), put(2, 27, 2)]))[SHEET_PART].decode()
    assert re.findall(r'<c r="([A-Z]+)2"', xml) == ["A", "B", "AA", "AB", "AD"]


def test_an_empty_sheet_can_be_filled() -> None:
    data = saved(blank()[0])
    assert values(edit(data, [put(3, 2, "甲")])) == {(3, 2): "甲"}
    empty = re.compile(rb"<sheetData>\s*</sheetData>|<sheetData ?/>")
    shut = repacked(data, lambda _, content: empty.sub(b"<sheetData/>", content))
    assert values(edit(shut, [put(3, 2, "甲")])) == {(3, 2): "甲"}


def test_rows_and_cells_without_addresses_follow_each_other() -> None:
    book, sheet = blank()
    sheet.append(["甲", "乙"])
    sheet.append(["丙", "丁"])
    data = repacked(saved(book), lambda name, content: (
        re.sub(rb' r="[A-Z]*\d+"', b"", content) if name == SHEET_PART else content))
    after = edit(data, [put(2, 2, "新"), put(2, 1, None)])
    assert values(after) == {(1, 1): "甲", (1, 2): "乙", (2, 2): "新"}


def test_the_dimension_grows_and_never_shrinks() -> None:
    data = saved(listing()[0])
    assert sheet_of(edit(data, [put(20, 9, "x")])).dimensions == "A1:I20"
    assert '<dimension ref="A1:F8"' in parts(edit(data, [put(5, 2, "x")]))[SHEET_PART].decode()


def test_spans_include_new_cells() -> None:
    data = in_sheet(saved(listing()[0]), '<row r="4">', '<row r="4" spans="1:6">')
    assert 'spans="1:9"' in parts(edit(data, [put(4, 9, "x")]))[SHEET_PART].decode()


# What speaks of ranges


def test_a_filter_grows_with_rows_appended_directly_below_it() -> None:
    book, sheet = listing()
    sheet.auto_filter.ref = "A3:F8"
    after = edit(saved(book), [put(9, 1, "x"), put(10, 2, "y")])
    assert sheet_of(after).auto_filter.ref == "A3:F10"
    assert "$A$3:$F$10" in parts(after)["xl/workbook.xml"].decode()


def test_a_filter_stays_when_a_row_further_down_is_filled() -> None:
    book, sheet = listing()
    sheet.auto_filter.ref = "A3:F8"
    assert sheet_of(edit(saved(book), [put(10, 1, "注：")])).auto_filter.ref == "A3:F8"


def test_a_filter_stays_when_the_rows_below_are_beside_it() -> None:
    book, sheet = listing()
    sheet.auto_filter.ref = "A3:F8"
    assert sheet_of(edit(saved(book), [put(9, 9, "旁注")])).auto_filter.ref == "A3:F8"


def test_a_table_grows_with_its_own_filter() -> None:
    book, sheet = listing()
    sheet.add_table(Table(displayName="名单", ref="A3:F8"))
    after = edit(saved(book), [put(9, 1, "x")])
    assert table_in(after).count('ref="A3:F9"') == 2


def test_a_table_with_totals_stays() -> None:
    book, sheet = listing()
    sheet.add_table(Table(displayName="名单", ref="A3:F8", totalsRowCount=1))
    assert 'ref="A3:F8"' in table_in(edit(saved(book), [put(9, 1, "x")]))


def test_a_tables_header_is_refused_and_its_data_are_not() -> None:
    book, sheet = listing()
    sheet.add_table(Table(displayName="名单", ref="A3:F8"))
    assert refused(saved(book), put(3, 2, "改名")) is edits.TABLE_HEADER
    assert values(edit(saved(book), [put(4, 2, "改")]))[4, 2] == "改"


def test_validations_and_formats_that_covered_the_last_row_cover_the_new_ones() -> None:
    book, sheet = listing()
    choice = DataValidation(type="list", formula1='"是,否"', sqref="F4:F8 C4:C6")
    choice.prompt, choice.showInputMessage = "a>b", True
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("D4:D8", BELOW_ONE)
    sheet.conditional_formatting.add("B3:B3", BELOW_ONE)
    after = edit(saved(book), [put(9, 1, "x"), put(10, 1, "y")])
    covered = sheet_of(after).data_validations.dataValidation[0].sqref
    assert sorted(map(str, covered.ranges)) == ["C4:C6", "F4:F10"]
    assert [str(one.sqref) for one in sheet_of(after).conditional_formatting] == ["D4:D10", "B3"]


def test_a_headers_own_format_does_not_spread_over_the_first_row() -> None:
    book, sheet = listing(rows=0)
    sheet.auto_filter.ref = "A3:F3"
    sheet.conditional_formatting.add("A3:F3", BELOW_ONE)
    after = sheet_of(edit(saved(book), [put(4, 1, "x")]))
    assert [str(one.sqref) for one in after.conditional_formatting] == ["A3:F3"]
    assert after.auto_filter.ref == "A3:F4"


# Formulas


def test_a_formula_that_becomes_a_value_leaves_no_trace() -> None:
    book, sheet = listing()
    sheet["F4"], sheet["F5"] = "=1+1", "=1+2"
    data = repacked(
        saved(book),
        _with_calculation_order,
        **{"xl/calcChain.xml": b'<calcChain xmlns="x"><c r="F4" i="1"/><c r="F5"/></calcChain>'},
    )
    after = edit(data, [put(4, 6, 7)])
    assert values(after)[4, 6] == 7
    assert "xl/calcChain.xml" not in parts(after)
    assert b"calcChain" not in parts(after)["[Content_Types].xml"]
    assert b"calcChain" not in parts(after)["xl/_rels/workbook.xml.rels"]
    assert "xl/calcChain.xml" in parts(edit(data, [put(4, 1, 7)]))


def _with_calculation_order(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return content.replace(b"</Types>", (
            b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.calcChain+xml"/></Types>'))
    if name == "xl/_rels/workbook.xml.rels":
        return content.replace(b"</Relationships>", (
            b'<Relationship Id="rId99" Target="calcChain.xml" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/calcChain"/></Relationships>'))
    return content


def test_a_book_with_formulas_is_computed_anew_and_one_without_is_left_alone() -> None:
    book, _ = listing()
    book.calculation = None
    assert b"fullCalcOnLoad" not in parts(edit(saved(book), [put(4, 1, 7)]))["xl/workbook.xml"]
    book.create_sheet("合计")["A1"] = "=SUM(试点名单!F4:F8)"
    assert b'fullCalcOnLoad="1"' in parts(edit(saved(book), [put(4, 1, 7)]))["xl/workbook.xml"]


def test_an_array_formula_over_several_cells_is_refused_and_one_over_one_is_not() -> None:
    book, sheet = listing()
    sheet["F4"] = ArrayFormula("F4:F6", "=A4:A6")
    sheet["F8"] = ArrayFormula("F8", "=SUM(A4:A6)")
    assert refused(saved(book), put(5, 6, 1)) is edits.ARRAY
    assert values(edit(saved(book), [put(8, 6, 1)]))[8, 6] == 1


SHARED = (
    '<row r="9"><c r="F9"><f t="shared" ref="F9:F12" si="0">B9&amp;"B9"&amp;$C$4</f><v>1</v></c></row>'
    '<row r="10"><c r="F10"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="11"><c r="F11" s="0"><f t="shared" si="0"></f><v>3</v></c></row>'
    '<row r="12"><c r="F12"><f t="shared" ref="F12:F13" si="1">A12</f><v>4</v></c></row>'
    '<row r="13"><c r="F13"><f t="shared" si="1"/><v>5</v></c></row></sheetData>'
)


def test_formulas_that_shared_the_text_of_an_overwritten_one_get_their_own() -> None:
    data = in_sheet(saved(listing()[0]), "</sheetData>", SHARED)
    after = values(edit(data, [put(9, 6, "值"), put(11, 6, "也是值")]))
    assert [after[row, 6] for row in range(9, 13)] == ["值", '=B10&"B9"&$C$4', "也是值", "=A12"]
    assert after[13, 6] == "=A13"


def test_a_shared_formula_whose_text_stays_is_left_shared() -> None:
    data = in_sheet(saved(listing()[0]), "</sheetData>", SHARED)
    xml = parts(edit(data, [put(10, 6, "值")]))[SHEET_PART].decode()
    assert xml.count('t="shared"') == 4


# Sheets


def test_a_sheet_is_added_at_the_end_with_widths_header_and_links() -> None:
    rows: list[list[Value | Link]] = [["标题"], ["序号", "位置"], [1, Link("B4 处", SHEET, 4, 2)], [2, date(2025, 12, 5)]]
    after = edit(saved(listing()[0]), [AddSheet("附表", rows, widths=(6, 20), header=2)])
    book = opened(after)
    sheet = book["附表"]
    assert book.sheetnames == [SHEET, "附表"]
    assert book.active is book[SHEET]
    assert (sheet["B3"].value, sheet["B3"].hyperlink.location) == ("B4 处", f"'{SHEET}'!B4")
    assert (sheet["A2"].font.b, sheet.freeze_panes, sheet.auto_filter.ref) == (True, "A3", "A2:B4")
    assert (sheet.column_dimensions["B"].width, sheet["B4"].value) == (20, moment(2025, 12, 5))


def test_a_sheet_with_the_name_of_another_is_refused() -> None:
    with pytest.raises(NotEditable) as caught:
        edit(saved(listing()[0]), [AddSheet(SHEET, [])])
    assert caught.value.rule is edits.SHEET_EXISTS


def test_a_book_without_any_styles_can_be_tinted_and_dated() -> None:
    plain = repacked(saved(listing()[0]), lambda name, content: (
        re.sub(rb"<(fonts|fills|borders|cellXfs|cellStyles|cellStyleXfs|numFmts).*</\1>", b"", content)
        if name == "xl/styles.xml" else re.sub(rb' s="\d+"', b"", content) if "sheet1" in name else content))
    sheet = sheet_of(edit(plain, [put(4, 6, date(2025, 12, 5)), Tint(SHEET, 4, 6, "FFC7CE")]))
    assert sheet["F4"].value == moment(2025, 12, 5)
    assert sheet["F4"].fill.fgColor.rgb == "FFFFC7CE"


# What is refused


def test_a_cell_hidden_under_a_merge_is_refused_and_its_first_cell_is_not() -> None:
    data = saved(listing()[0])
    assert refused(data, put(1, 2, "x")) is edits.COVERED
    assert values(edit(data, [put(1, 1, "新题")]))[1, 1] == "新题"


def test_a_sheet_that_is_not_there_is_refused() -> None:
    assert refused(saved(listing()[0]), SetCell("没有", 1, 1, "x")) is edits.NO_SHEET


def test_a_signed_book_is_refused() -> None:
    data = repacked(saved(listing()[0]), lambda _, content: content, **{"_xmlsignatures/sig1.xml": b"<x/>"})
    assert refused(data) is edits.SIGNED


def test_an_encrypted_an_old_and_a_foreign_file_are_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")) is edits.ENCRYPTED
    assert refused(ole + b"Workbook") is edits.NOT_XLSX
    assert refused(b"%PDF-1.4") is edits.NOT_XLSX
    assert refused(b"") is edits.NOT_XLSX


@pytest.mark.parametrize(("old", "new"), [
    ('<row r="4"', '<row r="6"'),
    ('<c r="B4"', '<c r="B5"'),
    ('<c r="B4"', '<c r="A4"'),
    ("</worksheet>", ""),
    ("<sheetData>", "<data>"),
    ('<row r="4">', '<row r="4"><x/>'),
])
def test_a_part_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    assert refused(in_sheet(saved(listing()[0]), old, new)) is edits.MALFORMED


def test_a_doctype_is_refused() -> None:
    data = repacked(saved(listing()[0]), lambda name, content: (
        b'<!DOCTYPE x [<!ENTITY e "e">]>' + content if name == SHEET_PART else content))
    assert refused(data) is edits.MALFORMED


def test_a_truncated_file_is_refused_wherever_it_is_cut() -> None:
    data = saved(listing()[0])
    for length in range(0, len(data), max(1, len(data) // 50)):
        assert refused(data[:length]) in {edits.NOT_XLSX, edits.MALFORMED}


# Other spellings of the format


def test_a_prefixed_part_is_edited_in_its_own_prefix() -> None:
    data = repacked(saved(listing()[0]), lambda name, content: (
        re.sub(rb"<(/?)(\w)", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=")
        if name == SHEET_PART else content))
    after = edit(data, [put(9, 2, "续"), put(4, 2, "改")])
    assert (values(after)[9, 2], values(after)[4, 2]) == ("续", "改")
    assert parts(after)[SHEET_PART].count(b"<x:c ") == parts(data)[SHEET_PART].count(b"<x:c ") + 1


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_part_in_another_encoding_is_edited(encoding: str) -> None:
    data = repacked(saved(listing()[0]), lambda name, content: (
        f'<?xml version="1.0" encoding="{encoding}"?>{content.decode()}'.encode(encoding)
        if name == SHEET_PART else content))
    assert values(edit(data, [put(9, 2, "续")]))[9, 2] == "续"


def test_comments_and_cdata_in_a_part_mislead_nobody() -> None:
    data = in_sheet(saved(listing()[0]), "<sheetData>", '<sheetData><!-- <row r="4"> --><?x <row r="9"?>')
    last = '<row r="10"><c r="A10" t="str"><v><![CDATA[<c r="B3">]]></v></c></row></sheetData>'
    data = in_sheet(data, "</sheetData>", last)
    after = sheet_of(edit(data, [put(9, 2, "续")]))
    assert (after["B9"].value, after["A10"].value) == ("续", '<c r="B3">')


def test_a_book_in_the_strict_dialect_is_edited() -> None:
    swaps = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    )

    def swapped(data: bytes, back: bool = False) -> bytes:
        def change(_: str, content: bytes) -> bytes:
            for loose, strict in swaps:
                content = content.replace(*((strict, loose) if back else (loose, strict)))
            return content
        return repacked(data, change)

    after = edit(swapped(saved(listing()[0])), [put(9, 2, "续"), put(9, 4, date(2025, 12, 1))])
    assert values(swapped(after, back=True))[9, 4] == moment(2025, 12, 1)


# Laws


def _everything() -> bytes:
    book, sheet = listing(rows=12)
    sheet.auto_filter.ref = "A3:F15"
    sheet["B5"].comment = Comment("人工批注", "王样例")
    sheet["C6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["F7"] = "=LEN(B7)"
    book.create_sheet("其他")["C3"] = "别动"
    return saved(book)


EVERYTHING = _everything()

cell_values = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-10**14, 10**14), st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False), st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)
places = st.tuples(st.integers(2, 40), st.integers(1, 12))


@given(st.dictionaries(places, cell_values, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_changed_cells_are_what_was_asked_and_all_others_what_they_were(
    asked: dict[tuple[int, int], Value],
) -> None:
    after = edit(EVERYTHING, [put(row, column, value) for (row, column), value in asked.items()])
    expected = {**values(EVERYTHING), **{place: _as_read(value) for place, value in asked.items()}}
    prove(EVERYTHING, after)
    assert values(after) == {place: value for place, value in expected.items() if value is not None}
    assert values(after, "其他") == values(EVERYTHING, "其他")
    assert touched(EVERYTHING, after) <= {SHEET_PART, "xl/styles.xml", "xl/workbook.xml"}
    _raw_parts_are_equal(EVERYTHING, after)


def _as_read(value: Value) -> object:
    if isinstance(value, date):
        return moment(value.year, value.month, value.day)
    return None if value == "" else value


def _raw_parts_are_equal(before: bytes, after: bytes) -> None:
    """Untouched parts keep their compressed bytes, their order and their times."""
    same = set(parts(before)) - touched(before, after)
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        for name in same:
            a, b = old.getinfo(name), new.getinfo(name)
            length = len(name) + a.compress_size
            assert (a.date_time, a.CRC, a.compress_size) == (b.date_time, b.CRC, b.compress_size)
            assert before[a.header_offset + 30:][:length] == after[b.header_offset + 30:][:length]
