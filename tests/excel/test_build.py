"""The macro workbook: well-formed, the same each time, its macros as written, and all of the master in it."""

import io
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference

from tests.excel.package import buttons_of, faults, modules_of, parts_of
from tests.steps.months import AS_OF
from toolkit.excel import project
from toolkit.excel.build import SETTINGS, SETTINGS_SHEET, with_buttons
from toolkit.excel.buttons import BUTTONS
from toolkit.excel.panel import ENTRIES, NAME, entry_place
from toolkit.master.layout import new_master
from toolkit.master.reading import load_master
from toolkit.policy import load_settings
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.edit.macros import DocumentModule, Panel, Store, macro_book
from toolkit.sheets.source import read_bytes


@cache
def built() -> bytes:
    return with_buttons(new_master())


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def lived_in() -> bytes:
    """A master that staff have made their own."""
    book = load_workbook(io.BytesIO(new_master()))
    page: Any = book["试点名单"]
    page["AA3"], page["AA4"] = "自加列", CellRichText("部分", TextBlock(InlineFont(b=True), "加粗"))
    page.auto_filter.add_filter_column(2, ["甲"])
    page.row_dimensions[5].hidden = True
    chart = BarChart()
    chart.add_data(Reference(page, min_col=1, min_row=3, max_row=8))
    page.add_chart(chart, "AC5")
    own = book.create_sheet("自建表")
    own["A1"] = "=SUM(1,2)"
    wall: Any = book.create_chartsheet("统计图")
    wall.add_chart(BarChart())
    return saved(book)


def test_nothing_is_wrong_with_it() -> None:
    assert list(faults(built())) == []


def test_the_same_bytes_each_time_and_when_built_again_from_itself() -> None:
    assert with_buttons(new_master()) == built()
    assert with_buttons(built()) == built()


def test_the_macros_are_xlwings_own_as_installed_and_ours_read_back_by_other_code() -> None:
    modules = modules_of(built())
    for name, home in (("xlwings", resources.files("xlwings") / "xlwings.bas"), ("pilot_buttons", Path("toolkit/excel/pilot_buttons.bas"))):
        source = home.read_bytes().decode("ascii").replace("\r\n", "\n")
        assert modules[name] == source


def test_every_sheet_bears_the_name_of_its_module() -> None:
    data = with_buttons(lived_in())
    parts = parts_of(data)
    named = [
        found[1].decode() for name, part in parts.items()
        if name.startswith(("xl/worksheets/sheet", "xl/chartsheets/sheet")) and (found := re.search(rb'<sheetPr[^>]*codeName="(\w+)"', part))
    ]
    book = re.search(rb'<workbookPr[^>]*codeName="(\w+)"', parts["xl/workbook.xml"])
    assert book
    assert sorted([*named, book[1].decode(), "xlwings", "pilot_buttons"]) == sorted(project.modules_of(parts["xl/vbaProject.bin"]))
    assert len(named) == len(set(named)) == len(load_workbook(io.BytesIO(data)).sheetnames)


def test_all_that_staff_have_put_into_the_master_stays_to_the_byte() -> None:
    before, after = parts_of(lived_in()), parts_of(with_buttons(lived_in()))
    changed = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    for name, part in before.items():
        bare = re.sub(rb' codeName="\w+"|<sheetPr codeName="\w+"/>| tabSelected="(1|true)"', b"", after[name])
        if name not in changed:
            assert bare == re.sub(rb' tabSelected="(1|true)"', b"", part), name
    assert [sheet for sheet in load_workbook(io.BytesIO(with_buttons(lived_in()))).sheetnames if sheet not in {NAME, SETTINGS_SHEET}] == (
        load_workbook(io.BytesIO(lived_in())).sheetnames
    )


def test_the_looks_of_old_cells_are_those_they_had() -> None:
    before, after = (load_workbook(io.BytesIO(data)) for data in (lived_in(), with_buttons(lived_in())))
    for sheet in before.worksheets:
        for row in sheet.iter_rows(max_row=5):
            for cell in row:
                twin = after[sheet.title][cell.coordinate]
                assert looks(cell) == looks(twin)


