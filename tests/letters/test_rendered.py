"""What is seen on paper, measured: ±2 mm, as programs lay out a little differently."""

from itertools import pairwise

import pytest

from tests.letters.paper import MM, Page, black, print_all, red
from tests.letters.samples import (
    LIST,
    SAMPLES,
    Context,
    correction_notice,
    exit_decision,
    exit_list,
    exit_notice,
    list_notice,
    public_notice,
    quota_reminder,
    report_overdue,
    report_reminder,
    title,
)
from tests.letters.wordfiles import written
from toolkit.letters.build import template
from toolkit.letters.fill import Template, fill

pytestmark = pytest.mark.office

TOP, BOTTOM, LEFT, RIGHT = 37, 262, 28, 184
LINE, CHARACTER, SMALL = 10.21, 5.54, 4.94  # a line, a character of 3号 and of 4号
Printed = dict[str, list[Page]]
VERY_LONG = "上海示例（长三角一体化示范区）人工智能与先进半导体材料联合创新中心科技服务有限责任公司临港新片区第一分公司"
PLAIN_LETTERS = ["review-result", "rectification-notice", "feedback-reply"]
FORMS = ["service-receipt", "report-form"]
HANGING = "，。、；：）”"


def near(value: float, within: float = 2) -> object:
    return pytest.approx(value, abs=within)


def long_decision() -> Context:
    """Of a pilot whose name alone fills two lines."""
    return exit_decision("不成立", 单位名称=VERY_LONG, 主送=VERY_LONG, 标题=title(f"关于{VERY_LONG}退出{LIST}的决定", VERY_LONG))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    letters = {
        "list-1": ("list-notice", list_notice(1)),
        "list-60": ("list-notice", list_notice(60)),
        "list-full": ("list-notice", list_notice(20)),  # the table leaves no room for the imprint
        "list-many": ("list-notice", list_notice(80, 主送="、".join(f"上海市样例{number}区市场监督管理局" for number in range(1, 18)))),
        "reminder-1": ("report-reminder", report_reminder(1)),
        "reminder-60": ("report-reminder", report_reminder(60, 抄送="上海市市场监督管理局执法总队")),
        "overdue": ("report-overdue", report_overdue()),
        "correction-60": ("correction-notice", correction_notice(60)),
        "quota": ("quota-reminder", quota_reminder()),
        "notice": ("exit-notice", exit_notice()),
        "decision": ("exit-decision", exit_decision()),
        "decision-waived": ("exit-decision", exit_decision("放弃")),
        "decision-long": ("exit-decision", long_decision()),
        "decision-own": ("exit-decision", exit_decision("自愿", 抄送="")),
        "decision-gone": ("exit-decision", exit_decision("注销", 抄送="")),
        "exits": ("exit-list", exit_list(5)),
        "public-30": ("public-notice", public_notice(30)),
        **{kind: (kind, SAMPLES[kind]()) for kind in (*PLAIN_LETTERS, *FORMS, "annual-summary", "outcome-digest", "monthly-bulletin")},
    }
    made = {name: fill(template(kind), context) for name, (kind, context) in letters.items()}
    for count in (1, 7, 20, 21):  # where the last page begins, fills, and overflows
        facts = [{"内容": f"第{number}项事实。"} for number in range(1, count + 1)]
        made[f"facts-{count}"] = fill(template("exit-decision"), exit_decision(事实=facts))
    made["plain"] = fill(written("{{ 字 }}"), {"字": "中" * 28 * 30})
    made["together"] = Template(template("report-reminder")).render_together([report_reminder(1), report_reminder(1), report_reminder(40)])
    return print_all(made, tmp_path_factory.mktemp("printed"))


COPIED = ["decision", "decision-waived", "decision-long"]
RED_HEADS = ["list-1", "list-60", "list-full", "list-many", *COPIED, "decision-own", "decision-gone", "exits", "monthly-bulletin"]
LETTER_HEADS = ["reminder-1", "reminder-60", "overdue", "correction-60", "quota", "notice", *PLAIN_LETTERS]
ALL = RED_HEADS + LETTER_HEADS
NO_HEADS = ["public-30", "annual-summary", "outcome-digest", *FORMS]


def test_a_page_holds_22_lines_of_28_characters(printed: Printed) -> None:
    first, second = printed["plain"]
    lines = [word for word in first.words if "中" in word.text]
    assert [len(word.text) for word in lines] == [26] + [28] * 21
    assert all(below.top - line.top == near(LINE, 0.3) for line, below in pairwise(lines))
    assert second.word("中").left == near(LEFT, 0.5)


