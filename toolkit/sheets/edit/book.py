"""A workbook as a package: which part is which, how they are related, and what belongs to the whole book."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from lxml import etree

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.package import Package
from toolkit.sheets.edit.refusal import NotEditable, malformed
from toolkit.sheets.edit.sheet import SheetXml
from toolkit.sheets.edit.styles import Styles
from toolkit.sheets.edit.trees import Element, remove, sibling

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_REMEMBERED = 1 << 14
"""Bytes of relations that are worth remembering: those of most sheets; one with thousands of links has more."""
_NUMBERED = re.compile(r"rId(\d+)")
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_OFFICE_DOCUMENT = "officeDocument"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: `kind` is the last word of its type, the same in both dialects of the format."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `index` is its position, from 0."""

    name: str
    index: int
    part: str
    kind: str


class Book:
    """The parts of a workbook and the trees of the small ones, written back once by `save`."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self._trees: dict[str, Element] = {}
        self._changed: dict[str, None] = {}
        self._worksheets: dict[str, SheetXml] = {}
        self._related: dict[str, list[Relation]] = {}
        self._of_sheets: dict[str, list[Element]] = {}
        _refuse_signed(self.package)
        self.part = self._main_part()
        self.root = self.tree(self.part)
        self.namespace = etree.QName(self.root).namespace or ""
        self.sheets = self.listed()
        properties = self.root.find(self.tag("workbookPr"))
        self.epoch_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self._styles: Styles | None = None

    def tag(self, name: str) -> str:
        """A name in the main namespace of this book's dialect."""
        return f"{{{self.namespace}}}{name}"

    def sheet(self, name: str) -> SheetEntry:
        """The worksheet of that name; raises `NotEditable` without one."""
        for entry in self.sheets:
            if entry.name == name and entry.kind == "worksheet":
                return entry
        raise NotEditable(edits.NO_SHEET, sheet=name)

    def worksheet(self, entry: SheetEntry) -> SheetXml:
        """A sheet's part for looking at; whoever changes it takes it."""
        if entry.part not in self._worksheets:
            self._worksheets[entry.part] = SheetXml(self.package.read(entry.part))
        return self._worksheets[entry.part]

    def take_worksheet(self, entry: SheetEntry) -> SheetXml:
        """A sheet's part for changing."""
        sheet = self.worksheet(entry)
        del self._worksheets[entry.part]
        return sheet

    def tree(self, part: str) -> Element:
        """A small part as a tree."""
        if part not in self._trees:
            self._trees[part] = _parsed(part, self.package.read(part))
        return self._trees[part]

    def touch(self, part: str) -> None:
        """The tree of this part has been changed."""
        self._changed[part] = None
        self._related.pop(part, None)

    def content(self, part: str) -> bytes:
        """A part as it is now, for those that write it anew as text."""
        if part in self._changed:
            del self._changed[part]
            self.package.write(part, [_serialised(self._trees[part])])
        self._trees.pop(part, None)
        return self.package.read(part)

    def relations(self, part: str) -> list[Relation]:
        """What a part points to inside the package."""
        home = _relations_of(part)
        if home not in self._related:
            if home in self._trees:
                self._related[home] = _relations(part, self._trees[home])
            elif home in self.package:
                content = self.package.read(home)
                read = _relations_in if len(content) <= _REMEMBERED else _relations_in.__wrapped__
                self._related[home] = read(part, content)
            else:
                self._related[home] = []
        return self._related[home]

    @property
    def styles(self) -> Styles:
        """The styles part."""
        if self._styles is None:
            self._styles = Styles(self.package.read(self._styles_part()))
        return self._styles

    def digest_of_styles(self) -> str:
        """What tells the styles part, as it is now, from any other."""
        part = self._styles_part()
        if self.styles.changed:
            self.package.write(part, [self.styles.xml()])
            self.styles.changed = False
        return sha256(self.package.read(part)).hexdigest()

    def forget_calculation_order(self) -> None:
        """Drop calcChain: it names every formula cell, and the program builds it anew where it is missing."""
        for relation in self.relations(self.part):
            if relation.kind == "calcChain":
                self.drop_part(relation.target, self.part, relation.id)

    @property
    def recalculates(self) -> bool:
        """Whether the program is told to compute every formula when it opens the book."""
        settings = self.root.find(self.tag("calcPr"))
        return settings is not None and settings.get("fullCalcOnLoad") == "1"

    def recalculate_on_load(self) -> None:
        """Have the program compute every formula when it opens the book: values they rest on have changed."""
        settings = self.root.find(self.tag("calcPr"))
        if settings is None:
            settings = self._insert_after("calcPr", _BEFORE_CALCULATION)
        settings.set("fullCalcOnLoad", "1")
        self.touch(self.part)

    def properties(self) -> Element:
        """The properties of the whole book; made if it says none."""
        found = self.root.find(self.tag("workbookPr"))
        return self._insert_after("workbookPr", _BEFORE_CALCULATION[:2]) if found is None else found

    def defined_names(self, name: str, index: int) -> list[Element]:
        """The definitions of a name that belong to the sheet at that position."""
        if name not in self._of_sheets:
            every = self.root.iter(self.tag("definedName"))
            self._of_sheets[name] = [one for one in every if one.get("name") == name]
        said = str(index)
        return [one for one in self._of_sheets[name] if one.get("localSheetId") == said and one.getparent() is not None]

    def define(self, name: str, text: str, index: int | None = None) -> None:
        """Give a hidden name to the whole book, in the place of one of that name; or to the sheet at a position."""
        if index is None:
            self.undefine(name)
        home = self.root.find(self.tag("definedNames"))
        if home is None:
            home = self._insert_after("definedNames", _BEFORE_CALCULATION[:-1])
        said = {"name": name, "hidden": "1"} if index is None else {"name": name, "localSheetId": str(index)}
        made = etree.SubElement(home, self.tag("definedName"), said)
        made.text = text
        if index is None:
            self._names[name] = made
        elif name in self._of_sheets:
            self._of_sheets[name].append(made)
        self.touch(self.part)

    def undefine(self, name: str) -> None:
        """Take a name of the whole book away, and the list of names with its last one."""
        one = self._names.pop(name, None)
        if one is not None:
            remove(one)
            self.touch(self.part)
            home = self.root.find(self.tag("definedNames"))
            if home is not None and not len(home):
                remove(home)

    def named(self, prefix: str) -> dict[str, str]:
        """The names of the whole book that begin so, with what they stand for."""
        return {name: one.text or "" for name, one in self._names.items() if name.startswith(prefix)}

    @cached_property
    def _names(self) -> dict[str, Element]:
        """The definitions of the names of the whole book."""
        names = self.root.iter(self.tag("definedName"))
        return {one.get("name", ""): one for one in names if one.get("localSheetId") is None}

    def add_part(self, owner: str, kind: str, part: str, content_type: str, content: bytes) -> str:
        """Add a part its owner points to; returns the relationship's id. `kind` is the last word of its type, or all of it."""
        self.package.write(part, [content])
        types = self.tree(CONTENT_TYPES)
        etree.SubElement(types, sibling(types, "Override"), PartName=f"/{part}", ContentType=content_type)
        self.touch(CONTENT_TYPES)
        home = _relations_of(owner)
        if home not in self.package and home not in self._trees:
            self._trees[home] = etree.fromstring(_NO_RELATIONS)
        relations = self.tree(home)
        known = [_NUMBERED.fullmatch(one.get("Id", "")) for one in relations]
        name = f"rId{max((int(found[1]) for found in known if found), default=0) + 1}"
        kind = kind if "/" in kind else f"{self.relationship_types}/{kind}"
        etree.SubElement(relations, _RELATIONSHIP, Id=name, Type=kind, Target=f"/{part}")
        self.touch(home)
        return name

    def free_part(self, pattern: str) -> str:
        """A part name nobody has, from a pattern with {}."""
        number = 1
        while pattern.format(number) in self.package:
            number += 1
        return pattern.format(number)

    @property
    def relationship_types(self) -> str:
        """What the types of relationships begin with, and the namespace of `r:id`, in this dialect."""
        if "purl.oclc.org" in self.namespace:
            return "http://purl.oclc.org/ooxml/officeDocument/relationships"
        return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def drop_part(self, part: str, owner: str, relation: str) -> None:
        """Take a part out, with its owner's relationship to it and its content type."""
        home = _relations_of(owner)
        for one in list(self.tree(home)):
            if one.get("Id") == relation:
                self.tree(home).remove(one)
        self.touch(home)
        if not len(self.tree(home)):
            del self._changed[home], self._trees[home]
            if home in self.package:
                self.package.remove(home)
        types = self.tree(CONTENT_TYPES)
        for one in list(types):
            if one.get("PartName", "").lower() == f"/{part}".lower():
                types.remove(one)
        self.touch(CONTENT_TYPES)
        for gone in (part, _relations_of(part)):
            if gone in self.package:
                self.package.remove(gone)
            self._changed.pop(gone, None)
            self._related.pop(gone, None)

    def save(self) -> bytes:
        """The whole file."""
        if self._styles is not None and self._styles.changed:
            self.package.write(self._styles_part(), [self._styles.xml()])
        for part in self._changed:
            self.package.write(part, [_serialised(self._trees[part])])
        return self.package.save()

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        styles_changed = self._styles is not None and self._styles.changed
        return self.package.changed or bool(self._changed) or styles_changed

    def _styles_part(self) -> str:
        """The part of the styles; made if the book has none."""
        found = next((one.target for one in self.relations(self.part) if one.kind == "styles"), None)
        if found is None:
            found = self.free_part("xl/styles{}.xml")
            self.add_part(self.part, "styles", found, _STYLES, f'<styleSheet xmlns="{self.namespace}"/>'.encode())
        return found

    def _main_part(self) -> str:
        for relation in self.relations(""):
            if relation.kind == _OFFICE_DOCUMENT:
                if not relation.target.lower().endswith(".xml"):
                    raise NotEditable(edits.NOT_XLSX, found=" .xlsb 或其他格式")
                return relation.target
        raise NotEditable(edits.NOT_XLSX, found="其他格式")

    def listed(self) -> list[SheetEntry]:
        """The sheets in the order of the workbook."""
        parts = {relation.id: relation for relation in self.relations(self.part)}
        said, entries = f"{{{self.relationship_types}}}id", []
        for index, one in enumerate(self.root.iter(self.tag("sheet"))):
            relation = parts.get(one.get(said) or _relation_id(one))
            if relation is None:
                raise malformed(f"工作表“{one.get('name')}”缺少内容")
            entries.append(SheetEntry(one.get("name", ""), index, relation.target, relation.kind))
        if not entries:
            raise NotEditable(edits.NOT_XLSX, found="其他格式")
        return entries

    def _insert_after(self, name: str, before: tuple[str, ...]) -> Element:
        """A new child of the workbook, after the last of those that must stand before it."""
        made = etree.Element(self.tag(name))
        earlier = {self.tag(one) for one in before}
        place = max((at + 1 for at, one in enumerate(self.root) if one.tag in earlier), default=0)
        self.root.insert(place, made)
        return made


