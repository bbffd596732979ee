"""pilot template check: is an edited Word template still fit for its kind of letter?"""

from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.cli.failure import COULD_NOT
from toolkit.letters.kinds import LETTER_KINDS, find_kind
from toolkit.steps.template import TemplateCheck, judge_template, kind_of


@click.group(
    "template", options_metavar="[选项]", subcommand_metavar="命令 [参数]…",
    help="文书模板。修改方法见《模板修改》；改好的模板放在一个文件夹里，用 pilot letter 的 --templates 指明。",
)  # fmt: skip
def command() -> None:
    """Choose what to do with a template."""


@command.command("check", options_metavar="[选项]", help="核对改过的模板：变量、循环和条件写得对不对，版式是否仍合 GB/T 9704-2012。")
@click.argument("path", type=options.existing_file, metavar="模板")
@click.option("--kind", metavar="文种", help="英文代号或中文名；文件名以它开头的可不写")
@options.strict
@options.as_json
def check(path: Path, kind: str | None, *, strict: bool, as_json: bool) -> int:
    """Judge and print."""
    found = find_kind(kind) if kind else kind_of(path)
    if found is None:
        names = "、".join(f"{known.id}（{known.name}）" for known in LETTER_KINDS)
        told = f"没有文种“{kind}”" if kind else "从文件名看不出是哪个文种的模板，请用 --kind 指明"
        raise click.UsageError(f"{told}。文种有：{names}")
    result = judge_template(path, found, options.settings_here())
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result)
    return COULD_NOT if result.is_none else show.exit_code(result.findings, strict=strict)


def _print(result: TemplateCheck) -> None:
    show.findings(result.findings)
    verdict = "，没有发现问题" if not result.findings else f"：{show.counted(result.findings)}"
    show.say(f"{result.path.name} 按“{result.kind.name}”核对{verdict}。")
