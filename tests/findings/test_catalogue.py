"""The catalogue: each code once, each text in Chinese, each word supplied by whoever reports the rule."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import toolkit
from toolkit.findings import Finding, Place, Rule, Severity, catalogue
from toolkit.findings.catalogue import find, rules, subjects

ROOT = Path(toolkit.__file__).parent
NAMES = {
    id(rule): f"{subject.__name__.rpartition('.')[2]}.{name}"
    for subject in subjects()
    for name, rule in vars(subject).items()
    if isinstance(rule, Rule)
}
RULES = {NAMES[id(rule)]: rule for rule in rules()}
OF_THE_PLACE = {"header", "value", "cell", "count"}
SUBJECT_OF = {"FILE": "files", "SHEET": "sheets", "COVER": "sheets", "CELL": "cells", "USCC": "codes", "ROW": "rows", "LINK": "links"}
CLAUSE = re.compile(r"([一二三四](（[一二三四]）)?)(、[一二三四]（[一二三四]）)*")
STANDARD = re.compile(r"GB(/T)? [0-9-]+( [0-9.]+)?")


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def words_of(rule: Rule) -> set[str]:
    return (fields_of(rule.message) | fields_of(rule.advice)) - OF_THE_PLACE


@pytest.fixture(params=RULES, name="rule")
def each_rule(request: pytest.FixtureRequest) -> Rule:
    return RULES[str(request.param)]


def test_a_code_is_given_once() -> None:
    codes = [rule.code for rule in rules()]
    assert len(codes) == len(set(codes)) == len(RULES) > 90


def test_a_code_is_of_its_subject(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3,6}-[0-9]{2}", rule.code)
    prefix, subject = rule.code.partition("-")[0], NAMES[id(rule)].partition(".")[0]
    assert SUBJECT_OF.get(prefix, subject) == subject


def test_a_rule_speaks_chinese_says_what_to_do_and_ends_without_a_stop(rule: Rule) -> None:
    for text in (rule.message, rule.advice):
        assert re.search("[\u4e00-\u9fff]", text) or text == "{hint}"
        assert text == text.strip()
        assert not text.endswith("。")
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()][\u4e00-\u9fff]", text), "full-width marks between Chinese"
        assert text.count("“") == text.count("”")
        assert text.count("（") == text.count("）")


def test_a_template_is_made_of_names_only(rule: Rule) -> None:
    assert all(re.fullmatch(r"[a-z_]+", name) for name in fields_of(rule.message) | fields_of(rule.advice))


def test_a_rule_formats_with_its_words(rule: Rule) -> None:
    finding = Finding(rule, Place("甲.xlsx", "试点名单", "C7", 7, "name", "单位名称"), "值", dict.fromkeys(words_of(rule), "词"))
    assert finding.message
    assert finding.advice


def test_a_repair_is_told_once_a_column_with_a_count(rule: Rule) -> None:
    if rule.grouped:
        assert rule.severity is Severity.I
        assert {"header", "count", "cell"} <= fields_of(rule.message)


def test_a_clause_is_one_of_the_notice_or_a_standard(rule: Rule) -> None:
    assert not rule.clause or STANDARD.fullmatch(rule.clause) or CLAUSE.fullmatch(rule.clause)


def test_a_rule_is_found_however_its_code_is_typed() -> None:
    assert find(" uscc-05 ") is RULES["codes.CHECK_CHARACTER"]
    assert find("USCC-99") is None


# ---- who reports a rule, and with which words: read from the source

STILL_BEING_WIRED: dict[str, str] = {}
"""Rules not in use yet, and what they wait for; this list only shrinks."""
REPORTERS = {"Bad", "tell", "Problem", "Finding", "Unreadable"}


@dataclass(frozen=True)
class Module:
    """A module's tree, and under which names it knows the catalogue's subjects."""

    path: str
    tree: ast.Module
    subjects: dict[str, str]

    def rules(self, node: ast.AST) -> set[str]:
        """The rules an expression names: cells.REQUIRED, or both of a conditional."""
        parts = [part for part in ast.walk(node) if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)]
        found = {f"{self.subjects.get(part.value.id)}.{part.attr}" for part in parts if isinstance(part.value, ast.Name)}
        return found & RULES.keys()


def modules() -> Iterator[Module]:
    for path in sorted(ROOT.rglob("*.py")):
        if "catalogue" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == catalogue.__name__]
            subjects = {name.asname or name.name: name.name for node in imports for name in node.names}
            yield Module(path.relative_to(ROOT).as_posix(), tree, subjects)


def test_every_rule_is_reported_somewhere() -> None:
    used = {name for module in modules() for name in module.rules(module.tree)}
    assert RULES.keys() - used - STILL_BEING_WIRED.keys() == set()


def _keys(node: ast.expr, call: ast.Call, scope: ast.AST) -> set[str] | None:
    """The keys of a dict literal, or of the variable last assigned one before the call; None where nobody can tell."""
    if isinstance(node, ast.Dict):
        spread = [_keys(value, call, scope) for key, value in zip(node.keys, node.values, strict=True) if key is None]
        own = {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
        return None if None in spread else own.union(*(keys for keys in spread if keys))
    if isinstance(node, ast.Name):
        assigned = [part for part in ast.walk(scope) if isinstance(part, ast.Assign) and part.lineno < call.lineno]
        mine = [part for part in assigned if any(isinstance(t, ast.Name) and t.id == node.id for t in part.targets)]
        last = max(mine, key=lambda part: part.lineno, default=None)
        return _keys(last.value, call, scope) if last is not None and isinstance(last.value, ast.Dict) else None
    return None


def _supplied(call: ast.Call, scope: ast.AST) -> set[str] | None:
    """The words a call gives with its rule; None where they come from elsewhere."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in {"Bad", "tell", "Unreadable"}:
        return None if None in words else {word for word in words if word}
    position = {"Problem": 2, "Finding": 3}[name]
    given = words.get("words") or (call.args[position] if len(call.args) > position else None)
    return set() if given is None else _keys(given, call, scope)


