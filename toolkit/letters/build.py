"""The shipped templates: what each kind of letter says, in the order it stands on the page.

`python -m toolkit.letters.build templates` writes them, the same bytes each time. Sentences between “ and ” with a
clause behind them are the notice's own, word for word; nothing else is put into its mouth.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from toolkit.letters import layout
from toolkit.letters.layout import FONTS, Fonts, TableColumn, Xml

PLAN = "《上海市商业秘密保护创新试点园区、单位（站、点）培育建设工作方案》（沪市监价竞〔2025〕108号）"
REPORT_DUTY = "要求各试点园区、单位（站、点）于每年12月底前将年度商业秘密保护创新试点情况报送市、区市场监管局"
EXIT_GROUND = "对于不符合要求的，予以退出本市商业秘密保护创新试点园区、单位（站、点）名单"
IN_AND_OUT = "有进有出"


def report_reminder() -> tuple[Xml, ...]:
    """年度情况报送提醒函: before the deadline, to a district, with the pilots whose reports are due."""
    return (
        *_letter_opening(),
        layout.body(
            f"{PLAN}明确，“{REPORT_DUTY}”。为做好{{{{ 年度 }}}}年度情况报送工作，现将有关事项函告如下："
        ),
        layout.level(1, "一、报送范围"),
        layout.body(
            "截至{{ 截至日期 }}，{{ 区 }}应报送{{ 年度 }}年度商业秘密保护创新试点情况的试点共{{ 合计家数 }}家，"
            "其中{{ 分类家数 }}，名单及目前收到情况见附件。"
        ),
        layout.level(1, "二、报送时间和对象"),
        layout.body(
            "请提醒附件所列试点于{{ 截止日期 }}前（含当日），将年度商业秘密保护创新试点情况报送市、区市场监督管理局。"
            "市局和你局均需报送；已向其中一方报送的，请提醒其向另一方补送。"
        ),
        layout.level(1, "三、联系方式"),
        layout.line("BodyLast", "联系人：{{ 联系人 }}，联系电话：{{ 联系电话 }}。"),
        layout.attachment_note("{{ 附件名称 }}"),
        *_letter_closing(),
        layout.attachment("{{ 附件名称 }}"),
        layout.table("试点", "试点名单", _report_columns()),
        layout.letter_imprint("抄送"),
    )


def exit_decision() -> tuple[Xml, ...]:
    """退出决定: the pilot leaves the list; how it came to that, from when, and what ends with it."""
    return (
        layout.red_head("{{ 发文机关标志 }}", "{{ 发文字号 }}"),
        layout.title("{{ 标题 }}"),
        layout.addressee("{{ 主送 }}"),
        layout.body(
            "{{ 单位名称 }}（统一社会信用代码：{{ 统一社会信用代码 }}）于{{ 确定日期 }}经{{ 确定文号 }}确定为上海市"
            "商业秘密保护创新试点{{ 类别 }}，属地为{{ 区 }}。"
        ),
        *_exit_course(),
        *_exit_ruling(),
        layout.signature("{{ 署名 }}", "{{ 成文日期 }}"),
        layout.when("附注", layout.remark("{{ 附注 }}")),
        layout.imprint("抄送", "{{ 印发机关 }}", "{{ 印发日期 }}"),
    )


def _exit_course() -> tuple[Xml, ...]:
    """What happened before the decision; which of it is true decides 退出情形."""
    return (
        layout.level(1, "一、事实和经过"),
        layout.each("项", "事实", layout.body("{{ 项.内容 }}")),
        layout.when(
            '退出情形 in ["未提出", "放弃", "不成立"]',
            layout.body(
                "我局于{{ 告知日期 }}作出拟退出告知书（{{ 告知文号 }}），告知拟退出名单的事实、理由和依据，以及"
                "陈述、申辩的权利和期限，该告知书于{{ 送达日期 }}送达。"
            ),
        ),
        layout.when(
            '退出情形 == "未提出"',
            layout.body("至{{ 申辩届满日期 }}陈述、申辩期限届满，{{ 单位名称 }}未提出陈述、申辩。"),
        ),
        layout.when(
            '退出情形 == "放弃"', layout.body("{{ 单位名称 }}已表示放弃陈述、申辩。")
        ),
        layout.when(
            '退出情形 == "不成立"',
            layout.body(
                "{{ 单位名称 }}在规定期限内提出陈述、申辩：{{ 申辩意见 }}。经复核，{{ 复核意见 }}，上述陈述、申辩不予采纳。"
            ),
        ),
        layout.when(
            '退出情形 == "自愿"',
            layout.body("{{ 单位名称 }}于{{ 申请日期 }}自愿申请退出本市商业秘密保护创新试点园区、单位（站、点）名单。"),
        ),
        layout.when(
            '退出情形 == "注销"',
            layout.body("经核实，{{ 单位名称 }}已于{{ 注销日期 }}办理注销登记，主体资格终止。"),
        ),
    )


def _exit_ruling() -> tuple[Xml, ...]:
    """The decision itself: a pilot put off the list is told the notice's words, one that leaves is not."""
    return (
        layout.level(1, "二、依据和决定"),
        layout.when(
            '退出情形 in ["未提出", "放弃", "不成立"]',
            layout.body(f"上述情况表明，{{{{ 退出事由 }}}}。{PLAN}规定，“{EXIT_GROUND}”。据此，我局决定："),
        ),
        layout.when(
            '退出情形 in ["自愿", "注销"]',
            layout.body(f"退出事由：{{{{ 退出事由 }}}}。按照{PLAN}关于探索“{IN_AND_OUT}”管理机制的要求，我局决定："),
        ),
        layout.body(
            "（一）{{ 单位名称 }}退出上海市商业秘密保护创新试点园区、单位（站、点）名单，自{{ 生效日期 }}起生效。"
        ),
        layout.body(
            "（二）自生效之日起，停止以上海市商业秘密保护创新试点{{ 类别 }}名义开展活动，停止使用相关名称和标牌。"
        ),
        layout.line("BodyLast", "（三）请{{ 区局 }}督促落实，并做好后续指导服务。"),
    )


