"""The buttons: what each says, the Sub it runs, and the function of `entry.py` that the Sub calls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """One button; `twin` is the command that does the same to a closed file."""

    caption: str
    macro: str
    function: str
    twin: str


CHECK = ButtonKind("校验本表", "PilotCheck", "check_button", "pilot check")
MERGE = ButtonKind("合并收件箱", "PilotMerge", "merge_button", "pilot merge")
RULINGS = ButtonKind("应用裁定", "PilotRulings", "rulings_button", "pilot merge")
UNDO = ButtonKind("撤销合并", "PilotUndo", "undo_button", "pilot undo")
QUOTA = ButtonKind("名额监测", "PilotQuota", "quota_button", "pilot quota")
REPORTS = ButtonKind("年报监测", "PilotReports", "reports_button", "pilot reports")
TRACKING = ButtonKind("跟踪监测", "PilotTracking", "tracking_button", "pilot standing")
LETTER = ButtonKind("生成文书", "PilotLetter", "letter_button", "pilot letter")
HISTORY = ButtonKind("查看来源", "PilotHistory", "history_button", "pilot history")

BUTTONS = (CHECK, MERGE, RULINGS, UNDO, HISTORY, LETTER, QUOTA, REPORTS, TRACKING)
"""In the order they stand in, three to a row."""
