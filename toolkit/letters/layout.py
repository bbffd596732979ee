"""The building blocks of an official document by GB/T 9704-2012, as WordprocessingML.

Every block is a piece of XML text; `package()` puts them into a .docx. Lengths are twips (1/20 pt) unless a name
says otherwise; clauses in comments are those of the standard. Nothing here knows what a letter says.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

Xml = str

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474  # 37, 35, 28, 26 mm (5.2.1)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT  # 156 mm
LINE = 579  # 22 lines in 225 mm; 580 would make it 21 (5.2.3)
CHARACTER_SPACE = -848  # 16 pt - 848/4096 pt = 15.793 pt, 28 of them in 156 mm (5.2.3)
TIGHTER = -5
CHARACTER = 315  # 16 pt, a quarter of a point tighter
FOOTER = 1400  # the dashes of the page number then stand 7 mm below the text area (7.5)
RED = "FF0000"
SIZES = {"初号": 84, "小初": 72, "2号": 44, "3号": 32, "4号": 28, "5号": 21}  # half-points
DOUBLE_LINE_WIDTH = 9638  # 170 mm (10.1)
EPOCH = (1980, 1, 1, 0, 0, 0)

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font by the name Word asks for, what to take where it is missing, and what it looks like."""

    name: str
    instead: tuple[str, ...]
    family: str
    panose: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """Which typeface plays which part.

    仿宋 and 楷体, not their _GB2312 namesakes: Windows 10 and 11 come with the former only, and the latter
    lack characters that names use (镕, 喆, 䶮). 小标宋 is licensed and comes with no Windows: machines without it
    fall back as the font table says. Digits follow the body, as half-width characters fit the grid.
    """

    title: Typeface = Typeface("方正小标宋简体", ("方正小标宋_GBK", "华文中宋", "宋体"), "roman", "02010601030101010101")
    body: Typeface = Typeface("仿宋", ("仿宋_GB2312", "FangSong", "华文仿宋"), "modern", "02010609060101010101")
    black: Typeface = Typeface("黑体", ("SimHei", "华文黑体"), "modern", "02010609060101010101")
    script: Typeface = Typeface("楷体", ("楷体_GB2312", "KaiTi", "华文楷体"), "modern", "02010609060101010101")
    page_number: Typeface = Typeface("宋体", ("SimSun", "华文宋体"), "auto", "02010600030101010101")
    digits: Typeface | None = None

    def all(self) -> tuple[Typeface, ...]:
        """Each typeface once, in a fixed order."""
        played = (self.title, self.body, self.black, self.script, self.page_number, self.digits or self.body)
        return tuple(dict.fromkeys(played))


FONTS = Fonts()


def mm(length: float) -> int:
    """Millimetres → twips."""
    return round(length * 1440 / 25.4)


# Text


def run(text: str) -> Xml:
    """Text in one go, as its paragraph's style shows it."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *content: Xml, properties: Xml = "") -> Xml:
    """A paragraph of a style of `styles()`; `properties` overrule it in this place."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(content)}</w:p>'


def line(style: str, text: str) -> Xml:
    """A paragraph with one run of text."""
    return paragraph(style, run(text))


def tag(text: str) -> Xml:
    """A paragraph that holds a template tag only, such as `{%p if 抄送 %}`; it leaves no trace in a letter."""
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
    """The last paragraph of the body, which the signature never leaves alone on a page."""
    return line("BodyLast", text)


def level(number: int, text: str) -> Xml:
    """A heading in the body: 1 is 一、 in 黑体, 2 is （一） in 楷体 (7.3.3)."""
    return line(f"Level{number}", text)


# The head of a document with a red head


def red_head(name: str, number: str) -> Xml:
    """发文机关标志, 发文字号 two lines below it, the red line 4 mm below that (7.2.4, 7.2.5, 7.2.7)."""
    return line("RedHead", name) + line("Number", number)


# The head of a document in the form of a letter (10.1)


def letter_head(name: str, number: str) -> Xml:
    """发文机关标志 30 mm below the upper edge, both double lines of the first page, 发文字号 at the right."""
    upper = mm(30) + 20 * 42 + mm(4)
    return (
        paragraph("LetterHead", run(name), properties=_frame(DOUBLE_LINE_WIDTH, 20 * 46, mm(30) - 50))
        + _double_line(upper, thick_first=True)
        + _double_line(PAGE_HEIGHT - mm(20) - 70, thick_first=False)
        + line("LetterNumber", number)
    )


