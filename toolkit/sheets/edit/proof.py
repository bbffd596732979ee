"""What was written is read once more, before it takes a file's place."""

from collections.abc import Container, Iterable
from io import BytesIO
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
                rows = frozenset(old.read(one.filename).split(_ROW_END)[1:-1]) if one.filename in stood else ()
                with new.open(one) as part:
                    _parse(_without(rows, part) if rows else iter(lambda: part.read(_PIECE), b""))


def _parse(pieces: Iterable[bytes]) -> None:
    parser = expat.ParserCreate()
    for piece in pieces:  # `ParseFile` asks for 2 KB at a time
        parser.Parse(piece)
    parser.Parse(b"", True)


def _without(rows: Container[bytes], part: IO[bytes]) -> Iterable[bytes]:
    """A part without these of its rows; what is before the end of the first row, and behind that of the last, is none."""
    rest, is_first = b"", True
    while piece := part.read(_PIECE):
        *whole, rest = (rest + piece).split(_ROW_END)
        for row in whole:
            if is_first or row not in rows:
                yield row + _ROW_END
            is_first = False
    yield rest
