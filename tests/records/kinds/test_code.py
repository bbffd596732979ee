"""Credit codes: the vectors of GB 32100-2015 and GB 11714, and what clerks type for one."""

import pytest

from tests.records.factories import Cell, credit_code, on, read_cell
from toolkit.records.kinds import CreditCode
from toolkit.records.kinds.code import ALPHABET, check_character, is_valid, organisation_check

VALID = (
    "91110000600037341L", "91110108551385082Q", "91350100M000100Y43", "91310115MA01610380", "913101151597143980",
    "51310000TE5T00016R", "31310000TE5T00016U", "34310000TE5T00016J",
)  # fmt: skip
CODE = "91310115MA01610380"


def read(raw: object) -> Cell:
    return read_cell(CreditCode(), raw)


def test_the_alphabet_has_31_characters_and_none_that_look_alike() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_read_without_a_word(code: str) -> None:
    assert is_valid(code)
    assert (read(code).value, read(code).told) == (code, [])


def test_a_remainder_of_zero_gives_the_check_character_0() -> None:
    assert check_character("91310115MA0161038") == "0"


@pytest.mark.parametrize(("organisation", "check"), [("60003734", "1"), ("55138508", "2"), ("M000100Y", "4")])
def test_the_nine_inside_have_a_check_of_their_own(organisation: str, check: str) -> None:
    assert organisation_check(organisation) == check


def test_an_organisations_check_may_be_x_or_0() -> None:
    assert {organisation_check(f"MA{n:06}") for n in range(200)} == set("0123456789X")


def test_every_adjacent_swap_in_the_standards_example_is_found() -> None:
    code = "91350100M000100Y43"
    swapped = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(17)} - {code}
    assert len(swapped) == 13
    assert all(read(other).refused for other in swapped)


def test_the_worked_example_with_a_wrong_end_is_refused() -> None:
    assert (read("91350100M000100Y4Z").refused, read("91350100M000100Y4Z").words["letters"]) == ("USCC-04", "Z")


@pytest.mark.parametrize(
    "typed",
    [
        "91310115ma01610380", "９１３１０１１５ＭＡ０１６１０３８０", "9131 0115 MA01 6103 80", "91310115-MA0161038-0", " 91310115MA01610380",
        "91310115MA01610380\n", "\ufeff91310115MA01610380", "91310115\u200bMA01610380", "91310115\xa0MA01610380", "'91310115MA01610380",
        "“91310115MA01610380”", "统一社会信用代码：91310115MA01610380", "信用代码:91310115MA01610380", "代码91310115MA01610380",
        "统一社会信用代码：“91310115MA01610380”", "统一社会信用代码 91310115 MA0161038 0", "91310115—MA0161038—0",
    ],
)  # fmt: skip
def test_a_code_is_tidied_and_told(typed: str) -> None:
    assert (read(typed).value, read(typed).told) == (CODE, ["CELL-55"])


@pytest.mark.parametrize("raw", [913101151597143980, 913101151597143936, 9.13101151597144e17, 1e15, "9.13101151597144E+17", "9.1e17", "913101151597143000"])
def test_a_code_that_was_a_number_has_lost_its_digits(raw: object) -> None:
    assert read(raw).refused == "USCC-01"


@pytest.mark.parametrize(("typed", "length"), [("9131011MA01610380", 17), ("91310115MA016103800", 19), (123, 3), (f"{CODE}、{CODE}", 37)])
def test_a_code_of_another_length_says_its_length(typed: object, length: int) -> None:
    assert (read(typed).refused, read(typed).words) == ("USCC-02", {"length": length})


@pytest.mark.parametrize(("typed", "old"), [("310115000000001", "注册号"), (310115000000001, "注册号"), ("60003734-1", "组织机构代码"), (600037341, "组织机构代码")])
def test_an_old_code_is_named(typed: object, old: str) -> None:
    assert (read(typed).refused, read(typed).words["old"]) == ("USCC-03", old)


@pytest.mark.parametrize(
    ("typed", "letters", "hint"),
    [
        ("9131O115MA01610380", "O", "；O 改为 0 后校验通过"),
        ("9I310115MA0I610380", "I", "；I 改为 1 后校验通过"),
        ("9131O115MA01610381", "O", "；O 改为 0 后校验仍不通过"),
        ("91310115MA0161038测", "测", ""),
        ("9131O1I5MA01610380", "IO", "；I 改为 1、O 改为 0 后校验通过"),
    ],
)
def test_a_look_alike_is_explained_and_never_corrected(typed: str, letters: str, hint: str) -> None:
    cell = read(typed)
    assert (cell.refused, cell.words, cell.value) == ("USCC-04", {"letters": letters, "hint": hint}, None)


def test_a_wrong_check_character_says_the_right_one() -> None:
    assert (read("91310115MA01610381").refused, read("91310115MA01610381").words) == ("USCC-05", {"expected": "0"})


def test_a_wrong_check_of_the_nine_inside_is_found_where_the_other_passes() -> None:
    body = CODE[:16] + ("1" if CODE[16] != "1" else "2")
    assert (read(body + check_character(body)).refused, read(body + check_character(body)).words) == ("USCC-06", {"expected": CODE[16]})


@pytest.mark.parametrize("raw", [True, on(2025, 6, 8)])
def test_a_date_or_a_truth_value_is_no_code(raw: object) -> None:
    assert read(raw).refused == "USCC-09"


def test_the_factory_gives_another_valid_code_each_time() -> None:
    codes = {credit_code(n, prefix, "310104") for n in range(500) for prefix in ("91", "51")}
    assert len(codes) == 1000
    assert all(is_valid(code) for code in codes)
