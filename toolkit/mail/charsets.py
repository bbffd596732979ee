"""Bytes of a mail's names and texts as text, whatever the label says of them.

Mail programs label GB18030 as gb2312, forget the label, or invent one (x-gbk); nothing here fails.
"""

import re
import unicodedata

_GB = frozenset({"gb2312", "gbk", "x-gbk", "gb18030", "cp936", "ms936", "936", "gb_2312-80", "gb2312-80", "euc-cn", "x-euc-cn"})
_NO_LABEL = frozenset({"", "us-ascii", "ascii", "iso-8859-1", "latin1", "unknown-8bit", "x-unknown", "default", "binary"})
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 20936: "gb18030", 52936: "gb18030", 950: "cp950", 65001: "utf-8", 1200: "utf-16-le"}
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_RARE = re.compile(r"[\U00020000-\U000323af]")
"""Chinese characters hardly anybody has; a name has others beside them."""
_SHORT = re.compile(r"[\u0080-\u07ff]")
"""What UTF-8 writes in two bytes, as GB 2312 does every character: Latin, Greek, Cyrillic, Hebrew, Arabic."""


def decode(data: bytes, label: str = "") -> str:
    """Bytes as text: by a label that can be believed, or else by what they look like."""
    name = label.strip().strip("\"'").lower()
    if name in _GB:
        return _strictly(data, "gb18030") or guess(data)
    return (None if name in _NO_LABEL else _strictly(data, name)) or guess(data)


def guess(data: bytes) -> str:
    """UTF-8 or GB18030: a GB text may happen to be valid UTF-8, but then shows other scripts or characters nobody has."""
    wide, chinese = _strictly(data, "utf-8"), _strictly(data, "gb18030")
    if wide is not None and not (chinese and not _CJK.search(wide) and (_SHORT.search(wide) or _RARE.search(wide) or _has_nobodys(wide))):
        return wide
    return chinese if chinese is not None else data.decode("gb18030", "replace")


def code_page(number: int) -> str:
    """A Windows code page as the name of an encoding."""
    return _CODE_PAGES.get(number, f"cp{number}" if number else "")


def _has_nobodys(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cn", "Co"} for character in text)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):  # bytes that do not fit, an encoding nobody knows
        return None
