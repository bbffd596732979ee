"""Open what Excel opens without asking: files encrypted under the password every copy of Excel knows.

Protecting the structure of an .xls encrypts it; so that nobody is asked, the key is made from a fixed word.
Any other password ends in a refusal. Formats: MS-OFFCRYPTO 2.3.4 (AES) and 2.3.5 to 2.3.6 (RC4).
"""

import base64
import hashlib
import hmac
import struct
from collections.abc import Callable
from functools import partial
from itertools import islice

from toolkit.sheets.bounds import MAX_SPINS, Budget, too_large
from toolkit.sheets.formats.biff import records
from toolkit.sheets.formats.ciphers import aes_blocks, aes_chain, rc4
from toolkit.sheets.formats.markup import Attributes, Elements, walk

# No secret: it is in every copy of Excel.
PASSWORD = "VelvetSweatshop".encode("utf-16-le")
_AGILE, _STANDARD, _RC4 = (4, 4), 2, 1
_VERIFIER_KEY, _VALUE_KEY, _SECRET_KEY = (
    bytes.fromhex(key) for key in ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6")
)
_FIRST_RECORDS = 10
_SEGMENT, _RC4_BLOCK = 4096, 1024
_FILEPASS, _BOUNDSHEET = 0x002F, 0x0085
_NEVER_ENCRYPTED = frozenset({0x0809, _FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})


def open_package(info: bytes, package: bytes, budget: Budget) -> bytes | None:
    """The archive inside an `EncryptedPackage`, None if it has a password of its own."""
    major, minor = struct.unpack_from("<HH", info)
    size = struct.unpack_from("<Q", package)[0]
    if (major, minor) == _AGILE:
        opened = _open_agile(info[8:], package[8:], budget)
    elif minor == _STANDARD:
        opened = _open_standard(info, package[8:])
    else:
        return None
    return opened and opened[:size]


def is_encrypted(stream: bytes | bytearray) -> bool:
    """Whether a BIFF stream says so; it does among its first records."""
    return any(number == _FILEPASS for _at, number, _size in islice(records(stream), _FIRST_RECORDS))


def open_stream(stream: bytes) -> bytes | None:
    """A BIFF stream with its records in the clear, None if it has a password of its own."""
    body = next(
        (stream[at + 4 : at + 4 + size] for at, number, size in records(stream) if number == _FILEPASS), b""
    )
    try:
        key = _rc4_key(body)
    except (ValueError, struct.error):  # a key that no such cipher has, or half a description
        key = None
    return key and _decrypted_records(stream, key)


def _open_agile(description: bytes, segments: bytes, budget: Budget) -> bytes | None:
    found: dict[str, Attributes] = {}
    names = ("enc:keyData", "key:encryptedKey")
    takers = {name: partial(found.__setitem__, name) for name in names}
    walk([description], Elements(**takers), budget, root="enc:encryption")
    data, password = (found[name] for name in names)
    salt, algorithm = _bytes(password, "saltValue"), _hash(password)
    spun = _spun(algorithm, salt, int(password["spinCount"]))
    length = int(password["keyBits"]) // 8

    def secret(name: str, block: bytes) -> bytes:
        key = algorithm(spun + block).ljust(length, b"\x36")[:length]
        return aes_chain(key, salt[:16].ljust(16, b"\x36"), _bytes(password, name))

    told = algorithm(secret("encryptedVerifierHashInput", _VERIFIER_KEY)[: int(password["saltSize"])])
    if not hmac.compare_digest(told, secret("encryptedVerifierHashValue", _VALUE_KEY)[: len(told)]):
        return None
    key = secret("encryptedKeyValue", _SECRET_KEY)[:length]
    salt, algorithm = _bytes(data, "saltValue"), _hash(data)
    return b"".join(
        aes_chain(key, algorithm(salt + struct.pack("<I", index))[:16], segments[start : start + _SEGMENT])
        for index, start in enumerate(range(0, len(segments), _SEGMENT))
    )


def _open_standard(info: bytes, segments: bytes) -> bytes | None:
    header_size = struct.unpack_from("<I", info, 8)[0]
    length = struct.unpack_from("<I", info, 12 + 16)[0] // 8 or 16
    salt, verifier, told = struct.unpack_from("<4x16s16s4x32s", info, 12 + header_size)
    final = _sha1(_spun(_sha1, salt, 50_000) + bytes(4))
    key = b"".join(_sha1(bytes(b ^ pad for b in final.ljust(64, b"\0"))) for pad in (0x36, 0x5C))[:length]
    if _sha1(aes_blocks(key, verifier)) != aes_blocks(key, told)[:20]:
        return None
    return aes_blocks(key, segments)


def _spun(algorithm: Callable[[bytes], bytes], salt: bytes, spins: int) -> bytes:
    if spins > MAX_SPINS:
        raise too_large("加密强度", f"{MAX_SPINS:,}")
    digest = algorithm(salt + PASSWORD)
    for index in range(spins):
        digest = algorithm(struct.pack("<I", index) + digest)
    return digest


def _hash(attributes: Attributes) -> Callable[[bytes], bytes]:
    name = attributes["hashAlgorithm"].lower().replace("-", "")
    if name not in {"sha1", "sha256", "sha384", "sha512"}:
        raise ValueError(name)
    return lambda data: hashlib.new(name, data).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _bytes(attributes: Attributes, name: str) -> bytes:
    return base64.b64decode(attributes[name])


def _rc4_key(body: bytes) -> Callable[[int], bytes] | None:
    """The key of each block of an .xls; None under another password or another cipher."""
    if len(body) < 6 or struct.unpack_from("<H", body)[0] != _RC4:
        return None
    version = struct.unpack_from("<HH", body, 2)
    if version == (1, 1):
        salt, verifier, told = struct.unpack_from("<16s16s16s", body, 6)
        digest, key = _md5, partial(_old_key, _md5((_md5(PASSWORD)[:5] + salt) * 16)[:5])
    elif version[1] == _STANDARD:
        size = struct.unpack_from("<I", body, 10)[0]
        salt, verifier, told = struct.unpack_from("<4x16s16s4x20s", body, 14 + size)
        length = struct.unpack_from("<I", body, 14 + 16)[0] // 8 or 5
        digest, key = _sha1, partial(_newer_key, _sha1(salt + PASSWORD), length)
    else:
        return None
    clear = rc4(key(0), verifier + told)
    return key if digest(clear[:16]) == clear[16:] else None


def _old_key(short: bytes, block: int) -> bytes:
    return _md5(short + struct.pack("<I", block))


def _newer_key(whole: bytes, length: int, block: int) -> bytes:
    key = _sha1(whole + struct.pack("<I", block))[:length]
    return key.ljust(16, b"\0") if length == 5 else key


def _decrypted_records(stream: bytes, key: Callable[[int], bytes]) -> bytes:
    """All record bodies but a few in the clear; the key changes every 1,024 bytes of the stream."""
    found = bytearray(stream)
    blocks = range(0, len(stream), _RC4_BLOCK)
    clear = b"".join(rc4(key(at // _RC4_BLOCK), stream[at : at + _RC4_BLOCK]) for at in blocks)
    for at, number, size in records(stream):
        start = at + 4 + (4 if number == _BOUNDSHEET else 0)
        if number not in _NEVER_ENCRYPTED:
            found[start : at + 4 + size] = clear[start : at + 4 + size]
        elif number == _FILEPASS:
            struct.pack_into("<H", found, at, 0x0FFE)
    return bytes(found)
