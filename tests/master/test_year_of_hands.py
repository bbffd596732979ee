"""A year of hands: units send, people type, sort, delete, rule and undo, in any order; after every step the list must say
what a plain model says (`expected_list`). PILOT_HANDS=2000 looks at that many years, each of them another."""

import copy
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.master import expected_list
from tests.master.desk import SETTINGS, Desk
from tests.master.expected_list import (
    CLAIM,
    CODE,
    CONFIRM,
    CONTACT,
    DELETED,
    FIELDS,
    NAME,
    NOTE,
    OTHER,
    OURS,
    PHONE,
    STATE,
    THEIRS,
    ExpectedList,
    Line,
    Mail,
    UnclearError,
    Values,
    Who,
)
from tests.records import factories
from toolkit.checks.quota import check_quota
from toolkit.master.cells import WHOLE_RECORD
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import CHANGES, CONFLICTS, FIRST_ROW, HEADER_ROW, HELD
from toolkit.policy import Category
from toolkit.records import form_of
from toolkit.records.kinds.base import Raw
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.grid import Book, Sheet
from toolkit.sheets.source import read_bytes
from toolkit.steps.merge import MergeResult, merge_files
from toolkit.steps.undo import undo_merge

UNITS = ("静安区", "徐汇区", "长宁区")
"""In the order of the notice."""
PARKS = {3: str(factories.row("pilots", Category.PARK, 3)["park_name"])}
"""The pilots that are parks, with their names."""
OF_DISTRICTS = {4}
"""The pilots that are a district's own: nobody else's claim touches them, and they count for no quota."""
PILOTS = form_of("pilots")
FIELD_OF = {column.header: column.field for column in PILOTS.columns}
UNIT, OWN = "报送单位", "市局自用"
STATES = ("试点中", "限期整改", "拟退出")
KEEPING_ALL = SETTINGS.model_copy(update={"backups": 1000})
"""The model remembers every merge, so no state from before may be removed for its age."""
YEARS = int(os.environ.get("PILOT_HANDS", "0"))

units, numbers = st.sampled_from(UNITS), st.integers(1, 4)
edits = st.lists(
    st.tuples(numbers, st.sampled_from(["row", CONTACT, CONTACT, PHONE, NOTE, STATE, CODE, NAME, "fault", "absent"])), max_size=3
)
any_one = st.integers(0, 99)


