"""Streaming XML within bounds: expat, names made short, no DOCTYPE, no token without end."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_TOKEN, MEGABYTE, Budget, too_large

_PREFIXES = {
    # Transitional and Strict OOXML say the same things in two namespaces.
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr:",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw:",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
}

_RICH = frozenset({"t", "r", "rPh", "phoneticPr"})
_CHILDREN: Mapping[str, frozenset[str]] = {
    # Where an element we do not know would mean cells or texts lost in silence, only these may stand.
    "sheets": frozenset({"sheet"}),
    "sheetData": frozenset({"row"}),
    "row": frozenset({"c", "extLst"}),
    "c": frozenset({"f", "v", "is", "extLst"}),
    "is": _RICH,
    "sst": frozenset({"si", "extLst"}),
    "si": _RICH,
    "r": frozenset({"t", "rPr"}),
    "mergeCells": frozenset({"mergeCell"}),
    "cellXfs": frozenset({"xf"}),
    "fonts": frozenset({"font"}),
    "numFmts": frozenset({"numFmt"}),
    "commentList": frozenset({"comment"}),
    "text": _RICH,
    "table:table-row": frozenset({"table:table-cell", "table:covered-table-cell"}),
}

Attributes = Mapping[str, str]


class _ShortNames(dict[str, str]):
    """`{namespace}name` as expat gives it → the name with a fixed short prefix, worked out once each."""

    def __missing__(self, full: str) -> str:
        namespace, separator, local = full.rpartition("|")
        short = full if not separator else _PREFIXES.get(namespace, namespace + "|") + local
        self[full] = short
        return short


SHORT = _ShortNames()
_FEW_NAMES = 5_000  # a hostile file could name millions; ours stay a few hundred


class Handler(Protocol):
    """Who listens to a part; names come short (`c`, `r:id`, `table:table-row`)."""

    def start(self, name: str, attributes: Attributes, /) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Some of the text between two tags."""


def attribute(attributes: Attributes, wanted: str) -> str | None:
    """An attribute that has a namespace, by its short name."""
    return next((value for name, value in attributes.items() if SHORT[name] == wanted), None)


def flag(value: str | None, *, default: bool = False) -> bool:
    """An XML boolean."""
    return default if value is None else value.strip() in {"1", "true", "on"}


def walk(chunks: Iterable[bytes], handler: Handler, budget: Budget, *, root: str) -> None:
    """Tell a handler what an XML part says.

    Raises:
        Unreadable: a DOCTYPE, a root or a child that does not belong here, a budget spent.
        expat.ExpatError: not well-formed; `source.py` puts it into words.
    """
    parser = _parser(handler, root)
    fed = 0
    if len(SHORT) > _FEW_NAMES:
        SHORT.clear()
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
            raise too_large("文件内部的单个标记", f"{MAX_TOKEN // MEGABYTE} MB")
        budget.time()
    parser.Parse(b"", True)


def _parser(handler: Handler, root: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    path: list[frozenset[str] | None] = [frozenset({root})]

    def start(name: str, attributes: Attributes) -> None:
        short = SHORT[name]
        allowed = path[-1]
        if allowed is not None and short not in allowed:
            raise Unreadable(files.DAMAGED, detail=f"内部出现不该有的标记 {short.rpartition('|')[2][:40]}")
        path.append(_CHILDREN.get(short))
        handler.start(short, attributes)

    def end(name: str) -> None:
        path.pop()
        handler.end(SHORT[name])

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise Unreadable(files.DOCTYPE)


class Elements:
    """A handler for small parts: calls back with each element and its attributes, and nothing else."""

    def __init__(self, callback: Callable[[str, Attributes], None]) -> None:
        self._callback = callback

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self._callback(name, attributes)

    def end(self, name: str) -> None:
        """Ends say nothing here."""

    def text(self, data: str) -> None:
        """Nor does text."""
