"""Lists made public: the pilots of a year."""

from toolkit.letters import layout
from toolkit.letters.layout import TableColumn
from toolkit.letters.texts.common import ALSO, PLAN, QUOTES, Blocks, closing, red_opening


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
    yield layout.table("试点", "名单", [
        TableColumn("序号", "{{ 试点.序号 }}", 14),
        TableColumn("区", "{{ 试点.区 }}", 26),
        TableColumn("名称", "{{ 试点.名称 }}", 88, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 28),
    ])
    yield layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}")
