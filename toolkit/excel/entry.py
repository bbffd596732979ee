"""What RunPython calls: the workbook in front, today's date, message boxes. One function a button."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlwings as xw

from toolkit.excel import master_actions, outcome, problem_list
from toolkit.excel.actions import check_open_book
from toolkit.excel.open_master import folder_of, is_master
from toolkit.excel.outcome import Outcome
from toolkit.findings import Severity
from toolkit.policy import Settings, load_settings
from toolkit.steps import failures
from toolkit.steps.check import CheckResult

_TITLE = "商业秘密保护创新试点"

Action = Callable[[xw.Book, date, Settings], Outcome]


def check_button() -> None:
    """校验本表: check the workbook in front of the user and mark its cells."""
    _press(check)


def merge_button() -> None:
    """合并收件箱: `pilot merge` into the open list."""
    _press(master_actions.merge_inbox)


def rulings_button() -> None:
    """应用裁定: `pilot merge` without files."""
    _press(master_actions.apply_rulings)


def undo_button() -> None:
    """撤销合并: `pilot undo`."""
    _press(master_actions.undo_last)


def quota_button() -> None:
    """名额监测 as of today."""
    _press(master_actions.renew_quota)


def reports_button() -> None:
    """年报监测 as of today."""
    _press(master_actions.renew_reports)


def tracking_button() -> None:
    """跟踪监测 as of today."""
    _press(master_actions.renew_tracking)


def letter_button() -> None:
    """生成文书: `pilot letter` with what 操作台 says."""
    _press(master_actions.write_letters_asked)


def history_button() -> None:
    """查看来源 of the selected row."""
    _press(master_actions.show_history)


def check(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """A city list is checked as one, whatever a unit sends as `pilot check` would."""
    if is_master(book):
        return master_actions.check_open_master(book, as_of, settings)
    result = check_open_book(book, as_of, settings)
    return Outcome(summary(result), show=problem_list.NAME if result.findings else None)


def summary(result: CheckResult) -> str:
    """What the user is told of a check."""
    counts = result.counts
    if not result.findings:
        return "校验完成，未发现问题。"
    told = f"校验完成：须改正 {counts[Severity.E]} 条，请核对 {counts[Severity.W]} 条，提示 {counts[Severity.I]} 条。"
    refused = any(file.status == "refused" for file in result.files)
    lines = [told, "报送单位或模板版本无法确认，整本暂不能接收，其余各表未作校验。"] if refused else [told]
    return "\n".join([*lines, "详见“问题清单”表；须改正的单元格标为红色，请核对的标为黄色。"])


def _press(action: Action) -> None:
    """Run an action on the active workbook and tell how it went; nothing of Python's own reaches the user.

    The active workbook is meant, not the one the macro stands in: Excel waits for us, so no other can come to
    the front meanwhile, and the macro may stand in the user's own macro workbook.
    """
    book = xw.Book.caller().app.books.active
    try:
        told, mode = _done(action, book), "info"
    except Exception as error:  # noqa: BLE001 - the last stop before Excel; the whole of it goes into the log
        told, mode = failures.told(error) or _our_fault(), "critical"
    book.app.status_bar = False
    book.app.alert(told, title=_TITLE, mode=mode)


def _done(action: Action, book: xw.Book) -> str:
    today = date.today()  # noqa: DTZ011 - the user's own calendar day, as the command's default
    came_to = action(book, today, load_settings(folder_of(book)))
    outcome.show(book, came_to)
    return came_to.told


def _our_fault() -> str:
    return f"操作没有完成，程序出错。请把日志文件发给技术支持人员：\n{_log()}"


def _log() -> Path:
    """Write where the present error arose, without any value of the user's data, to the log; say where that is."""
    folder = Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "pilot-toolkit"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "excel.log"
    kind, _, trace = sys.exc_info()
    lines = [f"python {sys.version}\n", f"{kind.__name__ if kind else ''}\n", *traceback.format_tb(trace)]
    path.write_text("".join(lines), encoding="utf-8")
    return path
