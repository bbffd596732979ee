"""What is said of a workspace, of mails and of archives (MAIL-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

WORKSPACE_EXISTS = Rule("MAIL-01", E, "{path} 已经存在，这里已是工作区，未作改动", "请另给一个文件夹；要重建设置文件的，请先移走原来的 pilot.toml")
NO_FOLDER = Rule("MAIL-02", E, "{path} 是一个文件，不是文件夹", "请另给一个文件夹")
TOO_MUCH = Rule("MAIL-10", E, "{what}超过上限 {limit}，没有打开", "请自行打开，把其中的工作簿放进收件箱；或请报送单位分开发送")
ARCHIVE_DAMAGED = Rule("MAIL-11", E, "压缩包打不开（不完整，或是分卷压缩）", "请报送单位重新压缩成一个 .zip，或不压缩直接发送")
ARCHIVE_ENCRYPTED = Rule("MAIL-12", E, "压缩包有密码，打不开", "请自行解压后把工作簿放进收件箱，或请报送单位不加密重新发送")
ARCHIVE_METHOD = Rule("MAIL-13", E, "压缩包用了读不了的压缩方式", "请自行解压后把工作簿放进收件箱，或请报送单位重新压缩成普通 .zip")
ARCHIVE_UNREAD = Rule("MAIL-14", E, "{found}读不了", "请自行解压后把工作簿放进收件箱，或请报送单位改用 .zip")
NO_SEVEN_ZIP = Rule(
    "MAIL-15", E, "7z 压缩包读不了（没有安装所需的组件）",
    '请自行解压后把工作簿放进收件箱，或请报送单位改用 .zip；要直接读 .7z 的，请维护人员在项目文件夹中运行 python -m pip install ".[sevenzip]"',
)  # fmt: skip
NO_WORKBOOK = Rule("MAIL-16", E, "邮件里没有工作簿", "请打开邮件看是否漏了附件、或把表格贴在正文里，请报送单位补发 .xlsx")
NO_WORKBOOK_IN_ARCHIVE = Rule("MAIL-17", E, "压缩包里没有工作簿", "请打开压缩包核对，请报送单位补发 .xlsx")
SEALED = Rule("MAIL-18", E, "邮件经加密或签名封装（如 smime.p7m），读不出附件", "请在邮件程序里打开，把附件另存到收件箱")
KEPT_ELSEWHERE = Rule(
    "MAIL-19", E, "邮件里有超大附件或云附件的链接，附件不在邮件里", "请打开邮件，核对并下载链接中的附件，放进收件箱"
)
BROKEN_OFF = Rule("MAIL-20", W, "邮件不完整（中途断开），附件可能残缺或缺少", "请在邮箱里重新下载这封邮件，或请报送单位重发")
NOT_A_WORKBOOK = Rule("MAIL-21", I, "不是工作簿（{found}），未取出", "无须处理；如果是报送内容，请报送单位改发 .xlsx")
SAME_CONTENT = Rule("MAIL-22", I, "与 {other} 内容完全相同，只取一份", "无须处理")
SENDER_DIFFERS = Rule("MAIL-23", W, "发件人 {address} 属于{told}，填报信息写的是{cover}，以填报信息为准", "请核对是否发错了文件")
UNIT_GUESSED = Rule("MAIL-24", W, "填报信息看不出是哪个单位报的，按{hint}认作{unit}", "请核对")
UNIT_UNKNOWN = Rule("MAIL-25", W, "填报信息、文件名和发件人都看不出是哪个单位报的", "请向发件人核实；可在 pilot.toml 的 [mail.units] 登记其邮箱")
