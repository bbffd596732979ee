"""Outlook's own files: .msg and winmail.dat."""

import pytest

from tests.mail.outlook import Message, msg, winmail
from tests.mail.post import WORKBOOK, attachment, mail
from tests.mail.test_eml import NAME, RARE, pieces, troubles
from toolkit.mail.unpack import unpack

FIFTH = 134_093_988_000_000_000
"""2025-12-05 17:00 in Shanghai, in tenths of microseconds since 1601."""


def test_attachments_of_a_msg_have_their_long_names() -> None:
    (piece,) = pieces(msg(Message({NAME: WORKBOOK}, delivered=FIFTH)), "来信.msg")
    (envelope,) = piece.way.mails
    assert (piece.name, piece.data[: len(WORKBOOK)]) == (NAME, WORKBOOK)
    assert (envelope.sender, envelope.subject, str(envelope.received)) == ("clerk@xuhui.example.cn", "12月报送", "2025-12-05")


def test_names_in_a_code_page_are_read_by_it_or_by_what_they_look_like() -> None:
    for page in (936, 65001):
        assert [piece.name for piece in pieces(msg(Message({RARE: WORKBOOK}, page=page)), "a.msg")] == [RARE]


def test_the_server_s_stamp_is_the_day_of_receipt() -> None:
    headers = "Received: from a by b;\r\n Wed, 31 Dec 2025 16:01:00 +0000\r\nReceived: older; Mon, 1 Dec 2025 00:00:00 +0800\r\nSubject: x\r\n"
    (piece,) = pieces(msg(Message({"a.xlsx": WORKBOOK}, headers=headers, delivered=FIFTH)), "a.msg")
    assert str(piece.way.received) == "2026-01-01"


def test_messages_inside_a_msg_are_opened_to_the_bound() -> None:
    message = Message({"a.xlsx": WORKBOOK}, sender="inner@example.cn")
    for _ in range(4):
        message = Message(inner=[message])
    (piece,) = pieces(msg(message), "a.msg")
    assert (len(piece.way.mails), piece.way.mails[-1].sender) == (5, "inner@example.cn")
    assert troubles(unpack(msg(Message(inner=[message])), "a.msg")) == ["MAIL-10"]


def test_what_a_msg_lacks_is_told() -> None:
    assert troubles(unpack(msg(Message()), "a.msg")) == ["MAIL-16"]
    assert troubles(unpack(msg(Message(links=["报送.xlsx"])), "a.msg")) == ["MAIL-19"]
    assert troubles(unpack(msg(Message({"a.xlsx": WORKBOOK}, body="https://dashi.163.com/x")), "a.msg")) == ["MAIL-19"]


@pytest.mark.parametrize("by", [2, 4, 7])
def test_an_attachment_that_is_only_a_path_or_an_address_is_told(by: int) -> None:
    assert troubles(unpack(msg(Message(links=["报送.xlsx"], by=by)), "a.msg")) == ["MAIL-19"]


def test_a_workbook_put_into_the_text_is_taken_and_a_picture_is_not() -> None:
    sheet = {"\1CompObj": b"c" * 90, "Package": WORKBOOK, "\1Ole": b"o" * 20}
    found = pieces(msg(Message(objects={"Microsoft Excel 工作表": sheet, "图片": {"CONTENTS": b"d" * 90}}, page=936)), "a.msg")
    assert [(piece.name, piece.data[: len(WORKBOOK)]) for piece in found] == [("Microsoft Excel 工作表", WORKBOOK), ("图片", b"")]
    old = Message(objects={"Microsoft Excel 97-2003 工作表": {"Workbook": b"b" * 90}})
    assert [piece.name for piece in pieces(msg(old), "a.msg")] == ["Microsoft Excel 97-2003 工作表.xls"]


def test_winmail_dat_gives_its_files_by_long_or_short_name() -> None:
    for long_names in (True, False):
        data = winmail({NAME: WORKBOOK, "b.pdf": b"%PDF-1"}, long_names=long_names)
        assert next((p.name, p.data == WORKBOOK) for p in pieces(data, "winmail.dat")) == (NAME, True)
    (piece,) = pieces(mail(attachment('attachment; filename="winmail.dat"', winmail({NAME: WORKBOOK}), "application/ms-tnef")))
    assert (piece.name, piece.way.names) == (NAME, ("来信.eml", "winmail.dat"))


def test_a_message_inside_winmail_dat_is_opened() -> None:
    assert [piece.name for piece in pieces(winmail({}, [winmail({"a.xlsx": WORKBOOK})]), "winmail.dat")] == ["a.xlsx"]
    deep = winmail({"a.xlsx": WORKBOOK})
    for _ in range(12):
        deep = winmail({}, [deep])
    assert troubles(unpack(deep, "winmail.dat")) == ["MAIL-10"]


def test_winmail_dat_that_breaks_off_is_told() -> None:
    data = winmail({"a.xlsx": WORKBOOK, "b.xlsx": WORKBOOK})
    (first,) = pieces(data[: len(data) * 2 // 3], "winmail.dat")
    assert [finding.code for finding in first.way.remarks] == ["MAIL-20"]
    assert all(not piece.way.remarks for piece in pieces(data, "winmail.dat"))
