"""总览: what stands where, what happens to one of another layout, and that the same figure is the same everywhere."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.checks.masters import entry, master, pilot
from tests.steps.months import AS_OF, SETTINGS
from toolkit.checks.figures import Figures, take_figures
from toolkit.cli.commands.status import gist
from toolkit.letters.kinds import find_kind
from toolkit.letters.letter import Letter, Request
from toolkit.master import overview as page
from toolkit.master.ledgers import OVERVIEW_SHEET
from toolkit.master.state import FORMULA, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Category
from toolkit.sheets.edit import SetCell
from toolkit.sheets.source import read_book
from toolkit.steps.overview import overview_faults, overview_sheet
from toolkit.steps.status import show_status, write_status

NEW_YEAR = date(2026, 1, 5)


def shown(cells: list[SetCell]) -> dict[tuple[int, int], Any]:
    return {(cell.row, cell.column): cell.value for cell in cells}


def written(known: Master, as_of: date = AS_OF) -> dict[tuple[int, int], Any]:
    """What 总览 shows once it is brought to a date: only what differs is written."""
    return {**(known.overview or {}), **shown(overview_sheet(known, take_figures(known, as_of, SETTINGS)))}


# What stands where


def test_lists_show_what_waits_longest_and_empty_lines_below() -> None:
    waiting = [entry("feedback", "徐汇区", n, raised_on=date(2025, 12, 8 - n)) for n in range(1, 8)]
    cells = written(master(*waiting))
    assert [cells[page.WAITING.place(label, "已等天数")] for label in page.WAITING.labels] == [7, 6, 5, 4, 3, 2]
    assert cells[page.WAITING.place("1", "内容")] == "样例问题7"
    assert {cells[page.ANSWERED.place(label, "内容与答复")] for label in page.ANSWERED.labels} == {None}


def test_the_last_answers_stand_beside_what_was_asked() -> None:
    answered = [entry("feedback", "徐汇区", n, answer=f"答{n}", answered_on=date(2025, 11, n)) for n in (1, 2)]
    cells = written(master(*answered))
    assert [cells[page.ANSWERED.place(label, "内容与答复")] for label in ("1", "2", "3")] == ["样例问题2 → 答2", "样例问题1 → 答1", None]


def test_the_citys_own_visits_are_counted_and_the_last_come_first() -> None:
    lines = [
        {"日期": "2025年6月3日", "形式": "实地调研", "区": "徐汇区", "对象": "样例园区", "内容": "座谈", "解决的问题": "平台经费"},
        {"日期": "2025-09-10", "形式": "实践交流", "区": "静安区", "内容": "经验交流"}, {"日期": "2024-09-10", "形式": "培训"},
    ]  # fmt: skip
    cells = written(master(exchanges=lines))
    assert cells[page.WORK.place(page.COUNT, "市局调研交流")] == 2
    assert [cells[page.EXCHANGES.place("1", header)] for header in page.EXCHANGES.headers[1:]] == [
        date(2025, 9, 10), "实践交流", "静安区", "经验交流",
    ]  # fmt: skip
    assert cells[page.EXCHANGES.place("2", "内容与解决的问题")] == "样例园区；座谈；平台经费"


def test_years_to_come_are_empty_and_beyond_six_the_table_rolls_on() -> None:
    known = master(pilot("徐汇区", 1), pilot("徐汇区", 2, Category.PARK, determined_on=date(2031, 5, 1)))
    now, later = written(known), written(known, date(2032, 3, 1))
    assert [now[page.YEARS.place("2025", header)] for header in page.YEARS.headers] == ["2025", 0, 0, 1, 1]
    assert now[page.YEARS.place("2026", page.TOTAL)] is None
    assert [later[page.YEARS.place(label, "确定年度")] for label in page.YEARS.labels] == ["2027", "2028", "2029", "2030", "2031", "2032"]
    assert later[page.YEARS.place("2029", "园区")] == 1
    assert sum(later[page.GROUPS.place("2029", header)] for header in page.GROUPS.headers[1:]) == 1


def test_the_as_of_line_says_which_years_the_figures_are_of() -> None:
    assert written(master(), NEW_YEAR)[page.AS_OF] == "截至 2026-01-05；名额、培育为 2026 年，年度情况报送为 2025 年度"


# Another layout


def moved(path: Path, change: Any) -> Path:
    book = load_workbook(path)
    change(book[OVERVIEW_SHEET])
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.insert_rows(5),
        lambda sheet: sheet.cell(page.UNITS.top, 3, "最多"),
        lambda sheet: sheet.cell(page.UNITS.top + 1, 1, "浦东"),
        lambda sheet: sheet.delete_cols(2),
    ],
)
def test_where_the_tables_stand_elsewhere_nothing_is_written_and_that_is_told(master: Path, change: Any) -> None:
    moved(master, change)
    before = [sheet for sheet in read_book(master).sheets if sheet.name == OVERVIEW_SHEET]
    status = write_status(master, NEW_YEAR, SETTINGS)
    (told,) = [finding for finding in status.findings if finding.code == "WATCH-01"]
    assert "未更新" in told.message
    assert [sheet.rows for sheet in read_book(master).sheets if sheet.name == OVERVIEW_SHEET] == [sheet.rows for sheet in before]
    assert status.written  # the watches are brought to the date all the same


def test_what_staff_add_beside_the_tables_or_type_over_a_figure_does_not_matter(master: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(100, 1, "自己的备注")
        sheet.cell(*page.FIGURES.place(page.COUNT, "本年预计"), 99)

    moved(master, change)
    status = write_status(master, NEW_YEAR, SETTINGS)
    assert [finding for finding in status.findings if finding.code == "WATCH-01"] == []
    (sheet,) = [sheet for sheet in read_book(master).sheets if sheet.name == OVERVIEW_SHEET]
    assert sheet.rows[100][1].value == "自己的备注"
    assert sheet.rows[5][4].value != 99


def test_a_master_without_it_is_told_and_the_rest_goes_on(master: Path) -> None:
    book = load_workbook(master)
    book.remove(book[OVERVIEW_SHEET])
    out = io.BytesIO()
    book.save(out)
    master.write_bytes(out.getvalue())
    assert "WATCH-01" in [finding.code for finding in write_status(master, NEW_YEAR, SETTINGS).findings]


def test_an_empty_masters_own_layout_is_no_matter(master: Path) -> None:
    assert overview_faults(open_master(read_stored(master), AS_OF, SETTINGS)) == []


# The same figure everywhere


@pytest.fixture(scope="module")
def known(demo: tuple[Path, list[str]]) -> Master:
    return open_master(read_stored(demo[0] / "总台账.xlsx"), NEW_YEAR, SETTINGS)


@pytest.fixture(scope="module")
def figures(known: Master) -> Figures:
    return take_figures(known, NEW_YEAR, SETTINGS, 2025)


def letters(kind: str, known: Master, as_of: date, year: int) -> list[Letter]:
    found = find_kind(kind)
    assert found
    made = found.write(Request(master=known, as_of=as_of, settings=SETTINGS, year=year))
    return [item for item in made if isinstance(item, Letter)]


def test_overview_terminal_and_json_show_the_same_figures(demo: tuple[Path, list[str]], known: Master) -> None:
    status = show_status(demo[0] / "总台账.xlsx", NEW_YEAR, SETTINGS)
    totals: Any = status.to_json()["totals"]
    cells, lines = written(known, NEW_YEAR), dict(gist(status.figures))
    everywhere = {
        "present": (cells[page.FIGURES.place(page.COUNT, "现有市级试点")], f"现有市级{totals['present']}家", "试点"),
        "determined": (cells[page.UNITS.place(page.TOTAL, "已确定")], f"年确定{totals['determined']}家", "名额"),
        "expected": (cells[page.FIGURES.place(page.COUNT, "本年预计")], f"预计{totals['expected']}家", "名额"),
        "reports_due": (cells[page.UNITS.place(page.TOTAL, "年报应报")], f"应报{totals['reports_due']}家", "年报"),
        "reports_received": (cells[page.REPORTS.place(page.COUNT, "两局都收到")], f"都收到{totals['reports_received']}家", "年报"),
        "visited": (cells[page.FUNNEL.place(page.COUNT, "走访家数")], f"走访{totals['visited']}家", "培育"),
        "targets": (cells[page.FUNNEL.place(page.COUNT, "培育对象")], f"培育对象{totals['targets']}", "培育"),
        "applied": (cells[page.FUNNEL.place(page.COUNT, "申请")], f"申请{totals['applied']}", "培育"),
        "activities": (cells[page.WORK.place(page.COUNT, "活动场次")], f"活动{totals['activities']}场", "宣传"),
        "attendees": (cells[page.WORK.place(page.COUNT, "参加人次")], f"参加{totals['attendees']}人次", "宣传"),
        "outcomes": (cells[page.WORK.place(page.COUNT, "成果总数")], f"共{totals['outcomes']}项", "成果"),
        "feedback_open": (cells[page.FIGURES.place(page.COUNT, "未答复建议")], f"未答复{totals['feedback_open']}", "问题建议"),
        "feedback_overdue": (cells[page.FIGURES.place(page.COUNT, "超期未答复")], f"超期{totals['feedback_overdue']}", "问题建议"),
        "held": (cells[page.FIGURES.place(page.COUNT, "待补正行")], f"待补正{totals['held']}行", "市局"),
        "conflicts": (cells[page.FIGURES.place(page.COUNT, "待裁定事项")], f"待裁定{totals['conflicts']}项", "市局"),
    }  # fmt: skip
    for name, (cell, words, subject) in everywhere.items():
        assert cell == totals[name], name
        assert words in lines[subject], name


def test_the_parts_of_the_units_add_up_to_the_city(figures: Figures) -> None:
    assert sum(unit.funnel.determined for unit in figures.units) == figures.determined == len(figures.quota.counted)
    assert sum(unit.present for unit in figures.units) == len(figures.present)
    assert sum(sum(unit.reports.values()) for unit in figures.units) == len(figures.reports.pilots)
    assert sum(unit.feedback_open for unit in figures.units) == len(figures.feedback.open)
    assert sum(unit.held for unit in figures.units) == figures.held


def test_letters_say_what_the_figures_say(known: Master, figures: Figures) -> None:
    reminders = letters("quota-reminder", known, NEW_YEAR, 2025)
    told = {str(letter.context["区"]): str(letter.context["已确定家数"]) for letter in reminders}
    assert told
    assert told == {unit.unit.short: str(unit.funnel.determined) for unit in figures.units if unit.unit.short in told}
    overdue = letters("report-overdue", known, NEW_YEAR, 2025)
    asked = {str(letter.context["区"]): int(str(letter.context["未完成家数"])) for letter in overdue}
    waiting = {unit.unit.short: len(figures.reports.of(unit.unit.short)[0]) for unit in figures.units}
    assert asked == {unit: count for unit, count in waiting.items() if count}


def test_only_what_differs_is_written_and_never_a_formula_taken_for_its_value(known: Master) -> None:
    cells = written(known, NEW_YEAR)
    place = page.FIGURES.place(page.COUNT, "现有市级试点")
    brought = replace(known, overview=cells)
    assert shown(overview_sheet(brought, take_figures(brought, NEW_YEAR, SETTINGS))) == {}
    for stands in (FORMULA, cells[place] + 1, None):
        differs = replace(known, overview={**cells, place: stands})
        assert shown(overview_sheet(differs, take_figures(differs, NEW_YEAR, SETTINGS))) == {place: cells[place]}
