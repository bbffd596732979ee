"""Marks in a file whose hidden names are gone or lead astray."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from tests.sheets.editing import SHEET, opened, saved, sheet_of, values
from tests.sheets.test_mark import DOUBTFUL, FINDINGS, MARKED, RICH, finding
from toolkit.policy import load_settings, notice
from toolkit.records import Context
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.edit.notes import SIGN
from toolkit.sheets.mark import mark, unmark
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.rebuild import rebuilt
from toolkit.sheets.source import read_bytes
from toolkit.sheets.traces import COLUMN, HEADERS, LIST, without_traces


def forgotten(data: bytes, change: Callable[[Workbook], None] = lambda _: None) -> bytes:
    """A marked copy as a program saves it that drops hidden names."""
    book = opened(data)
    for name in [name for name in book.defined_names if name.startswith("_pilot.")]:
        del book.defined_names[name]
    change(book)
    return saved(book)


def renamed(data: bytes) -> bytes:
    """A marked copy whose list has another name, while the hidden name still has the old one."""
    book = opened(data)
    book[LIST].title = "上次的清单"
    return saved(book)


def lists(data: bytes) -> list[str]:
    return [sheet.title for sheet in opened(data) if sheet["A1"].value == LIST]


def notes(data: bytes) -> str:
    return "".join(cell.comment.text for row in sheet_of(data).iter_rows() for cell in row if cell.comment)


@pytest.mark.parametrize("saved_anew", [renamed, forgotten])
def test_a_second_round_has_one_list_one_column_and_one_note(saved_anew: Callable[[bytes], bytes]) -> None:
    again = mark(saved_anew(MARKED), FINDINGS, date(2025, 12, 20))
    assert lists(again) == [LIST]
    assert opened(again).sheetnames == [LIST, SHEET, "其他"]
    headings = [cell.coordinate for row in sheet_of(again).iter_rows() for cell in row if cell.value == COLUMN]
    assert headings == ["G3"]
    assert sheet_of(again).auto_filter.ref == "A3:G9"
    assert notes(again).count(SIGN) == notes(MARKED).count(SIGN)
    assert values(again) == values(MARKED)


@pytest.mark.parametrize("saved_anew", [renamed, forgotten])
def test_unmark_takes_away_all_but_what_is_nobodys(saved_anew: Callable[[bytes], bytes]) -> None:
    after = unmark(saved_anew(MARKED))
    assert lists(after) == []
    assert values(after) == values(RICH)
    assert SIGN not in notes(after)
    assert "人工批注" in notes(after)
    assert sheet_of(after).auto_filter.ref == "A3:F9"


def test_a_list_people_go_on_with_is_theirs() -> None:
    def answer(book: Workbook) -> None:
        heading = next(cell for row in book[LIST].iter_rows() for cell in row if cell.value == HEADERS[-1])
        heading.offset(0, 1).value, heading.offset(1, 1).value = "办理情况", "已改"

    assert lists(unmark(forgotten(MARKED, answer))) == [LIST]


def test_a_column_people_wrote_in_is_theirs() -> None:
    def answer(book: Workbook) -> None:
        book[SHEET]["G8"] = "已按要求改正"

    assert sheet_of(unmark(forgotten(MARKED, answer)))["G8"].value == "已按要求改正"
    assert sheet_of(unmark(forgotten(MARKED, answer)))["G3"].value == COLUMN


def test_a_sheet_that_only_has_the_name_of_our_list_stays() -> None:
    def own(book: Workbook) -> None:
        book[LIST].delete_rows(1, 99)
        book[LIST]["A1"] = "本区问题清单"

    data = forgotten(MARKED, own)
    assert unmark(data) == data


def test_what_is_read_of_a_copy_that_lost_its_names_is_what_was_sent() -> None:
    context = Context(as_of=date(2025, 12, 5), settings=load_settings())
    blank = blank_workbook(notice().unit[0], 2025)
    columns: dict[Any, int] = {cell.value: cell.column or 0 for cell in opened(blank)["试点申请"][3]}
    data = edit(blank, [SetCell("试点申请", 4, columns["统一社会信用代码"], "913101150000000")])
    found = read_submission_bytes(data, "a.xlsx", context).findings
    marked = mark(data, found)
    assert found
    assert read_submission_bytes(forgotten(marked), "a.xlsx", context).findings == found
    assert read_submission_bytes(renamed(marked), "a.xlsx", context).findings == found


def test_a_copy_saved_in_an_old_format_is_written_anew_without_its_marks() -> None:
    before, after = read_bytes(forgotten(RICH)), read_bytes(forgotten(MARKED))
    assert values(rebuilt(without_traces(after))) == values(rebuilt(before))
    assert without_traces(before) is before


def test_a_doubt_alone_is_known_too() -> None:
    assert values(unmark(forgotten(mark(RICH, [finding(5, 2, DOUBTFUL)])))) == values(RICH)
