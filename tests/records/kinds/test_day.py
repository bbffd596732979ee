"""Dates: every notation of the mail, and what is refused because nobody can know."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.records.factories import Cell, on, read_cell
from toolkit.findings.catalogue import cells
from toolkit.records.kinds import Day

THE_DAY = date(2025, 12, 5)


def read(raw: object, **against: Any) -> Cell:
    return read_cell(Day(), raw, **against)


@pytest.mark.parametrize("raw", [on(2025, 12, 5), datetime(2025, 12, 5, 14, 30), THE_DAY, "2025-12-05"])  # noqa: DTZ001
def test_a_date_is_read_without_a_word(raw: object) -> None:
    assert (read(raw).value, read(raw).told) == (THE_DAY, [])


@pytest.mark.parametrize(
    "typed",
    [
        "2025.12.5", "2025/12/05", "2025-12-5", "20251205", "2025年12月5日", "2025年12月5号", "25.12.5", "25/12/5", "25-12-05",
        "25年12月5日", "二〇二五年十二月五日", "二零二五年十二月五日", "二○二五年十二月五日", "二O二五年十二月五日", "２０２５．１２．０５",
        "２０２５年１２月５日", " 2025 年 12 月 5 日 ", "2025.12.5.", "2025—12—05", "'2025-12-05", "2025\u200b-12-05", "2025年\n12月5日", "2025 12 5",
        "2025年12月5日（周五）", "2025.12.5 星期五", "2025-12-05 (周五)",
    ],
)  # fmt: skip
def test_a_notation_is_read_and_told_once(typed: str) -> None:
    assert (read(typed).value, read(typed).told) == (THE_DAY, [cells.DATE_REWRITTEN.code])


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-12-1 10:30", 1), ("2025-12-5 10:30:00", 5), ("2025-12-05T08:00:00", 5), ("2025/12/1 0:00", 1),
        ("2025年12月1日 14：30", 1), ("2025-12-05 00:00:00.000", 5),
    ],
)  # fmt: skip
def test_a_time_of_day_never_becomes_part_of_the_day(typed: str, day: int) -> None:
    assert read(typed).value == date(2025, 12, day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("二十", 20), ("二十一", 21), ("三十", 30), ("三十一", 31), ("廿", 20), ("廿五", 25), ("卅", 30), ("卅一", 31), ("十", 10), ("一十", 10)],
)
def test_chinese_tens_are_counted(typed: str, day: int) -> None:
    assert read(f"二〇二五年十月{typed}日").value == date(2025, 10, day)


@pytest.mark.parametrize("raw", [45992, 45992.0, 45992.604, "45992", "45992.0"])
def test_a_serial_number_is_its_day_and_is_told(raw: object) -> None:
    cell = read(raw)
    assert (cell.value, cell.told, cell.words["read"]) == (date(2025, 12, 1), ["CELL-52"], date(2025, 12, 1))


def test_a_book_of_1904_counts_its_serials_from_there() -> None:
    assert read(44530, epoch_1904=True).value == date(2025, 12, 1)
    assert read(45992, epoch_1904=True).value == date(2029, 12, 2)
    assert read(35064, epoch_1904=True).value == date(2000, 1, 1)


@pytest.mark.parametrize("raw", [36525, 73051, 30000, 80000])
def test_a_number_no_serial_of_this_century_is_refused(raw: int) -> None:
    assert read(raw).refused == "CELL-10"


def test_a_date_as_a_number_of_eight_digits_is_read() -> None:
    assert (read(20251205).value, read(20251205).told) == (THE_DAY, ["CELL-51"])
    assert read(20251305).refused == "CELL-11"


def test_a_figure_like_2025_1_may_have_been_october() -> None:
    assert (read(2025.1).refused, read(2025.1).words) == ("CELL-13", {"year": "2025"})


@pytest.mark.parametrize("raw", [2025.12, 2025.2, 2025, "2025.1", "2025.10", "2025.12", "2025年12月", "2025-12", "202512", "2025年"])
def test_what_names_no_day_is_refused(raw: object) -> None:
    assert read(raw).refused == "CELL-12"


@pytest.mark.parametrize("raw", ["12月5日", "12.05", "12.5", "12/5", "12-05", "十二月五日", 12.05, 12.5])
def test_a_day_without_its_year_takes_that_of_the_filling_date_and_is_told(raw: object) -> None:
    assert (read(raw).value, read(raw).told) == (THE_DAY, ["CELL-15"])
    assert read(raw, filled_on=None, year=2024).value == date(2024, 12, 5)


def test_a_december_day_filled_in_in_january_is_not_guessed() -> None:
    assert read("12月30日", filled_on=date(2026, 1, 5)).refused == "CELL-19"
    assert read_cell(Day(future=True), "12月30日", filled_on=date(2026, 1, 5)).value == date(2026, 12, 30)


def test_a_day_without_its_year_where_nobody_knows_the_year_is_refused() -> None:
    assert read("12月5日", filled_on=None, year=None).refused == "CELL-19"


@pytest.mark.parametrize("raw", [12.1, 11.2, 10.3])
def test_a_figure_that_may_have_lost_a_zero_is_refused(raw: float) -> None:
    assert read(raw).refused == "CELL-28"


@pytest.mark.parametrize("typed", ["05/12/2025", "5.12.2025", "12/31/2025", "05/12/25", "12/5/25", "23/12/25", "31-12-25", "05.12.25"])
def test_an_order_that_cannot_be_told_is_never_guessed(typed: str) -> None:
    assert read(typed).refused == "CELL-18"


@pytest.mark.parametrize("typed", ["2025-02-30", "2025.13.1", "2025年2月29日", "20250231", "13.5", "2月30日"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert read(typed).refused == "CELL-11"


@pytest.mark.parametrize("raw", [on(1900, 1, 1), "1999-12-31", "2101-01-01", on(2205, 12, 5)])
def test_a_day_of_another_century_is_refused_and_nothing_else_is_told_of_it(raw: object) -> None:
    assert (read(raw).refused, read(raw).told) == ("CELL-14", [])


@pytest.mark.parametrize(
    "raw", ["2025-12-1 5", "2025.1 2.5", "12.5\n12.6", "2025-12-05\n2025-12-06", "待定", "12月", "5日", "2025.12.5-12.7", "12月5日至7日", "见附件", True, False, 5, -45992, 0.5, 1e20, "年月日", "2025-12-05" * 9]
)
def test_anything_else_is_refused(raw: object) -> None:
    assert read(raw).refused in {"CELL-10", "CELL-11"}
    assert read(raw).told == []


def test_a_day_after_the_filling_date_is_told() -> None:
    assert read("2025-12-06").told == ["CELL-16"]
    assert read("2025-12-05").told == []
    assert read("2025-12-06", filled_on=None).told == []


def test_a_day_after_the_as_of_date_is_told_as_such_only() -> None:
    assert read("2025-12-09").told == ["CELL-17"]
    assert read("2025-12-09", filled_on=date(2025, 12, 20)).told == ["CELL-17"]
    assert read("2025-12-08", filled_on=None).told == []


@pytest.mark.parametrize("typed", ["未报", "未收到", " 未报送 ", "无", "—"])
def test_a_day_that_has_not_come_is_no_day(typed: str) -> None:
    assert (read(typed).value, read(typed).told) == (None, ["CELL-57"])
    assert read_cell(Day(), typed, required=True).refused == "CELL-02"


def test_a_term_may_lie_ahead() -> None:
    assert read_cell(Day(future=True), "2026-03-01").told == []
    assert read_cell(Day(future=True), "28.3.1").value == date(2028, 3, 1)


def test_a_day_is_written_as_a_date_cell() -> None:
    assert Day().show(THE_DAY) == on(2025, 12, 5)
    assert Day().show(None) is None
