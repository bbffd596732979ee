"""经验成果汇编: what others may copy, and nothing that its source has not agreed to make public (三（四）)."""

from collections.abc import Iterator, Sequence

from toolkit.findings import Finding, Rule
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import Letter, Refusal, Request, compose, long_date, one_line
from toolkit.letters.numerals import chinese
from toolkit.master.state import Entry
from toolkit.policy import notice
from toolkit.records.outcomes import KIND as OUTCOME_KINDS

KIND, NAME = "outcome-digest", "经验成果汇编"
TAKES = frozenset({"date", "year"})


def write(request: Request) -> Iterator[Letter | Refusal]:
    """One digest: of all that is on record, or of what was formed in a year."""
    known = [e for e in request.master.entries("outcomes") if (e.values.get("formed_on") or request.as_of) <= request.as_of]
    public = [entry for entry in known if entry.values.get("publishable") is True]
    chosen = [e for e in public if request.year in {None, _year(e)}]
    remarks = [*_told(say.OUTCOMES_KEPT_BACK, len(known) - len(public))]
    if request.year:
        remarks += _told(say.OUTCOMES_UNDATED, sum(_year(entry) is None for entry in public), year=request.year)
    if chosen:
        yield _digest(request, _ordered(chosen), remarks)
    else:
        yield Refusal(KIND, NAME, [Finding(say.NO_OUTCOMES, words={"as_of": request.as_of}), *remarks])


def _year(entry: Entry) -> int | None:
    formed_on = entry.values.get("formed_on")
    return formed_on.year if formed_on else None


def _told(rule: Rule, count: int, **words: object) -> list[Finding]:
    return [Finding(rule, words={"count": count, **words})] if count else []


def _ordered(entries: Sequence[Entry]) -> list[Entry]:
    """By type, then by unit in the order city documents use."""
    units = {unit.short: position for position, unit in enumerate(notice().unit)}
    return sorted(entries, key=lambda e: (OUTCOME_KINDS.values.index(e.values["kind"]), units.get(e.unit, 99)))


def _digest(request: Request, entries: Sequence[Entry], remarks: Sequence[Finding]) -> Letter:
    said: Context = {
        "截至日期": long_date(request.as_of),
        "年度说明": f"{request.year}年形成的" if request.year else "",
        "合计项数": str(len(entries)),
        "成果": _rows(entries),
    }
    title = "上海市商业秘密保护创新试点经验成果汇编" + (f"\n（{request.year}年）" if request.year else "")
    name = f"{NAME}-{request.year or '全部'}"
    return compose(request, KIND, name, "各区市场监管局", title, said, remark="此件公开发布", takes=TAKES, remarks=remarks)


def _rows(entries: Sequence[Entry]) -> list[dict[str, str]]:
    rows, kinds = [], list(dict.fromkeys(entry.values["kind"] for entry in entries))
    for kind in kinds:
        for number, entry in enumerate((e for e in entries if e.values["kind"] == kind), start=1):
            values, formed_on = entry.values, entry.values.get("formed_on")
            heading = f"{chinese(kinds.index(kind) + 1)}、{kind}" if number == 1 else ""
            rows.append({
                "类型标题": heading, "序号": chinese(number), "成果名称": one_line(values["title"]), "来源单位": values["source_name"],
                "形成日期": long_date(formed_on) if formed_on else "", "推广范围": one_line(values.get("reach")),
                "主要内容": one_line(values["content"]) + "。",
            })  # fmt: skip
    return rows
