"""总况: the same figures on the screen, in 总览 and in the letters; written only where something changes."""

from datetime import date
from pathlib import Path

from tests.steps.months import AS_OF, SETTINGS
from toolkit.sheets.source import read_bytes
from toolkit.steps.status import show_status, write_status

LATER = date(2026, 1, 12)


def test_to_show_the_picture_writes_nothing(master: Path) -> None:
    before = master.read_bytes()
    status = show_status(master, LATER, SETTINGS)
    assert (status.written, master.read_bytes()) == (False, before)
    assert status.figures.as_of == LATER


def test_on_request_the_first_sheets_are_brought_to_the_date_and_only_once(master: Path) -> None:
    before = master.read_bytes()
    assert write_status(master, LATER, SETTINGS).written
    after = master.read_bytes()
    lines = {sheet.name: sheet.rows[2][1].value for sheet in read_bytes(after, own=True).sheets if 2 in sheet.rows and 1 in sheet.rows[2]}
    for name in ("总览", "名额监测", "年报监测", "跟踪监测"):
        assert str(lines[name]).startswith("截至 2026-01-12")
    assert not write_status(master, LATER, SETTINGS).written
    assert master.read_bytes() == after
    assert (master.parent / "备份").is_dir()
    assert before != after


def test_writing_what_the_merge_has_written_changes_nothing(month: Path, tmp_path: Path) -> None:
    from tests.steps.months import district_file  # noqa: PLC0415
    from toolkit.steps.merge import merge_files  # noqa: PLC0415

    (tmp_path / "徐汇.xlsx").write_bytes(district_file())
    target = tmp_path / "总台账.xlsx"
    merge_files([tmp_path / "徐汇.xlsx"], target, AS_OF, SETTINGS)
    assert not write_status(target, AS_OF, SETTINGS).written
