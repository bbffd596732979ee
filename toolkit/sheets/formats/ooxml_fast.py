"""The quick way through ordinary parts: cells and shared texts by pattern, what is around them by parser.

Office programs write the cells of a sheet, and the texts they share, in one narrow form. Where the middle of
a part is made of that form and nothing else, without a gap, in order, the patterns below say the same as an
XML parser in a fraction of the time. Anything else raises `NotOrdinary`, and the part is read again the plain
way. A test holds the two ways equal on every book there is.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, MEGABYTE, Budget
from toolkit.sheets.formats.cells import COLUMNS, CellMaker, Piece, is_picture, parse_area
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.markup import check, flag, nothing
from toolkit.sheets.formats.memory import MEMORY
from toolkit.sheets.formats.styles import Style, id_of, styles_of
from toolkit.sheets.formats.texts import SharedStrings, unescape
from toolkit.sheets.grid import Address, Cell

_LONGEST = 4 * MEGABYTE  # of what stands before the middle, and of one unit within it
_LONGEST_STYLES = MEGABYTE // 4
_REMEMBERED, _LONGEST_REMEMBERED = 10_000, 200

_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?[^>]*\?>)?"
    rb"\s*<[^?!]"
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")
_REFERENCE = re.compile("&#([0-9]{3,7});")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"))

_SHEET_START, _SST_START, _NOTES_START = (
    re.compile(start) for start in (rb"<sheetData>", rb"<sst [^<>]*[^<>/]>", rb"<commentList>")
)
_ROW, _ROW_END, _CELL = '<row r="', "</row>", '<c r="'
_END = LAST_COLUMN + 1
"""The column that follows the last cell of a row."""
_ROW_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"<&]*)"')
_DESCENT = "x14ac:dyDescent"
_ROW_ATTRIBUTES = frozenset({
    "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop",
    "thickBot", "ph", _DESCENT,
})  # fmt: skip
_ATTRIBUTES = re.compile(r'(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?')
_INLINE, _KEPT, _INLINE_END = "<is><t>", '<is><t xml:space="preserve">', "</t></is></c>"
_INLINE_AT, _INLINE_TO = len(_INLINE), -len(_INLINE_END)
_CONTENT = re.compile(
    r'(<f(?: t="[a-z]+")?(?: aca="[a-z0-9]+")?(?: ref="[A-Z0-9:]+")?(?: ca="[a-z0-9]+")?(?: si="[0-9]+")?'
    r"(?:/>|>([^<]*)</f>))?(?:<v>([^<]*)</v>|(<v/>))?</c>"
)
_MERGES = re.compile(rb'<mergeCells(?: count="[0-9]+")?>((?:<mergeCell ref="[A-Z0-9:]+"/>)+)</mergeCells>')
_PLACES = re.compile(rb' (ref|activeCell|sqref|topLeftCell)="[A-Z0-9:]+"')
"""Where the cells end and where somebody looked last: different in every sheet, and of no matter."""
_LISTENED = (b"hidden=", b' width="0', b"filterColumn", b"mergeCell")
_CELLS = re.compile(rb"<(?:[a-z0-9]+:)?(?:row|c)[ />]")
_TEXT = r'<t(?: xml:space="preserve")?>([^<]*)</t>'
_PHONETIC = r'(?:<phoneticPr(?: fontId="[0-9]+")?(?: type="[a-zA-Z]+")?(?: alignment="[a-zA-Z]+")?/>)?'
_LOOK = r'<rPr>(?:<(?!strike)[a-zA-Z]+(?: [a-z]+="[^"<&]*")*/>)*</rPr>'
_ITEM = re.compile(
    # A plain text; or runs of which none is struck; or whatever else, for the parser to read.
    rf"(<si>(?:(?:{_TEXT}|<t/>){_PHONETIC}</si>|((?:<r>(?:{_LOOK})?{_TEXT}</r>)+){_PHONETIC}</si>|(.*?</si>)))",
    re.DOTALL,
)
_RUN_TEXT = re.compile(_TEXT)
_ANY_LOOK = r'<rPr>(?:<[a-zA-Z]+(?: [a-z]+="[^"<&]*")*/>)*</rPr>'
_COMMENT = re.compile(rb"comment[\s/>]")
_STYLE = r'(?: [A-Za-z]+="[^"<&\t\n]*")*'
_FORMAT = re.compile(r'(<numFmt numFmtId="([0-9]+)" formatCode="([^"<\t\n]*)"/>)')
_FONT = re.compile(rf'(<font/>|<font>(?:<(?!strike)[a-zA-Z]+{_STYLE}/>|(<strike(?: val="[a-z0-9]+")?/>))*</font>)')
_STRIKE_AT = len('<strike val="')
_XF = re.compile(rf"(<xf({_STYLE})(?:/>|>(?:<(?:alignment|protection){_STYLE}/>)*</xf>))")
_NOTE = re.compile(
    r'(<comment ref="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: authorId="[0-9]+")?(?: shapeId="[0-9]+")?>'
    rf"<text>({_TEXT}|(?:<r>(?:{_ANY_LOOK})?{_TEXT}</r>)+)</text></comment>)"
)


class NotOrdinary(Exception):  # noqa: N818 - it is no error, only a reason to take the plain way
    """The part is not written in the narrow form."""


class OrdinaryCells:
    """Reads the cells of one book's sheets; what cells say alike is worked out once."""

    def __init__(self, maker: CellMaker, budget: Budget) -> None:
        self._maker = maker
        self._budget = budget
        self._known: dict[str, Piece] = maker.remembered()
        self._heads: dict[str, tuple[str, str]] = {}
        self._shapes: dict[tuple[str, str], tuple[str, int] | None] = {}
        self.hidden: dict[bool, dict[str, bool]] = {True: {}, False: {}}

    def read(self, chunks: Iterable[bytes], gathered: Gathered) -> Iterator[bytes] | None:
        """Fill a sheet's cells and return the part without them, if the plain way has to read that at all.

        Raises:
            NotOrdinary: the sheet must be read the plain way, from the start; what was gathered is void.
            Unreadable: a budget spent.
        """
        body = _Body(chunks, _SHEET_START, b"</sheetData>", _ROW.encode())
        rows = _Rows(gathered, self, descent=b" xmlns:x14ac=" in body.head)
        for piece in body.pieces():
            rows.read(piece)
            self._budget.time()
        return _settled(body, gathered)

    def row(self, number: str, inside: str) -> tuple[dict[int, Cell], int]:
        """The filled cells of a row and the length of their texts."""
        try:
            return self._at_once(number, inside)
        except NotOrdinary:  # perhaps only because the row's number and a quote stand elsewhere than in an address, too
            return self._one_by_one(number, inside)

    def _at_once(self, number: str, inside: str) -> tuple[dict[int, Cell], int]:
        """A row cut behind its addresses: each piece is a cell up to the letters of the next, most of them known."""
        first, *pieces = inside.split(f'{number}"')
        if not first.startswith(_CELL):
            raise NotOrdinary
        cells: dict[int, Cell] = {}
        known, column, last, shown = self._known, COLUMNS[first[len(_CELL) :]], 0, 0
        for piece in pieces:
            if not last < column <= LAST_COLUMN:
                raise NotOrdinary
            cell, following, length = known[piece] if piece in known else self._piece(piece)
            if cell is not None:
                cells[column] = cell
                shown += length
            last, column = column, following
        if column != _END:
            raise NotOrdinary
        self._budget.tags(2 * len(pieces) + 2)
        return cells, shown

    def _one_by_one(self, number: str, inside: str) -> tuple[dict[int, Cell], int]:
        """A row cut before its cells, whatever else stands in it."""
        found = inside.split(_CELL)
        if found[0]:
            raise NotOrdinary
        self._budget.tags(2 * len(found))
        cells: dict[int, Cell] = {}
        last = shown = 0
        for piece in found[1:]:
            address, _, content = piece.partition('"')
            cell, _, length = self._known.get(content) or self._piece(content)
            if cell is None:
                continue
            column = COLUMNS[address[: -len(number)]]
            if not last < column <= LAST_COLUMN or address[-len(number) :] != number:
                raise NotOrdinary
            last = column
            cells[column] = cell
            shown += length
        return cells, shown

    def _piece(self, piece: str) -> Piece:
        """A cell from all that stands behind its address, and which column follows."""
        made = self._with_text(piece) or self._of_any_kind(piece)
        if len(piece) <= _LONGEST_REMEMBERED:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[piece] = made
        return made

    def _with_text(self, piece: str) -> Piece | None:
        """A cell that holds a text of its own and nothing else: most of those that are met for the first time."""
        head, _, rest = piece.partition(_INLINE)
        raw, ended, behind = rest.partition(_INLINE_END)
        if not ended or not raw or "<" in raw:
            return None
        around = head, behind
        shape = self._shapes[around] if around in self._shapes else self._shape(head, behind)
        if shape is None:
            return None
        text = self._text(raw)
        return self._maker.inline(shape[0], text), shape[1], len(text)

    def _shape(self, head: str, behind: str) -> tuple[str, int] | None:
        """The style of a cell with a text and the column that follows, from what stands before the text and behind it."""
        match = _ATTRIBUTES.fullmatch(head.removesuffix(">"))
        letters = behind.removeprefix(_CELL)
        known = match and match[2] == "inlineStr" and (not behind or letters != behind)
        shape = self._shapes[head, behind] = (match[1] or "", COLUMNS[letters] if behind else _END) if match and known else None
        return shape

    def _of_any_kind(self, piece: str) -> Piece:
        content, following, letters = piece.rpartition(_CELL)
        cell = self._cell(content if following else piece)
        text = cell.value if cell else None
        return cell, COLUMNS[letters] if following else _END, len(text) if type(text) is str else 0

    def _cell(self, content: str) -> Cell | None:
        """A cell from all that stands behind its address; most hold a text or a value and nothing else."""
        head, _, body = content.partition(">")
        if body.startswith("<v>") and body.endswith("</v></c>") and "<" not in (raw := body[3:-8]):
            kind, style = self._heads.get(head) or self._attributes(head)
            return self._maker.fresh(kind, style, _resolved(raw) if "&" in raw else raw, formula=False)
        if body.startswith(_INLINE) and body.endswith(_INLINE_END) and "<" not in (raw := body[_INLINE_AT:_INLINE_TO]):
            return self._inline(*(self._heads.get(head) or self._attributes(head)), raw)
        if body:
            return self._unlike(*self._attributes(head), body)
        if not content.endswith("/>"):
            raise NotOrdinary
        self._attributes(head.removesuffix("/"))
        return None

    def _attributes(self, head: str) -> tuple[str, str]:
        """Type and style, where a cell has no other attributes."""
        match = _ATTRIBUTES.fullmatch(head)
        if match is None:
            raise NotOrdinary
        known = self._heads[head] = match[2] or "", match[1] or ""
        return known

    def _inline(self, kind: str, style: str, raw: str) -> Cell | None:
        """A cell with a text of its own."""
        if kind != "inlineStr" or not raw:
            raise NotOrdinary
        return self._maker.inline(style, self._text(raw))

    def _text(self, raw: str) -> str:
        """A text that stands in a cell, as it is meant."""
        text = unescape(_resolved(raw)) if "&" in raw or "_x" in raw else raw
        self._budget.text(len(text), of=len(text))
        return text

    def _unlike(self, kind: str, style: str, body: str) -> Cell | None:
        """A cell with a formula, with blanks its text keeps, or with nothing between its tags."""
        if body.startswith(_KEPT) and body.endswith(_INLINE_END) and "<" not in (raw := body[len(_KEPT) : _INLINE_TO]):
            return self._inline(kind, style, raw)
        match = _CONTENT.fullmatch(body) if kind != "inlineStr" else None
        if match is None:
            raise NotOrdinary
        formula, code, raw, empty = match.groups()
        raw = _resolved(raw) if raw else "" if empty else raw
        if code and is_picture(kind, raw, _resolved(code), rich=False):
            return self._maker.picture(style, formula=bool(formula))
        return self._maker.fresh(kind, style, raw, formula=bool(formula))


