"""How two texts are compared: never how they are shown."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufe0e\ufe0f\ufeff\u00ad]+")
_BRACKETS = re.compile(r"[()\[\]<>{}〔〕【】「」『』《》〈〉]")

_LONGEST_NAME = 100
"""Names are compared again and again; what is longer is no name, and need not be remembered."""


def squeeze(text: str) -> str:
    """Full-width letters and digits to half-width, every space and invisible character gone."""
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return _remembered(text) if len(text) <= _LONGEST_NAME else _squeeze(text)


def _squeeze(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


_remembered = lru_cache(maxsize=16_384)(_squeeze)


def match_key(text: str) -> str:
    """A key under which spellings of one name meet: squeezed, without brackets, upper case.

    For comparing only: NFKC turns （上海） into (上海) and ① into 1, so a key must never be shown.
    """
    return _remembered_key(text) if len(text) <= _LONGEST_NAME else _key(text)


def _key(text: str) -> str:
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):  # no bracket, no space: most names
        return text.upper()
    return _BRACKETS.sub("", squeeze(text)).upper()


_remembered_key = lru_cache(maxsize=16_384)(_key)


_CHARACTERS = 10_000
"""More than any honest batch begins its cells with."""


class Words:
    """A few short words that a text may be, compared squeezed and upper case.

    `starts` tells of a text's first character whether the text may be one of them: most begin otherwise.
    """

    def __init__(self, *words: str) -> None:
        self.words = words
        self._keys = frozenset(squeeze(word).upper() for word in words)
        self.starts = _Starts(frozenset(key[0] for key in self._keys))

    def __contains__(self, text: str) -> bool:
        return self.starts[text[:1]] and squeeze(text).upper() in self._keys


class _Starts(dict[str, bool]):
    """Whether a text that begins with a character may squeeze to a word that begins with one of `firsts`."""

    def __init__(self, firsts: frozenset[str]) -> None:
        super().__init__()
        self._firsts = firsts

    def __missing__(self, character: str) -> bool:
        key = squeeze(character).upper()
        may = not key or key[0] in self._firsts
        if len(self) < _CHARACTERS:
            self[character] = may
        return may
