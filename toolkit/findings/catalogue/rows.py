"""What the cells of one row say against each other (ROW-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

SUBJECT_TYPE = Rule("ROW-01", E, "主体类型“{value}”不属于{category}", "{category}的主体类型应为：{allowed}", "二")
PARK_NAME_MISSING = Rule("ROW-02", E, "类别为园区，但园区名称未填写", "请填写园区名称（单位名称填运营管理主体）", "二（一）")
PARK_NAME_UNEXPECTED = Rule("ROW-03", W, "类别不是园区，但填写了园区名称", "请核对类别，或清空园区名称")
OTHER_WITHOUT_DETAIL = Rule("ROW-04", W, "主体类型为“{value}”，未注明具体类型", "请写作“{value}（具体类型）”", "二")
INDUSTRY_OF_CATEGORY = Rule("ROW-05", W, "产业“{industry}”不适用于{category}", "请核对所属产业", "一")
BRANCH = Rule("ROW-06", W, "单位名称是分支机构，单位（点）一般应为企业法人", "请核对申报主体", "二（三）")

APPLIED_OTHER_YEAR = Rule("ROW-10", W, "申请日期 {read} 不在报送年度 {year} 年", "请核对申请日期或报送年度", "三（二）")
STATUS_DATE_MISSING = Rule("ROW-11", E, "申请状态为“{status}”，但状态日期未填写", "请填写状态日期", "三（二）")
STATUS_NOTE_MISSING = Rule("ROW-12", E, "申请状态为“{status}”，但状态说明未填写", "请填写状态说明", "三（二）")

ADDRESS_ELSEWHERE = Rule("ROW-13", W, "地址“{value}”在{told}，报送单位是{unit}", "请核对是否填错了表，或地址有误；确属本单位管辖的无须处理")

CRITERION_MISSING = Rule("ROW-20", E, "{category}应逐条填写“{header}”", "请填写符合、部分符合、不符合或未核查", "三（三）")
CRITERION_UNEXPECTED = Rule("ROW-21", W, "“{header}”不适用于{category}", "请清空或填“不适用”", "二")
OPINION_AGAINST_CRITERIA = Rule("ROW-22", W, "区级意见为“建议确定”，但有不符合的条目：{unmet}", "请核对意见或在意见说明中写明", "三（三）")
REASON_MISSING = Rule("ROW-23", E, "意见说明未填写", "除建议确定且全部符合外，须填写意见说明", "三（三）")

DETERMINED_OTHER_YEAR = Rule("ROW-30", W, "确定年度 {year} 与确定日期 {read} 的年份不同", "请核对；以确定年度计名额", "四（二）")
TERRITORY_MISSING = Rule("ROW-31", E, "{unit}报送的试点须填写属地区", "请填写试点所在的区")
PREVIOUS_ID_MISSING = Rule("ROW-32", E, "来源为“重新纳入”，但前次编号未填写", "请填写退出前的试点编号", "四（四）")
MOVED_WITHOUT_TERRITORY = Rule("ROW-33", W, "变更说明提到迁移，但属地区未填写", "请填写迁入的区；只是区内换址的无须处理")
PILOT_ID_DIFFERS = Rule(
    "ROW-34", W, "试点编号“{value}”表示{told}，本行为{expected}，变更说明未填写", "请核对试点编号；确有变更的请在变更说明注明"
)

SUMMARY_MISSING = Rule("ROW-40", E, "已收到年度情况，但主要做法与成效未填写", "请填写主要做法与成效", "四（三）")
RECEIVED_EARLY = Rule(
    "ROW-41", W, "“{header}”{read} 早于 {year} 年 {month} 月，而报送的是 {year} 年度情况", "请核对年份；次年收到的请填次年的日期", "四（三）"
)

RECTIFY_BY_MISSING = Rule("ROW-50", E, "评估意见为“限期整改”，但整改期限未填写", "请填写整改期限", "四（四）")
RECTIFY_BY_TOO_EARLY = Rule("ROW-51", E, "整改期限 {read} 不晚于跟踪日期 {tracked_on}", "请核对两个日期", "四（四）")
GROUND_MISSING = Rule("ROW-52", E, "评估意见为“建议退出”，但退出事由未填写", "请填写退出事由（T1—T6）", "四（四）")
FACTS_MISSING = Rule("ROW-53", W, "评估意见为“建议退出”，但事实依据未填写", "请写明事实依据，拟退出告知书须用", "四（四）")
UNMET_OF_CATEGORY = Rule("ROW-54", W, "不符合条目“{criterion}”不是{category}的建设条件", "请核对条目编号", "二")
UNMET_MISSING = Rule("ROW-55", W, "退出事由为“不再符合建设条件”，但不符合条目未填写", "请填写不符合的条目编号", "四（四）")
