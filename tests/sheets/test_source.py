"""Files told by their content, and refusals with a way out."""

from pathlib import Path

import pytest

from tests.sheets import hostile
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.findings.finding import Rule
from toolkit.sheets.source import read_book, read_bytes

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


READ = sorted(hostile.parts(hostile.worksheet(CELL)).keys() - {"[Content_Types].xml"})


def refusal(data: bytes, name: str = "x.xlsx") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, name)
    message = caught.value.rule.message.format_map(caught.value.words)
    advice = caught.value.rule.advice.format_map(caught.value.words)
    assert message
    assert advice
    return caught.value


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", files.EMPTY),
        (bytes(5000), files.NOT_A_WORKBOOK),
        (b"%PDF-1.7\n%...", files.NOT_EDITABLE),
        (b"\n\n%PDF-1.4", files.NOT_EDITABLE),
        (b"\x89PNG\r\n\x1a\n....", files.NOT_EDITABLE),
        (b"\xff\xd8\xff\xe0....", files.NOT_EDITABLE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", files.NOT_EDITABLE),
        (b"\x00\x00\x00\x18ftypheic", files.NOT_EDITABLE),
        (b"Rar!\x1a\x07\x01\x00", files.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00", files.ARCHIVE),
        (b"\x1f\x8b\x08\x00", files.ARCHIVE),
        (b"{\\rtf1 ...}", files.NOT_A_WORKBOOK),
        (b"MZ\x90\x00", files.NOT_A_WORKBOOK),
        (b"b\x14#e\x00\x00\x00\x00E-SafeNet\x00LOCK", files.RIGHTS_MANAGED),
        (b"PK\x03\x04 and no more", files.DAMAGED),
    ],
)
def test_what_is_no_workbook_is_refused_for_what_it_is_whatever_its_name(data: bytes, rule: Rule) -> None:
    assert refusal(data).rule is rule
    assert refusal(data, "x.csv").rule is rule


def test_a_book_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "表.pdf"
    path.write_bytes(hostile.book(CELL))
    assert read_book(path).kind == "xlsx"


def test_a_file_that_cannot_be_opened_is_a_refusal(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.xlsx"):
        with pytest.raises(Unreadable) as caught:
            read_book(path)
        assert caught.value.rule is files.LOCKED


def without(*names: str) -> bytes:
    whole = hostile.parts(hostile.worksheet(CELL))
    return hostile.archive({name: content for name, content in whole.items() if name not in names})


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_part_every_cell_depends_on_may_not_be_missing(part: str) -> None:
    assert refusal(without(part)).rule is files.MISSING_PART


def test_a_book_without_workbook_relations_misses_its_sheets() -> None:
    assert refusal(without("xl/_rels/workbook.xml.rels")).rule is files.MISSING_PART


def test_the_workbook_part_is_found_without_the_package_relations() -> None:
    assert read_bytes(without("_rels/.rels")).sheets[0].rows


def test_two_sheets_of_one_name_are_refused() -> None:
    data = hostile.archive(hostile.parts(*[hostile.worksheet(CELL)] * 2, names=("Sheet", "SHEET")))
    assert refusal(data).words == {"sheet": "SHEET"}


def test_a_sheet_that_stands_in_no_list_is_not_passed_over() -> None:
    data = hostile.parts(hostile.worksheet(CELL), hostile.worksheet(CELL))
    listed = str(data["xl/workbook.xml"])
    data["xl/workbook.xml"] = listed.replace('<sheet name="试点企业" sheetId="1"  r:id="rId1"/>', "")
    assert data["xl/workbook.xml"] != listed
    assert refusal(hostile.archive(data)).rule is files.DAMAGED


def test_a_book_without_sheets_is_refused() -> None:
    assert refusal(hostile.archive(hostile.parts())).rule is files.NO_SHEETS


@pytest.mark.parametrize("part", READ)
def test_a_doctype_is_refused_in_every_part(part: str) -> None:
    data = hostile.parts(hostile.worksheet(CELL))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data[part] = bomb + str(data[part])
    assert refusal(hostile.archive(data)).rule is files.DOCTYPE


@pytest.mark.parametrize("part", READ)
def test_a_part_in_a_foreign_namespace_is_refused_not_read_as_nothing(part: str) -> None:
    data = hostile.parts(hostile.worksheet(CELL))
    data[part] = str(data[part]).replace('xmlns="http', 'xmlns="ftp')
    assert refusal(hostile.archive(data)).rule is files.DAMAGED


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("a.xlsx", files.ARCHIVE),
        ("word/document.xml", files.NOT_A_WORKBOOK),
        ("Index/Document.iwa", files.NOT_A_WORKBOOK),
        ("OFD.xml", files.NOT_EDITABLE),
    ],
)
def test_an_archive_of_other_things_is_refused_for_what_it_is(part: str, rule: Rule) -> None:
    assert refusal(hostile.archive({part: "x"})).rule is rule
