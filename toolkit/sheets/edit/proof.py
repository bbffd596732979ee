"""What was written is read once more, before it takes a file's place."""

from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

_PIECE = 1 << 18


def prove(before: bytes, after: bytes) -> None:
    """Read every part that `after` has other than `before`: it must be whole, by its checksum, and well-formed.

    Raises:
        ExpatError, BadZipFile: it is not, which is a fault of ours.
    """
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        known = {(one.filename, one.CRC) for one in old.infolist()}
        for one in new.infolist():
            if (one.filename, one.CRC) not in known:
                parser = expat.ParserCreate()
                with new.open(one) as part:
                    while piece := part.read(_PIECE):  # `ParseFile` asks for 2 KB at a time
                        parser.Parse(piece)
                parser.Parse(b"", True)
