"""The example month: made by its script, wrong where it says so and nowhere else, and usable end to end."""

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit.checks.quota import check_quota
from toolkit.checks.standing import exit_cases
from toolkit.findings import Severity
from toolkit.master.reading import load_master
from toolkit.policy import load_settings
from toolkit.records import FORMS, Context, form_of
from toolkit.records.kinds.code import is_valid
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.read import read_submission, read_submission_bytes
from toolkit.steps.check import CheckResult, check_files
from toolkit.steps.merge import MergeResult, merge_files

EXAMPLES = Path(__file__).parents[2] / "examples"
DECEMBER = EXAMPLES / "december"
AS_OF = date(2025, 12, 8)
SETTINGS = load_settings()
RESAVED = "附件2：长宁区商业秘密保护创新试点情况汇总表（2025.12）.xlsx"


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("make_december", EXAMPLES / "make_december.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_december"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["make_december"]


@pytest.fixture(scope="module")
def made(script: ModuleType) -> dict[str, bytes]:
    files: dict[str, bytes] = script.make_mail(lambda data: None).files
    return files


@pytest.fixture(scope="module")
def checked() -> CheckResult:
    return check_files([DECEMBER / "收件"], AS_OF, SETTINGS)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> MergeResult:
    return merge_files([DECEMBER / "收件"], tmp_path_factory.mktemp("month") / "总台账.xlsx", AS_OF, SETTINGS)


def test_the_folder_holds_what_the_script_makes(made: dict[str, bytes]) -> None:
    kept = {path.relative_to(DECEMBER).as_posix() for path in DECEMBER.rglob("*") if path.is_file()}
    assert kept == {*made, f"收件/{RESAVED}"}
    for name in ("说明.md", "市局登记.toml"):
        assert (DECEMBER / name).read_bytes() == made[name]


def test_the_files_say_what_the_script_writes(made: dict[str, bytes]) -> None:
    # Compared by what is read: a help text reworded in the template is no reason to mail everything again.
    for name, data in made.items():
        if name.endswith(".xlsx"):
            assert said((DECEMBER / name).read_bytes()) == said(data), name


def said(data: bytes) -> tuple[Any, ...]:
    submission = read_submission_bytes(data, "台账.xlsx", Context(AS_OF, SETTINGS))
    rows = [row.values for form in FORMS for row in submission.rows_of(form)]
    return submission.cover, rows, [(finding.code, finding.place) for finding in submission.findings]


def test_everybody_is_made_up_and_every_code_is_valid(script: ModuleType) -> None:
    rows = [row for sent in script.make_units().values() for form in FORMS for row in sent.rows[form.id]]
    named = [row for row in rows if row.get("uscc")]
    assert len(named) > 600
    assert all(is_valid(row["uscc"]) for row in named)
    assert all(re.match("上海(样例|示例)", row.get("name") or row["source_name"]) for row in named)


def test_there_are_17_units_and_about_130_pilots(script: ModuleType) -> None:
    units = script.make_units()
    pilots = [row for sent in units.values() for row in sent.rows["pilots"] if row["level"] == "市级"]
    assert len(units) == 17
    assert len(pilots) == 129


def test_only_what_was_made_wrong_is_an_error(checked: CheckResult) -> None:
    errors = {
        (Path(file.submission.file).name, finding.place.cell, finding.code)
        for file in checked.files
        for finding in file.findings
        if finding.severity is Severity.E
    }
    official = "附件2：{}商业秘密保护创新试点情况汇总表（2025.12）.xlsx"
    assert errors == {
        (official.format("虹口区"), "D5", "USCC-04"),
        (official.format("虹口区"), "D6", "USCC-05"),
        (official.format("虹口区"), "D7", "USCC-01"),
        (official.format("青浦区"), None, "FILE-03"),
    }


def test_the_guide_names_every_cell_an_error_stands_in(checked: CheckResult) -> None:
    guide = (DECEMBER / "说明.md").read_text(encoding="utf-8")
    for file in checked.files:
        for finding in file.findings:
            if finding.severity is not Severity.I:
                lines = [line for line in guide.splitlines() if Path(file.submission.file).name in line]
                assert any((finding.place.cell or "整个文件") in line for line in lines), finding


def test_a_file_untouched_has_no_finding_at_all(checked: CheckResult) -> None:
    rough = ("虹口", "普陀", "宝山", "静安", "青浦")
    clean = [file for file in checked.files if not any(word in file.submission.file for word in rough)]
    assert len(clean) == 12
    assert [finding.message for file in clean for finding in file.findings] == []


@pytest.mark.parametrize("short", ["普陀区", "静安区", "长宁区"])
def test_a_roughened_file_reads_as_the_workbook_it_was_made_from(script: ModuleType, short: str) -> None:
    context = Context(AS_OF, SETTINGS)
    rough = read_submission(DECEMBER / "收件" / script.PLANS[short].file, context)
    plain = read_submission_bytes(script.make_units()[short].bytes(), "plain.xlsx", context)
    for form in FORMS:
        read, meant = ([row.values for row in submission.rows_of(form)] for submission in (rough, plain))
        assert read == meant, form.sheet


def test_the_month_merges_with_one_claim_to_rule(merged: MergeResult) -> None:
    actions = {Path(result.submission.file).name: result.action for result in merged.plan.files}
    assert list(actions.values()).count("merged") == 15
    assert sorted(action for action in actions.values() if action != "merged") == ["refused", "superseded"]
    assert [conflict.kind for conflict in merged.plan.conflicts] == ["重复申报"]
    assert {result.unit for result in merged.plan.files if result.tally.held} == {"虹口区"}


def test_the_quota_is_over_in_one_unit_and_short_in_another(merged: MergeResult) -> None:
    report = check_quota(read(merged), 2025, AS_OF, SETTINGS)
    told = {unit.unit.short: (unit.determined, unit.status) for unit in report.units}
    assert told["嘉定区"] == (10, "over")
    assert told["奉贤区"] == (7, "under")
    assert (told["浦东新区"][0], told["临港新片区"]) == (8, (4, "none"))
    assert told["虹口区"] == (5, "under")


def test_with_the_citys_register_one_exit_may_be_decided_and_one_may_not(merged: MergeResult) -> None:
    register = tomllib.loads((DECEMBER / "市局登记.toml").read_text(encoding="utf-8"))
    master = read(merged)
    cells = [cell for entry in register["tracking"] for cell in _cells(master, entry)]
    cases = exit_cases(load_master(edit(merged.path.read_bytes(), cells), "总台账.xlsx", AS_OF, SETTINGS), AS_OF, SETTINGS)
    assert {case.pilot.unit: case.may_decide for case in cases} == {"松江区": True, "金山区": False}


def test_the_late_file_is_a_supplement(merged: MergeResult) -> None:
    late = merge_files([DECEMBER / "补报"], merged.path, date(2025, 12, 16), SETTINGS, plan_only=True)
    (result,) = late.plan.files
    assert (result.unit, result.action, result.tally.held) == ("崇明区", "merged", 0)
    assert result.tally.added == result.tally.read


@pytest.mark.office
def test_libreoffice_saves_the_file_so_that_it_reads_the_same(script: ModuleType) -> None:
    sent = script.make_units()["长宁区"]
    saved = script.saved_by_libreoffice(sent.bytes())
    context = Context(AS_OF, SETTINGS)
    read_again = read_submission_bytes(saved, "saved.xlsx", context)
    kept = read_submission(DECEMBER / "收件" / RESAVED, context)
    for form in FORMS:
        again, before = ([row.values for row in submission.rows_of(form)] for submission in (read_again, kept))
        assert again == before


def read(merged: MergeResult) -> Any:
    return load_master(merged.path.read_bytes(), "总台账.xlsx", AS_OF, SETTINGS)


def _cells(master: Any, entry: dict[str, Any]) -> Iterator[SetCell]:
    """An entry of the register as the cells staff would fill."""
    form = form_of("tracking")
    table = master.tables[form.id]
    named = {key: entry.pop(key) for key in ("uscc", "tracked_on")}
    unit = entry.pop("unit")
    row = next(
        found.row for found in table.entries
        if found.unit == unit and all(found.values[key] == value for key, value in named.items())
    )  # fmt: skip
    for field in entry.keys() - {"name", "category"}:
        yield SetCell(table.sheet, row, table.fields[field], entry[field])
