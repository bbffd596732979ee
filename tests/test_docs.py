"""What the documents tell people to type exists."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from toolkit.cli import COMMANDS, pilot
from toolkit.findings.catalogue import find
from toolkit.letters.kinds import find_kind

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)


def typed(page: str) -> Iterator[list[str]]:
    """Every `pilot …` of a page's code, word by word, without what is explained beside it."""
    for block, span in CODE.findall(page):
        for line in (block or span).splitlines():
            command = re.split(r"\s{3,}|\s#", line.strip().removeprefix("$ "))[0]
            if re.match(r"pilot( |$)", command):
                yield shlex.split(command)[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_named_in_the_documents_exists(page: Path) -> None:
    for words in typed(page.read_text(encoding="utf-8")):
        if not words or words[0].startswith("-"):
            continue
        command = pilot.get_command(click.Context(pilot), words[0])
        assert command is not None, f"pilot {words[0]}"
        if isinstance(command, click.Group) and len(words) > 1:
            command = command.get_command(click.Context(command), words[1])
            assert command is not None, f"pilot {words[0]} {words[1]}"
        known = {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}
        options = {re.split(r"[=\]|]", word.lstrip("["))[0] for word in words if word.lstrip("[").startswith("-")}
        assert options <= known, f"pilot {words[0]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_kind_of_letter_and_every_code_named_in_the_documents_exists(page: Path) -> None:
    for words in typed(page.read_text(encoding="utf-8")):
        if len(words) > 1 and words[0] == "letter" and words[1] != "list" and not words[1].isupper():
            assert find_kind(words[1]), words
        if len(words) > 1 and words[0] == "explain" and re.fullmatch(r"[A-Z]+-\d+", words[1]):
            assert find(words[1]), words


def test_the_readme_shows_the_month() -> None:
    shown = {words[0] for words in typed((ROOT / "README.md").read_text(encoding="utf-8")) if words}
    assert {"blank", "check", "merge", "quota", "reports", "letter"} <= shown
    assert shown - {"--help"} <= set(COMMANDS)


def test_what_is_not_there_would_be_noticed() -> None:
    assert list(typed("x `pilot nothing --odd` y\n```\npilot check a   校验\n$ pilot merge b --into c # 合并\n```\n")) == [
        ["nothing", "--odd"], ["check", "a"], ["merge", "b", "--into", "c"],
    ]  # fmt: skip
