"""Damaged parcels, drawn by a seeded chance; `python -m benchmarks.fuzz_mail` draws many more."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail import parcels
from tests.sheets import mutants
from toolkit.mail.headers import address_of, day_of, encoded_words, name_in, parameters, readable, text_of

ORIGINALS = parcels.originals()


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_damaged_parcel_gives_pieces_or_reasons(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - a repeatable one
    for _ in range(60):
        assert parcels.judge(mutants.byte_mutant(ORIGINALS[name], chance), name)


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_parcel_cut_anywhere_gives_pieces_or_reasons(name: str) -> None:
    for percent in range(0, 100, 3):
        verdict = parcels.judge(mutants.cut(ORIGINALS[name], percent), name)
        assert verdict != ("nothing",)


PIECES = st.lists(st.sampled_from([
    "=?gb2312?B?", "=?utf-8?q?", "?=", "5b6Q", "=E5", "filename", "*0*", "*=", "*", "=", ";", '"', "\\", "utf-8''", "%E5%BE%90", "%D0", " ", "\r\n ",
    "徐", "\udce5\udcbe", "\udc95\\", ".xlsx", "/", "Fri, 05 Dec 2025 17:40:00 +0800", "<a@b.c>", "99999999999999999999",
]), max_size=20).map("".join)  # fmt: skip


@given(PIECES | st.text(max_size=60))
def test_no_header_makes_its_reader_raise(raw: str) -> None:
    assert isinstance(name_in(f"attachment; {raw}", f"a/b; name={raw}"), str)
    assert all(isinstance(value, str) for value in parameters(raw).values())
    for read in (text_of, encoded_words, readable, address_of):
        assert isinstance(read(raw), str)
    day_of(raw, raw)
