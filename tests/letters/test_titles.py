import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.letters.samples import LONG_NAME, SHORT_NAME
from toolkit.letters.titles import LONGEST, _width, title_lines

LIST = "上海市商业秘密保护创新试点园区、单位（站、点）名单"


def test_the_notice_itself_is_broken_as_it_was_printed() -> None:
    text = (
        "上海市市场监督管理局关于印发《上海市商业秘密保护创新试点园区、单位（站、点）"
        "培育建设工作方案》的通知"
    )
    assert title_lines(text) == [
        "上海市市场监督管理局关于印发",
        "《上海市商业秘密保护创新试点园区、",
        "单位（站、点）培育建设工作方案》的通知",
    ]


@pytest.mark.parametrize(
    ("text", "names", "lines"),
    [
        ("关于公布名单的通知", (), ["关于公布名单的通知"]),
        (
            "关于报送2025年度商业秘密保护创新试点情况的提醒函", (),
            ["关于报送2025年度商业秘密保护", "创新试点情况的提醒函"],
        ),
        (
            f"关于公布2025年{LIST}的通知", (),
            ["关于公布2025年上海市商业秘密保护", "创新试点园区、单位（站、点）名单的通知"],
        ),
        (
            f"关于{SHORT_NAME}退出{LIST}的决定", (SHORT_NAME,),
            [
                "关于上海样例微电子有限公司",
                "退出上海市商业秘密保护创新试点园区、",
                "单位（站、点）名单的决定",
            ],
        ),
    ],
)
def test_lines_end_by_sense(text: str, names: tuple[str, ...], lines: list[str]) -> None:
    assert title_lines(text, names) == lines


def test_a_newline_is_obeyed() -> None:
    assert title_lines("关于公布\n名单的通知") == ["关于公布", "名单的通知"]


@pytest.mark.parametrize("name", [SHORT_NAME, LONG_NAME, "上海样例园", "上海示例律师事务所", "沪"])
@pytest.mark.parametrize("form", ["关于{}退出" + LIST + "的决定", "关于拟将{}退出" + LIST + "的告知书"])
def test_words_and_names_are_whole(form: str, name: str) -> None:
    text = form.format(name)
    lines = title_lines(text, (name,))
    assert "".join(lines) == text
    assert all(_width(line) <= LONGEST for line in lines)
    whole = ["商业秘密保护", "创新试点", "单位（站、点）", "退出"]
    whole += [name] if _width(name) <= LONGEST else []
    assert [word for word in whole if not any(word in line for line in lines)] == []


def test_a_name_longer_than_a_line_is_cut_where_it_may_be() -> None:
    lines = title_lines(f"关于{LONG_NAME}退出{LIST}的决定", (LONG_NAME,))
    assert lines[:2] == ["关于上海样例（长三角一体化示范区）", "国际生物医药科技研究开发有限责任公司"]


def test_a_title_of_five_lines_still_ends_its_lines_by_sense() -> None:
    name = "上海示例（长三角一体化示范区）人工智能与先进半导体材料联合创新中心科技服务有限责任公司临港新片区第一分公司"
    assert title_lines(f"关于{name}退出{LIST}的决定", (name,)) == [
        "关于上海示例（长三角一体化示范区）",
        "人工智能与先进半导体材料联合创新中心",
        "科技服务有限责任公司临港新片区第一分公司",
        "退出上海市商业秘密保护创新试点园区、",
        "单位（站、点）名单的决定",
    ]


def test_no_line_says_only_whom_it_is_about() -> None:
    name = "上海示例国际医学科学与转化研究院临床中心"
    lines = title_lines(f"关于{name}退出{LIST}的决定", (name,))
    assert lines[0] == "关于上海示例国际医学科学与转化研究院"


def test_a_title_without_a_word_that_is_known_is_still_broken() -> None:
    assert all(_width(line) <= LONGEST for line in title_lines("甲乙丙丁戊己" * 20))


def test_three_lines_are_no_hourglass() -> None:
    for name in ("上海样例微电子有限公司", "上海示例集成电路设计有限公司", "上海样例（集团）股份有限公司"):
        first, second, third = map(_width, title_lines(f"关于{name}退出{LIST}的决定", (name,)))
        assert not (first > second < third)


@given(st.text(alphabet="关于公布上海市商业秘密保护创新试点园区、单位（站、点）名单的2025年", max_size=90))
def test_nothing_is_lost_and_no_line_is_too_long(text: str) -> None:
    lines = title_lines(text)
    assert "".join(lines) == text
    assert all(_width(line) <= LONGEST for line in lines)


@pytest.mark.parametrize("year", ["2025年", "2025年度"])
def test_a_year_that_follows_the_word_for_about_is_not_cut(year: str) -> None:
    lines = title_lines(f"上海市市场监督管理局关于{year}商业秘密保护创新试点名额情况的函")
    assert any(year in line for line in lines), lines
    assert all(_width(line) <= LONGEST for line in lines)
    assert _width("2025年") == 3.25


def test_a_month_stays_in_one_line() -> None:
    lines = title_lines("上海市市场监督管理局关于2025年12月商业秘密保护创新试点工作情况的通报")
    assert sum("2025年12月" in line for line in lines) == 1
