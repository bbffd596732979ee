"""What each kind of letter can say: the variables its template may use, and nothing else.

Every value is text made ready to print (dates as 2025年12月5日, counts as figures, personal data masked); a
list is rows of such texts. An `optional` variable may be empty, and a template prints it inside an `if`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.letters.template import Variable

_V = Variable

OPENING = (
    _V("发文机关标志", "信函格式为发文机关名称；文件格式另加“文件”二字"),
    _V("发文字号", "送审稿为 沪市监价竞〔2025〕　号，定稿为办公室给出的文号"),
    _V("标题", "每行以换行符分开，按词意断行（title_lines）"),
    _V("主送", "不含冒号"),
)
PLAN = _V("方案", "工作方案的名称和文号，带书名号")
ALSO = _V("其他依据", "pilot.toml 中 citations 所列；没有时为空", optional=True)
CLOSING = (
    _V("署名", "发文机关名称"),
    _V("成文日期", "送审稿为 2025年　月　日"),
    _V("附注", "公开属性，不含括号，如 此件公开发布", optional=True),
    _V("抄送", "不含句号", optional=True),
)
ISSUE = (_V("印发机关", "如 上海市市场监督管理局办公室"), _V("印发日期", "不含“印发”二字"))
CONTACT = (_V("联系人", "市局经办人"), _V("联系电话", "市局办公电话"))
PILOT = (
    _V("单位名称", "试点名称，与营业执照一致；园区写园区名称"),
    _V("统一社会信用代码"),
    _V("类别", "园区、单位（站）或单位（点）"),
    _V("确定日期"),
    _V("确定文号"),
)
REPORT_COLUMNS = ("序号", "试点编号", "名称", "类别", "区局收到", "市局收到", "状态")

VARIABLES: Mapping[str, tuple[Variable, ...]] = MappingProxyType({
    "list-notice": (
        *OPENING,
        PLAN, ALSO,
        _V("年度"),
        _V("合计家数"),
        _V("分类家数", "如 试点园区2家、试点单位（站）3家；没有的类别不写"),
        _V("名单", "按类别、区排列；不含联系人", columns=("序号", "区", "名称", "类别")),
        _V("附件名称"),
        *CLOSING,
        *ISSUE,
    ),
    "report-reminder": (
        *OPENING,
        PLAN,
        _V("区", "如 徐汇区"),
        _V("年度"),
        _V("截至日期", "数据截至哪一天"),
        _V("截止日期", "报送截止日，12月31日"),
        _V("合计家数"),
        _V("分类家数", "如 试点园区1家、试点单位（站）2家"),
        _V("试点名单", "本区应报送的试点", columns=REPORT_COLUMNS),
        _V("附件名称"),
        *CONTACT,
        *CLOSING,
    ),
    "report-overdue": (
        *OPENING,
        PLAN,
        _V("区"),
        _V("年度"),
        _V("截至日期"),
        _V("应报家数"),
        _V("未完成家数"),
        _V("补报期限"),
        _V("未完成名单", "未报、只报市局、只报区局的试点", columns=REPORT_COLUMNS),
        _V("逾期已报家数", "没有时为空", optional=True),
        _V("逾期已报名单", "两局均已收到、但晚于截止日期的试点", columns=REPORT_COLUMNS, optional=True),
        _V("附件名称"),
        *CONTACT,
        *CLOSING,
    ),
    "correction-notice": (
        *OPENING,
        _V("收到日期", "不知道时为空", optional=True),
        _V("文件名", "报送的文件名，含扩展名"),
        _V("批次", "如 2025年12月月报（第1次报送）"),
        _V("问题总数"),
        _V("列明数", "附件列出的处数"),
        _V("其余说明", "问题多于附件所列时，说明其余在哪里", optional=True),
        _V(
            "问题清单",
            "单元格为报送文件中的位置；个人信息已遮盖；空白写（空）",
            columns=("序号", "工作表", "单元格", "列名", "填报值", "问题", "修改意见"),
        ),
        _V("回复期限"),
        _V("附件名称"),
        *CONTACT,
        *CLOSING,
    ),
    "quota-reminder": (
        *OPENING,
        PLAN,
        _V("区"),
        _V("年度"),
        _V("截至日期"),
        _V("全国试点地区", "是否为全国商业秘密保护创新试点地区", choices=("是", "否")),
        _V("名额范围", "如 6—8家"),
        _V("已确定家数"),
        _V("分类家数", "一家未定时为空", optional=True),
        _V("在办家数", "已受理、尚未确定的申请"),
        _V("年度已结束", "截至日期已在年度之后", choices=("是", "否")),
        _V("名额情形", choices=("不足", "相符", "超出")),
        _V("差额家数", "不足或超出几家；相符时为空", optional=True),
        _V("回复期限"),
        *CONTACT,
        *CLOSING,
    ),
    "exit-notice": (
        *OPENING,
        PLAN, ALSO,
        *PILOT,
        _V("事实", "每段一行，只写事实", columns=("内容",)),
        _V("证据", columns=("序号", "内容")),
        _V("退出事由", "接在单位名称之后，如 不再符合建设条件"),
        _V("不符合条目", "建设条件原文", columns=("序号", "内容"), optional=True),
        _V("申辩期限", "如 5个工作日"),
        _V("提交地址"),
        *CONTACT,
        *CLOSING,
    ),
    "exit-decision": (
        *OPENING,
        PLAN, ALSO,
        *PILOT,
        _V("区", "属地，如 松江区"),
        _V("区局", "属地区局全称"),
        _V("事实", "每段一行，只写事实", columns=("内容",)),
        _V("退出情形", choices=("未提出", "提前", "放弃", "不成立", "自愿", "注销")),
        _V("退出事由", "接在单位名称之后，如 不再符合建设条件"),
        _V("告知日期", optional=True),
        _V("告知文号", optional=True),
        _V("送达日期", optional=True),
        _V("申辩届满日期", "未提出时写", optional=True),
        _V("申辩意见", "不成立时写：提出了什么", optional=True),
        _V("复核意见", "不成立时写：为何不采纳", optional=True),
        _V("提前理由", "提前时写：为何不等期限届满", optional=True),
        _V("申请日期", "自愿时写", optional=True),
        _V("注销日期", "注销时写", optional=True),
        _V("生效日期"),
        *CLOSING,
        *ISSUE,
    ),
})
"""Kind → its variables."""
