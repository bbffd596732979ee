"""Lists: the contract's values by the names people give them."""

from dataclasses import replace

import pytest

from tests.records.factories import context, on, read_cell
from toolkit.policy import Category, load_settings
from toolkit.records import form_of
from toolkit.records.cover import UNIT
from toolkit.records.entity import CATEGORY, CRITERION_ID, INDUSTRY, SUBJECT_TYPE, TERRITORY
from toolkit.records.kinds import Choice, Choices, Reading, YesNo
from toolkit.records.reviews import ANSWER
from toolkit.records.tracking import GROUND

SETTINGS = load_settings()
INDUSTRIES = Choices(INDUSTRY)
UNMET = Choices(CRITERION_ID)


@pytest.mark.parametrize("value", Category)
def test_a_value_of_the_list_is_read_without_a_word(value: Category) -> None:
    cell = read_cell(CATEGORY, str(value))
    assert (cell.value, cell.told) == (value, [])
    assert type(cell.value) is Category


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("点", "单位（点）"), ("单位点", "单位（点）"), ("企业（点）", "单位（点）"), ("单位(点)", "单位（点）"), (" 单位（ 点 ）", "单位（点）"), ("企业", "单位（点）"),
        ("站", "单位（站）"), ("单位站", "单位（站）"), ("单位﹙站﹚", "单位（站）"), ("律师事务所", "单位（站）"), ("孵化器", "园区"), ("试点园区", "园区"),
        ("商业秘密保护创新试点单位（站）", "单位（站）"), ("园 区", "园区"),
    ],
)  # fmt: skip
def test_another_name_is_read_as_its_category_and_told(typed: str, category: str) -> None:
    cell = read_cell(CATEGORY, typed)
    assert (cell.value, cell.words["read"]) == (category, category)
    assert "CELL-54" in cell.told


@pytest.mark.parametrize(
    ("typed", "category"),
    [("示范区", "园区"), ("示范园区", "园区"), ("示范站", "单位（站）"), ("示范点", "单位（点）"), ("商业秘密保护示范点", "单位（点）")],
)
def test_a_name_of_the_former_programme_is_read_with_a_warning(typed: str, category: str) -> None:
    assert (read_cell(CATEGORY, typed).value, read_cell(CATEGORY, typed).told) == (category, ["CELL-31"])


@pytest.mark.parametrize("raw", ["甲类", "园区、单位（点）", "区", 1, True, on(2025, 1, 1), "字" * 30000, "（" * 30000])
def test_what_no_list_knows_is_refused_with_the_list(raw: object) -> None:
    cell = read_cell(CATEGORY, raw)
    assert (cell.refused, cell.told) == ("CELL-30", [])
    assert cell.words["allowed"] == "园区、单位（站）、单位（点）"


def test_the_nearest_value_is_named() -> None:
    assert read_cell(SUBJECT_TYPE, "行业学会").words["nearest"] == "，是否为“行业协会”？"
    assert read_cell(SUBJECT_TYPE, "甲").words["nearest"] == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("其他园区（工业园）", "其他园区（工业园）"), ("其他园区(工业园)", "其他园区（工业园）"), ("其他组织（产业联盟）", "其他组织（产业联盟）"),
        ("其他商业秘密保护服务机构（知识产权代理）", "其他服务机构（知识产权代理）"),
    ],
)  # fmt: skip
def test_an_open_value_keeps_its_detail(typed: str, value: str) -> None:
    assert read_cell(SUBJECT_TYPE, typed).value == value


def test_a_closed_value_takes_no_detail() -> None:
    assert read_cell(SUBJECT_TYPE, "律师事务所（样例）").refused == "CELL-30"


@pytest.mark.parametrize("typed", ["集成电路、人工智能", "集成电路"])
def test_a_list_is_read_in_its_order(typed: str) -> None:
    assert (read_cell(INDUSTRIES, typed).value, read_cell(INDUSTRIES, typed).told) == (tuple(typed.split("、")), [])


@pytest.mark.parametrize(
    "typed",
    ["集成电路，人工智能", "集成电路,人工智能", "集成电路；人工智能", "集成电路;人工智能", "集成电路/人工智能", "集成电路\n人工智能", "集成电路 人工智能",
     "集成电路和人工智能", "芯片、AI", "半导体与人工智能", "集成电路、人工智能、集成电路", "集成电路、人工智能、", "集成电路　人工智能"],
)  # fmt: skip
def test_a_list_however_joined_is_read_and_told_as_a_whole(typed: str) -> None:
    cell = read_cell(INDUSTRIES, typed)
    assert (cell.value, cell.words["read"]) == (("集成电路", "人工智能"), "集成电路、人工智能")
    assert cell.told == ["CELL-54"]


def test_a_mark_within_brackets_joins_nothing() -> None:
    assert read_cell(INDUSTRIES, "传统特色产业（黄金、珠宝）、汽车").value == ("传统特色产业（黄金、珠宝）", "汽车")


def test_one_unknown_part_refuses_the_cell_and_is_named() -> None:
    cell = read_cell(INDUSTRIES, "芯片、烟草")
    assert (cell.refused, cell.words["value"], cell.told) == ("CELL-30", "烟草", [])


