"""The shapes that programs rely on, key by key, and the exit codes beside them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.steps.months import AS_OF, UNIT, values
from toolkit.sheets.blank import blank_workbook

FINDING = ["code", "severity", "file", "sheet", "cell", "row", "field", "header", "value", "message", "advice", "clause"]
FULL_PHONE = "021-12345678"
DAY = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def inbox(month: Path, tmp_path: Path) -> Path:
    """The month's file, beside one with faults and one that is no workbook."""
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "a徐汇区.xlsx").write_bytes(next((month / "收件").iterdir()).read_bytes())
    wrong = {**values("pilots", 7), "uscc": "91310115MA0161038X"}
    (folder / "b静安区.xlsx").write_bytes(blank_workbook(None, 2025, {"cover": [cover("静安区")], "pilots": [wrong]}))
    (folder / "c坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    return folder


def cover(unit: str) -> dict[str, Any]:
    return {"unit": unit, "year": 2025, "month": 12, "filler": "样例填报人", "phone": "13800000000", "reviewer": "样例审核人",
            "filled_on": AS_OF}  # fmt: skip


def check_findings(found: list[dict[str, Any]]) -> None:
    for finding in found:
        assert list(finding) == FINDING
        assert finding["severity"] in {"E", "W", "I"}
        assert re.search("[一-鿿]", finding["message"])
        assert finding["cell"] is None or re.fullmatch("[A-Z]+[0-9]+", finding["cell"])


def test_check(inbox: Path, run: Run) -> None:
    ran = run("check", inbox, "--json", *DAY)
    assert (ran.code, ran.err, list(ran.json)) == (1, "", ["files", "summary"])
    keys = ["file", "sha256", "status", "unit", "year", "month", "revision", "template", "rows", "findings"]
    files = ran.json["files"]
    assert all(list(file) == keys for file in files)
    assert [(file["status"], file["unit"]) for file in files] == [("accepted", UNIT), ("partly", "静安区"), ("refused", None)]
    assert files[0]["rows"]["试点名单"] == {"in": 5, "valid": 5, "held": 0}
    assert files[1]["rows"]["试点名单"] == {"in": 1, "valid": 0, "held": 1}
    assert all(re.fullmatch("[0-9a-f]{64}", file["sha256"]) for file in files)
    found = [finding for file in files for finding in file["findings"]]
    check_findings(found)
    (code,) = (finding for finding in found if finding["code"].startswith("USCC"))
    assert (code["sheet"], code["row"], code["field"], code["header"]) == ("试点名单", 4, "uscc", "统一社会信用代码")
    assert code["value"] == "91310115MA0161038X"
    (refused,) = files[2]["findings"]
    assert (refused["sheet"], refused["cell"], refused["row"], refused["field"]) == (None, None, None, None)
    counts = {severity: sum(finding["severity"] == severity for finding in found) for severity in "EWI"}
    assert ran.json["summary"] == {"files": 3, "rows": sum(c["in"] for f in files for c in f["rows"].values()), **counts}


def test_merge(inbox: Path, tmp_path: Path, run: Run) -> None:
    ran = run("merge", inbox, "--into", tmp_path / "总台账.xlsx", "--json", *DAY)
    document = ran.json
    assert (ran.code, ran.err) == (1, "")
    assert list(document) == ["batch", "master", "written", "files", "conflicts", "findings"]
    assert (document["batch"], document["master"], document["written"]) == ("2025-12", str(tmp_path / "总台账.xlsx"), True)
    assert [file["action"] for file in document["files"]] == ["merged", "merged", "refused"]
    for file in document["files"]:
        assert {"file", "sha256", "unit", "month", "action", "rows", "findings"} <= set(file)
        assert list(file["rows"]) == ["in", "added", "changed", "unchanged", "held", "missing"]
        rows = file["rows"]
        assert rows["in"] == rows["added"] + rows["changed"] + rows["unchanged"] + rows["held"]
        check_findings(file["findings"])
    again = run("merge", inbox / "a徐汇区.xlsx", "--into", tmp_path / "总台账.xlsx", "--json", *DAY)
    assert (again.code, again.json["written"], again.json["files"][0]["action"]) == (0, False, "unchanged")


def test_a_planned_merge_writes_nothing(inbox: Path, tmp_path: Path, run: Run) -> None:
    ran = run("merge", inbox, "--into", tmp_path / "总台账.xlsx", "--plan", "--json", *DAY)
    assert (ran.json["written"], ran.json["files"][0]["action"]) == (False, "merged")
    assert not (tmp_path / "总台账.xlsx").exists()


def test_conflicts_are_listed_with_all_three_values(month: Path, inbox: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "总台账.xlsx"
    run("merge", inbox / "a徐汇区.xlsx", "--into", target, *DAY)
    claim = blank_workbook(None, 2025, {"cover": [cover("静安区")], "pilots": [values("pilots", 1)]})
    (tmp_path / "静安.xlsx").write_bytes(claim)
    ran = run("merge", tmp_path / "静安.xlsx", "--into", target, "--json", *DAY)
    (conflict,) = ran.json["conflicts"]
    assert {"sheet", "record", "field", "base", "ours", "theirs", "unit"} <= set(conflict)
    assert (conflict["sheet"], conflict["unit"]) == ("试点名单", "徐汇区、静安区")


def test_quota(master: Path, run: Run) -> None:
    ran = run("quota", master, "--json", *DAY)
    assert (ran.code, ran.err, list(ran.json)) == (0, "", ["year", "as_of", "units", "findings"])
    assert (ran.json["year"], ran.json["as_of"], len(ran.json["units"])) == (2025, "2025-12-08", 17)
    (unit,) = (unit for unit in ran.json["units"] if unit["unit"] == UNIT)
    assert unit == {
        "unit": UNIT, "least": 6, "most": 8, "national": False, "determined": 5,
        "by_category": {"园区": 1, "单位（站）": 1, "单位（点）": 3}, "expected": 6, "status": "under",
    }  # fmt: skip
    (lingang,) = (unit for unit in ran.json["units"] if unit["unit"] == "临港新片区")
    assert (lingang["least"], lingang["most"], lingang["status"]) == (None, None, "none")
    check_findings(ran.json["findings"])
    assert len([f for f in ran.json["findings"] if f["code"] == "QUOTA-01"]) == 16


def test_strict_turns_a_warning_into_an_error(master: Path, run: Run) -> None:
    assert run("quota", master, "--year", 2025, "--as-of", "2026-01-05").code == 0
    assert run("quota", master, "--year", 2025, "--as-of", "2026-01-05", "--strict").code == 1
    assert run("quota", master, "--strict", *DAY).code == 0


def test_reports(master: Path, run: Run) -> None:
    ran = run("reports", master, "--json", "--as-of", "2026-01-05")
    assert (ran.code, ran.err) == (1, "")
    assert list(ran.json) == ["year", "as_of", "deadline", "pilots", "summary", "findings"]
    assert (ran.json["year"], ran.json["deadline"]) == (2025, "2025-12-31")
    keys = ["pilot_id", "name", "uscc", "category", "unit", "city_received", "district_received", "status", "days_late"]
    assert all(list(pilot) == keys for pilot in ran.json["pilots"])
    assert {status: count for status, count in ran.json["summary"].items() if count} == {"按期": 1, "只报区局": 1, "未报": 3}
    check_findings(ran.json["findings"])
    assert run("reports", master, "--json", *DAY).code == 0


def test_letter(master: Path, tmp_path: Path, run: Run) -> None:
    ran = run("letter", "exit-decision", master, "-o", tmp_path / "文书", "--json", "--as-of", "2025-11-19")
    assert (ran.code, ran.err, list(ran.json)) == (1, "", ["letters", "refused"])
    (letter,), (refused,) = ran.json["letters"], ran.json["refused"]
    assert list(letter) == ["kind", "file", "to", "number", "sha256"]
    assert (letter["kind"], letter["number"], Path(letter["file"]).exists()) == ("exit-decision", None, True)
    assert list(refused) == ["kind", "record", "why"]
    assert "申辩期未满" in refused["why"]


def test_letter_all_refused_is_3_and_one_of_several_1(master: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "文书"
    assert run("letter", "退出决定", master, "-o", folder, "--unit", "静安", *DAY).code == 3
    assert run("letter", "退出决定", master, "-o", folder, *DAY).code == 0
    assert run("letter", "退出决定", master, "-o", folder, "--as-of", "2025-11-19").code == 1


def test_a_master_with_a_cell_nobody_can_read_is_told_with_the_count(master: Path, run: Run) -> None:
    from tests.steps.months import SETTINGS  # noqa: PLC0415
    from toolkit.master.store import open_master, read_stored  # noqa: PLC0415
    from toolkit.sheets.edit import SetCell, edit  # noqa: PLC0415

    table = open_master(read_stored(master), AS_OF, SETTINGS).tables["pilots"]
    row = table.entries[0].row or 0
    master.write_bytes(edit(master.read_bytes(), [SetCell(table.sheet, row, table.fields["level"], "不清楚")]))
    ran = run("quota", master, "--json", *DAY)
    assert ran.code == 1
    assert {"QUOTA-07"} < {finding["code"] for finding in ran.json["findings"]}
    assert [u["determined"] for u in ran.json["units"] if u["unit"] == UNIT] == [4]


def test_findings_show_what_was_typed_in_json_and_mask_it_on_the_screen(tmp_path: Path, run: Run) -> None:
    rows = {"cover": [cover("静安区")], "pilots": [{**values("pilots", 7), "name": "联系人13912345678"}], "outcomes": []}
    (tmp_path / "静安.xlsx").write_bytes(blank_workbook(None, 2025, rows))
    target = tmp_path / "总台账.xlsx"
    run("merge", tmp_path / "静安.xlsx", "--into", target, *DAY)
    shown, document = run("reports", target, *DAY), run("reports", target, "--json", *DAY)
    assert "13912345678" not in shown.out
    assert "139****5678" in shown.out
    assert "13912345678" in document.out


def test_json_is_one_utf8_document_and_nothing_else(master: Path, run: Run) -> None:
    out = run("quota", master, "--json", *DAY).out
    assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=2) + "\n"


def test_standing(master: Path, run: Run) -> None:
    ran = run("standing", master, "--json", *DAY)
    assert (ran.code, ran.err, list(ran.json)) == (0, "", ["as_of", "pilots", "findings"])
    keys = ["pilot_id", "name", "unit", "last_tracked", "state", "verdict", "unmet", "next_step", "tracked_by", "earliest", "grounds"]
    assert [list(pilot) for pilot in ran.json["pilots"]] == [keys] * 5
    proposed = {pilot["name"]: pilot for pilot in ran.json["pilots"] if pilot["verdict"]}
    ready = proposed["上海样例4号科技有限公司"]
    assert (ready["last_tracked"], ready["tracked_by"], ready["verdict"], ready["unmet"]) == ("2025-11-03", UNIT, "建议退出", ["C10"])
    assert (ready["next_step"], ready["earliest"]) == ("可作出退出决定", "2025-12-08")
    (ground,) = ready["grounds"]
    assert (ground["ground"], [list(e) for e in ground["evidence"]]) == ("T1", [["text", "date", "source"]])
    assert "徐汇区12月.xlsx（2025-12）" in ground["evidence"][0]["source"]
    check_findings(ran.json["findings"])


def test_review(master: Path, run: Run) -> None:
    ran = run("review", master, "--json", *DAY)
    assert (ran.code, ran.err, list(ran.json)) == (0, "", ["year", "as_of", "units", "applicants", "summary", "findings"])
    (applicant,) = ran.json["applicants"]
    assert applicant == {
        "name": "上海样例6号科技有限公司", "uscc": values("applications", 6)["uscc"], "category": "单位（点）", "unit": UNIT,
        "applied_on": "2025-05-20", "visited_on": None, "reviewed_on": None, "opinion": None, "city_result": None, "unmet": [],
        "partly": [], "unchecked": [], "lacking": ["无走访、指导记录", "无综合审定记录"], "status": "有缺项", "waits_for": None,
    }  # fmt: skip
    assert ran.json["units"] == [{"unit": UNIT, **ran.json["summary"]}]
    assert ran.json["summary"]["有缺项"] == 1


def test_status(master: Path, run: Run) -> None:
    before = master.read_bytes()
    ran = run("status", master, "--json", *DAY)
    assert (ran.code, ran.err, master.read_bytes() == before) == (0, "", True)
    assert list(ran.json) == [
        "as_of", "year", "report_year", "written", "totals", "units", "years", "present", "reports", "reviews", "findings",
    ]  # fmt: skip
    assert (ran.json["written"], len(ran.json["units"])) == (False, 19)
    last = run("status", master, "--json", "--year", 2025, "--as-of", "2026-01-12").json
    assert [last[key] for key in ("year", "report_year")] == [2025, 2025]
    assert (last["totals"]["determined"], run("status", master, "--json", "--as-of", "2026-01-12").json["totals"]["determined"]) == (5, 0)
    assert run("status", master, "--write", "--year", 2025, *DAY).code == 2
    totals = ran.json["totals"]
    assert [totals[name] for name in ("present", "determined", "expected", "least", "most", "exit_cases")] == [5, 5, 6, 104, 136, 2]
    check_findings(ran.json["findings"])
