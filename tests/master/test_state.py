"""The master as it is read: by our own headers, whatever staff have put beside them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.master.desk import SETTINGS, Desk, codes, column, pilot, tally
from tests.records import factories
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.layout import new_master
from toolkit.master.ledgers import BASE_SHEET, BATCHES, FIRST_ROW, HEADER_ROW
from toolkit.master.reading import load_master, master_of
from toolkit.master.state import Master
from toolkit.records import form_of
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.grid import Cell, Fault
from toolkit.sheets.source import one_by_one, read_bytes, read_sheets

NAME = "上海样例1号科技有限公司"


@pytest.fixture(scope="module")
def two_pilots(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A master that has taken two pilots in."""
    desk = Desk(tmp_path_factory.mktemp("two"))
    desk.receive(pilots=[pilot(1), pilot(2)])
    return desk.path.read_bytes()


@pytest.fixture
def kept(desk: Desk, two_pilots: bytes) -> Desk:
    """A desk whose master has two pilots."""
    desk.path.write_bytes(two_pilots)
    desk.sent = 1
    return desk


def told(master: Master) -> list[tuple[str | None, str]]:
    return [(finding.place.cell, finding.code) for finding in master.findings]


def test_a_staff_column_under_an_alias_is_never_taken_for_ours(kept: Desk) -> None:
    def add(book: Any) -> None:
        sheet = book["试点名单"]
        sheet.insert_cols(2)
        sheet.cell(HEADER_ROW, 2, "电话")
        sheet.cell(4, 2, "自己的")

    kept.by_hand(add)
    assert told(kept.master) == []
    assert kept.entries("pilots")[0].texts["phone"] == "021-12345678"
    kept.receive(cover={"revision": 2}, pilots=[pilot(1, phone="021-55556666"), pilot(2)])
    assert kept.entries("pilots")[0].texts["phone"] == "021-55556666"


@pytest.mark.parametrize(
    ("sheet", "header", "at"), [("试点名单", "报送单位", 1), ("试点名单", "试点编号", 2), (BATCHES.sheet, "SHA-256", 3)]
)
def test_a_column_taken_away_or_doubled_is_refused_in_words(desk: Desk, sheet: str, header: str, at: int) -> None:
    data = desk.path.read_bytes()
    for change, code in ((SetCell(sheet, HEADER_ROW, 30, header), "MERGE-20"), (SetCell(sheet, HEADER_ROW, at, "改名"), "MERGE-02")):
        desk.path.write_bytes(edit(data, [change]))
        with pytest.raises(Unreadable) as refused:
            _ = desk.master
        assert (refused.value.rule.code, refused.value.words["header"]) == (code, header)


@pytest.mark.parametrize("sheet", ["试点名单", BATCHES.sheet, BASE_SHEET])
def test_a_sheet_taken_away_is_refused_in_words(kept: Desk, sheet: str) -> None:
    kept.by_hand(lambda book: book.remove(book[sheet]))
    with pytest.raises(Unreadable) as refused:
        _ = kept.master
    assert (refused.value.rule.code, refused.value.words) == ("MERGE-01", {"sheet": sheet})


def test_what_is_no_master_is_refused() -> None:
    with pytest.raises(Unreadable):
        load_master(b"%PDF", "总台账.xlsx", date(2025, 12, 8), SETTINGS)


@pytest.mark.parametrize(
    ("field", "value", "code"), [("determined_on", "去年", "CELL-10"), ("state", "在籍", "CELL-30"), ("uscc", "9131", "USCC-02")]
)
def test_a_cell_that_staff_made_unreadable_is_told_and_kept(kept: Desk, field: str, value: str, code: str) -> None:
    kept.type("pilots", NAME, **{field: value})
    assert [found for _, found in told(kept.master)] == [code]
    result = kept.receive(cover={"revision": 2}, pilots=[pilot(1), pilot(2, contact="样例二")])
    assert tally(result) == (2, 0, 1, 1, 0)
    assert kept.entries("pilots")[0].texts[field] == value
    assert not {"MERGE-10", "LINK-11"} & set(codes(result))


