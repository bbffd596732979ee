"""Data for each kind of letter, all of it fictional."""

from collections.abc import Callable, Mapping, Sequence

from toolkit.letters.titles import title_lines

Row = dict[str, str]
LONG_NAME = "上海样例（长三角一体化示范区）国际生物医药科技研究开发有限责任公司第一分公司"
SHORT_NAME = "上海样例微电子有限公司"
LIST = "上海市商业秘密保护创新试点园区、单位（站、点）名单"


def pilots(count: int) -> list[Row]:
    return [
        {
            "序号": str(number),
            "试点编号": f"SH-310104-2025-D-{number:03d}",
            "名称": LONG_NAME if number % 10 == 2 else f"上海示例微电子（{number}）有限公司",
            "类别": ("园区", "单位（站）", "单位（点）")[number % 3],
            "区": "徐汇区",
            "区局收到": "12月30日" if number % 2 else "未收到",
            "市局收到": "未收到",
            "状态": ("未到期", "只报区局", "未报")[number % 3],
        }
        for number in range(1, count + 1)
    ]


def problems(count: int) -> list[Row]:
    return [
        {
            "序号": str(number),
            "工作表": "试点名单",
            "单元格": f"C{number + 4}",
            "列名": "统一社会信用代码",
            "填报值": "91310115MA01610381" if number % 2 else "（空）",
            "问题": "校验码不符（第18位应为0）",
            "修改意见": "请核对营业执照后重新填写",
        }
        for number in range(1, count + 1)
    ]


def title(text: str, *names: str) -> str:
    return "\n".join(title_lines(text, names))


LETTER = {
    "方案": "《上海市商业秘密保护创新试点园区、单位（站、点）培育建设工作方案》（沪市监价竞〔2025〕108号）",
    "其他依据": "",
    "发文机关标志": "上海市市场监督管理局",
    "发文字号": "沪市监价竞〔2025〕　号",
    "主送": "上海市徐汇区市场监督管理局",
    "署名": "上海市市场监督管理局",
    "成文日期": "2025年　月　日",
    "附注": "此件不公开",
    "抄送": "",
    "联系人": "张样例",
    "联系电话": "021-64220000",
}
DOCUMENT = LETTER | {
    "发文机关标志": "上海市市场监督管理局文件",
    "发文字号": "沪市监价竞〔2025〕12号",
    "成文日期": "2025年12月5日",
    "附注": "此件公开发布",
    "印发机关": "上海市市场监督管理局办公室",
    "印发日期": "2025年12月5日",
}
PILOT = {
    "单位名称": SHORT_NAME,
    "统一社会信用代码": "91310115MA01610380",
    "类别": "单位（点）",
    "区": "松江区",
    "确定日期": "2025年9月12日",
    "确定文号": "沪市监价竞〔2025〕9号",
    "退出事由": "不再符合建设条件",
}
FACTS = [
    {"内容": f"2026年5月20日，上海市松江区市场监督管理局走访{SHORT_NAME}，发现其涉密区域未隔离。"},
    {"内容": "2026年5月28日，上海市松江区市场监督管理局提出建议退出的评估意见。"},
]

Value = str | Sequence[Mapping[str, str]]
Context = Mapping[str, Value]


def list_notice(rows: int = 12, **other: Value) -> Context:
    return {
        **DOCUMENT,
        "标题": title(f"关于公布2025年{LIST}的通知"),
        "主送": "各区市场监管局，临港新片区市场监管局，市局执法总队、机场分局",
        "年度": "2025",
        "合计家数": str(rows),
        "分类家数": "试点园区2家、试点单位（站）3家",
        "名单": pilots(rows),
        "附件名称": title(f"2025年{LIST}"),
        **other,
    }


def report_reminder(rows: int = 12, **other: Value) -> Context:
    return {
        **LETTER,
        "标题": title("关于报送2025年度商业秘密保护创新试点情况的提醒函"),
        "区": "徐汇区",
        "年度": "2025",
        "截至日期": "2025年11月15日",
        "截止日期": "2025年12月31日",
        "合计家数": str(rows),
        "分类家数": "试点园区1家、试点单位（站）2家",
        "试点名单": pilots(rows),
        "附件名称": "徐汇区2025年度情况应报送试点名单",
        **other,
    }