@pytest.mark.parametrize("name", ALL + NO_HEADS)
def test_text_keeps_to_its_area(printed: Printed, name: str) -> None:
    for page in printed[name]:
        for word in page.words:
            if word.top > 50 and word.bottom < BOTTOM + 3:
                # LibreOffice lets a comma hang out, Word is told not to.
                hangs = CHARACTER if word.text[-1] in HANGING else 0
                assert LEFT - 1 <= word.left < word.right <= RIGHT + 1 + hangs, word


@pytest.mark.parametrize("name", RED_HEADS)
def test_the_red_head_stands_35_mm_into_the_text_area(printed: Printed, name: str) -> None:
    page = printed[name][0]
    rows = page.rows(red)
    assert rows[0] == near(TOP + 35)
    line = rows[-1]
    number = page.word("沪市监价竞〔2025〕")
    assert line - page.rows(black, number.top, line - 0.5)[-1] == near(4)
    left, right = page.across(line, red)
    assert (left, right) == (near(LEFT, 0.5), near(RIGHT, 0.5))
    head = next(above for above, below in pairwise(rows) if below - above > 5)
    assert page.rows(black)[0] - head == near(2 * LINE + LINE - CHARACTER)
    assert page.rows(black, line + 1)[0] - line == near(2 * LINE + LINE - 7.76)


@pytest.mark.parametrize("name", LETTER_HEADS)
def test_the_letter_head_and_both_double_lines_stand_where_they_should(
    printed: Printed, name: str
) -> None:
    page = printed[name][0]
    rows = page.rows(red)
    head = [y for y in rows if y < 47.5]
    upper, lower = [y for y in rows if 47.5 < y < 60], [y for y in rows if y > 250]
    assert head[0] == near(30)
    assert upper[0] - head[-1] == near(4)
    assert lower[-1] == near(277, 1)
    for line in (upper, lower):
        assert page.across(line[0], red) == (near(20, 0.5), near(190, 0.5))
    assert _thickness(upper)[0] > _thickness(upper)[-1]
    assert _thickness(lower)[0] < _thickness(lower)[-1]
    number = page.rows(black, upper[-1])[0]
    assert number - upper[-1] == near(5.6 * 7 / 8)
    assert page.word("沪市监价竞").left > 105


def _thickness(rows: list[float]) -> list[float]:
    """How thick each line of a double line is."""
    gaps = [place for place, (a, b) in enumerate(pairwise(rows), start=1) if b - a > 0.25]
    assert len(gaps) == 1
    return [rows[gaps[0] - 1] - rows[0], rows[-1] - rows[gaps[0]]]


@pytest.mark.parametrize("name", ALL + NO_HEADS)
def test_page_numbers_stand_7_mm_below_on_the_outer_side(printed: Printed, name: str) -> None:
    for number, page in enumerate(printed[name], start=1):
        if number == 1 and name in LETTER_HEADS:
            assert page.rows(black, BOTTOM + 2) == []
            continue
        rows = page.rows(black, BOTTOM + 2)
        assert (rows[0] + rows[-1]) / 2 == near(BOTTOM + 7)
        first, figure, last = (word for word in page.words if word.top > BOTTOM)
        assert (first.text, figure.text, last.text) == ("—", str(number), "—")
        if number % 2:
            assert last.right == near(RIGHT - SMALL, 1)
        else:
            assert first.left == near(LEFT + SMALL, 1)


@pytest.mark.parametrize("name", RED_HEADS)
def test_the_imprint_ends_on_the_last_line_of_the_last_page(printed: Printed, name: str) -> None:
    *others, page = printed[name]
    assert not any("印发" in word.text for other in others for word in other.words)
    rules = [y for y in page.rows(black, 200, BOTTOM + 2) if _is_rule(page, y)]
    assert rules[-1] == near(BOTTOM)
    assert page.across(rules[-1], black) == (near(LEFT, 0.5), near(RIGHT, 0.5))
    lines = 1 + sum(1 for a, b in pairwise(rules) if b - a > 1)
    assert lines == (3 if name in COPIED else 2)
    office, date = page.word("办公室"), page.word("印发")
    assert (office.left, date.right) == (near(LEFT + SMALL, 1), near(RIGHT - SMALL, 1))


def _is_rule(page: Page, y: float) -> bool:
    left, right = page.across(y, black)
    return right - left > 150


@pytest.mark.parametrize("count", [1, 7, 20, 21])
def test_the_last_page_has_text_above_the_imprint_however_long_it_is(
    printed: Printed, count: int
) -> None:
    words = [word for word in printed[f"facts-{count}"][-1].words if word.top < BOTTOM]
    assert [word.text for word in words if "公开发布" in word.text] == ["（此件公开发布）"]
    assert sum(word.text == "上海市市场监督管理局" for word in words) == 1
    copies = next(word for word in words if "抄送" in word.text)
    foot = [word.text for word in words if word.top > copies.top - LINE and word.left < 60]
    assert foot == [word.text for word in words if "抄送" in word.text or "办公室" in word.text]


