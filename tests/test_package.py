"""The wheel carries all that the program needs, and the layers are really guarded."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, as an installer lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def pilot(installed: Path, elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "toolkit", *arguments]
    return subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, check=False)


def test_the_installed_program_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = "import toolkit, sys; sys.stdout.write(toolkit.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run([sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert str(installed) in found.stdout.decode()
    blank = pilot(installed, tmp_path, "blank", "--unit", "徐汇", "--year", "2025", "-o", "空白.xlsx")
    assert (blank.returncode, (tmp_path / "空白.xlsx").exists()) == (0, True), blank.stderr.decode()
    demo = pilot(installed, tmp_path, "demo")
    assert demo.returncode == 0, demo.stderr.decode()
    assert (tmp_path / "演示" / "总台账.xlsx").exists()
    assert list((tmp_path / "演示" / "文书").glob("退出决定*.docx"))


def test_the_wheel_carries_workbooks_templates_examples_and_the_button(installed: Path) -> None:
    shipped = installed / "toolkit" / "shipped"
    assert list((shipped / "workbooks").glob("*.xlsx"))
    assert {path.name for path in (ROOT / "templates").glob("*.docx")} == {path.name for path in (shipped / "templates").glob("*.docx")}
    assert (shipped / "examples" / "december").is_dir()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("policy/text.py", "from toolkit.records import FORMS"),
        ("sheets/grid.py", "import toolkit.steps.check"),
        ("checks/quota.py", "import openpyxl"),
        ("records/form.py", "import click"),
    ],
)
def test_a_wrong_import_breaks_a_contract(module: str, line: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "toolkit", tmp_path / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "toolkit" / module
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert _lint_imports(tmp_path) == 1


def test_a_module_without_a_layer_breaks_the_contract(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "toolkit", tmp_path / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "toolkit" / "unplaced.py").write_text('"""Nowhere."""\n', encoding="utf-8")
    assert _lint_imports(tmp_path) == 1


def _lint_imports(folder: Path) -> int:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, check=False).returncode
