"""All letters of a kind in one go: one file each or one together, none stopped by another, all of them on record."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.letters.wordfiles import change, texts
from tests.steps.months import AS_OF, SETTINGS, values
from toolkit.cli import pilot as program
from toolkit.findings import Unreadable
from toolkit.letters.kinds import LETTER_KINDS, find_kind
from toolkit.master.ledgers import LETTERS
from toolkit.master.store import open_master, read_stored
from toolkit.sheets.edit import SetCell, edit
from toolkit.shipping import shipped
from toolkit.steps.letters import LettersResult, Order, write_letters


def write(kind: str, master: Path, *, templates: Path | None = None, told: list[tuple[int, int]] | None = None, **asked: Any) -> LettersResult:
    found = find_kind(kind)
    assert found is not None
    tell = (lambda done, total: told.append((done, total))) if told is not None else (lambda done, total: None)
    return write_letters(Order(found, **asked), master, master.parent / "文书", AS_OF, SETTINGS, templates, tell)


def registered(master: Path) -> list[dict[str, Any]]:
    return open_master(read_stored(master), AS_OF, SETTINGS).ledger_rows(LETTERS)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments], standalone_mode=False)


def test_all_reminders_of_the_pilots_in_one_command(master: Path) -> None:
    result = write("report-reminder", master, per_pilot=True)
    assert {item.letter.to for item in result.written} == {values("pilots", n)["name"] for n in (4, 5)} | {
        open_master(read_stored(master), AS_OF, SETTINGS).entries("pilots")[n].values["name"] for n in (1, 2)
    }
    assert len({item.path for item in result.written}) == len(result.written) == len(registered(master))


def test_together_they_are_one_file_and_each_is_on_record(master: Path) -> None:
    result = write("report-reminder", master, per_pilot=True, combined=True)
    (path,) = {item.path for item in result.written}
    assert path.name == f"年度情况报送提醒函-合订{len(result.written)}份-送审稿.docx"
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    lines = registered(master)
    assert [line["主送"] for line in lines] == [item.letter.to for item in result.written]
    assert {line["文件"] for line in lines} == {f"文书/{path.name}"}
    said = "".join(texts(path.read_bytes()))
    assert all(f"{item.letter.to}：" in said for item in result.written)


def test_a_single_letter_is_not_bound(master: Path) -> None:
    (item,) = write("report-reminder", master, combined=True).written
    assert "合订" not in item.path.name


def test_one_that_cannot_be_filled_does_not_stop_the_rest_and_is_named(master: Path) -> None:
    """A template that prints the day of the notice also where there was none."""
    own = master.parent / "我的模板"
    own.mkdir()
    data = (shipped("templates") / "exit-decision.docx").read_bytes()
    (own / "exit-decision.docx").write_bytes(change(data, lambda xml: xml.replace("{{ 生效日期 }}", "{{ 告知日期 }}")))
    for combined in (False, True):
        result = write("exit-decision", master, templates=own, combined=combined)
        assert [item.letter.to for item in result.written] == [values("pilots", 4)["name"]]
        (refused,) = result.refused
        assert values("pilots", 5)["name"] in refused.record
        assert "告知日期" in refused.text


def set_text(master: Path, n: int, field: str, text: str) -> None:
    known = open_master(read_stored(master), AS_OF, SETTINGS)
    entry = known.entries("pilots")[n - 1]
    table = known.tables["pilots"]
    master.write_bytes(edit(master.read_bytes(), [SetCell(table.sheet, entry.row or 0, table.fields[field], text)]))


def test_how_far_it_has_come_is_told(master: Path) -> None:
    told: list[tuple[int, int]] = []
    result = write("report-reminder", master, per_pilot=True, told=told)
    assert told == [(n, len(result.written)) for n in range(1, len(result.written) + 1)]


def test_a_voided_letter_and_its_successor_both_stay_on_record(master: Path) -> None:
    write("report-reminder", master)
    table = open_master(read_stored(master), AS_OF, SETTINGS).ledgers[LETTERS.sheet]
    master.write_bytes(edit(master.read_bytes(), [SetCell(LETTERS.sheet, table.rows[0][0], table.columns["状态"], "作废")]))
    write("report-reminder", master)
    assert [(line["序号"], line["状态"]) for line in registered(master)] == [(1, "作废"), (2, "草稿")]


@pytest.mark.parametrize(
    ("kind", "asked", "option"),
    [
        ("report-overdue", {"per_pilot": True}, "--per-pilot"), ("report-reminder", {"month": (2025, 12)}, "--month"),
        ("report-form", {"number": "沪市监价竞〔2025〕1号"}, "--number"), ("service-receipt", {"signed_on": date(2025, 12, 8)}, "--date"),
    ],
)  # fmt: skip
def test_a_choice_a_kind_does_not_heed_is_refused(master: Path, kind: str, asked: dict[str, Any], option: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        write(kind, master, **asked)
    assert option in str(refusal.value.words["options"])


def test_a_form_is_no_draft_and_stands_on_record_as_sent(master: Path) -> None:
    result = write("report-form", master)
    assert not [item.path.name for item in result.written if "送审稿" in item.path.name]
    assert {line["状态"] for line in registered(master)} == {"已发"}


def test_copies_set_for_no_kind_there_is_are_refused(master: Path) -> None:
    found = find_kind("report-reminder")
    assert found is not None
    with pytest.raises(Unreadable) as refusal:
        write_letters(Order(found), master, master.parent / "文书", AS_OF, SETTINGS.model_copy(update={"copies": {"list-notise": "样例办公室"}}))
    assert refusal.value.rule.code == "LETTER-51"


# At the terminal


def test_the_list_names_all_seventeen_kinds() -> None:
    shown = run("letter", "list").output
    assert len(LETTER_KINDS) == 17
    for kind in LETTER_KINDS:
        assert kind.id in shown
        assert kind.name in shown


def test_the_command_takes_month_pilot_and_together(master: Path, tmp_path: Path) -> None:
    folder = tmp_path / "文书"
    shown = run("letter", "monthly-bulletin", master, "-o", folder, "--month", "2025-12", "--as-of", "2025-12-08", "--json")
    assert [item["kind"] for item in json.loads(shown.output)["letters"]] == ["monthly-bulletin"]
    shown = run("letter", "report-reminder", master, "-o", folder, "--per-pilot", "--combined", "--as-of", "2025-12-08", "--json")
    letters = json.loads(shown.output)["letters"]
    assert len(letters) == 4
    assert len({(item["file"], item["sha256"]) for item in letters}) == 1


def test_a_pilot_is_found_by_its_number_too(master: Path, tmp_path: Path) -> None:
    set_text(master, 1, "pilot_id", "SH-310104-2025-D-001")
    for query in ("SH-310104-2025-D-001", "sh-310104-2025-d-001", values("pilots", 4)["name"], values("pilots", 4)["uscc"]):
        shown = run("letter", "exit-decision", master, "-o", tmp_path / "文书", "--pilot", query, "--as-of", "2025-12-08", "--json")
        document = json.loads(shown.output)
        assert len(document["letters"]) + len(document["refused"]) == 1, query


def test_nothing_but_the_letters_is_printed_where_no_terminal_watches(master: Path, tmp_path: Path) -> None:
    shown = run("letter", "report-reminder", master, "-o", tmp_path / "文书", "--per-pilot", "--as-of", "2025-12-08")
    assert shown.stderr == ""
