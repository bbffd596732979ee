"""What speaks of ranges on a sheet, made to fit again after cells were written.

Rows written directly below a filter, a table, a validation or a conditional format belong to it, as they
would had they been typed in the program.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.ranges import area, grown, reference
from toolkit.sheets.edit.refusal import NotEditable
from toolkit.sheets.edit.sheet import Filling, SheetXml
from toolkit.sheets.edit.trees import Element
from toolkit.sheets.grid import Area, address, column_letter

_OWN_FILTER = (
    rb"""(?s)<(?:[\w.-]+:)?filterColumn\s[^<>]*?colId\s*=\s*["']%d["']"""
    rb"""(?:[^<>]*/>|.*?</(?:[\w.-]+:)?filterColumn>)"""
)
_WIDE = b'<%bcol min="%d" max="%d" width="60.7109375" customWidth="1"/>'
_ROWS = re.compile(rb"\d+")
_COVERING_14 = re.compile(rb"(<xm:sqref>)([^<]*)")


def refit(book: Book, entry: SheetEntry, sheet: SheetXml, tables: list[tuple[str, Area]]) -> None:
    """Renew the ranges of a spliced sheet, of its tables and of its filter's name; no range need cover our remarks."""
    sheet.head = sheet.grammar.dimension.sub(lambda found: found[1] + _union(found[2], sheet.fillings), sheet.head)
    headers = [*(table for _, table in tables), *filters_of(sheet)]

    def below_own(found: Area) -> int:
        return _lowest(found, sheet, own=True)

    def below_any(found: Area) -> int:
        if any(found.bottom == header.top for header in headers):
            return found.bottom
        return _lowest(found, sheet, own=False)

    above = {b"%d" % (row - 1) for row in sheet.fillings}
    sheet.tail = _regrown(sheet.grammar.filter, sheet.tail, above, below_own)
    sheet.tail = _regrown(sheet.grammar.covering, sheet.tail, above, below_any)
    sheet.tail = _regrown(_COVERING_14, sheet.tail, above, below_any)
    for part, table in tables:
        if (bottom := below_own(table)) > table.bottom:
            _grow_table(book, part, replace(table, bottom=bottom))
    for name in book.defined_names("_xlnm._FilterDatabase", entry.index):
        _grow_name(book, name, below_own)


def widen(book: Book, entry: SheetEntry, sheet: SheetXml, row: int, column: int) -> None:
    """A column of ours headed at this cell: give it room, and draw a filter that ends beside it over it."""
    spelled = _WIDE % (sheet.prefix, column, column)
    if all(not first <= column <= last for first, last, _ in sheet.columns()):
        sheet.head = _with_column(sheet, spelled, column)
    _move_filter(book, entry, sheet, row, (column - 1, column))


def narrow(book: Book, entry: SheetEntry, sheet: SheetXml, row: int, column: int) -> None:
    """Take back what `widen` did."""
    no_columns = b"<%bcols></%bcols>" % (sheet.prefix, sheet.prefix)
    own = _WIDE % (sheet.prefix, column, column)
    sheet.head = sheet.head.replace(own, b"").replace(no_columns, b"")
    for found in filters_of(sheet):
        if found.top == row and found.right == column:
            sheet.tail = re.sub(_OWN_FILTER % (column - found.left), b"", sheet.tail)
    _move_filter(book, entry, sheet, row, (column, column - 1))


def _with_column(sheet: SheetXml, spelled: bytes, column: int) -> bytes:
    """The head with one more column, in the order of the columns."""
    p = sheet.prefix
    if b"<%bcols" % p not in sheet.head:
        end = sheet.head.rindex(b"<%bsheetData" % p)
        return sheet.head[:end] + b"<%bcols>%b</%bcols>" % (p, spelled, p) + sheet.head[end:]
    later = (found.start() for first, _, found in sheet.columns() if first > column)
    place = next(later, sheet.head.rindex(b"</%bcols" % p))
    return sheet.head[:place] + spelled + sheet.head[place:]


