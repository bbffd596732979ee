"""The stick: what is gathered for which machine; and, where a registry can be asked, that it installs without a network."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_bundle", ROOT / "offline" / "make_bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names(text: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


@pytest.mark.parametrize("platform", ["windows", "linux", "mac"])
def test_it_takes_what_the_toolkit_runs_with_and_nothing_of_its_makers(bundle: ModuleType, platform: str) -> None:
    text = bundle.requirements(LOCK, [], bundle.environment(platform, "3.12"))
    assert {"click", "lxml", "openpyxl", "pydantic", "pydantic-core", "rich", "xlrd"} <= names(text)
    assert names(text).isdisjoint({"pytest", "mypy", "ruff", "hypothesis", "pilot-toolkit", "xlwings"})
    for block in re.split(r"\n(?=[a-z])", text.strip()):
        assert "--hash=sha256:" in block
    assert ";" not in text


def test_what_belongs_to_another_system_is_judged_by_that_system(bundle: ModuleType) -> None:
    windows = names(bundle.requirements(LOCK, ["excel"], bundle.environment("windows", "3.12")))
    assert "pywin32" in windows
    assert "pywin32" not in names(bundle.requirements(LOCK, ["excel"], bundle.environment("linux", "3.12")))


def test_the_scripts_are_what_their_system_reads(bundle: ModuleType, tmp_path: Path) -> None:
    bundle.scripts(tmp_path, "windows", "3.12")
    assert "需要 Python 3.12（64 位）。" in (tmp_path / "install.bat").read_text(encoding="gbk")
    for name in ("install.bat", "命令窗口.bat"):
        batch = (tmp_path / name).read_bytes()
        assert batch.startswith(b"@echo off\r\nchcp 936 >nul\r\n")
        assert not re.search(rb"(?<!\r)\n", batch)
        assert not re.search(r"\{[a-z]+\}", batch.decode("gbk"))
        chinese = [character.encode("gbk") for character in set(batch.decode("gbk")) if ord(character) > 127]
        assert not any(code[1:] in b"|^" for code in chinese)  # a shell of another code page would take them for its own
    told = (tmp_path / "安装说明.txt").read_text(encoding="utf-8-sig")
    assert "默认 %USERPROFILE%\\pilot），双击“命令窗口.bat”，输入 pilot demo" in told
    assert not re.search(r"\{[a-z]+\}", told)
    bundle.scripts(tmp_path, "linux", "3.12")
    assert b"\r" not in (tmp_path / "install.sh").read_bytes()
    assert "install.sh" in (tmp_path / "安装说明.txt").read_text(encoding="utf-8-sig")


def test_the_list_of_wheels_names_each_with_its_own_hash(bundle: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "sample_thing-1.0-py3-none-any.whl").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert bundle.wheel_lines(tmp_path) == f"sample-thing==1.0 --hash=sha256:{empty}\n"


@pytest.mark.registry
@pytest.mark.skipif(os.name == "nt", reason="the script is for a shell")
def test_a_machine_without_a_network_installs_it_and_runs_the_demo(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "offline" / "make_bundle.py", tmp_path / "stick"], check=True)
    unshare = [shutil.which("unshare") or "", "-rn"]
    cut_off = unshare if unshare[0] and subprocess.run([*unshare, "true"], check=False).returncode == 0 else []
    settings = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "HTTP"))}
    settings |= {"PIP_CONFIG_FILE": os.devnull, "PYTHON": sys.executable}

    def run(*command: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*cut_off, *map(str, command)], cwd=tmp_path, env=settings | more, check=False, capture_output=True, encoding="utf-8"
        )

    installed = run("sh", tmp_path / "stick" / "install.sh", tmp_path / "installed")
    assert installed.returncode == 0, installed.stderr
    shown = run(tmp_path / "installed" / "bin" / "pilot", "demo")
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "演示" / "总台账.xlsx").is_file()
    wheel = next((tmp_path / "stick" / "wheels").glob("click-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-100])
    damaged = run("sh", tmp_path / "stick" / "install.sh", tmp_path / "again")
    assert damaged.returncode != 0
