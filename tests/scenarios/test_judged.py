"""A year of cases, end to end on real files: what the checks, and the letters that rest on them, make of each.

Every figure is written out by hand; nothing here is counted by the code under test.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - the program, as a fixture of these tests too
from tests.master.desk import SETTINGS, Desk, lead, pilot, said
from tests.records import factories
from tests.records.factories import SITE, on
from toolkit.findings import Severity
from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import BATCHES, EXPLANATIONS, Ledger
from toolkit.master.store import open_master, read_stored
from toolkit.sheets.edit import edit

NEW_YEAR = ("--as-of", "2026-01-05")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "案头"
    folder.mkdir()
    return Desk(folder)


def row(form_id: str, n: int = 1, /, **changes: Any) -> dict[str, Any]:
    return factories.row(form_id, SITE, n, **changes)


def enter(desk: Desk, ledger: Ledger, **values: Any) -> None:
    """A clerk adds a line to one of the master's own sheets."""
    known = open_master(read_stored(desk.path), factories.AS_OF, SETTINGS)
    desk.path.write_bytes(edit(desk.path.read_bytes(), ledger_cells(known, ledger, [ledger.line(**values)])))


def quota(run: Run, desk: Desk, *more: object) -> dict[str, dict[str, Any]]:
    document = run("quota", desk.path, "--json", *more).json
    return {unit["unit"]: unit for unit in document["units"]}


def codes(document: dict[str, Any], *prefixes: str) -> list[str]:
    return [finding["code"] for finding in document["findings"] if finding["code"].startswith(prefixes)]


# S1 The same entity from two districts


def test_s1_it_counts_for_nobody_until_the_city_has_ruled(desk: Desk, run: Run) -> None:
    name = "上海样例芯片（集团）有限公司"
    pudong = desk.file("浦东新区", pilots=[pilot(1, name=name)], cultivation=[lead(1, name=name)])
    lingang = desk.file("临港新片区", pilots=[pilot(1, name=name.replace("（", "(").replace("）", ")"), territory="浦东新区")])
    result = desk.merge(pudong, lingang)
    assert [file.action for file in result.plan.files] == ["merged", "merged"]
    places = [finding.place.cell for finding in result.findings if finding.code == "LINK-09"]
    assert len(places) == 2
    day = ("--as-of", "2025-12-08")
    assert [quota(run, desk, *day)[unit]["determined"] for unit in ("浦东新区", "临港新片区")] == [0, 0]
    duplicates = [f["message"] for f in run("review", desk.path, "--json", *day).json["findings"] if f["code"] == "DUP-01"]
    assert len(duplicates) == 1
    assert "浦东新区" in duplicates[0]
    assert "临港新片区" in duplicates[0]
    desk.by_hand(lambda book: book["冲突裁定"].cell(4, [c.value for c in book["冲突裁定"][3]].index("裁定") + 1, "归属浦东新区"))
    assert [quota(run, desk, *day)[unit]["determined"] for unit in ("浦东新区", "临港新片区")] == [1, 0]


# S3 A pilot that moved


def test_s3_a_pilot_that_moved_stays_in_the_quota_and_reports_where_it_went(desk: Desk, run: Run) -> None:
    desk.receive("静安区", pilots=[pilot(1, pilot_id="SH-310106-2025-D-001", change_note="2025年11月迁出至普陀区", territory="普陀区")])
    desk.receive("普陀区", pilots=[pilot(1, pilot_id="SH-310106-2025-D-001", change_note="2025年11月自静安区迁入")])
    figures = quota(run, desk, "--year", 2025, *NEW_YEAR)
    assert (figures["静安区"]["determined"], figures["普陀区"]["determined"]) == (1, 0)
    (report,) = run("reports", desk.path, "--json", *NEW_YEAR).json["pilots"]
    assert (report["unit"], report["status"]) == ("普陀区", "未报")
    assert codes(run("review", desk.path, "--json", *NEW_YEAR).json, "DUP") == []


def test_s3_of_a_move_its_first_unit_does_not_tell_both_are_reminded(desk: Desk, run: Run) -> None:
    number = {"pilot_id": "SH-310106-2025-D-001"}
    desk.receive("静安区", pilots=[pilot(1, **number)])
    both = desk.file("静安区", cover={"revision": 2}, pilots=[pilot(1, **number)]), desk.file("普陀区", pilots=[pilot(1, **number)])
    told = [finding for finding in desk.merge(*both).findings if finding.code in {"LINK-09", "LINK-21"}]
    assert [(finding.code, finding.severity) for finding in told] == [("LINK-21", Severity.W)] * 2
    assert {finding.place.file for finding in told} == {str(path) for path in both}
    figures = quota(run, desk, "--year", 2025, *NEW_YEAR)
    assert (figures["静安区"]["determined"], figures["普陀区"]["determined"]) == (0, 0)


