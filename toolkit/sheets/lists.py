"""The lists behind the dropdowns of one book, kept on its very hidden sheet 字典 under defined names."""

import re
from collections.abc import Mapping

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

LISTS_SHEET = "字典"
Values = tuple[str, ...]


class Lists:
    """Dropdown lists in the order they are first asked for; equal lists are kept once."""

    def __init__(self) -> None:
        self._named: dict[str, Values] = {}

    def name_of(self, header: str, values: Values) -> str:
        """The defined name of a list, called after the first column that uses it."""
        for name, known in self._named.items():
            if known == values:
                return name
        return self._add(re.sub(r"\W", "", header), values)

    def formula_by(self, header: str, values: Values, by: Mapping[str, Values], cell: str, chooser: str) -> str:
        """A dropdown formula that offers the list belonging to what stands in `cell`, or all `values` for anything else.

        Brackets may not stand in a defined name, so the lists are numbered by the place of their category in the
        list named `chooser`: INDIRECT on fixed names is understood by Excel, WPS and LibreOffice alike.
        """
        stem = re.sub(r"\W", "", header)
        for number, numbered in enumerate((values, *by.values())):
            self._named.setdefault(f"{stem}_{number}", numbered)
        return f'INDIRECT("{stem}_"&IFERROR(MATCH({cell},{chooser},0),0))'

    def write(self, book: Workbook) -> None:
        """Append the sheet: a list a column, its name on top."""
        sheet = book.create_sheet(LISTS_SHEET)
        sheet.sheet_state = "veryHidden"
        for column, (name, values) in enumerate(self._named.items(), start=1):
            for row, text in enumerate((name, *values), start=1):
                sheet.cell(row, column, text)
            letter = get_column_letter(column)
            area = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(values) + 1}"
            book.defined_names[name] = DefinedName(name, attr_text=area)

    def _add(self, stem: str, values: Values) -> str:
        name, number = stem, 2
        while name in self._named:
            name, number = f"{stem}_表{number}", number + 1
        self._named[name] = values
        return name
