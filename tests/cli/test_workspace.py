"""A workspace, and the commands that find it."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.steps.months import AS_OF, district_file, merged
from toolkit.policy import load_settings
from toolkit.policy.workspace import config_text, find_workspace

DAY = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def workspace(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "月报"
    assert run("init", folder).code == 0
    monkeypatch.chdir(folder)
    return folder


def test_a_new_workspace_has_its_places_and_an_empty_list(workspace: Path, run: Run) -> None:
    assert sorted(path.name for path in workspace.iterdir()) == ["pilot.toml", "备份", "归档", "总台账.xlsx", "收件箱", "输出"]
    assert [unit["determined"] for unit in run("quota", "--json", *DAY).json["units"]] == [0] * 17


def test_what_stands_there_is_never_overwritten(workspace: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    again = run("init", workspace)
    assert (again.code, "已是工作区" in again.err) == (3, True)
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_a_list_that_was_there_first_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "总台账.xlsx").write_bytes(b"ours")
    ran = run("init", tmp_path)
    assert (ran.code, "未改动" in ran.out, (tmp_path / "总台账.xlsx").read_bytes()) == (0, True, b"ours")


def test_the_settings_as_written_change_nothing_and_each_may_be_taken_up(tmp_path: Path) -> None:
    config = tmp_path / "pilot.toml"
    config.write_text(config_text(), encoding="utf-8")
    assert load_settings(tmp_path) == load_settings()
    setting = re.compile(r'# ("|[A-Za-z0-9_-]+ = )')
    taken_up = [line.removeprefix("# ") if setting.match(line) else line for line in config_text().splitlines()]
    config.write_text("\n".join(taken_up), encoding="utf-8")
    settings = load_settings(tmp_path)
    assert settings.severity == {"CELL-40": "E"}
    assert settings.mail.addresses_of("徐汇区") == ("someone@example.cn",)
    assert settings.model_copy(update={"severity": {}, "mail": load_settings().mail}) == load_settings()


def test_commands_find_the_workspace_from_a_folder_below(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "收件箱" / "徐汇区12月.xlsx").write_bytes(district_file())
    below = workspace / "输出"
    monkeypatch.chdir(below)
    assert find_workspace(below) == find_workspace(workspace)
    assert len(run("check", "--json", *DAY).json["files"]) == 1
    assert run("merge", "--json", *DAY).json["written"] is True
    assert run("reports", "--json", *DAY).json["pilots"]
    assert "徐汇区" in run("history", "上海样例1号科技有限公司", *DAY).out
    assert "在工作区" not in run("number", "--year", "2025", *DAY).err
    assert run("letter", "report-reminder", *DAY).code == 0
    assert (workspace / "输出" / "文书").is_dir()
    assert run("undo", *DAY).code == 0


def test_a_blank_is_filled_from_the_workspace_s_list(workspace: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    merged(tmp_path / "别处").replace(workspace / "总台账.xlsx")
    assert run("blank", "--unit", "徐汇区", "--year", "2025", "-o", tmp_path / "空.xlsx", *DAY).code == 0
    ran = run("check", tmp_path / "空.xlsx", "--json", *DAY)
    assert ran.json["files"][0]["rows"]["试点名单"]["in"] == 5


@pytest.mark.parametrize("command", [["quota"], ["check"], ["merge"], ["history", "某公司"], ["letter", "report-reminder"]])
def test_outside_a_workspace_arguments_are_asked_for(
    command: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*command)
    assert (ran.code, "pilot init" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[policy]\n\nissuer = { name = '甲', chief = '乙' }\n", "第 3 行，[policy] 中的 issuer.chief 不认识"),
        ("[policy]\nbackups = 3\n[policy.issuer]\nname = 1\n", "第 4 行，[policy] 中的 issuer.name 取值不对"),
        ("# 说明\n[policy]\nholidays = ['国庆']\n", "第 3 行，[policy] 中的 holidays.0 取值不对"),
        ("[polcy]\nbackups = 3\n", "第 1 行，“polcy”不认识"),
        ("[policy]\nmail = { sender = '' }\n", "第 2 行，[policy] 中的 mail 不认识"),
        ("[severity]\n\"CELL-40\" = 'X'\n", "第 2 行，[severity] 中的 CELL-40 取值不对"),
        ("[mail.units]\n\n'静海区' = ['a@example.cn']\n", "静海区不是报送单位"),
        ("[policy]\nbackups = \n", "第 2 行不是有效的 TOML"),
    ],
)
def test_a_wrong_setting_is_told_by_key_and_line(
    workspace: Path, run: Run, text: str, told: str
) -> None:
    (workspace / "pilot.toml").write_text(text, encoding="utf-8")
    ran = run("quota", *DAY)
    assert ran.code == 3
    assert told in ran.err
