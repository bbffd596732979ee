"""A blank made for a unit knows its pilots."""

from pathlib import Path

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import row
from toolkit.policy import Category, notice
from toolkit.records import Context
from toolkit.sheets.read import read_submission_bytes
from toolkit.steps.blank import blank_for


def test_a_blank_for_a_unit_holds_its_present_pilots_and_a_report_line_for_each(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    mine, gone = row("pilots", Category.SITE, 1), {**row("pilots", Category.SITE, 2), "state": "已退出"}
    desk.send("徐汇区", mine, gone)
    desk.send("长宁区", row("pilots", Category.SITE, 3))
    data = blank_for(notice().unit_named("徐汇区"), 2026, desk.master, AS_OF, SETTINGS)
    read = read_submission_bytes(data, "空白.xlsx", Context(AS_OF, SETTINGS))
    assert [pilot.values["name"] for pilot in read.rows["pilots"]] == [mine["name"]]
    assert [(line.values["name"], line.values["report_year"]) for line in read.rows["annual_reports"]] == [(mine["name"], 2026)]
    assert read.rows["pilots"][0].findings == []
