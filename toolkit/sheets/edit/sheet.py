"""One worksheet part, changed by splicing new rows into its bytes.

Only the rows that change are taken apart; everything else is carried over as it stands. That is sound because
in a part without comments, CDATA and processing instructions `<` can only begin a tag; a part that has any of
them is written anew once, before. What is touched, and what is made, is parsed once more as a check.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from xml.parsers import expat

from lxml import etree

from toolkit.sheets.edit.ranges import LAST_COLUMN, LAST_ROW, area, column_number
from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.grid import Area, column_letter

_ROOT = re.compile(rb"""<(?:([\w.-]+):)?worksheet((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)>""")
_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w-]+)["']""")
_ATTRIBUTE = re.compile(rb"""\s+([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_ATTRIBUTES = re.compile(rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*""")
_PLACE = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")


_ORDER = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)


@dataclass(slots=True)
class Cell:
    """A cell taken apart. `kind` is its type attribute and what else it carries; `body` what it contains.

    `inherited` is the style its place has without it, `neighbours` those of its row by column; `written` says
    whether it stands in the part, and an edit that sets it to False takes it out.
    """

    row: int
    column: int
    style: int | None = None
    kind: bytes = b""
    body: bytes = b""
    inherited: int | None = None
    neighbours: Mapping[int, int | None] | None = None
    written: bool = False

    @property
    def beside(self) -> int:
        """The style of the nearest cell to its left."""
        styles = self.neighbours or {}
        return styles.get(max((column for column in styles if column < self.column), default=0)) or 0

    def filled(self, prefix: bytes) -> bool:
        """Whether it holds a value or a formula."""
        if not self.body:
            return False
        value, text, formula = _contents(prefix)
        return value in self.body or text in self.body or formula in self.body

    def xml(self, prefix: bytes) -> bytes:
        """The cell as XML."""
        style = b"" if self.style is None else b' s="%d"' % self.style
        head = b'<%bc r="%b%d"%b%b' % (prefix, _letters(self.column), self.row, style, self.kind)
        return head + (b">%b</%bc>" % (self.body, prefix) if self.body else b"/>")


@cache
def _contents(prefix: bytes) -> tuple[bytes, bytes, bytes]:
    """How what a cell holds begins."""
    return b"<%bv" % prefix, b"<%bis" % prefix, b"<%bf" % prefix


@cache
def _letters(column: int) -> bytes:
    return column_letter(column).encode()


_Row = tuple[dict[str, str], list[tuple[Cell, bytes]], bytes]
"""A row's attributes, its cells with the bytes of each, and the space after it."""

CellEdit = Callable[[Cell], None]
"""Changes a cell in place. A new cell that ends with no content and no style of its own is not written."""

Edits = dict[int, dict[int, list[CellEdit]]]
"""By row and column, in the order they are made."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Which columns of a changed row held something before, and which do now."""

    before: set[int]
    after: set[int]

    def of_values(self, values: set[tuple[int, int]], row: int) -> "Filling":
        """Without the remarks of ours, which no range need cover."""
        return Filling(self.before, {column for column in self.after if (row, column) in values})


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns of a part, by the prefix its main namespace has."""

    formula: re.Pattern[bytes]
    row: re.Pattern[bytes]
    whole_row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    usual_cell: re.Pattern[bytes]
    column: re.Pattern[bytes]
    merge: re.Pattern[bytes]
    data: re.Pattern[bytes]


@lru_cache(maxsize=8)
def _grammar(prefix: bytes) -> _Grammar:
    p = re.escape(prefix)
    return _Grammar(
        formula=re.compile(rb"<" + p + rb"f((?:\s[^<>]*?)?)/?>"),
        row=re.compile(rb"<" + p + rb"""row(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](\d+)["'])?"""),
        whole_row=re.compile(
            rb"<" + p + rb"row((?:\s[^<>]*?)?)(?:/>|>(.*?)</" + p + rb"row\s*>)(\s*)", re.DOTALL,
        ),
        cell=re.compile(rb"\s*<" + p + rb"c((?:\s[^<>]*?)?)(?:/>|>(.*?)</" + p + rb"c\s*>)\s*", re.DOTALL),
        usual_cell=re.compile(
            rb"<" + p + rb'c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d+)")?( t="\w+")? ?'
            rb"(?:/>|>([^<]*(?:<(?!/" + p + rb"c>)[^<]*)*)</" + p + rb"c>)",
        ),
        column=re.compile(rb"<" + p + rb"col(\s[^<>]*?)/?>"),
        merge=re.compile(rb"<" + p + rb"mergeCell(\s[^<>]*?)/?>"),
        data=re.compile(rb"<" + p + rb"sheetData(?:\s[^<>]*?)?(/?)>"),
    )