class YearOfHands(RuleBasedStateMachine):
    """The desk, and beside it the list as it must be."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(Path(tempfile.mkdtemp(prefix="hands")))
        self.list = ExpectedList(UNITS, PARKS, OF_DISTRICTS)
        self.clerks: dict[str, dict[int, Values]] = {unit: {} for unit in UNITS}
        self.mailed: dict[str, list[tuple[Path, Mail]]] = {unit: [] for unit in UNITS}
        self.month, self.revision, self.fresh = 1, 0, 0
        self.remarks = Counter[str]()
        self.log: list[tuple[str, ...]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.desk.folder)

    # ---- mail

    @rule(batch=st.lists(st.tuples(units, edits), min_size=1, max_size=3, unique_by=lambda sent: sent[0]), beside=st.sampled_from(["", "", "copy", "draft"]), later=st.booleans(), lacking=st.sampled_from(["", "", NOTE]))
    def units_send(self, batch: Sequence[tuple[str, list[tuple[int, str]]]], beside: str, later: bool, lacking: str) -> None:
        """Clerks work in their files and mail them, some with a copy or the version before beside, some without a column."""
        self.month = min(self.month + later, 12)
        clerks, mails = copy.deepcopy(self.clerks), list[Mail]()
        for unit, worked in batch:
            for number, what in worked:
                self._work(clerks[unit], number, what)
            self.revision += 1
            rows = ((n, {header: said for header, said in row.items() if header != lacking}) for n, row in clerks[unit].items())
            mails.append(Mail(unit, (self.month, self.revision), tuple(rows)))
        if self._goes(lambda trial: trial.merge(mails)):
            files = [file for mail in mails for file in self._files(mail, beside)]
            self.clerks = clerks
            self._merged(files, mails)

    def _files(self, mail: Mail, beside: str) -> list[Path]:
        """A mail as files: the one that counts is named first."""
        path = self._written(mail)
        self.mailed[mail.unit].append((path, mail))
        if beside == "copy":
            return [Path(shutil.copy(path, path.with_stem(f"{path.stem} - 副本"))), path]
        if beside == "draft":
            before = Mail(mail.unit, (mail.rank[0], 0), tuple((n, {**row, CONTACT: "草稿联系人"}) for n, row in mail.rows))
            return [path, self._written(before)]
        return [path]

    def _written(self, mail: Mail) -> Path:
        rows = [self._row(number, row) for number, row in mail.rows]
        month, revision = mail.rank
        cover = {"month": month, "revision": revision or None, "filled_on": factories.on(2025, month, 5 if revision else 4)}
        lacking = [FIELD_OF[header] for header in FIELDS if any(header not in row for _, row in mail.rows)]
        return self.desk.file(mail.unit, pilots=rows, cover=cover, leave_out={"pilots": lacking})

    @staticmethod
    def _row(number: int, row: Values) -> dict[str, Raw]:
        said: dict[str, Any] = {FIELD_OF[header]: value or None for header, value in row.items()}
        return {**_usual(number), **said, "determined_on": factories.on(2025, 1, 2)}

    def _new(self, what: str) -> str:
        self.fresh += 1
        if what == CODE:
            return factories.credit_code(100 + self.fresh)
        if what == PHONE:
            return f"021-5{self.fresh:07}"
        if what == OWN:
            return str(self.fresh)
        if what == STATE:
            return STATES[self.fresh % len(STATES)]
        return f"上海样例{self.fresh}更名有限公司" if what == NAME else f"{what[-1]}第{self.fresh}次"

    def _work(self, rows: dict[int, Values], number: int, what: str) -> None:
        if what == "absent":
            rows.pop(number, None)
        elif number not in rows or what == "row":
            rows.setdefault(number, self._first(number))
        elif what == "fault":
            rows[number][CONTACT] = ""
        else:
            rows[number][what] = self._new(what)

    def _first(self, number: int) -> Values:
        usual = _usual(number)
        return {NAME: str(usual["name"]), CODE: str(usual["uscc"]), STATE: "试点中", CONTACT: self._new(CONTACT), PHONE: self._new(PHONE), NOTE: ""}

    @rule(unit=units, one=any_one, asked_for=st.booleans())
    def an_older_file_comes_again(self, unit: str, one: int, asked_for: bool) -> None:
        """Any file that was sent once; it is taken only where somebody asks for it."""
        if self.mailed[unit]:
            path, mail = self.mailed[unit][one % len(self.mailed[unit])]
            if self._goes(lambda trial: trial.merge([mail], older=asked_for)):
                self._merged([path], [mail], older=asked_for)

    @rule()
    def rulings_are_carried_out(self) -> None:
        """A merge without files."""
        if self._goes(lambda trial: trial.merge([])):
            self._merged([], [])

    def _goes(self, act: Callable[[ExpectedList], object]) -> bool:
        """Whether the model can say what comes of it."""
        try:
            act(copy.deepcopy(self.list))
        except UnclearError:
            return False
        return True

    @property
    def today(self) -> date:
        """The day of whatever is done now."""
        return date(2025, self.month, 20)

    def _merge(self, files: Sequence[Path], *, older: bool = False) -> MergeResult:
        return merge_files(files, self.desk.path, self.today, KEEPING_ALL, older=older)

    def _merged(self, files: Sequence[Path], mails: Sequence[Mail], *, older: bool = False) -> None:
        shown = copy.deepcopy(self.list.shown())
        tallies = self.list.merge(mails, older=older)
        result = self._merge(files, older=older)
        said = {
            file.unit: (file.tally.read, file.tally.added, file.tally.changed, file.tally.unchanged, file.tally.held)
            for file in result.plan.files if file.action == "merged"
        }  # fmt: skip
        assert said == tallies
        self._is_logged(shown)
        before = self.desk.path.read_bytes()
        again = self._merge(files, older=older)
        assert not again.written, again.plan
        assert self.desk.path.read_bytes() == before

    def _is_logged(self, before: Mapping[Who, Values]) -> None:
        """What a merge or an undo wrote over or took out stands in 变更记录: no value goes without a word."""
        lines = [line for _, line in self._lines(CHANGES.sheet)][len(self.log) :]
        old = {(line[UNIT], line.get("字段", ""), line.get("原值", "")) for line in lines}
        new = {(line[UNIT], line.get("字段", ""), line.get("新值", "")) for line in lines}
        after = self.list.shown()
        for who in {*before, *after}:
            was, now = before.get(who, expected_list.NOTHING), after.get(who, expected_list.NOTHING)
            if who not in before or who not in after:
                assert (who[0], WHOLE_RECORD, "") in new
            else:
                assert {(who[0], header, was[header]) for header in FIELDS if was[header] != now[header]} <= old
                assert {(who[0], header, now[header]) for header in FIELDS if was[header] != now[header]} <= new

    # ---- hands

    def _shown(self, one: int) -> Who | None:
        known = sorted(self.list.shown())
        return known[one % len(known)] if known else None

    @rule(one=any_one, header=st.sampled_from([CONTACT, CONTACT, PHONE, NOTE, STATE, CODE, NAME]), like_the_unit=st.booleans())
    def somebody_types(self, one: int, header: str, like_the_unit: bool) -> None:
        """A cell of a record is written over, at times with what the unit has in its file."""
        who = self._shown(one)
        if who is None:
            return
        theirs = self.clerks[who[0]].get(who[1], {}).get(header)
        value = theirs if like_the_unit and theirs else self._new(header)
        if self._goes(lambda trial: trial.type(who, header, value)):
            cells = [self._cell(header, self._place(who), value)]
            self.list.type(who, header, value)
            self._set(cells)

    @rule(unit=units, number=numbers)
    def somebody_types_in_a_record(self, unit: str, number: int) -> None:
        """A record that the unit has not sent yet."""
        if (unit, number) in self.list.now.records:
            return
        values = self.clerks[unit].get(number) or self._first(number)
        if not values[CONTACT] or not self._goes(lambda trial: trial.type_in((unit, number), values)):
            return
        row = max([HEADER_ROW, *(row for row, _ in self._lines(PILOTS.sheet))]) + 1
        shown = {PILOTS.column(name).header: value for name, value in self._row(number, values).items()} | {UNIT: unit}
        cells = [self._cell(header, row, value) for header, value in shown.items()]
        self.list.type_in((unit, number), values)
        self._set(cells)

    @rule(one=any_one, cleared=st.booleans())
    def somebody_deletes_a_row(self, one: int, cleared: bool) -> None:
        """The cells are cleared, or the row is deleted and those below move up."""
        if who := self._shown(one):
            row = self._place(who)
            self.remarks.pop(self._rows()[row].get(OWN, ""), None)
            self.list.delete(who)
            if cleared:
                self._set([SetCell(PILOTS.sheet, row, at, None) for at in range(1, 40)])
            else:
                self.desk.by_hand(lambda book: book[PILOTS.sheet].delete_rows(row))

    @rule()
    @precondition(lambda self: not self.remarks)
    def somebody_makes_it_their_own(self) -> None:
        """A column in the middle, a sheet, a colour, a note, a filter and a hidden row."""

        def change(book: Any) -> None:
            sheet = book[PILOTS.sheet]
            sheet.insert_cols(4)
            sheet.cell(HEADER_ROW, 4).value = OWN
            sheet.cell(FIRST_ROW, 4).fill = PatternFill("solid", fgColor="FFF2CC")
            sheet.cell(FIRST_ROW, 4).comment = Comment("请核对", "市局")
            sheet.auto_filter.ref = f"A{HEADER_ROW}:T{FIRST_ROW + 5}"
            sheet.row_dimensions[FIRST_ROW].hidden = True
            book.create_sheet(OWN)["A1"] = "自记"

        self.desk.by_hand(change)
        self.remarks["自记"] += 1

    @rule(one=any_one)
    @precondition(lambda self: self.remarks)
    def somebody_remarks_on_a_record(self, one: int) -> None:
        """In their own column; what stood there is written over."""
        if who := self._shown(one):
            row, remark = self._place(who), f"自记{self._new(OWN)}"
            self.remarks.pop(self._rows()[row].get(OWN, ""), None)
            self.remarks[remark] += 1
            (at,) = [at for at, cell in self._page(PILOTS.sheet).rows[HEADER_ROW].items() if cell.value == OWN]
            self._set([SetCell(PILOTS.sheet, row, at, remark)])

    @rule(at=st.integers(1, 30), falling=st.booleans())
    def somebody_sorts_the_list(self, at: int, falling: bool) -> None:
        """By any column, whole rows with the remarks in them."""
        lines = {row: cells for row, cells in self._page(PILOTS.sheet).rows.items() if row > HEADER_ROW}
        ordered = sorted(lines.values(), key=lambda cells: str(cells[at].value) if at in cells else "", reverse=falling)
        columns = sorted({at for cells in ordered for at in cells})
        self._set([
            SetCell(PILOTS.sheet, row, at, cells[at].value if at in cells else None)
            for row, cells in zip(lines, ordered, strict=True) for at in columns
        ])  # fmt: skip

    @rule(one=any_one, choice=any_one)
    def the_city_rules(self, one: int, choice: int) -> None:
        """A line of 冲突裁定 that has no ruling gets one, also where the dispute has ended."""
        open_ = [line for line in self.list.now.lines if not line.ruling]
        if not open_:
            return
        line = open_[one % len(open_)]
        which = [other is line for other in open_ if other.asks == line.asks].index(True)
        line.ruling, line.value = self._ruling(line, choice)
        table = self.desk.master.ledgers[CONFLICTS.sheet]
        row = [row for row, said in table.rows if _said(said) == (*line.asks, "")][which]
        cells = [SetCell(CONFLICTS.sheet, row, table.columns["裁定"], line.ruling), SetCell(CONFLICTS.sheet, row, table.columns["裁定值"], line.value or None)]
        self._set(cells)

    def _ruling(self, line: Line, choice: int) -> tuple[str, str]:
        if line.kind == CLAIM:
            claimed = line.unit.split("、")
            return f"归属{claimed[choice % len(claimed)]}", ""
        if line.kind == DELETED:
            return (CONFIRM, THEIRS)[choice % 2], ""
        ruling = (OURS, THEIRS, OTHER)[choice % 3]
        return ruling, self._new(line.header) if ruling == OTHER else ""

    @rule(unit=st.none() | units)
    def a_merge_is_undone(self, unit: str | None) -> None:
        """The last one, or the last of a unit; where there is none, it is refused."""
        trial = copy.deepcopy(self.list)
        try:
            done = trial.undo(unit)
        except UnclearError:
            return
        if done:
            shown, self.list = self.list.shown(), trial
            result = undo_merge(self.desk.path, self.today, KEEPING_ALL, unit)
            assert (result.undoing.removed, result.undoing.restored, len(result.findings)) == (done.removed, done.restored, done.kept)
            self._is_logged(shown)

    # ---- what must hold

    def _cell(self, header: str, row: int, value: Any) -> SetCell:
        table = self.desk.master.tables["pilots"]
        at = table.extras[UNIT] if header == UNIT else table.fields[FIELD_OF[header]]
        return SetCell(PILOTS.sheet, row, at, value.date() if hasattr(value, "date") else value)

    def _lines(self, sheet: str) -> list[tuple[int, dict[str, str]]]:
        """The filled rows below the headers of a sheet, as plain texts by header."""
        page = self._page(sheet)
        headers = {at: str(cell.value) for at, cell in page.rows[HEADER_ROW].items()}
        lines = [(row, {headers[at]: str(cell.value) for at, cell in cells.items() if at in headers and cell.value is not None})
                 for row, cells in page.rows.items() if row > HEADER_ROW]  # fmt: skip
        return [(row, values) for row, values in lines if any(values.values())]

    def _page(self, name: str) -> Sheet:
        return next(page for page in _book(self.desk.path.read_bytes()).sheets if page.name == name)

    def _set(self, cells: list[SetCell]) -> None:
        self.desk.path.write_bytes(edit(self.desk.path.read_bytes(), cells))

    def _rows(self) -> dict[int, dict[str, str]]:
        return dict(self._lines(PILOTS.sheet))

    def _place(self, who: Who) -> int:
        ours = self.list.shown()[who]
        (row,) = [row for row, values in self._lines(PILOTS.sheet) if values.get(UNIT) == who[0] and values.get(CODE) == ours[CODE]]
        return row

    @invariant()
    def the_list_says_what_it_must(self) -> None:
        """Every record once, with the values it must have; every line to rule; every row that waits."""
        there = Counter(
            (values[UNIT], *(values.get(header, "") for header in FIELDS))
            for _, values in self._lines(PILOTS.sheet) if any(values.get(header) for header in (UNIT, *FIELDS))
        )  # fmt: skip
        assert there == Counter((who[0], *(ours[header] for header in FIELDS)) for who, ours in self.list.shown().items())
        asked = Counter(_said(values) for _, values in self._lines(CONFLICTS.sheet))
        assert asked == Counter((*line.asks, line.ruling) for line in self.list.now.lines)
        held = Counter((values["报送单位"], int(float(values["来源行"])), values["问题代码"]) for _, values in self._lines(HELD.sheet))
        assert held == Counter({(unit, *said): n for unit, lines in self.list.now.held.items() for said, n in lines.items()})

    @invariant()
    def it_remembers_what_was_sent(self) -> None:
        """Of every record what its unit and the list last agreed upon, and what is in dispute."""
        memory = self.desk.master.base
        there = Counter(
            (unit, *(str(texts.get(FIELD_OF[header]) or "") for texts in (base.texts, base.disputed) for header in FIELDS))
            for unit in UNITS for base in memory.of("pilots", unit).values()
        )  # fmt: skip
        known = [(who[0], known.base, known.disputed) for who, known in self.list.now.records.items() if known.base is not None]
        assert there == Counter((unit, *(texts.get(header, "") for texts in agreed for header in FIELDS)) for unit, *agreed in known)

    @invariant()
    def it_is_judged_so(self) -> None:
        """What counts, and what waits for a ruling."""
        master = self.desk.master
        report = check_quota(master, 2025, self.today, SETTINGS)
        assert Counter({unit.unit.short: unit.determined for unit in report.units if unit.determined}) == self.list.counted()
        assert Counter(_said(line) for line in waiting(master)) == Counter((*line.asks, "") for line in self.list.waiting())

    @invariant()
    def nothing_of_staffs_is_lost_and_the_log_only_grows(self) -> None:
        """Remarks in a column and on a sheet of one's own, and every line of 变更记录."""
        book = _book(self.desk.path.read_bytes())
        there = Counter(str(cell.value) for page in book.sheets for cells in page.rows.values() for cell in cells.values() if str(cell.value).startswith("自记"))
        assert there == self.remarks
        log = [tuple(values.get(header, "") for header in CHANGES.headers) for _, values in self._lines(CHANGES.sheet)]
        assert log[: len(self.log)] == self.log
        self.log = log


def _usual(number: int) -> dict[str, Raw]:
    """A pilot as its unit first writes it."""
    level = {"level": "区级"} if number in OF_DISTRICTS else {}
    return factories.row("pilots", Category.PARK if number in PARKS else Category.SITE, number, **level)


@lru_cache(maxsize=2)
def _book(data: bytes) -> Book:
    return read_bytes(data, "a.xlsx", own=True)


def _said(values: Any) -> tuple[str, ...]:
    headers = ("事项", "报送单位", "记录", "字段", "底稿值", "市局现值", "区局新报值", "裁定")
    return tuple(str(values.get(header) or "") for header in headers)


def test_after_a_year_of_hands_the_list_says_what_it_must() -> None:
    usual = settings(max_examples=YEARS or 14, stateful_step_count=40 if YEARS else 14, deadline=None, derandomize=not YEARS,
                     database=None, phases=[Phase.generate])  # fmt: skip
    run_state_machine_as_test(YearOfHands, settings=usual)
