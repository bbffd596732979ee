"""AES and RC4 in the few shapes that Office uses, deciphering only: the ciphers themselves are `cryptography`'s.

They guard nothing here: they read files whose key is public. The library is loaded when such a file comes, which is
seldom. A key of a length that no cipher has is a `ValueError`.
"""


def aes_blocks(key: bytes, data: bytes) -> bytes:
    """Each block of 16 bytes by itself; what is left over at the end is dropped."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - seldom needed

    return Cipher(algorithms.AES(key), modes.ECB()).decryptor().update(_whole(data))  # noqa: S305 - Office chose it


def aes_chain(key: bytes, vector: bytes, data: bytes) -> bytes:
    """Blocks chained from a vector of 16 bytes; what is left over at the end is dropped."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - seldom needed

    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(_whole(data))


def rc4(key: bytes, data: bytes) -> bytes:
    """The data from the beginning of the key's stream on."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4  # noqa: PLC0415 - seldom needed
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415 - seldom needed

    return Cipher(ARC4(key), mode=None).decryptor().update(data)


def _whole(data: bytes) -> bytes:
    return data[: len(data) // 16 * 16]
