"""The catalogue: each code once, each text in Chinese, each word supplied by whoever reports the rule."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit
from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.findings.catalogue import find, rules, subjects

ROOT = Path(toolkit.__file__).parent
NAMES = {id(rule): f"{subject.__name__.rpartition('.')[2]}.{name}" for subject in subjects() for name, rule in vars(subject).items() if isinstance(rule, Rule)}
RULES = {NAMES[id(rule)]: rule for rule in rules()}
OF_THE_PLACE = {"header", "value", "cell", "count"}
PREFIXES = {"files": {"FILE"}, "sheets": {"SHEET", "COVER"}, "cells": {"CELL"}, "codes": {"USCC"}, "rows": {"ROW"}, "links": {"LINK"}}
CLAUSE = re.compile(r"([一二三四](（[一二三四]）)?)(、[一二三四]（[一二三四]）)*")
STANDARDS = {"GB 32100-2015", "GB 11714", *(rule.clause for rule in rules() if rule.clause.startswith("GB/T 9704-2012 "))}


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
    assert len({(rule.message, rule.advice) for rule in rules()}) == len(codes)


def test_a_code_is_of_its_subject(rule: Rule) -> None:
    subject = NAMES[id(rule)].partition(".")[0]
    assert re.fullmatch(r"[A-Z]{3,6}-\d\d", rule.code)
    assert rule.code.partition("-")[0] in PREFIXES.get(subject, {rule.code.partition("-")[0]})


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
    assert not re.search(r"(?<!\{)\{[a-z_]+\}", finding.message + finding.advice)


def test_a_repair_is_told_once_a_column_with_a_count(rule: Rule) -> None:
    if rule.grouped:
        assert rule.severity is Severity.I
        assert {"header", "count", "cell"} <= fields_of(rule.message)


def test_a_clause_is_one_of_the_notice_or_a_standard(rule: Rule) -> None:
    assert not rule.clause or rule.clause in STANDARDS or CLAUSE.fullmatch(rule.clause)


def test_a_rule_is_found_however_its_code_is_typed() -> None:
    assert find(" uscc-05 ") is RULES["codes.CHECK_CHARACTER"]
    assert find("USCC-99") is None


# ---- who reports a rule, and with which words: read from the source


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "catalogue" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def rule_names(node: ast.AST) -> set[str]:
    """The catalogue rules an expression names: cells.REQUIRED, or one of several of a conditional."""
    found = {f"{part.value.id}.{part.attr}" for part in ast.walk(node) if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)}
    return found & RULES.keys()


def test_every_rule_is_reported_somewhere() -> None:
    used = {name for _, tree in modules() for name in rule_names(tree)}
    unused = {name for name in RULES.keys() - used if name.partition(".")[0] not in STILL_BEING_WIRED}
    assert unused == set()


STILL_BEING_WIRED = {
    "files": "readers of further formats",
    "sheets": "headers and covers of older files",
    "links": "what rows say against other rows and the master",
}
"""Subjects whose rules are not all in use yet, and what they wait for; this list only shrinks."""


def _scopes(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.Module]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _keys(node: ast.expr, scope: ast.AST) -> set[str] | None:
    """The keys of a dict literal, of a variable assigned one in the same function, or None where they are not known."""
    if isinstance(node, ast.Dict):
        return {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    if isinstance(node, ast.Name):
        for part in ast.walk(scope):
            if isinstance(part, ast.Assign | ast.AnnAssign) and isinstance(part.value, ast.Dict):
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                if any(isinstance(target, ast.Name) and target.id == node.id for target in targets):
                    return _keys(part.value, scope)
    return None


def _supplied(call: ast.Call, scope: ast.AST) -> set[str] | None:
    """The words a call gives with its rule: keywords, dict literals, or None where they come from elsewhere."""
    keywords = {keyword.arg for keyword in call.keywords if keyword.arg}
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    given = [_keys(argument, scope) for argument in call.args[1:] if isinstance(argument, ast.Dict | ast.Name)]
    known = [keys for keys in given if keys is not None]
    return keywords.union(*known) if known or keywords or not given else None


def reports() -> Iterator[tuple[str, str, set[str]]]:
    """(where, rule, words) of every call whose first argument names a rule: Bad, tell, Problem, Finding, Unreadable…"""
    for path, tree in modules():
        for scope in _scopes(tree):
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call) and node.args):
                supplied = _supplied(call, scope)
                for name in rule_names(call.args[0]) if isinstance(call.args[0], ast.Attribute | ast.IfExp) else ():
                    if supplied is not None:
                        yield f"{path.relative_to(ROOT)}:{call.lineno}", name, supplied


def test_whoever_reports_a_rule_gives_the_words_it_needs() -> None:
    found = list(reports())
    lacking = [(where, name, words_of(RULES[name]) - words) for where, name, words in found if words_of(RULES[name]) - words]
    assert len(found) > 60
    assert lacking == []
