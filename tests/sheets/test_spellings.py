"""However a part is spelled, an edit of it comes to the same; the short ways over usual parts are held to the long ones."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl.styles import Border, Font, PatternFill, Side

from tests.sheets.editing import SHEET, listing, parts, repacked, saved, sheet_of, values
from tests.sheets.workshop import BOOKS
from toolkit.findings.catalogue import edits
from toolkit.sheets.edit import Change, NotEditable, RemoveMarks, SetCell, Tint, edit
from toolkit.sheets.edit.sheet import SheetXml
from toolkit.sheets.edit.stylepart import StylePart

STYLES, FIRST = "xl/styles.xml", "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _plain() -> bytes:
    book, sheet = listing()
    sheet["B4"].font, sheet["B4"].border = Font(bold=True), Border(left=Side("thick"))
    sheet["C5"].fill, sheet["D5"].number_format = PatternFill("solid", fgColor="FF00FF00"), 'yyyy"年"m"月"'
    return saved(book)


PLAIN = _plain()
CHANGES: list[Change] = [
    SetCell(SHEET, 4, 6, date(2025, 12, 5)), SetCell(SHEET, 5, 4, 7), SetCell(SHEET, 12, 2, "新"),
    Tint(SHEET, 4, 2, "FFC7CE"), Tint(SHEET, 5, 3, "FFC7CE"), Tint(SHEET, 9, 9, "FFD966"),
]  # fmt: skip


def _prefixed(xml: bytes) -> bytes:
    return re.sub(rb"<(/?)(\w)", rb"<\1y:\2", xml).replace(b"xmlns=", b"xmlns:y=")


def _spaced(xml: bytes) -> bytes:
    return re.sub(rb"(?<!/t|/v)>(?=<(?!/?(?:t|v|f)\b))", b">\n  ", xml)


def _remarked(xml: bytes) -> bytes:
    return re.sub(rb"(<(?:cellXfs|sheetData)[^>]*>)", rb"\1<!-- <xf/> <row> -->", xml)


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "prefixed": _prefixed,
    "single quotes": lambda xml: re.sub(rb'"([^"<>\']*)"', rb"'\1'", xml),
    "spaced out": _spaced,
    "with comments": _remarked,
    "with ends of their own": lambda xml: re.sub(rb"<(\w+)((?: [^<>]*?)?) ?/>", rb"<\1\2></\1>", xml),
    "in UTF-16": lambda xml: b'<?xml version="1.0" encoding="utf-16"?>'.decode().encode("utf-16") + xml.decode().encode("utf-16-le"),
    "with spaces in tags": lambda xml: re.sub(rb'="([^"<>]*)"', rb' = "\1"', xml),
}


def _look(data: bytes) -> dict[str, tuple[Any, ...]]:
    """What every cell holds and shows."""
    return {
        cell.coordinate: (cell.value, cell.number_format, cell.font.b, cell.border.left.style, cell.fill.fill_type, cell.fill.fgColor.rgb)
        for row in sheet_of(data).iter_rows()
        for cell in row
    }


@pytest.mark.parametrize("part", [STYLES, FIRST])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_edit_comes_to_the_same_however_the_part_is_spelled(spelling: str, part: str) -> None:
    other = repacked(PLAIN, lambda name, content: SPELLINGS[spelling](content) if name == part else content)
    assert parts(other)[part] != parts(PLAIN)[part]
    assert _look(edit(other, CHANGES)) == _look(edit(PLAIN, CHANGES))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_marks_are_taken_off_however_the_styles_are_spelled(spelling: str) -> None:
    other = repacked(PLAIN, lambda name, content: SPELLINGS[spelling](content) if name == STYLES else content)
    marked = edit(other, [change for change in CHANGES if isinstance(change, Tint)])
    assert _look(edit(marked, [RemoveMarks()])) == _look(PLAIN)


@pytest.mark.parametrize(("old", "new"), [
    (b"</cellXfs>", b"odd</cellXfs>"), (b"</fills>", b""), (b"<styleSheet", b"<sheets"), (b"</styleSheet>", b""),
])  # fmt: skip
def test_styles_that_contradict_themselves_are_refused(old: bytes, new: bytes) -> None:
    broken = repacked(PLAIN, lambda name, content: content.replace(old, new) if name == STYLES else content)
    with pytest.raises(NotEditable) as caught:
        edit(broken, CHANGES)
    assert caught.value.rule is edits.MALFORMED


@pytest.mark.parametrize("groups", ["numFmts", "cellXfs", "numFmts|fonts|fills|borders|cellXfs|cellStyles|cellStyleXfs"])
def test_a_group_that_is_missing_is_made_where_it_belongs(groups: str) -> None:
    gone = re.compile(rf"<({groups})\b.*</\1>".encode())
    bare = repacked(PLAIN, lambda name, content: gone.sub(b"", content) if name == STYLES else re.sub(rb' s="\d+"', b"", content))
    sheet = sheet_of(edit(bare, [CHANGES[0], CHANGES[3]]))
    assert sheet["F4"].is_date
    assert sheet["B4"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_styles_part_that_says_nothing_is_filled() -> None:
    part = StylePart(b'<styleSheet xmlns="%b"/>' % MAIN)
    part.add("cellXfs", "<xf/>")
    assert part.xml() == (
        b'<styleSheet xmlns="%b"><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf/></cellXfs></styleSheet>' % MAIN
    )


def test_two_books_with_the_same_styles_do_not_see_each_others_looks() -> None:
    xml = parts(PLAIN)[STYLES]
    one, other = StylePart(xml), StylePart(xml)
    one.add("fonts", "<font/>")
    assert len(other.members("fonts")) == len(one.members("fonts")) - 1
    assert StylePart(xml).xml() == xml == other.xml()


@pytest.mark.parametrize("name", BOOKS)
def test_rows_taken_apart_at_once_are_what_they_are_cell_by_cell(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for part, content in parts(BOOKS[name]).items():
        if part.startswith("xl/worksheets/sheet"):
            short = SheetXml(content)
            rows = {row: short.row(row) for row in range(1, 40)}
            with monkeypatch.context() as patch:
                patch.setattr(SheetXml, "_at_once", staticmethod(lambda _row, _found: None))
                long = SheetXml(content)
                assert {row: long.row(row) for row in range(1, 40)} == rows


ALTERNATIVES = (
    b'<numFmts><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x">'
    b'<numFmt numFmtId="170" formatCode="0"/></mc:Choice><mc:Fallback><numFmt numFmtId="170" formatCode="0"/></mc:Fallback>'
    b"</mc:AlternateContent>"
)


def test_alternatives_among_the_formats_stay_as_they_are() -> None:
    data = repacked(PLAIN, lambda name, content: re.sub(rb"<numFmts[^>]*>", ALTERNATIVES, content) if name == STYLES else content)
    after = parts(edit(data, [CHANGES[0]]))[STYLES]
    assert ALTERNATIVES[len("<numFmts>") :] in after
    assert b'formatCode="yyyy\\-mm\\-dd"' in after


def test_a_part_whose_tags_hold_signs_of_tags_is_edited_all_the_same() -> None:
    data = repacked(PLAIN, lambda name, content: content.replace(b'formatCode="', b'formatCode="[&gt;5]0;') if name == STYLES else content)
    assert values(edit(data, [CHANGES[0]]))[4, 6] == values(edit(PLAIN, [CHANGES[0]]))[4, 6]
