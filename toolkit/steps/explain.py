"""解释: what a finding code, a column or a criterion means, and on what it rests."""

from collections.abc import Iterator

from toolkit.findings.catalogue import find
from toolkit.policy import notice
from toolkit.policy.text import match_key
from toolkit.records import FORMS, BoundColumn, Form
from toolkit.sheets.headers import header_key, match_header


def explain(topic: str) -> list[str]:
    """Lines in Chinese; none where the topic is nothing we know."""
    return [*_code(topic), *_criterion(topic), *_columns(topic)]


def _code(topic: str) -> Iterator[str]:
    rule = find(topic)
    if rule:
        words = {"E": "错误：该行暂不并入", "W": "提醒：照常并入", "I": "提示"}
        yield f"{rule.code}（{words[rule.severity]}）"
        yield f"  问题：{rule.message.format_map(_Gaps())}"
        yield f"  怎么办：{rule.advice.format_map(_Gaps())}"
        if rule.clause:
            yield f"  依据：{_basis(rule.clause)}"


class _Gaps(dict[str, str]):
    """What a rule fills in from the case at hand stands as … where there is none."""

    def __missing__(self, word: str) -> str:
        return "…"


def _basis(clause: str) -> str:
    return f"{notice().number} {clause}" if clause.startswith(("一", "二", "三", "四")) else clause


def _criterion(topic: str) -> Iterator[str]:
    wanted = match_key(topic)
    for criterion in notice().criterion:
        if wanted in {criterion.id, match_key(criterion.header), match_key(criterion.label)}:
            yield f"{criterion.header}（{criterion.dimension}）"
            yield f"  原文：“{criterion.quote}”"
            for category, clause in criterion.clauses.items():
                yield f"  适用：{category}（{clause}）"


def _columns(topic: str) -> Iterator[str]:
    for form in FORMS:
        bound = match_header(form, topic)
        if bound and header_key(topic):
            yield from _column(form, bound)


def _column(form: Form, bound: BoundColumn) -> Iterator[str]:
    need = "必填" if bound.required else bound.column.needed or "选填"
    yield f"{form.sheet}·{bound.header}（{'市局填写' if bound.column.city else need}）"
    if bound.column.help:
        yield f"  填法：{bound.column.help}"
    if bound.kind.choices:
        yield f"  可选：{'、'.join(bound.kind.choices)}"
    if bound.column.aliases:
        yield f"  也认：{'、'.join(bound.column.aliases)}"
    if bound.column.clause:
        yield f"  依据：{_basis(bound.column.clause)}"
