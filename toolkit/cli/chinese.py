"""What click itself says, in Chinese.

click asks gettext for each of its texts through a module-level `_` and `ngettext`; these are put in their place,
so no catalogue file has to be found at run time. A test holds the list complete for the installed click.
"""

import re

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from toolkit.cli.help import HelpPage

TEXTS: dict[str, str] = {
    "Aborted!": "已中止",
    "deprecated": "已停用",
    "Missing command.": "缺少命令。",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Usage:": "用法：",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明：{command} {option}",
    "Show this message and exit.": "显示本说明",
    "Show the version and exit.": "显示版本",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认 {default}",
    "env var: {var}": "环境变量 {var}",
    "required": "必填",
    "(dynamic)": "（运行时确定）",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是否为 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否为其中之一：{possibilities}？）",
    "Got unexpected extra argument ({args})": "多出的参数：{args}",
    "Got unexpected extra arguments ({args})": "多出的参数：{args}",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 需要一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 需要 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 需要 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "需要 {nargs} 个值，只给了 1 个。",
    "Takes {nargs} values but {len} were given.": "需要 {nargs} 个值，给了 {len} 个。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选值内：{choices}。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} does not match the format {format}.": "“{value}”不符合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "“{value}”不符合格式 {formats}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是有效的数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹。",
    "{name} {filename!r} is not readable.": "{name} {filename} 没有读取权限。",
    "{name} {filename!r} is not writable.": "{name} {filename} 没有写入权限。",
    "{name} {filename!r} is not executable.": "{name} {filename} 不能执行。",
}


def _say(text: str) -> str:
    return TEXTS.get(text, text)


def _say_number(one: str, many: str, number: int) -> str:
    return _say(one if number == 1 else many)


def sentence(error: click.exceptions.ClickException) -> str:
    """What an error of click's says, with Chinese quotation marks and a full stop."""
    said = re.sub(r" ?'([^']*)'", r"“\1”", error.format_message()).replace("”,“", "”、“")
    return said if said.endswith(("？", "！")) else f"{said.rstrip('.。')}。"


def speak() -> None:
    """Make click say its texts in Chinese from here on."""
    click.core.Context.formatter_class = HelpPage
    for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
        vars(module)["_"] = _say
        if "ngettext" in vars(module):
            vars(module)["ngettext"] = _say_number
