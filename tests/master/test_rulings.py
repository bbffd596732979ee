"""What the city rules in 冲突裁定 is carried out by the next merge, once."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.records.factories import row
from toolkit.policy import Settings, load_settings, notice
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
        book = load_workbook(io.BytesIO(blank_workbook(notice().unit_named(unit), 2025)))
        cover = {"报送月份": 12, "版本号": self.sent, "填报人": "张样", "联系电话": "021-12345678", "审核人": "李样",
                 "填报日期": date(2025, 12, 5)}  # fmt: skip
        for line in book["填报信息"].iter_rows(min_row=3, max_col=2):
            if line[0].value in cover:
                line[1].value = cover[str(line[0].value)]
        headers = {cell.value: cell.column for cell in book["试点名单"][3]}
        for number, pilot in enumerate(pilots, start=4):
            for field, value in pilot.items():
                from toolkit.records import form_of  # noqa: PLC0415

                book["试点名单"].cell(number, headers[form_of("pilots").column(field).header] or 1, value)
        book.save(path)
        return merge_files([path], self.master, AS_OF, SETTINGS)

    def merge_again(self) -> MergeResult:
        """The last files once more: nothing new but what was ruled."""
        return merge_files(sorted(self.folder.glob("*区*.xlsx")), self.master, AS_OF, SETTINGS, older=True)

    def edit(self, sheet: str, header: str, value: object, number: int = 4) -> None:
        book: Any = load_workbook(self.master)
        columns = {cell.value: cell.column for cell in book[sheet][3]}
        book[sheet].cell(number, columns[header], value)
        book.save(self.master)

    def value(self, sheet: str, header: str, number: int = 4) -> object:
        page: Any = load_workbook(self.master)[sheet]
        columns = {cell.value: cell.column for cell in page[3]}
        return page.cell(number, columns[header]).value

    def log(self) -> list[str]:
        page: Any = load_workbook(self.master)["变更记录"]
        columns = {cell.value: cell.column for cell in page[3]}
        return [str(page.cell(n, columns["原因"]).value) for n in range(4, page.max_row + 1)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def disputed(desk: Desk) -> dict[str, Any]:
    """A contact that city and district have both changed."""
    pilot = {**row("pilots"), "contact": "王样"}
    desk.send("徐汇区", pilot)
    desk.edit("试点名单", "联系人", "市样")
    newer = {**pilot, "contact": "区样"}
    result = desk.send("徐汇区", newer)
    assert len(result.plan.conflicts) == 1
    assert desk.value("试点名单", "联系人") == "市样"
    return newer


@pytest.mark.parametrize(
    ("ruling", "other", "becomes"), [("用市局值", None, "市样"), ("用区局值", None, "区样"), ("另填", "三样", "三样")]
)
def test_a_ruling_on_a_field_is_carried_out_once_and_filed(desk: Desk, ruling: str, other: str | None, becomes: str) -> None:
    newer = disputed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    desk.edit("冲突裁定", "裁定值", other)
    result = desk.send("徐汇区", newer)
    assert desk.value("试点名单", "联系人") == becomes
    assert sum("冲突裁定第1号" in reason for reason in desk.log()) == 1
    assert result.plan.conflicts == []
    again = desk.send("徐汇区", newer)
    assert sum("冲突裁定第1号" in reason for reason in desk.log()) == 1
    assert again.plan.conflicts == []
    assert desk.value("试点名单", "联系人") == becomes


def test_a_ruling_needs_no_new_file(desk: Desk) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "裁定", "用区局值")
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert result.written
    assert desk.value("试点名单", "联系人") == "区样"
    assert not merge_files([], desk.master, AS_OF, SETTINGS).written


def test_an_unruled_dispute_stays_and_is_not_repeated(desk: Desk) -> None:
    newer = disputed(desk)
    assert desk.send("徐汇区", newer).plan.conflicts == []
    assert desk.value("试点名单", "联系人") == "市样"


@pytest.mark.parametrize(("ruling", "code"), [("归属徐汇区", "MERGE-32"), ("随便", "MERGE-32")])
def test_a_ruling_that_does_not_fit_is_told_and_not_carried_out(desk: Desk, ruling: str, code: str) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert code in [finding.code for finding in result.findings]
    assert desk.value("试点名单", "联系人") == "市样"


def test_a_value_that_cannot_stand_in_its_column_is_told(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.edit("试点名单", "确定日期", date(2025, 3, 1))
    newer = {**pilot, "determined_on": date(2025, 4, 1)}
    desk.send("徐汇区", newer)
    desk.edit("冲突裁定", "裁定", "另填")
    desk.edit("冲突裁定", "裁定值", "去年")
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert "MERGE-34" in [finding.code for finding in result.findings]


def test_an_entity_ruled_to_one_unit_counts_there_and_nowhere_else(desk: Desk) -> None:
    from toolkit.steps.judge import judge_quota  # noqa: PLC0415

    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.send("长宁区", pilot)
    counts = {unit.unit.short: unit.determined for unit in judge_quota(desk.master, AS_OF, SETTINGS).units}
    assert (counts["徐汇区"], counts["长宁区"]) == (0, 0)
    desk.edit("冲突裁定", "裁定", "归属长宁区")
    assert merge_files([], desk.master, AS_OF, SETTINGS).written
    counts = {unit.unit.short: unit.determined for unit in judge_quota(desk.master, AS_OF, SETTINGS).units}
    assert (counts["徐汇区"], counts["长宁区"]) == (0, 1)


def deleted(desk: Desk) -> dict[str, Any]:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    book: Any = load_workbook(desk.master)
    for cell in book["试点名单"][4]:
        cell.value = None
    book.save(desk.master)
    assert [c.kind for c in desk.send("徐汇区", pilot).plan.conflicts] == ["人工删除"]
    return pilot


def test_a_confirmed_deletion_is_asked_no_more(desk: Desk) -> None:
    pilot = deleted(desk)
    desk.edit("冲突裁定", "裁定", "确认删除")
    result = desk.send("徐汇区", pilot)
    assert result.plan.conflicts == []
    assert "MERGE-31" in [finding.code for finding in result.findings]
    assert desk.value("试点名单", "单位名称") is None


def test_a_deletion_ruled_wrong_brings_the_record_back(desk: Desk) -> None:
    pilot = deleted(desk)
    desk.edit("冲突裁定", "裁定", "用区局值")
    assert merge_files([], desk.master, AS_OF, SETTINGS).written
    book: Any = load_workbook(desk.master)["试点名单"]
    assert pilot["name"] in [cell.value for line in book.iter_rows(min_row=4) for cell in line]
