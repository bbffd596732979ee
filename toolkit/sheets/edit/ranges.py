"""References such as A3:R50, and how they grow when rows are appended below them."""

import re
from collections.abc import Callable
from dataclasses import replace

from toolkit.sheets.grid import Area, address

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)(?::\$?([A-Za-z]{0,3})\$?(\d*))?")


def column_number(letters: str) -> int:
    """AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def area(reference: str) -> Area | None:
    """The rectangle of C7, A1:C7, A:C or 3:7; None for what is no reference."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    if right is None:
        return Area(int(top), column_number(left), int(top), column_number(left)) if left and top else None
    if not (left or top) or not (right or bottom):
        return None
    first, last = column_number(left) or 1, column_number(right) or LAST_COLUMN
    return Area(int(top or 1), first, int(bottom or LAST_ROW), last)


def reference(found: Area) -> str:
    """A1:C7, or C7 for a single cell."""
    first, last = address(found.top, found.left), address(found.bottom, found.right)
    return first if first == last else f"{first}:{last}"


def grown(references: str, bottom_of: Callable[[Area], int]) -> str:
    """Each rectangle of a space-separated list, its bottom moved down to where `bottom_of` puts it."""
    return " ".join(_grown(piece, bottom_of) for piece in references.split())


def _grown(piece: str, bottom_of: Callable[[Area], int]) -> str:
    found = area(piece)
    bottom = bottom_of(found) if found else 0
    return reference(replace(found, bottom=bottom)) if found and bottom > found.bottom else piece
