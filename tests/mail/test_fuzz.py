"""Damaged parcels, drawn by a seeded chance; `python -m benchmarks.fuzz_mail` draws many more."""

import random

import pytest

from tests.mail import parcels
from tests.sheets import mutants

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