def _move_filter(book: Book, entry: SheetEntry, sheet: SheetXml, row: int, step: tuple[int, int]) -> None:
    """A filter whose header is this row, and whose last column is the old one, ends with the new one."""
    old, new = step

    def moved(found: re.Match[bytes]) -> bytes:
        covered = area(found[2].decode())
        ours = covered is not None and covered.top == row and covered.right == old
        return found[1] + reference(replace(covered, right=new)).encode() if covered and ours else found[0]

    if any(found.top == row and found.right == old for found in filters_of(sheet)):
        sheet.tail = sheet.grammar.filter.sub(moved, sheet.tail)
    for name in book.defined_names("_xlnm._FilterDatabase", entry.index):
        home, mark, places = (name.text or "").rpartition("!")
        found = area(places)
        if found and found.top == row and found.right == old:
            name.text = f"{home}{mark}{_absolute(replace(found, right=new))}"
            book.touch(book.part)


def filters_of(sheet: SheetXml) -> list[Area]:
    """What the filters of a sheet cover, those of its tables aside."""
    if b"autoFilter" not in sheet.tail:
        return []
    return [found for one in sheet.grammar.filter.finditer(sheet.tail) if (found := area(one[2].decode()))]


def tables_of(book: Book, entry: SheetEntry) -> list[tuple[str, Area]]:
    """The table parts of a sheet with their areas."""
    parts = [relation.target for relation in book.relations(entry.part) if relation.kind == "table"]
    return [(part, found) for part in parts if (found := area(book.tree(part).get("ref", "")))]


def refuse_table_headers(
    book: Book, entry: SheetEntry, tables: list[tuple[str, Area]], row: int, column: int,
) -> None:
    """A table's headers are written in its own part as well; two spellings make the file damaged."""
    for part, table in tables:
        tree = book.tree(part)
        if row == table.top and (row, column) in table and tree.get("headerRowCount") != "0":
            name = tree.get("displayName")
            raise NotEditable(edits.TABLE_HEADER, sheet=entry.name, cell=address(row, column), table=name)


def _lowest(found: Area, sheet: SheetXml, own: bool) -> int:
    """The last row of the unbroken run of newly filled rows directly below an area, or its own bottom."""
    columns = range(found.left, found.right + 1)
    row = found.bottom
    while (filling := sheet.fillings.get(row + 1)) is not None:
        after = any(column in columns for column in filling.after) if own else bool(filling.after)
        if not after or filling.held(columns, sheet.prefix):
            break
        row += 1
    return row


def _regrown(pattern: re.Pattern[bytes], xml: bytes, above: set[bytes], bottom_of: Callable[[Area], int]) -> bytes:
    """The ranges a pattern finds, grown; only one that ends in a row `above` a changed one can grow."""

    def new(found: re.Match[bytes]) -> bytes:
        if above.isdisjoint(_ROWS.findall(found[2])):
            return found[0]
        return found[1] + grown(found[2].decode(), bottom_of).encode()

    return pattern.sub(new, xml)


def _grow_table(book: Book, part: str, table: Area) -> None:
    tree = book.tree(part)
    if tree.get("totalsRowCount", "0") != "0":
        return
    tree.set("ref", reference(table))
    for child in tree:
        if isinstance(child.tag, str) and child.tag.endswith("}autoFilter"):
            child.set("ref", reference(table))
    book.touch(part)


def _grow_name(book: Book, name: Element, bottom_of: Callable[[Area], int]) -> None:
    sheet, mark, places = (name.text or "").rpartition("!")
    found = area(places)
    if found is None or (bottom := bottom_of(found)) == found.bottom:
        return
    name.text = f"{sheet}{mark}{_absolute(replace(found, bottom=bottom))}"
    book.touch(book.part)


def _absolute(found: Area) -> str:
    corners = (found.top, found.left), (found.bottom, found.right)
    return ":".join(dict.fromkeys(f"${column_letter(column)}${row}" for row, column in corners))


def _union(said: bytes, fillings: dict[int, Filling]) -> bytes:
    """The used range, with the cells now filled in it."""
    filled = {row: filling.after for row, filling in fillings.items() if filling.after}
    found = area(said.decode())
    if not filled or found is None:
        return said
    columns = {column for after in filled.values() for column in after}
    top, left = min(found.top, *filled), min(found.left, *columns)
    bottom, right = max(found.bottom, *filled), max(found.right, *columns)
    return reference(Area(top, left, bottom, right)).encode()
