"""The district workbook, empty or with what is already known of a unit's pilots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.policy import Category, Settings, Unit, notice
from toolkit.records import COVER_SHEET, FORMS, TEMPLATE_VERSION, BoundColumn, Cover, Form, columns_of
from toolkit.records.entity import CATEGORY, SUBJECT_TYPE
from toolkit.records.kinds import Choice, Choices, CreditCode, Day, Kind, Whole
from toolkit.sheets import look
from toolkit.sheets.book import book_bytes, new_book
from toolkit.sheets.lists import Lists
from toolkit.sheets.look import Role
from toolkit.sheets.page import (
    FIRST_ROW,
    HEADER_ROW,
    LAST_ROW,
    Guard,
    Page,
    PageColumn,
    Shown,
    add_page,
    dropdown,
    head_title,
    write_value,
)  # fmt: skip

BLANK_NAME = f"商业秘密保护创新试点工作台账（{TEMPLATE_VERSION}版）.xlsx"
NOTICE_LINE = "请勿填写商业秘密具体内容、涉密信息"
COVER_ID = "cover"

_LEGEND = (
    "填报说明",
    "一、深色表头为必填，浅蓝表头在批注所列情形下必填，浅灰表头选填；填写要求和依据见各表头的批注。",
    "二、本表全年累计使用：每月在原表上增改后报送，不删除已报送的行。",
    "三、各表从第 4 行起逐行填写，请勿改动表名和表头；已填行中标黄的单元格为尚缺的必填项，标灰的单元格不适用、无须填写。",
    "四、一格填写多项的，用顿号（、）分隔；选“其他”的，写作“其他园区（具体类型）”。",
)

Rows = Mapping[str, Sequence[Mapping[str, object]]]
Beside = Sequence[tuple[Page, Sequence[Mapping[str, Shown]]]]


@dataclass(frozen=True, slots=True)
class AsTyped:
    """A text that stands in a cell as somebody typed it, because it could not be read as the cell's kind."""

    text: str


def blank_workbook(
    unit: Unit | None = None, year: int | None = None, prefill: Rows | None = None, settings: Settings | None = None,
    beside: Beside = (),
) -> bytes:  # fmt: skip
    """The district workbook as .xlsx bytes; the same arguments give the same bytes.

    `prefill` holds rows of typed values (or `AsTyped`) by field for each form id, and one row for the cover under
    "cover"; `unit` and `year` go before what it says of them. `settings` say which lists the city keeps
    otherwise; `beside` are pages to stand after the forms.
    """
    rows = prefill or {}
    book = new_book()
    lists = Lists()
    known = {**(rows.get(COVER_ID) or [{}])[0], "template_version": TEMPLATE_VERSION}
    known |= {"unit": unit.short} if unit else {}
    known |= {"year": year} if year else {}
    _add_cover(book, known, lists)
    for form in FORMS:
        page = form_page(form, settings)
        sheet = add_page(book, page, lists, shown_rows(form, rows.get(form.id, ())))
        _shade(sheet, page, form)
    for page, lines in beside:
        add_page(book, page, lists, lines)
    lists.write(book)
    return book_bytes(book)


def form_page(form: Form, settings: Settings | None = None) -> Page:
    """The page of a form in the district workbook."""
    columns = tuple(page_column(form, column, settings) for column in form.district_columns)
    return Page(form.sheet, f"{form.sheet}汇总表", columns, NOTICE_LINE, lead_of(columns), stern=True)


def lead_of(columns: Sequence[PageColumn]) -> int:
    """How many columns from the left name the record: up to the entity's name, or the first."""
    fields = [column.field for column in columns]
    return fields.index("name") + 1 if "name" in fields else 1


def shown_rows(form: Form, rows: Sequence[Mapping[str, object]]) -> list[dict[str, Shown]]:
    """Typed rows as cells hold them."""
    kinds = {column.field: column.kind for column in form.columns}
    return [{field: _shown(kinds[field], value) for field, value in row.items()} for row in rows]


def _shown(kind: Kind, value: object) -> Shown:
    return value.text if isinstance(value, AsTyped) else kind.show(value)


def page_column(form: Form, column: BoundColumn, settings: Settings | None = None) -> PageColumn:
    """How a form's column stands on a page: its look, its note, its dropdown."""
    kind = column.kind
    by_category: tuple[tuple[str, tuple[str, ...]], ...] = ()
    depends_on = ""
    if kind is SUBJECT_TYPE:
        by_category = tuple((rule.name, tuple(s.name for s in rule.subjects)) for rule in notice().category)
        depends_on = next(other.field for other in form.columns if other.kind is CATEGORY)
    is_open = isinstance(kind, Choices) or (isinstance(kind, Choice) and bool(kind.open_ended))
    return PageColumn(
        header=column.header, field=column.field, width=column.column.width, number_format=kind.number_format,
        wrap=kind.wrap or is_open, role=_role(column), note=_note(column), choices=kind.offered(settings), open_choices=is_open,
        choices_by=by_category, depends_on=depends_on, guard=_guard(column),
    )  # fmt: skip


