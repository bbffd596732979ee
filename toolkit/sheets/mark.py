"""The marked copy: a sender's own file with its faults shown, and taken back to what it was.

Faulty cells are tinted and noted; each row with a fault says so in a column 核验意见 at its end, and a first
sheet 问题清单 leads to all of them. Nothing else changes. `unmark` takes it all away; what a sender has mended
stays mended.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from toolkit.findings import Finding, Severity, Unreadable
from toolkit.sheets.edit import (
    AddSheet,
    Change,
    Link,
    Note,
    NotEditable,
    Remark,
    RemoveMarks,
    Shaded,
    Tint,
    Value,
)
from toolkit.sheets.edit.apply import carry_out
from toolkit.sheets.edit.book import Book
from toolkit.sheets.edit.glance import Glance
from toolkit.sheets.edit.marks import PREFIX
from toolkit.sheets.edit.ranges import area
from toolkit.sheets.edit.refusal import refusing
from toolkit.sheets.edit.sheetlist import sheets_of_ours
from toolkit.sheets.headers import header_key
from toolkit.sheets.rebuild import rebuilt
from toolkit.sheets.source import read_bytes
from toolkit.sheets.traces import COLUMN, HEADERS, LEVELS, LIST, is_our_list, remarks_of, without_traces

AUTHOR = "商业秘密试点核验"

WIDTHS = (6, 9, 13, 9, 18, 20, 42, 38, 10)
_COLOURS = {Severity.E: "FFC7CE", Severity.W: "FFD966"}
_LIST_COLOURS = {Severity.E: "FBE3E6", Severity.W: "FFF2CC", Severity.I: "F2F2F2"}
_HEADING_COLOUR, _REMARK_COLOUR = "9DC3E6", "DEEBF7"
_LOOK_IN_ROWS = 30
_ANEW = "来文不是可直接标注的 .xlsx，本文件按原单元格位置另存而成，未保留原文件的格式和图片。"


def mark(data: bytes, findings: Sequence[Finding], reply_by: date | None = None) -> bytes:
    """The file with its findings marked, and marks of an earlier round taken away.

    Without findings that is the file as `unmark` gives it. A file that cannot be changed in place (.xls, .et,
    .csv, a signed one) comes back as .xlsx with the same cells and addresses; the list says so. Raises
    `NotEditable` on one that cannot be read either.
    """
    if not findings:
        return unmark(data)
    try:
        with refusing():
            return _marked(data, findings, reply_by)
    except NotEditable as refusal:
        with refusing():
            return _marked(_written_anew(data, refusal), findings, reply_by, anew=True)


def _written_anew(data: bytes, refusal: NotEditable) -> bytes:
    try:
        return rebuilt(without_traces(read_bytes(data)))
    except (Unreadable, ValueError) as error:
        raise refusal from error


def _marked(data: bytes, findings: Sequence[Finding], reply_by: date | None, *, anew: bool = False) -> bytes:
    book = Book(data)
    carry_out(book, [_earlier_marks(book, data)])
    names = [entry.name for entry in book.sheets if entry.kind == "worksheet"]
    faults = sorted((_fault(finding, names) for finding in findings), key=lambda fault: fault.order)
    changes: list[Change] = []
    for name in names:
        standing = [fault for fault in faults if fault.sheet == name and fault.row and fault.shown]
        if standing:
            changes += _on_sheet(Glance(book, name), standing)
    all_names = {entry.name for entry in book.sheets}
    carry_out(book, [*changes, _list_sheet(_free_name(all_names), faults, reply_by, anew=anew)])
    return book.save()


def unmark(data: bytes) -> bytes:
    """The file without our marks; `data` itself if it has none. Raises `NotEditable` on other than .xlsx, .xlsm."""
    with refusing():
        book = Book(data)
        carry_out(book, [_earlier_marks(book, data)])
        return book.save() if book.changed else data


def _earlier_marks(book: Book, data: bytes) -> RemoveMarks:
    """What is to be taken away: all that the book tells, and what is ours by what it says where names were dropped or lead astray."""
    names, told = {entry.name for entry in book.sheets}, sheets_of_ours(book)
    if told <= names and (told or not any(name.startswith(LIST) for name in names)):
        return RemoveMarks()
    try:
        sheets = read_bytes(data).sheets
    except Unreadable:
        return RemoveMarks()
    lists = [sheet.name for sheet in sheets if is_our_list(sheet)]
    forgotten = bool(lists) and not book.named(PREFIX)
    return RemoveMarks(lists, {sheet.name: remarks_of(sheet) for sheet in sheets} if forgotten else {})


@dataclass(frozen=True, slots=True)
class _Fault:
    """A finding with the place it is marked at, as far as this file has it."""

    finding: Finding
    sheet: str | None
    row: int | None
    column: int | None
    sheet_order: int
    message: str
    advice: str

    @property
    def shown(self) -> bool:
        """Whether it is marked on the sheet itself; what only informs stands in the list alone."""
        return self.finding.severity is not Severity.I

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Worst first, then as the file goes."""
        return list(LEVELS).index(self.finding.severity), self.sheet_order, self.row or 0, self.column or 0

    @property
    def said(self) -> str:
        """The fault in a few words for its row."""
        header = self.finding.place.header or ""
        return self.message if header in self.message else f"{header}，{self.message}"

    @property
    def noted(self) -> str:
        """The fault in a note on its cell."""
        finding = self.finding
        return f"{LEVELS[finding.severity]}：{self.message}\n{self.advice}（{finding.code}）"


