"""Figures told: a month to the districts, a year as material for a report. No unit is ranked."""

from toolkit.letters import layout
from toolkit.letters.charts import Bars
from toolkit.letters.layout import TableColumn
from toolkit.letters.texts.common import CONTACT, PLAN, QUOTES, Blocks, closing, plain_opening, red_opening

UNIT_BARS = Bars("单位情况", "单位", ("已确定", "在办"), 118)
YEAR_BARS = Bars("单位情况", "单位", ("已确定",), 112)
INDUSTRY_BARS = Bars("产业情况", "产业", ("本年确定",), 105)


def monthly_bulletin() -> Blocks:
    """月度工作通报: what was sent, how the programme stands; a chart and a table by unit."""
    yield from red_opening()
    yield layout.body("现将{{ 月份 }}商业秘密保护创新试点工作有关情况通报如下（数据截至{{ 截至日期 }}）。")
    yield layout.level(1, "一、报送表报送情况")
    yield layout.body(
        "应报送{{ 应报单位数 }}个单位，已报送{{ 已报单位数 }}个，其中按时{{ 按时单位数 }}个、逾期{{ 逾期单位数 }}个"
        "{% if 逾期单位 %}（{{ 逾期单位 }}）{% endif %}；未报送{{ 未报单位数 }}个{% if 未报单位 %}（{{ 未报单位 }}）{% endif %}。"
        "已报送的共{{ 报送行数 }}行，并入后新增{{ 新增行数 }}行、变更{{ 变更行数 }}行。目前待补正{{ 待补正行数 }}行，待裁定"
        "{{ 待裁定事项数 }}项。"
    )
    yield layout.level(1, "二、试点确定情况")
    yield layout.body(
        "{{ 年度 }}年已确定试点{{ 已确定家数 }}家，其中{{ 分类家数 }}；在办申请{{ 在办家数 }}家。现有市级试点{{ 现有家数 }}家。"
    )
    yield layout.level(1, "三、年度情况报送")
    yield layout.body(
        "{{ 报告年度 }}年度应报送的试点{{ 应报家数 }}家，市、区两局均已收到{{ 已收家数 }}家。"
        "{% if 报送情况 %}按状态分：{{ 报送情况 }}。{% endif %}"
    )
    yield layout.level(1, "四、其他工作")
    yield layout.body(
        "{{ 年度 }}年已开展宣传培训{{ 活动场次 }}场、参加{{ 参加人次 }}人次；登记经验成果{{ 成果项数 }}项；提出问题建议"
        "{{ 问题件数 }}件，待答复{{ 待答复件数 }}件；拟退出{{ 拟退出家数 }}家。"
    )
    yield layout.last("请各单位对待补正、未报送的事项及时办理。" + CONTACT)
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.caption("一、各单位本年已确定和在办家数")
    yield layout.chart(1, UNIT_BARS)
    yield layout.caption("二、各单位工作情况")
    yield layout.table("单位", "单位情况", [
        TableColumn("序号", "{{ 单位.序号 }}", 10),
        TableColumn("单位", "{{ 单位.单位 }}", 24),
        TableColumn("月报", "{{ 单位.月报 }}", 13),
        TableColumn("行数", "{{ 单位.报送行 }}", 13),
        TableColumn("新增", "{{ 单位.新增 }}", 12),
        TableColumn("变更", "{{ 单位.变更 }}", 12),
        TableColumn("待补正", "{{ 单位.待补正 }}", 14),
        TableColumn("已确定", "{{ 单位.已确定 }}", 14),
        TableColumn("在办", "{{ 单位.在办 }}", 12),
        TableColumn("现有", "{{ 单位.现有 }}", 12),
        TableColumn("待答复", "{{ 单位.待答复 }}", 20),
    ])
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


def annual_summary() -> Blocks:
    """年度工作总结素材: the year's figures in the order of the plan's tasks and demands."""
    yield from plain_opening()
    yield layout.body(
        "本素材汇总{{ 年度 }}年度商业秘密保护创新试点工作的主要数据，截至{{ 截至日期 }}，与同日总台账一致，供撰写工作总结使用。"
    )
    yield from _summary_text()
    yield from _summary_tables()
    yield layout.end()


