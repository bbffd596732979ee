"""A record sheet as our own workbooks have it: title, one line below it, headers in row 3, data from row 4."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets import look
from toolkit.sheets.lists import Lists
from toolkit.sheets.look import Role

TITLE_ROW, LINE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
LAST_ROW = 2003
"""Down to here dropdowns and the filter reach: ten times what one unit sends in a year."""
LONGEST_TEXT = 32_767

Shown = str | int | float | bool | date | None


class FittedRow(RowDimension):
    """A row as high as its texts need, and still growing with them: not fixed by hand, as openpyxl would mark it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name the format gives it
        """Never."""
        return False


class Guard(Enum):
    """What typing into a column is held to, as (type, operator, from, to, the word said); never by force."""

    DATE = ("date", "between", "36526", "73050", "请填写日期，如 2025-12-05")
    CODE = ("textLength", "equal", "18", None, "统一社会信用代码应为 18 位，请核对")
    COUNT = ("whole", "greaterThanOrEqual", "0", None, "请只填写整数")


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column of a page. `choices` make its dropdown; where `open_choices`, other values may be typed after a word.

    With `choices_by` the dropdown depends on what the column of the field `depends_on` holds.
    """

    header: str
    field: str
    width: int = 14
    number_format: str = "@"
    wrap: bool = False
    role: Role = Role.OPTIONAL
    note: str = ""
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    choices_by: tuple[tuple[str, tuple[str, ...]], ...] = ()
    depends_on: str = ""
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet. `line` stands in row 2, as a warning where `stern`; the first `lead` columns stay in view."""

    name: str
    title: str
    columns: tuple[PageColumn, ...]
    line: str = ""
    lead: int = 1
    stern: bool = False

    def place(self, field: str) -> int:
        """The number of a field's column, from 1."""
        return 1 + [column.field for column in self.columns].index(field)

    def letter(self, field: str) -> str:
        """The letter of a field's column."""
        return get_column_letter(self.place(field))


def add_page(book: Workbook, page: Page, lists: Lists, rows: Sequence[Mapping[str, Shown]] = ()) -> Worksheet:
    """Append a page to a book, with rows of shown values by field below its headers."""
    sheet: Worksheet = book.create_sheet(page.name)
    _head(sheet, page)
    for number, column in enumerate(page.columns, start=1):
        _format_column(sheet, number, column)
        _validate(sheet, page, number, column, lists)
    for row, values in enumerate(rows, start=FIRST_ROW):
        for number, column in enumerate(page.columns, start=1):
            _fill_cell(sheet, row, number, column, values.get(column.field))
        sheet.row_dimensions[row] = FittedRow(sheet, index=row, ht=_height(page, values))
    last = get_column_letter(len(page.columns))
    sheet.freeze_panes = f"{get_column_letter(page.lead + 1)}{FIRST_ROW}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{max(LAST_ROW, FIRST_ROW + len(rows))}"
    look.print_on_a4(sheet, width=sum(c.width for c in page.columns), header_rows=HEADER_ROW, lead=page.lead)
    return sheet


