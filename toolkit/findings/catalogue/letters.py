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
