"""A workspace: the folder with pilot.toml, and what stands where in it."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.policy.model import Unit, UnitKind, notice
from toolkit.policy.settings import CONFIG_NAME, find_config


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places of a workspace."""

    root: Path

    @property
    def config(self) -> Path:
        """pilot.toml."""
        return self.root / CONFIG_NAME

    @property
    def master(self) -> Path:
        """The city list."""
        return self.root / "总台账.xlsx"

    @property
    def inbox(self) -> Path:
        """Where mails and workbooks are put as they arrive."""
        return self.root / "收件箱"

    @property
    def output(self) -> Path:
        """What is made for people."""
        return self.root / "输出"

    @property
    def archive(self) -> Path:
        """What has been dealt with, by month."""
        return self.root / "归档"

    @property
    def backups(self) -> Path:
        """Earlier states of the city list."""
        return self.root / "备份"


def find_workspace(folder: Path) -> Workspace | None:
    """The workspace a folder stands in."""
    config = find_config(folder.resolve())
    return Workspace(config.parent) if config else None


_HEAD = """# pilot 工作区设置。本文件所在的文件夹就是工作区：在它（或下级文件夹）里运行 pilot，可以不写总台账和收件箱。
#
# 以 # 开头的是说明和默认值；要改某一项，去掉那一行开头的“# ”，再改等号后面的内容。
# 文字写在英文双引号里，日期写成 2026-01-01，几个值写在方括号里用英文逗号隔开。改错了会指出第几行。
# 改完用 UTF-8 编码保存。
"""
_MAIL = """
[mail]
# 与各单位往来的邮箱。
#
# 市局自己的发件地址，写进待发邮件；空着由邮件程序填。
# sender = "someone@example.cn"

[mail.units]
# 各单位的邮箱：来信凭它认单位（封面和文件名都看不出时），待发的回执也寄到这里。
# 一个单位可以有几个邮箱；写成 "@某域名" 的，该域名发来的都算这个单位，但不作收件地址。
"""
_SEVERITY = """
[severity]
# 核验报送表时各问题的轻重：E 错误（暂不并入）、W 提醒、I 提示。代码见《问题代码表》。
# CELL-40 = "E"
"""


def config_text() -> str:
    """pilot.toml as `pilot init` writes it: every setting explained, with its source and its default, none changed."""
    asked = notice().open.items()
    policy = "".join(
        f"\n# 【{question.label}】{question.reading}\n# 依据：{question.source}。\n# {name} = {_toml(question.default)}\n" for name, question in asked
    )
    units = "".join(f'# "{unit.short}" = ["someone@example.cn"]\n' for unit in mailing_units())
    return f"{_HEAD}\n[policy]\n# 《工作方案》没有写明、由市局定的事项。\n{policy}{_MAIL}{units}{_SEVERITY}"


def mailing_units() -> tuple[Unit, ...]:
    """Every unit, those that report each month first."""
    return tuple(sorted(notice().unit, key=lambda unit: unit.kind is UnitKind.DIRECT))


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(own)}" for key, own in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
