"""The button and the command say the same of one file; what is marked is marked in place and only for a while."""

import io
import tempfile
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from tests.excel import faulty
from tests.excel.engine import open_book, saved
from tests.excel.faulty import AS_OF, FAULTY, PILOTS, edited, letter_of, put, sound
from toolkit.excel import actions, marks, problem_list
from toolkit.excel.actions import check_open_book
from toolkit.excel.marks import TINTS
from toolkit.excel.problem_list import marks_in
from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.findings.catalogue import cells
from toolkit.policy import load_settings
from toolkit.sheets.mark import mark
from toolkit.steps.check import check_files

SETTINGS = load_settings()
RED, YELLOW = TINTS[Severity.E], TINTS[Severity.W]
OWN = "92D050"

Said = Counter[tuple[Any, ...]]


def said(findings: list[Finding]) -> Said:
    """All there is to a finding but the file's name: a path for the one, the open book's name for the other."""
    return Counter(tuple(value for key, value in f.to_json().items() if key != "file") for f in findings)


def by_command(data: bytes) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "报送.xlsx"
        path.write_bytes(data)
        return said(check_files([path], AS_OF, SETTINGS).findings)


def by_button(data: bytes) -> Said:
    return pressed(open_book(data))


def pressed(book: xw.Book) -> Said:
    return said(check_open_book(book, AS_OF, SETTINGS).findings)


# --- the same findings


@cache
def of_faulty(name: str) -> tuple[Said, Said]:
    data = FAULTY[name]()
    return by_command(data), by_button(data)


@pytest.mark.parametrize("name", FAULTY)
def test_button_and_command_find_the_same(name: str) -> None:
    command, button = of_faulty(name)
    assert button == command


def test_the_files_compared_have_faults_of_many_kinds() -> None:
    codes = {code for name in FAULTY for code, *_ in of_faulty(name)[0]}
    assert codes >= {
        "CELL-01", "CELL-02", "CELL-03", "CELL-10", "CELL-20", "CELL-22", "CELL-30", "CELL-40", "CELL-44", "CELL-51",
        "CELL-52", "CELL-53", "CELL-56", "USCC-03", "SHEET-01", "SHEET-03", "SHEET-04", "SHEET-05", "SHEET-06",
        "SHEET-08", "SHEET-09", "SHEET-10", "SHEET-11", "SHEET-17", "COVER-01", "COVER-02",
    }  # fmt: skip


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.integers(36000, 74000),
    st.decimals(-10000, 10000, places=3).map(float),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(lambda t: t.replace(microsecond=0)),  # noqa: DTZ001
    st.dates(date(1910, 1, 1), date(2150, 1, 1)),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(str),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12).filter(
        lambda text: not text.startswith("=")
    ),
    st.sampled_from(["同上", "无", "约3次", "2025.10", "２０２５年９月", "市级", "#N/A", "1e5", "'1", " 企业 ", "TRUE"]),
)  # fmt: skip
HEADERS = ("单位名称", "确定日期", "确定年度", "联系电话", "级别", "统一社会信用代码")


@settings(max_examples=40, deadline=None)
@given(header=st.sampled_from(HEADERS), value=CELLS)
@example(header="确定年度", value=2025.0)
@example(header="确定日期", value=45902.25)
@example(header="单位名称", value=datetime(2080, 1, 1, 0, 1, 2))  # noqa: DTZ001
def test_whatever_a_cell_holds_both_find_the_same(header: str, value: object) -> None:
    number_format = "General" if isinstance(value, int | float) and not 0 <= value < 100_000 else None
    data = edited(put(header, value, number_format=number_format), small())
    assert by_button(data) == by_command(data)


@cache
def small() -> bytes:
    """The sound workbook's values without its dress: quick to write and read."""
    dressed, plain = load_workbook(io.BytesIO(sound(1))), Workbook()
    plain.remove(plain.worksheets[0])
    for name in (faulty.COVER, PILOTS):
        copy = plain.create_sheet(name)
        for row in dressed[name].iter_rows(max_row=20):
            for cell in row:
                if cell.value is not None:
                    copy[cell.coordinate] = cell.value
                    copy[cell.coordinate].number_format = cell.number_format
    stream = io.BytesIO()
    plain.save(stream)
    return stream.getvalue()


def test_a_floating_picture_is_found_by_where_it_lies() -> None:
    data = edited(with_picture)
    found = by_button(data)
    assert found == by_command(data)
    assert "CELL-06" in {code for code, *_ in found}


