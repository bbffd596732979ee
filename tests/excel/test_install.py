"""What a machine needs: the interpreter presses start, files to drop workbooks on, and what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, run
from tests.steps.months import merged
from toolkit.cli import COMMANDS
from toolkit.excel import build, doctor, project
from toolkit.excel.buttons import BUTTONS
from toolkit.excel.install import DROPS, drop_file, home, install, interpreter
from toolkit.master.layout import new_master

__all__ = ["run"]


def test_the_interpreter_made_runs_what_is_installed_here_and_is_made_once(tmp_path: Path) -> None:
    done = install(tmp_path)
    assert (done.made, done.drops) == (True, [])
    code = "import xlwings, toolkit.excel.entry as entry; print(entry.merge_button.__name__)"
    asked = subprocess.run([done.python, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert asked.stdout.strip() == "merge_button"
    assert install(tmp_path).python == done.python == interpreter(tmp_path / "venv")


def test_where_this_is_the_interpreter_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    assert not install(tmp_path).made
    assert not (tmp_path / "venv").exists()


def test_the_home_is_where_the_workbooks_settings_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", "C:/Users/x/AppData/Local")
    assert (home() / "venv" / "Scripts" / "python.exe").as_posix() == (
        build.INTERPRETER.replace("%LOCALAPPDATA%", "C:/Users/x/AppData/Local").replace("\\", "/")
    )


@pytest.mark.parametrize("name", DROPS)
def test_a_file_to_drop_on_is_ascii_and_calls_a_command(name: str) -> None:
    data = drop_file(DROPS[name])
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert DROPS[name].split()[0] in COMMANDS
    assert data.endswith(b"pause\r\n")
    assert build.INTERPRETER.encode() in data


def test_every_button_has_a_twin_among_the_commands() -> None:
    assert {kind.twin.split()[1] for kind in BUTTONS} <= set(COMMANDS)
    assert all(kind.twin.startswith("pilot ") for kind in BUTTONS)


def test_build_install_and_doctor_as_a_person_runs_them(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "本机"))
    monkeypatch.chdir(tmp_path)
    master = merged(tmp_path)
    before = master.read_bytes()
    built = run("excel", "build", "-o", "总台账.xlsm", "--from", master)
    assert (built.code, built.err) == (0, "")
    assert master.read_bytes() == before
    assert (tmp_path / "总台账.xlsm").read_bytes() == build.with_buttons(before)
    missing = run("excel", "doctor", "总台账.xlsm")
    assert missing.code == 1
    assert "pilot excel install" in missing.out
    done = run("excel", "install", "--drops", "拖放")
    assert done.code == 0
    assert "受信任位置" in done.out
    assert sorted(path.name for path in (tmp_path / "拖放").iterdir()) == sorted(DROPS)
    found = run("excel", "doctor", "总台账.xlsm")
    assert (found.code, found.out.splitlines()[-1]) == (0, "没有缺什么。")


def test_a_file_that_is_there_is_overwritten_only_by_what_is_built_from_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "总台账.xlsm"
    path.write_bytes(b"own")
    refused = run("excel", "build", "-o", path)
    assert (refused.code, path.read_bytes()) == (3, b"own")
    assert "已经存在" in refused.err
    path.write_bytes(build.with_buttons(new_master()))
    assert run("excel", "build", "-o", path, "--from", path).code == 0
    assert run("excel", "build", "-o", tmp_path / "总台账.xlsx").code == 2


def test_without_the_extra_one_line_says_how_to_get_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.cli.commands.excel.find_spec", lambda name: None)
    refused = run("excel", "build", "-o", tmp_path / "总台账.xlsm")
    assert (refused.code, refused.out) == (3, "")
    assert "pip install" in refused.err
    assert refused.err.count("\n") == 1


def test_macros_of_another_version_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, own = tmp_path / "总台账.xlsm", project.sources()
    path.write_bytes(build.with_buttons(new_master()))
    assert all(sign.good is not False for sign in doctor._workbook(path))
    monkeypatch.setattr(project, "sources", lambda: {**own, "xlwings": own["xlwings"] + "' newer\r\n"})
    assert [sign.what for sign in doctor._workbook(path) if sign.good is False] == ["它的宏与本机安装的版本一致"]
    path.write_bytes(new_master())
    assert [sign.good for sign in doctor._workbook(path)] == [False]


def test_an_interpreter_that_cannot_run_the_buttons_is_told(tmp_path: Path) -> None:
    python = interpreter(tmp_path / "venv")
    assert [sign.good for sign in doctor._environment(python)] == [False]
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    python.chmod(0o755)
    assert [sign.good for sign in doctor._environment(python)] == [True, False]