def test_s3_out_of_shanghai_is_a_ground_to_look_at(desk: Desk, run: Run) -> None:
    desk.receive("静安区", pilots=[pilot(1, change_note="2025年11月迁出本市")], annual_reports=[row("annual_reports")])
    (standing,) = run("standing", desk.path, "--json", *NEW_YEAR).json["pilots"]
    (ground,) = standing["grounds"]
    assert (ground["ground"], ground["text"]) == ("T3", "主体注销、吊销或迁出本市")
    assert ground["evidence"][0]["text"] == "变更说明：2025年11月迁出本市"


# S5 A resubmission that corrects


def test_s5_a_second_revision_counts_what_was_added_and_keeps_what_is_gone(desk: Desk, run: Run) -> None:
    first = [pilot(n, determined_on=on(2025, 11, 20)) for n in (1, 2, 3)]
    desk.receive("徐汇区", pilots=first)
    second = [pilot(1, determined_on=on(2025, 11, 26)), pilot(2, determined_on=on(2025, 11, 20)), pilot(4), pilot(5)]
    file = desk.file("徐汇区", cover={"revision": 2}, pilots=second)
    result = desk.merge(file)
    told = said(result, "MERGE-23").message
    assert "2025-11-20" in told
    assert "2025-11-26" in told
    missing = said(result, "LINK-11")
    assert (str(missing.severity), "上海样例3号科技有限公司" in missing.message) == ("E", True)
    assert [line["版本号"] for line in desk.lines(BATCHES)] == [1, 2]
    day = ("--as-of", "2025-12-08")
    assert quota(run, desk, *day)["徐汇区"]["determined"] == 5  # 1, 2 and the kept 3, and the new 4 and 5
    assert quota(run, desk, "--as-of", "2025-11-25")["徐汇区"]["determined"] == 4  # 1 was determined on the 26th
    before = desk.path.read_bytes()
    assert not desk.merge(file).written
    assert desk.path.read_bytes() == before


# S9 A district withdraws an application


def test_s9_a_withdrawn_application_is_no_longer_expected_and_its_review_is_told(desk: Desk, run: Run) -> None:
    stages: dict[str, Any] = {"cultivation": [lead(1)], "reviews": [row("reviews")]}
    desk.receive("宝山区", **stages, applications=[row("applications")])
    day = ("--as-of", "2025-12-08")
    assert quota(run, desk, *day)["宝山区"]["expected"] == 1
    ready = run("review", desk.path, "--json", *day).json
    assert [(a["status"], a["lacking"]) for a in ready["applicants"]] == [("可确定", [])]

    withdrawn = row("applications", status="已撤回", status_on=on(2025, 12, 1), status_note="经营调整，暂不参加")
    result = desk.merge(desk.file("宝山区", cover={"revision": 2}, **stages, applications=[withdrawn]))
    assert str(said(result, "LINK-15").severity) == "W"
    assert quota(run, desk, *day)["宝山区"]["expected"] == 0
    after = run("review", desk.path, "--json", *day).json
    assert [a["status"] for a in after["applicants"]] == ["已撤回"]
    assert codes(after, "REVIEW") == ["REVIEW-06"]
    assert run("letter", "review-result", desk.path, "-o", desk.folder / "文书", *day).code == 3


def test_s9_of_a_pilot_the_withdrawal_is_an_exit_and_an_error(desk: Desk, run: Run) -> None:
    withdrawn = row("applications", status="已撤回", status_on=on(2025, 12, 1), status_note="不再参加")
    result = desk.receive("宝山区", cultivation=[lead(1)], applications=[withdrawn], reviews=[row("reviews")], pilots=[pilot(1)])
    error = said(result, "LINK-16")
    assert (str(error.severity), "T4" in error.advice) == ("E", True)
    desk.receive("宝山区", cover={"revision": 2}, cultivation=[lead(1)], applications=[row("applications")], pilots=[pilot(1)])
    desk.type("applications", "上海样例1号科技有限公司", status="已撤回", status_on=date(2025, 12, 1), status_note="不再参加")
    ran = run("review", desk.path, "--json", "--as-of", "2025-12-08")
    assert (ran.code, codes(ran.json, "REVIEW-07")) == (1, ["REVIEW-07"])
    (standing,) = run("standing", desk.path, "--json", "--as-of", "2025-12-08").json["pilots"]
    assert [ground["ground"] for ground in standing["grounds"]] == ["T4"]


