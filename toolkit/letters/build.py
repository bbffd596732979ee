"""The shipped templates: what each kind of letter says, in the order it stands on the page.

`python -m toolkit.letters.build templates` writes them, the same bytes each time. What stands in quotation
marks after the plan's name is the notice's own, word for word; nothing else is put into its mouth.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.letters import layout
from toolkit.letters.layout import TableColumn
from toolkit.letters.measures import FONTS, Fonts
from toolkit.letters.styles import Xml

PLAN = "《上海市商业秘密保护创新试点园区、单位（站、点）培育建设工作方案》（沪市监价竞〔2025〕108号）"
LIST = "上海市商业秘密保护创新试点园区、单位（站、点）名单"
QUOTES = {
    "三（四）": "指导试点园区、单位（站、点）发挥辐射作用，带动全行业共同提升商业秘密保护能力和水平",
    "四（二）": "原则上，每年各区确定商业秘密保护创新试点园区、单位（站、点）合计6—8家"
    "（全国商业秘密保护创新试点地区合计8—10家）",
    "四（三）": "要求各试点园区、单位（站、点）于每年12月底前将年度商业秘密保护创新试点情况"
    "报送市、区市场监管局",
    "四（四）跟踪": "定期对现有创新试点园区、单位（站、点）的商业秘密保护服务能力进行跟踪",
    "四（四）进出": "有进有出",
    "四（四）退出": "对于不符合要求的，予以退出本市商业秘密保护创新试点园区、单位（站、点）名单",
}
"""Clause → the words of the notice that letters quote."""

Blocks = Iterator[Xml]


def list_notice() -> Blocks:
    """关于公布…名单的通知: the year's pilots, made public."""
    yield from _red_opening()
    yield layout.body(
        f"根据{PLAN}，经综合审定，确定{{{{ 合计家数 }}}}家园区、单位为{{{{ 年度 }}}}年上海市商业秘密保护"
        "创新试点园区、单位（站、点），其中{{ 分类家数 }}，现将名单予以公布（见附件）。"
    )
    yield layout.body(f"请按照方案要求，{QUOTES['三（四）']}。")
    yield layout.body(f"各试点应当落实方案“{QUOTES['四（三）']}”的要求。")
    yield layout.last(f"本市将按照方案要求，“{QUOTES['四（四）跟踪']}；{QUOTES['四（四）退出']}”。")
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from _closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("试点", "名单", [
        TableColumn("序号", "{{ 试点.序号 }}", 14),
        TableColumn("区", "{{ 试点.区 }}", 26),
        TableColumn("名称", "{{ 试点.名称 }}", 88, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 28),
    ])
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


def report_reminder() -> Blocks:
    """年度情况报送提醒函: before the deadline, to a district, with the pilots whose reports are due."""
    yield from _letter_opening()
    yield layout.body(
        f"{PLAN}明确，“{QUOTES['四（三）']}”。为做好{{{{ 年度 }}}}年度情况报送工作，现将有关事项函告如下："
    )
    yield layout.level(1, "一、报送范围")
    yield layout.body(
        "截至{{ 截至日期 }}，{{ 区 }}应报送{{ 年度 }}年度商业秘密保护创新试点情况的试点共{{ 合计家数 }}家，"
        "其中{{ 分类家数 }}，名单及目前收到情况见附件。"
    )
    yield layout.level(1, "二、报送时间和对象")
    yield layout.body(
        "请提醒附件所列试点于{{ 截止日期 }}前（含当日），将年度商业秘密保护创新试点情况报送"
        "市、区市场监督管理局。市局和你局均需报送；已向其中一方报送的，请提醒其向另一方补送。"
    )
    yield layout.level(1, "三、联系方式")
    yield layout.last(CONTACT)
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from _closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("试点", "试点名单", _report_columns())
    yield layout.letter_imprint("抄送")