def read_strings(chunks: Iterable[bytes], strings: SharedStrings, budget: Budget) -> Iterator[bytes]:
    """Fill the shared texts and return the part without them; raises as `OrdinaryCells.read` does."""
    body = _Body(chunks, _SST_START, b"</sst>", b"<si>")
    unusual: list[str] = []
    for piece in body.pieces():
        told = 0
        plain = "&" not in piece and "_x" not in piece
        budget.text(len(piece))
        for whole, text, runs, _last_run, other in _ITEM.findall(piece):
            told += len(whole)
            if other:
                unusual.append(whole)
                strings.reserve()
            elif runs:
                joined = "".join(_RUN_TEXT.findall(runs))
                strings.add(unescape(_resolved(joined)), False if "<rPr>" in runs else None)
            else:
                strings.add(text if plain else unescape(_resolved(text)))
        if told != len(piece):
            raise NotOrdinary
        budget.time()
    return body.around("".join(unusual))


def _settled(body: "_Body", gathered: Gathered) -> Iterator[bytes] | None:
    """What surrounds the cells; None if it is small and says nothing but merges, which are taken here."""
    around = body.around()
    first, second = next(around), next(around, b"")
    if second or len(first) > _LONGEST:
        return chain([first, second], around)
    key = ("around", _PLACES.sub(rb' \1=""', body.head), first[len(body.head) :])
    merges = MEMORY.once(key, len(first), gathered.budget, lambda: _merges_alone(first))
    if merges is None:
        return chain([first], around)
    for reference in merges:
        gathered.merge(parse_area(reference))
    return None