def test_a_formula_without_a_value_is_not_empty(kept: Desk) -> None:
    kept.by_hand(lambda book: book["试点名单"].cell(4, column(book["试点名单"], "联系人"), "=VLOOKUP(A1,B:C,2,0)"))
    assert [code for _, code in told(kept.master)] == ["CELL-04"]
    assert kept.entries("pilots")[0].texts["contact"] == "（无法读取）"
    assert tally(kept.receive(cover={"revision": 2}, pilots=[pilot(1), pilot(2)])) == (2, 0, 0, 2, 0)


def test_a_required_cell_emptied_by_the_city_stays_empty(kept: Desk) -> None:
    kept.type("pilots", NAME, contact=None)
    result = kept.receive(cover={"revision": 2}, pilots=[pilot(1), pilot(2)])
    assert (tally(result), kept.entries("pilots")[0].texts["contact"]) == ((2, 0, 0, 2, 0), None)


def test_a_record_copied_by_hand_is_told_and_its_first_row_is_merged(kept: Desk) -> None:
    def copy(book: Any) -> None:
        sheet = book["试点名单"]
        for cell in list(sheet[4]):
            sheet.cell(6, cell.column, cell.value)

    kept.by_hand(copy)
    assert [finding.message for finding in kept.master.findings] == [
        f"总台账“试点名单”第 4、6 行是同一记录（{NAME}（单位（点），2025）），合并只更新第一行"
    ]
    result = kept.receive(cover={"revision": 2}, pilots=[pilot(1, contact="样例二"), pilot(2)])
    assert tally(result) == (2, 0, 1, 1, 0)
    assert "LINK-11" not in codes(result)
    assert [entry.texts["contact"] for entry in kept.entries("pilots")] == ["样例二", "样例联系人", "样例联系人"]


def test_a_row_without_a_unit_is_told(kept: Desk) -> None:
    kept.path.write_bytes(edit(kept.path.read_bytes(), [SetCell("试点名单", 8, 1, "合计")]))
    assert told(kept.master) == [("A8", "MERGE-19")]


def test_units_by_any_of_their_names_are_one(kept: Desk) -> None:
    kept.path.write_bytes(edit(kept.path.read_bytes(), [SetCell("试点名单", 4, 1, "浦东")]))
    assert [entry.unit for entry in kept.entries("pilots")] == ["浦东新区"] * 2


def test_cells_of_blanks_make_no_row(kept: Desk) -> None:
    kept.path.write_bytes(edit(kept.path.read_bytes(), [SetCell("试点名单", 9, 2, "  ")]))
    assert len(kept.entries("pilots")) == 2


FIELDS, DOCUMENT = 2, 3
"""The rows of 底稿 that name the fields of the first records, and the first of these."""


@pytest.mark.parametrize("row", [FIELDS, DOCUMENT])
def test_a_damaged_memory_is_refused_in_words(kept: Desk, row: int) -> None:
    for text in ("{", "[]", "1"):
        kept.path.write_bytes(edit(kept.path.read_bytes(), [SetCell(BASE_SHEET, row, 5, text)]))
        with pytest.raises(Unreadable) as refused:
            kept.receive(cover={"revision": 2}, pilots=[pilot(1)])
        assert refused.value.rule.code == "MERGE-24"
    kept.receive("徐汇区", pilots=[pilot(9)])


def test_the_memory_keeps_what_was_sent_and_the_cover(kept: Desk) -> None:
    master = kept.master
    assert {key[0] for key in master.base} == {"pilots", "cover"}
    (cover,) = [record for key, record in master.base.items() if key[0] == "cover"]
    assert (cover.texts["filled_on"], cover.texts["file"]) == ("2025-12-05", "01-浦东新区.xlsx")
    key = (str(pilot(1)["uscc"]), "单位（点）", "2025")
    assert master.base["pilots", "浦东新区", key].texts["document_no"] == "沪市监价竞〔2025〕1号"


