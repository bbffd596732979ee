"""The VBA module as it ships: what Excel's editor can import, calling what exists."""

import ast
import os
import re
import subprocess
import sys
from importlib import import_module, resources
from typing import Any

import pytest
import xlwings as xw

from tests.excel.engine import open_book
from tests.excel.faulty import sound
from toolkit.excel import problem_list
from toolkit.excel.buttons import BUTTONS

SOURCE = (resources.files("toolkit.excel") / "pilot_buttons.bas").read_bytes()
TEXT = SOURCE.decode("ascii")
MACROS = re.findall(r"Sub (\w+)\(\)", TEXT)
COMMANDS = re.findall(r'^\s+RunPython "(.*)"\r$', TEXT, re.MULTILINE)


def test_it_is_ascii_with_windows_line_ends_throughout() -> None:
    assert SOURCE.isascii()
    assert SOURCE.endswith(b"\r\n")
    assert SOURCE.count(b"\n") == SOURCE.count(b"\r\n") == SOURCE.count(b"\r")


def test_it_names_itself_and_every_sub_ends() -> None:
    assert TEXT.startswith('Attribute VB_Name = "pilot_buttons"\r\nOption Explicit\r\n')
    assert re.findall(r"^Public Sub (\w+)\(\)\r$", TEXT, re.MULTILINE) == MACROS
    lines = [line for line in TEXT.split("\r\n") if line and not line.startswith("'")]
    assert lines[2::3] == [f"Public Sub {macro}()" for macro in MACROS]
    assert {line.strip() for line in lines[4::3]} == {"End Sub"}


def test_each_button_runs_its_own_sub_and_each_sub_its_own_function() -> None:
    said = re.findall(r'Public Sub (\w+)\(\)\r\n    RunPython "from toolkit.excel.entry import (\w+); (\w+)\(\)"', TEXT)
    assert sorted(said) == sorted((kind.macro, kind.function, kind.function) for kind in BUTTONS)


def test_each_sub_runs_one_line_of_python_without_double_quotes() -> None:
    assert len(COMMANDS) == TEXT.count("Public Sub") == TEXT.count("RunPython")
    assert all('"' not in command for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_it_calls_exists_and_wants_nothing(command: str) -> None:
    imported, called = ast.parse(command).body
    assert isinstance(imported, ast.ImportFrom)
    assert isinstance(called, ast.Expr)
    assert isinstance(called.value, ast.Call)
    assert ast.unparse(called.value) == f"{imported.names[0].name}()"
    assert callable(getattr(import_module(imported.module or ""), imported.names[0].name))


def test_what_it_runs_checks_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    book: Any = open_book(sound())
    monkeypatch.setattr(xw.Book, "caller", lambda: book)
    exec(COMMANDS[0], {})  # noqa: S102 - as RunPython does
    assert problem_list.NAME in {sheet.name for sheet in book.sheets}
    assert len(book.app.impl.alerts) == 1


def test_nothing_outside_this_face_needs_xlwings() -> None:
    code = """
import pkgutil, sys, toolkit
sys.modules["xlwings"] = None
for module in pkgutil.walk_packages(toolkit.__path__, "toolkit.", onerror=print):
    if not module.name.startswith("toolkit.excel."):
        __import__(module.name)
"""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
