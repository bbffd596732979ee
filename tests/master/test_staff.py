"""What staff put into the master is there after merges, and a master that LibreOffice saved is merged like any other."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.sheets.editing import parts
from tests.sheets.workshop import inventory, picture, through_libreoffice
from toolkit.master.reading import load_master
from toolkit.policy import load_settings
from toolkit.records import FORMS
from toolkit.sheets.grid import Sheet
from toolkit.sheets.source import read_bytes
from toolkit.shipping import shipped
from toolkit.steps.merge import merge_files

AS_OF, SETTINGS = date(2025, 12, 8), load_settings()
PILOTS = "试点名单"
UNO = Path("/usr/lib/python3/dist-packages/uno.py")


def furnished(master: Path, out: Path, folder: Path) -> None:
    """The master with staff's things in it, as LibreOffice saves it; nothing is left running."""
    (folder / "图.png").write_bytes(picture().getvalue())
    program = Path(__file__).with_name("furnish.py")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}
    office = subprocess.Popen(
        [sys.executable, program, master, folder / "图.png", out, folder], start_new_session=True, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _, errors = office.communicate(timeout=120)
        assert office.returncode == 0, errors.decode()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)


def sheet(data: bytes, name: str) -> Sheet:
    return next(sheet for sheet in read_bytes(data, "a.xlsx", own=True).sheets if sheet.name == name)


def records(data: bytes) -> dict[str, set[tuple[object, ...]]]:
    """What the master's records say, whatever their order."""
    known = load_master(data, "总台账.xlsx", AS_OF, SETTINGS)
    return {form.id: {(entry.unit, *entry.texts.values()) for entry in known.entries(form.id)} for form in FORMS}


def merge_in_portions(master: Path, portions: Sequence[Sequence[Path]]) -> None:
    for files in portions:
        assert merge_files(files, master, AS_OF, SETTINGS).written


@pytest.mark.office
def test_all_that_staff_made_in_libreoffice_is_there_after_three_merges(tmp_path: Path) -> None:
    if os.environ.get("CI") != "true" and not (find_spec("uno") or UNO.exists()):
        pytest.skip("needs LibreOffice's bridge (python3-uno)")
    sent = sorted(path for path in (shipped("examples") / "december" / "收件").iterdir() if "青浦" not in path.name)
    plain, staffs = tmp_path / "总台账.xlsx", tmp_path / "市局" / "总台账.xlsx"
    staffs.parent.mkdir()
    merge_in_portions(plain, [sent[:5]])
    furnished(plain, staffs, tmp_path)
    before = staffs.read_bytes()
    portions = [sent[5:8], sent[8:11], sent[11:]]
    merge_in_portions(staffs, portions)
    merge_in_portions(plain, portions)
    after = staffs.read_bytes()
    assert records(after) == records(plain.read_bytes())
    _is_all_there(before, after)
    looked_at = tmp_path / "看"
    looked_at.mkdir()
    (looked_at / "前.xlsx").write_bytes(before)
    (looked_at / "后.xlsx").write_bytes(after)
    seen = through_libreoffice(looked_at)
    assert not inventory(seen["前.xlsx"]) - inventory(seen["后.xlsx"])
    assert b'fullCalcOnLoad="1"' in parts(after)["xl/workbook.xml"]  # their formulas are worked out when it is opened


def _is_all_there(before: bytes, after: bytes) -> None:
    assert not inventory(before) - inventory(after)
    assert inventory(before)["xl/charts/chart.xml"] == 6
    old, new = parts(before), parts(after)
    untouched = [name for name in old if name.split("/")[1:2] in (["charts"], ["media"], ["pivotTables"], ["pivotCache"], ["drawings"])]
    assert len(untouched) > 20
    assert [name for name in untouched if old[name] != new[name]] == []
    own, pilots = sheet(after, PILOTS), sheet(before, PILOTS)
    last = max(pilots.rows[3])
    assert own.rows[3][last].value == "市局自用备注"
    assert own.rows[4][last].value == "重点联系，三月走访"
    assert own.notes == pilots.notes
    assert b"<r>" in new["xl/sharedStrings.xml"]
