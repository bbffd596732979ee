"""Files as Outlook writes them: a .msg is an OLE container, a winmail.dat a stream of attributes."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = dict[str, "bytes | Tree"]
_SECTOR, _FREE, _END = 512, 0xFFFFFFFF, 0xFFFFFFFE


# ---------------------------------------------------------------- OLE containers


def ole(tree: Tree) -> bytes:
    """A compound file with these storages and streams; every stream lies in whole sectors."""
    entries: list[bytes] = []
    sectors: list[bytes] = []
    chains: list[list[int]] = []
    _add(tree, "Root Entry", 5, entries, sectors, chains)
    directory = b"".join(entries)
    chains.append(_put(directory + b"\0" * (-len(directory) % _SECTOR), sectors))
    first_directory = chains[-1][0]
    fat_sectors = 1
    while (len(sectors) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    fat = [_FREE] * (fat_sectors * _SECTOR // 4)
    for chain in chains:
        for here, following in zip(chain, [*chain[1:], _END], strict=True):
            fat[here] = following
    own = range(len(sectors), len(sectors) + fat_sectors)
    for sector in own:
        fat[sector] = 0xFFFFFFFD
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, first_directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *own, *[_FREE] * (109 - fat_sectors))
    return head + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _add(tree: "bytes | Tree", name: str, kind: int, entries: list[bytes], sectors: list[bytes], chains: list[list[int]]) -> int:
    """Write an entry and what is under it; its number. Siblings hang on each other's right."""
    number = len(entries)
    entries.append(b"")
    child, start, size = _FREE, _END, 0
    if isinstance(tree, bytes):
        size = max(len(tree), 4096)  # below that it would lie in the short stream
        chain = _put(tree + bytes(size - len(tree)), sectors)
        chains.append(chain)
        start = chain[0]
    else:
        children = [_add(own, key, 2 if isinstance(own, bytes) else 1, entries, sectors, chains) for key, own in tree.items()]
        for one, right in zip(children, [*children[1:], _FREE], strict=True):
            entries[one] = entries[one][:72] + struct.pack("<I", right) + entries[one][76:]
        child = children[0] if children else _FREE
    wide = name.encode("utf-16-le")
    length = size
    entries[number] = (
        wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide) + 2, kind, 1, _FREE, _FREE, child) + bytes(36)
        + struct.pack("<IQ", start, length)
    )  # fmt: skip
    return number


def _put(data: bytes, sectors: list[bytes]) -> list[int]:
    data += bytes(-len(data) % _SECTOR)
    first = len(sectors)
    sectors.extend(data[at : at + _SECTOR] for at in range(0, len(data), _SECTOR))
    return list(range(first, len(sectors)))


# ---------------------------------------------------------------- .msg


@dataclass(frozen=True)
class Message:
    """What a .msg holds; names are wide, or narrow in a code page."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    inner: Sequence["Message"] = ()
    page: int | None = None
    sender: str = "clerk@xuhui.example.cn"
    subject: str = "12月报送"
    headers: str = ""
    delivered: int = 0
    body: str = ""
    links: Sequence[str] = ()
    objects: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    by: int = 7


def msg(message: Message) -> bytes:
    """The file."""
    return ole(_tree(message, 32))


def _tree(message: Message, head: int) -> Tree:
    fixed = struct.pack("<HHI8s", 0x40, 0x0E06, 6, struct.pack("<Q", message.delivered))
    if message.page:
        fixed += struct.pack("<HHI8s", 3, 0x3FFD, 6, struct.pack("<Q", message.page))
    tree: Tree = {"__properties_version1.0": bytes(head) + fixed}
    for number, text in ((0x0037, message.subject), (0x5D01, message.sender), (0x007D, message.headers), (0x1000, message.body)):
        if text:
            tree |= _text(number, text, message.page)
    number = 0
    for name, data in message.files.items():
        own: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_37010102": data}
        tree[f"__attach_version1.0_#{number:08X}"] = own | _text(0x3707, name, message.page)
        number += 1
    for inside in message.inner:
        nested: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": _tree(inside, 24)}
        tree[f"__attach_version1.0_#{number:08X}"] = nested | _text(0x3001, inside.subject, message.page)
        number += 1
    for name in message.links:
        by_link = bytes(8) + struct.pack("<HHI8s", 3, 0x3705, 6, struct.pack("<Q", message.by))
        tree[f"__attach_version1.0_#{number:08X}"] = {"__properties_version1.0": by_link} | _text(0x3707, name, message.page)
        number += 1
    for name, streams in message.objects.items():
        put_in: Tree = {"__properties_version1.0": bytes(8) + struct.pack("<HHI8s", 3, 0x3705, 6, struct.pack("<Q", 6))}
        held: Tree = dict(streams)
        tree[f"__attach_version1.0_#{number:08X}"] = put_in | {"__substg1.0_3701000D": held} | _text(0x3001, name, message.page)
        number += 1
    return tree


def _text(number: int, text: str, page: int | None) -> Tree:
    if page:
        return {f"__substg1.0_{number:04X}001E": text.encode("gb18030" if page == 936 else "utf-8")}
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")}


# ---------------------------------------------------------------- winmail.dat


def winmail(files: Mapping[str, bytes], inner: Sequence[bytes] = (), page: int = 936, *, long_names: bool = True) -> bytes:
    """The file; short names are narrow and cut, long ones wide."""
    data = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x00069007, struct.pack("<II", page, 0))
    for name, content in files.items():
        data += _attribute(2, 0x00069002, bytes(14)) + _attribute(2, 0x00018010, (name if not long_names else "A~1.XLS").encode("gbk") + b"\0")
        data += _attribute(2, 0x0006800F, content)
        if long_names:
            named = _variable(0x8001, 0x1E, b"x", b"\1" * 16 + struct.pack("<II", 1, 4) + "名".encode("utf-16-le") + b"\0\0")
            data += _attribute(2, 0x00069005, struct.pack("<I", 3) + named + struct.pack("<HHI", 3, 0x3705, 1) + _variable(0x3707, 0x1F, (name + "\0").encode("utf-16-le")))
    for content in inner:
        data += _attribute(2, 0x00069002, bytes(14))
        data += _attribute(2, 0x00069005, struct.pack("<I", 1) + _variable(0x3701, 0xD, bytes(16) + content))
    return data


def _attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _variable(number: int, kind: int, value: bytes, name: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, number) + name + struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
