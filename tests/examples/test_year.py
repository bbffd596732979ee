"""The example year: thirteen months of mail through `monthly`, against figures written by hand from the units' stories.

Six units have 42 new pilots (静安 7, 普陀 7, 宝山 6, 闵行 9, 松江 7, 崇明 6) and two of the programme before. Each new one is
visited before May, applies in May or June, is reviewed on 21 August and determined on 22 September; each unit also has a lead
and an applicant reviewed in October. Every unit has an activity in April, June and October, and by December two evaluations,
an outcome, a question, and a line for each pilot's report.
"""

import hashlib
import importlib.util
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit.checks.annual_report import check_reports
from toolkit.checks.quota import check_quota
from toolkit.master.ledgers import BATCHES, CONFLICTS, HELD, LETTERS
from toolkit.master.state import Entry, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.policy.workspace import Workspace
from toolkit.steps.init import make_workspace
from toolkit.steps.monthly.journal import open_journal
from toolkit.steps.monthly.run import do_month
from toolkit.steps.number import give_numbers

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = load_settings()
NUMBERED_ON = date(2025, 10, 13)
LAST_DAY = date(2026, 1, 5)

RUNS = {
    # month, run: (files merged, rows read, added, changed, unchanged, held)
    ("2025-01", 1): (5, 2, 2, 0, 0, 0),  # the two old pilots; 崇明's mail has no attachment
    ("2025-01", 2): (1, 0, 0, 0, 0, 0),
    ("2025-02", 1): (6, 2, 0, 0, 2, 0),
    ("2025-03", 1): (6, 15, 13, 0, 2, 0),
    ("2025-04", 1): (6, 34, 19, 0, 15, 0),
    ("2025-05", 1): (6, 63, 29, 0, 34, 0),  # 2 + 54 visits + 6 activities + 1 application
    ("2025-06", 1): (6, 101, 37, 0, 63, 1),  # one code with a letter O
    ("2025-07", 1): (6, 116, 16, 0, 100, 0),  # 2 + 54 visits + 12 activities + 48 applications
    ("2025-08", 1): (6, 116, 0, 0, 116, 0),
    ("2025-09", 1): (6, 158, 42, 42, 74, 0),  # 42 reviews, and as many applications sent on
    ("2025-10", 1): (6, 200, 42, 0, 158, 0),  # 42 pilots
    ("2025-11", 1): (6, 223, 23, 6, 193, 1),  # six more reviews; one name changed without a word
    ("2025-12", 1): (5, 242, 51, 3, 188, 0),  # a name, a move, a day; 崇明 late
    ("2025-12", 2): (1, 41, 9, 0, 32, 0),
    ("2026-01", 1): (6, 89, 0, 30, 59, 0),  # 45 lines of pilots, 44 reports, 14 of which were in already
}


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    sys.path.insert(0, str(EXAMPLES))
    spec = importlib.util.spec_from_file_location("make_year", EXAMPLES / "make_year.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_year"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(EXAMPLES))
    del sys.modules["make_year"], sys.modules["make_december"]


