"""pilot template check: an edited template against its kind, in Chinese, with the usual exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.letters.wordfiles import change
from toolkit.cli import pilot
from toolkit.letters.build import template
from toolkit.letters.kinds import LETTER_KINDS
from toolkit.letters.variables import VARIABLES
from toolkit.steps.template import kind_of
from toolkit.steps.variables_page import page

MANUAL = Path(__file__).parents[2] / "docs" / "模板修改.md"


def check(path: Path, *options: str) -> Result:
    return CliRunner().invoke(pilot, ["template", "check", str(path), *options], standalone_mode=False)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A reminder whose 截止日期 somebody called otherwise."""
    path = tmp_path / "report-reminder.docx"
    path.write_bytes(change(template("report-reminder"), lambda text: text.replace("{{ 截止日期 }}", "{{ 最后期限 }}", 1)))
    return path


def test_a_sound_template_is_told_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "催报通知（改）.docx"
    path.write_bytes(template("report-overdue"))
    shown = check(path)
    assert (shown.return_value, shown.output.strip()) == (0, "催报通知（改）.docx 按“催报通知”核对，没有发现问题。")


def test_what_is_wrong_is_told_with_its_place_and_a_way_out(edited: Path) -> None:
    shown = check(edited)
    assert shown.return_value == 1
    assert "没有名为“最后期限”的变量 [TPL-04]" in shown.output
    assert "正文第" in shown.output
    assert "错误 1" in shown.output


def test_json_names_file_kind_and_findings(edited: Path) -> None:
    document = json.loads(check(edited, "--json").output)
    assert (document["kind"], [finding["code"] for finding in document["findings"]]) == ("report-reminder", ["TPL-04"])


def test_a_page_that_strays_is_a_warning_and_an_error_only_if_strict(tmp_path: Path) -> None:
    path = tmp_path / "quota-reminder.docx"
    path.write_bytes(change(template("quota-reminder"), lambda text: text.replace('w:left="1587"', 'w:left="1800"')))
    assert check(path).return_value == 0
    assert check(path, "--strict").return_value == 1


def test_a_file_that_is_no_template_could_not_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "exit-notice.docx"
    path.write_bytes(b"x")
    shown = check(path)
    assert shown.return_value == 3
    assert "TPL-01" in shown.output


def test_the_kind_comes_from_the_name_or_is_asked_for(tmp_path: Path) -> None:
    assert {kind.id for kind in LETTER_KINDS if kind_of(Path(f"{kind.id}-2.docx")) == kind == kind_of(Path(f"{kind.name}.docx"))} == VARIABLES.keys()
    path = tmp_path / "模板.docx"
    path.write_bytes(template("exit-notice"))
    shown = check(path)
    assert shown.exception is not None
    assert "--kind" in str(shown.exception)
    assert check(path, "--kind", "拟退出告知书").return_value == 0


def test_the_manual_lists_every_variable_of_every_kind() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert text == page(text), "python -m toolkit.steps.variables_page renews it"
    told = text.split("\n### ")[1:]
    assert [section.split("（", 1)[0] for section in told] == list(VARIABLES)
    for section, variables in zip(told, VARIABLES.values(), strict=True):
        assert all(f"`{variable.name}`" in section for variable in variables)


def test_the_worked_example_of_the_manual_is_sound_and_its_mistakes_are_told(tmp_path: Path) -> None:
    text, shipped = MANUAL.read_text(encoding="utf-8"), template("report-overdue")
    before, after = "情况不一致的，请一并告知。", "情况不一致的，请于{{ 补报期限 }}前一并告知。"
    assert before in text
    assert after in text
    path = tmp_path / "report-overdue.docx"
    path.write_bytes(change(shipped, lambda held: held.replace(before, after)))
    assert path.read_bytes() != shipped
    assert "没有发现问题" in check(path).output
    path.write_bytes(change(shipped, lambda held: held.replace("{{ 补报期限 }}", "{{ 补报日期 }}")))
    assert "没有名为“补报日期”的变量" in check(path).output
