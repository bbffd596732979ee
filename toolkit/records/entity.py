"""Who a row is about: the columns and rules that several forms share, and the key of an entity."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from toolkit.findings import Problem
from toolkit.findings.catalogue import cells, codes, rows
from toolkit.policy import Category, notice
from toolkit.policy.text import match_key
from toolkit.records.column import Column, RowRule, needs
from toolkit.records.kinds import Choice, Choices, Context, CreditCode, Day, Name, Phone, Reading, Text


class CategoryChoice(Choice):
    """A category, by the notice's names, their usual short forms, or the old 示范 names (told)."""

    def find(self, text: str, reading: Reading) -> Category:
        """The category a text stands for."""
        return Category(super().find(text, reading))


_LAW = notice()


class District(Choice):
    """A district by any of its usual names; its value is the short name."""

    def find(self, text: str, reading: Reading) -> str:
        """The district's short name."""
        unit = _LAW.find_unit(text)
        if unit is None or unit.short == text or unit.short not in self.values:
            return super().find(text, reading)
        reading.tell(cells.CHOICE_REWRITTEN, read=unit.short)
        return unit.short


def _category_names() -> Iterator[tuple[str, str]]:
    """Other names of the categories; a kind of subject in the category's cell says which category it is."""
    for rule in _LAW.category:
        subjects = [name for subject in rule.subjects for name in (subject.name, *subject.aliases)]
        for alias in (*rule.aliases, *subjects):
            yield alias, rule.name
        for alias in (rule.name, *rule.aliases):
            yield f"商业秘密保护{alias}", rule.name


CATEGORY = CategoryChoice(
    values=tuple(str(rule.name) for rule in _LAW.category),
    aliases=tuple(_category_names()),
    legacy=tuple(
        (f"{before}{alias}", rule.name) for rule in _LAW.category for alias in rule.legacy for before in ("", "商业秘密保护")
    ),
)
SUBJECT_TYPE = Choice(
    values=tuple(subject.name for rule in _LAW.category for subject in rule.subjects),
    aliases=tuple(
        (alias, subject.name) for rule in _LAW.category for subject in rule.subjects for alias in subject.aliases
    ),
    open_ended=frozenset(
        subject.name for rule in _LAW.category for subject in rule.subjects if subject.name.startswith("其他")
    ),
)
INDUSTRY = Choice(
    values=tuple(industry.name for industry in _LAW.industries()),
    aliases=tuple((alias, industry.name) for industry in _LAW.industries() for alias in industry.aliases),
    open_ended=frozenset({"传统特色产业"}),
)
CRITERION_ID = Choice(
    values=tuple(criterion.id for criterion in _LAW.criterion),
    aliases=tuple((criterion.header, criterion.id) for criterion in _LAW.criterion)
    + tuple((criterion.label, criterion.id) for criterion in _LAW.criterion),
)
TERRITORY = District(values=tuple(unit.short for unit in _LAW.quota_units()))

NAME_HELP = "与营业执照（登记证书）一致的全称；园区填运营管理主体名称。一行只填一家"
USCC_HELP = "18 位统一社会信用代码，按文本填写；园区填运营管理主体的代码"
PARK_HELP = "类别为园区时填写园区名称，其他类别不填"

EntityName = Annotated[
    str,
    Name(),
    Column("单位名称", NAME_HELP, aliases=("企业名称", "单位全称", "名称", "企业全称", "机构名称", "申报单位"), width=32, merge_fill=True),
]
EntityCode = Annotated[
    str, CreditCode(), Column("统一社会信用代码", USCC_HELP, aliases=("信用代码", "社会信用代码", "机构代码"), width=22, merge_fill=True)
]
ParkName = Annotated[
    str | None,
    Name(),
    Column("园区名称", PARK_HELP, "二（一）", aliases=("园区", "园区全称"), width=24, needed="类别为园区时必填", merge_fill=True),
]
CategoryCell = Annotated[
    Category, CATEGORY, Column("类别", "园区、单位（站）或单位（点）", "二", aliases=("试点类别", "类型"), width=12, merge_fill=True)
]
SubjectType = Annotated[
    str, SUBJECT_TYPE, Column("主体类型", "按类别选择；选“其他”的请注明", "二", aliases=("单位类型", "机构类型"), width=16)
]
IndustryCell = Annotated[
    tuple[str, ...],
    Choices(INDUSTRY),
    Column("所属产业", "可填多个，用、分隔，第一个为主产业", "一", aliases=("产业", "所属行业", "产业领域"), width=18),
]
Contact = Annotated[str, Name(), Column("联系人", "日常联系人姓名", aliases=("联系人姓名",), width=12)]
ContactPhone = Annotated[
    str, Phone(), Column("联系电话", "手机或带区号的座机", aliases=("联系方式", "电话", "手机", "联系人电话"), width=18)
]


