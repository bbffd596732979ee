"""The page of all findings, for clerks: `python -m toolkit.steps.findings_page` writes docs/findings.md anew."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.findings import Rule, Severity
from toolkit.findings.catalogue import rules
from toolkit.findings.grades import impossible
from toolkit.steps.explain import basis_of

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"

_HEAD = """# 问题代码表

核验报送表、合并总台账、制发文书时可能出现的全部提示，按对象排列。命令行里用 `pilot explain 代码` 可以随时查看其中一条。

* **E 错误**：所在的行（或文件）暂不并入总台账，改正后重新报送即可；标“照常并入”的除外。
* **W 提醒**：照常并入，请核对。
* **I 提示**：程序替您做了什么、看到了什么，一般无须处理。

文中“…”处是具体的单元格、数值或名称。标“可调”的，市局可在 pilot.toml 的 `[severity]` 一节改变轻重，如 `CELL-40 = "E"`。

本页由程序的问题目录生成，请勿手改。
"""
_SUBJECTS = {
    "FILE": "文件", "COVER": "填报信息", "SHEET": "工作表和列", "CELL": "单元格", "USCC": "统一社会信用代码", "ROW": "同一行各栏之间",
    "LINK": "各行、各表、各单位之间", "MERGE": "合并", "QUOTA": "名额", "REPORT": "年度情况报送", "EXIT": "退出", "LETTER": "文书",
    "TPL": "文书模板", "EDIT": "写入工作簿", "MAIL": "工作区、邮件和压缩包",
}  # fmt: skip
_WORDS = {Severity.E: "E 错误", Severity.W: "W 提醒", Severity.I: "I 提示"}


def page() -> str:
    """The page's text."""
    known = {rule.code.partition("-")[0] for rule in rules()}
    order = [*_SUBJECTS, *sorted(known - _SUBJECTS.keys())]
    return "\n".join([_HEAD, *(line for subject in order if subject in known for line in _section(subject))])


def _section(subject: str) -> Iterator[str]:
    yield f"## {_SUBJECTS.get(subject, subject)}（{subject}）\n"
    yield "| 代码 | 轻重 | 提示 | 怎么办 | 依据 | 始于 |"
    yield "|---|---|---|---|---|---|"
    yield from (_line(rule) for rule in _sorted(rule for rule in rules() if rule.code.startswith(f"{subject}-")))
    yield ""


def _sorted(found: Iterable[Rule]) -> list[Rule]:
    return sorted(found, key=lambda rule: rule.code)


def _line(rule: Rule) -> str:
    marks = [_WORDS[rule.severity], *(["照常并入"] if rule.lets_in else []), *(["可调"] if _may_change(rule) else [])]
    return f"| {rule.code} | {'，'.join(marks)} | {_plain(rule.message)} | {_plain(rule.advice)} | {basis_of(rule.clause) or '—'} | {rule.since} |"


def _may_change(rule: Rule) -> bool:
    return any(not impossible({rule.code: str(wanted)}) for wanted in Severity if wanted is not rule.severity)


def _plain(text: str) -> str:
    """A template as a person reads it: words of the case as …, and nothing a table would trip over."""
    return re.sub(r"\{[a-z_]+\}", "…", text).replace("{{", "{").replace("}}", "}").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
