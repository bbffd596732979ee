"""Whose a workbook is and for which month: cover, then names, then sender; disagreement is told."""

from datetime import date
from typing import Any

import pytest

from tests.mail.post import WORKBOOK, attachment, mail, word
from tests.mail.test_archive import packed
from tests.mail.test_eml import pieces
from tests.records import factories
from toolkit.mail.whose import Whose, whose
from toolkit.policy import load_settings
from toolkit.policy.settings import Mail
from toolkit.records import Context
from toolkit.sheets.blank import blank_workbook

KNOWN = Mail(units={"徐汇区": ("clerk@xuhui.example.cn",), "静安区": ("@jingan.example.cn",)})
SETTINGS = load_settings().model_copy(update={"mail": KNOWN})
BLANK = blank_workbook()
"""Without a unit, a year or a month."""


def judged(data: bytes, name: str = "来信.eml", as_of: date = factories.AS_OF) -> Whose:
    (piece,) = pieces(data, name)
    return whose(piece, Context(as_of, SETTINGS))


def sent(book: bytes, name: str, **envelope: Any) -> bytes:
    return mail(attachment(f'attachment; filename="{word(name)}"', book), **envelope)


def told(found: Whose) -> tuple[str | None, tuple[int, int] | None, list[str]]:
    return found.unit.short if found.unit else None, found.month, [finding.code for finding in found.findings]


def test_the_cover_says_it_and_nothing_else_is_asked() -> None:
    assert told(judged(sent(WORKBOOK, "报送.xlsx"))) == ("徐汇区", (2025, 12), [])


def test_a_sender_of_another_unit_is_told_and_the_cover_stands() -> None:
    unit, month, codes = told(judged(sent(WORKBOOK, "报送.xlsx", sender="Zhao@JINGAN.example.cn")))
    assert (unit, month, codes) == ("徐汇区", (2025, 12), ["MAIL-23"])


def test_a_name_of_another_unit_or_month_is_told_and_the_cover_stands() -> None:
    assert told(judged(sent(WORKBOOK, "静安区11月.xlsx"))) == ("徐汇区", (2025, 12), ["COVER-07", "COVER-07"])


@pytest.mark.parametrize(
    ("name", "envelope", "unit", "month"),
    [
        ("静安区2025年11月报送.xlsx", {}, "静安区", (2025, 11)),
        ("静安区12月.xlsx", {}, "静安区", (2024, 12)),
        ("报送.xlsx", {"subject": "黄浦区11月报送"}, "黄浦区", (2025, 11)),
        ("报送.xlsx", {"subject": "报送", "sender": "clerk@xuhui.example.cn"}, "徐汇区", None),
        ("报送.xlsx", {"subject": "报送", "sender": "x@jingan.example.cn"}, "静安区", None),
    ],
)
def test_where_the_cover_is_silent_names_speak_and_then_the_sender(
    name: str, envelope: dict[str, str], unit: str, month: tuple[int, int] | None
) -> None:
    found = judged(sent(BLANK, name, received="Fri, 14 Nov 2025 09:00:00 +0800", **{"sender": "nobody@example.cn", **envelope}))
    assert (found.unit and found.unit.short, found.month) == (unit, month)
    assert "MAIL-24" in [finding.code for finding in found.findings]


def test_what_nobody_says_is_told_as_unknown() -> None:
    unit, month, codes = told(judged(sent(BLANK, "报送.xlsx", subject="报送", sender="nobody@example.cn")))
    assert (unit, month, codes[-1]) == (None, None, "MAIL-25")


def test_folders_and_archives_speak_for_what_lies_in_them() -> None:
    assert told(judged(packed(("长宁区/表.xlsx", BLANK)), "全部.zip"))[0] == "长宁区"
    assert told(judged(packed(("表.xlsx", BLANK)), "普陀区2025年10月.zip"))[:2] == ("普陀区", (2025, 10))


def test_the_inner_mail_s_sender_counts_before_the_outer_one_s() -> None:
    inner = sent(BLANK, "报送.xlsx", sender="a@jingan.example.cn", subject="报送", boundary=b"b2")
    outer = mail(b"Content-Type: message/rfc822\r\n\r\n" + inner, subject="转发", sender="clerk@xuhui.example.cn")
    assert told(judged(outer))[0] == "静安区"


def test_a_workbook_that_cannot_be_read_has_its_reason() -> None:
    found = judged(sent(WORKBOOK[:2000], "静安区12月.xlsx"))
    assert found.refused
    assert (found.unit and found.unit.short, next(finding.code for finding in found.findings)) == ("静安区", "FILE-03")
