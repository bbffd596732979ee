"""How two texts are compared: never how they are shown."""

import re
import unicodedata

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
_BRACKETS = re.compile(r"[()\[\]<>{}〔〕【】「」『』《》〈〉]")


def squeeze(text: str) -> str:
    """Full-width letters and digits to half-width, every space and invisible character gone."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def match_key(text: str) -> str:
    """A key under which spellings of one name meet: squeezed, without brackets, upper case.

    For comparing only: NFKC turns （上海） into (上海) and ① into 1, so a key must never be shown.
    """
    return _BRACKETS.sub("", squeeze(text)).upper()
