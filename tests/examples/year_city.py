"""What the city does itself in the example year, on its days: lists imported, rulings, corrections by hand, an exit, numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from types import ModuleType
from typing import Any

from toolkit.letters.kinds import find_kind
from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import CONFLICTS, EXPLANATIONS
from toolkit.master.state import Entry, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.policy.workspace import Workspace
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.letters import LettersResult, Order, write_letters
from toolkit.steps.number import give_numbers
from toolkit.steps.old_lists import import_list, recognise_list

SETTINGS = load_settings()
DECISION = "沪市监价竞〔2025〕61号"
REGISTERED: Mapping[str, Mapping[int, date | None]] = {
    # by the place of the line among a unit's, from the first or the last: which days are not the usual ones
    "浦东新区": {}, "静安区": {-1: None}, "普陀区": {}, "宝山区": {0: date(2025, 12, 3)}, "闵行区": {-1: None}, "嘉定区": {-2: None},
    "松江区": {3: date(2025, 12, 30), 4: date(2026, 1, 4), 5: None}, "青浦区": {}, "崇明区": {}, "临港新片区": {},
}  # fmt: skip


class City:
    """The desk of the city through the year; `results` keeps what its letters came to, by day."""

    def __init__(self, place: Workspace, past: ModuleType) -> None:
        self.place, self.past = place, past
        self.results: dict[date, LettersResult] = {}
        self.imported: dict[date, tuple[int, int, int]] = {}
        self.numbered: dict[str, int] = {}

    @property
    def deeds(self) -> Mapping[date, Callable[[date], None]]:
        """What it does on which day."""
        return {
            date(2025, 1, 6): self.import_the_list, date(2025, 3, 3): self.import_it_mended, date(2025, 3, 20): self.propose_an_exit,
            date(2025, 3, 24): self.decide_the_exit, date(2025, 3, 28): self.decide_the_exit, date(2025, 10, 13): self.number,
            date(2025, 10, 20): self.rule_the_claim, date(2025, 11, 24): self.correct_by_hand, date(2025, 12, 9): self.rule_the_value,
            date(2025, 12, 15): self.let_the_park_go, date(2025, 12, 18): self.publish, date(2025, 12, 19): self.explain,
            date(2025, 12, 22): self.number, date(2025, 12, 23): self.publish, date(2026, 1, 4): self.register_reports,
        }  # fmt: skip

    # the list of the years before

    def import_the_list(self, day: date) -> None:
        self._import(self.past.make_past()[self.past.CITY_LIST], day)

    def import_it_mended(self, day: date) -> None:
        self._import(self.past.mended_list(), day)

    def _import(self, data: bytes, day: date) -> None:
        """Shown first; the number that stands on no line goes into the map."""
        path = self.place.root / self.past.CITY_LIST
        path.write_bytes(data)
        shown = recognise_list(path, day, SETTINGS)
        told = shown.map.read_text(encoding="utf-8").replace('"确定文号" = ""', f'"确定文号" = "{self.past.DOCUMENT_NO}"')
        shown.map.write_text(told, encoding="utf-8")
        tallies = [result.tally for result in import_list(path, shown.map, self.place.master, day, SETTINGS).plan.files]
        self.imported[day] = (sum(t.added for t in tallies), sum(t.unchanged for t in tallies), sum(t.held for t in tallies))

    # 松江's pilot leaves; 闵行's park too

    def propose_an_exit(self, day: date) -> None:
        self._type("tracking", "松江区", day, notice_on=date(2025, 3, 17), served_on=date(2025, 3, 19), stated="未提出")
        self._type("pilots", "松江区", day, state="拟退出")

    def decide_the_exit(self, day: date) -> None:
        """Five working days from the 19th end on the 26th: refused on the 24th, written on the 28th."""
        self.results[day] = self._write("exit-decision", day, unit="松江区", number=DECISION, signed_on=day)
        if self.results[day].written:
            self._type("tracking", "松江区", day, exit_on=day, exit_no=DECISION, effective_on=day)
            self._type("pilots", "松江区", day, state="已退出")

    def let_the_park_go(self, day: date) -> None:
        park = next(e for e in self.known(day).entries("tracking") if e.unit == "闵行区" and e.values.get("verdict") == "建议退出")
        self._enter(day, park, exit_on=day, exit_no="沪市监价竞〔2025〕312号", effective_on=day)
        (listed,) = (e for e in self.known(day).entries("pilots") if e.values.get("uscc") == park.values["uscc"])
        self._enter(day, listed, state="已退出")

    # rulings and corrections

    def rule_the_claim(self, day: date) -> None:
        self._rule("重复申报", "归属临港新片区", day)

    def rule_the_value(self, day: date) -> None:
        self._rule("字段冲突", "用区局值", day)

    def _rule(self, kind: str, ruling: str, day: date) -> None:
        known = self.known(day)
        (row,) = (row for row, line in known.ledgers[CONFLICTS.sheet].rows if line["事项"] == kind and not line.get("裁定"))
        columns = known.ledgers[CONFLICTS.sheet].columns
        self._put([SetCell(CONFLICTS.sheet, row, columns["裁定"], ruling), SetCell(CONFLICTS.sheet, row, columns["裁定人"], "样例经办")])

    def correct_by_hand(self, day: date) -> None:
        """A phone of 静安's first pilot; and of its review of the one put off the opinion."""
        known = self.known(day)
        first = next(e for e in known.entries("pilots") if e.unit == "静安区" and e.values["determined_year"] == 2025)
        self._enter(day, first, phone="021-87654321")
        review = next(e for e in known.entries("reviews") if e.unit == "静安区" and e.values["opinion"] == "暂缓")
        self._enter(day, review, opinion="建议确定")

    # numbers and the list

    def number(self, day: date) -> None:
        self.numbered[day.isoformat()] = len(give_numbers(self.place.master, 2025, day, SETTINGS))

    def publish(self, day: date) -> None:
        self.results[day] = self._write("list-notice", day)

    def explain(self, day: date) -> None:
        line = EXPLANATIONS.line(年度=2025, 报送单位="嘉定区", 超额或不足说明="产业集聚，经市局研究同意", 登记日期=day, 经办="样例经办")
        self._put(ledger_cells(self.known(day), EXPLANATIONS, [line]))

    # reports as they came in

    def register_reports(self, day: date) -> None:
        """A day for each report it has got, unit by unit; what it has not got stays empty."""
        for unit, exceptions in REGISTERED.items():
            entries = [entry for entry in self.known(day).entries("annual_reports") if entry.unit == unit]
            for number, entry in enumerate(entries):
                usual = date(2025, 12, 2) if number < 2 else date(2025, 12, 29)
                if came := exceptions.get(number - len(entries), exceptions.get(number, usual)):
                    self._enter(day, entry, city_registered=came)

    # its hands

    def known(self, day: date) -> Master:
        """The list as it is."""
        return open_master(read_stored(self.place.master), day, SETTINGS)

    def _write(self, kind: str, day: date, **asked: Any) -> LettersResult:
        found = find_kind(kind)
        assert found is not None
        return write_letters(Order(found, **asked), self.place.master, self.place.root / "文书", day, SETTINGS)

    def _type(self, form_id: str, unit: str, day: date, **fields: Any) -> None:
        """Into the one record of a unit."""
        (entry,) = (entry for entry in self.known(day).entries(form_id) if entry.unit == unit)
        self._enter(day, entry, **fields)

    def _enter(self, day: date, entry: Entry, **fields: Any) -> None:
        table = self.known(day).tables[entry.form.id]
        show = {name: entry.form.column(name).kind.show(value) for name, value in fields.items()}
        self._put([SetCell(table.sheet, entry.row or 0, table.fields[name], value) for name, value in show.items()])

    def _put(self, cells: list[SetCell]) -> None:
        self.place.master.write_bytes(edit(self.place.master.read_bytes(), cells))
