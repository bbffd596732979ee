"""The example year: thirteen months of ten units' mail through `monthly`, with what the city does in between.

The figures it must come to stand in year_figures.py, counted by hand from the story.
"""

import hashlib
import importlib
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.examples.year_city import DECISION, SETTINGS, City
from tests.examples.year_figures import (
    HELD,
    MONTHS,
    NOVEMBER,
    NUMBERED,
    OCTOBER,
    PRESENT,
    REPORTING,
    REPORTS,
    ROWS,
    RUNS,
    TOLD,
    UNRULED,
    YEAR_END,
)
from toolkit.checks.annual_report import AnnualReports, check_reports
from toolkit.checks.duplicates import find_duplicates
from toolkit.checks.figures import Figures, take_figures
from toolkit.checks.quota import check_quota
from toolkit.checks.standing import check_standing
from toolkit.findings import Severity
from toolkit.master.ledgers import BATCHES, CONFLICTS, LETTERS
from toolkit.master.ledgers import HELD as HELD_ROWS
from toolkit.master.state import Entry, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy.workspace import Workspace
from toolkit.sheets.files import NotWritten
from toolkit.steps.history import history
from toolkit.steps.init import make_workspace
from toolkit.steps.monthly.journal import open_journal
from toolkit.steps.monthly.run import BEFORE, MonthResult, do_month

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child uses no thread
EXAMPLES = Path(__file__).parents[2] / "examples"
LAST_DAY = date(2026, 1, 5)
SCRIPTS = ("make_year", "story_of_the_year", "make_past", "make_december")


@dataclass
class Year:
    """The year done: its workspace, what each run told, and the list as it was at the end of some months."""

    place: Workspace
    city: City
    told: dict[tuple[str, int], dict[str, Counter[str]]] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)
    locked: int = 0


@pytest.fixture(scope="module")
def scripts() -> Iterator[dict[str, ModuleType]]:
    sys.path.insert(0, str(EXAMPLES))
    yield {name: importlib.import_module(name) for name in SCRIPTS}
    sys.path.remove(str(EXAMPLES))
    for name in SCRIPTS:
        del sys.modules[name]


