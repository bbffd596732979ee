"""What the texts of letters share: the notice's words, openings, closings.

What stands in quotation marks after the plan's name is the notice's own, word for word; nothing else is put into
its mouth.
"""

from collections.abc import Iterator

from toolkit.letters import layout
from toolkit.letters.styles import Xml

PLAN = "{{ 方案 }}"
ALSO, AND_BY = "{% if 其他依据 %}、{{ 其他依据 }}{% endif %}", "{% if 其他依据 %}并根据{{ 其他依据 }}{% endif %}"
"""What the city cites besides the plan: after its name, and after 据此."""
LIST = "上海市商业秘密保护创新试点园区、单位（站、点）名单"
QUOTES = {
    "三（三）": "市场监管部门应结合走访调研、指导培育情况，按照商业秘密保护创新试点园区、单位（站、点）建设的任务内容，"
    "组织对试点申请单位的商业秘密保护情况进行综合评价，最终确定商业秘密保护创新试点园区、单位（站、点）名单",
    "三（四）总结": "及时总结商业秘密保护创新试点园区、单位（站、点）好的保护经验和做法，形成可复制、可推广的创新成果",
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

CONTACT = "联系人：{{ 联系人 }}，联系电话：{{ 联系电话 }}。"
DETERMINED = (
    "{{ 单位名称 }}（统一社会信用代码：{{ 统一社会信用代码 }}）于{{ 确定日期 }}经{{ 确定文号 }}确定为上海市"
    "商业秘密保护创新试点{{ 类别 }}。"
)


def red_opening() -> Blocks:
    """The head of a document (文件格式), title and addressee."""
    yield layout.red_head("{{ 发文机关标志 }}", "{{ 发文字号 }}")
    yield from address()


def letter_opening() -> Blocks:
    """The head of a letter (信函格式), title and addressee."""
    yield layout.letter_head("{{ 发文机关标志 }}", "{{ 发文字号 }}")
    yield from address()


def plain_opening() -> Blocks:
    """A title and no head, for what bears no number."""
    yield layout.plain_title("{{ 标题 }}")


def address() -> Blocks:
    """Title and addressee."""
    yield layout.title("{{ 标题 }}")
    yield layout.addressee("{{ 主送 }}")


def closing() -> Blocks:
    """Signature, date and remark."""
    yield layout.signature("{{ 署名 }}", "{{ 成文日期 }}")
    yield layout.when("附注", layout.remark("{{ 附注 }}"))
