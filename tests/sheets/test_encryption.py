"""Files under the password every Excel knows are opened; under any other they are refused for that."""

import struct
from collections.abc import Callable

import pytest

from tests.sheets import binary, hostile, locked
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.formats import encryption
from toolkit.sheets.source import read_bytes

KNOWN = "VelvetSweatshop"
XLSX = hostile.book('<row r="1"><c r="A1" t="inlineStr"><is><t>上海样例科技有限公司</t></is></c></row>')
XLS = binary.stream(b"".join(binary.number(r, 1, r) for r in range(1, 200)), binary.label(1, 1, 0), texts=["样例"])
WAYS: dict[str, tuple[Callable[[bytes, str], bytes], bytes]] = {
    "Excel 2010": (locked.agile, XLSX),
    "Excel 2007": (locked.standard, XLSX),
    "Excel 97": (locked.old_rc4, XLS),
    "Excel 2002": (locked.newer_rc4, XLS),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_excel_opens_without_asking_is_opened(way: str) -> None:
    lock, data = WAYS[way]
    assert read_bytes(lock(data, KNOWN)).sheets == read_bytes(data).sheets


@pytest.mark.parametrize("way", WAYS)
def test_a_file_with_a_password_of_its_own_is_refused_for_that(way: str) -> None:
    lock, data = WAYS[way]
    with pytest.raises(Unreadable) as caught:
        read_bytes(lock(data, "其他密码"))
    assert caught.value.rule is files.ENCRYPTED


def test_a_key_no_cipher_has_is_a_password_of_its_own() -> None:
    locked_book = locked.newer_rc4(XLS, KNOWN)
    assert locked_book.count(struct.pack("<II", 0x8004, 128)) == 1
    with pytest.raises(Unreadable) as caught:
        read_bytes(locked_book.replace(struct.pack("<II", 0x8004, 128), struct.pack("<II", 0x8004, 72)))
    assert caught.value.rule is files.ENCRYPTED


def test_what_would_take_too_long_to_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "MAX_SPINS", 99)
    with pytest.raises(Unreadable) as caught:
        read_bytes(locked.agile(XLSX, KNOWN))
    assert caught.value.rule is files.TOO_LARGE
