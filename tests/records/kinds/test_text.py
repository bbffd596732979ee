"""Texts, names, phones, document numbers, pilot ids."""

import pytest

from tests.records.factories import Cell, on, read_cell
from toolkit.records.kinds import DocumentNumber, Name, Phone, PilotId, Text
from toolkit.records.kinds.text import mask_phone, mask_phones_in


@pytest.mark.parametrize("typed", ["建立制度", "第一行\n第二行", "（上海）①", "=1+1", "+86", "@某", "𠮷 䶮 ·"])
def test_a_text_is_kept_as_typed(typed: str) -> None:
    assert (read_cell(Text(), typed).value, read_cell(Text(), typed).told) == (typed, [])


@pytest.mark.parametrize(
    "typed", [" 文字 ", "\u3000文字", "文字\n", "\xa0文字\t", "\ufeff文字", "文\u200b字", "文\u202e字", "\x07文字", "文\xad字"]
)
def test_edges_and_what_nobody_sees_are_dropped_and_told(typed: str) -> None:
    assert (read_cell(Text(), typed).value, read_cell(Text(), typed).told) == ("文字", ["CELL-50"])


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x0b", "\u2028"])
def test_every_end_of_line_is_one_and_no_matter(ends: str) -> None:
    assert (read_cell(Text(), f"一{ends}二").value, read_cell(Text(), f"一{ends}二").told) == ("一\n二", [])


@pytest.mark.parametrize(("raw", "text"), [(12, "12"), (12.0, "12"), (1.5, "1.5"), (10**20, "1" + "0" * 20), (True, "是"), (False, "否")])
def test_a_number_in_a_text_column_is_its_digits(raw: object, text: str) -> None:
    assert read_cell(Text(), raw).value == text


def test_a_date_in_a_text_column_is_told() -> None:
    cell = read_cell(Text(), on(2025, 6, 8))
    assert (cell.value, cell.told) == ("2025-06-08", ["CELL-44"])


def test_a_text_too_long_is_told_and_never_cut() -> None:
    cell = read_cell(Text(5), "一二三四五六")
    assert (cell.value, cell.told, cell.words) == ("一二三四五六", ["CELL-41"], {"length": 6, "most": 5})
    assert read_cell(Text(5), "一二三四五").told == []


@pytest.mark.parametrize("raw", ["\x01", "\u2003\u2003", "\u200b", "", "\ufeff\n"])
def test_a_cell_of_nothing_to_see_is_empty(raw: str) -> None:
    assert read_cell(Text(), raw).value is None
    assert read_cell(Text(), raw, required=True).refused == "CELL-01"


@pytest.mark.parametrize("raw", ["无", "/", "—", "-", "N/A", "ｎ／ａ", "暂无", "空", "。", " 无 ", "暂 无", "－", "——"])
def test_a_word_for_nothing_is_nothing_and_told(raw: str) -> None:
    assert (read_cell(Text(), raw).value, read_cell(Text(), raw).told) == (None, ["CELL-57"])
    assert read_cell(Text(), raw, required=True).refused == "CELL-02"


@pytest.mark.parametrize("raw", ["无锡样例", "无问题", "/a", "空间"])
def test_a_text_that_only_begins_so_is_a_text(raw: str) -> None:
    assert read_cell(Text(), raw, required=True).value == raw


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), float("-inf"), 10**400, "半\ud800个", "\ufffe"])
@pytest.mark.parametrize("kind", [Text(), Name(), Phone(), DocumentNumber(), PilotId()])
def test_what_no_file_can_hold_is_refused(kind: Text, raw: object) -> None:
    assert read_cell(kind, raw).refused == "CELL-05"


def name(raw: object) -> Cell:
    return read_cell(Name(), raw)


@pytest.mark.parametrize("typed", ["上海样例（集团）有限公司", "上海样例(集团)有限公司", "阿依古丽·样例", "样例 三", "Sample Co., Ltd.", "李样例"])
def test_a_name_is_never_changed(typed: str) -> None:
    assert (name(typed).value, name(typed).told) == (typed, [])


