"""What parts said, kept for the next book of a batch: most of a district's workbook is still the blank it got.

The key is always the bytes themselves with all that the answer hangs on, never a digest, so an answer cannot be
another part's. Answers are shared between books: nobody may change one.
"""

from collections.abc import Callable
from operator import sub
from typing import Any

from toolkit.sheets.bounds import MEGABYTE, Budget

MOST = MEGABYTE
"""Bytes of the parts whose answers are kept, for each of two generations."""

Key = tuple[object, ...]


class Memory:
    """Answers by key. When the young have become many, the old ones are forgotten, but for those asked for since."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._young: dict[Key, tuple[Any, int]] = {}
        self._old: dict[Key, tuple[Any, int]] = {}
        self._size = 0

    def find(self, key: Key) -> Any:
        """The answer to a key, None where there is none."""
        if found := self._young.get(key):
            return found[0]
        if found := self._old.get(key):
            self.keep(key, *found)
            return found[0]
        return None

    def keep(self, key: Key, answer: object, size: int) -> None:
        """Keep an answer that came of so many bytes."""
        self._size += size
        if self._size > self._most:
            self._old, self._young, self._size = self._young, {}, size
        self._young[key] = (answer, size)

    def once(self, key: Key, size: int, budget: Budget, read: Callable[[], Any]) -> Any:
        """What `read` gives, or gave before; either way the file pays what it costs to read."""
        if found := self.find(key):
            answer, cost = found
            budget.charge(cost)
            return answer
        before = budget.spent()
        answer = read()
        self.keep(key, (answer, tuple(map(sub, budget.spent(), before))), size)
        return answer


MEMORY = Memory()
