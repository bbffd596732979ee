"""Hazards 15 to 26, 47 to 49 and 51: what people type into cells."""

from datetime import datetime

import pytest

from tests.records import factories
from tests.records.factories import PARK, SITE, read_row, said
from tests.sheets.tables import cover, found, read, record_sheet, told
from toolkit.findings import Severity
from toolkit.records import FORMS
from toolkit.records.kinds.base import Raw
from toolkit.sheets.grid import Cell
from toolkit.sheets.submission import Submission


def pilots(*rows: dict[str, Raw]) -> Submission:
    return read(record_sheet("pilots", rows))


def pilot(**changes: Raw) -> Submission:
    return pilots(factories.row("pilots", **changes))


def reports(**changes: Raw) -> Submission:
    return read(record_sheet("annual_reports", [factories.row("annual_reports", **changes)]))


def value(submission: Submission, name: str) -> object:
    (row,) = submission.all_rows()
    return row.values.get(name)


def codes(submission: Submission) -> list[str]:
    return [code for _, code in told(submission)]


WORDS_FOR_NOTHING = ["无", "/", "—", "-", "N/A", "暂无", "空", "。"]


@pytest.mark.parametrize("word", WORDS_FOR_NOTHING)
def test_hazard_15_words_for_nothing_are_empty_and_where_required_an_error(word: str) -> None:
    assert (value(pilot(change_note=word), "change_note"), codes(pilot(change_note=word))) == (None, ["CELL-57"])
    assert codes(pilot(contact=word)) == ["CELL-02"]
    assert f"填写了“{word}”" in found(pilot(contact=word), "CELL-02").message


@pytest.mark.parametrize("word", ["无", "未报", "未收到"])
def test_hazard_15_a_report_that_did_not_come_has_no_date(word: str) -> None:
    submission = reports(city_received=word)
    assert (value(submission, "city_received"), submission.all_rows()[0].held) == (None, False)


def test_hazard_16_full_width_codes_and_dates_are_read_and_names_are_kept_as_typed() -> None:
    code = factories.credit_code(1)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    submission = pilot(uscc=wide, determined_on="２０２５．０９．０１", name="上海样例①（中国）有限公司")
    assert (value(submission, "uscc"), str(value(submission, "determined_on"))) == (code, "2025-09-01")
    assert value(submission, "name") == "上海样例①（中国）有限公司"
    assert sorted(codes(submission)) == ["CELL-51", "CELL-55"]


@pytest.mark.parametrize("typed", [" 样例联系人", "样例联系人\u3000", "\u00a0样例联系人", "样例\u200b联系人", "样例联系人\n", "\t样例联系人"])
def test_hazard_17_blanks_nobody_sees_are_taken_off(typed: str) -> None:
    submission = pilot(contact=typed)
    assert value(submission, "contact") == "样例联系人"
    assert set(codes(submission)) <= {"CELL-50"}


@pytest.mark.parametrize("typed", ["12", "'12", "１２", " 12 "])
def test_hazard_18_numbers_kept_as_text_are_numbers(typed: str) -> None:
    assert (value(reports(events=typed), "events"), codes(reports(events=typed))) == (12, ["CELL-53"])
    assert codes(reports(events=12)) == []


@pytest.mark.parametrize(("name", "typed", "read_as"), [("staff", "30人", 30), ("events", "3次", 3), ("funds", "5万元", 5), ("funds", "50000元", 5)])
def test_hazard_19_a_unit_in_the_cell_is_understood(name: str, typed: str, read_as: object) -> None:
    assert (value(reports(**{name: typed}), name), codes(reports(**{name: typed}))) == (read_as, ["CELL-53"])


@pytest.mark.parametrize("typed", ["约3次", "10余家", "20人左右"])
def test_hazard_19_what_is_only_about_so_many_is_told(typed: str) -> None:
    assert found(reports(events=typed), "CELL-23").severity is Severity.W


