"""The contract's sheets, headers, fields and what they require, typed by hand."""

from datetime import date

import pytest

from tests.records import factories
from toolkit.policy import Category
from toolkit.policy.text import match_key
from toolkit.records import COVER_SHEET, FORMS, Cover, Form, columns_of, form_of
from toolkit.records.column import BoundColumn
from toolkit.records.kinds import CreditCode, Day, DocumentNumber, Number, Phone, Whole


def name_of(form: Form) -> str:
    return form.id


# "header field need": R always, C on a condition, – optional. City columns stand behind the bar.
CONTRACT = {
    "cultivation 培育对象 三（一）": """
        单位名称 name R · 园区名称 park_name C · 统一社会信用代码 uscc C · 拟培育类别 category R · 主体类型 subject_type R ·
        所属产业 industries R · 走访日期 visited_on R · 走访人员 visitors – · 保护现状与问题 situation R · 指导内容 guidance R ·
        是否列为培育对象 is_target R · 后续安排 next_step –""",
    "applications 试点申请 三（二）": """
        单位名称 name R · 统一社会信用代码 uscc R · 园区名称 park_name C · 申请类别 category R · 主体类型 subject_type R ·
        所属产业 industries R · 注册或办公地址 address R · 联系人 contact R · 联系电话 phone R · 申请日期 applied_on R ·
        基础和优势 strengths R · 下一步创新服务举措 measures R · 申请报告 report_ref R · 申请状态 status R · 状态日期 status_on C ·
        状态说明 status_note C""",
    "reviews 综合审定 三（三）": """
        单位名称 name R · 统一社会信用代码 uscc R · 园区名称 park_name C · 类别 category R · 审定日期 reviewed_on R ·
        审定方式 methods R · C01 领导机构和办事机构 C01 C · C02 专（兼）职人员 C02 C · C03 管理制度 C03 C · C04 专用经费 C04 C ·
        C05 入职背景调查 C05 C · C06 保密合同（协议） C06 C · C07 岗位培训和保密检查 C07 C · C08 离职审查及跟踪管理 C08 C ·
        C09 涉密信息及载体管理 C09 C · C10 物理隔离涉密区域 C10 C · C11 进出登记管理 C11 C · C12 保密告知制度 C12 C ·
        C13 沟通协作机制 C13 C · C14 协助试点和投诉举报 C14 C · Y01 培训和宣传 Y01 C · Y02 平台或窗口 Y02 C ·
        Y03 风险及漏洞排查 Y03 C · Y04 专业有效服务 Y04 C · Z01 面向企业宣传培训 Z01 C · D01 定密分级 D01 C ·
        D02 定期复评 D02 C · D03 内部检查 D03 C · D04 辐射带动 D04 C · 区级意见 opinion R · 意见说明 reason C
        | 市级结论 city_result – · 市级结论日期 city_decided_on –""",
    "pilots 试点名单 三（三）": """
        试点编号 pilot_id C · 单位名称 name R · 园区名称 park_name C · 统一社会信用代码 uscc R · 类别 category R ·
        主体类型 subject_type R · 所属产业 industries R · 级别 level R · 来源 origin R · 确定年度 determined_year R ·
        确定日期 determined_on R · 确定文号 document_no R · 状态 state R · 联系人 contact R · 联系电话 phone R ·
        变更说明 change_note C · 属地区 territory C · 前次编号 previous_id C""",
    "annual_reports 年度情况报送 四（三）": """
        单位名称 name R · 园区名称 park_name C · 统一社会信用代码 uscc R · 类别 category R · 报告年度 report_year R ·
        区局收到日期 district_received C · 市局收到日期 city_received C · 报送市局方式 city_channel – · 主要做法与成效 summary C ·
        开展培训宣传次数 events – · 参加人次 attendees – · 内部检查次数 inspections – · 投入人员数 staff – ·
        投入经费（万元） funds – · 存在问题与建议 issues – · 下年度计划 plan – | 市局登记收到日期 city_registered –""",
    "tracking 跟踪评估 四（四）": """
        单位名称 name R · 园区名称 park_name C · 统一社会信用代码 uscc R · 类别 category R · 跟踪日期 tracked_on R ·
        跟踪方式 methods R · 服务能力情况 service R · 不符合条目 unmet C · 评估意见 verdict R · 整改期限 rectify_by C ·
        整改结果 rectified – · 退出事由 ground C · 事实依据 facts C · 单位意见 statement –
        | 拟退出告知日期 notice_on – · 送达日期 served_on – · 陈述申辩 stated – · 申辩结论 defence – · 退出决定日期 exit_on – ·
        退出决定文号 exit_no – · 生效日期 effective_on –""",
    "activities 宣传培训 四（二）": """
        活动名称 title R · 活动日期 held_on R · 形式 kind R · 对象类别 audience – · 参加单位数 units – · 参加人次 attendees – ·
        主办单位 host – · 服务月活动 service_month – · 备注 note –""",
    "outcomes 经验成果 三（四）": """
        成果名称 title R · 来源单位 source_name R · 统一社会信用代码 uscc C · 类型 kind R · 主要内容 content R ·
        可复制推广 replicable – · 推广范围 reach – · 形成日期 formed_on – · 同意公开 publishable R""",
    "feedback 问题建议 四（四）": """
        类型 kind R · 内容 content R · 涉及单位 about – · 提出日期 raised_on R · 紧急程度 urgency –
        | 答复内容 answer – · 答复日期 answered_on – · 办理状态 handling –""",
}
COVER = """
    模板版本 template_version R · 报送单位 unit R · 报送年度 year R · 报送月份 month R · 版本号 revision – · 填报人 filler R ·
    联系电话 phone R · 审核人 reviewer – · 填报日期 filled_on R · 本月无变化 zero_report – · 备注 note –"""
