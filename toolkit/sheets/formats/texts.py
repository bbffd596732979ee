"""Texts as OOXML stores them: escapes, runs, phonetic hints, strike-through."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from toolkit.sheets.bounds import Budget
from toolkit.sheets.formats.markup import Attributes, Ends, Starts, flag

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


class TextHandler:
    """Listens to the inside of an `<si>`, an `<is>` or a note: between `open` and `close` it gathers a text."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.open()
        self.close()

    def open(self) -> None:
        """A new text begins."""
        self._opened = True
        self._parts: list[str] = []
        self._length = 0
        self._runs: set[bool | None] = set()
        self._run: bool | None = None
        self._listening = False
        self._phonetic = False

    def close(self) -> Text:
        """All runs joined. Struck where every run is; left open where a run says nothing of it."""
        self._opened = False
        struck = False if False in self._runs else True if self._runs == {True} else None
        return Text(unescape("".join(self._parts)), struck)

    def text(self, data: str) -> None:
        """Some of the text."""
        if self._listening:
            self._length += len(data)
            self._budget.text(len(data), of=self._length)
            self._parts.append(data)
            self._runs.add(self._run)

    def _start_text(self, _attributes: Attributes) -> None:
        self._listening = self._opened and not self._phonetic

    def _end_text(self) -> None:
        self._listening = False

    def _start_run(self, _attributes: Attributes) -> None:
        self._run = None

    def _end_run(self) -> None:
        self._run = None

    def _start_look(self, _attributes: Attributes) -> None:
        self._run = False

    def _start_strike(self, attributes: Attributes) -> None:
        self._run = flag(attributes.get("val"), default=True)

    def _start_phonetic(self, _attributes: Attributes) -> None:
        """Hints how to pronounce the text; no part of it."""
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    starts: ClassVar[Starts] = {
        "t": _start_text, "r": _start_run, "rPr": _start_look, "strike": _start_strike, "rPh": _start_phonetic,
    }  # fmt: skip
    ends: ClassVar[Ends] = {"t": _end_text, "r": _end_run, "rPh": _end_phonetic}


class SharedStrings(TextHandler):
    """The texts of xl/sharedStrings.xml; the counts it states of itself are not believed."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: list[str] = []
        self.struck: dict[int, bool] = {}
        self._reserved: deque[int] = deque()

    def _start(self, _attributes: Attributes) -> None:
        self.open()

    def _end(self) -> None:
        """A text from the parser, in the place reserved for it if there is one."""
        text = self.close()
        if not self._reserved:
            self.add(text.plain, text.struck)
            return
        place = self._reserved.popleft()
        self.texts[place] = text.plain
        if text.struck is not None:
            self.struck[place] = text.struck

    def reserve(self) -> None:
        """A place for the next text the parser will come across."""
        self._reserved.append(len(self.texts))
        self.add("")

    def add(self, text: str, struck: bool | None = None) -> None:
        """The next text."""
        place = len(self.texts)
        self._budget.strings(place)
        if struck is not None:
            self.struck[place] = struck
        self.texts.append(text)

    starts: ClassVar[Starts] = {**TextHandler.starts, "si": _start}
    ends: ClassVar[Ends] = {**TextHandler.ends, "si": _end}


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
