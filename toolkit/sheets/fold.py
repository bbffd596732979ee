"""One finding for a whole column that has the same thing wrong, instead of one a row."""

import dataclasses
from collections.abc import Sequence

from toolkit.findings import Finding, Rule, Severity
from toolkit.records.row import Row
from toolkit.sheets.asides import Table
from toolkit.sheets.grid import address

MANY = 20
"""More cells than this are told together."""
FEW, MOST = 5, 0.8
"""So are this many and more, where they are most of a column's filled cells."""
_SHOWN = 5


def fold(table: Table, rows: Sequence[Row]) -> list[Finding]:
    """Take what many cells of a column share off their rows; the rows stay held by the one finding at its header."""
    groups: dict[tuple[str, str], list[tuple[Row, Finding]]] = {}
    for row in rows:
        for finding in row.findings:
            if not finding.rule.grouped and finding.place.field in table.header.columns:
                groups.setdefault((finding.code, finding.place.field or ""), []).append((row, finding))
    return [_fold(table, name, group) for (_, name), group in groups.items() if _is_whole(name, group, rows)]


def _is_whole(name: str, group: Sequence[tuple[Row, Finding]], rows: Sequence[Row]) -> bool:
    wrong = {row.number for row, _ in group}
    used = [row for row in rows if row.raw.get(name) or row.number in wrong]
    return len(group) > MANY or (len(group) >= FEW and len(group) >= MOST * len(used))


def _fold(table: Table, name: str, group: Sequence[tuple[Row, Finding]]) -> Finding:
    first = group[0][1]
    cells = [finding.place.cell or "" for _, finding in group]
    named = "、".join(cells[:_SHOWN]) + (" 等" if len(cells) > _SHOWN else "")
    place = dataclasses.replace(first.place, cell=address(table.header.row, table.header.columns[name]), row=table.header.row)
    whole = Finding(_of_column(first.rule), place, first.value, {**first.words, "count": len(cells), "cells": named})
    for row, finding in group:
        row.findings.remove(finding)
        if finding.severity is Severity.E and not finding.rule.lets_in:
            row.withheld_by.append(whole)
    return whole


def _of_column(rule: Rule) -> Rule:
    """The rule in the words for many cells: which, and what the first of them says."""
    return dataclasses.replace(rule, message="本列 {count} 格有同一问题（{cells}），第一格：" + rule.message)
