"""What stands between two statements of a template: markup that never changes, and values in it.

Each value becomes the escaped text of an element or is refused. Most are plain words, so all values of a piece are looked
at in one go, and one by one only where something among them is not plain. What is given is UTF-8 in parts, to be joined
once: joining Chinese words with markup as text makes Python widen the markup, which costs more than all the rest.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, cycle
from operator import itemgetter
from xml.sax.saxutils import escape

from toolkit.findings.catalogue import templates as say
from toolkit.letters.context import Rows
from toolkit.letters.tags import Tag, TemplateFault, Use


def cells(columns: Sequence[str]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """What takes these columns out of a row."""
    return itemgetter(*columns) if len(columns) > 1 else lambda row: tuple(row[column] for column in columns)


class Piece:
    """Markup with a value between each two parts of it."""

    def __init__(self, markup: Sequence[str], tags: Sequence[Tag]) -> None:
        """One part of markup more than there are tags, each of which prints a value."""
        self._tags = tuple(tags)
        self._cells = cells([tag.uses[0].column or "" for tag in tags])
        parts = [part.encode() for part in markup]
        self._first, self._last = parts[0], parts[-1]
        self._again = [b""] * (2 * len(tags))
        self._again[::2] = [parts[-1] + parts[0], *parts[1:-1]][: len(tags)]

    def is_row_of(self, loop: Tag) -> bool:
        """Whether it only prints columns of the row that a loop goes through."""
        return bool(self._tags) and all(tag.uses[0].name == loop.code and tag.uses[0].column for tag in self._tags)

    def code(self, number: int) -> str:
        """What asks for it where it stands once."""
        values = "".join(f"{tag.code}, " for tag in self._tags)
        return f"{{{{ ({values})|text({number}) }}}}"

    def text(self, values: Sequence[object]) -> Sequence[bytes]:
        """The markup with its values, again and again for as long as there are any.

        Raises:
            TemplateFault: a value is blank, or nothing that Word can hold.
        """
        if not values:
            return (self._first,)
        parts = self._again * (len(values) // len(self._tags))
        parts[0] = self._first
        parts[1::2] = self._printable(values)
        parts.append(self._last)
        return parts

    def table(self, rows: Rows) -> Sequence[bytes]:
        """The markup with its columns of each row."""
        return self.text(list(chain.from_iterable(map(self._cells, rows))))

    def _printable(self, values: Sequence[object]) -> list[bytes]:
        if (joined := _plain(values)) is not None:
            return joined.encode().split(b" ")
        return [_text(value, tag.uses[0]).encode() for value, tag in zip(values, cycle(self._tags), strict=False)]


def _plain(values: Sequence[object]) -> str | None:
    """Values with a space between each two, if nothing among them needs a second look.

    None is blank, as none is empty or has a space of its own, the only space that is printable; what is printable has no
    character that Word cannot hold.
    """
    try:
        joined = " ".join(values)  # type: ignore[arg-type]  # what is no text is told by `_text`
    except TypeError:
        return None
    whole = joined.isprintable() and joined.count(" ") == len(values) - 1 and all(values)
    return joined if whole and not ("&" in joined or "<" in joined or ">" in joined) else None


UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, escaped or not."""
_NOT_PLAIN = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]")
"""What is escaped, moved or refused."""
_MOVES = {
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\r": "",
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}
"""A newline breaks the line, a tab goes to the next stop."""


def _text(value: object, use: Use) -> str:
    """One value, escaped."""
    if not isinstance(value, str):
        raise TemplateFault(use.spot.finding(say.NOT_TEXT, use.shown, wanted="文字"))
    if not value.strip():
        raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.shown))
    if not _NOT_PLAIN.search(value):
        return value
    if unfit := UNFIT.search(value):
        raise TemplateFault(use.spot.finding(say.BAD_CHARACTER, use.shown, found=f"U+{ord(unfit[0]):04X}"))
    return escape(value, _MOVES)
