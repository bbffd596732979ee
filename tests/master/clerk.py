"""A city clerk's desk: a master, mail for it, and a hand that edits it."""

import io
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from toolkit.policy import Settings, load_settings, notice
from toolkit.records import form_of
from toolkit.sheets.blank import blank_workbook
from toolkit.steps.merge import MergeResult, merge_files

AS_OF = date(2025, 12, 8)
SETTINGS: Settings = load_settings()


class Desk:
    """A folder with a master, mail for it, and a hand that edits the master."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.master, self.sent = folder, folder / "总台账.xlsx", 0

    def send(self, unit: str, *pilots: dict[str, Any]) -> MergeResult:
        self.sent += 1
        path = self.folder / f"{unit}{self.sent}.xlsx"
        book: Any = load_workbook(io.BytesIO(blank_workbook(notice().unit_named(unit), 2025)))
        cover = {"报送月份": 12, "版本号": self.sent, "填报人": "张样", "联系电话": "021-12345678", "审核人": "李样",
                 "填报日期": date(2025, 12, 5)}  # fmt: skip
        for line in book["填报信息"].iter_rows(min_row=3, max_col=2):
            if line[0].value in cover:
                line[1].value = cover[str(line[0].value)]
        headers = {cell.value: cell.column for cell in book["试点名单"][3]}
        for number, pilot in enumerate(pilots, start=4):
            for field, value in pilot.items():
                book["试点名单"].cell(number, headers[form_of("pilots").column(field).header] or 1, value)
        book.save(path)
        return merge_files([path], self.master, AS_OF, SETTINGS)

    def edit(self, sheet: str, header: str, value: object, number: int = 4) -> None:
        book: Any = load_workbook(self.master)
        columns = {cell.value: cell.column for cell in book[sheet][3]}
        book[sheet].cell(number, columns[header]).value = value
        book.save(self.master)

    def value(self, sheet: str, header: str, number: int = 4) -> object:
        page: Any = load_workbook(self.master)[sheet]
        columns = {cell.value: cell.column for cell in page[3]}
        return page.cell(number, columns[header]).value

    def log(self) -> list[str]:
        page: Any = load_workbook(self.master)["变更记录"]
        columns = {cell.value: cell.column for cell in page[3]}
        return [str(page.cell(n, columns["原因"]).value) for n in range(4, page.max_row + 1)]
