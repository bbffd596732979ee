"""A master → the same master as a macro workbook with its buttons."""

from toolkit.excel.panel import panel
from toolkit.excel.project import foreign_modules, vba_project
from toolkit.findings.catalogue import edits
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.edit.macros import Store, macro_book, project_in

SETTINGS_SHEET = "xlwings.conf"
INTERPRETER = r"%LOCALAPPDATA%\pilot-toolkit\venv\Scripts\python.exe"
SETTINGS = (
    ("INTERPRETER_WIN", INTERPRETER),
    ("USE UDF SERVER", "False"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # else a stray .py beside the workbook is imported
    ("SHOW CONSOLE", "False"),
)
"""What xlwings is to do, spelled as its module asks for it."""


def with_buttons(master: bytes) -> bytes:
    """The master with 操作台 in front; everything in it stays. The same bytes each time.

    One that was built before gets the buttons of this version.

    Raises:
        NotEditable: it cannot be changed safely, or carries macros of people's own.
    """
    project = project_in(master)
    if project is not None and (own := foreign_modules(project)):
        raise NotEditable(edits.OTHER_MACROS, modules="、".join(own))
    return macro_book(master, panel(), Store(SETTINGS_SHEET, SETTINGS), vba_project)
