"""The bounds stated in the manual are those that are kept."""

import re
from pathlib import Path

from toolkit.sheets import bounds

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"


def test_the_manual_states_the_bounds_that_are_kept() -> None:
    stated = re.findall(r"^\| `(\w+)` \|[^|]+\| (\d+)( MB)? \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(stated) == 12
    for name, number, megabytes in stated:
        assert getattr(bounds, name) == int(number) * (bounds.MEGABYTE if megabytes else 1), name
