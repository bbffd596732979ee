"""What is wrong with a sheet, its headers or the cover (SHEET-…, COVER-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

MISSING_SHEET = Rule("SHEET-01", W, "缺少 {count} 张工作表：{sheets}", "请用标准模板报送；没有内容的表也请保留空表")
NO_HEADER = Rule("SHEET-02", E, "工作表“{sheet}”中找不到表头", "请保留模板的表头行，列名须与模板一致")
MISSING_COLUMN = Rule("SHEET-03", E, "缺少必填列“{header}”{nearest}", "请补上该列，或把列名改得与模板一致")
UNKNOWN_COLUMN = Rule("SHEET-04", I, "列“{header}”不在模板中，未读取{nearest}", "如是应报送的内容，请改用模板的列名；自用的列无须处理")
REPEATED_COLUMN = Rule("SHEET-05", E, "列“{header}”出现多次（{cells}）", "请只保留一列")
FOUND_BY_HEADERS = Rule("SHEET-06", I, "工作表“{found}”按表头认作“{sheet}”", "请核对；建议把表名改回“{sheet}”")
SEVERAL_CANDIDATES = Rule("SHEET-07", E, "有多张工作表都像“{sheet}”：{found}", "请只保留要报送的一张后重新报送；市局校验时也可用 --sheet 指明")
HIDDEN_ROWS = Rule("SHEET-08", W, "隐藏行 {rows} 已计入", "请核对隐藏行是否应当报送")
HIDDEN_SHEET = Rule("SHEET-09", W, "隐藏的工作表“{sheet}”已计入", "请核对该表是否应当报送")
TOTAL_DIFFERS = Rule("SHEET-10", W, "合计行写 {told}，实际 {counted} 行", "请核对是否缺行")
SKIPPED_ROW = Rule("SHEET-11", I, "第 {rows} 行是{what}，未作数据读取", "无须处理")
CITY_COLUMN = Rule("SHEET-12", I, "列“{header}”由市局填写，未读取", "无须处理")
STRUCK_ROW = Rule("SHEET-13", W, "第 {rows} 行整行划了删除线，仍按有效数据读取", "如需删除请直接删除该行")
EMPTY_BOOK = Rule("SHEET-14", W, "所有表均无数据，填报信息也未注明本月无变化", "如本月无变化，请在填报信息“本月无变化”填“是”")
UNREAD_COPY = Rule(
    "SHEET-15", W, "工作表“{found}”的表头与“{sheet}”相同，未读取", "请把其中要报送的行并入“{sheet}”，再删除该表"
)
UNREAD_LIKE = Rule(
    "SHEET-24", W, "工作表“{found}”的名称像“{sheet}”，但找不到模板的表头，未读取", "如为报送内容，请把表名改为“{sheet}”，列名改得与模板一致"
)
UNREAD_SHEET = Rule("SHEET-16", I, "工作表“{found}”不在模板中，未读取", "如为报送内容，请填入模板各表")
HIDDEN_COLUMNS = Rule("SHEET-17", W, "隐藏列 {columns} 已计入", "请核对隐藏列是否应当报送")
NUMBERING = Rule("SHEET-18", I, "序号不连续、有重复或不是数字（自 {cell} 起），不影响读取", "序号不作依据，无须处理；请核对是否缺行")
FILTERED = Rule("SHEET-19", I, "工作表正在筛选，被筛掉的行也已读取", "请核对被筛掉的行是否应当报送")
PICTURES = Rule("SHEET-20", I, "{cells} 处有图片，图片内容未读取", "如图片里有应报送的内容，请以文字填写；公章、签名无须处理")
STRAY = Rule("SHEET-21", I, "表格之外有内容（{cells}），未读取", "如为应报送的内容，请填入表内对应的列；无关内容请删除")
NO_SUCH_SHEET = Rule("SHEET-23", W, "文件里没有指明的工作表“{sheet}”", "请核对 --sheet 后的表名")
TOTAL_OF_COLUMN = Rule("SHEET-22", W, "合计行的“{header}”为 {told}，逐行相加是 {counted}", "请核对合计或逐行的数字")

NO_COVER = Rule("COVER-01", E, "找不到填报信息，无法确定报送单位", "请使用标准模板，并填写“填报信息”表")
UNKNOWN_UNIT = Rule("COVER-02", E, "报送单位“{value}”不在名单中{nearest}", "请填写 16 个区、临港新片区、执法总队或机场分局")
UNKNOWN_VERSION = Rule("COVER-03", E, "模板版本“{value}”无法识别", "请用 pilot migrate 把数据转入 {known} 版模板，核对后重新报送")
NO_VERSION = Rule("COVER-12", E, "模板版本未填写，无法确定所用表样", "请使用 {known} 版模板填报；用的就是该模板的，请在“模板版本”填 {known}")
OTHER_MONTH = Rule("COVER-04", W, "填报信息写的是{told}，本批为{batch}", "请核对报送月份")
FILLED_EARLY = Rule("COVER-13", W, "填报日期 {read} 早于报送月份（{told}）一个月以上", "请核对填报日期的年份和报送月份")
FILLED_LATE = Rule("COVER-14", W, "填报日期 {read} 晚于报送月份（{told}）近一年或更久", "请核对报送年度：次年 1 月的报送要改为新的年度")
NO_REVIEWER = Rule("COVER-05", W, "审核人未填写", "请在“填报信息”表补填审核人")
MISSING_LABEL = Rule("COVER-06", E, "填报信息缺少“{header}”一项", "请在“填报信息”表补上“{header}”及其内容")
FILE_NAME_DIFFERS = Rule("COVER-07", W, "文件名写的是{told}，填报信息是{cover}，以填报信息为准", "请核对报送单位和月份，并改正文件名")
OTHER_UNIT_ON_SHEET = Rule(
    "COVER-09", W, "表头上方的“{header}”是“{value}”，填报信息是“{cover}”，以填报信息为准", "请核对；沿用旧表的请改正这一行"
)
LEGACY_FORM = Rule(
    "COVER-10", E, "工作表“{found}”是原示范区、示范站、示范点的旧表样（2024 年及以前）{missing}，不能直接并入",
    "请用 pilot migrate 把数据转入 {known} 版模板，补填缺少的栏目后重新报送",
)
FROM_FORM_LINE = Rule("COVER-11", I, "填报信息缺少的“{header}”取自工作表“{found}”的 {cell}", "请核对，并在填报信息中补填")
ZERO_REPORT_CHANGED = Rule("COVER-08", W, "填报信息注明“本月无变化”，但{sheets}有变化", "请核对“本月无变化”一项和各表的数据")
