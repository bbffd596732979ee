"""Whatever click may say is said in Chinese."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from tests.cli.conftest import Run
from toolkit.cli import COMMANDS, chinese, pilot
from toolkit.cli.help import NEVER_FIRST, width, wrapped
from toolkit.letters.kinds import LETTER_KINDS

SPOKEN = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
"""The modules whose `_` chinese.speak() replaces."""

SILENT = {
    "termui": "nothing is prompted for, edited or paged",
    "_termui_impl": "no progress bar, no editor, no pager",
    "_winconsole": "an error number of Windows' console; its text goes to no one but a developer",
    "shell_completion": "completion is not offered",
    "utils": "files are opened by the steps, not by click",
}
"""click's other modules that have texts, and why nobody sees them."""

CANNOT_COME_UP = {
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "no command is deprecated",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "no parameter is deprecated",
    "Value must be an iterable.": "no default is set for a parameter of several values",
    "Do you want to continue?": "nothing is asked back",
    "Confirm the action without prompting.": "nothing is asked back",
    "Invalid start character for option ({option})": "a slip in a command's definition",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "a slip in a command's definition",
    "Name '{name}' defined twice": "a slip in a command's definition",
    "Could not determine name for option with declarations {decls!r}": "a slip in a command's definition",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "a slip in a command's definition",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?": "a slip in a command's definition",
    "{value!r} is not a valid UUID.": "no option is a UUID",
    "Choice({choices})": "how a developer sees a type",
    "{len_type} values are required, but {len_value} was given.": "no option takes several values",
    "{len_type} values are required, but {len_value} were given.": "no option takes several values",
    "{value!r} is not a valid boolean. Recognized values: {states}": "no boolean option takes a value",
}
"""Texts of spoken modules that no command of ours can bring up, with the reason."""

KIND_WORDS = {word for kind in LETTER_KINDS for word in kind.id.split("-")} | {"correction", "notice"}
KNOWN_WORDS = {
    "gb", "t",
    "pilot", "json", "xlsx", "word", "utf", "e", "w", "h", "o", "v", "list", "dir", "json（utf", "help", "version", "c", "uscc", "demo",
    "toml", "csv", "xls", "zip", "excel", "wps",
}  # fmt: skip
"""Names and formats that are the same in Chinese."""


def asked_for(module: ModuleType) -> Iterator[str]:
    """Every literal text a module gives to gettext."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
            for argument in node.args[: 2 if node.func.id == "ngettext" else 1]:
                try:
                    yield ast.literal_eval(argument)
                except ValueError:
                    continue  # a text passed through; `required` is the only one


@pytest.mark.parametrize("module", SPOKEN, ids=lambda module: module.__name__)
def test_every_text_of_the_installed_click_is_translated_or_cannot_come_up(module: ModuleType) -> None:
    unknown = {text for text in asked_for(module) if text not in chinese.TEXTS and text not in CANNOT_COME_UP}
    assert unknown == set()


def test_no_reason_is_given_for_a_text_click_no_longer_has() -> None:
    asked = {text for module in SPOKEN for text in asked_for(module)}
    assert set(CANNOT_COME_UP) - asked == set()
    assert set(CANNOT_COME_UP).isdisjoint(chinese.TEXTS)


def test_no_translation_is_of_a_text_click_no_longer_has() -> None:
    asked = {text for module in SPOKEN for text in asked_for(module)} | {"required"}
    assert set(chinese.TEXTS) - asked == set()


def test_every_module_of_click_that_has_texts_is_spoken_or_silent() -> None:
    folder = Path(str(click.__file__)).parent
    having = {path.stem for path in folder.glob("*.py") if "import gettext as _" in path.read_text(encoding="utf-8")}
    assert having == {module.__name__.removeprefix("click.") for module in SPOKEN} | set(SILENT)


def test_a_translation_asks_for_no_word_click_does_not_give() -> None:
    for text, said in chinese.TEXTS.items():
        assert set(re.findall(r"\{(\w+)", said)) <= set(re.findall(r"\{(\w+)", text)), text


SUBCOMMANDS = {
    name for group in COMMANDS
    if isinstance(command := pilot.get_command(click.Context(pilot), group), click.Group)
    for name in command.commands
}  # fmt: skip


def words_of(page: str) -> set[str]:
    """English words that are no option, no placeholder's name, no command, no code."""
    text = re.sub(r"--?[a-z][a-z-]*|\b[A-Z]+-?\d+\b|\.\w+\b|report-reminder|exit-decision", " ", page)
    return {word.lower() for word in re.findall(r"[A-Za-z][A-Za-z_.]*", text)} - KNOWN_WORDS - set(COMMANDS) - SUBCOMMANDS - KIND_WORDS


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_pages_are_chinese_and_fit_the_screen(command: str | None, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*([command] if command else []), "--help")
    assert ran.code == 0
    assert words_of(ran.out) == set()
    assert ran.out.startswith("用法：pilot")
    assert max(width(line) for line in ran.out.splitlines()) <= 80


def test_every_option_says_what_it_does() -> None:
    for name in COMMANDS:
        command = pilot.get_command(click.Context(pilot), name)
        assert command is not None
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)
            else:
                assert parameter.metavar, (name, parameter.name)


MISUSES = [
    (), ("quatro",), ("quota",), ("quota", "没有.xlsx"), ("merge", "."), ("blank", "--year", "x", "-o", "a.xlsx"), ("blank", "--year", "1999", "-o", "a"),
    ("blank", "--nothing"), ("blank", "-o"), ("check",), ("quota", "pyproject.toml", "--as-of", "昨天"), ("quota", "pyproject.toml", "extra"),
    ("blank", "--unit", "某某区", "-o", "a.xlsx"), ("merge", ".", "--into", "m.xlsx", "--month", "十二月"), ("check", "--strict=yes", "."),
    ("letter",), ("letter", "report-reminder"), ("letter", "通报", "pyproject.toml"), ("explain",), ("explain", "某某"), ("merge", "--int", "a"),
    ("quota", "."), ("letter", "list", "pyproject.toml", "--templates", "pyproject.toml"), ("number", "pyproject.toml"), ("blank", "--js"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", MISUSES, ids=" ".join)
def test_wrong_usage_is_2_and_said_in_chinese(arguments: tuple[str, ...], run: Run) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert words_of(ran.err) - {"quatro", "x", "extra", "pyproject.toml", "pyproject", "nothing", "yes", "a", "m"} == set()
    if arguments:
        assert re.search("^错误：.*。$", ran.err, re.MULTILINE)


def test_a_command_nearly_right_is_hinted_at(run: Run) -> None:
    assert "是否为" in run("merge", "--int", "a").err


def test_wrapping_never_begins_a_line_with_a_stop() -> None:
    text = "生成空白报送表；指定单位和年度时，一并填入封面。可给文件，也可给文件夹（--master 总台账）。"
    for columns in range(8, 60):
        lines = list(wrapped(text, columns))
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line[0] in NEVER_FIRST for line in lines)
        assert max(map(width, lines)) <= max(columns + 4, 10)
