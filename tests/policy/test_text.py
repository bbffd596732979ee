"""The short ways of comparing texts say what the plain way says, for every character there is."""

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from toolkit.policy.text import Words, match_key, squeeze
from toolkit.records.kinds import base

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufe0e\ufe0f\ufeff\u00ad]+")
CHARACTERS = [chr(code) for code in (*range(0x3100), *range(0xA000, 0x10000), *range(0x1D400, 0x1D800))]


def plainly_squeezed(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def test_squeezing_takes_the_short_way_for_no_character_that_needs_the_long_one() -> None:
    for character in CHARACTERS:
        text = f"a{character} b"
        assert squeeze(text) == plainly_squeezed(text)


def test_what_is_printable_has_nothing_to_be_trimmed_but_blanks() -> None:
    for character in CHARACTERS:
        text = f" a{character}b{character} "
        lines = base._LINE_ENDS.sub("\n", text)
        assert base.one_line_end(text) == lines
        assert base.trim(text) == base._INVISIBLE.sub("", lines).strip()
        assert base.is_broken(text) == bool(base._NO_CHARACTER.search(text))


@given(st.text(alphabet="同上无〃″/\\— \u3000\u200b〳￣a\u0301ｎＡ。", max_size=12))
def test_a_word_is_known_however_it_is_spaced(text: str) -> None:
    words = ("同上", "″", "N/A", "———")
    assert (text in Words(*words)) == (plainly_squeezed(text).upper() in {plainly_squeezed(word).upper() for word in words})


@given(st.text(max_size=300))
def test_a_key_is_the_same_when_asked_for_again(text: str) -> None:
    assert match_key(text) == match_key(text) == re.sub(r"[()\[\]<>{}〔〕【】「」『』《》〈〉]", "", plainly_squeezed(text)).upper()


def test_long_texts_are_not_remembered() -> None:
    text = "字" * 100_000
    before = sys.getrefcount(text)
    match_key(text)
    assert sys.getrefcount(text) == before
