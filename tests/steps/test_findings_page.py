"""docs/findings.md is the catalogue: complete, up to date, and readable without knowing the program."""

import re

from toolkit.findings.catalogue import rules
from toolkit.steps.findings_page import PAGE, page


def test_the_page_in_docs_is_the_one_the_catalogue_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m toolkit.steps.findings_page writes it anew"


def test_every_code_has_its_line_once() -> None:
    codes = re.findall(r"^\| ([A-Z]{3,6}-\d{2}) \|", page(), re.MULTILINE)
    assert sorted(codes) == sorted(rule.code for rule in rules())


def test_every_line_is_a_row_of_six_and_shows_no_name_of_ours() -> None:
    for line in page().splitlines():
        if line.startswith("| ") and not line.startswith("| 代码"):
            assert len(re.split(r"(?<!\\)\|", line)) == 8
            assert not re.search(r"(?<!\{)\{[a-z_]+\}", line)


def test_an_error_that_lets_its_row_in_says_so_and_what_may_be_set_is_marked() -> None:
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in page().splitlines() if line.startswith("| ")}
    assert "E 错误，照常并入" in lines["LINK-09"]
    assert "W 提醒，可调" in lines["CELL-40"]
    assert "可调" not in lines["CELL-01"]
