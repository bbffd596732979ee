"""The building blocks of an official document by GB/T 9704-2012, as WordprocessingML.

Every block is a piece of XML text; `package()` puts them into a .docx. Clauses in comments are those of the
standard. Nothing here knows what a letter says.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape

from toolkit.letters.charts import Bars, drawing
from toolkit.letters.charts import part as chart_part
from toolkit.letters.measures import (
    BOTTOM,
    CHARACTER_SPACE,
    FONTS,
    FOOTER,
    LEFT,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RED,
    RIGHT,
    SIZES,
    TEXT_WIDTH,
    TOP,
    Fonts,
    mm,
)
from toolkit.letters.styles import Xml, font_table, indents, style_sheet

EPOCH = (1980, 1, 1, 0, 0, 0)
DOUBLE_LINE_WIDTH = mm(170)  # 10.1


# Text


def run(text: str) -> Xml:
    """Text in one go, as its paragraph's style shows it."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *content: Xml, properties: Xml = "") -> Xml:
    """A paragraph of a style; `properties` overrule it in this place."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(content)}</w:p>'


def line(style: str, text: str) -> Xml:
    """A paragraph with one run of text."""
    return paragraph(style, run(text))


def tag(text: str) -> Xml:
    """A paragraph that holds a template tag only, such as `{%p if 抄送 %}`; no letter shows it."""
    return line("TemplateTag", text)


def when(condition: str, *blocks: Xml) -> Xml:
    """Blocks that stand only where a condition holds."""
    return tag("{%p if " + condition + " %}") + "".join(blocks) + tag("{%p endif %}")


def each(row: str, rows: str, *blocks: Xml) -> Xml:
    """Blocks once for each row of a list."""
    return tag("{%p for " + row + " in " + rows + " %}") + "".join(blocks) + tag("{%p endfor %}")


def body(text: str) -> Xml:
    """A paragraph of the body (7.3.3)."""
    return line("Body", text)


def last(text: str) -> Xml:
    """The last paragraph of the body, so that the signature never stands alone on a page."""
    return line("BodyLast", text)


def lead(text: str) -> Xml:
    """A paragraph that leads to what it announces, and never stands apart from it."""
    return line("BodyLast", text)


def level(number: int, text: str) -> Xml:
    """A heading in the body: 1 is 一、 in 黑体, 2 is （一） in 楷体 (7.3.3)."""
    return line(f"Level{number}", text)


# Heads


def red_head(name: str, number: str) -> Xml:
    """发文机关标志, 发文字号 two lines below it, the red line 4 mm below that (7.2.4, 7.2.5, 7.2.7)."""
    return line("RedHead", name) + line("Number", number)


def letter_head(name: str, number: str) -> Xml:
    """The letter form: 标志 30 mm below the edge, both double lines, 发文字号 at the right (10.1)."""
    height = SIZES["初号"] * 10
    return (
        paragraph("LetterHead", run(name), properties=_frame(height + 80, mm(30) - 50))
        + _double_line(mm(30) + height + mm(4), thick_first=True)
        + _double_line(PAGE_HEIGHT - mm(20) - 70, thick_first=False)
        + line("LetterNumber", number)
    )


def _double_line(top: int, *, thick_first: bool) -> Xml:
    """A frame as flat as a line, with a thick and a thin border.

    Word's own thick-thin border is drawn the other way round by other programs; two plain ones are not.
    """
    thick, thin = 18, 6  # eighths of a point
    above, below = (thick, thin) if thick_first else (thin, thick)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{RED}"/>'
        for side, size in (("top", above), ("bottom", below))
    )
    return paragraph("RedLine", properties=_frame(30, top) + f"<w:pBdr>{borders}</w:pBdr>")


def _frame(height: int, top: int) -> Xml:
    return (
        f'<w:framePr w:w="{DOUBLE_LINE_WIDTH}" w:h="{height}" w:hRule="exact" w:hSpace="0" w:wrap="around"'
        f' w:vAnchor="page" w:hAnchor="page" w:xAlign="center" w:y="{top}"/>'
    )


# From the title to the signature


def title(text: str) -> Xml:
    """标题; its lines are broken by newlines in the text (7.3.1)."""
    return line("Title", text)


def plain_title(text: str) -> Xml:
    """标题 of what has no head: it opens the page."""
    return line("PlainTitle", text)


def addressee(text: str) -> Xml:
    """主送 with its full-width colon (7.3.2)."""
    return line("Addressee", text + "：")


def attachment_note(name: str) -> Xml:
    """附件说明 of a single attachment: no number, nothing after the name (7.3.4)."""
    return line("AttachmentNote", "附件：" + name)


def signature(name: str, date: str) -> Xml:
    """署名 and 成文日期, with room for the seal that presses both (7.3.5.1)."""
    return line("Signature", name) + line("Date", date)


def remark(text: str) -> Xml:
    """附注, in full-width brackets (7.3.6)."""
    return line("Remark", f"（{text}）")


def attachment(name: str) -> Xml:
    """The opening of an attachment, on a page of its own: 附件, its title on the third line (7.3.7)."""
    return line("AttachmentMark", "附件") + line("AttachmentTitle", name)


# Tables


def caption(text: str) -> Xml:
    """What stands above one of several tables."""
    return line("TableCaption", text)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header, what stands in it, and its width in mm."""

    header: str
    text: str
    width: float
    left: bool = False


