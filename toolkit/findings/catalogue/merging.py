"""What is said of the master and of a merge (MERGE-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

NOT_A_MASTER = Rule("MERGE-01", E, "总台账缺少工作表“{sheet}”或其表头", "请使用 pilot merge 建立的总台账，或从备份中恢复该表")
NO_UNIT_COLUMN = Rule("MERGE-02", E, "总台账工作表“{sheet}”缺少“报送单位”列", "请恢复该列后重试")
DUPLICATE_FILE = Rule("MERGE-03", I, "与 {other} 内容完全相同，不重复处理", "无须处理")
SUPERSEDED = Rule("MERGE-04", I, "同单位同月份另有更新的一份（{other}），以其为准", "无须处理")
SAME_VERSION_TWICE = Rule(
    "MERGE-05", E, "与 {other} 单位、月份、版本号、填报日期都相同但内容不同，两份均未处理", "请向报送单位核实以哪份为准，只保留一份"
)
OLDER_FILE = Rule(
    "MERGE-06", E, "{unit}已并入 {merged} 的报送，本文件为 {told}，未处理", "确需处理旧文件的请加 --older"
)
ALREADY_MERGED = Rule("MERGE-07", I, "该文件已处理过，内容无变化", "无须处理")
CITY_CORRECTION_KEPT = Rule(
    "MERGE-08", I, "“{header}”市局已改为“{ours}”，区局未改（仍为“{value}”），保留市局值", "无须处理"
)
CONFLICT = Rule(
    "MERGE-09", W, "“{header}”两边都改了：底稿“{base}”，市局现值“{ours}”，区局新报“{value}”，已列入冲突裁定",
    "请市局在总台账“冲突裁定”中裁定",
)  # fmt: skip
DELETED_BY_HAND = Rule(
    "MERGE-10", W, "该记录曾并入总台账，后被人工删除，未自动恢复，已列入冲突裁定", "请市局在总台账“冲突裁定”中裁定"
)
CODE_CORRECTED = Rule("MERGE-11", W, "代码由“{old}”更正为“{new}”，认作同一单位", "请核对更正")
NO_MASTER = Rule("MERGE-12", E, "找不到总台账 {path}", "请核对路径；首次使用请先运行 pilot merge，会自动建立")
MASTER_LOCKED = Rule("MERGE-13", E, "总台账 {path} 无法读取（{detail}）", "请关闭正在打开它的程序，确认有读取权限后重试")
OPEN_ELSEWHERE = Rule(
    "MERGE-14", E, "{name} 正由 {holder} 打开", "请先保存并关闭后重试；如确认无人打开，请删除它旁边的锁定文件（~$、.~ 开头）"
)
OTHER_MERGE = Rule("MERGE-15", E, "另一项合并正在写入 {name}", "请等它结束后重试")
EDITED_MEANWHILE = Rule("MERGE-16", E, "{name} 在处理期间被修改过，未写入", "请重新运行本命令")
NOT_ALIKE = Rule("MERGE-30", E, "{old} 与 {new} 一份是总台账，一份不是，不能比较", "请给出两份报送表，或两份总台账")