def _merges_alone(around: bytes) -> list[str] | None:
    """The merged areas, if what surrounds the cells says nothing else that is listened to."""
    found = _MERGES.search(around)
    rest = around[: found.start()] + around[found.end() :] if found else around
    told = any(word in rest for word in _LISTENED) or _CELLS.search(rest) or rest.count(b"sheetData") != 2
    if told:
        return None
    check(rest, root="worksheet")
    return found[1].decode().split('"')[1::2] if found else []


class _Rows:
    """Takes pieces of a sheet that hold whole rows."""

    def __init__(self, gathered: Gathered, cells: OrdinaryCells, *, descent: bool) -> None:
        self._gathered = gathered
        self._cells = cells
        self._attributes = _ROW_ATTRIBUTES if descent else _ROW_ATTRIBUTES - {_DESCENT}
        self._last = 0
        self._hidden = cells.hidden[descent]

    def read(self, text: str) -> None:
        """Some whole rows."""
        found = text.split(_ROW)
        if found[0]:
            raise NotOrdinary
        self._gathered.budget.tags(len(found))
        for piece in found[1:]:
            head, _, inside = piece.partition(">")
            number, _, attributes = head.partition('"')
            if not head.endswith("/"):
                if not inside.endswith(_ROW_END):
                    raise NotOrdinary
                self._row(number, attributes.rstrip(" "), inside[: -len(_ROW_END)])
            elif inside:
                raise NotOrdinary
            else:
                self._row(number, attributes.rstrip(" /"), "")

    def _row(self, number: str, attributes: str, inside: str) -> None:
        row = int(number) if number.isascii() and number.isdecimal() and number[0] != "0" else 0
        if not self._last < row <= LAST_ROW:
            raise NotOrdinary
        self._last = row
        hidden = self._hidden.get(attributes)
        if hidden is None:
            hidden = self._hidden[attributes] = self._is_hidden(attributes)
        if hidden:
            self._gathered.hidden_rows.add(row)
        if inside:
            cells, shown = self._cells.row(number, inside)
            if cells:
                self._gathered.put_row(row, cells, shown)

    def _is_hidden(self, attributes: str) -> bool:
        found = dict(_ROW_ATTRIBUTE.findall(attributes))
        rebuilt = "".join(f' {name}="{value}"' for name, value in found.items())
        if rebuilt != attributes or not found.keys() <= self._attributes:
            raise NotOrdinary
        return found.get("hidden") in {"1", "true"} or nothing(found.get("ht"))


