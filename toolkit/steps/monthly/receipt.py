"""回执: what a unit is told of what it sent: the file with its hash, the rows taken and held, what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from toolkit.findings import Finding, Severity
from toolkit.letters.letter import long_date
from toolkit.master.plan import FileResult
from toolkit.policy import Unit
from toolkit.records.kinds.text import mask_phones_in
from toolkit.steps.check import FileCheck
from toolkit.steps.mark import SUFFIX
from toolkit.steps.monthly.journal import Arrived, Outcome

ACTION = {
    "merged": "已并入市级总台账", "unchanged": "与已并入的内容相同，无变化", "superseded": "同月另有新版，以新版为准", "refused": "未收，请处理后重新报送",
}  # fmt: skip
MOST_FINDINGS = 10
"""Findings the receipt itself lists; the marked copy has all."""
WORDS = {Severity.E: "错误", Severity.W: "提醒"}


@dataclass(frozen=True, slots=True)
class Dealt:
    """One workbook and what became of it."""

    arrived: Arrived
    check: FileCheck
    result: FileResult

    @property
    def unit(self) -> str | None:
        """Whose it is."""
        return self.result.unit or self.arrived.unit

    @property
    def counts(self) -> Counter[Severity]:
        """What its sender is told, by severity."""
        return Counter(finding.severity for finding in self.check.for_sender)

    @property
    def summary(self) -> Outcome:
        """What the journal keeps of it."""
        submission, result, counts = self.check.submission, self.result, self.counts
        return Outcome(
            self.unit, PurePath(submission.file).name, result.action, result.year, result.month, submission.revision,
            result.tally.to_json(), counts[Severity.E], counts[Severity.W], self.arrived.received,
            "；".join(_told(f, submission.file) for f in self.result.all_findings if f.severity is Severity.E),
        )  # fmt: skip

    @property
    def faults(self) -> list[Finding]:
        """What is to be mended or looked at, the gravest first."""
        return [finding for grade in WORDS for finding in self.check.for_sender if finding.severity is grade]

    @property
    def disputed(self) -> int:
        """What the city has to settle."""
        return len(self.check.findings) - len(self.check.for_sender)


def receipt(
    unit: Unit, month: str, dealt: Sequence[Dealt], others: Sequence[Arrived], enclosed: Mapping[str, bytes], as_of: date, reply_by: date
) -> str:
    """The text, for a mail's body or a file."""
    lines = [f"{unit.brief}：", "", f"　　你单位{month}商业秘密保护创新试点报送材料的接收、处理情况如下（截至{long_date(as_of)}）。", ""]
    for number, file in enumerate(dealt, start=1):
        lines += [f"{number}. {PurePath(file.check.submission.file).name}", *(f"   {line}" for line in _file(file)), ""]
    if others:
        lines += ["以下来件没有取出报送表：", *(f"· {one.name}：{one.said}" for one in others), "　　请把报送表（.xlsx）作为附件重新发送。", ""]
    if faulty := [file for file in dealt if file.faults]:
        lines.append(_request(faulty, reply_by, any(name.endswith(f"{SUFFIX}.xlsx") for name in enclosed)))
    lines += ["　　附件：" + "；".join(enclosed), ""] if enclosed else [""]
    return mask_phones_in("\n".join(lines))


def _request(faulty: Sequence[Dealt], reply_by: date, is_marked: bool) -> str:
    """What is asked for: mending where there are errors, a look where there are none."""
    grave = any(file.counts[Severity.E] for file in faulty)
    asked = f"请于{long_date(reply_by)}前改正错误、核对提醒" if grave else f"以上提醒请于{long_date(reply_by)}前核对，需要更正的"
    marked = "标注文件见附件，可以直接在上面修改后寄回。" if is_marked else ""
    return f"　　{asked}{'，' if grave else ''}将版本号加1后重新报送。{marked}"


def _file(file: Dealt) -> Iterator[str]:
    submission, tally = file.check.submission, file.result.tally
    if day := file.arrived.received_on:
        yield f"收到日期：{long_date(day)}（按邮件时间）"
    yield f"文件校验值（SHA-256）：{submission.sha256}"
    if submission.month and submission.year:
        yield f"报送月份：{submission.year}年{submission.month}月，第{submission.revision}版"
    yield f"处理结果：{ACTION[file.result.action]}"
    if tally.read:
        yield f"共{tally.read}行：新增{tally.added}，变更{tally.changed}，未变{tally.unchanged}，暂缓{tally.held}"
    counts = file.counts
    if file.disputed:
        yield f"有{file.disputed}处与市局现有记录不一致，由市局裁定，无须你单位处理。"
    if not file.faults:
        if file.result.action != "superseded":
            yield "没有发现需要改正的问题。"
        return
    yield f"发现错误{counts[Severity.E]}处、提醒{counts[Severity.W]}处："
    yield from (f"  [{WORDS[fault.severity]}] {_told(fault, submission.file)}" for fault in file.faults[:MOST_FINDINGS])
    if len(file.faults) > MOST_FINDINGS:
        yield f"  ……其余{len(file.faults) - MOST_FINDINGS}处见附件。"


def _told(fault: Finding, file: str) -> str:
    """Where, what, and what to do; other files by their bare names."""
    place = " ".join(part for part in (fault.place.sheet, fault.place.cell) if part)
    said = f"{fault.message}。{fault.advice}。".replace(f"{PurePath(file).parent}/", "").replace(f"{PurePath(file).parent}\\", "")
    return f"{place}：{said}" if place else said
