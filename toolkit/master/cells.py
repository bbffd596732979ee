"""A plan → the list of cell changes that carries it out: the one list, for a file and for an open book alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from toolkit.master.batch import MERGED, SUPPLEMENT
from toolkit.master.ledgers import (
    BASE_HEAD,
    BASE_SHEET,
    BATCHES,
    CHANGES,
    CONFLICTS,
    HELD,
    OLD_LISTS,
    TRACE_HEADERS,
    UNIT_HEADER,
    Ledger,
    as_of_line,
)  # fmt: skip
from toolkit.master.plan import Conflict, FieldChange, FileResult, HeldLine, Plan, Ruling
from toolkit.master.rulings import last_number
from toolkit.master.state import LedgerTable, Master
from toolkit.records.row import Row
from toolkit.sheets.edit import SetCell, Value

WHOLE_RECORD = "（整行）"
"""What 变更记录 names as the field of a record that is new."""
LONGEST_SHOWN = 2000
"""Characters of a typed value that 待补正 shows; the sender's own file has it whole."""


def plan_cells(plan: Plan) -> list[SetCell]:
    """Every cell a merge changes, in the order of the sheets."""
    return [
        *_record_cells(plan),
        *base_cells(plan),
        *_held_cells(plan),
        *_appended(plan.master, CONFLICTS, _conflict_lines(plan)),
        *_appended(plan.master, CHANGES, [_ruling_line(plan, ruling) for ruling in plan.executed]),
        *_appended(plan.master, CHANGES, [_change_line(plan, change) for change in plan.changes]),
        *_appended(plan.master, BATCHES, [_batch_line(plan, result) for result in plan.files if result.recorded]),
    ]


def _record_cells(plan: Plan) -> Iterator[SetCell]:
    for entry in plan.added:
        table = plan.master.tables[entry.form.id]
        entry.row = table.next_row
        table.next_row += 1
        yield SetCell(table.sheet, entry.row, table.extras[UNIT_HEADER], entry.unit)
    touched: dict[int, FieldChange] = {}
    for change in plan.changes:
        table = plan.master.tables[change.entry.form.id]
        row = change.entry.row or 0
        if change.source.row is not None:
            touched[id(change.entry)] = change
        for name in [change.field] if change.field else list(table.fields):
            value = table.form.column(name).kind.show(change.entry.values.get(name))
            if change.field or value is not None:
                yield SetCell(table.sheet, row, table.fields[name], value)
    for change in touched.values():
        yield from _trace_cells(plan, change)


def _trace_cells(plan: Plan, change: FieldChange) -> Iterator[SetCell]:
    """Where a record's values last came from."""
    table = plan.master.tables[change.entry.form.id]
    trace: tuple[Value, ...] = (change.source.file, change.source.row, plan.batch, plan.as_of)
    for header, value in zip(TRACE_HEADERS, trace, strict=True):
        if header in table.extras:
            yield SetCell(table.sheet, change.entry.row or 0, table.extras[header], value)


def base_cells(plan: Plan) -> Iterator[SetCell]:
    """底稿: the documents a plan remembers, and blanks where it forgets."""
    for gone in plan.forgotten:
        if gone.row is not None:
            yield from (SetCell(BASE_SHEET, gone.row, column, None) for column in range(1, BASE_HEAD + gone.width + 1))
    base = plan.master.base
    for row, line in (line for key in dict.fromkeys(plan.bases) if key in base for line in base.lines(key)):
        yield from (SetCell(BASE_SHEET, row, column, value) for column, value in enumerate(line, start=1))


def _line_cells(table: LedgerTable, row: int, line: Sequence[object]) -> Iterator[SetCell]:
    for header, value in zip(table.ledger.headers, line, strict=True):
        yield SetCell(table.ledger.sheet, row, table.columns[header], value)  # type: ignore[arg-type]


def _appended(master: Master, ledger: Ledger, lines: Iterable[Sequence[object]]) -> Iterator[SetCell]:
    table = master.ledgers[ledger.sheet]
    for line in lines:
        yield from (cell for cell in _line_cells(table, table.next_row, line) if cell.value is not None)
        table.add(table.next_row, line)  # type: ignore[arg-type]


def ledger_cells(master: Master, ledger: Ledger, lines: Iterable[Sequence[object]]) -> list[SetCell]:
    """The cell changes that add lines to the end of a bookkeeping sheet."""
    return list(_appended(master, ledger, lines))


def _conflict_lines(plan: Plan) -> list[tuple[object, ...]]:
    start = last_number(plan.master) + 1 if plan.conflicts else 0
    return [_conflict_line(number, conflict) for number, conflict in enumerate(plan.conflicts, start=start)]


def _conflict_line(number: int, conflict: Conflict) -> tuple[object, ...]:
    return CONFLICTS.line(
        序号=number, 事项=conflict.kind, 报送单位=conflict.unit, 工作表=conflict.sheet, 记录=conflict.record,
        字段=conflict.header or None, 底稿值=conflict.base, 市局现值=conflict.ours, 区局新报值=conflict.theirs,
        来源文件=conflict.file or None, 来源单元格=conflict.cell,
    )  # fmt: skip


