"""Damage of every kind, drawn by a seeded chance: bytes, truncation, XML under right CRCs, zip structure."""

import io
import random
import re
import warnings
import zipfile

_TOKEN = re.compile(rb'<[^<>]*>|[^<>]+')
_WORDS = (
    b"", b"0", b"-1", b"1048577", b"99999999999999999999", b"A1", b"XFD1048576", b"s", b"e", b"NaN", b"1e999",
    b"\xff", b"&lt;", b"&#0;", b"&x;", b"\x00", b"</c>", b"<c>", b"<!--", b"]]>", b"<![CDATA[", b'"', b"=",
    "附件".encode(), "附件".encode("gb18030"), b"<!DOCTYPE a>", b"_x0000_", b"true",
)  # fmt: skip


def byte_mutant(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(found))
        kind = chance.randrange(4)
        if kind == 0:
            found[at] = chance.randrange(256)
        elif kind == 1:
            del found[at : at + chance.randrange(1, 64)]
        elif kind == 2:
            found[at:at] = found[at : at + chance.randrange(1, 64)]
        else:
            found[at:at] = chance.randbytes(chance.randrange(1, 9))
        if not found:
            break
    return bytes(found)


def cut(data: bytes, percent: float) -> bytes:
    """The first so many percent."""
    return data[: int(len(data) * percent / 100)]


def xml_mutant(data: bytes, chance: random.Random) -> bytes:
    """One part of an archive changed as text and packed again, with a right CRC."""
    parts = _unpack(data)
    name = chance.choice([part for part in parts if parts[part]])
    parts[name] = _bent(parts[name], chance)
    return _pack(list(parts.items()))


def zip_mutant(data: bytes, chance: random.Random) -> bytes:
    """Parts lost, doubled, renamed, exchanged, emptied, encrypted in name only."""
    parts = list(_unpack(data).items())
    at = chance.randrange(len(parts))
    name, content = parts[at]
    other = chance.choice(parts)
    kind = chance.randrange(7)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts.append((chance.choice((name, name.upper(), name.replace("/", "\\"))), other[1]))
    elif kind == 2:
        parts[at] = (chance.choice((name + "x", "../" + name, "/" + name, "x")), content)
    elif kind == 3:
        parts[at] = (name, other[1])
    elif kind == 4:
        parts[at] = (name, b"")
    elif kind == 5:
        packed = bytearray(_pack(parts))
        position = packed.rindex(b"PK\x01\x02") + chance.choice((8, 10, 16, 20, 24, 28, 42))
        packed[position] ^= 1 << chance.randrange(8)
        return bytes(packed)
    else:
        return byte_mutant(_pack(parts)[-200:], chance).join((_pack(parts)[:-200], b""))
    return _pack(parts)


def _bent(content: bytes, chance: random.Random) -> bytes:
    tokens = _TOKEN.findall(content) or [content]
    at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
    kind = chance.randrange(7)
    if kind == 0:
        del tokens[at]
    elif kind == 1:
        tokens.insert(at, tokens[other])
    elif kind == 2:
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif kind == 3:
        tokens[at] = _word_changed(tokens[at], chance)
    elif kind == 4:
        tokens[at] = byte_mutant(tokens[at], chance) if tokens[at] else b"x"
    elif kind == 5:
        tokens.insert(at, chance.choice(_WORDS))
    else:
        return cut(content, chance.uniform(0, 100))
    return b"".join(tokens)


def _word_changed(token: bytes, chance: random.Random) -> bytes:
    words = list(re.finditer(rb"[A-Za-z0-9.:#]+", token))
    if not words:
        return chance.choice(_WORDS)
    word = chance.choice(words)
    return token[: word.start()] + chance.choice(_WORDS) + token[word.end() :]


def _unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def _pack(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        warnings.simplefilter("ignore")  # the same name twice is the point
        for name, content in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()