@pytest.mark.parametrize(("header", "typed", "read_as"), [("投入经费（元）", 50000, 5), ("投入经费(元)", "50,000", 5), ("投入经费（单位：亿元）", 0.5, 5000)])
def test_hazard_19_a_header_in_another_unit_scales_its_column(header: str, typed: Raw, read_as: object) -> None:
    sheet = record_sheet("annual_reports", [factories.row("annual_reports", funds=typed)])
    column = next(at for at, cell in sheet.rows[3].items() if cell.value == "投入经费（万元）")
    sheet.rows[3][column] = Cell(header)
    submission = read(sheet)
    assert (value(submission, "funds"), codes(submission)) == (read_as, ["CELL-65"])


NOTATIONS = [
    "2025.9.1", "2025/09/01", "2025-9-1", "20250901", "2025年9月1日", "25.9.1", "二〇二五年九月一日", "2025年9月1号", "２０２５年９月１日",
]  # fmt: skip


@pytest.mark.parametrize("typed", NOTATIONS)
def test_hazard_20_a_date_in_any_notation_is_that_day(typed: str) -> None:
    assert (str(value(pilot(determined_on=typed), "determined_on")), codes(pilot(determined_on=typed))) == ("2025-09-01", ["CELL-51"])


@pytest.mark.parametrize(
    ("typed", "code", "severity"),
    [("9月1日", "CELL-15", Severity.W), ("2025.12", "CELL-12", Severity.E), ("12月30日", "CELL-19", Severity.E), ("05/06/25", "CELL-18", Severity.E)],
)
def test_hazard_20_a_date_that_lacks_a_part_is_told_and_never_guessed(typed: str, code: str, severity: Severity) -> None:
    assert found(pilot(determined_on=typed), code).severity is severity


def test_hazard_21_a_serial_number_is_the_day_it_stands_for() -> None:
    submission = pilot(determined_on=45901)
    assert (str(value(submission, "determined_on")), codes(submission)) == ("2025-09-01", ["CELL-52"])
    assert "2025-09-01" in found(submission, "CELL-52").message
    assert codes(pilot(determined_on=datetime(2025, 9, 1))) == []  # noqa: DTZ001


@pytest.mark.parametrize("typed", [2025.1, "2025.1"])
def test_hazard_22_october_cut_to_one_is_never_january(typed: Raw) -> None:
    submission = pilot(determined_on=typed)
    assert submission.all_rows()[0].held
    assert codes(submission) == (["CELL-13"] if isinstance(typed, float) else ["CELL-12"])
    assert codes(pilot(determined_on="2025.10.1")) == ["CELL-51"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("2025-02-30", "CELL-11"), ("1900-01-00", "CELL-11"), ("1998-01-01", "CELL-14"), ("2101-01-01", "CELL-14"),
     ("2025-12-06", "CELL-16"), ("2025-12-31", "CELL-17")],
)  # fmt: skip
def test_hazard_23_days_that_cannot_be_or_lie_ahead_are_told(typed: str, code: str) -> None:
    finding = found(pilot(determined_on=typed), code)
    assert finding.severity is (Severity.W if code in {"CELL-16", "CELL-17"} else Severity.E)


CODE = "91310115MA01610380"


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [(913101151597143936, "USCC-01", "文本"), ("9.13101E+17", "USCC-01", "文本"), ("9131O115MA01610380", "USCC-04", "O 改为 0"),
     ("91310115MA0161038I", "USCC-04", "I 改为 1"), ("MA0161038", "USCC-03", "组织机构代码"), ("310115000123456", "USCC-03", "注册号"),
     ("91310115MA01610381", "USCC-05", "第 18 位应为 0"), ("913101", "USCC-02", "18 位"), ("办理中", "USCC-02", "18 位")],
)  # fmt: skip
def test_hazard_24_a_wrong_code_is_explained_and_never_mended(typed: Raw, code: str, words: str) -> None:
    submission = pilot(uscc=typed)
    finding = found(submission, code)
    assert words in finding.message + finding.advice
    assert submission.all_rows()[0].held


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), " 91310115 MA016103 80", "统一社会信用代码：" + CODE])
def test_hazard_24_a_right_code_is_read_however_it_is_spaced(typed: str) -> None:
    assert (value(pilot(uscc=typed), "uscc"), codes(pilot(uscc=typed))) == (CODE, [] if typed == CODE else ["CELL-55"])


