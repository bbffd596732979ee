"""A mail ready to be sent: opened by the mail program as a draft, with its attachments."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from email.header import Header
from pathlib import PurePath
from urllib.parse import quote

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def draft(to: Sequence[str], subject: str, body: str, attachments: Mapping[str, bytes], sender: str = "") -> bytes:
    """The bytes of an .eml that Outlook, Foxmail and others open for editing (X-Unsent); the same each time.

    `to` and `sender` may be empty: whoever sends it fills them in. An attachment is named twice, as RFC 2231 has it and
    in encoded words, since programs know the one or the other.
    """
    boundary = _boundary(subject, body, attachments)
    head = ["X-Unsent: 1", *([f"From: {sender}"] if sender else []), f"To: {', '.join(to)}", f"Subject: {_words(subject)}",
            "MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{boundary}"', ""]  # fmt: skip
    parts = [_part(["Content-Type: text/plain; charset=utf-8"], body.replace("\n", "\r\n").encode())]
    parts += [_part(_naming(name), data) for name, data in attachments.items()]
    opening, closing = f"--{boundary}\r\n".encode(), f"--{boundary}--\r\n".encode()
    return _lines(head) + b"".join(opening + part for part in parts) + closing


def _part(headers: Iterable[str], data: bytes) -> bytes:
    content = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return _lines([*headers, "Content-Transfer-Encoding: base64", ""]) + content


def _naming(name: str) -> list[str]:
    kind = _TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    return [f'Content-Type: {kind};\r\n name="{_words(name)}"', f"Content-Disposition: attachment;\r\n filename*=UTF-8''{quote(name, safe='')}"]


def _words(text: str) -> str:
    """A header's text in encoded words, none of them cut inside a character."""
    return Header(text, "utf-8", maxlinelen=70).encode(linesep="\r\n")


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()


def _boundary(subject: str, body: str, attachments: Mapping[str, bytes]) -> str:
    """Of the content, so that the same mail has the same bytes; base64 has no such line."""
    told = hashlib.sha256(f"{subject}\n{body}".encode())
    for data in attachments.values():
        told.update(hashlib.sha256(data).digest())
    return f"==={told.hexdigest()[:32]}==="
