"""Our marks, recognised for certain and taken away again.

Every shade we use is one the book does not have, and a hidden name of the workbook (`_pilot.` and the shade)
says what it stands for: the fill it covers, a cell that was not there, a cell of ours. A cell keeps its shade
through sorting, moving and saving in any program, so there is no list of addresses that could grow stale. A
sheet of ours is known by a hidden name that refers to it, a note by the line it begins with.
"""

import json
import re
from collections.abc import Iterator, Sequence

from toolkit.sheets.edit.book import Book, SheetEntry
from toolkit.sheets.edit.changes import RemoveMarks
from toolkit.sheets.edit.notes import remove_notes
from toolkit.sheets.edit.refusal import malformed
from toolkit.sheets.edit.sheet import Cell, SheetXml, holds
from toolkit.sheets.edit.sheetlist import remove_sheets_of_ours
from toolkit.sheets.edit.styles import Styles
from toolkit.sheets.edit.upkeep import narrow

PREFIX = "_pilot."
NOTES, STYLES = PREFIX + "notes", PREFIX + "styles"
ABSENT, REMARK, HEADING = "absent", "remark", "heading"
"""What a shade can stand for beside a covered fill."""

_SHADE = re.compile(re.escape(PREFIX) + r"([0-9A-F]{6})")
_PIECE = re.compile(r'"((?:[^"]|"")*)"')
_LONGEST_PIECE = 100
"""Characters of one quoted text in a name; Excel allows 255."""


