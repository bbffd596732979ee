"""What the user filled in on 操作台, read and checked; an empty cell means the usual."""

from datetime import date
from pathlib import Path
from typing import Any

import xlwings as xw

from toolkit.excel import panel
from toolkit.excel.open_master import folder_of
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import edits
from toolkit.letters.kinds import LETTER_KINDS, find_kind
from toolkit.policy import notice
from toolkit.policy.workspace import Workspace, find_workspace
from toolkit.steps.letters import Order

LETTER_FOLDER = "文书"


class Asked:
    """The filled-in cells of 操作台, as texts."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        there = {sheet.name: sheet for sheet in book.sheets}.get(panel.NAME)
        cells = {entry.key: there.range(panel.entry_place(entry.key)) for entry in panel.ENTRIES} if there else {}
        self._texts = {key: text for key, cell in cells.items() if (text := _text(cell.value))}

    def inbox(self) -> Path:
        """The folder (or file) to merge.

        Raises:
            Unreadable: it is not there.
        """
        path = self._place("inbox", self._workspace().inbox)
        if not path.exists():
            raise Unreadable(edits.NO_INBOX, path=path)
        return path

    def output(self) -> Path:
        """Where letters go."""
        return self._place("output", self._workspace().output / LETTER_FOLDER)

    def unit(self) -> str | None:
        """A unit by its short name.

        Raises:
            Unreadable: there is no such unit.
        """
        if not (text := self._texts.get("unit")):
            return None
        found = notice().find_unit(text)
        if found is None:
            raise _misfilled("unit", text, "、".join(unit.short for unit in notice().unit))
        return found.short

    def sheet(self) -> str:
        """The record sheet whose selected row is meant.

        Raises:
            Unreadable: there is no such sheet.
        """
        text = self._texts.get("sheet") or panel.USUAL_SHEET
        if text not in panel.RECORD_SHEETS:
            raise _misfilled("sheet", text, "、".join(panel.RECORD_SHEETS))
        return text

    def order(self) -> Order:
        """Which letters are wanted.

        Raises:
            Unreadable: no kind is chosen, or a cell holds what it cannot hold.
        """
        text = self._texts.get("kind")
        kind = find_kind(text) if text else None
        if kind is None:
            raise _misfilled("kind", text or "", "、".join(kind.name for kind in LETTER_KINDS))
        filled = [key for key in ("unit", "pilot", "year", "number", "date", "reason") if self._texts.get(key)]
        if idle := "、".join(_label(key) for key in filled if key not in kind.takes):
            raise Unreadable(edits.IDLE_ENTRY, sheet=panel.NAME, labels=idle, kind=kind.name)
        return Order(
            kind, self.unit(), self._texts.get("pilot"), self._year(), self._texts.get("number"), self._date(),
            self._texts.get("reason"),
        )  # fmt: skip

    def _year(self) -> int | None:
        if not (text := self._texts.get("year")):
            return None
        digits = text.removesuffix("年")
        if not (digits.isdecimal() and notice().first_year <= int(digits) <= 2100):
            raise _misfilled("year", text, f"{notice().first_year} 及以后的四位数字")
        return int(digits)

    def _date(self) -> date | None:
        if not (text := self._texts.get("date")):
            return None
        try:
            return date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            raise _misfilled("date", text, "日期，写成 2025-12-31") from None

    def _workspace(self) -> Workspace:
        """The workspace the book stands in; else its own folder is taken for one."""
        folder = folder_of(self._book)
        return (find_workspace(folder) if folder else None) or Workspace(folder or Path())

    def _place(self, key: str, usual: Path) -> Path:
        folder = folder_of(self._book) or Path()
        return folder / self._texts[key] if key in self._texts else usual


def _text(value: Any) -> str:
    """A cell as typed: a year is 2025, not 2025.0, and a day 2025-12-31."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value.date() if isinstance(value, date) and hasattr(value, "date") else value).strip()


def _label(key: str) -> str:
    return next(entry.label for entry in panel.ENTRIES if entry.key == key)


def _misfilled(key: str, value: str, allowed: str) -> Unreadable:
    return Unreadable(edits.MISFILLED, sheet=panel.NAME, label=_label(key), value=value or "（空）", allowed=allowed)
