"""A folder with a city list, its twin for the command, and mail: what buttons and commands are compared on."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.excel.engine import open_book
from tests.steps.months import AS_OF, SETTINGS, district_file, merged
from toolkit.excel.build import SETTINGS_SHEET, with_buttons
from toolkit.excel.panel import NAME, entry_place
from toolkit.master.layout import new_master
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.source import read_bytes

__all__ = ["AS_OF", "SETTINGS", "ListRoom", "district_file", "edited_file", "merged", "shown"]


class ListRoom:
    """`book` is the list open in a program, `twin` the same list as a file for the command, in a folder like it."""

    def __init__(self, folder: Path, master: bytes | None = None) -> None:
        built = with_buttons(master or new_master())
        self.here, self.there = folder / "这里", folder / "那里"
        for place in (self.here, self.there):
            place.mkdir()
            (place / "总台账.xlsm").write_bytes(built)
        self.path, self.twin = self.here / "总台账.xlsm", self.there / "总台账.xlsm"
        self.book = open_book(built, "总台账.xlsm", str(self.here))

    def mail(self, name: str, data: bytes) -> None:
        """A file in the inbox of both."""
        for place in (self.here, self.there):
            (place / "收件箱").mkdir(exist_ok=True)
            (place / "收件箱" / name).write_bytes(data)

    def fill(self, **asked: object) -> None:
        """Fill in cells of 操作台."""
        for key, value in asked.items():
            self.book.sheets[NAME].range(entry_place(key)).value = value

    def backups(self) -> list[str]:
        return sorted(path.name for path in (self.here / "备份").glob("*"))

    def saved(self) -> bytes:
        return self.path.read_bytes()

    def reopen(self) -> None:
        """The list as it was last saved."""
        self.book = open_book(self.path.read_bytes(), "总台账.xlsm", str(self.here))


def shown(data: bytes, but: Iterable[str] = (NAME, SETTINGS_SHEET, "问题清单")) -> dict[tuple[str, str], Any]:
    """Every value of a list by sheet and cell, the button's own sheets apart; formats of days and texts too."""
    return {
        (sheet.name, f"{place}"): (cell.value, "day" if isinstance(cell.value, datetime) else type(cell.value).__name__)
        for sheet in read_bytes(data, own=True).sheets
        if sheet.name not in but
        for place, cell in sheet.cells()
        if cell.value not in {None, ""}
    }


def edited_file(revision: int = 2, **changes: object) -> bytes:
    """A later revision of the district's file with other values in its first pilot."""
    data = district_file()
    sheets = {sheet.name: sheet for sheet in read_bytes(data).sheets}
    headers = {cell.value: number for number, cell in sheets["试点名单"].rows[3].items()}
    cover = {line[1].value: row for row, line in sheets["填报信息"].rows.items() if 1 in line}
    return edit(data, [
        SetCell("填报信息", cover["版本号"], 2, revision),
        *(SetCell("试点名单", 4, headers[header], str(value)) for header, value in changes.items()),
    ])  # fmt: skip
