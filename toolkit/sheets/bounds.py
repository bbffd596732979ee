"""How much one file may cost, and the purse that is emptied while it is read.

A return of ten sheets holds some 15,000 cells, the city list of a whole decade about 750,000. Everything
below is far above that and keeps the most hostile file within seconds and 300 MB; what goes beyond is
refused in words, never cut.
"""

import time
from operator import add

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files

MEGABYTE = 1024 * 1024

MAX_FILE = 50 * MEGABYTE
"""Bytes of the file itself: held in memory once; mail gateways stop earlier."""
MAX_TEXT_FILE = 20 * MEGABYTE
"""Bytes of a table in plain text (CSV, HTML): decoded it takes up to four times as much."""
MAX_UNPACKED = 200 * MEGABYTE
"""Bytes of all parts that are read, as the archive declares them (it cannot give more than it declares)."""
MAX_PARTS = 10_000
"""Parts of one archive: their directory alone costs memory."""
MAX_CELLS = 800_000
"""Filled cells and rows of a book: the bulk of the memory, some 250 bytes each. Also the texts they share."""
MAX_TAGS = 4_000_000
"""Elements of a file, empty cells and rows included: the bulk of the time, some two microseconds each."""
MAX_NAMES = 5_000
"""Different names of elements and attributes in one part; all of Office Open XML has fewer."""
MAX_DEPTH = 200
"""Elements inside one another; a sheet needs eight."""
MAX_STYLES = 66_000
"""Cell styles, fonts or notes of a book; spreadsheet programs stop at 65,490."""
MAX_TEXT = 20_000_000
"""Characters, counted once where they are stored and once more where a cell shows them."""
MAX_CELL_TEXT = 200_000
"""Characters of one text: a cell holds 32,767; a note may be longer."""
MAX_MERGES = 100_000
"""Merged areas of a book."""
MAX_OLE = 32 * MEGABYTE
"""Bytes of an .xls, which libraries hold two or three times over."""
MAX_OLE_TEXTS = 8 * MEGABYTE
"""Bytes of the shared texts of an .xls: one formatting run of four bytes takes a hundred in memory."""
MAX_SPINS = 1_000_000
"""Rounds to make a key; Excel takes 100,000."""
MAX_TOKEN = MEGABYTE
"""Bytes the parser may hold back while it waits for the end of one tag or comment."""
MAX_SHEETS = 255
"""Sheets of a book: more than a person can leaf through."""
MAX_SECONDS = 60.0
"""CPU time: the last resort for a file that keeps within all of the above and is slow all the same.

Not time by the clock: on a busy machine an honest file would be refused.
"""

_LOOK_AT_CLOCK = 16
"""Pieces of some 64 KB between two looks at the clock, which is a call of the system."""

OWN_TIMES = 8
"""The city's own list may cost this many times as much: it is no stranger's, and grows for years."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


def too_large(what: str, limit: str) -> Unreadable:
    """The refusal for a file beyond one of the bounds."""
    return Unreadable(files.TOO_LARGE, what=what, limit=limit)


class Budget:
    """What is left for one file; every method raises `Unreadable` once it is spent.

    `times` is how many times the common bounds the file may cost: 1 for what strangers mail.
    """

    def __init__(self, times: int = 1) -> None:
        self._times = times
        self._cells = 0
        self._tags = 0
        self._stored = 0
        self._shown = 0
        self._merges = 0
        self._unpacked = 0
        self._asked = 0
        self._deadline = time.thread_time() + MAX_SECONDS * times

    def cells(self, filled: int, text: int) -> None:
        """Cells and rows that go into the grid, and the characters they show."""
        self._cells += filled
        self._shown += text
        if self._cells > MAX_CELLS * self._times:
            raise too_large("有内容的行和单元格数", f"{MAX_CELLS * self._times:,}")
        if self._shown > MAX_TEXT * self._times:
            raise too_large("文字总量", f"{MAX_TEXT * self._times:,} 字")

    def tags(self, count: int) -> None:
        """Elements the file names, whatever they hold."""
        self._tags += count
        if self._tags > MAX_TAGS * self._times:
            raise too_large("行、单元格等内容的数量（含空白）", f"{MAX_TAGS * self._times:,}")

    def spent(self) -> tuple[int, ...]:
        """What has been spent, to be given back if the attempt comes to nothing."""
        return self._cells, self._tags, self._stored, self._shown, self._merges, self._unpacked

    def give_back(self, spent: tuple[int, ...]) -> None:
        """Take up again from an earlier state."""
        self._cells, self._tags, self._stored, self._shown, self._merges, self._unpacked = spent

    def charge(self, cost: tuple[int, ...]) -> None:
        """Spend at once what something cost before, as `spent` counts."""
        self.give_back(tuple(map(add, self.spent(), cost)))
        self.cells(0, 0)
        self.tags(0)
        self.text(0)
        self.merge(0)
        self.unpack(0)

    def strings(self, count: int) -> None:
        """Different texts that cells share, so far."""
        if count > MAX_CELLS * self._times:
            raise too_large("不同文字的数量", f"{MAX_CELLS * self._times:,}")

    def text(self, length: int, *, of: int = 0) -> None:
        """Characters that are kept, as the latest of a text that is `of` long by now."""
        self._stored += length
        if of > MAX_CELL_TEXT:
            raise too_large("单个单元格的文字", f"{MAX_CELL_TEXT:,} 字")
        if self._stored > MAX_TEXT * self._times:
            raise too_large("文字总量", f"{MAX_TEXT * self._times:,} 字")

    def merge(self, count: int = 1) -> None:
        """Merged areas."""
        self._merges += count
        if self._merges > MAX_MERGES:
            raise too_large("合并单元格数", f"{MAX_MERGES:,}")

    def unpack(self, size: int) -> None:
        """A part about to be inflated."""
        self._unpacked += size
        if self._unpacked > MAX_UNPACKED * self._times:
            raise too_large("解压后的内容", f"{MAX_UNPACKED * self._times // MEGABYTE} MB")

    def time(self) -> None:
        """Asked now and then while a file is read."""
        self._asked += 1
        if self._asked % _LOOK_AT_CLOCK == 1 and time.thread_time() > self._deadline:
            raise too_large("读取时间", f"{MAX_SECONDS * self._times:.0f} 秒")
