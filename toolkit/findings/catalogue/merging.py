"""What is said of the master and of a merge (MERGE-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

NOT_A_MASTER = Rule("MERGE-01", E, "总台账缺少工作表“{sheet}”或其表头", "请使用 pilot merge 建立的总台账，或从备份中恢复该表")
NO_COLUMN = Rule("MERGE-02", E, "总台账工作表“{sheet}”缺少“{header}”列", "请恢复该列（列名须一致）后重试，或从备份中恢复总台账")
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
    "请市局在总台账“冲突裁定”中裁定", citys=True,
)  # fmt: skip
DELETED_BY_HAND = Rule(
    "MERGE-10", W, "该记录曾并入总台账，后被人工删除，未自动恢复，已列入冲突裁定", "请市局在总台账“冲突裁定”中裁定", citys=True
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
TWIN_OF_MERGED = Rule(
    "MERGE-17", E, "与已并入的 {other} 单位、月份、版本号、填报日期都相同但内容不同，本文件未处理",
    "确为更正的，请将版本号加 1（或更新填报日期）后重新报送",
)  # fmt: skip
REPEATED_IN_MASTER = Rule(
    "MERGE-18", E, "总台账“{sheet}”第 {rows} 行是同一记录（{record}），合并只更新第一行", "请在总台账中只保留一行"
)
UNIT_UNREADABLE = Rule(
    "MERGE-19", E, "总台账“{sheet}”第 {row} 行的报送单位为空或无法识别，该行不参与合并", "请填写报送单位；不是记录的请移到表外"
)
REPEATED_COLUMN = Rule("MERGE-20", E, "总台账工作表“{sheet}”的“{header}”列出现多次（{cells}）", "请将自己加的列改名后重试")
KNOWN_BY_NUMBER = Rule("MERGE-21", W, "按试点编号 {id} 认作总台账中的“{name}”", "请核对更正")
TEXT_TOO_LONG = Rule("MERGE-22", E, "“{header}”共 {length} 字，超过单元格上限 {most} 字，未并入", "请精简内容")
DETERMINED_CHANGED = Rule("MERGE-23", W, "已确定信息变更：“{header}”由“{old}”改为“{new}”", "请与市局核对")
MEMORY_DAMAGED = Rule("MERGE-24", E, "总台账的隐藏工作表“{sheet}”第 {row} 行已损坏", "请从备份中恢复总台账")
DELETION_RULED = Rule("MERGE-31", I, "该记录市局已裁定删除，不再并入", "请从报送表中删去该行")
RULING_UNKNOWN = Rule(
    "MERGE-32", W, "冲突裁定第 {number} 号的裁定“{ruling}”不适用于“{kind}”，未执行", "请在“裁定”填写：{allowed}"
)
RULING_UNNUMBERED = Rule(
    "MERGE-38", W, "冲突裁定第 {row} 行已填裁定“{value}”，但序号为空或读不出，未登记执行",
    "请恢复该行的序号（可在备份中查到）；已经办结的请清空“裁定”",
)  # fmt: skip
RULING_OUTDATED = Rule(
    "MERGE-39", W, "冲突裁定第 {number} 号的“{header}”区局此后已另报，区局新报值“{value}”已过时，未执行",
    "请按同一记录最新的一行裁定；已无争议的请清空该行“裁定”",
)  # fmt: skip
RULING_LOST = Rule("MERGE-33", W, "冲突裁定第 {number} 号的记录“{record}”在总台账中找不到，未执行", "请核对该记录是否改名或已删除")
RULING_VALUE = Rule("MERGE-34", W, "冲突裁定第 {number} 号要写入的“{value}”不能作为“{header}”，未执行", "请在“裁定值”填写合适的内容")
NOTHING_TO_UNDO = Rule("MERGE-35", E, "{name} 没有可撤销的{whose}合并（或合并前的备份已清理）", "请核对“批次记录”和“备份”文件夹")
UNDO_KEPT_RECORD = Rule("MERGE-36", W, "“{record}”并入后已被人工改动（{headers}），未撤销", "如需撤销请手工删除该行")
UNDO_KEPT_FIELD = Rule("MERGE-37", W, "“{record}”的“{header}”在合并后已改为“{value}”，保留不动", "如需恢复请手工修改")