def report_overdue(rows: int = 5, late: int = 2, **other: Value) -> Context:
    return {
        **LETTER,
        "标题": title("关于催报2025年度商业秘密保护创新试点情况的函"),
        "区": "徐汇区",
        "年度": "2025",
        "截至日期": "2026年1月5日",
        "应报家数": "14",
        "未完成家数": str(rows),
        "补报期限": "2026年1月20日",
        "未完成名单": pilots(rows),
        "逾期已报家数": str(late) if late else "",
        "逾期已报名单": pilots(late),
        "附件名称": "徐汇区2025年度情况报送清单",
        **other,
    }


def correction_notice(rows: int = 12, **other: Value) -> Context:
    return {
        **LETTER,
        "标题": title("关于补正商业秘密保护创新试点月报材料的函"),
        "收到日期": "2025年12月8日",
        "文件名": "徐汇区-商业秘密试点月报-2025年12月（第2次）.xlsx",
        "批次": "2025年12月月报",
        "问题总数": str(rows + 3),
        "列明数": str(rows),
        "其余说明": "其余3处见随函电子表格。",
        "问题清单": problems(rows),
        "回复期限": "2025年12月15日",
        "附件名称": "需要补正的内容",
        **other,
    }


def quota_reminder(case: str = "超出", **other: Value) -> Context:
    return {
        **LETTER,
        "标题": title("关于2025年度商业秘密保护创新试点确定情况的提醒函"),
        "区": "嘉定区",
        "年度": "2025",
        "截至日期": "2025年11月15日",
        "全国试点地区": "否",
        "名额范围": "6—8家",
        "已确定家数": "10",
        "分类家数": "试点园区1家、试点单位（点）9家",
        "在办家数": "3",
        "年度已结束": "否",
        "名额情形": case,
        "差额家数": "" if case == "相符" else "2",
        "回复期限": "2025年11月30日",
        **other,
    }


def exit_notice(**other: Value) -> Context:
    return {
        **LETTER,
        **PILOT,
        "标题": title(f"关于拟将{SHORT_NAME}退出{LIST}的告知书", SHORT_NAME),
        "主送": SHORT_NAME,
        "事实": FACTS,
        "证据": [{"序号": "1", "内容": "2026年5月20日走访记录"}, {"序号": "2", "内容": "现场照片4张"}],
        "不符合条目": [{"序号": "1", "内容": "设有采取物理隔离保护的涉密区域"}],
        "申辩期限": "5个工作日",
        "提交地址": "上海市样例路1号",
        "抄送": "上海市松江区市场监督管理局",
        **other,
    }


NO_NOTICE = {"告知日期": "", "送达日期": "", "告知文号": ""}
EXITS: dict[str, dict[str, str]] = {
    "未提出": {"申辩届满日期": "2026年6月10日"},
    "提前": {"申辩届满日期": "2026年6月10日", "提前理由": "主体正在清算"},
    "放弃": {},
    "不成立": {"申辩意见": "涉密区域正在改造", "复核意见": "改造未在期限内完成"},
    "自愿": {"申请日期": "2026年5月30日", "退出事由": "自愿申请退出", **NO_NOTICE},
    "注销": {"注销日期": "2026年4月1日", "退出事由": "主体注销", **NO_NOTICE},
}


def exit_decision(case: str = "未提出", **other: Value) -> Context:
    blank = dict.fromkeys(("申辩届满日期", "申辩意见", "复核意见", "提前理由", "申请日期", "注销日期"), "")
    notified = {"告知日期": "2026年6月1日", "告知文号": "沪市监价竞〔2026〕10号", "送达日期": "2026年6月3日"}
    return {
        **DOCUMENT,
        **PILOT,
        **blank,
        **notified,
        "标题": title(f"关于{SHORT_NAME}退出{LIST}的决定", SHORT_NAME),
        "主送": SHORT_NAME,
        "区局": "上海市松江区市场监督管理局",
        "事实": FACTS,
        "退出情形": case,
        "生效日期": "2026年6月15日",
        "抄送": "上海市松江区市场监督管理局",
        **EXITS[case],
        **other,
    }


SAMPLES: Mapping[str, Callable[[], Context]] = {
    "list-notice": list_notice,
    "report-reminder": report_reminder,
    "report-overdue": report_overdue,
    "correction-notice": correction_notice,
    "quota-reminder": quota_reminder,
    "exit-notice": exit_notice,
    "exit-decision": exit_decision,
}