def with_picture(book: Workbook) -> None:
    images = pytest.importorskip("openpyxl.drawing.image")
    pillow = pytest.importorskip("PIL.Image")
    cell = book[PILOTS][f"{letter_of(book[PILOTS], '单位名称')}6"]
    cell.value = None
    stream = io.BytesIO()
    pillow.new("RGB", (4, 4)).save(stream, "PNG")
    book[PILOTS].add_image(images.Image(stream), cell.coordinate)
    book[PILOTS].row_dimensions[5].hidden = True


def test_a_picture_in_a_cell_is_known_by_its_formula() -> None:
    formula = '_xlfn.DISPIMG("ID_1",1)'
    data = faulty.with_result(edited(put("单位名称", f"={formula}")), formula, "e", "#NAME?")
    found = by_button(data)
    assert found == by_command(data)
    assert "CELL-06" in {code for code, *_ in found}


def test_cells_typed_since_the_last_save_are_what_is_checked() -> None:
    book = open_book(sound())
    sheet = book.impl.workbook[PILOTS]
    sheet[f"{letter_of(sheet, '级别')}4"] = "县级"
    assert "CELL-30" in {code for code, *_ in pressed(book)}


# --- where they differ, each by name


def only_by_one(data: bytes) -> tuple[Said, Said]:
    """What only the command says, and what only the button."""
    command, button = by_command(data), by_button(data)
    return command - button, button - command


def test_struck_out_rows_are_told_by_the_command_alone() -> None:
    command, button = only_by_one(edited(faulty.struck))
    assert ([code for code, *_ in command], list(button)) == (["SHEET-13"], [])


def test_a_formula_without_a_stored_result_troubles_the_command_alone() -> None:
    command, button = only_by_one(edited(put("变更说明", '=""')))
    assert ([code for code, *_ in command], list(button)) == (["CELL-04"], [])


def test_money_beyond_the_fourth_decimal_is_shown_by_the_command_alone() -> None:
    command, button = only_by_one(edited(put("确定年度", 2025.12345, number_format='"￥"0.00000')))
    assert [(row[0], row[7]) for row in command] == [("CELL-22", "2025.12345")]
    assert [(row[0], row[7]) for row in button] == [("CELL-22", "2025.1235")]


def test_digits_beyond_the_fifteenth_are_shown_by_the_command_alone() -> None:
    data = faulty.rewritten(edited(put("统一社会信用代码", 777777)), b"<v>777777</v>", b"<v>913101150161038012</v>")
    command, button = only_by_one(data)
    assert [(row[0], row[7]) for row in command] == [("USCC-01", "913101150161038012")]
    assert [(row[0], row[7]) for row in button] == [("USCC-01", f"{9.13101150161038e17:.0f}")]


# --- marks


def colours(book: xw.Book) -> dict[tuple[str, str], str]:
    """Every filled cell but the list's."""
    return {
        (sheet.title, cell.coordinate): str(cell.fill.start_color.rgb)[-6:]
        for sheet in book.impl.workbook.worksheets if not sheet.title.startswith(problem_list.NAME)
        for row in sheet.iter_rows() for cell in row if cell.fill.fill_type
    }  # fmt: skip


def contents(book: xw.Book) -> dict[tuple[str, str], Any]:
    """Every value and number format but the list's."""
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.number_format, cell.font.name, cell.alignment.wrap_text)
        for sheet in book.impl.workbook.worksheets if not sheet.title.startswith(problem_list.NAME)
        for row in sheet.iter_rows() for cell in row if cell.value is not None
    }  # fmt: skip


def hexed(tint: Any) -> str:
    return "{:02X}{:02X}{:02X}".format(*tint)


def at(header: str, row: int, book: xw.Book) -> str:
    return f"{letter_of(book.impl.workbook[PILOTS], header)}{row}"


def listed(book: xw.Book, name: str = problem_list.NAME) -> list[tuple[Any, ...]]:
    rows = book.impl.workbook[name].iter_rows(min_row=3, max_col=9, values_only=True)
    return [row for row in rows if any(row)]


def mend(book: xw.Book, header: str, value: object, row: int = 4) -> None:
    book.impl.workbook[PILOTS][at(header, row, book)].value = value


@pytest.fixture
def wrong() -> xw.Book:
    """E on 级别 and 所属产业, W on 联系电话, I on 确定日期; 级别 coloured by its people."""

    def edit(book: Workbook) -> None:
        for header, value in (("级别", "县级"), ("所属产业", "不知名"), ("联系电话", "12"), ("确定日期", "2025.9.1")):
            put(header, value)(book)
        for header in ("级别", "来源"):
            own = PatternFill("solid", start_color=OWN)
            book[PILOTS][f"{letter_of(book[PILOTS], header)}4"].fill = own

    return open_book(edited(edit, small()))


