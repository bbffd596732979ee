"""Unified social credit codes (USCC-…): GB 32100-2015 and, inside them, GB 11714."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

STORED_AS_NUMBER = Rule(
    "USCC-01", E, "代码以数字存储，已丢失精度（后几位已失真）", "请将单元格设为文本，重新录入 18 位代码", "GB 32100-2015"
)
WRONG_LENGTH = Rule("USCC-02", E, "代码共 {length} 位，应为 18 位", "请填 18 位统一社会信用代码", "GB 32100-2015")
OLD_CODE = Rule(
    "USCC-03", E, "“{value}”疑似{old}（{length} 位），不是统一社会信用代码", "请填 18 位统一社会信用代码", "GB 32100-2015"
)
LETTERS = Rule("USCC-04", E, "代码含有不允许的字符“{letters}”{hint}", "请按营业执照核对后改正", "GB 32100-2015")
CHECK_CHARACTER = Rule(
    "USCC-05", E, "校验码不符（第 18 位应为 {expected}）", "请按营业执照逐位核对，不要只改最后一位", "GB 32100-2015"
)
ORGANISATION_CHECK = Rule(
    "USCC-06", E, "第 9 至 17 位（主体标识码）校验不符，第 17 位应为 {expected}", "请按营业执照逐位核对", "GB 11714"
)
MISSING = Rule("USCC-07", W, "统一社会信用代码未填写", "请补填；提交试点申请后必须填写")
PREFIX = Rule("USCC-08", I, "代码前两位是“{prefix}”，{category}通常为 {expected}", "请核对单位、代码和类别；确实无误的无须处理")
NO_CODE = Rule("USCC-09", E, "“{value}”不是统一社会信用代码", "请填 18 位统一社会信用代码", "GB 32100-2015")
MISSING_WHEN_APPLIED = Rule(
    "USCC-10", E, "统一社会信用代码未填写，而该单位已提交试点申请", "请补填 18 位统一社会信用代码", "三（二）"
)
