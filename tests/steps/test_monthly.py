"""pilot monthly: the whole month, again and again, and cut off anywhere."""

import hashlib
import io
import os
import random
import shutil
import signal
import time
import zipfile
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - a fixture
from tests.mail.post import attachment, mail, word
from tests.mail.test_archive import packed
from tests.mail.test_eml import pieces
from tests.records import factories
from tests.steps.months import values
from toolkit.master.store import only_writer
from toolkit.policy import load_settings, notice
from toolkit.policy.workspace import Workspace
from toolkit.records import Cover
from toolkit.records.row import read_values
from toolkit.sheets.blank import blank_workbook
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.init import make_workspace
from toolkit.steps.monthly.run import LOCKED, MonthResult, do_month, plan_month

EIGHTH, TWELFTH = date(2025, 12, 8), date(2025, 12, 12)
MONTH = "2025-12"


def book(unit: str, *numbers: int, **cover: object) -> bytes:
    """A unit's December with these pilots."""
    told = read_values(Cover, factories.cover(unit=unit, **cover), factories.context(unit=None, filled_on=None)).values  # type: ignore[arg-type]
    return blank_workbook(notice().find_unit(unit), 2025, {"cover": [told], "pilots": [values("pilots", n) for n in numbers]})


def sent(name: str, data: bytes, sender: str = "nobody@example.cn", **envelope: str) -> bytes:
    return mail(attachment(f'attachment; filename="{word(name)}"', data), sender=sender, **envelope)  # type: ignore[arg-type]


JINGAN = book("静安区", 31, 32)
HUANGPU = "黄浦区12月.xlsx"
BAD = edit(book("黄浦区", 41, 42), [SetCell("试点名单", 5, 4, "91310115MA0000000X")])


ZIPPED = packed((HUANGPU, BAD), ("再发.xlsx", JINGAN))


def filled(folder: Path) -> Workspace:
    """A workspace with three units' mail: one well, one with a wrong code, one without its workbook."""
    place, _ = make_workspace(folder)
    config = place.config.read_text(encoding="utf-8-sig")
    place.config.write_text(config.replace('# "静安区" = ["someone@example.cn"]', '"静安区" = ["a@jingan.example.cn"]'), encoding="utf-8")
    (place.inbox / "1.eml").write_bytes(sent("静安区12月.xlsx", JINGAN, "a@jingan.example.cn"))
    (place.inbox / "分").mkdir()
    (place.inbox / "分" / "黄浦.zip").write_bytes(ZIPPED)
    (place.inbox / "3.eml").write_bytes(mail(subject="崇明区12月报送"))
    return place


def done(place: Workspace, as_of: date = EIGHTH) -> MonthResult:
    return do_month(place, as_of, load_settings(place.root))


