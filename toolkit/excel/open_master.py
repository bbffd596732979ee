"""The city list while it is open in Excel: read from its cells, changed in its cells, saved and backed up first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import xlwings as xw

from toolkit.excel.grid import read_open_book
from toolkit.excel.problem_list import is_ours
from toolkit.excel.put import put, refuse_covered
from toolkit.findings.catalogue import edits
from toolkit.master.ledgers import BASE_SHEET, BATCHES
from toolkit.master.reading import master_of
from toolkit.master.state import Master
from toolkit.master.store import back_up, only_writer, read_stored
from toolkit.policy import Settings
from toolkit.sheets.edit import SetCell
from toolkit.sheets.files import NotWritten
from toolkit.sheets.grid import Book


def is_master(book: xw.Book) -> bool:
    """Whether a workbook is a city list, not what a unit sends."""
    return {BASE_SHEET, BATCHES.sheet} <= {sheet.name for sheet in book.sheets}


def folder_of(book: xw.Book) -> Path | None:
    """Where a workbook lies; None for one that was never saved or lies on a server's address."""
    path = Path(book.fullname)
    return path.parent if path.is_absolute() and path.parent.is_dir() else None


class OpenMaster:
    """A city list open in a program."""

    def __init__(self, book: xw.Book, as_of: date, settings: Settings) -> None:
        self.book, self.as_of, self.settings = book, as_of, settings
        self._seen: Book | None = None

    @property
    def path(self) -> Path:
        """Its file.

        Raises:
            NotWritten: it has none that can be saved and backed up.
        """
        folder = folder_of(self.book)
        if folder is None:
            raise NotWritten(edits.NO_HOME, name=self.book.name)
        return folder / self.book.name

    def read(self) -> Master:
        """Its records as the cells stand, saved or not.

        Raises:
            Unreadable: it is no master.
        """
        self._tell("正在读取总台账…")
        self._seen = read_open_book(self.book, is_ours, own=True)
        return master_of(self._seen, self.book.name, self.as_of, self.settings)

    def change(self, cells: list[SetCell]) -> None:
        """Change cells in place, of a list that was read before; nothing is saved.

        Raises:
            NotEditable: one of them cannot be changed safely; nothing was changed.
            NotWritten: the program refused one half-way.
        """
        if self._seen is not None:
            refuse_covered(self._seen, cells)
        put(self.book, cells, lambda name: self._tell(f"正在写入“{name}”…"))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Save the workbook as people left it and keep that as a backup; what is done inside is to be saved.

        Raises:
            NotWritten: it cannot be saved or backed up; nothing was changed.
        """
        path = self.path
        with only_writer(path, open_here=True):
            self._tell("正在保存并备份…")
            self.save()
            back_up(read_stored(path), self.settings.backups)
            yield

    def save(self) -> None:
        """Save the workbook.

        Raises:
            NotWritten: it cannot be saved.
        """
        try:
            self.book.save()
        except Exception as error:  # each engine raises its own
            raise NotWritten(edits.SAVE_FAILED, name=self.book.name) from error

    def _tell(self, text: str) -> None:
        self.book.app.status_bar = text