@pytest.mark.parametrize("typed", ["、", "，；", "、\n、"])
def test_marks_alone_are_no_list(typed: str) -> None:
    assert read_cell(INDUSTRIES, typed, required=True).refused == "CELL-30"


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("C04、C10", ("C04", "C10")), ("c04，c10", ("C04", "C10")), ("C04 C10", ("C04", "C10")), ("领导机构和办事机构", ("C01",)),
        ("C01 领导机构和办事机构、C06 保密合同（协议）", ("C01", "C06")), ("岗位培训和保密检查；Y01 培训和宣传", ("C07", "Y01")),
        ("专用经费和定期复评", ("C04", "D02")),
    ],
)  # fmt: skip
def test_criteria_may_be_named_by_id_header_or_label(typed: str, ids: tuple[str, ...]) -> None:
    assert read_cell(UNMET, typed).value == ids


@pytest.mark.parametrize(("typed", "answer"), [("√", "符合"), ("☑", "符合"), ("×", "不符合"), ("基本符合", "部分符合"), ("不 适用", "不适用"), (True, "符合")])
def test_a_criterion_may_be_ticked(typed: object, answer: str) -> None:
    assert read_cell(ANSWER, typed).value == answer


@pytest.mark.parametrize("typed", ["T1", "不再符合建设条件", "T1不再符合建设条件", "t1 不再符合建设条件", "Ｔ１"])
def test_a_ground_may_be_named_by_half(typed: str) -> None:
    assert read_cell(GROUND, typed).value == "T1 不再符合建设条件"


def test_the_grounds_are_the_citys_own() -> None:
    grounds = {**SETTINGS.exit_grounds, "T2": "未报年度情况", "T7": "长期停业"}
    own = SETTINGS.model_copy(update={"exit_grounds": grounds})
    for typed, value in (("T7", "T7 长期停业"), ("长期停业", "T7 长期停业"), ("T2 未按要求报送年度情况", "T2 未报年度情况")):
        reading = Reading(replace(context(), settings=own))
        assert GROUND.parse(typed, reading) == value
        assert [told.rule.code for told in reading.problems] == ["CELL-54"]
    assert "T7 长期停业" in GROUND.offered(own)
    assert read_cell(GROUND, "T7").refused == "CELL-30"


@pytest.mark.parametrize("typed", ["浦东新区", "浦东", "上海市浦东新区", "浦东新区市场监管局", "上海市浦东新区市场监督管理局"])
def test_a_district_answers_to_its_usual_names(typed: str) -> None:
    assert read_cell(TERRITORY, typed).value == "浦东新区"
    assert read_cell(UNIT, typed).value == "浦东新区"


def test_a_direct_unit_is_no_territory() -> None:
    assert read_cell(TERRITORY, "执法总队").refused == "CELL-30"
    assert read_cell(UNIT, "执法总队").value == "执法总队"
    assert read_cell(UNIT, "火星区").refused == "COVER-02"


YES = ["√", "✓", "✔", "☑", "Y", "y", "Ｙ", "yes", "1", 1, 1.0, True, "有", "已完成", "已", " √ "]
NO = ["×", "✗", "X", "x", "N", "no", "0", 0, False, "无", "没有", "未完成", "不是", " 无 "]


@pytest.mark.parametrize("raw", YES)
def test_yes_has_many_forms(raw: object) -> None:
    assert read_cell(YesNo(), raw, required=True).value is True


@pytest.mark.parametrize("raw", NO)
def test_no_has_many_forms(raw: object) -> None:
    assert read_cell(YesNo(), raw, required=True).value is False
    assert read_cell(YesNo(), raw).value is False


@pytest.mark.parametrize(("typed", "told"), [("是", []), ("否", []), ("√", ["CELL-54"]), (True, []), (1, ["CELL-54"])])
def test_what_is_not_typed_as_yes_or_no_is_told(typed: object, told: list[str]) -> None:
    assert read_cell(YesNo(), typed).told == told


@pytest.mark.parametrize("raw", ["☐", "□", "是□否□", "部分", "待定", 2, 0.5, on(2025, 6, 8), "是否"])
def test_a_box_that_says_neither_is_refused(raw: object) -> None:
    assert (read_cell(YesNo(), raw).refused, read_cell(YesNo(), raw).told) == ("CELL-32", [])


def test_a_dash_is_no_answer() -> None:
    assert (read_cell(YesNo(), "/").value, read_cell(YesNo(), "/").told) == (None, ["CELL-57"])
    assert read_cell(YesNo(), "/", required=True).refused == "CELL-02"


def test_values_are_written_as_the_contract_spells_them() -> None:
    assert (YesNo().show(True), YesNo().show(False), YesNo().show(None)) == ("是", "否", None)
    assert INDUSTRIES.show(("集成电路", "人工智能")) == "集成电路、人工智能"
    assert type(CATEGORY.show(Category.SITE)) is str
    assert Choice(("甲",)).show(None) is None


def test_only_a_list_of_single_values_has_a_dropdown() -> None:
    assert form_of("reviews").column("methods").kind.choices == ()
    assert YesNo().choices == ("是", "否")
