"""The law behind the hazards: whatever is strewn over a sheet, no row of it is lost in silence and nothing raises."""

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records import factories
from tests.records.factories import PARK, SITE, STATION
from tests.sheets.tables import cell, read, record_sheet
from toolkit.records import FORMS, Form
from toolkit.records.kinds.base import Raw
from toolkit.sheets.asides import filled
from toolkit.sheets.grid import Area, Cell, Fault, Sheet
from toolkit.sheets.headers import find_headers
from toolkit.sheets.submission import Submission

STREWN: st.SearchStrategy[Raw] = st.sampled_from([
    "合计", "小计", "3家", "9" * 5000 + "家", "一、园区", "（二）单位（站）", "同上", "注：样例", "序号", "1、", 1, 2.5, 10**400, float("nan"),
    "无", "填报单位：徐汇区 填报人：样例", "示例", "#REF!", "[图]", "=?", "单位名称", "类别", "联系电话", "报告年度", "点", "投入经费（元）",
    "参加人次（万人次）", "二、", "园区", True, "负责人：", "审核人：",
])  # fmt: skip
SPOT = st.tuples(st.integers(1, 14), st.integers(1, 20))
CATEGORY = st.sampled_from([SITE, PARK, STATION])


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Form, Sheet]:
    """A form's rows in one block or two, with things strewn over them, merged, noted and drawn."""
    form = draw(st.sampled_from(FORMS))
    rows = [factories.row(form.id, category, n) for n, category in enumerate(draw(st.lists(CATEGORY, max_size=4)), start=1)]
    lines: dict[int, dict[int, Cell]] = dict(record_sheet(form.id, rows, first=draw(st.integers(1, 6))).rows)
    if draw(st.booleans()):
        lines |= record_sheet(form.id, rows[:2], first=16).rows
    for (row, column), value in draw(st.dictionaries(SPOT, STREWN, max_size=20)).items():
        lines.setdefault(row, {})[column] = cell(value)
    corners = draw(st.lists(st.tuples(SPOT, st.integers(0, 3), st.integers(0, 2)), max_size=4))
    merges = tuple(Area(top, left, top + high, left + wide) for (top, left), high, wide in corners)
    settled = {row: dict(sorted(line.items())) for row, line in sorted(lines.items())}
    return form, Sheet(form.sheet, settled, merges=merges, notes={draw(SPOT): "样例"}, pictures=frozenset({draw(SPOT)}))


def accounted(submission: Submission) -> set[int]:
    """The rows that were read, or said to be something else."""
    told: set[int] = {row.number for row in submission.all_rows()}
    for finding in submission.findings:
        if finding.code == "SHEET-11":
            for first, last in re.findall(r"(\d+)(?:—(\d+))?", finding.message):
                told |= set(range(int(first), int(last or first) + 1))
        if finding.code == "CELL-63":
            told.add(int(str(finding.words["row"])))
    return told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_no_row_is_lost_in_silence_whatever_stands_around_it(made: tuple[Form, Sheet]) -> None:
    form, sheet = made
    submission = read(sheet)
    assert all(finding.message and finding.advice for finding in submission.findings)
    headers = find_headers(form, sheet)
    told = accounted(submission) | {row for header in headers for row in range(header.top, header.row + 1)}
    for row, line in sheet.rows.items():
        above: list[Any] = [header for header in headers if header.row < row]
        if above and row not in told:
            district = {above[-1].columns.get(column.field) for column in form.district_columns}
            held = {column for column, one in filled(line).items() if one.fault is not Fault.PICTURE}
            assert not held & district
