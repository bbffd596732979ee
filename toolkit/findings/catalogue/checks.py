"""What the checks of the master say (QUOTA-…, REPORT-…, REVIEW-…, TRACK-…, STATE-…, EXIT-…, REPLY-…, WAIVE-…, WATCH-…, DUP-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

QUOTA_UNDER_SO_FAR = Rule(
    "QUOTA-01", I, "{unit}{year}年已确定 {determined} 家，尚不足 {least} 家", "年底前可继续确定", "四（二）"
)
QUOTA_UNDER = Rule("QUOTA-02", W, "{unit}{year}年确定 {determined} 家，少于 {least} 家", "请了解原因，在名额说明登记", "四（二）")
QUOTA_OVER = Rule(
    "QUOTA-03", W, "{unit}{year}年确定 {determined} 家，超出上限 {most} 家（超 {over} 家）",
    "原则上不超过上限；请在名额说明登记理由，公布名单前须有说明", "四（二）",
)  # fmt: skip
QUOTA_CONTESTED = Rule(
    "QUOTA-04", W, "{name}由{units}同时报送，未裁定前均不计入", "请在总台账“冲突裁定”中裁定归属", "四（二）"
)
QUOTA_YEAR_NOT_LISTED = Rule(
    "QUOTA-05", I, "{year}年的国家试点地区名单未列明，沿用 {used} 年的", "请市局确认后在 pilot.toml 的 national_pilots 列出"
)
QUOTA_DIRECT = Rule(
    "QUOTA-06", I, "{unit}报送并确定的“{name}”计入属地区{territory}", "请确认是否应计入{territory}", "四（二）"
)
QUOTA_UNREADABLE = Rule(
    "QUOTA-07", W, "{unit}的“{name}”{headers}为空或无法读取，未计入名额", "请在总台账“试点名单”中补填或改正", "四（二）"
)
QUOTA_NOWHERE = Rule(
    "QUOTA-08", W, "{unit}的“{name}”没有可以计入的区，未计入名额", "请在总台账“试点名单”中填写属地区，并核对报送单位", "四（二）"
)

QUOTA_CITY = Rule(
    "QUOTA-09", I, "各区{year}年合计确定 {determined} 家，各区名额合计为 {least}—{most} 家", "全市合计文件未规定，只作核对", "四（二）"
)

REPORT_NEW_PILOT = Rule(
    "REPORT-01", W, "{name}于 {determined_on} 确定，距截止日不足 {days} 天，尚未报送齐全",
    "文件未作例外，请提醒其报送", "四（三）",
)  # fmt: skip
REPORT_MISSING = Rule("REPORT-02", E, "{name}未报送{year}年度情况（{status}）", "请催报，市、区两局都要收到", "四（三）")
REPORT_LATE = Rule("REPORT-03", W, "{name}{year}年度情况逾期 {days} 天（{which}）", "已收到，无须再催", "四（三）")
REPORT_DATES_DIFFER = Rule(
    "REPORT-04", W, "{name}：市局登记收到日期 {registered}，区局报送的市局收到日期 {told}，以市局登记为准",
    "请核对收文登记", "四（三）",
)  # fmt: skip

REPORT_COMING_DUE = Rule(
    "REPORT-05", I, "{unit}还有 {count} 家未报齐{year}年度情况，距截止 {left} 天（{stage} 天内）：{names}", "请提醒报送市、区两局", "四（三）"
)
REPORT_NOT_REGISTERED = Rule(
    "REPORT-06", W, "{name}：区局称市局已于 {told} 收到，市局收文登记中没有", "请核对收文登记；未收到的，市局收到日期不算", "四（三）"
)
REPORT_RECEIVED_EARLY = Rule(
    "REPORT-07", W, "{name}{year}年度情况的{which}为 {told}，早于当年 {month} 月，年份可能填错", "请核对收文登记，在总台账改正", "四（三）"
)

EXIT_NO_NOTICE = Rule("EXIT-01", E, "{name}尚无拟退出告知日期", "请先发出拟退出告知书并登记告知日期；即日告知并送达的，最早 {earliest} 可作出决定")
EXIT_NOT_SERVED = Rule("EXIT-02", E, "{name}的拟退出告知书尚无送达日期", "请登记送达日期（以送达回证为准）；即日送达的，最早 {earliest} 可作出决定")
EXIT_TERM_OPEN = Rule(
    "EXIT-03", E, "{name}的申辩期未满：{served_on} 送达，{term} 个工作日至 {ends_on} 止", "最早可于 {earliest} 作出决定"
)
EXIT_STATEMENT_OPEN = Rule("EXIT-04", E, "{name}已提出陈述申辩，尚无申辩结论", "请先处理陈述申辩并登记结论；不成立的，最早 {earliest} 可作出决定")
EXIT_DEFENCE_UPHELD = Rule("EXIT-05", E, "{name}的申辩成立，不得作出退出决定", "请将状态恢复为试点中")
EXIT_NO_CASE = Rule("EXIT-06", E, "{name}没有“建议退出”的跟踪评估记录", "请先在跟踪评估表登记评估意见和退出事由", "四（四）")
EXIT_NO_GROUND = Rule("EXIT-07", E, "{name}的退出事由未填写", "请先填写退出事由", "四（四）")
EXIT_ORDER = Rule("EXIT-08", E, "{name}的日期次序不对：{order}", "请核对告知、送达、决定、生效日期")
EXIT_ALREADY = Rule("EXIT-09", E, "{name}已于 {exit_on} 作出退出决定", "如需重新制发，请先核对文书登记")
EXIT_STATEMENT_UNKNOWN = Rule("EXIT-10", E, "{name}的陈述申辩情况未登记", "请登记未提出、已提出或放弃；未提出或放弃的，最早 {earliest} 可作出决定")
EXIT_NOT_CITY = Rule("EXIT-12", E, "{name}是区级试点，不在本市名单内", "区级试点的退出由区局办理", "四（四）")
EXIT_DONE = Rule("EXIT-13", E, "{name}的状态已是已退出", "如需重新制发，请先核对文书登记和试点名单的状态", "四（四）")
EXIT_UNREADABLE = Rule(
    "EXIT-14", E, "{name}的跟踪评估（第 {row} 行）“{header}”读不出：{read}", "请先在总台账跟踪评估表改正这一格"
)
HOLIDAYS_UNKNOWN = Rule(
    "EXIT-11", I, "{year}年的放假安排尚未收录，工作日按周一至周五计", "公布后请更新本工具，或在 pilot.toml 的 holidays、extra_workdays 中列出"
)

FEEDBACK_WAITS = Rule(
    "REPLY-01", W, "{unit}于 {raised_on} 提出的“{content}”已 {days} 天未答复（超过 {most} 天）",
    "请在“问题建议”的答复内容、答复日期中登记答复", "四（四）",
)  # fmt: skip

DETERMINED_UNDATED = Rule(
    "STATE-01", E, "{name}的状态为“{state}”，但没有{headers}", "名单公布后才是试点中；请补填，未确定的请从试点名单移出", "三（三）"
)
EXITED_UNDATED = Rule(
    "STATE-02", E, "{name}的状态为已退出，但跟踪评估中没有退出决定日期",
    "请登记退出决定日期、文号和生效日期；尚未决定的，状态改为“拟退出”", "四（四）",
)  # fmt: skip
EXITED_IS_BACK = Rule(
    "STATE-03", E, "{name}已于 {left} 退出，状态却是“{state}”", "已退出不能直接改回；允许的是：{allowed}", "四（四）"
)

TRACK_LONG_AGO = Rule(
    "TRACK-01", W, "{name}已 {months} 个月未跟踪（{since}）", "文件只写“定期”，本工具按 {most} 个月提示；请安排跟踪并登记", "四（四）"
)
RECTIFICATION_OVERDUE = Rule(
    "TRACK-02", W, "{name}的整改期限 {rectify_by} 已过 {days} 天，未登记整改结果", "请复核并登记新的跟踪评估：合格，或建议退出", "四（四）"
)
RECTIFICATION_UNCHECKED = Rule(
    "TRACK-03", I, "{name}的整改期限 {rectify_by} 已过，整改结果已填，尚无复核", "请复核并登记新的跟踪评估", "四（四）"
)
STATE_WITHOUT_TRACKING = Rule(
    "TRACK-04", W, "{name}的状态为“{state}”，最近的评估意见却是“{verdict}”", "请补记跟踪评估，或改正状态", "四（四）"
)
GROUND_FOUND = Rule(
    "TRACK-05", I, "{name}有可作退出事由的情况：{ground}（{evidence}）", "只作提示，是否建议退出由人决定；建议退出的请在跟踪评估登记", "四（四）"
)

STAGES_MISSING = Rule("REVIEW-01", W, "{unit}的{name}没有{stages}记录", "请报送单位补记；三（三）要求结合走访调研、指导培育情况评价", "三（三）")
CRITERIA_UNANSWERED = Rule("REVIEW-02", W, "{unit}的{name}综合审定未评价 {criteria}", "请逐条填写符合、部分符合、不符合或未核查", "三（三）")
OPINION_AGAINST_ANSWERS = Rule(
    "REVIEW-03", W, "{unit}的{name}区级意见为“{opinion}”，但{answers}", "请核对评价和意见；确需建议确定的，在意见说明写明理由", "三（三）"
)
RESULT_AGAINST_OPINION = Rule(
    "REVIEW-04", W, "{unit}的{name}市级结论为“确定”，区级意见为“{opinion}”（{answers}）", "请核对；确需确定的，请留存理由", "三（三）"
)
DETERMINED_AGAINST_RESULT = Rule(
    "REVIEW-05", W, "{unit}的{name}已在试点名单，审定结论却是“{result}”", "请核对试点名单和综合审定", "三（三）"
)
REVIEWED_THEN_WITHDRAWN = Rule("REVIEW-06", W, "{unit}的{name}审定后撤回申请", "不计入预计，不出具审定结果；审定记录留存备查", "三（二）")
PILOT_HAS_WITHDRAWN = Rule(
    "REVIEW-07", E, "{unit}的{name}已是试点，却登记为撤回申请", "自愿退出的按退出办理：跟踪评估填“建议退出”，退出事由选 T4", "四（四）"
)

OVERVIEW_MOVED = Rule(
    "WATCH-01", W, "总览不是本版的版式（{wrong}），未更新，其余照常",
    "请把自己加的行、列和内容移到各表之外；旧版总台账请从备份取回总览，或新建总台账后重新并入",
)  # fmt: skip

WAIVER_INCOMPLETE = Rule("WAIVE-01", W, "豁免第 {number} 行缺{lacking}，未生效", "代码、记录、理由、批准人、有效期至都填齐才生效")
WAIVER_DATE = Rule("WAIVE-02", W, "豁免第 {number} 行的有效期至“{told}”不是日期，未生效", "请写成 2025-12-31")
WAIVER_CODE = Rule("WAIVE-03", W, "豁免第 {number} 行的“{code}”不是问题代码，未生效", "请照抄监测、核验结果中方括号里的代码")
WAIVER_IMPOSSIBLE = Rule(
    "WAIVE-04", W, "豁免第 {number} 行的 {code} 不能豁免，未生效",
    "读不出的内容须改正，归属和更名在冲突裁定、变更说明处理，退出程序不能免",
)  # fmt: skip

ENTITY_OF_TWO_UNITS = Rule("DUP-01", W, "确定重复：同一主体（{code}）在两个以上单位名下：{names}", "请在冲突裁定中裁定归属；已迁移的，由原单位在变更说明注明迁出并填属地区")
CODE_OF_TWO_NAMES = Rule("DUP-02", W, "部分重复：同一代码 {code} 有不同名称：{names}", "请核对代码；已更名的，在变更说明注明曾用名")
NAME_OF_TWO_CODES = Rule("DUP-03", W, "部分重复：同一名称“{name}”有不同代码：{names}", "请核对登记证照上的代码")
CODE_IN_SEVERAL_CATEGORIES = Rule(
    "DUP-04", W, "部分重复：同一主体（{code}）多个类别：{names}", "通知未禁止同一主体按多个类别申报，请核对是否确需"
)
NAMES_ALIKE = Rule("DUP-05", I, "疑似重复：名称相近：{names}", "可能是同一单位的不同写法（括号、有限公司、繁体字等），请核对代码")