# S10 Exit, then re-entry


@pytest.fixture
def songjiang(desk: Desk) -> Desk:
    """A site of 2025 whose exit was proposed on 20 May 2026 for C10; the city entered notice and service."""
    desk.receive("松江区", pilots=[pilot(1, pilot_id="SH-310117-2025-D-001", origin="新确定")], annual_reports=[row("annual_reports")])
    tracking = row("tracking", tracked_on=on(2026, 5, 20), verdict="建议退出", unmet="C10", ground="T1", facts="涉密区域未作物理隔离，多次指导未改")
    later = {"year": 2026, "month": 5, "filled_on": on(2026, 5, 25)}
    file = desk.file("松江区", cover=later, pilots=[pilot(1, pilot_id="SH-310117-2025-D-001")], tracking=[tracking])
    desk.merge(file, as_of=date(2026, 5, 26))
    name = "上海样例1号科技有限公司"
    desk.type("tracking", name, notice_on=date(2026, 6, 1), served_on=date(2026, 6, 3), stated="未提出")
    desk.type("pilots", name, state="拟退出")
    return desk


@pytest.mark.parametrize(
    ("day", "step", "earliest"),
    [
        ("2026-06-02", "尚无送达日期", "2026-06-10"),  # served that day: 3, 4, 5, 8, 9 June are five working days
        ("2026-06-08", "申辩期未满：2026-06-03 送达，5 个工作日至 2026-06-10 止", "2026-06-11"),
        ("2026-06-11", "可作出退出决定", "2026-06-11"),
        ("2026-06-15", "可作出退出决定", "2026-06-15"),
    ],
)
def test_s10_the_next_lawful_step_and_its_earliest_day(songjiang: Desk, run: Run, day: str, step: str, earliest: str) -> None:
    (standing,) = run("standing", songjiang.path, "--json", "--as-of", day).json["pilots"]
    assert step in standing["next_step"]
    assert (standing["earliest"], standing["unmet"], standing["last_tracked"]) == (earliest, ["C10"], "2026-05-20")


def test_s10_a_decision_before_the_term_is_over_is_refused_and_after_it_written(songjiang: Desk, run: Run) -> None:
    folder = songjiang.folder / "文书"
    early = run("letter", "exit-decision", songjiang.path, "-o", folder, "--json", "--as-of", "2026-06-08")
    assert early.code == 3
    assert "申辩期未满" in early.json["refused"][0]["why"]
    assert run("letter", "exit-decision", songjiang.path, "-o", folder, "--json", "--as-of", "2026-06-15").code == 0


def test_s10_who_left_need_not_report_comes_back_as_a_new_record_and_counts_anew(songjiang: Desk, run: Run) -> None:
    name = "上海样例1号科技有限公司"
    songjiang.type("tracking", name, exit_on=date(2026, 6, 15), exit_no="沪市监价竞〔2026〕31号", effective_on=date(2026, 6, 15))
    songjiang.type("pilots", name, state="已退出")
    (report,) = run("reports", songjiang.path, "--year", 2026, "--json", "--as-of", "2027-01-10").json["pilots"]
    assert report["status"] == "免报"
    (gone,) = run("standing", songjiang.path, "--json", "--as-of", "2026-12-31").json["pilots"]
    assert gone["next_step"] == "已退出（2026-06-15 起），可再次申请，作为新记录并填前次编号"

    again = pilot(1, origin="重新纳入", previous_id="SH-310117-2025-D-001", determined_on=on(2027, 9, 10), determined_year=2027,
                  document_no="沪市监价竞〔2027〕88号")  # fmt: skip
    stages: dict[str, Any] = {"cultivation": [lead(1, visited_on=on(2027, 1, 12))], "applications": [row("applications", applied_on=on(2027, 2, 15))],
              "reviews": [row("reviews", reviewed_on=on(2027, 8, 2))]}  # fmt: skip
    cover = {"year": 2027, "month": 9, "filled_on": on(2027, 9, 20)}
    former = pilot(1, pilot_id="SH-310117-2025-D-001", state="已退出")
    songjiang.merge(songjiang.file("松江区", cover=cover, pilots=[former, again], **stages), as_of=date(2027, 9, 21))
    day = ("--as-of", "2027-12-01")
    assert [quota(run, songjiang, "--year", year, *day)["松江区"]["determined"] for year in (2025, 2026, 2027)] == [1, 0, 1]
    standing = run("standing", songjiang.path, "--json", *day).json
    assert [(p["state"], p["verdict"]) for p in standing["pilots"]] == [("已退出", "建议退出"), ("试点中", None)]
    assert codes(standing, "STATE") == []
    assert [r["status"] for r in run("reports", songjiang.path, "--json", *day).json["pilots"]] == ["未到期"]
    assert codes(run("review", songjiang.path, "--json", *day).json, "DUP", "REVIEW") == []
    records = run("history", songjiang.path, name, "--json", *day).json["records"]
    assert len([record for record in records if record["sheet"] == "试点名单"]) == 2