def entity_key(values: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Uscc + category, and the park's name for a park (which is no legal person); None while one is missing."""
    code, category = values.get("uscc"), values.get("category")
    if not code or not category:
        return None
    if category is not Category.PARK:
        return (code, str(category))
    park = values.get("park_name")
    return (code, str(category), match_key(park)) if park else None


def name_key(values: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Name + category: how a row is found again while its code is unusable."""
    name = values.get("park_name") if values.get("category") is Category.PARK else values.get("name")
    return (match_key(name), str(values["category"])) if name and values.get("category") else None


_SUBJECTS = {rule.name: tuple(subject.name for subject in rule.subjects) for rule in _LAW.category}
_INDUSTRIES = {category: frozenset(industry.name for industry in _LAW.industries(category)) for category in Category}
_BRANCH = re.compile(r"(分公司|分所)[)）]?$")


@needs("category", "subject_type")
def subject_type_fits_category(row: Any, context: Context) -> Iterator[Problem]:
    """二: each category names its eligible subjects."""
    allowed = _SUBJECTS[row.category]
    if row.subject_type.split("（")[0] not in allowed:
        yield Problem(rows.SUBJECT_TYPE, "subject_type", {"category": row.category, "allowed": "、".join(allowed)})


@needs("subject_type")
def other_subjects_are_detailed(row: Any, context: Context) -> Iterator[Problem]:
    """二: the lists end in 等; what falls under 其他 should be named."""
    if row.subject_type in SUBJECT_TYPE.open_ended:
        yield Problem(rows.OTHER_WITHOUT_DETAIL, "subject_type")


@needs("category", "park_name")
def park_name_goes_with_parks(row: Any, context: Context) -> Iterator[Problem]:
    """二（一）: a park is named beside its operator; nobody else has one."""
    if row.category is Category.PARK and not row.park_name:
        yield Problem(rows.PARK_NAME_MISSING, "park_name")
    if row.category is not Category.PARK and row.park_name:
        yield Problem(rows.PARK_NAME_UNEXPECTED, "park_name")


@needs("category", "industries")
def industries_fit_category(row: Any, context: Context) -> Iterator[Problem]:
    """一, 二（三）: 传统特色产业 is for sites only."""
    allowed = _INDUSTRIES[row.category]
    for industry in row.industries:
        if industry.split("（")[0] not in allowed:
            yield Problem(rows.INDUSTRY_OF_CATEGORY, "industries", {"industry": industry, "category": row.category})


@needs("category", "uscc")
def code_prefix_is_usual(row: Any, context: Context) -> Iterator[Problem]:
    """The registry named by a code's first two characters usually tells the kind of subject."""
    expected = _LAW.category_rule(row.category).code_prefixes
    if row.uscc and row.uscc[:2] not in expected:
        words = {"prefix": row.uscc[:2], "category": row.category, "expected": "、".join(expected)}
        yield Problem(codes.PREFIX, "uscc", words)


@needs("category", "name")
def sites_are_no_branches(row: Any, context: Context) -> Iterator[Problem]:
    """二（三）: a site is an enterprise."""
    if row.category is Category.SITE and _BRANCH.search(row.name):
        yield Problem(rows.BRANCH, "name")


ENTITY_RULES: tuple[RowRule, ...] = (park_name_goes_with_parks, code_prefix_is_usual)
SUBJECT_RULES: tuple[RowRule, ...] = (
    *ENTITY_RULES, subject_type_fits_category, other_subjects_are_detailed, industries_fit_category, sites_are_no_branches,
)  # fmt: skip

__all__ = [
    "CATEGORY", "CRITERION_ID", "ENTITY_RULES", "INDUSTRY", "SUBJECT_RULES", "SUBJECT_TYPE", "TERRITORY",
    "CategoryCell", "Contact", "ContactPhone", "Day", "EntityCode", "EntityName", "IndustryCell", "ParkName",
    "SubjectType", "Text", "entity_key", "name_key",
]  # fmt: skip
