"""Notes on cells: the comments part holds the text, the legacy drawing the box it is shown in.

Our text stands behind people's own, after a line that nobody else writes; authors are no sign, LibreOffice
drops them. Both are added to as text, so that what people wrote keeps its spelling; the drawing is not always
well-formed XML.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from lxml import etree

from toolkit.sheets.edit.book import Book, Relation, SheetEntry
from toolkit.sheets.edit.cells import escape
from toolkit.sheets.edit.changes import Note
from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.sheet import SheetXml
from toolkit.sheets.edit.spelling import attributes, plain, well_formed
from toolkit.sheets.edit.stylepart import INSIDE
from toolkit.sheets.edit.trees import Element, child, remove, sibling
from toolkit.sheets.grid import address

SIGN = "〔试点核验系统标注〕"

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_DRAWING = (
    f'<xml {NAMES}><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype ' + NAMES.encode() + b' id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f"<v:shape {NAMES}"
    ' id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:240pt;height:90pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_DECLARATION = re.compile(r"^\ufeff?(?:<\?xml.*?\?>\s*)?")
_DECLARED = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
"""As lxml has it, so that a part looks the same whether a round of notes was taken out of it before or not."""
_ROOT = re.compile(r"<((?:[\w.-]+:)?)comments[\s>]")
_REMEMBERED = 1 << 15
"""Bytes of a part that is worth remembering; those of the blank workbooks have a fifth."""
_BEFORE_REF = r"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_ANY_SHAPE = re.compile(rb"<((?:\w+:)?)shape\s.*?</\1shape>\s*", re.DOTALL)
_DRAWN = re.compile(rb"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|arc|curve|image)\s")
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BLOCK = re.compile(rb"""idmap\s[^>]*data=["']([\d,]+)""")


def add_notes(book: Book, entry: SheetEntry, sheet: SheetXml, notes: Sequence[Note]) -> None:
    """Put our notes on a sheet; `sheet.tail` may come to point to a drawing."""
    if not notes:
        return
    told: dict[tuple[int, int], list[Note]] = {}
    for note in notes:
        told.setdefault((note.row, note.column), []).append(note)
    found = _related(book, entry, "comments")
    empty = f'<comments xmlns="{book.namespace}"><authors></authors><commentList></commentList></comments>'
    comments = _Comments(book.content(found.target) if found else empty.encode())
    new = [place for place, here in told.items() if comments.tell(address(*place), here)]
    if found:
        book.package.write(found.target, [comments.xml()])
    else:
        book.add_part(entry.part, "comments", book.free_part("xl/comments{}.xml"), _COMMENTS, comments.xml())
    _draw(book, entry, sheet, new)


@dataclass(frozen=True, slots=True)
class _Part:
    """A comments part as it was read: where its two lists end, where each cell's comment begins, who wrote."""

    text: str
    prefix: str
    authors_end: int
    comments_end: int
    standing: Mapping[str, int]
    authors: tuple[str, ...]


@lru_cache(maxsize=64)
def _read(xml: bytes) -> _Part:
    """Read a part; those of a month's workbooks are made from one blank, and most are the same."""
    text = _DECLARATION.sub(_DECLARED, plain(xml).decode())
    root = _ROOT.search(text)
    p = root[1] if root else ""
    for name in (f"{p}authors", f"{p}commentList"):
        if f"</{name}>" not in text:  # a list without members may be spelled as a single tag
            text = re.sub(rf"<{name}\s*/>", f"<{name}></{name}>", text)
    ends = text.rfind(f"</{p}authors>"), text.rfind(f"</{p}commentList>")
    if min(ends) < 0:
        raise malformed("批注结构不认识")
    well_formed(text.encode())
    found = re.finditer(rf"""<{p}comment(?=\s){_BEFORE_REF}\sref\s*=\s*["']([A-Z]+\d+)["']""", text)
    authors = re.findall(rf"<{p}author{INSIDE}(?:/>|>([^<]*)<)", text[: ends[0]])
    return _Part(text, p, *ends, {one[1]: one.start() for one in found}, tuple(map(unescape, authors)))


