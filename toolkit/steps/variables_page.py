"""The variables of each kind, for who edits templates: `python -m toolkit.steps.variables_page` renews docs/模板修改.md."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.letters.kinds import LETTER_KINDS
from toolkit.letters.template import Variable
from toolkit.letters.variables import VARIABLES

PAGE = Path(__file__).parents[2] / "docs" / "模板修改.md"
_HEADING = "## 四、各文种可用的变量\n"
_HEAD = ("| 变量 | 说明 |", "|---|---|")


def section() -> str:
    """From its heading to the end of the page, kind by kind."""
    named = {kind.id: kind.name for kind in LETTER_KINDS}
    lines = [_HEADING, "本节由程序生成，请勿手改。\n"]
    for kind, variables in VARIABLES.items():
        lines += [f"### {kind}（{named[kind]}）\n", *_HEAD, *_lines(variables), ""]
    return "\n".join(lines)


def _lines(variables: Sequence[Variable]) -> Iterator[str]:
    for variable in variables:
        parts = [variable.help] if variable.help else []
        if variable.columns:
            parts.append("逐行印，列有：" + "、".join(f"`{column}`" for column in variable.columns))
        if variable.choices:
            parts.append("只会是：" + "、".join(variable.choices))
        if variable.optional:
            parts.append("可能为空")
        yield f"| `{variable.name}` | {'；'.join(parts)} |"


def page(text: str) -> str:
    """The page with its last section renewed."""
    return text[: text.index(_HEADING)] + section()


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
