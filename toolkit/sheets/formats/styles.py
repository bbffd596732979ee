"""What xl/styles.xml says that matters to a reader: number formats and strike-through."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from toolkit.sheets.formats.markup import Attributes, Ends, Starts, flag
from toolkit.sheets.formats.numbers import BUILT_IN, GENERAL, is_date_format


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell shows what it holds."""

    format: str = GENERAL
    date: bool = False
    struck: bool = False


PLAIN = Style()


def style_of(code: str | None, number: int, *, struck: bool) -> Style:
    """A style from the format's own text, else from the table of built-in formats."""
    shown = code or BUILT_IN.get(number, GENERAL)
    return Style(shown, is_date_format(shown), struck)


def styles_of(codes: Mapping[int, str], struck_fonts: Sequence[bool], formats: Iterable[tuple[int, int]]) -> tuple[Style, ...]:
    """The styles that pairs of a number format and a font are."""
    fonts = dict(enumerate(struck_fonts))
    return tuple(style_of(codes.get(number), number, struck=fonts.get(font, False)) for number, font in formats)


_LISTS = ("fonts", "cellXfs", "numFmts", "dxfs", "cellStyleXfs")


def _enter(name: str) -> Callable[["StylesHandler", Attributes], None]:
    """Where a list begins; differential and named styles use the same names and are passed over."""

    def entered(handler: "StylesHandler", _attributes: Attributes) -> None:
        handler.inside = name

    return entered


class StylesHandler:
    """Gathers the cell styles of a book, in the order cells point to them."""

    text: Callable[[str], None] | None = None

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._struck_fonts: list[bool] = []
        self._formats: list[tuple[int, int]] = []
        self.inside = ""

    def _font(self, _attributes: Attributes) -> None:
        if self.inside == "fonts":
            self._struck_fonts.append(False)

    def _strike(self, attributes: Attributes) -> None:
        if self.inside == "fonts" and self._struck_fonts:
            self._struck_fonts[-1] = flag(attributes.get("val"), default=True)

    def _code(self, attributes: Attributes) -> None:
        if self.inside == "numFmts":
            self._codes[id_of(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def _format(self, attributes: Attributes) -> None:
        if self.inside == "cellXfs":
            self._formats.append((id_of(attributes.get("numFmtId")), id_of(attributes.get("fontId"))))

    def _leave(self) -> None:
        self.inside = ""

    def styles(self) -> tuple[Style, ...]:
        """All cell styles."""
        return styles_of(self._codes, self._struck_fonts, self._formats)

    starts: ClassVar[Starts] = {
        **{name: _enter(name) for name in _LISTS},
        "font": _font, "strike": _strike, "numFmt": _code, "xf": _format,
    }  # fmt: skip
    ends: ClassVar[Ends] = dict.fromkeys(_LISTS, _leave)


def id_of(text: str | None) -> int:
    """What a style points to by number; the first where it says none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
