"""What a list must say after a year of hands, told plainly: units send, people type, rule, delete and undo.

One record is one (unit, pilot). The model knows which pilot a row is about, whatever its name and code say today; the
toolkit has to find that out. Nothing here calls the merge that it is compared with.
"""

import copy
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

NAME, CODE, STATE, CONTACT, PHONE, NOTE = "单位名称", "统一社会信用代码", "状态", "联系人", "联系电话", "变更说明"
FIELDS = (NAME, CODE, STATE, CONTACT, PHONE, NOTE)
FIELD, CLAIM, DELETED = "字段冲突", "重复申报", "人工删除"
OURS, THEIRS, OTHER, CONFIRM = "用市局值", "用区局值", "另填", "确认删除"
MOST_TYPED_OVER = 3
"""Of a record whose code people corrected: how many of its fields may differ for it to be known again."""

Values = dict[str, str]
"""By header; what is empty is the empty text."""
Who = tuple[str, int]
Tally = tuple[int, int, int, int, int]
NOTHING: Values = dict.fromkeys(FIELDS, "")


class UnclearError(Exception):
    """What no program could know: a record whose name and code both changed, say. The hand or the mail is left out."""


@dataclass
class Known:
    """A record: what the list shows (None: its row is gone), what its unit last agreed to (None: nothing), and sent."""

    ours: Values | None
    base: Values | None = None
    sent: Values = field(default_factory=dict)
    disputed: Values = field(default_factory=dict)
    """What the unit sent of the fields in dispute."""
    asked: list[str] = field(default_factory=list)
    """The names under which its fields were asked about."""
    ruled: set[str] = field(default_factory=set)
    """Fields that show what the city ruled, and no merge since."""

    @property
    def called(self) -> str:
        """The name both agreed upon last or, where they never did, the name sent."""
        return (self.base or {})[NAME] or self.disputed.get(NAME, "")


@dataclass
class Line:
    """A line of 冲突裁定."""

    kind: str
    unit: str
    record: str
    header: str = ""
    base: str = ""
    ours: str = ""
    theirs: str = ""
    ruling: str = ""
    value: str = ""
    done: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """What the sheet shows of it, less the ruling."""
        return (self.kind, self.unit, self.record, self.header, self.base, self.ours, self.theirs)


    def is_of(self, other: "Line", names: Sequence[str]) -> bool:
        """Whether it is about the same matter, the record called as there or by one of its other names."""
        return self.record in {other.record, *names} and (self.kind, self.unit, self.header) == (other.kind, other.unit, other.header)


@dataclass(frozen=True)
class Mail:
    """A file of a unit: its rank among the unit's files, and its rows in order."""

    unit: str
    rank: tuple[int, int]
    rows: tuple[tuple[int, Values], ...]
    """A column that the file lacks is no field of its rows."""


@dataclass
class State:
    """All that a merge changes and an undo brings back."""

    records: dict[Who, Known] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    held: dict[str, Counter[tuple[int, str]]] = field(default_factory=dict)
    last: dict[str, Mail] = field(default_factory=dict)


@dataclass
class Undone:
    """What an undo did: records taken out, records put back, and what stayed because people or rulings wrote it."""

    removed: int = 0
    restored: int = 0
    kept: int = 0