def _summary_text() -> Blocks:
    yield layout.level(1, "一、试点确定")
    yield layout.body(
        "{{ 年度 }}年共确定试点{{ 已确定家数 }}家，其中{{ 分类家数 }}{% if 产业分组 %}；按主产业分：{{ 产业分组 }}{% endif %}。"
        f"对照{PLAN}“{QUOTES['四（二）']}”，各区合计范围为{{{{ 名额下限 }}}}—{{{{ 名额上限 }}}}家：范围内{{{{ 相符区数 }}}}个区，"
        "不足{{ 不足区数 }}个区，超出{{ 超出区数 }}个区。另有在办申请{{ 在办家数 }}家。"
    )
    yield layout.body("截至{{ 截至日期 }}，现有市级试点{{ 现有家数 }}家，其中{{ 现有分类家数 }}。")
    yield layout.level(1, "二、指导培育和试点申请")
    yield layout.body(
        "走访{{ 走访次数 }}次、{{ 走访家数 }}家，列为培育对象{{ 培育家数 }}家；受理试点申请{{ 申请家数 }}家，撤回{{ 撤回家数 }}家。"
    )
    yield layout.level(1, "三、年度情况报送")
    yield layout.body(
        "应报送{{ 应报家数 }}家，市、区两局均已收到{{ 已收家数 }}家{% if 报送率 %}（报送率{{ 报送率 }}）{% endif %}，其中按期"
        "{{ 按期家数 }}家。{% if 报送情况 %}按状态分：{{ 报送情况 }}。{% endif %}"
    )
    yield layout.level(1, "四、跟踪和退出")
    yield layout.body("本年退出生效{{ 退出家数 }}家，拟退出{{ 拟退出家数 }}家。")
    yield layout.level(1, "五、宣传培训和成果推广")
    yield layout.body(
        "开展宣传培训{{ 活动场次 }}场（其中服务月{{ 服务月场次 }}场），参加{{ 参加人次 }}人次。登记经验成果{{ 成果项数 }}项，其中本年形成"
        "{{ 本年成果项数 }}项、可复制推广{{ 可推广项数 }}项、同意公开{{ 可公开项数 }}项。"
    )
    yield layout.level(1, "六、调研交流和问题建议")
    yield layout.body(
        "市局组织调研、交流和培训{{ 交流次数 }}次。各单位提出问题建议{{ 问题件数 }}件，已答复{{ 已答复件数 }}件；目前待答复"
        "{{ 待答复件数 }}件。"
    )
    yield layout.when("附注", layout.remark("{{ 附注 }}"))


def _summary_tables() -> Blocks:
    yield layout.caption("各单位试点确定情况")
    yield layout.table("单位", "单位情况", [
        TableColumn("单位", "{{ 单位.单位 }}", 30),
        TableColumn("范围（家）", "{{ 单位.范围 }}", 22),
        TableColumn("园区", "{{ 单位.园区 }}", 14),
        TableColumn("单位（站）", "{{ 单位.站 }}", 20),
        TableColumn("单位（点）", "{{ 单位.点 }}", 20),
        TableColumn("合计", "{{ 单位.已确定 }}", 14),
        TableColumn("情形", "{{ 单位.情形 }}", 22),
        TableColumn("现有", "{{ 单位.现有 }}", 14),
    ])
    yield layout.caption("各单位本年确定家数")
    yield layout.chart(1, YEAR_BARS)
    yield layout.when(
        "产业情况",
        layout.caption("主产业分布"),
        layout.table("产业", "产业情况", [
            TableColumn("主产业", "{{ 产业.产业 }}", 76, left=True),
            TableColumn("本年确定", "{{ 产业.本年确定 }}", 40),
            TableColumn("现有", "{{ 产业.现有 }}", 40),
        ]),
        layout.caption("本年确定试点的主产业"),
        layout.chart(2, INDUSTRY_BARS),
    )
    yield layout.caption("历年确定家数")
    yield layout.table("年", "历年情况", [
        TableColumn("年度", "{{ 年.年度 }}", 78), TableColumn("确定家数", "{{ 年.家数 }}", 78),
    ])
    yield layout.when("退出情况", layout.caption("本年退出生效的试点"), layout.table("试点", "退出情况", [
        TableColumn("序号", "{{ 试点.序号 }}", 12), TableColumn("名称", "{{ 试点.名称 }}", 72, left=True),
        TableColumn("报送单位", "{{ 试点.单位 }}", 40), TableColumn("退出日期", "{{ 试点.退出日期 }}", 32),
    ]))
    yield layout.when("成果情况", layout.caption("经验成果类型"), layout.table("成果", "成果情况", [
        TableColumn("类型", "{{ 成果.类型 }}", 78), TableColumn("项数", "{{ 成果.项数 }}", 78),
    ]))
    yield layout.when("调研交流", layout.caption("市局调研交流"), layout.table("次", "调研交流", [
        TableColumn("序号", "{{ 次.序号 }}", 12), TableColumn("日期", "{{ 次.日期 }}", 32), TableColumn("形式", "{{ 次.形式 }}", 22),
        TableColumn("区", "{{ 次.区 }}", 24), TableColumn("内容", "{{ 次.内容 }}", 66, left=True),
    ]))
