"""How texts break in a narrow column."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from toolkit.cli.said import breaks

TEXTS = st.text(st.sampled_from("试点名单，。（“”）、 9a/C.\u3000\n"), max_size=60)


def lines(text: str, width: int) -> list[str]:
    starts = [0, *breaks(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def test_a_line_is_filled_before_the_next_begins() -> None:
    assert lines("旧表样（2024 年及以前），与“试点名单”相比缺少所属产业", 20) == ["旧表样（2024 年及以", "前），与“试点名单”相", "比缺少所属产业"]


def test_codes_and_marks_stay_with_what_they_belong_to() -> None:
    assert lines("代码为 91310115MA1K35EU42，请核对", 20) == ["代码为 ", "91310115MA1K35EU42，", "请核对"]
    assert lines("请核对（必填）。请改", 14) == ["请核对（必", "填）。请改"]


def test_what_is_longer_than_a_line_is_cut() -> None:
    assert lines("输出/aaaaaaaaaaaaaaaaaaaaaaaa", 10) == ["输出", "/aaaaaaaaa", "aaaaaaaaaa", "aaaaa"]


@given(TEXTS, st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    assert "".join(lines(text, width)) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines(text, width))
