"""Builders for the binary formats: BIFF8 streams (.xls), .xlsb records, OLE containers."""

import struct
from collections.abc import Mapping, Sequence

from tests.sheets import hostile

GENERAL, DATE, STRUCK = range(3)


def biff(number: int, body: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", number, len(body)) + body


def biff_text(text: str, *, counted: str = "<H") -> bytes:
    """A BIFF8 text in UTF-16."""
    return struct.pack(counted, len(text)) + b"\x01" + text.encode("utf-16-le")


def bof(kind: int) -> bytes:
    """The beginning of a substream: 5 the book, 16 a sheet, 32 a chart."""
    return biff(0x0809, struct.pack("<HHHHII", 0x0600, kind, 4000, 2000, 0, 6))


def number(row: int, column: int, value: float, style: int = GENERAL) -> bytes:
    """A NUMBER record."""
    return biff(0x0203, struct.pack("<HHHd", row - 1, column - 1, style, value))


def label(row: int, column: int, index: int) -> bytes:
    """A LABELSST record."""
    return biff(0x00FD, struct.pack("<HHHI", row - 1, column - 1, 0, index))


def error(row: int, column: int, code: int, is_error: int = 1) -> bytes:
    """A BOOLERR record."""
    return biff(0x0205, struct.pack("<HHHBB", row - 1, column - 1, 0, code, is_error))


def formula(row: int, column: int, result: float) -> bytes:
    """A FORMULA record with a number as its cached result."""
    return biff(0x0006, struct.pack("<HHHdHI", row - 1, column - 1, 0, result, 0, 0) + struct.pack("<HB", 1, 0x1E))


def stream(*sheets: bytes, texts: Sequence[str] = (), extra: bytes = b"", names: Sequence[str] = ("甲", "乙")) -> bytes:
    """A BIFF8 book of these sheet records."""
    fonts = b"".join(biff(0x31, struct.pack("<HHHHHBBBB", 200, 8 * struck, 8, 400, 0, 0, 0, 0, 0) + b"\x01\x00a") for struck in (0, 1))
    looks = b"".join(biff(0xE0, struct.pack("<HHHBBBBIIH", font, form, 0, 0, 0, 0, 0, 0, 0, 0)) for font, form in ((0, 0), (0, 31), (1, 0)))
    pool = biff(0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(biff_text(t) for t in texts))
    bodies = [bof(16) + sheet + biff(0x0A) for sheet in sheets]

    def front(starts: Sequence[int]) -> bytes:
        listed = b"".join(
            biff(0x85, struct.pack("<IBB", start, 0, 0) + biff_text(name, counted="<B")) for start, name in zip(starts, names, strict=False)
        )
        return bof(5) + biff(0x42, struct.pack("<H", 1200)) + extra + fonts + looks + listed + pool + biff(0x0A)

    starts = [len(front([0] * len(bodies))) + sum(map(len, bodies[:i])) for i in range(len(bodies))]
    return front(starts) + b"".join(bodies)


def ole(streams: Mapping[str, bytes], padding: bytes = b"\0") -> bytes:
    """An OLE container; streams are padded beyond 4096 bytes so that no short sectors are needed."""
    sector, free, end, fat_sector = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    bodies = {name: body.ljust(4096, padding) for name, body in streams.items()}
    lengths = {name: -(-len(body) // sector) for name, body in bodies.items()}
    directory_sectors = -(-(len(bodies) + 1) // 4)
    total = directory_sectors + sum(lengths.values())
    fat_sectors = -(-(total + 2) // 127)
    fat = [fat_sector] * fat_sectors
    entries, data, position = [], b"", fat_sectors + directory_sectors
    fat += [*range(fat_sectors + 1, fat_sectors + directory_sectors), end]
    for index, (name, body) in enumerate(bodies.items()):
        right = index + 2 if index + 1 < len(bodies) else free
        entries.append(_entry(name, 2, free, right, free, position, len(body)))
        fat += [*range(position + 1, position + lengths[name]), end]
        data += body.ljust(lengths[name] * sector, b"\x00")
        position += lengths[name]
    root = _entry("Root Entry", 5, free, free, 1, end, 0)
    blank = bytes(68) + struct.pack("<III", free, free, free) + bytes(48)
    directory = (root + b"".join(entries)).ljust(0)
    directory += blank * (directory_sectors * 4 - len(entries) - 1)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, fat_sectors, fat_sectors, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<109I", *range(fat_sectors), *[free] * (109 - fat_sectors))
    return header + table + directory + data


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, left, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def record(kind: int, body: bytes = b"") -> bytes:
    """One .xlsb record."""
    found, length = b"", len(body)
    found += bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    while True:
        length, low = length >> 7, length & 0x7F
        found += bytes([low | (0x80 if length else 0)])
        if not length:
            return found + body


def wide(text: str) -> bytes:
    """A text of an .xlsb record."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def western_label(row: int, column: int, text: str) -> bytes:
    """A LABEL record of BIFF8 as careless programs write it: the bytes of Chinese, each as a letter of its own."""
    raw = text.encode("gb18030")
    return biff(0x0204, struct.pack("<HHHHB", row - 1, column - 1, 0, len(raw), 0) + raw)


def old_stream(code_page: int, *rows: Sequence[str]) -> bytes:
    """A book of Excel 95 whose texts are Chinese in bytes, whatever its code page says."""
    def opening(kind: int) -> bytes:
        return biff(0x0809, struct.pack("<HHHH", 0x0500, kind, 0, 0))

    def counted(text: str, length: str) -> bytes:
        raw = text.encode("gb18030")
        return struct.pack(length, len(raw)) + raw

    cells = [(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    labels = b"".join(biff(0x0204, struct.pack("<HHH", row, column, 0) + counted(text, "<H")) for row, column, text in cells)
    font = biff(0x31, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + b"\x01a")

    def front(start: int) -> bytes:
        listed = biff(0x85, struct.pack("<IBB", start, 0, 0) + counted("甲", "<B"))
        return opening(5) + biff(0x42, struct.pack("<H", code_page)) + font + biff(0xE0, bytes(16)) + listed + biff(0x0A)

    return front(len(front(0))) + opening(16) + labels + biff(0x0A)


def row(number_: int, *cells: bytes, hidden: bool = False, height: int = 300) -> bytes:
    """A row of an .xlsb sheet with its cells."""
    return record(0, struct.pack("<IIHBBBI", number_ - 1, 0, height, 0, 0x10 if hidden else 0, 0, 0)) + b"".join(cells)


def cell(kind: int, column: int, body: bytes = b"", style: int = GENERAL) -> bytes:
    """A cell of an .xlsb sheet."""
    return record(kind, struct.pack("<II", column - 1, style) + body)


def xlsb_parts(
    *sheets: bytes, texts: Sequence[str] = (), names: Sequence[str] = ("甲", "乙"), epoch_1904: bool = False
) -> dict[str, str | bytes]:
    """The parts of an .xlsb of these sheet records."""
    listed = b"".join(
        record(156, struct.pack("<II", 0, i + 1) + wide(f"rId{i + 1}") + wide(names[i])) for i in range(len(sheets))
    )
    properties = record(153, struct.pack("<II", int(epoch_1904), 0) + wide(""))
    fonts = b"".join(record(43, struct.pack("<HHHHBBBB", 220, grbit, 400, 0, 0, 0, 0, 0) + bytes(8) + b"\x00" + wide("a")) for grbit in (0, 8))
    looks = b"".join(record(47, struct.pack("<HHHHHBBH", 0, form, font, 0, 0, 0, 0, 0)) for form, font in ((0, 0), (31, 0), (0, 1)))
    styles = record(278) + record(615, bytes(4)) + record(616) + record(611, struct.pack("<I", 2)) + fonts + record(612)
    styles += record(617, struct.pack("<I", 3)) + looks + record(618) + record(279)
    pool = b"".join(record(19, b"\x00" + wide(text)) for text in texts)
    links = [(f"rId{i + 1}", "worksheet", f"worksheets/sheet{i + 1}.bin") for i in range(len(sheets))]
    links += [("rId98", "styles", "styles.bin"), ("rId99", "sharedStrings", "sharedStrings.bin")]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": hostile.relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(131) + properties + record(143) + listed + record(144) + record(157, bytes(24)) + record(132),
        "xl/_rels/workbook.bin.rels": hostile.relations(*links),
        "xl/styles.bin": styles,
        "xl/sharedStrings.bin": record(159, struct.pack("<II", len(texts), len(texts))) + pool + record(160),
    }
    for index, body in enumerate(sheets):
        found[f"xl/worksheets/sheet{index + 1}.bin"] = record(129) + record(148, struct.pack("<IIII", 2, 2, 1, 10)) + record(145) + body + record(146) + record(130)
    return found