def test_copies_of_a_letter_stand_at_the_foot_without_lines(printed: Printed) -> None:
    page = printed["notice"][-1]
    assert page.word("抄送").bottom == near(BOTTOM, 4)
    assert page.word("抄送").left == near(LEFT + SMALL, 1)


@pytest.mark.parametrize("name", [*ALL, "public-30", "outcome-digest"])
def test_the_seal_has_its_room_and_its_text(printed: Printed, name: str) -> None:
    words = next(page.words for page in printed[name] if _signature(page))
    office = next(word for word in words if word.text == "上海市市场监督管理局" and word.left > 90)
    above = [word.bottom for word in words if word.bottom < office.top]
    assert office.top - max(above) == near(2 * LINE + LINE - CHARACTER, 3)
    day = [word for word in words if word.top == near(office.top + LINE, 1) and word.left > 80]
    assert max(word.right for word in day) == near(RIGHT - 4 * CHARACTER)
    # LibreOffice sets space around figures, which Word is told not to: the date comes out wider by that.
    middle = (min(word.left for word in day) + max(word.right for word in day)) / 2
    assert (office.left + office.right) / 2 == near(middle, 4)


def _signature(page: Page) -> bool:
    return any(word.text == "上海市市场监督管理局" and word.left > 90 for word in page.words)


@pytest.mark.parametrize("name", [*RED_HEADS[:4], "exits", "public-30", *LETTER_HEADS[:4]])
def test_an_attachment_opens_a_page(printed: Printed, name: str) -> None:
    pages = printed[name]
    opening = next(page for page in pages if any(word.text == "附件" for word in page.words))
    mark = opening.word("附件")
    assert (mark.left, mark.top) == (near(LEFT), near(TOP + 2))
    below = min(word.top for word in opening.words if word.top > mark.bottom)
    assert below - mark.top == near(2 * LINE, 3)
    later = pages[pages.index(opening) :]
    with_rows = [page for page in later if any(word.text == "徐汇区" for word in page.words)]
    assert all(page.word("序号") for page in (opening, *with_rows))


def test_the_first_page_goes_on_below_the_red_line_however_many_are_addressed(printed: Printed) -> None:
    said = "".join(word.text for word in printed["list-many"][0].words)
    assert "沪市监价竞〔2025〕12号" in said
    assert "名单的通知上海市样例1区市场监督管理局、" in said


def test_a_title_of_five_lines_is_a_rhombus(printed: Printed) -> None:
    page = printed["decision-long"][0]
    line = page.rows(red)[-1]
    lines = [word for word in page.words if line < word.top < line + 8 * LINE and word.bottom - word.top > 7.5]
    assert len(lines) == 5
    assert all((word.left + word.right) / 2 == near((LEFT + RIGHT) / 2) for word in lines)


def test_a_table_of_60_rows_loses_none(printed: Printed) -> None:
    said = [word.text for page in printed["reminder-60"] for word in page.words]
    assert sum(text.startswith("SH-310104-2025") for text in said) == 60


@pytest.mark.parametrize("name", NO_HEADS)
def test_what_has_no_head_begins_at_the_top_of_the_text_area(printed: Printed, name: str) -> None:
    page = printed[name][0]
    assert page.rows(red) == []
    assert page.rows(black)[0] == near(TOP + 2, 3)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_one_page(printed: Printed, name: str) -> None:
    (page,) = printed[name]
    left, right = page.across(page.rows(lambda row: black(row) and _spans(row), 50)[0], black)
    assert (left, right) == (near(LEFT), near(RIGHT))


def _spans(row: bytes) -> bool:
    return sum(value < 110 for value in row[::3]) > 140 * MM


def test_letters_together_begin_on_pages_of_their_own_and_count_from_one(printed: Printed) -> None:
    pages = printed["together"]
    heads = [number for number, page in enumerate(pages, start=1) if page.rows(red, 25, 60)]
    assert len(heads) == 3
    # LibreOffice leaves the blank pages between them out of a PDF, and an even page after "odd page" without its number.
    third = [page for page in pages if any(word.text == "3" and word.top > BOTTOM for word in page.words)]
    assert len(third) == 3


def test_bars_are_drawn_in_grey_as_long_as_their_figures(printed: Printed) -> None:
    page = next(page for page in printed["monthly-bulletin"] if any(word.text == "附件" for word in page.words))
    assert page.rows(red) == []
    assert page.rows(lambda row: _spans_at_least(row, 60), TOP + 40, TOP + 160)


def _spans_at_least(row: bytes, length: float) -> bool:
    return sum(60 < value < 120 for value in row[::3]) > length * MM