@pytest.mark.parametrize("typed", ["张　三", "张 三", "张  三", " 张　三 "])
def test_a_two_character_name_is_closed_up(typed: str) -> None:
    assert (name(typed).value, name(typed).told) == ("张三", ["CELL-50"])


@pytest.mark.parametrize(
    ("typed", "line"),
    [("上海样例\n有限公司", "上海样例有限公司"), ("上海样例 \r\n 有限公司", "上海样例有限公司"), ("Sample\nLimited", "Sample Limited")],
)
def test_a_name_is_one_line(typed: str, line: str) -> None:
    assert (name(typed).value, name(typed).told) == (line, ["CELL-50"])


@pytest.mark.parametrize("typed", ["上海样例甲公司、上海样例乙公司", "上海样例甲公司/上海样例律师事务所", "上海样例甲公司；上海样例协会", "上海样例有限公司等3家"])
def test_several_names_in_one_cell_are_told(typed: str) -> None:
    assert (name(typed).value, name(typed).told) == (typed, ["CELL-45"])


def test_several_names_on_several_lines_are_told() -> None:
    assert "CELL-45" in name("上海样例甲公司\n上海样例乙公司").told


@pytest.mark.parametrize("typed", ["上海样例公司、", "上海样例科技、贸易有限公司", "上海样例有限公司\n浦东分公司"])
def test_one_name_is_not_told_as_several(typed: str) -> None:
    assert "CELL-45" not in name(typed).told


@pytest.mark.parametrize("typed", ["上海样例有限公司（原上海示例有限公司）", "上海样例有限公司(曾用名：上海示例有限公司)"])
def test_a_former_name_within_the_name_is_told(typed: str) -> None:
    assert (name(typed).value, name(typed).told) == (typed, ["CELL-48"])


@pytest.mark.parametrize("typed", ["原创样例（上海）有限公司", "上海原样例有限公司"])
def test_a_name_that_only_holds_the_character_is_not(typed: str) -> None:
    assert name(typed).told == []


def phone(raw: object) -> Cell:
    return read_cell(Phone(), raw)


@pytest.mark.parametrize(
    "raw",
    [
        "13800000000", "021-12345678", "12345678", "02112345678", "021-12345678转801", "021-12345678-801", "021-12345678#801",
        "021-12345678ext801", "0512-1234567", "0571-12345678", "400-000-0000", "4000000000", "86135678", "800-0000000",
        "13800000000、021-12345678", 13800000000, 13800000000.0, 1.39e10, 12345678,
    ],
)  # fmt: skip
def test_a_number_that_can_be_called_is_read_without_a_word(raw: object) -> None:
    assert phone(raw).told == []
    assert phone(raw).value == (raw if isinstance(raw, str) else str(int(raw)))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0000 0000", "13800000000"), ("138-0000-0000", "13800000000"), ("+86 13800000000", "13800000000"),
        ("86-138-0000-0000", "13800000000"), ("0086 13800000000", "13800000000"), ("１３８００００００００", "13800000000"),
        ("13800000000.0", "13800000000"), ("（021）12345678", "021-12345678"), ("021—12345678", "021-12345678"),
        ("021-1234-5678", "021-12345678"), ("+86-021-12345678", "021-12345678"), ("'13800000000", "13800000000"),
        ("13800000000；021-12345678", "13800000000、021-12345678"), ("13800000000/12345678", "13800000000、12345678"),
        ("座机：021-12345678 手机：13800000000", "021-12345678、13800000000"),
        ("13800000000\n12345678", "13800000000、12345678"), ("13800000000 021-12345678", "13800000000、021-12345678"),
    ],
)  # fmt: skip
def test_a_number_is_tidied_and_told(typed: str, number: str) -> None:
    assert (phone(typed).value, phone(typed).told) == (number, ["CELL-58"])


