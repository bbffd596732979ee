"""Mails as they are really written: every way of naming an attachment, and what keeps attachments out of sight."""

import base64
from urllib.parse import quote

import pytest

from tests.mail.post import WORKBOOK, attachment, cut_words, mail, word
from toolkit.mail.parcel import Find, Piece, Trouble
from toolkit.mail.unpack import unpack

NAME = "附件2：徐汇区汇总表（2025.12）.xlsx"
RARE = "徐汇区商业秘密—镕亘燚㐂.xlsx"
"""Characters that GB 2312 lacks and mail programs send under its label all the same."""
FIVE_C = "乗乣亅包.xlsx"
"""Their second byte in GBK is 0x5C, a backslash, or near it."""


def pieces(data: bytes, name: str = "来信.eml") -> list[Piece]:
    return [find for find in unpack(data, name) if isinstance(find, Piece)]


def troubles(finds: list[Find]) -> list[str]:
    return [find.rule.code for find in finds if isinstance(find, Trouble)]


NAMED: dict[str, tuple[str | bytes, str]] = {
    "plain": ('attachment; filename="report 12.xlsx"', "report 12.xlsx"),
    "without quotes": ("attachment; filename=report 12.xlsx", "report 12.xlsx"),
    "RFC 2231": (f"attachment; filename*=UTF-8''{quote(NAME)}", NAME),
    "RFC 2231 in GBK": (f"attachment; filename*=GBK''{quote(NAME, encoding='gbk')}", NAME),
    "RFC 2231 in gb2312 with rare characters": (f"attachment; filename*=gb2312''{quote(RARE, encoding='gb18030')}", RARE),
    "RFC 2231 continued": (
        f"attachment; filename*0*=utf-8''{quote(NAME)[:20]};\r\n filename*1*={quote(NAME)[20:50]};\r\n\tfilename*2*={quote(NAME)[50:]}", NAME,
    ),
    "RFC 2231 continued, cut inside an escape": (
        f"attachment; filename*1*={quote(NAME)[22:]}; filename*0*=utf-8''{quote(NAME)[:22]}", NAME,
    ),
    "RFC 2231 before the plain one": (f"attachment; filename=\"_____.xlsx\"; filename*=UTF-8''{quote(NAME)}", NAME),
    "RFC 2047": (f'attachment; filename="{word(NAME)}"', NAME),
    "RFC 2047 without quotes": (f"attachment; filename={word(NAME)}", NAME),
    "RFC 2047 labelled gb2312": (f'attachment; filename="=?gb2312?B?{base64.b64encode(RARE.encode("gb18030")).decode()}?="', RARE),
    "RFC 2047 labelled x-gbk": (f'attachment; filename="=?x-gbk?B?{base64.b64encode(NAME.encode("gbk")).decode()}?="', NAME),
    "RFC 2047 cut inside a character": (f'attachment; filename="{cut_words(NAME, "utf-8", (10, 22))}"', NAME),
    "RFC 2047 cut inside a character of gb2312": (f'attachment; filename="{cut_words(NAME, "gbk", (9, 15), "gb2312")}"', NAME),
    "RFC 2047 quoted printable": (
        'attachment; filename="=?utf-8?Q?' + "".join(f"={byte:02X}" for byte in "徐汇 12.xlsx".encode()) + '?="', "徐汇 12.xlsx",
    ),
    "raw GBK": (b'attachment; filename="' + NAME.encode("gbk") + b'"', NAME),
    "raw GBK with second byte 5C": (b'attachment; filename="' + FIVE_C.encode("gbk") + b'"', FIVE_C),
    "raw GBK without quotes": (b"attachment; filename=" + NAME.encode("gbk"), NAME),
    "raw UTF-8": (b'attachment; filename="' + NAME.encode() + b'"', NAME),
    "percent": (f'attachment; filename="{quote(NAME)}"', NAME),
    "percent in GBK": (f'attachment; filename="{quote(NAME, encoding="gbk")}"', NAME),
    "a per cent sign that is one": ('attachment; filename="100%25.xlsx"', "100%25.xlsx"),
    "a path": ('attachment; filename="C:\\\\报送\\\\a.xlsx"'.encode(), "a.xlsx"),
    "semicolon in quotes": ('attachment; filename="a;b.xlsx"; size=3', "a;b.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_an_attachment_is_named_as_its_sender_meant_it(case: str) -> None:
    disposition, name = NAMED[case]
    assert [(piece.name, piece.data) for piece in pieces(mail(attachment(disposition)))] == [(name, WORKBOOK)]


def test_the_name_may_stand_in_the_content_type_alone() -> None:
    part = attachment("attachment", kind=b'application/vnd.ms-excel; name="' + NAME.encode("gbk") + b'"')
    assert [piece.name for piece in pieces(mail(part))] == [NAME]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\n", b"From clerk Fri Dec  5 17:40:00 2025\r\n"])
def test_what_programs_leave_before_a_mail_hides_nothing(before: bytes) -> None:
    assert [piece.data for piece in pieces(before + mail(attachment(f'attachment; filename="{word(NAME)}"')))] == [WORKBOOK]


def test_an_attachment_of_a_mail_attached_is_found_with_both_mails() -> None:
    inner = mail(attachment('attachment; filename="a.xlsx"'), sender="b@example.cn", boundary=b"b2")
    for part in (
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
        b'Content-Type: message/rfc822; name="zf.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + base64.encodebytes(inner),
        attachment('attachment; filename="zf.eml"', inner),
    ):
        (piece,) = pieces(mail(part))
        assert (piece.data, [envelope.sender for envelope in piece.way.mails]) == (WORKBOOK, ["clerk@xuhui.example.cn", "b@example.cn"])


@pytest.mark.parametrize(("depth", "is_found"), [(4, True), (5, False)])
def test_mails_inside_mails_are_opened_to_the_bound(depth: int, *, is_found: bool) -> None:
    data = mail(attachment('attachment; filename="a.xlsx"'), boundary=b"b0")
    for level in range(1, depth + 1):
        data = mail(b"Content-Type: message/rfc822\r\n\r\n" + data, boundary=f"b{level}".encode())
    finds = unpack(data, "来信.eml")
    assert any(isinstance(find, Piece) for find in finds) is is_found
    assert troubles(finds) == ([] if is_found else ["MAIL-10"])


def test_a_mail_that_breaks_off_is_told_with_what_it_gives() -> None:
    whole = mail(attachment('attachment; filename="a.xlsx"'), attachment('attachment; filename="b.xlsx"', WORKBOOK + b" "))
    assert all(not piece.way.remarks for piece in pieces(whole))
    broken = pieces(whole[: len(whole) * 2 // 3])
    assert [piece.name for piece in broken] == ["a.xlsx", "b.xlsx"]
    assert {finding.code for piece in broken for finding in piece.way.remarks} == {"MAIL-20"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (mail(), "MAIL-16"),
        (mail(attachment('attachment; filename="scan.pdf"', b"%PDF-1.7 ...")), "MAIL-16"),
        (mail(body="从QQ邮箱发来的超大附件 https://mail.qq.com/cgi-bin/ftnExs_download?k=1"), "MAIL-19"),
        (mail(attachment('attachment; filename="smime.p7m"', b"0\x82", "application/pkcs7-mime")), "MAIL-18"),
        (mail(attachment('attachment; filename="a.rar"', b"Rar!\x1a\x07\x01\x00rest")), "MAIL-14"),
    ],
)
def test_a_mail_without_a_workbook_is_told_with_the_reason(data: bytes, code: str) -> None:
    assert troubles(unpack(data, "来信.eml")) == [code]


def test_a_workbook_beside_a_link_does_not_hide_the_link() -> None:
    finds = unpack(mail(attachment('attachment; filename="a.xlsx"'), body="超大附件"), "来信.eml")
    assert (len(finds), troubles(finds)) == (2, ["MAIL-19"])


@pytest.mark.parametrize(
    ("received", "date", "day"),
    [
        ("", "Fri, 05 Dec 2025 17:40:00 +0800", "2025-12-05"),
        ("Wed, 31 Dec 2025 15:59:00 +0000", "Wed, 31 Dec 2025 10:00:00 +0800", "2025-12-31"),
        ("Wed, 31 Dec 2025 16:01:00 +0000 (UTC)", "Wed, 31 Dec 2025 10:00:00 +0800", "2026-01-01"),
        ("rubbish", "rubbish", "None"),
        ("", "", "None"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_server_in_the_office_s_zone(received: str, date: str, day: str) -> None:
    (piece,) = pieces(mail(attachment('attachment; filename="a.xlsx"'), received=received, date=date))
    assert str(piece.way.received) == day
