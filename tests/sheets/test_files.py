import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from toolkit.findings.catalogue import edits
from toolkit.sheets import files
from toolkit.sheets.files import NotWritten, TargetBusy, holder, sweep, write_atomically


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "总台账.xlsx"
    path.write_bytes(b"old")
    return path


def untouched(target: Path) -> bool:
    return target.read_bytes() == b"old" and [one.name for one in target.parent.iterdir()] == [target.name]


def test_the_target_is_replaced_and_nothing_else_is_left(target: Path) -> None:
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_new_file_is_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "新.xlsx", b"new")
    assert (tmp_path / "新.xlsx").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="file modes and links of Unix")
def test_the_mode_and_the_link_stay(target: Path) -> None:
    target.chmod(0o640)
    link = target.with_name("链接.xlsx")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def failing(number: int) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))
    return fail


@pytest.mark.parametrize(("step", "number", "rule"), [
    ("fsync", errno.ENOSPC, edits.NO_SPACE),
    ("fsync", errno.EIO, edits.WRITE_FAILED),
    ("replace", errno.EACCES, edits.NO_PERMISSION),
    ("replace", errno.EROFS, edits.NO_PERMISSION),
    ("open", errno.ENOSPC, edits.NO_SPACE),
    ("chmod", errno.EIO, edits.WRITE_FAILED),
])
def test_whichever_step_fails_the_target_is_what_it_was(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, rule: object,
) -> None:
    monkeypatch.setattr(os if step == "fsync" else Path, step, failing(number))
    with pytest.raises(NotWritten) as caught:
        write_atomically(target, b"new")
    monkeypatch.undo()
    assert caught.value.rule is rule
    assert target.name in caught.value.message
    assert untouched(target)


def test_a_write_that_ends_half_way_leaves_the_target(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    class Full:
        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            self.file.write(data[:1])
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "open", lambda path, mode: Full(real(path, mode)))
    with pytest.raises(NotWritten) as caught:
        write_atomically(target, b"new")
    monkeypatch.undo()
    assert caught.value.rule is edits.NO_SPACE
    assert untouched(target)


def test_a_folder_that_cannot_be_flushed_is_no_failure(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EINVAL))
    write_atomically(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotWritten) as caught:
        write_atomically(tmp_path / "没有" / "总台账.xlsx", b"new")
    assert "总台账.xlsx" in caught.value.message
    assert caught.value.rule is edits.NO_FOLDER


def test_a_busy_target_is_tried_again_until_it_is_free(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = Path.replace, []

    def busy(path: Path, goal: Path) -> Path:
        tries.append(path)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "denied")
        return real(path, goal)

    monkeypatch.setattr(files, "RETRY_SECONDS", 5.0)
    monkeypatch.setattr(files, "_PAUSE", 0.0)
    monkeypatch.setattr(Path, "replace", busy)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"


def test_who_has_the_file_open_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "王样例"
    narrow = name.encode("gb18030")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    lock = bytes([len(narrow)]) + narrow.ljust(54) + wide
    target.with_name(f"~${target.name}").write_bytes(lock.ljust(165, b"\0"))
    monkeypatch.setattr(Path, "replace", failing(errno.EACCES))
    with pytest.raises(TargetBusy) as caught:
        write_atomically(target, b"new")
    assert caught.value.message == "“总台账.xlsx”正被Excel（王样例）打开，未写入；请先关闭该文件再试"


@pytest.mark.parametrize(("lock", "content", "who"), [
    ("~$总台账.xlsx", b"\x04Wang" + b" " * 50, "Excel（Wang）"),
    ("~$总台账.xlsx", b"", "Excel"),
    (".~总台账.xlsx", b"\x04Wang" + b" " * 50, "WPS（Wang）"),
    (".~lock.总台账.xlsx#", b",wang,host,22.11.2025 10:00,file:///x;", "LibreOffice（wang）"),
    (".~lock.总台账.xlsx#", "王样例,wang,host,,;".encode(), "LibreOffice（王样例）"),
])
def test_lock_files_of_each_program_are_read(target: Path, lock: str, content: bytes, who: str) -> None:
    assert holder(target) is None
    target.with_name(lock).write_bytes(content)
    assert holder(target) == who


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_the_reason_is_told_in_chinese(target: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "fsync", failing(number))
    with pytest.raises(NotWritten) as caught:
        write_atomically(target, b"new")
    assert re.search("[A-Za-z]", caught.value.message.replace(target.name, "")) is None


def test_a_number_nobody_knows_is_told_for_a_technician(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing(9999))
    with pytest.raises(NotWritten) as caught:
        write_atomically(target, b"new")
    assert caught.value.message == "“总台账.xlsx”写入失败（系统错误 9999），原文件未动；请检查磁盘或网络盘后再试"


def test_what_another_programs_sweep_took_away_is_written_again(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, looks = files._write, list[bool]()

    def taken(temporary: Path, data: bytes, like: Path) -> None:
        write(temporary, data, like)
        if len(looks) < 2:
            sweep(target.parent)

    monkeypatch.setattr(files, "_write", taken)
    write_atomically(target, b"new", last_look=lambda: looks.append(True))
    assert (target.read_bytes(), len(looks), list(target.parent.iterdir())) == (b"new", 3, [target])


def test_what_is_taken_away_each_time_is_a_refusal_in_the_end(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = files._write

    def taken(temporary: Path, data: bytes, like: Path) -> None:
        write(temporary, data, like)
        sweep(target.parent)

    monkeypatch.setattr(files, "_write", taken)
    with pytest.raises(NotWritten):
        write_atomically(target, b"new")
    assert untouched(target)


def test_what_a_killed_writer_left_is_swept(target: Path) -> None:
    target.with_name(".pilot-123-abcd.tmp").write_bytes(b"half")
    sweep(target.parent)
    assert untouched(target)
