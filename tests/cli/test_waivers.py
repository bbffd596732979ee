"""豁免 end to end: a waived error lets its row in, in check and merge alike, and holds it again once it has expired."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Run
from tests.steps.months import AS_OF, SETTINGS, values
from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import HELD, WAIVERS
from toolkit.master.store import open_master, read_stored
from toolkit.policy import notice
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import edit
from toolkit.sheets.source import read_bytes
from toolkit.steps.merge import merge_files

NAME = "上海样例7号科技有限公司"
LINE = {"问题代码": "LINK-04", "记录": NAME, "理由": "纸质申请已收，电子件后补", "批准人": "样例处长", "有效期至": date(2026, 1, 31)}


def sent(folder: Path, month: int = 12, **changes: Any) -> Path:
    """静安区's file with a review (and a visit) of a company that has not applied."""
    year, number = (2025, month) if month <= 12 else (2026, month - 12)
    cover = {"unit": "静安区", "year": 2025, "month": number, "filler": "样例填报人", "phone": "13800000000", "reviewer": "样例审核人",
             "filled_on": date(year, number, 8)}  # fmt: skip
    rows = {"cover": [cover], "cultivation": [values("cultivation", 7)], "reviews": [{**values("reviews", 7), **changes}]}
    path = folder / f"静安{month}.xlsx"
    path.write_bytes(blank_workbook(notice().find_unit("静安区"), 2025, rows))
    return path


def waive(master: Path, **changes: Any) -> None:
    known = open_master(read_stored(master), AS_OF, SETTINGS)
    line = WAIVERS.line(**{**LINE, **changes})
    master.write_bytes(edit(master.read_bytes(), ledger_cells(known, WAIVERS, [line])))


def reviewed(master: Path) -> list[str]:
    return [str(entry.values["name"]) for entry in open_master(read_stored(master), AS_OF, SETTINGS).entries("reviews")]


def waiting(master: Path) -> list[str]:
    return [str(line["问题代码"]) for line in open_master(read_stored(master), AS_OF, SETTINGS).ledger_rows(HELD)]


@pytest.fixture
def held(master: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A master in which the review waits, and the file it waits from."""
    folder = tmp_path / "静安"
    folder.mkdir()
    file = sent(folder)
    merge_files([file], master, AS_OF, SETTINGS)
    assert (reviewed(master), waiting(master)) == ([], ["LINK-04"])
    return master, file


def test_without_a_waiver_the_same_file_changes_nothing(held: tuple[Path, Path]) -> None:
    master, file = held
    assert not merge_files([file], master, AS_OF, SETTINGS).written


def test_a_waived_row_is_let_in_by_the_same_file_and_leaves_the_waiting_list(held: tuple[Path, Path]) -> None:
    master, file = held
    waive(master)
    assert merge_files([file], master, AS_OF, SETTINGS).written
    assert (reviewed(master), waiting(master)) == ([NAME], [])
    assert not merge_files([file], master, AS_OF, SETTINGS).written


def test_an_incomplete_line_frees_nothing_and_is_told(held: tuple[Path, Path]) -> None:
    master, file = held
    waive(master, 批准人=None)
    result = merge_files([file], master, AS_OF, SETTINGS)
    assert (result.written, reviewed(master)) == (False, [])
    assert "WAIVE-01" in [finding.code for finding in result.findings]


def test_once_it_has_expired_the_row_is_held_again_and_what_was_let_in_stays(held: tuple[Path, Path], tmp_path: Path) -> None:
    master, file = held
    waive(master)
    merge_files([file], master, AS_OF, SETTINGS)
    later = sent(tmp_path / "静安", 14, reason="补充说明")
    (result,) = merge_files([later], master, date(2026, 2, 10), SETTINGS, older=True).plan.files
    assert result.tally.held == 1
    assert (reviewed(master), waiting(master)) == ([NAME], ["LINK-04"])


def test_check_shows_the_finding_as_waived_on_screen_in_json_and_in_the_marked_copy(
    held: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    master, file = held
    waive(master)

    def check(*more: object) -> Ran:
        return run("check", file, "--master", master, "--as-of", AS_OF.isoformat(), *more)

    shown = check()
    assert shown.code == 0
    assert "已豁免" in shown.out
    assert "豁免理由：纸质申请已收，电子件后补（样例处长批准）" in shown.out
    (finding,) = (f for f in check("--json").json["files"][0]["findings"] if f["code"] == "LINK-04")
    assert (finding["severity"], finding["waived"]["severity"]) == ("I", "E")


def test_a_marked_copy_that_goes_back_for_something_else_says_what_is_waived(
    held: tuple[Path, Path], tmp_path: Path, run: Run
) -> None:
    master, _ = held
    waive(master)
    file = sent(tmp_path / "静安", 13, C10="不符合", reason="已要求整改")
    run("check", file, "--master", master, "--as-of", "2026-01-12", "--marked", tmp_path / "退回")
    (copy,) = (tmp_path / "退回").iterdir()
    texts = [str(cell.value) for sheet in read_bytes(copy.read_bytes()).sheets for row in sheet.rows.values() for cell in row.values()]
    assert any("没有对应的试点申请（已豁免至 2026-01-31）" in text for text in texts)


def test_a_masters_check_shows_it_as_waived(master: Path, run: Run) -> None:
    day = ("--as-of", "2026-01-12")
    before = run("reports", master, "--json", *day).json["findings"]
    waive(master, 问题代码="REPORT-02", 记录="上海样例5号科技有限公司")
    ran = run("reports", master, "--json", *day)
    assert [f["code"] for f in ran.json["findings"]] == [f["code"] for f in before]
    waived = [finding for finding in ran.json["findings"] if "waived" in finding]
    assert [finding["waived"]["until"] for finding in waived] == ["2026-01-31"]
    assert "已豁免" in run("reports", master, *day).out
