"""The built workbook in a real LibreOffice: every button pressed, cells and files seen to change as by the commands."""

import os
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.excel.faulty import AS_OF, FAULTY
from tests.excel.listroom import SETTINGS, ListRoom, edited_file, merged, shown
from tests.excel.office import Office, processes_in
from tests.steps.months import AS_OF as MONTH
from toolkit.excel.build import SETTINGS_SHEET
from toolkit.excel.buttons import BUTTONS
from toolkit.excel.panel import NAME, TOLD, entry_place
from toolkit.letters.kinds import find_kind
from toolkit.master.reading import load_master
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.check import check_files
from toolkit.steps.letters import Order, write_letters
from toolkit.steps.merge import merge_files
from toolkit.steps.undo import undo_merge

pytestmark = pytest.mark.office
TODAY = date.today()  # noqa: DTZ011 - a press is of the user's own day
PILOTS, UNO = "试点名单", "/usr/lib/python3/dist-packages/uno.py"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if os.environ.get("CI") != "true" and not (find_spec("uno") or Path(UNO).exists()):
        pytest.skip("needs LibreOffice's bridge (python3-uno)")
    with Office(tmp_path_factory.mktemp("office")) as running:
        yield running


def ruled_master(folder: Path) -> bytes:
    """A list with a dispute on 联系人 on which the city has ruled for the district."""
    folder.mkdir()
    master = merged(folder)
    by_hand(master, PILOTS, 联系人="市局改样")
    (folder / "改.xlsx").write_bytes(edited_file(2, 联系人="区局新样"))
    merge_files([folder / "改.xlsx"], master, MONTH, SETTINGS)
    by_hand(master, "冲突裁定", 裁定="用区局值")
    return master.read_bytes()


def by_hand(path: Path, sheet: str, **values: str) -> None:
    known = load_master(path.read_bytes(), path.name, MONTH, SETTINGS)
    table = known.ledgers.get(sheet)
    columns = table.columns if table else {
        column.header: known.tables["pilots"].fields[column.field] for column in known.tables["pilots"].form.columns
    }  # fmt: skip
    path.write_bytes(edit(path.read_bytes(), [SetCell(sheet, 4, columns[name], value) for name, value in values.items()]))


def open_values(office: Office) -> dict[tuple[str, str], Any]:
    return {
        (sheet, place): value for sheet, place, value, _ in office.dump()
        if sheet not in {NAME, SETTINGS_SHEET, "问题清单"} and value not in {None, ""}
    }  # fmt: skip


def file_values(data: bytes) -> dict[tuple[str, str], Any]:
    return {place: value.isoformat() if kind == "day" else value for place, (value, kind) in shown(data).items()}


def pressed(office: Office, caption: str) -> str:
    """What one press told the user; that nothing was told is that nothing ran."""
    (told,) = office.press(caption)
    assert told[2] == "info", told[0]
    return str(told[0])


def test_every_button_does_to_the_open_list_what_its_command_does_to_the_file(office: Office, tmp_path: Path) -> None:
    room = ListRoom(tmp_path, ruled_master(tmp_path / "起"))
    room.mail("徐汇区12月.xlsx", edited_file(3, 联系电话="021-11112222"))
    office.open(str(room.path))
    office.stub()
    assert office.buttons().keys() == {kind.caption for kind in BUTTONS}

    assert pressed(office, "应用裁定").startswith("执行裁定 1 项。")
    merge_files([], room.twin, TODAY, SETTINGS)
    assert open_values(office) == file_values(room.twin.read_bytes())

    assert "并入 1 个" in pressed(office, "合并收件箱")
    merge_files([room.there / "收件箱"], room.twin, TODAY, SETTINGS)
    assert open_values(office) == file_values(room.twin.read_bytes()) == file_values(room.saved())
    assert len(room.backups()) == 2

    assert "已撤销 徐汇区" in pressed(office, "撤销合并")
    undo_merge(room.twin, TODAY, SETTINGS)
    assert open_values(office) == file_values(room.twin.read_bytes())

    office.type(NAME, *entry_place("kind"), "退出决定")
    assert "退出决定：制发" in pressed(office, "生成文书")
    kind = find_kind("退出决定")
    assert kind
    write_letters(Order(kind), room.twin, room.there / "输出" / "文书", TODAY, SETTINGS)
    assert files_in(room.here / "输出" / "文书") == files_in(room.there / "输出" / "文书") != {}

    office.select(PILOTS, 4, 2)
    office.front(NAME)
    assert pressed(office, "查看来源").startswith(f"{PILOTS}第 4 行：")

    for caption in ("名额监测", "年报监测", "跟踪监测"):
        office.type(caption, 2, 1, "截至 从前")
        pressed(office, caption)
        assert str(open_values(office)[caption, "(2, 1)"]).startswith(f"截至 {TODAY}")

    assert pressed(office, "校验本表").startswith("总台账校验完成：")
    cells = office.dump()
    assert len({place for sheet, place, *_ in cells if sheet == "问题清单"}) > 10
    assert [value for sheet, place, value, _ in cells if (sheet, place) == (NAME, str(TOLD))] != ["结果显示在这里。"]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["texts for dates and numbers", "merged cells"])
def test_button_and_command_find_the_same_in_a_districts_workbook(office: Office, name: str, tmp_path: Path) -> None:
    path = tmp_path / "报送.xlsx"
    path.write_bytes(FAULTY[name]())
    wanted = [[one.code, one.place.sheet, one.place.cell, one.message] for one in check_files([path], AS_OF, SETTINGS).findings]
    office.open(str(path))
    assert sorted(map(str, office.check(AS_OF.isoformat()))) == sorted(map(str, wanted))


def test_nothing_is_left_running_after_a_test_that_failed(tmp_path: Path) -> None:
    groups: list[int] = []

    def failing_test() -> None:
        with Office(tmp_path) as running:
            groups.append(running.driver.pid)
            assert len(processes_in(running.driver.pid)) > 1
            running.press("no such button")

    with pytest.raises(AssertionError):
        failing_test()
    assert processes_in(groups[0]) == []
