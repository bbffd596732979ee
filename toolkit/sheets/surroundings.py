"""What stands on a table's sheet beside its values: what is hidden, struck out, drawn, noted, numbered, or astray."""

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import cells, sheets
from toolkit.policy.text import squeeze
from toolkit.records.row import Row
from toolkit.sheets.asides import Table, filled
from toolkit.sheets.grid import Address, Cell, Fault, address, column_letter, row_runs
from toolkit.sheets.headers import is_numbering

_SHOWN = 5
"""Addresses named where more are meant."""


def told_of_sheet(tables: Sequence[Table], rows: Sequence[Sequence[Row]], skipped: Iterable[int]) -> Iterator[Finding]:
    """All there is to say of the sheet, once each; `skipped` are rows already told to be no data."""
    sheet, place = tables[0].sheet, tables[0].place
    everything = [row for own in rows for row in own]
    hidden = [row.number for row in everything if row.number in sheet.hidden_rows]
    some = any(cell.struck for line in sheet.rows.values() for cell in line.values())
    struck = [row.number for row in everything if some and _is_struck(sheet.rows[row.number])]
    if hidden:
        yield Finding(sheets.HIDDEN_ROWS, place, None, {"rows": row_runs(hidden)})
    if struck:
        yield Finding(sheets.STRUCK_ROW, place, None, {"rows": row_runs(struck)})
    if everything and sheet.filtered:
        yield Finding(sheets.FILTERED, place)
    if columns := _hidden_columns(tables, rows):
        yield Finding(sheets.HIDDEN_COLUMNS, place, None, {"columns": "、".join(map(column_letter, columns))})
    yield from (finding for table, own in zip(tables, rows, strict=True) for finding in _told_of_numbering(table, own))
    if pictures := _unread_pictures(tables, everything):
        yield Finding(sheets.PICTURES, place, None, {"cells": _named(pictures)})
    if stray := sorted(_stray(tables, set(skipped))):
        yield Finding(sheets.STRAY, place, None, {"cells": _named(stray)})
    yield from _told_of_notes(tables)


def _named(addresses: Sequence[Address]) -> str:
    more = f" 等 {len(addresses)} 格" if len(addresses) > _SHOWN else ""
    return "、".join(address(*one) for one in addresses[:_SHOWN]) + more


def _is_struck(line: dict[int, Cell]) -> bool:
    values = [cell.struck for cell in line.values() if cell.value is not None]
    return bool(values) and all(values)


def _hidden_columns(tables: Sequence[Table], rows: Sequence[Sequence[Row]]) -> list[int]:
    used = {at for table, own in zip(tables, rows, strict=True) if own for at in table.header.columns.values()}
    return sorted(used & tables[0].sheet.hidden_columns)


def _told_of_numbering(table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    """A running number that skips, repeats or is no number is told once; rows are never known by it."""
    for column in (column for column, text in table.header.texts.items() if is_numbering(text)):
        typed = [table.sheet.cell(row.number, column) for row in rows]
        shown = [squeeze(str(cell.value)) if cell and cell.value is not None else "" for cell in typed]
        numbers = [int(float(text)) if re.fullmatch(r"\d{1,9}(\.0)?", text) else None for text in shown]
        if not any(shown):
            continue
        for place, number in enumerate(numbers):
            before = numbers[place - 1] if place else None
            if number is None or (before is not None and number != before + 1):
                spot = Place(table.file, table.sheet.name, address(rows[place].number, column), rows[place].number)
                yield Finding(sheets.NUMBERING, spot, shown[place] or None)
                break


def _unread_pictures(tables: Sequence[Table], rows: Sequence[Row]) -> list[Address]:
    """Pictures below the header that no finding of a cell tells of."""
    sheet, first = tables[0].sheet, tables[0].header.row
    alone = {(row, at) for row, line in sheet.rows.items() for at, cell in line.items() if cell.fault is Fault.PICTURE}
    if not alone and not sheet.pictures:
        return []
    told = {at for row in rows for at in row.addresses.values()}
    bare = {at for at in alone if address(*at) in told}
    return sorted(at for at in (alone | sheet.pictures) - bare if at[0] > first)


def _stray(tables: Sequence[Table], skipped: set[int]) -> Iterator[Address]:
    """Filled cells below a header that stand under none of its texts."""
    for table in tables:
        for row, line in table.sheet.rows.items():
            if line.keys() <= table.header.texts.keys():
                continue
            if table.header.row < row < table.bottom and row not in skipped:
                for column, cell in filled(line).items():
                    if column not in table.header.texts and cell.fault is not Fault.PICTURE:
                        yield row, column


def _told_of_notes(tables: Sequence[Table]) -> Iterator[Finding]:
    """What people wrote beside cells; notes on headers are the template's help."""
    for table in tables:
        below = [note for note in table.sheet.notes.items() if table.header.row < note[0][0] < table.bottom]
        for (row, column), text in sorted(below):
            if text.strip():
                yield Finding(cells.NOTE, table.place_of(row, column), text.strip(), {"note": text.strip()})