NEVER_EMPTY_WITHOUT_A_WORD = {  # conditions that only rules over several cells, or over the master, can judge
    "uscc": "outcomes: no condition stated", "pilot_id": "city-given", "district_received": "not received",
    "city_received": "not received", "change_note": "the master's names", "unmet": "T1 only", "reason": "by answers",
}  # fmt: skip

VALUES = {
    ("cultivation", "category"): "园区、单位（站）、单位（点）",
    ("cultivation", "subject_type"): "产业基地、科技企业孵化器、海外高层次人才创业园、大学科技园、其他园区、行业协会、其他组织、律师事务所、公证机构、"
    "司法鉴定机构、其他服务机构、企业",
    ("cultivation", "is_target"): "是、否",
    ("applications", "status"): "已受理、待补正、已补正、已撤回、已送审",
    ("reviews", "C01"): "符合、部分符合、不符合、未核查、不适用",
    ("reviews", "opinion"): "建议确定、暂缓、不予确定",
    ("reviews", "city_result"): "确定、不予确定、暂缓",
    ("pilots", "level"): "市级、区级",
    ("pilots", "origin"): "新确定、重新纳入、历史示范",
    ("pilots", "state"): "试点中、限期整改、拟退出、已退出",
    ("annual_reports", "city_channel"): "直接报送、区局转报",
    ("tracking", "verdict"): "合格、限期整改、建议退出",
    ("tracking", "ground"): "T1 不再符合建设条件、T2 未按要求报送年度情况、T3 主体注销、吊销或迁出本市、T4 自愿申请退出、T5 提供虚假材料、T6 其他",
    ("tracking", "stated"): "未提出、已提出、放弃",
    ("tracking", "defence"): "成立、不成立",
    ("activities", "kind"): "培训、宣讲、座谈、走访服务、媒体、其他",
    ("activities", "audience"): "园区、组织机构、企业、公众",
    ("outcomes", "kind"): "制度规范、指南标准、平台工具、案例、服务模式、融资等创新",
    ("feedback", "kind"): "问题、意见建议",
    ("feedback", "urgency"): "一般、紧急",
    ("feedback", "handling"): "待答复、已答复、办结",
}


def listed(text: str) -> list[tuple[str, str, str]]:
    entries = [entry.strip() for entry in text.split("·") if entry.strip()]
    return [(parts[0], parts[1], parts[2]) for entry in entries if (parts := entry.rsplit(" ", 2))]


def as_contract(column: BoundColumn) -> tuple[str, str, bool]:
    return (column.header, column.field, column.required)


@pytest.mark.parametrize("title", CONTRACT)
def test_a_sheet_has_the_contracts_columns_in_their_order(title: str) -> None:
    form_id, sheet, clause = title.split()
    own, _, city = CONTRACT[title].partition("|")
    form = form_of(form_id)
    assert (form.sheet, form.clause) == (sheet, clause)
    assert [as_contract(column) for column in form.columns] == [
        (header, name, need == "R") for header, name, need in [*listed(own), *listed(city)]
    ]
    assert [column.field for column in form.columns if column.column.city] == [name for _, name, _ in listed(city)]
    assert form.district_columns == form.columns[: len(listed(own))]


