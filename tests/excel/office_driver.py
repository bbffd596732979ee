"""Drives a LibreOffice of its own for the tests: one JSON request a line in, one answer a line out.

Started in a session of its own, so that whoever started it ends LibreOffice and what its macros started with one signal.
"""

# mypy: ignore-errors

import json
import os
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import office_engine

SECONDS = 120
STUB = """Public Function RunPython(PythonCommand As String)
    Dim handle As Integer, waited As Integer
    handle = FreeFile
    Open "{folder}/command" For Output As #handle
    Print #handle, PythonCommand
    Close #handle
    Shell "{python}", 0, "{script} {pipe} {folder}", False
    For waited = 1 To 2400
        If FileExists("{folder}/told") Then Exit For
        Wait 50
    Next waited
End Function
"""


class Driver:
    """One LibreOffice and at most one document in it."""

    def __init__(self, folder):
        self.folder, self.pipe = Path(folder), f"pilot{os.getpid()}"
        command = [
            "soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--norestore", "--nologo",
            "--nodefault", f"--accept=pipe,name={self.pipe};urp;",
        ]  # fmt: skip
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.desktop, self.document = self._connected(), None

    def _connected(self):
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return office_engine.connect(self.pipe)
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    @property
    def book(self):
        return office_engine.book_of(self.document)

    def open(self, path):
        if self.document:
            self.document.close(True)
        self.document = office_engine.load(self.desktop, path)

    def stub(self):
        """Put a RunPython that LibreOffice can run in the place of xlwings' own."""
        script = Path(__file__).with_name("office_press.py")
        source = STUB.format(folder=self.folder, python=sys.executable, script=script, pipe=self.pipe)
        self.document.BasicLibraries.getByName("VBAProject").replaceByName("xlwings", source)

    def buttons(self):
        """Caption → script of every button on 操作台."""
        forms = self.document.Sheets.getByName("操作台").DrawPage.Forms
        return {
            form.getByIndex(place).Label: form.getScriptEvents(place)[0].ScriptCode
            for form in (forms.getByIndex(number) for number in range(forms.Count))
            for place in range(form.Count)
        }

    def press(self, caption):
        """Run what the button runs; what the user was told, or nothing."""
        told = self.folder / "told"
        told.unlink(missing_ok=True)
        self.document.getScriptProvider().getScript(self.buttons()[caption]).invoke((), (), ())
        return json.loads(told.read_text("utf-8")) if told.exists() else []

    def type(self, sheet, row, column, value):
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1)
        cell.setString(value) if isinstance(value, str) else cell.setValue(value)

    def select(self, sheet, row, column):
        page = self.document.Sheets.getByName(sheet)
        self.document.CurrentController.setActiveSheet(page)
        self.document.CurrentController.select(page.getCellByPosition(column - 1, row - 1))

    def front(self, sheet):
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(sheet))

    def dump(self):
        """Every value, as the open book is read."""
        from toolkit.excel.grid import read_open_book  # noqa: PLC0415

        return [
            [sheet.name, str(place), cell.value.isoformat() if isinstance(cell.value, datetime) else cell.value, cell.fault is not None]
            for sheet in read_open_book(self.book, own=True).sheets
            for place, cell in sheet.cells()
        ]

    def act(self, name, as_of):
        """One action as of a day, without its button."""
        from toolkit.excel import master_actions  # noqa: PLC0415
        from toolkit.policy import load_settings  # noqa: PLC0415

        return getattr(master_actions, name)(self.book, date.fromisoformat(as_of), load_settings()).told

    def check(self, as_of):
        """校验 of a district's workbook as of a day: (code, place, message) of what was found."""
        from toolkit.excel.actions import check_open_book  # noqa: PLC0415
        from toolkit.policy import load_settings  # noqa: PLC0415

        found = check_open_book(self.book, date.fromisoformat(as_of), load_settings()).findings
        return [[one.code, one.place.sheet, one.place.cell, one.message] for one in found]


def say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main():
    driver = Driver(sys.argv[1])
    say("ready")
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"answer": getattr(driver, name)(*arguments)}
        except Exception as error:  # noqa: BLE001 - told to the test
            answer = {"error": f"{type(error).__name__}: {error}"}
        say(answer)


if __name__ == "__main__":
    main()
