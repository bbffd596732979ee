"""The paragraph styles of official documents, under the Chinese names staff see in Word."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from toolkit.letters.measures import CHARACTER, LINE, RED, SIZES, TEXT_WIDTH, TIGHTER, Fonts, Typeface, mm

Xml = str


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in Word, typeface and size, and where its lines stand.

    `before`, `after` and `pitch` are twips (no pitch: as high as what stands in it); `left`, `right`, `first` count characters of this size (with
    `first` negative the first line hangs out). `grid` marks 3号 text that keeps 28 characters to the line;
    `keep` that it never stands apart from what follows.
    """

    id: str
    name: str
    face: str = "body"
    size: str = "3号"
    align: str = "both"
    before: int = 0
    after: int = 0
    pitch: int = LINE
    left: float = 0
    right: float = 0
    first: float = 0
    grid: bool = True
    red: bool = False
    keep: bool = False
    new_page: bool = False
    border: Xml = ""
    tabs: Xml = ""
    outline: int | None = None


_RED_LINE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="7" w:color="{RED}"/></w:pBdr>'
_IMPRINT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 280}"/></w:tabs>'

STYLES = (
    Style("RedHead", "公文·发文机关标志", "title", "小初", "center", mm(35), pitch=800, grid=False, red=True),
    Style("Number", "公文·发文字号", align="center", before=2 * LINE, border=_RED_LINE),
    Style("LetterHead", "信函·发文机关标志", "title", "初号", "center", pitch=920, grid=False, red=True),
    Style("RedLine", "信函·红色双线", size="5号", pitch=20, grid=False),
    Style("LetterNumber", "信函·发文字号", align="right", before=mm(14.6)),
    Style("Title", "公文·标题", "title", "2号", "center", 2 * LINE, grid=False, outline=0),
    Style("PlainTitle", "公文·标题（无版头）", "title", "2号", "center", after=LINE, grid=False, keep=True, outline=0),
    Style("Addressee", "公文·主送机关", before=LINE),
    Style("Body", "公文·正文", first=2),
    Style("BodyLast", "公文·正文末段", first=2, keep=True),
    Style("Level1", "公文·一级标题", "black", first=2, keep=True, outline=1),
    Style("Level2", "公文·二级标题", "script", first=2, keep=True, outline=2),
    Style("AttachmentNote", "公文·附件说明", before=LINE, left=5, first=-3, keep=True),
    Style("Signature", "公文·署名", align="center", before=2 * LINE, left=13.5, keep=True),
    Style("Date", "公文·成文日期", align="right", right=4, keep=True),
    Style("Remark", "公文·附注", first=2, keep=True),
    Style("AttachmentMark", "附件·标记", "black", align="left", keep=True, new_page=True),
    Style("AttachmentTitle", "附件·标题", "title", "2号", "center", LINE, 200, grid=False, keep=True),
    Style("TableCaption", "附件·表题", "black", align="left", before=LINE // 2, after=100, keep=True),
    Style("Chart", "附件·图", align="center", pitch=0, grid=False),
    Style("TableHead", "表格·表头", "black", "5号", "center", pitch=300, grid=False, keep=True),
    Style("TableText", "表格·居中", size="5号", align="center", pitch=300, grid=False),
    Style("TableLeft", "表格·左对齐", size="5号", align="left", pitch=300, grid=False),
    Style("FormLabel", "表格·栏目", size="4号", align="center", pitch=440, grid=False),
    Style("FormText", "表格·填写", size="4号", align="left", pitch=440, grid=False),
    Style("Imprint", "版记", size="4号", align="left", left=1, pitch=520, grid=False, tabs=_IMPRINT_TAB),
    Style("PageOdd", "页码·单页", "page_number", "4号", "right", right=1, pitch=280, grid=False),
    Style("PageEven", "页码·双页", "page_number", "4号", "left", left=1, pitch=280, grid=False),
    Style("TemplateTag", "模板·标记", "script", "5号", "left", pitch=300, grid=False),
    Style("Last", "公文·末行", size="5号", align="left", pitch=20, grid=False),
)


def style_sheet(fonts: Fonts) -> Xml:
    """What stands in word/styles.xml."""
    size = SIZES["3号"]
    sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    face = _face(fonts, "body")
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{face}<w:noProof/>{sizes}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{_UNBOUND}"
        f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{face}<w:snapToGrid w:val="0"/><w:spacing w:val="{TIGHTER}"/>{sizes}</w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/></w:style>' + "".join(_style(style, fonts) for style in STYLES)
    )


_UNBOUND = "".join(
    f'<w:{habit} w:val="0"/>'
    for habit in (
        "widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid",
    )
)
"""Word's habits that would move lines or characters off their places."""


def _style(style: Style, fonts: Fonts) -> Xml:
    size = f'<w:sz w:val="{SIZES[style.size]}"/><w:szCs w:val="{SIZES[style.size]}"/>'
    color = f'<w:color w:val="{RED}"/>' if style.red else ""
    spacing = "" if style.grid else '<w:spacing w:val="0"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_placing(style)}</w:pPr>'
        f"<w:rPr>{_face(fonts, style.face)}{color}{spacing}{size}</w:rPr></w:style>"
    )


def _placing(style: Style) -> Xml:
    """Paragraph properties, in the order the schema wants."""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    pitch = f'w:line="{style.pitch}" w:lineRule="exact"' if style.pitch else 'w:line="240" w:lineRule="auto"'
    spacing = f'w:before="{style.before}" w:after="{style.after}" {pitch}'
    return (
        ("<w:keepNext/>" if style.keep else "")
        + ("<w:pageBreakBefore/>" if style.new_page else "")
        + style.border
        + style.tabs
        + f"<w:spacing {spacing}/>"
        + indents(CHARACTER if style.grid else SIZES[style.size] * 10, style.left, style.right, style.first)
        + f'<w:jc w:val="{style.align}"/>'
        + outline
    )


def indents(width: int, left: float = 0, right: float = 0, first: float = 0) -> Xml:
    """Indents of so many characters, each so wide: as characters for Word, as twips for other programs."""

    def indent(side: str, count: float) -> str:
        return f' w:{side}Chars="{round(count * 100)}" w:{side}="{round(count * width)}"' if count else ""

    lines = indent("hanging", -first) if first < 0 else indent("firstLine", first)
    shown = indent("left", left) + indent("right", right) + lines
    return f"<w:ind{shown}/>" if shown else ""


def _face(fonts: Fonts, role: str) -> Xml:
    face = getattr(fonts, role).name
    latin = fonts.digits.name if fonts.digits and role in {"body", "black", "script"} else face
    names = " ".join(f'w:{script}="{latin}"' for script in ("ascii", "hAnsi", "cs"))
    return f'<w:rFonts {names} w:eastAsia="{face}" w:hint="eastAsia"/>'


def font_table(fonts: Fonts) -> Xml:
    """What stands in word/fontTable.xml."""
    return "".join(map(font_entry, fonts.all()))


def font_entry(face: Typeface) -> Xml:
    """A font, and which to take where it is missing."""
    return (
        f'<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(",".join(face.instead))}/>'
        f'<w:panose1 w:val="{face.panose}"/><w:charset w:val="86"/><w:family w:val="{face.family}"/>'
        '<w:pitch w:val="auto"/></w:font>'
    )
