"""解释: what a finding code, a column or a criterion means, and on what it rests."""

from collections.abc import Iterator
from difflib import get_close_matches

from toolkit.findings import Rule, Severity
from toolkit.findings.catalogue import find, rules
from toolkit.policy import Settings, notice
from toolkit.policy.text import match_key, squeeze
from toolkit.records import COVER_SHEET, FORMS, BoundColumn, Cover, columns_of
from toolkit.sheets.headers import header_key, match_header

OF_ROWS = frozenset({"CELL", "USCC", "ROW", "LINK"})
"""What codes begin with that speak of a row."""
_FEW, _LONGEST = 3, 40


def explain(topic: str, settings: Settings | None = None) -> list[str]:
    """Lines in Chinese; none where the topic is nothing we know. `settings` say which lists the city keeps otherwise."""
    return [*_code(topic), *_criterion(topic), *_columns(topic, settings)]


def like(topic: str) -> list[str]:
    """What somebody may have meant, the likeliest first: codes, headers, criteria."""
    criteria = [name for criterion in notice().criterion for name in (criterion.id, criterion.label)]
    columns = [column for form in FORMS for column in form.columns] + list(columns_of(Cover))
    headers = [name for column in columns for name in (column.header, *column.column.aliases)]
    topics = dict.fromkeys([*(rule.code for rule in rules()), *headers, *criteria])
    return get_close_matches(squeeze(topic).upper(), topics, n=_FEW, cutoff=0.6) if len(topic) <= _LONGEST else []


def _code(topic: str) -> Iterator[str]:
    rule = find(topic)
    if rule:
        yield f"{rule.code}（{_weight(rule)}）"
        yield f"  问题：{rule.message.format_map(_Gaps())}"
        yield f"  怎么办：{rule.advice.format_map(_Gaps())}"
        if rule.clause:
            yield f"  依据：{basis_of(rule.clause)}"


def _weight(rule: Rule) -> str:
    """How grave a rule is, and for what stands in a row whether the row goes in all the same."""
    if rule.severity is Severity.I:
        return "提示"
    word = "错误" if rule.severity is Severity.E else "提醒"
    if rule.code.partition("-")[0] not in OF_ROWS:
        return word
    return f"{word}：{'该行暂不并入' if rule.severity is Severity.E and not rule.lets_in else '照常并入'}"


class _Gaps(dict[str, str]):
    """What a rule fills in from the case at hand stands as … where there is none."""

    def __missing__(self, word: str) -> str:
        return "…"


def basis_of(clause: str) -> str:
    """On what a rule rests, as people cite it."""
    return f"{notice().number} {clause}" if clause.startswith(("一", "二", "三", "四")) else clause


def _criterion(topic: str) -> Iterator[str]:
    wanted = match_key(topic)
    for criterion in notice().criterion:
        if wanted in {criterion.id, match_key(criterion.header), match_key(criterion.label)}:
            yield f"{criterion.header}（{criterion.dimension}）"
            yield f"  原文：“{criterion.quote}”"
            for category, clause in criterion.clauses.items():
                yield f"  适用：{category}（{clause}）"


def _columns(topic: str, settings: Settings | None) -> Iterator[str]:
    for form in FORMS:
        bound = match_header(form, topic)
        if bound and header_key(topic):
            yield from _column(form.sheet, bound, settings)
    for bound in columns_of(Cover):
        if header_key(topic) in map(header_key, (bound.header, *bound.column.aliases)):
            yield from _column(COVER_SHEET, bound, settings)


def _column(sheet: str, bound: BoundColumn, settings: Settings | None) -> Iterator[str]:
    need = "必填" if bound.required else bound.column.needed or "选填"
    yield f"{sheet}·{bound.header}（{'市局填写' if bound.column.city else need}）"
    if bound.column.help:
        yield f"  填法：{bound.column.help}"
    if choices := bound.kind.offered(settings):
        yield f"  可选：{'、'.join(choices)}"
    if bound.column.aliases:
        yield f"  也认：{'、'.join(bound.column.aliases)}"
    if bound.column.clause:
        yield f"  依据：{basis_of(bound.column.clause)}"