def report_overdue() -> Blocks:
    """催报通知: after the deadline, to a district whose pilots' reports are not all in."""
    yield from _letter_opening()
    yield layout.body(
        f"{PLAN}明确，“{QUOTES['四（三）']}”。截至{{{{ 截至日期 }}}}，{{{{ 区 }}}}应报送{{{{ 年度 }}}}年度"
        "情况的试点共{{ 应报家数 }}家，其中{{ 未完成家数 }}家尚未完成报送，名单见附件。"
    )
    yield layout.body(
        "请提醒上述试点于{{ 补报期限 }}前（含当日）完成报送：均未报送的，向市、区市场监督管理局报送；"
        "只向其中一方报送的，向另一方补送。"
    )
    yield layout.when(
        "逾期已报名单",
        layout.body("另有{{ 逾期已报家数 }}家已于截止日期后完成报送，附件一并列出，无需再次报送。"),
    )
    yield layout.body("附件所列情况与你局掌握情况不一致的，请一并告知。")
    yield layout.last(CONTACT)
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from _closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.caption("一、尚未完成报送的试点")
    yield layout.table("试点", "未完成名单", _report_columns())
    yield layout.when(
        "逾期已报名单",
        layout.caption("二、逾期已报送的试点（无需再次报送）"),
        layout.table("试点", "逾期已报名单", _report_columns()),
    )
    yield layout.letter_imprint("抄送")


def correction_notice() -> Blocks:
    """补正通知: a submitted workbook goes back, with what to mend in which cell."""
    yield from _letter_opening()
    yield layout.body(
        "你单位{% if 收到日期 %}于{{ 收到日期 }}{% endif %}报送的《{{ 文件名 }}》（{{ 批次 }}）收悉。经核对，共有{{ 问题总数 }}处"
        "需要补正，现退回修改，有关事项函告如下："
    )
    yield layout.level(1, "一、补正内容")
    yield layout.body("附件列出需要补正的{{ 列明数 }}处，工作表和单元格均指你单位所报文件中的位置。")
    yield layout.when("其余说明", layout.body("{{ 其余说明 }}"))
    yield layout.level(1, "二、补正要求")
    yield layout.body(
        "请在原文件中逐处修改，不改动工作表名称和表头，于{{ 回复期限 }}前（含当日）将整份文件重新报送。"
        "对所提问题有不同意见的，请一并说明。"
    )
    yield layout.level(1, "三、联系方式")
    yield layout.last(CONTACT)
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from _closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("处", "问题清单", [
        TableColumn("序号", "{{ 处.序号 }}", 10),
        TableColumn("工作表", "{{ 处.工作表 }}", 20),
        TableColumn("单元格", "{{ 处.单元格 }}", 14),
        TableColumn("列名", "{{ 处.列名 }}", 22),
        TableColumn("填报值", "{{ 处.填报值 }}", 26, left=True),
        TableColumn("问题", "{{ 处.问题 }}", 32, left=True),
        TableColumn("修改意见", "{{ 处.修改意见 }}", 32, left=True),
    ])
    yield layout.letter_imprint("抄送")


def quota_reminder() -> Blocks:
    """名额提醒函: how many pilots a district has determined, against what the notice has in mind."""
    yield from _letter_opening()
    yield layout.body(f"{PLAN}明确，“{QUOTES['四（二）']}”。")
    yield layout.when(
        '全国试点地区 == "是"',
        layout.body("{{ 区 }}为全国商业秘密保护创新试点地区，原则上每年合计确定{{ 名额范围 }}。"),
    )
    yield layout.when('全国试点地区 == "否"', layout.body("{{ 区 }}原则上每年合计确定{{ 名额范围 }}。"))
    yield layout.body(
        "截至{{ 截至日期 }}，{{ 区 }}{{ 年度 }}年已确定试点{{ 已确定家数 }}家"
        "{% if 分类家数 %}（{{ 分类家数 }}）{% endif %}，另有在办申请{{ 在办家数 }}家。"
    )
    yield layout.when(
        '名额情形 == "不足" and 年度已结束 == "是"',
        layout.body(
            "{{ 年度 }}年已结束，已确定数量较上述范围少{{ 差额家数 }}家。请于{{ 回复期限 }}前函告有关情况和后续安排。"
        ),
    )
    yield layout.when(
        '名额情形 == "不足" and 年度已结束 == "否"',
        layout.body(
            "已确定数量较上述范围尚少{{ 差额家数 }}家。请结合走访调研和培育情况，统筹安排后续申请和审定工作；"
            "预计年内难以达到的，请于{{ 回复期限 }}前函告有关情况。"
        ),
    )
    yield layout.when(
        '名额情形 == "相符"',
        layout.body(
            "已确定数量在上述范围之内。请结合在办申请统筹把握后续安排；预计将超出的，请于{{ 回复期限 }}前"
            "函告有关情况。"
        ),
    )
    yield layout.when(
        '名额情形 == "超出"',
        layout.body(
            "已确定数量超出上述范围{{ 差额家数 }}家。请于{{ 回复期限 }}前函告超出的理由和考虑，"
            "我局将在公布名单前一并研究。"
        ),
    )
    yield layout.last(CONTACT)
    yield from _closing()
    yield layout.letter_imprint("抄送")


