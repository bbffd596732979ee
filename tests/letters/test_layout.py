"""The measures of GB/T 9704-2012 as they stand in the files, for each kind of letter."""

import re

import pytest
from lxml import etree

from tests.letters.samples import SAMPLES
from tests.letters.wordfiles import W, parts, tree
from toolkit.letters.build import KINDS, template
from toolkit.letters.fill import fill
from toolkit.letters.measures import FONTS, TEXT_HEIGHT, TEXT_WIDTH, mm
from toolkit.letters.styles import STYLES

LOOKS = {
    ("方正小标宋简体", 72): "RedHead",
    ("方正小标宋简体", 84): "LetterHead",
    ("方正小标宋简体", 44): "Title PlainTitle AttachmentTitle",
    ("黑体", 32): "Level1 AttachmentMark TableCaption",
    ("楷体", 32): "Level2",
    ("仿宋", 32): "Number LetterNumber Addressee Body BodyLast AttachmentNote Signature Date Remark",
    ("仿宋", 28): "Imprint FormLabel FormText",
    ("宋体", 28): "PageOdd PageEven",
}
"""Typeface and half-points → the styles that have them (5.2.2, 7.2 to 7.5)."""

every_kind = pytest.mark.parametrize("kind", KINDS)


def made(kind: str) -> etree._Element:
    return tree(fill(template(kind), SAMPLES[kind]()))


def attributes(element: etree._Element | None) -> dict[str, str]:
    assert element is not None
    return {str(key).removeprefix(W): str(value) for key, value in element.attrib.items()}


def style(kind: str, name: str) -> etree._Element:
    found = tree(template(kind), "word/styles.xml").find(f"{W}style[@{W}styleId='{name}']")
    assert found is not None
    return found


def paragraphs(root: etree._Element, name: str) -> list[str]:
    """What the paragraphs of a style say."""
    return [
        "".join(text.text or "" for text in paragraph.iter(W + "t"))
        for paragraph in root.iter(W + "p")
        if paragraph.find(f"{W}pPr/{W}pStyle[@{W}val='{name}']") is not None
    ]


@every_kind
def test_the_page_and_its_margins(kind: str) -> None:
    (section,) = made(kind).iter(W + "sectPr")
    assert attributes(section.find(W + "pgSz")) == {"w": "11906", "h": "16838"}
    margins = attributes(section.find(W + "pgMar"))
    assert {side: margins[side] for side in ("top", "bottom", "left", "right")} == {
        "top": "2098", "bottom": "1984", "left": "1587", "right": "1474",
    }
    assert abs(TEXT_WIDTH - mm(156)) <= 2
    assert abs(TEXT_HEIGHT - mm(225)) <= 2


@every_kind
def test_the_grid_of_22_lines_and_28_characters(kind: str) -> None:
    grid = attributes(made(kind).find(f".//{W}docGrid"))
    assert grid == {"type": "linesAndChars", "linePitch": "579", "charSpace": "-848"}
    assert TEXT_HEIGHT // 579 == 22
    assert int(TEXT_WIDTH / 20 / (16 - 848 / 4096)) == 28


@every_kind
def test_every_style_in_use_has_its_typeface_and_none_is_bold(kind: str) -> None:
    for (face, size), names in LOOKS.items():
        for name in names.split():
            looks = style(kind, name).find(W + "rPr")
            assert looks is not None
            assert attributes(looks.find(W + "rFonts"))["eastAsia"] == face
            assert attributes(looks.find(W + "sz"))["val"] == str(size)
    held = parts(fill(template(kind), SAMPLES[kind]()))
    assert not any(b"<w:b/>" in text for text in held.values())
    assert b"rFonts" not in held["word/document.xml"]


@every_kind
def test_nothing_is_coloured_but_the_head_and_its_lines(kind: str) -> None:
    styles = tree(template(kind), "word/styles.xml")
    colored = set()
    for element in styles.iter(W + "style"):
        if element.find(f".//{W}color") is not None or element.find(f".//*[@{W}color='FF0000']") is not None:
            colored.add(element.get(W + "styleId"))
    assert colored == {"RedHead", "LetterHead", "Number"}
    assert list(made(kind).iter(W + "color", W + "highlight")) == []
    borders = {element.get(W + "color", "auto") for element in made(kind).iter(W + "top", W + "bottom")}
    assert borders <= {"FF0000", "auto"}


@pytest.mark.parametrize(("name", "indents"), [
    ("Body", {"firstLineChars": "200"}),
    ("BodyLast", {"firstLineChars": "200"}),
    ("Level1", {"firstLineChars": "200"}),
    ("Remark", {"firstLineChars": "200"}),
    ("Date", {"rightChars": "400"}),
    ("AttachmentNote", {"leftChars": "500", "hangingChars": "300"}),
    ("PageOdd", {"rightChars": "100"}),
    ("PageEven", {"leftChars": "100"}),
])
def test_indents_count_characters(name: str, indents: dict[str, str]) -> None:
    found = attributes(style("exit-decision", name).find(f"{W}pPr/{W}ind"))
    assert {key: value for key, value in found.items() if key.endswith("Chars")} == indents


def test_the_addressee_begins_at_the_edge() -> None:
    assert style("exit-decision", "Addressee").find(f"{W}pPr/{W}ind") is None


