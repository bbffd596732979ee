"""pilot migrate on real files: the new workbook is written, proved against its account, and checked."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Run, run  # noqa: F401 - the program as a person runs it
from tests.steps.months import AS_OF, SETTINGS
from toolkit.steps import migrate
from toolkit.steps.migrate import migrate_file

DAY = ("--as-of", AS_OF.isoformat())
LINES = (
    ("青浦区商业秘密保护示范点汇总表（2024年）",),
    ("序号", "企业名称", "社会信用代码", "示范类型", "认定时间", "联系人", "手机号码", "推荐理由"),
    (1, "上海样例科技有限公司", "91310115MA01610380", "示范点", "2024.5.1", "样例", "13800000000", "行业领先"),
)  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The form of 2024."""
    book = Workbook()
    sheet = book.active
    sheet.title = "示范点"
    for line in LINES:
        sheet.append(line)
    path = tmp_path / "青浦区示范点2024.xlsx"
    book.save(path)
    return path


def test_the_old_form_is_refused_by_check_and_moved_by_migrate(old: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    refused = run("check", old, *DAY)
    assert refused.code == 3
    assert "pilot migrate" in refused.out
    new = tmp_path / "青浦区.xlsx"
    ran = run("migrate", old, "-o", new, *DAY)
    assert ran.code == 1  # columns are missing, and the clerk fills them in
    assert "原表共 17 格 = 已迁移 6 + 未对应 1 + 表题、表头、序号等 10" in ran.out
    assert "13800000000" not in ran.out
    checked = run("check", new, "--json", *DAY)
    assert checked.code == 1
    assert checked.json["files"][0]["rows"]["试点名单"] == {"in": 1, "valid": 0, "held": 1}


def test_the_json_counts_every_cell(old: Path, tmp_path: Path, run: Run) -> None:  # noqa: F811
    told = run("migrate", old, "-o", tmp_path / "新.xlsx", "--json", *DAY).json
    assert told["cells"] == {"in": 17, "moved": 6, "aside": 1, "frame": 10, "notes": 0}
    assert [(item["cell"], item["value"]) for item in told["aside"]] == [("H3", "行业领先")]
    assert {(item["cell"], item["written"]) for item in told["reread"]} == {("D3", "单位（点）"), ("E3", "2024-05-01")}


def test_the_source_is_never_written_over(old: Path, run: Run) -> None:  # noqa: F811
    before = old.read_bytes()
    assert run("migrate", old, "-o", old, *DAY).code == 2
    assert old.read_bytes() == before


def test_what_would_be_lost_is_never_written(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof reads the new workbook itself: one without the rows is a fault of ours, and no file."""
    whole = migrate.Transfer.workbook
    monkeypatch.setattr(migrate.Transfer, "workbook", lambda self, settings: whole(type(self)(self.source, {"pilots": []}, self.cover, self.traces)))
    with pytest.raises(LookupError, match="B3 is not at 试点名单!B4"):
        migrate_file(old, tmp_path / "新.xlsx", AS_OF, SETTINGS)
    assert not (tmp_path / "新.xlsx").exists()
