"""Lists made public: who is about to be determined, who was, who has left; and what others may copy."""

from toolkit.letters import layout
from toolkit.letters.layout import TableColumn
from toolkit.letters.texts.common import (
    ALSO,
    AND_BY,
    CONTACT,
    LIST,
    PLAN,
    QUOTES,
    Blocks,
    closing,
    plain_opening,
    red_opening,
)


def list_notice() -> Blocks:
    """关于公布…名单的通知: the year's pilots, made public."""
    yield from red_opening()
    yield layout.body(
        f"根据{PLAN}{ALSO}，经综合审定，确定{{{{ 合计家数 }}}}家园区、单位为{{{{ 年度 }}}}年上海市商业秘密保护"
        "创新试点园区、单位（站、点），其中{{ 分类家数 }}，现将名单予以公布（见附件）。"
    )
    yield layout.body(f"请按照方案要求，{QUOTES['三（四）']}。")
    yield layout.body(f"各试点应当落实方案“{QUOTES['四（三）']}”的要求。")
    yield layout.last(f"本市将按照方案要求，“{QUOTES['四（四）跟踪']}；{QUOTES['四（四）退出']}”。")
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("试点", "名单", _list_columns())
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


def exit_list() -> Blocks:
    """关于公布退出…名单情况的通知: who left in the year; no reasons."""
    yield from red_opening()
    yield layout.body(
        f"按照{PLAN}关于探索“{QUOTES['四（四）进出']}”管理机制的要求{AND_BY}，{{{{ 合计家数 }}}}家园区、单位已于"
        f"{{{{ 年度 }}}}年退出{LIST}，其中{{{{ 分类家数 }}}}，现将有关情况予以公布（见附件）。"
    )
    yield layout.body(
        "附件所列园区、单位自退出之日起，不再以上海市商业秘密保护创新试点名义开展活动，不再使用相关名称和标牌。"
    )
    yield layout.last("请各单位相应更新公开信息，并做好后续指导服务。")
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("试点", "名单", [
        TableColumn("序号", "{{ 试点.序号 }}", 9),
        TableColumn("区", "{{ 试点.区 }}", 16),
        TableColumn("名称", "{{ 试点.名称 }}", 36, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 22),
        TableColumn("原确定文号", "{{ 试点.原确定文号 }}", 43),
        TableColumn("退出日期", "{{ 试点.退出日期 }}", 30),
    ])
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")


def public_notice() -> Blocks:
    """公示: who is about to be determined, until when and to whom to object."""
    yield from plain_opening()
    yield layout.body(
        "经综合审定，拟确定{{ 合计家数 }}家园区、单位为{{ 年度 }}年上海市商业秘密保护创新试点园区、单位（站、点），其中"
        "{{ 分类家数 }}，名单见附件。现予公示，公示期为{{ 公示期 }}，自{{ 公示开始 }}起至{{ 公示结束 }}止。"
    )
    yield layout.body(
        "对公示名单有异议的，请在公示期内以书面形式向我局反映，写明事实和理由。以单位名义反映的，请加盖单位公章；"
        "以个人名义反映的，请写明真实姓名和联系方式。"
    )
    yield layout.last(CONTACT.removesuffix("。") + "，地址：{{ 提交地址 }}。")
    yield layout.attachment_note("{{ 附件名称 }}")
    yield from closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.table("试点", "名单", _list_columns())
    yield layout.end()


def outcome_digest() -> Blocks:
    """经验成果汇编: by type, each with its source and content."""
    yield from plain_opening()
    yield layout.body(
        f"{PLAN}明确，“{QUOTES['三（四）总结']}”。现将各单位报送、来源单位同意公开的{{% if 年度说明 %}}{{{{ 年度说明 }}}}{{% endif %}}经验成果"
        "{{ 合计项数 }}项汇编如下（截至{{ 截至日期 }}）。"
    )
    yield layout.each(
        "项", "成果",
        layout.when("项.类型标题", layout.level(1, "{{ 项.类型标题 }}")),
        layout.level(2, "（{{ 项.序号 }}）{{ 项.成果名称 }}"),
        layout.body(
            "来源单位：{{ 项.来源单位 }}{% if 项.形成日期 %}；形成日期：{{ 项.形成日期 }}{% endif %}"
            "{% if 项.推广范围 %}；推广范围：{{ 项.推广范围 }}{% endif %}。"
        ),
        layout.lead("{{ 项.主要内容 }}"),
    )  # fmt: skip
    yield from closing()
    yield layout.end()


def _list_columns() -> list[TableColumn]:
    """What may be public of a pilot."""
    return [
        TableColumn("序号", "{{ 试点.序号 }}", 14),
        TableColumn("区", "{{ 试点.区 }}", 26),
        TableColumn("名称", "{{ 试点.名称 }}", 88, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 28),
    ]
