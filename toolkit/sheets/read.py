"""A mailed file → a submission: finds cover, sheets, headers and rows by what they say, never by position."""

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from toolkit.findings import Finding, Place, Rule, Severity, Unreadable
from toolkit.findings.catalogue import files, sheets
from toolkit.findings.grades import graded
from toolkit.policy.text import match_key
from toolkit.records import COVER_SHEET, FORMS, BoundColumn, Context, Form
from toolkit.records.cover import unit_of
from toolkit.records.kinds.choice import nearest, nearest_name
from toolkit.records.row import Row
from toolkit.sheets.account import TRACE_SHEET
from toolkit.sheets.asides import Table
from toolkit.sheets.bounds import LAST_ROW, MAX_FILE
from toolkit.sheets.cover import find_cover, read_cover, refuses
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.edit.marks import PREFIX
from toolkit.sheets.file_name import told_of_name
from toolkit.sheets.fold import fold
from toolkit.sheets.grid import Book, Sheet, Visibility, address
from toolkit.sheets.headers import Header, find_header, find_headers, header_key, is_numbering, likeness
from toolkit.sheets.legacy import told_of_old_forms
from toolkit.sheets.lists import LISTS_SHEET
from toolkit.sheets.mark import unmark
from toolkit.sheets.rows import read_rows
from toolkit.sheets.source import read_bytes
from toolkit.sheets.submission import Submission
from toolkit.sheets.traces import COLUMN, LIST, without_traces

SURE = 0.8
"""Share of required headers that names a sheet whose own name says nothing."""
CONTROL_SHEETS = frozenset({LISTS_SHEET, TRACE_SHEET})
_WHY_UNREAD: dict[type[OSError], str] = {
    FileNotFoundError: "文件不存在", PermissionError: "没有读取权限或正被占用", IsADirectoryError: "这是一个文件夹",
}  # fmt: skip


def read_submission(path: Path, context: Context, name: str | None = None, chosen: Collection[str] = ()) -> Submission:
    """Read one file; `name` is what findings call it. Never raises for what a file may hold.

    `chosen` names sheets to be read where several look alike.
    """
    shown_name = name or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)  # one byte more is enough to refuse it
    except OSError as error:
        refused = Submission(shown_name, "", b"", refused=True)
        detail = _WHY_UNREAD.get(type(error), "系统不允许读取")
        refused.own_findings.append(_refusal(refused, Unreadable(files.LOCKED, detail=detail)))
        return refused
    return read_submission_bytes(data, shown_name, context, chosen)


def read_submission_bytes(data: bytes, name: str, context: Context, chosen: Collection[str] = ()) -> Submission:
    """Read one file's bytes."""
    submission = Submission(name, hashlib.sha256(data).hexdigest(), data)
    try:
        book = read_bytes(data, name)
        if any(defined.startswith(PREFIX) for defined in book.names):
            book = read_bytes(_without_marks(data), name)
    except Unreadable as why:
        submission.refused = True
        submission.own_findings.append(_refusal(submission, why))
        return submission
    _read_book(submission, book, context, chosen)
    return submission


def _without_marks(data: bytes) -> bytes:
    """The file as its sender means it: a marked copy that comes back mended still carries our marks."""
    try:
        return unmark(data)
    except NotEditable:
        return data


def read_submission_book(book: Book, name: str, context: Context) -> Submission:
    """Read a workbook that is open in a program, as its cells stand now; it has no bytes and so no hash."""
    submission = Submission(name, "", b"")
    _read_book(submission, book, context)
    return submission


def _refusal(submission: Submission, why: Unreadable) -> Finding:
    return Finding(why.rule, Place(submission.file), None, why.words)


def _read_book(submission: Submission, book: Book, context: Context, chosen: Collection[str] = ()) -> None:
    _read(submission, without_traces(book), context, chosen)
    grades = context.settings.severity
    submission.own_findings = [dataclasses.replace(f, rule=graded(f.rule, grades)) for f in submission.own_findings]


def _read(submission: Submission, book: Book, context: Context, chosen: Collection[str]) -> None:
    submission.own_findings += _told_of_book(submission.file, book)
    cover = find_cover(book)
    if cover is None:
        _refuse(submission, book, [Finding(sheets.NO_COVER, Place(submission.file))])
        return
    context = dataclasses.replace(context, epoch_1904=book.epoch_1904)
    others = [sheet for sheet in book.sheets if sheet is not cover and sheet.visibility is not Visibility.VERY_HIDDEN]
    submission.cover, submission.cover_places, findings = read_cover(submission.file, cover, context, others)
    if any(refuses(finding) for finding in findings):
        _refuse(submission, book, findings)
        return
    submission.own_findings += findings
    submission.unit = unit_of(submission.cover)
    context = dataclasses.replace(
        context, unit=submission.unit, year=submission.year, filled_on=submission.filled_on
    )
    submission.own_findings += told_of_name(submission)
    candidates = [sheet for sheet in book.sheets if _may_hold_a_table(sheet, cover)]
    for name in chosen:
        if name not in {sheet.name for sheet in book.sheets}:
            _tell(submission, sheets.NO_SUCH_SHEET, None, sheet=name)
    _read_tables(submission, _assign(submission, candidates, chosen), context)
    _tell_if_empty(submission)


