"""The bounds stated in the manual are those that are kept, and hostile mails stop at them."""

import re
from pathlib import Path

import pytest

from tests.mail.post import attachment, mail
from tests.mail.test_eml import troubles
from toolkit.mail import bounds
from toolkit.mail.unpack import unpack

PAGE = Path(__file__).parents[2] / "docs" / "mail.md"
HEAD = b"From: a@example.cn\r\nSubject: x\r\n"


def test_the_manual_states_the_bounds_that_are_kept() -> None:
    stated = re.findall(r"^\| `(\w+)` \|[^|]+\| (\d+)( MB)? \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, _, _ in stated} == {name for name in vars(bounds) if name.startswith("MAX_")}
    for name, number, megabytes in stated:
        assert getattr(bounds, name) == int(number) * (bounds.MEGABYTE if megabytes else 1), name


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\r\n" + b"\n" * 4_100_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 10_001,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" * 201,
        HEAD + b'Content-Type: application/x; name="' + b"=?utf-8?B?5b6Q?= " * 4_000 + b'"\r\n\r\nabc',
        mail(*[attachment("attachment; filename=a.txt", b"x")] * 201),
    ],
)
def test_a_mail_beyond_the_bounds_is_refused_in_words(data: bytes) -> None:
    assert troubles(unpack(data, "a.eml")) == ["MAIL-10"]


def test_mails_nested_without_end_are_refused() -> None:
    assert troubles(unpack(b"From: a@b.c\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n" * 900, "a.eml")) == ["FILE-03"]


def test_a_file_beyond_the_bound_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.mail.unpack.MAX_PARCEL", 100)
    assert troubles(unpack(mail(), "a.eml")) == ["MAIL-10"]
