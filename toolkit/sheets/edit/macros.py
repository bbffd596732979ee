"""A workbook that carries macros: the same workbook in every other part.

Excel wants a document module for the book and for each sheet, known by the code names the sheets bear; the project
itself is made elsewhere and is one more part here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.book import CONTENT_TYPES, Book, SheetEntry
from toolkit.sheets.edit.newsheet import store_xml
from toolkit.sheets.edit.panel import Panel, add_panel
from toolkit.sheets.edit.refusal import NotEditable, refusing
from toolkit.sheets.edit.sheetlist import insert_sheet, remove_sheet
from toolkit.sheets.edit.trees import sibling

_PROJECT = "xl/vbaProject.bin"
_PROJECT_KIND = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BOOK_NAME = "ThisWorkbook"
_ROOT = re.compile(rb"""<((?:[\w.-]+:)?)(?:work|chart)sheet(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?>""")
_PROPERTIES = re.compile(rb"""<((?:[\w.-]+:)?)sheetPr((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*?)?)(/?)>""")
_CODE_NAME = re.compile(rb"""\scodeName\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class DocumentModule:
    """A module the project must have: that of the book, a worksheet or a chart sheet; `kind` says which."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Store:
    """A hidden sheet of rows of texts."""

    name: str
    rows: Sequence[Sequence[str]]


def project_in(data: bytes) -> bytes | None:
    """The macro project a workbook carries, or None.

    Raises:
        NotEditable: it is no .xlsx or .xlsm that could be changed.
    """
    with refusing():
        book = Book(data)
        found = next((one for one in book.relations(book.part) if one.kind == "vbaProject"), None)
        return book.package.read(found.target) if found else None


def macro_book(
    data: bytes, panel: Panel, store: Store, project_of: Callable[[Sequence[DocumentModule]], bytes]
) -> bytes:
    """The workbook with a panel in front, a hidden store at the end, and a project made for its document modules.

    In a workbook that carries a project already, all three take the place of the old ones. Same input, same bytes.

    Raises:
        NotEditable: it cannot be changed safely, or a sheet of people's own bears one of the names.
    """
    with refusing():
        book = Book(data)
        _take_out(book, {panel.name, store.name})
        add_panel(book, panel)
        insert_sheet(book, store.name, store_xml(book, store.rows), first=False, hidden=True)
        modules = [DocumentModule(_book_module(book), "workbook"), *_sheet_modules(book)]
        _add_project(book, project_of(modules))
        return book.save()


def _take_out(book: Book, names: set[str]) -> None:
    """The project there is, and with it the sheets that came with it."""
    project = next((one for one in book.relations(book.part) if one.kind == "vbaProject"), None)
    known = {entry.name for entry in book.sheets} & names
    if known and not project:
        raise NotEditable(edits.SHEET_EXISTS, sheet=min(known))
    if project:
        book.drop_part(project.target, book.part, project.id)
    for name in known:
        remove_sheet(book, next(entry for entry in book.sheets if entry.name == name))


def _book_module(book: Book) -> str:
    properties = book.properties()
    if not properties.get("codeName"):
        properties.set("codeName", _BOOK_NAME)
        book.touch(book.part)
    return properties.get("codeName", _BOOK_NAME)


def _sheet_modules(book: Book) -> Iterator[DocumentModule]:
    """The sheets' modules; a sheet without a code name gets one as Excel would name it, by its place."""
    own = {entry.name: _code_name(book, entry) for entry in book.sheets}
    taken = {name.casefold() for name in own.values() if name} | {_BOOK_NAME.casefold()}
    for entry in book.sheets:
        name = own[entry.name]
        if not name:
            prefix = "Chart" if entry.kind == "chartsheet" else "Sheet"
            numbers = (f"{prefix}{number}" for number in range(entry.index + 1, 100_000))
            name = next(free for free in numbers if free.casefold() not in taken)
            taken.add(name.casefold())
            _give_code_name(book, entry, name)
        yield DocumentModule(name, entry.kind)


def _code_name(book: Book, entry: SheetEntry) -> str:
    found = _PROPERTIES.search(book.package.beginning(entry.part))
    said = _CODE_NAME.search(found[2]) if found else None
    return said[1].decode() if said else ""


def _give_code_name(book: Book, entry: SheetEntry, name: str) -> None:
    content = book.package.read(entry.part)
    said = b' codeName="%b"' % name.encode()
    if found := _PROPERTIES.search(content):
        bare = _CODE_NAME.sub(b"", found[2])
        new = b"<%bsheetPr%b%b%b>" % (found[1], said, bare, found[3])
        content = content[: found.start()] + new + content[found.end() :]
    elif root := _ROOT.search(content):
        content = content[: root.end()] + b"<%bsheetPr%b/>" % (root[1], said) + content[root.end() :]
    book.package.write(entry.part, [content])


def _add_project(book: Book, project: bytes) -> None:
    book.add_part(book.part, _PROJECT_KIND, _PROJECT, _PROJECT_TYPE, project)
    types = book.tree(CONTENT_TYPES)
    own = [one for one in types if one.get("PartName", "").lower() == f"/{book.part}".lower()]
    for one in own or [etree.SubElement(types, sibling(types, "Override"), PartName=f"/{book.part}")]:
        one.set("ContentType", _MACRO_BOOK)
    book.touch(CONTENT_TYPES)
