"""Whatever befalls a merge, the master is the old file or the new one, and no unit's work is lost."""

import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - the program, as a fixture of these tests too
from tests.master.desk import SETTINGS, Desk, empty_master, pilot
from tests.master.disturbed import begun, ended, filled_up, killed_after, killed_at, mounted
from tests.records.factories import AS_OF
from toolkit.master.ledgers import BATCHES
from toolkit.master.reading import load_master
from toolkit.master.store import only_writer, read_stored, save
from toolkit.sheets.edit import SetCell
from toolkit.sheets.files import TEMPORARY, NotWritten, TargetBusy
from toolkit.steps.merge import merge_files

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    # A fork of a process with threads; the child uses none of them.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
UNITS = ("浦东新区", "黄浦区", "静安区", "徐汇区")


def left_overs(desk: Desk) -> list[Path]:
    return list(desk.folder.glob(TEMPORARY))


def outcomes(desk: Desk, kills: int, seed: int) -> tuple[int, int]:
    """Merge the same file again and again and kill it at some moment: how often the old list was left, how often the new."""
    file = desk.file(pilots=[pilot(number) for number in range(1, 9)])
    started = time.monotonic()
    assert ended(begun(partial(desk.merge, file))) == 0
    whole, new = time.monotonic() - started, desk.path.read_bytes()
    chance, old_left, new_left = random.Random(seed), 0, 0  # noqa: S311 - a repeatable one
    for _ in range(kills):
        desk.path.write_bytes(empty_master())
        killed_after(chance.uniform(0, whole * 1.1), partial(desk.merge, file))
        found = desk.path.read_bytes()
        assert found in {empty_master(), new}
        old_left, new_left = old_left + (found != new), new_left + (found == new)
        desk.merge(file)
        assert (desk.path.read_bytes(), left_overs(desk)) == (new, [])
    return old_left, new_left


def test_killed_at_random_moments(desk: Desk) -> None:
    """As many times as PILOT_KILLS says (200 before a release), or else a few."""
    kills = int(os.environ.get("PILOT_KILLS", "12"))
    old_left, new_left = outcomes(desk, kills, seed=11)
    print(f"killed {kills} times: {old_left} old lists, {new_left} new ones, none broken")  # noqa: T201 - shown by -s
    assert old_left + new_left == kills


def test_killed_at_every_line_of_the_writing(desk: Desk) -> None:
    old = desk.path.read_bytes()
    change = partial(_write, desk)
    change()
    new, line = desk.path.read_bytes(), 0
    seen = set()
    desk.path.write_bytes(old)
    while killed_at(line := line + 1, change):
        found = desk.path.read_bytes()
        assert found in {old, new}, f"line {line}"
        seen.add(found)
        desk.path.write_bytes(old)
    assert (line > 50, seen) == (True, {old, new})
    with only_writer(desk.path):
        assert left_overs(desk) == []


def _write(desk: Desk) -> None:
    with only_writer(desk.path):
        save(read_stored(desk.path), [SetCell("试点名单", 4, 2, "SH-310115-2025-D-001")], 3)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of 1 MB."""
    place = tmp_path / "小盘"
    if not mounted(place):
        pytest.skip("no filesystem of its own may be made here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def merged(run: Run, desk: Desk, file: Path) -> Ran:
    return run("merge", file, "--into", desk.path, "--as-of", AS_OF.isoformat())


def test_a_full_disk_leaves_the_old_list_and_says_so(desk: Desk, disk: Path, run: Run) -> None:
    file, cramped = desk.file(pilots=[pilot(number) for number in range(1, 9)]), Desk(disk)
    before = cramped.path.read_bytes()
    for leaving in (0, 4096, len(before) // 2, len(before) + 4096):
        filled_up(disk, leaving)
        ran = merged(run, cramped, file)
        assert (ran.code, "空间" in ran.err, ran.err.count("\n")) == (3, True, 1), leaving
        assert (cramped.path.read_bytes(), left_overs(cramped)) == (before, [])
        (disk / "占满").unlink()
    assert merged(run, cramped, file).code == 0


def test_a_folder_made_read_only_leaves_the_old_list_and_says_so(desk: Desk, disk: Path, run: Run) -> None:
    file, closed = desk.file(pilots=[pilot(1)]), Desk(disk)
    before = closed.path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    ran = merged(run, closed, file)
    assert (ran.code, "只读" in ran.err, ran.err.count("\n")) == (3, True, 1)
    assert (closed.path.read_bytes(), list(disk.iterdir())) == (before, [closed.path])


def test_a_list_set_read_only_is_left_alone(desk: Desk, run: Run) -> None:
    file, before = desk.file(pilots=[pilot(1)]), desk.path.read_bytes()
    desk.path.chmod(0o444)
    ran = merged(run, desk, file)
    assert (ran.code, "只读" in ran.err, desk.path.read_bytes()) == (3, True, before)
    desk.path.chmod(0o644)
    assert desk.merge(file).written


def test_a_list_taken_away_meanwhile_is_not_made_anew(desk: Desk) -> None:
    stored = read_stored(desk.path)
    desk.path.unlink()
    with pytest.raises(NotWritten) as refused:
        save(stored, [SetCell("试点名单", 4, 2, "一")], 3)
    assert (refused.value.rule.code, desk.path.exists()) == ("MERGE-16", False)


def test_merges_side_by_side_lose_nothing(desk: Desk) -> None:
    """Four writers at a time, each with files of its own (PILOT_ROUNDS): every file is in at the end, once."""
    rounds = int(os.environ.get("PILOT_ROUNDS", "2"))
    sent = {unit: [desk.file(unit, pilots=[pilot(n * 100 + m) for m in range(1, number + 2)], cover={"revision": number + 1})
                   for number in range(rounds)] for n, unit in enumerate(UNITS)}  # fmt: skip
    children = [begun(partial(_all_in, desk, files)) for files in sent.values()]
    assert [ended(child) for child in children] == [0] * len(UNITS)
    assert len(desk.lines(BATCHES)) == len(UNITS) * rounds
    assert len(desk.entries("pilots")) == len(UNITS) * rounds
    assert left_overs(desk) == []


def test_two_lists_in_one_folder_do_not_take_each_others_work_away(desk: Desk) -> None:
    """Each merge sweeps the folder when it begins; the other list's merge is in the middle of its writing."""
    rounds = int(os.environ.get("PILOT_ROUNDS", "2")) * 4
    sent = [desk.file(pilots=[pilot(m) for m in range(1, number + 2)], cover={"revision": number + 1}) for number in range(rounds)]
    lists = [desk.path.with_name(f"总台账{unit}.xlsx") for unit in UNITS[:2]]
    children = [begun(partial(_each_merged, sent, path)) for path in lists]
    assert [ended(child) for child in children] == [0, 0]
    for path in lists:
        known = load_master(path.read_bytes(), path.name, AS_OF, SETTINGS)
        assert (len(known.entries("pilots")), len(known.ledger_rows(BATCHES))) == (rounds, rounds)
    assert left_overs(desk) == []


def _each_merged(sent: list[Path], path: Path) -> None:
    for file in sent:
        assert merge_files([file], path, AS_OF, SETTINGS).written


def _all_in(desk: Desk, sent: list[Path]) -> None:
    for file in sent:
        _until_free(lambda file=file: desk.merge(file))  # type: ignore[misc]


def _until_free(work: Callable[[], object]) -> None:
    for _ in range(200):
        try:
            work()
            return
        except (TargetBusy, NotWritten):
            time.sleep(0.05)
    raise TimeoutError
