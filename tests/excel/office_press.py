"""What RunPython starts in the place of Excel's: runs a button's line of Python on the document open in LibreOffice.

`python office_press.py PIPE FOLDER`: the line stands in FOLDER/command; what the user was told goes to FOLDER/told.
"""

# mypy: ignore-errors

import json
import sys
from pathlib import Path

import office_engine
import xlwings as xw


def main():
    """Run the line, and say that it ended whatever happened."""
    pipe, folder = sys.argv[1], Path(sys.argv[2])
    desktop = office_engine.connect(pipe)
    book = office_engine.book_of(desktop.Components.createEnumeration().nextElement())
    xw.Book.caller = classmethod(lambda cls: book)
    try:
        exec((folder / "command").read_text("utf-8").strip(), {})  # noqa: S102 - as RunPython does
    finally:
        (folder / "told.part").write_text(json.dumps(book.app.impl.alerts), "utf-8")
        (folder / "told.part").rename(folder / "told")


if __name__ == "__main__":
    main()
