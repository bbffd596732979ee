"""Letters as files: written whole or not at all, never over another's, and entered once."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.letters.wordfiles import change, texts
from tests.steps.months import AS_OF, SETTINGS, register, values
from toolkit.findings import Unreadable
from toolkit.findings.catalogue import edits
from toolkit.letters.kinds import find_kind
from toolkit.letters.tags import TemplateFault
from toolkit.master.ledgers import CHANGES, LETTERS
from toolkit.master.store import open_master, read_stored
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.files import NotWritten, TargetBusy
from toolkit.shipping import shipped
from toolkit.steps import letters as steps
from toolkit.steps.letters import LettersResult, Order, write_letters

NUMBER = "沪市监价竞〔2025〕120号"
READY = date(2025, 11, 20)
PILOT = values("pilots", 4)["name"]
COMPLETE = SETTINGS.model_copy(update={"issuer": SETTINGS.issuer.model_copy(update={"contact": "样例经办人", "phone": "021-12345678"})})


def order(kind: str = "report-reminder", **asked: Any) -> Order:
    found = find_kind(kind)
    assert found is not None
    return Order(found, **asked)


def decision(**asked: Any) -> Order:
    return order("exit-decision", **{"pilot": PILOT, "number": NUMBER, "signed_on": READY, **asked})


def write(asked: Order, master: Path, as_of: date = AS_OF, **more: Any) -> LettersResult:
    return write_letters(asked, master, master.parent / "文书", as_of, COMPLETE, **more)


def registered(master: Path) -> list[dict[str, Any]]:
    return open_master(read_stored(master), AS_OF, SETTINGS).ledger_rows(LETTERS)


def set_status(master: Path, row: int, status: str) -> None:
    """As staff change 状态 of a line."""
    table = open_master(read_stored(master), AS_OF, SETTINGS).ledgers[LETTERS.sheet]
    cell = SetCell(LETTERS.sheet, table.rows[row][0], table.columns["状态"], status)
    master.write_bytes(edit(master.read_bytes(), [cell]))


# What stands in the file and in the register


def test_a_letter_says_what_the_master_says_as_of_the_day(master: Path) -> None:
    (letter,) = write(order(), master).written
    said = "\n".join(texts(letter.path.read_bytes()))
    assert "截至2025年12月8日，徐汇区应报送2025年度商业秘密保护创新试点情况的试点共5家" in said
    assert "试点园区1家、试点单位（站）1家、试点单位（点）3家" in said
    assert "2025年12月31日前（含当日）" in said
    for n in (1, 2, 4, 5):
        assert str(open_master(read_stored(master), AS_OF, SETTINGS).entries("pilots")[n - 1].values["name"]) in said
    assert not re.search(r"\{\{|\{%|None", said)


def test_a_decision_says_what_the_master_says(master: Path) -> None:
    (letter,) = write(decision(), master).written
    said = "\n".join(texts(letter.path.read_bytes()))
    assert (letter.path.name, letter.letter.to) == (f"退出决定-{PILOT}.docx", PILOT)
    for text in (NUMBER, "2025年11月10日", "2025年11月12日", "2025年11月19日", "2025年11月20日起生效", "沪市监价竞〔2025〕1号"):
        assert text in said
    assert "13812345678" not in said


def test_it_is_entered_with_all_that_makes_it_checkable(master: Path) -> None:
    (letter,) = write(decision(), master).written
    (line,) = registered(master)
    assert {name: line[name] for name in ("文种", "文号", "主送", "状态", "文件")} == {
        "文种": "退出决定", "文号": NUMBER, "主送": PILOT, "状态": "已发", "文件": f"文书/{letter.path.name}",
    }  # fmt: skip
    assert line["标题"] == letter.letter.title
    assert str(line["成文日期"]).startswith("2025-11-20")
    assert str(line["截至日期"]).startswith("2025-12-08")
    assert len(str(line["数据哈希"])) == len(str(line["模板哈希"])) == 64


def test_a_letter_put_elsewhere_is_entered_with_its_whole_place(master: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("别处")
    write_letters(decision(), master, elsewhere, AS_OF, COMPLETE)
    (line,) = registered(master)
    assert Path(str(line["文件"])).is_file()
    assert Path(str(line["文件"])).parent == elsewhere.resolve()


def test_a_folder_carried_elsewhere_still_finds_its_letters(master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(master.parent)
    write_letters(decision(), Path(master.name), Path("文书") / "十二月", AS_OF, COMPLETE)
    carried = tmp_path.rename(tmp_path.with_name("另一台电脑"))
    (line,) = registered(carried / master.name)
    assert (carried / str(line["文件"])).is_file()


def test_a_draft_is_called_one(master: Path) -> None:
    (letter,) = write(order(), master).written
    assert letter.path.name == "年度情况报送提醒函-徐汇区-2025-送审稿.docx"
    assert registered(master)[0]["状态"] == "草稿"
    assert "送审稿" in write(order(number=NUMBER), master).written[0].path.name


def test_the_same_data_give_the_same_bytes_and_one_line(master: Path) -> None:
    first, second = (write(order(), master).written[0] for _ in range(2))
    assert (first.path, first.data) == (second.path, second.data)
    assert [line["序号"] for line in registered(master)] == [1]


def test_the_register_is_numbered_without_a_gap(master: Path) -> None:
    write(order(), master)
    write(decision(), master)
    write(order(), master, as_of=date(2025, 12, 9))
    assert [line["序号"] for line in registered(master)] == [1, 2, 3]


def test_a_reason_for_not_waiting_is_kept_in_the_record_of_changes_once(master: Path) -> None:
    for _ in range(2):
        (letter,) = write(decision(signed_on=date(2025, 11, 18), reason="主体正在清算"), master).written
    assert "主体正在清算" in "".join(texts(letter.path.read_bytes()))
    lines = open_master(read_stored(master), AS_OF, SETTINGS).ledger_rows(CHANGES)
    (line,) = (line for line in lines if line.get("批次") == "文书登记")
    assert (line["工作表"], line["字段"], line["新值"], line["原因"]) == ("跟踪评估", "退出决定", NUMBER, "理由：主体正在清算")
    assert "申辩期未满" in str(line["原值"])


def test_a_choice_the_kind_does_not_heed_is_refused(master: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        write(order("list-notice", unit="徐汇区"), master)
    assert (caught.value.rule.code, caught.value.words["options"]) == ("LETTER-22", "--unit")


def test_the_list_goes_out_under_the_number_its_pilots_were_determined_by(master: Path) -> None:
    used = str(values("pilots", 4)["document_no"])
    (letter,) = write(order("list-notice", year=2025, number=used, signed_on=AS_OF), master).written
    assert letter.letter.number == used


def test_json_has_the_contracts_keys(master: Path) -> None:
    register(master, 4, served_on=None)
    document: dict[str, Any] = write(order("exit-decision"), master).to_json()
    (letter,), (refused,) = document["letters"], document["refused"]
    assert list(letter) == ["kind", "file", "to", "number", "sha256"]
    assert list(refused) == ["kind", "record", "why"]


def test_a_letter_that_is_complete_but_for_a_setting_does_not_go_out(master: Path) -> None:
    asked = order(number=NUMBER, signed_on=READY)
    result = write_letters(asked, master, master.parent / "文书", AS_OF, SETTINGS)
    assert not result.written
    assert "联系人、联系电话尚未设置" in result.refused[0].text


def test_a_voluntary_exit_needs_no_notice(master: Path) -> None:
    (letter,) = write(decision(pilot=values("pilots", 5)["name"]), master).written
    said = "\n".join(texts(letter.path.read_bytes()))
    assert "自愿申请退出" in said
    assert "告知书" not in said


def test_one_refused_does_not_keep_another_back(master: Path) -> None:
    register(master, 4, served_on=None, stated=None)
    result = write(order("exit-decision"), master)
    assert ([item.letter.to for item in result.written], len(result.refused)) == ([values("pilots", 5)["name"]], 1)


def test_a_term_that_is_not_over_is_refused_and_leaves_nothing(master: Path) -> None:
    before = master.read_bytes()
    result = write(decision(), master, as_of=date(2025, 11, 19))
    assert not result.written
    assert "2025-11-20" in result.refused[0].text
    assert not (master.parent / "文书").exists() or not list((master.parent / "文书").iterdir())
    assert master.read_bytes() == before


# Numbers


@pytest.mark.parametrize("typed", ["沪市监价竞[2025]120号", "沪市监价竞（2025）第0120号", "沪市监价竞〔2025〕120"])
def test_a_number_is_put_into_its_form(master: Path, typed: str) -> None:
    (letter,) = write(decision(number=typed), master).written
    assert letter.letter.number == NUMBER


@pytest.mark.parametrize("typed", ["120", "沪市监价竞2025-120", "〔2025〕120号", ""])
def test_what_is_no_number_is_refused(master: Path, typed: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        write(decision(number=typed), master)
    assert refusal.value.rule.code == "CELL-41" or "文号" in refusal.value.rule.message


def test_a_number_is_one_letters(master: Path) -> None:
    write(decision(), master)
    with pytest.raises(Unreadable) as refusal:
        write(decision(pilot=values("pilots", 5)["name"]), master)
    assert refusal.value.rule.code == "LETTER-07"
    assert PILOT in str(refusal.value.words["title"])


def test_a_number_typed_by_hand_in_another_form_is_still_the_same(master: Path) -> None:
    write(decision(), master)
    table = open_master(read_stored(master), AS_OF, SETTINGS).ledgers[LETTERS.sheet]
    cell = SetCell(LETTERS.sheet, table.rows[0][0], table.columns["文号"], "沪市监价竞[2025]120号")
    master.write_bytes(edit(master.read_bytes(), [cell]))
    with pytest.raises(Unreadable):
        write(decision(pilot=values("pilots", 5)["name"]), master)


def test_a_number_of_a_void_letter_is_free_again(master: Path) -> None:
    write(decision(), master)
    set_status(master, 0, "作废")
    assert write(decision(pilot=values("pilots", 5)["name"]), master).written


def test_the_number_of_a_determination_is_not_free(master: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        write(decision(number="沪市监价竞〔2025〕1号"), master)
    assert "确定文号" in str(refusal.value.words["title"])


def test_the_number_of_the_notice_is_not_free(master: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        write(decision(number="沪市监价竞〔2025〕108号"), master)
    assert "培育建设工作方案" in str(refusal.value.words["title"])


def test_a_number_of_another_year_than_the_date_is_told(master: Path) -> None:
    assert not write(decision(number="沪市监价竞〔2024〕121号", signed_on=None), master).remarks
    assert [remark.code for remark in write(decision(number="沪市监价竞〔2024〕120号"), master).remarks] == ["LETTER-53"]


def test_a_second_letter_in_the_same_matter_names_the_first(master: Path) -> None:
    assert not write(decision(), master).remarks
    again = write(decision(number="沪市监价竞〔2025〕121号"), master)
    assert [(remark.code, NUMBER in remark.message) for remark in again.remarks] == [("LETTER-54", True)]
    set_status(master, 0, "作废")
    set_status(master, 1, "作废")
    assert not write(decision(number="沪市监价竞〔2025〕122号"), master).remarks


def test_the_same_letter_may_be_made_again_under_its_number(master: Path) -> None:
    first, again = write(decision(), master), write(decision(), master)
    assert first.written[0].data == again.written[0].data
    assert len(registered(master)) == 1


def test_a_draft_does_not_block_its_own_number(master: Path) -> None:
    write(decision(signed_on=None), master)
    assert write(decision(), master).written
    assert [line["状态"] for line in registered(master)] == ["草稿", "已发"]


def test_an_issued_letter_does_not_change_under_its_number(master: Path) -> None:
    write(decision(), master)
    with pytest.raises(Unreadable):
        write(decision(signed_on=date(2025, 11, 21)), master)


def test_one_number_is_not_given_to_several_letters(master: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        write(order("exit-decision", number=NUMBER, signed_on=READY), master)
    assert refusal.value.rule.code == "LETTER-08"


# Nothing half done, nothing overwritten


def test_a_master_open_in_excel_leaves_no_file(master: Path) -> None:
    (master.parent / f"~${master.name}").write_bytes(b"\x04user" + b" " * 160)
    before = master.read_bytes()
    with pytest.raises(TargetBusy):
        write(order(), master)
    assert not (master.parent / "文书").exists()
    assert master.read_bytes() == before


def test_a_register_that_cannot_be_written_leaves_no_new_letter_and_every_old_one(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = write(order(), master).written
    before = master.read_bytes()

    def full(*_: object) -> None:
        raise NotWritten(edits.NO_SPACE, name=master.name)

    monkeypatch.setattr(steps, "save", full)
    with pytest.raises(NotWritten):
        write(order(), master, as_of=date(2025, 12, 9))
    assert [path.name for path in (master.parent / "文书").iterdir()] == [old.path.name]
    assert old.path.read_bytes() == old.data
    assert master.read_bytes() == before


def test_a_letter_that_somebody_edited_is_not_overwritten(master: Path) -> None:
    (first,) = write(order(), master).written
    first.path.write_bytes(b"edited in Word")
    (second,) = write(order(), master).written
    assert first.path.read_bytes() == b"edited in Word"
    assert second.path.name == "年度情况报送提醒函-徐汇区-2025-送审稿（2）.docx"


def test_a_folder_that_cannot_be_made_is_told(master: Path) -> None:
    (master.parent / "文书").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(NotWritten) as refusal:
        write(order(), master)
    assert "文书" in refusal.value.message


def test_a_missing_master_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        write(order(), tmp_path / "没有.xlsx")


# Templates of one's own


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "我的模板"
    folder.mkdir()
    shutil.copy(shipped("templates") / "report-reminder.docx", folder)
    return folder


def test_an_edited_template_is_used(master: Path, own: Path) -> None:
    path = own / "report-reminder.docx"
    path.write_bytes(change(path.read_bytes(), lambda xml: xml.replace("现将有关事项函告如下", "现就有关事项函告如下")))
    (letter,) = write(order(), master, templates=own).written
    assert "现就有关事项函告如下" in "".join(texts(letter.data))


def test_fixed_words_of_an_edited_template_are_told_with_each_use(master: Path, own: Path) -> None:
    assert not write(order(), master, templates=own).remarks
    path = own / "report-reminder.docx"
    path.write_bytes(change(path.read_bytes(), lambda xml: xml.replace("{{ 截止日期 }}", "2025年12月31日")))
    made = write(order(), master, templates=own)
    assert made.written
    assert {remark.code for remark in made.remarks} == {"TPL-37"}


def test_another_template_makes_another_line(master: Path, own: Path) -> None:
    write(order(), master)
    path = own / "report-reminder.docx"
    path.write_bytes(change(path.read_bytes(), lambda xml: xml.replace("现将有关事项函告如下", "现就有关事项函告如下")))
    write(order(), master, templates=own)
    assert len(registered(master)) == 2


def test_a_kind_without_an_own_template_uses_the_shipped_one(master: Path, own: Path) -> None:
    assert write(decision(), master, templates=own).written


def test_an_unknown_variable_is_an_error_with_its_place_and_leaves_nothing(master: Path, own: Path) -> None:
    path = own / "report-reminder.docx"
    path.write_bytes(change(path.read_bytes(), lambda xml: xml.replace("截止日期 }}", "截止日朗 }}", 1)))
    before = master.read_bytes()
    with pytest.raises(TemplateFault) as fault:
        write(order(), master, templates=own)
    (finding,) = fault.value.findings
    assert "截止日朗" in finding.message
    assert re.search(r"第.*段", finding.message)
    assert "截止日期" in finding.advice
    assert master.read_bytes() == before
    assert not (master.parent / "文书").exists() or not list((master.parent / "文书").iterdir())

