"""问题建议答复函: to a unit, on what it asked or proposed; one matter, one letter (四（四）)."""

from collections.abc import Iterator

from toolkit.checks.feedback import is_answered
from toolkit.findings import Finding
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import NUMBERED, Letter, Refusal, Request, compose, contact, long_date, one_line, paragraphs
from toolkit.master.state import Entry
from toolkit.policy import Unit, notice

KIND, NAME = "feedback-reply", "问题建议答复函"
TAKES = NUMBERED | {"unit", "year"}


def write(request: Request) -> Iterator[Letter | Refusal]:
    """A letter for each matter of the year that was answered; each that was not is refused by name."""
    year = request.year or request.as_of.year
    for entry in request.master.entries("feedback"):
        raised_on, unit = entry.values.get("raised_on"), notice().find_unit(entry.unit)
        if raised_on and raised_on.year == year and raised_on <= request.as_of and request.unit in {None, entry.unit}:
            if unit and is_answered(entry, request.as_of) and entry.values.get("answer"):
                yield _letter(request, entry, unit)
            else:
                words = {"raised_on": raised_on, "kind": entry.values.get("kind") or "事项", "as_of": request.as_of}
                name = f"{entry.unit}“{one_line(entry.values.get('content'))[:30]}”"
                yield Refusal(KIND, name, [Finding(say.NOT_ANSWERED, words=words)])


def _letter(request: Request, entry: Entry, unit: Unit) -> Letter:
    values, raised_on = entry.values, entry.values["raised_on"]
    said: Context = {
        **contact(request),
        "提出日期": long_date(raised_on),
        "类型": values["kind"],
        "涉及单位": one_line(values.get("about")),
        "问题": paragraphs(values["content"]),
        "答复": paragraphs(values["answer"]),
    }
    about = f"关于答复{unit.short}商业秘密保护创新试点工作有关{values['kind']}的函"
    return compose(request, KIND, f"{NAME}-{unit.short}-{raised_on}", unit.brief, about, said)
