"""Names are text: whatever they are, the file they name stays in its folder and can be opened by everybody."""

import random
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.mail.charsets import guess
from toolkit.mail.names import is_system_path, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("徐汇12月.xlsx", "徐汇12月.xlsx"), ("../../总台账.xlsx", "总台账.xlsx"), ("..\\..\\a.xlsx", "a.xlsx"),
        ("C:\\a.xlsx", "a.xlsx"), ("C:a.xlsx", "C_a.xlsx"), ("/etc/passwd", "passwd"), ("..", "附件"), ("", "附件"),
        ("CON.xlsx", "_CON.xlsx"), ("nul", "_nul"), ("a.xlsx. . ", "a.xlsx"), ("a\0b\u202exslx.exe", "a_b_xslx.exe"),
        ("a:b|c?.xlsx", "a_b_c_.xlsx"), (".xlsx", "xlsx"),
    ],
)  # fmt: skip
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400), st.sampled_from(["", ".xlsx"]))
@example("😀" * 300, ".xlsx")
@example("con", "")
def test_no_name_leaves_its_folder_or_is_refused_by_a_system(name: str, suffix: str) -> None:
    safe = safe_name(name, suffix)
    assert safe
    assert safe not in {".", ".."}
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert not PureWindowsPath(safe).is_reserved()
    assert (Path("x") / safe).resolve().parent == Path("x").resolve()
    assert len(safe.encode()) <= 255
    assert safe == safe.strip()
    assert not safe.endswith(".")
    assert safe.endswith(suffix)


COMMON = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
"""The characters of GB 2312's first level, which names are made of."""


def test_chinese_is_told_from_its_bytes() -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable one
    for _ in range(4000):
        text = "".join(chance.choices(COMMON, k=chance.randint(2, 12))) + chance.choice(["", "12月.xlsx"])
        assert guess(text.encode("utf-8")) == text
        assert guess(text.encode("gb18030")) == text


def test_what_systems_leave_is_told_by_name() -> None:
    assert all(map(is_system_path, ["~$a.xlsx", "__MACOSX/a", "a/.DS_Store", "THUMBS.DB", "a.tmp", ".~lock.a.xlsx#"]))
    assert not any(map(is_system_path, ["a.xlsx", "a/b.xlsx", "../a.xlsx", "./a.xlsx", "临时.xlsx"]))
