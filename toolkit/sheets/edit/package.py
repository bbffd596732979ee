"""A zip package whose untouched parts are carried over as the very bytes they are.

Parts are inflated only when asked for and deflated only when replaced. Level 1 takes two fifths of the time of
zlib's default on sheets for about a tenth more bytes.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from toolkit.findings.catalogue import edits
from toolkit.sheets.edit.refusal import NotEditable, malformed

LEVEL = 1
_LEAST_WINDOW, _WIDEST_WINDOW = 9, 15
"""Bits of the compressor's window. One as wide as the part finds as much, and a narrow one is made in a tenth of the time."""
_SMALL = 1 << 17
"""Bytes of a part that is kept as it is until the file is saved: it may be read and replaced again before."""
_PIECE = 1 << 16
"""Bytes inflated at a time."""
LARGEST_PART = 1 << 29
"""Bytes of one part, inflated: some ten times the largest sheet anyone has sent."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8
_KEPT_FLAGS = 0x0806
"""UTF-8 name and the compressor's hint; sizes are always in the header, so the streaming flag goes."""

_NEW_DATE = (1 << 5) | 1
"""1980-01-01, the first day a zip knows: a new part has no time of its own, so that bytes repeat."""


class _Entry(NamedTuple):
    """One member: its header's fields as the zip spells them, and its bytes as they lie there."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    system: int
    attributes: int
    raw: memoryview

    def local(self) -> bytes:
        """The header before the bytes."""
        return _LOCAL.pack(
            b"PK\3\4", 20, self.flags, self.method, self.time, self.date, self.crc, len(self.raw), self.size,
            len(self.name), 0,
        ) + self.name

    def central(self, offset: int) -> bytes:
        """The line in the directory at the end."""
        return _CENTRAL.pack(
            b"PK\1\2", self.system << 8 | 20, 20, self.flags, self.method, self.time, self.date, self.crc,
            len(self.raw), self.size, len(self.name), 0, 0, 0, 0, self.attributes, offset,
        ) + self.name


class Package:
    """The parts of an Office file by name, in the order of the file. Part names ignore case."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise _old_or_encrypted(data)
        self._entries: dict[str, _Entry] = {}
        self._loose: dict[str, bytes] = {}
        self.changed = False
        for name, entry in _entries(data):
            if name.lower() in self._entries:
                raise malformed(f"{name} 重复")
            self._entries[name.lower()] = entry

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """Every part, lower case, in the order of the file."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """A part's content, as replaced if it was."""
        if (loose := self._loose.get(name.lower())) is not None:
            return loose
        entry = self._entries.get(name.lower())
        if entry is None:
            raise malformed(f"缺少 {name}")
        if entry.size > LARGEST_PART:
            raise NotEditable(edits.TOO_LARGE, part=name)
        content = bytes(entry.raw) if entry.method == _STORED else _inflate(entry, name, entry.size + 1)
        if zlib.crc32(content) != entry.crc:
            raise malformed(f"{name} 校验不符")
        return content

    def beginning(self, name: str, size: int = 1 << 14) -> bytes:
        """The first 16 KB, or so many bytes, of a part that is there."""
        if (loose := self._loose.get(name.lower())) is not None:
            return loose[:size]
        entry = self._entries[name.lower()]
        if entry.method == _STORED:
            return bytes(entry.raw[:size])
        return _inflate(entry, name, size)

    def write(self, name: str, content: Sequence[bytes | memoryview]) -> None:
        """Replace a part, or add it at the end; the content may come in pieces."""
        key = name.lower()
        self._loose.pop(key, None)
        old = self._entries.setdefault(key, _new(name))
        if sum(map(len, content)) <= _SMALL:
            self._loose[key] = b"".join(content)
        else:
            self._entries[key] = _deflated(content, old)
        self.changed = True

    def remove(self, name: str) -> None:
        """Take a part out."""
        del self._entries[name.lower()]
        self._loose.pop(name.lower(), None)
        self.changed = True

    def save(self) -> bytes:
        """The whole file."""
        pieces: list[bytes | memoryview] = []
        directory: list[bytes] = []
        at = 0
        for name, content in self._loose.items():
            self._entries[name] = _deflated([content], self._entries[name])
        self._loose.clear()
        for entry in self._entries.values():
            directory.append(entry.central(at))
            local = entry.local()
            pieces += [local, entry.raw]
            at += len(local) + len(entry.raw)
        count, size = len(directory), sum(map(len, directory))
        return b"".join([*pieces, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, at, 0)])


def _entries(data: bytes) -> Iterator[tuple[str, _Entry]]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename.replace("\\", "/").lstrip("/"), _entry(memoryview(data), info)
    except (BadZipFile, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise NotEditable(edits.NOT_XLSX, found="不完整的压缩包或其他格式") from error


def _entry(data: memoryview, info: ZipInfo) -> _Entry:
    offset = info.header_offset
    head = _LOCAL.unpack(data[offset:offset + _LOCAL.size])
    start = offset + _LOCAL.size + head[9] + head[10]
    raw = data[start:start + info.compress_size]
    if head[0] != b"PK\3\4" or len(raw) != info.compress_size:
        raise malformed(f"{info.filename} 不完整")
    if info.flag_bits & 1:
        raise NotEditable(edits.ENCRYPTED)
    if info.compress_type not in {_STORED, _DEFLATED}:
        raise malformed(f"{info.filename} 的压缩方式不常见")
    name = bytes(data[offset + _LOCAL.size:offset + _LOCAL.size + head[9]])
    return _Entry(
        name, info.flag_bits & _KEPT_FLAGS, info.compress_type, head[4], head[5], info.CRC, info.file_size,
        info.create_system, info.external_attr, raw,
    )


def _new(name: str) -> _Entry:
    """A member that was not there, without content yet."""
    return _Entry(name.encode(), 0x0800, _DEFLATED, 0, _NEW_DATE, 0, 0, 0, 0, memoryview(b""))


def _deflated(content: Sequence[bytes | memoryview], old: _Entry) -> _Entry:
    """A member with other content."""
    size = sum(map(len, content))
    window = min(max(size.bit_length(), _LEAST_WINDOW), _WIDEST_WINDOW)
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -window, window - 7)
    crc, pieces = 0, []
    for piece in content:
        crc = zlib.crc32(piece, crc)
        pieces.append(deflater.compress(piece))
    raw = memoryview(b"".join([*pieces, deflater.flush()]))
    return old._replace(method=_DEFLATED, crc=crc, size=size, raw=raw)


def _inflate(entry: _Entry, name: str, most: int) -> bytes:
    """So much of the content: never much more than the directory declares, whatever the stream would give.

    Piece by piece into one buffer, as zlib gathers a large part in pieces of its own and then holds it twice.
    """
    inflating, content = zlib.decompressobj(-15), BytesIO()
    try:
        for start in range(0, len(entry.raw), _PIECE):
            content.write(inflating.decompress(entry.raw[start : start + _PIECE], most - content.tell()))
            if content.tell() >= most:
                break
    except zlib.error as error:
        raise malformed(f"{name} 无法解压") from error
    return content.getvalue()


def _old_or_encrypted(data: bytes) -> NotEditable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return NotEditable(edits.ENCRYPTED)
    return NotEditable(edits.NOT_XLSX, found=" .xls 或 .et 旧格式")
