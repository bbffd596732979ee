"""A pilot's way out: the notice of it, the decision."""

from toolkit.letters import layout
from toolkit.letters.texts.common import (
    AND_BY,
    CONTACT,
    DETERMINED,
    LIST,
    PLAN,
    QUOTES,
    Blocks,
    closing,
    letter_opening,
    red_opening,
)

NOTIFIED = '退出情形 in ["未提出", "提前", "放弃", "不成立"]'


def exit_notice() -> Blocks:
    """拟退出告知书: what was found, what is meant to follow, and the right to answer before it does."""
    yield from letter_opening()
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
        f"{PLAN}明确，“{QUOTES['四（四）退出']}”。据此{AND_BY}，我局拟对{{{{ 单位名称 }}}}作出退出上述名单的处理。"
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
    yield from closing()
    yield layout.letter_imprint("抄送")


def exit_decision() -> Blocks:
    """退出决定: the pilot leaves the list; how it came to that, from when, and what ends with it."""
    yield from red_opening()
    yield layout.body(DETERMINED.removesuffix("。") + "，属地为{{ 区 }}。")
    yield from _exit_course()
    yield from _exit_ruling()
    yield from closing()
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


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
        f"“{QUOTES['四（四）退出']}”。据此{AND_BY}，我局决定："
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
