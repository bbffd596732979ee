"""AES (FIPS 197) and RC4, decryption only, as the standard library has neither; a few hundred KB a second.

They guard nothing here: they read files whose key is public.
"""

import struct
from collections.abc import Iterator
from functools import cache
from itertools import count

_BLOCK = struct.Struct(">4I")


def rc4(key: bytes) -> Iterator[int]:
    """The bytes that RC4 lays over a text."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    j = 0
    for i in count(1):
        a = state[i & 255]
        j = (j + a) & 255
        b = state[i & 255] = state[j]
        state[j] = a
        yield state[(a + b) & 255]


class Aes:
    """One key of 16, 24 or 32 bytes."""

    def __init__(self, key: bytes) -> None:
        forward, _backward, _tables = _boxes()
        words = list(struct.unpack(f">{len(key) // 4}I", key))
        size, factor = len(words), 1
        for index in range(size, 4 * (size + 7)):
            word = words[-1]
            if index % size == 0:
                word = _substituted(forward, (word << 8 | word >> 24) & 0xFFFFFFFF) ^ factor << 24
                factor = _times(factor, 2)
            elif size > 6 and index % size == 4:
                word = _substituted(forward, word)
            words.append(words[index - size] ^ word)
        rounds = [tuple(words[at : at + 4]) for at in range(0, len(words), 4)][::-1]
        inner = [tuple(_unmixed(word) for word in keys) for keys in rounds[1:-1]]
        self._rounds = [rounds[0], *inner, rounds[-1]]

    def blocks(self, data: bytes) -> bytes:
        """Each block of 16 bytes deciphered by itself; `data` is a whole number of them."""
        return b"".join(self._block(*words) for words in _BLOCK.iter_unpack(data))

    def _block(self, a: int, b: int, c: int, d: int) -> bytes:
        _forward, box, (t0, t1, t2, t3) = _boxes()
        first, *inner, last = self._rounds
        a, b, c, d = a ^ first[0], b ^ first[1], c ^ first[2], d ^ first[3]
        for k in inner:
            a, b, c, d = (
                t0[a >> 24] ^ t1[d >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[b & 255] ^ k[0],
                t0[b >> 24] ^ t1[a >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[c & 255] ^ k[1],
                t0[c >> 24] ^ t1[b >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[d & 255] ^ k[2],
                t0[d >> 24] ^ t1[c >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[a & 255] ^ k[3],
            )
        return _BLOCK.pack(*(
            (box[w >> 24] << 24 | box[x >> 16 & 255] << 16 | box[y >> 8 & 255] << 8 | box[z & 255]) ^ key
            for (w, x, y, z), key in zip(((a, d, c, b), (b, a, d, c), (c, b, a, d), (d, c, b, a)), last, strict=True)
        ))  # fmt: skip


def _times(a: int, b: int) -> int:
    """The product in AES's field of 256 elements."""
    product = 0
    while b:
        product ^= a * (b & 1)
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _unmixed(word: int) -> int:
    """A column of a key, prepared for deciphering."""
    forward, _backward, tables = _boxes()
    return (
        tables[0][forward[word >> 24]] ^ tables[1][forward[word >> 16 & 255]]
        ^ tables[2][forward[word >> 8 & 255]] ^ tables[3][forward[word & 255]]
    )  # fmt: skip


def _substituted(box: bytes, word: int) -> int:
    return int.from_bytes(word.to_bytes(4, "big").translate(box), "big")


@cache
def _boxes() -> tuple[bytes, bytes, tuple[list[int], ...]]:
    """The substitution of AES, its inverse, and the inverse joined with the mixing of columns."""
    inverse = {0: 0} | {a: b for a in range(1, 256) for b in range(1, 256) if _times(a, b) == 1}
    forward = bytearray(256)
    for value, other in inverse.items():
        spread = other ^ other << 1 ^ other << 2 ^ other << 3 ^ other << 4
        forward[value] = (spread ^ spread >> 8) & 255 ^ 0x63
    backward = bytes(forward.index(value) for value in range(256))
    first = [
        _times(value, 14) << 24 | _times(value, 9) << 16 | _times(value, 13) << 8 | _times(value, 11)
        for value in backward
    ]
    tables = tuple([(word >> 8 * turn | word << 32 - 8 * turn) & 0xFFFFFFFF for word in first] for turn in range(4))
    return bytes(forward), backward, tables
