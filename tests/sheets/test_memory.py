"""What parts said is kept for the next book, within bounds, and every book pays for it."""

import io
import zipfile

import pytest

from tests.sheets import hostile
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets import bounds
from toolkit.sheets.bounds import Budget
from toolkit.sheets.formats.memory import MEMORY, Memory
from toolkit.sheets.source import read_bytes

BOOK = hostile.book('<row r="1"><c r="A1" s="1"><v>45992</v></c></row>')


def test_the_same_bytes_are_read_once() -> None:
    memory, answers = Memory(), iter(range(1, 9))
    for _ in range(3):
        assert memory.once(("a", b"1"), 1, Budget(), lambda: next(answers)) == 1
    assert memory.once(("a", b"2"), 1, Budget(), lambda: 7) == 7
    assert memory.once(("b", b"1"), 1, Budget(), lambda: None) is None


def test_what_has_not_been_asked_for_in_two_generations_is_forgotten() -> None:
    memory = Memory(most=10)
    for number in range(5):
        memory.keep((number,), str(number), 4)
        memory.find((0,))
    assert [memory.find((number,)) for number in range(5)] == ["0", None, None, "3", "4"]


def test_a_book_pays_for_what_it_did_not_have_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    MEMORY.forget()
    read_bytes(BOOK)
    monkeypatch.setattr(bounds, "MAX_TAGS", 9)
    with pytest.raises(Unreadable) as refused:
        read_bytes(BOOK)
    assert refused.value.rule is files.TOO_LARGE


def test_a_part_with_a_wrong_checksum_is_not_taken_for_one_read_before() -> None:
    MEMORY.forget()
    read_bytes(BOOK)
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        sum_of_styles = book.getinfo("xl/styles.xml").CRC.to_bytes(4, "little")
    damaged = BOOK.replace(sum_of_styles, b"\0\0\0\0")
    with pytest.raises(Unreadable) as refused:
        read_bytes(damaged)
    assert refused.value.rule is files.DAMAGED


def test_a_book_may_change_what_it_was_given() -> None:
    MEMORY.forget()
    first = read_bytes(BOOK)
    first.sheets[0].rows[1].clear()
    assert read_bytes(BOOK).sheets[0].cell(1, 1) is not None