def test_errors_are_red_warnings_yellow_and_mere_information_is_not_marked(wrong: xw.Book) -> None:
    before = colours(wrong)
    pressed(wrong)
    after = colours(wrong)
    changed = {place: rgb for place, rgb in after.items() if before.get(place) != rgb}
    assert changed[PILOTS, at("级别", 4, wrong)] == hexed(RED)
    assert changed[PILOTS, at("所属产业", 4, wrong)] == hexed(RED)
    assert changed[PILOTS, at("联系电话", 4, wrong)] == hexed(YELLOW)
    assert (PILOTS, at("确定日期", 4, wrong)) not in changed


def test_exactly_the_cells_of_errors_and_warnings_are_tinted(wrong: xw.Book) -> None:
    before = colours(wrong)
    found = check_open_book(wrong, AS_OF, SETTINGS).findings
    wanted = {(f.place.sheet, f.place.cell) for f in found if f.severity in TINTS and f.place.cell}
    assert {place for place, rgb in colours(wrong).items() if before.get(place) != rgb} == wanted


@pytest.mark.parametrize("rules", [(cells.REQUIRED, cells.PHONE), (cells.PHONE, cells.REQUIRED)])
def test_the_worst_that_is_said_of_a_cell_gives_it_its_tint(rules: tuple[Rule, ...], wrong: xw.Book) -> None:
    found = [Finding(rule, Place(sheet=PILOTS, cell="B9")) for rule in rules]
    assert marks.planned(wrong, found) == {marks.Mark(PILOTS, "B9", None): RED}


def test_a_press_changes_no_value_and_no_format_of_the_workbook(wrong: xw.Book) -> None:
    before = contents(wrong)
    pressed(wrong)
    assert contents(wrong) == before


def test_pressing_again_changes_nothing(wrong: xw.Book) -> None:
    first = pressed(wrong)
    coloured, rows = colours(wrong), listed(wrong)
    assert pressed(wrong) == first
    assert (colours(wrong), listed(wrong)) == (coloured, rows)


def test_a_mended_cell_gets_its_own_colour_back(wrong: xw.Book) -> None:
    before = colours(wrong)
    pressed(wrong)
    for header, value in (("级别", "市级"), ("所属产业", "集成电路"), ("联系电话", "13800000000")):
        mend(wrong, header, value)
    pressed(wrong)
    assert colours(wrong).get((PILOTS, at("级别", 4, wrong))) == OWN
    mended = {(PILOTS, at(header, 4, wrong)) for header in ("级别", "所属产业", "联系电话")}
    assert {place: rgb for place, rgb in colours(wrong).items() if place in mended} == {
        place: rgb for place, rgb in before.items() if place in mended
    }


def test_a_cell_coloured_anew_since_keeps_that_colour(wrong: xw.Book) -> None:
    pressed(wrong)
    mend(wrong, "所属产业", "集成电路")
    wrong.impl.workbook[PILOTS][at("所属产业", 4, wrong)].fill = PatternFill("solid", start_color="00B0F0")
    pressed(wrong)
    assert colours(wrong)[PILOTS, at("所属产业", 4, wrong)] == "00B0F0"


def test_tints_that_moved_with_their_rows_are_taken_away(wrong: xw.Book) -> None:
    pressed(wrong)
    sheet = wrong.impl.workbook[PILOTS]
    for header, value in (("所属产业", "集成电路"), ("联系电话", "13800000000")):
        mend(wrong, header, value)
    sheet.move_range(f"A4:{sheet.cell(4, sheet.max_column).coordinate}", rows=3)
    pressed(wrong)
    assert colours(wrong)[PILOTS, at("级别", 7, wrong)] == hexed(RED)
    for header in ("所属产业", "联系电话"):
        assert colours(wrong).get((PILOTS, at(header, 7, wrong))) not in {hexed(RED), hexed(YELLOW)}


def test_marks_outlive_rows_deleted_from_the_list(wrong: xw.Book) -> None:
    pressed(wrong)
    wrong.impl.workbook[problem_list.NAME].delete_rows(4, 50)
    mend(wrong, "级别", "市级")
    pressed(wrong)
    assert colours(wrong)[PILOTS, at("级别", 4, wrong)] == OWN


def test_a_tint_whose_list_was_deleted_is_nobodys_own_colour(wrong: xw.Book) -> None:
    pressed(wrong)
    del wrong.impl.workbook[problem_list.NAME]
    pressed(wrong)
    mend(wrong, "联系电话", "13800000000")
    pressed(wrong)
    assert colours(wrong).get((PILOTS, at("联系电话", 4, wrong))) is None


def test_marks_on_a_sheet_since_deleted_are_forgotten(wrong: xw.Book) -> None:
    pressed(wrong)
    del wrong.impl.workbook[PILOTS]
    assert "SHEET-01" in {code for code, *_ in pressed(wrong)}


