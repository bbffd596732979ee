"""退出决定: a pilot leaves the list; every step before it is asked of checks/standing (四（四）)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from toolkit.checks.standing import ExitCase, exit_case, exit_cases, needs_notice
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.letter import NO_DAY, Letter, Refusal, Request, closing, long_date, opening
from toolkit.letters.titles import title_lines
from toolkit.master.ledgers import LETTERS
from toolkit.master.state import Entry
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key, squeeze
from toolkit.records.kinds.text import mask_phones_in
from toolkit.records.pilots import EXITED

KIND, NAME = "exit-decision", "退出决定"
NOTICE_NAME = "拟退出告知书"
_NAMED = ("name", "uscc", "category", "determined_on", "document_no")
"""What a decision says of the pilot itself."""


def write(request: Request) -> Iterator[Letter | Refusal]:
    """The decision on the pilot asked for, or on every pilot whose exit is proposed."""
    day = _decided_on(request)
    if request.pilot is None:
        cases = [case for case in exit_cases(request.master, day, request.settings)
                 if request.unit in {None, case.pilot.unit}]  # fmt: skip
        if not cases:
            yield Refusal(KIND, request.unit or "全部", [Finding(say.NO_EXIT_PROPOSED)])
    else:
        cases = [exit_case(request.master, pilot, day, request.settings) for pilot in find_pilots(request)]
        if not cases:
            yield Refusal(KIND, request.pilot, [Finding(say.NO_SUCH_PILOT, words={"query": request.pilot})])
    for case in cases:
        hindrances = [*case.hindrances, *_not_sayable(request, case)]
        if hindrances:
            yield Refusal(KIND, case.pilot.describe(), [*hindrances, *case.remarks])
        else:
            yield _letter(request, case)


def _decided_on(request: Request) -> date:
    """The day by which every step must be done: a decision rests on what is known, and on what was by its date."""
    return min(request.as_of, request.signed_on or request.as_of)


def find_pilots(request: Request) -> list[Entry]:
    """Pilots by 试点编号, credit code or name; of a re-entered one only the present record."""
    wanted, key = squeeze(request.pilot or "").upper(), match_key(request.pilot or "")
    found = [
        entry
        for entry in request.master.entries("pilots")
        if request.unit in {None, entry.unit}
        and (
            wanted in {entry.texts.get("pilot_id"), entry.texts.get("uscc")}
            or key in {match_key(entry.texts.get("name") or ""), match_key(entry.texts.get("park_name") or "")}
        )
    ]
    return [entry for entry in found if entry.values.get("state") != EXITED] or found


def _not_sayable(request: Request, case: ExitCase) -> list[Finding]:
    """What the decision must state and the records do not."""
    if case.tracking is None or case.hindrances:
        return []
    values, words = case.tracking.values, {"name": case.pilot.describe()}
    told = []
    if lacking := [case.pilot.form.column(name).header for name in _NAMED if not case.pilot.values.get(name)]:
        told.append(Finding(say.NOT_IDENTIFIED, words={**words, "headers": "、".join(lacking)}))
    if not values.get("facts"):
        told.append(Finding(say.NO_FACTS, words=words))
    if _course(request, case) == "不成立" and not (values.get("statement") and request.reason):
        told.append(Finding(say.DEFENCE_NOT_ANSWERED, words=words))
    effective = values.get("effective_on")
    if effective and request.signed_on and effective < request.signed_on:
        told.append(
            Finding(say.EFFECTIVE_BEFORE_SIGNED, words={**words, "effective": effective, "signed": request.signed_on})
        )
    return told


def _course(request: Request, case: ExitCase) -> str:
    """How it came to the decision, in the template's words."""
    values = case.tracking.values if case.tracking else {}
    if case.tracking and not needs_notice(case.tracking, request.settings):
        return "自愿" if str(values.get("ground")).startswith("T4") else "注销"
    return "不成立" if values.get("stated") == "已提出" else str(values.get("stated"))


