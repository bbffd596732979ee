"""The forms of the programme before the notice (示范区, 示范站, 示范点, to 2024): known, so that they can be refused in words."""

import re

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import sheets
from toolkit.policy.text import squeeze
from toolkit.records import TEMPLATE_VERSION, Form
from toolkit.sheets.grid import Book, Sheet
from toolkit.sheets.headers import LOOK_IN_ROWS
from toolkit.sheets.likely import form_like, likely_headers

_COMPARED = 3
"""So many old sheets of a file are compared with ours; more are only named."""
_OLD = re.compile("示范(区|站|点|单位|创建|园区)")


def told_of_old_forms(file: str, book: Book) -> list[Finding]:
    """The sheets of a book that are of an old form, each with what it lacks."""
    return [_told(file, sheet, number) for number, sheet in enumerate(filter(_is_old, book.sheets))]


def _is_old(sheet: Sheet) -> bool:
    above = [str(cell.value) for (row, _), cell in sheet.cells() if row <= LOOK_IN_ROWS and isinstance(cell.value, str)]
    return bool(above) and any(_OLD.search(squeeze(text)) for text in (sheet.name, *above))


def _told(file: str, sheet: Sheet, number: int) -> Finding:
    form = form_like(sheet) if number < _COMPARED else None
    words = {"found": sheet.name, "known": TEMPLATE_VERSION, "missing": _lacking(form, sheet) if form else ""}
    return Finding(sheets.LEGACY_FORM, Place(file, sheet.name), None, words)


def _lacking(form: Form, sheet: Sheet) -> str:
    there = {name for header in likely_headers(form, sheet) for name in header.columns}
    missing = [bound.header for bound in form.district_columns if bound.required and bound.field not in there]
    return f"，与“{form.sheet}”相比缺少{'、'.join(missing)}" if missing else ""
