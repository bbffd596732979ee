"""The lists of the years before, as the example has them: what is imported, what waits, what a migrated form still lacks."""

import importlib.util
import shutil
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from toolkit.checks.quota import check_quota
from toolkit.master.ledgers import HELD
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.records.kinds.code import is_valid
from toolkit.sheets.account import Fate
from toolkit.steps.migrate import migrate_file
from toolkit.steps.old_lists import import_list, recognise_list

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = load_settings()
AS_OF = date(2025, 12, 8)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_past", EXAMPLES / "make_past.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_past"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def past(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "past", tmp_path / "往年"))


def test_the_folder_holds_what_the_script_makes(script: ModuleType) -> None:
    kept = {path.name: path.read_bytes() for path in (EXAMPLES / "past").iterdir()}
    assert kept == script.make_past()


def test_every_code_but_the_one_made_wrong_is_valid(script: ModuleType) -> None:
    codes = [line[3] for line in script.CITY_LINES if len(line) == 8 and line[0] != "序号" and line[3]]
    codes += [line[2] for line in script.DISTRICT_LINES if len(line) == 8 and line[0] != "序号"]
    assert [is_valid(code) for code in codes] == [True] * 9 + [False]


def test_five_of_the_city_list_come_in_and_three_wait(past: Path) -> None:
    """A month without a day, no code, a district that is no more."""
    file, master = past / "往年名单.xlsx", past / "总台账.xlsx"
    result = import_list(file, recognise_list(file, AS_OF, SETTINGS).map, master, AS_OF, SETTINGS)
    tallies = [file.tally for file in result.plan.files]
    assert [sum(getattr(t, name) for t in tallies) for name in ("read", "added", "unchanged", "held")] == [8, 5, 0, 3]
    known = open_master(read_stored(master), AS_OF, SETTINGS)
    assert {(str(line["报送单位"]), str(line["问题代码"])) for line in known.ledger_rows(HELD)} == {
        ("浦东新区", "CELL-12"), ("宝山区", "IMPORT-10"), ("待核实", "IMPORT-11"),
    }  # fmt: skip
    assert sum(unit.determined for year in (2023, 2025) for unit in check_quota(known, year, AS_OF, SETTINGS).units) == 0


def test_the_form_of_2024_keeps_every_cell(past: Path) -> None:
    """38 cells: the line that names the unit and 18 of three rows; two reasons and a note aside; titles, 8 headers,
    three running numbers, the total's two and the signatures' one are its frame."""
    result = migrate_file(past / "青浦区示范点2024.xlsx", past / "新.xlsx", AS_OF, SETTINGS)
    counts = result.moved.counts
    assert (counts[Fate.MOVED], counts[Fate.ASIDE], counts[Fate.FRAME]) == (19, 3, 16)
    assert {f.place.cell: f.code for f in result.findings if f.place.cell and f.place.sheet == "试点名单" and f.code != "CELL-01"} == {
        "D6": "USCC-05", "E6": "CELL-30", "K6": "CELL-12",
    }  # fmt: skip
