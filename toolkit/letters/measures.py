"""The measures of GB/T 9704-2012: page, grid, sizes and typefaces.

Lengths are twips (1/20 pt) unless a name says otherwise; clauses in comments are those of the standard.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from toolkit.policy.settings import FontNames

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474  # 37, 35, 28, 26 mm (5.2.1)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT  # 156 mm
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM  # 225 mm
LINES, CHARACTERS = 22, 28  # on a page, on a line (5.2.3)
LINE = 579  # 22 of them in 225 mm; with 580 only 21 fit
CHARACTER_SPACE = -848  # in 1/4096 pt: 15.793 pt a character, 28 of them in 156 mm
TIGHTER = -6  # what makes 3号 text keep that by itself, as programs differ in how they lay a grid
CHARACTER = 314  # a character of 3号 text: 16 pt, tighter
FOOTER = 1425  # the dashes of the page number then stand 7 mm below the text area (7.5)
RED = "FF0000"
SIZES = {"初号": 84, "小初": 72, "2号": 44, "3号": 32, "4号": 28, "5号": 21}  # half-points


def mm(length: float) -> int:
    """Millimetres → twips."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font by the name Word asks for, what to take where it is missing, and what it looks like."""

    name: str
    instead: tuple[str, ...]
    family: str = "modern"
    panose: str = "02010609060101010101"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Which typeface plays which part.

    仿宋 and 楷体, not their _GB2312 namesakes: Windows 10 and 11 in Chinese come with the former only, and
    the latter lack characters that names use (镕, 喆, 䶮). 小标宋 is licensed and comes with no Windows:
    machines without it fall back as the font table says. Digits follow the text unless `digits` names
    another typeface: 仿宋 has them exactly half a character wide, which the grid wants.
    """

    title: Typeface = Typeface("方正小标宋简体", ("方正小标宋_GBK", "华文中宋", "宋体"), "roman")
    body: Typeface = Typeface("仿宋", ("FangSong", "仿宋_GB2312", "华文仿宋"))
    black: Typeface = Typeface("黑体", ("SimHei", "华文黑体"))
    script: Typeface = Typeface("楷体", ("KaiTi", "楷体_GB2312", "华文楷体"))
    page_number: Typeface = Typeface("宋体", ("SimSun", "华文宋体"), "auto", "02010600030101010101")
    digits: Typeface | None = None

    def all(self) -> tuple[Typeface, ...]:
        """Each typeface once, in a fixed order."""
        played = (self.title, self.body, self.black, self.script, self.page_number, self.digits or self.body)
        return tuple(dict.fromkeys(played))

    @classmethod
    def named(cls, names: FontNames) -> "Fonts":
        """The typefaces a city uses; where one is missing, ours and what stands in for it are taken."""
        faces: dict[str, Any] = {part.name: _called(getattr(FONTS, part.name), getattr(names, part.name)) for part in fields(cls)}
        return cls(**faces)


def _called(face: Typeface | None, name: str) -> Typeface | None:
    if face is None:
        return Typeface(name, ("Times New Roman",), "roman", "02020603050405020304") if name else None
    if name == face.name:
        return face
    return replace(face, name=name, instead=tuple(other for other in (face.name, *face.instead) if other != name))


FONTS = Fonts()
