"""拟退出告知书: a pilot is told what was found and what is meant to follow, and may answer before it does (四（四）)."""

from collections.abc import Iterator

from toolkit.checks.standing import ExitCase, needs_notice
from toolkit.findings import Finding, Rule
from toolkit.findings.catalogue import checks
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.exits import cases_of, evidence_of, facts_of, ground_of, other_grounds, unmet_quotes
from toolkit.letters.letter import NUMBERED, TO_FILL, Letter, Refusal, Request, compose, contact
from toolkit.letters.pilots import about_pilot, pilot_name, territory_of, unidentified
from toolkit.letters.texts.common import LIST

KIND, NAME = "exit-notice", "拟退出告知书"
TAKES = NUMBERED | {"unit", "pilot"}

BEFORE_ANY_STEP: frozenset[Rule] = frozenset({
    checks.EXIT_NOT_CITY, checks.EXIT_DONE, checks.EXIT_NO_CASE, checks.EXIT_NO_GROUND, checks.EXIT_ALREADY,
    checks.EXIT_UNREADABLE,
})  # fmt: skip
"""What hinders a decision and its notice alike; the other hindrances are the steps that follow the notice."""


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The notice to the pilot asked for, or to every pilot whose exit is proposed."""
    for case in cases_of(request, KIND):
        if isinstance(case, Refusal):
            yield case
        elif why := _why_not(request, case):
            yield Refusal(KIND, case.pilot.describe(), why)
        else:
            yield _letter(request, case)


def _why_not(request: Request, case: ExitCase) -> list[Finding]:
    """Why no notice may be given, or none is wanted."""
    told = [finding for finding in case.hindrances if finding.rule in BEFORE_ANY_STEP]
    if told or case.tracking is None:
        return told
    values, words = case.tracking.values, {"name": case.pilot.describe()}
    if not needs_notice(case.tracking, request.settings):
        return [Finding(say.NO_NOTICE_NEEDED, words={**words, "ground": values["ground"]})]
    given = case.day("notice_on")
    if given and given != request.signed_on:
        return [Finding(say.NOTICE_GIVEN, words={**words, "notice_on": given})]
    told = unidentified(case.pilot)
    if not facts_of(case):
        told.append(Finding(say.NO_FACTS, words=words))
    if str(values["ground"]).startswith("T1") and not values.get("unmet"):
        told.append(Finding(say.NO_CRITERION, words=words))
    return told


def _letter(request: Request, case: ExitCase) -> Letter:
    pilot, name, settings = case.pilot, pilot_name(case.pilot), request.settings
    said: Context = {
        **contact(request),
        **about_pilot(pilot),
        "事实": facts_of(case),
        "证据": _numbered(evidence_of(request, case)),
        "退出事由": ground_of(case, settings),
        "不符合条目": _numbered(unmet_quotes(case)),
        "申辩期限": f"{settings.statement_working_days}个工作日",
        "提交地址": settings.issuer.address or TO_FILL,
    }
    return compose(
        request, KIND, f"{NAME}-{name}", pilot.values["name"], f"关于拟将{name}退出{LIST}的告知书", said,
        copies=territory_of(pilot)[1], keep=(name,), remarks=tuple(other_grounds(request, case)),
    )  # fmt: skip


def _numbered(texts: list[str]) -> list[dict[str, str]]:
    return [{"序号": str(number), "内容": text} for number, text in enumerate(texts, start=1)]
