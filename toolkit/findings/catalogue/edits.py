"""Workbooks that cannot be changed in place, and targets that cannot be written (EDIT-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

SIGNED = Rule(
    "EDIT-01", E, "工作簿带有数字签名，一经改动签名即失效，未写入",
    "请向来源方索取未签名的副本，或在 Excel“文件—信息—查看签名”中删除签名后再试",
)
ENCRYPTED = Rule("EDIT-02", E, "工作簿有打开密码，未写入", "请取消打开密码（另存为时清空密码）后再试")
NOT_XLSX = Rule(
    "EDIT-03", E, "只有 .xlsx 和 .xlsm 工作簿可以直接写入（此文件为{found}）",
    "请用 Excel 或 WPS 另存为 .xlsx 后再试",
)
MALFORMED = Rule(
    "EDIT-04", E, "工作簿内部结构有误，不能安全写入（{detail}）",
    "请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再试",
)
TOO_LARGE = Rule(
    "EDIT-05", E, "工作簿展开后过大（{part}），未写入", "请删除多余的空白行列和图片，另存为新的 .xlsx 后再试",
)
NO_SHEET = Rule("EDIT-06", E, "工作簿中没有工作表“{sheet}”", "请核对工作表名称是否被改过")
SHEET_EXISTS = Rule("EDIT-07", E, "工作簿中已有工作表“{sheet}”，不能再加一张同名的", "请将原工作表改名后再试")
COVERED = Rule(
    "EDIT-08", E, "工作表“{sheet}”的 {cell} 被合并单元格 {area} 盖住，未写入", "请取消该处合并后再试",
)
ARRAY = Rule(
    "EDIT-09", E, "工作表“{sheet}”的 {cell} 属于数组公式区域 {area}，未写入", "请将该区域粘贴为数值后再试",
)
TABLE_HEADER = Rule(
    "EDIT-10", E, "工作表“{sheet}”的 {cell} 是表格“{table}”的标题，未写入",
    "请在 Excel 中修改表格标题，或将表格转换为区域",
)
TEXT_TOO_LONG = Rule(
    "EDIT-11", E, "工作表“{sheet}”的 {cell} 要写入 {length} 字，超过 Excel 单元格上限 32767 字",
    "请缩短内容后再试",
)
BAD_NUMBER = Rule(
    "EDIT-12", E, "工作表“{sheet}”的 {cell} 要写入的数值 Excel 无法准确保存（{value}）",
    "请改为文本或合理的数值后再试",
)
NOT_EMPTY = Rule(
    "EDIT-13", E, "工作表“{sheet}”的 {cell} 已有内容，不能写入核验意见", "请清空该单元格后再试",
)
OTHER_MACROS = Rule(
    "EDIT-14", E, "工作簿里有自己的宏（{modules}），加按钮会覆盖它们，未写入",
    "请另存一份不带宏的 .xlsx 再生成，或把自己的宏移到个人宏工作簿",
)
NO_HOME = Rule(
    "EDIT-15", E, "“{name}”还没有存在本机或共享文件夹里，不能保存和备份，未写入", "请先“另存为”到文件夹（不要直接从邮件、网页打开）再试",
)
SAVE_FAILED = Rule(
    "EDIT-16", E, "“{name}”保存不了", "请看是否以只读方式打开、磁盘是否已满；可“另存为”到有权限的文件夹，再按一次按钮",
)
HALF_WRITTEN = Rule(
    "EDIT-17", E, "写到工作表“{sheet}”时中断，打开着的“{name}”只改了一部分",
    "请不要保存，关闭后重新打开（按按钮前的内容已保存并备份）；工作表有保护的先取消保护，再按一次",
)
NOT_AS_WRITTEN = Rule(
    "EDIT-18", E, "工作表“{sheet}”的 {cell} 写入后核对不符",
    "请不要保存，关闭后重新打开（按按钮前的内容已保存并备份），改用命令 pilot",
)
NO_INBOX = Rule("EDIT-19", E, "找不到收件箱 {path}", "请建这个文件夹并放入收到的报送表，或在“操作台”的“收件箱”填写另一个文件夹")
MISFILLED = Rule("EDIT-20", E, "“{sheet}”的“{label}”填的是{value}，不能用", "应为：{allowed}")
OUTPUT_EXISTS = Rule("EDIT-27", E, "“{name}”已经存在，未覆盖", "请换一个文件名；要更新它的按钮，请用 --from 指向它自己")
EXCEL_EXTRA = (
    '在项目文件夹中运行 python -m pip install ".[excel]"；不能上网的电脑，在能上网的电脑上用 python3 tasks.py bundle --extra excel '
    "备好“离线安装”文件夹，拷来运行其中的 install"
)
NO_EXCEL_EXTRA = Rule("EDIT-28", E, "没有安装 Excel 部分", f"请{EXCEL_EXTRA}")
IDLE_ENTRY = Rule("EDIT-26", E, "“{sheet}”的“{labels}”对{kind}不起作用，未制发", "请清空这些格后再按一次")
NO_RECORD_SELECTED = Rule(
    "EDIT-25", E, "“{sheet}”中选中的行不是一条记录", "请先在记录表中选中要查的那一行，再按“查看来源”",
)

BUSY = Rule("EDIT-21", E, "“{name}”正被{holder}打开，未写入", "请先关闭该文件再试")
NO_SPACE = Rule("EDIT-22", E, "磁盘空间不足，“{name}”未写入，原文件未动", "请清理磁盘后再试")
NO_PERMISSION = Rule(
    "EDIT-23", E, "没有写入“{name}”的权限，原文件未动", "请确认文件和文件夹不是只读，或换一个文件夹",
)
WRITE_FAILED = Rule("EDIT-24", E, "“{name}”写入失败（{detail}），原文件未动", "请检查磁盘或网络盘后再试")
NO_FOLDER = Rule("EDIT-29", E, "“{name}”所在的文件夹不存在，未写入", "请检查路径；在网络盘或移动盘上的，请确认已经连接")