# --- the list


def test_the_list_is_the_last_sheet_and_gives_every_finding(wrong: xw.Book) -> None:
    found = check_open_book(wrong, AS_OF, SETTINGS).findings
    assert wrong.sheets[len(wrong.sheets) - 1].name == problem_list.NAME
    header, *rows = listed(wrong)
    assert header == problem_list.HEADERS
    assert Counter((row[1], row[2], row[3], row[6]) for row in rows) == Counter(
        (f.code, f.place.sheet, f.place.cell, f.message) for f in found
    )
    levels = ["须改正", "请核对", "提示"]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=levels.index)


def test_codes_and_formula_like_texts_stay_texts_in_the_list() -> None:
    def edit(book: Workbook) -> None:
        put("统一社会信用代码", "913101150161038012")(book)
        cell = book[PILOTS][f"{letter_of(book[PILOTS], '级别')}4"]
        cell.value, cell.data_type, cell.number_format = "=1+1", "s", "@"

    book = open_book(edited(edit))
    pressed(book)
    values = {row[5]: row for row in listed(book)}
    assert {"913101150161038012", "=1+1"} <= values.keys()
    assert all(cell.data_type != "f" for row in book.impl.workbook[problem_list.NAME].iter_rows() for cell in row)


def test_a_list_with_fewer_findings_leaves_nothing_of_the_longer_one(wrong: xw.Book) -> None:
    pressed(wrong)
    longer = len(listed(wrong))
    for header, value in (("级别", "市级"), ("所属产业", "集成电路"), ("联系电话", "13800000000"), ("确定日期", date(2025, 9, 1))):
        mend(wrong, header, value)
    found = pressed(wrong)
    assert len(listed(wrong)) == sum(found.values()) + 1 < longer


def test_a_sheet_of_that_name_that_people_made_is_left_alone() -> None:
    def edit(book: Workbook) -> None:
        book.create_sheet(problem_list.NAME)["A1"] = "自己记的问题"

    book = open_book(edited(edit))
    pressed(book)
    pressed(book)
    assert book.impl.workbook[problem_list.NAME]["A1"].value == "自己记的问题"
    assert [name for name in book.impl.workbook.sheetnames if name.startswith(problem_list.NAME)] == [
        problem_list.NAME, f"{problem_list.NAME}2",
    ]  # fmt: skip


def test_a_very_long_text_is_cut_in_the_list_only() -> None:
    book = open_book(edited(put("级别", "长" * 30000)))
    found = pressed(book)
    assert max(len(str(value)) for row in listed(book) for value in row) <= 301
    assert "长" * 30000 in {row[7] for row in found}


@pytest.mark.parametrize("name", ["nothing amiss", "columns missing and twice, sheets renamed and gone", "no cover"])
def test_a_file_saved_with_its_list_is_read_as_before(name: str) -> None:
    book = open_book(FAULTY[name]())
    found = pressed(book)
    assert by_command(saved(book)) == found


def test_a_marked_copy_is_checked_as_the_file_it_was_made_of() -> None:
    data = FAULTY["texts for dates and numbers"]()
    copy = mark(data, check_open_book(open_book(data), AS_OF, SETTINGS).findings)
    book = open_book(copy)
    assert pressed(book) == by_command(copy) == by_command(data)
    assert len(listed(book, f"{problem_list.NAME}2")) > 5


def test_an_earlier_list_is_not_read_as_a_part_of_the_workbook() -> None:
    book = open_book(FAULTY["empty"]())
    pressed(book)
    assert len(listed(book)) > 5
    del book.impl.workbook[faulty.COVER]
    assert {code for code, *_ in pressed(book)} == {"COVER-01"}


def test_many_marks_are_remembered_in_several_texts(wrong: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_ADDRESSES", 2)
    before = colours(wrong)
    pressed(wrong)
    assert len(marks_in(wrong)) == len({place for place in colours(wrong) if before.get(place) != colours(wrong)[place]}) == 3
    texts = [cell.value for cell in wrong.impl.workbook[problem_list.NAME][1] if marks.is_memory(cell.value)]
    assert len(texts) > 1
    wrong.impl.workbook[PILOTS].delete_rows(4)
    pressed(wrong)
    assert not {place for place in colours(wrong) if place[0] == PILOTS}


# --- when something goes wrong


def test_a_check_that_fails_changes_nothing(wrong: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(wrong)
    coloured, rows = colours(wrong), listed(wrong)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "check_book", fail)
    with pytest.raises(RuntimeError):
        check_open_book(wrong, AS_OF, SETTINGS)
    assert (colours(wrong), listed(wrong)) == (coloured, rows)