def _told_of_book(file: str, book: Book) -> Iterator[Finding]:
    """What a file carries beside cells: never run, never followed."""
    if book.macros:
        yield Finding(files.MACROS, Place(file))
    if book.links:
        yield Finding(files.LINKED, Place(file))


def _refuse(submission: Submission, book: Book, why: list[Finding]) -> None:
    submission.refused = True
    submission.own_findings += [*why, *told_of_old_forms(submission.file, book)]


def _read_tables(submission: Submission, assigned: Mapping[Form, Sheet], context: Context) -> None:
    for form, sheet in assigned.items():
        headers = find_headers(form, sheet)
        if headers:
            bottoms = [*(header.top for header in headers[1:]), LAST_ROW + 1]
            tables = [Table(form, submission.file, sheet, *pair) for pair in zip(headers, bottoms, strict=True)]
            _read_sheet(submission, tables, context)
        elif sheet.rows:
            place = Place(submission.file, sheet.name)
            submission.own_findings.append(Finding(sheets.NO_HEADER, place, None, {"sheet": sheet.name}))


def _may_hold_a_table(sheet: Sheet, cover: Sheet) -> bool:
    """Whether rows may stand on a sheet: not on the cover by its name, on our lists, nor on our own list of faults."""
    is_cover = sheet is cover and header_key(sheet.name) == header_key(COVER_SHEET)
    return not is_cover and sheet.name not in CONTROL_SHEETS and not sheet.name.startswith(LIST)


def _assign(submission: Submission, candidates: list[Sheet], chosen: Collection[str]) -> dict[Form, Sheet]:
    """Which sheet holds which form: by name first, then by headers; what is missing, doubtful or left over is told."""
    by_name: dict[Form, list[Sheet]] = {form: [] for form in FORMS}
    by_headers: dict[Form, list[Sheet]] = {form: [] for form in FORMS}
    others: list[Sheet] = []
    names = {match_key(form.sheet): form for form in FORMS}
    for sheet in candidates:
        if form := names.get(match_key(sheet.name)):
            by_name[form].append(sheet)
        elif sheet.visibility is not Visibility.VERY_HIDDEN and any(sheet.rows.values()):
            kin = _kin(sheet)
            (by_headers[kin] if kin else others).append(sheet)
    for sheet in others:
        like = next((form.sheet for key, form in names.items() if key in match_key(sheet.name)), "")
        rule = sheets.UNREAD_LIKE if like else sheets.UNREAD_SHEET
        _tell(submission, rule, sheet.name, found=sheet.name, sheet=like)
    found = {form: _chosen(submission, form, by_name[form], by_headers[form], chosen) for form in FORMS}
    if missing := [form.sheet for form in FORMS if not by_name[form] and not by_headers[form]]:
        _tell(submission, sheets.MISSING_SHEET, None, sheets="、".join(missing), count=len(missing))
    return {form: sheet for form, sheet in found.items() if sheet}


def _kin(sheet: Sheet) -> Form | None:
    """The form that a sheet's headers name, whatever the sheet is called."""
    best = max(FORMS, key=lambda form: likeness(form, sheet))
    return best if likeness(best, sheet) >= SURE else None


def _chosen(
    submission: Submission, form: Form, named: list[Sheet], alike: list[Sheet], chosen: Collection[str]
) -> Sheet | None:
    """The one sheet of a form; several are told and none is read, a copy beside the sheet named so is told."""
    filled = [sheet for sheet in alike if _has_rows(form, sheet)]
    wanted = [sheet for sheet in (*named, *alike) if sheet.name in chosen]
    if len(wanted) == 1:
        named, filled = wanted, [sheet for sheet in (*named, *filled) if sheet is not wanted[0]]
    if named:
        for sheet in filled:
            _tell(submission, sheets.UNREAD_COPY, sheet.name, found=sheet.name, sheet=form.sheet)
    found = named or filled or alike[:1]
    if len(found) == 1:
        if match_key(found[0].name) != match_key(form.sheet):
            _tell(submission, sheets.FOUND_BY_HEADERS, found[0].name, found=found[0].name, sheet=form.sheet)
        return found[0]
    if found:
        names = "、".join(sheet.name for sheet in found)
        _tell(submission, sheets.SEVERAL_CANDIDATES, found[0].name, sheet=form.sheet, found=names)
    return None


