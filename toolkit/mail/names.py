"""Names of files that come from elsewhere: read as text, and made safe before one becomes a file's name here."""

import re
import struct
import unicodedata
import zipfile
import zlib

from toolkit.mail.bounds import MAX_NAME
from toolkit.mail.charsets import guess

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_ENDS = re.compile(r"^[\s.]+|[\s.]+$")
_LONGEST_BYTES = 240
_SYSTEM_NAMES = frozenset({"thumbs.db", ".ds_store", "desktop.ini", "__macosx", "ehthumbs.db", "$recycle.bin"})


def is_system_name(name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice, temporary files, and what systems leave in folders."""
    lower = name.lower()
    return lower.startswith(("~$", ".")) or lower.endswith((".tmp", "#")) or lower in _SYSTEM_NAMES


def is_system_path(path: str) -> bool:
    """Whether a file in an archive is one, or lies in a folder that is."""
    return any(is_system_name(part) for part in re.split(r"[/\\]", path) if part not in {"", ".", ".."})


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its archiver meant it: the Unicode field, the UTF-8 flag, or else GB18030 or UTF-8."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    return _unicode_path(info.extra, raw) or guess(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Field 0x7075, where it is about this very name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + length
    return None


def base_name(path: str) -> str:
    """The last part of a path, whichever slashes it has."""
    return next((part for part in reversed(re.split(r"[/\\]", path)) if _trimmed(part)), "")


def _trimmed(text: str) -> str:
    """Without the spaces and dots at either end that Windows drops and Unix hides."""
    return _ENDS.sub("", text)


def safe_name(name: str, suffix: str = "") -> str:
    """A name for a file in a folder of ours: one part, nothing a system obeys, short enough, with `suffix` at its end.

    It is never empty and never leaves the folder.
    """
    text = _trimmed(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", base_name(name))))
    stem, dot, own = text.rpartition(".")
    stem, own = (stem, dot + own) if dot and stem and len(own) <= 5 and not suffix else (text, "")
    ending = suffix or own
    stem = stem[: MAX_NAME - len(ending)]
    while len((stem + ending).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    stem = _trimmed(stem) or "附件"
    return f"{'_' if _DEVICES.match(stem + ending) else ''}{stem}{ending}"