class SheetXml:
    """A worksheet part in three pieces: `head` up to the rows, the rows, and `tail` after them."""

    def __init__(self, xml: bytes) -> None:
        xml = _plain(xml)
        root = _ROOT.search(xml)
        self.prefix = root[1] + b":" if root and root[1] else b""
        namespace = attributes(root[2]).get(f"xmlns:{root[1].decode()}" if root[1] else "xmlns") if root else None
        if namespace not in _NAMESPACES:
            raise malformed("不是普通工作表")
        self.grammar = _grammar(self.prefix)
        self._xml = xml
        self._find_rows()
        self.fillings: dict[int, Filling] = {}
        self._column_styles: dict[int, int | None] = {}
        self._glanced: dict[int, _Row] = {}

    def _find_rows(self) -> None:
        found = self.grammar.data.search(self._xml)
        if found is None:
            raise malformed("缺少 sheetData")
        end = found.end() if found[1] else self._xml.rfind(b"</%bsheetData" % self.prefix)
        if end < found.end():
            raise malformed("sheetData 不完整")
        self.head = self._xml[: found.start()] + b"<%bsheetData>" % self.prefix
        after = end if found[1] else self._xml.index(b">", end) + 1
        self.tail = b"</%bsheetData>" % self.prefix + self._xml[after:]
        self._numbers, self._starts = self._index(found.end(), end)

    def _index(self, start: int, end: int) -> tuple[list[int], list[int]]:
        """Row numbers, ascending, and where each begins; the last start is the end of all rows."""
        numbers: list[int] = []
        starts: list[int] = []
        last = 0
        for found in self.grammar.row.finditer(self._xml, start, end):
            number = int(found[1]) if found[1] else last + 1
            if number <= last or number > LAST_ROW:
                raise malformed(f"第 {number} 行次序混乱或重复")
            numbers.append(number)
            starts.append(found.start())
            last = number
        starts.append(end)
        if self._xml[start:starts[0]].strip():
            raise malformed("sheetData 中有不认识的内容")
        return numbers, starts

    def row(self, number: int) -> list[Cell]:
        """The cells of one row that are written down."""
        at = bisect_left(self._numbers, number)
        if at == len(self._numbers) or self._numbers[at] != number:
            return []
        if number not in self._glanced:
            self._glanced[number] = self._taken_apart(number, self._xml[self._starts[at]:self._starts[at + 1]])
        return [cell for cell, _ in self._glanced[number][1]]

    def merges(self) -> list[Area]:
        """The merged areas."""
        tags = (attributes(found[1]) for found in self.grammar.merge.finditer(self.tail))
        return [found for found in (area(tag.get("ref", "")) for tag in tags) if found]

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any cell computes something; no other element in a row begins so."""
        return self._xml.find(b"<" + self.prefix + b"f", self._starts[0], self._starts[-1]) >= 0

    def formulas(self) -> Iterator[dict[str, str]]:
        """The attributes of each formula."""
        if self.has_formulas:
            for found in self.grammar.formula.finditer(self._xml, self._starts[0], self._starts[-1]):
                yield attributes(found[1])

    def cells(self, ahead: bytes = b"", after: bytes = b"") -> Iterator[tuple[int, int, re.Match[bytes]]]:
        """Row, column and match of each cell whose tag reads `ahead` and is followed by `after`."""
        tag = rb"<%bc(?=\s%b)(\s[^<>]*?)/?>%b" % (re.escape(self.prefix), ahead, after)
        for found in re.compile(tag).finditer(self._xml, self._starts[0], self._starts[-1]):
            place = _PLACE.fullmatch(attributes(found[1]).get("r", "").encode())
            if place is None:
                raise malformed("单元格没有地址")
            yield int(place[2]), column_number(place[1].decode()), found

    def spliced(self, edits: Edits) -> Iterator[bytes | memoryview]:
        """The rows with `edits` (by row, then column) made, in pieces; `fillings` tells what they did."""
        xml = memoryview(self._xml)
        copied = self._starts[0]
        for row in sorted(edits):
            at = bisect_left(self._numbers, row)
            start = self._starts[at]
            exists = at < len(self._numbers) and self._numbers[at] == row
            end = self._starts[at + 1] if exists else start
            old = self._xml[start:end]
            made = self._changed_row(row, old, edits[row])
            if made == old:
                continue
            if copied < start:
                yield xml[copied:start]
            _well_formed(made)
            yield made
            copied = end
        yield xml[copied:self._starts[-1]]

    def _changed_row(self, row: int, old: bytes, edits: dict[int, list[CellEdit]]) -> bytes:
        """The row's new bytes; none where a row that is not there stays away."""
        if not old:
            return self._new_row(row, edits)
        tag, found, gap = self._glanced.pop(row) if row in self._glanced else self._taken_apart(row, old)
        pieces = {cell.column: raw for cell, raw in found}
        cells = {cell.column: cell for cell, _ in found}
        before = {column for column, cell in cells.items() if cell.filled(self.prefix)}
        styles = {column: cell.style for column, cell in cells.items()}
        for column, changes in edits.items():
            inherited = self._inherited(tag, column)
            cell = cells.get(column) or Cell(row, column, inherited)
            cells[column], cell.inherited, cell.neighbours = cell, inherited, styles
            if _changed(cell, changes):
                pieces[column] = cell.xml(self.prefix)
            else:
                pieces.pop(column, None)
        now = {column for column in edits if column in pieces and cells[column].filled(self.prefix)}
        self.fillings[row] = Filling(before, (before - edits.keys()) | now)
        if not pieces and found and tag.keys() <= {"r", "spans"}:
            return b""
        body = b"".join(pieces[column] for column in sorted(pieces))
        return b"<%brow%b>%b</%brow>%b" % (self.prefix, _row_tag(row, tag, pieces), body, self.prefix, gap)

    def _new_row(self, row: int, edits: dict[int, list[CellEdit]]) -> bytes:
        """A row that was not there: nothing to take apart, nothing to keep."""
        pieces: list[bytes] = []
        after: set[int] = set()
        for column in sorted(edits):
            inherited = self._inherited({}, column)
            cell = Cell(row, column, inherited, inherited=inherited)
            if _changed(cell, edits[column]):
                pieces.append(cell.xml(self.prefix))
                after |= {column} if cell.filled(self.prefix) else set()
        self.fillings[row] = Filling(set(), after)
        return b'<%brow r="%d">%b</%brow>' % (self.prefix, row, b"".join(pieces), self.prefix) if pieces else b""

    def _taken_apart(self, row: int, old: bytes) -> _Row:
        """A row's parts."""
        found = self.grammar.whole_row.fullmatch(old)
        if found is None:
            raise malformed(f"第 {row} 行结构不认识")
        cells: list[tuple[Cell, bytes]] = []
        body, at, last = found[2] or b"", 0, 0
        while at < len(body):
            piece = self.grammar.usual_cell.match(body, at)
            if piece and int(piece[2]) == row:
                style = int(piece[3]) if piece[3] else None
                cell = Cell(row, _column_of(piece[1]), style, piece[4] or b"", piece[5] or b"", written=True)
                raw = piece[0]
            else:
                piece = self.grammar.cell.match(body, at)
                if piece is None:
                    raise malformed(f"第 {row} 行结构不认识")
                cell, unnamed = self._cell(row, last, piece[1], piece[2] or b"")
                raw = cell.xml(self.prefix) if unnamed else piece[0]
            if cell.column <= last:
                raise malformed(f"第 {row} 行单元格次序混乱")
            cells.append((cell, raw))
            at, last = piece.end(), cell.column
        return attributes(found[1]), cells, found[3]

    @staticmethod
    def _cell(row: int, last: int, tag: bytes, body: bytes) -> tuple[Cell, bool]:
        """A cell, and whether it had no address of its own (it then follows the one before)."""
        said = attributes(tag)
        place = said.pop("r", None)
        number = said.pop("s", None)
        column = last + 1 if place is None else _column(place, row)
        kind = "".join(f' {name}="{value}"' for name, value in said.items()).encode()
        return Cell(row, column, int(number) if number else None, kind, body, written=True), place is None

    def _inherited(self, tag: dict[str, str], column: int) -> int | None:
        """The style an unwritten cell shows: its row's, else its column's."""
        if tag.get("customFormat") in {"1", "true"} and "s" in tag:
            return int(tag["s"])
        if column not in self._column_styles:
            spans = (style for first, last, style in self._columns if first <= column <= last)
            self._column_styles[column] = next(spans, None)
        return self._column_styles[column]

    @cached_property
    def _columns(self) -> list[tuple[int, int, int]]:
        """First column, last column and style, where a column has one."""
        tags = (attributes(found[1]) for found in self.grammar.column.finditer(self.head))
        spans = ((int(tag.get("min", 0)), int(tag.get("max", 0)), int(tag.get("style", 0))) for tag in tags)
        return [span for span in spans if span[2]]

    def checked(self) -> None:
        """Raise if what stands around the rows is not well-formed."""
        self._children()

    def insert(self, name: str, xml: bytes) -> None:
        """Put an element behind the rows where the schema has its place (18.3.1.99)."""
        later = _ORDER[_ORDER.index(name) + 1:]
        places = [place for child, place in self._children() if child in later]
        place = min(places, default=self.tail.rindex(b"</"))
        self.tail = self.tail[:place] + xml + self.tail[place:]

    def _children(self) -> list[tuple[str, int]]:
        """The elements behind the rows, each with its place in `tail`; alternatives go by their first one."""
        found: list[tuple[str, int]] = []
        depth = 0
        parser = expat.ParserCreate()

        def start(name: str, _: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            place = parser.CurrentByteIndex - len(self.head)
            if depth == 2 and place > 0:
                found.append((name.rpartition(":")[2], place))
            elif found and found[-1][0] in {"AlternateContent", "Choice"} and depth <= 4:
                found[-1] = (name.rpartition(":")[2], found[-1][1])

        def end(_: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler, parser.EndElementHandler = start, end
        try:
            parser.Parse(self.head + self.tail, True)
        except expat.ExpatError as error:
            raise malformed("XML 不完整") from error
        return found


def _changed(cell: Cell, changes: list[CellEdit]) -> bool:
    """Make the changes; returns whether the cell is to be written."""
    standing = cell.written
    for change in changes:
        change(cell)
    return cell.written or (not standing and (bool(cell.body) or cell.style != cell.inherited))


def _row_tag(row: int, tag: dict[str, str], pieces: dict[int, bytes]) -> bytes:
    """The attributes of a row; `spans` is a hint to the reader that must not lie."""
    said = {"r": str(row), **tag}
    if pieces and "spans" in said:
        first, _, last = said["spans"].split()[0].partition(":")
        said["spans"] = f"{min(int(first), *pieces)}:{max(int(last or first), *pieces)}"
    return "".join(f' {name}="{value}"' for name, value in said.items()).encode()


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes inside a tag, values as they are spelled."""
    if _ATTRIBUTES.fullmatch(tag) is None:
        raise malformed("标签结构不认识")
    return {
        found[1].decode(): (found[2] or found[3] or b"").decode().replace('"', "&quot;")
        for found in _ATTRIBUTE.finditer(tag)
    }


def _column(place: str, row: int) -> int:
    found = _PLACE.fullmatch(place.encode())
    if found is None or int(found[2]) != row:
        raise malformed(f"第 {row} 行有地址 {place}")
    return _column_of(found[1])


@cache
def _column_of(letters: bytes) -> int:
    column = column_number(letters.decode())
    if column > LAST_COLUMN:
        raise malformed(f"没有 {letters.decode()} 列")
    return column


def _plain(xml: bytes) -> bytes:
    """The part as UTF-8 without anything in which `<` is no tag; most parts are so already."""
    encoding = _ENCODING.search(xml[:200])
    foreign = encoding is not None and encoding[1].lower() not in {b"utf-8", b"utf8"}
    wide = xml.startswith((b"\xff\xfe", b"\xfe\xff"))
    # A single sign is found twenty times as fast as a pair that begins with `<`.
    start = max(xml.find(b"?>", 0, 200) + 2, 0)
    odd = (b"!" in xml and b"<!" in xml) or (xml.find(b"?", start) >= 0 and xml.find(b"<?", start) >= 0)
    return _rewritten(xml) if foreign or wide or odd else xml


def _rewritten(xml: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, strip_cdata=True,
        huge_tree=True,
    )
    try:
        tree = etree.fromstring(xml, parser).getroottree()
    except etree.XMLSyntaxError as error:
        raise malformed("XML 不完整") from error
    if tree.docinfo.internalDTD is not None:
        raise malformed("XML 带有 DOCTYPE")
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _well_formed(row: bytes) -> None:
    """Parse a row by itself, so that nothing we made can spoil the part."""
    try:
        expat.ParserCreate().Parse(row or b"<none/>", True)
    except expat.ExpatError as error:
        raise malformed("XML 不完整") from error
