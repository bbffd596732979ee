"""A plan as cell changes: each value in its own column, nothing written that does not change."""

from datetime import date
from typing import Any

from tests.master.desk import SETTINGS, Desk, column, lead, pilot
from tests.records import factories
from toolkit.checks.stages import judge
from toolkit.master.batch import plan_merge
from toolkit.master.cells import plan_cells, watch_cells
from toolkit.master.ledgers import BASE_SHEET, CHANGES, HEADER_ROW, HELD, QUOTA_WATCH, TRACE_HEADERS
from toolkit.records import FORMS, form_of
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.read import read_submission


def planned(desk: Desk, **arguments: Any) -> list[SetCell]:
    """The cells a merge of such a file would change."""
    master, file = desk.master, desk.file(**arguments)
    sent = read_submission(file, factories.context(unit=None, year=None, filled_on=None))
    judge(sent, master)
    return plan_cells(plan_merge(master, [sent], factories.AS_OF, SETTINGS))


def test_every_value_of_every_form_stands_under_its_own_header(desk: Desk) -> None:
    rows: dict[str, Any] = {form.id: [factories.row(form.id)] for form in FORMS}
    desk.receive(**rows)
    seen: dict[str, dict[str, Any]] = {}

    def look(book: Any) -> None:
        for form in FORMS:
            sheet = book[form.sheet]
            seen[form.id] = {cell.value: sheet.cell(4, cell.column).value for cell in sheet[HEADER_ROW]}

    desk.by_hand(look)
    for form in FORMS:
        values = factories.read_row(form.id).values
        for bound in form.columns:
            assert seen[form.id][bound.header] == bound.kind.show(values.get(bound.field)), bound.header
        assert seen[form.id]["报送单位"] == "浦东新区"


def test_one_changed_field_is_one_cell_its_trace_and_a_line(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1), pilot(2)])
    cells = planned(desk, cover={"revision": 2}, pilots=[pilot(1), pilot(2, contact="样例二")])
    records = [cell for cell in cells if cell.sheet == "试点名单"]
    table = desk.master.tables["pilots"]
    assert [(cell.row, cell.column, cell.value) for cell in records] == [
        (5, table.fields["contact"], "样例二"),
        *((5, table.extras[header], value) for header, value in zip(
            TRACE_HEADERS, ("02-浦东新区.xlsx", 3, "2025-12", factories.AS_OF), strict=True)),
    ]  # fmt: skip
    assert sum(cell.sheet == BASE_SHEET and cell.column == 1 for cell in cells) == 2
    assert {cell.row for cell in cells if cell.sheet == CHANGES.sheet} == {6}


def test_a_file_that_changes_nothing_writes_only_that_it_came(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)], cultivation=[lead(1)])
    cells = planned(desk, cover={"revision": 2}, pilots=[pilot(1)], cultivation=[lead(1)])
    assert {cell.sheet for cell in cells} == {BASE_SHEET, "批次记录"}
    assert len({cell.row for cell in cells if cell.sheet == BASE_SHEET}) == 1


def test_held_lines_that_stay_are_not_written_again(desk: Desk) -> None:
    faulty = [pilot(n, state="在籍") for n in (1, 2, 3)]
    desk.receive(pilots=faulty)
    cells = planned(desk, cover={"revision": 2}, pilots=faulty)
    assert [cell for cell in cells if cell.sheet == HELD.sheet] == []
    fewer = planned(desk, cover={"revision": 2}, pilots=[faulty[0], pilot(2), faulty[2]])
    assert {(cell.row, cell.value) for cell in fewer if cell.sheet == HELD.sheet} == {(5, None)}


def test_another_units_held_lines_stay(desk: Desk) -> None:
    desk.receive("徐汇区", pilots=[pilot(1, state="在籍")])
    desk.receive(pilots=[pilot(2)])
    assert [line["报送单位"] for line in desk.lines(HELD)] == ["徐汇区"]


def test_a_watch_sheet_is_written_anew_wherever_its_header_stands(desk: Desk) -> None:
    desk.by_hand(lambda book: book[QUOTA_WATCH.sheet].insert_rows(1, 2))
    for count in (3, 1):
        lines = [QUOTA_WATCH.line(报送单位=f"样例{n}", 已确定=n) for n in range(count)]
        cells = watch_cells(desk.master, QUOTA_WATCH, lines, date(2025, 12, 8))
        desk.path.write_bytes(edit(desk.path.read_bytes(), cells))
        assert [line["报送单位"] for line in desk.lines(QUOTA_WATCH)] == [f"样例{n}" for n in range(count)]
    seen: list[Any] = []
    desk.by_hand(lambda book: seen.extend(book[QUOTA_WATCH.sheet].cell(row, 1).value for row in (3, 4, 5, 6)))
    assert seen == [QUOTA_WATCH.title, "截至 2025-12-08", "报送单位", "样例0"]


def test_dates_are_dates_and_codes_are_texts(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    seen: list[Any] = []

    def look(book: Any) -> None:
        sheet = book["试点名单"]
        for field in ("determined_on", "uscc", "determined_year"):
            cell = sheet.cell(4, column(sheet, form_of("pilots").column(field).header))
            seen.append((cell.data_type, cell.number_format))

    desk.by_hand(look)
    assert seen == [("d", "yyyy-mm-dd"), ("s", "@"), ("n", "0")]


def test_the_master_is_not_filled_twice_by_one_plan(desk: Desk) -> None:
    file = desk.file(pilots=[pilot(1)], feedback=[factories.row("feedback")])
    desk.merge(file)
    desk.merge(file)
    assert [len(desk.entries(form.id)) for form in FORMS if desk.entries(form.id)] == [1, 1]