@pytest.mark.parametrize(
    ("typed", "code"), [("点", "CELL-54"), ("单位点", "CELL-54"), ("企业（点）", "CELL-54"), ("示范点", "CELL-31"), ("单位（点", "CELL-54")]
)
def test_hazard_25_categories_typed_freely_are_told_as_what_they_mean(typed: str, code: str) -> None:
    assert (value(pilot(category=typed), "category"), codes(pilot(category=typed))) == (SITE, [code])


def test_hazard_25_an_incubator_is_a_park_and_an_unknown_word_an_error_with_what_is_allowed() -> None:
    rows = [factories.row("pilots", PARK, 1, category="孵化器"), factories.row("pilots", SITE, 2, category="样例类")]
    submission = pilots(*rows)
    assert submission.all_rows()[0].values["category"] is PARK
    assert found(submission, "CELL-30").advice == "请从下列值中选填：园区、单位（站）、单位（点）"


@pytest.mark.parametrize(("typed", "said_as"), [("√", True), ("Y", True), (1, True), ("☑", True), ("有", True), ("已完成", True), ("×", False),
                                                ("N", False), (0, False), ("无", False)])  # fmt: skip
def test_hazard_26_ticks_and_crosses_are_yes_and_no(typed: Raw, said_as: bool) -> None:
    submission = read(record_sheet("cultivation", [factories.row("cultivation", is_target=typed)]))
    assert (value(submission, "is_target"), codes(submission)) == (said_as, ["CELL-54"])


def test_hazard_26_what_is_neither_is_an_error() -> None:
    assert codes(read(record_sheet("cultivation", [factories.row("cultivation", is_target="待定")]))) == ["CELL-32"]


def test_hazard_47_several_names_in_one_cell_are_told() -> None:
    assert codes(pilot(name="上海样例甲有限公司、上海样例乙有限公司")) == ["CELL-45"]
    assert codes(pilot(name="上海样例甲、乙科技有限公司")) == []


@pytest.mark.parametrize("text", ["=1+1", "+86 21", "-样例", "@样例", "=cmd|' /C calc'!A0"])
def test_hazard_48_a_text_that_looks_like_a_formula_is_the_text(text: str) -> None:
    submission = pilot(change_note=text)
    assert (value(submission, "change_note"), codes(submission)) == (text, [])


def test_hazard_48_a_long_text_of_several_lines_is_kept_and_told() -> None:
    text = "样例\n" * 400
    submission = reports(summary=text)
    assert (value(submission, "summary"), codes(submission)) == (text.strip(), ["CELL-50", "CELL-41"])


@pytest.mark.parametrize(
    ("form_id", "name", "typed", "code"),
    [("annual_reports", "events", datetime(2025, 6, 8), "CELL-25"), ("pilots", "change_note", datetime(2025, 1, 2), "CELL-44"),  # noqa: DTZ001
     ("annual_reports", "events", 0.5, "CELL-22"), ("pilots", "uscc", 123, "USCC-02")],
)  # fmt: skip
def test_hazard_49_what_the_program_turned_into_something_else_is_told(form_id: str, name: str, typed: Raw, code: str) -> None:
    submission = read(record_sheet(form_id, [factories.row(form_id, **{name: typed})]))
    assert codes(submission) == [code]


def test_hazard_49_the_likely_original_is_named() -> None:
    assert "6-8" in found(reports(events=datetime(2025, 6, 8)), "CELL-25").message  # noqa: DTZ001


@pytest.mark.parametrize(("typed", "name"), [("张　三", "张三"), ("样例女士", "样例女士"), ("样例科长", "样例科长"), ("阿依·样例", "阿依·样例")])
def test_hazard_51_names_spaced_for_print_are_closed_up_and_titles_kept(typed: str, name: str) -> None:
    assert value(pilot(contact=typed), "contact") == name
    assert value(read(cover(filler=typed), record_sheet("pilots", [factories.row("pilots")])), "contact") == "样例联系人"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_row_as_it_should_be_is_not_told(form: object) -> None:
    form_id = getattr(form, "id", "")
    assert said(read_row(form_id)) == set()
