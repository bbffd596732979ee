"""Hostile books end accepted or refused in words; `python -m benchmarks.bombs` measures what each costs."""

import struct
import subprocess
import sys

import pytest

from tests.sheets import binary, bombs
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets import bounds
from toolkit.sheets.source import read_bytes

SLOW = {  # these take seconds, as they fill a bound to its brim
    "190 MB of empty cells", "190 MB of unknown elements", "190 MB of spaces", "nine hundred thousand numbers",
    "as many numbers as may be", "as many texts as may be", "as many rows of one cell as may be",
    "a million shared texts", "a million empty styled rows", "two hundred thousand merges",
    "a hundred thousand parts", "one text of 190 MB", "a 32 KB text shown 50,000 times",
}  # fmt: skip


def outcome(data: bytes) -> str:
    try:
        read_bytes(data)
    except Unreadable as refusal:
        return refusal.rule.code
    return bombs.ACCEPTED


@pytest.mark.parametrize("name", sorted(bombs.BOMBS.keys() - SLOW))
def test_a_bomb_ends_as_foreseen(name: str) -> None:
    expected, build = bombs.BOMBS[name]
    assert outcome(build()) == expected


def row(count: int, cell: str) -> bytes:
    return bombs.book(f'<row r="1">{cell * count}</row>')


@pytest.mark.parametrize(
    ("bound", "limit", "data"),
    [
        ("MAX_CELLS", 9, row(9, "<c><v>1</v></c>")),
        ("MAX_CELLS", 9, bombs.book("", strings=["a"] * 11)),
        ("MAX_TAGS", 99, row(100, "<c/>")),
        ("MAX_TEXT", 99, row(10, '<c t="str"><v>0123456789</v></c>')),
        ("MAX_TEXT", 99, bombs.book("", strings=["0123456789"] * 10)),
        ("MAX_CELL_TEXT", 9, row(1, '<c t="inlineStr"><is><t>0123456789</t></is></c>')),
        ("MAX_MERGES", 9, bombs.book("", after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 10 + "</mergeCells>")),
        ("MAX_UNPACKED", 999, row(1, "")),
        ("MAX_FILE", 99, row(1, "")),
        ("MAX_SECONDS", -1.0, row(1, "")),
        ("MAX_CELLS", 9, binary.stream(b"".join(binary.number(1, c, c) for c in range(1, 11)))),
        ("MAX_STYLES", 9, binary.stream(b"", extra=binary.biff(0x31) * 10)),
        ("MAX_OLE", 99, binary.stream(b"")),
        ("MAX_OLE_TEXTS", 99, binary.stream(b"", texts=["0123456789"] * 10)),
        ("MAX_TEXT_FILE", 9, b"0123456789,\n"),
        ("MAX_CELL_TEXT", 9, b"<table><tr><td>0123456789</td></tr></table>"),
        ("MAX_TAGS", 99, b"<table>" + b"<tr>" * 100 + b"</table>"),
        ("MAX_CELLS", 9, b"1,2,3,4,5,6,7,8,9\n"),
    ],
)
def test_what_goes_beyond_a_bound_is_refused(
    bound: str, limit: float, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [module for name, module in sys.modules.items() if name.startswith("toolkit.sheets")]:
        if hasattr(module, bound):
            monkeypatch.setattr(module, bound, limit)
    assert outcome(data) == files.TOO_LARGE.code


def test_what_keeps_within_the_bounds_is_accepted() -> None:
    assert outcome(row(9, "<c><v>1</v></c>")) == bombs.ACCEPTED
    assert bounds.MAX_CELLS > 750_000, "a decade's list of the city still fits"


def test_a_merge_of_a_whole_xls_sheet_costs_nothing() -> None:
    merges = binary.biff(0xE5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65535, 0, 255) * 1000)
    assert outcome(binary.stream(binary.number(1, 1, 1) + merges)) == bombs.ACCEPTED


def test_a_stray_cell_in_the_last_corner_takes_less_than_64_megabytes() -> None:
    program = (
        "from tests.sheets.bombs import BOMBS\nfrom benchmarks.bombs import peak_megabytes\n"
        "from toolkit.sheets.source import read_bytes\nread_bytes(BOMBS['two corners of a sheet'][1]())\n"
        "print(peak_megabytes())"
    )
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert float(answer.stdout) < 64
