"""The list of sheets: one more, or one less, and all that counts sheets by position.

The hidden names `_pilot.sheet.N` refer to the sheets we added, so they are known under any name; the hidden
name `_pilot.active` refers to the sheet that was shown before ours.
"""

import re
from collections.abc import Collection

from lxml import etree

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.refusal import NotEditable, malformed
from toolkit.sheets.edit.trees import child, drop, remove

SHEETS = "_pilot.sheet."
ACTIVE = "_pilot.active"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_REFERENCE = re.compile(r"('(?:[^']|'')+'|[^'!]+)!.*", re.DOTALL)
_VIEW = re.compile(rb"<(?:[\w.-]+:)?sheetView(?=[\s/>])")
_SELECTED = re.compile(rb"""(<(?:[\w.-]+:)?sheetView(?=\s)[^<>]*?)\stabSelected\s*=\s*["'](\w*)["']""")


def add_sheet(book: Book, name: str, content: bytes, first: bool) -> None:
    """Put a sheet of ours at the end, or at the front and in view."""
    if any(entry.name.lower() == name.lower() for entry in book.sheets):
        raise NotEditable(edits.SHEET_EXISTS, sheet=name)
    if first:
        _remember_active(book)
    insert_sheet(book, name, content, first=first)
    free = next(n for n in range(1, len(book.sheets) + 1) if f"{SHEETS}{n}" not in book.named(SHEETS))
    book.define(f"{SHEETS}{free}", f"{quoted(name)}!$A$1")


def insert_sheet(book: Book, name: str, content: bytes, *, first: bool, hidden: bool = False) -> None:
    """A sheet at the end, or at the front and in view; its name is free."""
    part = book.free_part("xl/worksheets/sheet{}.xml")
    relation = book.add_part(book.part, "worksheet", part, WORKSHEET, content)
    sheets = child(book.root, "sheets")
    number = max(int(one.get("sheetId", "0")) for one in sheets) + 1
    element = etree.Element(book.tag("sheet"), name=name, sheetId=str(number))
    element.set(f"{{{book.relationship_types}}}id", relation)
    if hidden:
        element.set("state", "hidden")
    place = 0 if first else len(sheets)
    sheets.insert(place, element)
    _shift(book, place, 1)
    book.sheets = book.listed()
    if first:
        _activate(book, book.sheets[0])


def sheets_of_ours(book: Book) -> set[str | None]:
    """The names of our sheets as the book tells them; a sheet that was taken out has none."""
    return {_sheet_named(text) for text in book.named(SHEETS).values()}


def remove_sheets_of_ours(book: Book, others: Collection[str]) -> None:
    """Take our sheets out, with those the book does not tell, and show again what was shown before them."""
    names = {*sheets_of_ours(book), *others}
    before = _sheet_named(book.named(ACTIVE).get(ACTIVE, ""))
    ours = [entry for entry in book.sheets if entry.name in names]
    in_view = any(entry.index == _active(book) for entry in ours)
    if len(ours) == len(book.sheets):
        raise malformed("只剩问题清单")
    for entry in ours:
        remove_sheet(book, next(one for one in book.sheets if one.name == entry.name))
    if in_view:
        _activate(book, next((one for one in book.sheets if one.name == before), book.sheets[0]))


def quoted(name: str) -> str:
    """A sheet's name as references spell it."""
    return "'" + name.replace("'", "''") + "'"


def _sheet_named(reference: str) -> str | None:
    found = _REFERENCE.fullmatch(reference)
    return found[1].strip("'").replace("''", "'") if found else None


def remove_sheet(book: Book, entry: SheetEntry) -> None:
    """Take a sheet out, with the parts that belong to it and the names that are its own."""
    sheets = child(book.root, "sheets")
    element = sheets[entry.index]
    relation = next(one for one in book.relations(book.part) if one.target == entry.part)
    for belonging in book.relations(entry.part):
        book.drop_part(belonging.target, entry.part, belonging.id)
    book.drop_part(entry.part, book.part, relation.id)
    remove(element)
    for one in list(book.root.iter(book.tag("definedName"))):
        if one.get("localSheetId") == str(entry.index):
            remove(one)
    _shift(book, entry.index, -1)
    book.sheets = book.listed()


def _shift(book: Book, place: int, by: int) -> None:
    """Sheets from `place` on have moved: so do the names and views that count them."""
    for one in book.root.iter(book.tag("definedName")):
        if int(one.get("localSheetId", "-1")) >= place:
            one.set("localSheetId", str(int(one.get("localSheetId", "0")) + by))
    for view in book.root.iter(book.tag("workbookView")):
        if place <= (active := int(view.get("activeTab", "0"))):
            view.set("activeTab", str(max(active + by, 0)))
    book.touch(book.part)


def _active(book: Book) -> int:
    view = next(book.root.iter(book.tag("workbookView")), None)
    return int(view.get("activeTab", "0")) if view is not None else 0


def _remember_active(book: Book) -> None:
    active = _active(book)
    if active < len(book.sheets):
        book.define(ACTIVE, f"{quoted(book.sheets[active].name)}!$A$1")


def _activate(book: Book, shown: SheetEntry) -> None:
    """Show one sheet and no other: of two selected sheets a program writes into both."""
    for view in book.root.iter(book.tag("workbookView")):
        drop(view, "activeTab")
        if shown.index:
            view.set("activeTab", str(shown.index))
        if "firstSheet" in view.attrib:
            view.set("firstSheet", "0")
    book.touch(book.part)
    for entry in book.sheets:
        head = _before_the_rows(book, entry)
        said = _SELECTED.search(head) if b"tabSelected" in head else None
        selected = said is not None and said[2] in {b"1", b"true"}
        if selected != (entry == shown):
            head, name, rest = book.package.read(entry.part).partition(b"sheetData")
            head = _SELECTED.sub(rb"\1", head)
            if entry == shown:
                head = _VIEW.sub(rb'\g<0> tabSelected="1"', head, count=1)
            book.package.write(entry.part, [head, name, rest])


def _before_the_rows(book: Book, entry: SheetEntry) -> bytes:
    """A sheet's part at least as far as its views go, which is not far in most."""
    short = book.package.beginning(entry.part, 1 << 10)
    return short if b"sheetFormatPr" in short or b"sheetData" in short else book.package.beginning(entry.part)