@pytest.mark.parametrize(
    "raw", ["1380000000", "138000000000", "12800000000", "1.38E+10", "张三13800000000", "电话见附件", "021-123", "021-1234567", 123, 1.5, 10**15, "、"]
)
def test_a_number_that_looks_wrong_is_told_and_kept(raw: object) -> None:
    assert phone(raw).told == ["CELL-40"]
    assert phone(raw).value == str(raw)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13800000000", "138****0000"), ("张三13800000000", "张三138****0000"), ("138-0000-000", "13****00"), ("12345678", "12****78"),
        ("021-12345678", "021****5678"), ("123456", "123456"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_is_masked_however_it_is_spaced(text: str, masked: str) -> None:
    assert mask_phone(text) == masked


def test_the_message_of_a_wrong_number_never_shows_it_whole() -> None:
    assert phone("1380000 001").words == {"masked": "13****01"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系 13800000000 或 138 0000 0000", "联系 138****0000 或 138****0000"),
        ("电话021-12345678转801", "电话021****5678转801"),
        ("+8613800000000", "138****0000"),
        ("（021）12345678。", "（021****5678。"),
        ("代码91310115MA01610380，2025-12-05，20251205", "代码91310115MA01610380，2025-12-05，20251205"),
        ("文号〔2025〕108号，共 12345678 元", "文号〔2025〕108号，共 12345678 元"),
    ],
)
def test_numbers_within_a_text_are_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask_phones_in(text) == masked


NUMBER = "沪市监价竞〔2025〕8号"


def test_a_document_number_is_kept() -> None:
    assert (read_cell(DocumentNumber(), NUMBER).value, read_cell(DocumentNumber(), NUMBER).told) == (NUMBER, [])


@pytest.mark.parametrize(
    "typed",
    [
        "沪市监价竞[2025]8号", "沪市监价竞（2025）8号", "沪市监价竞(2025)8号", "沪市监价竞【2025】8号", "沪市监价竞「2025」8号",
        "沪市监价竞﹝2025﹞8号", "沪市监价竞〔２０２５〕８号", "沪市监价竞 〔2025〕 8 号", "沪市监价竞〔2025〕08号", "沪市监价竞〔2025〕第8号",
        "'沪市监价竞〔2025〕8号", "沪市监价竞〔2025〕8", "沪市监价竞［2025］8号", "沪市监价竞〔2025]8号",
    ],
)  # fmt: skip
def test_other_brackets_and_digits_are_normalised(typed: str) -> None:
    assert (read_cell(DocumentNumber(), typed).value, read_cell(DocumentNumber(), typed).told) == (NUMBER, ["CELL-55"])


@pytest.mark.parametrize(
    "raw",
    [
        "8号", "〔2025〕8号", "沪市监价竞8号", "沪市监字第10086号", "公告2025年第1号", "沪市监价竞20258号", "沪市监价竞〔2025〕0号", "沪市监价竞〔1025〕8号",
        "沪市监价竞〔2025〕8号、沪市监价竞〔2025〕9号", "待发", "文号：沪市监价竞〔2025〕8号", 2025, on(2025, 6, 8),
    ],
)  # fmt: skip
def test_what_is_no_document_number_is_never_made_one(raw: object) -> None:
    assert (read_cell(DocumentNumber(), raw).refused, read_cell(DocumentNumber(), raw).told) == ("CELL-42", [])


@pytest.mark.parametrize("typed", ["SH-310115-2025-D-003", "SH-310100-LG-2025-Y-001", "SH-310100-ZFZD-2025-Z-1000"])
def test_a_pilots_number_is_kept(typed: str) -> None:
    assert (read_cell(PilotId(), typed).value, read_cell(PilotId(), typed).told) == (typed, [])


@pytest.mark.parametrize("typed", ["sh-310115-2025-d-003", "ＳＨ-310115-2025-Ｄ-003", " SH-310115 -2025-D-003", "SH—310115—2025—D—003"])
def test_a_pilots_number_is_tidied(typed: str) -> None:
    assert read_cell(PilotId(), typed).value == "SH-310115-2025-D-003"
    assert "CELL-55" in read_cell(PilotId(), typed).told


@pytest.mark.parametrize("typed", ["SH-310115-2025-D-3", "SH-310115-2025-X-003", "3", "SH-31-2025-D-003", "SH-310115-2025-D-٠٠٣", 3])
def test_what_is_no_pilots_number_is_refused(typed: object) -> None:
    assert read_cell(PilotId(), typed).refused == "CELL-43"
