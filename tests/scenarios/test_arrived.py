"""A year of cases, end to end on real files: what arrives renamed, mistyped, late, on an old form, or beside the city's own edits.

Every figure is written out by hand; nothing here is counted by the code under test.
"""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - the program, as a fixture of these tests too
from tests.letters.wordfiles import texts
from tests.master.desk import Desk, column, pilot, tally
from tests.records import factories
from tests.records.factories import SITE
from toolkit.master.ledgers import BATCHES, CONFLICTS, HELD

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = ("--as-of", "2025-12-08")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "案头"
    folder.mkdir()
    return Desk(folder)


# S2 A renamed entity


def test_s2_a_new_name_waits_until_it_is_explained_and_the_report_is_found_by_the_code(desk: Desk, run: Run) -> None:
    report = factories.row("annual_reports", SITE, 1)
    desk.receive("闵行区", pilots=[pilot(1, name="上海样例甲生物科技有限公司")], annual_reports=[report | {"name": "上海样例甲生物科技有限公司"}])
    renamed = pilot(1, name="上海样例甲生物医药集团有限公司")
    assert tally(desk.receive("闵行区", cover={"revision": 2}, pilots=[renamed])) == (1, 0, 0, 0, 1)
    assert desk.only("pilots").texts["name"] == "上海样例甲生物科技有限公司"
    desk.receive("闵行区", cover={"revision": 3}, pilots=[renamed | {"change_note": "曾用名上海样例甲生物科技有限公司"}])
    assert desk.only("pilots").texts["name"] == "上海样例甲生物医药集团有限公司"
    (status,) = run("reports", desk.path, "--year", "2025", "--json", "--as-of", "2026-01-05").json["pilots"]
    assert (status["name"], status["status"]) == ("上海样例甲生物医药集团有限公司", "按期")


# S4 A code mistyped


def test_s4_three_wrong_codes_wait_and_come_back_as_the_same_three(desk: Desk) -> None:
    right = [factories.credit_code(n) for n in (1, 2, 3)]
    letter, digit, number = f"{right[0][:4]}O{right[0][5:]}", f"{right[1][:17]}{'1' if right[1][17] != '1' else '2'}", 9.1310109e17
    rows = [pilot(1, uscc=letter), pilot(2, uscc=digit), pilot(3, uscc=number), pilot(4)]
    result = desk.receive("虹口区", pilots=rows)
    assert tally(result) == (4, 1, 0, 0, 3)
    assert [tuple(line[header] for header in ("单元格", "问题", "修改建议")) for line in desk.lines(HELD)] == [
        ("D2", "代码含有不允许的字符“O”；O 改为 0 后校验通过", "请按营业执照核对后改正"),
        ("D3", "校验码不符（第 18 位应为 B）", "请按营业执照逐位核对，不要只改最后一位"),
        ("D4", "代码以数字存储，已丢失精度（后几位已失真）", "请将单元格设为文本，重新录入 18 位代码"),
    ]
    assert tally(desk.receive("虹口区", cover={"revision": 2}, pilots=[pilot(n) for n in (1, 2, 3, 4)])) == (4, 3, 0, 1, 0)
    assert len(desk.entries("pilots")) == 4
    assert desk.lines(HELD) == []


# S6 A late file


def test_s6_a_late_file_is_a_supplement_and_leaves_the_others_rows_alone(desk: Desk) -> None:
    desk.merge(desk.file("浦东新区", pilots=[pilot(1)]), desk.file("徐汇区", pilots=[pilot(2)]))
    before = [[cell.value for cell in row] for row in load_workbook(desk.path)["试点名单"].iter_rows(min_row=4)]
    desk.merge(desk.file("崇明区", cover={"filled_on": date(2025, 12, 15)}, pilots=[pilot(3)]), as_of=date(2025, 12, 16))
    after = [[cell.value for cell in row] for row in load_workbook(desk.path)["试点名单"].iter_rows(min_row=4)]
    assert after[: len(before)] == before
    assert [line["处理"] for line in desk.lines(BATCHES)] == ["合并", "合并", "补报"]


def test_s6_the_bulletin_counts_who_came_late(desk: Desk, run: Run) -> None:
    desk.merge(desk.file("浦东新区", pilots=[pilot(1)]), desk.file("徐汇区", pilots=[pilot(2)]))
    desk.merge(desk.file("崇明区", cover={"filled_on": date(2025, 12, 15)}, pilots=[pilot(3)]), as_of=date(2025, 12, 16))
    ran = run("letter", "monthly-bulletin", desk.path, "-o", desk.folder / "文书", "--month", "2025-12", "--as-of", "2025-12-16", "--json")
    (letter,) = ran.json["letters"]
    said = "".join(texts(Path(letter["file"]).read_bytes()))
    assert "应报送17个单位，已报送3个，其中按时2个、逾期1个（崇明区）；未报送14个" in said


# S7 A wrong template version


def test_s7_the_form_of_2024_is_refused_moved_and_only_gaps_are_left(desk: Desk, run: Run) -> None:
    old = Path(shutil.copy(EXAMPLES / "past" / "青浦区示范点2024.xlsx", desk.folder))
    refused = run("check", old, *DAY)
    assert refused.code == 3
    lacking = "主体类型、所属产业、级别、来源、确定年度、确定文号、状态"
    assert lacking in "".join(line.strip() for line in refused.out.splitlines())
    new = desk.folder / "青浦区.xlsx"
    moved = run("migrate", old, "-o", new, "--json", *DAY).json
    assert moved["cells"] == {"in": 38, "moved": 19, "aside": 3, "frame": 16, "notes": 0}
    complete(new)
    assert tally(desk.merge(new)) == (3, 2, 0, 0, 1)  # the third code is wrong in its last place
    assert [entry.texts["origin"] for entry in desk.entries("pilots", "青浦区")] == ["历史示范", "历史示范"]


