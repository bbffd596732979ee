"""pilot import: an older list is recognised and shown, its map given back brings it in; nothing is lost and nothing changed."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.conftest import Run, run  # noqa: F401 - the program as a person runs it
from tests.records.factories import credit_code
from tests.steps.months import AS_OF, SETTINGS, UNIT, district_file, merged, register, values
from toolkit.checks.quota import check_quota
from toolkit.findings import Unreadable
from toolkit.master.ledgers import BATCHES, HELD
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Category
from toolkit.sheets.blank import blank_workbook
from toolkit.steps.merge import merge_files
from toolkit.steps.old_lists import ImportResult, import_list, recognise_list
from toolkit.steps.undo import undo_merge

DAY = ("--as-of", AS_OF.isoformat())
HEAD = ("序号", "区", "名称", "统一代码", "联系人", "手机", "授牌时间", "备注")
SITES: tuple[tuple[Any, ...], ...] = (
    (1, "浦东新区", "上海样例芯片有限公司", credit_code(104), "样例丁", "13800000004", "2023年4月", "首批"),
    (2, "嘉定区", "上海样例汽车有限公司", credit_code(105), None, "13800000005", "2023-4-11", None),
    (3, "徐汇", "上海样例软件有限公司", None, "样例", "13800000006", "2023-4-11", None),
    (4, "天山区", "上海样例旅游有限公司", credit_code(107), "样例", "13800000007", "2023-4-11", None),
    (5, "嘉定", "上海样例汽车有限公司", credit_code(105), None, "13800000005", "2023-4-11", None),
)  # fmt: skip
LINES: tuple[tuple[Any, ...], ...] = (
    ("附件",), ("2023年上海市商业秘密保护示范区、示范站、示范点名单（市级）",), HEAD,
    ("一、示范区",), (1, "浦东新区", "上海样例产业园", credit_code(101), "样例甲", "13800000001", "2023.4.11", None),
    ("二、示范站",), (1, "静安区", "上海市样例行业协会", credit_code(103, "51"), "样例丙", "021-12345678", "2023年4月11日", None),
    ("三、示范点",), *SITES, ("合计", 7), ("注：以上名单排名不分先后",),
)  # fmt: skip


def saved(path: Path, *lines: tuple[Any, ...], title: str = "名单") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return saved(tmp_path / "往年名单.xlsx", *LINES)


def imported(file: Path, master: Path, **settings: Any) -> ImportResult:
    """The list, by the map it was recognised with."""
    return import_list(file, recognise_list(file, AS_OF, SETTINGS).map, master, AS_OF, SETTINGS, **settings)


def tally(result: ImportResult) -> tuple[int, int, int, int]:
    tallies = [file.tally for file in result.plan.files]
    counted = [(t.read, t.added, t.unchanged, t.held) for t in tallies]
    assert all((t.changed, t.missing) == (0, 0) and t.read == t.added + t.unchanged + t.held for t in tallies)
    return tuple(map(sum, zip(*counted, strict=True)))  # type: ignore[return-value]


def opened(path: Path) -> Master:
    return open_master(read_stored(path), AS_OF, SETTINGS)


def held(path: Path) -> set[tuple[str, str, str]]:
    return {(str(line["报送单位"]), str(line["来源行"]), str(line["问题代码"])) for line in opened(path).ledger_rows(HELD)}


def test_the_first_run_shows_and_writes_only_the_map(old: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    ran = run("import", old, "--into", tmp_path / "总台账.xlsx", *DAY)
    assert ran.code == 0
    assert "把握" in ran.out
    assert "13800000001" not in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["往年名单.xlsx", "往年名单.列对照.toml"]
    text = (tmp_path / "往年名单.列对照.toml").read_text(encoding="utf-8")
    assert '"统一代码" = "统一社会信用代码"  # 把握 90%，旧表用名' in text
    assert '"备注" = ""' in text
    assert '"级别" = "市级"' in text


def test_a_map_there_is_never_written_over(old: Path, tmp_path: Path) -> None:
    (tmp_path / "往年名单.列对照.toml").write_text("# 已改", encoding="utf-8")
    assert not recognise_list(old, AS_OF, SETTINGS).fresh
    assert (tmp_path / "往年名单.列对照.toml").read_text(encoding="utf-8") == "# 已改"


def test_every_row_is_added_or_held_with_why(old: Path, tmp_path: Path) -> None:
    master = tmp_path / "总台账.xlsx"
    result = imported(old, master)
    assert tally(result) == (7, 3, 0, 4)
    assert held(master) == {
        ("浦东新区", "9", "CELL-12"), ("徐汇区", "11", "IMPORT-10"), ("待核实", "12", "IMPORT-11"), ("嘉定区", "13", "LINK-01"),
    }  # fmt: skip
    records = {entry.values["name"]: entry for entry in opened(master).entries("pilots")}
    assert {name: entry.unit for name, entry in records.items()} == {
        "上海样例产业园": "浦东新区", "上海市样例行业协会": "静安区", "上海样例汽车有限公司": "嘉定区",
    }  # fmt: skip
    park = records["上海样例产业园"].values
    assert (park["category"], park["park_name"], park["level"], park["origin"]) == (Category.PARK, "上海样例产业园", "市级", "历史示范")
    assert (park["determined_year"], str(park["determined_on"]), park["state"]) == (2023, "2023-04-11", "试点中")
    assert any("2 行没有联系人" in remark for remark in result.read.remarks)
    assert any("未导入的列：备注" in remark for remark in result.read.remarks)


def test_it_is_logged_and_takes_no_slot(old: Path, tmp_path: Path) -> None:
    master = tmp_path / "总台账.xlsx"
    imported(old, master)
    batches = [(line["报送单位"], line["报送行数"], line["新增"], line["暂缓"]) for line in opened(master).ledger_rows(BATCHES)]
    assert batches == [("浦东新区", 2, 1, 1), ("静安区", 1, 1, 0), ("徐汇区", 1, 0, 1), ("嘉定区", 2, 1, 1), ("待核实", 1, 0, 1)]
    assert [row[10].value for row in load_workbook(master)["变更记录"].iter_rows(min_row=4)] == ["新增"] * 3
    for year in (2023, 2025):
        assert sum(unit.determined for unit in check_quota(opened(master), year, AS_OF, SETTINGS).units) == 0


def test_the_same_list_again_changes_no_byte_and_a_mended_row_comes_in(old: Path, tmp_path: Path) -> None:
    master = tmp_path / "总台账.xlsx"
    imported(old, master)
    before = master.read_bytes()
    again = imported(old, master)
    assert (tally(again), again.written, master.read_bytes() == before) == ((7, 0, 3, 4), False, True)
    book = load_workbook(old)
    book["名单"]["D11"] = credit_code(106)
    book.save(old)
    assert tally(imported(old, master)) == (7, 1, 3, 3)
    assert ("徐汇区", "11", "IMPORT-10") not in held(master)


def test_a_plan_writes_nothing(old: Path, tmp_path: Path) -> None:
    assert tally(imported(old, tmp_path / "总台账.xlsx", plan_only=True)) == (7, 3, 0, 4)
    assert not (tmp_path / "总台账.xlsx").exists()


@pytest.mark.parametrize("first", [True, False])
def test_an_import_is_undone_as_a_merge_is(old: Path, tmp_path: Path, first: bool) -> None:
    master = tmp_path / "总台账.xlsx" if first else merged(tmp_path)
    count = 0 if first else len(opened(master).entries("pilots"))
    imported(old, master)
    assert undo_merge(master, AS_OF, SETTINGS).undoing.removed == 3
    assert len(opened(master).entries("pilots")) == count
    assert not [line for line in opened(master).ledger_rows(BATCHES) if line["处理"] == "历史导入"]


def test_what_is_there_is_never_changed(tmp_path: Path) -> None:
    """A list that says another thing than the master waits; what the city corrected since the import is no difference."""
    master = merged(tmp_path)
    there = values("pilots", 1)
    line = (1, UNIT, there["name"], there["uscc"], "样例另人", there["phone"], "2025-9-1", None)
    file = saved(tmp_path / "旧.xlsx", ("商业秘密保护示范点名单（2025年市级）",), HEAD, line)
    result = imported(file, master)
    assert tally(result) == (1, 0, 0, 1)
    assert [f.message for f in result.findings if f.code == "IMPORT-15"] == [
        f"总台账已有“{there['name']}（单位（点），2025）”，其“联系人”为“样例联系人”，名单为“样例另人”，未改动"
    ]
    saved(file, ("商业秘密保护示范点名单（2025年市级）",), HEAD, (*line[:4], "样例联系人", *line[5:]))
    register(master, 1, "pilots", contact="市局改过的人")
    assert tally(imported(file, master)) == (1, 0, 1, 0)


def test_held_rows_of_a_list_outlast_the_months_merges(old: Path, tmp_path: Path) -> None:
    master = tmp_path / "总台账.xlsx"
    imported(old, master)
    (tmp_path / "徐汇区12月.xlsx").write_bytes(district_file())
    merge_files([tmp_path / "徐汇区12月.xlsx"], master, AS_OF, SETTINGS)
    assert ("徐汇区", "11", "IMPORT-10") in held(master)
    other = saved(tmp_path / "另一份.xlsx", ("2022年市级示范点",), HEAD, (1, "徐汇", "上海样例旧厂有限公司", None, "甲", "021-1", "2022-1-1", None))
    imported(other, master)
    assert {row for unit, row, code in held(master) if (unit, code) == ("徐汇区", "IMPORT-10")} == {"11", "3"}


def test_a_district_updates_what_was_imported_and_the_city_keeps_what_is_its_own(old: Path, tmp_path: Path) -> None:
    master = tmp_path / "总台账.xlsx"
    imported(old, master)
    entry = next(e for e in opened(master).entries("pilots") if e.unit == "嘉定区")
    row = {**entry.values, "subject_type": "企业", "industries": ("人工智能",), "document_no": "沪市监〔2023〕5号", "contact": "新人"}
    sent = {column.field: row.get(column.field) for column in entry.form.district_columns}
    cover = {"unit": "嘉定区", "year": 2025, "month": 12, "filler": "样例", "phone": "021-12345678", "filled_on": AS_OF}
    file = tmp_path / "嘉定区12月.xlsx"
    file.write_bytes(blank_workbook(None, 2025, {"cover": [cover], "pilots": [sent]}))
    result = merge_files([file], master, AS_OF, SETTINGS)
    assert result.plan.files[0].tally.changed == 1
    after = next(e for e in opened(master).entries("pilots") if e.unit == "嘉定区").values
    assert (after["contact"], after["subject_type"], after.get("document_no")) == ("新人", "企业", None)  # the number is ruled by the city
    assert [conflict.field for conflict in result.plan.conflicts] == ["document_no"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('"名称" = "单位名称"', '"名称" = "公司"'), "IMPORT-03"),
        (('"备注" = ""', '"备注" = "单位名称"'), "IMPORT-04"),
        (('"级别" = "市级"', '"级别" = "国家级"'), "IMPORT-05"),
        (('"级别" = "市级"', '"级别" = ""'), "IMPORT-06"),
        (('"工作表" = "名单"', '"工作表" = "别的"'), "IMPORT-07"),
        (('"名称" = ', '"别名" = '), "IMPORT-07"),
        (('"级别" = ', '级别 是 '), "IMPORT-02"),
        (('"导入" = true', '"导入" = false'), "IMPORT-02"),
    ],
)
def test_a_map_that_cannot_be_is_refused_in_words(old: Path, tmp_path: Path, change: tuple[str, str], code: str) -> None:
    path = recognise_list(old, AS_OF, SETTINGS).map
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        import_list(old, path, tmp_path / "总台账.xlsx", AS_OF, SETTINGS)
    assert refused.value.rule.code == code
    assert not (tmp_path / "总台账.xlsx").exists()


def test_a_file_without_a_list_is_refused(tmp_path: Path, run: Run) -> None:  # noqa: F811
    ran = run("import", saved(tmp_path / "空.xlsx", ("随手记",), ("甲", "乙")), *DAY)
    assert ran.code == 3
    assert "没有认出任何名单" in ran.err


def test_rows_with_nothing_but_what_is_not_imported_are_told(tmp_path: Path) -> None:
    lines = (HEAD, SITES[1], (None, None, None, None, None, None, None, "补充说明"))
    file = saved(tmp_path / "旧.xlsx", ("2023年市级示范点名单",), *lines)
    result = imported(file, tmp_path / "总台账.xlsx")
    assert any("第 4 行只有未导入的内容（H4）" in remark for remark in result.read.remarks)


def test_the_json_of_both_steps(old: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    shown = run("import", old, "--json", *DAY).json
    (sheet,) = shown["sheets"]
    assert (sheet["sheet"], sheet["rows"], sheet["columns"][0]["column"]) == ("名单", 7, "报送单位")
    done = run("import", old, "--map", shown["map"], "--into", tmp_path / "总台账.xlsx", "--json", *DAY)
    assert (done.code, done.json["written"]) == (1, True)
    assert done.json["units"][0] == {"unit": "浦东新区", "rows": {"in": 2, "added": 1, "unchanged": 0, "held": 1}}
