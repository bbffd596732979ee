"""What an edited template has lost of GB/T 9704-2012: page, grid, typefaces, colours, places, page numbers.

Only what can be told from the file; how it looks in print is for eyes.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import templates as say
from toolkit.letters import measures
from toolkit.letters.looks import Looks, Placing, is_on
from toolkit.letters.measures import FONTS, SIZES, Fonts
from toolkit.letters.tags import Spot, Story, TemplateFault, W, paragraphs, parse_part, text_of

TOLERANCE = measures.mm(1)
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TWIPS_PER_MM = 1440 / 25.4
_TEXT_SIZES = {SIZES["3号"], SIZES["2号"], SIZES["小初"]}
_STATEMENT = re.compile(r"\{%[^{}]*%\}")


def check_layout(data: bytes, parts: Mapping[str, bytes], fonts: Fonts = FONTS) -> list[Finding]:
    """What the standard would have otherwise, from the page to the last paragraph; `fonts` are the city's.

    Raises:
        TemplateFault: it is no document.
    """
    document = Story("word/document.xml", parse_part(parts["word/document.xml"]))
    looks = Looks(parse_part(parts["word/styles.xml"]) if "word/styles.xml" in parts else None, fonts)
    numbers = list(_check_page_numbers(parts, document.root))  # first, since it names a damaged part
    findings = [*_check_page(data, document.root, looks), *numbers]
    if any(True for _ in document.root.iter(W + "commentReference")):
        findings.append(Finding(say.COMMENTED))
    for paragraph, spot in paragraphs(document):
        findings += _check_left_overs(paragraph, spot)
        findings += _check_looks(paragraph, spot, looks)
    return findings + list(_check_tables(document))


# Page, grid, page numbers


def _check_page(data: bytes, root: etree._Element, looks: Looks) -> Iterator[Finding]:
    for section in _sections(data):
        for item, name, wanted in _PAGE:
            found = _length(section, name)
            if found is None or abs(found - wanted) > TOLERANCE:
                shown = "未设" if found is None else _millimetres(found)
                words = {"item": item, "found": shown, "wanted": _millimetres(wanted)}
                yield Finding(say.PAGE_OFF, Place(sheet="页面"), words=words)
    grids = [section.find(W + "docGrid") for section in root.iter(W + "sectPr")]
    if not grids:
        yield Finding(say.PAGE_OFF, Place(sheet="页面"), words={"item": "页面设置", "found": "空", "wanted": "A4、GB/T 9704-2012 的页边距"})
    for grid in grids or [None]:
        yield from _check_grid(grid, looks)


_PAGE = (
    ("纸张宽度", "page_width", measures.PAGE_WIDTH),
    ("纸张高度", "page_height", measures.PAGE_HEIGHT),
    ("上边距", "top_margin", measures.TOP),
    ("下边距", "bottom_margin", measures.BOTTOM),
    ("左边距", "left_margin", measures.LEFT),
    ("右边距", "right_margin", measures.RIGHT),
)


def _sections(data: bytes) -> list[Any]:
    """The document's sections as python-docx has them.

    Raises:
        TemplateFault: the parts do not hang together as a document.
    """
    from docx import Document  # noqa: PLC0415 - no letter needs it, only the check of a template

    try:
        return list(Document(io.BytesIO(data)).sections)
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise TemplateFault(Finding(say.NOT_A_TEMPLATE, words={"detail": "文件内部缺少部件"})) from error


def _length(section: Any, name: str) -> int | None:
    """A length of a section in twips; None where it is not set, or not to be read."""
    try:
        length = getattr(section, name)
    except ValueError:
        return None
    return None if length is None else round(length.twips)


def _millimetres(twips: int) -> str:
    return f"{twips / _TWIPS_PER_MM:.0f}毫米"


def _check_grid(grid: etree._Element | None, looks: Looks) -> Iterator[Finding]:
    """The lines and characters that fit the text area by the grid's own pitch."""
    pitch = _number(grid, "linePitch")
    if not pitch or grid is None or grid.get(W + "type", "default") == "default":
        yield Finding(say.GRID_OFF, Place(sheet="页面"), words={"found": "没有设定行数和字数"})
        return
    space = _number(grid, "charSpace") or 0
    space -= 2**32 if space >= 2**31 else 0  # as LibreOffice writes what is below zero
    width = looks.size() * 10 + space * 20 / 4096
    lines, characters = measures.TEXT_HEIGHT // pitch, int(measures.TEXT_WIDTH / width)
    if (lines, characters) != (measures.LINES, measures.CHARACTERS):
        words = {"found": f"{lines}行、每行{characters}字"}
        yield Finding(say.GRID_OFF, Place(sheet="页面"), words=words)


