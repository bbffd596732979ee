"""Formulas that several cells share: one cell has the text, the others only its number (18.3.1.40).

When the cell with the text is overwritten, the others get a text of their own.
"""

import re
from collections.abc import Collection
from html import unescape

from toolkit.sheets.edit.cells import escape
from toolkit.sheets.edit.sheet import Cell, SheetXml
from toolkit.sheets.edit.spelling import attributes
from toolkit.sheets.grid import address


def own_texts(sheet: SheetXml, values: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The texts that cells need, by row and column, whose formula's text stands in one of the overwritten cells."""
    if all(said.get("t") != "shared" for said in sheet.formulas()):
        return {}
    texts: dict[str, tuple[str, str]] = {}
    users: list[tuple[int, int, str]] = []
    tag = rb"\s*<%bf(\s[^<>]*?)(?:/>|>([^<]*)<)" % re.escape(sheet.prefix)
    for row, column, found in sheet.cells(after=tag):
        said = attributes(found[2])
        if said.get("t") != "shared":
            continue
        if found[3] and (row, column) in values:
            texts[said.get("si", "")] = address(row, column), unescape(found[3].decode())
        elif (row, column) not in values:
            users.append((row, column, said.get("si", "")))
    own: dict[tuple[int, int], str] = {}
    for row, column, number in users:
        if number in texts:
            origin, text = texts[number]
            own[row, column] = _moved(text, origin, address(row, column))
    return own


def _moved(text: str, origin: str, goal: str) -> str:
    """A formula as it reads in another cell. openpyxl is loaded for this rare case only."""
    from openpyxl.formula.translate import Translator  # noqa: PLC0415

    return str(Translator(f"={text}", origin).translate_formula(goal))[1:]


def give_text(cell: Cell, text: str, prefix: str) -> None:
    """Give a formula a text of its own."""
    own = f"<{prefix}f>{escape(text)}</{prefix}f>".encode()
    old = rf"<{prefix}f\s[^<>]*?(?:/>|>[^<]*</{prefix}f>)".encode()
    cell.body = re.sub(old, lambda _: own, cell.body, count=1)
