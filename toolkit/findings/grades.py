"""How grave a finding is where the city sees it otherwise than the catalogue: [severity] of pilot.toml.

Only what is said of a mailed file can be set. An error that says a value could not be read stays one: a row
let in without it would put a hole into the master.
"""

import dataclasses
from collections.abc import Mapping

from toolkit.findings.catalogue import find, links, rows
from toolkit.findings.finding import Rule, Severity

SUBJECTS = frozenset({"SHEET", "COVER", "CELL", "USCC", "ROW", "LINK"})
JUDGED_IN_MERGING = frozenset({
    links.CLAIMED_TWICE, links.MOVED_UNSAID, links.NAME_CHANGED, links.MISSING_PILOT, links.CITY_FIELD_CHANGED, links.MISSING_LEAD,
})  # fmt: skip
"""What follows from how a merge works, and holds or lets in for that reason."""
MAY_BE_LOWERED = frozenset({"ROW", "LINK"})
"""Errors of these judge values that were read; all others say that something could not be."""
FIRM = frozenset({rows.PARK_NAME_MISSING, links.DUPLICATE_ROW, links.PILOT_WITHDRAWS, links.EXITED_RETURNS})
"""Errors without which a record could not be told from another, or a forbidden step would be taken."""


WAIVABLE = frozenset({"SHEET", "COVER", "CELL", "USCC", "ROW", "LINK", "QUOTA", "REPORT", "REVIEW", "TRACK", "REPLY", "DUP"})
"""What the city may set aside for one record; the course of an exit, forbidden steps and failures it may not."""
RULED_ELSEWHERE = JUDGED_IN_MERGING - {links.MISSING_PILOT, links.MISSING_LEAD}
"""What is settled in 冲突裁定 or by 变更说明, not by a waiver."""


def may_be_waived(rule: Rule) -> bool:
    """Whether the city may set a finding aside; never one that says a value could not be read, or whose record it is."""
    subject = rule.code.partition("-")[0]
    if subject not in WAIVABLE or rule in RULED_ELSEWHERE or rule in FIRM:
        return False
    return rule.severity is not Severity.E or subject not in SUBJECTS - MAY_BE_LOWERED


def graded(rule: Rule, severity: Mapping[str, str]) -> Rule:
    """The rule as grave as it is set, or as it is."""
    wanted = severity.get(rule.code)
    return rule if wanted is None else dataclasses.replace(rule, severity=Severity(wanted))


def impossible(severity: Mapping[str, str]) -> str:
    """Why a setting cannot be, in Chinese, or nothing."""
    said = (_why(code, Severity(wanted)) for code, wanted in severity.items())
    return next((why for why in said if why), "")


def _why(code: str, wanted: Severity) -> str:
    rule = find(code)
    if rule is None:
        return f"[severity] 中的 {code} 不是问题代码。请对照问题代码表修改"
    subject = code.partition("-")[0]
    if subject not in SUBJECTS or rule in JUDGED_IN_MERGING:
        return f"[severity] 中的 {code} 不能调整，只有对报送表逐格、逐表的核验可以。请删除这一行"
    if rule.grouped and wanted is Severity.E:
        return f"[severity] 中的 {code} 是按列汇总的读取说明，不能设为 E。请改为 W 或 I"
    if rule.severity is Severity.E and wanted is not Severity.E and (subject not in MAY_BE_LOWERED or rule in FIRM):
        return f"[severity] 中的 {code} 不能调低，否则会有读不出的内容并入总台账。请删除这一行"
    return ""
