"""Old or altered workbooks → the current blank: what every filled cell of the source became, none left out.

A cell is moved, kept aside in its own words, or it is a title, a header, a running number or the foot of a table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from toolkit.findings import Finding
from toolkit.findings.catalogue import cells, sheets
from toolkit.policy import notice
from toolkit.policy.text import match_key, squeeze
from toolkit.records import COVER_SHEET, TEMPLATE_VERSION, BoundColumn, Context, Cover, columns_of
from toolkit.records.cover import unit_of
from toolkit.records.row import Row, read_values
from toolkit.sheets.account import Fate, TableFound, Trace, Transfer
from toolkit.sheets.asides import NOTE, Table, filled
from toolkit.sheets.blank import AsTyped, blank_workbook
from toolkit.sheets.cover import Entry, find_cover, labelled
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Address, Book, Cell, Fault, Sheet, Visibility, address
from toolkit.sheets.headers import header_key, is_numbering
from toolkit.sheets.likely import Match, category_said_above, form_like, likely_headers, match_columns, tables_of, use
from toolkit.sheets.lists import LISTS_SHEET
from toolkit.sheets.page import FIRST_ROW, HEADER_ROW
from toolkit.sheets.rows import read_rows
from toolkit.sheets.source import read_bytes

_TITLE_CELLS = 2
"""A row above a header with more cells than this is no title, but something that was not understood."""
_NO_VALUE = {
    Fault.ERROR: "公式错误值", Fault.UNCACHED: "公式没有保存结果", Fault.BROKEN: "内容已损坏", Fault.PICTURE: "图片",
}  # fmt: skip


def transfer(book: Book, name: str, context: Context) -> Transfer:
    """Read a book of whatever layout, and say of each of its filled cells where it belongs in the current blank."""
    work = _Work(Transfer(name), name, replace(context, epoch_1904=book.epoch_1904))
    work.read_cover(book)
    for sheet in book.sheets:
        work.read_sheet(sheet)
    for sheet in book.sheets:
        work.keep_the_rest(sheet)
    result = work.result
    places = [(sheet.name, at) for sheet in book.sheets for at, _ in _filled_cells(sheet)]
    result.traces = {place: result.traces[place] for place in places}
    return result


def _filled_cells(sheet: Sheet) -> Iterator[tuple[Address, Cell]]:
    for row, line in sheet.rows.items():
        for column, cell in filled(line).items():
            yield (row, column), cell


@cache
def _own_words() -> frozenset[str]:
    """Every text of our own blank: its titles, notice line, headers, labels, help."""
    book = read_bytes(blank_workbook())
    texts = (shown(cell) for sheet in book.sheets if sheet.name != LISTS_SHEET for _, cell in sheet.cells())
    return frozenset(match_key(text) for text in texts if text and text != TEMPLATE_VERSION)


class _Work:
    """One transfer under way."""

    def __init__(self, result: Transfer, name: str, context: Context) -> None:
        self.result, self._name, self._context = result, name, context

    def _put(self, sheet: Sheet, at: Address, fate: Fate, why: str = "", **more: str) -> None:
        """Settle the fate of a cell, once."""
        cell = sheet.cell(*at)
        if cell is not None and (sheet.name, at) not in self.result.traces and filled({1: cell}):
            trace = Trace(sheet.name, address(*at), more.pop("header", ""), shown(cell) or "", fate, why, **more)
            self.result.traces[sheet.name, at] = trace

    # ---- the cover

    def read_cover(self, book: Book) -> None:
        """Take what says whose file it is and for when, from its cover or from the lines around its tables."""
        chosen: dict[str, tuple[Sheet, Entry]] = {}
        every: list[tuple[Sheet, str, Entry]] = []
        cover = find_cover(book)
        for sheet in sorted(book.sheets, key=lambda sheet: sheet is not cover):
            is_cover = sheet is cover and header_key(sheet.name) == header_key(COVER_SHEET)
            for name, entry in labelled(sheet, with_colon=not is_cover):
                if name == "template_version":
                    self._put(sheet, (entry.row, entry.column), Fate.FRAME, "模板版本")
                elif not entry.empty:
                    every.append((sheet, name, entry))
                    chosen.setdefault(name, (sheet, entry))
        raw = {name: entry.cell.value for name, (_, entry) in chosen.items() if not entry.cell.fault}
        read = read_values(Cover, raw, self._context)
        typed = {name: AsTyped(shown(chosen[name][1].cell) or "") for name in raw if name in read.bad or read.values.get(name) is None}
        self.result.cover = {**{name: read.values[name] for name in raw if name not in typed}, **typed}
        self._settle_cover(chosen, every)
        self._guess_unit(book)
        self._context = replace(self._context, unit=unit_of(read.values), year=read.values.get("year"), filled_on=read.values.get("filled_on"))

    def _settle_cover(self, chosen: Mapping[str, tuple[Sheet, Entry]], every: Sequence[tuple[Sheet, str, Entry]]) -> None:
        """A cell whose every value was taken is moved; one that says something else is not."""
        columns = columns_of(Cover)
        rows = {column.field: HEADER_ROW + number for number, column in enumerate(columns)}
        headers = {column.field: column for column in columns}
        by_cell: dict[tuple[str, Address], list[tuple[Sheet, str, Entry]]] = {}
        for sheet, name, entry in every:
            by_cell.setdefault((sheet.name, (entry.row, entry.column)), []).append((sheet, name, entry))
        for (_, at), found in by_cell.items():
            if all(chosen[name] == (sheet, entry) and name in self.result.cover for sheet, name, entry in found):
                names = [name for _, name, _ in found]
                self._put(
                    found[0][0], at, Fate.MOVED, header="、".join(headers[name].header for name in names),
                    target_sheet=COVER_SHEET, target="、".join(f"B{rows[name]}" for name in names),
                    written="、".join(_written(headers[name], self.result.cover[name]) for name in names),
                )  # fmt: skip

    def _guess_unit(self, book: Book) -> None:
        """Where no label names the unit, the one that titles or the file's name name; told, as it is no label."""
        if "unit" in self.result.cover:
            return
        titles = (shown(cell) or "" for sheet in book.sheets for (row, _), cell in sheet.cells() if row <= 3)
        for text in (*titles, self._name):
            if unit := notice().unit_in(text):
                self.result.cover["unit"] = unit.short
                self.result.remarks.append(f"报送单位按“{text.strip()[:40]}”填为{unit.short}，请核对")
                return

    # ---- the tables

    def read_sheet(self, sheet: Sheet) -> None:
        """Move the rows of a sheet whose headers are a form's."""
        if sheet.name == LISTS_SHEET and sheet.visibility is Visibility.VERY_HIDDEN:
            for at, _ in _filled_cells(sheet):
                self._put(sheet, at, Fate.FRAME, "下拉选项")
            return
        form = form_like(sheet)
        if form is None or header_key(sheet.name) == header_key(COVER_SHEET):
            return
        tables = tables_of(form, self._name, sheet, likely_headers(form, sheet))
        matched = [match_columns(table, self._context.settings) for table in tables]
        for table, matches in zip(tables, matched, strict=True):
            use(table, matches)
        blocks, told = read_rows(tables, self._context)
        for number, (table, matches, rows) in enumerate(zip(tables, matched, blocks, strict=True)):
            self._add_category(table, rows, first=number == 0)
            self._move(table, rows)
            self._frame_table(table)
            self.result.tables.append(TableFound(sheet.name, form, len(rows), tuple(matches)))
        self._frame_rows(sheet, told)
        self._frame_titles(sheet, tables[0])
        for table, matches in zip(tables, matched, strict=True):
            self._keep_columns(table, matches)

    def _add_category(self, table: Table, rows: Sequence[Row], *, first: bool) -> None:
        """Rows of a list of one category only, which no column tells, take it from its title."""
        name = "category" if any(column.field == "category" for column in table.form.columns) else ""
        lacking = [row for row in rows if name and row.values.get(name) is None and not row.raw.get(name)]
        said = category_said_above(table, first) if lacking else None
        if said is None:
            return
        for row in lacking:
            row.values[name] = said[0]
            row.bad.discard(name)
        self.result.remarks.append(f"“{table.sheet.name}”{len(lacking)} 行的类别按“{said[1]}”填为{said[0]}，请核对")

    def _move(self, table: Table, rows: Sequence[Row]) -> None:
        places = {column.field: number for number, column in enumerate(table.form.district_columns, start=1)}
        lines = self.result.rows.setdefault(table.form.id, [])
        for row in rows:
            target = FIRST_ROW + len(lines)
            line = {name: value for name, value in row.values.items() if value is not None and name not in row.bad and name in places}
            for name, column in table.header.columns.items():
                cell = table.sheet.cell(row.number, column)
                if cell is None or cell.fault or not filled({1: cell}):
                    continue
                line.setdefault(name, AsTyped(row.raw.get(name) or shown(cell) or ""))
            for name, value in line.items():
                for at in _sources(table, row, name):
                    bound = table.form.column(name)
                    self._put(
                        table.sheet, at, Fate.MOVED, header=table.header.texts.get(at[1], ""), target_sheet=table.form.sheet,
                        target=address(target, places[name]), written=_written(bound, value),
                    )  # fmt: skip
            lines.append(line)

    def _frame_table(self, table: Table) -> None:
        """The header of a table is no content, nor are its running numbers."""
        texts = table.header.texts
        for number, line in table.sheet.rows.items():
            for column, cell in filled(line).items():
                if table.header.top <= number <= table.header.row:
                    self._put(table.sheet, (number, column), Fate.FRAME, "表头")
                elif table.header.row < number < table.bottom and is_numbering(texts.get(column, "")) and _is_serial(cell):
                    self._put(table.sheet, (number, column), Fate.FRAME, "序号", header=texts[column])

    def _frame_rows(self, sheet: Sheet, told: Iterable[Finding]) -> None:
        """Rows that are no data: totals, signatures and the like; a remark may say something and is kept aside."""
        for finding in told:
            if finding.rule is sheets.SKIPPED_ROW:
                what = str(finding.words["what"])
                for number in map(int, str(finding.words["rows"]).split("、")):
                    for column in sheet.rows.get(number, {}):
                        self._put(sheet, (number, column), Fate.ASIDE if what == NOTE else Fate.FRAME, what)

    def _frame_titles(self, sheet: Sheet, first: Table) -> None:
        for number in range(1, first.header.top):
            line = filled(sheet.rows.get(number, {}))
            for column in line if len(line) <= _TITLE_CELLS else ():
                self._put(sheet, (number, column), Fate.FRAME, "表题")

    def _keep_columns(self, table: Table, matches: Sequence[Match]) -> None:
        """What stands under a header that fits nothing, or cannot be read at all, with its header."""
        texts, why = table.header.texts, {match.column: _why_aside(table, match) for match in matches}
        for number, line in table.sheet.rows.items():
            for column, cell in filled(line).items():
                if table.header.row < number < table.bottom and column in texts:
                    reason = _NO_VALUE[cell.fault] if cell.fault else why.get(column, "")
                    self._put(table.sheet, (number, column), Fate.ASIDE, reason, header=texts[column])

    # ---- what is left

    def keep_the_rest(self, sheet: Sheet) -> None:
        """Whatever has no fate yet is kept aside, but for the words of our own blank."""
        for at, cell in _filled_cells(sheet):
            own = match_key(shown(cell) or "") in _own_words()
            hidden = "" if sheet.visibility is Visibility.VISIBLE else "隐藏的工作表"
            self._put(sheet, at, Fate.FRAME if own else Fate.ASIDE, "模板自带文字" if own else _NO_VALUE[cell.fault] if cell.fault else hidden)
        for (row, column), text in sorted(sheet.notes.items()):
            if text.strip() and not text.lstrip().startswith("【"):
                self.result.notes.append(Trace(sheet.name, address(row, column), "", text.strip(), Fate.ASIDE, "批注"))


def _sources(table: Table, row: Row, name: str) -> Iterator[Address]:
    """The cells a value of a row was taken from: its own, and those of lines joined to it."""
    column = table.header.columns.get(name)
    if column is None:
        return
    yield row.number, column
    for finding in row.findings:
        if finding.rule is cells.JOINED:
            yield int(str(finding.words["row"])), column


def _written(bound: BoundColumn, value: object) -> str:
    """A value as it will be read in the new workbook."""
    return value.text if isinstance(value, AsTyped) else bound.kind.text(value) or ""


def _is_serial(cell: Cell) -> bool:
    return squeeze(shown(cell) or "").strip(".、").isdigit()


def _why_aside(table: Table, match: Match) -> str:
    if match.field is None or match.used:
        return match.why if match.field is None else ""
    return f"疑为“{table.form.column(match.field).header}”（{match.why}）"
