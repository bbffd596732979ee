"""Archives: names in every encoding, what is locked or broken, and bombs."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable

import py7zr
import pytest

from tests.mail.post import WORKBOOK, attachment, mail
from tests.mail.test_eml import pieces, troubles
from toolkit.mail import bounds
from toolkit.mail.bounds import MAX_PIECES
from toolkit.mail.unpack import unpack

NAME = "徐汇区12月（最终版）.xlsx"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as made:
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


def named(raw: bytes, data: bytes = WORKBOOK, extra: bytes = b"") -> bytes:
    """A .zip whose one member has these bytes for its name and no flag that says what they are."""
    info = zipfile.ZipInfo("n" * len(raw))
    info.extra, info.compress_type = extra, zipfile.ZIP_DEFLATED
    return packed((info, data)).replace(b"n" * len(raw), raw)


def seven_zip(members: Iterable[tuple[str, bytes]], password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as made:
        for name, data in members:
            made.writestr(data, name)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        packed((NAME, WORKBOOK)),
        named(NAME.encode("gbk")),
        named(NAME.encode()),
        named(b"?" * 9 + b".xlsx", extra=struct.pack("<HHBI", 0x7075, 5 + len(NAME.encode()), 1, zlib.crc32(b"?" * 9 + b".xlsx")) + NAME.encode()),
        seven_zip([(NAME, WORKBOOK)]),
    ],
)
def test_a_member_is_named_as_its_archiver_meant_it(data: bytes) -> None:
    assert [(piece.name, piece.data) for piece in pieces(data, "月报.zip")] == [(NAME, WORKBOOK)]


def test_a_unicode_name_of_another_name_is_not_believed() -> None:
    extra = struct.pack("<HHBI", 0x7075, 5 + 6, 1, 0) + b"x.xlsx"
    assert [piece.name for piece in pieces(named(NAME.encode("gbk"), extra=extra), "月报.zip")] == [NAME]


def test_what_systems_leave_in_archives_is_passed_over() -> None:
    left = ["__MACOSX/._a.xlsx", "a/.DS_Store", "a/Thumbs.db", "a/~$b.xlsx", "空/"]
    finds = unpack(packed((NAME, WORKBOOK), *((name, b"x") for name in left)), "月报.zip")
    assert [(type(find).__name__, find.name) for find in finds] == [("Piece", NAME)]


def test_archives_in_archives_are_opened_to_the_bound() -> None:
    once = packed(("区/" + NAME, WORKBOOK))
    (piece,) = pieces(packed(("徐汇.zip", once)), "全部.zip")
    assert (piece.name, piece.way.names) == ("区/" + NAME, ("全部.zip", "徐汇.zip"))
    assert troubles(unpack(packed(("b.zip", packed(("c.zip", once)))), "a.zip")) == ["MAIL-10"]
    (piece,) = pieces(mail(attachment('attachment; filename="a.zip"', once)))
    assert piece.way.names == ("来信.eml", "a.zip")


def locked(data: bytes) -> bytes:
    """The same archive with every member marked as encrypted."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data = data[: start + at] + b"\x01" + data[start + at + 1 :]
            start = data.find(signature, start + 4)
    return data


def test_what_cannot_be_opened_is_told_with_the_way_out() -> None:
    inside = packed(("a.txt", b"1"))
    told = {
        "locked": (locked(inside), "MAIL-12"),
        "nothing in it": (packed(), "MAIL-17"),
        "no workbook": (inside, "MAIL-17"),
        "cut": (inside[:-30], "MAIL-11"),
        "rar": (b"Rar!\x1a\x07\x01\x00rest", "MAIL-14"),
        "locked 7z": (seven_zip([("a.xlsx", WORKBOOK)], password="x"), "MAIL-12"),  # noqa: S106 - nobody's
        "cut 7z": (seven_zip([("a.xlsx", WORKBOOK)])[:-9], "MAIL-11"),
        "gzip": (b"\x1f\x8b\x08rest", "MAIL-14"),
    }
    assert {name: troubles(unpack(data, "a.zip")) for name, (data, _) in told.items()} == {name: [code] for name, (_, code) in told.items()}


def test_a_member_that_is_broken_does_not_keep_the_others_away() -> None:
    data = packed(("a.xlsx", WORKBOOK), ("b.xlsx", WORKBOOK + b"!"), method=zipfile.ZIP_STORED)
    at = data.find(WORKBOOK) + 500
    finds = unpack(data[:at] + b"\xff\xff\xff" + data[at + 3 :], "a.zip")
    assert ([find.name for find in finds], troubles(finds)) == (["a.xlsx", "b.xlsx"], ["FILE-03"])


def test_without_its_library_a_7z_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py7zr", None)
    assert troubles(unpack(seven_zip([(NAME, WORKBOOK)]), "a.7z")) == ["MAIL-15"]


def test_bombs_are_refused_before_they_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = packed(*((f"{n}.bin", bytes(55_000_000)) for n in range(4)))
    many = packed(*((f"{n}.txt", b"") for n in range(MAX_PIECES + 1)))
    inner = packed(("a.bin", bytes(55_000_000)))
    nested = packed(*((f"{n}.zip", inner) for n in range(4)))
    tracemalloc.start()
    try:
        assert [troubles(unpack(data, "a.zip"))[-1] for data in (zeros, many, nested)] == ["MAIL-10"] * 3
        assert tracemalloc.get_traced_memory()[1] < 400_000_000
    finally:
        tracemalloc.stop()
    monkeypatch.setattr(bounds, "MAX_UNPACKED", 1_000_000)
    assert troubles(unpack(seven_zip([("a.bin", bytes(2_000_000))]), "a.7z")) == ["MAIL-10"]


def test_an_archive_of_the_bounds_own_size_is_opened() -> None:
    assert len(pieces(packed(*((f"{n}.txt", b"1") for n in range(MAX_PIECES - 1)), ("a.xlsx", WORKBOOK)), "a.zip")) == MAX_PIECES


