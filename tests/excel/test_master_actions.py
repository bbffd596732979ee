"""The buttons on the city list: the very masters and findings of the commands, with the open cells changed in place."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.excel.engine import RangeImpl
from tests.excel.listroom import AS_OF, SETTINGS, ListRoom, district_file, edited_file, merged, shown
from toolkit.excel import master_actions as buttons
from toolkit.excel.open_master import OpenMaster
from toolkit.excel.outcome import show
from toolkit.excel.panel import HEAD_ROW, NAME, TOLD
from toolkit.excel.put import put
from toolkit.findings import Severity, Unreadable
from toolkit.master.store import open_master, read_stored
from toolkit.sheets.edit import NotEditable, SetCell
from toolkit.sheets.files import NotWritten
from toolkit.shipping import shipped
from toolkit.steps.history import history
from toolkit.steps.judge import judge_quota, judge_reports
from toolkit.steps.letters import write_letters
from toolkit.steps.merge import merge_files
from toolkit.steps.undo import undo_merge

DECEMBER = date(2025, 12, 31)
PILOTS, CONFLICTS = "试点名单", "冲突裁定"


@pytest.fixture
def room(tmp_path: Path) -> ListRoom:
    """An empty list and one district's mail."""
    made = ListRoom(tmp_path)
    made.mail("徐汇区12月.xlsx", district_file())
    return made


@pytest.fixture
def full(tmp_path: Path) -> ListRoom:
    """A list with one district merged."""
    (tmp_path / "起").mkdir()
    return ListRoom(tmp_path, merged(tmp_path / "起").read_bytes())


def column(room: ListRoom, sheet: str, header: str) -> int:
    page = room.book.impl.workbook[sheet]
    return next(int(cell.column) for cell in page[3] if cell.value == header)


def value(room: ListRoom, sheet: str, header: str, row: int = 4) -> Any:
    return room.book.impl.workbook[sheet].cell(row, column(room, sheet, header)).value


def type_in(room: ListRoom, sheet: str, header: str, text: object, row: int = 4) -> None:
    """As a person types: into the open book, not saved."""
    cell = room.book.impl.workbook[sheet].cell(row, column(room, sheet, header))
    cell.value = text


# --- the same masters


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> ListRoom:
    room = ListRoom(tmp_path_factory.mktemp("十二月"))
    for path in sorted((shipped("examples") / "december" / "收件").iterdir()):
        room.mail(path.name, path.read_bytes())
    return room


def test_button_and_command_make_equal_masters_of_a_whole_month_and_undo_them_alike(december: ListRoom) -> None:
    outcome = buttons.merge_inbox(december.book, DECEMBER, SETTINGS)
    result = merge_files([december.there / "收件箱"], december.twin, DECEMBER, SETTINGS)
    assert shown(december.saved()) == shown(december.twin.read_bytes())
    assert len(shown(december.saved())) > 10_000
    wanted = [(finding.code, finding.message) for finding in result.findings if finding.severity is not Severity.I]
    told = [(row[1], row[4]) for row in outcome.rows[len(result.plan.files):]]
    assert sorted(told) == sorted(wanted)
    buttons.undo_last(december.book, DECEMBER, SETTINGS)
    undo_merge(december.twin, DECEMBER, SETTINGS)
    assert shown(december.saved()) == shown(december.twin.read_bytes())


def test_what_was_merged_before_and_corrected_by_hand_is_merged_three_ways_by_both(room: ListRoom) -> None:
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    type_in(room, PILOTS, "联系人", "市局改样")
    room.book.save()
    room.twin.write_bytes(room.saved())
    mail = edited_file(联系人="区局新样", 单位名称="上海样例更名一号有限公司")
    room.mail("徐汇区12月.xlsx", mail)
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    result = merge_files([room.there / "收件箱"], room.twin, AS_OF, SETTINGS)
    assert len(result.plan.conflicts) == 1
    assert shown(room.saved()) == shown(room.twin.read_bytes())
    assert value(room, PILOTS, "联系人") == "市局改样"