def exit_notice() -> Blocks:
    """拟退出告知书: what was found, what is meant to follow, and the right to answer before it does."""
    yield from _letter_opening()
    yield layout.body(DETERMINED + "我局拟对其作出退出" + LIST + "的处理，现将有关事项告知如下：")
    yield layout.level(1, "一、事实")
    yield layout.each("项", "事实", layout.body("{{ 项.内容 }}"))
    yield layout.level(1, "二、证据")
    yield layout.each("项", "证据", layout.body("{{ 项.序号 }}. {{ 项.内容 }}。"))
    yield layout.level(1, "三、理由、依据和拟作处理")
    yield layout.body("根据上述事实和证据，我局认为，{{ 单位名称 }}{{ 退出事由 }}。")
    yield layout.when(
        "不符合条目",
        layout.body("不符合的建设条件如下："),
        layout.each("项", "不符合条目", layout.body("{{ 项.序号 }}. {{ 项.内容 }}。")),
    )
    yield layout.body(
        f"{PLAN}明确，“{QUOTES['四（四）退出']}”。据此，我局拟对{{{{ 单位名称 }}}}作出退出上述名单的处理。"
    )
    yield layout.level(1, "四、陈述、申辩")
    yield layout.body(
        "{{ 单位名称 }}对上述事实、理由、依据和拟作处理有权陈述、申辩。如有意见，请自收到本告知书之日起"
        "{{ 申辩期限 }}内，以书面形式提交我局（地址：{{ 提交地址 }}）。" + CONTACT
    )
    yield layout.last(
        "逾期未提出的，视为放弃陈述、申辩，我局将按程序作出决定。本告知书不是退出决定，作出决定前，"
        "{{ 单位名称 }}仍在名单之内。"
    )
    yield from _closing()
    yield layout.letter_imprint("抄送")


def exit_decision() -> Blocks:
    """退出决定: the pilot leaves the list; how it came to that, from when, and what ends with it."""
    yield from _red_opening()
    yield layout.body(DETERMINED.removesuffix("。") + "，属地为{{ 区 }}。")
    yield from _exit_course()
    yield from _exit_ruling()
    yield from _closing()
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


NOTIFIED = '退出情形 in ["未提出", "提前", "放弃", "不成立"]'


def _exit_course() -> Blocks:
    """What happened before the decision; which of it is true stands in 退出情形."""
    yield layout.level(1, "一、事实和经过")
    yield layout.each("项", "事实", layout.body("{{ 项.内容 }}"))
    yield layout.when(NOTIFIED, layout.body(
        "我局于{{ 告知日期 }}作出拟退出告知书{% if 告知文号 %}（{{ 告知文号 }}）{% endif %}，告知拟退出名单的事实、理由和依据，以及"
        "陈述、申辩的权利和期限。该告知书于{{ 送达日期 }}送达。"
    ))
    yield layout.when('退出情形 == "未提出"', layout.body(
        "至{{ 申辩届满日期 }}陈述、申辩期限届满，{{ 单位名称 }}未提出陈述、申辩。"
    ))
    yield layout.when('退出情形 == "提前"', layout.body(
        "陈述、申辩期限至{{ 申辩届满日期 }}届满，{{ 单位名称 }}至今未提出陈述、申辩。因{{ 提前理由 }}，我局在期限届满前作出决定。"
    ))
    yield layout.when('退出情形 == "放弃"', layout.body("{{ 单位名称 }}表示放弃陈述、申辩。"))
    yield layout.when('退出情形 == "不成立"', layout.body(
        "{{ 单位名称 }}在规定期限内提出陈述、申辩：{{ 申辩意见 }}。经复核，{{ 复核意见 }}，上述陈述、申辩"
        "不予采纳。"
    ))
    yield layout.when('退出情形 == "自愿"', layout.body(
        "{{ 单位名称 }}{% if 申请日期 %}于{{ 申请日期 }}{% endif %}自愿申请退出本市商业秘密保护创新试点园区、单位（站、点）名单。"
    ))
    yield layout.when('退出情形 == "注销"', layout.body(
        "经核实，{{ 单位名称 }}已{% if 注销日期 %}于{{ 注销日期 }}{% endif %}注销登记，主体资格终止。"
    ))


