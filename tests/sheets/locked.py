"""Books under a password, encrypted here in every way that Excel has used."""

import base64
import hashlib
import struct
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.sheets import binary
from toolkit.sheets.formats.ciphers import rc4

SALT = bytes(range(16))
SPINS = 1000
_ENCRYPTION = "http://schemas.microsoft.com/office/2006/encryption"
_KEY = "http://schemas.microsoft.com/office/2006/keyEncryptor/password"


def aes(key: bytes, data: bytes, vector: bytes | None = None) -> bytes:
    """AES: each block by itself, or chained from a vector."""
    mode = modes.ECB() if vector is None else modes.CBC(vector)  # noqa: S305 - Office chose it
    return Cipher(algorithms.AES(key), mode).encryptor().update(data + bytes(-len(data) % 16))


def _spun(digest: Callable[[bytes], bytes], password: str, spins: int) -> bytes:
    found = digest(SALT + password.encode("utf-16-le"))
    for index in range(spins):
        found = digest(struct.pack("<I", index) + found)
    return found


def agile(package: bytes, password: str) -> bytes:
    """As Excel 2010 and later encrypt: AES-256, SHA-512."""
    def digest(data: bytes) -> bytes:
        return hashlib.sha512(data).digest()

    spun, secret, verifier = _spun(digest, password, SPINS), bytes(range(32)), bytes(range(16))

    def sealed(block: str, data: bytes) -> str:
        return base64.b64encode(aes(digest(spun + bytes.fromhex(block))[:32], data, SALT)).decode()

    common = (
        f'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
        f'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{base64.b64encode(SALT).decode()}"'
    )
    description = (
        f'<encryption xmlns="{_ENCRYPTION}" xmlns:p="{_KEY}"><keyData {common}/><dataIntegrity/><keyEncryptors>'
        f'<keyEncryptor uri="{_KEY}"><p:encryptedKey spinCount="{SPINS}" {common} '
        f'encryptedVerifierHashInput="{sealed("fea7d2763b4b9e79", verifier)}" '
        f'encryptedVerifierHashValue="{sealed("d7aa0f6d3061344e", digest(verifier))}" '
        f'encryptedKeyValue="{sealed("146e0be7abacd0d6", secret)}"/></keyEncryptor></keyEncryptors></encryption>'
    )
    segments = b"".join(
        aes(secret, package[at : at + 4096], digest(SALT + struct.pack("<I", index))[:16])
        for index, at in enumerate(range(0, len(package), 4096))
    )
    info = struct.pack("<HHI", 4, 4, 0x40) + description.encode()
    return binary.ole({"EncryptionInfo": info, "EncryptedPackage": struct.pack("<Q", len(package)) + segments}, padding=b" ")


def standard(package: bytes, password: str) -> bytes:
    """As Excel 2007 encrypts: AES-128, SHA-1."""
    final = _sha1(_spun(_sha1, password, 50_000) + bytes(4))
    key = _sha1(bytes(b ^ 0x36 for b in final.ljust(64, b"\0")))[:16]
    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    verifier = struct.pack("<I16s16sI32s", 16, SALT, aes(key, SALT), 20, aes(key, _sha1(SALT).ljust(32, b"\0")))
    info = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + verifier
    return binary.ole({"EncryptionInfo": info, "EncryptedPackage": struct.pack("<Q", len(package)) + aes(key, package)})


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _under_rc4(stream: bytes, head: bytes, key: Callable[[int], bytes], digest: Callable[[bytes], bytes], gap: bytes) -> bytes:
    """A BIFF stream with its records encrypted behind a FILEPASS record that has been put in after the first."""
    verifier = rc4(key(0), SALT + digest(SALT))
    body = head + SALT + verifier[: len(SALT)] + gap + verifier[len(SALT) :]
    first_record = 4 + struct.unpack_from("<H", stream, 2)[0]
    grown = 4 + len(body)
    whole = bytearray(stream[:first_record] + binary.biff(0x2F, body) + stream[first_record:])
    pads = b"".join(rc4(key(block), bytes(1024)) for block in range(len(whole) // 1024 + 1))
    at = 0
    while at < len(whole):
        number, size = struct.unpack_from("<HH", whole, at)
        start = at + 4
        if number == 0x85:
            struct.pack_into("<I", whole, start, struct.unpack_from("<I", whole, start)[0] + grown)
            start += 4
        if number not in {0x809, 0x2F}:
            for place in range(start, at + 4 + size):
                whole[place] ^= pads[place]
        at += 4 + size
    return bytes(whole)


def old_rc4(stream: bytes, password: str) -> bytes:
    """As Excel 97 encrypts."""
    short = _md5((_md5(password.encode("utf-16-le"))[:5] + SALT) * 16)[:5]
    return _under_rc4(stream, struct.pack("<HHH", 1, 1, 1), lambda block: _md5(short + struct.pack("<I", block)), _md5, b"")


def newer_rc4(stream: bytes, password: str) -> bytes:
    """As Excel 2002 and later encrypt .xls: RC4 of 128 bits by the Windows cryptography interface."""
    whole = _sha1(SALT + password.encode("utf-16-le"))
    header = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "RC4\0".encode("utf-16-le")
    head = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + struct.pack("<I", 16)
    key = lambda block: _sha1(whole + struct.pack("<I", block))[:16]  # noqa: E731
    return _under_rc4(stream, head, key, _sha1, struct.pack("<I", 20))