def test_a_ruling_is_carried_out_as_by_the_command(room: ListRoom) -> None:
    test_what_was_merged_before_and_corrected_by_hand_is_merged_three_ways_by_both(room)
    type_in(room, CONFLICTS, "裁定", "用区局值")
    room.book.save()
    room.twin.write_bytes(room.saved())
    outcome = buttons.apply_rulings(room.book, AS_OF, SETTINGS)
    merge_files([], room.twin, AS_OF, SETTINGS)
    assert outcome.told.startswith("执行裁定 1 项。")
    assert value(room, PILOTS, "联系人") == "区局新样"
    assert shown(room.saved()) == shown(room.twin.read_bytes())


def test_one_units_merge_is_undone_where_the_panel_names_it(room: ListRoom) -> None:
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    room.fill(unit="长宁区")
    with pytest.raises(Unreadable, match="MERGE-35"):
        buttons.undo_last(room.book, AS_OF, SETTINGS)
    room.fill(unit="徐汇区")
    assert "徐汇区" in buttons.undo_last(room.book, AS_OF, SETTINGS).told
    assert value(room, PILOTS, "单位名称") is None


# --- the open book


def test_edits_not_yet_saved_are_merged_with_and_stand_in_the_backup(room: ListRoom) -> None:
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    type_in(room, PILOTS, "联系人", "未存的样")
    room.mail("徐汇区12月.xlsx", edited_file(联系电话="021-11112222"))
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    assert (value(room, PILOTS, "联系人"), value(room, PILOTS, "联系电话")) == ("未存的样", "021-11112222")
    assert [name.split("-")[1] for name in room.backups()] == ["0001", "0002"]
    before = open_master(read_stored(room.here / "备份" / room.backups()[1]), AS_OF, SETTINGS).entries("pilots")[0]
    assert (before.texts["contact"], before.texts["phone"]) != ("未存的样", "021-11112222")
    assert before.texts["contact"] == "未存的样"


def test_rows_a_filter_hides_are_written_and_stay_hidden(room: ListRoom) -> None:
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    for row in (4, 6):
        room.book.impl.workbook[PILOTS].row_dimensions[row].hidden = True
    room.mail("徐汇区12月.xlsx", edited_file(联系人="新样"))
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    assert value(room, PILOTS, "联系人") == "新样"
    assert [row for row in range(4, 9) if room.book.impl.workbook[PILOTS].row_dimensions[row].hidden] == [4, 6]


def test_the_same_files_again_write_and_save_nothing(room: ListRoom) -> None:
    buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    before = room.saved(), room.backups()
    outcome = buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    assert "总台账未改动" in outcome.told
    assert (room.saved(), room.backups()) == before


def test_a_list_without_a_folder_or_an_inbox_is_told_what_to_do(room: ListRoom) -> None:
    (room.here / "收件箱" / "徐汇区12月.xlsx").unlink()
    (room.here / "收件箱").rmdir()
    with pytest.raises(Unreadable, match="EDIT-19"):
        buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    room.book.impl._folder = ""
    with pytest.raises(NotWritten, match="EDIT-15"):
        buttons.apply_rulings(room.book, AS_OF, SETTINGS)


def test_a_list_that_cannot_be_saved_is_left_as_it_is(room: ListRoom) -> None:
    room.book.impl.writable = False
    before = room.saved()
    with pytest.raises(NotWritten, match="EDIT-16"):
        buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    assert value(room, PILOTS, "单位名称") is None
    assert (room.saved(), room.backups()) == (before, [])


