"""Rules and keys that forms about an entity share."""

import pytest

from tests.records.factories import PARK, SITE, STATION, credit_code, read_row, said
from toolkit.policy import Category
from toolkit.records import form_of

ABOUT_SUBJECTS = ("cultivation", "applications", "pilots")
ABOUT_ENTITIES = (*ABOUT_SUBJECTS, "reviews", "annual_reports", "tracking")


@pytest.mark.parametrize("form_id", ABOUT_SUBJECTS)
@pytest.mark.parametrize(
    ("category", "subject"), [(SITE, "行业协会"), (STATION, "企业"), (PARK, "企业"), (STATION, "科技企业孵化器"), (PARK, "律师事务所")]
)
def test_a_subject_of_another_category_is_refused_in_its_cell(form_id: str, category: Category, subject: str) -> None:
    assert ("subject_type", "ROW-01") in said(read_row(form_id, category, None, subject_type=subject))


@pytest.mark.parametrize(
    ("category", "subject"),
    [(PARK, "大学科技园"), (PARK, "其他园区（工业园）"), (STATION, "公证机构"), (STATION, "其他服务机构（知识产权代理）"), (SITE, "企业")],
)
def test_a_subject_of_the_category_is_fine(category: Category, subject: str) -> None:
    assert said(read_row("applications", category, None, subject_type=subject)) == set()


def test_an_unreadable_subject_is_not_called_a_wrong_one_as_well() -> None:
    assert said(read_row("applications", SITE, None, subject_type="甲类")) == {("subject_type", "CELL-30")}
    assert said(read_row("applications", SITE, None, category="甲类")) == {("category", "CELL-30")}


@pytest.mark.parametrize(("category", "subject"), [(PARK, "其他园区"), (STATION, "其他组织"), (STATION, "其他服务机构")])
def test_an_open_subject_wants_a_word_of_detail(category: Category, subject: str) -> None:
    assert said(read_row("applications", category, None, subject_type=subject)) == {("subject_type", "ROW-04")}
    assert said(read_row("applications", category, None, subject_type=f"{subject}（样例）")) == set()


@pytest.mark.parametrize("form_id", ABOUT_ENTITIES)
def test_a_park_without_its_name_is_refused(form_id: str) -> None:
    assert said(read_row(form_id, PARK, None, park_name=None)) == {("park_name", "ROW-02")}


@pytest.mark.parametrize("form_id", ABOUT_ENTITIES)
@pytest.mark.parametrize("category", [STATION, SITE])
def test_only_a_park_has_a_parks_name(form_id: str, category: Category) -> None:
    assert said(read_row(form_id, category, None, park_name="上海样例产业园")) == {("park_name", "ROW-03")}


@pytest.mark.parametrize("category", [PARK, STATION])
def test_traditional_industry_is_for_sites(category: Category) -> None:
    assert said(read_row("applications", category, None, industries="传统特色产业")) == {("industries", "ROW-05")}
    assert said(read_row("applications", SITE, None, industries="传统特色产业（黄金珠宝）")) == set()


def test_services_of_protection_are_for_stations() -> None:
    assert said(read_row("applications", STATION, None, industries="商业秘密保护服务")) == set()
    assert said(read_row("applications", SITE, None, industries="商业秘密保护服务")) == {("industries", "ROW-05")}


def test_each_industry_that_does_not_fit_is_told() -> None:
    problems = read_row("applications", PARK, None, industries="集成电路、传统特色产业、商业秘密保护服务").problems
    assert [problem.words["industry"] for problem in problems] == ["传统特色产业", "商业秘密保护服务"]


@pytest.mark.parametrize(("category", "prefix"), [(SITE, "92"), (SITE, "51"), (STATION, "93"), (PARK, "31")])
def test_an_unusual_registry_is_only_mentioned(category: Category, prefix: str) -> None:
    assert said(read_row("applications", category, None, uscc=credit_code(7, prefix))) == {("uscc", "USCC-08")}


@pytest.mark.parametrize(("category", "prefix"), [(SITE, "91"), (STATION, "31"), (STATION, "51"), (PARK, "12")])
def test_a_usual_registry_is_not(category: Category, prefix: str) -> None:
    assert said(read_row("applications", category, None, uscc=credit_code(7, prefix))) == set()


@pytest.mark.parametrize("name", ["上海样例科技有限公司浦东分公司", "北京样例律师事务所上海分所", "上海样例有限公司（浦东分公司）"])
def test_a_branch_as_a_site_is_told(name: str) -> None:
    assert said(read_row("applications", SITE, None, name=name)) == {("name", "ROW-06")}
    assert said(read_row("applications", STATION, None, name=name)) == set()


def test_an_entitys_key_is_code_and_category() -> None:
    form = form_of("applications")
    values = read_row("applications", SITE).values
    assert form.key(values) == (credit_code(1), "单位（点）")
    assert form.key({**values, "uscc": None}) is None
    assert form.fallback_key({**values, "uscc": None}) == ("上海样例1号科技有限公司", "单位（点）")


def test_a_park_is_known_by_its_own_name_too() -> None:
    form = form_of("applications")
    one = read_row("applications", PARK, None, park_name="上海样例（张江）园")
    same = read_row("applications", PARK, None, park_name="上海样例(张江) 园")
    other = read_row("applications", PARK, None, park_name="上海样例金桥园")
    assert form.key(one.values) == form.key(same.values) != form.key(other.values)
    assert form.key({**one.values, "park_name": None}) is None
    assert form.fallback_key(one.values) == form.fallback_key(same.values) != form.fallback_key(other.values)


@pytest.mark.parametrize(
    ("form_id", "extra"),
    [("cultivation", "2025-03-12"), ("tracking", "2025-11-03"), ("annual_reports", "2025"), ("pilots", "2025")],
)
def test_several_records_of_one_entity_are_told_apart(form_id: str, extra: str) -> None:
    key = form_of(form_id).key(read_row(form_id).values)
    assert key is not None
    assert key[-1] == extra


@pytest.mark.parametrize("form_id", ["activities", "outcomes", "feedback"])
def test_a_form_about_no_entity_is_keyed_by_its_own_fields(form_id: str) -> None:
    form = form_of(form_id)
    values = read_row(form_id).values
    key = form.key(values)
    assert key is not None
    assert form.fallback_key(values) is None
    assert form.key({**values, form.own_key[0]: None}) is None


def test_a_record_is_named_as_people_would() -> None:
    assert form_of("pilots").describe(read_row("pilots").values) == "上海样例1号科技有限公司（单位（点），2025）"
    assert form_of("reviews").describe(read_row("reviews", PARK).values) == "上海样例产业园1号（园区）"
    assert form_of("feedback").describe(read_row("feedback").values) == "样例问题1 2025-10-09"
    assert form_of("reviews").describe({}) == "？（类别不明）"
