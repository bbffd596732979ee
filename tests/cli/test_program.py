"""The program as a process: encodings, exit codes, faults, what a screen shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.steps.months import AS_OF
from toolkit.cli import failure
from toolkit.cli.help import width
from toolkit.findings.catalogue import rules
from toolkit.steps import judge

DAY = ("--as-of", AS_OF.isoformat())
ROOT = Path(__file__).parents[2]


def process(*arguments: object, encoding: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "toolkit", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, check=False, cwd=folder)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_no_encoding_of_the_console_makes_a_command_fail(encoding: str, month: Path) -> None:
    rare = b"\xf0\xa0\xae\xb7".decode()  # a character that GBK does not have
    ran = process("check", month / "收件", *DAY, encoding=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    if encoding == "gbk":
        assert "可并入，徐汇区 2025年12月第1版" in ran.stdout.decode("gbk")
    assert process("explain", rare, encoding=encoding).returncode == 2
    assert process("--help", encoding=encoding).returncode == 0


EVERY_RULE = """
import string, sys
from toolkit.cli import show
from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import rules
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(errors="replace")
for rule in rules():
    words = {name: "甲" for text in (rule.message, rule.advice) for _, name, _, _ in string.Formatter().parse(text) if name}
    show.findings([Finding(rule, Place("甲.xlsx", "试点名单", "C7", 7, None, "列"), "甲", words)])