def looks(cell: Any) -> str:
    return repr((cell.number_format, cell.font, cell.fill, cell.border, cell.alignment))


def test_it_is_still_the_city_list_and_what_a_clerk_fills_in_is_text() -> None:
    load_master(built(), "总台账.xlsm", AS_OF, load_settings())
    page = load_workbook(io.BytesIO(built()))[NAME]
    assert [page.cell(*entry_place(entry.key)).number_format for entry in ENTRIES] == ["@"] * len(ENTRIES)
    dropdowns = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert len(dropdowns) == sum(bool(entry.choices) for entry in ENTRIES)
    assert all(len(formula) <= 257 for formula in dropdowns.values())  # Excel holds 255 characters of a list


def test_the_settings_of_xlwings_lie_in_a_hidden_sheet() -> None:
    sheet = next(sheet for sheet in read_bytes(built()).sheets if sheet.name == SETTINGS_SHEET)
    assert sheet.visibility.value == "hidden"
    assert [(line[1].value, line[2].value) for line in sheet.rows.values()] == list(SETTINGS)
    asked = (resources.files("xlwings") / "xlwings.bas").read_text("ascii")
    assert all(f'GetConfig("{key}"' in asked for key, _ in SETTINGS)


def test_openpyxl_keeps_the_macros_and_the_buttons() -> None:
    data = saved(load_workbook(io.BytesIO(built()), keep_vba=True))
    assert modules_of(data) == modules_of(built())
    assert buttons_of(data) == {kind.caption: kind.macro for kind in BUTTONS}


def test_a_sheet_of_peoples_own_is_not_taken_for_ours() -> None:
    book = load_workbook(io.BytesIO(new_master()))
    book.create_sheet(NAME)
    with pytest.raises(NotEditable, match="EDIT-07"):
        with_buttons(saved(book))


def test_macros_of_peoples_own_are_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {**project.sources(), "Module1": "Public Sub Own()\r\nEnd Sub\r\n"}
    monkeypatch.setattr(project, "sources", lambda: own)
    data = with_buttons(new_master())
    monkeypatch.undo()
    with pytest.raises(NotEditable) as refused:
        with_buttons(data)
    assert "（Module1）" in refused.value.message


def test_a_new_sheet_of_staffs_gets_a_module_when_it_is_built_again() -> None:
    book = load_workbook(io.BytesIO(built()), keep_vba=True)
    book.create_sheet("自建表")
    data = with_buttons(saved(book))
    assert list(faults(data)) == []
    assert len(project.modules_of(parts_of(data)["xl/vbaProject.bin"])) == len(book.sheetnames) + 3


MUTATIONS = {
    "VBA that does not compile": ("End Sub", "End Sbu"),
    "another button's action": ("import quota_button; quota_button", "import undo_button; undo_button"),
    "an import of nothing": ("toolkit.excel.entry import merge_button", "toolkit.excel.entrance import merge_button"),
    "a macro that is not there": ("Sub PilotMerge", "Sub PilotMrege"),
    "a function that is not there": ("import check_button; check_button", "import chek_button; chek_button"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_broken_on_purpose_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = MUTATIONS[name]
    source = project.sources()["pilot_buttons"]
    assert right in source
    monkeypatch.setattr(project, "sources", lambda: {"pilot_buttons": source.replace(right, wrong, 1)})
    assert list(faults(with_buttons(new_master())))


def test_a_book_of_another_dialect_of_names_is_told_apart() -> None:
    """A code name that is taken is not given twice."""
    book = Workbook()
    book.worksheets[0].sheet_properties.codeName = "Sheet2"
    book.create_sheet("乙")
    seen: list[DocumentModule] = []
    panel = Panel("台", {}, {}, {}, [], (10,), {}, [])

    def make(modules: list[DocumentModule]) -> bytes:
        seen.extend(modules)
        return b"project"

    macro_book(saved(book), panel, Store("存", [("a", "b")]), make)  # type: ignore[arg-type]
    names = [module.name for module in seen]
    assert len(names) == len(set(names)) == 5
    assert "Sheet2" in names
