"""The bounds stated in the manual are those that are kept."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.findings import Unreadable
from toolkit.master.layout import new_master
from toolkit.sheets import bounds
from toolkit.sheets.source import read_bytes

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"


def test_the_manual_states_the_bounds_that_are_kept() -> None:
    stated = re.findall(r"^\| `(\w+)` \|[^|]+\| (\d+)( MB)? \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(stated) == 12
    for name, number, megabytes in stated:
        assert getattr(bounds, name) == int(number) * (bounds.MEGABYTE if megabytes else 1), name


def test_the_citys_own_list_may_be_larger_than_what_is_mailed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_CELLS", len(list(_cells())) // 2)
    with pytest.raises(Unreadable):
        read_bytes(new_master())
    assert read_bytes(new_master(), own=True).sheets


def _cells() -> Iterator[object]:
    for sheet in read_bytes(new_master()).sheets:
        yield from sheet.cells()