def complete(path: Path) -> None:
    """The clerk fills the gaps and mends what is told, but for a code only its licence can mend."""
    book = load_workbook(path)
    for label, value in (("B5", 2025), ("B6", 12), ("B10", "样例审核人")):
        book["填报信息"][label] = value
    sheet = book["试点名单"]
    gaps: dict[str, Any] = {
        "主体类型": "企业", "所属产业": "人工智能", "级别": "市级", "来源": "历史示范", "确定年度": 2024, "确定文号": "沪市监〔2024〕5号",
        "状态": "试点中", "类别": "单位（点）", "确定日期": date(2024, 5, 16),
    }  # fmt: skip
    for row in (4, 5, 6):
        for header, filled in gaps.items():
            sheet.cell(row, column(sheet, header), filled)
    book.save(path)


# S8 The city edited the list by hand


def test_s8_the_citys_hand_is_kept_told_once_and_what_both_changed_is_ruled(desk: Desk, run: Run) -> None:
    review = factories.row("reviews", SITE, 1)
    application = factories.row("applications", SITE, 1)
    desk.receive("浦东新区", applications=[application], reviews=[review], pilots=[pilot(1)])
    name = str(review["name"])
    desk.type("pilots", name, phone="021-87654321")
    desk.type("reviews", name, opinion="暂缓", reason="材料待补")
    again = {"applications": [application], "pilots": [pilot(1)], "reviews": [review | {"opinion": "不予确定", "reason": "条件不符"}]}
    kept = desk.receive("浦东新区", cover={"revision": 2}, **again)
    assert [finding.code for finding in kept.findings].count("MERGE-08") == 1
    assert desk.only("pilots").texts["phone"] == "021-87654321"
    assert desk.only("reviews").texts["opinion"] == "暂缓"
    disputes = {str(line["字段"]): tuple(line.get(header) for header in ("底稿值", "市局现值", "区局新报值")) for line in desk.lines(CONFLICTS)}
    assert disputes["区级意见"] == ("建议确定", "暂缓", "不予确定")
    told_again = desk.receive("浦东新区", cover={"revision": 3}, **again)
    assert [finding.code for finding in told_again.findings].count("MERGE-08") == 0
    desk.by_hand(rule_for_the_district)
    assert run("merge", "--into", desk.path, *DAY).code == 0
    assert desk.only("reviews").texts["opinion"] == "不予确定"
    assert len(list((desk.folder / "备份").iterdir())) == 4


@pytest.mark.parametrize(
    ("lock", "holder"),
    [("~$总台账.xlsx", "Excel（王样例）"), (".~总台账.xlsx", "WPS（王样例）"), (".~lock.总台账.xlsx#", "LibreOffice（王样例）")],
)
def test_s8_a_list_open_elsewhere_gives_one_line_and_nothing_half_written(desk: Desk, run: Run, lock: str, holder: str) -> None:
    file, before = desk.file(pilots=[pilot(1)]), desk.path.read_bytes()
    name = "王样例".encode("gb18030")
    owner = "王样例,样例电脑,".encode() if "lock" in lock else bytes([len(name)]) + name
    (desk.folder / lock).write_bytes(owner)
    ran = run("merge", file, "--into", desk.path, *DAY)
    assert (ran.code, ran.out, ran.err) == (
        3, "", f"总台账.xlsx 正由 {holder} 打开；请先保存并关闭后重试；如确认无人打开，请删除它旁边的锁定文件（~$、.~ 开头）\n"
    )  # fmt: skip
    assert (desk.path.read_bytes(), sorted(desk.folder.iterdir())) == (before, sorted([file, desk.path, desk.folder / lock]))


def rule_for_the_district(book: Any) -> None:
    sheet = book["冲突裁定"]
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, column(sheet, "事项")).value:
            sheet.cell(row, column(sheet, "裁定"), "用区局值")


# S13 The first import


def test_s13_older_lists_come_in_as_history_and_take_no_slot(desk: Desk, run: Run) -> None:
    old = Path(shutil.copy(EXAMPLES / "past" / "往年名单.xlsx", desk.folder))
    before = desk.path.read_bytes()
    shown = run("import", old, "--into", desk.path, "--json", *DAY).json
    assert desk.path.read_bytes() == before
    done = run("import", old, "--map", shown["map"], "--into", desk.path, "--json", *DAY).json
    assert sum(unit["rows"]["added"] for unit in done["units"]) == 5
    assert sorted(str(line["问题代码"]) for line in desk.lines(HELD)) == ["CELL-12", "IMPORT-10", "IMPORT-11"]
    assert {entry.texts["origin"] for entry in desk.entries("pilots")} == {"历史示范"}
    units = run("quota", desk.path, "--year", "2025", "--json", *DAY).json["units"]
    assert [unit["determined"] for unit in units] == [0] * 17


# S14 An office with WPS only


def test_s14_every_step_of_the_buttons_is_a_command_of_its_own(run: Run) -> None:
    listed = run("--help").out
    twins = ("check", "merge", "undo", "history", "letter", "quota", "reports", "standing")
    assert all(f"\n  {name} " in listed for name in twins)
