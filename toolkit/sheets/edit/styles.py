"""The styles part: a style is a numbered record (`xf`); a new look is one more record, never a changed one.

The part is small and its records refer to each other by position, so it is changed as a tree.
"""

import re
from copy import deepcopy

from lxml import etree

from toolkit.sheets.edit.refusal import malformed

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name

MOST_STYLES = 64_000
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_CLOCKS = frozenset({18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56})
"""Built-in formats that show a day or a time, those of Chinese Excel (27–36, 50–58) among them (18.8.30)."""

_UNSEEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
GENERAL, DATE, MOMENT = "General", "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss"

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)


class Styles:
    """The records of one workbook. Methods give style numbers for the `s` of a cell."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changed = False
        self._namespace = etree.QName(root).namespace or ""
        self._records = self._group("cellXfs")
        self._made: dict[tuple[object, ...], int] = {}

    def dated(self, style: int, moment: bool) -> int:
        """The same look with a date format, or the style itself if it shows dates already."""
        if self._shows(style) == "day":
            return style
        return self._formatted(style, MOMENT if moment else DATE)

    def undated(self, style: int) -> int:
        """The same look with the general format if it would show a number as a date or a time."""
        return self._formatted(style, GENERAL) if self._shows(style) else style

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

    def _variant(self, style: int, attributes: dict[str, str]) -> int:
        """The record with other attributes: one that exists already, or a new one at the end."""
        record = deepcopy(self._record(style))
        record.tail = None
        for name, value in attributes.items():
            record.set(name, value)
        wanted = _same(record)
        for number, existing in enumerate(self._records):
            if _same(existing) == wanted:
                return number
        if len(self._records) >= MOST_STYLES:
            raise malformed("单元格样式过多")
        return self._add("cellXfs", record)

    def _add(self, group: str, element: Element) -> int:
        """Append to a group and keep its count; returns the element's position."""
        home = self._group(group)
        home.append(element)
        home.set("count", str(len(home)))
        self.changed = True
        return len(home) - 1

    def _group(self, name: str) -> Element:
        """A group of records, made in its place if it is missing."""
        found = self.root.find(self._tag(name))
        if found is not None:
            return found
        if name in {"cellXfs", "fonts", "fills", "borders"}:
            raise malformed("样式表不完整")
        before = {self._tag(one) for one in _ORDER[: _ORDER.index(name)]}
        place = sum(1 for child in self.root if child.tag in before)
        made = etree.Element(self._tag(name))
        self.root.insert(place, made)
        return made

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _same(record: Element) -> tuple[object, ...]:
    """What two records must share to look the same; defaults spelled out and left out are one."""
    attributes = sorted(pair for pair in record.items() if pair[1] not in {"0", "false"})
    return tuple(attributes), tuple(etree.tostring(child, with_tail=False) for child in record)