def _letter(request: Request, case: ExitCase) -> Letter:
    pilot, name = case.pilot, _name(case.pilot)
    unit = notice().find_unit(pilot.texts.get("territory") or pilot.unit)
    bureau = unit.brief if unit else pilot.unit
    title = f"{request.settings.issuer.name}关于{name}退出上海市商业秘密保护创新试点园区、单位（站、点）名单的决定"
    context: dict[str, str | Sequence[Mapping[str, str]]] = {
        **opening(request, "\n".join(title_lines(title, keep=(name,))), pilot.values["name"], document=True),
        **closing(request, copies=bureau),
        "单位名称": name,
        "统一社会信用代码": pilot.texts.get("uscc") or "",
        "类别": str(pilot.values["category"]),
        "区": unit.short if unit else pilot.unit,
        "区局": bureau,
        "确定日期": long_date(pilot.values["determined_on"]),
        "确定文号": pilot.texts.get("document_no") or "",
        **_facts(request, case),
    }
    return Letter(
        KIND, f"{NAME}-{name}", pilot.values["name"], title, context, request.number, request.signed_on,
        tuple(case.remarks),
    )  # fmt: skip


def _name(pilot: Entry) -> str:
    """A park goes by its own name."""
    park = pilot.values.get("park_name") if pilot.values["category"] is Category.PARK else None
    return str(park or pilot.values["name"])


def _facts(request: Request, case: ExitCase) -> dict[str, str | Sequence[Mapping[str, str]]]:
    values = case.tracking.values if case.tracking else {}
    year = (request.signed_on or request.as_of).year
    effective = values.get("effective_on") or request.signed_on
    dates = {"告知日期": values.get("notice_on"), "送达日期": values.get("served_on"), "申辩届满日期": case.term_ends_on}
    return {
        "退出情形": _course(request, case),
        "事实": [{"内容": text} for text in _paragraphs(case)],
        "退出事由": _ground(request, case),
        **{label: long_date(day) if day else "" for label, day in dates.items()},
        "告知文号": _notice_number(request, case),
        "申辩意见": _clause(values.get("statement")),
        "复核意见": _clause(request.reason),
        "申请日期": "",
        "注销日期": "",
        "生效日期": long_date(effective) if effective else NO_DAY.format(year=year),
    }


def _paragraphs(case: ExitCase) -> list[str]:
    """The facts on record without phones, then the criteria not met, in the notice's words."""
    values = case.tracking.values if case.tracking else {}
    facts = mask_phones_in(str(values.get("facts") or ""))
    texts = [line.strip() for line in facts.splitlines() if line.strip()]
    quotes = {criterion.id: criterion.quote for criterion in notice().criterion}
    if unmet := values.get("unmet"):
        listed = "；".join(f"“{quotes[criterion]}”" for criterion in unmet)
        texts.append(f"经跟踪评估，不符合下列建设条件：{listed}。")
    return texts


def _ground(request: Request, case: ExitCase) -> str:
    values = case.tracking.values if case.tracking else {}
    ground = str(values.get("ground") or "")[:2]
    if ground == "T3":
        facts = str(values.get("facts") or "")
        said = [text for word, text in (("注销", "主体已注销"), ("吊销", "主体已被吊销"), ("迁", "已迁出本市")) if word in facts]
        return said[0] if said else request.settings.exit_grounds[ground]
    return request.settings.exit_grounds[ground]


def _clause(text: object) -> str:
    """A remark as part of a sentence: one line, without its full stop and without phones."""
    return mask_phones_in("".join(str(text or "").split())).rstrip("。；;.")


def _notice_number(request: Request, case: ExitCase) -> str:
    """The number under which the notice of the intended exit went out, by 文书登记."""
    name = _name(case.pilot)
    numbers = [
        str(line["文号"])
        for line in request.master.ledger_rows(LETTERS)
        if line.get("文种") == NOTICE_NAME and line.get("文号") and line.get("状态") != "作废"
        and line.get("主送") == case.pilot.values["name"] and name in str(line.get("标题"))
    ]
    return numbers[-1] if numbers else ""
