"""Damaged books, drawn by a seeded chance; `python -m benchmarks.fuzz_reader` draws many more."""

import random

import pytest

from tests.sheets import fuzzing, mutants
from toolkit.sheets.source import read_bytes

ORIGINALS = fuzzing.originals()
SHEETS = {name: read_bytes(data) for name, data in ORIGINALS.items()}
ARCHIVES = [name for name in ORIGINALS if name.startswith(("xlsx", "xlsb", "ods"))]
CHECKSUMMED = {fuzzing.EQUAL}


def chance() -> random.Random:
    return random.Random(20251205)  # noqa: S311 - a repeatable one


@pytest.mark.parametrize("name", ORIGINALS)
def test_changed_bytes_end_in_words(name: str) -> None:
    drawn = chance()
    for _ in range(60):
        verdict = fuzzing.judge(mutants.byte_mutant(ORIGINALS[name], drawn), SHEETS[name])
        assert verdict in CHECKSUMMED or verdict.startswith("FILE-") or name not in ARCHIVES


@pytest.mark.parametrize("name", [name for name in ORIGINALS if name != "csv"])
def test_a_file_cut_off_anywhere_is_refused(name: str) -> None:
    for percent in range(100):
        verdict = fuzzing.judge(mutants.cut(ORIGINALS[name], percent), SHEETS[name])
        assert verdict.startswith("FILE-") or (verdict == fuzzing.EQUAL and percent > 98), percent


def test_a_csv_cut_off_gives_the_rows_before() -> None:
    """It has no end mark: nothing tells a short one from one cut between two rows."""
    for percent in range(100):
        assert "FEWER" not in fuzzing.judge(mutants.cut(ORIGINALS["csv"], percent), SHEETS["csv"])


@pytest.mark.parametrize("name", ARCHIVES)
def test_changed_parts_end_in_words_and_never_in_fewer_cells(name: str) -> None:
    drawn = chance()
    count = fuzzing.told_cells if name.startswith("xlsx") else None
    for _ in range(120):
        assert fuzzing.judge(mutants.xml_mutant(ORIGINALS[name], drawn), SHEETS[name], count=count) != fuzzing.FEWER


@pytest.mark.parametrize("name", ARCHIVES)
def test_changed_archives_end_in_words(name: str) -> None:
    drawn = chance()
    for _ in range(60):
        fuzzing.judge(mutants.zip_mutant(ORIGINALS[name], drawn), SHEETS[name])