class _Comments:
    """The text of a comments part, to which ours is added."""

    def __init__(self, xml: bytes) -> None:
        self._part = _read(xml) if len(xml) <= _REMEMBERED else _read.__wrapped__(xml)
        self._prefix, self._authors = self._part.prefix, list(self._part.authors)
        self._added: list[str] = []
        self._longer: list[tuple[int, int, str]] = []

    def tell(self, place: str, notes: Sequence[Note]) -> bool:
        """Put notes on a cell; whether nothing stood there."""
        p = self._prefix
        if place in self._part.standing:
            self._append(self._part.standing[place], notes)
            return False
        author = self._author(notes[0].author)
        self._added.append(f'<{p}comment ref="{place}" authorId="{author}"><{p}text>{self._runs(notes)}</{p}text></{p}comment>')
        return True

    def xml(self) -> bytes:
        """The part as it is now."""
        p, part = self._prefix, self._part
        new = self._authors[len(part.authors):]
        authors = "".join([f"<{p}author>{escape(name)}</{p}author>" for name in new])
        ends = [(part.authors_end, part.authors_end, authors), (part.comments_end, part.comments_end, "".join(self._added))]
        changes = sorted([*self._longer, *ends])
        well_formed(b"<ours>", *(said.encode() for _, _, said in changes), b"</ours>")
        pieces, at = list[str](), 0
        for start, end, said in changes:
            pieces += [part.text[at:start], said]
            at = end
        return "".join([*pieces, part.text[at:]]).encode()

    def _append(self, start: int, notes: Sequence[Note]) -> None:
        """Our runs behind what stands in a comment, where a plain text becomes a run; a stand-in for a thread stays."""
        p = self._prefix
        whole = re.compile(rf"<{p}comment({INSIDE})>\s*(<{p}text({INSIDE})(?:/>|>(.*?)</{p}text\s*>))", re.DOTALL)
        found = whole.match(self._part.text, start)
        if found is None:
            raise malformed("批注结构不认识")
        number = int(attributes(found[1]).get("authorId", "0"))
        if number < len(self._part.authors) and self._authors[number].startswith("tc="):
            return  # programs show the thread instead of it
        runs = re.sub(rf"^\s*(<{p}t(?:\s[^<>]*)?(?:/>|>[^<]*</{p}t\s*>))", rf"<{p}r>\1</{p}r>", found[4] or "")
        end = max((one.end() for one in re.finditer(rf"</{p}r\s*>", runs)), default=0)
        longer = f"<{p}text{found[3]}>{runs[:end]}{self._runs(notes, behind=True)}{runs[end:]}</{p}text>"
        self._longer.append((*found.span(2), longer))

    def _runs(self, notes: Sequence[Note], *, behind: bool = False) -> str:
        """Our texts, each in a run of its own that begins with our sign on a line of its own."""
        p = self._prefix
        lines = [("\n" if behind or at else "") + f"{SIGN}\n{note.text}" for at, note in enumerate(notes)]
        return "".join([f'<{p}r><{p}t xml:space="preserve">{escape(line)}</{p}t></{p}r>' for line in lines])

    def _author(self, name: str) -> int:
        if name not in self._authors:
            self._authors.append(name)
        return self._authors.index(name)


def remove_notes(book: Book, entry: SheetEntry, sheet: SheetXml) -> None:
    """Take our notes away, and the parts that held nothing else."""
    relation = _related(book, entry, "comments")
    if relation is None:
        return
    root = book.tree(relation.target)
    home = child(root, "commentList")
    ours = [one for one in home if SIGN in _text_of(one)]
    if not ours:
        return
    emptied = [one for one in ours if _shorten(one)]
    for one in emptied:
        home.remove(one)
    _drop_unused_authors(root)
    book.touch(relation.target)
    _erase(book, entry, sheet, {one.get("ref", "") for one in emptied})
    if not len(home):
        book.drop_part(relation.target, entry.part, relation.id)


def _shorten(comment: Element) -> bool:
    """Cut a comment's text where ours begins; returns whether ours was all: behind people's it begins on a new line."""
    text = child(comment, "text")
    pieces = _pieces(comment)
    before = _text_of(comment).partition(SIGN)[0]
    left = len(before.removesuffix("\n"))
    for one in pieces:
        one.text = (one.text or "")[:left]
        left -= len(one.text)
        if not one.text:
            _remove_run(one)
    runs = text.findall(sibling(comment, "r"))
    if len(runs) == 1 and len(runs[0]) == 1:
        text.replace(runs[0], runs[0][0])
    return not before


def _text_of(comment: Element) -> str:
    return "".join(one.text or "" for one in _pieces(comment))