@pytest.fixture(scope="module")
def year(scripts: dict[str, ModuleType], tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Nobody may write there. In May the power fails in the middle; in September the list stands open in Excel at first."""
    place, _ = make_workspace(tmp_path_factory.mktemp("year") / "月报")
    done = Year(place, City(place, scripts["make_past"]))
    deeds = sorted(done.city.deeds.items())
    for post in scripts["make_year"].make_year():
        while deeds and deeds[0][0] < post.as_of:
            day, deed = deeds.pop(0)
            deed(day)
        for name, data in post.mails.items():
            (place.inbox / name).write_bytes(data)
        if post.month == "2025-05" and hasattr(os, "fork"):
            cut_off(place, post.as_of)
        if post.month == "2025-09":
            done.locked = tried_while_open(place, post.as_of)
        result = do_month(place, post.as_of, SETTINGS)
        done.told[post.month, result.runs[-1]] = told_to(result)
        done.figures[post.month] = take_figures(known(place.master, post.as_of), post.as_of, SETTINGS)
        if post.month in {"2025-10", "2025-11"}:
            done.kept[post.month] = Path(shutil.copy(place.master, place.output / f"{post.month}.xlsx"))
    assert deeds == []
    return done


def cut_off(place: Workspace, day: date) -> None:
    """A month killed once the list as it was before has been kept: in the middle of its work."""
    child = os.fork()
    if child == 0:
        try:
            do_month(place, day, SETTINGS)
        finally:
            os._exit(1)
    while not list(place.archive.glob(f"{day:%Y-%m}/*/{BEFORE}")):
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def tried_while_open(place: Workspace, day: date) -> int:
    """How many files a month changes while the list is open in Excel."""
    lock = place.master.with_name(f"~${place.master.name}")
    lock.write_bytes(b"\x06sample" + b" " * 48)
    before = tree(place)
    with pytest.raises(NotWritten, match="MERGE-14"):
        do_month(place, day, SETTINGS)
    lock.unlink()
    del before[lock]
    return len(set(before.items()) ^ set(tree(place).items()))


def tree(place: Workspace) -> dict[Path, bytes]:
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in place.root.rglob("*") if path.is_file()}


def told_to(result: MonthResult) -> dict[str, Counter[str]]:
    """Errors and reminders of a run by unit and rule."""
    grave = [finding for finding in result.findings if finding.severity is not Severity.I]
    found = {(finding.place.file, finding.place.sheet, finding.place.cell, finding.code, finding.message) for finding in grave}
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for file, _, _, code, _ in found:
        told[next((short for short in ROWS if short in (file or "")), "")][code] += 1
    return dict(told)


def known(path: Path, as_of: date = LAST_DAY) -> Master:
    return open_master(read_stored(path), as_of, SETTINGS)


@pytest.fixture(scope="module")
def master(year: Year) -> Master:
    return known(year.place.master)


@pytest.fixture(scope="module")
def reports(master: Master) -> AnnualReports:
    return check_reports(master, 2025, LAST_DAY, SETTINGS)


def of(master: Master, form: str, unit: str, **wanted: Any) -> list[Entry]:
    return [e for e in master.entries(form) if e.unit == unit and all(e.values.get(name) == value for name, value in wanted.items())]


# ---------------------------------------------------------------- the table adds up by itself


def test_the_hand_counted_tables_agree_with_each_other() -> None:
    for month, rows in zip(MONTHS, zip(*(counts for _, counts in ROWS.values()), strict=True), strict=True):
        runs = [run for (name, _), run in RUNS.items() if name == month]
        again = 49 if month == "2025-12" else 0  # 松江's second revision
        assert sum(rows) + again == sum(run[1] for run in runs), month
    for _, read, added, changed, unchanged, held, _ in RUNS.values():
        assert read == added + changed + unchanged + held
    assert sum(REPORTS.values()) == sum(REPORTING.values())


# ---------------------------------------------------------------- month by month


def test_every_run_reads_takes_and_holds_what_its_story_says(year: Year) -> None:
    found = {}
    for month in MONTHS:
        for run in open_journal(year.place, (int(month[:4]), int(month[5:]))).runs:
            counts = [sum(file.rows[name] for file in run.files) for name in ("in", "added", "changed", "unchanged", "held", "missing")]
            found[month, run.number] = (sum(file.action == "merged" for file in run.files), *counts)
    assert found == RUNS


def test_every_unit_sent_what_its_story_says(year: Year) -> None:
    found = {}
    for number, month in enumerate(MONTHS):
        journal = open_journal(year.place, (int(month[:4]), int(month[5:])))
        first = {file.unit: file.rows["in"] for run in reversed(journal.runs) for file in run.files}
        found[month] = {unit: (counts[number], first.get(unit)) for unit, (_, counts) in ROWS.items()}
    assert {month: {unit: pair for unit, pair in units.items() if pair[0] != pair[1]} for month, units in found.items()} == {m: {} for m in MONTHS}


def test_every_run_tells_each_unit_what_its_story_says(year: Year) -> None:
    assert {run: told for run, told in year.told.items() if told} == TOLD


def test_what_waits_is_what_the_story_leaves_open(year: Year) -> None:
    assert {month: year.figures[month].held for month in HELD} == HELD
    assert {month: year.figures[month].unruled for month in UNRULED} == UNRULED


def test_every_month_says_who_has_not_sent(year: Year) -> None:
    for month in MONTHS:
        page = (year.place.output / month / "月度情况.txt").read_text(encoding="utf-8-sig")
        sent = 9 if month == "2025-01" else 10
        assert f"应报 17 个单位，已报 {sent} 个，未报 {17 - sent} 个" in page, month
    january = (year.place.output / "2025-01" / "月度情况.txt").read_text(encoding="utf-8-sig")
    assert re.search("青浦区 +来件未收 +2025-01-03", january)
    assert "第1批来件“崇明区.eml”：邮件里没有工作簿" in january
    assert "（崇明区已于第2批报来）" in january


def test_rows_are_never_lost(master: Master) -> None:
    lines = master.ledger_rows(BATCHES)
    imported = [line for line in lines if str(line["批次"]).startswith("历史导入")]
    assert sum(int(str(line["报送行数"])) for line in imported) == 2 * 8
    assert sum(int(str(line["报送行数"])) for line in lines if line not in imported) == sum(run[1] for run in RUNS.values())


def test_each_run_has_its_bulletin_on_record(master: Master) -> None:
    letters = [str(line["文种"]) for line in master.ledger_rows(LETTERS)]
    assert letters.count("月度工作通报") == len(RUNS)


# ---------------------------------------------------------------- case by case


def test_s1_whom_two_claim_counts_for_neither_until_it_is_ruled(year: Year, master: Master) -> None:
    october = quota(known(year.kept["2025-10"], date(2025, 10, 13)), date(2025, 10, 13))
    assert {unit: october[unit] for unit in OCTOBER} == OCTOBER
    november = quota(known(year.kept["2025-11"], date(2025, 11, 7)), date(2025, 11, 7))
    assert {unit: november[unit] for unit in NOVEMBER} == NOVEMBER
    (kept,) = of(master, "pilots", "浦东新区", name="上海样例芯片（集团）有限公司")
    (ruled,) = of(master, "pilots", "临港新片区", uscc=kept.values["uscc"])
    assert (kept.texts["pilot_id"], ruled.texts["pilot_id"]) == (None, "SH-310100-LG-2025-D-003")


def quota(master: Master, as_of: date) -> dict[str, tuple[int, int]]:
    return {unit.unit.short: (unit.determined, unit.expected) for unit in check_quota(master, 2025, as_of, SETTINGS).units}


def test_s2_a_name_changes_only_when_it_is_explained(year: Year, master: Master) -> None:
    (after,) = [e for e in of(master, "pilots", "闵行区") if "曾用名" in (e.texts["change_note"] or "")]
    (before,) = of(known(year.kept["2025-11"]), "pilots", "闵行区", uscc=after.values["uscc"])
    assert before.texts["name"] == str(after.texts["name"]).replace("集团有限公司", "有限公司")
    assert after.texts["change_note"] == f"曾用名{before.texts['name']}"


def test_s3_a_pilot_that_moved_counts_where_it_was_determined_and_reports_where_it_is(master: Master, reports: AnnualReports) -> None:
    (gone,) = of(master, "pilots", "静安区", territory="普陀区")
    assert len(of(master, "pilots", "普陀区", uscc=gone.values["uscc"])) == 1
    assert [status.pilot.unit for status in reports.pilots if status.pilot.values["uscc"] == gone.values["uscc"]] == ["普陀区"]
    assert [line for line in master.ledger_rows(CONFLICTS) if not line.get("裁定") and "静安区" not in str(line["报送单位"])] == []


def test_s3_a_pilot_that_left_the_city_may_be_a_case_of_exit(master: Master) -> None:
    gone = [status for status in check_standing(master, LAST_DAY, SETTINGS).pilots if any(ground.number == "T3" for ground in status.grounds)]
    assert [(status.pilot.unit, status.pilot.texts["change_note"]) for status in gone] == [("宝山区", "2025年11月迁出本市")]


def test_s4_mended_codes_are_the_same_applications(master: Master) -> None:
    assert len(of(master, "applications", "宝山区")) == 7
    assert master.ledger_rows(HELD_ROWS) == []


def test_s5_and_s6_a_second_revision_and_a_late_file_are_on_record(master: Master) -> None:
    lines = [line for line in master.ledger_rows(BATCHES) if (line.get("年度"), line.get("月份")) == (2025, 12)]
    assert {(str(line["报送单位"]), str(line["版本号"])) for line in lines} >= {("松江区", "1"), ("松江区", "2"), ("崇明区", "1")}
    assert [str(line["报送单位"]) for line in lines if line["处理"] == "补报"] == ["松江区", "崇明区"]
    assert len(of(master, "pilots", "松江区", determined_on=date(2025, 9, 26))) == 1
    assert len(of(master, "pilots", "松江区", determined_year=2025)) == 7  # the one that was left out is still there


def test_s7_the_form_of_2024_ends_as_three_pilots_of_the_years_before(master: Master) -> None:
    assert sorted(str(e.values["determined_year"]) for e in of(master, "pilots", "青浦区", origin="历史示范")) == ["2024"] * 3


def test_s8_the_citys_phone_stays_and_the_opinion_is_what_was_ruled(master: Master) -> None:
    assert len(of(master, "pilots", "静安区", phone="021-87654321")) == 1
    assert [e.texts["opinion"] for e in of(master, "reviews", "静安区")].count("不予确定") == 1


def test_s8_what_the_city_has_to_rule_is_asked_of_no_district(year: Year) -> None:
    run = year.place.output / "2025-12" / "第1批"
    told = (run / "回执" / "静安区.txt").read_text(encoding="utf-8-sig")
    assert "有1处与市局现有记录不一致，由市局裁定，无须你单位处理" in told
    assert "建议确定" not in told
    assert {path.name.removeprefix("附件2：")[:3] for path in (run / "退回补正").glob("*-核验.xlsx")} == {"宝山区"}


def test_s9_a_withdrawn_application_stays_withdrawn_and_a_pilots_was_a_slip(master: Master) -> None:
    assert len(of(master, "applications", "宝山区", status="已撤回")) == 1
    assert of(master, "applications", "崇明区", status="已撤回") == []


def test_s10_who_left_in_march_came_back_in_september(year: Year, master: Master, reports: AnnualReports) -> None:
    refused, written = year.city.results[date(2025, 3, 24)], year.city.results[date(2025, 3, 28)]
    assert [refusal.text for refusal in refused.refused if "2025-03-26" in refusal.text] != []
    assert ([one.letter.number for one in refused.written], [one.letter.number for one in written.written]) == ([], [DECISION])
    (again,) = of(master, "pilots", "松江区", origin="重新纳入")
    (former,) = of(master, "pilots", "松江区", uscc=again.values["uscc"], determined_year=2023)
    assert (former.texts["state"], again.texts["state"], again.texts["origin"]) == ("已退出", "试点中", "重新纳入")
    assert again.texts["previous_id"] == former.texts["pilot_id"] == "SH-310117-2023-D-001"
    assert [str(s.status) for s in reports.pilots if s.pilot.values["uscc"] == again.values["uscc"]] == ["按期"]
    told = history(year.place.master, str(again.texts["name"]), LAST_DAY, SETTINGS)
    assert len([record for record in told if record.entry.form.id == "pilots"]) == 2


def test_s11_the_list_waits_until_the_overrun_is_explained(year: Year, master: Master) -> None:
    figures = {unit.unit.short: (unit.determined, unit.status) for unit in check_quota(master, 2025, date(2025, 12, 31), SETTINGS).units}
    assert {unit: figures[unit] for unit in YEAR_END} == YEAR_END
    assert {figure for unit, figure in figures.items() if unit not in YEAR_END} == {(0, "under")}
    refused, written = year.city.results[date(2025, 12, 18)], year.city.results[date(2025, 12, 23)]
    assert ["嘉定区" in refusal.text for refusal in refused.refused] == [True]
    assert (len(refused.written), [item.letter.context["合计家数"] for item in written.written]) == (0, ["70"])


def test_s12_the_reports_of_the_year_are_judged_by_both_days(reports: AnnualReports) -> None:
    assert Counter(status.pilot.unit for status in reports.pilots) == REPORTING
    assert Counter(str(status.status) for status in reports.pilots) == REPORTS
    assert [status.days_late for status in reports.pilots if str(status.status) == "逾期"] == [4]
    assert Counter(finding.code for finding in reports.findings) == {"REPORT-01": 1, "REPORT-02": 5, "REPORT-03": 1, "REPORT-04": 1, "REPORT-06": 1}


def test_s13_the_list_came_in_as_history_and_takes_no_slot(year: Year, master: Master) -> None:
    assert year.city.imported == {date(2025, 1, 6): (5, 0, 3), date(2025, 3, 3): (3, 5, 0)}
    old = [e for e in master.entries("pilots") if e.values["determined_year"] == 2023 and e.values["origin"] == "历史示范"]
    assert Counter(e.unit for e in old) == {"浦东新区": 2, "黄浦区": 1, "静安区": 1, "徐汇区": 1, "杨浦区": 1, "宝山区": 1, "嘉定区": 1, "闵行区": 1, "松江区": 1}
    assert quota(master, LAST_DAY)["黄浦区"] == (0, 0)


def test_the_city_numbers_whom_it_determined_once(year: Year) -> None:
    assert year.city.numbered == NUMBERED


def test_who_is_there_at_the_end(year: Year, master: Master) -> None:
    assert len(year.figures["2026-01"].present) == PRESENT
    assert find_duplicates(master) == []


# ---------------------------------------------------------------- what must never happen


def test_while_the_list_was_open_nothing_was_changed(year: Year) -> None:
    assert year.locked == 0


def test_after_the_year_nothing_changes_any_more(year: Year, tmp_path: Path) -> None:
    root = tmp_path / "月报"
    shutil.copytree(year.place.root, root)
    before = tree(Workspace(root))
    assert do_month(Workspace(root), date(2026, 2, 1), SETTINGS).runs == ()
    assert tree(Workspace(root)) == before
