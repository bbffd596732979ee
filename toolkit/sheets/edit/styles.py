"""The styles of a workbook: a style is a numbered record (`xf`); a new look is one more record, never a changed one."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.spelling import attributes
from toolkit.sheets.edit.stylepart import INSIDE, Spelled, StylePart, built

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
_RECORD = re.compile(rf"<(?:[\w.-]+:)?\w+({INSIDE})(?:/>|>(.*)</[\w.:-]+\s*>)\s*", re.DOTALL)
_ALIGNMENT = re.compile(rf"<((?:[\w.-]+:)?)alignment{INSIDE}(?:/>|>\s*</\1alignment\s*>)")

_Attributes = dict[str, str]
_Changes = Mapping[str, str | None]
"""Attributes a record is given; None takes one away."""

_Pairs = tuple[tuple[str, str | None], ...]
"""The same, fit for remembering."""


class Styles:
    """The records of one workbook. Methods give style numbers for the `s` of a cell."""

    def __init__(self, xml: bytes) -> None:
        self._part = StylePart(xml)
        self._records = self._part.members("cellXfs")
        self._made: dict[tuple[object, ...], int] = {}
        self._fonts: dict[tuple[bool, int, bool], str] = {}
        self._same: dict[tuple[object, ...], int] = {}
        self._known: dict[str, dict[str, int]] = {}
        self._shown: dict[int, str] = {}
        self.sizes, self.names, self.xml = self._part.sizes, self._part.names, self._part.xml

    def __len__(self) -> int:
        return len(self._records)

    @property
    def changed(self) -> bool:
        """Whether there is anything that was not written yet."""
        return self._part.changed

    @changed.setter
    def changed(self, said: bool) -> None:
        self._part.changed = said

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
        _, _, patterns = self._part.spelled(self._fill(style))
        for name, said, colours in patterns:
            if name == "patternFill" and said.get("patternType") == "solid":
                rgb = next((one[1].get("rgb", "") for one in colours if one[0] == "fgColor"), "")
                return rgb[-6:].upper() or None
        return None

    def covered(self, style: int) -> Spelled:
        """What `with_fill` needs to bring this style's fill back: plain values, fit for JSON."""
        said, _ = self._record(style)
        return [said.get("fillId", "0"), said.get("applyFill"), self._part.spelled(self._fill(style))]

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
            fills = self._part.members("fills")
            hinted = hint.isdecimal() and int(hint) < len(fills) and self._part.spelled(fills[int(hint)]) == spelled
            number = hint if hinted else self._newly_spelled("fills", spelled)
            self._made[key] = self._variant(style, {"fillId": number, "applyFill": applied})
        return self._made[key]

    def remark(self, style: int, rgb: str, heading: bool) -> int:
        """The look of a cell of ours beside one of this style: its borders, and a text of ours on a colour."""
        key = ("remark", style, rgb, heading)
        if key not in self._made:
            font = {"fontId": self._font(bold=heading), "applyFont": "1"}
            self._made[key] = self._variant(style, {**self._solid(rgb), **font}, _MIDDLE if heading else _TOP)
        return self._made[key]

    def shrink(self, sizes: Mapping[str, int]) -> None:
        """Drop what was added at the end of each group since it had this size."""
        self._part.shrink(sizes)
        for memory in (self._made, self._fonts, self._same, self._known, self._shown):
            memory.clear()

    def look(
        self, *, bold: bool = False, size: int = 0, link: bool = False, rgb: str = "", grid: bool = False,
    ) -> int:
        """A look of our own: the book's first font made bold, larger or a link; wrapped, at the top."""
        key = ("look", bold, size, link, rgb, grid)
        if key not in self._made:
            changes = {"fontId": self._font(bold, size, link), "applyFont": "1", **self._dress(rgb, grid)}
            self._made[key] = self._variant(0, changes, _MIDDLE if grid else {"vertical": "center"})
        return self._made[key]

    def dressed(
        self, font: tuple[str, float, str], *, rgb: str = "", grid: bool = False, align: Mapping[str, str] | None = None,
        code: str = GENERAL,
    ) -> int:
        """A look made from nothing: the font as (name, points, six hex digits), a fill, a box, a place, a format."""
        name, size, colour = font
        spelled = [["sz", {"val": f"{size:g}"}, []], ["color", {"rgb": f"FF{colour}"}, []], ["name", {"val": name}, []]]
        changes = {"fontId": self._newly_spelled("fonts", ["font", {}, spelled]), "applyFont": "1", **self._dress(rgb, grid)}
        return self._formatted(self._variant(0, changes, {"vertical": "center", **(align or {})}), code)

    def _dress(self, rgb: str, grid: bool) -> _Attributes:
        """What gives a record a fill and a box."""
        box = {"borderId": self._kept("borders", _thin_border(self._part.prefix)), "applyBorder": "1"} if grid else {}
        return {**(self._solid(rgb) if rgb else {}), **box}

    def _solid(self, rgb: str) -> _Attributes:
        """What makes a record's fill a solid colour."""
        return {"fillId": self._kept("fills", _solid_fill(self._part.prefix, rgb)), "applyFill": "1"}

    def _font(self, bold: bool = False, size: int = 0, link: bool = False) -> str:
        key = bold, size, link
        if key not in self._fonts:
            self._fonts[key] = self._newly_spelled("fonts", ["font", {}, self._said_of_font(bold, size, link)])
        return self._fonts[key]

    def _said_of_font(self, bold: bool, size: int, link: bool) -> list[Spelled]:
        """What the book's first font says, with what is to be different."""
        first = self._part.spelled(self._part.members("fonts")[0])
        changes: dict[str, dict[str, str]] = {"b": {}} if bold else {}
        changes |= {"sz": {"val": str(size)}} if size else {}
        changes |= {"color": {"rgb": "FF0563C1"}, "u": {}} if link else {}
        kept = [one for one in first[2] if one[0] not in changes]
        made = [[name, said, []] for name, said in changes.items()]
        return sorted([*kept, *made], key=lambda one: _FONT_ORDER.index(one[0]))

    def _newly_spelled(self, group: str, spelled: Spelled) -> str:
        return self._kept(group, built(self._part.prefix, spelled))

    def _kept(self, group: str, made: str) -> str:
        """The position of such an element in a group, added if none is spelled so."""
        if group not in self._known:
            standing = reversed(list(enumerate(self._part.members(group))))
            self._known[group] = {element.rstrip(): at for at, element in standing}
        known = self._known[group]
        if made not in known:
            known[made] = self._part.add(group, made)
        return str(known[made])

    def _fill(self, style: int) -> str:
        said, _ = self._record(style)
        fills, number = self._part.members("fills"), int(said.get("fillId", "0"))
        if number >= len(fills):
            raise malformed(f"样式 {style} 的填充不存在")
        return fills[number]

    def _formatted(self, style: int, code: str) -> int:
        key = (style, code)
        if key not in self._made:
            number = self._format_number(code)
            self._made[key] = self._variant(style, {"numFmtId": str(number), "applyNumberFormat": "1"})
        return self._made[key]

    def _record(self, style: int) -> tuple[_Attributes, str]:
        return _opened(self._spelled(style))

    def _spelled(self, style: int) -> str:
        if not 0 <= style < len(self._records):
            raise malformed(f"样式 {style} 不存在")
        return self._records[style]

    def _shows(self, style: int) -> str:
        """What a number looks like in this style: a day, a clock, or (empty) a number."""
        if style not in self._shown:
            self._shown[style] = self._looked_up(style)
        return self._shown[style]

    def _looked_up(self, style: int) -> str:
        number = int(self._record(style)[0].get("numFmtId", "0"))
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
        formats = (_opened(one)[0] for one in self._part.members("numFmts"))
        return {int(one.get("numFmtId", "0")): unescape(one.get("formatCode", "")) for one in formats}

    def _format_number(self, code: str) -> int:
        if code == GENERAL:
            return 0
        known = self._format_codes()
        for number, text in known.items():
            if text == code:
                return number
        number = max([163, *known]) + 1
        self._part.add("numFmts", built(self._part.prefix, ["numFmt", {"numFmtId": str(number), "formatCode": code}, []]))
        return number

    def _variant(self, style: int, changes: _Changes, alignment: Mapping[str, str] | None = None) -> int:
        """The record with other attributes, and another alignment if one is given: an equal one, or one more."""
        placed = None if alignment is None else tuple(alignment.items())
        record, look = _varied(self._spelled(style), self._part.prefix, tuple(changes.items()), placed)
        if not self._same:
            standing = reversed(list(enumerate(self._records)))
            self._same = {_look_of(record): number for number, record in standing}
        if look not in self._same:
            if len(self._records) >= MOST_STYLES:
                raise malformed("单元格样式过多")
            self._same[look] = self._part.add("cellXfs", record)
        return self._same[look]


