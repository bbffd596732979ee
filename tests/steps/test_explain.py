"""pilot explain: every code, every column, every criterion, in Chinese."""

import re

import pytest

from toolkit.findings import Rule
from toolkit.findings.catalogue import rules
from toolkit.policy import Criterion, load_settings, notice
from toolkit.records import COVER_SHEET, FORMS, Cover, columns_of
from toolkit.steps.explain import explain, like


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_code_is_explained_without_a_gap_mark_of_ours(rule: Rule) -> None:
    code = rule.code
    lines = explain(code.lower())
    assert lines[0].startswith(code)
    assert lines[1].startswith("  问题：")
    assert lines[2].startswith("  怎么办：")
    assert not re.search(r"\{[a-z_]+\}", "".join(lines))


@pytest.mark.parametrize(
    ("code", "weight"),
    [("USCC-05", "错误：该行暂不并入"), ("LINK-09", "错误：照常并入"), ("CELL-23", "提醒：照常并入"), ("CELL-51", "提示"), ("QUOTA-03", "提醒")],
)
def test_a_code_says_how_grave_it_is(code: str, weight: str) -> None:
    assert explain(code)[0] == f"{code}（{weight}）"


def test_a_code_says_on_what_it_rests() -> None:
    assert explain("REPORT-02") == [
        "REPORT-02（错误）", "  问题：…未报送…年度情况（…）", "  怎么办：请催报，市、区两局都要收到",
        "  依据：沪市监价竞〔2025〕108号 四（三）",
    ]  # fmt: skip


@pytest.mark.parametrize("topic", ["C10", "c10", "物理隔离涉密区域", "C10 物理隔离涉密区域"])
def test_a_criterion_is_explained_by_id_or_label_with_the_notices_words(topic: str) -> None:
    lines = explain(topic)
    assert "  原文：“设有采取物理隔离保护的涉密区域”" in lines
    assert "  适用：单位（点）（二（三））" in lines
    assert not any("适用：园区" in line for line in lines)


@pytest.mark.parametrize("criterion", notice().criterion, ids=lambda criterion: criterion.id)
def test_every_criterion_is_explained(criterion: Criterion) -> None:
    assert any("原文" in line for line in explain(criterion.id))


def test_every_column_is_explained_under_its_own_header() -> None:
    for form in FORMS:
        for column in form.columns:
            assert any(line.startswith(f"{form.sheet}·{column.header}") for line in explain(column.header)), column.header


def test_a_column_of_the_cover_is_explained() -> None:
    for column in columns_of(Cover):
        assert any(line.startswith(f"{COVER_SHEET}·{column.header}") for line in explain(column.header)), column.header


def test_a_column_is_found_by_a_name_people_use() -> None:
    lines = explain("企业名称")
    assert any(line.startswith("试点名单·单位名称（必填）") for line in lines)


def test_a_column_says_who_fills_it_and_what_may_stand_there() -> None:
    assert any("市局填写" in line for line in explain("拟退出告知日期"))
    assert "  可选：市级、区级" in explain("级别")


@pytest.mark.parametrize(
    ("topic", "meant"),
    [("USC-05", "USCC-05"), ("uscc-5", "USCC-05"), ("确定问号", "确定文号"), ("联系方试", "联系方式"), ("物理隔离", "物理隔离涉密区域"), ("C24", "C14")],
)
def test_a_slip_of_the_pen_is_asked_about(topic: str, meant: str) -> None:
    assert explain(topic) == []
    assert meant in like(topic)
    assert like("zzz") == like("样" * 1000) == []


def test_a_columns_list_is_the_citys() -> None:
    settings = load_settings()
    own = settings.model_copy(update={"exit_grounds": {**settings.exit_grounds, "T7": "长期停业"}})
    assert any("T7 长期停业" in line for line in explain("退出事由", own))
    assert not any("T7" in line for line in explain("退出事由", settings))


@pytest.mark.parametrize("topic", ["", " ", "某某", "X-99", "zzz"])
def test_what_is_none_of_these_gives_nothing(topic: str) -> None:
    assert explain(topic) == []
