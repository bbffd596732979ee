"""A mail as Outlook keeps it (.msg, MS-OXMSG): an OLE container of property streams and attachment storages."""

import struct
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from toolkit.mail.bounds import MAX_BODY, MAX_PIECES, Purse, too_much
from toolkit.mail.charsets import code_page, decode
from toolkit.mail.eml import Mail, has_links
from toolkit.mail.headers import SHANGHAI, day_of, header_in
from toolkit.mail.parcel import Envelope
from toolkit.sheets.formats.ole import Container

PROPERTIES = "__properties_version1.0"
_ENTRY = struct.Struct("<HHI8s")
_EMBEDDED = "__substg1.0_3701000D"
_CLASS, _SUBJECT, _HEADERS, _SENDER, _SMTP_SENDER, _BODY = 0x001A, 0x0037, 0x007D, 0x0C1F, 0x5D01, 0x1000
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _CONTENT, _METHOD = 0x3707, 0x3704, 0x3001, 0x3701, 0x3705
_MESSAGE_CODE_PAGE, _INTERNET_CODE_PAGE, _DELIVERED, _SENT = 0x3FFD, 0x3FDE, 0x0E06, 0x0039
_BY_LINK = frozenset({2, 4, 7})
"""How an attachment is kept (PidTagAttachMethod) that is only a path or an address."""
_PACKAGE, _OLD_BOOKS = "Package", ("Workbook", "Book")
"""Streams of an object put into the text of a mail: a workbook as a file, and one of the years before 2007."""
_EPOCH = datetime(1601, 1, 1, tzinfo=SHANGHAI) + timedelta(hours=8)
_HEAD_SIZES = {"": 32, "inner": 24, "attachment": 8}


class OutlookMail:
    """One message in a container: the file's own, or one attached to it, which has its place as `prefix`."""

    def __init__(self, ole: Container, purse: Purse, prefix: str = "") -> None:
        self._ole, self._purse, self._prefix = ole, purse, prefix
        self._fixed = self._properties(prefix, _HEAD_SIZES["inner" if prefix else ""])
        pages = (int.from_bytes(self._fixed.get(tag, b"")[:4], "little") for tag in (_MESSAGE_CODE_PAGE, _INTERNET_CODE_PAGE))
        self._label = next((code_page(number) for number in pages if number), "")

    def read(self) -> tuple[Mail, "list[tuple[str, OutlookMail]]"]:
        """Envelope and attachments, and the messages attached."""
        mail, inner = Mail(self._envelope()), []
        for place in self._attachments():
            name = self._name(place)
            content = self._stream(place, _CONTENT, "0102")
            if f"{place}{_EMBEDDED}/{PROPERTIES}" in self._ole:
                inner.append((name, OutlookMail(self._ole, self._purse, f"{place}{_EMBEDDED}/")))
            elif content is not None:
                mail.attachments.append((name, content))
            elif self._properties(place, _HEAD_SIZES["attachment"]).get(_METHOD, b"\0")[0] in _BY_LINK:
                mail.links = True
            else:
                mail.attachments.append(self._object(place, name))
        mail.links = mail.links or has_links((self._text(self._prefix, _BODY) or "")[:MAX_BODY])
        mail.sealed = (self._text(self._prefix, _CLASS) or "").upper().startswith("IPM.NOTE.SMIME")
        return mail, inner

    def _object(self, place: str, name: str) -> tuple[str, bytes]:
        """Something put into the text: its file, if it is one; an old workbook is told as one that cannot be read."""
        inside = f"{place}{_EMBEDDED}/"
        is_old = any(f"{inside}{stream}" in self._ole for stream in _OLD_BOOKS)
        return (f"{name}.xls" if is_old else name), self._bytes(f"{inside}{_PACKAGE}") or b""

    def _attachments(self) -> list[str]:
        start = f"{self._prefix}__attach_version1.0_#"
        places = {name[: name.index("/", len(start)) + 1] for name in self._ole.names if name.startswith(start) and "/" in name[len(start) :]}
        if len(places) > MAX_PIECES:
            raise too_much("里面的文件数", f"{MAX_PIECES} 个")
        return sorted(places)

    def _name(self, place: str) -> str:
        names = (self._text(place, number) for number in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        return next((name for name in names if name), "（没有名称的附件）")

    def _envelope(self) -> Envelope:
        headers = self._text(self._prefix, _HEADERS) or ""
        sender = self._text(self._prefix, _SMTP_SENDER) or self._text(self._prefix, _SENDER) or ""
        day = day_of(header_in(headers, "received"), header_in(headers, "date")) or self._day()
        return Envelope(sender.strip().lower(), self._text(self._prefix, _SUBJECT) or "", day)

    def _day(self) -> date | None:
        for tag in (_DELIVERED, _SENT):
            ticks = int.from_bytes(self._fixed.get(tag, b""), "little")
            if 0 < ticks < 1 << 60:
                return (_EPOCH + timedelta(microseconds=ticks // 10)).date()
        return None

    def _properties(self, place: str, head: int) -> dict[int, bytes]:
        """The values of fixed size by their number."""
        data = self._bytes(f"{place}{PROPERTIES}") or b""
        return {number: value for _, number, _, value in _entries(data[head:])}

    def _text(self, place: str, number: int) -> str | None:
        wide = self._stream(place, number, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(place, number, "001E")
        return None if narrow is None else decode(narrow.split(b"\0")[0], self._label)

    def _stream(self, place: str, number: int, kind: str) -> bytes | None:
        return self._bytes(f"{place}__substg1.0_{number:04X}{kind}")

    def _bytes(self, name: str) -> bytes | None:
        if name not in self._ole:
            return None
        self._purse.unpack(self._ole.size(name))
        return self._ole.read(name)


def _entries(data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    return _ENTRY.iter_unpack(data[: len(data) // _ENTRY.size * _ENTRY.size])
