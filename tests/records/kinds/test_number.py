"""Numbers with units, rounded words and what spreadsheets made of them."""

import pytest

from tests.records.factories import Cell, on, read_cell
from toolkit.records import form_of
from toolkit.records.kinds import Number, Whole

FUNDS = form_of("annual_reports").column("funds").kind
YEAR = Whole(units=("年", "年度"), least=2025, most=2100)


def whole(raw: object) -> Cell:
    return read_cell(Whole(), raw)


@pytest.mark.parametrize("raw", [12, 12.0])
def test_a_number_is_read_without_a_word(raw: object) -> None:
    assert (whole(raw).value, whole(raw).told) == (12, [])
    assert isinstance(whole(raw).value, int)


@pytest.mark.parametrize("typed", ["12", "'12", " 12 ", "１２", "12人", "12 人次", "12次", "12家", "12.0", "012", "12场次", "+12"])
def test_a_number_as_text_or_with_its_unit_is_told_once(typed: str) -> None:
    assert (whole(typed).value, whole(typed).told) == (12, ["CELL-53"])


@pytest.mark.parametrize(("typed", "number"), [("1,200", 1200), ("12，000人", 12000), ("1,234,567", 1234567)])
def test_thousands_may_be_marked(typed: str, number: int) -> None:
    assert whole(typed).value == number


@pytest.mark.parametrize("typed", ["1,20", "12,00", "1,2345"])
def test_marks_that_count_no_thousands_are_refused(typed: str) -> None:
    assert whole(typed).refused == "CELL-20"


@pytest.mark.parametrize(
    ("typed", "number"), [("约3次", 3), ("10余家", 10), ("近20人", 20), ("5家左右", 5), ("100多人", 100), ("30人以上", 30), ("超过8场", 8)]
)
def test_a_round_number_is_read_with_a_warning(typed: str, number: int) -> None:
    cell = whole(typed)
    assert (cell.value, cell.told, cell.words["read"]) == (number, ["CELL-23"], str(number))


@pytest.mark.parametrize(
    "typed", ["若干", "十二", "1-2次", "50%", "3次（线上2次）", "5万人", "12元", "1e3", "1/2", "12人12次", "--3", "约", "九", "9" * 5000]
)
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    assert (whole(typed).refused, whole(typed).told) == ("CELL-20", [])


@pytest.mark.parametrize("typed", ["3\n5", "1 2", "12 345", "３\u3000５", "3 人\n5 人"])
def test_two_figures_in_a_cell_are_never_joined(typed: str) -> None:
    assert whole(typed).refused == "CELL-20"


@pytest.mark.parametrize("raw", [True, False])
def test_a_truth_value_is_no_number(raw: bool) -> None:
    assert whole(raw).refused == "CELL-20"


def test_a_number_turned_into_a_date_is_explained() -> None:
    cell = whole(on(2025, 6, 8))
    assert (cell.refused, cell.words) == ("CELL-25", {"read": "2025-06-08", "typed": "6-8"})


@pytest.mark.parametrize("raw", [-1, "-3", -0.5])
def test_nothing_is_counted_below_zero(raw: object) -> None:
    assert whole(raw).refused == "CELL-21"


@pytest.mark.parametrize("raw", [2.5, "2.5人", 0.5])
def test_a_count_is_whole(raw: object) -> None:
    assert whole(raw).refused == "CELL-22"


@pytest.mark.parametrize("raw", [13800000000, "13800000000", 1e300])
def test_a_number_beyond_any_count_is_refused(raw: object) -> None:
    assert whole(raw).refused == "CELL-24"


@pytest.mark.parametrize("raw", [2025, "2025", "2025年", "2025年度", "２０２５年", 2025.0])
def test_a_year_may_be_called_one(raw: object) -> None:
    assert read_cell(YEAR, raw).value == 2025


@pytest.mark.parametrize(("raw", "code"), [(25, "CELL-24"), (2024, "CELL-24"), ("2025年12月", "CELL-20"), (2025.5, "CELL-22"), (on(2025, 1, 1), "CELL-25")])
def test_a_year_that_is_none_is_refused(raw: object, code: str) -> None:
    assert read_cell(YEAR, raw).refused == code


@pytest.mark.parametrize(
    ("raw", "number"), [(5, 5), (5.5, 5.5), ("5万元", 5), ("5万", 5), ("50000元", 5), ("0.5亿元", 5000), ("3.25万元", 3.25), ("1,000元", 0.1)]
)
def test_sums_are_in_the_headers_unit(raw: object, number: float) -> None:
    assert read_cell(FUNDS, raw).value == number


@pytest.mark.parametrize("raw", ["5人", "5美元", "￥5", "5万元整", "人民币5万元"])
def test_another_unit_is_never_taken_for_the_headers(raw: str) -> None:
    assert read_cell(FUNDS, raw).refused == "CELL-20"


def test_a_header_in_yuan_is_not_the_column_in_ten_thousands() -> None:
    aliases = form_of("annual_reports").column("funds").column.aliases
    assert not [alias for alias in aliases if "万元" not in alias]


def test_what_is_written_is_the_number() -> None:
    assert (Number().show(2.5), Whole().show(3), Whole().show(None)) == (2.5, 3, None)
