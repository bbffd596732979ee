"""What is said of a workspace, of mails and of archives (MAIL-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

WORKSPACE_EXISTS = Rule("MAIL-01", E, "{path} 已经存在，这里已是工作区，未作改动", "请另给一个文件夹；要重建设置文件的，请先移走原来的 pilot.toml")
NO_FOLDER = Rule("MAIL-02", E, "{path} 是一个文件，不是文件夹", "请另给一个文件夹")
