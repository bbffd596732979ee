"""Marked copies in a folder: named after their files, and never written over anybody's own."""

from pathlib import Path

from tests.master.desk import SETTINGS, pilot, submission
from tests.records.factories import AS_OF
from toolkit.steps.check import check_files
from toolkit.steps.mark import write_marked_copies


def marked(folder: Path, *sources: Path) -> list[str]:
    """The names of the copies written into a folder."""
    copies = write_marked_copies(check_files(sources, AS_OF, SETTINGS), folder, AS_OF, SETTINGS)
    return [str(path.relative_to(folder)) for path in copies]


def faulty(path: Path, contact: str = "样例") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(submission(pilots=[pilot(1, uscc="9131", contact=contact)]))
    return path


def test_a_copy_is_called_after_its_file_and_two_of_one_name_after_their_folders(tmp_path: Path) -> None:
    sources = [faulty(tmp_path / unit / "报送.xlsx") for unit in ("甲区", "乙区")]
    assert marked(tmp_path / "退回", *sources) == ["报送-核验.xlsx", "乙区-报送-核验.xlsx"]


def test_a_copy_that_comes_back_and_goes_again_keeps_its_name(tmp_path: Path) -> None:
    assert marked(tmp_path / "退回", faulty(tmp_path / "报送-核验.xlsx")) == ["报送-核验.xlsx"]


def test_what_was_mended_in_a_copy_is_not_written_over(tmp_path: Path) -> None:
    original, mended = faulty(tmp_path / "报送.xlsx"), faulty(tmp_path / "报送-核验.xlsx", "改过的人")
    before = original.read_bytes(), mended.read_bytes()
    assert len(marked(tmp_path, original, mended)) == 2
    assert (original.read_bytes(), mended.read_bytes()) == before