def _pieces(comment: Element) -> list[Element]:
    """The texts of a comment, its reading aids aside."""
    aid = sibling(comment, "rPh")
    texts = child(comment, "text").iter(sibling(comment, "t"))
    return [one for one in texts if (home := one.getparent()) is not None and home.tag != aid]


def _remove_run(text: Element) -> None:
    """Take out a text with the run it stands in; a plain text has none."""
    run = text.getparent()
    remove(run if run is not None and etree.QName(run).localname == "r" else text)


def _draw(book: Book, entry: SheetEntry, sheet: SheetXml, places: Sequence[tuple[int, int]]) -> None:
    """Boxes for new notes, in the sheet's drawing or in a new one."""
    if not places:
        return
    found = _drawing(book, entry, sheet)
    xml = book.package.read(found.target) if found else _EMPTY_DRAWING.format(block=free_block(book)).encode()
    end = xml.rfind(b"</xml>")
    if end < 0:
        raise malformed(f"{entry.name} 的批注图形不合格")
    numbers = _SHAPE_NUMBER.findall(xml)
    number = (max(map(int, numbers)) if numbers else 1024 * _block_of(xml)) + 1
    shapes = [] if b'id="_x0000_t202"' in xml else [_SHAPE_TYPE]
    for step, (row, column) in enumerate(places):
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {max(row - 2, 0) + 5}, 4"
        shapes.append(
            _SHAPE.format(number=number + step, anchor=anchor, row=row - 1, column=column - 1).encode()
        )
    drawn = [xml[:end], *shapes, xml[end:]]
    if found:
        book.package.write(found.target, drawn)
        return
    part = book.free_part("xl/drawings/vmlDrawing{}.vml")
    relation = book.add_part(entry.part, "vmlDrawing", part, DRAWING, b"".join(drawn))
    names = sheet.prefix.decode(), book.relationship_types, relation
    sheet.insert("legacyDrawing", '<{}legacyDrawing xmlns:r="{}" r:id="{}"/>'.format(*names).encode())


def _erase(book: Book, entry: SheetEntry, sheet: SheetXml, places: set[str]) -> None:
    """The boxes of these cells; a drawing left without shapes goes with its element."""
    relation = _drawing(book, entry, sheet)
    if relation is None or not places:
        return
    xml = book.package.read(relation.target)
    left = _ANY_SHAPE.sub(lambda found: b"" if _noted_cell(found[0]) in places else found[0], xml)
    if _DRAWN.search(left) is None:
        book.drop_part(relation.target, entry.part, relation.id)
        sheet.tail = sheet.grammar.legacy.sub(b"", sheet.tail)
    else:
        book.package.write(relation.target, [left])


def _noted_cell(shape: bytes) -> str | None:
    """The cell whose note a shape shows."""
    row, column = re.search(rb":Row>\s*(\d+)", shape), re.search(rb":Column>\s*(\d+)", shape)
    if b"Note" not in shape or row is None or column is None:
        return None
    return address(int(row[1]) + 1, int(column[1]) + 1)


def free_block(book: Book) -> int:
    """A block of shape numbers that no drawing of the book claims."""
    blocks = (_block_of(book.package.read(name)) for name in book.package.names() if name.endswith(".vml"))
    return max(blocks, default=0) + 1


def _block_of(xml: bytes) -> int:
    """The highest block of shape numbers a drawing claims; each block is 1024 numbers."""
    return max((int(one) for found in _BLOCK.finditer(xml) for one in found[1].split(b",") if one), default=1)


def _drawing(book: Book, entry: SheetEntry, sheet: SheetXml) -> Relation | None:
    """The drawing of the sheet's notes and controls; that of its header pictures is another."""
    said = sheet.grammar.legacy.search(sheet.tail)
    name = attributes(said[1]) if said else {}
    wanted = {value for key, value in name.items() if key.endswith(":id")}
    return next((one for one in book.relations(entry.part) if one.id in wanted), None)


def _related(book: Book, entry: SheetEntry, kind: str) -> Relation | None:
    return next((one for one in book.relations(entry.part) if one.kind == kind), None)


def _drop_unused_authors(root: Element) -> None:
    """The last authors nobody needs any more; those before keep their numbers."""
    authors = child(root, "authors")
    used = {int(one.get("authorId", "0")) for one in child(root, "commentList")}
    while len(authors) and len(authors) - 1 not in used:
        authors.remove(authors[-1])