def test_a_sheet_that_refuses_half_way_leaves_the_file_and_a_backup(room: ListRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = RangeImpl.raw_value.fset
    assert plain

    def protected(self: RangeImpl, data: Any) -> None:
        if self.sheet.name in {CONFLICTS, "批次记录"}:
            raise OSError("protected")
        plain(self, data)

    monkeypatch.setattr(RangeImpl, "raw_value", property(RangeImpl.raw_value.fget, protected))
    with pytest.raises(NotWritten) as refused:
        buttons.merge_inbox(room.book, AS_OF, SETTINGS)
    assert "请不要保存，关闭后重新打开" in refused.value.message
    room.reopen()
    assert value(room, PILOTS, "单位名称") is None
    assert len(room.backups()) == 1


def test_a_value_the_program_makes_something_else_of_is_noticed(room: ListRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.excel.put.TEXT", "General")
    with pytest.raises(NotWritten, match="EDIT-18"):
        put(room.book, [SetCell("批次记录", 4, 1, "2025-12")])


def test_texts_numbers_and_days_arrive_as_such_whatever_the_cell_was(room: ListRoom) -> None:
    page = room.book.impl.workbook["市局调研交流"]
    cells = [SetCell(page.title, 40, number, value) for number, value in enumerate(VALUES, start=1)]
    for formats in ("@", "General", "yyyy-mm-dd"):
        for cell in cells:
            page.cell(cell.row, cell.column).number_format = formats
        put(room.book, cells)
        assert [page.cell(40, cell.column).value for cell in cells] == [*VALUES[:-2], datetime(2025, 12, 1), None]  # noqa: DTZ001


VALUES = ("00123", "2025-12", "=1+1", "913101150161038012", "长" * 9000, "是", 7, 2.5, date(2025, 12, 1), None)


def test_a_cell_under_a_merged_area_is_refused_before_anything_is_written(full: ListRoom) -> None:
    page = full.book.impl.workbook["名额监测"]
    page.merge_cells("A4:A5")
    with pytest.raises(NotEditable, match="EDIT-08"):
        buttons.renew_quota(full.book, AS_OF, SETTINGS)
    assert page["A4"].value == "浦东新区" or page["A4"].value is not None


# --- the checks, the letters, the history


def test_the_watch_sheets_are_what_the_checks_say_as_of_the_day(full: ListRoom) -> None:
    later = date(2026, 2, 3)
    quota, reports = (judge(full.twin, later, SETTINGS) for judge in (judge_quota, judge_reports))
    told = buttons.renew_quota(full.book, later, SETTINGS)
    assert sorted(str(row[1]) for row in told.rows) == sorted(finding.code for finding in quota.findings)
    assert [value(full, "名额监测", "已确定", row) or 0 for row in range(4, 21)] == [unit.determined for unit in quota.units]
    assert buttons.renew_reports(full.book, later, SETTINGS).show == "年报监测"
    assert [value(full, "年报监测", "状态", row) for row in range(4, 4 + len(reports.pilots))] == [
        str(pilot.status) for pilot in reports.pilots
    ]
    assert "拟退出 2 家" in buttons.renew_tracking(full.book, later, SETTINGS).told
    assert full.book.impl.workbook["跟踪监测"]["A2"].value == "截至 2026-02-03"
    assert full.backups() == []


def test_letters_are_written_and_entered_as_by_the_command(full: ListRoom) -> None:
    full.fill(kind="退出决定")
    outcome = buttons.write_letters_asked(full.book, AS_OF, SETTINGS)
    order = buttons.Asked(full.book).order()
    result = write_letters(order, full.twin, full.there / "输出" / "文书", AS_OF, SETTINGS)
    written = {path.name: path.read_bytes() for path in (full.here / "输出" / "文书").iterdir()}
    assert written == {letter.path.name: letter.data for letter in result.written}
    assert len(outcome.rows) == len(result.written) + len(result.refused) + len(result.remarks)
    register = [value(full, "文书登记", header) for header in ("序号", "文种", "状态")]
    assert register == [1, "退出决定", "草稿"]


@pytest.mark.parametrize(
    ("filled", "word"),
    [
        ({}, "文种"), ({"kind": "情书"}, "文种"), ({"kind": "拟退出告知书", "unit": "火星区"}, "报送单位"),
        ({"kind": "拟退出告知书", "date": "明天"}, "成文日期"), ({"kind": "公布名单通知", "year": "去年"}, "年度"),
        ({"kind": "公布名单通知", "unit": "徐汇区", "pilot": "某"}, "报送单位、试点"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_on_the_panel_is_named(full: ListRoom, filled: dict[str, object], word: str) -> None:
    full.fill(**filled)
    with pytest.raises(Unreadable) as refused:
        buttons.write_letters_asked(full.book, AS_OF, SETTINGS)
    assert word in {refused.value.words.get("label"), refused.value.words.get("labels")}


def test_the_history_of_the_selected_row_is_that_of_the_command(full: ListRoom) -> None:
    full.book.app.impl.chosen[PILOTS] = (5, 2)
    outcome = buttons.show_history(full.book, AS_OF, SETTINGS)
    entry = next(entry for entry in open_master(read_stored(full.twin), AS_OF, SETTINGS).entries("pilots") if entry.row == 5)
    (record,) = [r for r in history(full.twin, entry.texts["uscc"] or "", AS_OF, SETTINGS) if r.form.sheet == PILOTS]
    assert [row[2:5] for row in outcome.rows] == [(event.header, event.old, event.new) for event in record.events]
    full.book.app.impl.chosen[PILOTS] = (2, 1)
    with pytest.raises(Unreadable, match="EDIT-25"):
        buttons.show_history(full.book, AS_OF, SETTINGS)


def test_the_list_itself_is_checked_and_marked(full: ListRoom) -> None:
    type_in(full, PILOTS, "统一社会信用代码", "91310115MA01610381")
    outcome = buttons.check_open_master(full.book, AS_OF, SETTINGS)
    assert any(row[1] == "USCC-05" and row[2] == PILOTS for row in outcome.rows)
    cell = full.book.sheets[PILOTS].range((4, column(full, PILOTS, "统一社会信用代码")))
    assert cell.color == (255, 193, 199)
    type_in(full, PILOTS, "统一社会信用代码", "91310115MA01610380")
    buttons.check_open_master(full.book, AS_OF, SETTINGS)
    assert cell.color is None


def test_the_panel_shows_what_the_last_press_came_to_and_nothing_of_the_one_before(full: ListRoom) -> None:
    full.book.app.impl.chosen[PILOTS] = (4, 2)
    show(full.book, buttons.show_history(full.book, AS_OF, SETTINGS))
    page = full.book.impl.workbook[NAME]
    assert page.cell(HEAD_ROW, 2).value == "时间"
    longer = sum(page.cell(row, 2).value is not None for row in range(HEAD_ROW + 1, HEAD_ROW + 60))
    show(full.book, buttons.renew_tracking(full.book, AS_OF, SETTINGS))
    shorter = sum(page.cell(row, 2).value is not None for row in range(HEAD_ROW + 1, HEAD_ROW + 60))
    assert shorter < longer
    assert "跟踪评估监测已更新" in page.cell(*TOLD).value
    assert full.book.impl.workbook.active.title == "跟踪监测"


def test_phones_are_masked_on_the_panel(full: ListRoom) -> None:
    full.book.app.impl.chosen["跟踪评估"] = (4, 2)
    full.fill(sheet="跟踪评估")
    show(full.book, buttons.show_history(full.book, AS_OF, SETTINGS))
    texts = [str(cell.value) for row in full.book.impl.workbook[NAME].iter_rows() for cell in row if cell.value]
    assert any("138****5678" in text for text in texts)
    assert not any("13812345678" in text for text in texts)


def test_the_list_is_read_whole_before_it_is_judged(full: ListRoom) -> None:
    known = OpenMaster(full.book, AS_OF, SETTINGS).read()
    twin = open_master(read_stored(full.twin), AS_OF, SETTINGS)
    assert {form: [entry.texts for entry in table.entries] for form, table in known.tables.items()} == {
        form: [entry.texts for entry in table.entries] for form, table in twin.tables.items()
    }
    assert {key: base.texts for key, base in known.base.items()} == {key: base.texts for key, base in twin.base.items()}
