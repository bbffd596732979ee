"""One worksheet part, changed by splicing new rows into its bytes.

Only the rows that change are taken apart; everything else is carried over as it stands. That is sound because
in a part without comments, CDATA and processing instructions `<` can only begin a tag; a part that has any of
them is written anew once, before. What is touched, and what is made, is parsed once more as a check.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple
from xml.parsers import expat

from toolkit.sheets.edit.ranges import LAST_COLUMN, LAST_ROW, area, column_number
from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.spelling import attributes, plain, well_formed
from toolkit.sheets.grid import Area, column_letter

_ROOT = re.compile(rb"""<(?:([\w.-]+):)?worksheet((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)>""")
_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_SPAN = re.compile(rb'min="(\d+)" max="(\d+)"')
_REF = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*?\sref\s*=\s*["'])([^"']*)"""
_SQREF = _REF.replace(b"ref", b"sqref")
_PLACE = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")


_REMEMBERED = 1 << 15
"""Bytes behind the rows of a sheet that are worth remembering as whole; those of most have a tenth."""
_remembered = lru_cache(maxsize=64)(well_formed)

_ORDER = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)


_Cells = dict[int, tuple[bytes, bytes, bytes, bytes]]
"""A row's cells by column, ascending: the whole of each, its style, its other attributes and its content, as spelled."""


@dataclass(slots=True)
class Cell:
    """A cell taken apart. `kind` is its type attribute and what else it carries; `body` what it contains.

    `inherited` gives the style its place has without it, `row_cells` are those that stand in its row; `written` says
    whether it stands in the part, and a change that sets it to False takes it out.
    """

    row: int
    column: int
    style: int | None
    kind: bytes
    body: bytes
    written: bool
    inherited: Callable[[], int | None]
    row_cells: _Cells

    @property
    def beside(self) -> int:
        """The style of the nearest cell to its left."""
        nearest = next((column for column in reversed(self.row_cells) if column < self.column), 0)
        return int(self.row_cells[nearest][1] or 0) if nearest else 0


def _spelled(prefix: bytes, column: int, row: int, style: int | None, kind: bytes, body: bytes) -> bytes:
    """A cell as XML."""
    shown = b"" if style is None else b' s="%d"' % style
    if body:
        return b'<%bc r="%b%d"%b%b>%b</%bc>' % (prefix, _letters(column), row, shown, kind, body, prefix)
    return b'<%bc r="%b%d"%b%b/>' % (prefix, _letters(column), row, shown, kind)


def holds(body: bytes, prefix: bytes) -> bool:
    """Whether a cell of this content holds a value or a formula."""
    if not body:
        return False
    value, text, formula = _contents(prefix)
    return value in body or text in body or formula in body


@cache
def _contents(prefix: bytes) -> tuple[bytes, bytes, bytes]:
    """How what a cell holds begins."""
    return b"<%bv" % prefix, b"<%bis" % prefix, b"<%bf" % prefix


@cache
def _shown(style: int | None) -> bytes:
    """What follows the address of a cell shown in a style."""
    return b'"' if style is None else b'" s="%d"' % style


@cache
def _letters(column: int) -> bytes:
    return column_letter(column).encode()


_NOTHING: _Cells = {}

_Row = tuple[bytes, _Cells, bytes]
"""A row's attributes as spelled, its cells, and the space after it."""

class Written(NamedTuple):
    """A value for a cell, whatever stood there: its type attribute, its content, and what style it is shown in.

    `ending` is all of the cell behind its style, where it has content.
    """

    kind: bytes
    body: bytes
    restyled: Callable[[int | None], int | None] | None
    ending: bytes


CellChange = Callable[[Cell], bool]
"""Changes a cell in place; returns whether it holds a value of ours now. A new cell that ends with no content and no
style of its own is not written."""

Places = Mapping[int, Mapping[int, object]]
"""The cells to be changed by row and column: each with a value, or with anything else for the change to know."""


class Filling(NamedTuple):
    """A changed row: the cells it had, and in which columns values of ours stand now."""

    cells: _Cells
    after: set[int]

    def held(self, columns: range, prefix: bytes) -> bool:
        """Whether one of these columns held something before."""
        return any(column in columns and holds(body, prefix) for column, (*_, body) in self.cells.items())


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
    dimension: re.Pattern[bytes]
    filter: re.Pattern[bytes]
    covering: re.Pattern[bytes]
    legacy: re.Pattern[bytes]
    data: re.Pattern[bytes]


