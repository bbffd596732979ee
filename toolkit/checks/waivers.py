"""豁免: findings the city has set aside for one record until a day; a line that is not complete is told, never in force."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.checks.entered import typed, typed_day
from toolkit.findings import Finding, Place, Rule, Waiver
from toolkit.findings.catalogue import checks, find
from toolkit.findings.grades import may_be_waived
from toolkit.master.ledgers import WAIVERS
from toolkit.master.state import Master
from toolkit.policy import Settings
from toolkit.policy.text import match_key
from toolkit.records.kinds import Bad
from toolkit.sheets.grid import Value
from toolkit.sheets.submission import Submission


@dataclass(slots=True)
class Waivers:
    """The waivers in force on a day, by code and by what the record is called; `findings` tell of unusable lines."""

    in_force: Mapping[tuple[str, str], Waiver]
    findings: list[Finding] = field(default_factory=list)

    def judge(self, finding: Finding) -> Finding:
        """The finding, waived where a line in force names its code and its record."""
        keys = ((finding.code, match_key(name)) for name in finding.about)
        waiver = next((self.in_force[key] for key in keys if key in self.in_force), None)
        return dataclasses.replace(finding, waiver=waiver) if waiver else finding

    def among(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings, each waived or not."""
        return [self.judge(finding) for finding in findings] if self.in_force else list(findings)

    def apply_to(self, submission: Submission) -> None:
        """Waive what is said of a submission's rows: a row so freed is no longer held."""
        if self.in_force:
            for row in submission.all_rows():
                row.findings = self.among(row.findings)


def read_waivers(master: Master, as_of: date, settings: Settings) -> Waivers:
    """The waivers of 豁免 in force on a day; 有效期至 is the last day of each."""
    waivers, in_force = Waivers({}), dict[tuple[str, str], Waiver]()
    for number, line in master.ledgers[WAIVERS.sheet].rows:
        told = list(_faults(master, number, line, as_of, settings))
        waivers.findings += told
        until = None if told else typed_day(line.get("有效期至"), as_of, settings)
        if until and as_of <= until:
            code, record, reason, approver = (typed(line.get(header)) for header in WAIVERS.headers[:4])
            in_force[code.upper(), match_key(record)] = Waiver(reason, approver, until)
    return Waivers(in_force, waivers.findings)


def _faults(
    master: Master, number: int, line: Mapping[str, Value], as_of: date, settings: Settings
) -> Iterator[Finding]:
    def told(rule: Rule, **words: object) -> Finding:
        return Finding(rule, Place(master.name, WAIVERS.sheet, row=number), None, {"number": number, **words})

    if lacking := [header for header in WAIVERS.headers if not typed(line.get(header))]:
        yield told(checks.WAIVER_INCOMPLETE, lacking="、".join(lacking))
    try:
        typed_day(line.get("有效期至"), as_of, settings)
    except Bad:
        yield told(checks.WAIVER_DATE, told=typed(line.get("有效期至")))
    code = typed(line.get("问题代码"))
    rule = find(code) if code else None
    if code and rule is None:
        yield told(checks.WAIVER_CODE, code=code)
    elif rule and not may_be_waived(rule):
        yield told(checks.WAIVER_IMPOSSIBLE, code=rule.code)
