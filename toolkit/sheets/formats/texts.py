"""Texts as OOXML stores them: escapes, runs, phonetic hints, strike-through."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.sheets.bounds import Budget
from toolkit.sheets.formats.markup import Attributes, flag

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text and whether its own runs strike it out; None leaves that to the cell's font."""

    plain: str
    struck: bool | None = None


def unescape(text: str) -> str:
    """`_x000D_` → carriage return, once; half a surrogate pair becomes U+FFFD."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(decoded):
        return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return decoded


class TextCollector:
    """Follows the inside of one `<si>`, `<is>` or note and says what it reads as."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._parts: list[str] = []
        self._length = 0
        self._runs: set[bool | None] = set()
        self._run: bool | None = None
        self._listening = False
        self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Runs, their strike-through, and texts; phonetic hints (`rPh`) are no part of the text."""
        if name == "t":
            self._listening = not self._phonetic
        elif name == "r":
            self._run = None
        elif name == "rPr":
            self._run = False
        elif name == "strike":
            self._run = flag(attributes.get("val"), default=True)
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """The end of a text or of a run."""
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._run = None

    def text(self, data: str) -> None:
        """Some of the text."""
        if self._listening:
            self._length += len(data)
            self._budget.text(len(data), of=self._length)
            self._parts.append(data)
            self._runs.add(self._run)

    def result(self) -> Text:
        """All runs joined. Struck where every run is; open where some run says nothing of it."""
        struck = False if False in self._runs else True if self._runs == {True} else None
        return Text(unescape("".join(self._parts)), struck)


class SharedStrings:
    """The texts of xl/sharedStrings.xml; the counts it states of itself are not believed."""

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self.struck: dict[int, bool] = {}
        self._budget = budget
        self._collector: TextCollector | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """An `<si>` opens a text."""
        if name == "si":
            self._collector = TextCollector(self._budget)
        elif self._collector:
            self._collector.start(name, attributes)

    def end(self, name: str) -> None:
        """Its end closes it."""
        if name == "si" and self._collector:
            self._add(self._collector.result())
            self._collector = None
        elif self._collector:
            self._collector.end(name)

    def text(self, data: str) -> None:
        """Some of the text."""
        if self._collector:
            self._collector.text(data)

    def _add(self, text: Text) -> None:
        self._budget.tags(1)
        if text.struck is not None:
            self.struck[len(self.texts)] = text.struck
        self.texts.append(text.plain)


def all_struck(
    runs: Sequence[tuple[int, int]], length: int, struck_fonts: Sequence[bool], cell_struck: bool
) -> bool:
    """Whether all of a text is struck: its runs (offset, font) take over from the font of the cell."""
    inside = [(offset, font) for offset, font in runs if offset < length]
    if not inside or inside[0][0] > 0:
        inside.append((0, -1))
    return all(
        cell_struck if font < 0 else font < len(struck_fonts) and struck_fonts[font] for _, font in inside
    )
