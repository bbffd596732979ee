"""A desk for each test."""

from pathlib import Path

import pytest

from tests.master.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty master and nothing sent yet."""
    return Desk(tmp_path)
