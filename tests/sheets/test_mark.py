import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, GradientFill, PatternFill, Side
from openpyxl.workbook import Workbook

from tests.sheets.editing import HEADERS, SHEET, listing, opened, parts, repacked, saved, sheet_of, touched, values
from tests.sheets.workshop import BOOKS, inventory, through_libreoffice
from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.policy import load_settings, notice
from toolkit.records import Context
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import Note, NotEditable, RemoveMarks, SetCell, Tint, edit
from toolkit.sheets.edit.notes import SIGN
from toolkit.sheets.mark import AUTHOR, mark, unmark
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.source import read_bytes
from toolkit.sheets.traces import COLUMN, LIST

WRONG = Rule("TEST-01", Severity.E, "“{value}”不对", "请改正")
DOUBTFUL = Rule("TEST-02", Severity.W, "看来不对", "请核对")
TOLD = Rule("TEST-03", Severity.I, "已归类", "无须处理")
RED, GOLD = "FFC7CE", "FFD966"


def finding(row: int, column: int, rule: Rule = WRONG, sheet: str = SHEET) -> Finding:
    cell = f"{'ABCDEFGH'[column - 1]}{row}"
    return Finding(rule, Place("a.xlsx", sheet, cell, row, None, HEADERS[column - 1]), "甲", {"value": "甲"})


FINDINGS = [finding(5, 2), finding(5, 3, DOUBTFUL), finding(6, 3), finding(7, 6, TOLD)]


