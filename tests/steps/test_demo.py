"""The demo, end to end: its figures are those of examples/december/说明.md, counted by hand."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.letters.wordfiles import texts
from toolkit.findings import Unreadable
from toolkit.master.ledgers import LETTERS, QUOTA_WATCH, REPORT_WATCH
from toolkit.master.overview import CATEGORIES, COUNT, FIGURES, INDUSTRIES, REPORTS, TOTAL, UNITS, YEARS
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.sheets.source import read_book
from toolkit.steps.demo import run_demo
from toolkit.steps.judge import judge_quota, judge_reports

Demo = tuple[Path, list[str]]
SETTINGS = load_settings()
SUPPLEMENT = date(2025, 12, 16)
NEW_YEAR = date(2026, 1, 5)

DETERMINED = {
    "浦东新区": 8, "黄浦区": 9, "静安区": 7, "徐汇区": 7, "长宁区": 6, "普陀区": 7, "虹口区": 5, "杨浦区": 7, "宝山区": 6, "闵行区": 9,
    "嘉定区": 10, "金山区": 7, "松江区": 7, "青浦区": 0, "奉贤区": 7, "崇明区": 6, "临港新片区": 4,
}  # fmt: skip
"""说明.md's table (123), less 1 each of 浦东 and 临港 (claimed by both), 3 rows of 虹口 held, and 青浦's 6 unread."""
ROWS = 123 - 2 - 3 - 6


@pytest.fixture(scope="module")
def known(demo: Demo) -> Master:
    return open_master(read_stored(demo[0] / "总台账.xlsx"), SUPPLEMENT, SETTINGS)


@pytest.fixture(scope="module")
def overview(demo: Demo) -> dict[tuple[int, int], Any]:
    (sheet,) = (sheet for sheet in read_book(demo[0] / "总台账.xlsx").sheets if sheet.name == "总览")
    return {(row, column): cell.value for row, line in sheet.rows.items() for column, cell in line.items()}


def line_of(demo: Demo, word: str) -> str:
    return next(line for line in demo[1] if line.startswith(word))


def test_the_hand_count_is_that_of_the_guide(demo: Demo) -> None:
    guide = (demo[0] / "说明.md").read_text(encoding="utf-8")
    listed = {unit: int(count) for unit, count in re.findall(r"^\| (\S+?区) \| (\d+) \| \d+ \|$", guide, re.MULTILINE)}
    lost = {"浦东新区": 1, "临港新片区": 1, "虹口区": 3, "青浦区": 6}
    assert sum(listed.values()) == 123
    assert {unit: count - lost.get(unit, 0) for unit, count in listed.items()} == DETERMINED
    assert sum(DETERMINED.values()) == ROWS


def test_it_says_what_it_did_with_every_file_and_row(demo: Demo) -> None:
    assert "17 个文件，可并入 15、部分可并入 1、未收 1；错误 4 处，提醒 1 处" in line_of(demo, "校验")
    batch, supplement = (line for line in demo[1] if line.startswith("合并"))
    for line in (batch, supplement):
        counted = {word: int(count) for word, count in re.findall(r"(报送|新增|变更|未变|暂缓) (\d+)", line)}
        assert counted["报送"] == counted["新增"] + counted["变更"] + counted["未变"] + counted["暂缓"]
    assert "并入 15 个文件，未收 1 个" in batch
    assert batch.endswith("暂缓 3；待裁定 1 项")
    assert "并入 1 个文件，未收 0 个" in supplement


def test_the_quota_is_counted_as_by_hand(demo: Demo) -> None:
    assert line_of(demo, "名额") == f"名额：全市确定 {ROWS} 家；超出的有 嘉定区 10；不足的有 虹口区 5、青浦区 0、奉贤区 7"
    document: Any = judge_quota(demo[0] / "总台账.xlsx", SUPPLEMENT, SETTINGS).to_json()
    assert {unit["unit"]: unit["determined"] for unit in document["units"]} == DETERMINED
    assert {unit["unit"] for unit in document["units"] if unit["status"] == "over"} == {"嘉定区"}
    assert {unit["unit"] for unit in document["units"] if unit["national"]} == {"浦东新区", "黄浦区", "闵行区", "奉贤区"}


def test_the_overview_shows_the_same_figures(demo: Demo, overview: dict[tuple[int, int], Any]) -> None:
    document: Any = judge_quota(demo[0] / "总台账.xlsx", SUPPLEMENT, SETTINGS).to_json()
    for unit in document["units"]:
        shown = {header: overview.get(UNITS.place(unit["unit"], header)) for header in UNITS.headers[1:]}
        assert [shown["下限"], shown["上限"], shown["已确定"], shown["预计"]] == [
            unit["least"], unit["most"], unit["determined"], unit["expected"],
        ]  # fmt: skip
        assert {category: shown[category] for category in unit["by_category"]} == unit["by_category"]
    assert overview[UNITS.place(TOTAL, "已确定")] == overview[FIGURES.place(COUNT, "本年已确定")] == ROWS
    assert overview[UNITS.place(TOTAL, "预计")] == overview[FIGURES.place(COUNT, "本年预计")]


def test_the_parts_of_the_overview_add_up(overview: dict[tuple[int, int], Any]) -> None:
    for block in (CATEGORIES, INDUSTRIES):
        assert sum(overview[block.place(label, "本年确定")] for label in block.labels) == ROWS
        assert sum(overview[block.place(label, "现有试点")] for label in block.labels) == overview[FIGURES.place(COUNT, "现有市级试点")]
    assert overview[YEARS.place("2025", TOTAL)] == ROWS
    assert sum(overview[UNITS.place(unit, "现有试点")] for unit in UNITS.labels[:-1]) == overview[UNITS.place(TOTAL, "现有试点")]


def test_the_watch_sheets_show_the_same_figures(demo: Demo, known: Master) -> None:
    rows = {str(line["报送单位"]): line for line in known.ledger_rows(QUOTA_WATCH)}
    assert {unit: line["已确定"] for unit, line in rows.items()} == {**DETERMINED, TOTAL: ROWS}
    reports = judge_reports(demo[0] / "总台账.xlsx", SUPPLEMENT, SETTINGS)
    shown = [(line["名称"], line["状态"]) for line in known.ledger_rows(REPORT_WATCH)]
    assert Counter(shown) == Counter((status.name, str(status.status)) for status in reports.pilots)


def test_the_reports_are_counted_alike_everywhere(demo: Demo, overview: dict[tuple[int, int], Any]) -> None:
    then: Any = judge_reports(demo[0] / "总台账.xlsx", SUPPLEMENT, SETTINGS).to_json()
    assert {status: overview[REPORTS.place(COUNT, status)] for status in then["summary"]} == then["summary"]
    assert overview[REPORTS.place(COUNT, "两局都收到")] == then["summary"]["按期"] + then["summary"]["逾期"]
    later: Any = judge_reports(demo[0] / "总台账.xlsx", NEW_YEAR, SETTINGS).to_json()
    told = dict(re.findall(r"(按期|逾期|未报|只报区局|只报市局|免报) (\d+)", line_of(demo, "年报")))
    assert {status: int(count) for status, count in told.items()} == {s: n for s, n in later["summary"].items() if n}
    assert sum(later["summary"].values()) == len(later["pilots"])


def test_one_exit_is_decided_and_one_is_not(demo: Demo) -> None:
    decided = [path.name for path in (demo[0] / "文书").glob("退出决定*")]
    assert decided == ["退出决定-上海样例承稷智能终端有限公司.docx"]
    assert "上海样例知序算法科技有限公司" in line_of(demo, "文书：退出决定未制发")
    assert "尚无送达日期" in line_of(demo, "文书：退出决定未制发")
    said = "\n".join(texts((demo[0] / "文书" / decided[0]).read_bytes()))
    for text in ("2025年11月10日", "2025年11月12日", "2025年11月19日", "未提出陈述、申辩", "松江区市场监管局"):
        assert text in said


def test_every_letter_is_entered_once(demo: Demo, known: Master) -> None:
    lines = known.ledger_rows(LETTERS)
    files = sorted(path.name for path in (demo[0] / "文书").iterdir())
    assert [line["序号"] for line in lines] == list(range(1, len(lines) + 1))
    assert sorted(Path(str(line["文件"])).name for line in lines) == files


def test_a_reminder_names_each_pilot_of_its_district(demo: Demo) -> None:
    reports = judge_reports(demo[0] / "总台账.xlsx", SUPPLEMENT, SETTINGS)
    due = [status for status in reports.pilots if status.pilot.unit == "徐汇区"]
    said = texts((demo[0] / "文书" / "年度情况报送提醒函-徐汇区-2025-送审稿.docx").read_bytes())
    assert {status.name for status in due} <= set(said)
    assert any(f"共{len(due)}家" in text for text in said)


def test_no_letter_shows_a_phone_but_the_bureaus_own(demo: Demo) -> None:
    for path in (demo[0] / "文书").iterdir():
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", "\n".join(texts(path.read_bytes())))


def test_a_folder_with_contents_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(Unreadable):
        next(run_demo(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_it_prints_can_be_read_by_programs_too(demo: Demo) -> None:
    assert json.loads(json.dumps(demo[1], ensure_ascii=False)) == demo[1]
    assert not any("{" in line or "None" in line for line in demo[1])
