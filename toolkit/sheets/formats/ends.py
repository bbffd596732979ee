"""A long worksheet part without the rows in its middle, for those who want to add to a sheet that only ever grows."""

from collections.abc import Iterable, Iterator

from toolkit.sheets.formats.ooxml_fast import NotOrdinary

KEPT = 1 << 16
"""Bytes kept at either end, up to a whole row."""
_LONGEST = 16
"""A row is no longer than so many times that, or all of the part is read."""
_ROW, _DIGITS = b'<row r="', 7


class Ends:
    """The head and the tail of a part. Once they are taken, `resumed` is the row that follows what was left out, 0 if nothing was."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.resumed = 0

    def __iter__(self) -> Iterator[bytes]:
        """The pieces, which join at a row.

        Raises:
            NotOrdinary: what can be told of this part can only be told by reading all of it.
        """
        head = b""
        for chunk in self._chunks:
            head += chunk
            if len(head) > KEPT:
                break
        cut = max(head.rfind(_ROW), 0)
        head, tail = head[:cut], head[cut:]
        _look_through(tail if cut else b"")
        for chunk in self._chunks:
            _look_through(tail[-1:] + chunk)
            tail += chunk
            if len(tail) > 2 * KEPT:
                tail = self._shortened(tail)
        yield head
        yield tail

    def _shortened(self, tail: bytes) -> bytes:
        """The last bytes so far, from a row on."""
        at = tail.find(_ROW, len(tail) - KEPT)
        if at < 0 and len(tail) > _LONGEST * KEPT:
            raise NotOrdinary
        if at > 0:
            number = tail[at + len(_ROW) :].partition(b'"')[0]
            if not number.isdigit() or len(number) > _DIGITS:
                raise NotOrdinary
            self.resumed, tail = int(number), tail[at:]
        return tail


def _look_through(piece: bytes) -> None:
    """A comment, or anything else of that kind, could hide rows, or hold what only looks like one."""
    if b"<!" in piece or b"<?" in piece:
        raise NotOrdinary
