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
