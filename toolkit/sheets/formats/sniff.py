"""Tell what a file is by what is in it, never by its name."""

import re
from enum import Enum

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files

OUTLOOK_MAIL, ZIP_ARCHIVE = "Outlook 邮件", "ZIP 压缩包"
"""What the way in from the mail opens, and a reader of tables refuses."""
_HEAD = 4096


class Container(Enum):
    """The outer shape of a file that may hold a table."""

    ZIP = "zip"
    OLE = "ole"
    BIFF = "biff"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = tuple(  # a BIFF stream without its container, as Excel 2 to 5 wrote
    bytes.fromhex(start) for start in ("09000400", "09020600", "09040600", "09080800", "09081000")
)

_ARCHIVES = {
    b"Rar!\x1a\x07": "RAR 压缩包", b"7z\xbc\xaf\x27\x1c": "7z 压缩包", b"\x1f\x8b": "gzip 压缩包",
    b"BZh": "bzip2 压缩包", b"\xfd7zXZ\x00": "xz 压缩包", b"MSCF": "CAB 压缩包",
}  # fmt: skip
_NOT_EDITABLE = {
    b"%PDF-": "PDF 文件", b"\x89PNG\r\n": "图片（PNG）", b"\xff\xd8\xff": "图片（JPEG）",
    b"GIF8": "图片（GIF）", b"II*\x00": "图片（TIFF）", b"MM\x00*": "图片（TIFF）", b"BM": "图片（BMP）",
}  # fmt: skip
_OTHERS = {
    b"{\\rtf": "RTF 文档", b"MZ": "Windows 程序", b"\x7fELF": "程序", b"SQLite format 3": "SQLite 数据库",
    b"\x00\x00\x00\x00\x00\x00\x00\x00": "全是零字节，可能没有下载或保存完整",
    b"\x78\x9f\x3e\x22": "Outlook 邮件附件 winmail.dat",
}  # fmt: skip
_WEB_ARCHIVE = b"X-Document-Type: Workbook"  # Excel heads a page in one file as if it were a mail
_BEFORE_A_MAIL = re.compile(rb"(?:\xef\xbb\xbf|[ \t]*\r?\n|>?From [^\r\n]*\r?\n)*")
_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r\n|\n|\r|$))+")
_OF_A_MAIL = re.compile(rb"^(?:received|from|subject|mime-version|return-path|message-id|content-type|x-mailer|date|to):", re.IGNORECASE | re.MULTILINE)
ARCHIVED = {
    "word/document.xml": (files.NOT_A_WORKBOOK, "Word 文档"),
    "ppt/presentation.xml": (files.NOT_A_WORKBOOK, "PowerPoint 演示文稿"),
    "index/document.iwa": (files.NOT_A_WORKBOOK, "苹果 Numbers 表格"),
    "index.zip": (files.NOT_A_WORKBOOK, "苹果 Numbers 表格"),
    "ofd.xml": (files.NOT_EDITABLE, "OFD 版式文件"),
}
"""Parts that tell what an archive without a workbook is."""
_REFUSED = {files.ARCHIVE: _ARCHIVES, files.NOT_EDITABLE: _NOT_EDITABLE, files.NOT_A_WORKBOOK: _OTHERS}
_RIGHTS_MARKS = {  # left in the first bytes by the transparent encryption of office networks
    b"E-SafeNet": "企业加密软件（亿赛通）", b"%TSD-Header-###%": "企业加密软件（绿盾）",
}  # fmt: skip


def container(data: bytes) -> Container:
    """The outer shape of a file.

    Raises:
        Unreadable: empty, or something that is no table in any shape: a PDF, a picture, an archive.
    """
    if not data:
        raise Unreadable(files.EMPTY)
    head = data[:_HEAD]
    if head.startswith(_OLE):
        return Container.OLE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Container.ZIP
    if head.startswith(_BARE_BIFF):
        return Container.BIFF
    _refuse_known(head)
    if _WEB_ARCHIVE in head:
        raise Unreadable(files.NOT_A_WORKBOOK, found="单个文件网页 .mht")
    if looks_like_mail(data):
        raise Unreadable(files.A_MAIL, found="邮件")
    return Container.TEXT


def _refuse_known(head: bytes) -> None:
    for mark, found in _RIGHTS_MARKS.items():
        if mark in head[:512]:
            raise Unreadable(files.RIGHTS_MANAGED, found=found)
    picture = _picture_inside(head)
    if picture:
        raise Unreadable(files.NOT_EDITABLE, found=picture)
    for rule, signatures in _REFUSED.items():
        for signature, found in signatures.items():
            if head.startswith(signature):
                raise Unreadable(rule, found=found)


def _picture_inside(head: bytes) -> str | None:
    """Signatures that do not stand at the very start."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "图片（WebP）"
    if head[4:8] == b"ftyp":
        return "图片或视频（HEIC/MP4）"
    return "PDF 文件" if b"%PDF-" in head[:1024] else None


def looks_like_mail(data: bytes) -> bool:
    """Whether a file begins with at least two headers of a mail."""
    head = _HEADERS.match(from_first_header(data[: 2 * _HEAD]))
    return head is not None and len({match[0].lower() for match in _OF_A_MAIL.finditer(head[0])}) >= 2


def from_first_header(data: bytes) -> bytes:
    """A mail without what some programs leave before it: a byte order mark, blank lines, a mailbox's From line."""
    start = _BEFORE_A_MAIL.match(data)
    return data[start.end() :] if start else data
