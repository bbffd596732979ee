"""[severity] of pilot.toml: what is set is followed by check, merge and marks alike; what would do harm is refused."""

from datetime import date
from pathlib import Path

import pytest

from tests.master.desk import pilot, submission
from tests.records import factories
from tests.sheets.tables import FILE, cover, found, record_sheet
from toolkit.findings import Severity
from toolkit.policy import Settings, SettingsError, load_settings
from toolkit.records import Context
from toolkit.sheets.grid import Book
from toolkit.sheets.read import read_submission_book
from toolkit.steps.check import check_files
from toolkit.steps.mark import write_marked_copies
from toolkit.steps.merge import merge_files

AS_OF = date(2025, 12, 8)


def settings(folder: Path, text: str) -> Settings:
    (folder / "pilot.toml").write_text(f"[severity]\n{text}\n", encoding="utf-8")
    return load_settings(folder)


def checked(folder: Path, grades: Settings, **changes: object) -> list[str]:
    path = folder / "浦东.xlsx"
    path.write_bytes(submission(pilots=[pilot(1, **changes)]))  # type: ignore[arg-type]
    result = check_files([path], AS_OF, grades)
    return [f"{finding.code} {finding.severity}" for finding in result.findings if finding.code != "SHEET-01"]


def test_without_settings_the_catalogue_holds(tmp_path: Path) -> None:
    assert checked(tmp_path, load_settings(), phone="12") == ["CELL-40 W"]
    assert checked(tmp_path, load_settings(), subject_type="行业协会") == ["ROW-01 E"]


def test_a_warning_raised_holds_its_row_in_check_merge_and_marks(tmp_path: Path) -> None:
    grades = settings(tmp_path, '"cell-40" = "E"')
    assert checked(tmp_path, grades, phone="12") == ["CELL-40 E"]
    result = check_files([tmp_path / "浦东.xlsx"], AS_OF, grades)
    assert result.files[0].rows["试点名单"] == {"in": 1, "valid": 0, "held": 1}
    assert len(write_marked_copies(result, tmp_path / "标注", AS_OF, grades)) == 1
    merged = merge_files([tmp_path / "浦东.xlsx"], tmp_path / "总台账.xlsx", AS_OF, grades)
    assert merged.plan.files[0].tally.held == 1


def test_an_error_lowered_lets_its_row_in(tmp_path: Path) -> None:
    grades = settings(tmp_path, 'ROW-01 = "W"')
    assert checked(tmp_path, grades, subject_type="行业协会") == ["ROW-01 W"]
    merged = merge_files([tmp_path / "浦东.xlsx"], tmp_path / "总台账.xlsx", AS_OF, grades)
    assert (merged.plan.files[0].tally.held, merged.plan.files[0].tally.added) == (0, 1)


def test_what_is_said_of_sheets_and_covers_is_set_as_well(tmp_path: Path) -> None:
    grades = settings(tmp_path, 'SHEET-01 = "I"\nSHEET-04 = "W"')
    (tmp_path / "浦东.xlsx").write_bytes(submission(pilots=[pilot(1)]))
    findings = check_files([tmp_path / "浦东.xlsx"], AS_OF, grades).findings
    assert [str(finding.severity) for finding in findings if finding.code == "SHEET-01"] == ["I"]


@pytest.mark.parametrize(
    ("text", "words"),
    [('CELL-999 = "E"', "CELL-999 不是问题代码"), ('CELL-01 = "W"', "CELL-01 不能调低"), ('LINK-01 = "I"', "LINK-01 不能调低"),
     ('FILE-01 = "I"', "FILE-01 不能调整"), ('LINK-09 = "W"', "LINK-09 不能调整"), ('CELL-51 = "E"', "CELL-51 是按列汇总")],
)  # fmt: skip
def test_what_would_do_harm_or_is_no_code_is_refused_by_its_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Context(AS_OF, settings(tmp_path, text))


@pytest.mark.parametrize("text", ['CELL-40 = "X"', "CELL-40 = 1"])
def test_a_severity_that_is_none_is_refused_by_its_key(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"\[severity\] 中的 CELL-40"):
        settings(tmp_path, text)


def test_the_severity_section_stands_by_itself(tmp_path: Path) -> None:
    (tmp_path / "pilot.toml").write_text('[policy]\nseverity = {CELL-40 = "E"}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="另起一节"):
        load_settings(tmp_path)
    (tmp_path / "pilot.toml").write_text("severity = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"\[severity\] 应为一节设置"):
        load_settings(tmp_path)


def test_a_whole_column_raised_is_held_as_a_whole() -> None:
    rows = [factories.row("pilots", factories.SITE, n, phone="12") for n in range(1, 31)]
    grades = load_settings().model_copy(update={"severity": {"CELL-40": "E"}})
    book = Book((cover(), record_sheet("pilots", rows)))
    read = read_submission_book(book, FILE, Context(AS_OF, grades))
    assert found(read, "CELL-40").severity is Severity.E
    assert all(row.held for row in read.all_rows())
