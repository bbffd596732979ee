"""Streaming XML within bounds: expat, names made short, no DOCTYPE, no token without end."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol
from xml.parsers import expat

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_DEPTH, MAX_NAMES, MAX_TOKEN, MEGABYTE, Budget, too_large

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
    "http://schemas.microsoft.com/office/2006/encryption": "enc:",
    "http://schemas.microsoft.com/office/2006/keyEncryptor/password": "key:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
}

_NOTHING = re.compile(r"\s*0+(?:\.0*)?(?:cm|mm|in|pt|pc|px)?\s*")
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


Starts = Mapping[str, Callable[[Any, Attributes], None]]
Ends = Mapping[str, Callable[[Any], None]]


class Handler(Protocol):
    """Who listens to a part: which of its methods to call where an element begins or ends, and for text.

    Names come short (`c`, `r:id`, `table:table-row`); an element nobody asked for costs next to nothing.
    """

    @property
    def starts(self) -> Starts:
        """Functions of the handler and the attributes."""

    @property
    def ends(self) -> Ends:
        """Functions of the handler."""

    @property
    def text(self) -> Callable[[str], None] | None:
        """Takes some of the text between two tags; None where text says nothing."""


def attribute(attributes: Attributes, wanted: str) -> str | None:
    """An attribute that has a namespace, by its short name."""
    return next((value for name, value in attributes.items() if SHORT[name] == wanted), None)


def flag(value: str | None, *, default: bool = False) -> bool:
    """An XML boolean."""
    return default if value is None else value.strip() in {"1", "true", "on"}


def nothing(measure: str | None) -> bool:
    """Whether a height or width, with or without its unit, is none at all: what has it shows nothing, hidden or not."""
    return measure is not None and _NOTHING.fullmatch(measure) is not None


def walk(chunks: Iterable[bytes], handler: Handler, budget: Budget, *, root: str) -> None:
    """Tell a handler what an XML part says.

    Raises:
        Unreadable: a DOCTYPE, a root or a child that does not belong here, a budget spent.
        expat.ExpatError: not well-formed; `source.py` puts it into words.
    """
    if len(SHORT) > MAX_NAMES:
        SHORT.clear()
    path = _Path(handler, root)
    parser = path.parser()
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN:
            raise too_large("文件内部的单个标记", f"{MAX_TOKEN // MEGABYTE} MB")
        if len(parser.intern) > MAX_NAMES:
            raise too_large("文件内部的标记种类", f"{MAX_NAMES:,}")
        budget.tags(path.told())
        budget.time()
    parser.Parse(b"", True)


def check(part: bytes, *, root: str) -> None:
    """Make sure that a small part is well-formed and begins as it should; raises as `walk` does."""
    parser = expat.ParserCreate(namespace_separator="|")

    def first(name: str, _attributes: Attributes) -> None:
        if SHORT[name] != root:
            raise _out_of_place(SHORT[name])
        parser.StartElementHandler = None

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = first
    parser.Parse(part, True)


class _Path:
    """Stands between the parser and a handler: short names, known children, depth, a count."""

    __slots__ = ("_allowed", "_count", "_ends", "_handler", "_starts")

    def __init__(self, handler: Handler, root: str) -> None:
        self._handler, self._starts, self._ends = handler, handler.starts, handler.ends
        self._allowed: list[frozenset[str] | None] = [frozenset({root})]
        self._count = 0

    def parser(self) -> expat.XMLParserType:
        """A parser that reports here."""
        parser = expat.ParserCreate(namespace_separator="|")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if self._handler.text is not None:
            parser.CharacterDataHandler = self._handler.text
        return parser

    def told(self) -> int:
        """The elements begun since this was last asked."""
        count, self._count = self._count, 0
        return count

    def _start(self, name: str, attributes: Attributes) -> None:
        short = SHORT[name]
        allowed = self._allowed[-1]
        if allowed is not None and short not in allowed:
            raise _out_of_place(short)
        self._allowed.append(_CHILDREN.get(short))
        self._count += 1
        if len(self._allowed) > MAX_DEPTH:
            raise too_large("文件内部标记的层数", f"{MAX_DEPTH}")
        known = self._starts.get(short)
        if known is not None:
            known(self._handler, attributes)

    def _end(self, name: str) -> None:
        self._allowed.pop()
        known = self._ends.get(SHORT[name])
        if known is not None:
            known(self._handler)


def _out_of_place(short: str) -> Unreadable:
    return Unreadable(files.DAMAGED, detail=f"内部出现不该有的标记 {short.rpartition('|')[2][:40]}")


def _refuse_doctype(*_declaration: object) -> None:
    raise Unreadable(files.DOCTYPE)


def _alone(callback: Callable[[Attributes], None]) -> Callable[[Any, Attributes], None]:
    return lambda _handler, attributes: callback(attributes)


class Elements:
    """A handler for small parts: calls back where some elements begin, and nothing else."""

    ends: ClassVar[Ends] = {}
    text: Callable[[str], None] | None = None

    def __init__(self, **callbacks: Callable[[Attributes], None]) -> None:
        self.starts: Starts = {name: _alone(callback) for name, callback in callbacks.items()}