def read_notes(chunks: Iterable[bytes], notes: dict[Address, str], budget: Budget) -> Iterator[bytes] | None:
    """Fill the notes of a sheet and return the part without them, if the plain way has to read that at all.

    Raises as `OrdinaryCells.read` does.
    """
    body = _Body(chunks, _NOTES_START, b"</commentList>", b"<comment ")
    for piece in body.pieces():
        told = 0
        plain = "&" not in piece and "_x" not in piece
        budget.text(len(piece))
        for whole, letters, digits, runs, alone, _last in _NOTE.findall(piece):
            told += len(whole)
            row, column = int(digits), COLUMNS[letters]
            if row <= LAST_ROW and column <= LAST_COLUMN:
                text = alone or "".join(_RUN_TEXT.findall(runs))
                notes[row, column] = text if plain else unescape(_resolved(text))
        if told != len(piece):
            raise NotOrdinary
    around = body.around()
    first, second = next(around), next(around, b"")
    if second or _COMMENT.search(first):
        return chain([first, second], around)
    check(first, root="comments")
    return None


def read_styles(chunks: Iterable[bytes], budget: Budget) -> tuple[Style, ...]:
    """The cell styles of a book; raises as `OrdinaryCells.read` does."""
    part = b""
    for chunk in chunks:
        part += chunk
        if len(part) > _LONGEST_STYLES:
            raise NotOrdinary
    if not _PROLOGUE.match(part) or b"<!" in part or part.count(b"xmlns=") != 1:
        raise NotOrdinary
    budget.tags(part.count(b"<"))
    codes = {id_of(number): _resolved(code) for _, number, code in _listed(part, b"numFmts", _FORMAT)}
    struck = [strike == "<strike/>" or flag(strike[_STRIKE_AT:-3]) for _, strike in _listed(part, b"fonts", _FONT)]
    looks = [dict(_ROW_ATTRIBUTE.findall(attributes)) for _, attributes in _listed(part, b"cellXfs", _XF)]
    check(part, root="styleSheet")
    return styles_of(codes, struck, [(id_of(look.get("numFmtId")), id_of(look.get("fontId"))) for look in looks])


