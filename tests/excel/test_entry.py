"""What the user of Excel sees of a press: one message, in Chinese, whatever happens."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlwings as xw

from tests.excel.engine import open_book
from tests.excel.faulty import FAULTY, sound
from toolkit.excel import entry, problem_list
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.policy import Settings
from toolkit.steps.check import CheckResult

Calling = Callable[[xw.Book], xw.Book]


@pytest.fixture
def calling(monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Makes a workbook the one the macro is called from."""

    def call(book: xw.Book) -> xw.Book:
        monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
        return book

    return call


def told(book: xw.Book) -> tuple[str, str, str | None]:
    (alert,) = book.app.impl.alerts
    return alert  # type: ignore[no-any-return]


def test_a_press_checks_marks_and_tells_how_it_went(calling: Calling) -> None:
    book = calling(open_book(FAULTY["errors"]()))
    entry.check_button()
    text, title, mode = told(book)
    assert re.fullmatch(r"校验完成：须改正 \d+ 条，请核对 \d+ 条，提示 \d+ 条。\n.*“问题清单”表.*", text)
    assert (title, mode) == ("商业秘密保护创新试点", "info")
    assert problem_list.NAME in {sheet.name for sheet in book.sheets}


def test_today_is_what_is_checked_against(calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[date] = []

    def check(book: xw.Book, as_of: date, settings: Settings) -> CheckResult:
        seen.append(as_of)
        return CheckResult([])

    monkeypatch.setattr(entry, "check_open_book", check)
    calling(open_book(sound()))
    entry.check_button()
    assert seen == [date.today()]  # noqa: DTZ011


def test_a_workbook_that_cannot_be_taken_is_named_so(calling: Calling) -> None:
    book = calling(open_book(FAULTY["no cover"]()))
    entry.check_button()
    assert "整本暂不能接收" in told(book)[0]


def test_the_workbook_in_front_is_checked_not_the_one_the_macro_stands_in(calling: Calling) -> None:
    macros, front = open_book(sound(), "PERSONAL.XLSB"), open_book(sound())
    macros.app.impl.books._active = front.impl
    calling(macros)
    entry.check_button()
    assert problem_list.NAME in {sheet.name for sheet in front.sheets}
    assert problem_list.NAME not in {sheet.name for sheet in macros.sheets}
    assert told(front)[0].startswith("校验完成")


def test_settings_beside_the_workbook_are_obeyed_and_a_wrong_one_is_told(calling: Calling, tmp_path: Path) -> None:
    (tmp_path / "pilot.toml").write_text("[policy]\nno_such_key = 1\n", encoding="utf-8")
    book = calling(open_book(sound(), folder=str(tmp_path)))
    entry.check_button()
    text, _, mode = told(book)
    assert ("no_such_key" in text, mode) == (True, "critical")
    assert problem_list.NAME not in {sheet.name for sheet in book.sheets}


@pytest.mark.parametrize("folder", ["", "https://example.invalid/文档"])
def test_a_workbook_without_a_folder_of_its_own_is_checked_by_the_defaults(
    folder: str, calling: Calling, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pilot.toml").write_text("[policy]\nno_such_key = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    book = calling(open_book(sound(), folder=folder))
    entry.check_button()
    assert told(book)[2] == "info"


def test_what_cannot_be_read_is_told_with_the_way_out(calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Unreadable(files.TOO_LARGE, what="有内容的单元格数", limit="800,000")

    monkeypatch.setattr(entry, "check_open_book", refuse)
    book = calling(open_book(sound()))
    entry.check_button()
    text, _, mode = told(book)
    assert (text.startswith("文件过大：有内容的单元格数超过上限 800,000。"), mode) == (True, "critical")


def test_a_fault_of_ours_leaves_a_log_and_shows_no_english(
    calling: Calling, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("上海样例公司")

    monkeypatch.setattr(entry, "check_open_book", fail)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    book = calling(open_book(sound()))
    entry.check_button()
    text, _, mode = told(book)
    log = tmp_path / "pilot-toolkit" / "excel.log"
    assert (text.endswith(f"\n{log}"), mode) == (True, "critical")
    assert not re.search("[A-Za-z]", text.removesuffix(str(log)))
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError\n" in written
    assert "in fail" in written
    assert "上海样例公司" not in written.replace('raise RuntimeError("上海样例公司")', "")
