"""pilot: one command a file. Only click is imported here; everything else waits inside the commands."""

import keyword
import sys
from importlib import import_module

import click

from toolkit import __version__
from toolkit.cli import chinese

chinese.speak()  # before any command is made: click keeps the texts it gave a command

COMMANDS: dict[str, str] = {
    "init": "建一个工作区",
    "blank": "生成空白报送表",
    "intake": "从邮件、压缩包里取出报送表",
    "check": "校验报送表，逐格指出问题",
    "unmark": "去掉核验标记，还原报送表",
    "merge": "把报送表并入总台账",
    "undo": "撤销最近一次合并",
    "history": "查一家单位每个值的来源",
    "diff": "比较两份报送表或两份总台账",
    "status": "总况一屏；--write 更新总览和监测表",
    "quota": "名额监测：各单位本年确定家数",
    "reports": "年报监测：年度情况报送到哪一步",
    "review": "审定监测：谁可确定、谁还缺什么",
    "standing": "跟踪监测：谁该跟踪、谁的退出走到哪一步",
    "number": "给新确定的市级试点编号",
    "letter": "生成 Word 文书",
    "template": "检查改过的文书模板",
    "monthly": "一条命令办完一个月",
    "excel": "生成带按钮的总台账，准备和检查本机",
    "import": "导入往年的名单（示范区、示范站、示范点）",
    "migrate": "把旧表或改过的表转入现行模板",
    "explain": "解释问题代码、列或建设条件",
    "demo": "用自带样例从头到尾演示一遍",
}
"""Every command with its line in `pilot --help`, in the order of a month's work; module names are the same."""


def module_of(command: str) -> str:
    """The module of a command: its own name, but for a word that Python keeps for itself."""
    return f"{command}_" if keyword.iskeyword(command) else command


class Commands(click.Group):
    """Loads a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a month's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"toolkit.cli.commands.{module_of(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands, name="pilot", options_metavar="[选项]", subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True,
    help="上海市商业秘密保护创新试点报送工具：校验、合并、监测、文书。\n\n依据：沪市监价竞〔2025〕108号。",
    epilog="每条命令的用法：pilot 命令 --help",
)  # fmt: skip
@click.version_option(__version__, "-V", "--version", prog_name="pilot", message="%(prog)s %(version)s", help="显示版本")
def pilot() -> None:
    """Choose a command."""


def main() -> None:
    """The program `pilot`: speaks Chinese, shows no traceback, ends with the contract's exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console or pipe in GBK or ASCII must print every message, if need be with a substitute.
            stream.reconfigure(errors="replace")
    try:
        code = pilot.main(prog_name="pilot", standalone_mode=False)
    except click.UsageError as error:
        sys.exit(_misused(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中止，未完成的步骤没有写入。", err=True)
        sys.exit(3)
    except Exception as error:  # noqa: BLE001 - the one place where any fault becomes a line for people
        from toolkit.cli.failure import report  # noqa: PLC0415 - start-up stays light

        sys.exit(report(error))
    sys.exit(code or 0)


def _misused(error: click.UsageError) -> int:
    """Say how the command is used and what was wrong with this use."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(f"用法说明：{error.ctx.command_path} --help\n", err=True)
    click.echo(f"错误：{chinese.sentence(error)}", err=True)
    return error.exit_code
