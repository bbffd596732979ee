"""winmail.dat: what Outlook makes of a mail's attachments for another Outlook (MS-OXTNEF), read within its own length."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.mail.charsets import code_page, decode

SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTE = struct.Struct("<BII")
_RENDERING, _TITLE, _DATA, _PROPERTIES, _CODE_PAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
_FIXED = {2: 4, 3: 4, 4: 4, 0xA: 4, 0xB: 4, 5: 8, 6: 8, 7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x1E, 0x1F, 0x102, 0xD})
_STRING8, _UNICODE, _OBJECT, _MULTIPLE = 0x1E, 0x1F, 0xD, 0x1000
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _CONTENT = 0x3707, 0x3704, 0x3001, 0x3701
_INTERFACE = 16


@dataclass(slots=True)
class _Attachment:
    names: dict[int, str] = field(default_factory=dict)
    data: bytes = b""
    nested: bytes = b""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files in it by name, the messages inside (each a winmail.dat itself), and whether it breaks off."""

    attachments: list[tuple[str, bytes]]
    inner: list[tuple[str, bytes]]
    broken_off: bool


def read_tnef(data: bytes) -> Unpacked:
    """Take it apart.

    Raises:
        Unreadable: it is none.
    """
    if not data.startswith(SIGNATURE):
        raise Unreadable(files.DAMAGED, detail="不是 winmail.dat")
    found: list[_Attachment] = []
    label, broken = "", False
    for attribute, value in _attributes(data):
        if value is None:
            broken = True
        elif attribute == _CODE_PAGE and len(value) >= 4:
            label = code_page(struct.unpack_from("<I", value)[0])
        elif attribute == _RENDERING:
            found.append(_Attachment())
        elif found:
            broken |= not _fill(found[-1], attribute, value, label)
    files_in = [(_name(one), one.data) for one in found if one.data]
    return Unpacked(files_in, [(_name(one), one.nested) for one in found if one.nested], broken)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Each attribute with its value; None where the file ends in the middle of one."""
    at = 6
    while at + _ATTRIBUTE.size <= len(data):
        level, attribute, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if level not in {1, 2} or at + length > len(data):
            yield attribute, None
            return
        yield attribute, data[at : at + length]
        at += length + 2  # a checksum follows
    if at < len(data):
        yield 0, None


def _fill(attachment: _Attachment, attribute: int, value: bytes, label: str) -> bool:
    """Whether the whole value could be read."""
    if attribute == _TITLE:
        attachment.names[_SHORT_NAME] = decode(value.rstrip(b"\0"), label)
    elif attribute == _DATA:
        attachment.data = value
    elif attribute == _PROPERTIES:
        try:
            for number, kind, content in _properties(value):
                _fill_from(attachment, number, kind, content, label)
        except struct.error:
            return False
    return True


def _fill_from(attachment: _Attachment, number: int, kind: int, content: bytes, label: str) -> None:
    if number in {_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME} and kind in {_STRING8, _UNICODE}:
        text = content.decode("utf-16-le", "replace") if kind == _UNICODE else decode(content.split(b"\0")[0], label)
        attachment.names[number] = text.rstrip("\0")
    elif number == _CONTENT and kind == _OBJECT:
        attachment.nested = content[_INTERFACE:]
    elif number == _CONTENT and not attachment.data:
        attachment.data = content


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(number, type, value) of each property; the first of several values."""
    (count,), at = struct.unpack_from("<I", data), 4
    for _ in range(min(count, len(data) // 4)):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            at = _past_name(data, at)
        several, kind = kind & _MULTIPLE, kind & ~_MULTIPLE
        if kind in _FIXED:
            at += (4 + _FIXED[kind] * struct.unpack_from("<I", data, at)[0]) if several else _FIXED[kind]
        elif kind in _VARIABLE:
            first, at = _sized_values(data, at)
            yield number, kind, first
        else:
            raise struct.error(kind)


def _past_name(data: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", data, at + 16)
    at += 20
    if kind == 0:
        return at + 4
    (length,) = struct.unpack_from("<I", data, at)
    return int(at + 4 + length + -length % 4)


def _sized_values(data: bytes, at: int) -> tuple[bytes, int]:
    (values,) = struct.unpack_from("<I", data, at)
    at += 4
    first = b""
    for number in range(min(values, len(data) // 4)):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if at + length > len(data):
            raise struct.error(length)
        if number == 0:
            first = data[at : at + length]
        at += length + -length % 4
    return first, at


def _name(attachment: _Attachment) -> str:
    names = attachment.names
    return next((names[number] for number in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME) if names.get(number)), "（没有名称的附件）")
