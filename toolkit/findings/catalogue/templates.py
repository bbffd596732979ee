"""What a Word template, or the data for it, can have wrong (TPL-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

_MARKS = "标记请照原模板书写：{{{{ 变量 }}}}、{{%p if 变量 %}}、{{%tr for 行 in 名单 %}}"

NOT_A_TEMPLATE = Rule(
    "TPL-01", E, "不是可用的 Word 模板（{detail}）",
    "请在 Word 或 WPS 中另存为“Word 文档（*.docx）”，不设密码",
)
BROKEN_TAG = Rule(
    "TPL-02", E, "{where}：标记“{tag}”的花括号不成对或被拆开",
    _MARKS + "，每个标记写在同一段内，花括号用半角",
)
BAD_EXPRESSION = Rule(
    "TPL-03", E, "{where}：看不懂标记“{tag}”",
    _MARKS + "；变量名就是列名，不含括号、空格，也不能运算",
)
UNKNOWN_VARIABLE = Rule("TPL-04", E, "{where}：没有名为“{name}”的变量", "{hint}")
UNKNOWN_COLUMN = Rule("TPL-05", E, "{where}：“{rows}”的行里没有“{name}”这一列", "{hint}")
ROWS_AS_TEXT = Rule(
    "TPL-06", E, "{where}：“{name}”是名单，不能直接写成一个值",
    "请用 {{%tr for 行 in {name} %}} 与 {{%tr endfor %}} 逐行写出",
)
TEXT_AS_ROWS = Rule("TPL-07", E, "{where}：“{name}”是一个值，不能逐行写出", "请直接写 {{{{ {name} }}}}")
UNCLOSED = Rule(
    "TPL-08", E, "{where}：标记“{tag}”没有对应的结束标记",
    "请补上 {{%{level}{end} %}}，放在同一张表格或同一正文中",
)
UNOPENED = Rule(
    "TPL-09", E, "{where}：标记“{tag}”没有对应的开始标记",
    "请补上开始标记，或删去此标记；开始与结束标记的写法（tr、p 或不写）须相同",
)
NOT_ALONE = Rule(
    "TPL-10", E, "{where}：标记“{tag}”所在的{whole}还有其他内容，这些内容会丢失",
    "请把标记单独放在一{whole}里，其他内容移到下一{whole}",
)
NOT_IN_ROW = Rule(
    "TPL-11", E, "{where}：标记“{tag}”不在表格行里",
    "表格行用 {{%tr … %}}，正文段落用 {{%p … %}}",
)
EMPTY_CELL = Rule("TPL-12", E, "{where}：单元格里除标记“{tag}”外须另有一段", "请在该单元格标记之后另起一段")
UNKNOWN_CHOICE = Rule(
    "TPL-13", E, "{where}：“{name}”不会等于“{value}”，这一段永远不会出现",
    "可用的值：{choices}",
)
OUT_OF_REACH = Rule(
    "TPL-14", E, "{where}：标记写在了不能填写的地方（图片说明、域代码或公式等）",
    "请把标记写在正文、表格、页眉或页脚的文字里",
)
REVISED = Rule(
    "TPL-15", E, "{where}：有未接受的修订，会带进每份文书",
    "请在“审阅”中接受或拒绝全部修订，关闭修订后保存",
)
COMMENTED = Rule("TPL-16", E, "模板中有批注，会带进每份文书", "请在“审阅”中删除全部批注后保存")
PAGE_OFF = Rule(
    "TPL-17", W, "{item}为{found}，标准为{wanted}",
    "请在“页面设置”中改回",
    "GB/T 9704-2012 5.2.1",
)
GRID_OFF = Rule(
    "TPL-18", W, "每页{found}，标准为每页22行、每行28字",
    "请在“页面设置—文档网格”中指定行和字符网格：每页22行、每行28字",
    "GB/T 9704-2012 5.2.3",
)
FONT_OFF = Rule("TPL-19", W, "{where}：字体“{found}”不是公文字体", "公文用{wanted}", "GB/T 9704-2012 5.2.2")
SIZE_OFF = Rule(
    "TPL-20", W, "{where}：字号为{found}磅",
    "正文用3号（16磅），标题用2号（22磅）",
    "GB/T 9704-2012 5.2.2",
)
COLOR_OFF = Rule(
    "TPL-21", W, "{where}：颜色为{found}",
    "除发文机关标志和红色线外，文字均为黑色",
    "GB/T 9704-2012 5.2.4",
)
PICTURE = Rule("TPL-22", W, "{where}：有图片或图形", "印章、签名不得以图片代替，请删去并留出用印位置")
NO_PAGE_NUMBER = Rule(
    "TPL-23", W, "{which}没有页码",
    "请恢复页脚中的页码（单页居右、双页居左）",
    "GB/T 9704-2012 7.5",
)
ROW_MAY_SPLIT = Rule(
    "TPL-24", W, "{where}：表格跨页时{what}",
    "请在“表格属性—行”中取消“允许跨页断行”，并将表头行设为“在各页顶端以标题行形式重复出现”",
)

UNGUARDED = Rule(
    "TPL-25", W, "{where}：“{name}”有时为空，那时文书无法生成",
    "请用 {{%p if {name} %}} 与 {{%p endif %}} 括起",
)
NO_TAGS = Rule(
    "TPL-26", E, "模板里没有一个变量，每份文书都会一样",
    "请以原模板为底稿修改，不要用已生成的文书作模板",
)

CHART_UNBOUND = Rule(
    "TPL-27", E, "{where}：图表的系列名和类别应指同一名单的列，现为“{found}”",
    "请写成 {{{{ 名单.数字列 }}}} 和 {{{{ 名单.名称列 }}}}，或照原模板恢复此图",
)
NOT_TOGETHER = Rule("TPL-28", E, "模板含图表，或页眉页脚里有变量，不能把几份文书合为一个文件", "请去掉 --combined，分别生成")
NO_SECTION = Rule("TPL-30", E, "模板的页面设置不见了，不能把几份文书合为一个文件", "请以原模板为底稿重新修改，或去掉 --combined，分别生成")
HIDDEN_TEXT = Rule(
    "TPL-29", E, "{where}：有隐藏文字，印出来的文书会缺这些字",
    "请选中该段，在“字体”中取消“隐藏”；不要的文字请删去",
)

MISSING_VALUE = Rule("TPL-31", E, "{where}：模板要用的“{name}”没有数据", "{hint}")
BLANK_VALUE = Rule(
    "TPL-32", E, "{where}：“{name}”为空，文书会出现空白",
    "请补齐数据；确可不写的，请在模板中用 {{%p if … %}} 与 {{%p endif %}} 括起",
)
NOT_TEXT = Rule(
    "TPL-33", E, "{where}：“{name}”的数据不是{wanted}",
    "这是程序的差错，请把本条信息报给维护人员",
)
BAD_CHARACTER = Rule(
    "TPL-34", E, "{where}：“{name}”含有 Word 不能保存的字符（{found}）",
    "请在总台账或原表中删去该字符后重新生成",
)

PLACED_OFF = Rule(
    "TPL-35", W, "{where}：段落格式与版式不同，{strayed}",
    "请选中该段，重新套用样式“{style}”，或在“段落”中改回",
    "GB/T 9704-2012 7.3",
)
BOLD = Rule("TPL-36", W, "{where}：文字加粗", "公文用字号、字体区分层次，不加粗；请选中该段取消“加粗”")
FIXED = Rule(
    "TPL-37", W, "{where}：原模板此处印“{name}”，现为固定文字“{found}”，每份文书都会一样",
    "请改回 {{{{ {name} }}}}；有意固定的不必处理",
)
UNUSED = Rule(
    "TPL-38", I, "没有用到“{name}”（原模板在{spot}）",
    "如果把它改成了固定文字，每份文书都会一样，请改回 {{{{ {name} }}}}；有意不写的不必处理",
)