def reports() -> Iterator[tuple[str, str, set[str]]]:
    """(where, rule, words) of every call that reports a rule named on the spot."""
    for module in modules():
        for scope in (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call) and node.args):
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                supplied = _supplied(call, scope) if called in REPORTERS else None
                if supplied is not None:
                    yield from ((f"{module.path}:{call.lineno}", name, supplied) for name in module.rules(call.args[0]))


def test_whoever_reports_a_rule_gives_the_words_it_needs() -> None:
    found = list(reports())
    lacking = [(where, name, words_of(RULES[name]) - words) for where, name, words in found if words_of(RULES[name]) - words]
    assert len(found) > 100
    assert lacking == []


# ---- how a finding reads to a clerk

ALLOWED = re.compile(
    r"Excel|WPS|Word|PDF|TOML|UTF|Windows|LibreOffice|IRM|RMS|GB|SH-310115-2025-D-003|C04|T\d|pilot(?:\.toml| \w+)?|--[a-z-]+|\.?xlsx?|\.?xlsm|\.?docx"
)


def test_no_word_of_ours_reaches_a_clerk(rule: Rule) -> None:
    if rule.code.partition("-")[0] not in SUBJECT_OF:
        return
    for text in (rule.message, rule.advice):
        plain = ALLOWED.sub("", re.sub(r"\{[a-z_]+\}", "", text))
        assert not re.search("[A-Za-z]", plain), plain


WORDS: dict[str, object] = {"count": 3, "length": 12, "nearest": "，是否为“甲”？", "hint": "；甲改为乙后校验通过"}


def test_a_filled_sentence_has_no_stop_twice_and_no_gap_between_characters(rule: Rule) -> None:
    words = {name: WORDS.get(name, "甲") for name in fields_of(rule.message) | fields_of(rule.advice)}
    for text in (rule.message.format_map(words), rule.advice.format_map(words)):
        assert not re.search("[，。；：、？！][，。；：、]", text), text
        assert not re.search(r"“{2}|”{2}|\s{2}", text), text