def _exit_ruling() -> Blocks:
    """The decision: who is put off the list is told the words of the notice, who leaves it is not."""
    yield layout.level(1, "二、依据和决定")
    yield layout.when(NOTIFIED, layout.body(
        f"根据上述事实，我局认为，{{{{ 单位名称 }}}}{{{{ 退出事由 }}}}。{PLAN}明确，"
        f"“{QUOTES['四（四）退出']}”。据此，我局决定："
    ))
    yield layout.when('退出情形 in ["自愿", "注销"]', layout.body(
        f"{{{{ 单位名称 }}}}{{{{ 退出事由 }}}}。按照{PLAN}关于探索“{QUOTES['四（四）进出']}”管理机制的要求，"
        "我局决定："
    ))
    yield layout.body(f"1. {{{{ 单位名称 }}}}退出{LIST}，自{{{{ 生效日期 }}}}起生效。")
    yield layout.body(
        "2. 自生效之日起，停止以上海市商业秘密保护创新试点{{ 类别 }}名义开展活动，停止使用相关名称和标牌。"
    )
    yield layout.last("3. 请{{ 区局 }}督促落实，并做好后续指导服务。")


# What several of them have in common

CONTACT = "联系人：{{ 联系人 }}，联系电话：{{ 联系电话 }}。"
DETERMINED = (
    "{{ 单位名称 }}（统一社会信用代码：{{ 统一社会信用代码 }}）于{{ 确定日期 }}经{{ 确定文号 }}确定为上海市"
    "商业秘密保护创新试点{{ 类别 }}。"
)


def _red_opening() -> Blocks:
    yield layout.red_head("{{ 发文机关标志 }}", "{{ 发文字号 }}")
    yield from _address()


def _letter_opening() -> Blocks:
    yield layout.letter_head("{{ 发文机关标志 }}", "{{ 发文字号 }}")
    yield from _address()


def _address() -> Blocks:
    yield layout.title("{{ 标题 }}")
    yield layout.addressee("{{ 主送 }}")


def _closing() -> Blocks:
    yield layout.signature("{{ 署名 }}", "{{ 成文日期 }}")
    yield layout.when("附注", layout.remark("{{ 附注 }}"))


def _report_columns() -> list[TableColumn]:
    """Who owes a report, and which of the two bureaus has it."""
    return [
        TableColumn("序号", "{{ 试点.序号 }}", 9),
        TableColumn("试点编号", "{{ 试点.试点编号 }}", 39),
        TableColumn("名称", "{{ 试点.名称 }}", 39, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 20),
        TableColumn("区局收到", "{{ 试点.区局收到 }}", 16.5),
        TableColumn("市局收到", "{{ 试点.市局收到 }}", 16.5),
        TableColumn("状态", "{{ 试点.状态 }}", 16),
    ]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its Chinese name, what it says, whether it has the form of a letter (信函格式)."""

    name: str
    blocks: Callable[[], Blocks]
    letter: bool = True


KINDS: Mapping[str, Kind] = {
    "list-notice": Kind("公布名单通知", list_notice, letter=False),
    "report-reminder": Kind("年度情况报送提醒函", report_reminder),
    "report-overdue": Kind("催报通知", report_overdue),
    "correction-notice": Kind("补正通知", correction_notice),
    "quota-reminder": Kind("名额提醒函", quota_reminder),
    "exit-notice": Kind("拟退出告知书", exit_notice),
    "exit-decision": Kind("退出决定", exit_decision, letter=False),
}


def template(kind: str, fonts: Fonts = FONTS) -> bytes:
    """The shipped template of a kind, as a .docx."""
    return layout.package(KINDS[kind].blocks(), letter=KINDS[kind].letter, fonts=fonts)


def main(folder: Path) -> None:
    """Write every template into a folder."""
    for kind in KINDS:
        (folder / f"{kind}.docx").write_bytes(template(kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
