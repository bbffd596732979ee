"""Undoing a merge: the master as it is now, less what the merge did to it; what people did since stays.

The backup from before the merge says what was; 底稿 says what the merge took. A value that is still what the
merge brought goes back; one that somebody has changed since stays and is told.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import merging
from toolkit.master.cells import WHOLE_RECORD, base_cells, ledger_cells
from toolkit.master.ledgers import BATCHES, CHANGES, CONFLICTS, HELD, Ledger, number_of, said
from toolkit.master.memory import COVER_ID, BaseKey, BaseRecord, Texts
from toolkit.master.pairs import pair
from toolkit.master.plan import Plan
from toolkit.master.rulings import is_of_ruling
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings
from toolkit.records import FORMS
from toolkit.sheets.edit import SetCell
from toolkit.sheets.grid import Value

REASON = "撤销合并"


@dataclass
class Undoing:
    """What an undo does: cell changes, the lines of 变更记录 that tell of it, and what stays."""

    units: list[str]
    files: list[str]
    cells: list[SetCell] = field(default_factory=list)
    lines: list[tuple[object, ...]] = field(default_factory=list)
    removed: int = 0
    restored: int = 0
    kept: list[Finding] = field(default_factory=list)
    ruled: Collection[Sequence[object]] = ()
    """What the city has ruled since, which stays: unit, sheet, record and header."""


def merged_since(now: Master, before: Master, unit: str | None) -> list[dict[str, Value]]:
    """Lines of 批次记录 that `now` has beyond `before`, of one unit or of all."""
    return [line for line in _since(now, before, BATCHES) if unit in {None, line.get("报送单位")}]


def _since(now: Master, before: Master, ledger: Ledger) -> list[dict[str, Value]]:
    """Lines of a bookkeeping sheet that `now` has beyond `before`, wherever people have sorted them to."""

    def gist(line: dict[str, Value]) -> tuple[str, ...]:
        return tuple(str(line.get(header)) for header in ledger.headers)

    known, fresh = Counter(map(gist, before.ledger_rows(ledger))), []
    for line in now.ledger_rows(ledger):
        if known[gist(line)]:
            known[gist(line)] -= 1
        else:
            fresh.append(line)
    return fresh


def _ruled_since(now: Master, before: Master) -> set[Sequence[object]]:
    """Fields whose last change since is a ruling."""
    last = {tuple(line.get(h) for h in ("报送单位", "工作表", "记录", "字段")): is_of_ruling(line) for line in _since(now, before, CHANGES)}
    return {field for field, ruled in last.items() if ruled}


def plan_undo(now: Master, before: Master, unit: str | None, as_of: date, settings: Settings) -> Undoing:
    """Decide the undo of what was merged between two states of a master."""
    lines = merged_since(now, before, unit)
    units = list(dict.fromkeys(str(line.get("报送单位")) for line in lines))
    undoing = Undoing(units, [str(line.get("文件")) for line in lines], ruled=_ruled_since(now, before))
    for name in units:
        for form in FORMS:
            _undo_form(undoing, now, before, form.id, name, as_of)
    undoing.cells += _restored_bases(now, before, units, as_of, settings)
    undoing.cells += _without(now, BATCHES, lines)
    undoing.cells += _restored_held(now, before, units)
    undoing.cells += _without(now, CONFLICTS, _open_disputes_since(now, before, units))
    return undoing


def _undo_form(undoing: Undoing, now: Master, before: Master, form_id: str, unit: str, as_of: date) -> None:
    """Records of a unit that came in are taken out, those that changed go back."""
    entry_of = pair(now, now.tables[form_id].form, unit).entry_of
    was_entry_of = pair(before, now.tables[form_id].form, unit).entry_of
    was = {base.row: key for key, base in before.base.of(form_id, unit).items()}
    for key, base in now.base.of(form_id, unit).items():
        entry, old_key = entry_of.get(key), was.get(base.row)
        if entry is None or entry.row is None:
            continue
        if old_key is None and base.origin:
            _take_out(undoing, now, entry, base, as_of)
        elif old := was_entry_of.get(old_key) if old_key else _typed_in(before, entry):
            known = before.base[form_id, unit, old_key].texts if old_key else {}
            _put_back(undoing, now, entry, old, base, known, as_of)


def _typed_in(before: Master, entry: Entry) -> Entry | None:
    """The record that people had typed in before its unit first sent it: no merge brought it, so it has no origin."""
    named = before.named(entry.form, entry.unit, entry.name_key) if entry.name_key else []
    return (before.find(entry.form, entry.unit, entry.key) if entry.key else None) or (named[0] if len(named) == 1 else None)


def _take_out(undoing: Undoing, now: Master, entry: Entry, base: BaseRecord, as_of: date) -> None:
    """Blank the row of a record that the merge brought, unless people have worked on it."""
    touched = [column.header for column in entry.form.columns if entry.texts.get(column.field) != base.texts.get(column.field)]
    if touched:
        words = {"record": entry.describe(), "headers": "、".join(touched)}
        undoing.kept.append(Finding(merging.UNDO_KEPT_RECORD, _place(now, entry), None, words))
        return
    table = now.tables[entry.form.id]
    undoing.removed += 1
    undoing.cells += [
        SetCell(table.sheet, entry.row or 0, column, None) for column in (*table.fields.values(), *table.extras.values())
    ]
    undoing.lines.append(_line(entry, WHOLE_RECORD, None, None, as_of))


def _put_back(undoing: Undoing, now: Master, entry: Entry, old: Entry, base: BaseRecord, known: Texts, as_of: date) -> None:
    """Values of a record that the unit sent anew since it was last `known` go back to what they were."""
    table, names, changed = now.tables[entry.form.id], {entry.describe(), *base.asked}, False
    taken = {name: text for name, text in base.texts.items() if known.get(name) != text}  # anew: only that can a merge have taken
    for column in entry.form.columns:
        was, is_now = old.texts.get(column.field), entry.texts.get(column.field)
        if was == is_now:
            continue
        ruled = any((entry.unit, table.sheet, name, column.header) in undoing.ruled for name in names)
        if column.field in taken and is_now == taken[column.field] and not ruled:
            changed = True
            value = column.kind.show(old.values.get(column.field)) if column.field in old.values else was
            undoing.cells.append(SetCell(table.sheet, entry.row or 0, table.fields[column.field], value))
            undoing.lines.append(_line(entry, column.header, is_now, was, as_of))
        else:
            words = {"record": entry.describe(), "header": column.header, "value": is_now or "（空）"}
            undoing.kept.append(Finding(merging.UNDO_KEPT_FIELD, _place(now, entry), None, words))
    undoing.restored += changed


def _place(now: Master, entry: Entry) -> Place:
    return Place(now.name, now.tables[entry.form.id].sheet, row=entry.row)


def _line(entry: Entry, header: str, old: str | None, new: str | None, as_of: date) -> tuple[object, ...]:
    return CHANGES.line(
        时间=as_of, 报送单位=entry.unit, 工作表=entry.form.sheet, 记录=entry.describe(), 字段=header, 原值=old, 新值=new, 原因=REASON,
    )  # fmt: skip


def _restored_bases(now: Master, before: Master, units: Sequence[str], as_of: date, settings: Settings) -> Iterator[SetCell]:
    """底稿 of the units as it was: what the merge remembered is forgotten, what it replaced is back."""
    plan = Plan("", as_of, settings, now)
    ours = {COVER_ID, *(form.id for form in FORMS)}
    mine = [key for key in now.base if key[0] in ours and key[1] in units]
    was = {key: base for key, base in before.base.items() if key[0] in ours and key[1] in units}
    width = {base.row: base.width for base in (now.base[key] for key in mine)}
    plan.forgotten = [now.base[key] for key in mine]
    for key in mine:
        del now.base[key]
    cleared = list(base_cells(plan))
    plan.forgotten = []
    now.base.make_room(was.values())
    for key, base in was.items():
        base.width = max(base.width, width.get(base.row, 0))
        now.base[key] = base
    plan.bases = list[BaseKey](was)
    yield from _last_of_each([*cleared, *base_cells(plan)])


def _last_of_each(cells: Sequence[SetCell]) -> Iterator[SetCell]:
    """One change a cell: where it is first cleared and then written, only what is written."""
    yield from {(cell.sheet, cell.row, cell.column): cell for cell in cells}.values()


def _without(now: Master, ledger: Ledger, lines: Sequence[dict[str, Value]]) -> Iterator[SetCell]:
    """Blank these lines of a bookkeeping sheet."""
    table = now.ledgers[ledger.sheet]
    for number, values in table.rows:
        if any(values is line for line in lines):
            yield from (SetCell(ledger.sheet, number, column, None) for column in table.columns.values())
    table.rows = [row for row in table.rows if not any(row[1] is line for line in lines)]


def _restored_held(now: Master, before: Master, units: Sequence[str]) -> Iterator[SetCell]:
    """待补正 of the units as it was."""
    mine = [line for line in now.ledger_rows(HELD) if line.get("报送单位") in units]
    was = [line for line in before.ledger_rows(HELD) if line.get("报送单位") in units]
    yield from _without(now, HELD, mine)
    yield from ledger_cells(now, HELD, [[line.get(header) for header in HELD.headers] for line in was])


def _open_disputes_since(now: Master, before: Master, units: Sequence[str]) -> list[dict[str, Value]]:
    """Disputes the merge raised on which nobody has ruled; what was ruled is people's work.

    What was asked before as well stays. It is known by what it asks: an undo in between may have taken it away, and it came
    back under another number, or its number went to another.
    """
    known, raised = Counter(map(_asks, before.ledger_rows(CONFLICTS))), []
    for line in sorted(now.ledger_rows(CONFLICTS), key=lambda line: number_of(line) or 0):
        if known[_asks(line)]:
            known[_asks(line)] -= 1
        elif not line.get("裁定") and set(str(line.get("报送单位")).split("、")) & set(units):
            raised.append(line)
    return raised


def _asks(line: dict[str, Value]) -> tuple[str, ...]:
    """Kind, unit, sheet, record, field and the values shown, which a program that saves the list may have turned into numbers."""
    headers = ("事项", "报送单位", "工作表", "记录", "字段", "底稿值", "市局现值", "区局新报值")
    return tuple(said(line, header).removesuffix(".0") for header in headers)