def _has_rows(form: Form, sheet: Sheet) -> bool:
    header = find_header(form, sheet)
    return header is not None and any(number > header.row for number in sheet.rows)


def _tell(submission: Submission, rule: Rule, place: str | None, /, **words: object) -> None:
    submission.own_findings.append(Finding(rule, Place(submission.file, place), None, words))


def _read_sheet(submission: Submission, tables: list[Table], context: Context) -> None:
    form, sheet = tables[0].form, tables[0].sheet
    submission.sheets[form.id] = sheet.name
    if sheet.visibility is not Visibility.VISIBLE:
        submission.own_findings.append(Finding(sheets.HIDDEN_SHEET, tables[0].place, None, {"sheet": sheet.name}))
    blocks, told = read_rows(tables, context)
    for table, rows in zip(tables, blocks, strict=True):
        found = _told_of_headers(table, rows)
        submission.own_findings += found
        for row in rows:
            row.withheld_by = [finding for finding in found if finding.severity is Severity.E]
    rows = [row for block in blocks for row in block]
    folded = [finding for table, own in zip(tables, blocks, strict=True) for finding in fold(table, own)]
    submission.own_findings += [*told, *folded, *_grouped(rows)]
    submission.rows[form.id] = rows


def _told_of_headers(table: Table, rows: list[Row]) -> list[Finding]:
    header = table.header
    told = [_unknown_column(table, header, column) for column in header.unknown if _worth_telling(table, column)]
    city = (bound for bound in table.form.columns if bound.column.city and bound.field in header.columns)
    told += [
        _header_finding(table, sheets.CITY_COLUMN, bound, header.columns[bound.field], {})
        for bound in city
        if _holds_anything(table, header.columns[bound.field])
    ]
    for name, columns in header.repeated.items():
        bound = table.form.column(name)
        addresses = "、".join(address(header.row, column) for column in columns)
        told.append(_header_finding(table, sheets.REPEATED_COLUMN, bound, columns[1], {"cells": addresses}))
    for bound in table.form.district_columns:
        if bound.required and bound.field not in header.columns and any(bound.field in row.bad for row in rows):
            told.append(_missing_column(table, bound))
    return told


def _missing_column(table: Table, bound: BoundColumn) -> Finding:
    """A column that is not there, told where it may hide under another name, or else at the header's first cell."""
    header = table.header
    unknown = {header.texts[column]: column for column in reversed(header.unknown)}
    near = nearest_name(bound.header, tuple(unknown))
    words: dict[str, object] = {"nearest": f"，表中“{near}”是否就是这一列？" if near else ""}
    return _header_finding(table, sheets.MISSING_COLUMN, bound, unknown[near] if near else min(header.texts), words)


def _worth_telling(table: Table, column: int) -> bool:
    """Whether an unknown column holds anything but the running numbers of its rows."""
    text = table.header.texts[column]
    return not is_numbering(text) and not text.startswith(COLUMN) and _holds_anything(table, column)


def _holds_anything(table: Table, column: int) -> bool:
    return any(column in line for number, line in table.sheet.rows.items() if table.header.row < number < table.bottom)


def _unknown_column(table: Table, header: Header, column: int) -> Finding:
    text = header.texts[column]
    names = tuple(bound.header for bound in table.form.district_columns if bound.field not in header.columns)
    place = Place(table.file, table.sheet.name, address(header.row, column), header.row, None, text)
    return Finding(sheets.UNKNOWN_COLUMN, place, text, {"nearest": nearest(text, names)})


def _header_finding(
    table: Table, rule: Rule, bound: BoundColumn, column: int | None, words: dict[str, object]
) -> Finding:
    row = table.header.row
    cell = address(row, column) if column else None
    return Finding(rule, Place(table.file, table.sheet.name, cell, row, bound.field, bound.header), None, words)


def _grouped(rows: Iterable[Row]) -> list[Finding]:
    """Repairs told once a column: taken off their rows and counted."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for row in rows:
        for finding in row.findings:
            if finding.rule.grouped:
                groups.setdefault((finding.code, finding.place.field), []).append(finding)
        row.findings = [finding for finding in row.findings if not finding.rule.grouped]
    return [
        dataclasses.replace(group[0], words={**group[0].words, "count": len(group)}) for group in groups.values()
    ]


def _tell_if_empty(submission: Submission) -> None:
    if not submission.all_rows() and not submission.cover.get("zero_report"):
        submission.own_findings.append(Finding(sheets.EMPTY_BOOK, submission.place_on_cover("zero_report")))