def tree(folder: Path) -> dict[str, str]:
    """Every file by its content."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, MonthResult]:
    place = filled(tmp_path_factory.mktemp("finished") / "月报")
    return place, done(place)


def test_the_last_page_says_who_sent_and_who_did_not(finished: tuple[Workspace, MonthResult]) -> None:
    page = finished[1].page
    states = {line.month.unit.short: (line.state, line.month.rows, line.month.added, line.month.held) for line in page.lines}
    assert len(states) == 17
    assert (states["静安区"], states["黄浦区"], states["崇明区"]) == (("按时", 2, 2, 0), ("按时", 2, 1, 1), ("来件未收", 0, 0, 0))
    assert {state for unit, (state, *_) in states.items() if unit not in {"静安区", "黄浦区", "崇明区"}} == {"未报"}
    assert len(page.missing) == 15
    text = (page.output / "月度情况.txt").read_text(encoding="utf-8-sig")
    assert "应报 17 个单位，已报 2 个，未报 15 个" in text
    assert "待补正 1 行" in text
    assert "3.eml”：邮件里没有工作簿" in text


def test_what_is_no_workbook_is_named_on_the_last_page(tmp_path: Path) -> None:
    place = filled(tmp_path / "月报")
    (place.inbox / "静安区盖章扫描件.pdf").write_bytes(b"%PDF-1.4\n")
    page = done(place).page
    assert [told for told in page.standing if "静安区盖章扫描件.pdf" in told] == ["第1批略过 1 个不是工作簿的文件（静安区盖章扫描件.pdf），未取出，原件在归档"]
    assert not any("扫描件" in need for need in page.needs)


def test_each_unit_gets_a_receipt_and_a_mail_that_opens_as_a_draft(finished: tuple[Workspace, MonthResult]) -> None:
    output = finished[0].output / MONTH / "第1批"
    assert sorted(path.stem for path in (output / "待发邮件").iterdir()) == ["崇明区", "静安区", "黄浦区"]
    message = message_from_bytes((output / "待发邮件" / "静安区.eml").read_bytes(), policy=policy.default)
    assert (message["X-Unsent"], message["To"], message["Subject"]) == ("1", "a@jingan.example.cn", "2025年12月商业秘密保护创新试点报送回执（静安区）")
    body = message.get_body()
    assert body is not None
    said = body.get_content()
    assert hashlib.sha256(JINGAN).hexdigest() in said
    assert "收到日期：2025年12月5日（按邮件时间）" in said
    assert "共2行：新增2，变更0，未变0，暂缓0" in said


def test_a_unit_that_sent_nothing_usable_is_told_so(finished: tuple[Workspace, MonthResult]) -> None:
    said = (finished[0].output / MONTH / "第1批" / "回执" / "崇明区.txt").read_text(encoding="utf-8-sig")
    assert "以下来件没有取出报送表" in said
    assert "邮件里没有工作簿" in said
    assert "收件箱" not in said


def test_what_goes_back_lies_in_the_mail_under_its_name(finished: tuple[Workspace, MonthResult]) -> None:
    output = finished[0].output / MONTH / "第1批"
    data = (output / "待发邮件" / "黄浦区.eml").read_bytes()
    returned = {path.name: path.read_bytes() for path in (output / "退回补正").iterdir() if "黄浦" in path.name}
    assert sorted(returned) == ["补正通知-黄浦区12月-送审稿.docx", "黄浦区12月-核验.xlsx"]
    assert {piece.name: piece.data for piece in pieces(data)} == returned
    message = message_from_bytes(data, policy=policy.default)
    assert {part.get_filename(): part.get_content() for part in message.iter_attachments()} == returned
    assert message["To"] == ""
    assert "没有收件地址（黄浦区、崇明区）" in "".join(finished[1].page.needs)


def test_what_came_in_is_kept_and_the_inbox_is_empty(finished: tuple[Workspace, MonthResult]) -> None:
    place = finished[0]
    kept = place.archive / MONTH / "第1批"
    assert list(place.inbox.iterdir()) == []
    assert sorted(str(path.relative_to(kept / "来件")) for path in (kept / "来件").rglob("*.*")) == ["1.eml", "3.eml", "分/黄浦.zip"]
    assert {path.name: path.read_bytes() for path in (kept / "工作簿").iterdir()} == {"静安区12月.xlsx": JINGAN, "黄浦区12月.xlsx": BAD}


def test_run_again_it_changes_nothing_on_whatever_day(tmp_path: Path) -> None:
    place = filled(tmp_path / "月报")
    assert done(place).runs == (1,)
    before = tree(place.root)
    assert done(place, TWELFTH).runs == ()
    assert tree(place.root) == before


def test_the_plan_changes_nothing_and_tells_what_would_be(tmp_path: Path) -> None:
    place = filled(tmp_path / "月报")
    before = tree(place.root)
    plan = plan_month(place, EIGHTH, load_settings(place.root))
    assert tree(place.root) == before
    assert plan.month == (2025, 12)
    assert [item.action for item in plan.received.items] == ["taken", "refused", "taken", "duplicate"]
    assert {file.unit: (file.action, file.tally.added) for file in plan.merge.plan.files} == {"静安区": ("merged", 2), "黄浦区": ("merged", 1)}


def test_a_later_mail_is_a_second_run_that_leaves_the_first_alone(tmp_path: Path) -> None:
    place = filled(tmp_path / "月报")
    done(place)
    first = {name: told for name, told in tree(place.root).items() if "第1批" in name}
    mended = edit(BAD, [SetCell("试点名单", 5, 4, values("pilots", 42)["uscc"]), SetCell("填报信息", 7, 2, 2)])
    (place.inbox / "改好.eml").write_bytes(sent("黄浦区12月改.xlsx", mended))
    (place.inbox / "又一遍.eml").write_bytes(sent("静安再发.xlsx", JINGAN))
    result = done(place, TWELFTH)
    assert (result.runs, result.page.as_of) == ((2,), TWELFTH)
    assert {name: told for name, told in tree(place.root).items() if "第1批" in name} == first
    assert [path.name for path in (place.output / MONTH / "第2批" / "待发邮件").iterdir()] == ["黄浦区.eml"]
    states = {line.month.unit.short: (line.state, line.month.added, line.month.held, line.last and line.last.revision) for line in result.page.lines}
    assert (states["黄浦区"], states["静安区"]) == (("按时", 2, 0, 2), ("按时", 2, 0, 1))
    assert "静安再发.xlsx" not in "".join(result.page.needs)


def test_a_ruling_made_in_the_list_is_carried_out_without_a_mail(tmp_path: Path) -> None:
    place = filled(tmp_path / "月报")
    done(place)
    (place.inbox / "a.eml").write_bytes(sent("徐汇.xlsx", book("徐汇区", 31, filled_on=factories.on(2025, 12, 5))))
    contested = done(place)
    assert any("待裁定 1 项" in need for need in contested.page.needs)
    place.master.write_bytes(edit(place.master.read_bytes(), [SetCell("冲突裁定", 4, 12, "归属静安区")]))
    ruled = done(place)
    assert ruled.runs == (3,)
    assert not any("待裁定" in need for need in ruled.page.needs)
    before = tree(place.root)
    assert done(place).runs == ()
    assert tree(place.root) == before


def test_one_bad_file_never_stops_the_others_and_the_exit_code_says_so(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled(tmp_path / "月报")
    (place.inbox / "坏.xlsx").write_bytes(JINGAN[:3000])
    (place.inbox / "b.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    monkeypatch.chdir(place.inbox)
    ran = run("monthly", "--json", "--as-of", "2025-12-08")
    assert ran.code == 1
    assert [unit["rows"]["added"] for unit in ran.json["units"] if unit["unit"] in {"静安区", "黄浦区"}] == [1, 2]
    monkeypatch.chdir(place.root)
    again = run("monthly", "--as-of", "2025-12-09")
    assert (again.code, "没有新的来件，什么也没有改动" in again.out) == (0, True)


def test_a_list_that_is_open_stops_the_month_before_it_begins(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled(tmp_path / "月报")
    (place.root / "~$总台账.xlsx").write_bytes(b"\x03abc")
    before = tree(place.root)
    monkeypatch.chdir(place.root)
    ran = run("monthly", "--as-of", "2025-12-08")
    assert (ran.code, "关闭" in ran.err, tree(place.root)) == (3, True, before)


def test_two_at_once_do_not_meet(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled(tmp_path / "月报")
    before = tree(place.root)
    monkeypatch.chdir(place.root)
    with only_writer(place.root / LOCKED):
        ran = run("monthly", "--as-of", "2025-12-08")
    assert (ran.code, "请等它结束后重试" in ran.err, tree(place.root)) == (3, True, before)


def test_outside_a_workspace_it_says_how_to_make_one(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("monthly")
    assert (ran.code, "pilot init" in ran.err) == (2, True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a fork of a process with threads; the child uses none of them
def test_killed_at_any_moment_it_still_ends_right(tmp_path: Path) -> None:
    """Twenty times; what is left in the end is what an undisturbed month leaves."""
    place = filled(tmp_path / "月报")
    begun = time.monotonic()
    assert not killed(place, after=60)
    whole, expected = time.monotonic() - begun, _lasting(place)
    chance, kills = random.Random(11), 0  # noqa: S311 - a repeatable one
    while kills < 20:
        shutil.rmtree(place.root)
        filled(place.root)
        while kills < 20 and killed(place, after=chance.uniform(0, whole)):
            kills += 1
        assert not killed(place, after=60)
        assert _lasting(place) == expected


def killed(place: Workspace, after: float) -> bool:
    """Do the month in a process of its own that is killed after so many seconds, unless it ends before."""
    child = os.fork()
    if child == 0:
        try:
            done(place)
            os._exit(0)
        finally:
            os._exit(1)
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert status == 0
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _lasting(place: Workspace) -> dict[str, str]:
    """Everything but backups of the way."""
    return {name: told for name, told in tree(place.root).items() if not name.startswith("备份")}


def test_a_sheet_broken_where_nobody_reads_it_does_not_stop_the_month(tmp_path: Path) -> None:
    broken = bytearray(book("长宁区", 51))
    with zipfile.ZipFile(io.BytesIO(broken)) as archive:
        lists = archive.getinfo("xl/worksheets/sheet11.xml")
        start = lists.header_offset + 30 + len(lists.filename)
    broken[start : start + 40] = b"\xff" * 40
    place = filled(tmp_path / "月报")
    (place.inbox / "长宁区12月.xlsx").write_bytes(broken)
    states = {line.month.unit.short: line.month.added for line in done(place).page.lines}
    assert (states["静安区"], states["黄浦区"]) == (2, 1)
