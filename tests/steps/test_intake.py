"""pilot intake: every workbook once, nothing passed over, no name leaves the folder."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - a fixture
from tests.mail.outlook import Message, msg
from tests.mail.post import WORKBOOK, attachment, mail, word
from tests.mail.test_archive import packed
from tests.steps.months import AS_OF, SETTINGS
from toolkit.findings import Severity
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.intake import Intake, intake, receive

DAY = ("--as-of", AS_OF.isoformat())
OTHER = edit(WORKBOOK, [SetCell("填报信息", 7, 2, 2)])
"""The same unit's second revision."""


def sent(name: str, data: bytes = WORKBOOK, **envelope: str) -> bytes:
    return mail(attachment(f'attachment; filename="{word(name)}"', data), **envelope)  # type: ignore[arg-type]


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def summary(result: Intake) -> list[tuple[str, str, str | None, str | None]]:
    return [(item.action, item.name, item.unit, item.told_month) for item in result.items]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return laid(tmp_path / "收件箱", {
        "1.eml": sent("徐汇区12月.xlsx"),
        "2.zip": packed(("再发/徐汇区12月(1).xlsx", WORKBOOK), ("说明.docx", packed(("word/document.xml", b"")))),
        "3.msg": msg(Message({"徐汇第二版.xlsx": OTHER})),
        "4.eml": mail(subject="静安区12月报送"),
        "5.rar": b"Rar!\x1a\x07\x01\x00rest",
        "~$徐汇区12月.xlsx": b"lock", "Thumbs.db": b"x", "__MACOSX/._a.xlsx": b"x",
    })  # fmt: skip


def test_each_workbook_is_taken_once_and_the_rest_told(inbox: Path) -> None:
    result = receive([inbox], AS_OF, SETTINGS)
    assert summary(result) == [
        ("taken", "徐汇区12月.xlsx", "徐汇区", "2025-12"),
        ("duplicate", "再发/徐汇区12月(1).xlsx", "徐汇区", "2025-12"),
        ("skipped", "说明.docx", None, None),
        ("taken", "徐汇第二版.xlsx", "徐汇区", "2025-12"),
        ("refused", "4.eml", "静安区", None),
        ("refused", "5.rar", None, None),
    ]
    assert "1.eml › 徐汇区12月.xlsx" in result.items[1].why
    assert result.items[0].to_json()["names"] == ["徐汇区12月.xlsx", "再发/徐汇区12月(1).xlsx"]
    assert str(result.items[0].received) == "2025-12-05"


def test_workbooks_are_put_down_under_their_own_names(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "来件"
    result = intake([inbox], out, AS_OF, SETTINGS)
    assert {path.name: path.read_bytes()[: len(OTHER)] for path in out.iterdir()} == {"徐汇区12月.xlsx": WORKBOOK, "徐汇第二版.xlsx": OTHER}
    assert [item.file and item.file.name for item in result.items] == ["徐汇区12月.xlsx", None, None, "徐汇第二版.xlsx", None, None]
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert summary(intake([inbox], out, AS_OF, SETTINGS)) == summary(result)
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_names_that_meet_are_told_apart_and_nothing_is_overwritten(tmp_path: Path) -> None:
    out = laid(tmp_path / "来件", {"报送.xlsx": b"somebody's"})
    files = laid(tmp_path / "in", {"1.eml": sent("报送.xlsx"), "2.eml": sent("报送.xlsx", OTHER), "3.eml": sent("报送", OTHER + b"\0")})
    intake([files], out, AS_OF, SETTINGS)
    assert sorted(path.name for path in out.iterdir()) == ["报送.xlsx", "报送（2）.xlsx", "报送（3）.xlsx", "报送（4）.xlsx"]
    assert (out / "报送.xlsx").read_bytes() == b"somebody's"
    long = laid(tmp_path / "长", {"1.eml": sent("长" * 200 + ".xlsx"), "2.eml": sent("长" * 200 + ".xlsx", OTHER)})
    assert len({item.file for item in intake([long], tmp_path / "o", AS_OF, SETTINGS).items}) == 2


def test_what_was_taken_out_before_does_not_come_in_again(inbox: Path) -> None:
    first = intake([inbox], inbox / "取出", AS_OF, SETTINGS)
    assert summary(intake([inbox], inbox / "取出", AS_OF, SETTINGS)) == summary(first)


def test_no_name_leaves_the_folder(tmp_path: Path) -> None:
    names = ["../外面.xlsx", "..\\外面2.xlsx", "/外面3.xlsx", "C:\\外面4.xlsx", "a/../../外面5.xlsx"]
    data = packed(*((name, edit(WORKBOOK, [SetCell("填报信息", 13, 2, name)])) for name in names))
    out = tmp_path / "深" / "来件"
    intake([laid(tmp_path / "in", {"a.zip": data})], out, AS_OF, SETTINGS)
    assert len(list(out.iterdir())) == 5
    assert {path.parent for path in tmp_path.rglob("外面*")} == {out}


def test_a_workbook_nobody_can_read_is_refused_and_kept_for_its_notice(tmp_path: Path) -> None:
    files = laid(tmp_path / "in", {"1.eml": sent("静安区12月.xlsx", WORKBOOK[:3000])})
    (item,) = intake([files], tmp_path / "out", AS_OF, SETTINGS).items
    assert (item.action, item.unit, item.file and item.file.name) == ("refused", "静安区", "静安区12月.xlsx")
    assert item.findings[0].severity is Severity.E


def test_the_command_gives_the_contract_s_json(inbox: Path, tmp_path: Path, run: Run) -> None:
    ran = run("intake", inbox, "-o", tmp_path / "来件", "--json", *DAY)
    assert ran.code == 1
    first = ran.json["items"][0]
    assert {key: first[key] for key in ("source", "name", "file", "unit", "month", "action", "why")} == {
        "source": f"{inbox / '1.eml'}", "name": "徐汇区12月.xlsx", "file": f"{tmp_path / '来件' / '徐汇区12月.xlsx'}",
        "unit": "徐汇区", "month": "2025-12", "action": "taken", "why": "",
    }  # fmt: skip
    assert len(first["sha256"]) == 64


def test_the_command_ends_by_what_it_found(tmp_path: Path, run: Run) -> None:
    good, bad = laid(tmp_path / "好", {"1.eml": sent("徐汇区12月.xlsx")}), laid(tmp_path / "坏", {"1.eml": mail()})
    (tmp_path / "空").mkdir()
    out = ("-o", tmp_path / "来件")
    assert [run("intake", folder, *out, *DAY).code for folder in (good, bad, tmp_path / "空")] == [0, 3, 3]
    assert "邮件里没有工作簿" in run("intake", bad, *out, *DAY).out


def test_a_mail_given_to_check_is_refused_with_the_way_out(tmp_path: Path, run: Run) -> None:
    files = laid(tmp_path / "in", {"1.eml": sent("徐汇区12月.xlsx"), "2.msg": msg(Message({"a.xlsx": WORKBOOK}))})
    ran = run("check", files, "--json", *DAY)
    assert ([finding["code"] for file in ran.json["files"] for finding in file["findings"]], ran.code) == (["FILE-17", "FILE-17"], 3)