class Shades:
    """The shades of a book and what each stands for: a covered fill, or one of the words above."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._meanings: dict[str, object] = {}
        self._given: dict[tuple[str, str], str] = {}
        self._tinted: dict[tuple[str, int, bool], int] = {}
        for name, text in book.named(PREFIX).items():
            if found := _SHADE.fullmatch(name):
                self._meanings[found[1]] = _decoded(text)

    def tinted(self, rgb: str, style: int, stands: bool) -> int:
        """The style of a cell in a shade next to `rgb`; one that does not stand yet goes away with it."""
        key = rgb, style, stands
        if key not in self._tinted:
            styles = self._book.styles
            covers = styles.covered(style) if stands else ABSENT
            shade = self.shade(rgb, self.meaning(styles.colour(style)) or covers)
            self._tinted[key] = styles.tinted(style, shade)
        return self._tinted[key]

    def shade(self, rgb: str, meaning: object) -> str:
        """The shade next to `rgb` that stands for this; a new one if there is none."""
        key = rgb, repr(meaning)
        if key not in self._given:
            self._given[key] = self._found(rgb, meaning)
        return self._given[key]

    def _found(self, rgb: str, meaning: object) -> str:
        for candidate in _near(rgb):
            known = self._meanings.get(candidate)
            if known == meaning:
                return candidate
            if known is None and not self._book.styles.names(candidate):
                self._meanings[candidate] = meaning
                self._book.define(PREFIX + candidate, _encoded(meaning))
                return candidate
        raise malformed("填充颜色过多")

    def meaning(self, rgb: str | None) -> object:
        """What a shade of ours stands for; None for any other colour."""
        return self._meanings.get(rgb or "")

    def styles(self) -> dict[int, object]:
        """Each style of the book that shows a shade of ours, with its meaning."""
        styles = self._book.styles
        colours = {number: styles.colour(number) or "" for number in range(len(styles))}
        return {number: self._meanings[rgb] for number, rgb in colours.items() if rgb in self._meanings}


def remember_styles(book: Book, before: dict[str, int]) -> None:
    """Note how large the styles part was before our marks, for as long as nobody else writes it."""
    if book.named(PREFIX) and book.styles.sizes() != before:
        book.define(STYLES, _encoded([before, book.digest_of_styles()]))


def _forget_styles(book: Book, said: str, sizes: dict[str, int], digest: str) -> None:
    """Take our styles out again if the part is as we left it, and no other was needed since."""
    remembered = _decoded(said) if said else None
    if isinstance(remembered, list) and remembered[1] == digest and book.styles.sizes() == sizes:
        book.styles.shrink(remembered[0])


def remove_marks(book: Book, told: RemoveMarks) -> None:
    """Take every mark away; a book without any stays as it is."""
    names = book.named(PREFIX)
    if not names and not told.sheets:
        return
    sizes, digest = book.styles.sizes(), book.digest_of_styles()
    remove_sheets_of_ours(book, told.sheets)
    ours = Shades(book).styles()
    for entry in book.sheets:
        if entry.kind == "worksheet":
            here = told.remarks.get(entry.name, ())
            _remove_from(book, entry, ours, here, noted=NOTES in names or bool(told.sheets))
    for name in names:
        book.undefine(name)
    _forget_styles(book, names.get(STYLES, ""), sizes, digest)


def _remove_from(
    book: Book, entry: SheetEntry, ours: dict[int, object], told: Sequence[tuple[int, int]], *, noted: bool
) -> None:
    sheet = book.take_worksheet(entry)
    before = sheet.head, sheet.tail
    heads = {column: row for row, column in reversed(told)}
    cells = [*_marked(sheet, ours), *((row, at, HEADING if heads[at] == row else REMARK) for row, at in told)]
    columns = {column: row for row, column, meaning in cells if meaning == HEADING}
    meanings: dict[int, dict[int, object]] = {}
    for row, column, meaning in cells:
        lone = meaning == REMARK and column not in columns
        meanings.setdefault(row, {})[column] = ABSENT if lone else meaning

    def uncover(cell: Cell) -> bool:
        _uncover(book.styles, sheet.prefix, meanings[cell.row][cell.column], cell)
        return False

    rows = sheet.spliced(meanings, uncover)
    for column, row in columns.items():
        narrow(book, entry, sheet, row, column)
    if noted:
        remove_notes(book, entry, sheet)
    if len(rows) > 1 or (sheet.head, sheet.tail) != before:
        book.package.write(entry.part, [sheet.head, *rows, sheet.tail])


def _marked(sheet: SheetXml, ours: dict[int, object]) -> Iterator[tuple[int, int, object]]:
    """Row, column and meaning of each cell in a shade of ours."""
    if not ours:
        return
    numbers = "|".join(map(str, ours)).encode()
    for row, column, found in sheet.cells(ahead=rb"""[^<>]*?\bs\s*=\s*["'](?:%b)["']""" % numbers):
        style = re.search(rb"""\ss\s*=\s*["'](\d+)""", found[1])
        if style and int(style[1]) in ours:
            yield row, column, ours[int(style[1])]


def _uncover(styles: Styles, prefix: bytes, meaning: object, cell: Cell) -> None:
    """Give a cell back what it had: its fill, or nothing at all."""
    if isinstance(meaning, list):
        cell.style = styles.with_fill(cell.style or 0, meaning) or None
    elif meaning == ABSENT and holds(cell.body, prefix):
        cell.style = cell.inherited()
    else:
        cell.written, cell.kind, cell.body = False, b"", b""


def _near(rgb: str) -> Iterator[str]:
    """The colour itself and 255 others that look like it."""
    red, green, blue = (int(rgb[at:at + 2], 16) for at in (0, 2, 4))
    for step in range(256):
        shifts = step >> 2 & 3, step >> 4, step & 3
        parts = zip((red, green, blue), shifts, strict=True)
        yield "".join(f"{abs(part - shift):02X}" for part, shift in parts)


def _encoded(meaning: object) -> str:
    """A meaning as the formula of a name: quoted texts, joined."""
    text = json.dumps(meaning, separators=(",", ":"))
    pieces = [text[at:at + _LONGEST_PIECE] for at in range(0, len(text), _LONGEST_PIECE)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _decoded(formula: str) -> object:
    try:
        return json.loads("".join(_PIECE.findall(formula)).replace('""', '"'))
    except ValueError as error:
        raise malformed("标注记录不完整") from error
