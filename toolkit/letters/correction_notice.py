"""补正通知: a workbook goes back to the unit that sent it, with what to mend in which of its own cells (三（二）、四（二）)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from toolkit.findings import Finding, Place, Severity
from toolkit.findings.catalogue import letters as say
from toolkit.letters.context import Context
from toolkit.letters.letter import (
    NUMBERED,
    TO_FILL,
    Letter,
    Occasion,
    Refusal,
    Request,
    compose,
    contact,
    long_date,
    reply_term,
)
from toolkit.records.kinds.text import mask_phone, mask_phones_in
from toolkit.sheets.submission import Submission

KIND, NAME = "correction-notice", "补正通知"
TAKES = NUMBERED
MOST_ROWS = 40
"""Lines the letter itself lists; the marked copy has all."""
LONGEST_VALUE = 40
PHONE_FIELDS, PERSON_FIELDS = frozenset({"phone"}), frozenset({"contact", "filler", "reviewer"})


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that goes back: what was read of it, all that was found, and the day it came in where that is known."""

    submission: Submission
    findings: Sequence[Finding]
    received_on: date | None = None

    @property
    def name(self) -> str:
        """The file's own name."""
        return _plain(PurePath(self.submission.file).name)

    @property
    def faults(self) -> list[Finding]:
        """What its sender must mend (E) or look at (W), the gravest first, otherwise as the file goes."""
        return [finding for severity in (Severity.E, Severity.W) for finding in self.findings if finding.severity is severity]


def write(request: Request) -> Iterator[Letter | Refusal]:
    """A master has nothing to send back."""
    yield Refusal(KIND, "总台账", [Finding(say.ONLY_OF_A_FILE)])


def write_for(returned: Returned, occasion: Occasion) -> Letter | Refusal:
    """The letter that goes back with a file; refused where nothing is wrong with it."""
    if not returned.faults:
        return Refusal(KIND, returned.name, [Finding(say.NOTHING_TO_CORRECT, words={"file": returned.name})])
    unit, shown = returned.submission.unit, returned.faults[:MOST_ROWS]
    to = unit.brief if unit else TO_FILL
    reply_by, remarks = reply_term(occasion, occasion.settings.reply_working_days)
    said: Context = {
        **contact(occasion),
        "收到日期": long_date(returned.received_on) if returned.received_on else "",
        "文件名": returned.name,
        "批次": _batch(returned.submission),
        "问题总数": str(len(returned.faults)),
        "列明数": str(len(shown)),
        "其余说明": _rest(len(returned.faults) - len(shown)),
        "问题清单": [_row(number, fault) for number, fault in enumerate(shown, start=1)],
        "回复期限": long_date(reply_by),
        "附件名称": "需要补正的内容",
    }
    name, about = f"{NAME}-{PurePath(returned.name).stem}", "关于补正商业秘密保护创新试点报送材料的函"
    return compose(occasion, KIND, name, to, about, said, remarks=remarks)


def _batch(submission: Submission) -> str:
    if submission.year and submission.month:
        return f"{submission.year}年{submission.month}月报送表，第{submission.revision}版"
    return "报送年度和月份无法判明"


def _rest(count: int) -> str:
    return f"其余{count}处见随函附送的核验标注文件，该文件标出了全部问题所在的单元格。" if count else ""


def _row(number: int, fault: Finding) -> dict[str, str]:
    place = fault.place
    return {
        "序号": str(number),
        "工作表": _plain(place.sheet) or "整份文件",
        "单元格": place.cell or (f"第{place.row}行" if place.row else "—"),
        "列名": _plain(place.header) or "—",
        "填报值": _value(place, fault.value),
        "问题": _plain(mask_phones_in(fault.message)),
        "修改意见": _plain(mask_phones_in(fault.advice)),
    }


def _value(place: Place, value: str | None) -> str:
    """What was typed, of persons only as much as tells which entry is meant."""
    text = _plain(value)
    if not text:
        return "（空）" if place.cell else "—"
    if place.field in PHONE_FIELDS:
        text = mask_phone(text)
    elif place.field in PERSON_FIELDS:
        text = text[0] + "**"
    text = mask_phones_in(text)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _plain(text: str | None) -> str:
    """One line that Word can hold."""
    return "".join(character if character.isprintable() else " " for character in text or "").strip()
