"""Files that cannot be taken at all (FILE-…), always with the way out."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

NOT_A_WORKBOOK = Rule(
    "FILE-01", E, "文件不是可读取的 Excel 工作簿（内容为{found}）",
    "请用 Excel 或 WPS 打开原表，另存为 .xlsx 后重新报送",
)
EMPTY = Rule("FILE-02", E, "文件为空（0 字节）", "请确认文件已保存完整，重新报送")
DAMAGED = Rule(
    "FILE-03", E, "文件已损坏，无法读取（{detail}）",
    "请在 Excel 或 WPS 中打开并另存为新的 .xlsx，或从原始电脑重新发送",
)
ENCRYPTED = Rule("FILE-04", E, "文件有打开密码，无法读取", "请取消打开密码（另存为时清空密码）后重新报送")
LOCKED = Rule("FILE-05", E, "文件无法读取：{detail}", "请关闭正在打开它的程序，确认有读取权限后重试")
RIGHTS_MANAGED = Rule(
    "FILE-06", E, "文件受{found}保护，只有授权的电脑能打开",
    "请在授权的电脑上解除权限限制（或解密外发），另存为普通 .xlsx 后重新报送",
)
ARCHIVE = Rule("FILE-07", E, "文件是{found}，不是工作簿", "请解压后把里面的 Excel 工作簿直接报送")
NOT_EDITABLE = Rule(
    "FILE-08", E, "文件是{found}，读不出表格内容",
    "请报送可编辑的 Excel 原表（.xlsx）；盖章扫描件可以另外附上",
)
DUPLICATE_SHEETS = Rule(
    "FILE-09", E, "工作簿里有两张同名的工作表“{sheet}”，分不清以哪张为准",
    "请在 Excel 或 WPS 中改掉其中一张的名称，保存后重新报送",
)
MISSING_PART = Rule(
    "FILE-10", E, "文件内容不完整，缺少{part}",
    "请在 Excel 或 WPS 中打开原表，确认内容齐全后另存为新的 .xlsx 重新报送",
)
DOCTYPE = Rule(
    "FILE-11", E, "文件内部带有不安全的声明，Excel 和 WPS 都不会这样写，已拒绝读取",
    "请确认来源可靠，用 Excel 或 WPS 打开原表，另存为新的 .xlsx 后重新报送",
)
TOO_LARGE = Rule(
    "FILE-12", E, "文件过大：{what}超过上限 {limit}",
    "请删除多余的空白行列、图片和无关内容，或分成几个文件，另存为新的 .xlsx 后重新报送",
)
NO_SHEETS = Rule(
    "FILE-13", E, "工作簿里没有可读的工作表",
    "请用 Excel 或 WPS 打开确认表格内容还在，另存为新的 .xlsx 后重新报送",
)
UNKNOWN_ENCODING = Rule(
    "FILE-14", E, "文件里的文字编码无法识别，读出来会是乱码",
    "请用 Excel 或 WPS 打开原表，另存为 .xlsx 后重新报送",
)
FOLDER_NOT_EMPTY = Rule("FILE-90", E, "文件夹“{folder}”已有内容", "请另给一个新文件夹，或先移走其中的文件")
A_MAIL = Rule("FILE-17", E, "文件是一封邮件，不是工作簿", "请用 pilot intake 取出附件里的工作簿后再处理")
MACROS = Rule("FILE-15", I, "文件带有宏，未运行，只读取数据", "无须处理；建议另存为不带宏的 .xlsx 报送")
LINKED = Rule("FILE-16", I, "文件引用了其他文件或外部数据，未更新，按保存时的数值读取", "请核对数值；建议将引用的公式粘贴为数值后报送")