def test_a_year_kept_as_a_fraction_by_another_program_is_a_year(kept: Desk) -> None:
    kept.path.write_bytes(edit(kept.path.read_bytes(), [SetCell(BASE_SHEET, DOCUMENT, 4, "2025.0")]))
    assert {record.year for record in kept.master.base.values()} == {2025}


def test_a_record_is_found_under_its_new_key_at_once(kept: Desk) -> None:
    master = kept.master
    entry = master.entries("pilots")[0]
    old, new = entry.key, factories.credit_code(55)
    assert old is not None
    master.change(entry, {"uscc": new}, {"uscc": new})
    assert master.find(entry.form, "浦东新区", old) is None
    assert master.find(entry.form, "浦东新区", (new, *old[1:])) is entry
    assert entry.name_key is not None
    assert master.named(entry.form, "浦东新区", entry.name_key) == [entry]


SHOWN = read_bytes(new_master(), own=True)
VALUES = st.sampled_from([
    "静安区", "  ", "", NAME, factories.credit_code(1), "9131", "单位（点）", "市级", "2025", 2025, 2025.0, 1, 1.0, True, "1", "是",
    datetime.combine(date(2025, 9, 1), time()), "2025年9月1日", "去年", "无", "021-55556666", " 样例一 ", None,
])  # fmt: skip
FAULTS = st.sampled_from([None, None, None, Fault.ERROR, Fault.UNCACHED])


def shown_as(rows: Mapping[int, Cell]) -> Master:
    """A master whose list of pilots has these rows, all cells of a row alike."""
    filled = {number: dict.fromkeys(range(1, 30), cell) for number, cell in rows.items()}
    sheets = (replace(one, rows=one.rows | filled) if one.name == "试点名单" else one for one in SHOWN.sheets)
    return master_of(replace(SHOWN, sheets=tuple(sheets)), "总台账.xlsx", date(2025, 12, 8), SETTINGS)


@given(st.lists(st.builds(Cell, VALUES, fault=FAULTS), max_size=5))
def test_a_row_says_the_same_whatever_other_rows_said_before(rows: list[Cell]) -> None:
    numbered = dict(enumerate(rows, start=FIRST_ROW))
    together, alone = shown_as(numbered), [shown_as({number: cell}) for number, cell in numbered.items()]
    # By their texts, as True, 1 and 1.0 are equal and are not the same.
    assert [repr(entry) for entry in together.entries("pilots")] == [repr(e) for master in alone for e in master.entries("pilots")]
    of_rows = [finding for finding in together.findings if finding.rule is not merging.REPEATED_IN_MASTER]
    assert of_rows == [finding for master in alone for finding in master.findings]


def test_a_word_for_nothing_is_wrong_only_where_something_is_needed() -> None:
    told = {finding.place.field for finding in shown_as({FIRST_ROW: Cell("无")}).findings} - {None}
    assert told == {column.field for column in form_of("pilots").columns if column.required}


def test_sheets_read_one_by_one_are_those_of_the_whole_book_in_the_order_asked(kept: Desk) -> None:
    data = kept.path.read_bytes()
    whole = read_bytes(data, own=True)
    names = ["底稿", "没有这张", "试点名单", "总览"]
    one = list(read_sheets(data, names))
    assert one == list(one_by_one(whole, names))
    assert [[sheet.name for sheet in book.sheets] for book in one] == [["底稿"], ["试点名单"], ["总览"]]


def test_what_keeps_a_book_from_being_read_is_said_in_words_sheet_by_sheet_too(kept: Desk, tmp_path: Path) -> None:
    data, twice = kept.path.read_bytes(), tmp_path / "a.xlsx"
    with ZipFile(kept.path) as old, ZipFile(twice, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace('name="豁免"'.encode(), 'name="名额说明"'.encode()) if name == "xl/workbook.xml" else part)
    for bad in (data[: len(data) // 2], twice.read_bytes()):
        with pytest.raises(Unreadable) as whole:
            read_bytes(bad, own=True)
        with pytest.raises(Unreadable) as refused:
            list(read_sheets(bad, ["试点名单"]))
        assert refused.value.rule is whole.value.rule
