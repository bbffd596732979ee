"""Whether characters are Chinese that people write, or what comes of bytes read in a wrong encoding.

Nearly every pair of bytes is some character in GB18030, so text in another encoding does not fail: it reads as
rare characters, kana and Greek. Of Chinese that people type, in simplified or traditional characters, more than
eight characters in ten are common ones.
"""

from collections.abc import Iterable
from functools import lru_cache

_MOST = 0.75
_FEWEST = 4
"""With fewer characters nothing can be said."""
_GREEK_TO_BORDERS = range(0xA4, 0xB0)
"""Rows of GB 2312 with kana, Greek, Cyrillic, phonetic signs and borders."""
_COMMON_TRADITIONAL = range(0xA1, 0xC7)
"""Rows of Big5 with punctuation and the characters in common use."""


def is_garbled(text: str) -> bool:
    """Whether so many characters of a text are none that people use that it was read in a wrong encoding."""
    strange = [character for character in text if character > "\x7f"]
    return len(strange) >= _FEWEST and sum(map(_is_common, strange)) < _MOST * len(strange)


def hides_chinese(texts: Iterable[str]) -> bool:
    """Whether the bytes of Chinese were read as Western letters: ÉÏº£ for 上海."""
    found: list[str] = []
    for text in texts:
        if not text.isascii():
            found.append(_meant(text))
            if not found[-1]:
                return False
    meant = "".join(found)
    return len(meant) >= _FEWEST and not is_garbled(meant)


def _meant(text: str) -> str:
    """The Chinese characters whose bytes a text of Western letters shows; nothing where it shows none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            chinese = text.encode(encoding).decode("gb18030")
        except UnicodeError:
            continue
        return "".join(character for character in chinese if character > "\x7f")
    return ""


@lru_cache(maxsize=4096)
def _is_common(character: str) -> bool:
    simplified = character.encode("gb2312", "ignore")
    if len(simplified) == 2 and simplified[0] not in _GREEK_TO_BORDERS:
        return True
    traditional = character.encode("big5", "ignore")
    return len(traditional) == 2 and traditional[0] in _COMMON_TRADITIONAL