def table(row: str, rows: str, columns: Sequence[TableColumn]) -> Xml:
    """A table with one row for each of a list; its header stands on every page, no row is torn."""
    widths = [mm(column.width) for column in columns]
    heads = [line("TableHead", column.header) for column in columns]
    texts = [line("TableLeft" if column.left else "TableText", column.text) for column in columns]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_BORDERS}'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
        + _row(map(_cell, widths, heads), header=True)
        + _tag_row("{%tr for " + row + " in " + rows + " %}", widths)
        + _row(map(_cell, widths, texts))
        + _tag_row("{%tr endfor %}", widths)
        + "</w:tbl>"
    )


_BORDERS = "".join((
    "<w:tblBorders>",
    *(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ),
    "</w:tblBorders>",
))
_MARGINS, _WIDE_MARGINS = (
    f'<w:tblCellMar><w:left w:w="{width}" w:type="dxa"/><w:right w:w="{width}" w:type="dxa"/></w:tblCellMar>'
    for width in (28, 85)
)


def _row(cells: Iterable[Xml], *, header: bool = False, height: float = 8) -> Xml:
    head = "<w:tblHeader/>" if header else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{mm(height)}" w:hRule="atLeast"/>{head}</w:trPr>'
        f'{"".join(cells)}</w:tr>'
    )


def _cell(width: int, content: Xml, span: int = 1) -> Xml:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _tag_row(text: str, widths: Sequence[int]) -> Xml:
    return f'<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(sum(widths), tag(text), len(widths))}</w:tr>'


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a form: what it says, line by line, its width in mm; a `label` names what is to be written beside it."""

    text: str
    width: float
    label: bool = False
    small: bool = False


def form(rows: Sequence[tuple[float, Sequence[Box]]]) -> Xml:
    """A form to be filled in by hand: rows of so many mm in height, whose boxes need not stand below each other."""
    edges = sorted({edge for _, boxes in rows for edge in _edges(boxes)})
    widths = [right - left for left, right in pairwise(edges)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_BORDERS}'
        f'<w:tblLayout w:type="fixed"/>{_WIDE_MARGINS}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
        + "".join(_row(_boxes(boxes, edges), height=height) for height, boxes in rows)
        + "</w:tbl>"
    )


def _edges(boxes: Sequence[Box]) -> list[int]:
    return [mm(edge) for edge in accumulate((box.width for box in boxes), initial=0.0)]


def _boxes(boxes: Sequence[Box], edges: Sequence[int]) -> Iterator[Xml]:
    for box, (left, right) in zip(boxes, pairwise(_edges(boxes)), strict=True):
        span = edges.index(right) - edges.index(left)
        style = "FormLabel" if box.label else "TableLeft" if box.small else "FormText"
        yield _cell(right - left, "".join(line(style, text) for text in box.text.split("\n")), span)


def end() -> Xml:
    """What stands below a table that ends a document."""
    return line("Last", "")


def chart(number: int, bars: Bars) -> Xml:
    """A chart across the text area; `bars` must be the package's of this number, from 1."""
    return paragraph("Chart", drawing(number, bars, TEXT_WIDTH))


# 版记, at the foot of the last page


def imprint(copies: str, office: str, date: str) -> Xml:
    """版记 below a red head: 抄送 where there is any, 印发机关 and 印发日期, three lines (7.4)."""
    outer, inner = _rule(mm(0.35)), _rule(mm(0.25))
    return (
        outer
        + _foot(run("{%p if " + copies + " %}"))
        + _copies(copies)
        + inner
        + _foot(run("{%p endif %}"))
        + _foot(run(office), "<w:r><w:tab/></w:r>", run(date + "印发"))
        + outer
        + line("Last", "")
    )


