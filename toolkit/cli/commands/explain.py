"""pilot explain: a finding code, a column or a criterion."""

import click

from toolkit.cli import options, show
from toolkit.steps.explain import explain, like


@click.command("explain", options_metavar="[选项]", help="解释问题代码（如 USCC-05）、列名（如 确定文号）或建设条件（如 C10）。")
@click.argument("topic", metavar="代码、列名或条件编号")
def command(topic: str) -> int:
    """Print what is known of it."""
    lines = explain(topic, options.settings_here())
    if not lines:
        meant = "、".join(like(topic))
        raise click.UsageError(f"没有找到“{topic}”。" + (f"是否要查：{meant}？" if meant else "可填问题代码、列名或建设条件编号。"))
    for line in lines:
        show.say(line)
    return 0
