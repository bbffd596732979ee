"""The order of a month's work; what was cut off is done to its end before anything new is begun."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import mail
from toolkit.letters import monthly_bulletin
from toolkit.letters.kinds import LETTER_KINDS
from toolkit.letters.letter import Refusal
from toolkit.mail.names import is_system_name
from toolkit.master.batch import Month, usual_month
from toolkit.master.store import only_writer, read_stored
from toolkit.policy import Settings, Unit
from toolkit.policy.workspace import Workspace
from toolkit.sheets.files import explained, sweep, write_atomically
from toolkit.steps.check import check_files
from toolkit.steps.intake import DUPLICATE, TAKEN, Intake, Item, put_into, receive
from toolkit.steps.letters import LettersResult, Order, write_letters
from toolkit.steps.merge import MergeResult, merge_files
from toolkit.steps.monthly.journal import Arrived, Journal, Run, journals, open_journal
from toolkit.steps.monthly.page import Page, make_page, write_page
from toolkit.steps.monthly.receipt import Dealt
from toolkit.steps.monthly.returns import answer, mark_and_notify

WORKBOOKS, KEPT, BEFORE = "工作簿", "来件", "合并前的总台账.xlsx"
"""What the archive of a run holds."""
BULLETIN = next(kind for kind in LETTER_KINDS if kind.id == monthly_bulletin.KIND)
LOCKED = "月度办理"
"""What a second call at the same time waits for."""
_NAMED = 3
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MonthResult:
    """What was done: the month's last page, and the runs that were finished now (none where nothing was new)."""

    page: Page
    runs: tuple[int, ...] = ()
    findings: Sequence[Finding] = field(default_factory=tuple)
    nothing_taken: bool = False


def do_month(place: Workspace, as_of: date, settings: Settings, month: Month | None = None, tell: Tell = lambda _: None) -> MonthResult:
    """Do the month: finish what was cut off, then what is new in 收件箱.

    Raises:
        NotWritten, Unreadable, TemplateFault: something stops the whole; the next call goes on from there.
    """
    with only_writer(place.root / LOCKED):
        with only_writer(place.master):
            pass  # a list that is open elsewhere is told before anything is done
        _sweep(place)
        return _do_month(place, as_of, settings, month, tell)


def _do_month(place: Workspace, as_of: date, settings: Settings, month: Month | None, tell: Tell) -> MonthResult:
    done: list[tuple[Journal, Run, list[Dealt]]] = []
    for journal in journals(place):
        if run := journal.unfinished:
            tell(f"接着做上次没有做完的 {journal.told_month} {run.label}")
            done.append(_carry_out(journal, run, settings, tell))
    sources, received, unread = _look(place, as_of, settings)
    period = month or _month(received, place, as_of)
    if begun := _begin(open_journal(place, period), sources, received, as_of, settings, tell):
        done.append(_carry_out(*begun, settings, tell))
    journal = done[-1][0] if done else open_journal(place, period)
    page = make_page(journal, as_of, settings)
    if journal.runs:
        write_page(page, journal)
    dealt = [file for _, _, files in done for file in files]
    findings = [*unread, *(finding for file in dealt for finding in (*file.check.findings, *file.result.findings))]
    runs = tuple(run.number for _, run, _ in done)
    nothing = bool(received.items) and not any(file.result.action != "refused" for file in dealt)
    return MonthResult(page, runs, findings, nothing_taken=nothing)


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """What a call would do; `unfinished` are the runs it would finish first."""

    month: Month
    unfinished: tuple[str, ...]
    received: Intake
    merge: MergeResult


def plan_month(place: Workspace, as_of: date, settings: Settings, month: Month | None = None) -> MonthPlan:
    """Look at what came in and how it would be merged; nothing is written into the workspace.

    Raises:
        Unreadable: the master cannot be read.
    """
    _, received, _ = _look(place, as_of, settings)
    period = month or _month(received, place, as_of)
    received = _without_known(received, open_journal(place, period))
    with tempfile.TemporaryDirectory() as folder:
        files = [item.file for item in put_into(received, Path(folder)).workbooks if item.file]
        merge = merge_files(files, place.master, as_of, settings, month=period, plan_only=True)
    unfinished = tuple(f"{journal.told_month} {run.label}" for journal in journals(place) if (run := journal.unfinished))
    return MonthPlan(period, unfinished, received, merge)


# ---------------------------------------------------------------- a new run


def _look(place: Workspace, as_of: date, settings: Settings) -> tuple[dict[str, str], Intake, list[Finding]]:
    """The files of 收件箱 with their hashes, what is in them, and why some cannot be opened now: those stay there.

    The hashes are taken first: a file that changes while it is read is then seen to have changed, and stays as well.
    """
    hashes = {name: _hash(place.inbox / name) for name in _sources(place.inbox)}
    received = receive([place.inbox / name for name in hashes], as_of, settings)
    unread = [finding for item in received.items if item.is_locked for finding in item.findings]
    items = tuple(item for item in received.items if not item.is_locked)
    return {name: sha256 for name, sha256 in hashes.items() if sha256}, Intake(items), unread


def _month(received: Intake, place: Workspace, as_of: date) -> Month:
    """The month most workbooks are for; where none came in, the one last worked on."""
    months = [item.month for item in received.items if item.action == TAKEN and item.month]
    worked_on = [journal.month for journal in journals(place)]
    return usual_month(months, worked_on[-1] if worked_on and not received.items else (as_of.year, as_of.month))


def _without_known(received: Intake, journal: Journal) -> Intake:
    """Workbooks that came in with an earlier run of the month are duplicates of what was taken then."""
    known = {one.sha256: (run, one) for run in journal.runs for one in run.arrived if one.file}
    return Intake(tuple(_again(item, *known[item.sha256]) if item.data and item.sha256 in known else item for item in received.items))


