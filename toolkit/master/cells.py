"""A plan → the list of cell changes that carries it out: the one list, for a file and for an open book alike."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from toolkit.master.batch import MERGED, SUPPLEMENT
from toolkit.master.ledgers import (
    BASE_CHUNK,
    BASE_SHEET,
    BATCHES,
    CHANGES,
    CONFLICTS,
    FIRST_ROW,
    HELD,
    NOTICE_ROW,
    TRACE_HEADERS,
    UNIT_HEADER,
    Ledger,
    as_of_line,
)  # fmt: skip
from toolkit.master.plan import Conflict, FieldChange, FileResult, HeldLine, Plan
from toolkit.master.state import COVER_ID, BaseKey, LedgerTable, Master
from toolkit.records import COVER_SHEET, FORMS
from toolkit.records.row import Row
from toolkit.sheets.edit import SetCell, Value


def plan_cells(plan: Plan) -> list[SetCell]:
    """Every cell a merge changes, in the order of the sheets."""
    return [
        *_record_cells(plan),
        *_base_cells(plan),
        *_held_cells(plan),
        *_appended(plan.master, CONFLICTS, _conflict_lines(plan)),
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
    trace: tuple[Value, ...] = (change.row.file_name, change.row.number, plan.batch, plan.as_of)
    for header, value in zip(TRACE_HEADERS, trace, strict=True):
        if header in table.extras:
            yield SetCell(table.sheet, change.entry.row or 0, table.extras[header], value)


def _base_cells(plan: Plan) -> Iterator[SetCell]:
    sheets = {form.id: form.sheet for form in FORMS} | {COVER_ID: COVER_SHEET}
    for key in dict.fromkeys(plan.bases):
        record = plan.master.base.get(key)
        if record is None:
            continue
        if record.row is None:
            record.row = plan.master.base_next_row
            plan.master.base_next_row += 1
        document = json.dumps(record.texts, ensure_ascii=False, separators=(",", ":"))
        chunks = [document[start : start + BASE_CHUNK] for start in range(0, len(document), BASE_CHUNK)]
        values: list[Value] = [*_base_head(key, sheets[key[0]]), record.year, *chunks]
        values += [None] * (8 - len(values))
        for column, value in enumerate(values, start=1):
            yield SetCell(BASE_SHEET, record.row, column, value)


def _base_head(key: BaseKey, sheet: str) -> list[Value]:
    return [sheet, key[1], json.dumps(key[2], ensure_ascii=False)]


def _line_cells(table: LedgerTable, row: int, line: Sequence[object]) -> Iterator[SetCell]:
    for header, value in zip(table.ledger.headers, line, strict=True):
        yield SetCell(table.ledger.sheet, row, table.columns[header], value)  # type: ignore[arg-type]


def _appended(master: Master, ledger: Ledger, lines: Iterable[Sequence[object]]) -> Iterator[SetCell]:
    table = master.ledgers[ledger.sheet]
    for line in lines:
        yield from (cell for cell in _line_cells(table, table.next_row, line) if cell.value is not None)
        table.rows.append((table.next_row, dict(zip(ledger.headers, line, strict=True))))  # type: ignore[arg-type]
        table.next_row += 1


def ledger_cells(master: Master, ledger: Ledger, lines: Iterable[Sequence[object]]) -> list[SetCell]:
    """The cell changes that add lines to the end of a bookkeeping sheet."""
    return list(_appended(master, ledger, lines))


def _conflict_lines(plan: Plan) -> list[tuple[object, ...]]:
    numbers = [int(str(line["序号"])) for line in plan.master.ledger_rows(CONFLICTS) if str(line.get("序号")).isdigit()]
    start = max(numbers, default=0) + 1
    return [_conflict_line(number, conflict) for number, conflict in enumerate(plan.conflicts, start=start)]


def _conflict_line(number: int, conflict: Conflict) -> tuple[object, ...]:
    return CONFLICTS.line(
        序号=number, 事项=conflict.kind, 报送单位=conflict.unit, 工作表=conflict.sheet, 记录=conflict.record,
        字段=conflict.header or None, 底稿值=conflict.base, 市局现值=conflict.ours, 区局新报值=conflict.theirs,
        来源文件=conflict.file or None, 来源单元格=conflict.cell,
    )  # fmt: skip


def _change_line(plan: Plan, change: FieldChange) -> tuple[object, ...]:
    entry, row = change.entry, change.row
    header = entry.form.column(change.field).header if change.field else "（整行）"
    cell = row.addresses.get(change.field) if change.field else f"第{row.number}行"
    return CHANGES.line(
        时间=plan.as_of, 批次=plan.batch, 报送单位=entry.unit, 工作表=entry.form.sheet, 记录=entry.describe(), 字段=header,
        原值=change.old, 新值=change.new, 来源文件=row.file_name, 来源单元格=cell, 原因=change.reason,
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
    wanted = {unit: [_held_line(plan, line) for line in lines] for unit, lines in plan.held.items()}
    settled = []
    for number, values in table.rows:
        unit = str(values.get("报送单位"))
        if unit not in wanted:
            continue
        same = next((line for line in wanted[unit] if _same_line(line, values)), None)
        if same is not None:
            wanted[unit].remove(same)
        else:
            settled.append((number, values))
            yield from _line_cells(table, number, [None] * len(HELD.headers))
    table.rows = [row for row in table.rows if row not in settled]
    yield from _appended(plan.master, HELD, [line for lines in wanted.values() for line in lines])


def _same_line(line: Sequence[object], values: Mapping[str, object]) -> bool:
    """Whether a line says what stands there already (whatever file and batch said it first)."""
    compared = [header for header in HELD.headers if header not in {"来源文件", "批次"}]
    new = dict(zip(HELD.headers, line, strict=True))
    return all(str(new[header] if new[header] is not None else "") == str(values.get(header) or "") for header in compared)


def _held_line(plan: Plan, line: HeldLine) -> tuple[object, ...]:
    finding, row = line.finding, line.row
    return HELD.line(
        报送单位=line.unit, 工作表=row.form.sheet, 来源文件=row.file_name, 来源行=row.number, 单元格=finding.place.cell,
        问题代码=finding.code, 问题=finding.message, 修改建议=finding.advice, 填报值=_typed(row, finding.place.field, finding.value),
        批次=plan.batch,
    )  # fmt: skip


def _typed(row: Row, field: str | None, value: str | None) -> str | None:
    return value if value is not None else row.raw.get(field or "")


def watch_cells(master: Master, ledger: Ledger, lines: Sequence[Sequence[object]], as_of: date) -> list[SetCell]:
    """A watch sheet written anew: its as-of line, its rows, and blanks where it was longer before."""
    table = master.ledgers[ledger.sheet]
    first = min((number for number, _ in table.rows), default=FIRST_ROW)
    cells = [SetCell(ledger.sheet, NOTICE_ROW, 1, as_of_line(as_of))]
    for offset, line in enumerate(lines):
        cells += _line_cells(table, first + offset, line)
    for number, _ in table.rows:
        if number >= first + len(lines):
            cells += _line_cells(table, number, [None] * len(ledger.headers))
    return cells