def _number(element: etree._Element | None, key: str) -> int | None:
    text = "" if element is None else element.get(W + key) or ""
    return int(text) if text.lstrip("-").isdecimal() else None


def _check_page_numbers(parts: Mapping[str, bytes], root: etree._Element) -> Iterator[Finding]:
    """The footers of odd and of even pages both hold the field."""
    links = parse_part(parts.get("word/_rels/document.xml.rels", b"<none/>"))
    targets = {link.get("Id"): "word/" + link.get("Target", "").removeprefix("/word/") for link in links}
    footers = {
        footer.get(W + "type"): parts.get(targets.get(footer.get(_R + "id"), ""), b"")
        for footer in root.iter(W + "footerReference")
    }
    if b"evenAndOddHeaders" not in parts.get("word/settings.xml", b""):
        footers["even"] = b""
    for kind, which in (("default", "单页"), ("even", "双页")):
        if b"PAGE" not in footers.get(kind, b""):
            yield Finding(say.NO_PAGE_NUMBER, Place(sheet="页脚"), words={"which": which})


# Paragraphs


def _check_left_overs(paragraph: etree._Element, spot: Spot) -> Iterator[Finding]:
    """What would go out with each letter though it was never meant to."""
    kinds = {etree.QName(element).localname for element in paragraph.iter(etree.Element)}
    if kinds & {"ins", "del", "moveFrom", "moveTo"}:
        yield spot.finding(say.REVISED)
    if kinds & {"drawing", "pict", "object"} and "chart" not in kinds:
        yield spot.finding(say.PICTURE)
    if any(is_on(run.find(f"{W}rPr/{W}vanish")) for run in paragraph.iter(W + "r") if _says(run)):
        yield spot.finding(say.HIDDEN_TEXT)


def _check_looks(paragraph: etree._Element, spot: Spot, looks: Looks) -> Iterator[Finding]:
    """Typeface, size, colour and place of what a paragraph says, each fault once."""
    if _STATEMENT.fullmatch(text_of(paragraph).strip()):
        return
    runs = [run for run in paragraph.iter(W + "r") if _says(run)]
    seen = [looks.of(run, paragraph) for run in runs]
    for face in sorted({face for face, _, _ in seen} - looks.faces):
        wanted = "、".join(face.name for face in looks.fonts.all())
        yield spot.finding(say.FONT_OFF, found=face, wanted=wanted)
    if not _placed_apart(paragraph):
        for size in sorted({size for _, size, _ in seen} - _TEXT_SIZES):
            yield spot.finding(say.SIZE_OFF, found=f"{size / 2:g}")
        if any(looks.is_bold(run, paragraph) for run in runs):
            yield spot.finding(say.BOLD)
        yield from _check_placing(paragraph, spot, looks)
    for color in sorted({color for _, size, color in seen if not _fitting(color, size)}):
        yield spot.finding(say.COLOR_OFF, found=color)


def _check_placing(paragraph: etree._Element, spot: Spot, looks: Looks) -> Iterator[Finding]:
    """Where a paragraph of one of the layout's styles stands otherwise than the style has it."""
    style = looks.layout_of(paragraph)
    if style is None or not _says(paragraph):
        return
    strayed = looks.placing_of(paragraph).strays_from(Placing.of(style))
    if told := "、".join(f"{item}为{here}（应为{there}）" for item, here, there in strayed):
        yield spot.finding(say.PLACED_OFF, strayed=told, style=style.name)


def _says(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t")).strip()


def _placed_apart(paragraph: etree._Element) -> bool:
    """Tables and frames have sizes of their own."""
    framed = paragraph.find(f"{W}pPr/{W}framePr") is not None
    return framed or next(paragraph.iterancestors(W + "tbl"), None) is not None


def _fitting(color: str, size: int) -> bool:
    """Black, or the red of a 标志, which is larger than any other text."""
    return color in {"auto", "000000"} or (color == measures.RED and size > SIZES["2号"])


# Tables


def _check_tables(document: Story) -> Iterator[Finding]:
    """In a table with a loop, the header stands on every page and no row is torn."""
    for number, table in enumerate(document.root.iter(W + "tbl"), start=1):
        rows = list(table.iterchildren(W + "tr"))
        if not any("{%tr" in _says(row) for row in rows):
            continue
        spot = Spot(f"第{number}张表", 1, "")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield spot.finding(say.ROW_MAY_SPLIT, what="表头不会重复")
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield spot.finding(say.ROW_MAY_SPLIT, what="一行可能被拆在两页")