"""


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_every_message_there_is_can_be_printed_on_any_console(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}
    ran = subprocess.run([sys.executable, "-c", EVERY_RULE], env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    printed = ran.stdout.decode(encoding)
    assert all(rule.code in printed for rule in rules())
    if encoding == "gbk":
        assert "?" not in printed


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_json_is_utf8_whatever_the_console(encoding: str, month: Path) -> None:
    ran = process("quota", month / "总台账.xlsx", "--json", *DAY, encoding=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert '"unit": "徐汇区"' in ran.stdout.decode("utf-8")


def test_a_reader_that_stops_is_no_fault(month: Path) -> None:
    command = [sys.executable, "-m", "toolkit", "quota", str(month / "总台账.xlsx"), "--json", *DAY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode != failure.OUR_FAULT


def test_the_version_is_one_line(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("pilot ")


# Exit codes


def test_a_clean_file_is_0(month: Path, run: Run) -> None:
    assert run("check", month / "收件", *DAY).code == 0


def test_a_folder_without_workbooks_is_3_with_a_word(tmp_path: Path, run: Run) -> None:
    for arguments in (("check", tmp_path), ("merge", tmp_path, "--into", tmp_path / "总台账.xlsx")):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (3, "")
        assert "没有找到" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_all_files_refused_is_3(tmp_path: Path, run: Run) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"")
    assert run("check", tmp_path).code == 3
    assert run("merge", tmp_path, "--into", tmp_path / "总台账" / "总台账.xlsx", "--plan").code == 3


@pytest.mark.parametrize("command", [("quota",), ("reports",), ("letter", "report-reminder", "-o", "x")])
def test_what_is_no_master_is_3_with_one_line_and_the_way_out(command: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"nothing")
    ran = run(*command, tmp_path / "空.xlsx")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "请" in ran.err


def test_a_locked_master_is_3_and_says_who_has_it(master: Path, month: Path, run: Run) -> None:
    (master.parent / f"~${master.name}").write_bytes(b"\x04user" + b" " * 160)
    before = master.read_bytes()
    for arguments in (("merge", month / "收件", "--into", master), ("letter", "report-reminder", master, "-o", master.parent / "文书")):
        ran = run(*arguments, *DAY)
        assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
        assert "Excel" in ran.err
    assert master.read_bytes() == before
    assert not (master.parent / "文书").exists()


def test_settings_that_cannot_be_used_are_3_with_one_line(master: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (master.parent / "pilot.toml").write_text("[policy]\nfeedback_daze = 3\n", encoding="utf-8")
    monkeypatch.chdir(master.parent)
    ran = run("quota", master, *DAY)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "feedback_daze" in ran.err


def test_an_edited_template_with_a_fault_is_3_with_its_place(master: Path, run: Run) -> None:
    own = master.parent / "模板"
    own.mkdir()
    (own / "report-reminder.docx").write_bytes(b"not a document")
    ran = run("letter", "report-reminder", master, "-o", master.parent / "文书", "--templates", own, *DAY)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_an_interrupted_run_says_that_nothing_was_written(master: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.steps.judge.check_quota", interrupted)
    ran = run("quota", master, *DAY)
    assert ran.code == 3
    assert "已中止" in ran.err


WHISPER = "上海样例机密有限公司13812345678"


def test_a_fault_of_ours_is_4_with_one_line_and_a_log_without_data(
    master: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object) -> None:
        raise RuntimeError(WHISPER)

    monkeypatch.setattr(judge, "check_quota", faulty)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = run("quota", master, *DAY)
    (log,) = tmp_path.glob("pilot-error-*.log")
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert str(log) in ran.err
    assert "Traceback" not in ran.err
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError" in written
    assert "judge.py" in written
    assert WHISPER not in written
    assert "13812345678" not in written


def test_a_log_that_cannot_be_written_is_no_second_fault(master: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "check_quota", lambda *_: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(master.parent / "没有" / "这里"))
    ran = run("quota", master, *DAY)
    assert (ran.code, ran.out, ran.err.count("\n")) == (4, "", 1)


def test_one_line_never_shows_a_phone(capsys: pytest.CaptureFixture[str]) -> None:
    from toolkit.findings import Unreadable  # noqa: PLC0415
    from toolkit.findings.catalogue import letters  # noqa: PLC0415

    assert failure.report(Unreadable(letters.NUMBER_USED, number="1", title="张13812345678")) == 3
    assert "138****5678" in capsys.readouterr().err


# What a screen shows


@pytest.mark.parametrize(
    ("columns", "command"), [
        (80, "quota"), (120, "quota"), (80, "reports"), (120, "reports"), (80, "merge"), (80, "review"), (120, "standing"),
        (80, "standing"), (80, "status"),
    ],
)
def test_tables_fit_the_screen_and_show_every_word(
    columns: int, command: str, demo: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.cli.show.PIPE_WIDTH", columns)
    master, inbox = demo[0] / "总台账.xlsx", demo[0] / "收件"
    planned = [inbox, "--into", demo[0] / "另存.xlsx", "--plan"]
    out = run(command, *(planned if command == "merge" else [master]), "--as-of", "2026-01-05").out
    assert max(width(line) for line in out.splitlines() if not line.startswith(("■", "·"))) <= columns
    squeezed = "".join(out.split())
    wanted = {
        "quota": ("浦东新区是8—10", "未规定名额", "全市合计0家预计5家"), "reports": ("上海样例乔木知识产权服务有限公司", "只报区局"),
        "review": ("上海示例知序半导体有限公司", "部分符合C03"), "standing": ("可作出退出决定", "尚无送达日期"),
        "status": ("8—10", "两局都收到", "临港新片区"),
        "merge": ("静安12月-改.xlsx", "另有新版", "浦东新区", "该单位同时由临港新片区报送"),
    }  # fmt: skip
    assert all(word in squeezed for word in wanted[command] if columns == 120 or len(word) < 12)


def test_a_kind_of_finding_that_the_table_shows_is_said_once(master: Path, run: Run) -> None:
    ran = run("quota", master, "--year", "2025", "--as-of", "2026-01-05")
    assert ran.out.count("QUOTA-02") == 1
    assert "此类共 16 项" in ran.out
    assert len([line for line in ran.out.splitlines() if "不足" in line and line[0] != "提"]) == 16


def test_explain_prints_and_ends_well(run: Run) -> None:
    ran = run("explain", "USCC-05")
    assert (ran.code, ran.err) == (0, "")
    assert "校验码不符" in ran.out


def test_a_blank_workbook_is_made(tmp_path: Path, run: Run) -> None:
    ran = run("blank", "--unit", "徐汇", "--year", "2025", "-o", tmp_path / "徐汇.xlsx")
    assert (ran.code, (tmp_path / "徐汇.xlsx").exists()) == (0, True)
    assert run("blank", "-o", tmp_path / "没有" / "x.xlsx").code == 3


def test_the_kinds_of_letters_are_listed(run: Run) -> None:
    out = run("letter", "list").out
    for word in ("report-reminder", "年度情况报送提醒函", "exit-decision", "退出决定"):
        assert word in out
