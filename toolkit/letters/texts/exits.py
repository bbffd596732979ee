"""A pilot that falls short: to be put right, the notice of an intended exit, the decision; proof of service."""

from toolkit.letters import layout
from toolkit.letters.layout import Box
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
    plain_opening,
    red_opening,
)  # fmt: skip

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
        layout.lead("不符合的建设条件如下："),
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


def rectification_notice() -> Blocks:
    """限期整改通知书: what was found, what is to be put right and by when, who looks again."""
    yield from letter_opening()
    yield layout.body(DETERMINED + "经跟踪评估，存在需要整改的情况，现将有关事项通知如下：")
    yield layout.level(1, "一、跟踪评估情况")
    yield layout.body("{{ 评估日期 }}，{{ 评估单位 }}对{{ 单位名称 }}进行了跟踪评估（方式：{{ 评估方式 }}）。")
    yield layout.each("项", "事实", layout.body("{{ 项.内容 }}"))
    yield layout.level(1, "二、需要整改的内容")
    yield layout.lead("对照建设条件，不符合的有：")
    yield layout.each("项", "不符合条目", layout.body("{{ 项.序号 }}. {{ 项.内容 }}（条目{{ 项.编号 }}）。"))
    yield layout.level(1, "三、整改期限和复核")
    yield layout.body(
        "请于{{ 整改期限 }}前（含当日）完成整改，将整改情况书面报送{{ 区局 }}，并抄送我局。我局将会同{{ 区局 }}于{{ 复核期限 }}前"
        "复核。对上述内容有不同意见的，请在整改期限内书面提出。"
    )
    yield layout.last(
        f"{PLAN}明确，“{QUOTES['四（四）退出']}”。整改期满经复核仍不符合要求的，将按上述要求另行办理。" + CONTACT
    )
    yield from closing()
    yield layout.letter_imprint("抄送")


def service_receipt() -> Blocks:
    """送达回证: which letter goes to whom; all else is for the pen."""
    yield from plain_opening()
    label, wide = 40, 116
    blank_day = "　　　　年　　月　　日"
    yield layout.form([
        (11, [Box("送达机关", label, label=True), Box("{{ 署名 }}", wide)]),
        (18, [Box("送达文书", label, label=True), Box("《{{ 文书名称 }}》", wide)]),
        (11, [Box("文书文号", label, label=True), Box("{{ 文书文号 }}", wide)]),
        (11, [Box("成文日期", label, label=True), Box("{{ 文书日期 }}", wide)]),
        (11, [Box("受送达人", label, label=True), Box("{{ 受送达人 }}", wide)]),
        (14, [Box("送达地点", label, label=True), Box("", wide)]),
        (16, [Box("送达方式", label, label=True), Box("□直接送达　□邮寄送达　□留置送达　□电子送达　□其他：", wide)]),
        (11, [Box("送达时间", label, label=True), Box(f"{blank_day}　　时　　分", wide)]),
        (22, [Box("受送达人签名或者盖章", label, label=True), Box(blank_day, wide)]),
        (18, [Box("代收人签名及代收理由", label, label=True), Box(blank_day, wide)]),
        (14, [Box("见证人签名", label, label=True), Box(blank_day, wide)]),
        (18, [Box("送达人签名", label, label=True), Box(blank_day, wide)]),
        (14, [Box("备　　注", label, label=True), Box("", wide)]),
    ])
    yield layout.end()
