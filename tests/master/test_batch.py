"""Which files of a batch are merged: the latest of a unit and month, never an older one or one of two equals."""

from datetime import date
from typing import Any

import pytest

from tests.master.desk import SETTINGS, Desk, codes, lead, pilot, said, tally
from tests.records import factories
from toolkit.findings import Severity
from toolkit.master.batch import batch_month, parse_month
from toolkit.master.ledgers import BATCHES, HEADER_ROW
from toolkit.records import Context
from toolkit.sheets.read import read_submission

NOVEMBER = {"month": 11, "filled_on": factories.on(2025, 11, 5)}


def actions(desk: Desk, *files: Any, **how: Any) -> list[str]:
    return [result.action for result in desk.merge(*files, **how).plan.files]


def test_units_are_merged_once_each(desk: Desk) -> None:
    files = [desk.file(unit, pilots=[pilot(n)]) for n, unit in enumerate(("徐汇区", "浦东新区"), start=1)]
    assert actions(desk, *files) == ["merged", "merged"]
    assert [entry.unit for entry in desk.entries("pilots")] == ["浦东新区", "徐汇区"]


def test_the_same_bytes_twice_are_one_file(desk: Desk) -> None:
    one = desk.file(pilots=[pilot(1)])
    two = desk.folder / "副本(1).xlsx"
    two.write_bytes(one.read_bytes())
    result = desk.merge(one, two)
    assert [file.action for file in result.plan.files] == ["merged", "superseded"]
    assert "01-浦东新区.xlsx 内容完全相同" in said(result, "MERGE-03").message


def test_the_higher_revision_is_merged(desk: Desk) -> None:
    files = [desk.file(pilots=[pilot(1)], cover={"revision": 2}), desk.file(pilots=[pilot(2)], cover={"revision": 1})]
    assert actions(desk, *files) == ["merged", "superseded"]
    assert desk.only("pilots").texts["name"] == "上海样例1号科技有限公司"


def test_of_equal_revisions_the_later_date_is_merged(desk: Desk) -> None:
    files = [desk.file(pilots=[pilot(1)]), desk.file(pilots=[pilot(2)], cover={"filled_on": factories.on(2025, 12, 6)})]
    assert actions(desk, *files) == ["superseded", "merged"]


@pytest.mark.parametrize("count", [2, 3])
def test_equals_are_all_refused_and_named(desk: Desk, count: int) -> None:
    files = [desk.file(pilots=[pilot(n)]) for n in range(1, count + 1)]
    files.append(desk.file(pilots=[pilot(9)], cover={"filled_on": factories.on(2025, 12, 1)}))
    before = desk.path.read_bytes()
    result = desk.merge(*files)
    assert [file.action for file in result.plan.files] == ["refused"] * count + ["superseded"]
    told = [finding for finding in result.findings if finding.code == "MERGE-05"]
    assert [finding.severity for finding in told] == [Severity.E] * count
    named = [str(finding.words["other"]) for finding in told]
    assert sorted(named) == sorted(str(file) for file in files[:count])
    assert desk.path.read_bytes() == before


def test_two_months_at_once_are_merged_in_their_order(desk: Desk) -> None:
    files = [desk.file(pilots=[pilot(1, contact="十二月")]), desk.file(pilots=[pilot(1, contact="十一月")], cover=NOVEMBER)]
    result = desk.merge(*files)
    assert [tally(result, at) for at in (0, 1)] == [(1, 0, 1, 0, 0), (1, 1, 0, 0, 0)]
    assert desk.only("pilots").texts["contact"] == "十二月"
    assert result.plan.batch == "2025-12"
    assert said(result, "COVER-04").message == "填报信息写的是2025年11月，本批为2025年12月"


def test_an_older_file_is_refused_unless_asked_for(desk: Desk) -> None:
    december, november = desk.file(pilots=[pilot(1, contact="十二月")]), desk.file(pilots=[pilot(1, contact="十一月")], cover=NOVEMBER)
    desk.merge(december)
    before = desk.path.read_bytes()
    refused = desk.merge(november)
    assert (refused.written, desk.path.read_bytes()) == (False, before)
    message = said(refused, "MERGE-06").message
    assert "已并入 2025年12月第1版" in message
    assert "本文件为 2025年11月第1版" in message
    assert actions(desk, november, older=True) == ["merged"]
    assert desk.only("pilots").texts["contact"] == "十一月"


def test_after_an_older_file_the_later_one_may_be_merged_again(desk: Desk) -> None:
    december, november = desk.file(pilots=[pilot(1, contact="十二月")]), desk.file(pilots=[pilot(1, contact="十一月")], cover=NOVEMBER)
    desk.merge(december)
    desk.merge(november, older=True)
    assert actions(desk, november) == ["unchanged"]
    assert actions(desk, december) == ["merged"]
    assert desk.only("pilots").texts["contact"] == "十二月"
    assert actions(desk, december) == ["unchanged"]