def _again(item: Item, run: Run, first: Arrived) -> Item:
    finding = Finding(mail.SAME_CONTENT, Place(item.source), None, {"other": f"{run.label}的 {first.name}"})
    return replace(item, action=DUPLICATE, findings=(finding,), data=None)


def _begin(
    journal: Journal, sources: dict[str, str], received: Intake, as_of: date, settings: Settings, tell: Tell
) -> tuple[Journal, Run] | None:
    """Enter what came in as a new run, its workbooks laid down first; None where nothing is to be done."""
    if not sources and not merge_files([], journal.place.master, as_of, settings, month=journal.month, plan_only=True).plan.takes_anything:
        return None
    run = Run(len(journal.runs) + 1, as_of.isoformat(), sources)
    folder = journal.archive / run.label / WORKBOOKS
    with explained(folder):
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off before it was entered
    fresh = put_into(_without_known(received, journal), folder)
    tell(f"收件：{len(sources)} 个来件，取出 {len(fresh.workbooks)} 份报送表")
    run = replace(run, arrived=tuple(Arrived.of(item, journal.place.inbox) for item in fresh.items))
    return journal.with_run(run), run


def _sources(inbox: Path) -> Iterator[str]:
    for path in sorted(inbox.rglob("*")):
        inside = path.relative_to(inbox)
        if path.is_file() and not any(map(is_system_name, inside.parts)):
            yield inside.as_posix()


def _hash(path: Path) -> str:
    """Of a file of any size; empty where it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


# ---------------------------------------------------------------- to its end


def _carry_out(journal: Journal, run: Run, settings: Settings, tell: Tell) -> tuple[Journal, Run, list[Dealt]]:
    """Everything that follows from a run; each step finds what an earlier try has done."""
    master, day = journal.place.master, run.day
    files = [journal.archive / run.label / WORKBOOKS / one.file for one in run.arrived if one.file]
    before = _list_before(journal, run, files, settings)
    dealt = _deal(journal, run, files, before, settings)
    tell(f"校验：{len(files)} 份，有问题的 {sum(bool(file.faults) for file in dealt)} 份")
    merged = merge_files(files, master, day, settings, month=journal.month)
    tell("合并：已写入总台账" if merged.written else "合并：总台账没有需要改动的")
    returns = mark_and_notify(journal, run, dealt, settings)
    bulletin = _bulletin(journal, run, settings)
    unknown = answer(journal, run, dealt, returns, settings)
    tell(f"回执和待发邮件：{journal.output / run.label}")
    _archive(journal, run)
    done = replace(run, done=True, notes=_notes([*returns.refused, *bulletin.refused], [*returns.remarks, *bulletin.remarks], returns.drafts, unknown), files=tuple(file.summary for file in dealt))
    return journal.with_run(done), done, dealt


def _sweep(place: Workspace) -> None:
    """Remove the temporary files of a try that was cut off."""
    for root in (place.archive, place.output):
        for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
            sweep(folder)


def _list_before(journal: Journal, run: Run, files: Sequence[Path], settings: Settings) -> Path:
    """The list as it was before this run's merge, kept in the archive: what a second try judges by, too."""
    kept = journal.archive / run.label / BEFORE
    plan = merge_files(files, journal.place.master, run.day, settings, month=journal.month, plan_only=True).plan
    if not kept.exists() or any(file.action == "merged" for file in plan.files):
        with explained(kept):
            kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, read_stored(journal.place.master, create=settings).data)
    return kept


def _deal(journal: Journal, run: Run, files: Sequence[Path], before: Path, settings: Settings) -> list[Dealt]:
    """Each workbook with what is wrong with it and what the merge makes of it."""
    arrived = {one.file: one for one in run.arrived if one.file}
    checks = check_files(files, run.day, settings, before).files
    results = merge_files(files, before, run.day, settings, month=journal.month, plan_only=True).plan.files
    return [Dealt(arrived[path.name], check, result) for path, check, result in zip(files, checks, results, strict=True)]


def _bulletin(journal: Journal, run: Run, settings: Settings) -> LettersResult:
    """The month's 通报 as it stands after this run; a later run has its own."""
    order = Order(BULLETIN, month=journal.month)
    return write_letters(order, journal.place.master, journal.output / run.label, run.day, settings)


def _notes(refused: Sequence[Refusal], remarks: Sequence[Finding], drafts: int, unknown: Sequence[Unit]) -> tuple[str, ...]:
    """What a person must see to after a run."""
    told = [f"未制发 {refusal.record}：{refusal.text}" for refusal in refused]
    told += [f"{remark.message}。{remark.advice}" for remark in remarks]
    if drafts:
        told.append(f"补正通知 {drafts} 份是送审稿：定稿、编号后请换到待发邮件里，不用正式发函的请从邮件里删去")
    if unknown:
        names = "、".join(unit.short for unit in unknown[:_NAMED]) + (f"等{len(unknown)}个单位" if len(unknown) > _NAMED else "")
        told.append(f"待发邮件没有收件地址（{names}）：请在邮件里填写，或在 pilot.toml 的 [mail.units] 登记")
    return tuple(told)


def _archive(journal: Journal, run: Run) -> None:
    """Move what came in out of 收件箱; what was changed since it was read stays, for the next run."""
    inbox, kept = journal.place.inbox, journal.archive / run.label / KEPT
    for name, sha256 in run.sources.items():
        source, target = inbox / name, kept / name
        with explained(target):
            if source.is_file() and sha256 and _hash(source) == sha256:
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
            for folder in (inbox / name).parents:
                if folder == inbox or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()