def test_the_forms_stand_in_the_contracts_order() -> None:
    assert [form.id for form in FORMS] == [title.split()[0] for title in CONTRACT]


def test_the_cover_has_the_contracts_labels() -> None:
    assert COVER_SHEET == "填报信息"
    assert [as_contract(column) for column in columns_of(Cover)] == [
        (header, name, need == "R") for header, name, need in listed(COVER)
    ]


@pytest.mark.parametrize("title", CONTRACT)
def test_a_column_needed_on_a_condition_says_which(title: str) -> None:
    form = form_of(title.split(maxsplit=1)[0])
    conditional = {name for _, name, need in listed(CONTRACT[title].partition("|")[0]) if need == "C"}
    silent = {name for name in conditional if not form.column(name).column.needed}
    assert silent <= NEVER_EMPTY_WITHOUT_A_WORD.keys()
    assert all(not column.column.needed for column in form.columns if column.required)


@pytest.mark.parametrize("title", CONTRACT)
def test_no_two_columns_of_a_sheet_answer_to_one_header(title: str) -> None:
    form = form_of(title.split(maxsplit=1)[0])
    owner: dict[str, str] = {}
    for column in form.columns:
        for text in {match_key(header) for header in (column.header, *column.column.aliases)}:
            assert owner.setdefault(text, column.field) == column.field


def test_a_sheet_has_18_columns_at_most_the_criteria_apart() -> None:
    criteria = {"reviews": 23}
    assert all(len(form.district_columns) - criteria.get(form.id, 0) <= 18 for form in FORMS)


@pytest.mark.parametrize(("place", "values"), VALUES.items())
def test_a_list_offers_the_contracts_values(place: tuple[str, str], values: str) -> None:
    assert "、".join(form_of(place[0]).column(place[1]).kind.choices) == values


@pytest.mark.parametrize("form", FORMS, ids=name_of)
@pytest.mark.parametrize("category", Category)
def test_a_factorys_row_has_nothing_wrong_and_nothing_to_tell(form: Form, category: Category) -> None:
    read = factories.read_row(form.id, category)
    assert factories.said(read) == set()
    assert form.key(read.values) is not None


def test_a_factorys_cover_has_nothing_wrong() -> None:
    read = factories.read_cover()
    assert factories.said(read) == set()
    assert (read.values["unit"], read.values["filled_on"]) == ("浦东新区", date(2025, 12, 5))


@pytest.mark.parametrize(("typed", "code"), [(None, "CELL-01"), (" \u3000", "CELL-01"), ("—", "CELL-02")])
@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_a_required_cell_left_empty_is_refused_and_an_optional_one_is_not(form: Form, typed: str, code: str) -> None:
    for column in form.district_columns:
        said = factories.said(factories.read_row(form.id, **{column.field: typed}))
        assert ((column.field, code) in said) is column.required, column.header


@pytest.mark.parametrize("form", FORMS, ids=name_of)
def test_a_headers_words_tell_its_kind(form: Form) -> None:
    kinds = {"日期": Day, "整改期限": Day, "年度": Whole, "次数": Whole, "人次": Whole, "参加单位数": Whole, "人员数": Whole,
             "统一社会信用代码": CreditCode, "联系电话": Phone, "文号": DocumentNumber, "（万元）": Number}  # fmt: skip
    for column in form.columns:
        expected = [kind for end, kind in kinds.items() if column.header.endswith(end)]
        assert not expected or type(column.kind) is expected[0], column.header


@pytest.mark.parametrize(
    ("place", "most"),
    [(("cultivation", "situation"), 500), (("annual_reports", "summary"), 1000), (("outcomes", "content"), 500)],
)
def test_a_text_has_the_contracts_length(place: tuple[str, str], most: int) -> None:
    fits = factories.read_row(place[0], **{place[1]: "字" * most})
    longer = factories.read_row(place[0], **{place[1]: "字" * (most + 1)})
    assert factories.said(fits) == set()
    assert factories.said(longer) == {(place[1], "CELL-41")}
    assert len(longer.values[place[1]]) == most + 1
