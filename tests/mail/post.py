"""Mails as mail programs of every sort write them: raw bytes, so that nothing of ours helps."""

import base64
from collections.abc import Iterable

from tests.steps.months import district_file

WORKBOOK = district_file()
"""徐汇区's December."""
OUTER = "----=_边界".encode("gb18030")
DATE = "Fri, 05 Dec 2025 17:40:00 +0800"


def attachment(disposition: str | bytes, data: bytes = WORKBOOK, kind: str | bytes = "application/octet-stream") -> bytes:
    """A part with its headers as given."""
    head = b"Content-Type: " + _raw(kind) + b"\r\nContent-Disposition: " + _raw(disposition)
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def mail(
    *parts: bytes, sender: str = "clerk@xuhui.example.cn", subject: str = "12月报送", received: str = "", body: str = "请查收。",
    boundary: bytes = b"b1", end: bytes = b"--", date: str = DATE,
) -> bytes:  # fmt: skip
    """A mail with a body and parts."""
    received = f"Received: from mx by example.cn; {received}\r\n" if received else ""
    head = (
        f"{received}From: =?utf-8?B?{base64.b64encode('徐汇区局'.encode()).decode()}?= <{sender}>\r\n"
        f"To: city@example.cn\r\nSubject: {word(subject)}\r\nDate: {date}\r\nMIME-Version: 1.0\r\n"
    ).encode() + b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    text = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body.encode() + b"\r\n"
    return head + b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in (text, *parts)) + b"--" + boundary + end + b"\r\n"


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def cut_words(text: str, charset: str, at: Iterable[int], label: str | None = None) -> str:
    """Encoded words cut at byte positions, inside a character too."""
    data, cuts = text.encode(charset), [0, *at]
    pieces = [data[start:end] for start, end in zip(cuts, [*cuts[1:], None], strict=True)]
    return "\r\n ".join(f"=?{label or charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
