"""An empty master: the overview, the watches, the nine record sheets, the city's own sheets and the memory."""

from dataclasses import replace

from toolkit.master.ledgers import (
    BASE_HEADERS,
    BASE_SHEET,
    LEDGERS,
    TRACE_HEADERS,
    UNIT_HEADER,
    WATCHES,
    Ledger,
    LedgerColumn,
)  # fmt: skip
from toolkit.master.overview import BOARD, NOT_YET
from toolkit.policy import Settings, notice
from toolkit.records import FORMS, Form
from toolkit.sheets.blank import lead_of, page_column
from toolkit.sheets.board import add_board
from toolkit.sheets.book import add_store, book_bytes, new_book
from toolkit.sheets.lists import Lists
from toolkit.sheets.look import Role
from toolkit.sheets.page import Guard, Page, PageColumn, add_page

RECORD_LINE = "棕色表头的列由市局填写；灰色表头的列由工具填写，请勿修改。可以手工更正、排序、筛选、批注、加列，合并时一律保留"
LEDGER_LINE = "由工具填写；棕色表头的列由市局填写"
STAFF_LINE = "由市局填写"
_DAY = "yyyy-mm-dd"
_WRAP_FROM = 20
_TRACE_WIDTHS = (30, 9, 14, 13)


def new_master(settings: Settings | None = None) -> bytes:
    """An empty 总台账.xlsx; the same bytes each time. `settings` say which lists the city keeps otherwise."""
    book, lists = new_book(), Lists()
    add_board(book, BOARD).sheet_properties.tabColor = Role.REQUIRED.value[0]
    pages = (
        *((ledger_page(ledger), Role.REQUIRED) for ledger in WATCHES),
        *((record_page(form, settings), Role.CONDITIONAL) for form in FORMS),
        *((ledger_page(ledger), Role.CITY) for ledger in LEDGERS if ledger not in WATCHES),
    )
    for page, tab in pages:
        add_page(book, page, lists).sheet_properties.tabColor = tab.value[0]
    lists.write(book)
    add_store(book, BASE_SHEET, BASE_HEADERS)
    return book_bytes(book)


def record_page(form: Form, settings: Settings | None = None) -> Page:
    """A record sheet: the unit, the form's columns with the city's own last, and where each row came from."""
    unit = PageColumn(
        UNIT_HEADER, UNIT_HEADER, 12, role=Role.RECORD, note="报送该记录的单位", choices=tuple(unit.short for unit in notice().unit)
    )  # fmt: skip
    own = tuple(_in_master(page_column(form, column, settings)) for column in form.columns)
    trace = tuple(
        PageColumn(header, header, width, _DAY if header == TRACE_HEADERS[-1] else "General", role=Role.BOOKKEEPING)
        for header, width in zip(TRACE_HEADERS, _TRACE_WIDTHS, strict=True)
    )
    return Page(form.sheet, f"{form.sheet}总表", (unit, *own, *trace), RECORD_LINE, 1 + lead_of(own))


def _in_master(column: PageColumn) -> PageColumn:
    return column if column.role is Role.CITY else replace(column, role=Role.RECORD)


def ledger_page(ledger: Ledger) -> Page:
    """One of the master's own sheets."""
    columns = tuple(_ledger_column(ledger, column) for column in ledger.columns)
    line = f"截至 ——（{NOT_YET}）" if ledger in WATCHES else STAFF_LINE if ledger.staff else LEDGER_LINE
    return Page(ledger.sheet, ledger.title, columns, line)


def _ledger_column(ledger: Ledger, column: LedgerColumn) -> PageColumn:
    return PageColumn(
        column.header, column.header, column.width,
        number_format=_DAY if column.day else "General" if column.number else "@",
        wrap=column.width >= _WRAP_FROM, role=Role.CITY if ledger.staff or column.staff else Role.RECORD,
        choices=column.choices, guard=Guard.DATE if column.day else None,
    )  # fmt: skip