def _double_line(top: int, *, thick_first: bool) -> Xml:
    """A frame as flat as a line with a thick and a thin border.

    Word's own thick-thin borders are drawn the other way round by other programs; two plain ones are not.
    """
    thick, thin = 18, 6  # eighths of a point
    above, below = (thick, thin) if thick_first else (thin, thick)
    borders = (
        f'<w:pBdr><w:top w:val="single" w:sz="{above}" w:space="0" w:color="{RED}"/>'
        f'<w:bottom w:val="single" w:sz="{below}" w:space="0" w:color="{RED}"/></w:pBdr>'
    )
    return paragraph("RedLine", properties=_frame(DOUBLE_LINE_WIDTH, 30, top) + borders)


def _frame(width: int, height: int, top: int) -> Xml:
    return (
        f'<w:framePr w:w="{width}" w:h="{height}" w:hRule="exact" w:hSpace="0" w:wrap="around" w:vAnchor="page"'
        f' w:hAnchor="page" w:xAlign="center" w:y="{top}"/>'
    )


# From the title to the signature


def title(text: str) -> Xml:
    """标题; its lines are broken by newlines in the text (7.3.1)."""
    return line("Title", text)


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
    """The opening of an attachment, on a page of its own: 附件, and its title on the third line (7.3.7)."""
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
    """A table with one line for each row of a list; its header stands on every page, no row is torn."""
    widths = [mm(column.width) for column in columns]
    head = "".join(
        _cell(width, line("TableHead", c.header)) for width, c in zip(widths, columns, strict=True)
    )
    cells = "".join(
        _cell(width, line("TableLeft" if c.left else "TableText", c.text))
        for width, c in zip(widths, columns, strict=True)
    )
    return (
        f"<w:tbl><w:tblPr>{_table_width(sum(widths))}"
        f'<w:jc w:val="center"/>{_BORDERS}<w:tblLayout w:type="fixed"/>{_margins(28)}</w:tblPr>'
        f"{_grid(widths)}"
        + _row(head, header=True)
        + _tag_row("{%tr for " + row + " in " + rows + " %}", widths)
        + _row(cells)
        + _tag_row("{%tr endfor %}", widths)
        + "</w:tbl>"
    )


def _row(cells: Xml, *, header: bool = False, height: int = 454) -> Xml:
    head = "<w:tblHeader/>" if header else ""
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>{cells}</w:tr>'
    )


def _tag_row(text: str, widths: Sequence[int]) -> Xml:
    return _row(_cell(sum(widths), line("TemplateTag", text), span=len(widths)), height=0)


def _cell(width: int, content: Xml, *, span: int = 1, across: str = "center") -> Xml:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="{across}"/></w:tcPr>'
        f"{content}</w:tc>"
    )


_BORDERS = "".join((
    "<w:tblBorders>",
    *(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ),
    "</w:tblBorders>",
))


def _table_width(width: int) -> Xml:
    return f'<w:tblW w:w="{width}" w:type="dxa"/>'


def _grid(widths: Sequence[int]) -> Xml:
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"


def _margins(across: int) -> Xml:
    return (
        f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{across}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{across}" w:type="dxa"/></w:tblCellMar>'
    )


# 版记, at the foot of the last page


def imprint(copies: str, office: str, date: str) -> Xml:
    """版记 of a document with a red head: 抄送 where there is any, 印发机关 and 印发日期, three lines (7.4)."""
    return (
        _rule(mm(0.35))
        + _foot(run("{%p if " + copies + " %}"))
        + _copies(copies)
        + _rule(mm(0.25))
        + _foot(run("{%p endif %}"))
        + _foot(run(office), _TAB, run(date + "印发"))
        + _rule(mm(0.35))
        + line("Last", "")
    )


def letter_imprint(copies: str) -> Xml:
    """版记 of the letter form: 抄送 only, no lines (10.1)."""
    opening, ending = _foot(run("{%p if " + copies + " %}")), _foot(run("{%p endif %}"))
    return opening + _copies(copies) + ending + line("Last", "")


def _copies(name: str) -> Xml:
    hanging = '<w:ind w:leftChars="400" w:left="1120" w:rightChars="100" w:right="280" w:hangingChars="300" w:hanging="840"/>'
    return _foot(run("抄送：{{ " + name + " }}。"), after=hanging)


