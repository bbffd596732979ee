"""A mailed file → a submission: every sheet, column and row is read or told, wherever it stands."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.records import factories
from tests.sheets.tables import cover, found, grid, header_of, read, record_sheet, table, told
from toolkit.findings import Finding, Severity
from toolkit.policy import notice
from toolkit.records import FORMS, form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.fold import FEW
from toolkit.sheets.grid import Sheet, Visibility
from toolkit.sheets.mark import mark
from toolkit.sheets.read import read_submission, read_submission_bytes
from toolkit.sheets.submission import Submission

PILOTS = form_of("pilots")
NO_UNIT = factories.context(unit=None, year=None, filled_on=None)


def pilots(*numbers: int, **changes: Raw) -> list[dict[str, Raw]]:
    return [factories.row("pilots", factories.SITE, n, **changes) for n in numbers]


# ---- whole files


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A template workbook with a row a form, as the toolkit fills it."""
    prefill: dict[str, list[dict[str, Any]]] = {form.id: [factories.read_row(form.id).values] for form in FORMS}
    filled = factories.read_cover().values
    return blank_workbook(notice().unit_named("浦东新区"), 2025, {**prefill, "cover": [filled]})


def roughened(data: bytes, change: Any) -> bytes:
    book: Workbook = load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_filled_template_is_read_whole_and_without_a_word(workbook: bytes) -> None:
    submission = read_submission_bytes(workbook, "浦东.xlsx", NO_UNIT)
    assert [finding.message for finding in submission.findings if finding.severity is not Severity.I] == []
    assert {form.id: len(submission.rows_of(form)) for form in FORMS} == {form.id: 1 for form in FORMS}
    assert submission.sha256 == hashlib.sha256(workbook).hexdigest()
    assert submission.status == "accepted"


def test_a_roughened_template_reads_as_the_template_does(workbook: bytes) -> None:
    def change(book: Workbook) -> None:
        sheet: Any = book["试点名单"]
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1, 2)
        book["试点申请"].title = "附表2"
        book["综合审定"].sheet_state = "hidden"

    plain = read_submission_bytes(workbook, "浦东.xlsx", NO_UNIT)
    rough = read_submission_bytes(roughened(workbook, change), "浦东.xlsx", NO_UNIT)
    for form in FORMS:
        assert [row.values for row in rough.rows_of(form)] == [row.values for row in plain.rows_of(form)]
    assert {finding.code for finding in rough.findings} == {finding.code for finding in plain.findings} | {"SHEET-06", "SHEET-09"}
    assert rough.rows_of(PILOTS)[0].addresses["name"] == "D6"


def test_a_marked_copy_sent_back_says_what_its_original_says(workbook: bytes) -> None:
    def change(book: Workbook) -> None:
        pilots: Any = book["试点名单"]
        pilots.cell(4, [cell.value for cell in pilots[3]].index("联系电话") + 1, "12")
        book["问题建议"]["A4"] = "疑问"

    faulty = roughened(workbook, change)
    before = read_submission_bytes(faulty, "浦东.xlsx", NO_UNIT)
    after = read_submission_bytes(mark(faulty, before.findings), "浦东.xlsx", NO_UNIT)
    assert {"CELL-30", "CELL-40"} <= {finding.code for finding in before.findings}
    assert [(finding.code, finding.place) for finding in after.findings] == [
        (finding.code, finding.place) for finding in before.findings
    ]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "FILE-02"), (b"%PDF-1.7 \n%", "FILE-08"), (b"\xff\xd8\xff\xe0 JFIF", "FILE-08")]
)
def test_what_is_no_workbook_is_refused_with_a_way_out(data: bytes, code: str) -> None:
    submission = read_submission_bytes(data, "扫描件.xlsx", NO_UNIT)
    assert submission.status == "refused"
    (finding,) = submission.findings
    assert (finding.code, finding.severity, finding.place.file) == (code, Severity.E, "扫描件.xlsx")
    assert finding.advice.startswith("请")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused_in_words(workbook: bytes, share: float) -> None:
    submission = read_submission_bytes(workbook[: int(len(workbook) * share)], "浦东.xlsx", NO_UNIT)
    assert submission.status == "refused"
    assert submission.all_rows() == []
    assert [finding.code for finding in submission.findings] == ["FILE-03"]


