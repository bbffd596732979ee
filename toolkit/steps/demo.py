"""演示: the shipped December from end to end, on real files: check, merge, the city's own entries, checks, letters."""

import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.findings import Severity, Unreadable
from toolkit.findings.catalogue import files
from toolkit.letters.kinds import find_kind
from toolkit.master.state import Entry, Master
from toolkit.master.store import only_writer, open_master, read_stored, save
from toolkit.policy import Settings, load_settings
from toolkit.records import form_of
from toolkit.sheets.edit import SetCell
from toolkit.shipping import shipped
from toolkit.steps.check import check_files
from toolkit.steps.gist import told_quota, told_reports
from toolkit.steps.judge import judge_quota, judge_reports
from toolkit.steps.letters import LettersResult, Order, write_letters
from toolkit.steps.mark import write_marked_copies
from toolkit.steps.merge import MergeResult, merge_files

BATCH_DAY, SUPPLEMENT_DAY, NEW_YEAR = date(2025, 12, 8), date(2025, 12, 16), date(2026, 1, 5)
"""The days on which the demo is set: the batch is merged, the late file follows, the deadline is past."""
EXIT_NUMBER = "沪市监价竞〔2025〕999号"
INBOX, LATE_INBOX, REGISTER, MASTER = "收件", "补报", "市局登记.toml", "总台账.xlsx"
MARKED_FOLDER, LETTER_FOLDER = "退回", "文书"
PAST = "往年"
"""Lists of the years before, for `pilot import` and `pilot migrate`; the demo itself does not use them."""


def run_demo(folder: Path) -> Iterator[str]:
    """Do the month in a new folder; gives a line for each thing done.

    Raises:
        Unreadable: the folder exists and is not empty.
    """
    settings = load_settings()
    if folder.exists() and any(folder.iterdir()):
        raise Unreadable(files.FOLDER_NOT_EMPTY, folder=folder)
    shutil.copytree(shipped("examples") / "december", folder, dirs_exist_ok=True)
    shutil.copytree(shipped("examples") / "past", folder / PAST)
    master = folder / MASTER
    yield f"样例已复制到 {folder}（17 个单位 2025 年 12 月的报送表，均为虚构）"
    yield from _check(folder, settings)
    yield _merged(merge_files([folder / INBOX], master, BATCH_DAY, settings))
    yield f"市局登记：在总台账填入 {enter_city_register(master, folder / REGISTER, BATCH_DAY, settings)} 条告知、送达情况"
    yield _merged(merge_files([folder / LATE_INBOX], master, SUPPLEMENT_DAY, settings))
    yield told_quota(judge_quota(master, SUPPLEMENT_DAY, settings))
    yield from _write(master, folder, settings)
    yield told_reports(judge_reports(master, NEW_YEAR, settings))
    yield f"请打开：{master}（先看“总览”“待补正”“冲突裁定”），以及 {folder / LETTER_FOLDER} 里的文书"


def _check(folder: Path, settings: Settings) -> Iterator[str]:
    result = check_files([folder / INBOX], BATCH_DAY, settings)
    statuses = Counter(file.status for file in result.files)
    counts = result.counts
    marked = write_marked_copies(result, folder / MARKED_FOLDER, BATCH_DAY, settings)
    yield (
        f"校验：{len(result.files)} 个文件，可并入 {statuses['accepted']}、部分可并入 {statuses['partly']}、"
        f"未收 {statuses['refused']}；错误 {counts[Severity.E]} 处，提醒 {counts[Severity.W]} 处，提示 {counts[Severity.I]} 处"
    )
    yield f"退回：{len(marked)} 个文件已标出问题单元格，存在 {folder / MARKED_FOLDER}"


def _merged(result: MergeResult) -> str:
    tallies = [file.tally for file in result.plan.files]
    actions = Counter(file.action for file in result.plan.files)
    return (
        f"合并：并入 {actions['merged']} 个文件，未收 {actions['refused']} 个；报送 {sum(t.read for t in tallies)} 行 = "
        f"新增 {sum(t.added for t in tallies)} + 变更 {sum(t.changed for t in tallies)} + 未变 {sum(t.unchanged for t in tallies)} "
        f"+ 暂缓 {sum(t.held for t in tallies)}；待裁定 {len(result.plan.conflicts)} 项"
    )


def _write(master: Path, folder: Path, settings: Settings) -> Iterator[str]:
    reminders = _letters("report-reminder", master, folder, settings)
    yield f"文书：年度情况报送提醒函 {len(reminders.written)} 份"
    pending = _letters("exit-decision", master, folder, settings, pilot=_ready_for_exit(master, settings))
    yield f"文书：退出决定 {len(pending.written)} 份（{'、'.join(w.letter.to for w in pending.written)}）"
    refused = _letters("exit-decision", master, folder, settings, unit="金山区").refused
    yield from (f"文书：退出决定未制发——{refusal.text}" for refusal in refused)


def _letters(
    kind: str, master: Path, folder: Path, settings: Settings, pilot: str | None = None, unit: str | None = None
) -> LettersResult:
    found = find_kind(kind)
    assert found is not None  # noqa: S101 - the kinds are ours
    numbered = pilot is not None
    order = Order(
        found, pilot=pilot, unit=unit, number=EXIT_NUMBER if numbered else None,
        signed_on=SUPPLEMENT_DAY if numbered else None,
    )  # fmt: skip
    return write_letters(order, master, folder / LETTER_FOLDER, SUPPLEMENT_DAY, settings)


def _ready_for_exit(master: Path, settings: Settings) -> str:
    """The one pilot of the example whose exit may be decided."""
    from toolkit.checks.standing import exit_cases  # noqa: PLC0415 - only the demo looks for it

    known = open_master(read_stored(master), SUPPLEMENT_DAY, settings)
    ready = [case for case in exit_cases(known, SUPPLEMENT_DAY, settings) if case.may_decide]
    return str(ready[0].pilot.texts["uscc"])


def enter_city_register(master: Path, register: Path, as_of: date, settings: Settings) -> int:
    """Do what city staff do by hand: enter notice, service and statement in the city's columns of 跟踪评估."""
    with only_writer(master):
        stored = read_stored(master)
        known = open_master(stored, as_of, settings)
        lines = tomllib.loads(register.read_text(encoding="utf-8"))["tracking"]
        cells = [cell for line in lines for cell in _city_cells(known, line)]
        save(stored, cells, settings.backups)
    return len(lines)


def _city_cells(master: Master, line: dict[str, Any]) -> Iterator[SetCell]:
    form = form_of("tracking")
    entry = _tracked(master, line)
    table = master.tables[form.id]
    for column in form.columns:
        if column.column.city and column.field in line and entry.row:
            yield SetCell(table.sheet, entry.row, table.fields[column.field], column.kind.show(line[column.field]))


def _tracked(master: Master, line: dict[str, Any]) -> Entry:
    return next(
        entry
        for entry in master.entries("tracking")
        if entry.unit == line["unit"]
        and entry.texts["uscc"] == line["uscc"]
        and entry.values.get("tracked_on") == line["tracked_on"]
    )