def _role(column: BoundColumn) -> Role:
    if column.column.city:
        return Role.CITY
    if column.required:
        return Role.REQUIRED
    return Role.CONDITIONAL if column.column.needed else Role.OPTIONAL


def _guard(column: BoundColumn) -> Guard | None:
    guards = {Day: Guard.DATE, CreditCode: Guard.CODE, Whole: Guard.COUNT}
    return next((guard for kind, guard in guards.items() if isinstance(column.kind, kind)), None)


def _note(column: BoundColumn) -> str:
    own = column.column
    several = column.kind.one.values if isinstance(column.kind, Choices) else ()
    wanted = "由市局填写" if own.city else "必填" if column.required else own.needed or "选填"
    lines = (
        f"【{wanted}】",
        own.help if own.help != wanted else "",
        f"可填：{'、'.join(several)}" if several else "",
        f"依据：{notice().number}工作方案{own.clause}" if own.clause else "",
    )
    return "\n".join(line for line in lines if line)


def _add_cover(book: Workbook, known: Mapping[str, object], lists: Lists) -> None:
    sheet = book.create_sheet(COVER_SHEET)
    columns = columns_of(Cover)
    head_title(sheet, look.BOOK_TITLE, NOTICE_LINE, 3, stern=True)
    for row, column in enumerate(columns, start=HEADER_ROW):
        _add_label(sheet, row, column, _shown(column.kind, known.get(column.field)), lists)
    for row, text in enumerate(_LEGEND, start=HEADER_ROW + len(columns) + 1):
        write_value(sheet, row, 3, text)
        sheet.cell(row, 3).font = look.LABEL if text == _LEGEND[0] else look.FAINT
        sheet.cell(row, 3).alignment = look.INDENTED
        sheet.row_dimensions[row].height = 15 * (1 + look.units(text) // 70) + 4
    for letter, width in zip("ABC", (16, 40, 72), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    look.print_on_a4(sheet, width=128, header_rows=0, lead=1)


def _add_label(sheet: Worksheet, row: int, column: BoundColumn, value: Shown, lists: Lists) -> None:
    write_value(sheet, row, 1, column.header)
    write_value(sheet, row, 2, value)
    write_value(sheet, row, 3, column.column.help)
    label, cell, help_text = (sheet.cell(row, number) for number in (1, 2, 3))
    role = _role(column)
    label.fill, label.font, label.border, label.alignment = role.fill, role.font, look.BOX, look.HEADER_PLACE
    cell.number_format, cell.font, cell.border = column.kind.number_format, look.BODY, look.BOX
    cell.alignment = help_text.alignment = look.INDENTED
    help_text.font = look.FAINT
    sheet.row_dimensions[row].height = 24
    if column.kind.choices:
        sheet.add_data_validation(dropdown(lists.name_of(column.header, column.kind.choices), f"B{row}"))


def _shade(sheet: Worksheet, page: Page, form: Form) -> None:
    """Colour what a begun row still lacks, and what its category does not ask for."""
    last = page.letter(page.columns[-1].field)
    begun = f"COUNTA($A{FIRST_ROW}:${last}{FIRST_ROW})>0"
    for column in page.columns:
        if column.role is Role.REQUIRED:
            letter = page.letter(column.field)
            formula = f'AND({begun},{letter}{FIRST_ROW}="")'
            sheet.conditional_formatting.add(_area(letter), _shading(formula, look.GAP))
    for field, categories in _limited_fields(form).items():
        chooser = page.letter(next(column.field for column in form.columns if column.kind is CATEGORY))
        others = "".join(f',${chooser}{FIRST_ROW}<>"{category}"' for category in ("", *categories))
        sheet.conditional_formatting.add(_area(page.letter(field)), _shading(f"AND({others[1:]})", look.NOT_ASKED))


def _shading(formula: str, fill: PatternFill) -> Rule:
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill))


def _area(letter: str) -> str:
    return f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"


def _limited_fields(form: Form) -> dict[str, tuple[Category, ...]]:
    """The fields of a form that only some categories fill."""
    fields = {column.field for column in form.district_columns}
    criteria = {c.id: tuple(c.clauses) for c in notice().criterion if len(c.clauses) < len(Category)}
    return {field: only for field, only in {"park_name": (Category.PARK,), **criteria}.items() if field in fields}
