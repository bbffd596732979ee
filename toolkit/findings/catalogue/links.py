"""What rows say against other rows, other sheets, other units and the master (LINK-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

DUPLICATE_ROW = Rule("LINK-01", E, "与{other} 重复（{key}）", "请只保留一行")
ONE_CODE_TWO_NAMES = Rule("LINK-02", W, "同一代码在{other} 的单位名称为“{other_name}”", "请核对单位名称或代码")
ONE_NAME_TWO_CODES = Rule("LINK-03", W, "同一单位在{other} 的代码为 {other_code}", "请核对代码")
NO_APPLICATION = Rule("LINK-04", E, "没有对应的试点申请", "请先在试点申请表登记该单位的申请", "三（二）")
NO_VISIT = Rule("LINK-05", W, "没有对应的走访、指导记录", "请在培育对象表补记走访情况", "三（三）")
REVIEWED_BEFORE_APPLIED = Rule("LINK-06", E, "审定日期 {read} 早于申请日期 {applied_on}", "请核对两个日期", "三（三）")
NO_REVIEW = Rule("LINK-07", W, "没有对应的{stages}记录", "请在相应的表中补记", "三（三）")
SEVERAL_CATEGORIES = Rule("LINK-08", W, "同一主体另以“{other}”申报（{where}）", "通知未禁止同一主体按多个类别申报，请核对是否确需")
CLAIMED_TWICE = Rule("LINK-09", E, "该单位同时由{other}报送（{where}），未裁定前均不计入名额", "请两单位与市局商定归属", lets_in=True)
MOVED_UNSAID = Rule(
    "LINK-21", W, "试点{number}同时由{other}报送（{where}），确定它的单位未注明迁出；注明或裁定前不计入名额",
    "已迁移的，请原单位在变更说明注明迁出、属地区填迁入地；不是迁移的，请与市局商定归属",
)
NAME_CHANGED = Rule("LINK-10", W, "总台账中单位名称为“{old}”", "如已更名，请在变更说明注明曾用名；未注明前仍用原名")
MISSING_PILOT = Rule("LINK-11", E, "总台账中的市级试点“{name}”（{id}）未在试点名单中", "试点名单须列出本单位全部现有市级试点；总台账仍保留该试点", "四（四）", lets_in=True)
CITY_FIELD_CHANGED = Rule("LINK-12", W, "“{header}”由市局确定，现为“{ours}”，报送为“{value}”，已转冲突裁定", "请与市局核对")
REPORT_WITHOUT_PILOT = Rule("LINK-13", W, "年度情况报送中的单位不在试点名单中", "请核对名称、代码和类别")
MISSING_LEAD = Rule("LINK-14", I, "总台账中的“{name}”本次未报送，予以保留", "如需删除请与市局联系")
REVIEWED_THEN_WITHDRAWN = Rule("LINK-15", W, "该单位的申请已撤回，审定不再有效", "请核对申请状态；已撤回的不再确定", "三（二）")
PILOT_WITHDRAWS = Rule(
    "LINK-16", E, "该单位已是试点（{state}），不能再撤回申请", "自愿退出的，请在跟踪评估填“建议退出”，退出事由选 T4", "四（四）"
)
CODE_KNOWN_ELSEWHERE = Rule("LINK-18", W, "{unit}另有同一代码的“{other}”（{sheet}）", "部分重复：请与对方核对代码和名称")
NAME_KNOWN_ELSEWHERE = Rule("LINK-19", W, "{unit}另有同名单位，代码为 {other}（{sheet}）", "部分重复：请与对方核对代码")
ALIKE_ELSEWHERE = Rule("LINK-20", I, "{unit}另有名称相近的“{other}”（{sheet}）", "疑似重复：可能是同一单位的不同写法，请核对代码")
EXITED_RETURNS = Rule(
    "LINK-17", E, "该试点已退出，不能直接改回“{value}”", "允许的是：{allowed}", "四（四）"
)
