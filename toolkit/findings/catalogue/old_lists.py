"""What is said of older lists that are imported (IMPORT-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

NO_TABLE = Rule("IMPORT-01", E, "{name} 中没有认出任何名单（至少要有单位名称和另一列）", "请核对表头；表头要在一行内写明列名")
MAP_UNREADABLE = Rule("IMPORT-02", E, "列对照 {name} 无法读取：{detail}", "请改正后重试，或删去该文件后重新识别一次")
MAP_NO_COLUMN = Rule("IMPORT-03", E, "列对照 {name} 中的“{value}”不是可导入的列", "请从下列列名中选填，不导入的留空：{allowed}")
MAP_TWICE = Rule("IMPORT-04", E, "列对照 {name} 中有两列都对应“{column}”（工作表“{sheet}”）", "请只保留一列")
MAP_VALUE = Rule("IMPORT-05", E, "列对照 {name} 的固定值“{column}”不能是“{value}”", "请填写合适的内容，或留空")
MAP_LACKS = Rule("IMPORT-06", E, "列对照 {name} 没有说明“{column}”（工作表“{sheet}”）", "请指定对应的列，或在固定值中填写后重试")
MAP_NO_SHEET = Rule("IMPORT-07", E, "列对照 {name} 中的工作表“{sheet}”在名单里找不到，或其表头已改动", "请用当初识别的名单，或重新识别一次")

NO_CODE = Rule("IMPORT-10", E, "没有统一社会信用代码，待核实，未导入", "请核实后填入名单，再导入一次")
NO_UNIT = Rule("IMPORT-11", E, "不知道属于哪个区（单位）{typed}，待核实，未导入", "请在名单或列对照中写明报送单位，再导入一次")
NO_CATEGORY = Rule("IMPORT-12", E, "不知道是园区、单位（站）还是单位（点），未导入", "请在名单或列对照中写明类别，再导入一次")
NO_YEAR = Rule("IMPORT-13", E, "确定年度不明，未导入", "请在名单或列对照中写明确定年度，再导入一次")
NO_NAME = Rule("IMPORT-14", E, "没有单位名称，未导入", "请在名单中填写单位名称，再导入一次")
DIFFERS = Rule("IMPORT-15", W, "总台账已有“{name}”，其“{header}”为“{ours}”，名单为“{value}”，未改动", "请核对；需要更正的请直接修改总台账")
OTHER_CODE = Rule("IMPORT-16", W, "总台账已有同名同类别的记录，代码为“{ours}”，名单为“{value}”，未导入", "请核对代码后改正名单或总台账")
DELETED = Rule("IMPORT-17", W, "该记录曾导入或报送，后在总台账中被人工删除，未再导入", "确需恢复的请在总台账中手工补回")