def test_a_twin_of_what_is_merged_is_refused_and_a_later_date_is_not(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    twin = desk.receive(pilots=[pilot(1, contact="样例二")])
    assert twin.plan.files[0].action == "refused"
    assert "已并入的 01-浦东新区.xlsx" in said(twin, "MERGE-17").message
    assert desk.receive(pilots=[pilot(1, contact="样例二")], cover={"filled_on": factories.on(2025, 12, 6)}).plan.files[0].action == "merged"
    assert desk.receive(pilots=[pilot(1, contact="样例三")]).plan.files[0].action == "refused"


def test_what_is_merged_does_not_hang_on_the_order_of_the_batch_record(desk: Desk) -> None:
    first, second = desk.file(pilots=[pilot(1)]), desk.file(pilots=[pilot(1, contact="样例二")], cover={"revision": 2})
    desk.merge(first)
    desk.merge(second)

    def sort_descending(book: Any) -> None:
        sheet = book[BATCHES.sheet]
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=HEADER_ROW + 2)]
        for number, values in enumerate(reversed(rows), start=HEADER_ROW + 1):
            for at, value in enumerate(values, start=1):
                sheet.cell(number, at, value)

    desk.by_hand(sort_descending)
    assert actions(desk, second) == ["unchanged"]
    assert actions(desk, first) == ["refused"]


def test_a_late_file_is_a_supplement_and_leaves_the_others_alone(desk: Desk) -> None:
    desk.merge(*(desk.file(unit, pilots=[pilot(n)], cultivation=[lead(n)]) for n, unit in enumerate(("浦东新区", "徐汇区"), start=1)))
    before = [(entry.unit, entry.row, entry.texts) for entry in desk.entries("pilots")]
    late = desk.file("崇明区", pilots=[pilot(3)])
    result = desk.merge(late, as_of=date(2025, 12, 16))
    assert tally(result) == (1, 1, 0, 0, 0)
    assert [(entry.unit, entry.row, entry.texts) for entry in desk.entries("pilots")][:2] == before
    assert [(line["报送单位"], line["处理"], line["批次"]) for line in desk.lines(BATCHES)] == [
        ("浦东新区", "合并", "2025-12"), ("徐汇区", "合并", "2025-12"), ("崇明区", "补报", "2025-12"),
    ]  # fmt: skip


def test_a_refused_file_is_one_among_others(desk: Desk) -> None:
    bad = desk.folder / "坏.xlsx"
    bad.write_bytes(b"%PDF-1.7")
    assert actions(desk, bad, desk.file("样例区", pilots=[pilot(1)]), desk.file(pilots=[pilot(2)])) == ["refused", "refused", "merged"]
    assert len(desk.entries("pilots")) == 1


def test_nothing_to_merge_writes_nothing(desk: Desk) -> None:
    before = desk.path.read_bytes()
    assert not desk.merge().written
    assert not desk.receive("样例区").written
    assert desk.path.read_bytes() == before


def test_a_plan_says_all_of_it_and_writes_nothing(desk: Desk) -> None:
    desk.receive(pilots=[pilot(1)])
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    file = desk.file(cover={"revision": 2}, pilots=[pilot(1, state="已退出"), pilot(2)])
    result = desk.merge(file, plan_only=True)
    assert (result.written, tally(result)) == (False, (2, 1, 0, 0, 1))
    assert len(result.plan.conflicts) == 1
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file() and path != file} == before
    desk.path.unlink()
    assert tally(desk.merge(file, plan_only=True)) == (2, 2, 0, 0, 0)
    assert not desk.path.exists()


def test_the_masters_own_folder_may_hold_the_mail(desk: Desk) -> None:
    desk.file(pilots=[pilot(1)])
    (desk.folder / "~$01-浦东新区.xlsx").write_bytes(b"\5pilot")
    (desk.folder / "备份").mkdir()
    (desk.folder / "备份" / "总台账-0001-00000000.xlsx").write_bytes(desk.path.read_bytes())
    assert actions(desk, desk.folder) == ["merged"]


def test_the_json_has_the_contracts_keys(desk: Desk) -> None:
    document: Any = desk.receive(cover={"revision": 3}, pilots=[pilot(1), pilot(2, state="在籍")]).to_json()
    assert list(document) == ["batch", "master", "written", "files", "conflicts", "findings"]
    (file,) = document["files"]
    assert list(file) == ["file", "sha256", "unit", "month", "revision", "action", "rows", "findings"]
    assert (file["revision"], file["rows"]) == (3, {"in": 2, "added": 1, "changed": 0, "unchanged": 0, "held": 1, "missing": 0})


def test_the_batch_is_the_month_most_files_name(desk: Desk) -> None:
    context = Context(factories.AS_OF, SETTINGS)
    files = [desk.file(cover=cover) for cover in ({}, NOVEMBER, {})]
    assert batch_month([read_submission(file, context) for file in files], factories.AS_OF) == (2025, 12)
    assert batch_month([read_submission(files[1], context)], factories.AS_OF) == (2025, 11)
    assert batch_month([], factories.AS_OF) == (2025, 12)


def test_a_month_is_asked_for_as_2025_12() -> None:
    assert parse_month("2025-12") == (2025, 12)
    assert [parse_month(text) for text in ("2025-13", "2025-1", "12", "", "2025-12-01")] == [None] * 5


def test_a_file_for_another_month_than_asked_is_told(desk: Desk) -> None:
    file = desk.file(pilots=[pilot(1)])
    assert "COVER-04" in codes(desk.merge(file, month=(2025, 11)))
    assert desk.lines(BATCHES)[0]["批次"] == "2025-11"
