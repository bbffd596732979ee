"""What goes back to each unit: marked copies, 补正通知, a receipt, and the mail that carries them, ready to be sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.checks.workdays import add_workdays
from toolkit.findings import Finding
from toolkit.letters.letter import Refusal
from toolkit.mail.draft import draft
from toolkit.policy import Settings, Unit, notice
from toolkit.sheets.files import explained, write_atomically
from toolkit.steps.check import CheckResult
from toolkit.steps.letters import LettersResult, write_corrections
from toolkit.steps.mark import mark_each
from toolkit.steps.monthly.journal import Arrived, Journal, Run
from toolkit.steps.monthly.receipt import Dealt, receipt

RETURNED, RECEIPTS, DRAFTS = "退回补正", "回执", "待发邮件"
"""Folders of a run's output."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What was made for the units; `enclosed` are the files that go back, by the name of the workbook they are of.

    `drafts` counts the notices that have no number yet.
    """

    refused: Sequence[Refusal]
    remarks: Sequence[Finding]
    enclosed: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    drafts: int = 0


def mark_and_notify(journal: Journal, run: Run, dealt: Sequence[Dealt], settings: Settings) -> Returns:
    """Marked copies and notices of the files that want mending; the notices are entered in the list.

    Raises:
        NotWritten, Unreadable, TemplateFault: as the steps it takes.
    """
    folder = journal.output / run.label / RETURNED
    check = CheckResult([file.check for file in dealt if file.faults])
    if not check.files:
        return Returns((), ())
    copies = mark_each(check, folder, run.day, settings)
    days = {file.arrived.sha256: day for file in dealt if file.arrived.sha256 and (day := file.arrived.received_on)}
    letters = write_corrections(check, folder, run.day, settings, journal.place.master, received=days)
    notices = _by_file(check, letters)
    names = [file.submission.file for file in check.files]
    enclosed = {name: [path for path in (copies.get(name), notices.get(name)) if path] for name in names}
    return Returns(letters.refused, letters.remarks, enclosed, sum(written.letter.is_draft for written in letters.written))


def _by_file(check: CheckResult, letters: LettersResult) -> dict[str, Path]:
    """Each notice by the file it is of: it names it, and no two files of a run have one name."""
    named = {str(written.letter.context["文件名"]): written.path for written in letters.written}
    return {file.submission.file: named[name] for file in check.files if (name := Path(file.submission.file).name) in named}


def answer(journal: Journal, run: Run, dealt: Sequence[Dealt], returns: Returns, settings: Settings) -> list[Unit]:
    """A receipt and a mail for every unit that sent something; those of them whose address is not known.

    Raises:
        NotWritten: the folder cannot be written.
    """
    unknown = []
    for unit, files, others in _by_unit(run, dealt):
        paths = [path for file in files for path in returns.enclosed.get(file.check.submission.file, ())]
        enclosed = {path.name: path.read_bytes() for path in paths}
        month = f"{journal.month[0]}年{journal.month[1]}月"
        text = receipt(unit, month, files, others, enclosed, run.day, add_workdays(run.day, settings.reply_working_days, settings))
        to = settings.mail.addresses_of(unit.short)
        subject = f"{month}商业秘密保护创新试点报送回执（{unit.short}）"
        body = text.replace("\n", "\r\n")
        _put(journal.output / run.label / RECEIPTS / f"{unit.short}.txt", body.encode("utf-8-sig"))
        _put(journal.output / run.label / DRAFTS / f"{unit.short}.eml", draft(to, subject, text, enclosed, settings.mail.sender))
        if not to:
            unknown.append(unit)
    return unknown


def _by_unit(run: Run, dealt: Sequence[Dealt]) -> Iterator[tuple[Unit, list[Dealt], list[Arrived]]]:
    """Units with their workbooks and with what else of theirs gave none, in the order of the notice."""
    known = {file.arrived.sha256 for file in dealt}
    for unit in notice().unit:
        files = [file for file in dealt if file.unit == unit.short]
        others = [one for one in run.arrived if one.unit == unit.short and one.grave == "E" and one.sha256 not in known]
        if files or others:
            yield unit, files, others


def _put(path: Path, data: bytes) -> None:
    """Written where it is not there already as it should be."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        is_there = path.is_file() and path.read_bytes() == data
    if not is_there:
        write_atomically(path, data)