def test_a_file_that_cannot_be_opened_is_refused_in_chinese(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        submission = read_submission(path, NO_UNIT)
        assert submission.status == "refused"
        assert not any(letter.isascii() and letter.isalpha() for letter in submission.findings[0].message)


def test_a_file_without_a_row_is_told_unless_it_says_so() -> None:
    empty = record_sheet("pilots", [])
    assert "SHEET-14" in [code for _, code in told(read(empty))]
    assert "SHEET-14" not in [code for _, code in told(read(cover(zero_report="是"), empty))]


# ---- sheets


def test_sheets_that_are_missing_are_told_once() -> None:
    finding = found(read(record_sheet("pilots", pilots(1))), "SHEET-01")
    assert finding.message.startswith("缺少 8 张工作表：培育对象、试点申请")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_renamed_sheet_is_known_by_its_headers(form: Any) -> None:
    submission = read(record_sheet(form.id, [factories.row(form.id)], name="Sheet1"))
    assert len(submission.rows_of(form)) == 1
    assert f"“Sheet1”按表头认作“{form.sheet}”" in found(submission, "SHEET-06").message


def test_all_sheets_renamed_are_each_known_by_their_headers() -> None:
    sheets = [record_sheet(form.id, [factories.row(form.id)], name=f"Sheet{n}") for n, form in enumerate(FORMS)]
    submission = read(*reversed(sheets))
    assert {form_id: len(rows) for form_id, rows in submission.rows.items()} == {form.id: 1 for form in FORMS}
    assert told(submission, missing_sheets=True).count((None, "SHEET-06")) == 9


def test_two_sheets_alike_are_told_and_neither_is_read() -> None:
    submission = read(*(record_sheet("pilots", pilots(n), name=f"Sheet{n}") for n in (1, 2)))
    assert submission.all_rows() == []
    finding = found(submission, "SHEET-07")
    assert (finding.severity, "Sheet1、Sheet2" in finding.message) == (Severity.E, True)


def test_two_sheets_of_one_name_but_for_its_spelling_are_told() -> None:
    submission = read(record_sheet("pilots", pilots(1)), record_sheet("pilots", pilots(2), name="试点 名单"))
    assert submission.all_rows() == []
    assert "SHEET-07" in [code for _, code in told(submission)]


def test_of_two_sheets_alike_the_one_with_rows_is_meant() -> None:
    submission = read(record_sheet("pilots", [], name="空表"), record_sheet("pilots", pilots(1), name="Sheet1"))
    assert len(submission.rows_of(PILOTS)) == 1


def test_a_filled_copy_beside_the_sheet_is_told_and_not_read() -> None:
    submission = read(record_sheet("pilots", pilots(1)), record_sheet("pilots", pilots(2), name="试点名单 (2)"))
    assert len(submission.rows_of(PILOTS)) == 1
    finding = found(submission, "SHEET-15")
    assert (finding.severity, finding.place.sheet) == (Severity.W, "试点名单 (2)")


def test_an_empty_copy_beside_the_sheet_is_nothing() -> None:
    assert told(read(record_sheet("pilots", pilots(1)), record_sheet("pilots", [], name="旧"))) == []


def test_a_sheet_of_something_else_is_told() -> None:
    submission = read(record_sheet("pilots", pilots(1)), table("通讯录", "| 姓名 | 电话 |\n| 样例 | 1 |"), Sheet("空白"))
    assert told(submission) == [(None, "SHEET-16")]


def test_hidden_sheets_count_and_are_told_and_very_hidden_ones_only_by_name() -> None:
    hidden = record_sheet("pilots", pilots(1), visibility=Visibility.HIDDEN)
    assert "SHEET-09" in [code for _, code in told(read(hidden))]
    named = record_sheet("pilots", pilots(1), visibility=Visibility.VERY_HIDDEN)
    assert len(read(named).all_rows()) == 1
    unnamed = record_sheet("pilots", pilots(1), name="备用", visibility=Visibility.VERY_HIDDEN)
    assert read(unnamed).all_rows() == []


def test_a_sheet_without_a_header_is_told() -> None:
    submission = read(table("试点名单", "| 一 | 二 |\n| 三 | 四 |"))
    assert found(submission, "SHEET-02").place.sheet == "试点名单"
    assert "SHEET-02" not in [code for _, code in told(read(Sheet("试点名单")))]


# ---- columns


def without(*fields: str) -> list[str]:
    return [column.field for column in PILOTS.district_columns if column.field not in fields]


def test_a_missing_required_column_is_one_finding_and_holds_every_row() -> None:
    submission = read(record_sheet("pilots", pilots(1, 2, 3), order=without("state")))
    finding = found(submission, "SHEET-03")
    assert (finding.place.sheet, finding.place.row, finding.place.header) == ("试点名单", 3, "状态")
    assert [row.held for row in submission.all_rows()] == [True] * 3
    assert told(submission) == [("A3", "SHEET-03")]


def test_a_missing_required_column_of_an_empty_sheet_is_nothing() -> None:
    assert "SHEET-03" not in [code for _, code in told(read(record_sheet("pilots", [], order=without("state"))))]


def test_a_missing_optional_column_is_nothing() -> None:
    submission = read(record_sheet("pilots", pilots(1), order=without("previous_id")))
    assert told(submission) == []
    assert submission.all_rows()[0].values["previous_id"] is None
    assert "previous_id" not in submission.all_rows()[0].addresses


def test_a_column_of_almost_the_right_name_is_asked_about() -> None:
    sheet = record_sheet("pilots", pilots(1), order=without("determined_on"))
    sheet.rows[3][30] = grid("", [("确定的日期",)]).rows[1][1]
    sheet.rows[4][30] = grid("", [("2025-09-01",)]).rows[1][1]
    submission = read(sheet)
    assert "“确定的日期”是否就是这一列" in found(submission, "SHEET-03").message
    assert found(submission, "SHEET-04").place.cell == "AD3"


def test_unknown_columns_are_told_where_they_hold_something() -> None:
    text = "| 序号 | 类型 | 内容 | 提出日期 | 附注 | 空列 |\n| {1} | 问题 | 甲 | 2025-10-09 | 乙 | |"
    submission = read(table("问题建议", text))
    finding = found(submission, "SHEET-04")
    assert (finding.place.cell, finding.value, finding.severity) == ("E1", "附注", Severity.I)
    assert told(submission) == [("E1", "SHEET-04")]


def test_a_repeated_column_is_told_with_both_places_and_holds_every_row() -> None:
    submission = read(table("问题建议", "| 类型 | 内容 | 提出日期 | 具体内容 |\n| 问题 | 甲 | 2025-10-09 | 乙 |"))
    finding = found(submission, "SHEET-05")
    assert finding.place.cell == "D1"
    assert "B1、D1" in finding.message
    assert submission.all_rows()[0].held


def test_a_city_column_sent_back_is_told_and_not_read() -> None:
    text = "| 类型 | 内容 | 提出日期 | 答复内容 | 办理状态 |\n| 问题 | 甲 | 2025-10-09 | 已答 | |\n| | | | 多余 | |"
    submission = read(table("问题建议", text))
    assert told(submission) == [("D1", "SHEET-12")]
    assert [row.values["answer"] for row in submission.all_rows()] == [None]


# ---- findings


def test_every_finding_of_a_cell_says_file_sheet_cell_header_and_value() -> None:
    rows = [
        factories.row("pilots", state="在籍", determined_on="2025-02-30", phone="12", uscc="9131O115MA01610380"),
        factories.row("pilots", factories.SITE, 2, name="#REF!", subject_type="律师事务所", contact=None),
    ]
    submission = read(record_sheet("pilots", rows))
    cells = [finding for finding in submission.findings if finding.place.cell]
    assert len(cells) >= 7
    for finding in cells:
        place = finding.place
        assert (place.file, place.sheet) == ("浦东新区12月.xlsx", "试点名单")
        assert place.header == header_of(PILOTS, place.field or "")
        assert place.row
        assert (place.cell or "").endswith(str(place.row))
        assert finding.value if finding.code != "CELL-01" else finding.value is None
    values = {finding.place.field: finding.value for finding in cells}
    assert (values["state"], values["name"], values["determined_on"]) == ("在籍", "#REF!", "2025-02-30")


def test_a_repair_is_told_once_a_column_with_a_count() -> None:
    submission = read(record_sheet("pilots", pilots(1, 2, 3, category="企业（点）", determined_on=45901)))
    assert found(submission, "CELL-52").message.startswith("“确定日期”有 3 格是日期序号")
    assert all(not row.findings for row in submission.all_rows())


# ---- the law: what is found does not depend on where it stands

FAULTS: tuple[dict[str, Raw], ...] = (
    {}, {"uscc": "91310115MA01610381"}, {"state": "在籍"}, {"determined_on": 45901}, {"phone": "021-1"}, {"name": "#N/A"},
    {"contact": None}, {"document_no": "沪市监〔2025〕1"}, {"industries": "AI;芯片"}, {"determined_year": "2025年"},
    {"category": "示范点"}, {"level": "=?"}, {"change_note": "/"}, {"subject_type": "行业协会"}, {"origin": "重新纳入"},
)  # fmt: skip


def essence(submission: Submission) -> list[tuple[object, ...]]:
    """The findings without their addresses; a repair is told with the first cell it was made in."""
    return [_essence(finding) for finding in submission.findings if finding.code != "SHEET-11"]


def _essence(finding: Finding) -> tuple[object, ...]:
    words = {name: word for name, word in finding.words.items() if name not in {"cells", "other"}}
    return finding.code, finding.place.sheet, finding.place.field, finding.value, str(sorted(words.items()))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=4))