@lru_cache(maxsize=8)
def _grammar(prefix: bytes) -> _Grammar:
    p = re.escape(prefix)
    return _Grammar(
        formula=re.compile(rb"<" + p + rb"f((?:\s[^<>]*?)?)/?>"),
        row=re.compile(rb"<" + p + rb"""row(?: r="(\d+)"|(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](\d+)["'])?)"""),
        whole_row=re.compile(rb"<" + p + rb"row((?:\s[^<>]*?)?)(?:/>|>(.*)</" + p + rb"row\s*>)(\s*)", re.DOTALL),
        cell=re.compile(rb"\s*<" + p + rb"c((?:\s[^<>]*?)?)(?:/>|>(.*?)</" + p + rb"c\s*>)\s*", re.DOTALL),
        usual_cell=re.compile(
            rb"(<" + p + rb'c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d+)")?( t="\w+")? ?'
            rb"(?:/>|>([^<]*(?:<(?!/" + p + rb"c>)[^<]*)*)</" + p + rb"c>))",
        ),
        column=re.compile(rb"<" + p + rb"col(\s[^<>]*)>"),
        merge=re.compile(rb"<" + p + rb"mergeCell(\s[^<>]*?)/?>"),
        dimension=re.compile(rb"(<" + p + rb"dimension(?=\s)" + _REF),
        filter=re.compile(rb"(<" + p + rb"autoFilter(?=\s)" + _REF),
        covering=re.compile(rb"(<" + p + rb"(?:dataValidation|conditionalFormatting)(?=\s)" + _SQREF),
        legacy=re.compile(rb"<" + p + rb"legacyDrawing(\s[^<>]*?)/>"),
        data=re.compile(rb"<" + p + rb"sheetData(?:\s[^<>]*?)?(/?)>"),
    )


