"""Change cells of an existing .xlsx or .xlsm and lose nothing else.

Only the parts concerned are opened; every other part keeps its very bytes. What cannot be changed safely is
refused with `NotEditable` before a byte is written.
"""

from toolkit.sheets.edit.apply import edit
from toolkit.sheets.edit.changes import (
    AddSheet,
    Change,
    Link,
    Note,
    Remark,
    RemoveMarks,
    SetCell,
    Shaded,
    Tint,
    Value,
)
from toolkit.sheets.edit.refusal import NotEditable

__all__ = [
    "AddSheet", "Change", "Link", "NotEditable", "Note", "Remark", "RemoveMarks", "SetCell", "Shaded", "Tint",
    "Value", "edit",
]