def test_the_same_faults_are_found_wherever_columns_and_rows_stand(data: st.DataObject, faults: list[dict[str, Raw]]) -> None:
    rows = [factories.row("pilots", factories.SITE, n, **fault) for n, fault in enumerate(faults, start=1)]
    plain = read(record_sheet("pilots", rows))
    sheet = record_sheet("pilots", rows, order=data.draw(st.permutations(without())), first=data.draw(st.integers(1, 12)))
    moved = read(_stretched(sheet, data.draw(st.lists(st.integers(1, 40), max_size=5)), data.draw(st.lists(st.integers(1, 18), max_size=3))))
    assert essence(moved) == essence(plain)
    assert [row.values for row in moved.all_rows()] == [row.values for row in plain.all_rows()]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), faults=st.lists(st.sampled_from(FAULTS), min_size=2, max_size=FEW - 1))
def test_the_same_faults_are_found_in_one_block_or_in_several(data: st.DataObject, faults: list[dict[str, Raw]]) -> None:
    rows = [factories.row("pilots", factories.SITE, n, **fault) for n, fault in enumerate(faults, start=1)]
    plain = read(record_sheet("pilots", rows))
    cut = data.draw(st.integers(1, len(rows) - 1))
    upper = record_sheet("pilots", rows[:cut], order=data.draw(st.permutations(without())))
    below = max(upper.rows) + data.draw(st.integers(1, 4))
    lower = record_sheet("pilots", rows[cut:], order=data.draw(st.permutations(without())), first=below)
    both = read(Sheet("试点名单", {**upper.rows, **lower.rows}))
    assert essence(both) == essence(plain)
    assert [row.values for row in both.all_rows()] == [row.values for row in plain.all_rows()]
    assert [row.held for row in both.all_rows()] == [row.held for row in plain.all_rows()]


@pytest.mark.parametrize("order", [without(), list(reversed(without()))])
@pytest.mark.parametrize("first", [1, 7])
def test_a_whole_column_is_told_once_wherever_it_stands(order: list[str], first: int) -> None:
    rows = [factories.row("pilots", factories.SITE, n, state="在籍", phone="12") for n in range(1, 31)]
    submission = read(record_sheet("pilots", rows, order=order, first=first))
    assert sorted(essence(submission)) == sorted(essence(read(record_sheet("pilots", rows))))


def _stretched(sheet: Sheet, rows: list[int], columns: list[int]) -> Sheet:
    """The sheet with blank columns, and blank rows or a 注 row below the header, put in."""
    header = min(sheet.rows)
    lines: dict[int, dict[int, Any]] = {}
    for number, line in sheet.rows.items():
        shift = sum(1 for row in rows if header < row < number)
        lines[number + shift] = {column + sum(1 for at in columns if at <= column): cell for column, cell in line.items()}
    lines[max(lines) + 1] = grid("", [("注：样例",)]).rows[1]
    if header > 1:
        lines[header - 1] = grid("", [("附件2",)]).rows[1]
    return Sheet(sheet.name, dict(sorted(lines.items())))
