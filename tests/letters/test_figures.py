"""月度工作通报 and 年度工作总结 (W12, W13): every figure is the one that 总览, the terminal and `--json` show at the same date."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.checks.masters import entry, master, pilot
from tests.letters.requests import codes, letter, refusal, rows
from tests.letters.wordfiles import texts
from tests.records.factories import PARK, on
from toolkit.checks.figures import take_figures
from toolkit.letters import annual_summary, monthly_bulletin
from toolkit.letters.build import template
from toolkit.letters.fill import fill
from toolkit.letters.letter import Letter
from toolkit.master import overview
from toolkit.master.ledgers import BATCHES
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.steps.judge import judge_quota, judge_reports
from toolkit.steps.overview import overview_sheet
from toolkit.steps.status import show_status

SETTINGS = load_settings()
DAY = date(2025, 12, 16)
RANKING = ("排名", "排在", "名列", "第一名", "领先", "落后", "垫底", "末位", "靠前", "靠后", "较差", "倒数")


@pytest.fixture(scope="module")
def city(demo: tuple[Path, list[str]]) -> Path:
    return demo[0] / "总台账.xlsx"


@pytest.fixture(scope="module")
def known(city: Path) -> Master:
    return open_master(read_stored(city), DAY, SETTINGS)


@pytest.fixture(scope="module")
def bulletin(known: Master) -> Letter:
    return letter(monthly_bulletin.write, known, DAY)


@pytest.fixture(scope="module")
def summary(known: Master) -> Letter:
    return letter(annual_summary.write, known, DAY)


def on_overview(known: Master, block: Any, label: str, header: str) -> str:
    """What 总览 shows as of the day."""
    brought = {(cell.row, cell.column): cell.value for cell in overview_sheet(known, take_figures(known, DAY, SETTINGS))}
    cells = {**(known.overview or {}), **brought}
    return str(cells[block.place(label, header)])


@pytest.mark.parametrize(
    ("label", "in_bulletin", "in_summary"),
    [
        ("现有市级试点", "现有家数", "现有家数"), ("本年已确定", "已确定家数", "已确定家数"), ("两局都收到", "已收家数", "已收家数"),
        ("待补正行", "待补正行数", None), ("待裁定事项", "待裁定事项数", None), ("拟退出", "拟退出家数", "拟退出家数"),
    ],
)  # fmt: skip
def test_the_main_figures_are_those_of_the_overview(
    known: Master, bulletin: Letter, summary: Letter, label: str, in_bulletin: str, in_summary: str | None
) -> None:
    block = overview.REPORTS if label in overview.REPORTS.headers else overview.FIGURES
    shown = on_overview(known, block, overview.COUNT, label)
    assert bulletin.context[in_bulletin] == shown
    assert in_summary is None or summary.context[in_summary] == shown


def test_every_units_figures_are_those_of_the_overview_and_of_the_quota(city: Path, known: Master, bulletin: Letter, summary: Letter) -> None:
    units = {unit["unit"]: unit for unit in judge_quota(city, DAY, SETTINGS).to_json()["units"]}
    assert {row["单位"] for row in rows(summary, "单位情况")} == units.keys()
    for row in (*rows(bulletin, "单位情况"), *rows(summary, "单位情况")):
        assert row["已确定"] == str(units[row["单位"]]["determined"]) == on_overview(known, overview.UNITS, row["单位"], "已确定")
        assert row["现有"] == on_overview(known, overview.UNITS, row["单位"], overview.PRESENT)
    for row in rows(summary, "单位情况"):
        told = units[row["单位"]]["by_category"]
        assert [row["园区"], row["站"], row["点"]] == [str(told[name]) for name in ("园区", "单位（站）", "单位（点）")]


def test_the_reports_are_those_of_the_reports_command(city: Path, bulletin: Letter, summary: Letter) -> None:
    counts = judge_reports(city, DAY, SETTINGS).to_json()["summary"]
    assert isinstance(counts, dict)
    for written in (bulletin, summary):
        told = dict(re.findall(r"(\D+?)(\d+)家、?", str(written.context["报送情况"])))
        assert told == {status: str(count) for status, count in counts.items() if count}


def test_the_rest_is_that_of_the_status(city: Path, bulletin: Letter, summary: Letter) -> None:
    totals: dict[str, Any] = show_status(city, DAY, SETTINGS).to_json()["totals"]  # type: ignore[assignment]
    both = {"活动场次": "activities", "参加人次": "attendees", "成果项数": "outcomes", "问题件数": "feedback_raised", "待答复件数": "feedback_open",
            "应报家数": "reports_due"}  # fmt: skip
    own = {"走访次数": "visits", "走访家数": "visited", "培育家数": "targets", "申请家数": "applied", "退出家数": "exited", "名额下限": "least",
           "名额上限": "most", "已答复件数": "feedback_answered", "可公开项数": "outcomes_publishable"}  # fmt: skip
    assert {name: bulletin.context[name] for name in both} == {name: str(totals[key]) for name, key in both.items()}
    assert {name: summary.context[name] for name in both | own} == {name: str(totals[key]) for name, key in (both | own).items()}


def test_the_industries_are_those_of_the_overview(known: Master, summary: Letter) -> None:
    for row in rows(summary, "产业情况"):
        assert row["现有"] == on_overview(known, overview.INDUSTRIES, row["产业"], overview.PRESENT)
        assert row["本年确定"] == on_overview(known, overview.INDUSTRIES, row["产业"], overview.DETERMINED)


def test_the_months_late_file_and_the_missing_one_are_named(bulletin: Letter) -> None:
    told = bulletin.context
    assert [told[f"{what}单位数"] for what in ("应报", "已报", "按时", "逾期", "未报")] == ["17", "16", "15", "1", "1"]
    assert (told["逾期单位"], told["未报单位"]) == ("崇明区", "青浦区")
    assert told["新增行数"] == str(sum(int(row["新增"]) for row in rows(bulletin, "单位情况")))


def test_the_bulletin_is_internal_and_ranks_nobody(bulletin: Letter, summary: Letter) -> None:
    for written in (bulletin, summary):
        said = "".join(texts(fill(template(written.kind), written.context)))
        assert "（此件不公开）" in said
        assert [word for word in RANKING if word in said] == []
        assert "2025年12月16日" in said


def test_units_stand_in_the_notices_order_whatever_their_figures(bulletin: Letter) -> None:
    assert [row["单位"] for row in rows(bulletin, "单位情况")][:4] == ["浦东新区", "黄浦区", "静安区", "徐汇区"]
    assert [row["序号"] for row in rows(bulletin, "单位情况")] == [str(n) for n in range(1, 18)]


# Small cases


def sent(unit: str, how: str = "合并", month: int = 12, **counts: int) -> dict[str, Any]:
    return {"批次": f"2025-{month:02}", "报送单位": unit, "年度": 2025.0, "月份": float(month), "处理": how, "报送行数": 9, **counts}


def with_batches(*lines: dict[str, Any]) -> Master:
    held = master(pilot("徐汇区"))
    held.ledgers[BATCHES.sheet].rows.extend(enumerate(lines, start=4))
    return held


def test_a_second_version_of_a_file_in_time_is_not_late() -> None:
    known = with_batches(sent("徐汇区", 新增=5), sent("徐汇区", "补报", 新增=1), sent("静安区", "补报"))
    told = letter(monthly_bulletin.write, known, DAY)
    assert (told.context["按时单位数"], told.context["逾期单位"]) == ("1", "静安区")
    assert (told.context["报送行数"], told.context["新增行数"]) == ("18", "6")


def test_a_month_nothing_came_in_for_is_refused() -> None:
    assert codes(refusal(monthly_bulletin.write, with_batches(sent("徐汇区")), DAY, month=(2025, 11))) == ["LETTER-49"]
    assert letter(monthly_bulletin.write, with_batches(sent("徐汇区", month=11)), DAY, month=(2025, 11)).context["月份"] == "2025年11月"


def test_a_year_without_pilots_is_refused() -> None:
    assert codes(refusal(annual_summary.write, master(), DAY)) == ["LETTER-50"]


def test_until_march_the_summary_is_of_the_year_before_and_names_who_left() -> None:
    left = {"tracked_on": date(2025, 5, 20), "verdict": "建议退出", "ground": "T4", "facts": "书面申请", "exit_on": date(2025, 6, 12),
            "exit_no": "沪市监价竞〔2025〕30号", "effective_on": date(2025, 6, 15)}  # fmt: skip
    known = master(
        pilot("松江区", 1, state="已退出", determined_on=date(2025, 3, 1)), entry("tracking", "松江区", 1, **left), pilot("徐汇区", 2, PARK),
        entry("feedback", "徐汇区", 1, raised_on=on(2025, 10, 9)),
    )  # fmt: skip
    told = letter(annual_summary.write, known, date(2026, 1, 5))
    assert (told.context["年度"], told.context["已确定家数"], told.context["退出家数"]) == ("2025", "2", "1")
    assert [(row["名称"], row["退出日期"]) for row in rows(told, "退出情况")] == [("上海样例1号科技有限公司", "2025年6月15日")]
