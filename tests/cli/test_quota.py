"""pilot quota --with: what the figures would be if files were merged; nothing is written."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.steps.months import AS_OF, UNIT, values
from toolkit.policy import notice
from toolkit.sheets.blank import blank_workbook

DAY = ("--as-of", AS_OF.isoformat())


def sent(path: Path, unit: str, *numbers: int, **changes: Any) -> Path:
    cover = {"unit": unit, "year": 2025, "month": 12, "filler": "样例填报人", "phone": "13800000000", "reviewer": "样例审核人",
             "filled_on": AS_OF}  # fmt: skip
    pilots = [{**values("pilots", n), **changes} for n in numbers]
    path.write_bytes(blank_workbook(notice().find_unit(unit), 2025, {"cover": [cover], "pilots": pilots}))
    return path


def test_several_files_at_once_as_json(master: Path, tmp_path: Path, run: Run) -> None:
    before = master.read_bytes()
    jingan, xuhui = sent(tmp_path / "静安.xlsx", "静安区", 21, 22), sent(tmp_path / "长宁.xlsx", "长宁区", 31)
    ran = run("quota", master, "--with", jingan, xuhui, "--json", *DAY)
    assert (ran.code, master.read_bytes() == before) == (0, True)
    assert list(ran.json) == ["year", "as_of", "units", "findings", "with", "before"]
    now, then = ({u["unit"]: u["determined"] for u in ran.json[key] if u["determined"]} for key in ("before", "units"))
    assert now == {UNIT: 5}
    assert then == {"静安区": 2, UNIT: 5, "长宁区": 1}
    assert [(file["unit"], file["action"], file["rows"]["added"]) for file in ran.json["with"]] == [
        ("静安区", "merged", 2), ("长宁区", "merged", 1),
    ]  # fmt: skip


def test_the_screen_shows_what_changes_and_the_city_beside_the_sum_of_ranges(master: Path, tmp_path: Path, run: Run) -> None:
    out = run("quota", master, "--with", sent(tmp_path / "静安.xlsx", "静安区", 21, 22), *DAY).out
    assert "静安.xlsx（静安区）：2 行" in out
    assert "长宁区" not in out.partition("全市合计")[0]
    assert "全市合计  7 家  预计 8 家" in out
    assert "104—136" in out


def test_a_claim_made_by_the_file_counts_for_nobody(master: Path, tmp_path: Path, run: Run) -> None:
    ran = run("quota", master, "--with", sent(tmp_path / "静安.xlsx", "静安区", 1), "--json", *DAY)
    assert {u["unit"]: u["determined"] for u in ran.json["units"] if u["determined"]} == {UNIT: 4}
    assert "QUOTA-04" in [finding["code"] for finding in ran.json["findings"]]


def test_a_file_that_could_not_be_merged_says_so_and_changes_nothing(master: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    ran = run("quota", master, "--with", tmp_path / "坏.xlsx", *DAY)
    assert ran.code == 1
    assert "坏.xlsx（单位不明）：不能并入" in ran.out
    assert "各单位的确定数和预计数都不变" in ran.out
