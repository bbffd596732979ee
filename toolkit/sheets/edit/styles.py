"""The styles part: a style is a numbered record (`xf`); a new look is one more record, never a changed one.

The part is small and its records refer to each other by position, so it is changed as a tree.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.trees import Element, drop

Spelled = list[Any]
"""An element as [name, attributes, children]; everything in it is fit for JSON."""

MOST_STYLES = 64_000
_TOP, _MIDDLE = ({"vertical": place, "wrapText": "1"} for place in ("top", "center"))
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_CLOCKS = frozenset({18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56})
"""Built-in formats that show a day or a time, those of Chinese Excel (27–36, 50–58) among them (18.8.30)."""

_UNSEEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
GENERAL, DATE, MOMENT = "General", "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss"

_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
    "family", "charset", "scheme",
)
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


class Styles:
    """The records of one workbook. Methods give style numbers for the `s` of a cell."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changed = False
        self._namespace = etree.QName(root).namespace or ""
        self._names: Any = root.nsmap  # None, the key of the unprefixed one, is not in its stub
        self._records = self._group("cellXfs")
        self._made: dict[tuple[object, ...], int] = {}
        self._same: dict[tuple[object, ...], int] | None = None
        self._colours: set[str] | None = None
        self._spelled: dict[str, dict[bytes, int]] = {}
        self._shown: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._records)

    def dated(self, style: int, moment: bool) -> int:
        """The same look with a date format, or the style itself if it shows dates already."""
        if self._shows(style) == "day":
            return style
        return self._formatted(style, MOMENT if moment else DATE)

    def undated(self, style: int) -> int:
        """The same look with the general format if it would show a number as a date or a time."""
        return self._formatted(style, GENERAL) if self._shows(style) else style

    def colour(self, style: int) -> str | None:
        """The six hex digits of a solid fill given by its colour."""
        pattern = self._fill(style).find(self._tag("patternFill"))
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        said = pattern.find(self._tag("fgColor"))
        return None if said is None else (said.get("rgb") or "")[-6:].upper() or None

    def uses(self, rgb: str) -> bool:
        """Whether any record of the part named this colour before ours."""
        if self._colours is None:
            self._colours = {(one.get("rgb") or "")[-6:].upper() for one in self.root.iter()}
        return rgb in self._colours

    def covered(self, style: int) -> Spelled:
        """What `with_fill` needs to bring this style's fill back: plain values, fit for JSON."""
        record = self._record(style)
        return [record.get("fillId", "0"), record.get("applyFill"), _spelled(self._fill(style))]

    def tinted(self, style: int, rgb: str) -> int:
        """The same look on a solid colour."""
        key = (style, rgb)
        if key not in self._made:
            self._made[key] = self._variant(style, self._solid(rgb))
        return self._made[key]

    def with_fill(self, style: int, covered: Spelled) -> int:
        """The same look on another fill, as `covered` tells it."""
        key = (style, repr(covered))
        if key not in self._made:
            hint, applied, spelled = covered
            fills = self._group("fills")
            hinted = hint.isdecimal() and int(hint) < len(fills) and _spelled(fills[int(hint)]) == spelled
            number = hint if hinted else str(self._kept("fills", spelled))
            self._made[key] = self._variant(style, {"fillId": number, "applyFill": applied})
        return self._made[key]

    def remark(self, style: int, rgb: str, heading: bool) -> int:
        """The look of a cell of ours beside one of this style: its borders, and a text of ours on a colour."""
        key = ("remark", style, rgb, heading)
        if key not in self._made:
            font = {"fontId": str(self._font(bold=heading)), "applyFont": "1"}
            self._made[key] = self._variant(style, {**self._solid(rgb), **font}, _MIDDLE if heading else _TOP)
        return self._made[key]

    def sizes(self) -> dict[str, int]:
        """How many records each group has: what `shrink` brings back."""
        return {etree.QName(group).localname: len(group) for group in self.root if isinstance(group.tag, str)}

    def shrink(self, sizes: Mapping[str, int]) -> None:
        """Drop what was added at the end of each group since it had this size."""
        for name, size in sizes.items():
            group = self._group(name)
            if len(group) > size:
                del group[size:]
                group.set("count", str(size))
                self.changed = True
        self._made.clear()
        self._shown.clear()
        self._spelled.clear()
        self._same = self._colours = None

    def look(
        self, *, bold: bool = False, size: int = 0, link: bool = False, rgb: str = "", grid: bool = False,
    ) -> int:
        """A look of our own: the book's first font made bold, larger or a link; wrapped, at the top."""
        key = ("look", bold, size, link, rgb, grid)
        if key not in self._made:
            changes: dict[str, str | None] = self._solid(rgb) if rgb else {}
            changes |= {"fontId": str(self._font(bold, size, link)), "applyFont": "1"}
            if grid:
                changes |= {"borderId": str(self._thin_border()), "applyBorder": "1"}
            self._made[key] = self._variant(0, changes, _MIDDLE if grid else {"vertical": "center"})
        return self._made[key]

    def dressed(
        self, font: tuple[str, float, str], *, rgb: str = "", grid: bool = False, align: Mapping[str, str] | None = None,
        code: str = GENERAL,
    ) -> int:
        """A look made from nothing: the font as (name, points, six hex digits), a fill, a box, a place, a format."""
        name, size, colour = font
        spelled = [["sz", {"val": f"{size:g}"}, []], ["color", {"rgb": f"FF{colour}"}, []], ["name", {"val": name}, []]]
        changes: dict[str, str | None] = self._solid(rgb) if rgb else {}
        changes |= {"fontId": str(self._kept("fonts", ["font", {}, spelled])), "applyFont": "1"}
        if grid:
            changes |= {"borderId": str(self._thin_border()), "applyBorder": "1"}
        style = self._variant(0, changes, {"vertical": "center", **(align or {})})
        return self._formatted(style, code)

    def _font(self, bold: bool = False, size: int = 0, link: bool = False) -> int:
        fonts = self._group("fonts")
        spelled = _spelled(fonts[0])
        changes: dict[str, dict[str, str]] = {"b": {}} if bold else {}
        changes |= {"sz": {"val": str(size)}} if size else {}
        changes |= {"color": {"rgb": "FF0563C1"}, "u": {}} if link else {}
        kept = [one for one in spelled[2] if one[0] not in changes]
        made = [[name, said, []] for name, said in changes.items()]
        children = sorted([*kept, *made], key=lambda one: _FONT_ORDER.index(one[0]))
        return self._kept("fonts", ["font", {}, children])

    def _solid(self, rgb: str) -> dict[str, str | None]:
        """What makes a record's fill a solid colour."""
        colours = [["fgColor", {"rgb": f"FF{rgb}"}, []], ["bgColor", {"indexed": "64"}, []]]
        spelled = ["fill", {}, [["patternFill", {"patternType": "solid"}, colours]]]
        return {"fillId": str(self._kept("fills", spelled)), "applyFill": "1"}

    def _thin_border(self) -> int:
        colour = ["color", {"rgb": "FFBFBFBF"}, []]
        sides = [[side, {"style": "thin"}, [colour]] for side in ("left", "right", "top", "bottom")]
        return self._kept("borders", ["border", {}, [*sides, ["diagonal", {}, []]]])

    def _kept(self, group: str, spelled: Spelled) -> int:
        """The position of such an element in a group, added if there is none."""
        if group not in self._spelled:
            standing = reversed(list(enumerate(self._group(group))))
            self._spelled[group] = {etree.tostring(one, with_tail=False): at for at, one in standing}
        known, made = self._spelled[group], self._built(spelled)
        key = etree.tostring(made)
        if key not in known:
            known[key] = self._add(group, made)
        return known[key]

    def _fill(self, style: int) -> Element:
        fills = self._group("fills")
        number = int(self._record(style).get("fillId", "0"))
        if number >= len(fills):
            raise malformed(f"样式 {style} 的填充不存在")
        return fills[number]

    def _built(self, spelled: Spelled) -> Element:
        """The element that `_spelled` gives as plain values."""
        name, attributes, children = spelled
        made = etree.Element(self._tag(name), attributes, self._names)
        made.extend([self._built(child) for child in children])
        return made

    def _formatted(self, style: int, code: str) -> int:
        key = (style, code)
        if key not in self._made:
            number = self._format_number(code)
            self._made[key] = self._variant(style, {"numFmtId": str(number), "applyNumberFormat": "1"})
        return self._made[key]

    def _record(self, style: int) -> Element:
        if not 0 <= style < len(self._records):
            raise malformed(f"样式 {style} 不存在")
        return self._records[style]

    def _shows(self, style: int) -> str:
        """What a number looks like in this style: a day, a clock, or (empty) a number."""
        if style not in self._shown:
            self._shown[style] = self._looked_up(style)
        return self._shown[style]

    def _looked_up(self, style: int) -> str:
        number = int(self._record(style).get("numFmtId", "0"))
        code = self._format_codes().get(number, "")
        if number in _DAYS or number in _CLOCKS:
            return "day" if number in _DAYS else "clock"
        if code == GENERAL:
            return ""
        signs = set(_UNSEEN.sub("", code).lower())
        if signs & set("yd") or ("m" in signs and not signs & set("hs")):
            return "day"
        return "clock" if signs & set("hs") or _ELAPSED.search(code) else ""

    def _format_codes(self) -> dict[int, str]:
        formats = self.root.iterfind(f"{self._tag('numFmts')}/*")
        return {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in formats}

    def _format_number(self, code: str) -> int:
        if code == GENERAL:
            return 0
        known = self._format_codes()
        for number, text in known.items():
            if text == code:
                return number
        number = max([163, *known]) + 1
        self._add("numFmts", etree.Element(self._tag("numFmt"), numFmtId=str(number), formatCode=code))
        return number

    def _variant(self, style: int, changes: Mapping[str, str | None], alignment: Mapping[str, str] | None = None) -> int:
        """The record with other attributes; None takes one away, or leaves the alignment as it is."""
        record = deepcopy(self._record(style))
        for name, value in changes.items():
            drop(record, name)
            if value is not None:
                record.set(name, value)
        if alignment is not None:
            for old in record.findall(self._tag("alignment")):
                record.remove(old)
            if alignment:
                record.insert(0, etree.Element(self._tag("alignment"), dict(alignment)))
                record.set("applyAlignment", "1")
        return self._number_of(record)

    def _number_of(self, record: Element) -> int:
        """The position of a record: of an equal one that exists already, or at the end."""
        record.tail = None
        key = _same(record)
        if self._same is None:
            self._same = {_same(one): number for number, one in reversed(list(enumerate(self._records)))}
        if key not in self._same:
            if len(self._records) >= MOST_STYLES:
                raise malformed("单元格样式过多")
            self._same[key] = self._add("cellXfs", record)
        return self._same[key]

    def _add(self, group: str, element: Element) -> int:
        """Append to a group and keep its count; returns the element's position."""
        home = self._group(group)
        home.append(element)
        home.set("count", str(len(home)))
        self.changed = True
        return len(home) - 1

    def _group(self, name: str) -> Element:
        """A group of records, made in its place if it is missing, with what every book has in it."""
        found = self.root.find(self._tag(name))
        if found is not None:
            return found
        before = {self._tag(one) for one in _ORDER[: _ORDER.index(name)]}
        place = sum(1 for child in self.root if child.tag in before)
        made = etree.Element(self._tag(name))
        made.extend(self._built(spelled) for spelled in _BASICS.get(name, ()))
        self.root.insert(place, made)
        return made

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _spelled(element: Element) -> Spelled:
    """An element of the part as plain values: name, attributes, children."""
    children = [_spelled(child) for child in element if isinstance(child.tag, str)]
    return [element.tag.rpartition("}")[2], dict(sorted(element.items())), children]


def _same(record: Element) -> tuple[object, ...]:
    """What two records must share to look the same; defaults spelled out and left out are one."""
    attributes = sorted([pair for pair in record.items() if pair[1] not in {"0", "false"}])
    return tuple(attributes), tuple([etree.tostring(child, with_tail=False) for child in record])
