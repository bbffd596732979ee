"""Why a letter is not written (LETTER-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

NOTHING_DUE = Rule("LETTER-01", E, "{unit}{year}年度情况均已报送齐全或无须报送，没有需要提醒的试点", "无须发函")
NO_EXIT_PROPOSED = Rule("LETTER-02", E, "没有“建议退出”的试点", "请核对跟踪评估表")
NO_SUCH_PILOT = Rule("LETTER-03", E, "总台账中找不到试点“{query}”", "请填写试点编号、统一社会信用代码或完整名称")
NO_FACTS = Rule("LETTER-04", E, "{name}的事实依据未填写", "请在跟踪评估表补填事实依据")
DEFENCE_NOT_ANSWERED = Rule(
    "LETTER-05", E, "{name}已提出陈述申辩，缺少申辩内容或复核意见", "请在“单位意见”写明申辩内容，并用 --reason 写明不予采纳的理由"
)
EFFECTIVE_BEFORE_SIGNED = Rule("LETTER-06", E, "{name}的生效日期 {effective} 早于成文日期 {signed}", "请核对两个日期")
NUMBER_USED = Rule("LETTER-07", E, "文号 {number} 已用于“{title}”", "请核对文号；原件作废的，请先在文书登记将其状态改为作废")
NUMBER_FOR_SEVERAL = Rule("LETTER-08", E, "一个文号不能用于 {count} 份文书", "请用 --unit 或 --pilot 指明一份")
NOTHING_TO_WRITE = Rule("LETTER-09", E, "没有需要制发的{kind}", "请核对条件")
NO_TEMPLATE = Rule("LETTER-10", E, "模板 {path} 无法读取（{detail}）", "请核对 --templates 所指的文件夹")
SETTING_MISSING = Rule("LETTER-11", E, "{names}尚未设置，只能出送审稿", "请在 pilot.toml 的 [policy] issuer 中填写")
NOT_IDENTIFIED = Rule("LETTER-12", E, "{name}的{headers}为空或无法读取", "请在总台账“试点名单”中补填或改正")
EMPTY_LIST = Rule("LETTER-25", E, "截至 {as_of}，没有{year}年确定的市级试点可以公布", "请核对年度、截至日期和试点名单", "三（三）")
OVERRUN_UNEXPLAINED = Rule(
    "LETTER-13", E, "{unit}{year}年确定 {determined} 家，超出上限 {most} 家，名额说明中没有理由",
    "请在总台账“名额说明”登记{unit}{year}年的超额说明后再公布", "四（二）",
)  # fmt: skip
LEFT_BEFORE_LIST = Rule("LETTER-14", I, "{name}已退出，未列入名单", "请核对是否应当公布")
NOT_OVERDUE_YET = Rule(
    "LETTER-15", E, "{year}年度情况的报送截止日是 {deadline}，截至 {as_of} 还不能催报",
    "截止日之前请用 report-reminder（年度情况报送提醒函）", "四（三）",
)  # fmt: skip
NO_RANGE = Rule("LETTER-16", E, "文件未规定{unit}的家数，没有可以提醒的名额", "市局另有规定的，请先在 pilot.toml 的 [policy] 中设置", "四（二）")
YEAR_OVER_IN_RANGE = Rule("LETTER-17", E, "{unit}{year}年确定的家数在规定范围内，年度已结束", "无须发函", "四（二）")
QUOTA_EXPLAINED = Rule("LETTER-18", E, "{unit}{year}年的超额或不足说明已登记在名额说明", "无须再次发函", "四（二）")
NO_NOTICE_NEEDED = Rule("LETTER-19", E, "{name}的退出事由是“{ground}”，无须先作拟退出告知", "请直接制发 exit-decision（退出决定）", "四（四）")
NOTICE_GIVEN = Rule(
    "LETTER-20", E, "{name}已于 {notice_on} 作出拟退出告知",
    "请核对文书登记；确需重新印制原告知书的，成文日期应与拟退出告知日期一致",
)  # fmt: skip
NO_CRITERION = Rule("LETTER-21", E, "{name}的退出事由是不再符合建设条件，但没有写明不符合哪些条目", "请在跟踪评估表补填不符合条目", "四（四）")
OPTION_IDLE = Rule("LETTER-22", E, "{kind}不按“{options}”制发", "请去掉 {options} 后重试，以免误以为只写了一部分")
ONLY_OF_A_FILE = Rule(
    "LETTER-23", E, "补正通知针对来文，不从总台账制发", "请用 pilot check 文件 --letter 文件夹；要登记入文书登记的，另加 --master 总台账"
)
NOTHING_TO_CORRECT = Rule("LETTER-24", E, "{file} 没有需要补正的问题", "无须退回")
TERM_OVERRIDDEN = Rule("LETTER-26", W, "{name}的申辩期至 {ends_on} 才届满，按 --reason 提前作出决定：{reason}", "已记入变更记录，请确认确有必要")
REASON_UNUSED = Rule("LETTER-27", I, "{name}没有需要说明理由的事项，--reason 未用", "无须处理")

NO_SUCH_APPLICANT = Rule("LETTER-28", E, "综合审定表中找不到“{query}”", "请填写统一社会信用代码或完整名称，并核对是否已有综合审定记录")
NOT_DECIDED = Rule("LETTER-29", E, "截至 {as_of}，{name}尚无审定结论", "请先在综合审定表填写市级结论和日期", "三（三）")
APPLICATION_WITHDRAWN = Rule("LETTER-30", E, "{name}的申请已撤回", "撤回的申请不再告知审定结果；已是试点的，按自愿退出办理", "三（三）")
NO_REASON_FOR_RESULT = Rule(
    "LETTER-31", E, "{name}的审定结论是“{result}”，没有可以告知的理由", "请在意见说明补填理由，或用 --pilot 和 --reason 写明市级结论的理由", "三（三）"
)
REASON_FOR_SEVERAL = Rule("LETTER-32", E, "--reason 只能用于一份文书", "请用 --pilot 指明一份")
EXIT_NOT_PLACED = Rule(
    "LETTER-33", E, "{name}的状态是已退出，但{lacking}没有登记，无法列入退出名单", "请在跟踪评估表补填后再公布", "四（四）"
)
EXIT_NOT_EFFECTIVE = Rule("LETTER-34", I, "{name}的退出自 {effective} 起生效，尚未列入名单", "生效后再公布")
NOBODY_LEFT = Rule("LETTER-35", E, "截至 {as_of}，没有在{year}年生效的退出可以公布", "请核对年度、截至日期和退出决定", "四（四）")
NOTHING_TO_SERVE = Rule(
    "LETTER-36", E, "文书登记中没有要送达{whom}的已发文书", "请先用文号和成文日期制发告知书、通知书或决定，再制作送达回证"
)
NOT_ANSWERED = Rule("LETTER-37", E, "{raised_on} 所提{kind}截至 {as_of} 尚未答复", "请先在问题建议表填写答复内容和答复日期", "四（四）")
NOBODY_PROPOSED = Rule("LETTER-38", E, "截至 {as_of}，没有{year}年拟确定、尚未公布的试点可以公示", "请核对综合审定结论、年度和截至日期", "三（三）")
OVERRUN_AHEAD = Rule(
    "LETTER-39", W, "{unit}{year}年已确定和公示的合计 {expected} 家，将超出上限 {most} 家，名额说明中没有理由",
    "公布名单前请先在总台账“名额说明”登记超额说明", "四（二）",
)  # fmt: skip
NO_OUTCOMES = Rule("LETTER-40", E, "截至 {as_of}，没有同意公开的经验成果", "请核对经验成果表的“同意公开”", "三（四）")
OUTCOMES_KEPT_BACK = Rule("LETTER-41", I, "有 {count} 项经验成果未同意公开，没有收入", "无须处理；已征得同意的请更新经验成果表", "三（四）")
OUTCOMES_UNDATED = Rule("LETTER-42", I, "有 {count} 项经验成果没有形成日期，不能归入{year}年，没有收入", "请补填形成日期，或不用 --year 汇编全部")
REPORT_NOT_OWED = Rule("LETTER-43", E, "{name}无须再填报{year}年度情况（{status}）", "无须发表")
NO_RECTIFICATION = Rule("LETTER-44", E, "{name}最近的评估意见不是“限期整改”", "请核对跟踪评估表", "四（四）")
NOBODY_TO_RECTIFY = Rule("LETTER-45", E, "没有“限期整改”的试点", "请核对跟踪评估表", "四（四）")
RECTIFICATION_UNSAID = Rule("LETTER-46", E, "{name}的限期整改没有写明{headers}", "请在跟踪评估表补填", "四（四）")
RECTIFICATION_LATE = Rule("LETTER-47", E, "{name}的整改期限 {rectify_by} 不晚于成文日期 {day}", "请改定整改期限；已经期满的请复核", "四（四）")
RECTIFIED = Rule("LETTER-48", E, "{name}的整改结果已填写", "请复核并登记新的跟踪评估，无须再发整改通知")
NOTHING_OF_THE_MONTH = Rule("LETTER-49", E, "{year}年{month}月还没有并入任何单位的报送表", "请先合并当月的报送表，或用 --month 指明月份", "四（一）")
NOTHING_OF_THE_YEAR = Rule("LETTER-50", E, "截至 {as_of}，{year}年没有可以汇总的试点", "请核对年度和截至日期", "三")
UNKNOWN_COPIES = Rule("LETTER-51", E, "pilot.toml 的 [policy.copies] 中的 {names} 不是文种代号", "请按 pilot letter list 列出的代号改正，以免抄送机关漏写")
NUMBER_OF_ANOTHER_YEAR = Rule("LETTER-53", W, "文号 {number} 的年份与成文日期 {day} 不是同一年", "请核对文号和成文日期")
ISSUED_BEFORE = Rule("LETTER-54", I, "同题文书已以 {number} 发给{to}", "再次发文的无须处理；用来替换原件的，请在文书登记将原件状态改为作废")
OTHER_GROUND = Rule(
    "LETTER-52", I, "{name}另有可能成为退出事由的记录，未写入告知书：{ground}",
    "拟一并作为事由的，请先补入跟踪评估的“事实依据”，再重新制发", "四（四）",
)  # fmt: skip
