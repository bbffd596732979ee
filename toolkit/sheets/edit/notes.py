"""Notes on cells: the comments part holds the text, the legacy drawing the box it is shown in.

Our text stands behind people's own, after a line that nobody else writes; authors are no sign, LibreOffice
drops them. The drawing is not always well-formed XML, so its shapes are added and removed as text.
"""

import re
from collections.abc import Sequence

from lxml import etree

from toolkit.sheets.edit.book import Book, Relation, SheetEntry
from toolkit.sheets.edit.cells import carried
from toolkit.sheets.edit.changes import Note
from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.sheet import SheetXml
from toolkit.sheets.edit.spelling import attributes
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
_ANY_SHAPE = re.compile(rb"<((?:\w+:)?)shape\s.*?</\1shape>\s*", re.DOTALL)
_DRAWN = re.compile(rb"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|arc|curve|image)\s")
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BLOCK = re.compile(rb"""<(?:\w+:)?idmap\s[^>]*data=["']([\d,]+)""")


def add_notes(book: Book, entry: SheetEntry, sheet: SheetXml, notes: Sequence[Note]) -> None:
    """Put our notes on a sheet; `sheet.tail` may come to point to a drawing."""
    if not notes:
        return
    comments = _comments_part(book, entry)
    root = book.tree(comments)
    home = child(root, "commentList")
    standing = {one.get("ref", ""): one for one in home}
    authors = {name: str(_author(root, name)) for name in {note.author: None for note in notes}}
    new: list[tuple[int, int]] = []
    for note in notes:
        place = address(note.row, note.column)
        if place in standing:
            if not _threaded(root, standing[place]):
                _append(standing[place], note.text)
        else:
            standing[place] = _new_comment(home, place, authors[note.author], note.text)
            new.append((note.row, note.column))
    book.touch(comments)
    _draw(book, entry, sheet, new)


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


def _append(comment: Element, said: str) -> None:
    """Our text behind what stands there, as a run of its own."""
    text = child(comment, "text")
    plain = text.find(sibling(comment, "t"))
    if plain is not None:
        run = etree.Element(sibling(comment, "r"))
        text.replace(plain, run)
        run.append(plain)
    run = etree.Element(sibling(comment, "r"))
    runs = text.findall(sibling(comment, "r"))
    text.insert(len(runs), run)
    mine = etree.SubElement(run, sibling(comment, "t"))
    mine.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    mine.text = carried(("\n" if runs else "") + SIGN + "\n" + said)


def _new_comment(home: Element, place: str, author: str, said: str) -> Element:
    namespace = str(home.tag).removesuffix("commentList")
    comment = etree.SubElement(home, f"{namespace}comment", ref=place, authorId=author)
    run = etree.SubElement(etree.SubElement(comment, f"{namespace}text"), f"{namespace}r")
    mine = etree.SubElement(run, f"{namespace}t")
    mine.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    mine.text = carried(f"{SIGN}\n{said}")
    return comment


def _shorten(comment: Element) -> bool:
    """Cut a comment's text where ours begins; returns whether nothing is left."""
    text = child(comment, "text")
    pieces = list(text.iter(sibling(comment, "t")))
    left = len(_text_of(comment).partition(SIGN)[0].removesuffix("\n"))
    for one in pieces:
        one.text = (one.text or "")[:left]
        left -= len(one.text)
        if not one.text:
            _remove_run(one)
    runs = text.findall(sibling(comment, "r"))
    if len(runs) == 1 and len(runs[0]) == 1:
        text.replace(runs[0], runs[0][0])
    return not len(text)


def _text_of(comment: Element) -> str:
    return "".join(one.text or "" for one in child(comment, "text").iter(sibling(comment, "t")))


def _remove_run(text: Element) -> None:
    """Take out a text with the run it stands in; a plain text has none."""
    run = text.getparent()
    remove(run if run is not None and etree.QName(run).localname == "r" else text)


def _draw(book: Book, entry: SheetEntry, sheet: SheetXml, places: Sequence[tuple[int, int]]) -> None:
    """Boxes for new notes, in the sheet's drawing or in a new one."""
    if not places:
        return
    part = _drawing_part(book, entry, sheet)
    xml = book.package.read(part)
    end = xml.rfind(b"</xml>")
    if end < 0:
        raise malformed(f"{part} 不是合格的批注图形")
    numbers = _SHAPE_NUMBER.findall(xml)
    number = (max(map(int, numbers)) if numbers else 1024 * _block_of(xml)) + 1
    shapes = [] if b'id="_x0000_t202"' in xml else [_SHAPE_TYPE]
    for step, (row, column) in enumerate(places):
        anchor = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {max(row - 2, 0) + 5}, 4"
        shapes.append(
            _SHAPE.format(number=number + step, anchor=anchor, row=row - 1, column=column - 1).encode()
        )
    book.package.write(part, [xml[:end], *shapes, xml[end:]])


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


def _comments_part(book: Book, entry: SheetEntry) -> str:
    if found := _related(book, entry, "comments"):
        return found.target
    part = book.free_part("xl/comments{}.xml")
    empty = f'<comments xmlns="{book.namespace}"><authors/><commentList/></comments>'
    book.add_part(entry.part, "comments", part, _COMMENTS, empty.encode())
    return part


def _drawing_part(book: Book, entry: SheetEntry, sheet: SheetXml) -> str:
    if found := _drawing(book, entry, sheet):
        return found.target
    part = book.free_part("xl/drawings/vmlDrawing{}.vml")
    relation = book.add_part(entry.part, "vmlDrawing", part, DRAWING, _EMPTY_DRAWING.format(block=free_block(book)).encode())
    names = sheet.prefix.decode(), book.relationship_types, relation
    sheet.insert("legacyDrawing", '<{}legacyDrawing xmlns:r="{}" r:id="{}"/>'.format(*names).encode())
    return part


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


def _author(root: Element, name: str) -> int:
    authors = child(root, "authors")
    names = [one.text or "" for one in authors]
    if name not in names:
        etree.SubElement(authors, sibling(root, "author")).text = name
        names.append(name)
    return names.index(name)


def _drop_unused_authors(root: Element) -> None:
    """The last authors nobody needs any more; those before keep their numbers."""
    authors = child(root, "authors")
    used = {int(one.get("authorId", "0")) for one in child(root, "commentList")}
    while len(authors) and len(authors) - 1 not in used:
        authors.remove(authors[-1])


def _threaded(root: Element, comment: Element) -> bool:
    """Whether a comment only stands in for a thread, which programs show instead of it."""
    names = [one.text or "" for one in child(root, "authors")]
    number = int(comment.get("authorId", "0"))
    return number < len(names) and names[number].startswith("tc=")