@pytest.fixture(scope="module")
def year(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The year done, the numbers given in October; in November the list is kept as it was then. Nobody may write there."""
    place, _ = make_workspace(tmp_path_factory.mktemp("year") / "月报")
    for post in script.make_year():
        for name, data in post.mails.items():
            (place.inbox / name).write_bytes(data)
        do_month(place, post.as_of, SETTINGS)
        if post.as_of == NUMBERED_ON:
            assert len(give_numbers(place.master, 2025, post.as_of, SETTINGS)) == 42
        if post.month == "2025-11":
            shutil.copy(place.master, place.output / "十一月.xlsx")
    return place


def known(path: Path, as_of: date = LAST_DAY) -> Master:
    return open_master(read_stored(path), as_of, SETTINGS)


def of(master: Master, form: str, unit: str, **wanted: Any) -> list[Entry]:
    return [e for e in master.entries(form) if e.unit == unit and all(e.values.get(name) == value for name, value in wanted.items())]


def test_every_month_reads_takes_and_holds_what_its_story_says(year: Workspace) -> None:
    found = {}
    for month in sorted({month for month, _ in RUNS}):
        for run in open_journal(year, (int(month[:4]), int(month[5:]))).runs:
            counts = [sum(file.rows[name] for file in run.files) for name in ("in", "added", "changed", "unchanged", "held")]
            found[month, run.number] = (sum(file.action == "merged" for file in run.files), *counts)
        page = (year.output / month / "月度情况.txt").read_text(encoding="utf-8-sig")
        assert "应报 17 个单位，已报 6 个，未报 11 个" in page
    assert found == RUNS


def test_rows_are_never_lost(year: Workspace) -> None:
    for _, read, added, changed, unchanged, held in RUNS.values():
        assert read == added + changed + unchanged + held
    lines = known(year.master).ledger_rows(BATCHES)
    assert sum(int(str(line["报送行数"])) for line in lines) == sum(run[1] for run in RUNS.values())


def test_a_code_that_was_mended_is_the_same_application(year: Workspace) -> None:
    master = known(year.master)
    assert len(of(master, "applications", "宝山区")) == 7
    assert master.ledger_rows(HELD) == []


def test_a_name_changes_only_when_it_is_explained(year: Workspace) -> None:
    (before,) = (entry for entry in of(known(year.output / "十一月.xlsx"), "pilots", "闵行区") if "珩远" in str(entry.values["name"]))
    (after,) = (entry for entry in of(known(year.master), "pilots", "闵行区") if "珩远" in str(entry.values["name"]))
    assert (before.texts["name"], after.texts["name"]) == ("上海示例珩远环保科技有限公司", "上海示例珩远环保科技集团有限公司")
    assert before.texts["uscc"] == after.texts["uscc"]


def test_a_withdrawn_application_is_expected_by_nobody(year: Workspace) -> None:
    master = known(year.output / "十一月.xlsx", date(2025, 11, 9))
    assert len(of(master, "applications", "宝山区", status="已撤回")) == 1
    quota = {unit.unit.short: (unit.determined, unit.expected) for unit in check_quota(master, 2025, date(2025, 11, 9), SETTINGS).units}
    assert quota["宝山区"] == (6, 6)


def test_a_pilot_that_moved_counts_where_it_was_determined_and_reports_where_it_is(year: Workspace) -> None:
    master = known(year.master)
    determined = {unit.unit.short: unit.determined for unit in check_quota(master, 2025, date(2025, 12, 31), SETTINGS).units}
    assert {short: determined[short] for short in ("静安区", "普陀区", "宝山区", "闵行区", "松江区", "崇明区")} == {
        "静安区": 7, "普陀区": 7, "宝山区": 6, "闵行区": 9, "松江区": 7, "崇明区": 6,
    }  # fmt: skip
    assert [line["事项"] for line in master.ledger_rows(CONFLICTS)] == []
    reporting = [status.pilot.unit for status in check_reports(master, 2025, LAST_DAY, SETTINGS).pilots]
    assert (reporting.count("静安区"), reporting.count("普陀区"), len(reporting)) == (6, 8, 44)


def test_a_second_revision_and_a_late_file_are_on_record(year: Workspace) -> None:
    lines = [line for line in known(year.master).ledger_rows(BATCHES) if str(line["月份"]) == "12"]
    assert {(str(line["报送单位"]), str(line["版本号"])) for line in lines} >= {("松江区", "2"), ("崇明区", "1")}
    assert [str(line["报送单位"]) for line in lines if line["处理"] == "补报"] == ["崇明区"]
    assert len(of(known(year.master), "pilots", "松江区", determined_on=date(2025, 9, 26))) == 1


def test_the_reports_of_the_year_are_judged_by_both_days(year: Workspace) -> None:
    counts = Counter(str(status.status) for status in check_reports(known(year.master), 2025, LAST_DAY, SETTINGS).pilots)
    assert counts == {"按期": 41, "逾期": 1, "只报市局": 1, "未报": 1}


def test_each_run_has_its_bulletin_on_record(year: Workspace) -> None:
    letters = [str(line["文种"]) for line in known(year.master).ledger_rows(LETTERS)]
    assert letters.count("月度工作通报") == len(RUNS)


def test_after_the_year_nothing_changes_any_more(year: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "月报"
    shutil.copytree(year.root, root)
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in root.rglob("*") if path.is_file()}
    assert do_month(Workspace(root), date(2026, 2, 1), SETTINGS).runs == ()
    assert {path: hashlib.sha256(path.read_bytes()).digest() for path in root.rglob("*") if path.is_file()} == before