class SheetXml:
    """A worksheet part in three pieces: `head` up to the rows, the rows, and `tail` after them."""

    def __init__(self, xml: bytes) -> None:
        xml = plain(xml)
        root = _ROOT.search(xml)
        self._root, self.prefix = (root[0], root[1] + b":" if root[1] else b"") if root else (b"", b"")
        namespace = attributes(root[2]).get(f"xmlns:{root[1].decode()}" if root[1] else "xmlns") if root else None
        if namespace not in _NAMESPACES:
            raise malformed("不是普通工作表")
        self.grammar = _grammar(self.prefix)
        self._xml = xml
        self._find_rows()
        self.fillings: dict[int, Filling] = {}
        self.formulas_gone, self._formula = False, b"<%bf" % self.prefix
        self._columns_of, self._columns = b"", list[tuple[int, int, re.Match[bytes]]]()
        self._column_styles: dict[int, int | None] = {}
        self._unwritten: dict[int, tuple[bytes, int | None, bytes]] = {}
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
            said = found[1] or found[2]
            number = int(said) if said else last + 1
            if number <= last or number > LAST_ROW:
                raise malformed(f"第 {number} 行次序混乱或重复")
            numbers.append(number)
            starts.append(found.start())
            last = number
        starts.append(end)
        if self._xml[start:starts[0]].strip():
            raise malformed("sheetData 中有不认识的内容")
        return numbers, starts

    def row(self, number: int) -> _Cells:
        """The cells of one row that are written down."""
        at = bisect_left(self._numbers, number)
        if at == len(self._numbers) or self._numbers[at] != number:
            return {}
        if number not in self._glanced:
            self._glanced[number] = self._taken_apart(number, self._xml[self._starts[at]:self._starts[at + 1]])
        return self._glanced[number][1]

    @cached_property
    def merges(self) -> list[Area]:
        """The merged areas."""
        tags = (attributes(found[1]) for found in self.grammar.merge.finditer(self.tail))
        return [found for found in (area(tag.get("ref", "")) for tag in tags) if found]

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any cell computes something; no other element in a row begins so."""
        return self._xml.find(b"<" + self.prefix + b"f", self._starts[0], self._starts[-1]) >= 0

    def formulas(self) -> Iterator[dict[str, str]]:
        """The attributes of each formula that has any; those of a cell alone have none."""
        if self.has_formulas:
            for found in self.grammar.formula.finditer(self._xml, self._starts[0], self._starts[-1]):
                if found[1]:
                    yield attributes(found[1])

    def cells(self, ahead: bytes = b"", after: bytes = b"") -> Iterator[tuple[int, int, re.Match[bytes]]]:
        """Row, column and match of each cell whose tag reads `ahead` and is followed by `after`."""
        tag = rb"<%bc(?=\s%b)(\s[^<>]*?)/?>%b" % (re.escape(self.prefix), ahead, after)
        for found in re.compile(tag).finditer(self._xml, self._starts[0], self._starts[-1]):
            place = _PLACE.fullmatch(attributes(found[1]).get("r", "").encode())
            if place is None:
                raise malformed("单元格没有地址")
            yield int(place[2]), column_number(place[1].decode()), found

    def spliced(self, places: Places, change: CellChange) -> list[bytes | memoryview]:
        """The rows with values put and `change` made at the other places, in pieces; `fillings` tells what it did."""
        xml = memoryview(self._xml)
        copied = self._starts[0]
        pieces, touched = list[bytes | memoryview](), list[bytes]()
        for row in sorted(places):
            at = bisect_left(self._numbers, row)
            start = self._starts[at]
            exists = at < len(self._numbers) and self._numbers[at] == row
            end = self._starts[at + 1] if exists else start
            old = self._xml[start:end]
            new = b"" if old else self._new_row(row, places[row])
            made = new or self._changed_row(row, old, places[row], change)
            if made != old:
                pieces += [xml[copied:start], made]
                touched += [] if new else [made]
                copied = end
        self._prove(touched)
        return [*pieces, xml[copied:self._starts[-1]]]

    def _prove(self, touched: Sequence[bytes]) -> None:
        """Parse what was made of what stood there, and what is around it: the same in many a sheet of a month.

        A row of values alone that was not there is put together of nothing that stood there, and of texts spelled for XML.
        """
        p = self.prefix
        well_formed(self.head, *touched, b"</%bsheetData></%bworksheet>" % (p, p))
        known = len(self.tail) <= _REMEMBERED
        (_remembered if known else well_formed)(self._root, b"<%bsheetData>" % p, self.tail)

    def _changed_row(self, row: int, old: bytes, planned: Mapping[int, object], change: CellChange) -> bytes:
        """The row's new bytes; none where a row that is not there stays away."""
        tag, standing, gap = b"", _NOTHING, b""
        if old:
            tag, standing, gap = self._glanced.pop(row) if row in self._glanced else self._taken_apart(row, old)
        pieces = {column: one[0] for column, one in standing.items()}
        after = set()
        of_row = _row_style(tag)
        for column, asked in planned.items():
            found = standing.get(column)
            inherited = self._inherited(of_row, column) if found is None else None
            style = inherited if found is None else int(found[1]) if found[1] else None
            if asked.__class__ is Written:
                kind, body, restyled, _ = asked
                style = restyled(style) if restyled else style
                stays, ours = found is not None, True
                self.formulas_gone |= found is not None and self._formula in found[3]
            else:
                kind, body = found[2:] if found else (b"", b"")
                of_place = partial(self._inherited, of_row, column)
                cell = Cell(row, column, style, kind, body, found is not None, of_place, standing)
                ours = change(cell)
                style, kind, body, stays = cell.style, cell.kind, cell.body, cell.written
            if body or stays or (found is None and style != inherited):
                pieces[column] = _spelled(self.prefix, column, row, style, kind, body)
                if ours and body:
                    after.add(column)
            else:
                pieces.pop(column, None)
        self.fillings[row] = Filling(standing, after)
        if not pieces and (not old or (standing and attributes(tag).keys() <= {"r", "spans"})):
            return b""
        body = b"".join([pieces[column] for column in sorted(pieces)])
        return b"<%brow%b>%b</%brow>%b" % (self.prefix, _row_tag(row, tag, pieces), body, self.prefix, gap)

    def _new_row(self, row: int, planned: Mapping[int, object]) -> bytes:
        """A row that was not there, of values and nothing else, as most of what is written is; none where there is more to it."""
        pieces, number, known = list[bytes](), b"%d" % row, self._unwritten
        for column in sorted(planned):
            asked = planned[column]
            if asked.__class__ is not Written or not asked.body:
                return b""
            beginning, style, shown = known[column] if column in known else self._unwritten_cell(column)
            pieces += (beginning, number, _shown(asked.restyled(style)) if asked.restyled else shown, asked.ending)
        self.fillings[row] = Filling(_NOTHING, set(planned))
        return b'<%brow r="%d">%b</%brow>' % (self.prefix, row, b"".join(pieces), self.prefix)

    def _unwritten_cell(self, column: int) -> tuple[bytes, int | None, bytes]:
        """A cell that is not there, in a row that is not: its spelling up to the number of the row, its style, its spelling behind it."""
        style = self._inherited(None, column)
        made = self._unwritten[column] = b'<%bc r="%b' % (self.prefix, _letters(column)), style, _shown(style)
        return made

    def _taken_apart(self, row: int, old: bytes) -> _Row:
        """A row's parts. Most rows are spelled in one way, and are then taken apart at once."""
        whole = self.grammar.whole_row.fullmatch(old)
        if whole is None:
            raise malformed(f"第 {row} 行结构不认识")
        tag, body, gap = whole[1], whole[2] or b"", whole[3]
        cells = self._at_once(row, body)
        return tag, self._one_by_one(row, body) if cells is None else cells, gap

    def _at_once(self, row: int, body: bytes) -> _Cells | None:
        """The cells of a row if all are spelled in the usual way and stand in their order."""
        found = self.grammar.usual_cell.findall(body)
        number = b"%d" % row
        if b"".join([one[0] for one in found]) != body or any(one[2] != number for one in found):
            return None
        cells = {_column_of(letters): (cell, style, kind, inside) for cell, letters, _, style, kind, inside in found}
        columns = list(cells)
        return cells if len(columns) == len(found) and columns == sorted(columns) else None

    def _one_by_one(self, row: int, body: bytes) -> _Cells:
        """The cells of a row one by one, however they are spelled."""
        cells: _Cells = {}
        at, last = 0, 0
        while at < len(body):
            found = self.grammar.cell.match(body, at)
            if found is None:
                raise malformed(f"第 {row} 行结构不认识")
            cell, unnamed = self._cell(row, last, found[1], found[2] or b"")
            if cell.column <= last:
                raise malformed(f"第 {row} 行单元格次序混乱")
            spelled = _spelled(self.prefix, cell.column, row, cell.style, cell.kind, cell.body)
            raw = spelled if unnamed else found[0]
            cells[cell.column] = raw, b"" if cell.style is None else b"%d" % cell.style, cell.kind, cell.body
            at, last = found.end(), cell.column
        return cells

    @staticmethod
    def _cell(row: int, last: int, tag: bytes, body: bytes) -> tuple[Cell, bool]:
        """A cell, and whether it had no address of its own (it then follows the one before)."""
        said = attributes(tag)
        place = said.pop("r", None)
        number = said.pop("s", None)
        column = last + 1 if place is None else _column(place, row)
        kind = "".join(f' {name}="{value}"' for name, value in said.items()).encode()
        style = int(number) if number else None
        return Cell(row, column, style, kind, body, True, lambda: None, _NOTHING), place is None

    def _inherited(self, of_row: int | None, column: int) -> int | None:
        """The style an unwritten cell takes from its row, or else from its column."""
        if of_row is None and column not in self._column_styles:
            self._column_styles[column] = self._column_style(column)
        return self._column_styles[column] if of_row is None else of_row

    def _column_style(self, column: int) -> int | None:
        for first, last, found in self.columns():
            if first <= column <= last and b"style" in found[1]:
                style = int(attributes(found[1].rstrip(b"/")).get("style", 0))
                if style:
                    return style
        return None

    def columns(self) -> list[tuple[int, int, re.Match[bytes]]]:
        """The elements of `head` that speak of columns, each with its first and its last column."""
        if self._columns_of is not self.head:
            found = self.grammar.column.finditer(self.head)
            self._columns_of, self._columns = self.head, [(*_span(one[1]), one) for one in found]
        return self._columns

    def insert(self, name: str, xml: bytes) -> None:
        """Put an element behind the rows where the schema has its place (18.3.1.99)."""
        later = _ORDER[_ORDER.index(name) + 1:]
        told = any(child.encode() in self.tail for child in later)
        places = [place for child, place in self._children() if child in later] if told else []
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


def _row_style(tag: bytes) -> int | None:
    """The style of a row's unwritten cells."""
    said = attributes(tag) if b"customFormat" in tag else {}
    return int(said["s"]) if said.get("customFormat") in {"1", "true"} and "s" in said else None


def _row_tag(row: int, tag: bytes, pieces: Iterable[int]) -> bytes:
    """The attributes of a row; `spans` is a hint to the reader that must not lie."""
    if tag.startswith(b' r="') and b"spans" not in tag:
        return tag.rstrip()
    said = {"r": str(row), **attributes(tag)}
    if pieces and "spans" in said:
        first, _, last = said["spans"].split()[0].partition(":")
        said["spans"] = f"{min(int(first), *pieces)}:{max(int(last or first), *pieces)}"
    return "".join(f' {name}="{value}"' for name, value in said.items()).encode()


def _span(tag: bytes) -> tuple[int, int]:
    """The first and the last column a tag speaks of."""
    if found := _SPAN.search(tag):
        return int(found[1]), int(found[2])
    said = attributes(tag.rstrip(b"/"))
    return int(said["min"]), int(said["max"])


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
