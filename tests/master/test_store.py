"""The master as a file: one writer, a backup first, the old file or the new one and nothing between."""

import os
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import pytest
from filelock import FileLock

from tests.master.desk import SETTINGS, Desk, pilot
from tests.records import factories
from toolkit.findings import Unreadable
from toolkit.master import store
from toolkit.master.store import BACKUP_FOLDER, only_writer, read_stored, save
from toolkit.sheets import files
from toolkit.sheets.edit import NotEditable, SetCell
from toolkit.sheets.edit.package import Package
from toolkit.sheets.files import NotWritten, TargetBusy
from toolkit.steps import merge as step
from toolkit.steps.merge import merge_files


def backups(desk: Desk) -> list[str]:
    folder = desk.folder / BACKUP_FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def write(desk: Desk, text: str, keep: int = 3) -> bytes:
    return save(read_stored(desk.path), [SetCell("试点名单", 1, 1, text)], keep)


def test_a_master_that_is_not_there_is_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    file = desk.file(pilots=[pilot(1)])
    desk.path.unlink()
    assert desk.merge(file).written
    assert len(desk.entries("pilots")) == 1
    assert backups(desk) == []


def test_without_a_master_nothing_else_is_read() -> None:
    with pytest.raises(Unreadable) as missing:
        read_stored(Path("没有.xlsx"))
    assert missing.value.rule.code == "MERGE-12"


def test_the_previous_master_is_kept_and_the_oldest_of_ours_pruned(desk: Desk) -> None:
    before = desk.path.read_bytes()
    write(desk, "一")
    (first,) = backups(desk)
    assert (desk.folder / BACKUP_FOLDER / first).read_bytes() == before
    for text in "二三四五":
        write(desk, text)
    assert [name.split("-")[1] for name in backups(desk)] == ["0003", "0004", "0005"]


def test_a_persons_own_files_among_the_backups_are_left_alone(desk: Desk) -> None:
    folder = desk.folder / BACKUP_FOLDER
    folder.mkdir()
    own = ("总台账-副本.xlsx", "总台账-2025-0001-abcdef01.xlsx", "说明.txt")
    for name in own:
        (folder / name).write_bytes(b"")
    for text in "一二三":
        write(desk, text, keep=1)
    assert set(own) < set(backups(desk))
    assert len(backups(desk)) == 4


def test_the_ten_thousandth_backup_is_the_latest(desk: Desk) -> None:
    folder = desk.folder / BACKUP_FOLDER
    folder.mkdir()
    for number in (9998, 9999, 10000):
        (folder / f"总台账-{number:04}-00000000.xlsx").write_bytes(b"")
    write(desk, "一", keep=2)
    assert [name.split("-")[1] for name in backups(desk)] == ["10000", "10001"]


def test_what_is_backed_up_already_is_not_copied_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(target: Path, data: bytes, **_: Any) -> None:
        if target == desk.path:
            raise NotWritten(store.merging.OTHER_MERGE, name=target.name)
        files.write_atomically(target, data)

    monkeypatch.setattr(store, "write_atomically", refuse)
    for _ in range(3):
        with pytest.raises(NotWritten):
            write(desk, "一")
    assert len(backups(desk)) == 1


@pytest.mark.parametrize("lock", ["~$总台账.xlsx", ".~总台账.xlsx", ".~lock.总台账.xlsx#"])
def test_a_master_open_elsewhere_is_refused_and_nothing_changes(desk: Desk, lock: str) -> None:
    file = desk.file(pilots=[pilot(1)])
    (desk.folder / lock).write_bytes("样例,样例,".encode())
    before = desk.path.read_bytes()
    with pytest.raises(TargetBusy) as busy:
        desk.merge(file)
    assert "打开" in busy.value.message
    assert (desk.path.read_bytes(), backups(desk)) == (before, [])
    assert desk.merge(file, plan_only=True).plan.files[0].action == "merged"


def test_two_merges_at_once_are_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    with FileLock(desk.folder / ".总台账.xlsx.lock"), pytest.raises(TargetBusy) as busy, only_writer(desk.path):
        pass
    assert busy.value.rule.code == "MERGE-15"
    with only_writer(desk.path):
        pass
    assert not (desk.folder / ".总台账.xlsx.lock").exists()


def test_a_folder_that_may_not_be_written_to_is_a_refusal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    file = desk.file(pilots=[pilot(1)])
    before = desk.path.read_bytes()
    for owner, name in ((FileLock, "acquire"), (Path, "mkdir"), (files, "_write")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, denied)
            with pytest.raises(NotWritten) as refused:
                desk.merge(file)
        assert refused.value.rule.code == "EDIT-23"
        assert desk.path.read_bytes() == before