def letter_imprint(copies: str) -> Xml:
    """版记 of the letter form: 抄送 only, no lines (10.1)."""
    opening, ending = _foot(run("{%p if " + copies + " %}")), _foot(run("{%p endif %}"))
    return opening + _copies(copies) + ending + line("Last", "")


def _copies(name: str) -> Xml:
    hanging = indents(SIZES["4号"] * 10, left=4, right=1, first=-3)
    return _foot(run("抄送：{{ " + name + " }}。"), after=hanging)


def _rule(thickness: int) -> Xml:
    """A line as a paragraph that high, shaded: other programs than Word lose borders inside a frame."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    flat = f'<w:spacing w:before="0" w:after="0" w:line="{thickness}" w:lineRule="exact"/>'
    return _foot(after=shade + flat + '<w:ind w:leftChars="0" w:left="0"/>')


def _foot(*content: Xml, after: Xml = "") -> Xml:
    """A paragraph of the frame at the bottom of the text area, on the page where the document ends.

    Paragraphs are one frame where they share `framePr` and, for other programs than Word, their style.
    """
    frame = (
        f'<w:framePr w:w="{TEXT_WIDTH}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
        ' w:xAlign="left" w:yAlign="bottom"/>'
    )
    return paragraph("Imprint", *content, properties=frame + after)


# The file


def document(blocks: Iterable[Xml], *, letter: bool) -> Xml:
    """What stands in word/document.xml: one section, in the page of 5.2.1 and the grid of 5.2.3.

    `letter`: the form of a letter, whose first page bears no number (10.1).
    """
    first = '<w:footerReference w:type="first" r:id="rIdFirst"/>' if letter else ""
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/>'
        f'<w:footerReference w:type="even" r:id="rIdEven"/>{first}'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851"'
        f' w:footer="{FOOTER}" w:gutter="0"/>{"<w:titlePg/>" if letter else ""}'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CHARACTER_SPACE}"/></w:sectPr>'
    )
    return f"<w:body>{''.join(blocks)}{section}</w:body>"


def package(blocks: Iterable[Xml], *, letter: bool, fonts: Fonts = FONTS, bars: Sequence[Bars] = ()) -> bytes:
    """A whole .docx. Stored, not deflated: its bytes are the same wherever it is built."""
    charts = {f"word/charts/chart{number}.xml": DECLARATION + chart_part(each) for number, each in enumerate(bars, start=1)}
    links = {f"rIdChart{number}": ("chart", f"charts/chart{number}.xml") for number in range(1, len(bars) + 1)}
    parts = {
        "[Content_Types].xml": _content_types(len(bars)),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": _part("document", document(blocks, letter=letter)),
        "word/_rels/document.xml.rels": _relationships(_DOCUMENT_PARTS | links),
        "word/styles.xml": _part("styles", style_sheet(fonts)),
        "word/settings.xml": _part("settings", _SETTINGS),
        "word/fontTable.xml": _part("fonts", font_table(fonts)),
        "word/footer1.xml": _part("ftr", _page_number("PageOdd")),
        "word/footer2.xml": _part("ftr", _page_number("PageEven")),
        "word/footer3.xml": _part("ftr", line("PageOdd", "")),
        **charts,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text.encode())
    return target.getvalue()


DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships"
_DOCUMENT_PARTS = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdFonts": ("fontTable", "fontTable.xml"),
    "rIdOdd": ("footer", "footer1.xml"),
    "rIdEven": ("footer", "footer2.xml"),
    "rIdFirst": ("footer", "footer3.xml"),
}
_SETTINGS = (
    '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def _part(root: str, content: Xml) -> Xml:
    return f'{DECLARATION}<w:{root} xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}">{content}</w:{root}>'


def _page_number(style: str) -> Xml:
    """— 1 —, with the page's number as a field (7.5)."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    field = mark.format("begin") + code + mark.format("separate") + run("1") + mark.format("end")
    return paragraph(style, run("— "), field, run(" —"))


def _content_types(charts: int) -> Xml:
    kinds = {part: part for part in ("styles", "settings", "fontTable")} | {"document": "document.main"}
    kinds |= {f"footer{number}": "footer" for number in (1, 2, 3)}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}{kind}+xml"/>'
        for name, kind in kinds.items()
    ) + "".join(
        f'<Override PartName="/word/charts/chart{number}.xml" ContentType="{_CHART}"/>' for number in range(1, charts + 1)
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS}+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> Xml:
    links = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
