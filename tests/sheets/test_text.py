"""CSV and HTML tables under any name."""

import pytest

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.findings.finding import Rule
from toolkit.sheets.grid import Area, Book, Cell, Fault
from toolkit.sheets.source import read_bytes

CSV = "企业名称,统一社会信用代码\r\n上海样例科技有限公司,00123\r\n"


def refused(data: bytes) -> Rule:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "x.xls")
    return caught.value.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_reads_the_same_in_every_encoding(encoding: str, delimiter: str) -> None:
    found = read_bytes(CSV.replace(",", delimiter).encode(encoding), "浦东12月.xls")
    assert (found.kind, found.sheets[0].name) == ("csv", "浦东12月")
    assert found.sheets[0].rows == {
        1: {1: Cell("企业名称"), 2: Cell("统一社会信用代码")},
        2: {1: Cell("上海样例科技有限公司"), 2: Cell("00123")},
    }


TRADITIONAL = "單位名稱,統一社會信用代碼,聯繫人\r\n上海樣例園區運營管理有限公司,00123,張三\r\n"


@pytest.mark.parametrize("encoding", ["big5", "cp950"])
def test_a_csv_in_big5_is_refused_not_read_as_other_characters(encoding: str) -> None:
    assert refused(TRADITIONAL.encode(encoding)) is files.UNKNOWN_ENCODING
    assert refused(f"<table><tr><td>{TRADITIONAL}</td></tr></table>".encode(encoding)) is files.UNKNOWN_ENCODING


def test_traditional_and_rare_characters_in_gb18030_are_read() -> None:
    for text in (TRADITIONAL, "姓名,单位\r\n𠮷田喆,上海样例㛃科技有限公司\r\n", "a,é\r\n"):
        first = read_bytes(text.encode("gb18030")).sheets[0].rows[1]
        assert [cell.value for cell in first.values()] == text.partition("\r")[0].split(",")


def test_csv_cells_are_text_except_that_an_error_is_an_error() -> None:
    found = read_bytes(b'a,"b ""c"",\r\nd"\n\n,#N/A\n').sheets[0]
    assert found.rows == {1: {1: Cell("a"), 2: Cell('b "c",\r\nd')}, 3: {2: Cell("#N/A", fault=Fault.ERROR)}}


@pytest.mark.parametrize("cut", range(1, 3))
def test_utf8_cut_inside_a_character_is_not_taken_for_another_encoding(cut: int) -> None:
    assert refused((CSV * 9).encode()[: -2 - 7 - cut] + "业".encode()[:cut]) is files.UNKNOWN_ENCODING


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b'a,b\n"c,d\ne,f\n', files.DAMAGED),
        ("这是一封信，没有分列。".encode(), files.NOT_A_WORKBOOK),
        (b"\x01\x02,\x03", files.NOT_A_WORKBOOK),
        (b"\x81\xff,\x81\xff", files.UNKNOWN_ENCODING),
        (b'{"a": 1, "b": 2}', files.NOT_A_WORKBOOK),
        (b"MIME-Version: 1.0\nContent-Type: x, y", files.A_MAIL),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related", files.NOT_A_WORKBOOK),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', files.NOT_A_WORKBOOK),
        (b"<html><body>x, y</body></html>", files.NOT_A_WORKBOOK),
        (b"<html><table><tr><td>1</td></tr>", files.DAMAGED),
        (b"a,b\x00c\n", files.NOT_A_WORKBOOK),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, rule: Rule) -> None:
    assert refused(data) is rule


def html(inside: str) -> Book:
    return read_bytes(f"<html><head><meta charset=gbk></head><body>{inside}</body></html>".encode("gb18030"), "月报.xls")


def test_a_page_with_a_table_is_a_sheet() -> None:
    found = html(
        "<style>td {x}</style><table><tr><th> 企业\n 名称 <th>代码</tr><tr><td>上海样例<br>有限公司</td><td>&nbsp;</td>"
        "<td>&lt;1&amp;2</td></tr><tr style='display: none'><td><s>甲</s></td><td><s>甲</s>乙<td>#REF!</table>"
    )
    assert found.kind == "html"
    assert found.sheets[0].rows == {
        1: {1: Cell("企业 名称"), 2: Cell("代码")},
        2: {1: Cell("上海样例\n有限公司"), 3: Cell("<1&2")},
        3: {1: Cell("甲", struck=True), 2: Cell("甲乙"), 3: Cell("#REF!", fault=Fault.ERROR)},
    }
    assert found.sheets[0].hidden_rows == {3}


def test_spans_are_merges_and_move_their_neighbours() -> None:
    found = html(
        "<table><tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>"
    ).sheets[0]
    assert [(where, cell.value) for where, cell in found.cells()] == [((1, 1), "a"), ((1, 3), "b"), ((2, 3), "c"), ((3, 1), "d")]
    assert found.merges == (Area(1, 1, 2, 2),)


def test_tables_follow_one_another_and_a_table_in_a_cell_is_its_text() -> None:
    found = html("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table><table><tr><td>c</table>").sheets[0]
    assert found.rows == {1: {1: Cell("ab")}, 2: {1: Cell("c")}}
