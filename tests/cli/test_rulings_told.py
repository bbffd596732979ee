"""A merge without files carries out rulings: what it did, and what it could not do, is said."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.master.desk import Desk, pilot
from toolkit.master.ledgers import CONFLICTS
from toolkit.sheets.edit import SetCell, edit

SITE = "上海样例1号科技有限公司"


@pytest.mark.parametrize(("ruling", "plan", "said"), [
    ("用区局值", (), ["已执行裁定 1 项", "已写入"]), ("用区局值", ("--plan",), ["将执行裁定 1 项", "未写入"]),
    ("随便", (), ["冲突裁定第 1 号的裁定“随便”不适用于“字段冲突”", "未改动"]),
])  # fmt: skip
def test_what_became_of_the_rulings_is_said(tmp_path: Path, run: Run, ruling: str, plan: tuple[str, ...], said: list[str]) -> None:
    desk = Desk(tmp_path)
    desk.receive(pilots=[pilot(1)])
    desk.type("pilots", SITE, contact="市局填")
    desk.receive(cover={"revision": 2}, pilots=[pilot(1, contact="区局填")])
    cell = SetCell(CONFLICTS.sheet, 4, desk.master.ledgers[CONFLICTS.sheet].columns["裁定"], ruling)
    desk.path.write_bytes(edit(desk.path.read_bytes(), [cell]))
    ran = run("merge", "--into", desk.path, "--as-of", "2025-12-08", *plan)
    assert [text for text in said if text not in ran.out.replace("\n", "")] == []
    assert "没有找到" not in ran.err
