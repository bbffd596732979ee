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


def review_result(case: str = "不予确定", **other: Value) -> Context:
    met = case == "确定"
    return {
        **LETTER,
        "标题": title(f"上海市市场监督管理局关于{SHORT_NAME}商业秘密保护创新试点综合审定结果的告知书", SHORT_NAME),
        "主送": SHORT_NAME,
        "单位名称": SHORT_NAME,
        "类别": "单位（点）",
        "申请日期": "2025年5月20日",
        "审定日期": "2025年8月15日",
        "审定方式": "材料审核、实地核查",
        "审定结果": case,
        "审定理由": "" if met else "涉密区域尚未隔离，定密分级制度尚未建立",
        "不符合条目": [] if met else [{"序号": "1", "内容": "“设有采取物理隔离保护的涉密区域”"}],
        "部分符合条目": [{"序号": "1", "内容": "“有严格的进出登记管理”"}],
        "确定文号": "沪市监价竞〔2025〕9号" if met else "",
        "区局": "松江区市场监管局",
        "抄送": "松江区市场监管局",
        "附注": "",
        **other,
    }


def rectification_notice(**other: Value) -> Context:
    return {
        **LETTER,
        **PILOT,
        "标题": title(f"上海市市场监督管理局关于{SHORT_NAME}限期整改的通知书", SHORT_NAME),
        "主送": SHORT_NAME,
        "评估日期": "2026年5月20日",
        "评估单位": "松江区市场监管局",
        "评估方式": "走访、书面",
        "事实": FACTS,
        "不符合条目": [{"序号": "1", "编号": "C10", "内容": "“设有采取物理隔离保护的涉密区域”"}],
        "整改期限": "2026年7月31日",
        "复核期限": "2026年8月14日",
        "区局": "松江区市场监管局",
        "抄送": "松江区市场监管局",
        **other,
    }


def exit_list(rows: int = 3, **other: Value) -> Context:
    left = {"原确定文号": "沪市监价竞〔2025〕9号", "退出日期": "2026年6月15日"}
    return {
        **DOCUMENT,
        "标题": title(f"上海市市场监督管理局关于公布2026年退出{LIST}情况的通知"),
        "主送": "各区市场监管局，临港新片区市场监管局，市局执法总队、机场分局",
        "年度": "2026",
        "合计家数": str(rows),
        "分类家数": "试点园区1家、试点单位（点）2家",
        "名单": [{**pilot, **left} for pilot in pilots(rows)],
        "附件名称": title(f"2026年退出{LIST}情况"),
        **other,
    }


def service_receipt(**other: Value) -> Context:
    return {
        "标题": "送达回证",
        "署名": "上海市市场监督管理局",
        "文书名称": f"上海市市场监督管理局关于拟将{SHORT_NAME}退出{LIST}的告知书",
        "文书文号": "沪市监价竞〔2026〕10号",
        "文书日期": "2026年6月1日",
        "受送达人": SHORT_NAME,
        **other,
    }


def feedback_reply(**other: Value) -> Context:
    return {
        **LETTER,
        "标题": title("上海市市场监督管理局关于答复徐汇区商业秘密保护创新试点工作有关问题的函"),
        "提出日期": "2025年10月9日",
        "类型": "问题",
        "涉及单位": SHORT_NAME,
        "问题": [{"内容": "试点单位更名后，是否需要重新确定。"}],
        "答复": [{"内容": "更名不需要重新确定。"}, {"内容": "请在月报的变更说明中注明曾用名。"}],
        **other,
    }


def public_notice(rows: int = 12, **other: Value) -> Context:
    return {
        **LETTER,
        "标题": title(f"上海市市场监督管理局关于2025年拟确定{LIST}的公示"),
        "年度": "2025",
        "合计家数": str(rows),
        "分类家数": "试点园区2家、试点单位（站）3家、试点单位（点）7家",
        "公示期": "5个工作日",
        "公示开始": "2025年9月2日",
        "公示结束": "2025年9月8日",
        "提交地址": "上海市样例路1号",
        "名单": pilots(rows),
        "附件名称": title(f"2025年拟确定{LIST}"),
        "成文日期": "2025年9月1日",
        "附注": "此件公开发布",
        **other,
    }


def outcome_digest(**other: Value) -> Context:
    outcome = {
        "类型标题": "一、制度规范", "序号": "一", "成果名称": "园区企业商业秘密管理制度范本", "来源单位": SHORT_NAME,
        "形成日期": "2025年7月1日", "推广范围": "全区", "主要内容": "含定密分级、人员管理和涉密区域管理三部分，可直接采用。",
    }  # fmt: skip
    return {
        **LETTER,
        "标题": "上海市商业秘密保护创新试点经验成果汇编\n（2025年）",
        "截至日期": "2025年12月31日",
        "年度说明": "2025年形成的",
        "合计项数": "3",
        "成果": [
            outcome,
            {**outcome, "类型标题": "", "序号": "二", "形成日期": "", "推广范围": ""},
            {**outcome, "类型标题": "二、案例", "序号": "一", "成果名称": "离职人员脱密期管理案例"},
        ],
        "附注": "此件公开发布",
        **other,
    }


def report_form(**other: Value) -> Context:
    return {
        "标题": "商业秘密保护创新试点年度情况报告表",
        "方案": LETTER["方案"],
        "单位名称": SHORT_NAME,
        "类别": "单位（点）",
        "统一社会信用代码": "91310115MA01610380",
        "试点编号": "SH-310117-2025-D-001",
        "年度": "2025",
        "截止日期": "2025年12月31日",
        "市局": "上海市市场监督管理局",
        "区局": "上海市松江区市场监督管理局",
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
    "review-result": review_result,
    "rectification-notice": rectification_notice,
    "exit-list": exit_list,
    "service-receipt": service_receipt,
    "feedback-reply": feedback_reply,
    "public-notice": public_notice,
    "outcome-digest": outcome_digest,
    "report-form": report_form,
}
