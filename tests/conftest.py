"""What all tests share: those marked `office` need LibreOffice; without it they are skipped, but fail in CI."""

import os
import shutil

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs LibreOffice where there is none; a CI that lacks it proves nothing, so there it fails."""
    if item.get_closest_marker("office") and shutil.which("soffice") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice (soffice) is missing, and CI must not skip what needs it", pytrace=False)
        pytest.skip("needs LibreOffice (soffice)")
