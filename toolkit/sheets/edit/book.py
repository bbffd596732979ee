"""A workbook as a package: which part is which, how they are related, and what belongs to the whole book."""

import posixpath
from dataclasses import dataclass

from lxml import etree

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.package import Package
from toolkit.sheets.edit.refusal import NotEditable, malformed
from toolkit.sheets.edit.styles import Element, Styles

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
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
        _refuse_signed(self.package)
        self.part = self._main_part()
        self.root = self.tree(self.part)
        self.namespace = etree.QName(self.root).namespace or ""
        self.sheets = self._sheets()
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

    def tree(self, part: str) -> Element:
        """A small part as a tree."""
        if part not in self._trees:
            content = self.package.read(part)
            if b"<!DOCTYPE" in content:
                raise malformed(f"{part} 带有 DOCTYPE")
            try:
                self._trees[part] = etree.fromstring(content, _PARSER)
            except etree.XMLSyntaxError as error:
                raise malformed(f"{part} 不是合格的 XML") from error
        return self._trees[part]

    def touch(self, part: str) -> None:
        """The tree of this part has been changed."""
        self._changed[part] = None

    def relations(self, part: str) -> list[Relation]:
        """What a part points to inside the package."""
        home = _relations_of(part)
        if home not in self.package:
            return []
        return [
            Relation(one.get("Id", ""), _last_word(one.get("Type", "")), _joined(part, one.get("Target", "")))
            for one in self.tree(home).iter(_RELATIONSHIP)
            if one.get("TargetMode") != "External"
        ]

    @property
    def styles(self) -> Styles:
        """The styles part."""
        if self._styles is None:
            self._styles = Styles(self.tree(self._styles_part()))
        return self._styles

    def forget_calculation_order(self) -> None:
        """Drop calcChain: it names every formula cell, and the program builds it anew where it is missing."""
        for relation in self.relations(self.part):
            if relation.kind == "calcChain":
                self.drop_part(relation.target, self.part, relation.id)

    def recalculate_on_load(self) -> None:
        """Have the program compute every formula when it opens the book: values they rest on have changed."""
        settings = self.root.find(self.tag("calcPr"))
        if settings is None:
            settings = self._insert_after("calcPr", _BEFORE_CALCULATION)
        if settings.get("fullCalcOnLoad") != "1":
            settings.set("fullCalcOnLoad", "1")
            self.touch(self.part)

    def defined_names(self, name: str, index: int) -> list[Element]:
        """The definitions of a name that belong to the sheet at that position."""
        return [
            one for one in self.root.iter(self.tag("definedName"))
            if one.get("name") == name and one.get("localSheetId") == str(index)
        ]

    def drop_part(self, part: str, owner: str, relation: str) -> None:
        """Take a part out, with its owner's relationship to it and its content type."""
        home = _relations_of(owner)
        for one in list(self.tree(home)):
            if one.get("Id") == relation:
                self.tree(home).remove(one)
        self.touch(home)
        types = self.tree(CONTENT_TYPES)
        for one in list(types):
            if one.get("PartName", "").lower() == f"/{part}".lower():
                types.remove(one)
        self.touch(CONTENT_TYPES)
        if part in self.package:
            self.package.remove(part)

    def save(self) -> bytes:
        """The whole file."""
        if self._styles is not None and self._styles.changed:
            self.touch(self._styles_part())
        for part in self._changed:
            tree = self._trees[part].getroottree()
            content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            self.package.write(part, [content])
        return self.package.save()

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        styles_changed = self._styles is not None and self._styles.changed
        return self.package.changed or bool(self._changed) or styles_changed

    def _styles_part(self) -> str:
        for relation in self.relations(self.part):
            if relation.kind == "styles":
                return relation.target
        raise malformed("缺少样式表")

    def _main_part(self) -> str:
        for relation in self.relations(""):
            if relation.kind == _OFFICE_DOCUMENT:
                if not relation.target.lower().endswith(".xml"):
                    raise NotEditable(edits.NOT_XLSX, found=" .xlsb 或其他格式")
                return relation.target
        raise NotEditable(edits.NOT_XLSX, found="其他格式")

    def _sheets(self) -> list[SheetEntry]:
        parts = {relation.id: relation for relation in self.relations(self.part)}
        entries = []
        for index, one in enumerate(self.root.iter(self.tag("sheet"))):
            relation = parts.get(_relation_id(one))
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


def _relation_id(element: Element) -> str:
    """The r:id attribute, in whichever dialect's namespace."""
    names = (str(name) for name in element.attrib)
    return next((element.get(name, "") for name in names if name.endswith("/relationships}id")), "")


def _last_word(kind: str) -> str:
    return kind.rpartition("/")[2]


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _joined(part: str, target: str) -> str:
    """A target as a part name: relative to its owner's folder, or from the root."""
    target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