def _rule(thickness: int) -> Xml:
    """A line as a paragraph of that height, shaded: borders inside a frame are lost by other programs than Word."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    flat = f'<w:spacing w:before="0" w:after="0" w:line="{thickness}" w:lineRule="exact"/>'
    return _foot(after=shade + flat + '<w:ind w:leftChars="0" w:left="0"/>')


def _foot(*content: Xml, after: Xml = "") -> Xml:
    """A paragraph of the frame at the bottom of the text area, on the page where the document ends.

    Paragraphs are one frame where they share `framePr` and, for other programs than Word, their style.
    """
    frame = (
        f'<w:framePr w:w="{TEXT_WIDTH}" w:hSpace="0" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin"'
        ' w:xAlign="left" w:yAlign="bottom"/>'
    )
    return paragraph("Imprint", *content, properties=frame + after)


_TAB = "<w:r><w:tab/></w:r>"


# Styles


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: the name staff see in Word, typeface and size, and where its lines stand.

    `before` and `pitch` are twips; `left`, `right`, `first` count characters of this size (`first` negative: the
    first line hangs out). `grid` ties it to the character grid, which only 3号 text wants.
    """

    id: str
    name: str
    face: str = "body"
    size: str = "3号"
    align: str = "both"
    before: int = 0
    pitch: int = LINE
    left: float = 0
    right: float = 0
    first: float = 0
    grid: bool = True
    red: bool = False
    keep: bool = False
    new_page: bool = False
    after: int = 0
    border: Xml = ""
    tabs: Xml = ""
    outline: int | None = None


_RED_LINE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="7" w:color="{RED}"/></w:pBdr>'
_IMPRINT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 280}"/></w:tabs>'

STYLES = (
    Style("RedHead", "公文·发文机关标志", "title", "小初", "center", before=mm(35) - 28, pitch=800, grid=False, red=True),
    Style("Number", "公文·发文字号", align="center", before=2 * LINE, border=_RED_LINE, keep=True),
    Style("LetterHead", "信函·发文机关标志", "title", "初号", "center", pitch=920, grid=False, red=True),
    Style("RedLine", "信函·红色双线", size="5号", pitch=20, grid=False),
    Style("LetterNumber", "信函·发文字号", align="right", before=mm(14.6), keep=True),
    Style("Title", "公文·标题", "title", "2号", "center", before=2 * LINE, grid=False, keep=True, outline=0),
    Style("Addressee", "公文·主送机关", before=LINE, keep=True),
    Style("Body", "公文·正文", first=2),
    Style("BodyLast", "公文·正文末段", first=2, keep=True),
    Style("Level1", "公文·一级标题", "black", first=2, keep=True, outline=1),
    Style("Level2", "公文·二级标题", "script", first=2, keep=True, outline=2),
    Style("AttachmentNote", "公文·附件说明", before=LINE, left=5, first=-3, keep=True),
    Style("Signature", "公文·署名", align="center", before=2 * LINE, left=13.5, keep=True),
    Style("Date", "公文·成文日期", align="right", right=4),
    Style("Remark", "公文·附注", first=2),
    Style("AttachmentMark", "附件·标记", "black", align="left", keep=True, new_page=True),
    Style("AttachmentTitle", "附件·标题", "title", "2号", "center", before=LINE, after=200, grid=False, keep=True, outline=0),
    Style("TableCaption", "附件·表题", "black", align="left", before=LINE // 2, after=100, keep=True),
    Style("TableHead", "表格·表头", "black", "5号", "center", pitch=300, grid=False, keep=True),
    Style("TableText", "表格·居中", size="5号", align="center", pitch=300, grid=False),
    Style("TableLeft", "表格·左对齐", size="5号", align="left", pitch=300, grid=False),
    Style("Imprint", "版记·印发", size="4号", align="left", left=1, pitch=520, grid=False, tabs=_IMPRINT_TAB),
    Style("PageOdd", "页码·单页", "page_number", "4号", "right", right=1, pitch=280, grid=False),
    Style("PageEven", "页码·双页", "page_number", "4号", "left", left=1, pitch=280, grid=False),
    Style("TemplateTag", "模板·标记", "script", "5号", "left", pitch=300, grid=False),
    Style("Last", "公文·末行", size="5号", align="left", pitch=20, grid=False),
)


def styles(fonts: Fonts = FONTS) -> Xml:
    """word/styles.xml."""
    base = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_face(fonts, 'body')}<w:noProof/>"
        f'<w:sz w:val="{SIZES["3号"]}"/><w:szCs w:val="{SIZES["3号"]}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{_face(fonts, "body")}<w:snapToGrid w:val="0"/><w:spacing w:val="{TIGHTER}"/>'
        f'<w:sz w:val="{SIZES["3号"]}"/><w:szCs w:val="{SIZES["3号"]}"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    )
    return _part("styles", base + "".join(_style(style, fonts) for style in STYLES))


