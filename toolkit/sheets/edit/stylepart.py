"""The text of the styles part: groups of elements known by their positions, to which more are appended.

Nothing that stands in it is spelled anew. What was read of it is remembered by its very bytes, as the workbooks
of a month are made from one blank and share this part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.spelling import plain, well_formed

Spelled = list[Any]
"""An element as [name, attributes, children]; everything in it is fit for JSON."""

_GROUPS = ("numFmts", "fonts", "fills", "borders", "cellXfs")
_REMEMBERED = 1 << 17
"""Bytes of a part that is worth remembering; the largest of those seen in mail had a tenth."""

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)
_BASICS: Mapping[str, list[Spelled]] = {
    "fonts": [["font", {}, []]],
    "fills": [["fill", {}, [["patternFill", {"patternType": kind}, []]]] for kind in ("none", "gray125")],
    "borders": [["border", {}, []]],
    "cellXfs": [["xf", {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}, []]],
}
"""What every book has in a group."""

INSIDE = r"""(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*?)?"""
"""What may stand in a tag behind its name."""

_MEMBER = re.compile(rf"<([\w:.-]+){INSIDE}(?:/>|>.*?</\1\s*>)\s*", re.DOTALL)
_ROOT = re.compile(rf"<(?:([\w.-]+):)?styleSheet({INSIDE})(/?)>")
_COUNT = re.compile(r"""\scount\s*=\s*["']\d*["']""")
_COLOUR = re.compile(r"""\srgb\s*=\s*["'][0-9A-Fa-f]*?([0-9A-Fa-f]{6})["']""")


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of the part: where it stands, the attributes of its tag, its elements with the space after each."""

    start: int
    end: int
    tag: str
    space: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it was read."""

    text: str
    root: str
    prefix: str
    groups: Mapping[str, _Group]
    colours: frozenset[str]
    """Those named outside the groups."""


class StylePart:
    """The groups of one workbook's styles."""

    def __init__(self, xml: bytes) -> None:
        self._part = _read(xml) if len(xml) <= _REMEMBERED else _read.__wrapped__(xml)
        self.changed = False
        self.prefix = self._part.prefix
        self._groups = {name: list(group.members) for name, group in self._part.groups.items()}

    def members(self, name: str) -> list[str]:
        """The elements of a group as they are spelled; a group that is missing has what every book has in it."""
        if name not in self._groups:
            self._groups[name] = [built(self.prefix, spelled) for spelled in _BASICS.get(name, ())]
        return self._groups[name]

    def add(self, name: str, element: str) -> int:
        """Append to a group; returns the element's position."""
        members = self.members(name)
        members.append(element)
        self.changed = True
        return len(members) - 1

    def sizes(self) -> dict[str, int]:
        """How many elements each group has: what `shrink` brings back."""
        return {name: len(members) for name, members in self._groups.items()}

    def shrink(self, sizes: Mapping[str, int]) -> None:
        """Drop what was added at the end of each group since it had this size."""
        for name, size in sizes.items():
            if name in self._groups and len(self._groups[name]) > size:
                del self._groups[name][size:]
                self.changed = True

    def names(self, rgb: str) -> bool:
        """Whether anything names this colour."""
        return rgb in self._part.colours or any(rgb in one.upper() for group in self._groups.values() for one in group)

    def spelled(self, element: str) -> Spelled:
        """An element of the part as plain values."""
        return _spelled(self._part.root, self.prefix, element)

    def xml(self) -> bytes:
        """The whole part."""
        part, pieces, at = self._part, list[str](), 0
        for place, end, name in self._places():
            group = part.groups.get(name)
            members = self._groups[name]
            if group is None or tuple(members) != group.members:
                tag = _COUNT.sub("", group.tag if group else "")
                opening = f'<{self.prefix}{name} count="{len(members)}"{tag}>{group.space if group else ""}'
                pieces += [part.text[at:place], opening, *members, f"</{self.prefix}{name}>"]
                at = end
        self._prove_additions()
        return "".join([*pieces, part.text[at:]]).encode()

    def _prove_additions(self) -> None:
        """Parse what was added; what stood there was proved when it was read."""
        known = {name: len(group.members) for name, group in self._part.groups.items()}
        added = "".join([one for name, members in self._groups.items() for one in members[known.get(name, 0):]])
        well_formed(f"{self._part.root}{added}</{self.prefix}styleSheet>".encode())

    def _places(self) -> list[tuple[int, int, str]]:
        """Start, end and name of each group; one that is missing goes where the schema has it."""
        places = []
        for name in self._groups:
            if group := self._part.groups.get(name):
                places.append((group.start, group.end, name))
            else:
                later = "|".join(_ORDER[_ORDER.index(name) + 1 :])
                found = re.search(rf"<{self.prefix}(?:{later})(?=[\s/>])|</{self.prefix}styleSheet\s*>", self._part.text)
                start = found.start() if found else len(self._part.text)
                places.append((start, start, name))
        return sorted(places, key=lambda one: (one[0], _ORDER.index(one[2])))


def built(prefix: str, spelled: Spelled) -> str:
    """The element that `spelled` gives as plain values, in a part's own prefix."""
    name, attributes, children = spelled
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if key[0] != "{")
    inside = "".join([built(prefix, child) for child in children])
    tag = f"{prefix}{name}"
    return f"<{tag}{said}>{inside}</{tag}>" if inside else f"<{tag}{said}/>"


@lru_cache(maxsize=32)
def _read(xml: bytes) -> _Part:
    text = plain(xml).decode()
    root = _ROOT.search(text)
    if root is None:
        raise malformed("不是样式表")
    prefix = f"{root[1]}:" if root[1] else ""
    if root[3]:
        text = f"{text[:root.end() - 2]}></{prefix}styleSheet>"
    well_formed(text.encode())
    groups = {name: group for name in _GROUPS if (group := _group(text, prefix, name))}
    opening = f"<{prefix}styleSheet{root[2]}>"
    rest = text
    for group in groups.values():
        rest = rest.replace(text[group.start : group.end], "")
    return _Part(text, opening, prefix, groups, frozenset(one.upper() for one in _COLOUR.findall(rest)))


def _group(text: str, prefix: str, name: str) -> _Group | None:
    tag = f"{prefix}{name}"
    found = re.search(rf"<{tag}({INSIDE})(?:/>|>(\s*)(.*?)</{tag}\s*>)", text, re.DOTALL)
    if found is None:
        return None
    body = found[3] or ""
    members = [one[0] for one in _MEMBER.finditer(body)]
    if "".join(members) != body:
        raise malformed(f"样式表的 {name} 结构不认识")
    return _Group(found.start(), found.end(), found[1], found[2] or "", tuple(members))


@lru_cache(maxsize=1024)
def _spelled(root: str, prefix: str, element: str) -> Spelled:
    """The element as plain values; never to be changed in place."""
    try:
        return _values(etree.fromstring(f"{root}{element}</{prefix}styleSheet>")[0])
    except etree.XMLSyntaxError as error:
        raise malformed("样式表不完整") from error


def _values(element: etree._Element) -> Spelled:
    children = [_values(child) for child in element if isinstance(child.tag, str)]
    name = str(element.tag).rpartition("}")[2]
    return [name, {str(key): str(value) for key, value in sorted(element.items())}, children]
