"""To units about what they sent, determined and asked."""

from toolkit.letters import layout
from toolkit.letters.layout import TableColumn
from toolkit.letters.texts.common import CONTACT, PLAN, QUOTES, Blocks, closing, letter_opening


def correction_notice() -> Blocks:
    """补正通知: a submitted workbook goes back, with what to mend in which cell."""
    yield from letter_opening()
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
    yield from closing()
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
    yield from letter_opening()
    yield layout.body(f"{PLAN}明确，“{QUOTES['四（二）']}”。")
    yield layout.when(
        '全国试点地区 == "是"',
        layout.body("{{ 区 }}为全国商业秘密保护创新试点地区，原则上每年合计确定{{ 名额范围 }}。"),
    )
    yield layout.when('全国试点地区 == "否"', layout.body("{{ 区 }}原则上每年合计确定{{ 名额范围 }}。"))
    yield layout.body(
        "截至{{ 截至日期 }}，{{ 区 }}{{ 年度 }}年已确定试点{{ 已确定家数 }}家"
        "{% if 分类家数 %}（{{ 分类家数 }}）{% endif %}，"
        '{% if 在办家数 == "0" %}没有在办申请{% else %}另有在办申请{{ 在办家数 }}家{% endif %}。'
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
            "已确定数量在上述范围之内。请{% if 在办家数 != \"0\" %}结合在办申请{% endif %}统筹把握后续安排；"
            "预计将超出的，请于{{ 回复期限 }}前函告有关情况。"
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
    yield from closing()
    yield layout.letter_imprint("抄送")


def feedback_reply() -> Blocks:
    """问题建议答复函: what was asked or proposed, and the answer."""
    yield from letter_opening()
    yield layout.body(
        "你单位于{{ 提出日期 }}提出的{{ 类型 }}{% if 涉及单位 %}（涉及{{ 涉及单位 }}）{% endif %}收悉。现答复如下："
    )
    yield layout.level(1, "一、所提{{ 类型 }}")
    yield layout.each("项", "问题", layout.body("{{ 项.内容 }}"))
    yield layout.level(1, "二、答复意见")
    yield layout.each("项", "答复", layout.body("{{ 项.内容 }}"))
    yield layout.last("工作中遇到其他问题或者有好的意见和建议，请及时与我局沟通。" + CONTACT)
    yield from closing()
    yield layout.letter_imprint("抄送")
