"""What the city rules in 冲突裁定 is carried out by the next merge, once."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.master.clerk import AS_OF, SETTINGS, Desk
from tests.records.factories import row
from toolkit.master.disputes import waiting
from toolkit.master.reading import load_master
from toolkit.steps.judge import judge_quota
from toolkit.steps.merge import merge_files


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def disputed(desk: Desk) -> dict[str, Any]:
    """A contact that city and district have both changed."""
    pilot = {**row("pilots"), "contact": "王样"}
    desk.send("徐汇区", pilot)
    desk.edit("试点名单", "联系人", "市样")
    newer = {**pilot, "contact": "区样"}
    result = desk.send("徐汇区", newer)
    assert len(result.plan.conflicts) == 1
    assert desk.value("试点名单", "联系人") == "市样"
    return newer


@pytest.mark.parametrize(
    ("ruling", "other", "becomes"), [("用市局值", None, "市样"), ("用区局值", None, "区样"), ("另填", "三样", "三样")]
)
def test_a_ruling_on_a_field_is_carried_out_once_and_filed(desk: Desk, ruling: str, other: str | None, becomes: str) -> None:
    newer = disputed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    desk.edit("冲突裁定", "裁定值", other)
    result = desk.send("徐汇区", newer)
    assert desk.value("试点名单", "联系人") == becomes
    assert sum("冲突裁定第1号" in reason for reason in desk.log()) == 1
    assert result.plan.conflicts == []
    again = desk.send("徐汇区", newer)
    assert sum("冲突裁定第1号" in reason for reason in desk.log()) == 1
    assert again.plan.conflicts == []
    assert desk.value("试点名单", "联系人") == becomes


@pytest.mark.parametrize("since", ["市样", "又样", "王样"])
def test_a_value_the_district_no_longer_reports_is_not_written_by_a_late_ruling(desk: Desk, since: str) -> None:
    newer = disputed(desk)
    desk.send("徐汇区", {**newer, "contact": since})
    desk.edit("冲突裁定", "裁定", "用区局值")
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert [finding.code for finding in result.findings] == ["MERGE-39"]
    assert desk.value("试点名单", "联系人") == "市样"
    assert len(waiting(load_master(desk.master.read_bytes(), "总台账.xlsx", AS_OF, SETTINGS))) == (since == "又样")


@pytest.mark.parametrize(
    ("field", "header", "ours", "theirs", "becomes"),
    [
        ("state", "状态", None, "拟退出", "拟退出"),
        ("document_no", "确定文号", None, "沪市监价竞〔2025〕9号", "沪市监价竞〔2025〕9号"),
        ("determined_on", "确定日期", datetime(2025, 9, 2), datetime(2025, 9, 3), datetime(2025, 9, 3)),  # noqa: DTZ001
        ("industries", "所属产业", "生物医药", "集成电路、汽车", "集成电路、汽车"),
        ("change_note", "变更说明", "市局注一\n市局注二", "区局注一\n区局注二", "区局注一\n区局注二"),
    ],
)
def test_a_dispute_waits_until_it_is_ruled_whatever_its_field_holds(
    desk: Desk, field: str, header: str, ours: object, theirs: object, becomes: object
) -> None:
    desk.send("徐汇区", row("pilots"))
    if ours is not None:
        desk.edit("试点名单", header, ours)
    desk.send("徐汇区", {**row("pilots"), field: theirs})
    assert len(waiting(load_master(desk.master.read_bytes(), "总台账.xlsx", AS_OF, SETTINGS))) == 1
    desk.edit("冲突裁定", "裁定", "用区局值")
    assert [finding.code for finding in merge_files([], desk.master, AS_OF, SETTINGS).findings if finding.code.startswith("MERGE-3")] == []
    assert desk.value("试点名单", header) == becomes


def test_the_citys_own_ruling_holds_however_late(desk: Desk) -> None:
    newer = disputed(desk)
    desk.send("徐汇区", {**newer, "contact": "市样"})
    desk.edit("冲突裁定", "裁定", "另填")
    desk.edit("冲突裁定", "裁定值", "三样")
    merge_files([], desk.master, AS_OF, SETTINGS)
    assert desk.value("试点名单", "联系人") == "三样"


def test_a_ruling_needs_no_new_file(desk: Desk) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "裁定", "用区局值")
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert result.written
    assert desk.value("试点名单", "联系人") == "区样"
    assert not merge_files([], desk.master, AS_OF, SETTINGS).written


def test_a_number_is_never_given_twice_so_that_no_ruling_passes_for_one_carried_out(desk: Desk) -> None:
    newer = disputed(desk)
    desk.edit("冲突裁定", "裁定", "用市局值")
    merge_files([], desk.master, AS_OF, SETTINGS)
    book: Any = load_workbook(desk.master)
    for cell in book["冲突裁定"][4]:
        cell.value = None  # staff clear what is settled
    book.save(desk.master)
    desk.edit("试点名单", "联系人", "市局再样")
    desk.send("徐汇区", {**newer, "contact": "区局再样"})
    assert desk.value("冲突裁定", "序号") == 2
    desk.edit("冲突裁定", "裁定", "用区局值")
    merge_files([], desk.master, AS_OF, SETTINGS)
    assert desk.value("试点名单", "联系人") == "区局再样"


def test_an_unruled_dispute_stays_and_is_not_repeated(desk: Desk) -> None:
    newer = disputed(desk)
    assert desk.send("徐汇区", newer).plan.conflicts == []
    assert desk.value("试点名单", "联系人") == "市样"


@pytest.mark.parametrize(("ruling", "code"), [("归属徐汇区", "MERGE-32"), ("随便", "MERGE-32")])
def test_a_ruling_that_does_not_fit_is_told_and_not_carried_out(desk: Desk, ruling: str, code: str) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert code in [finding.code for finding in result.findings]
    assert desk.value("试点名单", "联系人") == "市样"


def test_a_value_that_cannot_stand_in_its_column_is_told(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.edit("试点名单", "确定日期", date(2025, 3, 1))
    newer = {**pilot, "determined_on": date(2025, 4, 1)}
    desk.send("徐汇区", newer)
    desk.edit("冲突裁定", "裁定", "另填")
    desk.edit("冲突裁定", "裁定值", "去年")
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert "MERGE-34" in [finding.code for finding in result.findings]


def test_an_entity_ruled_to_one_unit_counts_there_and_nowhere_else(desk: Desk) -> None:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.send("长宁区", pilot)
    counts = {unit.unit.short: unit.determined for unit in judge_quota(desk.master, AS_OF, SETTINGS).units}
    assert (counts["徐汇区"], counts["长宁区"]) == (0, 0)
    desk.edit("冲突裁定", "裁定", "归属长宁区")
    assert merge_files([], desk.master, AS_OF, SETTINGS).written
    counts = {unit.unit.short: unit.determined for unit in judge_quota(desk.master, AS_OF, SETTINGS).units}
    assert (counts["徐汇区"], counts["长宁区"]) == (0, 1)


def claimed(desk: Desk) -> dict[str, Any]:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    desk.send("长宁区", pilot)
    return pilot


def counted(desk: Desk) -> tuple[int, int]:
    counts = {unit.unit.short: unit.determined for unit in judge_quota(desk.master, AS_OF, SETTINGS).units}
    return counts["徐汇区"], counts["长宁区"]


@pytest.mark.parametrize(
    ("ruling", "value"),
    [("归属某单位", "长宁区"), ("归属某单位", "长宁区市场监督管理局"), ("归属某单位", "归属长宁区"), ("归属 长宁区局", None),
     ("归属：长宁", None), ("归属长宁区", "长宁区"), ("归属长宁区", "电话商定"), ("归属", "长宁")],
)  # fmt: skip
def test_the_unit_may_be_named_in_either_cell_and_in_its_usual_spellings(desk: Desk, ruling: str, value: str | None) -> None:
    claimed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    desk.edit("冲突裁定", "裁定值", value)
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    assert result.written
    assert [finding.code for finding in result.findings] == []
    assert counted(desk) == (0, 1)
    assert not merge_files([], desk.master, AS_OF, SETTINGS).written


@pytest.mark.parametrize(
    ("ruling", "value"),
    [("归属某单位", None), ("归属某单位", "某区"), ("归属静安区", None), ("归属徐汇区", "长宁区"), ("归属长宁区和徐汇区", None),
     ("归属长宁区吗", "长宁区"), ("用区局值", None), ("长宁区", None)],
)  # fmt: skip
def test_a_claim_ruled_for_nobody_is_told_with_its_cell_and_not_asked_anew(desk: Desk, ruling: str, value: str | None) -> None:
    pilot = claimed(desk)
    desk.edit("冲突裁定", "裁定", ruling)
    desk.edit("冲突裁定", "裁定值", value)
    result = desk.send("徐汇区", pilot)
    (told,) = [finding for finding in result.findings if finding.code == "MERGE-32"]
    assert (told.place.sheet, told.place.cell) == ("冲突裁定", "L4")
    assert "归属徐汇区、归属长宁区；或填“归属某单位”" in told.advice.replace("归属长宁区、归属徐汇区", "归属徐汇区、归属长宁区")
    assert result.plan.conflicts == []
    assert counted(desk) == (0, 0)


@pytest.mark.parametrize("number", [None, "第一号", "？"])
def test_a_ruling_whose_number_is_gone_is_told_and_not_carried_out(desk: Desk, number: str | None) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "裁定", "用区局值")
    desk.edit("冲突裁定", "序号", number)
    result = merge_files([], desk.master, AS_OF, SETTINGS)
    (told,) = [finding for finding in result.findings if finding.code == "MERGE-38"]
    assert told.place.cell == "A4"
    assert desk.value("试点名单", "联系人") == "市样"
    desk.edit("冲突裁定", "序号", 1)
    assert "MERGE-38" not in [finding.code for finding in merge_files([], desk.master, AS_OF, SETTINGS).findings]
    assert desk.value("试点名单", "联系人") == "区样"


def test_an_unruled_line_without_a_number_is_no_matter(desk: Desk) -> None:
    disputed(desk)
    desk.edit("冲突裁定", "序号", None)
    assert "MERGE-38" not in [finding.code for finding in merge_files([], desk.master, AS_OF, SETTINGS).findings]


def deleted(desk: Desk) -> dict[str, Any]:
    pilot = row("pilots")
    desk.send("徐汇区", pilot)
    book: Any = load_workbook(desk.master)
    for cell in book["试点名单"][4]:
        cell.value = None
    book.save(desk.master)
    assert [c.kind for c in desk.send("徐汇区", pilot).plan.conflicts] == ["人工删除"]
    return pilot


def test_a_confirmed_deletion_is_asked_no_more(desk: Desk) -> None:
    pilot = deleted(desk)
    desk.edit("冲突裁定", "裁定", "确认删除")
    result = desk.send("徐汇区", pilot)
    assert result.plan.conflicts == []
    assert "MERGE-31" in [finding.code for finding in result.findings]
    assert desk.value("试点名单", "单位名称") is None


def test_a_deletion_ruled_wrong_brings_the_record_back(desk: Desk) -> None:
    pilot = deleted(desk)
    desk.edit("冲突裁定", "裁定", "用区局值")
    assert merge_files([], desk.master, AS_OF, SETTINGS).written
    book: Any = load_workbook(desk.master)["试点名单"]
    assert pilot["name"] in [cell.value for line in book.iter_rows(min_row=4) for cell in line]
