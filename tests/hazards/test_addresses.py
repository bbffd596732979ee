"""The law of addresses: wherever a table's cells are moved to, each finding moves with the cell it is about."""

import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import factories
from tests.records.factories import PARK, SITE, STATION
from tests.sheets.tables import cell, grid, read, record_sheet
from toolkit.checks.stages import judge
from toolkit.findings import Finding
from toolkit.records import FORMS, Form
from toolkit.records.kinds.base import Raw
from toolkit.sheets.grid import Address, Cell, Sheet, address
from toolkit.sheets.submission import Submission

WRONG: st.SearchStrategy[Raw] = st.sampled_from([
    "9131", "样例类", "2025-02-30", 2025.1, 45992, "12.5", "约3次", "三十人", "无", "同上", "#REF!", "=?", "示范点", None, "231号", -2,
    "上海样例甲有限公司、上海样例乙有限公司", "９１３１", " 样例 ", "x" * 1200,
])  # fmt: skip


@st.composite
def faulty(draw: st.DrawFn) -> tuple[Form, Sheet]:
    """A form's rows, some of their cells overwritten, one of them perhaps sent twice."""
    form = draw(st.sampled_from(FORMS))
    categories = draw(st.lists(st.sampled_from([SITE, PARK, STATION]), min_size=1, max_size=4))
    rows = [factories.row(form.id, category, n) for n, category in enumerate(categories, start=1)]
    for number, column in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=5)):
        row, fields = rows[number % len(rows)], [bound.field for bound in form.district_columns]
        row[fields[column % len(fields)]] = draw(WRONG)
    if draw(st.booleans()):
        rows.append(dict(rows[0]))
    return form, record_sheet(form.id, rows)


@st.composite
def moves(draw: st.DrawFn, sheet: Sheet) -> tuple[dict[int, int], dict[int, int]]:
    """Where each row and each column goes: rows down and apart, columns in any order and apart."""
    rows, places = sorted(sheet.rows), draw(st.permutations(sorted(sheet.rows[min(sheet.rows)])))
    down, gaps = draw(st.integers(0, 11)), draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    to, at = {}, rows[0] + down
    for number, gap in zip(rows, gaps, strict=True):
        to[number] = at
        at += 1 + gap
    free = draw(st.sets(st.integers(1, len(places) + 6), min_size=len(places), max_size=len(places)))
    return to, dict(zip(places, sorted(free), strict=True))


def moved(sheet: Sheet, rows: dict[int, int], columns: dict[int, int]) -> Sheet:
    """The sheet with its cells elsewhere, a title above where there is room, a note and a signature below."""
    lines: dict[int, dict[int, Cell]] = {}
    for number, line in sheet.rows.items():
        lines[rows[number]] = dict(sorted((columns[column], one) for column, one in line.items()))
    top, foot = rows[min(rows)], max(rows.values()) + 2
    lines |= {n: grid("", [("附件2",)]).rows[1] for n in range(1, min(top, 3))}
    lines |= {foot: {min(columns.values()): cell("注：样例")}, foot + 1: {min(columns.values()): cell("负责人（签字）：")}}
    return replace(sheet, rows=dict(sorted(lines.items())))


def findings(sheet: Sheet) -> list[Finding]:
    """All that is said of the sheet, but for the lines beside its rows."""
    submission: Submission = read(sheet)
    judge(submission, None)
    return [f for f in submission.findings if f.place.sheet == sheet.name and f.code != "SHEET-11"]


def shown(finding: Finding, to: dict[str, str]) -> tuple[Any, ...]:
    """A finding with its cell and every cell it names as they are called elsewhere."""
    text = re.sub(r"[A-Z]{1,2}\d+", lambda found: to.get(found[0], found[0]), finding.message)
    return finding.code, finding.place.field, to.get(finding.place.cell or "", finding.place.cell), finding.value, text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_finding_moves_with_its_cell(data: st.DataObject) -> None:
    _, sheet = data.draw(faulty())
    rows, columns = data.draw(moves(sheet))
    names: dict[Address, Address] = {(r, c): (rows[r], columns[c]) for r in rows for c in columns}
    to = {address(*old): address(*new) for old, new in names.items()}
    plain, elsewhere = findings(sheet), findings(moved(sheet, rows, columns))
    assert sorted(str(shown(f, {})) for f in elsewhere) == sorted(str(shown(f, to)) for f in plain)
    for finding in elsewhere:
        if finding.place.cell and finding.place.row:
            assert finding.place.cell.endswith(str(finding.place.row))