def _style(style: Style, fonts: Fonts) -> Xml:
    size = SIZES[style.size]
    color = f'<w:color w:val="{RED}"/>' if style.red else ""
    spacing = "" if style.grid else '<w:spacing w:val="0"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_placing(style)}</w:pPr>'
        f'<w:rPr>{_face(fonts, style.face)}{color}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _placing(style: Style) -> Xml:
    """Paragraph properties, in the order the schema wants."""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        ("<w:keepNext/>" if style.keep else "")
        + ("<w:pageBreakBefore/>" if style.new_page else "")
        + style.border
        + style.tabs
        + f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.pitch}" w:lineRule="exact"/>'
        + _indents(style)
        + f'<w:jc w:val="{style.align}"/>'
        + outline
    )


def _indents(style: Style) -> Xml:
    """Indents in characters, which Word keeps when the size changes, and in twips for other programs."""
    width = CHARACTER if style.grid else SIZES[style.size] * 10

    def indent(side: str, count: float) -> str:
        return f' w:{side}Chars="{round(count * 100)}" w:{side}="{round(count * width)}"' if count else ""

    first = indent("hanging", -style.first) if style.first < 0 else indent("firstLine", style.first)
    shown = indent("left", style.left) + indent("right", style.right) + first
    return f"<w:ind{shown}/>" if shown else ""


def _face(fonts: Fonts, role: str) -> Xml:
    face = getattr(fonts, role).name
    latin = fonts.digits.name if fonts.digits and role in {"body", "black", "script"} else face
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{latin}" w:hint="eastAsia"/>'


# The file


def document(blocks: Iterable[Xml], *, letter: bool) -> Xml:
    """word/document.xml: one section, in the page of 5.2.1 and the grid of 5.2.3.

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
    return _part("document", f"<w:body>{''.join(blocks)}{section}</w:body>")


def package(blocks: Iterable[Xml], *, letter: bool, fonts: Fonts = FONTS) -> bytes:
    """A whole .docx. Stored, not packed, so that the bytes are the same whatever packs them elsewhere."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document(blocks, letter=letter),
        "word/_rels/document.xml.rels": _relationships(_DOCUMENT_PARTS),
        "word/styles.xml": styles(fonts),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(fonts),
        "word/footer1.xml": _page_number("PageOdd"),
        "word/footer2.xml": _page_number("PageEven"),
        "word/footer3.xml": _part("ftr", line("PageOdd", "")),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text.encode())
    return target.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_DOCUMENT_PARTS = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdFonts": ("fontTable", "fontTable.xml"),
    "rIdOdd": ("footer", "footer1.xml"),
    "rIdEven": ("footer", "footer2.xml"),
    "rIdFirst": ("footer", "footer3.xml"),
}


def _part(root: str, content: Xml) -> Xml:
    return f"{DECLARATION}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def _page_number(style: str) -> Xml:
    """— 1 —, with the page's number as a field (7.5)."""
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inner}' for kind, inner in _PAGE_FIELD)
    return _part("ftr", paragraph(style, run("— "), field, run(" —")))


_PAGE_FIELD = (
    ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
    ("separate", run("1")),
    ("end", ""),
)


def _settings() -> Xml:
    compatible = (
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return _part(
        "settings",
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat>{compatible}</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )


def _font_table(fonts: Fonts) -> Xml:
    """word/fontTable.xml: for each font, which to take where it is not installed. None is embedded."""
    entries = (
        f'<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(",".join(face.instead))}/>'
        f'<w:panose1 w:val="{face.panose}"/><w:charset w:val="86"/><w:family w:val="{face.family}"/>'
        '<w:pitch w:val="auto"/></w:font>'
        for face in fonts.all()
    )
    return _part("fonts", "".join(entries))


def _content_types() -> Xml:
    parts = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    parts |= {f"footer{n}": "footer" for n in (1, 2, 3)}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: dict[str, tuple[str, str]]) -> Xml:
    links = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'