class ExpectedList:
    """The list as it must be."""

    def __init__(self, order: Sequence[str], parks: Mapping[int, str], of_districts: Collection[int]) -> None:
        self.order, self.parks, self.of_districts, self.now = order, parks, of_districts, State()
        self.merges: list[tuple[list[str], State]] = []
        """Each merge of files: the units whose part still stands, and the state before it."""
        self.confirmed: set[tuple[str, str]] = set()

    def _described(self, pilot: int, name: str) -> str:
        """How the list calls a pilot: a park by its own name, whoever runs it."""
        return f"{self.parks.get(pilot, name)}（{self._category(pilot)}，2025）"

    def _category(self, pilot: int) -> str:
        return "园区" if pilot in self.parks else "单位（点）"

    # ---- a merge

    def merge(self, mails: Sequence[Mail], *, older: bool = False) -> dict[str, Tally]:
        """Read, added, changed, unchanged, held of the files that are taken, by unit."""
        before, tallies = copy.deepcopy(self.now), dict[str, Tally]()
        self._carry_out_rulings()
        for mail in sorted(mails, key=lambda mail: self.order.index(mail.unit)):
            last = self.now.last.get(mail.unit)
            if last is None or mail.rank > last.rank or (older and mail.rank != last.rank):
                tallies[mail.unit] = self._take(mail)
        self._carry_out_rulings()
        self._ask_whose()
        if tallies:
            self.merges.append((list(tallies), before))
        self._must_be_clear()
        return tallies

    def _take(self, mail: Mail) -> Tally:
        self.now.last[mail.unit], self.now.held[mail.unit] = mail, Counter()
        became = Counter(self._row(mail.unit, at, pilot, row) for at, (pilot, row) in enumerate(mail.rows, start=2))
        return len(mail.rows), became["added"], became["changed"], became["unchanged"], became["held"]

    def _row(self, unit: str, at: int, pilot: int, row: Values) -> str:
        if not row[CONTACT]:
            self.now.held[unit][at, "CELL-01"] += 1
            return "held"
        known = self.now.records.get((unit, pilot))
        if known is None:
            self.now.records[unit, pilot] = Known({**NOTHING, **row}, {**NOTHING, **row}, dict(row))
            return "added"
        _must_be_known_again(known, row)
        if known.ours is None:
            self._ask_deleted(unit, self._described(pilot, known.called))
            return "held"
        return self._fields((unit, pilot), at, known, known.ours, row)

    def _fields(self, who: Who, at: int, known: Known, ours: Values, row: Values) -> str:
        unit, base, taken, asks, waits = who[0], known.base or NOTHING, set[str](), list[str](), 0
        unsaid = {header: value for header, value in known.disputed.items() if header not in row}
        known.base, known.sent, known.disputed = dict(base), dict(row), unsaid
        for header in row:
            theirs, news = row[header], ours[header] == base[header] != row[header]
            if header == NAME and news and not row.get(NOTE):
                waits += 1
                self.now.held[unit][at, "LINK-10"] += 1
            elif (ours[header] != base[header] != theirs != ours[header]) or (header == STATE and news and who[1] not in self.of_districts):
                asks.append(header)
            else:
                known.base[header] = theirs
                taken |= {header} if news else set()
        known.ruled -= taken
        ours.update({header: row[header] for header in taken})
        self._ask_fields(who, known, ours, row, asks)
        return "changed" if taken else "held" if waits or asks else "unchanged"

    def _ask_fields(self, who: Who, known: Known, ours: Values, row: Values, asks: Sequence[str]) -> None:
        """Under the name that the record has once the rest is taken."""
        base, called = known.base or NOTHING, self._described(who[1], ours[NAME])
        for header in asks:
            known.disputed[header] = row[header]
            self._ask(Line(FIELD, who[0], called, header, base[header], ours[header], row[header]), known.asked)
        known.asked = list(dict.fromkeys([*known.asked, called])) if known.disputed else known.asked

    def _ask(self, line: Line, names: Sequence[str] = ()) -> None:
        """Unless the last line about the matter, also under other names, asks the very same and is open."""
        about = [there for there in self.now.lines if there.is_of(line, names)]
        if not about or about[-1].ruling or (about[-1].ours, about[-1].theirs) != (line.ours, line.theirs):
            self.now.lines.append(line)

    def _ask_deleted(self, unit: str, record: str) -> None:
        if (unit, record) not in self.confirmed:
            self._ask(Line(DELETED, unit, record, ours="（已删除）", theirs="（仍在报送）"))

    def _ask_whose(self) -> None:
        for code, shown in self.claimed().items():
            if not any(_asks_whose(line, code, shown) for line in self.now.lines):
                units, (pilot, first) = "、".join(sorted(shown)), shown[min(shown, key=self.order.index)]
                called = self.parks.get(pilot, first[NAME])
                self.now.lines.append(Line(CLAIM, units, f"{called}（{self._category(pilot)}）{code}", ours=units))

    def _must_be_clear(self) -> None:
        for known in self.now.records.values():
            if known.ours and known.base and known.ours[CODE] != known.sent[CODE] and not _alike(known.ours, known.base):
                raise UnclearError
        for unit in self.order:
            mine = [ours for (owner, _), ours in self.shown().items() if owner == unit]
            if any(len({ours[header] for ours in mine}) < len(mine) for header in (NAME, CODE)):
                raise UnclearError

    # ---- whose a pilot is

    def shown(self) -> dict[Who, Values]:
        """The records that the list shows."""
        return {who: known.ours for who, known in self.now.records.items() if known.ours is not None}

    def claimed(self) -> dict[str, dict[str, tuple[int, Values]]]:
        """Codes that stand under several units, with the records of those that were not ruled against."""
        by_code, against = dict[str, dict[str, tuple[int, Values]]](), self._ruled_against()
        for (unit, pilot), ours in self.shown().items():
            if unit not in against.get(ours[CODE], ()) and pilot not in self.of_districts:
                by_code.setdefault(ours[CODE], {})[unit] = pilot, ours
        return {code: units for code, units in by_code.items() if len(units) > 1}

    def _ruled_against(self) -> dict[str, set[str]]:
        """Of each code the units it was ruled not to be of: of those that a line asked about, all but one; the later line holds."""
        against = dict[str, set[str]]()
        for line in self.now.lines:
            if line.kind == CLAIM and line.ruling:
                against.setdefault(_code(line), set()).update(line.unit.split("、"))
                against[_code(line)].discard(line.ruling.removeprefix("归属"))
        return against

    def counted(self) -> Counter[str]:
        """How many pilots count to each unit's quota: one that several units claim counts for none until it is ruled."""
        against, open_ = self._ruled_against(), self.claimed()
        counts = [(unit, ours[CODE]) for (unit, pilot), ours in self.shown().items() if pilot not in self.of_districts]
        return Counter(unit for unit, code in counts if code not in open_ and unit not in against.get(code, ()))

    # ---- hands

    def type(self, who: Who, header: str, value: str) -> None:
        """People write over a cell."""
        ours = self.now.records[who].ours or {}
        ours[header] = value
        self._must_be_clear()

    def type_in(self, who: Who, values: Values) -> None:
        """People add a record that no unit has sent."""
        self.now.records[who] = Known(dict(values))
        self._must_be_clear()

    def delete(self, who: Who) -> None:
        """People delete a row; of one that no unit sent nothing is left."""
        if self.now.records[who].base is None:
            del self.now.records[who]
        else:
            self.now.records[who].ours = None

    # ---- rulings

    def _carry_out_rulings(self) -> None:
        """Every ruling that fits is carried out, once; one may make way for another."""
        rulings = [line for line in self.now.lines if line.ruling and not line.done]
        for line in rulings:
            line.done = self._rule_field(line) if line.kind == FIELD else line.kind == CLAIM or self._rule_deletion(line)
        if any(line.done for line in rulings):
            self._carry_out_rulings()

    def _about(self, line: Line) -> Known | None:
        """The record that a line of a field speaks of: that was asked about by that name, or is called so."""
        mine = [(pilot, known) for (unit, pilot), known in self.now.records.items() if unit == line.unit]
        asked = [(pilot, known) for pilot, known in mine if line.record in known.asked and known.base is not None]
        found = [
            known for pilot, known in asked or mine
            if known.ours and (asked or self._described(pilot, known.ours[NAME]) == line.record)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _rule_field(self, line: Line) -> bool:
        known = self._about(line)
        over = self._is_over(line)
        if known is None or known.ours is None or (line.ruling == THEIRS and over):
            return False
        theirs = known.disputed.get(line.header, line.theirs)
        if line.ruling != OURS:
            known.ours[line.header] = theirs if line.ruling == THEIRS else line.value
        known.ruled.add(line.header)
        if known.base is not None and not over:
            known.base[line.header] = known.disputed.pop(line.header)
        return True

    def _is_over(self, line: Line) -> bool:
        """Whether a dispute ended by itself: asked anew by a later line, not sent any more, or one side gave in."""
        later = self.now.lines[next(at for at, other in enumerate(self.now.lines) if other is line) + 1 :]
        known = self._about(line)
        if any(it.is_of(line, known.asked if known and known.base is not None else ()) for it in later):
            return True
        if known is None or known.base is None or known.ours is None:
            return False
        gave_in = known.ours[line.header] == known.base[line.header] != line.ours
        return gave_in or line.header not in known.disputed

    def _rule_deletion(self, line: Line) -> bool:
        if line.ruling == CONFIRM:
            self.confirmed.add((line.unit, line.record))
            return True
        for (unit, pilot), known in self.now.records.items():
            if unit == line.unit and known.ours is None and known.base and self._described(pilot, known.called) == line.record:
                known.base |= known.disputed
                known.ours, known.disputed = dict(known.base), {}
                return True
        return False

    def waiting(self) -> list[Line]:
        """Lines that wait for a ruling."""
        return [line for line in self.now.lines if not line.ruling and not self._has_ended(line)]

    def _has_ended(self, line: Line) -> bool:
        if line.kind == CLAIM:
            return not any(_asks_whose(line, code, units) for code, units in self.claimed().items())
        return line.kind == FIELD and self._is_over(line)

    # ---- undo

    def undo(self, unit: str | None = None) -> Undone | None:
        """Take back the last merge, or the last of one unit; None where there is none."""
        for units, before in reversed(self.merges):
            taken_back = [name for name in units if unit in {None, name}]
            if taken_back:
                units[:] = [name for name in units if name not in taken_back]
                done = Undone()
                for name in taken_back:
                    self._undo_unit(name, before, done)
                self._must_be_clear()
                return done
        return None

    def _undo_unit(self, unit: str, before: State, done: Undone) -> None:
        for who, known in list(self.now.records.items()):
            if who[0] == unit and known.base is not None:
                self._undo_record(who, known, known.base, before.records.get(who), done)
        there = Counter(line.asks for line in before.lines)
        kept = list[Line]()
        for line in self.now.lines:
            was = there[line.asks] > 0
            there[line.asks] -= was
            kept += [line] if was or line.ruling or unit not in line.unit.split("、") else []
        self.now.lines = kept
        self.now.held[unit] = before.held.get(unit, Counter())
        self.now.last.pop(unit, None)
        self.now.last |= {unit: before.last[unit]} if unit in before.last else {}

    def _undo_record(self, who: Who, known: Known, base: Values, was: Known | None, done: Undone) -> None:
        old = copy.deepcopy(was) or Known(None)
        known.base, known.sent, known.disputed, known.asked = old.base, old.sent, old.disputed, old.asked
        if was is None and known.ours in (None, base):
            done.removed += known.ours is not None
            del self.now.records[who]
        elif was is None:
            done.kept += 1
        elif known.ours is not None and old.ours is not None:
            changed = {header for header in FIELDS if known.ours[header] != old.ours[header]}
            agreed = old.base or NOTHING
            back = {h for h in changed if known.ours[h] == base[h] != agreed[h]} - known.ruled
            known.ours.update({header: old.ours[header] for header in back})
            done.restored += bool(back)
            done.kept += len(changed - back)


def _code(line: Line) -> str:
    return line.record.rpartition("）")[2]


def _asks_whose(line: Line, code: str, units: Collection[str]) -> bool:
    """Whether a line asks whose a pilot is, and of all that claim it."""
    return line.kind == CLAIM and _code(line) == code and set(units) <= set(line.unit.split("、"))


def _alike(ours: Values, base: Values) -> bool:
    """Whether a record whose code people corrected is still known for what its unit sent."""
    differs = {header for header in FIELDS if ours[header] != base[header]}
    return not {NAME, CODE} <= differs and len(differs) <= MOST_TYPED_OVER


def _must_be_known_again(known: Known, row: Values) -> None:
    """A row is of a record that bears its code or its name, or whose unit sent that code before."""
    called = known.ours or known.base or NOTHING
    if row[CODE] not in (called[CODE], known.sent.get(CODE)) and row[NAME] != called[NAME]:
        raise UnclearError