def _listed(part: bytes, name: bytes, unit: re.Pattern[str]) -> list[tuple[str, ...]]:
    """What the units of a list say, if it is made of nothing else; nothing where there is no such list."""
    if name not in part:
        return []
    opened, closed = part.partition(b"<" + name)[2].partition(b"</" + name + b">")[::2]
    if part.count(name) != 2 or not closed:
        raise NotOrdinary
    inside = _ordinary(opened).partition(">")[2]
    found: list[tuple[str, ...]] = unit.findall(inside)
    if sum(len(whole) for whole, *_ in found) != len(inside):
        raise NotOrdinary
    return found


class _Body:
    """A part cut into what leads up to its middle, the middle unit by unit, and what follows."""

    def __init__(
        self, chunks: Iterable[bytes], opening: re.Pattern[bytes], closing: bytes, unit: bytes
    ) -> None:
        self._source = iter(chunks)
        self._closing = closing
        self._unit = unit
        self.head = self._rest = b""
        for chunk in self._source:
            self.head += chunk
            if found := opening.search(self.head):
                break
            if len(self.head) > _LONGEST:
                raise NotOrdinary
        else:
            raise NotOrdinary
        if not _PROLOGUE.match(self.head):
            raise NotOrdinary
        self.head, self._rest = self.head[: found.end()], self.head[found.end() :]

    def pieces(self) -> Iterator[str]:
        """The middle in pieces of whole units, free of what only a parser should read."""
        while (end := self._rest.find(self._closing)) < 0:
            cut = max(self._rest.rfind(self._unit), 0)
            if cut:
                yield _ordinary(self._rest[:cut])
            more = next(self._source, b"")
            self._rest = self._rest[cut:] + more
            if not more or len(self._rest) > _LONGEST:
                raise NotOrdinary
        yield _ordinary(self._rest[:end])
        self._rest = self._rest[end:]

    def around(self, kept: str = "") -> Iterator[bytes]:
        """The part with its middle left out, but for what is kept of it."""
        return chain([self.head + kept.encode() + self._rest], self._source)


def _ordinary(piece: bytes) -> str:
    """A piece as text, if it holds no character that a parser must look at."""
    if len(piece.translate(None, _CONTROLS)) != len(piece):
        raise NotOrdinary
    try:
        text = piece.decode()
    except UnicodeDecodeError as error:
        raise NotOrdinary from error
    if "]]>" in text or "\ufffe" in text or "\uffff" in text:
        raise NotOrdinary
    return text


class _Characters(dict[str, str]):
    """Characters by the digits of a reference; ASCII is not taken, as a `<` would look like markup."""

    def __missing__(self, digits: str) -> str:
        code = int(digits)
        if not 0x80 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}:
            raise NotOrdinary
        character = self[digits] = chr(code)
        return character


_CHARACTERS = _Characters()


def _resolved(text: str) -> str:
    """A text with its numbered references and the five named entities resolved; there are no others."""
    if "&" not in text:
        return text
    if "&#" in text:
        parts = _REFERENCE.split(text)  # some programs write every Chinese character that way
        parts[1::2] = map(_CHARACTERS.__getitem__, parts[1::2])
        text = "".join(parts)
        if "&" not in text:
            return text
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    if text.count("&") != text.count("&amp;"):
        raise NotOrdinary
    return text.replace("&amp;", "&")
