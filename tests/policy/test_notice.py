"""The notice's figures, held by hand."""

from datetime import date
from importlib.resources import files

import pytest
from pydantic import BaseModel

from toolkit.policy import Category, UnitKind, notice

TEXT = files("toolkit.policy").joinpath("notice_2025_108.txt").read_text(encoding="utf-8")


def quotes_of(value: object) -> list[str]:
    if isinstance(value, BaseModel):
        own = [getattr(value, name) for name in ("quote", "focus_quote") if getattr(value, name, "")]
        return own + [quote for name in type(value).model_fields for quote in quotes_of(getattr(value, name))]
    if isinstance(value, tuple):
        return [quote for item in value for quote in quotes_of(item)]
    return []


def test_every_quote_is_contiguous_in_the_notice() -> None:
    quotes = quotes_of(notice())
    assert len(quotes) >= 25
    assert [quote for quote in quotes if quote not in TEXT] == []


def test_every_rule_has_clause_and_reading() -> None:
    assert all(rule.clause and rule.quote and rule.reading for rule in notice().rule)


@pytest.mark.parametrize(
    ("category", "number"), [(Category.PARK, 10), (Category.STATION, 15), (Category.SITE, 16)]
)
def test_a_category_has_its_number_of_criteria(category: Category, number: int) -> None:
    assert len(notice().criteria_of(category)) == number


def test_there_are_23_criteria() -> None:
    ids = [criterion.id for criterion in notice().criterion]
    assert len(ids) == len(set(ids)) == 23


def test_a_site_is_not_asked_for_cooperation_and_a_park_not_for_staff_management() -> None:
    sites = {criterion.id for criterion in notice().criteria_of(Category.SITE)}
    parks = {criterion.id for criterion in notice().criteria_of(Category.PARK)}
    assert not sites & {"C13", "C14"}
    assert not parks & {f"C{number:02}" for number in range(5, 13)}


def test_quota_and_deadline() -> None:
    law = notice()
    assert (law.quota.ordinary.least, law.quota.ordinary.most) == (6, 8)
    assert (law.quota.national.least, law.quota.national.most) == (8, 10)
    assert law.due_date(2025) == date(2025, 12, 31)


def test_industries_are_those_spelled_out() -> None:
    by_group = {group.name: len(group.values) for group in notice().industry_group}
    assert by_group == {
        "三大先导产业": 3, "六大重点产业": 6, "四大新赛道产业": 4, "五大未来产业": 5, "传统特色产业": 1, "专业服务业": 1,
    }  # fmt: skip
    assert "传统特色产业" not in [industry.name for industry in notice().industries(Category.PARK)]


def test_sixteen_districts_lingang_and_two_direct_units() -> None:
    kinds = [unit.kind for unit in notice().unit]
    assert [kinds.count(kind) for kind in UnitKind] == [16, 1, 2]
    assert len(notice().quota_units()) == 17


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浦东新区", "浦东新区"), ("浦东", "浦东新区"), ("上海市浦东新区市场监督管理局", "浦东新区"),
        ("徐汇", "徐汇区"), ("徐汇区市场监管局", "徐汇区"), (" 徐 汇 区 ", "徐汇区"), ("徐汇区局", "徐汇区"),
        ("临港新片区", "临港新片区"), ("中国(上海)自由贸易试验区临港新片区市场监督管理局", "临港新片区"),
        ("市局执法总队", "执法总队"), ("机场分局", "机场分局"),
    ],
)  # fmt: skip
def test_a_unit_is_found_by_its_usual_names(name: str, short: str) -> None:
    unit = notice().find_unit(name)
    assert unit is not None
    assert unit.short == short


@pytest.mark.parametrize("name", ["", "区", "卢湾区", "浦", "市场监督管理局"])
def test_a_name_that_is_no_unit_is_none(name: str) -> None:
    assert notice().find_unit(name) is None


def test_what_the_notice_leaves_open_names_its_source() -> None:
    assert all(question.source and question.reading for question in notice().open.values())