@pytest.mark.parametrize(("name", "align"), [
    ("RedHead", "center"), ("Number", "center"), ("LetterNumber", "right"), ("Title", "center"),
    ("Body", "both"), ("Date", "right"), ("PageOdd", "right"), ("PageEven", "left"),
    ("AttachmentTitle", "center"), ("PlainTitle", "center"), ("FormLabel", "center"),
])
def test_alignment(name: str, align: str) -> None:
    assert attributes(style("exit-decision", name).find(f"{W}pPr/{W}jc")) == {"val": align}


@pytest.mark.parametrize(("name", "lines"), [
    ("Number", 2), ("Title", 2), ("Addressee", 1), ("AttachmentNote", 1), ("AttachmentTitle", 1),
    ("Signature", 2),
])
def test_blank_lines_are_space_before(name: str, lines: int) -> None:
    assert attributes(style("exit-decision", name).find(f"{W}pPr/{W}spacing"))["before"] == str(lines * 579)


def test_every_line_is_a_line_of_the_grid_whatever_the_font() -> None:
    for wanted in (s for s in STYLES if s.grid):
        spacing = attributes(style("exit-decision", wanted.id).find(f"{W}pPr/{W}spacing"))
        assert (spacing["line"], spacing["lineRule"]) == ("579", "exact")


@every_kind
def test_headings_are_numbered_in_order_and_say_their_level(kind: str) -> None:
    headings = paragraphs(made(kind), "Level1")
    assert [heading[:2] for heading in headings] == [f"{number}、" for number in "一二三四五六"][: len(headings)]
    assert not [text for text in headings if text[-1] in "。；，"]
    body = paragraphs(made(kind), "Body")
    assert not [text for text in body if re.match("[一二三四五六]、|（[一二三四五六]）", text)]


@every_kind
def test_elements_stand_in_their_order(kind: str) -> None:
    order = (
        "RedHead", "Number", "LetterHead", "RedLine", "LetterNumber", "Title", "PlainTitle", "Addressee", "Body",
        "BodyLast", "AttachmentNote", "Signature", "Date", "Remark", "AttachmentMark", "AttachmentTitle",
    )
    found = [s.get(W + "val") for s in made(kind).iter(W + "pStyle")]
    places = [found.index(name) for name in order if name in found]
    assert places == sorted(places)
    assert found[-1] == "Last"


@every_kind
def test_an_attachment_is_named_alike_in_both_places(kind: str) -> None:
    root = made(kind)
    notes, titles = paragraphs(root, "AttachmentNote"), paragraphs(root, "AttachmentTitle")
    assert [note.removeprefix("附件：") for note in notes] == titles
    assert not [note for note in notes if note[-1] in "。；"]
    assert paragraphs(root, "AttachmentMark") == ["附件"] * len(titles)
    assert style(kind, "AttachmentMark").find(f"{W}pPr/{W}pageBreakBefore") is not None


@every_kind
def test_the_remark_stands_in_brackets(kind: str) -> None:
    assert set(paragraphs(made(kind), "Remark")) <= {"（此件公开发布）", "（此件不公开）"}


@every_kind
def test_tables_repeat_their_header_and_tear_no_row(kind: str) -> None:
    for table in made(kind).iter(W + "tbl"):
        rows = list(table.iter(W + "tr"))
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        to_be_filled_in = table.find(f".//{W}pStyle[@{W}val='FormLabel']") is not None
        assert heads == [not to_be_filled_in] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        widths = [int(attributes(column)["w"]) for column in table.iter(W + "gridCol")]
        assert abs(sum(widths) - TEXT_WIDTH) <= 10


@every_kind
def test_page_numbers_differ_on_odd_and_even_pages(kind: str) -> None:
    held = parts(template(kind))
    assert b"<w:evenAndOddHeaders/>" in held["word/settings.xml"]
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert re.sub(rb"<[^>]+>", b"", held[name]).decode().strip().split("\n")[-1] == "—  PAGE 1 —"
    (section,) = tree(template(kind)).iter(W + "sectPr")
    assert (section.find(W + "titlePg") is not None) == (KINDS[kind].head == "letter")


@every_kind
def test_the_imprint_has_lines_below_a_red_head_only(kind: str) -> None:
    shaded = [p for p in made(kind).iter(W + "pPr") if p.find(W + "shd") is not None]
    heights = [int(attributes(properties.find(W + "spacing"))["line"]) for properties in shaded]
    outer, inner = mm(0.35), mm(0.25)
    if KINDS[kind].head != "document":
        assert heights == []
    else:
        assert heights == ([outer, inner, outer] if SAMPLES[kind]()["抄送"] else [outer, outer])


@every_kind
def test_frames_place_the_letter_head(kind: str) -> None:
    frames = [attributes(frame) for frame in made(kind).iter(W + "framePr")]
    placed = [frame for frame in frames if frame["vAnchor"] == "page"]
    assert len(placed) == (3 if KINDS[kind].head == "letter" else 0)
    assert all(frame["w"] == str(mm(170)) for frame in placed)


@every_kind
def test_no_font_travels_and_each_has_something_to_fall_back_on(kind: str) -> None:
    fonts = tree(template(kind), "word/fontTable.xml")
    assert {font.get(W + "name") for font in fonts} == {face.name for face in FONTS.all()}
    assert all(font.find(W + "altName") is not None for font in fonts)
    assert not [name for name in parts(template(kind)) if "fonts/" in name]
