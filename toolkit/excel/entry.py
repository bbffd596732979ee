"""What RunPython calls: the workbook in front, today's date, message boxes. One function a button."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlwings as xw

from toolkit.excel.actions import check_open_book
from toolkit.findings import Finding, Severity, Unreadable
from toolkit.policy import SettingsError, load_settings
from toolkit.steps.check import CheckResult

_TITLE = "商业秘密保护创新试点"


def check_button() -> None:
    """校验: check the workbook in front of the user and mark its cells."""
    _press(_check)


def _check(book: xw.Book) -> str:
    today = date.today()  # noqa: DTZ011 - the user's own calendar day, as the command's default
    return summary(check_open_book(book, today, load_settings(_folder_of(book))))


def summary(result: CheckResult) -> str:
    """What the user is told of a check."""
    counts = result.counts
    if not result.findings:
        return "校验完成，未发现问题。"
    told = f"校验完成：须改正 {counts[Severity.E]} 条，请核对 {counts[Severity.W]} 条，提示 {counts[Severity.I]} 条。"
    refused = any(file.status == "refused" for file in result.files)
    lines = [told, "报送单位或模板版本无法确认，整本暂不能接收，其余各表未作校验。"] if refused else [told]
    return "\n".join([*lines, "详见“问题清单”表；须改正的单元格标为红色，请核对的标为黄色。"])


def words_of(finding: Finding) -> str:
    """What is wrong and what to do about it, in one breath."""
    return f"{finding.message}。{finding.advice}" if finding.advice else finding.message


def _press(action: Callable[[xw.Book], str]) -> None:
    """Run an action on the active workbook and tell how it went; nothing of Python's own reaches the user.

    The active workbook is meant, not the one the macro stands in: Excel waits for us, so no other can come to
    the front meanwhile, and the macro may stand in the user's own macro workbook.
    """
    book = xw.Book.caller().app.books.active
    try:
        told, mode = action(book), "info"
    except SettingsError as why:
        told, mode = str(why), "critical"
    except Unreadable as why:
        told, mode = words_of(Finding(why.rule, words=why.words)), "critical"
    except Exception:  # noqa: BLE001 - the last stop before Excel; the whole of it goes into the log
        told, mode = f"操作没有完成，程序出错。请把日志文件发给技术支持人员：\n{_log()}", "critical"
    book.app.alert(told, title=_TITLE, mode=mode)


def _log() -> Path:
    """Write where the present error arose, without any value of the user's data, to the log; say where that is."""
    folder = Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "pilot-toolkit"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "excel.log"
    kind, _, trace = sys.exc_info()
    lines = [f"python {sys.version}\n", f"{kind.__name__ if kind else ''}\n", *traceback.format_tb(trace)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _folder_of(book: xw.Book) -> Path | None:
    """Where the workbook lies; None for one that was never saved or lies on a server's address."""
    path = Path(book.fullname)
    return path.parent if path.is_absolute() and path.parent.is_dir() else None
