"""pilot check --letter: each file with something wrong gets its letter; a master, where given, its lines."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.letters.wordfiles import texts
from tests.steps.months import AS_OF, SETTINGS, district_file, merged
from toolkit.cli import pilot
from toolkit.letters.fill import Template
from toolkit.letters.tags import TemplateFault
from toolkit.master.ledgers import LETTERS
from toolkit.master.store import open_master, read_stored
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.check import check_files
from toolkit.steps.letters import LettersResult, write_corrections


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """徐汇区's file twice: as it should be, and with a code that fails its check and a phone that is none."""
    folder = tmp_path / "来件"
    folder.mkdir()
    good = edit(district_file(), [SetCell("试点申请", 4, 7, "上海市徐汇区样例路1号")])
    (folder / "好.xlsx").write_bytes(good)
    (folder / "坏.xlsx").write_bytes(edit(good, [SetCell("试点名单", 5, 4, "91310115MA0000000X")]))
    return folder


def notices(inbox: Path, master: Path | None = None, names: tuple[str, ...] = ("坏.xlsx",)) -> LettersResult:
    result = check_files([inbox / name for name in names], AS_OF, SETTINGS)
    return write_corrections(result, inbox.parent / "退回", AS_OF, SETTINGS, master)


def test_a_file_with_faults_gets_a_letter_and_one_without_gets_none(inbox: Path) -> None:
    written = notices(inbox, names=("好.xlsx", "坏.xlsx"))
    assert [letter.path.name for letter in written.written] == ["补正通知-坏-送审稿.docx"]
    said = "\n".join(texts(written.written[0].path.read_bytes()))
    assert "《坏.xlsx》" in said
    assert "91310115MA0000000X" in said
    assert not re.search(r"\{\{|\{%|None", said)
    assert notices(inbox, names=("好.xlsx",)).written == []


def test_the_same_file_gives_the_same_bytes(inbox: Path) -> None:
    assert notices(inbox).written[0].data == notices(inbox).written[0].data


def test_without_a_master_nothing_is_entered_and_with_one_it_is_once(inbox: Path, tmp_path: Path) -> None:
    master = merged(tmp_path)
    before = master.read_bytes()
    notices(inbox)
    assert master.read_bytes() == before
    notices(inbox, master)
    notices(inbox, master)
    (line,) = open_master(read_stored(master), AS_OF, SETTINGS).ledger_rows(LETTERS)
    assert (line["文种"], line["主送"], line["状态"]) == ("补正通知", "徐汇区市场监管局", "草稿")


def test_one_letter_that_cannot_be_filled_is_named_and_the_others_are_written(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(inbox / "坏.xlsx", inbox / "更坏.xlsx")
    whole: Callable[..., bytes] = Template.render

    def sometimes(template: Template, context: dict[str, str]) -> bytes:
        if context["文件名"] == "坏.xlsx":
            raise TemplateFault
        return whole(template, context)

    monkeypatch.setattr(Template, "render", sometimes)
    result = notices(inbox, names=("坏.xlsx", "更坏.xlsx"))
    assert [letter.path.name for letter in result.written] == ["补正通知-更坏-送审稿.docx"]
    assert [refusal.record for refusal in result.refused] == ["补正通知-坏"]


def test_the_command_writes_letter_and_marked_copy_side_by_side(inbox: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(pilot, ["check", str(inbox), "--letter", str(tmp_path / "退回"), "--as-of", "2025-12-08"], standalone_mode=False)
    assert shown.exception is None, shown.output
    assert sorted(path.name for path in (tmp_path / "退回").iterdir()) == ["坏-核验.xlsx", "补正通知-坏-送审稿.docx"]
    assert "补正通知-坏-送审稿.docx" in shown.output.replace("\n", "")