def rich() -> Workbook:
    """A list with what people put on sheets."""
    book, sheet = listing(rows=6)
    sheet.auto_filter.ref = "A3:F9"
    sheet["B5"].comment = Comment("人工批注", "王样例")
    sheet["E9"].comment = Comment("另一条", "李样例")
    sheet["C6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["D6"].fill = GradientFill(stop=("FF00FF00", "FFFFFFFF"))
    sheet["B5"].border = Border(left=Side("thick"))
    sheet["B8"] = CellRichText("普通", TextBlock(InlineFont(b=True), "粗体"))
    sheet["F4"] = "=LEN(B4)"
    sheet.column_dimensions["B"].width = 30
    sheet.freeze_panes = "B4"
    other = book.create_sheet("其他")
    other["A1"], other.print_area = 1, "A1:B2"
    book.active = 1
    book["其他"].sheet_view.tabSelected = True
    sheet.sheet_view.tabSelected = False
    return book


RICH = saved(rich())
MARKED = mark(RICH, FINDINGS, date(2025, 12, 20))


def canonical(part: bytes) -> bytes:
    """The part as XML says it, without hints and defaults that need not be spelled out."""
    hints = rb' spans="[\d:]+"| activeTab="0"| tabSelected="1"|<definedNames ?/>'
    return etree.tostring(etree.fromstring(re.sub(hints, b"", part)), method="c14n2")


def same_content(before: bytes, after: bytes) -> bool:
    """Whether two packages have the same parts, those that were written anew the same XML."""
    old, new = parts(before), parts(after)
    changed = touched(before, after)
    return old.keys() == new.keys() and all(canonical(old[name]) == canonical(new[name]) for name in changed)


# What the sender sees


def test_faulty_cells_are_tinted_by_the_worse_fault_and_keep_the_rest_of_their_look() -> None:
    sheet = sheet_of(mark(RICH, [finding(5, 2, DOUBTFUL), finding(5, 2), finding(6, 3, DOUBTFUL)]))
    assert sheet["B5"].fill.fgColor.rgb == f"FF{RED}"
    assert sheet["B5"].border.left.style == "thick"
    assert sheet["C6"].fill.fgColor.rgb == f"FF{GOLD}"
    assert sheet["B4"].fill.fill_type is None


def test_what_only_informs_stands_in_the_list_alone() -> None:
    sheet = sheet_of(MARKED)
    assert sheet["F7"].fill.fill_type is None
    assert sheet["G7"].value is None
    assert any(row[6] == "已归类" for row in opened(MARKED)[LIST].iter_rows(values_only=True))


def test_a_note_stands_behind_what_people_have_noted() -> None:
    sheet = sheet_of(MARKED)
    note = sheet["B5"].comment
    assert note is not None
    assert note.text == f"人工批注\n{SIGN}\n须改正：“甲”不对\n请改正（TEST-01）"
    other = sheet["E9"].comment
    assert other is not None
    assert other.text == "另一条"


def test_each_faulty_row_says_so_at_its_end_under_a_heading_in_the_filter() -> None:
    sheet = sheet_of(MARKED)
    assert sheet["G3"].value == COLUMN
    assert sheet["G5"].value == "须改正：单位名称，“甲”不对。 请核对：统一社会信用代码，看来不对。"
    assert sheet["G6"].value == "须改正：统一社会信用代码，“甲”不对。"
    assert sheet["G4"].value is None
    assert sheet.auto_filter.ref == "A3:G9"


def test_the_list_comes_first_in_view_counts_and_leads_to_the_cells() -> None:
    book = opened(MARKED)
    sheet = book[LIST]
    lines = [row[0] for row in sheet.iter_rows(max_row=4, values_only=True)]
    assert book.sheetnames[0] == LIST
    assert book.active is sheet
    assert [one.title for one in book if one.sheet_view.tabSelected] == [LIST]
    assert lines[1] == "共 4 条：须改正 2 条，请核对 1 条，提示 1 条。其中试点名单 4 条。"
    assert "2025年12月20日" in str(lines[2])
    link = sheet["D6"]
    assert (link.value, link.hyperlink.location) == ("B5", f"'{SHEET}'!B5")
    assert sheet.freeze_panes == "A6"


def test_names_that_count_sheets_move_with_them() -> None:
    assert opened(MARKED)["其他"].print_area == "'其他'!$A$1:$B$2"


def test_the_list_is_set_for_reading_and_for_paper() -> None:
    sheet = opened(MARKED)[LIST]
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert all(height is not None and height >= 20 for height in heights)
    assert (sheet.print_title_rows, sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("$5:$5", "landscape", "9")
    assert "&P" in str(sheet.oddFooter.center.text)
    levels = {row[1].value: row[1].fill.fgColor.rgb for row in sheet.iter_rows() if row[1].value in {"须改正", "请核对", "提示"}}
    assert len(levels) == len(set(levels.values())) == 3


def _write(book: Workbook, text: str) -> None:
    """A line of the clerk's own under the remarks."""
    sheet = book[SHEET]
    column = next(cell.column_letter for cell in sheet[3] if str(cell.value or "").startswith(COLUMN))
    sheet[f"{column}{sheet.max_row + 1}"] = text


def _answer(book: Workbook, text: str) -> None:
    """A line of the clerk's own behind one of our notes."""
    cell = next(cell for row in book[SHEET].iter_rows() for cell in row if cell.comment and SIGN in cell.comment.text)
    cell.comment = Comment(f"{text}\n{cell.comment.text}", "王样例")


def _delete(book: Workbook, _: str) -> None:
    del book[LIST]


@pytest.mark.parametrize("change", [_write, _answer, _delete])
def test_what_a_clerk_adds_in_a_marked_copy_outlives_the_marks(change: Callable[[Workbook, str], None]) -> None:
    book = opened(MARKED)
    change(book, "补充说明")
    after = unmark(saved(book))
    said = {str(value) for value in values(after).values()} | {cell.comment.text for cell in _noted(after)}
    assert change is _delete or any("补充说明" in one for one in said)
    assert values(after).items() >= values(unmark(MARKED)).items()
    assert LIST not in opened(after).sheetnames
    assert not any(SIGN in cell.comment.text for cell in _noted(after))


def _noted(data: bytes) -> list[Any]:
    return [cell for row in sheet_of(data).iter_rows() for cell in row if cell.comment]


def test_findings_without_a_place_in_the_file_stand_in_the_list() -> None:
    lost = [Finding(DOUBTFUL, Place("a.xlsx")), Finding(WRONG, Place("a.xlsx", "没有", "A1", 1), None, {"value": ""})]
    after = mark(RICH, lost)
    assert touched(RICH, after) == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
    }
    assert opened(after)[LIST].max_row == 7


def test_a_sheet_of_the_senders_with_our_name_stays_and_ours_is_numbered() -> None:
    book = rich()
    book.create_sheet(LIST)["A1"] = "自有"
    after = mark(saved(book), FINDINGS)
    assert values(after, LIST) == {(1, 1): "自有"}
    assert opened(after).sheetnames[0] == f"{LIST}2"
    assert values(unmark(after), LIST) == {(1, 1): "自有"}


def test_the_heading_stands_above_the_first_fault_where_there_is_no_header() -> None:
    book, sheet = listing(rows=0)
    sheet.delete_rows(1, 3)
    sheet["A2"], sheet["B2"], sheet["A6"], sheet["B6"] = "报送月份", "十三", "备注", "无"
    place = Place("a.xlsx", SHEET, "B2", 2, "month", "报送月份")
    after = values(mark(saved(book), [Finding(WRONG, place, "十三", {"value": "十三"})]))
    assert after[1, 7] == COLUMN
    assert after[2, 7] == "须改正：报送月份，“十三”不对。"


def test_a_fault_in_the_very_first_row_is_told_in_the_heading() -> None:
    after = mark(RICH, [finding(3, 2)])
    assert sheet_of(after)["G3"].value == f"{COLUMN}　须改正：单位名称，“甲”不对。"
    assert same_content(RICH, unmark(after))


def test_a_fault_under_a_merge_is_shown_where_people_see_it() -> None:
    after = sheet_of(mark(RICH, [finding(1, 4)]))
    assert after["A1"].fill.fgColor.rgb == f"FF{RED}"
    assert after["A1"].comment is not None


def test_colours_the_sender_uses_are_not_ours() -> None:
    book = rich()
    book[SHEET]["A9"].fill = PatternFill("solid", fgColor=f"FF{RED}")
    data = saved(book)
    after = mark(data, FINDINGS)
    assert sheet_of(after)["B5"].fill.fgColor.rgb != f"FF{RED}"
    assert same_content(data, unmark(after))


def test_no_findings_leave_no_marks() -> None:
    assert mark(RICH, []) is RICH
    assert same_content(RICH, mark(MARKED, []))


def test_a_signed_file_comes_back_written_anew() -> None:
    signed = repacked(RICH, lambda _, content: content, **{"_xmlsignatures/sig1.xml": b"<x/>"})
    after = mark(signed, FINDINGS)
    assert sheet_of(after)["B5"].fill.fgColor.rgb == f"FF{RED}"
    assert values(after)[4, 5] == "13800000001"
    assert "另存" in str(opened(after)[LIST]["A5"].value)


def test_a_table_in_plain_text_comes_back_as_a_workbook_with_the_same_addresses() -> None:
    lines = [["名单"], list(HEADERS), ["=1+1", "上海样例一有限公司", "", "2025-12-05", "013", "-"]]
    data = "\n".join(",".join(line) for line in lines).encode("gb18030")
    name = read_bytes(data).sheets[0].name
    after = mark(data, [finding(3, 2, sheet=name)])
    sheet = sheet_of(after, name)
    assert [sheet.cell(3, column).value for column in (1, 2, 5)] == ["=1+1", "上海样例一有限公司", "013"]
    assert sheet["A3"].data_type == "s"
    assert sheet["B3"].fill.fgColor.rgb == f"FF{RED}"
    assert mark(data, [finding(3, 2, sheet=name)]) == after


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04", RICH[:2000]])
def test_a_file_that_cannot_be_read_either_is_refused(data: bytes) -> None:
    with pytest.raises(NotEditable):
        mark(data, FINDINGS)
    with pytest.raises(NotEditable):
        unmark(data)


# Taking it back


def test_a_file_without_marks_is_given_back_as_it_is() -> None:
    assert unmark(RICH) is RICH


def test_unmark_gives_every_part_back() -> None:
    assert same_content(RICH, unmark(MARKED))


def test_a_second_round_renews_the_marks() -> None:
    again = mark(MARKED, [finding(6, 3)])
    assert same_content(mark(RICH, [finding(6, 3)]), again)
    assert mark(MARKED, FINDINGS, date(2025, 12, 20)) == MARKED


def test_what_the_sender_mends_stays_mended() -> None:
    mended = edit(MARKED, [SetCell(SHEET, 5, 2, "上海样例改正有限公司"), SetCell(SHEET, 6, 6, "补充")])
    after = unmark(mended)
    assert values(after) == {**values(RICH), (5, 2): "上海样例改正有限公司", (6, 6): "补充"}
    assert sheet_of(after)["B5"].fill.fill_type is None


def test_a_missing_value_filled_in_a_tinted_cell_stays() -> None:
    marked = mark(RICH, [finding(20, 6)])
    assert sheet_of(marked)["F20"].fill.fgColor.rgb == f"FF{RED}"
    after = unmark(edit(marked, [SetCell(SHEET, 20, 6, "已填")]))
    assert sheet_of(after)["F20"].value == "已填"
    assert sheet_of(after)["F20"].fill.fill_type is None
    assert same_content(RICH, unmark(marked))


def test_marks_are_known_after_the_rows_were_sorted() -> None:
    book = opened(MARKED)
    sheet = book[SHEET]
    sheet.move_range("A5:G6", rows=3)
    after = sheet_of(unmark(saved(book)))
    assert after["C9"].fill.fgColor.rgb == "FFFFFF00"
    assert [after.cell(row, 7).value for row in range(1, 10)] == [None] * 9
    assert after["D9"].fill.fill_type == "linear"
    assert [after.cell(row, 2).fill.fill_type for row in range(4, 10)] == [None] * 6


def test_our_sheet_is_known_under_another_name() -> None:
    book = opened(MARKED)
    book[LIST].title = "改名"
    for name in book.defined_names.values():
        name.value = name.value.replace(LIST, "改名")
    assert opened(unmark(saved(book))).sheetnames == [SHEET, "其他"]


def test_a_list_the_sender_has_deleted_is_no_hindrance() -> None:
    book = opened(MARKED)
    del book[LIST]
    book.defined_names["_pilot.sheet.1"].value = "#REF!"
    after = unmark(saved(book))
    assert values(after) == values(saved(opened(RICH)))
    assert opened(after).sheetnames == [SHEET, "其他"]


def test_our_colour_painted_on_peoples_data_never_deletes_them() -> None:
    marked = opened(MARKED)
    sheet = marked[SHEET]
    sheet["A8"]._style = sheet["G5"]._style
    assert sheet_of(unmark(saved(marked)))["A8"].value == "SH-310115-2025-D-005"


def test_a_filter_by_our_column_goes_with_it() -> None:
    data = repacked(MARKED, lambda name, content: content.replace(
        b'<autoFilter ref="A3:G9"/>',
        b'<autoFilter ref="A3:G9"><filterColumn colId="6"><customFilters><customFilter operator="notEqual" val=" "/>'
        b"</customFilters></filterColumn></autoFilter>",
    ))
    assert data != MARKED
    assert sheet_of(unmark(data)).auto_filter.ref == "A3:F9"
    assert b"filterColumn" not in parts(unmark(data))["xl/worksheets/sheet1.xml"]


# Notes of their own


def test_notes_come_to_a_sheet_that_has_none_and_leave_no_part_behind() -> None:
    data = saved(listing()[0])
    after = edit(data, [Note(SHEET, 4, 2, "请核对\x01", AUTHOR), Note(SHEET, 5, 2, "也是", AUTHOR)])
    sheet = sheet_of(after)
    assert (sheet["B4"].comment.text, sheet["B4"].comment.author) == (f"{SIGN}\n请核对_x0001_", AUTHOR)
    drawing = parts(after)["xl/drawings/vmlDrawing1.vml"]
    numbers = re.findall(rb'id="(_x0000_s\d+)"', drawing)
    assert etree.fromstring(drawing) is not None
    assert len(set(numbers)) == 2
    assert same_content(data, edit(after, [RemoveMarks()]))


def test_a_threaded_comment_is_left_alone() -> None:
    book, sheet = listing()
    sheet["B4"].comment = Comment("[Threaded comment]", "tc={0000}")
    after = edit(saved(book), [Note(SHEET, 4, 2, "请核对", AUTHOR)])
    assert sheet_of(after)["B4"].comment.text == "[Threaded comment]"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(("inside", "before"), [
    ("<text><t>人工</t></text>", "人工"),
    ("<text/>", ""),
    ("<text>\n<t xml:space='preserve'>人工 </t></text>", "人工 "),
    ("<text><r><rPr><b/></rPr><t>人</t></r><r><t>工</t></r></text>", "人工"),
    ("<text><t>人工</t><rPh sb='0' eb='2'><t>rengong</t></rPh></text>", "人工"),
])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_note_stands_behind_however_the_comments_are_spelled(inside: str, before: str, prefix: str) -> None:
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    spelled = f"<comments {name}='{MAIN}'><authors/><commentList><comment authorId='0' ref='B4'>{inside}</comment></commentList></comments>"
    comments = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", spelled).encode()
    book, sheet = listing()
    sheet["B4"].comment = Comment("x", "y")
    data = repacked(saved(book), lambda name, content: comments if name == "xl/comments/comment1.xml" else content)
    after = edit(data, [Note(SHEET, 4, 2, "甲", AUTHOR), Note(SHEET, 4, 2, "乙", AUTHOR), Note(SHEET, 5, 2, "丙", AUTHOR)])
    root = etree.fromstring(parts(after)["xl/comments/comment1.xml"])
    texts = {one.get("ref"): "".join(map(str, one.itertext(f"{{{MAIN}}}t"))).replace("rengong", "").lstrip("\n") for one in root.iter(f"{{{MAIN}}}comment")}
    ours = f"{SIGN}\n甲\n{SIGN}\n乙"
    assert texts == {"B4": f"{before}\n{ours}" if before else ours, "B5": f"{SIGN}\n丙"}
    assert [one.text for one in root.iter(f"{{{MAIN}}}author")] == [AUTHOR]
    back = etree.fromstring(parts(edit(after, [RemoveMarks()]))["xl/comments/comment1.xml"])
    left, right = (["".join(map(str, one.itertext())).strip("\n") for one in tree.iter(f"{{{MAIN}}}comment")] for tree in (back, etree.fromstring(comments)))
    assert left == right


def test_a_header_picture_is_not_taken_for_the_drawing_of_notes() -> None:
    data = repacked(saved(listing()[0]), _with_header_picture, **{"xl/drawings/vmlDrawing9.vml": b"<xml/>"})
    after = parts(edit(data, [Note(SHEET, 4, 2, "请核对", AUTHOR)]))
    assert after["xl/drawings/vmlDrawing9.vml"] == b"<xml/>"
    sheet = after["xl/worksheets/sheet1.xml"]
    assert sheet.index(b"<legacyDrawing ") < sheet.index(b"<legacyDrawingHF ")


def _with_header_picture(name: str, content: bytes) -> bytes:
    types = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if name != "xl/worksheets/sheet1.xml":
        return content
    element = b'<legacyDrawingHF xmlns:r="%b" r:id="rId1"/></worksheet>' % types
    return content.replace(b"</worksheet>", element)


def test_what_is_found_in_a_marked_copy_taken_back_is_what_was_found() -> None:
    context = Context(as_of=date(2025, 12, 5), settings=load_settings())
    blank = blank_workbook(notice().unit[0], 2025)
    columns = {cell.value: cell.column or 0 for cell in opened(blank)["试点申请"][3]}
    data = edit(blank, [
        SetCell("试点申请", 4, columns["单位名称"], "上海样例三科技有限公司"),
        SetCell("试点申请", 4, columns["统一社会信用代码"], "913101150000000"),
        SetCell("试点申请", 6, columns["申请日期"], "去年"),
    ])  # fmt: skip
    found = read_submission_bytes(data, "a.xlsx", context).findings
    marked = mark(data, found, date(2025, 12, 20))
    assert len(found) > 10
    assert same_content(data, unmark(marked))
    assert read_submission_bytes(unmark(marked), "a.xlsx", context).findings == found
    assert mark(marked, found, date(2025, 12, 20)) == marked


# Laws

tints = st.builds(Tint, st.just(SHEET), st.integers(1, 30), st.integers(1, 10), st.sampled_from([RED, GOLD]))
notes = st.builds(
    Note, st.just(SHEET), st.integers(1, 30), st.integers(1, 10), st.text(min_size=1, max_size=20), st.just(AUTHOR),
)
faults = st.builds(finding, st.integers(1, 30), st.integers(1, 6), st.sampled_from([WRONG, DOUBTFUL, TOLD]))


@given(st.lists(st.one_of(tints, notes), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_marks_put_on_are_marks_taken_off(changes: list[Tint | Note]) -> None:
    after = edit(RICH, changes)
    assert values(after) == values(RICH)
    assert same_content(RICH, edit(after, [RemoveMarks()]))


@given(st.lists(faults, min_size=1, max_size=15))
@settings(max_examples=40, deadline=None)
def test_unmark_after_mark_is_the_original_and_mark_is_the_same_again(found: list[Finding]) -> None:
    marked = mark(RICH, found)
    assert same_content(RICH, unmark(marked))
    assert mark(marked, found) == marked
    ours = {place: value for place, value in values(marked).items() if place[1] != 7}
    assert ours == values(RICH)


# Other people's workbooks


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_people_put_in_a_book_is_lost_by_marking_it(name: str) -> None:
    before, marked = BOOKS[name], mark(BOOKS[name], FINDINGS)
    assert not inventory(before) - inventory(marked)
    assert values(marked).items() >= values(before).items()
    assert same_content(before, unmark(marked))
    kept = parts(before).keys() - touched(before, marked)
    assert {one for one in parts(before) if re.search("chart|media|drawing[0-9]|theme|table|shared", one)} <= kept


@pytest.mark.office
@pytest.mark.parametrize("kind", ["marked", "taken back"])
def test_libreoffice_finds_every_mark_and_all_that_was_there(tmp_path: Path, kind: str) -> None:
    for name, data in BOOKS.items():
        marked = mark(data, FINDINGS)
        (tmp_path / f"{name}.xlsx").write_bytes(data)
        (tmp_path / f"{name}_other.xlsx").write_bytes(marked if kind == "marked" else unmark(marked))
    saved_again = through_libreoffice(tmp_path)
    for name in BOOKS:
        before, after = saved_again[f"{name}.xlsx"], saved_again[f"{name}_other.xlsx"]
        assert not inventory(before) - inventory(after), name
        if kind == "taken back":
            assert values(after) == values(before)
            assert inventory(after) == inventory(before), name
        else:
            _shows_all_marks(after)


def _shows_all_marks(data: bytes) -> None:
    sheet = sheet_of(data)
    assert sheet["B5"].fill.fgColor.rgb == f"FF{RED}"
    assert sheet["C5"].fill.fgColor.rgb == f"FF{GOLD}"
    assert [SIGN in str(sheet[cell].comment) for cell in ("B5", "C5", "C6", "F7")] == [True, True, True, False]
    assert [bool(sheet.cell(row, 7).value) for row in range(3, 8)] == [True, False, True, True, False]
    assert opened(data)[LIST].max_row == 9


@pytest.mark.office
def test_books_that_libreoffice_saved_are_marked_and_taken_back(tmp_path: Path) -> None:
    for name, data in BOOKS.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    for name, data in through_libreoffice(tmp_path).items():
        marked = mark(data, FINDINGS)
        assert not inventory(data) - inventory(marked), name
        assert values(unmark(marked)) == values(data)
        assert inventory(unmark(marked)) == inventory(data), name
        (tmp_path / name).write_bytes(marked)
    for data in through_libreoffice(tmp_path).values():
        _shows_all_marks(data)
        assert LIST not in opened(unmark(data)).sheetnames
        assert SIGN.encode() not in b"".join(parts(unmark(data)).values())
