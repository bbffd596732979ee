"""What all tests share: those marked `office` need LibreOffice; without it they are skipped, but fail in CI."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # a busy machine is no fault of the law that is tested
settings.load_profile("unhurried")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs LibreOffice where there is none; a CI that lacks it proves nothing, so there it fails."""
    if item.get_closest_marker("office") and shutil.which("soffice") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice (soffice) is missing, and CI must not skip what needs it", pytrace=False)
        pytest.skip("needs LibreOffice (soffice)")
    if item.get_closest_marker("registry") and "registry" not in item.config.getoption("markexpr"):
        pytest.skip("fetches from a package registry; run it with -m registry")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The demo, run once: its folder and the lines it printed. Nobody may write there."""
    from toolkit.steps.demo import run_demo  # noqa: PLC0415 - only who asks for the demo pays for it

    folder = tmp_path_factory.mktemp("demo") / "演示"
    return folder, list(run_demo(folder))


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one district's workbook in 收件/ and the master it was merged into. Nobody may write there."""
    from tests.steps.months import merged  # noqa: PLC0415

    return merged(tmp_path_factory.mktemp("month")).parent


@pytest.fixture
def master(month: Path, tmp_path: Path) -> Path:
    """A small master of one's own."""
    return Path(shutil.copy(month / "总台账.xlsx", tmp_path))
