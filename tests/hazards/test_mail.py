"""Hazards 37, 41, 42 and 43 on their way in: through mails and archives, as `pilot intake` takes them."""

from pathlib import Path

import pytest

from tests.mail.post import WORKBOOK, attachment, mail, word
from tests.mail.test_archive import locked, named, packed
from tests.steps.months import AS_OF, SETTINGS
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.intake import Intake, intake
from toolkit.steps.merge import merge_files


def taken(folder: Path, **files: bytes) -> Intake:
    inbox = folder / "in"
    inbox.mkdir()
    for name, data in files.items():
        (inbox / name.replace("_", ".")).write_bytes(data)
    return intake([inbox], folder / "来件", AS_OF, SETTINGS)


def told(result: Intake) -> list[tuple[str, str, list[str]]]:
    return [(item.action, item.name, [finding.code for finding in item.findings]) for item in result.items]


def test_hazard_37_lock_and_system_files_are_passed_over_in_silence(tmp_path: Path) -> None:
    left = ["~$徐汇.xlsx", "区/.~lock.徐汇.xlsx#", "a.tmp", "Thumbs.db", ".DS_Store", "__MACOSX/._徐汇.xlsx", "desktop.ini"]
    beside = [attachment(f'attachment; filename="{word(name)}"', b"x") for name in ("~$徐汇.xlsx", "Thumbs.db")]
    result = taken(
        tmp_path, a_zip=packed(("徐汇.xlsx", WORKBOOK), *((name, b"x") for name in left)), b_eml=mail(attachment("attachment; filename=b.xlsx", WORKBOOK + b"\0"), *beside)
    )
    assert told(result) == [("taken", "徐汇.xlsx", []), ("taken", "b.xlsx", [])]


def test_hazard_37_an_empty_or_damaged_workbook_is_refused_by_name(tmp_path: Path) -> None:
    result = taken(tmp_path, a_zip=packed(("空.xlsx", b""), ("断.xlsx", WORKBOOK[:5000]), ("好.xlsx", WORKBOOK)))
    assert told(result) == [("refused", "空.xlsx", ["FILE-02", "MAIL-25"]), ("refused", "断.xlsx", ["FILE-03", "MAIL-25"]), ("taken", "好.xlsx", [])]


@pytest.mark.parametrize("raw", [name.encode(encoding) for name in ("徐汇区/附件2：徐汇区（2025.12）.xlsx",) for encoding in ("gbk", "utf-8")])
def test_hazard_41_names_in_archives_are_read_in_either_encoding(raw: bytes, tmp_path: Path) -> None:
    (item,) = taken(tmp_path, a_zip=named(raw)).items
    assert (item.name, item.file) == ("徐汇区/附件2：徐汇区（2025.12）.xlsx", tmp_path / "来件" / "附件2：徐汇区（2025.12）.xlsx")


def test_hazard_41_what_cannot_be_opened_is_refused_with_advice_and_keeps_nothing_else_away(tmp_path: Path) -> None:
    result = taken(tmp_path, a_rar=b"Rar!\x1a\x07\x01\x00", b_zip=locked(packed(("a.xlsx", WORKBOOK))), c_zip=packed(("徐汇.xlsx", WORKBOOK)))
    assert told(result) == [("refused", "a.rar", ["MAIL-14"]), ("refused", "a.xlsx", ["MAIL-12"]), ("taken", "徐汇.xlsx", [])]
    assert all("自行解压" in item.why for item in result.items[:2])


def test_hazard_41_no_path_leaves_the_folder_and_none_is_flattened_onto_another(tmp_path: Path) -> None:
    other = edit(WORKBOOK, [SetCell("填报信息", 7, 2, 2)])
    result = taken(tmp_path, a_zip=packed(("../总台账.xlsx", WORKBOOK), ("总台账.xlsx", other)))
    assert [item.file for item in result.items] == [tmp_path / "来件" / "总台账.xlsx", tmp_path / "来件" / "总台账（2）.xlsx"]
    assert not (tmp_path / "总台账.xlsx").exists()


def test_hazard_42_the_cover_wins_over_the_name_and_both_are_told(tmp_path: Path) -> None:
    (item,) = taken(tmp_path, a_eml=mail(attachment(f'attachment; filename="{word("浦东新区11月.xlsx")}"'))).items
    assert (item.unit, item.month, [finding.code for finding in item.findings]) == ("徐汇区", (2025, 12), ["COVER-07", "COVER-07"])


def test_hazard_43_the_same_bytes_are_one_file_and_of_two_revisions_the_higher_one_counts(tmp_path: Path) -> None:
    other = edit(WORKBOOK, [SetCell("填报信息", 7, 2, 2)])
    result = taken(tmp_path, a_zip=packed(("12月.xlsx", WORKBOOK), ("12月（最终版）(1).xlsx", WORKBOOK), ("12月（新）.xlsx", other)))
    assert [item.action for item in result.items] == ["taken", "duplicate", "taken"]
    merged = merge_files([tmp_path / "来件"], tmp_path / "总台账.xlsx", AS_OF, SETTINGS)
    assert sorted(file.action for file in merged.plan.files) == ["merged", "superseded"]
