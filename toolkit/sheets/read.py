"""A mailed file → a submission: finds cover, sheets, headers and rows by what they say, never by position."""

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path

from toolkit.findings import Finding, Place, Rule, Severity, Unreadable
from toolkit.findings.catalogue import files, sheets
from toolkit.policy.text import match_key
from toolkit.records import COVER_SHEET, FORMS, BoundColumn, Context, Form
from toolkit.records.cover import unit_of
from toolkit.records.kinds.choice import nearest
from toolkit.records.row import Row
from toolkit.sheets.cover import find_cover, read_cover, refuses
from toolkit.sheets.grid import Book, Sheet, Visibility, address
from toolkit.sheets.headers import Header, find_header, is_numbering, likeness
from toolkit.sheets.rows import Table, read_rows
from toolkit.sheets.source import read_bytes
from toolkit.sheets.submission import Submission

SURE = 0.75
"""Share of required headers that names a sheet whose own name says nothing."""
CONTROL_SHEETS = frozenset({"字典"})


def read_submission(path: Path, context: Context, name: str | None = None) -> Submission:
    """Read one file; `name` is what findings call it. Never raises for what a file may hold."""
    shown_name = name or str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        refused = Submission(shown_name, "", b"", refused=True)
        refused.own_findings.append(_refusal(refused, Unreadable(files.LOCKED, detail=error.__class__.__name__)))
        return refused
    return read_submission_bytes(data, shown_name, context)


def read_submission_bytes(data: bytes, name: str, context: Context) -> Submission:
    """Read one file's bytes."""
    submission = Submission(name, hashlib.sha256(data).hexdigest(), data)
    try:
        book = read_bytes(data, name)
    except Unreadable as why:
        submission.refused = True
        submission.own_findings.append(_refusal(submission, why))
        return submission
    _read_book(submission, book, context)
    return submission


def read_submission_book(book: Book, name: str, context: Context) -> Submission:
    """Read a workbook that is open in a program, as its cells stand now; it has no bytes and so no hash."""
    submission = Submission(name, "", b"")
    _read_book(submission, book, context)
    return submission


def _refusal(submission: Submission, why: Unreadable) -> Finding:
    return Finding(why.rule, Place(submission.file), None, why.words)


def _read_book(submission: Submission, book: Book, context: Context) -> None:
    cover = find_cover(book)
    if cover is None:
        submission.refused = True
        submission.own_findings.append(Finding(sheets.NO_COVER, Place(submission.file)))
        return
    context = dataclasses.replace(context, epoch_1904=book.epoch_1904)
    submission.cover, findings = read_cover(submission.file, cover, context)
    submission.own_findings += findings
    submission.refused = any(refuses(finding) for finding in findings)
    if submission.refused:
        return
    submission.unit = unit_of(submission.cover)
    context = dataclasses.replace(
        context, unit=submission.unit, year=submission.year, filled_on=submission.filled_on
    )
    _read_tables(submission, book, cover, context)
    _tell_if_empty(submission)


def _read_tables(submission: Submission, book: Book, cover: Sheet, context: Context) -> None:
    others = [sheet for sheet in book.sheets if sheet is not cover and sheet.name not in CONTROL_SHEETS]
    for form, sheet in _assign(submission, others).items():
        header = find_header(form, sheet)
        if header is None:
            if sheet.rows:
                place = Place(submission.file, sheet.name)
                submission.own_findings.append(Finding(sheets.NO_HEADER, place, None, {"sheet": sheet.name}))
            continue
        _read_table(submission, Table(form, submission.file, sheet, header), context)


def _assign(submission: Submission, candidates: list[Sheet]) -> dict[Form, Sheet]:
    """Which sheet holds which form: by name first, then by headers; what is missing or doubtful is told."""
    by_name = {match_key(sheet.name): sheet for sheet in candidates}
    assigned = {form: by_name[match_key(form.sheet)] for form in FORMS if match_key(form.sheet) in by_name}
    for form in FORMS:
        if form not in assigned:
            free = [sheet for sheet in candidates if sheet not in assigned.values()]
            found = _by_headers(submission, form, free)
            if found:
                assigned[form] = found
    return assigned


def _by_headers(submission: Submission, form: Form, free: list[Sheet]) -> Sheet | None:
    alike = [sheet for sheet in free if likeness(form, sheet) >= SURE]
    if len(alike) == 1:
        words = {"found": alike[0].name, "sheet": form.sheet}
        submission.own_findings.append(
            Finding(sheets.FOUND_BY_HEADERS, Place(submission.file, alike[0].name), None, words)
        )
        return alike[0]
    rule = sheets.SEVERAL_CANDIDATES if alike else sheets.MISSING_SHEET
    words = {"sheet": form.sheet, "found": "、".join(sheet.name for sheet in alike)}
    submission.own_findings.append(Finding(rule, Place(submission.file), None, words))
    return None


def _read_table(submission: Submission, table: Table, context: Context) -> None:
    submission.sheets[table.form.id] = table.sheet.name
    if table.sheet.visibility is not Visibility.VISIBLE:
        place = Place(submission.file, table.sheet.name)
        submission.own_findings.append(Finding(sheets.HIDDEN_SHEET, place, None, {"sheet": table.sheet.name}))
    rows, told = read_rows(table, context)
    header_findings = _told_of_headers(table, has_rows=bool(rows))
    submission.own_findings += [*header_findings, *told]
    holding = [finding for finding in header_findings if finding.severity is Severity.E]
    for row in rows:
        row.withheld_by = holding
    submission.own_findings += _grouped(rows)
    submission.rows[table.form.id] = rows


def _told_of_headers(table: Table, *, has_rows: bool) -> list[Finding]:
    header = table.header
    told = [_unknown_column(table, header, column) for column in header.unknown if _worth_telling(table, column)]
    for name, columns in header.repeated.items():
        bound = table.form.column(name)
        addresses = "、".join(address(header.row, column) for column in columns)
        told.append(_header_finding(table, sheets.REPEATED_COLUMN, bound, columns[1], {"cells": addresses}))
    for bound in table.form.district_columns:
        if bound.required and bound.field not in header.columns and has_rows:
            near = nearest(bound.header, tuple(header.texts[column] for column in header.unknown))
            told.append(_header_finding(table, sheets.MISSING_COLUMN, bound, None, {"nearest": near}))
    return told


def _worth_telling(table: Table, column: int) -> bool:
    """Whether an unknown column holds anything but the running numbers of its rows."""
    below = (line for number, line in table.sheet.rows.items() if number > table.header.row)
    return not is_numbering(table.header.texts[column]) and any(column in line for line in below)


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
        submission.own_findings.append(Finding(sheets.EMPTY_BOOK, Place(submission.file, COVER_SHEET)))