@lru_cache(maxsize=4096)
def _opened(record: str) -> tuple[_Attributes, str]:
    """The attributes of a record, never to be changed in place, and what it contains."""
    found = _RECORD.fullmatch(record)
    if found is None:
        raise malformed("样式表结构不认识")
    return attributes(found[1]), found[2] or ""


@lru_cache(maxsize=4096)
def _look_of(record: str) -> tuple[object, ...]:
    """What two records must share to look the same; defaults spelled out and left out are one."""
    said, inside = _opened(record)
    return inside, *sorted([pair for pair in said.items() if pair[1] not in {"0", "false"}])


@lru_cache(maxsize=4096)
def _varied(record: str, prefix: str, changes: _Pairs, alignment: _Pairs | None) -> tuple[str, tuple[object, ...]]:
    """A record with other attributes and perhaps another alignment, and its look; many books of a month share it."""
    before, inside = _opened(record)
    said = {name: value for name, value in {**before, **dict(changes)}.items() if value is not None}
    if alignment is not None:
        inside = built(prefix, ["alignment", dict(alignment), []]) + _ALIGNMENT.sub("", inside)
        said["applyAlignment"] = "1"
    tag = f"{prefix}xf" + "".join([f' {name}="{value}"' for name, value in said.items()])
    varied = f"<{tag}>{inside}</{prefix}xf>" if inside else f"<{tag}/>"
    return varied, _look_of(varied)


@lru_cache(maxsize=64)
def _solid_fill(prefix: str, rgb: str) -> str:
    colours = [["fgColor", {"rgb": f"FF{rgb}"}, []], ["bgColor", {"indexed": "64"}, []]]
    return built(prefix, ["fill", {}, [["patternFill", {"patternType": "solid"}, colours]]])


@lru_cache(maxsize=8)
def _thin_border(prefix: str) -> str:
    colour = ["color", {"rgb": "FFBFBFBF"}, []]
    sides = [[side, {"style": "thin"}, [colour]] for side in ("left", "right", "top", "bottom")]
    return built(prefix, ["border", {}, [*sides, ["diagonal", {}, []]]])
