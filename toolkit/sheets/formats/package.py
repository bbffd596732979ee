"""A zip of parts (.xlsx, .xlsb, .ods), opened within bounds."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar, cast
from urllib.parse import unquote

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_PARTS, Budget, too_large
from toolkit.sheets.formats.markup import Attributes, Elements, walk
from toolkit.sheets.formats.memory import MEMORY

_CHUNK = 65_536
_ENTRY_SIGNATURE = b"PK\x01\x02"
_LOCAL_SIGNATURE = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the two that Office programs write
T = TypeVar("T")
_PLAIN_TARGET = re.compile(r"(?:/[A-Za-z0-9_-]+)+(?:\.[A-Za-z0-9]+)*")
_RELATIONS = re.compile(
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?:UTF-8|utf-8)[\"'])?(?: standalone=[\"']yes[\"'])?\?>\s*)?"
    rb'<Relationships xmlns="http://schemas\.openxmlformats\.org/package/2006/relationships">'
    rb'((?:<Relationship(?: [A-Z][A-Za-z]+="[A-Za-z0-9_:/.-]*")+ ?/>)*)</Relationships>\s*'
)
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"]*)"')
_RELATIONS_PART = "{folder}/_rels/{name}.rels"


@dataclass(frozen=True, slots=True)
class Relation:
    """One part pointing to another; `kind` is the last word of the type's URI."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of an archive by their name, however it is capitalised or slashed."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        if data.count(_ENTRY_SIGNATURE) > MAX_PARTS:
            raise too_large("压缩包内的文件数", f"{MAX_PARTS:,}")
        self._budget = budget
        self._data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._refuse_renamed(info)
            key = _key(info.filename)
            if key in self._parts:
                raise Unreadable(files.DAMAGED, detail=f"内部文件 {key[-60:]} 重复")
            self._parts[key] = info

    def _refuse_renamed(self, info: zipfile.ZipInfo) -> None:
        """A part whose two names differ could go missing under either."""
        name = info.orig_filename
        encoding = "ascii" if name.isascii() else "utf-8" if info.flag_bits & _UTF8_FLAG else "cp437"
        start = info.header_offset + _LOCAL_HEADER.size
        length = _LOCAL_HEADER.unpack_from(self._data, info.header_offset)[1]
        if self._data[start : start + length] != name.encode(encoding):
            raise zipfile.BadZipFile(info.filename)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def names(self) -> tuple[str, ...]:
        """All part names, in lower case, with forward slashes."""
        return tuple(self._parts)

    def size(self, name: str) -> int:
        """The bytes a part inflates to, as the archive declares."""
        return self._parts[_key(name)].file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, piece by piece; the last piece checks its CRC."""
        info = self._parts[_key(name)]
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise Unreadable(files.ENCRYPTED)
        if info.compress_type not in _METHODS:
            raise Unreadable(files.DAMAGED, detail="压缩方式不是 Excel 所用")
        self._budget.unpack(info.file_size)
        if info.file_size <= _CHUNK:
            yield self._whole(info)
            return
        with self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def _whole(self, info: zipfile.ZipInfo) -> bytes:
        """A small part in one piece; `zipfile` takes its time over each of the dozens of them in a book."""
        raw = self._raw(info)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            inflating = zlib.decompressobj(-zlib.MAX_WBITS)
            raw = inflating.decompress(raw, info.file_size + 1)
        if len(raw) != info.file_size or zlib.crc32(raw) != info.CRC:
            raise zipfile.BadZipFile(info.filename)
        return raw

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        """A part's bytes as they are packed."""
        at = info.header_offset
        signature, name, extra = _LOCAL_HEADER.unpack_from(self._data, at)
        if signature != _LOCAL_SIGNATURE:
            raise zipfile.BadZipFile(info.filename)
        start = at + _LOCAL_HEADER.size + name + extra
        return self._data[start : start + info.compress_size]

    def read(self, name: str) -> bytes:
        """A part's bytes in one piece; for small parts."""
        return b"".join(self.chunks(name))

    def once(self, what: str, name: str, read: Callable[[], T]) -> T:
        """What `read` makes of a part, or made of the very same bytes in an earlier book; nobody may change it.

        `what` names the reading, with all that it hangs on besides the part.
        """
        info = self._parts[_key(name)]
        raw = self._raw(info) if info.file_size <= _CHUNK and not info.flag_bits & _ENCRYPTED_FLAG else None
        if raw is None:
            return read()
        key = (what, info.compress_type, info.file_size, info.CRC, raw)
        return cast("T", MEMORY.once(key, info.file_size, self._budget, read))

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """Where a part points to; the package's own relations without a name."""
        folder, base = posixpath.split(name)
        part = _RELATIONS_PART.format(folder=folder, name=base).lstrip("/")
        if part not in self:
            return ()
        found = self.once(f"relations in {folder}", part, lambda: self._relations(part, folder))
        return tuple(map(self._named, found)) if any("%" in relation.target for relation in found) else found

    def _named(self, relation: Relation) -> Relation:
        """The relation with its target's own name, where that is written as in an address: sheet%201.xml."""
        plain = unquote(relation.target)
        written = relation.external or relation.target in self or plain not in self
        return relation if written else replace(relation, target=plain)

    def _relations(self, part: str, folder: str) -> tuple[Relation, ...]:
        plain = self._parts[_key(part)].file_size <= _CHUNK and _plain_relations(self.read(part))
        if plain:
            return tuple(_relation(folder, attributes) for attributes in plain)
        found: list[Relation] = []

        def relation(attributes: Attributes) -> None:
            if len(found) > MAX_PARTS:
                raise too_large("文件内部的引用数", f"{MAX_PARTS:,}")
            found.append(_relation(folder, attributes))

        walk(self.chunks(part), Elements(Relationship=relation), self._budget, root="Relationships")
        return tuple(found)


def _relation(folder: str, attributes: Attributes) -> Relation:
    external = attributes.get("TargetMode") == "External"
    target = attributes.get("Target", "")
    if not external:
        target = target[1:] if _PLAIN_TARGET.fullmatch(target) else _joined(folder, target)
    kind = attributes.get("Type", "").rpartition("/")[2]
    return Relation(attributes.get("Id", ""), kind, target, external)


def _plain_relations(part: bytes) -> list[dict[str, str]]:
    """What a part says that is nothing but relations in their usual form; nothing of any other part."""
    whole = _RELATIONS.fullmatch(part)
    units = whole[1].decode().split("<Relationship ")[1:] if whole else []
    found = [dict(_ATTRIBUTE.findall(unit)) for unit in units]
    return found if all(len(one) == unit.count("=\"") for one, unit in zip(found, units, strict=True)) else []


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def refuse_unlisted(relations: Iterable[Relation], listed: Collection[str]) -> None:
    """A worksheet that belongs to the book but stands in no list of sheets would be lost unseen."""
    if any(relation.kind == "worksheet" and relation.id not in listed for relation in relations):
        raise Unreadable(files.DAMAGED, detail="有一张工作表没有列入目录")


def refuse_alike(names: Iterable[str]) -> None:
    """Sheets that people could not tell apart."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise Unreadable(files.DUPLICATE_SHEETS, sheet=name)
        seen.add(name.casefold())


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
