"""Builders for books no well-behaved program would write: every part in its own words."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
PACKAGE_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy/m/d;@"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts><fills><fill><patternFill/></fill></fills>"
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="176" fontId="0"/><xf numFmtId="31" fontId="0"/>'
    '<xf numFmtId="0" fontId="1"/><xf numFmtId="57" fontId="0"/><xf numFmtId="9" fontId="0"/>'
    '</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
GENERAL, DATE, CHINESE_DATE, STRUCK, CHINESE_MONTH, PERCENT = range(6)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def relations(*entries: tuple[str, str, str], base: str = RELS) -> str:
    """A .rels part of (id, kind, target)."""
    lines = "".join(f'<Relationship Id="{i}" Type="{base}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'<Relationships xmlns="{PACKAGE_RELS}">{lines}</Relationships>'


def content_types(sheets: int) -> str:
    """What the parts are, for programs that ask."""
    kinds = {"workbook.xml": "sheet.main", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    kinds |= {f"worksheets/sheet{i + 1}.xml": "worksheet" for i in range(sheets)}
    lines = "".join(
        f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{PACKAGE_TYPES}">{default}<Default Extension="xml" ContentType="x/x"/>{lines}</Types>'


def shared(texts: Sequence[str]) -> str:
    """A shared-strings part; an entry that begins with `<` is taken as it is."""
    items = "".join(f"<si>{t if t.startswith('<') else f'<t>{escape(t)}</t>'}</si>" for t in texts)
    return f'<sst xmlns="{MAIN}" count="1" uniqueCount="1">{items}</sst>'


def worksheet(data: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part around rows."""
    return (
        f'<worksheet xmlns="{namespace}" xmlns:r="{RELS}"><dimension ref="A1"/>{before}'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def parts(
    *sheets: str | bytes,
    names: Sequence[str] = ("试点企业", "变更", "第三张", "第四张"),
    strings: Sequence[str] = (),
    styles: str = STYLES,
    properties: str = "",
    states: Sequence[str] = (),
    namespace: str = MAIN,
) -> dict[str, str | bytes]:
    """The parts of a book with these worksheet parts, to be bent further before `archive` closes it."""
    listed = "".join(
        f"<sheet name={quoteattr(names[i])} sheetId={quoteattr(str(i + 1))} "
        f'{f"state={quoteattr(states[i])}" if i < len(states) else ""} r:id="rId{i + 1}"/>'
        for i in range(len(sheets))
    )
    links = [(f"rId{i + 1}", "worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(sheets))]
    links += [("rId98", "styles", "styles.xml"), ("rId99", "sharedStrings", "/xl/sharedStrings.xml")]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{RELS}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links),
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": shared(strings),
    }
    found |= {f"xl/worksheets/sheet{i + 1}.xml": sheet for i, sheet in enumerate(sheets)}
    return found


def book(
    data: str, *, before: str = "", after: str = "", strings: Sequence[str] = (), properties: str = ""
) -> bytes:
    """An .xlsx of one sheet with these rows."""
    return archive(parts(worksheet(data, before=before, after=after), strings=strings, properties=properties))