def _letter_opening() -> tuple[Xml, ...]:
    return (
        layout.letter_head("{{ 发文机关标志 }}", "{{ 发文字号 }}"),
        layout.title("{{ 标题 }}"),
        layout.addressee("{{ 主送 }}"),
    )


def _letter_closing() -> tuple[Xml, ...]:
    return (
        layout.signature("{{ 署名 }}", "{{ 成文日期 }}"),
        layout.when("附注", layout.remark("{{ 附注 }}")),
    )


def _report_columns() -> tuple[TableColumn, ...]:
    """Who owes a report, and which of the two bureaus has it."""
    return (
        TableColumn("序号", "{{ 试点.序号 }}", 10),
        TableColumn("试点编号", "{{ 试点.试点编号 }}", 40),
        TableColumn("名称", "{{ 试点.名称 }}", 44, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 17),
        TableColumn("区局收到", "{{ 试点.区局收到 }}", 15),
        TableColumn("市局收到", "{{ 试点.市局收到 }}", 15),
        TableColumn("状态", "{{ 试点.状态 }}", 15),
    )


TEMPLATES: Mapping[str, tuple[Callable[[], tuple[Xml, ...]], bool]] = {
    "report-reminder": (report_reminder, True),
    "exit-decision": (exit_decision, False),
}
"""Kind → what it says, and whether it has the form of a letter (信函格式)."""


def template(kind: str, fonts: Fonts = FONTS) -> bytes:
    """The shipped template of a kind, as a .docx."""
    blocks, letter = TEMPLATES[kind]
    return layout.package(blocks(), letter=letter, fonts=fonts)


def main(folder: Path) -> None:
    """Write every template into a folder."""
    for kind in TEMPLATES:
        (folder / f"{kind}.docx").write_bytes(template(kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
