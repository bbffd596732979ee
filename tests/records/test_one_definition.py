"""A column exists once: added to its record it stands in the blank, is read, checked, merged, and explained."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from openpyxl import load_workbook

from tests.records.factories import cover, row
from toolkit.policy import load_settings, notice
from toolkit.records import FORMS, Cover, columns_of, outcomes
from toolkit.records.column import Column
from toolkit.records.kinds import Whole
from toolkit.records.outcomes import Outcome
from toolkit.sheets.blank import blank_workbook
from toolkit.steps.check import check_files
from toolkit.steps.explain import explain
from toolkit.steps.merge import merge_files


class OutcomeWithAwards(Outcome):
    awards: Annotated[int | None, Whole(), Column("样例获奖次数", "获得的奖项", aliases=("样例获奖数",))] = None


@pytest.fixture
def one_more_column(monkeypatch: pytest.MonkeyPatch) -> None:
    before, longer = FORMS, replace(outcomes.FORM, record=OutcomeWithAwards)
    forms = tuple(longer if form is outcomes.FORM else form for form in before)
    for name, module in list(sys.modules.items()):
        if name.startswith("toolkit.") and getattr(module, "FORMS", None) is before:
            monkeypatch.setattr(module, "FORMS", forms)


@pytest.mark.usefixtures("one_more_column")
def test_an_added_optional_column_reaches_blank_reader_validator_master_and_dictionary(tmp_path: Path) -> None:
    as_of, settings, unit = date(2025, 12, 8), load_settings(), notice().unit_named("徐汇区")
    path = tmp_path / "样例.xlsx"
    path.write_bytes(blank_workbook(unit, 2025))
    book: Any = load_workbook(path)
    for line in book["填报信息"].iter_rows(min_row=3, max_col=2):
        known = {c.header: value for c, value in _cover_values()}
        if line[0].value in known and line[1].value is None:
            line[1].value = known[line[0].value]
    sheet = book["经验成果"]
    headers = {cell.value: cell.column for cell in sheet[3]}
    assert "样例获奖次数" in headers
    for column, value in _outcome_values():
        sheet.cell(4, headers[column], value)
        sheet.cell(5, headers[column], f"{value}二" if column == "成果名称" else value)
    sheet.cell(4, headers["样例获奖次数"], "3个")
    sheet.cell(5, headers["样例获奖次数"], "三四")
    book.save(path)

    result = check_files([path], as_of, settings)
    assert [(f.code, f.place.field, f.place.header) for f in result.findings if f.place.field == "awards"] == [
        ("CELL-53", "awards", "样例获奖次数"),
        ("CELL-20", "awards", "样例获奖次数"),
    ]
    merge_files([path], tmp_path / "总台账.xlsx", as_of, settings)
    master: Any = load_workbook(tmp_path / "总台账.xlsx")["经验成果"]
    there = {cell.value: cell.column for cell in master[3]}
    assert master.cell(4, there["样例获奖次数"]).value == 3
    assert master.cell(5, there["样例获奖次数"]).value is None  # the faulty row is held
    assert explain("样例获奖数")[0].startswith("经验成果·样例获奖次数")


def _cover_values() -> list[tuple[Column, object]]:
    values = cover()
    return [(column.column, values[column.field]) for column in columns_of(Cover) if values.get(column.field) is not None]


def _outcome_values() -> list[tuple[str, object]]:
    values = row("outcomes")
    return [(outcomes.FORM.column(name).header, value) for name, value in values.items() if value is not None]
