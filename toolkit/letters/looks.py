"""How a template's text looks and where it stands: by its own properties and by what its styles inherit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from toolkit.letters.measures import CHARACTER, SIZES, Fonts, mm
from toolkit.letters.styles import STYLES, Style
from toolkit.letters.tags import W

_SAME = {"start": "left", "end": "right", "distribute": "both"}
_ALIGNMENTS = {"left": "左对齐", "right": "右对齐", "center": "居中", "both": "两端对齐"}
_LEEWAY = 20
"""Twips by which heights may differ: programs round."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a paragraph stands: its alignment, what is left free around it, its line pitch; lengths in twips.

    The pitch is twips by the rules `exact` and `atLeast`, 240ths of a line by `auto`.
    """

    align: str
    before: int
    after: int
    pitch: int
    rule: str
    left: int
    right: int
    first: int

    @classmethod
    def of(cls, style: Style) -> "Placing":
        """Where the layout has paragraphs of a style."""
        width = CHARACTER if style.grid else SIZES[style.size] * 10
        left, right, first = (round(count * width) for count in (style.left, style.right, style.first))
        return cls(style.align, style.before, style.after, style.pitch or 240, "exact" if style.pitch else "auto", left, right, first)

    def strays_from(self, other: "Placing") -> Iterator[tuple[str, str, str]]:
        """(what, here, there) of each difference that can be seen, as people read it in Word."""
        if self.align != other.align:
            yield "对齐方式", _ALIGNMENTS.get(self.align, self.align), _ALIGNMENTS.get(other.align, other.align)
        if self.rule != other.rule or abs(self.pitch - other.pitch) > _LEEWAY:
            yield "行距", _pitch(self), _pitch(other)
        for item, name, leeway, unit, size in _LENGTHS:
            here, there = getattr(self, name), getattr(other, name)
            if abs(here - there) > leeway:
                yield item, f"{here / size:.4g}{unit}", f"{there / size:.4g}{unit}"


_POINT = 20
_LENGTHS = (
    ("段前", "before", _LEEWAY, "磅", _POINT), ("段后", "after", _LEEWAY, "磅", _POINT), ("左缩进", "left", mm(1), "字符", CHARACTER),
    ("右缩进", "right", mm(1), "字符", CHARACTER), ("首行缩进", "first", mm(1), "字符", CHARACTER),
)  # fmt: skip


def _pitch(placing: Placing) -> str:
    known = {"exact": f"固定值{placing.pitch / _POINT:g}磅", "atLeast": f"最小值{placing.pitch / _POINT:g}磅"}
    return known.get(placing.rule, f"{placing.pitch / 240:g}倍")


class Looks:
    """The typeface, size and colour of text and the place of paragraphs, by their own properties and their styles'."""

    def __init__(self, styles: etree._Element | None, fonts: Fonts) -> None:
        self.fonts = fonts
        self.faces = {name for face in fonts.all() for name in (face.name, *face.instead)}
        found = [] if styles is None else list(styles.iter(W + "style"))
        self._styles = {style.get(W + "styleId") or "": style for style in found}
        self._defaults = None if styles is None else styles.find(W + "docDefaults")
        normal = (s for s in found if s.get(W + "default") and s.get(W + "type") == "paragraph")
        self._normal = next((style.get(W + "styleId") or "" for style in normal), "")

    def of(self, run: etree._Element, paragraph: etree._Element) -> tuple[str, int, str]:
        """(typeface, half-points, colour) of a run in a paragraph."""
        chain = self._of_run(run, paragraph)
        face = next(filter(None, map(_face, chain)), "未设")
        return face, _size(chain), _first(chain, "color") or "auto"

    def is_bold(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a run is printed bold."""
        switches = (properties.find(W + "b") for properties in self._of_run(run, paragraph))
        return is_on(next((switch for switch in switches if switch is not None), None))

    def size(self) -> int:
        """Half-points of plain text."""
        return _size(self._inherited(self._normal, "rPr"))

    def layout_of(self, paragraph: etree._Element) -> Style | None:
        """Which of the layout's styles a paragraph is in; programs rename their ids, never what people see."""
        style = self._styles.get(self._style_of(paragraph))
        return None if style is None else _BY_NAME.get(_value(style, "name"))

    def placing_of(self, paragraph: etree._Element) -> Placing:
        """Where a paragraph stands."""
        own = paragraph.find(W + "pPr")
        chain = [*([] if own is None else [own]), *self._inherited(self._style_of(paragraph), "pPr")]

        def length(name: str, *keys: str) -> int:
            found = next(filter(None, (_first(chain, name, key) for key in keys)), "0")
            return int(float(found)) if found.lstrip("-").replace(".", "", 1).isdecimal() else 0

        align = _first(chain, "jc") or "left"
        return Placing(
            _SAME.get(align, align), length("spacing", "before"), length("spacing", "after"), length("spacing", "line") or 240,
            _first(chain, "spacing", "lineRule") or "auto", length("ind", "left", "start"), length("ind", "right", "end"),
            _first_line(chain),
        )  # fmt: skip

    def _style_of(self, paragraph: etree._Element) -> str:
        return _value(paragraph.find(W + "pPr"), "pStyle") or self._normal

    def _of_run(self, run: etree._Element, paragraph: etree._Element) -> list[etree._Element]:
        own = run.find(W + "rPr")
        named = self._chain(_value(own, "rStyle"), "rPr")
        return [*([] if own is None else [own]), *named, *self._inherited(self._style_of(paragraph), "rPr")]

    def _inherited(self, style: str, kind: str) -> list[etree._Element]:
        """The properties of a kind, rPr or pPr, that hold for a style, nearest first."""
        default = None if self._defaults is None else self._defaults.find(f"{W}{kind}Default/{W}{kind}")
        return [*self._chain(style, kind), *([] if default is None else [default])]

    def _chain(self, style: str, kind: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            properties = self._styles[style].find(W + kind)
            if properties is not None:
                yield properties
            style = _value(self._styles[style], "basedOn")


_BY_NAME = {style.name: style for style in STYLES}


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property that is either on or off is on."""
    return switch is not None and switch.get(W + "val", "true") not in {"0", "false", "off"}


def _face(properties: etree._Element) -> str:
    if _value(properties, "rFonts", "eastAsiaTheme"):
        return "主题字体"
    return _value(properties, "rFonts", "eastAsia")


def _size(chain: Sequence[etree._Element]) -> int:
    found = _first(chain, "sz")
    return int(found) if found.isdecimal() else 20


def _first_line(chain: Sequence[etree._Element]) -> int:
    """By how much the first line stands in, or (below zero) hangs out; the nearest that says either says it."""
    for properties in chain:
        for key, sign in (("hanging", -1), ("firstLine", 1)):
            if found := _value(properties, "ind", key):
                return sign * int(found) if found.isdecimal() else 0
    return 0


def _first(chain: Sequence[etree._Element], name: str, key: str = "val") -> str:
    return next((found for properties in chain if (found := _value(properties, name, key))), "")


def _value(parent: etree._Element | None, name: str, key: str = "val") -> str:
    element = None if parent is None else parent.find(W + name)
    return "" if element is None else element.get(W + key) or ""