_BEFORE_CALCULATION = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)


def _refuse_signed(package: Package) -> None:
    if any(name.startswith("_xmlsignatures/") for name in package.names()):
        raise NotEditable(edits.SIGNED)


def _parsed(part: str, content: bytes) -> Element:
    if b"<!DOCTYPE" in content:
        raise malformed(f"{part} 带有 DOCTYPE")
    try:
        return etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise malformed(f"{part} 不是合格的 XML") from error


@lru_cache(maxsize=256)
def _relations_in(part: str, content: bytes) -> list[Relation]:
    """Those of a part, remembered by the bytes that say them; never to be changed in place."""
    return _relations(part, _parsed(_relations_of(part), content))


def _relations(part: str, root: Element) -> list[Relation]:
    return [
        Relation(one.get("Id", ""), _last_word(one.get("Type", "")), _joined(part, one.get("Target", "")))
        for one in root.iter(_RELATIONSHIP)
        if one.get("TargetMode") != "External"
    ]


def _serialised(root: Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _relation_id(element: Element) -> str:
    """The r:id attribute, in whichever dialect's namespace."""
    names = (str(name) for name in element.attrib)
    return next((element.get(name, "") for name in names if name.endswith("/relationships}id")), "")


def _last_word(kind: str) -> str:
    return kind.rpartition("/")[2]


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


@lru_cache(maxsize=1024)
def _joined(part: str, target: str) -> str:
    """A target as a part name: relative to its owner's folder, or from the root."""
    target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
