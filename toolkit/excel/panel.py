"""The sheet 操作台: the buttons, what the user fills in for them, and what the last press came to."""

from dataclasses import dataclass

from toolkit.excel.buttons import BUTTONS
from toolkit.letters import correction_notice
from toolkit.letters.kinds import LETTER_KINDS
from toolkit.policy import notice
from toolkit.records import FORMS, form_of
from toolkit.sheets.edit.panel import Button, Panel, PanelLook
from toolkit.sheets.grid import Area

NAME = "操作台"
_TITLE = "操作台 · 上海市商业秘密保护创新试点总台账"
_LINE = (
    "以今天为截至日期。合并、应用裁定、撤销、生成文书会先保存本工作簿并备份到“备份”文件夹，办完再保存一次；"
    "宏运行后 Excel 的“撤销”会清空，要退回请按“撤销合并”。每个按钮都有对应的 pilot 命令。"
)
_WIDTHS = (2, 17, 17, 17, 16, 44, 48)
_FIRST_COLUMN, LAST_COLUMN = 2, len(_WIDTHS)
_ENTRY_COLUMN = 6
_TOP, _BUTTON_ROWS, _PER_ROW = 4, 3, 3
_TOLD_ROW, HEAD_ROW = 15, 16
TOLD = (_TOLD_ROW, _FIRST_COLUMN)
HEAD = (HEAD_ROW, _FIRST_COLUMN)
COLUMNS = LAST_COLUMN - _FIRST_COLUMN + 1
"""Columns of what a press came to."""
_NOTHING_YET = "结果显示在这里。"


RECORD_SHEETS = tuple(form.sheet for form in FORMS)
USUAL_SHEET = form_of("pilots").sheet


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell the user fills in; `key` is how the actions ask for it."""

    key: str
    label: str
    hint: str
    choices: tuple[str, ...] = ()


ENTRIES = (
    Entry("inbox", "收件箱", "合并哪个文件夹（或文件）；空着为总台账旁的“收件箱”"),
    Entry("output", "文书存放", "文书写到哪个文件夹；空着为总台账旁的“输出/文书”"),
    Entry("sheet", "查来源的表", f"先在该表选中一行，再回来按“查看来源”；空着为“{USUAL_SHEET}”", RECORD_SHEETS),
    Entry("kind", "文种", "生成文书时必选", tuple(kind.name for kind in LETTER_KINDS if kind.id != correction_notice.KIND)),
    Entry("unit", "报送单位", "只办这个单位的文书；撤销时只撤销这个单位的；空着为全部", tuple(unit.short for unit in notice().unit)),
    Entry("pilot", "试点", "只办这个试点的文书：试点编号、信用代码或名称"),
    Entry("year", "年度", "文书的年度，如 2025；空着按文种取"),
    Entry("number", "文号", "办公室给的文号；没有文号或日期的文书为送审稿"),
    Entry("date", "成文日期", "如 2025-12-31"),
    Entry("reason", "理由", "退出决定用：不采纳陈述申辩的理由，或提前决定的理由"),
)


def entry_place(key: str) -> tuple[int, int]:
    """The (row, column) of what the user fills in."""
    return _TOP + [entry.key for entry in ENTRIES].index(key), _ENTRY_COLUMN


def panel() -> Panel:
    """The sheet as it is built."""
    texts = {(1, _FIRST_COLUMN): _TITLE, (2, _FIRST_COLUMN): _LINE, TOLD: _NOTHING_YET}
    looks = {(1, _FIRST_COLUMN): PanelLook.TITLE, (2, _FIRST_COLUMN): PanelLook.FAINT, TOLD: PanelLook.TOLD}
    for row, entry in enumerate(ENTRIES, start=_TOP):
        texts |= {(row, _ENTRY_COLUMN - 1): entry.label, (row, _ENTRY_COLUMN + 1): entry.hint}
        looks |= {
            (row, _ENTRY_COLUMN - 1): PanelLook.LABEL, (row, _ENTRY_COLUMN): PanelLook.INPUT,
            (row, _ENTRY_COLUMN + 1): PanelLook.HINT,
        }  # fmt: skip
    looks |= {(HEAD_ROW, column): PanelLook.HEAD for column in range(_FIRST_COLUMN, LAST_COLUMN + 1)}
    choices = {entry_place(entry.key): entry.choices for entry in ENTRIES if entry.choices}
    heights = {1: 34, 2: 32, 3: 8, **dict.fromkeys(range(_TOP, _TOP + len(ENTRIES)), 24), _TOLD_ROW - 1: 8, _TOLD_ROW: 40, HEAD_ROW: 22}
    merges = [Area(row, _FIRST_COLUMN, row, LAST_COLUMN) for row in (2, _TOLD_ROW)]
    return Panel(NAME, texts, looks, choices, merges, _WIDTHS, heights, _buttons())


def _buttons() -> list[Button]:
    made = []
    for number, kind in enumerate(BUTTONS):
        line, place = divmod(number, _PER_ROW)
        top, left = _TOP + line * _BUTTON_ROWS, _FIRST_COLUMN + place
        made.append(Button(kind.caption, kind.macro, Area(top, left, top + _BUTTON_ROWS - 1, left)))
    return made