def write_value(sheet: Worksheet, row: int, column: int, value: Shown) -> None:
    """Put a value into a cell; a text is always text, whatever it begins with.

    Raises:
        ValueError: a text longer than a cell can hold, which would be cut in silence.
    """
    cell = sheet.cell(row, column, _spelled(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"text of {len(value)} characters in {sheet.title}!{cell.coordinate}")
        cell.data_type = "s"


def _spelled(text: str) -> str:
    """A text as the format writes it (ECMA-376 Part 1, 22.9.2.19): what XML cannot carry, and what looks so, escaped."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", lambda found: f"_x{ord(found[0]):04X}_", text)


def head_title(sheet: Worksheet, title: str, line: str, columns: int, *, stern: bool = False) -> None:
    """The title over all columns, and the line below it."""
    sheet.merge_cells(start_row=TITLE_ROW, start_column=1, end_row=TITLE_ROW, end_column=columns)
    rows = {TITLE_ROW: (title, look.TITLE, 33), LINE_ROW: (line, look.NOTICE if stern else look.FAINT, 20)}
    for row, (text, font, height) in rows.items():
        write_value(sheet, row, 1, text)
        sheet.cell(row, 1).font = font
        sheet.row_dimensions[row].height = height
        for number in range(1, columns + 1):
            sheet.cell(row, number).alignment = look.MIDDLE  # a style of its own keeps the column's edges out


def _head(sheet: Worksheet, page: Page) -> None:
    head_title(sheet, page.title, page.line, len(page.columns), stern=page.stern)
    for number, column in enumerate(page.columns, start=1):
        write_value(sheet, HEADER_ROW, number, column.header)
        cell = sheet.cell(HEADER_ROW, number)
        cell.fill, cell.font = column.role.fill, column.role.font
        cell.alignment, cell.border = look.HEADER_PLACE, look.BOX
        if column.note:
            cell.comment = _note(column.note)
    lines = max(-(-look.units(column.header) // (column.width - 2)) for column in page.columns)
    sheet.row_dimensions[HEADER_ROW].height = 15 * max(lines, 2) + 8


def _note(text: str) -> Comment:
    lines = sum(1 + look.units(line) // 38 for line in text.split("\n"))
    return Comment(text, "市局", width=270, height=18 * lines + 14)


def _format_column(sheet: Worksheet, number: int, column: PageColumn) -> None:
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.width = column.width
    dimension.number_format = column.number_format
    dimension.font = look.BODY
    dimension.alignment = look.body_place(wrap=column.wrap)
    dimension.border = look.BOX
    if column.role.tint:
        dimension.fill = column.role.tint


def _fill_cell(sheet: Worksheet, row: int, number: int, column: PageColumn, value: Shown) -> None:
    if value is None:
        return
    write_value(sheet, row, number, value)
    cell = sheet.cell(row, number)
    cell.number_format = column.number_format
    cell.font = look.BODY
    cell.alignment = look.body_place(wrap=column.wrap)
    cell.border = look.BOX


def _height(page: Page, values: Mapping[str, Shown]) -> float:
    lines = (
        1 + look.units(part) // (column.width - 1)
        for column in page.columns
        if column.wrap
        for part in str(values.get(column.field) or "").split("\n")
    )
    return min(14 * max(lines, default=1) + 8, 400)  # a row can be 409 high


def _validate(sheet: Worksheet, page: Page, number: int, column: PageColumn, lists: Lists) -> None:
    letter = get_column_letter(number)
    area = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    if column.choices:
        sheet.add_data_validation(dropdown(_list_formula(page, column, lists), area, open_choices=column.open_choices))
    elif column.guard:
        kind, operator, first, second, word = column.guard.value
        rule = DataValidation(
            type=kind, operator=operator, formula1=first, formula2=second, sqref=area, allow_blank=True,
            errorStyle="warning", errorTitle=column.header, error=word, showErrorMessage=True,
        )  # fmt: skip
        sheet.add_data_validation(rule)


def _list_formula(page: Page, column: PageColumn, lists: Lists) -> str:
    if not column.choices_by:
        return lists.name_of(column.header, column.choices)
    chooser = page.columns[page.place(column.depends_on) - 1]
    cell = f"${page.letter(chooser.field)}{FIRST_ROW}"
    by = dict(column.choices_by)
    return lists.formula_by(column.header, column.choices, by, cell, lists.name_of(chooser.header, tuple(by)))


def dropdown(formula: str, area: str, *, open_choices: bool = False) -> DataValidation:
    """A dropdown over an area; an open one only asks before it takes something else."""
    word = "不在下拉选项内。需填多项（用、分隔）或注明具体类型的，可继续" if open_choices else "请从下拉选项中选择"
    return DataValidation(
        type="list", formula1=formula, sqref=area, allow_blank=True, showErrorMessage=True,
        errorStyle="warning" if open_choices else "stop", errorTitle="请核对填写内容", error=word,
    )  # fmt: skip