# S11 The quota exceeded


def several(first: int, count: int, day: Any, /, **changes: Any) -> list[dict[str, Any]]:
    return [pilot(n, determined_on=day, **changes) for n in range(first, first + count)]


@pytest.fixture
def year_end(desk: Desk) -> Desk:
    """嘉定 7 in July and 3 in November, and 12 of its own level; 奉贤 (national pilot) 7; 临港 5."""
    jiading = [*several(1, 7, on(2025, 7, 15)), *several(8, 3, on(2025, 11, 20)), *several(21, 12, on(2025, 9, 1), level="区级")]
    result = desk.receive("嘉定区", pilots=jiading)
    assert result.plan.files[0].tally.added == 22
    desk.receive("奉贤区", pilots=several(41, 7, on(2025, 9, 1)))
    desk.receive("临港新片区", pilots=several(51, 5, on(2025, 9, 1), territory="浦东新区"))
    return desk


def test_s11_over_by_two_under_by_one_and_lingang_only_counted(year_end: Desk, run: Run) -> None:
    figures = quota(run, year_end, "--as-of", "2025-12-31")
    told = {unit: [figures[unit][key] for key in ("least", "most", "determined", "status")] for unit in ("嘉定区", "奉贤区", "临港新片区")}
    assert told == {"嘉定区": [6, 8, 10, "over"], "奉贤区": [8, 10, 7, "under"], "临港新片区": [None, None, 5, "none"]}


@pytest.mark.parametrize(("day", "grave", "words"), [("2025-12-31", "I", "尚不足 8 家"), ("2026-01-05", "W", "少于 8 家")])
def test_s11_under_is_for_information_until_the_year_is_over(year_end: Desk, run: Run, day: str, grave: str, words: str) -> None:
    found = run("quota", year_end.path, "--year", 2025, "--json", "--as-of", day).json["findings"]
    (fengxian,) = [finding for finding in found if "奉贤区" in finding["message"]]
    assert (fengxian["severity"], words in fengxian["message"]) == (grave, True)
    (jiading,) = [finding for finding in found if "嘉定区" in finding["message"]]
    assert (jiading["code"], jiading["severity"], "超 2 家" in jiading["message"]) == ("QUOTA-03", "W", True)
    assert not [finding for finding in found if "临港" in finding["message"]]


def test_s11_the_list_is_published_only_with_the_reason_on_record(year_end: Desk, run: Run) -> None:
    ask = ("letter", "list-notice", year_end.path, "-o", year_end.folder / "文书", "--year", 2025, "--as-of", "2025-12-31", "--json")
    refused = run(*ask)
    assert refused.code == 3
    assert "嘉定区" in refused.json["refused"][0]["why"]
    enter(year_end, EXPLANATIONS, 年度=2025, 报送单位="嘉定区", 超额或不足说明="产业集聚，经市局研究同意", 登记日期=date(2025, 12, 20), 经办="样例")
    assert run(*ask).code == 0


# S12 Annual reports to the one and not the other


