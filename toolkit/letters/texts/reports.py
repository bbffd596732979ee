"""Annual reports: reminded of, called for, and the form itself."""

from toolkit.letters import layout
from toolkit.letters.layout import Box, TableColumn
from toolkit.letters.texts.common import CONTACT, PLAN, QUOTES, Blocks, closing, letter_opening, plain_opening
from toolkit.records import form_of


def report_reminder() -> Blocks:
    """年度情况报送提醒函: before the deadline, to a district, with the pilots whose reports are due."""
    yield from letter_opening()
    yield layout.body(
        f"{PLAN}明确，“{QUOTES['四（三）']}”。为做好{{{{ 年度 }}}}年度情况报送工作，现将有关事项函告如下："
    )
    yield layout.when(TO_UNIT, *_for_unit())
    yield layout.when(TO_PILOT, *_for_pilot())
    yield layout.level(1, "三、联系方式")
    yield layout.last(CONTACT)
    yield layout.when("附件名称", layout.attachment_note("{{ 附件名称 }}"))
    yield from closing()
    yield layout.when(
        "附件名称",
        layout.attachment("{{ 附件名称 }}"),
        layout.table("试点", "试点名单", _report_columns()),
    )
    yield layout.letter_imprint("抄送")


TO_UNIT, TO_PILOT = '对象 == "单位"', '对象 == "试点"'


def _for_unit() -> Blocks:
    """To the unit: which of its pilots, by when, to whom."""
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


def _for_pilot() -> Blocks:
    """To the pilot itself: what has arrived of its own report, by when and to whom the rest."""
    yield layout.level(1, "一、目前收到情况")
    yield layout.body("截至{{ 截至日期 }}，{{ 单位名称 }}{{ 年度 }}年度商业秘密保护创新试点情况，{{ 收到情况 }}。")
    yield layout.level(1, "二、报送时间和对象")
    yield layout.body(
        "请于{{ 截止日期 }}前（含当日），将{{ 年度 }}年度商业秘密保护创新试点情况报送市、区市场监督管理局。我局和{{ 区局 }}"
        "均需报送；已向其中一方报送的，请向另一方补送。"
    )


def report_overdue() -> Blocks:
    """催报通知: after the deadline, to a district whose pilots' reports are not all in."""
    yield from letter_opening()
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
    yield from closing()
    yield layout.attachment("{{ 附件名称 }}")
    yield layout.when("not 逾期已报名单", layout.caption("尚未完成报送的试点"))
    yield layout.when("逾期已报名单", layout.caption("一、尚未完成报送的试点"))
    yield layout.table("试点", "未完成名单", _report_columns())
    yield layout.when(
        "逾期已报名单",
        layout.caption("二、逾期已报送的试点（无需再次报送）"),
        layout.table("试点", "逾期已报名单", _report_columns()),
    )
    yield layout.letter_imprint("抄送")


def report_form() -> Blocks:
    """年度情况报告表: who the pilot is stands there, the rest it fills in itself."""
    yield from plain_opening()
    yield layout.form([*_known_boxes(), *_open_boxes(), (30, [_label("填报说明"), Box(_ADVICE, 126, small=True)])])
    yield layout.end()


_ADVICE = (
    f"1. {PLAN}明确，“{QUOTES['四（三）']}”。\n"
    "2. 请于{{ 截止日期 }}前（含当日）将本表分别报送{{ 市局 }}和{{ 区局 }}，两局均收到方为完成报送。\n"
    "3. 请勿填写商业秘密具体内容、涉密信息。栏目不够的可另附页。"
)


def _known_boxes() -> list[tuple[float, list[Box]]]:
    return [
        (10, [_label("试点名称"), Box("{{ 单位名称 }}", 126)]),
        (10, [_label("信用代码"), Box("{{ 统一社会信用代码 }}", 56), Box("类别", 28, label=True), Box("{{ 类别 }}", 42)]),
        (10, [_label("试点编号"), Box("{{ 试点编号 }}", 56), Box("报告年度", 28, label=True), Box("{{ 年度 }}年", 42)]),
    ]


def _open_boxes() -> list[tuple[float, list[Box]]]:
    """What the workbook asks of a report, under the workbook's own headers."""
    headers = {column.field: column.header for column in form_of("annual_reports").columns}
    figures = ("events", "attendees", "inspections", "staff", "funds")
    third = [Box(headers[name], 31.2, label=True) for name in figures]
    return [
        (44, [_label(headers["summary"]), Box("", 126)]),
        (13, third),
        (9, [Box("", 31.2) for _ in figures]),
        (20, [_label(headers["issues"]), Box("", 126)]),
        (20, [_label(headers["plan"]), Box("", 126)]),
        (10, [_label("填报人"), Box("", 48), Box("联系电话", 30, label=True), Box("", 48)]),
        (10, [_label("负责人"), Box("", 48), Box("填报日期", 30, label=True), Box("　　　年　月　日", 48)]),
    ]


def _label(text: str) -> Box:
    return Box(text, 30, label=True)


def _report_columns() -> list[TableColumn]:
    """Who owes a report, and which of the two bureaus has it."""
    return [
        TableColumn("序号", "{{ 试点.序号 }}", 9),
        TableColumn("试点编号", "{{ 试点.试点编号 }}", 39),
        TableColumn("名称", "{{ 试点.名称 }}", 33, left=True),
        TableColumn("类别", "{{ 试点.类别 }}", 20),
        TableColumn("区局收到", "{{ 试点.区局收到 }}", 19.5),
        TableColumn("市局收到", "{{ 试点.市局收到 }}", 19.5),
        TableColumn("状态", "{{ 试点.状态 }}", 16),
    ]