def _change_line(plan: Plan, change: FieldChange) -> tuple[object, ...]:
    entry, source = change.entry, change.source
    header = entry.form.column(change.field).header if change.field else WHOLE_RECORD
    return CHANGES.line(
        时间=plan.as_of, 批次=plan.batch, 报送单位=entry.unit, 工作表=entry.form.sheet, 记录=entry.describe(), 字段=header,
        原值=change.old, 新值=change.new, 来源文件=source.file, 来源单元格=source.cell(change.field), 原因=change.reason,
    )  # fmt: skip


def _ruling_line(plan: Plan, ruling: Ruling) -> tuple[object, ...]:
    return CHANGES.line(
        时间=plan.as_of, 批次=plan.batch, 报送单位=ruling.unit, 工作表=ruling.sheet, 记录=ruling.record, 字段=ruling.header,
        原值=ruling.old, 新值=ruling.new, 来源文件=ruling.file or None, 来源单元格=ruling.cell, 原因=ruling.reason,
    )  # fmt: skip


def _batch_line(plan: Plan, result: FileResult) -> tuple[object, ...]:
    submission, tally = result.submission, result.tally
    later = any(line.get("批次") == plan.batch for line in plan.master.ledger_rows(BATCHES))
    return BATCHES.line(
        **{"批次": plan.batch, "文件": PurePath(submission.file).name, "SHA-256": submission.sha256, "报送单位": result.unit,
           "年度": result.year, "月份": result.month, "版本号": submission.revision,
           "处理": SUPPLEMENT if later else MERGED, "报送行数": tally.read, "新增": tally.added, "变更": tally.changed,
           "未变": tally.unchanged, "暂缓": tally.held, "缺失": tally.missing}
    )  # fmt: skip


def _held_cells(plan: Plan) -> Iterator[SetCell]:
    """待补正 again for the units that sent: lines that stay keep their row, settled ones are cleared, new ones follow."""
    table = plan.master.ledgers[HELD.sheet]
    lines = [_held_line(plan, line) for held in plan.held.values() for line in held]
    wanted = Counter(map(_gist, lines))
    kept = []
    for number, values in table.rows:
        gist = _gist([values.get(header) for header in HELD.headers])
        if not _in_question(plan, values):
            kept.append((number, values))
        elif wanted[gist] > 0:
            wanted[gist] -= 1
            kept.append((number, values))
        else:
            yield from _line_cells(table, number, [None] * len(HELD.headers))
    table.rows = kept
    for line in lines:
        if wanted[_gist(line)] > 0:
            wanted[_gist(line)] -= 1
            yield from _appended(plan.master, HELD, [line])


def _in_question(plan: Plan, values: Mapping[str, object]) -> bool:
    """Whether a merge says anew what this line of 待补正 says: of the units that sent; of an older list only that list."""
    batch = str(values.get("批次") or "")
    of_a_list = OLD_LISTS in {batch[: len(OLD_LISTS)], plan.batch[: len(OLD_LISTS)]}
    return str(values.get("报送单位")) in plan.held and (not of_a_list or batch == plan.batch)


def _gist(line: Sequence[object]) -> tuple[str, ...]:
    """What a line of 待补正 says, whatever file and batch said it first."""
    said = zip(HELD.headers, line, strict=True)
    return tuple(str(value if value is not None else "") for header, value in said if header not in {"来源文件", "批次"})


def _held_line(plan: Plan, line: HeldLine) -> tuple[object, ...]:
    finding, row = line.finding, line.row
    return HELD.line(
        报送单位=line.unit, 工作表=row.form.sheet, 来源文件=row.file_name, 来源行=row.number, 单元格=finding.place.cell,
        问题代码=finding.code, 问题=finding.message, 修改建议=finding.advice, 填报值=_typed(row, finding.place.field, finding.value),
        批次=plan.batch,
    )  # fmt: skip


def _typed(row: Row, field: str | None, value: str | None) -> str | None:
    text = value if value is not None else row.raw.get(field or "")
    return text if text is None or len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def watch_cells(master: Master, ledger: Ledger, lines: Sequence[Sequence[object]], as_of: object) -> list[SetCell]:
    """A watch sheet written anew: its as-of line, its rows, and blanks where it was longer before."""
    table = master.ledgers[ledger.sheet]
    first = table.header_row + 1
    notice_row = table.header_row - 1
    cells = [SetCell(ledger.sheet, notice_row, 1, as_of_line(as_of))] if notice_row > 0 else []
    stands, nothing = dict(table.rows), [None] * len(ledger.headers)
    for offset, line in enumerate(lines):
        cells += _unlike(table, first + offset, line, stands.get(first + offset, {}))
    for number, _ in table.rows:
        if number >= first + len(lines):
            cells += _line_cells(table, number, nothing)
    return cells


def stands_already(value: object, then: Value) -> bool:
    """Whether a value need not be written, as the cell says it already."""
    return value == (then.date() if isinstance(then, datetime) else then)


def _unlike(table: LedgerTable, row: int, line: Sequence[object], stands: Mapping[str, Value]) -> Iterator[SetCell]:
    """The cells of a row that do not stand there already."""
    for header, value in zip(table.ledger.headers, line, strict=True):
        if not stands_already(value, stands.get(header)):
            yield SetCell(table.ledger.sheet, row, table.columns[header], value)  # type: ignore[arg-type]