def test_an_edit_made_meanwhile_is_never_overwritten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.file(pilots=[pilot(1)])
    watch = step.watch_sheets

    def meanwhile(*given: Any) -> Any:
        desk.by_hand(lambda book: book["试点名单"].cell(1, 1, "改过"))
        return watch(*given)

    monkeypatch.setattr(step, "watch_sheets", meanwhile)
    with pytest.raises(NotWritten) as refused:
        desk.merge(file)
    assert refused.value.rule.code == "MERGE-16"
    assert (desk.entries("pilots"), backups(desk)) == ([], [])


def test_an_edit_made_while_the_new_list_is_being_written_down_is_never_overwritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    proceed = files._write

    def meanwhile(temporary: Path, data: bytes, like: Path) -> None:
        proceed(temporary, data, like)
        if like == desk.path:
            desk.by_hand(lambda book: book["试点名单"].cell(1, 1, "改过"))

    monkeypatch.setattr(files, "_write", meanwhile)
    with pytest.raises(NotWritten) as refused:
        write(desk, "一")
    assert refused.value.rule.code == "MERGE-16"
    assert (desk.entries("pilots"), list(desk.folder.glob(files.TEMPORARY))) == ([], [])


def test_a_master_made_meanwhile_is_never_overwritten(desk: Desk) -> None:
    data = desk.path.read_bytes()
    desk.path.unlink()
    stored = read_stored(desk.path, create=SETTINGS)
    desk.path.write_bytes(data)
    with pytest.raises(NotWritten):
        save(stored, [SetCell("试点名单", 1, 1, "一")], 3)
    assert desk.path.read_bytes() == data


@pytest.mark.parametrize("at", ["_write", "_replace", "_flush_folder"])
def test_a_writer_killed_at_any_moment_leaves_the_old_master_or_the_new(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    file = desk.file(pilots=[pilot(1)])
    before = desk.path.read_bytes()

    class KilledError(BaseException):
        """What no handler catches."""

    proceed = getattr(files, at)

    def killed(*given: Any, **named: Any) -> None:
        if desk.path in given or desk.folder in given or named.get("like") == desk.path:
            raise KilledError
        proceed(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(files, at, killed)
        with pytest.raises(KilledError):
            desk.merge(file)
    assert (desk.path.read_bytes() == before) is (at != "_flush_folder")
    assert len(desk.entries("pilots")) == (at == "_flush_folder")
    assert desk.merge(file).plan.files[0].action == ("unchanged" if at == "_flush_folder" else "merged")
    assert not list(desk.folder.glob(files.TEMPORARY))


def test_what_we_spoilt_ourselves_never_takes_the_masters_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, kept = desk.path.read_bytes(), store.edit

    def spoilt(data: bytes, cells: list[SetCell]) -> bytes:
        package = Package(kept(data, cells))
        package.write("xl/worksheets/sheet1.xml", [b"<worksheet><sheetData></worksheet>"])
        return package.save()

    monkeypatch.setattr(store, "edit", spoilt)
    with pytest.raises(ExpatError):
        write(desk, "一")
    assert (desk.path.read_bytes(), backups(desk)) == (before, [])


def test_a_place_that_cannot_be_written_is_refused_whole(desk: Desk) -> None:
    desk.by_hand(lambda book: book["试点名单"].merge_cells("A4:D4"))
    before = desk.path.read_bytes()
    with pytest.raises(NotEditable):
        desk.receive(pilots=[pilot(1)])
    assert desk.path.read_bytes() == before


def test_brackets_in_the_masters_name_are_no_pattern(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    odd = tmp_path / "总台账[1].xlsx"
    odd.write_bytes(desk.path.read_bytes())
    for revision in (1, 2, 3):
        merge_files([desk.file(cover={"revision": revision}, pilots=[pilot(1, contact=f"样例{revision}")])], odd, factories.AS_OF,
                    SETTINGS.model_copy(update={"backups": 2}))
    assert [name.split("-")[1] for name in backups(desk)] == ["0002", "0003"]


def test_a_folder_that_is_gone_is_refused_and_not_made(desk: Desk) -> None:
    gone = desk.folder / "没有" / "总台账.xlsx"
    with pytest.raises(NotWritten) as refused:
        merge_files([desk.file(pilots=[pilot(1)])], gone, factories.AS_OF, SETTINGS)
    assert refused.value.rule.code == "EDIT-29"
    assert not gone.parent.exists()


def test_what_a_killed_backup_left_is_swept(desk: Desk) -> None:
    write(desk, "一")
    left = desk.folder / BACKUP_FOLDER / files.TEMPORARY.replace("*", "1-ab")
    left.write_bytes(b"half")
    with only_writer(desk.path):
        assert not left.exists()


def test_the_lock_loses_its_name_while_it_is_held(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    release, named = FileLock.release, list[bool]()

    def watched(lock: Any, **how: Any) -> None:
        named.append(Path(lock.lock_file).exists())
        release(lock, **how)

    monkeypatch.setattr(FileLock, "release", watched)
    with only_writer(desk.path):
        pass
    assert named[0] is (os.name == "nt")
