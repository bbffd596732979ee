"""What was written is read once more, before it takes a file's place."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, repeat
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

_PIECE = 1 << 18
_ROW_END = b"</row>"


def prove(before: bytes, after: bytes) -> None:
    """Read all that `after` has other than `before`: it must be whole, by its checksum, and well-formed.

    Of a sheet that stood there, what is other are some rows; those that stood there as they are were well-formed then.

    Raises:
        ExpatError, BadZipFile: it is not, which is a fault of ours.
    """
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        known = {(one.filename, one.CRC) for one in old.infolist()}
        stood = {one.filename for one in old.infolist()}
        for one in new.infolist():
            if (one.filename, one.CRC) not in known:
                with new.open(one) as part, old.open(one.filename) if one.filename in stood else BytesIO() as earlier:
                    _parse(_other(earlier, part))


def _parse(pieces: Iterable[bytes]) -> None:
    parser = expat.ParserCreate()
    for piece in pieces:  # `ParseFile` asks for 2 KB at a time
        parser.Parse(piece)
    parser.Parse(b"", True)


class _Cut:
    """A part in lists of pieces, each up to the end of a row; `rest` is what stands behind the last one, once they are taken."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self.rest = part, b""

    def __iter__(self) -> Iterator[list[bytes]]:
        held: list[bytes] = []
        while piece := self._part.read(_PIECE):
            held.append(piece)
            if _ROW_END in piece:
                *ended, rest = b"".join(held).split(_ROW_END)
                held = [rest]
                yield ended
        self.rest = b"".join(held)


def _other(before: IO[bytes], part: IO[bytes]) -> Iterator[bytes]:
    """A part without the rows that stood at the same place of a part before. The first piece is never one: the head begins it."""
    stood = chain(chain.from_iterable(_Cut(before)), repeat(None))
    pieces = chain.from_iterable(cut := _Cut(part))
    for place, (piece, standing) in enumerate(zip(pieces, stood, strict=False)):
        if piece != standing or not place:
            yield piece + _ROW_END
    yield cut.rest
