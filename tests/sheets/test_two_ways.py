"""The quick way through a part says the same as the plain way, on every book there is, or steps aside."""

import random
from collections.abc import Callable
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets import hostile
from tests.sheets.mutants import xml_mutant
from tests.sheets.oracle_books import BOOKS
from toolkit.findings import Unreadable
from toolkit.sheets.bounds import Budget
from toolkit.sheets.formats import drawings, ooxml, package
from toolkit.sheets.formats.markup import walk
from toolkit.sheets.formats.memory import MEMORY
from toolkit.sheets.formats.ooxml_fast import NotOrdinary, OrdinaryCells, read_styles
from toolkit.sheets.formats.styles import StylesHandler
from toolkit.sheets.grid import Book
from toolkit.sheets.source import read_bytes

SHIPPED = sorted(path for folder in ("examples", "workbooks") for path in Path(folder).rglob("*.xls?"))
ROW = '<row r="1"{}><c r="A1"{}>{}</c></row>'


def plainly(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Book | str:
    def never(*_: object) -> None:
        raise NotOrdinary

    with monkeypatch.context() as patch:
        patch.setattr(ooxml.OrdinaryCells, "read", never)
        patch.setattr(ooxml, "read_strings", never)
        patch.setattr(ooxml, "read_styles", never)
        patch.setattr(package, "_plain_relations", lambda _: [])
        patch.setattr(drawings, "read_notes", never)
        return outcome(data)


def outcome(data: bytes, *, remembering: bool = False) -> Book | str:
    if not remembering:
        MEMORY.forget()
    try:
        return read_bytes(data)
    except Unreadable as refusal:
        return refusal.rule.code


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_both_ways_agree_on_every_workbook_we_ship(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    assert plainly(data, monkeypatch) == outcome(data)


@pytest.mark.parametrize("name", BOOKS)
def test_both_ways_agree_on_the_books_of_the_oracle(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = BOOKS[name]()
    assert plainly(data, monkeypatch) == outcome(data)


def test_both_ways_agree_on_mutants(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(20251205)  # noqa: S311 - a repeatable one
    books = [build() for build in BOOKS.values()]
    for number in range(300):
        data = xml_mutant(chance.choice(books), chance)
        assert plainly(data, monkeypatch) == outcome(data), f"mutant {number}"


@pytest.mark.parametrize(
    "row",
    [
        ROW.format("", "", "<v>1</v>"),
        ROW.format(' spans="1:9" ht="15" hidden="1"', ' s="1"', "<v>45992</v>"),
        ROW.format("", ' t="str"', "<f>A2</f><v>a&amp;b &lt;c&gt; &quot;&apos;</v>"),
        ROW.format("", ' t="inlineStr"', '<is><t xml:space="preserve"> &#38468;&#20214; _x0041_</t></is>'),
        ROW.format("", ' t="str"', '<f t="shared" ref="A1:A9" si="0">_xlfn.DISPIMG("a",1)</f><v>x</v>'),
        ROW.format("", ' t="str"', "<f>A2</f><v></v>"),
        ROW.format("", "", "<f>A2</f>") + '<row r="2" s="1"/><row r="3"></row>',
        '<row r="1"><c r="A1" s="1"/><c r="B1"></c><c r="C1" t="s"><v>0</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>1" 1"</v></c><c r="B1" t="str"><v>11"</v></c><c r="C1" t="s"><v>0</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="1"/><c r="B1"/><c r="D1"><v>1</v></c></row>',
    ],
)
def test_the_form_office_programs_write_goes_the_quick_way(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = hostile.book(row, strings=["甲"])
    ways: list[bool] = []
    read: Callable[..., object] = OrdinaryCells.read

    def watched(*arguments: object) -> object:
        ways.append(True)
        found = read(*arguments)
        ways.append(False)
        return found

    monkeypatch.setattr(ooxml.OrdinaryCells, "read", watched)
    quick = outcome(data)
    assert ways == [True, False]
    assert plainly(data, monkeypatch) == quick


@pytest.mark.parametrize(
    "row",
    [
        ROW.format("", "", "<v>1</v>").replace("row r", "row  r"),
        ROW.format("", ' s="1" s="1"', "<v>1</v>"),
        ROW.format(' ht="1" ht="1"', "", "<v>1</v>"),
        ROW.format(' x="1"', "", "<v>1</v>"),
        ROW.format(' x14ac:dyDescent="1"', "", "<v>1</v>"),
        ROW.format("", ' t="str"', "<v>a\rb</v>"),
        ROW.format("", ' t="str"', "<v>a\x0bb</v>"),
        ROW.format("", ' t="str"', "<v>a]]>b</v>"),
        ROW.format("", ' t="str"', "<v>a&nbsp;b</v>"),
        ROW.format("", ' t="str"', "<v>a&#60;b</v>"),
        ROW.format("", ' t="str"', "<v>a&#xE000;&#55296;b</v>"),
        ROW.format("", ' t="str"', "<v><![CDATA[a]]></v>"),
        ROW.format("", ' t="str"', "<!-- a --><v>a</v>"),
        ROW.format("", ' vm="1" t="e"', "<v>#VALUE!</v>"),
        ROW.format("", ' t="n"', "<is><t>a</t></is>"),
        '<row r="2"/><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A11"><v>1</v></c></row>',
        '<row r="1"><c r="A1"/>1"<c r="B1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>1"</row>',
        '<row r="1"><c r="A1"/> s="1"/></row>',
        '<row r="1"><c r="A1"><v>1</v></row></c>',
        '<row r="1">x<c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><!-- </sheetData> --><row r="2"/>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</row><row r="2"><c r="A2" t="inlineStr"><is><t>b</t></is></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
)
def test_anything_else_goes_the_plain_way(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = hostile.book(row)
    assert plainly(data, monkeypatch) == outcome(data)


def test_a_book_after_others_is_read_as_if_it_were_the_first() -> None:
    chance = random.Random(20251206)  # noqa: S311 - a repeatable one
    books = [path.read_bytes() for path in SHIPPED if path.suffix == ".xlsx"][:6] + [build() for build in BOOKS.values()]
    batch = [data for book in books for data in (book, xml_mutant(book, chance), xml_mutant(book, chance), book)]
    alone = [outcome(data) for data in batch]
    MEMORY.forget()
    assert [outcome(data, remembering=True) for data in batch] == alone


FONTS = ("<font/>", "<font><b/><strike/></font>", '<font><strike val="0"/><sz val="11"/></font>', '<font><strike val="1"/></font>',
         "<font><strike/><strike val='0'/></font>", '<font><name val="宋体"/><strike val="on"/></font>', " <font/>")  # fmt: skip
FORMATS = ('<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/>', '<numFmt numFmtId="165" formatCode="0&#24180;"/>',
           '<numFmt formatCode="d" numFmtId="166"/>', '<numFmt numFmtId="167" formatCode="&#9;"/>')  # fmt: skip
LOOKS = ('<xf numFmtId="164" fontId="1"/>', '<xf fontId="2" numFmtId="14" xfId="0"><alignment wrapText="1"/></xf>', "<xf/>",
         '<xf numFmtId="165" fontId="99"></xf>', '<xf numFmtId="-1" fontId="3"><protection/></xf>', "<xf><fonts/></xf>", "<xf>")  # fmt: skip


def lists(name: str, units: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A list of a style part, or nothing."""
    found = st.lists(st.sampled_from(units), max_size=4).map("".join)
    return found.map(lambda inside: f"<{name} count='0'>{inside}</{name}>" if inside else "")


LISTS = st.tuples(lists("numFmts", FORMATS), lists("fonts", FONTS), lists("cellXfs", LOOKS))


@given(LISTS, st.sampled_from(["", "<dxfs><dxf><font><strike/></font></dxf></dxfs>", "<fonts/>", "<!-- <fonts> -->", "<numFmts count='0'/>"]))
def test_both_ways_agree_on_styles(parts: tuple[str, ...], more: str) -> None:
    part = f'<styleSheet xmlns="{hostile.MAIN}">{"".join(parts)}{more}</styleSheet>'.encode()
    handler = StylesHandler()
    try:
        walk([part], handler, Budget(), root="styleSheet")
        plainly: object = handler.styles()
    except (Unreadable, ExpatError):
        plainly = None
    try:
        quickly: object = read_styles([part], Budget())
    except (Unreadable, ExpatError):
        quickly = None
    except NotOrdinary:
        return
    assert quickly == plainly


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<Relationship Id="r1" Type="a/b" Target="/xl/c.xml"/>', [{"Id": "r1", "Type": "a/b", "Target": "/xl/c.xml"}]),
        ('<Relationship Id="r1" Id="r2"/>', []), ('<Relationship Target="a&amp;b.xml"/>', []), ("<!-- x -->", []),
        ('<Other Id="r1"/>', []), ('<Relationship Id="r1"/', []), ("", []),
    ],
)  # fmt: skip
def test_only_relations_in_their_usual_form_are_taken_without_a_parser(inside: str, told: list[dict[str, str]]) -> None:
    part = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    assert package._plain_relations(part.encode()) == told
