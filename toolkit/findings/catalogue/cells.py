"""What a single cell can have wrong (CELL-…), and what was repaired in reading it (CELL-5x, told once a column)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

REQUIRED = Rule("CELL-01", E, "必填项“{header}”未填写", "请填写“{header}”")
REQUIRED_DASH = Rule("CELL-02", E, "必填项“{header}”填写了“{value}”", "请填写实际内容，确实没有的请与市局联系")
ERROR_VALUE = Rule("CELL-03", E, "单元格是公式错误值“{value}”", "请改正公式，或直接填写实际内容")
UNCACHED = Rule(
    "CELL-04", E, "单元格是公式，文件中没有保存计算结果", "请用 Excel 或 WPS 打开并保存，或将公式粘贴为数值后重新报送"
)
BROKEN = Rule("CELL-05", E, "单元格内容已损坏，无法读取", "请重新填写该单元格")
PICTURE = Rule("CELL-06", E, "单元格里只有图片，无法读取", "请以文字填写，图片另附")

DATE_UNREADABLE = Rule("CELL-10", E, "“{value}”不能识别为日期", "请按 2025-12-05 的样式填写")
DATE_IMPOSSIBLE = Rule("CELL-11", E, "“{value}”不是真实存在的日期", "请核对年、月、日后重新填写")
DATE_WITHOUT_DAY = Rule("CELL-12", E, "“{value}”没有写到日", "请填写到日，如 2025-12-05")
DATE_CUT_MONTH = Rule(
    "CELL-13", E, "“{value}”疑似 10 月被截断（{year}.10 按数字输入会变成 {year}.1），且缺少日",
    "请填写到日，如 {year}-10-05",
)  # fmt: skip
DATE_OUT_OF_RANGE = Rule("CELL-14", E, "日期“{value}”不在 2000 年至 2100 年之间", "请核对年份")
DATE_WITHOUT_YEAR = Rule("CELL-15", W, "“{value}”缺少年份，按 {read} 读取", "请补全年份")
DATE_AFTER_FILLED = Rule("CELL-16", W, "“{header}”{read} 晚于填报日期 {filled_on}", "请核对日期")
DATE_AFTER_AS_OF = Rule("CELL-17", W, "“{header}”{read} 晚于截至日期 {as_of}", "请核对日期")
DATE_OTHER_YEAR = Rule("CELL-29", W, "“{header}”{read} 与报送年度 {year} 年相隔较远", "请核对年份")
DATE_AMBIGUOUS = Rule("CELL-18", E, "“{value}”分不清年、月、日的顺序", "请按 2025-12-05 的样式填写")
DATE_YEAR_UNCLEAR = Rule("CELL-19", E, "“{value}”缺少年份，无法确定是哪一年", "请补全年份，如 2025-12-05")
DATE_CUT_DAY = Rule(
    "CELL-28", E, "“{value}”缺少年份，且末尾可能少了一个 0（12.10 按数字输入会变成 12.1）", "请补全年份，如 2025-12-05"
)

NUMBER_UNREADABLE = Rule("CELL-20", E, "“{value}”不能识别为数字", "请只填写阿拉伯数字，如 12")
NUMBER_NEGATIVE = Rule("CELL-21", E, "“{value}”不应为负数", "请核对数字")
NUMBER_NOT_WHOLE = Rule("CELL-22", E, "“{value}”应为整数", "请核对数字")
NUMBER_APPROXIMATE = Rule("CELL-23", W, "“{value}”是约数，按 {read} 读取", "请填写准确数字")
NUMBER_OUT_OF_RANGE = Rule("CELL-24", E, "“{value}”应在 {least} 至 {most} 之间", "请核对数字")
NUMBER_TURNED_INTO_DATE = Rule(
    "CELL-25", E, "数字栏里是日期 {read}，疑似“{typed}”被表格软件自动转换", "请将单元格设为常规或文本后重新填写数字"
)

NOT_A_CHOICE = Rule("CELL-30", E, "“{value}”不在可选值内{nearest}", "请从下列值中选填：{allowed}")
LEGACY_NAME = Rule("CELL-31", W, "“{value}”是原示范创建的名称，按“{read}”读取", "请改用“{read}”")
NOT_YES_OR_NO = Rule("CELL-32", E, "“{value}”不能识别为“是”或“否”", "请填写“是”或“否”")

PHONE = Rule("CELL-40", W, "联系电话“{masked}”不像有效号码", "请核对号码；座机请带区号，如 021-12345678")
TOO_LONG = Rule("CELL-41", W, "“{header}”共 {length} 字，超过上限 {most} 字", "请精简内容")
DOCUMENT_NUMBER = Rule("CELL-42", E, "“{value}”不是规范的文号", "请按“机关代字〔2025〕1号”的样式填写")
PILOT_ID = Rule("CELL-43", E, "“{value}”不是规范的试点编号", "试点编号由市局编定，如 SH-310115-2025-D-003；尚未编定的请留空")
FORMER_NAME = Rule(
    "CELL-48", W, "“{value}”在名称里注了原名", "请只填现用全称；曾用名请在试点名单的“变更说明”中注明"
)
TURNED_INTO_DATE = Rule("CELL-44", W, "文字栏里是日期 {read}，疑似被表格软件自动转换", "请将单元格设为文本后重新填写原文")
SEVERAL_NAMES = Rule("CELL-45", W, "“{value}”疑似填了多家单位", "请一行只填一家单位")
DITTO_WITHOUT_ABOVE = Rule("CELL-47", E, "“{value}”上方没有可沿用的内容", "请填写实际内容")

TRIMMED = Rule("CELL-50", I, "“{header}”有 {count} 格去除了多余空格或换行（如 {cell}）", "无须处理", grouped=True)
DATE_REWRITTEN = Rule(
    "CELL-51", I, "“{header}”有 {count} 格的日期写法已统一（如 {cell} “{value}”读作 {read}）", "请核对读取结果", grouped=True
)
DATE_FROM_SERIAL = Rule(
    "CELL-52", I, "“{header}”有 {count} 格是日期序号（如 {cell} {value} 读作 {read}）", "请核对读取结果", grouped=True
)
NUMBER_REWRITTEN = Rule(
    "CELL-53", I, "“{header}”有 {count} 格按数字读取（如 {cell} “{value}”读作 {read}）", "请核对读取结果", grouped=True
)
CHOICE_REWRITTEN = Rule(
    "CELL-54", I, "“{header}”有 {count} 格已按可选值归类（如 {cell} “{value}”读作“{read}”）", "请核对归类结果", grouped=True
)
CODE_REWRITTEN = Rule(
    "CELL-55", I, "“{header}”有 {count} 格的代码写法已规范（如 {cell} 读作 {read}）", "请核对读取结果", grouped=True
)
DITTO = Rule("CELL-56", I, "“{header}”有 {count} 格沿用上一行内容（如 {cell} “{value}”读作“{read}”）", "请核对", grouped=True)
EMPTY_WORD = Rule("CELL-57", I, "“{header}”有 {count} 格按未填写处理（如 {cell} 填的是“{value}”）", "无须处理", grouped=True)
PHONE_REWRITTEN = Rule("CELL-58", I, "“{header}”有 {count} 格的电话写法已统一（如 {cell}）", "无须处理", grouped=True)
MERGED_OVER = Rule(
    "CELL-59", I, "“{header}”有 {count} 格按合并单元格的内容读取（如 {cell} 取自 {area}，读作“{read}”）", "请核对；建议取消合并后逐行填写",
    grouped=True,
)  # fmt: skip
FROM_SECTION = Rule(
    "CELL-60", I, "“{header}”有 {count} 格按所在分节的标题读取（如 {cell} 读作“{read}”）", "请核对；建议逐行填写", grouped=True
)
SECTION_DIFFERS = Rule("CELL-61", W, "“{header}”填的是“{value}”，所在分节的标题是“{section}”，按所填内容读取", "请核对该行应在哪一节")
MERGED_ENTITY = Rule(
    "CELL-62", W, "“{header}”与上一行合并（{area}），按同一单位“{read}”的另一条记录读取", "请核对；建议取消合并后逐行填写"
)
JOINED = Rule(
    "CELL-63", I, "第 {row} 行只有联系人、联系电话，与上一行是同一单位，已并入上一行", "请核对；两位联系人请填在同一格，用“、”分隔"
)
NOTE = Rule("CELL-64", I, "单元格带批注：“{note}”，批注内容不作数据读取", "如批注里有应报送的内容，请填入单元格")
NUMBER_CONVERTED = Rule(
    "CELL-65", I, "“{told}”列按{unit}计，{count} 格已换算为“{header}”（如 {cell} “{value}”读作 {read}）", "请核对换算结果；建议改用模板的列名和单位",
    grouped=True,
)  # fmt: skip