def _fault(finding: Finding, names: Sequence[str]) -> _Fault:
    place = finding.place
    sheet = place.sheet if place.sheet in names else None
    cell = area(place.cell) if sheet and place.cell else None
    row = cell.top if cell else place.row if sheet else None
    order = names.index(sheet) if sheet else -1
    return _Fault(finding, sheet, row, cell.left if cell else None, order, finding.message, finding.advice)


def _on_sheet(glance: Glance, faults: Sequence[_Fault]) -> list[Change]:
    """The tints, notes and remarks of one sheet; worse faults come first and give a cell its colour."""
    by_cell: dict[tuple[int, int], list[_Fault]] = {}
    by_row: dict[int, list[_Fault]] = {}
    for fault in faults:
        if fault.row and fault.column:
            by_cell.setdefault((fault.row, fault.column), []).append(fault)
        by_row.setdefault(fault.row or 0, []).append(fault)
    sheet = faults[0].sheet or ""
    changes: list[Change] = []
    for (row, column), here in by_cell.items():
        changes.append(Tint(sheet, row, column, _COLOURS[here[0].finding.severity]))
        changes.append(Note(sheet, row, column, "\n".join(fault.noted for fault in here), AUTHOR))
    return changes + _remarks(glance, sheet, by_row)


def _remarks(glance: Glance, sheet: str, by_row: Mapping[int, Sequence[_Fault]]) -> list[Change]:
    """The column at the row's end: a heading, and what each faulty row has wrong."""
    header = _header_row(glance, by_row)
    column = glance.right_edge({*range(1, header + 1), *by_row}) + 1
    remarks: list[Change] = []
    for row in sorted({header, *by_row}):
        said = _summary(by_row.get(row, ()))
        if row == header:
            said = f"{COLUMN}　{said}" if said else COLUMN
        colour = _HEADING_COLOUR if row == header else _REMARK_COLOUR
        remarks.append(Remark(sheet, row, column, said, colour, heading=row == header))
    return remarks


def _summary(faults: Sequence[_Fault]) -> str:
    """All a row has wrong, worst first."""
    said = {level: "；".join(one.said for one in faults if one.finding.severity is level) for level in LEVELS}
    return " ".join(f"{LEVELS[level]}：{text}。" for level, text in said.items() if text)


def _header_row(glance: Glance, by_row: Mapping[int, Sequence[_Fault]]) -> int:
    """The row the column's heading belongs in: that of the faulty columns' headers, else the likeliest above."""
    first = min(by_row)
    above = range(1, min(first, _LOOK_IN_ROWS) + 1)
    faults = [fault for faults in by_row.values() for fault in faults if fault.column and fault.finding.place.header]
    headers = {(fault.column or 0, header_key(fault.finding.place.header or "")) for fault in faults}
    headed = (row for row in above if any(header_key(glance.text(row, at)) == header for at, header in headers))
    filtered = (one.top for one in glance.filters if one.top < first)
    wide = (row for row in above if row < first and len(glance.filled(row)) > 2)
    return next(chain(headed, filtered, wide), max(first - 1, 1))


def _list_sheet(name: str, faults: Sequence[_Fault], reply_by: date | None, *, anew: bool) -> AddSheet:
    counts = Counter(fault.finding.severity for fault in faults)
    levels = "，".join(f"{word} {counts[level]} 条" for level, word in LEVELS.items() if counts[level])
    when = f"于{reply_by.year}年{reply_by.month}月{reply_by.day}日前" if reply_by else ""
    lines: list[Sequence[Value | Link | Shaded]] = [
        [LIST],
        [f"共 {len(faults)} 条：{levels}。{_by_sheet(faults)}"],
        [f"请{when}在本文件中改正后报回；点“单元格”可转到该处。“须改正”未改的行不能计入总台账。"],
        ["红色为须改正，金色为请核对（浅黄是模板自带的未填提示）；“核验意见”列和本表由程序生成，请勿在其中填写。"],
        *([[_ANEW]] if anew else []),
        list(HEADERS),
    ]
    rows = [_list_row(number, fault) for number, fault in enumerate(faults, start=1)]
    return AddSheet(name, [*lines, *rows], WIDTHS, header=len(lines), first=True)


def _by_sheet(faults: Iterable[_Fault]) -> str:
    counts = Counter(fault.sheet for fault in faults if fault.sheet)
    return "其中" + "、".join(f"{sheet} {count} 条" for sheet, count in counts.items()) + "。" if counts else ""


def _list_row(number: int, fault: _Fault) -> list[Value | Link | Shaded]:
    finding = fault.finding
    where = finding.place.cell or (f"第 {fault.row} 行" if fault.row else "")
    link = Link(where, fault.sheet, fault.row, fault.column or 1) if fault.sheet and fault.row else where
    return [
        number, Shaded(LEVELS[finding.severity], _LIST_COLOURS[finding.severity]), finding.place.sheet or "", link, finding.place.header or "",
        finding.value or "", fault.message, fault.advice, finding.code,
    ]  # fmt: skip


def _free_name(taken: Iterable[str]) -> str:
    """问题清单, numbered if the sender has a sheet of that name."""
    names = {name.lower() for name in taken}
    return next(name for name in chain([LIST], map(f"{LIST}{{}}".format, count(2))) if name not in names)
