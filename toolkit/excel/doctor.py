"""What the buttons need, and what of it is missing on this machine."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from toolkit.excel import windows
from toolkit.excel.install import interpreter
from toolkit.findings.catalogue.edits import EXCEL_EXTRA

_ASK = "from toolkit.excel import entry; import xlwings; print(xlwings.__version__)"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at; `good` is None where this machine cannot tell. `advice` is for what is not good."""

    what: str
    good: bool | None
    advice: str = ""


def examine(folder: Path, workbook: Path | None = None) -> list[Sign]:
    """Everything, in the order in which it must be mended."""
    signs = [*_program(), *_environment(interpreter(folder / "venv")), *_machine()]
    return [*signs, *(_workbook(workbook) if workbook else ())]


def _program() -> Iterator[Sign]:
    for module, name in (("xlwings", "xlwings"), ("pyopenvba", "pyOpenVBA")):
        yield Sign(f"{name} 已安装", find_spec(module) is not None, EXCEL_EXTRA)
    if sys.platform == "win32":
        yield Sign("pywin32 已安装", find_spec("win32com") is not None, "pip install pywin32")


def _environment(python: Path) -> Iterator[Sign]:
    """The interpreter the workbook's settings name, started as a press would start it."""
    there = python.is_file()
    yield Sign(f"按钮使用的 Python：{python}", there, "运行 pilot excel install")
    if there:
        yield Sign("它能运行按钮的程序", _answers(python), "运行 pilot excel install；仍不行时重新安装 pilot")


def _answers(python: Path) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603 - the very program a press starts
            [python, "-c", _ASK], capture_output=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _machine() -> Iterator[Sign]:
    if sys.platform != "win32":
        yield Sign("本机不是 Windows，看不到 Excel 和宏设置", None)
        return
    yield Sign("装有 Microsoft Excel", windows.has_program("Excel.Application"), "WPS 不支持按钮，请用 .bat 文件或 pilot 命令")
    yield Sign("Excel 允许启用宏", not windows.macros_off(), "文件—选项—信任中心—宏设置，选“禁用宏，并发出通知”；由单位统一管理的，请联系管理员")


def _workbook(path: Path) -> Iterator[Sign]:
    from toolkit.excel.project import modules_of, sources  # noqa: PLC0415 - the program may lack pyOpenVBA
    from toolkit.sheets.edit.macros import project_in  # noqa: PLC0415

    project = project_in(path.read_bytes())
    yield Sign(f"{path.name} 带有按钮的宏", project is not None, "运行 pilot excel build 生成")
    if project is not None:
        same = {name: _code(source) for name, source in modules_of(project).items()}
        wanted = {name: _code(source) for name, source in sources().items()}
        yield Sign(
            "它的宏与本机安装的版本一致", wanted.items() <= same.items(),
            f"运行 pilot excel build -o 新文件.xlsm --from {path.name} 重新生成",
        )  # fmt: skip


def _code(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines() if line.strip() and not line.startswith("Attribute ")]