@pytest.fixture
def reports(desk: Desk) -> Desk:
    """A to the city only, B late at the city, C nothing, D determined in December and nothing, E left in September."""
    received = {"summary": "完善制度"}
    lines = [
        row("annual_reports", 1, city_received=on(2025, 12, 30), district_received=None, **received),
        row("annual_reports", 2, district_received=on(2025, 12, 31), city_received=on(2026, 1, 4), city_channel="区局转报", **received),
    ]
    pilots = [pilot(1), pilot(2), pilot(3), pilot(4, determined_on=on(2025, 12, 18)), pilot(5, state="已退出")]
    left = row("tracking", 5, tracked_on=on(2025, 9, 1), verdict="建议退出", ground="T4", facts="单位书面申请退出")
    cover = {"filled_on": on(2026, 1, 5), "month": 12}
    file = desk.file("徐汇区", cover=cover, pilots=pilots, annual_reports=lines, tracking=[left])
    desk.merge(file, as_of=date(2026, 1, 5))
    desk.type("tracking", "上海样例5号科技有限公司", exit_on=date(2025, 9, 1), effective_on=date(2025, 9, 1))
    return desk


def test_s12_each_has_its_status_and_days(reports: Desk, run: Run) -> None:
    document = run("reports", reports.path, "--json", *NEW_YEAR).json
    assert [(p["name"][4], p["status"], p["days_late"]) for p in document["pilots"]] == [
        ("1", "只报市局", 5), ("2", "逾期", 4), ("3", "未报", 5), ("4", "未报", 5), ("5", "免报", 0),
    ]  # fmt: skip
    assert document["summary"] == {"按期": 0, "逾期": 1, "只报区局": 0, "只报市局": 1, "未报": 2, "未到期": 0, "免报": 1}
    told = {(f["code"], f["severity"]): f["message"] for f in document["findings"]}
    assert "（市局）" in told["REPORT-03", "W"]
    assert "上海样例4号科技有限公司" in told["REPORT-01", "W"]
    assert [f["severity"] for f in document["findings"] if f["code"] == "REPORT-02"] == ["E", "E"]


def test_s12_the_letter_asks_for_what_is_missing_and_lists_the_late_one_apart(reports: Desk) -> None:
    from toolkit.letters import report_overdue  # noqa: PLC0415 - the one test here that looks into a letter
    from toolkit.letters.letter import Letter, Request  # noqa: PLC0415

    known = open_master(read_stored(reports.path), date(2026, 1, 5), SETTINGS)
    (letter,) = report_overdue.write(Request(master=known, as_of=date(2026, 1, 5), settings=SETTINGS))
    assert isinstance(letter, Letter)
    names = {key: [row["名称"][4] for row in letter.context[key]] for key in ("未完成名单", "逾期已报名单")}  # type: ignore[index]
    assert names == {"未完成名单": ["1", "3", "4"], "逾期已报名单": ["2"]}


def test_s12_the_citys_own_register_wins_and_the_difference_is_told(reports: Desk, run: Run) -> None:
    reports.type("annual_reports", "上海样例2号科技有限公司", city_registered=date(2025, 12, 31))
    document = run("reports", reports.path, "--json", *NEW_YEAR).json
    (second,) = [p for p in document["pilots"] if p["name"] == "上海样例2号科技有限公司"]
    assert (second["status"], second["city_received"]) == ("按期", "2025-12-31")
    assert codes(document, "REPORT-04") == ["REPORT-04"]


def test_the_whole_year_on_one_screen(year_end: Desk, run: Run) -> None:
    totals = run("status", year_end.path, "--json", "--as-of", "2025-12-31").json["totals"]
    assert [totals[key] for key in ("determined", "present", "least", "most", "reports_due")] == [22, 22, 104, 136, 22]


# The three forbidden steps (§1.6), where a merge takes one in


def test_an_exit_without_a_decision_is_told_when_it_is_merged_and_by_the_checks(desk: Desk, run: Run) -> None:
    result = desk.receive("徐汇区", pilots=[pilot(1, state="已退出"), pilot(2)])
    told = said(result, "STATE-02")
    assert (str(told.severity), "上海样例1号科技有限公司" in told.message) == ("E", True)
    assert codes(run("standing", desk.path, "--json", "--as-of", "2025-12-08").json, "STATE") == ["STATE-02"]
    again = desk.merge(desk.file("徐汇区", cover={"revision": 2}, pilots=[pilot(1, state="已退出"), pilot(2, contact="样例乙")]))
    assert "STATE-02" not in [finding.code for finding in again.findings]  # nothing of that pilot changed


def test_an_exited_pilot_is_not_simply_called_a_pilot_again(desk: Desk) -> None:
    desk.receive("徐汇区", pilots=[pilot(1, state="已退出")])
    result = desk.merge(desk.file("徐汇区", cover={"revision": 2}, pilots=[pilot(1)]))
    told = said(result, "LINK-17")
    assert (str(told.severity), "重新纳入" in told.advice) == ("E", True)
