"""What the buttons do to the city list that is open: the steps of the commands, with the cells changed in place."""

from datetime import date
from pathlib import Path, PurePath

import xlwings as xw

from toolkit.checks.figures import Figures, take_figures
from toolkit.excel import panel, problem_list
from toolkit.excel.actions import list_and_tint
from toolkit.excel.asked import Asked
from toolkit.excel.open_master import OpenMaster
from toolkit.excel.outcome import FINDING_HEADERS, Outcome, bring_forward, counted, finding_rows
from toolkit.findings import Severity, Unreadable
from toolkit.findings.catalogue import edits
from toolkit.master.ledgers import CONFLICTS, QUOTA_WATCH, REPORT_WATCH, TRACKING_WATCH, Ledger
from toolkit.master.plan import FileResult, Plan
from toolkit.master.rulings import carried_out
from toolkit.master.state import Entry, Master
from toolkit.master.store import states_before
from toolkit.policy import Settings
from toolkit.sheets.edit import SetCell
from toolkit.steps.history import history_of
from toolkit.steps.letters import LettersResult, letters_of
from toolkit.steps.merge import merge_cells, plan_files
from toolkit.steps.sources import workbooks_in
from toolkit.steps.status import status_of
from toolkit.steps.undo import decide_undo, undo_cells
from toolkit.steps.watch import watch_sheets

ACTION = {"merged": "已并入", "unchanged": "无变化", "superseded": "另有新版", "refused": "未收"}
_TALLY = {"in": "报送", "added": "新增", "changed": "变更", "unchanged": "未变", "held": "暂缓", "missing": "缺失"}


