"""Hostile books by name: what becomes of each, and how to build it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

from tests.sheets.hostile import MAIN, PACKAGE_RELS, archive, book, parts, worksheet

MEGABYTE = 1024 * 1024
ACCEPTED = "accepted"
OPEN, CLOSE = worksheet("|").split("|")
UNOPENED = OPEN.removesuffix("<sheetData>")
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
TEXT = '<row r="1"><c r="A1" t="inlineStr"><is><t>', "</t></is></c></row>"
CELL = '<row r="1"><c r="A1"><v>', "</v></c></row>"


def deflated(megabytes: int, before: bytes, after: bytes, filler: bytes) -> tuple[bytes, int]:
    """A deflate stream of so much filler between two texts, and the size it inflates to.

    One megabyte is compressed and its block repeated: building a bomb shall be quicker than reading it.
    """
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = press.compress(before) + press.flush(zlib.Z_FULL_FLUSH)
    piece = filler * (MEGABYTE // len(filler))
    block = press.compress(piece) + press.flush(zlib.Z_FULL_FLUSH)
    last = press.compress(after) + press.flush()
    return first + block * megabytes + last, len(before) + megabytes * len(piece) + len(after)


def with_raw_part(data: Mapping[str, str | bytes], name: str, raw: bytes, size: int) -> bytes:
    """An archive with one part given as a deflate stream; its CRC is wrong, as nobody shall get that far."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for part, content in data.items():
            if part != name:
                target.writestr(part, content)
        target.writestr(name, b"")
    whole = bytearray(buffer.getvalue())
    local, central, end = (whole.rindex(mark) for mark in (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    for at in (local + 8, central + 10):
        struct.pack_into("<H", whole, at, zipfile.ZIP_DEFLATED)
        struct.pack_into("<II", whole, at + 10, len(raw), size)
    directory = struct.unpack_from("<I", whole, end + 16)[0]
    struct.pack_into("<I", whole, end + 16, directory + len(raw))
    return bytes(whole[:directory]) + raw + bytes(whole[directory:])


def filled(megabytes: int, before: str, after: str, filler: bytes) -> bytes:
    """A book whose sheet is mostly filler."""
    raw, size = deflated(megabytes, before.encode(), after.encode(), filler)
    return with_raw_part(parts(worksheet("")), "xl/worksheets/sheet1.xml", raw, size)


def text_of(megabytes: int, filler: bytes = b"a") -> bytes:
    """A book with one cell whose text is all filler."""
    return filled(megabytes, OPEN + TEXT[0], TEXT[1] + CLOSE, filler)


def rows(count: int, cells: Callable[[int], str]) -> str:
    """So many rows of cells."""
    return "".join(f'<row r="{row}">{cells(row)}</row>' for row in range(1, count + 1))


def ten(cell: str) -> Callable[[int], str]:
    """Ten cells; `%s` becomes something nobody else has."""
    return lambda row: "".join(cell % f"{row}.{column}5" for column in range(10))


def styles(elements: Iterable[str]) -> bytes:
    """A book whose styles are these elements."""
    content = f'<styleSheet xmlns="{MAIN}">{"".join(elements)}</styleSheet>'
    return archive({**parts(worksheet(FIRST)), "xl/styles.xml": content})


def relations() -> bytes:
    """A book with a million relations to nothing."""
    content = '<Relationship Id="a" Type="b" Target="c"/>' * 1_000_000
    whole = f'<Relationships xmlns="{PACKAGE_RELS}">{content}</Relationships>'
    return archive({**parts(worksheet(FIRST)), "xl/_rels/workbook.xml.rels": whole})


def boastful() -> bytes:
    """A book that claims to hold four thousand million texts and holds one."""
    content = f'<sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    return archive({**parts(worksheet(FIRST)), "xl/sharedStrings.xml": content})


def laughs() -> bytes:
    """A book whose entities multiply."""
    content = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    return archive({**parts(worksheet(FIRST)), "xl/workbook.xml": content})


def blank() -> bytes:
    """A book whose whole first sheet is formatted, row by row."""
    return book("".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(1, 1_048_577)))


def merges() -> bytes:
    """A book that merges the same cells over and over."""
    return book(FIRST, after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 200_000 + "</mergeCells>")


LAST = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
STRAY = '<row r="5001"><c r="XFD5001"><v>2</v></c></row>'
WHOLE_MERGE = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
HIDDEN = '<cols><col min="1" max="16384" hidden="1"/></cols>'

BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "two corners of a sheet": (ACCEPTED, lambda: book(FIRST + LAST)),
    "a stray cell at XFD5001": (ACCEPTED, lambda: book(FIRST + STRAY)),
    "uniqueCount of four thousand million": (ACCEPTED, boastful),
    "a million empty styled rows": (ACCEPTED, blank),
    "a merge of the whole sheet": (ACCEPTED, lambda: book(FIRST, after=WHOLE_MERGE)),
    "all columns hidden": (ACCEPTED, lambda: book(FIRST, before=HIDDEN)),
    "600 MB of spaces": ("FILE-12", lambda: filled(600, OPEN, CLOSE, b" ")),
    "190 MB of spaces": ("FILE-03", lambda: filled(190, OPEN, CLOSE, b" ")),
    "one text of 600 MB": ("FILE-12", lambda: text_of(600)),
    "one text of 190 MB": ("FILE-12", lambda: text_of(190)),
    "one text of 190 MB of entities": ("FILE-12", lambda: text_of(190, b"&#x4e00;")),
    "one value of 190 MB": ("FILE-12", lambda: filled(190, OPEN + CELL[0], CELL[1] + CLOSE, b"1")),
    "one attribute of 190 MB": ("FILE-12", lambda: filled(190, '<worksheet xmlns="', '"/>', b"a")),
    "one comment of 190 MB": ("FILE-12", lambda: filled(190, "<!--", "-->" + OPEN + CLOSE, b"<")),
    "elements inside one another": ("FILE-12", lambda: filled(190, UNOPENED, CLOSE, b"<a>")),
    "190 MB of empty cells": ("FILE-12", lambda: filled(190, OPEN + '<row r="1">', "</row>" + CLOSE, b"<c/>")),
    "190 MB of unknown elements": ("FILE-12", lambda: filled(190, UNOPENED, CLOSE, b"<a/>")),
    "names without end": ("FILE-12", lambda: styles(f"<a{number}/>" for number in range(400_000))),
    "attribute names without end": ("FILE-12", lambda: styles(f'<a a{n}=""/>' for n in range(400_000))),
    "a 32 KB text shown 50,000 times": (
        "FILE-12", lambda: book(rows(50_000, lambda _: '<c t="s"><v>0</v></c>'), strings=["a" * 32_000]),
    ),
    "nine hundred thousand numbers": (
        "FILE-12", lambda: book(rows(9_000, lambda _: "<c><v>1.5</v></c>" * 100)),
    ),
    "as many numbers as may be": (ACCEPTED, lambda: book(rows(72_000, ten("<c><v>%s</v></c>")))),
    "as many texts as may be": (
        ACCEPTED, lambda: book(rows(72_000, ten('<c t="inlineStr"><is><t>样例企业%s</t></is></c>'))),
    ),
    "as many rows of one cell as may be": (
        ACCEPTED, lambda: book(rows(400_000, lambda row: f'<c t="str"><v>样例企业{row}</v></c>')),
    ),
    "a million shared texts": ("FILE-12", lambda: book(FIRST, strings=[f"{n}" for n in range(1_000_000)])),
    "two hundred thousand merges": ("FILE-12", merges),
    "three hundred sheets": (
        "FILE-12", lambda: archive(parts(*["x"] * 300, names=[f"s{number}" for number in range(300)])),
    ),
    "a hundred thousand parts": ("FILE-12", lambda: archive({f"{n}": b"" for n in range(100_000)})),
    "a million relations": ("FILE-12", relations),
    "entities that multiply": ("FILE-11", laughs),
}  # fmt: skip
