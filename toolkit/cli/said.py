"""Text for a narrow column that breaks as Chinese is set: between any two characters, punctuation kept with what it belongs to."""

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

_UNIT = re.compile(r"[（“‘《〔【]*(?:[!-~]+|.)[，。；：、？！）”’》〕】…]*\s*", re.DOTALL)
"""What stays together: a character, or a code, a number or a name in Latin letters, with its marks and the blanks behind it."""


class Said(Text):
    """A `Text` that breaks so; `rich` takes a Chinese sentence for one word and leaves half a line empty before it."""

    def wrap(self, console: Console, width: int, **ways: Any) -> Lines:
        """The lines of it, none wider than `width`, unless it is told not to break at all."""
        if ways.get("no_wrap"):
            return super().wrap(console, width, **ways)
        lines = Lines(line for whole in self.split(allow_blank=True) for line in whole.divide(breaks(whole.plain, width)))
        for line in lines:
            line.rstrip()
        lines.justify(console, width, justify=ways.get("justify") or "default", overflow="fold")
        return lines


def breaks(text: str, width: int) -> Iterator[int]:
    """Where the lines of a text begin, but the first: none is wider than `width` cells, blanks at its end apart."""
    used = 0
    for unit in _UNIT.finditer(text):
        size = cell_len(unit[0].rstrip())
        if used and used + size > width:
            yield unit.start()
            used = 0
        if size <= width:
            used += cell_len(unit[0])
            continue
        for place, character in enumerate(unit[0], unit.start()):
            if used and used + cell_len(character) > width:
                yield place
                used = 0
            used += cell_len(character)