def check_open_master(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """What `pilot status` says of the list and what cannot be read in it, tinted in its cells and listed in 问题清单."""
    known = OpenMaster(book, as_of, settings).read()
    judged = status_of(known, as_of, settings).findings
    found = [*judged, *(finding for finding in known.findings if finding not in judged)]
    list_and_tint(book, found, as_of)
    if not found:
        return Outcome("总台账校验完成，未发现问题。", FINDING_HEADERS)
    return Outcome(
        f"总台账校验完成：{counted(found)}。读不懂的单元格标为红色，全部问题列在“{problem_list.NAME}”。",
        FINDING_HEADERS, finding_rows(found), problem_list.NAME,
    )  # fmt: skip


def merge_inbox(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """`pilot merge` of the inbox into the open list."""
    inbox = Asked(book).inbox()
    return _merge(book, as_of, settings, [inbox])


def apply_rulings(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """`pilot merge` without files: the rulings of 冲突裁定 are carried out."""
    return _merge(book, as_of, settings, [])


def _merge(book: xw.Book, as_of: date, settings: Settings, paths: list[Path]) -> Outcome:
    master = OpenMaster(book, as_of, settings)
    path = master.path
    plan = plan_files(workbooks_in(paths, path), master.read(), as_of, settings)
    if plan.takes_anything:
        cells = merge_cells(plan)
        with master.held():
            master.change(cells)
            master.save()
    return _merged(plan, files_wanted=bool(paths))


def _merged(plan: Plan, *, files_wanted: bool) -> Outcome:
    found = [*(one for result in plan.files for one in result.all_findings), *plan.findings]
    grave = [one for one in found if one.severity is not Severity.I]
    headers = ("单位／级别", "处理／代码", "工作表", "位置", "行数／问题", "文件／修改建议")
    rows = [*map(_file_row, plan.files), *finding_rows(grave)]
    ruled = carried_out(plan)
    told = [f"执行裁定 {ruled} 项"] if ruled or not files_wanted else []
    if files_wanted:
        merged = sum(result.action == "merged" for result in plan.files)
        told.insert(0, f"读到 {len(plan.files)} 个文件，并入 {merged} 个" if plan.files else "收件箱里没有可以合并的文件")
    if plan.conflicts:
        told.append(f"新增待裁定 {len(plan.conflicts)} 项，请在“{CONFLICTS.sheet}”裁定后按“应用裁定”")
    outcome = "已写入本工作簿并保存，原件在“备份”文件夹" if plan.takes_anything else "没有要写的变化，总台账未改动"
    return Outcome(f"{'；'.join(told)}。{outcome}。{counted(found)}。", headers, rows, panel.NAME)


def _file_row(result: FileResult) -> tuple[object, ...]:
    tally = "，".join(f"{_TALLY[key]} {count}" for key, count in result.tally.to_json().items() if count)
    return result.unit or "不明", ACTION[result.action], None, None, tally, PurePath(result.submission.file).name


def undo_last(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """`pilot undo` on the open list; of one unit where 操作台 names it."""
    unit, master = Asked(book).unit(), OpenMaster(book, as_of, settings)
    now = master.read()
    undoing = decide_undo(now, states_before(master.path), unit, as_of, settings)
    cells = undo_cells(now, undoing)
    with master.held():
        master.change(cells)
        master.change(watch_sheets(master.read(), as_of, settings))
        master.save()
    told = (
        f"已撤销 {'、'.join(undoing.units)} 的 {len(undoing.files)} 个文件：移出 {undoing.removed} 行，恢复 {undoing.restored} 行。"
        f"已保存。合并后手工改过、保留不动的 {len(undoing.kept)} 处。"
    )
    return Outcome(told, FINDING_HEADERS, finding_rows(undoing.kept), panel.NAME)


def renew_quota(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """名额监测 as of the date."""
    figures = _renewed(book, QUOTA_WATCH, as_of, settings)
    found = figures.quota.findings
    told = f"{figures.year}年名额监测已更新，截至 {as_of}：全市已确定 {figures.determined} 家，预计 {figures.expected} 家。{counted(found)}。"
    return Outcome(told, FINDING_HEADERS, finding_rows(found), QUOTA_WATCH.sheet)


def renew_reports(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """年报监测 as of the date."""
    figures = _renewed(book, REPORT_WATCH, as_of, settings)
    found = figures.reports.findings
    counts = "，".join(f"{status} {count} 家" for status, count in figures.report_counts.items() if count)
    told = f"{figures.reports.year}年年度情况报送监测已更新，截至 {as_of}：{counts or '没有市级试点'}。{counted(found)}。"
    return Outcome(told, FINDING_HEADERS, finding_rows(found), REPORT_WATCH.sheet)


def renew_tracking(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """跟踪监测 as of the date."""
    figures = _renewed(book, TRACKING_WATCH, as_of, settings)
    standing, cases = figures.standing, figures.standing.cases
    pressing, ready = (sum(one.wants_action for one in standing.pilots), sum(case.may_decide for case in cases))
    told = (
        f"跟踪评估监测已更新，截至 {as_of}：须办理 {pressing} 家；拟退出 {len(cases)} 家，其中可作出退出决定 {ready} 家。"
        f"{counted(standing.findings)}。"
    )
    return Outcome(told, FINDING_HEADERS, finding_rows(standing.findings), TRACKING_WATCH.sheet)


def _renewed(book: xw.Book, watch: Ledger, as_of: date, settings: Settings) -> Figures:
    """Bring one watch sheet to the date; it can be worked out again at any time, so nothing is saved."""
    master = OpenMaster(book, as_of, settings)
    known = master.read()
    master.change([cell for cell in watch_sheets(known, as_of, settings) if cell.sheet == watch.sheet])
    return take_figures(known, as_of, settings)


def write_letters_asked(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """`pilot letter` with what 操作台 says, entered in 文书登记."""
    asked, master = Asked(book), OpenMaster(book, as_of, settings)
    order, folder = asked.order(), asked.output()
    def enter(cells: list[SetCell]) -> None:
        with master.held():
            master.change(cells)
            master.save()

    result = letters_of(order, master.read(), enter, master.path.parent, folder, as_of, settings)
    return _written(result, order.kind.name, folder)


def _written(result: LettersResult, kind: str, folder: Path) -> Outcome:
    rows: list[tuple[object, ...]] = [("已制发", one.letter.number or "（待编）", None, None, one.letter.to, one.path.name) for one in result.written]
    rows += [("未制发", None, None, None, refusal.record, refusal.text) for refusal in result.refused]
    rows += finding_rows(result.remarks)
    told = f"{kind}：制发 {len(result.written)} 份，未制发 {len(result.refused)} 份。"
    where = f"存放在 {folder}，已登记并保存。" if result.written else ""
    return Outcome(told + where, ("结果／级别", "文号／代码", "工作表", "位置", "主送／问题", "文件／说明"), rows, panel.NAME)


def show_history(book: xw.Book, as_of: date, settings: Settings) -> Outcome:
    """Where each value of the selected row came from.

    Raises:
        Unreadable: no record is selected.
    """
    known = OpenMaster(book, as_of, settings).read()
    sheet, row = _selected(book)
    entry = _entry_at(known, sheet, row)
    events = history_of(known, entry).events
    rows = [
        (event.when or "（时间不详）", event.reason, event.header, event.old,
         event.new, " ".join(filter(None, (event.file, event.cell))))
        for event in events
    ]  # fmt: skip
    told = f"{entry.form.sheet}第 {row} 行：{entry.describe()}（{entry.unit}），共 {len(events)} 条。"
    return Outcome(told, ("时间", "原因", "列名", "原值", "新值", "来源文件和单元格"), rows, panel.NAME)


def _selected(book: xw.Book) -> tuple[str, int]:
    """A record sheet and the row selected in it: the sheet in front, or from 操作台 the one named there."""
    front = book.sheets.active
    if front.name == panel.NAME:
        front = book.sheets[Asked(book).sheet()]
        bring_forward(front)
    chosen = book.selection
    return front.name, chosen.row if chosen else 0


def _entry_at(known: Master, sheet: str, row: int) -> Entry:
    for table in known.tables.values():
        for entry in table.entries:
            if table.sheet == sheet and entry.row == row:
                return entry
    raise Unreadable(edits.NO_RECORD_SELECTED, sheet=sheet)
